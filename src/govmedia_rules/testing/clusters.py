"""
Fields that are recorded together, and what is to be recorded for all of them to read as wished.

Most fields are recorded as they are read. Some are worked out: an account's name key from
its name, its status from the status and the closing on record, the days to a reply from
two moments. For those a few records are tried, put together from the wishes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeAlias, cast

from attrs import frozen
from pendulum import DateTime

from govmedia_rules.conditions import FieldSpec, Kind, all_fields
from govmedia_rules.models import Account, Filing, Incident, Message, Post, Unit
from govmedia_rules.moments import day_of
from govmedia_rules.testing.choosing import Choices, ordered
from govmedia_rules.testing.measures import DAY, anything, moment_at
from govmedia_rules.testing.names_pool import ACCOUNT_NAMES, SUPERIOR_NAMES, UNIT_NAMES
from govmedia_rules.testing.values import members, texts, truths, wholes
from govmedia_rules.testing.wishes import MISSING, Tags, Texts, Whole, Wish

__all__ = ["CLUSTERS", "Cluster", "Drawing", "Facts"]

Facts: TypeAlias = dict[str, Any]
"""What is recorded: keyword arguments of a model."""


@frozen(eq=False)
class Drawing:
    """
    What values are drawn with.

    Parameters:
        choices: who chooses.

        as_of: the monitoring moment.

        at_edge: whether values keep to the ends of what is wished.
    """

    choices: Choices
    as_of: DateTime
    at_edge: bool = False

    def values(self, spec: FieldSpec, wish: Wish | None) -> Iterator[object]:
        """Yield a few values for *wish*, as they are recorded; None where it is to be missing."""
        if wish is None or wish is MISSING:
            yield None
            return
        match wish:
            case Whole():
                for value in wholes(spec, wish, self.choices, at_edge=self.at_edge):
                    yield moment_at(value, self.as_of) if spec.kind is Kind.MOMENT else value
            case Texts():
                yield from texts(spec, wish, self.choices)
            case Tags():
                yield from members(spec, wish, self.choices)
            case _:
                yield from truths(wish, self.choices)


Propose: TypeAlias = Callable[[Mapping[str, Wish], Drawing], Iterator[Facts]]


@frozen(eq=False)
class Cluster:
    """
    Fields that are recorded together.

    Parameters:
        fields: the fields, by their path within the object.

        propose: yields facts that may be recorded for wishes.

        read: gives what the fields read, from the facts on record.
    """

    fields: Mapping[str, FieldSpec]
    propose: Propose
    read: Callable[[Facts, DateTime], Mapping[str, object]]


def _as_recorded(spec: FieldSpec) -> Cluster:
    name = ".".join(spec.path)

    def propose(wishes: Mapping[str, Wish], drawing: Drawing) -> Iterator[Facts]:
        for value in drawing.values(spec, wishes.get(name)):
            yield {name: value}

    return Cluster({name: spec}, propose, lambda facts, _: {name: facts[name]})


# Names.

_LONG: Final = "关注民生服务群众共建共享美好幸福家园的平台"
_SHORT: Final = ("甲", "发布", "小站")


def _names(
    wishes: Mapping[str, Wish], drawing: Drawing, fields: Sequence[FieldSpec], pool: Sequence[str]
) -> Iterator[str | None]:
    """Yield names put together from wishes for a name and for what follows from it."""
    given = [wishes.get(spec.path[-1]) for spec in fields]
    if all(wish is None or wish is MISSING for wish in given):
        yield None
        return
    for spec, wish in zip(fields, given, strict=True):
        if isinstance(wish, Texts) and (wish.allowed is not None or wish.mentions):
            found = list(texts(spec, wish, drawing.choices))
            yield from found
            yield from (f"{name}{rest}" for name in found for rest in ("发布", _LONG))
    length = next((wish for wish in given if isinstance(wish, Whole)), None)
    if length is not None:
        sizes = {length.near(x) for x in (length.low, length.high, 4)} if drawing.at_edge else ()
        yield from (("海安" + _LONG * 2)[:size] for size in sorted(sizes) if size <= 40)
    yield from ordered(drawing.choices, pool)
    yield from (*_SHORT, f"海安{_LONG}", "——", "", "甲" * 60)


def _account_names(fields: Mapping[str, FieldSpec]) -> Propose:
    def propose(wishes: Mapping[str, Wish], drawing: Drawing) -> Iterator[Facts]:
        for name in _names(wishes, drawing, tuple(fields.values()), ACCOUNT_NAMES):
            yield {"name": name}

    return propose


def _read_name(facts: Facts, _: DateTime) -> Mapping[str, object]:
    account = Account(id="a", platform="other", name=facts["name"])
    return {
        "name": account.name,
        "name_key": account.name_key,
        "name_stem": account.name_stem,
        "name_length": account.name_length,
    }


def _verifications(fields: Mapping[str, FieldSpec]) -> Propose:
    def propose(wishes: Mapping[str, Wish], drawing: Drawing) -> Iterator[Facts]:
        for name in _names(wishes, drawing, tuple(fields.values()), UNIT_NAMES):
            yield {"verified_body": name}

    return propose


def _read_verification(facts: Facts, _: DateTime) -> Mapping[str, object]:
    account = Account(id="a", platform="other", verified_body=facts["verified_body"])
    return {"verified_body": account.verified_body, "verified_key": account.verified_key}


def _unit_names(fields: Mapping[str, FieldSpec]) -> Propose:
    def propose(wishes: Mapping[str, Wish], drawing: Drawing) -> Iterator[Facts]:
        pool = SUPERIOR_NAMES if fields["name"].root == "superior" else UNIT_NAMES
        keys = [wishes.get(name) for name in ("aliases", "name_keys", "body_keys")]
        wanted: list[frozenset[str] | None] = [None]
        for wish in keys:
            if isinstance(wish, Tags):
                found = list(members(fields["name_keys"], wish, drawing.choices))
                wanted.extend(found[:3])
        for aliases in (*wanted, frozenset[str]()):
            for name in (
                *_names(wishes, drawing, (fields["name"],), pool),
                None,
                *pool[:3],
            ):
                yield {"name": name, "aliases": aliases}

    return propose


def _read_unit_name(facts: Facts, _: DateTime) -> Mapping[str, object]:
    unit = Unit(id="u", **facts)
    return {
        "name": unit.name,
        "aliases": unit.aliases,
        "name_keys": unit.name_keys,
        "body_keys": unit.body_keys,
    }


def _duties(fields: Mapping[str, FieldSpec]) -> Propose:
    def propose(wishes: Mapping[str, Wish], drawing: Drawing) -> Iterator[Facts]:
        for name in ("duty_keywords", "duty_keys"):
            for value in drawing.values(fields["duty_keywords"], wishes.get(name)):
                yield {"duty_keywords": value}

    return propose


def _read_duties(facts: Facts, _: DateTime) -> Mapping[str, object]:
    unit = Unit(id="u", **facts)
    return {"duty_keywords": unit.duty_keywords, "duty_keys": unit.duty_keys}


def _sources(fields: Mapping[str, FieldSpec]) -> Propose:
    def propose(wishes: Mapping[str, Wish], drawing: Drawing) -> Iterator[Facts]:
        source, site = wishes.get("source"), wishes.get("source_site")
        if isinstance(source, Texts):
            yield from ({"source": value} for value in drawing.values(fields["source"], source))
        if isinstance(site, Texts):
            for value in drawing.values(fields["source_site"], site):
                host = cast("str", value).strip("/").removeprefix(".")
                yield {"source": f"https://{host}/a"}
                yield {"source": f"https://www.{host}/a"}
        yield {"source": None}
        yield from ({"source": text} for text in ("本单位", "某某网", "https://example.org/a"))

    return propose


def _read_source(facts: Facts, _: DateTime) -> Mapping[str, object]:
    post = Post(id="p", account_id="a", source=facts["source"])
    return {"source": post.source, "source_site": post.source_site}


# What depends on the moment.


def _account_statuses(fields: Mapping[str, FieldSpec]) -> Propose:
    def propose(wishes: Mapping[str, Wish], drawing: Drawing) -> Iterator[Facts]:
        closings = [
            *drawing.values(fields["closed_at"], wishes.get("closed_at") or MISSING),
            None,
            *drawing.values(fields["closed_at"], anything(fields["closed_at"])),
            moment_at(1 if drawing.at_edge else DAY, drawing.as_of),
        ]
        for status in ordered(drawing.choices, ("active", "closed", "suspended", None)):
            for closed_at in dict.fromkeys(closings):
                yield {"status": status, "closed_at": closed_at}

    return propose


def _read_account_status(facts: Facts, as_of: DateTime) -> Mapping[str, object]:
    account = Account(id="a", platform="other", **facts)
    closed_at = account.closed_at
    return {
        "status": account.status_at(as_of),
        "closed_at": None if closed_at is None or closed_at > as_of else closed_at,
    }


def _unit_statuses(fields: Mapping[str, FieldSpec]) -> Propose:
    def propose(wishes: Mapping[str, Wish], drawing: Drawing) -> Iterator[Facts]:
        changed = wishes.get("changed_at")
        days: list[date | None] = [None]
        if isinstance(changed, Whole):
            ends = (changed.high, changed.low, (changed.low + changed.high) // 2)
            around = [
                moment_at(micros + step, drawing.as_of) for micros in ends for step in (0, DAY)
            ]
            days = [day_of(at) for at in around]
        days.append(day_of(moment_at(DAY, drawing.as_of)))
        known = (member for member in ordered(drawing.choices, fields["status"].vocabulary))
        for status in (*known, None):
            for on in days:
                yield {"status": status, "status_changed_on": on}

    return propose


def _read_unit_status(facts: Facts, as_of: DateTime) -> Mapping[str, object]:
    unit = Unit(id="u", **facts)
    return {"status": unit.status_at(as_of), "changed_at": unit.changed_at(as_of)}


def _filings(fields: Mapping[str, FieldSpec]) -> Propose:
    def propose(wishes: Mapping[str, Wish], drawing: Drawing) -> Iterator[Facts]:
        for value in drawing.values(fields["filed"], wishes.get("filed")):
            if value is None:
                yield {"filings": None}
                continue
            filed_at = moment_at(0 if drawing.at_edge else -30 * DAY, drawing.as_of)
            made = [
                Filing(what=what, filed_at=filed_at)
                for what in sorted(cast("frozenset[str]", value))
            ]
            if drawing.at_edge:
                later = moment_at(1, drawing.as_of)
                made += [Filing(what=what, filed_at=later) for what in fields["filed"].vocabulary]
            yield {"filings": tuple(made)}

    return propose


def _read_filings(facts: Facts, as_of: DateTime) -> Mapping[str, object]:
    return {"filed": Account(id="a", platform="other", **facts).filed_at(as_of)}


def _incidents(fields: Mapping[str, FieldSpec]) -> Propose:
    def propose(wishes: Mapping[str, Wish], drawing: Drawing) -> Iterator[Facts]:
        for value in drawing.values(fields["open_incidents"], wishes.get("open_incidents")):
            if value is None:
                yield {"incidents": None}
                continue
            began_at = moment_at(0 if drawing.at_edge else -3 * DAY, drawing.as_of)
            over = Incident(kind="hijacked", occurred_at=began_at, resolved_at=drawing.as_of)
            begun = [
                Incident(kind=kind, occurred_at=began_at)
                for kind in sorted(cast("frozenset[str]", value))
            ]
            yield {"incidents": (*begun, *([over] if drawing.at_edge else []))}

    return propose


def _read_incidents(facts: Facts, as_of: DateTime) -> Mapping[str, object]:
    return {"open_incidents": Account(id="a", platform="other", **facts).open_incidents_at(as_of)}


# Moments that a span lies between.


def _spans(
    fields: Mapping[str, FieldSpec], start: str, end: str, span: str, others: Sequence[str] = ()
) -> Propose:
    """Return what proposes two moments and, between them, a span; other moments beside them."""

    def propose(wishes: Mapping[str, Wish], drawing: Drawing) -> Iterator[Facts]:
        length = wishes.get(span)
        first, last = wishes.get(start), wishes.get(end)
        if isinstance(length, Whole):
            first = anything(fields[start]) if first is None else first
            last = anything(fields[end]) if last is None else last
        beside = {name: next(drawing.values(fields[name], wishes.get(name))) for name in others}
        spans = (
            list(wholes(fields[span], length, drawing.choices, at_edge=drawing.at_edge))
            if isinstance(length, Whole)
            else []
        )
        if isinstance(first, Whole) and isinstance(last, Whole):
            for size in spans:
                both = Whole(first.low, first.high, first.excluded).merge(
                    Whole(last.low - size, last.high - size)
                )
                for begun in (
                    ()
                    if both is None
                    else wholes(fields[start], both, drawing.choices, at_edge=drawing.at_edge)
                ):
                    yield {
                        start: moment_at(begun, drawing.as_of),
                        end: moment_at(begun + size, drawing.as_of),
                        **beside,
                    }
        for begun_at in drawing.values(fields[start], first):
            for ended_at in drawing.values(fields[end], last):
                yield {start: begun_at, end: ended_at, **beside}
        for name in others:
            for value in drawing.values(fields[name], wishes.get(name)):
                yield {
                    start: next(drawing.values(fields[start], first)),
                    end: next(drawing.values(fields[end], last)),
                    name: value,
                }

    return propose


def _read_post_times(facts: Facts, as_of: DateTime) -> Mapping[str, object]:
    post = Post(id="p", account_id="a", **facts)
    return {
        **{name: _come(getattr(post, name), as_of) for name in facts},
        "removal_days": post.removal_days_at(as_of),
    }


def _read_message_times(facts: Facts, as_of: DateTime) -> Mapping[str, object]:
    message = Message(id="m", account_id="a", **facts)
    return {
        **{name: _come(getattr(message, name), as_of) for name in facts},
        "reply_days": message.reply_days_at(as_of),
    }


def _come(at: DateTime | None, as_of: DateTime) -> DateTime | None:
    return None if at is None or at > as_of else at


_Read: TypeAlias = Callable[[Facts, DateTime], Mapping[str, object]]
_TOGETHER: Final[
    dict[
        str, tuple[tuple[tuple[str, ...], Callable[[Mapping[str, FieldSpec]], Propose], _Read], ...]
    ]
] = {
    "account": (
        (("name", "name_key", "name_stem", "name_length"), _account_names, _read_name),
        (("verified_body", "verified_key"), _verifications, _read_verification),
        (("status", "closed_at"), _account_statuses, _read_account_status),
        (("filed",), _filings, _read_filings),
        (("open_incidents",), _incidents, _read_incidents),
    ),
    "unit": (
        (("name", "aliases", "name_keys", "body_keys"), _unit_names, _read_unit_name),
        (("duty_keywords", "duty_keys"), _duties, _read_duties),
        (("status", "changed_at"), _unit_statuses, _read_unit_status),
    ),
    "post": (
        (("source", "source_site"), _sources, _read_source),
        (
            ("harm_detected_at", "deleted_at", "removal_days", "published_at"),
            lambda fields: _spans(
                fields, "harm_detected_at", "deleted_at", "removal_days", ("published_at",)
            ),
            _read_post_times,
        ),
    ),
    "message": (
        (
            ("received_at", "replied_at", "reply_days"),
            lambda fields: _spans(fields, "received_at", "replied_at", "reply_days"),
            _read_message_times,
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
    return (*found, *(_as_recorded(spec) for spec in specs.values() if spec.path[-1] not in _LINKS))


_LINKS: Final = frozenset({"id", "unit_id", "parent_id"})

CLUSTERS: Final[Mapping[str, tuple[Cluster, ...]]] = {
    root: _clusters_of(root)
    for root in ("account", "peer", "unit", "superior", "post", "removed", "message")
}
"""The fields of each kind of object, those that are recorded together side by side."""
