"""Whole-number measures of fields: thresholds, moments and spans as wishes count them."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Final

from pendulum import DateTime

from govmedia_rules.conditions import FieldSpec, Kind, Operator
from govmedia_rules.models.fields import MAX_COUNT
from govmedia_rules.moments import moment
from govmedia_rules.testing.wishes import Tags, Texts, Truths, Whole, Wish

__all__ = [
    "DAY",
    "NEGATED",
    "SPANS",
    "anything",
    "compared_with",
    "micros_of",
    "moment_at",
    "reading_in_wishes",
    "scale_of",
]

DAY: Final = 86_400_000_000
"""The microseconds of a day."""

SPANS: Final = frozenset({"removal_days", "reply_days"})
"""Fields that hold a span of days, which wishes count in microseconds."""

NEGATED: Final = {
    Operator.EQ: Operator.NE,
    Operator.NE: Operator.EQ,
    Operator.LT: Operator.GE,
    Operator.GE: Operator.LT,
    Operator.GT: Operator.LE,
    Operator.LE: Operator.GT,
}
"""The sign that holds exactly when another one does not."""

_LONG_AGO: Final = -9_000 * DAY
_NOT_OFTEN: Final = 10**9


def micros_of(at: datetime, as_of: DateTime) -> int:
    """Return the microseconds from *as_of* to *at*, negative before it."""
    return datetime.__sub__(at, as_of) // timedelta(microseconds=1)


def moment_at(micros: int, as_of: DateTime) -> DateTime:
    """Return the moment *micros* microseconds after *as_of*."""
    return moment(datetime.__add__(as_of, timedelta(microseconds=micros)))


def scale_of(spec: FieldSpec) -> int:
    """Return how many of a wish's units make one of the field's."""
    return DAY if spec.path[-1] in SPANS else 1


def anything(spec: FieldSpec) -> Wish:
    """Return the wish that a field is known, whatever it holds."""
    match spec.kind:
        case Kind.NUMBER:
            return (
                Whole(-_NOT_OFTEN * DAY, _NOT_OFTEN * DAY)
                if scale_of(spec) > 1
                else Whole(0, MAX_COUNT)
            )
        case Kind.MOMENT:
            return Whole(_LONG_AGO, 0)
        case Kind.TEXT:
            return Texts(frozenset(spec.vocabulary) if spec.is_closed else None)
        case Kind.TAGS:
            return Tags()
        case Kind.TRUTH:
            return Truths()


def compared_with(sign: Operator, threshold: float, scale: int = 1) -> Whole:
    """Return the whole numbers, *scale* to a unit, that stand in the relation *sign* to *threshold*."""
    exact = Fraction(threshold) * scale
    near = round(exact)
    if scale > 1 and abs(exact - near) < Fraction(1, 1_000):
        exact = Fraction(near)  # a span such as 0.1 days, which binary fractions cannot write
    least, most = -(10**30), 10**30
    match sign:
        case Operator.LT:
            return Whole(least, math.ceil(exact) - 1)
        case Operator.LE:
            return Whole(least, math.floor(exact))
        case Operator.GT:
            return Whole(math.floor(exact) + 1, most)
        case Operator.GE:
            return Whole(math.ceil(exact), most)
        case Operator.EQ:
            # Nothing whole equals a fraction: then the ends have crossed.
            return Whole(math.ceil(exact), math.floor(exact))
        case Operator.NE:
            return Whole(least, most, frozenset({near} if near == exact else ()))


def reading_in_wishes(spec: FieldSpec, reading: object, as_of: DateTime) -> object:
    """Return what a field reads, in the units that wishes count in."""
    if isinstance(reading, DateTime):
        return micros_of(reading, as_of)
    if isinstance(reading, float) and scale_of(spec) > 1:
        return round(Fraction(reading) * DAY)
    return reading
