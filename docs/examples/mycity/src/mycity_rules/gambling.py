"""A screener for gambling, without any dependency."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from govmedia_rules import Text
from govmedia_rules.screening import Hit

__all__ = ["GamblingWords"]

_WORDS: Final = ("百家乐", "时时彩", "赌球", "稳赢计划")


class GamblingWords:
    """Finds a few words of online gambling."""

    id: str = "mycity-gambling"
    version: str = "1"
    labels: frozenset[str] = frozenset({"mycity:gambling"})
    looks_for: Text = Text(
        zh=f"网络博彩用语：{'、'.join(_WORDS)}。",
        en=f"Words of online gambling: {', '.join(_WORDS)}.",
    )

    def screen(self, text: str) -> Iterable[Hit]:
        """Return the first place of each word in *text*."""
        for word in _WORDS:
            start = text.find(word)
            if start >= 0:
                yield Hit(label="mycity:gambling", found=word, start=start, end=start + len(word))
