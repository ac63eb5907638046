"""Lines for mixed Chinese and Latin text: words stay whole, no line begins with a comma."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rich.cells import cell_len, chop_cells

__all__ = ["wrapped"]

_WIDE: Final = "\u2e80-\u2fff\u3040-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff10-\uff19\uff21-\uff5a"
_OPENING: Final = "“‘《〈「『【〔（"
_CLOSING: Final = "”’，。、；：！？》〉」』】〕）…"
_CLOSING_AFTER_WIDE: Final = _CLOSING + r")\]},.;:!?%"

# What stays together: spaces, or one wide character or one run of narrow ones with the
# punctuation that belongs to it.
_ATOM: Final = re.compile(
    rf"\s+|[{_OPENING}(]*(?:[{_WIDE}][{_CLOSING_AFTER_WIDE}]*"
    rf"|[^\s{_WIDE}{_OPENING}{_CLOSING}]+[{_CLOSING}]*)"
    rf"|[{_OPENING}{_CLOSING}]+"
)

# Where a run that no line can hold, such as a rule's id, is broken.
_PART: Final = re.compile(r"[^-/]+[-/]*|[-/]+")


def wrapped(text: str, cells: int) -> str:
    """Return *text* broken into lines of at most *cells* terminal cells, joined by line feeds."""
    return "\n".join(line for part in text.split("\n") for line in _lines(part, cells))


def _pieces(text: str, cells: int) -> Iterator[str]:
    """Yield what stays together: atoms, and of those that no line can hold their parts."""
    for atom in _ATOM.findall(text):
        if cell_len(atom) <= cells:
            yield atom
            continue
        for part in _PART.findall(atom):
            yield from chop_cells(part, cells)


def _lines(text: str, cells: int) -> list[str]:
    if cell_len(text) <= cells:
        return [text]
    lines: list[str] = []
    line, room = "", cells
    for piece in _pieces(text, cells):
        width = cell_len(piece)
        if width > room and line:
            lines.append(line.rstrip())
            line, room = "", cells
        if piece.isspace() and not line and lines:
            continue  # the break itself stands for the space
        line += piece
        room -= width
    if line.strip():
        lines.append(line.rstrip())
    return lines
