"""
Three-valued (Kleene) logic and comparison of values that may be uncertain.

A truth is True, False, or None for unknown. A number is an interval whose ends
agree when it is certain; an interval that nobody can bound ends in infinity.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, TypeAlias

from govmedia_rules.conditions.predicates import Operator

__all__ = [
    "Interval",
    "Truth3",
    "compare",
    "compare_intervals",
    "distinct",
    "kleene_and",
    "kleene_not",
    "kleene_or",
    "mean",
    "repeats",
]

Truth3: TypeAlias = bool | None
"""True, False, or None for unknown."""


class Interval(NamedTuple):
    """A number known to lie from *low* to *high*, both included."""

    low: float
    high: float

    @property
    def is_certain(self) -> bool:
        """Whether both ends agree."""
        return self.low == self.high


ANYTHING = Interval(-math.inf, math.inf)


def kleene_not(truth: Truth3) -> Truth3:
    """Return the negation: unknown stays unknown."""
    return None if truth is None else not truth


def kleene_and(truths: Iterable[Truth3]) -> Truth3:
    """Return the conjunction: one false decides, else one unknown leaves it unknown."""
    result: Truth3 = True
    for truth in truths:
        if truth is False:
            return False
        if truth is None:
            result = None
    return result


def kleene_or(truths: Iterable[Truth3]) -> Truth3:
    """Return the disjunction: one true decides, else one unknown leaves it unknown."""
    result: Truth3 = False
    for truth in truths:
        if truth is True:
            return True
        if truth is None:
            result = None
    return result


_FUNCTIONS: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQ: operator.eq,
    Operator.NE: operator.ne,
    Operator.LT: operator.lt,
    Operator.LE: operator.le,
    Operator.GT: operator.gt,
    Operator.GE: operator.ge,
}


def compare(sign: Operator, left: object, right: object) -> Truth3:
    """Compare two values of one kind; unknown when either is None."""
    if left is None or right is None:
        return None
    return bool(_FUNCTIONS[sign](left, right))


def compare_intervals(sign: Operator, left: Interval, right: Interval) -> Truth3:
    """Compare two uncertain numbers: decided when every pair of values in them agrees."""
    match sign:
        case Operator.LE:
            return _decided(left.high <= right.low, left.low <= right.high)
        case Operator.LT:
            return _decided(left.high < right.low, left.low < right.high)
        case Operator.GE:
            return _decided(left.low >= right.high, left.high >= right.low)
        case Operator.GT:
            return _decided(left.low > right.high, left.high > right.low)
        case Operator.EQ:
            return _decided(
                left.is_certain and right.is_certain and left.low == right.low,
                left.low <= right.high and right.low <= left.high,
            )
        case Operator.NE:
            return kleene_not(compare_intervals(Operator.EQ, left, right))


def _decided(always: bool, possibly: bool) -> Truth3:
    if always:
        return True
    return None if possibly else False


def distinct(
    certain: Sequence[object], undecided: Sequence[object], *, is_complete: bool
) -> Interval:
    """
    Return how many different words there are.

    Parameters:
        certain: the words of the rows that belong, None where unknown; each unknown word
            may be one of the others or another one.

        undecided: the words of rows that may belong.

        is_complete: whether there can be no other rows.
    """
    known = {word for word in certain if word is not None}
    uncertain = len(undecided) + sum(word is None for word in certain)
    high = len(known) + uncertain if is_complete else math.inf
    return Interval(len(known) or min(1, len(certain)), high)


def repeats(
    certain: Sequence[object], undecided: Sequence[object], *, is_complete: bool
) -> Interval:
    """
    Return how many rows there are more than different words, for words as for :func:`distinct`.

    At most as if all rows belonged and all unknown words were among the known ones.
    """
    known = [word for word in certain if word is not None]
    possible = [*certain, *undecided]
    words = {word for word in possible if word is not None}
    most = len(possible) - max(len(words), min(1, len(possible)))
    return Interval(len(known) - len(set(known)), most if is_complete else math.inf)


def mean(values: Sequence[float]) -> float:
    """Return the mean of numbers, rounded once, so that their order does not matter."""
    is_whole = all(isinstance(value, int) for value in values)
    return (sum(values) if is_whole else math.fsum(values)) / len(values)
