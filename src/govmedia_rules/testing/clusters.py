"""
Fields that are recorded together, and what is to be recorded for all of them to read as wished.

Most fields are recorded as they are read. Some are worked out: an account's name key from
its name, its status from the status and the closing on record, the days to a reply from
two moments. For those a few records are tried, put together from the wishes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from pendulum import DateTime

from govmedia_rules.conditions import FieldSpec, all_fields
from govmedia_rules.testing.drawing import Cluster, Drawing, Facts, Propose
from govmedia_rules.testing.named_clusters import (
    account_names,
    duties,
    read_duties,
    read_name,
    read_source,
    read_unit_name,
    read_verification,
    sources,
    unit_names,
    verifications,
)
from govmedia_rules.testing.timed_clusters import (
    account_statuses,
    filings,
    incidents,
    read_account_status,
    read_filings,
    read_incidents,
    read_message_times,
    read_post_times,
    read_unit_status,
    spans,
    unit_statuses,
)
from govmedia_rules.testing.wishes import Wish

__all__ = ["CLUSTERS", "FOLLOWING"]


def _as_recorded(spec: FieldSpec) -> Cluster:
    name = ".".join(spec.path)

    def propose(wishes: Mapping[str, Wish], drawing: Drawing) -> Iterator[Facts]:
        for value in drawing.values(spec, wishes.get(name)):
            yield {name: value}

    return Cluster({name: spec}, propose, lambda facts, _: {name: facts[name]})


_Read: TypeAlias = Callable[[Facts, DateTime], Mapping[str, object]]
_TOGETHER: Final[
    dict[
        str, tuple[tuple[tuple[str, ...], Callable[[Mapping[str, FieldSpec]], Propose], _Read], ...]
    ]
] = {
    "account": (
        (("name", "name_key", "name_stem", "name_length"), account_names, read_name),
        (("verified_body", "verified_key"), verifications, read_verification),
        (("status", "closed_at"), account_statuses, read_account_status),
        (("filed",), filings, read_filings),
        (("open_incidents",), incidents, read_incidents),
    ),
    "unit": (
        (("name", "aliases", "name_keys", "body_keys"), unit_names, read_unit_name),
        (("duty_keywords", "duty_keys"), duties, read_duties),
        (("status", "changed_at"), unit_statuses, read_unit_status),
    ),
    "post": (
        (("source", "source_site"), sources, read_source),
        (
            ("harm_detected_at", "deleted_at", "removal_days", "published_at"),
            lambda fields: spans(
                fields, "harm_detected_at", "deleted_at", "removal_days", ("published_at",)
            ),
            read_post_times,
        ),
    ),
    "message": (
        (
            ("received_at", "replied_at", "reply_days"),
            lambda fields: spans(fields, "received_at", "replied_at", "reply_days"),
            read_message_times,
        ),
    ),
}
_SAME_FIELDS: Final = {"peer": "account", "superior": "unit", "removed": "post"}


def _clusters_of(root: str) -> tuple[Cluster, ...]:
    specs = {spec.name: spec for spec in all_fields() if spec.root == root}
    found: list[Cluster] = []
    for names, propose, read in _TOGETHER[_SAME_FIELDS.get(root, root)]:
        fields = {name: specs.pop(f"{root}.{name}") for name in names}
        found.append(Cluster(fields, propose(fields), read))
    # The ids lead from one object to another, and are given by whoever puts them together.
    recorded = [spec for spec in specs.values() if spec.path[-1] not in _LINKS]
    return (*found, *(_as_recorded(spec) for spec in recorded if not _is_worked_out(spec)))


def _is_worked_out(spec: FieldSpec) -> bool:
    """Return whether a field that has no cluster follows from others, or from a calendar."""
    is_told = spec.record is not None and spec.record != spec.path
    return spec.uses_calendar or spec.as_of_method is not None or is_told


_LINKS: Final = frozenset({"id", "unit_id", "parent_id"})

CLUSTERS: Final[Mapping[str, tuple[Cluster, ...]]] = {
    root: _clusters_of(root)
    for root in ("account", "peer", "unit", "superior", "post", "removed", "message")
}
"""The fields of each kind of object, those that are recorded together side by side."""

FOLLOWING: Final[Mapping[str, tuple[FieldSpec, ...]]] = {
    root: tuple(
        spec
        for spec in all_fields()
        if spec.root == root
        and spec.path[-1] not in _LINKS
        and not any(spec in cluster.fields.values() for cluster in clusters)
    )
    for root, clusters in CLUSTERS.items()
}
"""The fields that nobody records and that are not solved for: they come out as they may."""
