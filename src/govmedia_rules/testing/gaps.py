"""Which fields nobody filled in: gaps at a rate, with few draws."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from govmedia_rules.errors import InvalidValueError

__all__ = ["check_rate", "drawn_gaps"]

_QUANTILES: Final = 64


def check_rate(rate: float) -> None:
    """
    Refuse what is no share of facts that may be unknown.

    Raises:
        InvalidValueError: unless it lies from 0 to 1.
    """
    if not 0 <= rate <= 1:
        raise InvalidValueError(
            owner="strategy",
            owner_id=None,
            field="unknown",
            value=rate,
            expected="the share of unknown facts, from 0 for none to 1 for all",
        )


def drawn_gaps(draw: DrawFn, names: Sequence[str], rate: float) -> frozenset[str]:
    """
    Draw which of *names* are unknown, each at the rate *rate*.

    Rather than a coin for every field it draws how many known ones come before the next
    unknown: as many draws as there are unknown fields, which shrink towards more of them.
    """
    if rate <= 0:
        return frozenset()
    if rate >= 1:
        return frozenset(names)
    steps = _steps(rate)
    found: set[str] = set()
    position = draw(steps)
    while position < len(names):
        found.add(names[position])
        position += 1 + draw(steps)
    return frozenset(found)


@lru_cache(maxsize=32)
def _steps(rate: float) -> SearchStrategy[int]:
    """Draw the number of known fields before an unknown one: geometric, by its quantiles."""
    quantiles = ((n + 0.5) / _QUANTILES for n in range(_QUANTILES))
    return st.sampled_from([math.floor(math.log1p(-q) / math.log1p(-rate)) for q in quantiles])
