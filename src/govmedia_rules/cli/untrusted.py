"""
Text from data made fit for a terminal.

A name in a portfolio is whatever somebody typed or planted there. Printed as it is,
it could move the cursor, colour the screen, reverse the reading order, start a new
line that looks like a finding, or be ten megabytes long.
"""

from __future__ import annotations

from typing import Final

from rich.cells import cell_len, set_cell_size

from govmedia_rules.reports.unseen import seen

__all__ = ["MAX_ID", "MAX_NAME", "MAX_SENTENCE", "visible"]

MAX_ID: Final = 48
"""How many terminal cells of an id are shown."""

MAX_NAME: Final = 48
"""How many terminal cells of a name or title are shown."""

MAX_SENTENCE: Final = 1_000
"""How many terminal cells of a sentence that holds values from the data are shown."""

# A cell may carry accents that take no room; this many characters per cell are enough.
_CHARACTERS_PER_CELL: Final = 4


def visible(text: str, cells: int | None = None, *, keeps_lines: bool = False) -> str:
    """
    Return *text* with every character that cannot be seen written as its escape.

    Parameters:
        text: anything.

        cells: how many terminal cells it may take; what is longer ends in ``…``.

        keeps_lines: leave line feeds alone, for messages of several lines.
    """
    is_cut = False
    if cells is not None and len(text) > cells * _CHARACTERS_PER_CELL:
        text, is_cut = text[: cells * _CHARACTERS_PER_CELL], True
    shown = seen(text, keeps_lines=keeps_lines)
    if cells is not None and (is_cut or cell_len(shown) > cells):
        # Cut to the room first: padding comes off again, a cut-through wide character too.
        shown = set_cell_size(shown, cells - 1).rstrip() + "…"
    return shown
