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

_MOST_RUNS: Final = 4
_LONGEST_RUN: Final = 16
_PLACEHOLDERS: Final = [
    "".join(map(chr, range(first, first + _LONGEST_RUN)))
    for first in range(0xE000, 0xE000 + _MOST_RUNS * _LONGEST_RUN, _LONGEST_RUN)
]
"""What the characters of each run are exchanged for: some for private use, which no key holds."""
_PLACE: Final = re.compile("|".join(f"[{characters}]+" for characters in _PLACEHOLDERS))

_LONGEST_SHAPE: Final = 120
"""Longer names are hardly ever alike in shape, and to remember them takes much memory."""


def joined_unit_keys(keys: str) -> tuple[str, str]:
    """
    Return the keys under which a unit is known, and those that name it as a body, each as one text.

    They are what :func:`~govmedia_rules.models.names.unit_keys` returns, in order.

    Parameters:
        keys: the keys of its names, joined by :data:`BETWEEN`.
    """
    runs = list(dict.fromkeys(_FREE_RUN.findall(keys))) if len(keys) <= _LONGEST_SHAPE else []
    characters = "".join(runs)
    if (
        not 0 < len(runs) <= _MOST_RUNS
        or len(set(characters)) < len(characters)
        or max(map(len, runs)) > _LONGEST_RUN
    ):
        return _read(keys)
    exchanged = [
        (run, placeholders[: len(run)])
        for run, placeholders in zip(runs, _PLACEHOLDERS, strict=False)
    ]
    shape = keys
    for run, place in exchanged:
        shape = shape.replace(run, place)
    names, bodies, is_in_order = _read_shape(shape)
    for run, place in exchanged:
        names = names.replace(place, run)
        bodies = bodies.replace(place, run)
    return (names, bodies) if is_in_order else (_in_order(names), _in_order(bodies))


@lru_cache(maxsize=16_384)
def _read_shape(shape: str) -> tuple[str, str, bool]:
    """Return the keys of a shape, and whether they stay in order whatever the placeholders are."""
    names, bodies = _read(shape)
    words = names.split(BETWEEN)
    return names, bodies, all(_is_certain(left, right) for left, right in pairwise(words))


def _is_certain(left: str, right: str) -> bool:
    """Return whether two keys would be in this order whatever stood for the placeholders."""
    for pair in zip(left, right, strict=False):
        if pair[0] != pair[1]:
            return not any(map(_PLACE.match, pair))
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
