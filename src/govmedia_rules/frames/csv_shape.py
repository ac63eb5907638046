"""
The shape of a CSV file: whether each record has as many cells as the first line has names.

Polars fills short records up without a word, and reads the rest of a file as one cell
where a quotation mark is never closed. So the shape is looked at first, record by
record; no record is held that is longer than 4 MiB.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from attrs import define

from govmedia_rules.errors import GovmediaRulesError
from govmedia_rules.frames.file_problems import FileProblem

__all__ = ["MAX_RECORD_BYTES", "MOST_PROBLEMS", "checked_header", "lines_of_records"]

MAX_RECORD_BYTES: Final = 4 * 1024 * 1024
"""How long a record may be."""

MOST_PROBLEMS: Final = 100
"""How many problems are looked for in one file; then the reading ends."""

_RECORDS_PER_TELLING: Final = 20_000
_MOST_COLUMNS: Final = 1_000
_BOM: Final = b"\xef\xbb\xbf"

# A cell in quotation marks, from the separator before it to the one after it.
_QUOTED: Final = re.compile(rb'(^|,)"[^"]*(?:""[^"]*)*"(?=,|\r?\n?$)')


class _ShapeError(GovmediaRulesError):
    """
    The rest of a file cannot be told apart into records any more.

    Attributes:
        line: where that begins.

        expected: what should have been there.
    """

    def __init__(self, line: int, expected: str) -> None:
        super().__init__(expected)
        self.line = line
        self.expected = expected


def _records(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield each record with the line it begins on; blank lines are records too."""
    line = begun = size = marks = 0
    pieces: list[bytes] = []
    while piece := file.readline(MAX_RECORD_BYTES + 1):
        line += 1
        if not pieces:
            begun, size, marks = line, 0, 0
        size += len(piece)
        if size > MAX_RECORD_BYTES:
            raise _ShapeError(
                begun,
                f"a record of at most {MAX_RECORD_BYTES:,} bytes; perhaps a quotation mark is"
                " never closed",
            )
        marks += piece.count(b'"')
        if marks % 2:
            pieces.append(piece)
        elif pieces:
            pieces.append(piece)
            yield begun, b"".join(pieces)
            pieces.clear()
        else:
            yield begun, piece
    if pieces:
        raise _ShapeError(begun, "a closing quotation mark; the last cell has none")


@define
class _Shape:
    """Looks at the records of one file."""

    name: str
    problems: list[FileProblem]
    separators: int = 0

    def refuse(self, line: int, expected: str) -> None:
        self.problems.append(FileProblem(file=self.name, line=line, expected=expected))

    def header(self, record: bytes) -> tuple[str, ...]:
        """Return the names of the columns, or none where there is something wrong with them."""
        before = len(self.problems)
        names: list[str] = []
        try:
            text = record.removeprefix(_BOM).decode().rstrip("\r\n")
            rows = list(csv.reader([text], strict=True))
            names = rows[0] if rows else []
        except UnicodeDecodeError:
            self.refuse(1, _UTF_8)
        except csv.Error:
            self.refuse(1, "the names of the columns, separated by commas")
        if len(self.problems) > before:
            return ()
        if not names or len(names) > _MOST_COLUMNS:
            self.refuse(1, f"the names of the columns, at most {_MOST_COLUMNS:,}")
        for position, name in enumerate(names):
            if not name.strip():
                self.refuse(1, f"a name for column {position + 1}, which has none")
            elif name in names[:position]:
                self.problems.append(
                    FileProblem(file=self.name, line=1, value=name, expected="each column once")
                )
        self.separators = len(names) - 1
        return tuple(names) if len(self.problems) == before else ()

    def look_at(self, line: int, record: bytes) -> None:
        if not record.isascii():
            try:
                record.decode()
            except UnicodeDecodeError:
                self.refuse(line, _UTF_8)
                return
        bare = _QUOTED.sub(rb"\1", record) if b'"' in record else record
        if b'"' in bare:
            self.refuse(
                line,
                "quotation marks around a whole cell, and doubled inside it",
            )
            return
        found = bare.count(b",")
        if found != self.separators and record.strip(b"\r\n"):
            self.refuse(
                line,
                f"{self.separators + 1} cells as in the first line, not {found + 1}",
            )


_UTF_8: Final = 'text in UTF-8 (in Excel: save as "CSV UTF-8")'


def checked_header(
    path: Path,
    name: str,
    problems: list[FileProblem],
    progress: Callable[[int], None] | None = None,
) -> tuple[str, ...]:
    """
    Return the names of a CSV file's columns, once the shape of every record was looked at.

    Parameters:
        path: the file.

        name: what problems call it.

        problems: takes what is wrong.

        progress: called now and then with the bytes of the file dealt with so far.
    """
    shape = _Shape(name, problems)
    before = len(problems)
    names: tuple[str, ...] = ()
    with path.open("rb") as file:
        try:
            for number, (line, record) in enumerate(_records(file)):
                if number == 0:
                    names = shape.header(record)
                    if not names:
                        break
                elif (
                    b'"' in record or record.count(b",") != shape.separators or not record.isascii()
                ):
                    shape.look_at(line, record)
                    if len(problems) - before >= MOST_PROBLEMS:
                        break
                if progress is not None and number % _RECORDS_PER_TELLING == 0:
                    progress(file.tell())
        except _ShapeError as error:
            shape.refuse(error.line, error.expected)
    if not names and len(problems) == before:
        shape.refuse(1, "the names of the columns; the file is empty")
    return names


def lines_of_records(path: Path, wanted: Collection[int]) -> dict[int, int]:
    """
    Return on which lines records begin, by their number; the first after the header is 0.

    Parameters:
        path: a CSV file whose shape is right.

        wanted: the numbers of the records.
    """
    left = set(wanted)
    found: dict[int, int] = {}
    with path.open("rb") as file:
        for number, (line, _) in enumerate(_records(file), start=-1):
            if number in left:
                found[number] = line
                left.remove(number)
                if not left:
                    break
    return found
