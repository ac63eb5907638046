"""Choices: made by Hypothesis, so that they shrink, or always the first, to see whether there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final, Protocol, TypeVar

from attrs import define, field

__all__ = ["Choices", "DrawnChoices", "FirstChoices", "ordered"]

T = TypeVar("T")
_MOST_DRAWN: Final = 150


class Choices(Protocol):
    """Whoever makes the choices; the first of several is the plainest."""

    def pick(self, count: int) -> int:
        """Return a number from 0 to *count* − 1."""
        ...

    def between(self, low: int, high: int) -> int:
        """Return a number from *low* to *high*, both included."""
        ...


@define
class FirstChoices:
    """
    The first of what there is, or with each further attempt one further on.

    Parameters:
        attempt: how far on.
    """

    attempt: int = 0
    _made: int = field(default=0, init=False)

    def pick(self, count: int) -> int:
        """Return a number from 0 to *count* − 1."""
        if not self.attempt:
            return 0
        self._made += 1
        return (self.attempt * (self._made % 3 + 1) + self._made // 3) % count

    def between(self, low: int, high: int) -> int:
        """Return the number from *low* to *high* nearest to zero."""
        return min(max(low, 0), high)


@define
class DrawnChoices:
    """
    Choices drawn by Hypothesis; after some hundred all the first, as an example need not be longer.

    Parameters:
        draw: draws a number between two, both included, that shrinks towards the first.
    """

    draw: Callable[[int, int], int]
    _made: int = field(default=0, init=False)

    def pick(self, count: int) -> int:
        """Return a number from 0 to *count* − 1."""
        return self.between(0, count - 1) if count > 1 else 0

    def between(self, low: int, high: int) -> int:
        """Return a number from *low* to *high*, both included."""
        if low == high:
            return low
        self._made += 1
        if self._made > _MOST_DRAWN:
            return min(max(low, 0), high)
        return self.draw(low, high)


def ordered(choices: Choices, options: Sequence[T]) -> Iterator[T]:
    """Yield all of *options*, beginning with a chosen one, the others in their order."""
    if not options:
        return
    first = choices.pick(len(options))
    yield options[first]
    for position, option in enumerate(options):
        if position != first:
            yield option
