"""
Conditions as column expressions, with two rails: certainly true, and possibly true.

Both rails are plain truth columns without gaps, so that nothing depends on how an engine
joins unknown truths. A condition is unknown where it is possible but not certain; it is
false where it is not possible.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import and_, or_
from typing import Any, Final, NamedTuple, Protocol, TypeAlias, cast

import polars as pl
from attrs import define, field
from pendulum import DateTime

from govmedia_rules.conditions.expressions import Aggregate, Field, Function
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
    "Column",
    "Pair",
    "Rails",
    "ValueReader",
    "Words",
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


Column: TypeAlias = Any
"""An expression of narwhals or of Polars: both have all the words used here, but no type in common."""


class Words(Protocol):
    """The words in which columns are said: the module of narwhals or that of Polars."""

    def lit(self, value: Any, /) -> Column:
        """Return a column that holds the same everywhere."""
        ...

    def when(self, mark: Column, /) -> Column:
        """Begin a column that depends on a mark."""
        ...


class Bounds(NamedTuple):
    """A count between two numbers, the upper one infinite where there may be rows unseen."""

    low: Column
    high: Column


class ValueReader(Protocol):
    """Gives what an operand reads, and what two columns of words have to do with each other."""

    def column(self, spec: FieldSpec) -> Column:
        """Return the column of a field, null where unknown."""
        ...

    def value(self, operand: Field | Aggregate) -> Column | Bounds:
        """Return the column of an operand, null where unknown; for a count its bounds."""
        ...

    def pair(self, leaf: Overlaps | Mentions) -> Column:
        """Return whether two columns of words meet, null where either is unknown."""
        ...


class Pair(NamedTuple):
    """Both rails of a condition: columns without gaps."""

    certain: Column
    possible: Column

    @property
    def unknown(self) -> Column:
        """Where nobody knows."""
        return self.possible & ~self.certain

    @property
    def false(self) -> Column:
        """Where it certainly does not hold."""
        return ~self.possible

    def same_as(self, other: Pair) -> Column:
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


def all_true(parts: Sequence[Column]) -> Column:
    """Return where all of *parts* are true."""
    return reduce(and_, parts)


def any_true(parts: Sequence[Column]) -> Column:
    """Return where any of *parts* is true."""
    return reduce(or_, parts)


_COSTLY: Final = (Membership, Has, Overlaps, Mentions)
_Bound: TypeAlias = Any
_Compare: TypeAlias = Callable[[_Bound, _Bound], Column]


@define(eq=False)
class Rails:
    """
    Writes conditions as columns.

    Parameters:
        as_of: the moment at which windows end.

        reader: gives what operands read.

        words: in whose words columns are said; the same as the reader's.

        known: the rails of conditions that have columns already.

        once: makes a column of its own of what texts and words are asked, given the key
            of the question, because that costs more than to look at a column; or None.
    """

    as_of: DateTime
    reader: ValueReader
    words: Words
    known: Mapping[Key, Pair] = field(factory=dict)
    once: Callable[[Key, Column], Column] | None = None

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
                return Pair(self.words.lit(condition.value), self.words.lit(condition.value))
            case IsMissing():
                missing = self._column(condition.of).is_null()
                return Pair(missing, missing)
            case Comparison() if condition.left.kind is Kind.NUMBER:
                return self._numbers(condition)
            case _:
                holds = self._leaf(condition)
                if self.once is not None and isinstance(condition, _COSTLY):
                    holds = self.once(condition.value_key, holds)
                return Pair(holds.fill_null(False), holds.fill_null(True))

    def _column(self, expression: Expression) -> Column:
        return cast("Column", self.reader.value(cast("Field", expression)))

    def _leaf(self, leaf: Condition) -> Column:
        """Return whether a leaf holds, null where unknown."""
        match leaf:
            case Comparison():
                return self._compared(leaf)
            case Membership():
                options = cast("tuple[str, ...]", leaf.options.plain)
                return self._null_with(
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

    def _null_with(self, column: Column, holds: Column) -> Column:
        """Return *holds*, null where *column* is: engines differ on whether null is in a list."""
        return self.words.when(~column.is_null()).then(holds)

    def _compared(self, leaf: Comparison) -> Column:
        plain = leaf.right.plain
        right: Column | str | int
        if plain is None:
            right = self._column(leaf.right)
        else:
            right = micros(plain) if isinstance(plain, DateTime) else cast("str", plain)
        return _SIGNS[leaf.operator](self._column(leaf.left), right)

    def _numbers(self, leaf: Comparison) -> Pair:
        left, right = self._bounds(leaf.left), self._bounds(leaf.right)
        if _is_mean(leaf.left) and _is_whole(leaf.right):
            mean, whole = _exactly(left[0], right[0])
            left, right = (mean, mean), (whole, whole)
        elif _is_whole(leaf.left) and _is_mean(leaf.right):
            mean, whole = _exactly(right[0], left[0])
            left, right = (whole, whole), (mean, mean)
        known = [
            ~bound.is_null()
            for bounds in (left, right)
            if not isinstance(bounds, Bounds)
            for bound in (bounds[0],)
            if not isinstance(bound, (int, float))
        ]
        certain, possible = _decided(leaf.operator, left, right)
        if not known:
            return Pair(certain, possible)
        is_known = all_true(known)
        return Pair(
            (is_known & certain).fill_null(False), any_true([possible, ~is_known]).fill_null(True)
        )

    def _bounds(self, expression: Expression) -> Bounds | tuple[_Bound, _Bound]:
        plain = expression.plain
        if plain is not None:
            number = cast("int | float", plain)
            return (number, number)
        value = self.reader.value(cast("Field | Aggregate", expression))
        return value if isinstance(value, Bounds) else (value, value)


def _is_mean(expression: Expression) -> bool:
    return isinstance(expression, Aggregate) and expression.function is Function.MEAN


def _is_whole(expression: Expression) -> bool:
    """Return whether an operand is a whole number on record: a field, or the extreme of one."""
    if isinstance(expression, Aggregate) and expression.function in {Function.MIN, Function.MAX}:
        return _is_whole(cast("Field", expression.of))
    return isinstance(expression, Field) and not expression.spec.name.endswith("_days")


def _exactly(mean: Column, whole: Column) -> tuple[Column, Column]:
    """
    Return a mean and a whole number so that they compare exactly.

    Floats do not hold every whole number above 2⁵³. The mean becomes the sum of the whole
    numbers around it, the whole number its double; neither order nor equality changes.
    """
    around = mean.floor().cast(pl.Int128) + mean.ceil().cast(pl.Int128)
    return around, whole.cast(pl.Int128) * 2


def _decided(
    operator: Operator, left: tuple[_Bound, _Bound], right: tuple[_Bound, _Bound]
) -> tuple[Column, Column]:
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
    def compare(left: _Bound, right: _Bound) -> Column:
        if isinstance(left, (int, float)):
            raise ConditionError(f"{shown(left)}: put what has to be read on the left")
        if isinstance(right, float):
            return _against_float(operator, left, right)
        return _APPLY[operator](left, right)

    return compare


def _against_float(operator: Operator, column: Column, number: float) -> Column:
    """
    Compare with a number that may lie between two whole ones.

    A whole column is compared with whole numbers, because engines turn it into floats
    otherwise, which hold no number above 2⁵³ exactly.
    """
    if number.is_integer():
        return _APPLY[operator](column, int(number) if abs(number) < 2**63 else number)
    return _APPLY[operator](column, number)


_APPLY: Final[dict[Operator, Callable[[Column, object], Column]]] = {
    Operator.EQ: lambda left, right: left == right,
    Operator.NE: lambda left, right: left != right,
    Operator.LT: lambda left, right: left < right,
    Operator.LE: lambda left, right: left <= right,
    Operator.GT: lambda left, right: left > right,
    Operator.GE: lambda left, right: left >= right,
}
_SIGNS: Final = {operator: _signed(operator) for operator in Operator}
