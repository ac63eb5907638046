"""
Tables whose columns fit the console, with every cell broken into lines beforehand.

Rich measures and folds cells by itself, but where a table has to shrink it may cut
text that does not fit; a finding must not lose half its clause that way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeAlias

from attrs import frozen
from rich import box
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text as Styled

from govmedia_rules.cli.wrapping import wrapped

__all__ = ["GAP", "Cell", "Column", "grid", "plain_cell"]

Cell: TypeAlias = Sequence[tuple[str, str]]
"""The contents of a cell: paragraphs, each with its style."""

GAP: Final = 2
"""How many terminal cells lie between two columns."""

_NARROWEST: Final = 12


@frozen(kw_only=True)
class Column:
    """
    One column.

    Parameters:
        heading: what stands above it.

        width: its width in terminal cells; None for as wide as what it holds.

        is_number: whether it holds numbers, which are set flush right.

        is_flexible: whether it gives way when there is not room enough for all.
    """

    heading: str
    width: int | None = None
    is_number: bool = False
    is_flexible: bool = False

    def natural_width(self, cells: Iterable[Cell], *, breaks_heading: bool) -> int:
        """Return the width at which nothing in it need be broken, but perhaps its heading."""
        if self.width is not None:
            return self.width
        heading = self.heading.split() if breaks_heading and self.is_number else [self.heading]
        lines = [text for cell in cells for text, _ in cell]
        return max(map(cell_len, [*heading, *lines]), default=0)


def plain_cell(text: str, style: str = "") -> Cell:
    """Return a cell of one paragraph."""
    return ((text, style),)


def _widths(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], available: int) -> list[int]:
    gaps = GAP * (len(columns) - 1)
    widths: list[int] = []
    for breaks_heading in (False, True):
        widths = [
            column.natural_width((row[position] for row in rows), breaks_heading=breaks_heading)
            for position, column in enumerate(columns)
        ]
        if sum(widths) + gaps <= available:
            return widths
    for position, column in enumerate(columns):
        if column.is_flexible:
            others = sum(widths) - widths[position] + gaps
            widths[position] = min(widths[position], max(available - others, _NARROWEST))
    return widths


def grid(
    columns: Sequence[Column],
    rows: Sequence[Sequence[Cell]],
    available: int,
    *,
    shows_header: bool = True,
    shows_lines: bool = False,
) -> Table:
    """
    Return a table that is at most *available* terminal cells wide.

    Parameters:
        columns: the columns.

        rows: the rows, one cell for each column.

        available: how much room there is.

        shows_header: whether the headings are shown.

        shows_lines: whether lines divide the rows.
    """
    widths = _widths(columns, rows, available)
    table = Table(
        box=box.HORIZONTALS if shows_lines else box.SIMPLE_HEAD,
        show_header=shows_header,
        show_lines=shows_lines,
        show_edge=False,
        pad_edge=False,
        padding=(0, GAP - 1, 0, 0),
        header_style="bold",
        border_style="dim",
    )
    for column, width in zip(columns, widths, strict=True):
        table.add_column(
            Styled(wrapped(column.heading, width)),
            justify="right" if column.is_number else "left",
            width=width,
            overflow="fold",
        )
    for row in rows:
        table.add_row(
            *(
                Styled("\n").join(Styled(wrapped(text, width), style) for text, style in cell)
                for cell, width in zip(row, widths, strict=True)
            )
        )
    return table
