"""
What a field is wished to hold: sets of values that are cut down, wish by wish.

A wish is exact: merging two gives None exactly when no value satisfies both. Numbers and
moments are whole numbers here: a count as it is, a moment as the microseconds from the
monitoring moment, a span of days as its microseconds.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

from attrs import evolve, frozen

__all__ = ["MISSING", "Missing", "Tags", "Texts", "Truths", "Whole", "Wish", "merged"]

Words: TypeAlias = frozenset[str]
_NO_WORDS: Final[Words] = frozenset()


@frozen
class Missing:
    """Nobody looked."""


MISSING: Final = Missing()
"""The wish that a field is not filled in."""


@frozen
class Whole:
    """
    A whole number between two ends, both included.

    Parameters:
        low: the least.

        high: the greatest.

        excluded: those between them that are not meant.
    """

    low: int
    high: int
    excluded: frozenset[int] = frozenset()

    def merge(self, other: Whole) -> Whole | None:
        """Return the wish for both, or None when nothing satisfies both."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        excluded = self.excluded | other.excluded
        while low in excluded:
            low += 1
        while high in excluded:
            high -= 1
        if low > high:
            return None
        return Whole(low, high, frozenset(x for x in excluded if low < x < high))

    def admits(self, value: object) -> bool:
        """Return whether *value* satisfies it."""
        return (
            isinstance(value, int) and self.low <= value <= self.high and value not in self.excluded
        )

    def near(self, value: int) -> int:
        """Return the value it admits that is nearest to *value*, upwards where two are."""
        value = min(max(value, self.low), self.high)
        up = down = value
        while up in self.excluded:
            up += 1
        while down in self.excluded:
            down -= 1
        return up if up - value <= value - down else down


@frozen
class Texts:
    """
    A text.

    Parameters:
        allowed: the only texts possible, or None for any.

        forbidden: texts that it is not.

        mentions: lists of words; of each list one has to occur.

        avoids: words that do not occur.
    """

    allowed: Words | None = None
    forbidden: Words = _NO_WORDS
    mentions: tuple[Words, ...] = ()
    avoids: Words = _NO_WORDS

    def merge(self, other: Texts) -> Texts | None:
        """Return the wish for both, or None when nothing satisfies both."""
        if self.allowed is None or other.allowed is None:
            allowed = other.allowed if self.allowed is None else self.allowed
        else:
            allowed = self.allowed & other.allowed
        avoids = self.avoids | other.avoids
        mentions = tuple(
            frozenset(word for word in words if not _occurs_any(avoids, word))
            for words in dict.fromkeys((*self.mentions, *other.mentions))
        )
        both = Texts(allowed, self.forbidden | other.forbidden, mentions, avoids)
        if not all(mentions) or "" in avoids:
            return None
        if allowed is None:
            return both
        left = frozenset(filter(both.admits, allowed))
        return evolve(both, allowed=left) if left else None

    def admits(self, value: object) -> bool:
        """Return whether *value* satisfies it."""
        return (
            isinstance(value, str)
            and (self.allowed is None or value in self.allowed)
            and value not in self.forbidden
            and not _occurs_any(self.avoids, value)
            and all(_occurs_any(words, value) for words in self.mentions)
        )


def _occurs_any(words: Iterable[str], text: str) -> bool:
    return any(word in text for word in words)


@frozen
class Tags:
    """
    A set of words.

    Parameters:
        required: its members, at least.

        forbidden: words that are none.

        any_of: lists of words; of each list one has to be a member.

        is_empty: whether it has members at all; None for either.
    """

    required: Words = _NO_WORDS
    forbidden: Words = _NO_WORDS
    any_of: tuple[Words, ...] = ()
    is_empty: bool | None = None

    def merge(self, other: Tags) -> Tags | None:
        """Return the wish for both, or None when nothing satisfies both."""
        if None not in {self.is_empty, other.is_empty} and self.is_empty is not other.is_empty:
            return None
        is_empty = other.is_empty if self.is_empty is None else self.is_empty
        required = self.required | other.required
        forbidden = self.forbidden | other.forbidden
        any_of = tuple(
            words - forbidden
            for words in dict.fromkeys((*self.any_of, *other.any_of))
            if not words & required or words & forbidden & required
        )
        if required & forbidden or not all(any_of) or (is_empty and (required or any_of)):
            return None
        return Tags(required, forbidden, any_of, is_empty)

    def admits(self, value: object) -> bool:
        """Return whether *value* satisfies it; some sets are kept in order, such as reviewers."""
        if not isinstance(value, (frozenset, tuple)):
            return False
        members = frozenset(value)
        return (
            members >= self.required
            and not members & self.forbidden
            and all(members & words for words in self.any_of)
            and (self.is_empty is None or self.is_empty is not bool(members))
        )


@frozen
class Truths:
    """Yes or no; None for either."""

    value: bool | None = None

    def merge(self, other: Truths) -> Truths | None:
        """Return the wish for both, or None when nothing satisfies both."""
        if self.value is None or other.value in {None, self.value}:
            return other if self.value is None else self
        return None

    def admits(self, value: object) -> bool:
        """Return whether *value* satisfies it."""
        return isinstance(value, bool) and self.value in {None, value}


Wish: TypeAlias = Missing | Whole | Texts | Tags | Truths
"""What a field is wished to hold."""


def merged(one: Wish | None, other: Wish) -> Wish | None:
    """
    Return the wish for both, or None when no value satisfies both.

    Parameters:
        one: a wish, or None where nothing was wished yet.

        other: a wish for the same field.
    """
    # By itself too a wish may ask for what cannot be.
    mine = other if one is None else one
    if isinstance(mine, Whole) and isinstance(other, Whole):
        return mine.merge(other)
    if isinstance(mine, Texts) and isinstance(other, Texts):
        return mine.merge(other)
    if isinstance(mine, Tags) and isinstance(other, Tags):
        return mine.merge(other)
    if isinstance(mine, Truths) and isinstance(other, Truths):
        return mine.merge(other)
    return mine if mine is MISSING and other is MISSING else None
