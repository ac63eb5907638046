"""How a comparison that counts or measures rows becomes true, false or unknown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, cast

from govmedia_rules.conditions import Aggregate, Comparison, Expression, Field, Function, Operator
from govmedia_rules.conditions.logic import Truth3
from govmedia_rules.testing.counting_options import (
    certain_rows,
    count_option,
    count_options,
    open_rows,
    two_counts,
)
from govmedia_rules.testing.measure_options import share_options, unmeasured, value_options
from govmedia_rules.testing.measures import NEGATED, anything, compared_with, scale_of
from govmedia_rules.testing.stores import FieldWish, Linear, Option
from govmedia_rules.testing.wishes import MISSING
from govmedia_rules.testing.word_options import word_options

__all__ = ["row_options"]

_PIVOTS: Final = (1, 0, 2, 3)


def row_options(leaf: Comparison, truth: Truth3, *, at_edge: bool) -> Iterator[Option]:
    """
    Yield ways in which a comparison of aggregates comes to *truth*, the plainest first.

    Parameters:
        leaf: the comparison; at least one side is an aggregate.

        truth: True, False, or None for unknown.

        at_edge: only those as near to the threshold as can be.
    """
    left, right = leaf.left, leaf.right
    if right.plain is not None:
        yield from _against(
            cast("Aggregate", left), leaf.operator, cast("float", right.plain), truth, at_edge
        )
    elif left.key() == right.key():
        yield from _with_itself(leaf.operator, cast("Aggregate", left), truth)
    elif _counts(left) and _counts(right):
        yield from two_counts(
            cast("Aggregate", left), leaf.operator, cast("Aggregate", right), truth
        )
    else:
        yield from _two_sides(left, leaf.operator, right, truth, at_edge)


def _counts(expression: Expression) -> bool:
    return isinstance(expression, Aggregate) and expression.function is Function.COUNT


def _against(
    aggregate: Aggregate, sign: Operator, threshold: float, truth: Truth3, at_edge: bool
) -> Iterator[Option]:
    match aggregate.function:
        case Function.COUNT:
            yield from count_options(aggregate.rows, sign, threshold, truth, at_edge)
        case Function.DISTINCT | Function.REPEATS:
            yield from word_options(aggregate, sign, threshold, truth, at_edge)
        case _ if truth is None:
            yield from unmeasured(aggregate)
        case Function.SHARE:
            yield from share_options(aggregate, sign, threshold, truth, at_edge)
        case _:
            yield from value_options(aggregate, sign, threshold, truth)


def _with_itself(sign: Operator, aggregate: Aggregate, truth: Truth3) -> Iterator[Option]:
    """Yield how an aggregate compares with itself: the two sides are read as if apart."""
    rows = aggregate.rows
    if not aggregate.function.is_count:
        holds = sign in {Operator.EQ, Operator.LE, Operator.GE}
        if truth is None:
            yield from unmeasured(aggregate)
        elif holds is truth:
            yield from _against(aggregate, Operator.GE, 0, True, False)
            yield from _against(aggregate, Operator.LT, 0, True, False)
    elif truth is None and aggregate.function is Function.COUNT:
        yield count_option(rows, Linear(((1, open_rows(rows)),), 1, None), complete=True)
        yield count_option(rows, complete=False)
    elif truth is (sign in {Operator.EQ, Operator.LE, Operator.GE}):
        yield count_option(
            rows, Linear(((1, open_rows(rows)), (1, certain_rows(rows))), 0, 0), complete=True
        )
        if aggregate.function is Function.COUNT:
            yield count_option(rows, Linear(((1, open_rows(rows)),), 0, 0), complete=True)


def _two_sides(
    left: Expression, sign: Operator, right: Expression, truth: Truth3, at_edge: bool
) -> Iterator[Option]:
    """Yield how two readings compare, by a number that lies between them."""
    if truth is None:
        for side in (left, right):
            for first in _side(side, Operator.GE, 0, None, at_edge):
                if not (isinstance(side, Aggregate) and side.function.is_count):
                    yield first
        return
    if not truth:
        sign = NEGATED[sign]
    signs = (Operator.LT, Operator.GT) if sign is Operator.NE else (sign,)
    for each in signs:
        for pivot in _PIVOTS:
            other = {
                Operator.LT: Operator.GE,
                Operator.LE: Operator.GE,
                Operator.GT: Operator.LE,
                Operator.GE: Operator.LE,
                Operator.EQ: Operator.EQ,
            }[each]
            for first in _side(left, each, pivot, True, at_edge):
                for second in _side(right, other, pivot, True, at_edge):
                    yield _joined(first, second)


def _side(
    side: Expression, sign: Operator, pivot: int, truth: Truth3, at_edge: bool
) -> Iterator[Option]:
    if isinstance(side, Aggregate):
        yield from _against(side, sign, pivot, truth, at_edge)
        return
    spec = cast("Field", side).spec
    if truth is None:
        yield Option(fields=(FieldWish(spec, MISSING),))
    else:
        wish = compared_with(sign, pivot, scale_of(spec))
        yield Option(fields=(FieldWish(spec, anything(spec)), FieldWish(spec, wish)))


def _joined(one: Option, other: Option) -> Option:
    return Option(
        fields=(*one.fields, *other.fields),
        linear=(*one.linear, *other.linear),
        counted=(*one.counted, *other.counted),
        complete=(*one.complete, *other.complete),
        words=(*one.words, *other.words),
        is_threshold=True,
    )
