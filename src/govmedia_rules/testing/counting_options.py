"""How a count of rows, or two, comes out above a threshold, below it, or uncertain."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from govmedia_rules.conditions import Aggregate, Operator, Rows, Table
from govmedia_rules.conditions.logic import Truth3
from govmedia_rules.testing.measures import NEGATED
from govmedia_rules.testing.stores import Counter, Linear, Option

__all__ = [
    "GROUPS",
    "certain_rows",
    "completed",
    "count_option",
    "count_options",
    "open_rows",
    "two_counts",
]

GROUPS: Final = {
    Table.POSTS: "posts",
    Table.REMOVED_POSTS: "posts",
    Table.MESSAGES: "messages",
    Table.ACCOUNTS: "accounts",
}
"""Which tables are complete together."""


def certain_rows(rows: Rows) -> Counter:
    """Return the counter of rows that certainly belong."""
    return ("certain", rows.value_key)


def open_rows(rows: Rows) -> Counter:
    """Return the counter of rows that may belong."""
    return ("open", rows.value_key)


def completed(rows: Rows, flag: bool) -> tuple[tuple[str, bool], ...]:
    """Return that the table of *rows* is complete, or that it is not."""
    return ((GROUPS[rows.table], flag),)


def count_options(
    rows: Rows, sign: Operator, threshold: float, truth: Truth3, at_edge: bool
) -> Iterator[Option]:
    """Yield how the number of rows compares with a threshold."""
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


def count_option(
    rows: Rows, *linear: Linear, complete: bool | None = None, is_threshold: bool = True
) -> Option:
    """Return the option that sums of counters lie where they should."""
    return Option(
        linear=linear,
        counted=((rows, None),),
        complete=() if complete is None else completed(rows, complete),
        is_threshold=is_threshold,
    )


def _reaching(rows: Rows, least: int, truth: Truth3, at_edge: bool) -> Iterator[Option]:
    """Yield how there are at least *least* rows, or not, or how that is not known."""
    certain, total = ((1, certain_rows(rows)),), ((1, certain_rows(rows)), (1, open_rows(rows)))
    if truth is True:
        if at_edge:
            yield count_option(rows, Linear(certain, least, least))
        yield count_option(rows, Linear(certain, least, None), is_threshold=not at_edge)
    elif truth is False:
        if at_edge:
            yield count_option(rows, Linear(total, least - 1, least - 1), complete=True)
        few = Linear(total, None, least - 1)
        yield count_option(rows, few, complete=True, is_threshold=not at_edge)
    else:
        below = Linear(certain, None, least - 1)
        yield count_option(rows, below, Linear(total, least, None), complete=True)
        yield count_option(rows, below, complete=False)


def _equalling(
    rows: Rows, least: int, above: int, truth: Truth3, at_edge: bool
) -> Iterator[Option]:
    certain, total = ((1, certain_rows(rows)),), ((1, certain_rows(rows)), (1, open_rows(rows)))
    undecided = ((1, open_rows(rows)),)
    is_whole = above == least + 1
    if truth is True and is_whole:
        yield count_option(
            rows, Linear(certain, least, least), Linear(undecided, 0, 0), complete=True
        )
    elif truth is False:
        below = least - 1
        if at_edge:
            yield count_option(rows, Linear(certain, above, above))
            yield count_option(rows, Linear(total, below, below), complete=True)
        more, fewer = Linear(certain, above, None), Linear(total, None, below)
        yield count_option(rows, more, is_threshold=not at_edge)
        yield count_option(rows, fewer, complete=True, is_threshold=not at_edge)
    elif truth is None:
        most = Linear(certain, None, above - 1)
        yield count_option(
            rows, most, Linear(total, least, None), Linear(undecided, 1, None), complete=True
        )
        yield count_option(rows, most, complete=False)


def two_counts(
    left: Aggregate, sign: Operator, right: Aggregate, truth: Truth3
) -> Iterator[Option]:
    """Yield how two counts stand to one another, certain and uncertain rows taken together."""
    counted = ((left.rows, None), (right.rows, None))
    if sign in {Operator.NE, Operator.GT, Operator.LT} and truth is not None:
        sign, truth = NEGATED[sign], not truth
    if sign is Operator.GE:
        left, right = right, left
    low1, low2 = ((1, certain_rows(left.rows)),), ((1, certain_rows(right.rows)),)
    high1, high2 = (*low1, (1, open_rows(left.rows))), (*low2, (1, open_rows(right.rows)))
    undecided = ((1, open_rows(left.rows)), (1, open_rows(right.rows)))
    complete1, complete2 = completed(left.rows, True), completed(right.rows, True)

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
            Linear(high1, 0, 0), difference(low2, low1, 1), complete=completed(left.rows, False)
        )
        yield option(difference(low1, low2, 1), complete=completed(right.rows, False))
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
