"""From the cells of a spreadsheet that people worked on to a ledger, or to all that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from attrs import define, evolve, field

from govmedia_rules.moments import EARLIEST_YEAR, LATEST_YEAR
from govmedia_rules.problems import ABSENT, Fault, Place, ProblemLog
from govmedia_rules.reports.ledger import Ledger, LedgerRow
from govmedia_rules.reports.ledger_columns import (
    KINDS_OF_SUBJECT,
    RECHECKS,
    STATES,
    Column,
    Content,
    column_headed,
)
from govmedia_rules.spreadsheets import MOST_UNITS, from_cell
from govmedia_rules.text import Language

__all__ = ["HEADINGS_WITHIN", "MAX_BYTES", "MAX_COLUMNS", "LedgerReader", "recognised"]

MAX_BYTES: Final = 2**30
"""The largest file that is read, in bytes, unless the caller says otherwise."""

MAX_COLUMNS: Final = 256
"""How many columns are read."""

HEADINGS_WITHIN: Final = 20
"""Within how many rows the headings have to stand; people put titles above them."""

_FINGERPRINT: Final = re.compile(r"[0-9a-f]{16}")
_DAY: Final = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]+0?0:00(?::00)?)?"
)
_SERIAL: Final = re.compile(r"\d{5}(?:\.0+)?")
# What is found in the last year may be due ten years later.
_LATEST_YEAR: Final = LATEST_YEAR + 10
_EPOCH: Final = date(1899, 12, 30)
_DAY_EXPECTED: Final = "a day such as 2019-06-05, or nothing"
_LONGEST_NUMBER: Final = 15
_SHARED: Final = 64

M = TypeVar("M")


def recognised(cells: Iterable[object]) -> int:
    """Return how many of *cells* are headings of a ledger."""
    return len({column.key for cell in cells if (column := _column(cell)) is not None})


def _column(cell: object) -> Column | None:
    return column_headed(from_cell(cell)) if isinstance(cell, str) else None


@define
class LedgerReader:
    """
    Takes the rows of one sheet, one after the other, and notes every bad cell.

    Parameters:
        place: the file, and the sheet where there are several.

        log: what is wrong so far.
    """

    place: Place
    log: ProblemLog
    _columns: list[Column | int | None] = field(factory=list)
    _names: dict[str, str] = field(factory=dict)
    _extras: list[str] = field(factory=list)
    _rows: dict[int, LedgerRow] = field(factory=dict)
    _lines: dict[str, int] = field(factory=dict)
    _words: dict[str, str] = field(factory=dict)
    _looked_at: int = 0
    _starts_in_english: bool = False

    @property
    def has_headings(self) -> bool:
        """Whether the headings have been found."""
        return bool(self._columns)

    @property
    def is_lost(self) -> bool:
        """Whether the headings have not been found where they have to stand."""
        return not self._columns and self._looked_at >= HEADINGS_WITHIN

    def read(self, line: int, cells: Sequence[object]) -> None:
        """
        Read one row.

        Parameters:
            line: where it stands, counted from 1.

            cells: its cells; texts, numbers, days, truth values, None.
        """
        if all(_text(cell).isspace() or _text(cell) == "" for cell in cells):
            return
        if self._columns:
            self._read_row(line, cells)
        elif not self.is_lost:
            self._looked_at += 1
            if recognised(cells) > 1 and any(
                column is not None and column.key == "fingerprint" for column in map(_column, cells)
            ):
                self._read_headings(line, cells)

    def ledger(self) -> Ledger:
        """
        Return the ledger.

        Raises:
            LoadError: when anything was wrong.
        """
        if not self._columns:
            expected = (
                f"a row of headings within the first {HEADINGS_WITHIN}, with one that says"
                " 指纹 or fingerprint"
            )
            if self.log.total == 0:
                self.log.add_text(self.place, expected)
        if self.log.total:
            raise self.log.as_error()
        # Columns to which nobody gave a heading are kept where somebody wrote in them.
        rows = self._rows.values()
        used = {at for row in rows for at, text in enumerate(row.extras) if text}
        kept = [at for at, heading in enumerate(self._extras) if heading or at in used]
        return Ledger(
            rows=tuple([_with_extras(row, kept) for row in rows]),
            extra_headings=tuple(self._extras[at] for at in kept),
            language=Language.EN if self._starts_in_english else Language.ZH,
        )

    def _read_headings(self, line: int, cells: Sequence[object]) -> None:
        seen: set[str] = set()
        for cell in cells[:MAX_COLUMNS]:
            column = _column(cell)
            if column is None:
                self._columns.append(len(self._extras))
                self._extras.append(from_cell(_text(cell)))
                continue
            heading = from_cell(_text(cell))
            if column.key in seen:
                at = evolve(self.place, line=line)
                self.log.add(at, Fault((column.name.zh,), heading, "each heading once"))
            seen.add(column.key)
            self._columns.append(column)
            self._names[column.key] = column.name.zh
            if column.key == "fingerprint":
                self._starts_in_english = not heading.startswith(column.name.zh)

    def _widen(self, cells: Sequence[object]) -> None:
        """Take what stands to the right of all headings for columns that people added."""
        wanted = min(len(cells), MAX_COLUMNS)
        while len(self._columns) < wanted:
            self._columns.append(len(self._extras))
            self._extras.append("")

    def _read_row(self, line: int, cells: Sequence[object]) -> None:
        at = evolve(self.place, line=line)
        faults: list[Fault] = []
        values: dict[str, object] = {}
        self._widen(cells)
        extras = [""] * len(self._extras)
        for column, cell in zip(self._columns, cells, strict=False):
            if isinstance(column, Column):
                values[column.key] = self._value(column, cell, faults)
            elif column is not None:
                extras[column] = self._checked(f"{self._extras[column] or '?'}", cell, faults)
        if any(_text(cell).strip() for cell in cells[MAX_COLUMNS:]):
            faults.append(Fault((), ABSENT, f"a row of at most {MAX_COLUMNS} cells"))
        fingerprint = values.get("fingerprint", "")
        if fingerprint == "" and values.get("rule_id"):
            faults.append(Fault(("指纹",), ABSENT, _FINGERPRINT_EXPECTED))
        if not faults and not any(values.values()) and not any(extras):
            # Only the column of numbers says something, and no number: the cells of the row
            # were not told apart, or somebody wrote under the ledger. Nothing is lost silently.
            said = next((cell for cell in cells if _text(cell).strip()), None)
            faults.append(Fault(("序号",), said, _NUMBER_EXPECTED))
        if not faults and isinstance(fingerprint, str) and fingerprint:
            before = self._lines.setdefault(fingerprint, line)
            if before != line:
                expected = f"each fingerprint once; line {before} has it too"
                faults.append(Fault(("指纹",), fingerprint, expected))
        for fault in faults:
            self.log.add(at, fault, fingerprint or None)
        if not self.log.total:
            row = LedgerRow(**values, extras=tuple(extras))  # type: ignore[arg-type]  # each value is what its column holds
            self._rows[line] = row

    def _value(self, column: Column, cell: object, faults: list[Fault]) -> object:
        name = column.name.zh
        if column.content is Content.DAY:
            return _day(name, cell, faults)
        if column.content is Content.NUMBER:
            return _number(cell)
        if column.key == "fingerprint":
            return _fingerprint(name, cell, faults)
        text = self._checked(name, cell, faults)
        match column.content:
            case Content.STATE:
                return STATES.get(text.strip().casefold(), text)
            case Content.RECHECK:
                return _known(name, text, RECHECKS, faults)
            case Content.SUBJECT:
                return _known(name, text, KINDS_OF_SUBJECT, faults)
            case _:
                # Sponsors, titles and clauses stand in many rows.
                return self._words.setdefault(text, text) if len(text) < _SHARED else text

    def _checked(self, name: str, cell: object, faults: list[Fault]) -> str:
        text = _text(cell)
        if len(text) > MOST_UNITS:
            faults.append(Fault((name,), text, f"at most {MOST_UNITS:,} characters"))
            return ""
        return from_cell(text)


_FINGERPRINT_EXPECTED: Final = "the 16 digits and letters that the export wrote; without them the row cannot be told from others"

_NUMBER_EXPECTED: Final = (
    "a number; nothing else in this row can be read, perhaps because its cells are not separated"
    " as the headings are"
)


def _with_extras(row: LedgerRow, kept: Sequence[int]) -> LedgerRow:
    """Return *row* with those of its added cells that are kept; rows read early may have fewer."""
    extras = tuple([row.extras[at] if at < len(row.extras) else "" for at in kept])
    return row if extras == row.extras else evolve(row, extras=extras)


def _text(cell: object) -> str:
    """Return a cell as text, as people would have written it."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer() and abs(cell) < 10**_LONGEST_NUMBER:
            return str(int(cell))
        case datetime() if (cell.hour, cell.minute, cell.second, cell.microsecond) == (0, 0, 0, 0):
            return f"{cell:%Y-%m-%d}"
        case _:
            return str(cell)


def _known(name: str, text: str, words: Mapping[str, M], faults: list[Fault]) -> M | None:
    """Return what the word in a cell means; none, or one that nobody knows, means nothing."""
    meant = words.get(text.strip().casefold())
    if meant is None and text.strip():
        faults.append(Fault((name,), text, f"one of {', '.join(words)}, or nothing"))
    return meant


def _fingerprint(name: str, cell: object, faults: list[Fault]) -> str:
    text = from_cell(_text(cell)).strip().lower()
    if text and (not isinstance(cell, str) or _FINGERPRINT.fullmatch(text) is None):
        faults.append(Fault((name,), text, _FINGERPRINT_EXPECTED))
    return text


def _number(cell: object) -> int | None:
    """Return the number of a row, or None where people wrote something else: it is given anew."""
    text = from_cell(_text(cell)).strip()
    if len(text) <= _LONGEST_NUMBER and text.isdecimal() and int(text) > 0:
        return int(text)
    return None


def _day(name: str, cell: object, faults: list[Fault]) -> date | None:
    found: date | None = None
    if isinstance(cell, datetime):
        found = cell.date()
    elif isinstance(cell, date):
        found = cell
    else:
        text = from_cell(_text(cell)).strip()
        if not text:
            return None
        found = _day_in(text)
    if found is None or not EARLIEST_YEAR <= found.year <= _LATEST_YEAR:
        faults.append(Fault((name,), _text(cell), _DAY_EXPECTED))
        return None
    return found


def _day_in(text: str) -> date | None:
    match = _DAY.fullmatch(text)
    if match is not None:
        try:
            return date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return None
    if _SERIAL.fullmatch(text):
        # A day that lost its format: days since the eve of 1900, as spreadsheets count.
        return _EPOCH + timedelta(days=int(text[:5]))
    return None
