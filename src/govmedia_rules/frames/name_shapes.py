"""
The keys of units by the shape of their names, since a nation has few shapes of many names.

A unit's keys are read off its names by comparing parts of them with words of a fixed list. So
characters that occur in none of these words can be exchanged for others of that kind, each for one
of its own, and the keys of the one name are those of the other, exchanged likewise: what 景洲县司法局
comes to says what 梅沟县司法局 does. They are exchanged for placeholders here, and what has been
found for one shape is remembered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Final

from govmedia_rules.models.name_words import WORD_CHARACTERS
from govmedia_rules.models.names import key_forms

__all__ = ["BETWEEN", "joined_unit_keys"]

BETWEEN: Final = "\n"
"""What stands between keys in one text; no key holds it."""

_FREE_RUN: Final = re.compile(f"[^{BETWEEN}{''.join(sorted(WORD_CHARACTERS))}]+")
"""Characters that occur in no word, side by side."""

_MOST_FREE: Final = 16
_PLACEHOLDERS: Final = [
    "".join(map(chr, range(first, first + _MOST_FREE)))
    for first in range(0xE000, 0xE000 + _MOST_FREE**2, _MOST_FREE)
]
"""What the characters of each run are exchanged for: some for private use, which no key holds."""

_LONGEST_SHAPE: Final = 48
"""Longer names are hardly ever alike in shape, and what comes of them takes much memory."""


def joined_unit_keys(keys: str) -> tuple[str, str]:
    """
    Return the keys under which a unit is known, and those that name it as a body, each as one text.

    They are what :func:`~govmedia_rules.models.names.unit_keys` returns, in order.

    Parameters:
        keys: the keys of its names, joined by :data:`BETWEEN`.
    """
    runs = set(_FREE_RUN.findall(keys)) if len(keys) <= _LONGEST_SHAPE else set()
    characters = "".join(runs)
    if not 0 < len(characters) <= _MOST_FREE or len(set(characters)) < len(characters):
        return _read(keys)
    shape = keys
    exchanged = []
    # In order, so that placeholders are in order where the runs are that they stand for.
    for run, placeholders in zip(sorted(runs), _PLACEHOLDERS, strict=False):
        place = placeholders[: len(run)]
        shape = shape.replace(run, place)
        exchanged.append((place, run))
    names, bodies, is_in_order = _read_shape(shape)
    # Keys are cut before and after words, never within a run.
    for place, run in exchanged:
        names = names.replace(place, run)
        bodies = bodies.replace(place, run)
    return (names, bodies) if is_in_order else (_in_order(names), _in_order(bodies))


@lru_cache(maxsize=16_384)
def _read_shape(shape: str) -> tuple[str, str, bool]:
    """Return the keys of a shape, and whether they are in order whatever it stands for."""
    names, bodies = _read(shape)
    pairs = pairwise(names.split(BETWEEN))
    return names, bodies, all(_is_certain(left, right) for left, right in pairs)


def _is_certain(left: str, right: str) -> bool:
    """Return whether two keys are in this order whatever their placeholders stand for."""
    for pair in zip(left, right, strict=False):
        if pair[0] != pair[1]:
            # Of two placeholders, each is the first of its run, since runs are never cut.
            return len(WORD_CHARACTERS.intersection(pair)) != 1
    return True


def _read(keys: str) -> tuple[str, str]:
    own: set[str] = set()
    other: set[str] = set()
    for key in keys.split(BETWEEN):
        bodies, others = key_forms(key)
        own.update(bodies)
        other.update(others)
    return _joined(own | other), _joined(own)


def _joined(words: Iterable[str]) -> str:
    return BETWEEN.join(sorted(words))


def _in_order(words: str) -> str:
    return _joined(words.split(BETWEEN))
