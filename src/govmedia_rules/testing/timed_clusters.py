"""Facts that are read as of a moment: statuses, filings, incidents, and spans between moments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import cast

from pendulum import DateTime

from govmedia_rules.conditions import FieldSpec
from govmedia_rules.models import Account, Filing, Incident, Message, Post, Unit
from govmedia_rules.moments import day_of
from govmedia_rules.testing.choosing import ordered
from govmedia_rules.testing.drawing import Drawing, Facts, Propose
from govmedia_rules.testing.measures import DAY, anything, moment_at
from govmedia_rules.testing.values import wholes
from govmedia_rules.testing.wishes import MISSING, Whole, Wish

__all__ = [
    "account_statuses",
    "filings",
    "incidents",
    "read_account_status",
    "read_filings",
    "read_incidents",
    "read_message_times",
    "read_post_times",
    "read_unit_status",
    "spans",
    "unit_statuses",
]


def account_statuses(fields: Mapping[str, FieldSpec]) -> Propose:
    """Return what proposes statuses and closings of accounts."""

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


def read_account_status(facts: Facts, as_of: DateTime) -> Mapping[str, object]:
    """Return what is read of an account's status and closing."""
    return _status_read(facts["status"], facts["closed_at"], as_of)


# A search asks for the same few over and over.
@lru_cache(maxsize=1_024)
def _status_read(
    status: str | None, closed_at: DateTime | None, as_of: DateTime
) -> Mapping[str, object]:
    account = Account(id="a", platform="other", status=status, closed_at=closed_at)
    is_closed = account.closed_at is not None and account.closed_at <= as_of
    return MappingProxyType(
        {
            "status": account.status_at(as_of),
            "closed_at": account.closed_at if is_closed else None,
        }
    )


def unit_statuses(fields: Mapping[str, FieldSpec]) -> Propose:
    """Return what proposes statuses of units and the days they changed."""

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


def read_unit_status(facts: Facts, as_of: DateTime) -> Mapping[str, object]:
    """Return what is read of a unit's status and its change."""
    unit = Unit(id="u", **facts)
    return {"status": unit.status_at(as_of), "changed_at": unit.changed_at(as_of)}


def filings(fields: Mapping[str, FieldSpec]) -> Propose:
    """Return what proposes filings."""

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


def read_filings(facts: Facts, as_of: DateTime) -> Mapping[str, object]:
    """Return what is read of filings."""
    return {"filed": Account(id="a", platform="other", **facts).filed_at(as_of)}


def incidents(fields: Mapping[str, FieldSpec]) -> Propose:
    """Return what proposes security incidents."""

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


def read_incidents(facts: Facts, as_of: DateTime) -> Mapping[str, object]:
    """Return what is read of security incidents."""
    return {"open_incidents": Account(id="a", platform="other", **facts).open_incidents_at(as_of)}


# Moments that a span lies between.


def spans(
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
        sizes = (
            list(wholes(fields[span], length, drawing.choices, at_edge=drawing.at_edge))
            if isinstance(length, Whole)
            else []
        )
        if isinstance(first, Whole) and isinstance(last, Whole):
            for size in sizes:
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


def read_post_times(facts: Facts, as_of: DateTime) -> Mapping[str, object]:
    """Return what is read of a post's moments."""
    post = Post(id="p", account_id="a", **facts)
    return {
        **{name: _come(getattr(post, name), as_of) for name in facts},
        "removal_days": post.removal_days_at(as_of),
    }


def read_message_times(facts: Facts, as_of: DateTime) -> Mapping[str, object]:
    """Return what is read of a message's moments."""
    message = Message(id="m", account_id="a", **facts)
    return {
        **{name: _come(getattr(message, name), as_of) for name in facts},
        "reply_days": message.reply_days_at(as_of),
    }


def _come(at: DateTime | None, as_of: DateTime) -> DateTime | None:
    return None if at is None or at > as_of else at
