"""Blocks as Markdown, and as plain text for a word processor; words stay words in both."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, TextIO

from govmedia_rules.reports.blocks import Block, Heading, Paragraph, Table
from govmedia_rules.reports.unseen import seen

__all__ = ["markdown_escaped", "write_markdown", "write_plain_text"]

# What CommonMark, GitHub's extensions, footnotes, math and emoji codes take for markup
# wherever it stands. A colon between digits is a time of day.
_MARKS: Final = re.compile(r"[\\`*_{}\[\]<>#|&~$@=^!]|(?<![0-9]):|:(?![0-9])")
# What they take for it in certain places only: bare addresses, lists, rules and setext lines.
_ADDRESS: Final = re.compile(r"(www)\.", re.IGNORECASE)
_LINE_START: Final = re.compile(r"^([-+]|[0-9]+[.)](?=\s|$))")


def markdown_escaped(text: str) -> str:
    """
    Return *text* as Markdown that shows it and does nothing else.

    What cannot be seen (line feeds, bidirectional overrides …) is shown by its escape; a
    character that would mark something up stands behind a backslash; spaces at the ends,
    which Markdown would drop or take for code, are left out. Whether a bare address
    becomes a link is up to a reader that looks for them once backslashes are gone.
    """
    shown = _MARKS.sub(lambda found: f"\\{found[0]}", seen(text).strip())
    shown = _ADDRESS.sub(r"\1\\.", shown)
    return _LINE_START.sub(lambda found: f"{found[0][:-1]}\\{found[0][-1]}", shown)


def write_markdown(blocks: Iterable[Block], stream: TextIO) -> None:
    """
    Write *blocks* to *stream* as Markdown with pipe tables, as GitHub and Pandoc read it.

    Parameters:
        blocks: the document.

        stream: where it goes.
    """
    separator = ""
    for block in blocks:
        stream.write(separator)
        stream.writelines(f"{line}\n" for line in _markdown_lines(block))
        separator = "\n"


def write_plain_text(blocks: Iterable[Block], stream: TextIO) -> None:
    """
    Write *blocks* to *stream* as paragraphs of plain text, to be set in a word processor.

    Each row of a table is one line that begins with a dot: its first cell, then each other
    cell behind its heading. So no spreadsheet takes a row for a formula.

    Parameters:
        blocks: the document.

        stream: where it goes.
    """
    for block in blocks:
        match block:
            case Heading() | Paragraph():
                stream.write(f"{seen(block.words)}\n")
            case Table():
                stream.writelines(f"· {_row_in_words(block.headings, row)}\n" for row in block.rows)


def _markdown_lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield f"{'#' * block.level} {markdown_escaped(block.words)}"
        case Paragraph():
            yield markdown_escaped(block.words)
        case Table():
            yield _markdown_row(block.headings)
            yield _bars(
                "---:" if column in block.numbers else "---"
                for column in range(len(block.headings))
            )
            yield from map(_markdown_row, block.rows)


def _markdown_row(cells: Iterable[str]) -> str:
    return _bars(map(markdown_escaped, cells))


def _bars(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _row_in_words(headings: Iterable[str], row: Iterable[str]) -> str:
    first, *others = map(seen, row)
    told = [
        f"{seen(heading)} {cell}" for heading, cell in zip(list(headings)[1:], others, strict=True)
    ]
    return " · ".join([first, *told])
