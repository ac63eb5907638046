"""How many different words rows spell, or how many they repeat, or how that stays uncertain."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import cast

from govmedia_rules.conditions import Aggregate, Field, Function, Operator
from govmedia_rules.conditions.logic import (
    ANYTHING,
    Interval,
    Truth3,
    compare_intervals,
    distinct,
    repeats,
)
from govmedia_rules.testing.counting_options import (
    certain_rows,
    completed,
    count_option,
    open_rows,
)
from govmedia_rules.testing.stores import Linear, Option, WordPlan

__all__ = ["spelt", "word_options"]


def _most_counted(threshold: float) -> int:
    """Return how many rows are tried for a threshold of different or repeated words."""
    return min(max(2, math.ceil(threshold) + 2), 12)


def word_options(
    aggregate: Aggregate, sign: Operator, threshold: float, truth: Truth3, at_edge: bool
) -> Iterator[Option]:
    """Yield how the number of different or repeated words compares with a threshold."""
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
        yield count_option(rows, Linear(((1, certain_rows(rows)),), 0, 0), complete=False)


def _spelling(plan: WordPlan) -> Option:
    certain = cast("int", plan.certain)
    return Option(
        linear=(
            Linear(((1, certain_rows(plan.rows)),), certain, certain),
            Linear(((1, open_rows(plan.rows)),), plan.open_rows, plan.open_rows),
        ),
        counted=((plan.rows, None),),
        complete=completed(plan.rows, True),
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
