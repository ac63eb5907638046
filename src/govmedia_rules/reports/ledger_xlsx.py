"""Ledgers as XLSX: one sheet to work on, one that says what was looked at. Needs the extra ``report``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from math import ceil
from typing import BinaryIO, Final

from attrs import frozen

from govmedia_rules.errors import InvalidValueError, MissingExtraError
from govmedia_rules.reports.ledger import Ledger, LedgerFact, LedgerState, Recheck
from govmedia_rules.reports.ledger_columns import (
    SHEET,
    Cell,
    Column,
    Content,
    cells_of,
    headings,
    layout,
)
from govmedia_rules.reports.row_progress import RowProgress, told
from govmedia_rules.spreadsheets import to_xlsx_cell
from govmedia_rules.text import Language, Text

try:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet
except ModuleNotFoundError as error:
    raise MissingExtraError("report", "writing a ledger as XLSX") from error

__all__ = ["MOST_ROWS", "write_ledger_xlsx"]

MOST_ROWS: Final = 1_048_575
"""How many rows a sheet holds below its headings."""

_A3: Final = 8
_FROZEN_COLUMNS: Final = 3  # number, sponsor and account stay in sight
_HEADING_HEIGHT: Final = 30
_LINE_HEIGHT: Final = 14
_PADDING: Final = 3
_LAST_NARROW: Final = 0x10FF  # from the Hangul letters on, most characters are wide
_MOST_LINES: Final = 28  # no row is higher than 409 points
_EXTRA_WIDTH: Final = 18
_FILLED_IN: Final = frozenset({"due_on", "state", "remarks"})
_ABOUT: Final = Text(zh="检查说明", en="About")
_PAGES: Final = Text(zh="第 &P 页，共 &N 页", en="page &P of &N")
_CHOOSE: Final = Text(
    zh="请从列表中选择；也可填写其他说法，下次导出时保留。",
    en="Choose from the list; other words are kept by the next export, too.",
)

_BASE: Final = {"valign": "top", "border": 1, "border_color": "#BFBFBF", "font_size": 10}
_FORMATS: Final[Mapping[str, Mapping[str, object]]] = {
    "heading": {
        **_BASE,
        "bold": True,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
        "bg_color": "#1F4E79",
        "font_color": "#FFFFFF",
    },
    "text": {**_BASE, "text_wrap": True},
    "filled_in": {**_BASE, "text_wrap": True, "bg_color": "#FFF9E5"},
    "day": {**_BASE, "num_format": "yyyy-mm-dd", "align": "center"},
    "day_filled_in": {
        **_BASE,
        "num_format": "yyyy-mm-dd",
        "align": "center",
        "bg_color": "#FFF9E5",
    },
    "number": {**_BASE, "align": "center"},
    # As text, so that nobody's editing turns an id into a number.
    "id": {**_BASE, "num_format": "@", "font_color": "#7F7F7F"},
    "bad": {"font_color": "#9C0006", "bold": True},
    "good": {"font_color": "#006100"},
    "open": {"font_color": "#7F6000"},
}
_COLOURS: Final[Mapping[Recheck, str]] = {
    Recheck.NEW: "bad",
    Recheck.PERSISTS: "bad",
    Recheck.RETURNED: "bad",
    Recheck.GONE: "good",
    Recheck.NOT_APPLICABLE: "good",
    Recheck.UNDETERMINED: "open",
    Recheck.NOT_RECHECKED: "open",
}


def write_ledger_xlsx(
    ledger: Ledger, stream: BinaryIO, *, progress: RowProgress | None = None
) -> None:
    """
    Write *ledger* to *stream* as a workbook for Excel, WPS or LibreOffice.

    The rows go to temporary files as they come, so that a hundred thousand take no more
    memory than ten. Texts are written as texts: never as formulas, numbers or links; one
    of more than 32,767 characters is cut.

    Parameters:
        ledger: the ledger.

        stream: where to.

        progress: called now and then with the number of rows written.

    Raises:
        InvalidValueError: when there are more rows than a sheet holds.
    """
    if len(ledger.rows) > MOST_ROWS:
        raise InvalidValueError(
            owner="Ledger",
            owner_id=None,
            field="rows",
            value=len(ledger.rows),
            expected=f"at most {MOST_ROWS:,} rows, as a sheet holds; CSV takes any number",
        )
    with Workbook(stream, {"constant_memory": True}) as workbook:
        if ledger.as_of is not None:
            # Otherwise the moment of writing, and the same ledger would give other bytes.
            workbook.set_properties({"created": ledger.as_of.replace(tzinfo=None)})
        formats = {name: workbook.add_format(dict(given)) for name, given in _FORMATS.items()}
        sheet = _Sheet(workbook.add_worksheet(SHEET.in_language(ledger.language)), formats)
        counts = _write_rows(ledger, sheet, progress)
        _lay_out(ledger, sheet)
        about = workbook.add_worksheet(_ABOUT.in_language(ledger.language))
        _write_facts(ledger, _Sheet(about, formats), counts)


@frozen(eq=False)
class _Sheet:
    """A sheet, with the formats of its workbook."""

    sheet: Worksheet
    formats: Mapping[str, Format]

    def write(self, row: int, column: int, value: Cell, format_name: str) -> None:
        shape = self.formats[format_name]
        match value:
            case None:
                self.sheet.write_blank(row, column, None, shape)
            case int():
                self.sheet.write_number(row, column, value, shape)
            case date():
                day = datetime(value.year, value.month, value.day)  # noqa: DTZ001 -- sheets know no zones
                self.sheet.write_datetime(row, column, day, shape)
            case str():
                self.sheet.write_string(row, column, to_xlsx_cell(value), shape)


def _format_of(column: Column | int) -> str:
    if isinstance(column, int):
        return "text"
    is_filled_in = column.key in _FILLED_IN
    match column.content:
        case Content.DAY:
            return "day_filled_in" if is_filled_in else "day"
        case Content.NUMBER:
            return "number"
        case Content.ID:
            return "id"
        case _:
            return "filled_in" if is_filled_in else "text"


def _write_rows(
    ledger: Ledger, sheet: _Sheet, progress: RowProgress | None
) -> Counter[Recheck | None]:
    """Write the ledger, and return how many rows came to what."""
    columns = layout(ledger)
    names = [_format_of(column) for column in columns]
    sheet.sheet.set_row(0, _HEADING_HEIGHT)
    for position, heading in enumerate(headings(ledger, "\n")):
        sheet.write(0, position, heading, "heading")
    counts: Counter[Recheck | None] = Counter()
    for number, row in enumerate(told(ledger.rows, progress), start=1):
        counts[row.recheck] += 1
        cells = tuple(cells_of(row, columns, ledger.language))
        # Not every program fits the height of rows to their texts when it opens a file.
        sheet.sheet.set_row(number, _LINE_HEIGHT * _lines(columns, cells) + _PADDING)
        for position, (cell, name) in enumerate(zip(cells, names, strict=True)):
            sheet.write(number, position, cell, name)
    return counts


def _lines(columns: tuple[Column | int, ...], cells: tuple[Cell, ...]) -> int:
    """Return how many lines the longest of the *cells* takes when it is wrapped."""
    most = 1
    for column, cell in zip(columns, cells, strict=True):
        if not isinstance(cell, str):
            continue
        if isinstance(column, Column) and column.content is Content.ID:
            continue  # not wrapped
        width = _EXTRA_WIDTH if isinstance(column, int) else column.width
        # As many characters as any row can show; a Chinese one is as wide as two others.
        lines = cell[: width * _MOST_LINES].split("\n")
        most = max(most, sum(ceil(_width(line) / (width - 1)) or 1 for line in lines))
    return min(most, _MOST_LINES)


def _width(line: str) -> int:
    return (
        len(line) if line.isascii() else sum(2 if ord(each) > _LAST_NARROW else 1 for each in line)
    )


def _lay_out(ledger: Ledger, sheet: _Sheet) -> None:
    """Set what the ledger looks like, on the screen and in print."""
    paper, language = sheet.sheet, ledger.language
    columns = layout(ledger)
    last_row = max(len(ledger.rows), 1)
    printed = sum(isinstance(each, int) or each.is_for_people for each in columns)
    for position, column in enumerate(columns):
        width = _EXTRA_WIDTH if isinstance(column, int) else column.width
        paper.set_column(position, position, width)
        if isinstance(column, Column) and column.content is Content.STATE:
            _offer_states(paper, position, last_row, language)
        if isinstance(column, Column) and column.content is Content.RECHECK:
            for recheck, colour in _COLOURS.items():
                rule = {
                    "type": "cell",
                    "criteria": "==",
                    "value": f'"{recheck.label.in_language(language)}"',
                    "format": sheet.formats[colour],
                }
                paper.conditional_format(1, position, last_row, position, rule)
    paper.freeze_panes(1, _FROZEN_COLUMNS)
    paper.autofilter(0, 0, last_row, len(columns) - 1)
    paper.set_landscape()
    paper.set_paper(_A3)
    paper.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
    paper.fit_to_pages(1, 0)
    paper.repeat_rows(0)
    paper.print_area(0, 0, last_row, printed - 1)
    paper.set_header(f"&C&14&B{SHEET.in_language(language)}")
    paper.set_footer(f"&C{_PAGES.in_language(language)}")


def _offer_states(paper: Worksheet, column: int, last_row: int, language: Language) -> None:
    paper.data_validation(
        1,
        column,
        last_row,
        column,
        {
            "validate": "list",
            "source": [state.label.in_language(language) for state in LedgerState],
            # A person may have better words than the list.
            "error_type": "information",
            "error_message": _CHOOSE.in_language(language),
        },
    )


def _write_facts(ledger: Ledger, sheet: _Sheet, counts: Counter[Recheck | None]) -> None:
    paper = sheet.sheet
    paper.set_column(0, 0, 44)
    paper.set_column(1, 1, 70)
    paper.set_landscape()
    paper.fit_to_pages(1, 0)
    for row, fact in enumerate((*ledger.facts, *_counts(counts))):
        names = (fact.name.zh, fact.name.en)
        ordered = names if ledger.language is Language.ZH else tuple(reversed(names))
        sheet.write(row, 0, " / ".join(ordered), "text")
        sheet.write(row, 1, fact.value.in_language(ledger.language), "text")


def _counts(counts: Counter[Recheck | None]) -> list[LedgerFact]:
    """Return how many rows came to what, as facts."""
    facts = []
    for recheck in (*Recheck, None):
        label = Text(zh="手工登记", en="entered by hand") if recheck is None else recheck.label
        if recheck is not None or counts[None]:
            name = Text(zh=f"台账中{label.zh}", en=f"rows of the ledger: {label.en}")
            number = f"{counts[recheck]:,}"
            facts.append(LedgerFact(name, Text(zh=number, en=number)))
    return facts
