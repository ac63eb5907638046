"""Documents on a terminal: headings, paragraphs and tables that fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rich.console import Console
from rich.rule import Rule as Line
from rich.text import Text as Styled

from govmedia_rules.cli.grids import GAP, Cell, Column, grid, plain_cell
from govmedia_rules.cli.untrusted import MAX_SENTENCE, visible
from govmedia_rules.cli.wrapping import wrapped
from govmedia_rules.reports import Block, Heading, Paragraph, Table

__all__ = ["print_blocks"]

_NARROWEST: Final = 10


def print_blocks(console: Console, blocks: Iterable[Block]) -> None:
    """Print *blocks* on *console*, an empty line between parts."""
    for position, block in enumerate(blocks):
        match block:
            case Heading():
                if position:
                    console.print()
                words = Styled(visible(block.words, MAX_SENTENCE), "bold")
                if block.level > 2:
                    console.print(words)
                else:
                    console.print(Line(words, align="left", style="dim"))
            case Paragraph():
                console.print(Styled(wrapped(visible(block.words, MAX_SENTENCE), console.width)))
            case Table():
                _print_table(console, block)


def _print_table(console: Console, table: Table) -> None:
    rows: list[list[Cell]] = [
        [plain_cell(visible(cell, MAX_SENTENCE)) for cell in row] for row in table.rows
    ]
    natural = [
        Column(heading=heading, is_number=position in table.numbers).natural_width(
            (row[position] for row in rows), breaks_heading=False
        )
        for position, heading in enumerate(table.headings)
    ]
    words = [position for position in range(len(natural)) if position not in table.numbers]
    room = console.width - GAP * (len(natural) - 1)
    room -= sum(natural[position] for position in table.numbers)
    shares = _shares([natural[position] for position in words], room)
    widths = dict(zip(words, shares, strict=True))
    columns = [
        Column(
            heading=heading,
            width=widths.get(position),
            is_number=position in table.numbers,
        )
        for position, heading in enumerate(table.headings)
    ]
    console.print(grid(columns, rows, console.width))


def _shares(natural: Sequence[int], room: int) -> list[int]:
    """Return widths that fit into *room*: narrow columns whole, wide ones alike."""
    shares = [0] * len(natural)
    left = room
    by_width = sorted(range(len(natural)), key=natural.__getitem__)
    for done, position in enumerate(by_width):
        fair = max(left // (len(natural) - done), _NARROWEST)
        shares[position] = min(natural[position], fair)
        left -= shares[position]
    return shares
