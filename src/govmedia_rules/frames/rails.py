"""
Conditions as column expressions, with two rails: certainly true, and possibly true.

Both rails are plain truth columns without gaps, so that nothing depends on how an engine
joins unknown truths. A condition is unknown where it is possible but not certain; it is
false where it is not possible.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import and_, or_
from typing import Final, NamedTuple, Protocol, TypeAlias, cast

import narwhals.stable.v2 as nw
from attrs import define, field
from pendulum import DateTime

from govmedia_rules.conditions.expressions import Aggregate, Field
from govmedia_rules.conditions.fields import FieldSpec, Kind
from govmedia_rules.conditions.nodes import Key
from govmedia_rules.conditions.operands import Expression
from govmedia_rules.conditions.predicates import (
    And,
    Comparison,
    Condition,
    Has,
    IsEmpty,
    IsMissing,
    Membership,
    Mentions,
    Not,
    Operator,
    Or,
    Overlaps,
    Truth,
    Within,
)
from govmedia_rules.errors import ConditionError, shown
from govmedia_rules.moments import cut_off

__all__ = [
    "EPOCH",
    "Bounds",
    "Pair",
    "Rails",
    "ValueReader",
    "all_true",
    "any_true",
    "is_pair",
    "micros",
]

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""The moment from which microseconds are counted."""
_MICROSECOND: Final = timedelta(microseconds=1)


def micros(at: datetime) -> int:
    """Return a moment as microseconds since 1970 in UTC, the form that all moments take in frames."""
    return datetime.__sub__(at, EPOCH) // _MICROSECOND


class Bounds(NamedTuple):
    """A count between two numbers, the upper one infinite where there may be rows unseen."""

    low: nw.Expr
    high: nw.Expr


class ValueReader(Protocol):
    """Gives what an operand reads, and what two columns of words have to do with each other."""

    def column(self, spec: FieldSpec) -> nw.Expr:
        """Return the column of a field, null where unknown."""
        ...

    def value(self, operand: Field | Aggregate) -> nw.Expr | Bounds:
        """Return the column of an operand, null where unknown; for a count its bounds."""
        ...

    def pair(self, leaf: Overlaps | Mentions) -> nw.Expr:
        """Return whether two columns of words meet, null where either is unknown."""
        ...


class Pair(NamedTuple):
    """Both rails of a condition: columns without gaps."""

    certain: nw.Expr
    possible: nw.Expr

    @property
    def unknown(self) -> nw.Expr:
        """Where nobody knows."""
        return self.possible & ~self.certain

    @property
    def false(self) -> nw.Expr:
        """Where it certainly does not hold."""
        return ~self.possible

    def same_as(self, other: Pair) -> nw.Expr:
        """Return where both are true, both false or both unknown."""
        return (self.certain == other.certain) & (self.possible == other.possible)


def is_pair(leaf: Condition) -> bool:
    """Return whether a leaf holds two columns of words against each other."""
    match leaf:
        case Overlaps():
            return leaf.others.plain is None
        case Mentions():
            return leaf.words.plain is None
        case _:
            return False


def all_true(parts: list[nw.Expr]) -> nw.Expr:
    """Return where all of *parts* are true; everywhere when there are none."""
    return reduce(and_, parts) if parts else nw.lit(True)


def any_true(parts: list[nw.Expr]) -> nw.Expr:
    """Return where any of *parts* is true; nowhere when there are none."""
    return reduce(or_, parts) if parts else nw.lit(False)


_Bound: TypeAlias = nw.Expr | int | float
_Compare: TypeAlias = Callable[[_Bound, _Bound], nw.Expr]


@define(eq=False)
class Rails:
    """
    Writes conditions as columns.

    Parameters:
        as_of: the moment at which windows end.

        reader: gives what operands read.

        known: the rails of conditions that have columns already.
    """

    as_of: DateTime
    reader: ValueReader
    known: Mapping[Key, Pair] = field(factory=dict)

    def pair(self, condition: Condition) -> Pair:
        """Return both rails of *condition*."""
        if self.known and (found := self.known.get(condition.value_key)) is not None:
            return found
        match condition:
            case And():
                parts = [self.pair(part) for part in condition.parts]
                return Pair(
                    all_true([part.certain for part in parts]),
                    all_true([part.possible for part in parts]),
                )
            case Or():
                parts = [self.pair(part) for part in condition.parts]
                return Pair(
                    any_true([part.certain for part in parts]),
                    any_true([part.possible for part in parts]),
                )
            case Not():
                part = self.pair(condition.part)
                return Pair(~part.possible, ~part.certain)
            case Truth():
                return Pair(nw.lit(condition.value), nw.lit(condition.value))
            case IsMissing():
                missing = self._column(condition.of).is_null()
                return Pair(missing, missing)
            case Comparison() if condition.left.kind is Kind.NUMBER:
                return self._numbers(condition)
            case _:
                holds = self._leaf(condition)
                return Pair(holds.fill_null(False), holds.fill_null(True))

    def _column(self, expression: Expression) -> nw.Expr:
        return cast("nw.Expr", self.reader.value(cast("Field", expression)))

    def _leaf(self, leaf: Condition) -> nw.Expr:
        """Return whether a leaf holds, null where unknown."""
        match leaf:
            case Comparison():
                return self._compared(leaf)
            case Membership():
                options = cast("tuple[str, ...]", leaf.options.plain)
                return _null_with(
                    self._column(leaf.item), self._column(leaf.item).is_in(list(options))
                )
            case Has():
                return self._column(leaf.tags).list.contains(cast("str", leaf.tag.plain))
            case Overlaps():
                if is_pair(leaf):
                    return self.reader.pair(leaf)
                words = cast("tuple[str, ...]", leaf.others.plain)
                tags = self._column(leaf.tags)
                return any_true([tags.list.contains(word) for word in words])
            case Mentions():
                if is_pair(leaf):
                    return self.reader.pair(leaf)
                words = cast("tuple[str, ...]", leaf.words.plain)
                text = self._column(leaf.text)
                return any_true([text.str.contains(word, literal=True) for word in words])
            case IsEmpty():
                return self._column(leaf.tags).list.len() == 0
            case Within():
                since = micros(cut_off(self.as_of, cast("int", leaf.days.plain)))
                return self._column(leaf.moment) > since
            case Field():
                return self._column(leaf)
            case _:
                raise ConditionError(f"{shown(leaf)} is no kind of leaf that frames can judge")

    def _compared(self, leaf: Comparison) -> nw.Expr:
        plain = leaf.right.plain
        right: nw.Expr | str | int
        if plain is None:
            right = self._column(leaf.right)
        else:
            right = micros(plain) if isinstance(plain, DateTime) else cast("str", plain)
        return _SIGNS[leaf.operator](self._column(leaf.left), right)

    def _numbers(self, leaf: Comparison) -> Pair:
        left, right = self._bounds(leaf.left), self._bounds(leaf.right)
        known = [
            ~bound.is_null()
            for bounds in (left, right)
            if not isinstance(bounds, Bounds)
            for bound in (bounds[0],)
            if isinstance(bound, nw.Expr)
        ]
        certain, possible = _decided(leaf.operator, left, right)
        if not known:
            return Pair(certain, possible)
        is_known = all_true(known)
        return Pair((is_known & certain).fill_null(False), (~is_known | possible).fill_null(True))

    def _bounds(self, expression: Expression) -> Bounds | tuple[_Bound, _Bound]:
        plain = expression.plain
        if plain is not None:
            number = cast("int | float", plain)
            return (number, number)
        value = self.reader.value(cast("Field | Aggregate", expression))
        return value if isinstance(value, Bounds) else (value, value)


def _null_with(column: nw.Expr, holds: nw.Expr) -> nw.Expr:
    """Return *holds*, null where *column* is: engines differ on whether null is in a list."""
    return nw.when(~column.is_null()).then(holds)


def _decided(
    operator: Operator, left: tuple[_Bound, _Bound], right: tuple[_Bound, _Bound]
) -> tuple[nw.Expr, nw.Expr]:
    """Return where a comparison of uncertain numbers always holds, and where it can hold."""
    (low, high), (least, most) = left, right
    le, lt = _SIGNS[Operator.LE], _SIGNS[Operator.LT]
    ge, gt = _SIGNS[Operator.GE], _SIGNS[Operator.GT]
    match operator:
        case Operator.LE:
            return le(high, least), le(low, most)
        case Operator.LT:
            return lt(high, least), lt(low, most)
        case Operator.GE:
            return ge(low, most), ge(high, least)
        case Operator.GT:
            return gt(low, most), gt(high, least)
        case _:
            eq = _SIGNS[Operator.EQ]
            same = eq(low, least)
            for bounds in (left, right):
                if isinstance(bounds, Bounds):
                    same = same & (bounds.low == bounds.high)
            may_be = le(low, most) & ge(high, least)
            return (same, may_be) if operator is Operator.EQ else (~may_be, ~same)


def _signed(operator: Operator) -> _Compare:
    def compare(left: _Bound, right: _Bound) -> nw.Expr:
        if not isinstance(left, nw.Expr):
            raise ConditionError(f"{shown(left)}: put what has to be read on the left")
        if isinstance(right, float):
            return _against_float(operator, left, right)
        return _APPLY[operator](left, right)

    return compare


def _against_float(operator: Operator, column: nw.Expr, number: float) -> nw.Expr:
    """
    Compare with a number that may lie between two whole ones.

    A whole column is compared with whole numbers, because engines turn it into floats
    otherwise, which hold no number above 2⁵³ exactly.
    """
    if number.is_integer():
        return _APPLY[operator](column, int(number) if abs(number) < 2**63 else number)
    return _APPLY[operator](column, number)


_APPLY: Final[dict[Operator, Callable[[nw.Expr, object], nw.Expr]]] = {
    Operator.EQ: lambda left, right: left == right,
    Operator.NE: lambda left, right: left != right,
    Operator.LT: lambda left, right: left < right,
    Operator.LE: lambda left, right: left <= right,
    Operator.GT: lambda left, right: left > right,
    Operator.GE: lambda left, right: left >= right,
}
_SIGNS: Final = {operator: _signed(operator) for operator in Operator}
