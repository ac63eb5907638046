"""Allocation: how many accounts are drawn from each stratum."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from fractions import Fraction

from govmedia_rules.errors import InvalidValueError

__all__ = ["allocate"]


def allocate(sizes: Sequence[int], total: int, *, minimum: int = 0) -> tuple[int, ...]:
    """
    Share *total* draws out among strata in proportion to their sizes.

    They are given out one by one. The first rounds serve the minimum: in each of
    *minimum* rounds every stratum that has an account left gets one, larger strata first.
    Each further draw goes to the stratum whose ``size / (2 × given + 1)`` is greatest among
    those with an account left (the method of Webster, also of Sainte-Laguë). Ties go to
    the stratum that stands first.

    Because a larger total only goes on where a smaller one stopped, no stratum ever gets
    fewer when more are drawn in all; the method of the largest remainder cannot promise
    that.

    Parameters:
        sizes: the size of each stratum, in the order that breaks ties.

        total: how many draws there are.

        minimum: how many each stratum gets before any stratum gets more in proportion,
            as far as it has so many. Where the total is too small to serve every stratum
            so, the later ones in the last round go without.

    Returns:
        The number of draws from each stratum, in the order of *sizes*. They add up to
        *total*, and none exceeds its stratum's size.

    Raises:
        InvalidValueError: when a size or *minimum* is no whole number from 0, or *total* is
            none from 0 to the sum of the sizes.
    """
    for position, size in enumerate(sizes):
        _check(f"sizes[{position}]", size)
    _check("minimum", minimum)
    _check("total", total, sum(sizes))
    given = [0] * len(sizes)
    left = total
    for position in _minimum_first(sizes, minimum):
        if left == 0:
            break
        given[position] += 1
        left -= 1
    queue = [
        (-_claim(size, count), position)
        for position, (size, count) in enumerate(zip(sizes, given, strict=True))
        if count < size
    ]
    heapq.heapify(queue)
    for _ in range(left):
        position = queue[0][1]
        given[position] += 1
        if given[position] < sizes[position]:
            claim = _claim(sizes[position], given[position])
            heapq.heapreplace(queue, (-claim, position))
        else:
            heapq.heappop(queue)
    return tuple(given)


def _minimum_first(sizes: Sequence[int], minimum: int) -> list[int]:
    """Return whose turn it is in the rounds that serve the minimum."""
    by_size = sorted(range(len(sizes)), key=lambda position: -sizes[position])
    rounds = min(minimum, max(sizes, default=0))
    return [position for done in range(rounds) for position in by_size if sizes[position] > done]


def _claim(size: int, given: int) -> Fraction:
    return Fraction(size, 2 * given + 1)


def _check(field: str, value: int, most: int | None = None) -> None:
    if type(value) is not int or value < 0 or (most is not None and value > most):
        upper = "" if most is None else f" to {most:,}, the number of accounts there are"
        raise InvalidValueError(
            owner="Allocation",
            owner_id=None,
            field=field,
            value=value,
            expected=f"a whole number from 0{upper}",
        )
