"""Ledgers as CSV, as Excel and WPS open and save it."""

from __future__ import annotations

import codecs
import csv
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, TextIO

from govmedia_rules.problems import Place, ProblemLog
from govmedia_rules.reports.ledger import Ledger
from govmedia_rules.reports.ledger_columns import cells_of, headings, layout
from govmedia_rules.reports.ledger_reading import MAX_BYTES, LedgerReader, recognised
from govmedia_rules.reports.row_progress import RowProgress, told
from govmedia_rules.spreadsheets import to_csv_cell

__all__ = ["load_ledger_csv", "write_ledger_csv"]

_BOM: Final = "\ufeff"
_DELIMITERS: Final = ",\t;"
_SAMPLE: Final = 2**16


def write_ledger_csv(
    ledger: Ledger, stream: TextIO, *, progress: RowProgress | None = None
) -> None:
    """
    Write *ledger* to *stream* as CSV that Excel opens with its Chinese right.

    The text begins with a byte order mark, by which Excel knows UTF-8. No cell is run as a
    formula, and :func:`load_ledger_csv` restores every text; one of more than 32,767
    characters, which no spreadsheet takes, is cut.

    Parameters:
        ledger: the ledger.

        stream: where to; opened with ``encoding="utf-8", newline=""``.

        progress: called now and then with the number of rows written.
    """
    stream.write(_BOM)
    writer = csv.writer(stream)
    writer.writerow([to_csv_cell(heading) for heading in headings(ledger)])
    columns = layout(ledger)
    for row in told(ledger.rows, progress):
        cells = cells_of(row, columns, ledger.language)
        writer.writerow([to_csv_cell(cell) if isinstance(cell, str) else cell for cell in cells])


def load_ledger_csv(path: str | os.PathLike[str], *, max_bytes: int = MAX_BYTES) -> Ledger:
    """
    Load a ledger that :func:`write_ledger_csv` wrote and people worked on.

    The file may have been saved by Excel or WPS: UTF-8 with or without a byte order mark,
    UTF-16, or GB18030; with commas, semicolons or tabs; its columns in another order, with
    others added; its rows sorted, taken out, or added by hand.

    Parameters:
        path: the file.

        max_bytes: the largest file to read, 1 GiB unless said otherwise.

    Raises:
        LoadError: when anything is wrong with the file; it tells of every bad cell, and
            nothing is loaded.
    """
    log = ProblemLog()
    place = Place(file=os.fspath(path))
    reader = LedgerReader(place, log)
    try:
        with Path(path).open("rb") as file:
            size = file.seek(0, io.SEEK_END)
            if size > max_bytes:
                log.add_text(place, f"a file of at most {max_bytes:,} bytes; it has {size:,}")
                raise log.as_error()
            text = io.TextIOWrapper(file, encoding=_encoding_of(file), newline="")
            _read(text, reader)
    except OSError as error:
        log.add_text(place, f"a file that can be read ({error.strerror or error})")
    return reader.ledger()


def _read(text: TextIO, reader: LedgerReader) -> None:
    text.seek(0)
    line = 0
    try:
        delimiter = _delimiter_of(text.read(_SAMPLE))
        text.seek(0)
        rows = csv.reader(text, delimiter=delimiter, strict=True)
        for cells in rows:
            reader.read(line + 1, cells)
            line = rows.line_num
    except csv.Error as error:
        message = str(error)
        expected = f"CSV ({message[:1].lower()}{message[1:200]})"
        reader.log.add_text(reader.place, expected, line=line + 1)
    except UnicodeError:
        expected = "text in UTF-8, UTF-16 or GB18030"
        reader.log.add_text(reader.place, expected, line=line + 1)


def _encoding_of(file: IO[bytes]) -> str:
    """Return how the text in *file* is encoded: as its mark says, UTF-8 if it can be, else GB18030."""
    file.seek(0)
    start = file.read(2)
    if start in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    file.seek(0)
    try:
        for chunk in _chunks(file):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_SAMPLE):
        yield chunk


def _delimiter_of(sample: str) -> str:
    """Return what stands between the cells: that by which most headings can be told."""
    return max(
        _DELIMITERS,
        key=lambda delimiter: max(
            map(recognised, csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)),
            default=0,
        ),
    )
