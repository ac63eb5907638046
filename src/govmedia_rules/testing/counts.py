"""Small systems of sums: how many rows of each kind there have to be."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Final, NamedTuple, TypeVar

from govmedia_rules.testing.choosing import Choices, ordered

__all__ = ["MOST_ROWS", "Sum", "can_be", "numbers"]

MOST_ROWS: Final = 2_000
"""How many rows of one kind are built at most."""

_MOST_STEPS: Final = 400
_MOST_RAISED: Final = 6
_MORE: Final = (0, 1, 0, 2)
_Ends = dict[Hashable, tuple[int, int]]
V = TypeVar("V", bound=Hashable)


class Sum(NamedTuple):
    """A weighted sum of numbers that has to lie between two ends; None for no end."""

    weights: Mapping[Hashable, int]
    low: int | None
    high: int | None


def can_be(sums: Sequence[Sum]) -> bool:
    """Return False only when it is certain that no numbers from 0 on fulfil *sums*."""
    ends: _Ends = {name: (0, 10**12) for each in sums for name in each.weights}
    return _narrowed(sums, ends) is not None


def numbers(names: Sequence[V], sums: Sequence[Sum], choices: Choices) -> dict[V, int] | None:
    """
    Return how many of each there may be so that all sums lie where they should.

    Parameters:
        names: what is counted.

        sums: where the sums should lie.

        choices: who chooses what is kept rare.

    Returns:
        A number for each of *names*, or None when none were found.
    """
    first = _narrowed(sums, dict.fromkeys(names, (0, MOST_ROWS)))
    stack = [] if first is None else [first]
    order = list(ordered(choices, names))
    more = {name: _MORE[choices.pick(len(_MORE))] for name in order[:_MOST_RAISED]}
    for _ in range(_MOST_STEPS):
        if not stack:
            return None
        ends = stack.pop()
        name = next((name for name in order if ends[name][0] < ends[name][1]), None)
        if name is None:
            # Narrowing may have ended before it was done: the sums decide.
            if all(_holds(each, ends) for each in sums):
                return {name: ends[name][0] for name in names}
            continue
        low, high = ends[name]
        # As few as can be, or now and then a few more; others only when that fails.
        wanted = min(high, low + more.get(name, 0))
        for tried in dict.fromkeys(((low + 1, high), (low, low), (wanted, wanted))):
            narrowed = _narrowed(sums, {**ends, name: tried})
            if narrowed is not None:
                stack.append(narrowed)
    return None


def _holds(each: Sum, ends: _Ends) -> bool:
    """Return whether a sum lies where it should, of numbers that are settled."""
    total = sum(weight * ends[name][0] for name, weight in each.weights.items())
    return (each.low is None or total >= each.low) and (each.high is None or total <= each.high)


def _narrowed(sums: Sequence[Sum], ends: _Ends) -> _Ends | None:
    """Return *ends* cut down to what the sums leave, or None when nothing is left."""
    ends = dict(ends)
    if any(None not in {each.low, each.high} and each.low > each.high for each in sums):  # type: ignore[operator]  # neither is None
        return None
    for _ in range(50):
        has_changed = False
        for each in sums:
            least = sum(w * ends[name][0 if w > 0 else 1] for name, w in each.weights.items())
            most = sum(w * ends[name][1 if w > 0 else 0] for name, w in each.weights.items())
            if (each.low is not None and most < each.low) or (
                each.high is not None and least > each.high
            ):
                return None
            for name, weight in each.weights.items():
                cut = _cut(ends[name], weight, each, least, most)
                if cut[0] > cut[1]:
                    return None
                if cut != ends[name]:
                    ends[name] = cut
                    has_changed = True
                    break  # the sums of least and most have to be taken anew
        if not has_changed:
            break
    return ends


def _cut(ends: tuple[int, int], weight: int, each: Sum, least: int, most: int) -> tuple[int, int]:
    """Return the ends of one number, given what the others of its sum leave to it."""
    low, high = ends
    if each.high is not None:
        others = least - weight * (low if weight > 0 else high)
        room = each.high - others
        if weight > 0:
            high = min(high, room // weight)
        else:
            low = max(low, -(room // -weight))
    if each.low is not None:
        others = most - weight * (high if weight > 0 else low)
        need = each.low - others
        if weight > 0:
            low = max(low, -(-need // weight))
        else:
            high = min(high, (-need) // -weight)
    return low, high
