"""Documents as blocks: headings, paragraphs and tables, before anything marks them up."""

from __future__ import annotations

from typing import TypeAlias

from attrs import frozen

__all__ = ["Block", "Heading", "Paragraph", "Table"]


@frozen
class Heading:
    """
    A heading.

    Parameters:
        words: the heading, unmarked.

        level: 1 for the title, 2 for a section, 3 for a part of one.
    """

    words: str
    level: int = 2


@frozen
class Paragraph:
    """
    A paragraph.

    Parameters:
        words: its sentences, unmarked.
    """

    words: str


@frozen
class Table:
    """
    A table.

    Parameters:
        headings: what stands above the columns.

        rows: the cells, unmarked, as many in each row as there are headings.

        numbers: the positions of the columns that hold numbers, which are set to the right.
    """

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()


Block: TypeAlias = Heading | Paragraph | Table
"""One block of a document."""
