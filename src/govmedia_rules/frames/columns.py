"""
The column contract: which columns the tables of a portfolio have, and what they hold.

Columns are called as the fields of the models are; a field of a field, such as an app's
``is_usable``, joins both names with an underscore.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from attrs import frozen

from govmedia_rules.conditions.fields import FieldSpec
from govmedia_rules.models import Role
from govmedia_rules.models.accounts import AccountStatus
from govmedia_rules.models.posts import PostKind
from govmedia_rules.models.units import Level, UnitKind, UnitStatus

__all__ = ["TABLES", "Column", "Holds", "sources_of"]


class Holds(StrEnum):
    """What a column holds."""

    WORD = "text"
    COUNT = "a whole number"
    FLAG = "true or false"
    MOMENT = "a moment with its zone"
    DAY = "a day"
    WORDS = "a list of texts"
    RECORDS = "a list of records"


@frozen
class Column:
    """
    One column of a table.

    Parameters:
        name: its name.

        holds: what it holds.

        is_key: whether it has to be there, and has no gaps.

        members: the enumeration whose members it holds, when no other words can occur.

        parts: for a list of records, what their fields hold.
    """

    name: str
    holds: Holds
    is_key: bool = False
    members: type[StrEnum] | None = None
    parts: tuple[tuple[str, Holds], ...] = ()


def _table(*columns: Column) -> Mapping[str, Column]:
    return MappingProxyType({column.name: column for column in columns})


def _key(name: str) -> Column:
    return Column(name, Holds.WORD, is_key=True)


def _words(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name, Holds.WORD) for name in names)


def _all(holds: Holds, *names: str) -> tuple[Column, ...]:
    return tuple(Column(name, holds) for name in names)


TABLES: Final[Mapping[str, Mapping[str, Column]]] = MappingProxyType(
    {
        "units": _table(
            _key("id"),
            *_words("name", "region", "parent_id", "successor_id"),
            Column("level", Holds.WORD, members=Level),
            Column("kind", Holds.WORD, members=UnitKind),
            Column("status", Holds.WORD, members=UnitStatus),
            Column("status_changed_on", Holds.DAY),
            *_all(Holds.WORDS, "aliases", "duty_keywords"),
            *_all(
                Holds.FLAG,
                "has_administrative_functions",
                "supervises_accounts",
                "is_secret",
                "has_public_functions",
            ),
            *_all(Holds.COUNT, "inspected_accounts", "supervised_accounts"),
            Column("inspected_at", Holds.MOMENT),
        ),
        "accounts": _table(
            _key("id"),
            _key("platform"),
            *_words("name", "unit_id", "verified_body", "successor_id", "operator"),
            Column("status", Holds.WORD, members=AccountStatus),
            *_all(
                Holds.MOMENT,
                "opened_at",
                "closed_at",
                "closing_announced_at",
                "closing_notice_ended_at",
            ),
            Column("followers", Holds.COUNT),
            *_all(
                Holds.WORDS,
                "functions",
                "interaction_features",
                "service_features",
                "licences",
                "labels",
                "app_runs_on_terminals",
            ),
            *_all(
                Holds.FLAG,
                "is_main",
                "is_in_personal_name",
                "is_for_campaign",
                "has_all_posts",
                "has_all_messages",
                "app_is_downloadable",
                "app_is_usable",
                "app_supports_ipv6",
            ),
            Column(
                "filings",
                Holds.RECORDS,
                parts=(
                    ("what", Holds.WORD),
                    ("filed_at", Holds.MOMENT),
                    ("filed_with", Holds.WORD),
                ),
            ),
            Column(
                "incidents",
                Holds.RECORDS,
                parts=(
                    ("kind", Holds.WORD),
                    ("occurred_at", Holds.MOMENT),
                    ("resolved_at", Holds.MOMENT),
                ),
            ),
        ),
        "posts": _table(
            _key("id"),
            _key("account_id"),
            *_words("title", "format", "source"),
            Column("kind", Holds.WORD, members=PostKind),
            *_all(Holds.COUNT, "reads", "likes"),
            *_all(
                Holds.MOMENT,
                "published_at",
                "deleted_at",
                "harm_detected_at",
                "review_reviewed_at",
            ),
            *_all(Holds.WORDS, "labels", "review_reviewers", "review_gates"),
        ),
        "messages": _table(
            _key("id"),
            _key("account_id"),
            *_all(Holds.MOMENT, "received_at", "replied_at"),
            Column("needs_reply", Holds.FLAG),
            Column("reply_labels", Holds.WORDS),
        ),
        "attestations": _table(
            *map(_key, ("id", "question_id", "answered_by")),
            *_words("unit_id", "account_id", "remarks"),
            Column("answer", Holds.FLAG),
            Column("answered_as", Holds.WORD, members=Role),
            Column("answered_at", Holds.MOMENT, is_key=True),
        ),
        "waivers": _table(
            *map(_key, ("id", "rule_id", "authority", "document", "reason")),
            *_words("unit_id", "account_id"),
            Column("valid_from_at", Holds.MOMENT, is_key=True),
            Column("expires_at", Holds.MOMENT),
        ),
    }
)
"""The columns of each table, by table and name."""

# What a field that is worked out is worked out from; every other field has its own column.
_SOURCES: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("account", "status"): ("status", "closed_at"),
    ("account", "filed"): ("filings",),
    ("account", "open_incidents"): ("incidents",),
    ("account", "name_key"): ("name",),
    ("account", "name_stem"): ("name",),
    ("account", "name_length"): ("name",),
    ("account", "verified_key"): ("verified_body",),
    ("unit", "status"): ("status", "status_changed_on"),
    ("unit", "changed_at"): ("status_changed_on",),
    ("unit", "name_keys"): ("name", "aliases"),
    ("unit", "body_keys"): ("name", "aliases"),
    ("unit", "duty_keys"): ("duty_keywords",),
    ("post", "source_site"): ("source",),
    ("post", "removal_days"): ("harm_detected_at", "deleted_at"),
    ("message", "reply_days"): ("received_at", "replied_at"),
}

_SAME_ROOT: Final = {"peer": "account", "superior": "unit", "removed": "post"}


def sources_of(spec: FieldSpec) -> tuple[str, ...]:
    """Return the columns that a field is read from; none for the answer to a question."""
    if spec.question is not None:
        return ()
    root = _SAME_ROOT.get(spec.root, spec.root)
    return _SOURCES.get((root, spec.path[-1])) or ("_".join(spec.path),)
