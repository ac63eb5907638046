"""How a comparison that counts or measures rows becomes true, false or unknown."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final, cast

from govmedia_rules.conditions import (
    Aggregate,
    Comparison,
    Condition,
    Constant,
    Expression,
    Field,
    Function,
    IsMissing,
    Operator,
    Rows,
    Table,
)
from govmedia_rules.conditions.logic import (
    ANYTHING,
    Interval,
    Truth3,
    compare,
    compare_intervals,
    distinct,
    repeats,
)
from govmedia_rules.testing.measures import NEGATED, anything, compared_with, scale_of
from govmedia_rules.testing.stores import Counter, FieldWish, Linear, Option, WordPlan
from govmedia_rules.testing.wishes import MISSING

__all__ = ["GROUPS", "row_options", "spelt"]

GROUPS: Final = {
    Table.POSTS: "posts",
    Table.REMOVED_POSTS: "posts",
    Table.MESSAGES: "messages",
    Table.ACCOUNTS: "accounts",
}
"""Which tables are complete together."""

_PIVOTS: Final = (1, 0, 2, 3)
_MIRRORED: Final = {
    Operator.EQ: Operator.EQ,
    Operator.NE: Operator.NE,
    Operator.LT: Operator.GT,
    Operator.GT: Operator.LT,
    Operator.LE: Operator.GE,
    Operator.GE: Operator.LE,
}
_TOTALS: Final = (1, 2, 3, 4, 5, 10, 20, 100)


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
        yield from _two_counts(
            cast("Aggregate", left), leaf.operator, cast("Aggregate", right), truth
        )
    else:
        yield from _two_sides(left, leaf.operator, right, truth, at_edge)


def _counts(expression: Expression) -> bool:
    return isinstance(expression, Aggregate) and expression.function is Function.COUNT


def _certain(rows: Rows) -> Counter:
    return ("certain", rows.value_key)


def _open(rows: Rows) -> Counter:
    return ("open", rows.value_key)


def _completed(rows: Rows, flag: bool) -> tuple[tuple[str, bool], ...]:
    return ((GROUPS[rows.table], flag),)


def _against(
    aggregate: Aggregate, sign: Operator, threshold: float, truth: Truth3, at_edge: bool
) -> Iterator[Option]:
    match aggregate.function:
        case Function.COUNT:
            yield from _count_options(aggregate.rows, sign, threshold, truth, at_edge)
        case Function.DISTINCT | Function.REPEATS:
            yield from _word_options(aggregate, sign, threshold, truth, at_edge)
        case _ if truth is None:
            yield from _unmeasured(aggregate)
        case Function.SHARE:
            yield from _share_options(aggregate, sign, threshold, truth, at_edge)
        case _:
            yield from _value_options(aggregate, sign, threshold, truth)


def _count_options(
    rows: Rows, sign: Operator, threshold: float, truth: Truth3, at_edge: bool
) -> Iterator[Option]:
    least = math.ceil(Fraction(threshold))  # of the numbers at or above it
    above = math.floor(Fraction(threshold)) + 1
    match sign:
        case Operator.GE | Operator.LT:
            wanted = truth if sign is Operator.GE or truth is None else not truth
            yield from _reaching(rows, least, wanted, at_edge)
        case Operator.GT | Operator.LE:
            wanted = truth if sign is Operator.GT or truth is None else not truth
            yield from _reaching(rows, above, wanted, at_edge)
        case _:
            is_equal = truth if sign is Operator.EQ or truth is None else not truth
            yield from _equalling(rows, least, above, is_equal, at_edge)


def _count_option(
    rows: Rows, *linear: Linear, complete: bool | None = None, is_threshold: bool = True
) -> Option:
    return Option(
        linear=linear,
        counted=((rows, None),),
        complete=() if complete is None else _completed(rows, complete),
        is_threshold=is_threshold,
    )


def _reaching(rows: Rows, least: int, truth: Truth3, at_edge: bool) -> Iterator[Option]:
    """Yield how there are at least *least* rows, or not, or how that is not known."""
    certain, total = ((1, _certain(rows)),), ((1, _certain(rows)), (1, _open(rows)))
    if truth is True:
        if at_edge:
            yield _count_option(rows, Linear(certain, least, least))
        yield _count_option(rows, Linear(certain, least, None), is_threshold=not at_edge)
    elif truth is False:
        if at_edge:
            yield _count_option(rows, Linear(total, least - 1, least - 1), complete=True)
        few = Linear(total, None, least - 1)
        yield _count_option(rows, few, complete=True, is_threshold=not at_edge)
    else:
        below = Linear(certain, None, least - 1)
        yield _count_option(rows, below, Linear(total, least, None), complete=True)
        yield _count_option(rows, below, complete=False)


def _equalling(
    rows: Rows, least: int, above: int, truth: Truth3, at_edge: bool
) -> Iterator[Option]:
    certain, total = ((1, _certain(rows)),), ((1, _certain(rows)), (1, _open(rows)))
    undecided = ((1, _open(rows)),)
    is_whole = above == least + 1
    if truth is True and is_whole:
        yield _count_option(
            rows, Linear(certain, least, least), Linear(undecided, 0, 0), complete=True
        )
    elif truth is False:
        below = least - 1
        if at_edge:
            yield _count_option(rows, Linear(certain, above, above))
            yield _count_option(rows, Linear(total, below, below), complete=True)
        more, fewer = Linear(certain, above, None), Linear(total, None, below)
        yield _count_option(rows, more, is_threshold=not at_edge)
        yield _count_option(rows, fewer, complete=True, is_threshold=not at_edge)
    elif truth is None:
        most = Linear(certain, None, above - 1)
        yield _count_option(
            rows, most, Linear(total, least, None), Linear(undecided, 1, None), complete=True
        )
        yield _count_option(rows, most, complete=False)


def _two_counts(
    left: Aggregate, sign: Operator, right: Aggregate, truth: Truth3
) -> Iterator[Option]:
    """Yield how two counts stand to one another, certain and uncertain rows taken together."""
    counted = ((left.rows, None), (right.rows, None))
    if sign in {Operator.NE, Operator.GT, Operator.LT} and truth is not None:
        sign, truth = NEGATED[sign], not truth
    if sign is Operator.GE:
        left, right = right, left
    low1, low2 = ((1, _certain(left.rows)),), ((1, _certain(right.rows)),)
    high1, high2 = (*low1, (1, _open(left.rows))), (*low2, (1, _open(right.rows)))
    undecided = ((1, _open(left.rows)), (1, _open(right.rows)))
    complete1, complete2 = _completed(left.rows, True), _completed(right.rows, True)

    def difference(
        more: tuple[tuple[int, Counter], ...], less: tuple[tuple[int, Counter], ...], least: int
    ) -> Linear:
        return Linear((*more, *((-k, counter) for k, counter in less)), least, None)

    def option(*linear: Linear, complete: tuple[tuple[str, bool], ...] = ()) -> Option:
        return Option(linear=linear, counted=counted, complete=complete, is_threshold=True)

    if truth is None:
        both = (*complete1, *complete2)
        yield option(
            difference(high2, low1, 0),
            difference(high1, low2, 0 if sign in {Operator.EQ, Operator.NE} else 1),
            Linear(undecided, 1, None),
            complete=both,
        )
        # With an open end on the left, or on both, nothing is certain of few rows.
        yield option(
            Linear(high1, 0, 0), difference(low2, low1, 1), complete=_completed(left.rows, False)
        )
        yield option(difference(low1, low2, 1), complete=_completed(right.rows, False))
    elif sign is Operator.EQ and truth:
        yield option(
            Linear(undecided, 0, 0),
            difference(low1, low2, 0),
            difference(low2, low1, 0),
            complete=(*complete1, *complete2),
        )
    elif sign is Operator.EQ:
        yield option(difference(low1, high2, 1), complete=complete2)
        yield option(difference(low2, high1, 1), complete=complete1)
    elif truth:
        yield option(difference(low2, high1, 0), complete=complete1)
    else:
        yield option(difference(low1, high2, 1), complete=complete2)


def _with_itself(sign: Operator, aggregate: Aggregate, truth: Truth3) -> Iterator[Option]:
    """Yield how an aggregate compares with itself: the two sides are read as if apart."""
    rows = aggregate.rows
    if not aggregate.function.is_count:
        holds = sign in {Operator.EQ, Operator.LE, Operator.GE}
        if truth is None:
            yield from _unmeasured(aggregate)
        elif holds is truth:
            yield from _against(aggregate, Operator.GE, 0, True, False)
            yield from _against(aggregate, Operator.LT, 0, True, False)
    elif truth is None and aggregate.function is Function.COUNT:
        yield _count_option(rows, Linear(((1, _open(rows)),), 1, None), complete=True)
        yield _count_option(rows, complete=False)
    elif truth is (sign in {Operator.EQ, Operator.LE, Operator.GE}):
        yield _count_option(
            rows, Linear(((1, _open(rows)), (1, _certain(rows))), 0, 0), complete=True
        )
        if aggregate.function is Function.COUNT:
            yield _count_option(rows, Linear(((1, _open(rows)),), 0, 0), complete=True)


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


# Measures: share, mean, min, max.


def _asked(aggregate: Aggregate, sign: Operator, threshold: float) -> Condition:
    """Return what is asked of each row."""
    if aggregate.function is Function.SHARE:
        return cast("Condition", aggregate.of)
    return Comparison(sign, cast("Field", aggregate.of), Constant(threshold))


def _measured(
    aggregate: Aggregate,
    asked: Condition,
    *linear: tuple[str, int, int | None],
    complete: bool = True,
    is_threshold: bool = True,
) -> Option:
    rows = aggregate.rows
    key = (rows.value_key, asked.value_key)
    given = {name: (low, high) for name, low, high in linear}
    sums = [
        Linear(((1, (name, _open(rows)[1] if name == "open" else key)),), low, high)
        for name, (low, high) in given.items()
    ]
    return Option(
        linear=tuple(sums),
        counted=((rows, None), (rows, asked)),
        complete=_completed(rows, complete),
        is_threshold=is_threshold,
    )


def _unmeasured(aggregate: Aggregate) -> Iterator[Option]:
    """Yield how a measure is unknown: no rows, uncertain ones, too few known, others not supplied."""
    rows = aggregate.rows
    asked = (
        _asked(aggregate, Operator.GE, 0)
        if aggregate.function is Function.SHARE
        else ~IsMissing(cast("Field", aggregate.of))
    )
    has_truth = aggregate.function is Function.SHARE
    coverage = 1.0 if aggregate.coverage is None else float(cast("float", aggregate.coverage.plain))
    short = next(n for n in range(1, 10**4) if 1 / (1 + n) < coverage)
    unknown = "unknown" if has_truth else "no"
    yes = "yes"
    yield _measured(
        aggregate,
        asked,
        (yes, 1, 1),
        *([("no", 0, 0)] if has_truth else []),
        (unknown, short, short),
        ("open", 0, 0),
        is_threshold=False,
    )
    yield _measured(
        aggregate,
        asked,
        (yes, 1, 1),
        *([("no", 0, 0)] if has_truth else []),
        (unknown, 0, 0),
        ("open", short, short),
        is_threshold=False,
    )
    yield _measured(
        aggregate,
        asked,
        (yes, 0, 0),
        *([("no", 0, 0)] if has_truth else []),
        (unknown, 1, None),
        is_threshold=False,
    )
    yield _count_option(rows, Linear(((1, _certain(rows)),), 0, 0), complete=True)
    yield _count_option(rows, complete=False)


def _share_options(
    aggregate: Aggregate, sign: Operator, threshold: float, truth: bool, at_edge: bool
) -> Iterator[Option]:
    asked = _asked(aggregate, sign, threshold)
    pairs = [
        (yes, total - yes)
        for total in _TOTALS
        for yes in sorted({0, total, *_around(threshold * total, total)})
        if compare(sign, yes / total, threshold) is truth
    ]
    if at_edge:
        pairs.sort(key=lambda pair: (abs(pair[0] / sum(pair) - threshold), sum(pair)))
    for yes, no in pairs[:12]:
        yield _measured(
            aggregate, asked, ("yes", yes, yes), ("no", no, no), ("unknown", 0, 0), ("open", 0, 0)
        )


def _around(value: float, total: int) -> Sequence[int]:
    near = math.floor(value)
    return [n for n in range(near - 1, near + 3) if 0 <= n <= total]


def _value_options(
    aggregate: Aggregate, sign: Operator, threshold: float, truth: bool
) -> Iterator[Option]:
    """Yield how a mean, a least or a greatest value compares: by how the rows' values do."""
    if not truth:
        sign = NEGATED[sign]
    signs = (Operator.GT, Operator.LT) if sign is Operator.NE else (sign,)
    for each in signs:
        asked = _asked(aggregate, each, threshold)
        one_is_enough = (aggregate.function, each) in {
            (Function.MIN, Operator.LT),
            (Function.MIN, Operator.LE),
            (Function.MAX, Operator.GT),
            (Function.MAX, Operator.GE),
        }
        all_certain = (("unknown", 0, 0), ("open", 0, 0))
        if one_is_enough:
            yield _measured(aggregate, asked, ("yes", 1, None), *all_certain)
        else:
            yield _measured(aggregate, asked, ("yes", 1, None), ("no", 0, 0), *all_certain)


# Words: distinct, repeats.


def _most_counted(threshold: float) -> int:
    """Return how many rows are tried for a threshold of different or repeated words."""
    return min(max(2, math.ceil(threshold) + 2), 12)


def _word_options(
    aggregate: Aggregate, sign: Operator, threshold: float, truth: Truth3, at_edge: bool
) -> Iterator[Option]:
    rows, of = aggregate.rows, cast("Field", aggregate.of)
    bound = Interval(threshold, threshold)
    found: list[tuple[float, Option]] = []
    most = _most_counted(threshold)
    for certain in range(most + 1):
        for unknown, undecided in ((0, 0), (1, 0), (0, 1), (0, 2)):
            named = certain - unknown
            for different in range(min(1, named), named + 1) if named >= 0 else ():
                reading = spelt(aggregate.function, certain, different, unknown, undecided)
                if compare_intervals(sign, reading, bound) is truth:
                    plan = WordPlan(rows, of, different, unknown, undecided, certain)
                    found.append((abs(reading.low - threshold), _spelling(plan)))
    if at_edge and truth is not None:
        found.sort(key=lambda pair: pair[0])
    yield from (option for _, option in found)
    if truth is None and compare_intervals(sign, Interval(0, ANYTHING.high), bound) is None:
        yield _count_option(rows, Linear(((1, _certain(rows)),), 0, 0), complete=False)


def _spelling(plan: WordPlan) -> Option:
    certain = cast("int", plan.certain)
    return Option(
        linear=(
            Linear(((1, _certain(plan.rows)),), certain, certain),
            Linear(((1, _open(plan.rows)),), plan.open_rows, plan.open_rows),
        ),
        counted=((plan.rows, None),),
        complete=_completed(plan.rows, True),
        words=(plan,),
        is_threshold=True,
    )


def spelt(
    function: Function, certain: int, different: int, unknown: int, undecided: int
) -> Interval:
    """Return what is read of rows that spell so many different words, undecided ones the first."""
    words = [str(n % different) for n in range(certain - unknown)] if different else []
    count = distinct if function is Function.DISTINCT else repeats
    return count([*words, *[None] * unknown], ["0"] * undecided, is_complete=True)
