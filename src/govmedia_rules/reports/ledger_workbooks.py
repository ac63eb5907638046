"""Ledgers read back from workbooks that people worked on. Needs the extra ``report``."""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, Protocol, cast
from zipfile import BadZipFile, ZipFile

from attrs import evolve

from govmedia_rules.errors import MissingExtraError
from govmedia_rules.problems import LoadError, Place, ProblemLog
from govmedia_rules.reports.ledger import Ledger
from govmedia_rules.reports.ledger_reading import MAX_BYTES, MAX_COLUMNS, LedgerReader

try:
    from defusedxml.ElementTree import fromstring  # openpyxl parses with it, too
    from openpyxl import load_workbook
    from openpyxl.utils.cell import range_boundaries
    from openpyxl.xml.constants import CONTYPES_NS, WORKSHEET_TYPE
except ModuleNotFoundError as error:
    raise MissingExtraError("report", "reading a ledger from XLSX") from error

__all__ = ["MAX_MEMBERS", "MAX_MERGED", "MAX_OTHER_BYTES", "load_ledger_xlsx"]

MAX_MEMBERS: Final = 10_000
"""How many files a workbook may be made of."""

MAX_OTHER_BYTES: Final = 2**28
"""How large what is not a sheet may be in all, unpacked; the texts of a workbook are held in memory."""

MAX_MERGED: Final = 500_000
"""How many cells may be merged with one above."""

_MOST_ROWS: Final = 1_048_576
_CONTENTS: Final = "[Content_Types].xml"
_CHUNK: Final = 2**20
_OVERLAP: Final = 256
_MERGED: Final = re.compile(
    rb"""<(?:\w+:)?mergeCell\s+ref=["']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})["']"""
)
# Excel's own escapes for what XML cannot hold; openpyxl leaves them as they are.
_ESCAPE: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")


class _StreamedSheet(Protocol):
    """What openpyxl gives for a sheet of a workbook that it only reads, as far as it is used here."""

    def reset_dimensions(self) -> None: ...

    def iter_rows(
        self, *, max_row: int, max_col: int, values_only: bool
    ) -> Iterator[tuple[object, ...]]: ...

    def _get_source(self) -> IO[bytes]: ...


def load_ledger_xlsx(path: str | os.PathLike[str], *, max_bytes: int = MAX_BYTES) -> Ledger:
    """
    Load a ledger that :func:`~govmedia_rules.reports.ledger_xlsx.write_ledger_xlsx` wrote and people worked on.

    The file may have been saved by Excel, WPS or LibreOffice: its columns in another order,
    with others added, its rows sorted, taken out or added by hand, cells merged or styled,
    titles above the headings. Of formulas the last value counts.

    Parameters:
        path: the file.

        max_bytes: how large its sheets may be, unpacked; 1 GiB unless said otherwise.

    Raises:
        LoadError: when anything is wrong with the file; it tells of every bad cell, and
            nothing is loaded.
    """
    log = ProblemLog()
    place = Place(file=os.fspath(path))
    try:
        with Path(path).open("rb") as file:
            if _fits(file, place, log, max_bytes):
                return _read(file, place, log)
    except OSError as error:
        log.add_text(place, f"a file that can be read ({error.strerror or error})")
    except LoadError:
        raise
    except Exception as error:  # noqa: BLE001 -- what a broken workbook makes its parsers raise is not told anywhere
        said = f"{type(error).__name__}: {str(error)[:200]}"
        log.add_text(place, f"a workbook, as Excel saves it (.xlsx); its parser says {said}")
    raise log.as_error()


def _fits(file: IO[bytes], place: Place, log: ProblemLog, max_bytes: int) -> bool:
    """Return whether a workbook unpacks to no more than fits; a zip file says how large its members are."""
    try:
        with ZipFile(file) as archive:
            members = archive.infolist()
            sheets = _sheets_in(archive)
    except BadZipFile:
        log.add_text(place, "a workbook, as Excel saves it (.xlsx)")
        return False
    if len(members) > MAX_MEMBERS:
        log.add_text(place, f"a workbook of at most {MAX_MEMBERS:,} files; it has {len(members):,}")
    total = sum(member.file_size for member in members)
    others = sum(member.file_size for member in members if member.filename not in sheets)
    if total > max_bytes:
        log.add_text(place, f"at most {max_bytes:,} bytes when unpacked; it has {total:,}")
    elif others > MAX_OTHER_BYTES:
        expected = f"at most {MAX_OTHER_BYTES:,} bytes beside the sheets; it has {others:,}"
        log.add_text(place, expected)
    return log.total == 0


def _sheets_in(archive: ZipFile) -> set[str]:
    """Return the files of a workbook that are sheets and nothing else; they alone are streamed."""
    if archive.getinfo(_CONTENTS).file_size > _CHUNK:
        return set()
    kinds: dict[str, set[str]] = {}
    for part in fromstring(archive.read(_CONTENTS)).iter(f"{{{CONTYPES_NS}}}Override"):
        name = part.get("PartName", "").lstrip("/")
        kinds.setdefault(name, set()).add(part.get("ContentType", ""))
    return {name for name, given in kinds.items() if given == {WORKSHEET_TYPE}}


def _read(file: IO[bytes], place: Place, log: ProblemLog) -> Ledger:
    file.seek(0)
    with warnings.catch_warnings():
        # About drawings, colours and validations, which no ledger is read for.
        warnings.simplefilter("ignore")
        workbook = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            reader = LedgerReader(place, log)
            for sheet in workbook.worksheets:
                reader = LedgerReader(evolve(place, table=sheet.title[:80]), log)
                _read_sheet(cast("_StreamedSheet", sheet), reader)
                if reader.has_headings:
                    break
            if not reader.has_headings:
                reader = LedgerReader(place, log)
            return reader.ledger()
        finally:
            workbook.close()


def _read_sheet(sheet: _StreamedSheet, reader: LedgerReader) -> None:
    with sheet._get_source() as source:  # noqa: SLF001 -- merged cells, which read-only sheets do not tell
        merged = _merged_cells(source)
    # What a sheet says of its own size is often wrong, and may be meant to be.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=_MOST_ROWS, max_col=MAX_COLUMNS, values_only=True)
    held: dict[tuple[int, int], object] = {}
    for line, values in enumerate(rows, start=1):
        if values.count(None) == len(values):
            continue  # there may be a million of them
        cells: list[object] = [_unescaped(value) for value in values]
        for first_row, column in merged.get(line, ()):
            if first_row == line:
                held[first_row, column] = cells[column]
            else:
                cells[column] = held.get((first_row, column))
        while cells and cells[-1] is None:
            del cells[-1]
        reader.read(line, cells)
        if reader.is_lost:
            return


def _unescaped(value: object) -> object:
    if not isinstance(value, str):
        return value
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), value)


def _merged_cells(source: IO[bytes]) -> dict[int, list[tuple[int, int]]]:
    """Return by row which cells are merged with one above, as row and column of the uppermost."""
    merged: dict[int, list[tuple[int, int]]] = {}
    count = 0
    for text in _ranges(source):
        column, first, _, last = range_boundaries(text)
        if column is None or first is None or last is None or not 1 <= column <= MAX_COLUMNS:
            continue
        count += last - first
        if count > MAX_MERGED:
            raise ValueError(f"more than {MAX_MERGED:,} merged cells")
        if first < last:
            for row in range(first, last + 1):
                merged.setdefault(row, []).append((first, column - 1))
    return merged


def _ranges(source: IO[bytes]) -> Iterator[str]:
    """Yield the ranges of merged cells, which stand behind all rows of a sheet."""
    seen: set[str] = set()
    rest = b""
    while chunk := source.read(_CHUNK):
        for found in _MERGED.finditer(rest + chunk):
            text = found[1].decode("ascii")
            if text not in seen:
                seen.add(text)
                yield text
        rest = (rest + chunk)[-_OVERLAP:]
