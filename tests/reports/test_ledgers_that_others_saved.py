"""Ledgers as Excel, WPS and the people in front of them leave them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pytest
from attrs import evolve
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from govmedia_rules.models import Subject
from govmedia_rules.reports.ledger import Ledger, LedgerRow, LedgerState, Recheck
from govmedia_rules.reports.ledger_csv import load_ledger_csv
from govmedia_rules.reports.ledger_workbooks import load_ledger_xlsx
from govmedia_rules.text import Language
from ledger_strategies import csv_bytes, xlsx_bytes

FIRST: Final = LedgerRow(
    number=1,
    sponsor_name="甲县政府",
    sponsor_id="00123",
    account_name="=甲县发布",
    account_id="12345678901234567890",
    platform="微信公众号",
    subject_kind=Subject.ACCOUNT,
    subject_id="12345678901234567890",
    problem="须更新：没有更新",
    evidence="一\n二",
    first_found_on=date(2019, 6, 5),
    last_found_on=date(2019, 6, 5),
    rechecked_on=date(2019, 6, 5),
    recheck=Recheck.NEW,
    due_on=date(2019, 7, 5),
    state=LedgerState.IN_PROGRESS,
    remarks="催办",
    rule_id="set/a",
    fingerprint="1234567890123456",
)
SECOND: Final = evolve(
    FIRST, number=2, recheck=Recheck.GONE, state="", remarks="", fingerprint="a" * 16
)
LEDGER: Final = Ledger(rows=(FIRST, SECOND))


@pytest.fixture
def load_csv(tmp_path: Path) -> Callable[[bytes], Ledger]:
    def load(data: bytes) -> Ledger:
        path = tmp_path / "ledger.csv"
        path.write_bytes(data)
        return load_ledger_csv(path)

    return load


def csv_cells(ledger: Ledger = LEDGER) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_bytes(ledger).decode("utf-8-sig"), newline="")))


def csv_text(cells: Sequence[Sequence[str]], **how: Any) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, **how).writerows(cells)
    return stream.getvalue()


# -- CSV --------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_in_the_encodings_and_with_the_delimiters_of_spreadsheets(
    load_csv: Callable[[bytes], Ledger], encoding: str, delimiter: str
) -> None:
    text = csv_text(csv_cells(), delimiter=delimiter)

    assert load_csv(text.encode(encoding)) == LEDGER


@pytest.mark.parametrize(
    "written",
    ["2019/7/5", "2019-7-5", "2019.07.05", "2019年7月5日", "2019-07-05 00:00:00", "43651"],
)
def test_a_day_as_spreadsheets_write_it(load_csv: Callable[[bytes], Ledger], written: str) -> None:
    text = csv_text(csv_cells()).replace("2019-07-05", written)

    assert load_csv(text.encode()) == LEDGER


def test_columns_in_another_order_with_others_added_and_with_one_name_only(
    load_csv: Callable[[bytes], Ledger],
) -> None:
    cells = [[*row[::-1][:3], f"责任人{at}", *row[::-1][3:]] for at, row in enumerate(csv_cells())]
    cells[0] = ["责任人" if each == "责任人0" else each.split(" / ")[0] for each in cells[0]]

    ledger = load_csv(csv_text(cells).encode())

    assert ledger.extra_headings == ("责任人",)
    assert ledger.rows == (
        evolve(FIRST, extras=("责任人1",)),
        evolve(SECOND, extras=("责任人2",)),
    )


def test_what_stands_right_of_all_headings_is_kept(load_csv: Callable[[bytes], Ledger]) -> None:
    head, first, second = csv_cells()

    ledger = load_csv(csv_text([[*head, ""], first, [*second, "", "见附件"]]).encode())

    assert ledger.extra_headings == ("",)
    assert [row.extras for row in ledger.rows] == [("",), ("见附件",)]


def test_a_title_above_blank_rows_and_rows_of_ones_own(
    load_csv: Callable[[bytes], Ledger],
) -> None:
    head, first, second = csv_cells()
    blank = [""] * len(head)
    own = ["", "乙县", *blank[2:]]
    cells = [["甲市整改台账"], blank, head, first, blank, own, second, ["合计", "2"]]

    rows = load_csv(csv_text(cells).encode()).rows

    assert tuple(rows) == (
        FIRST,
        LedgerRow(sponsor_name="乙县"),
        SECOND,
        LedgerRow(sponsor_name="2"),
    )


def test_states_in_either_language_are_known_and_others_kept(
    load_csv: Callable[[bytes], Ledger],
) -> None:
    for word, state in (
        (" 整改中 ", LedgerState.IN_PROGRESS),
        ("In Progress", LedgerState.IN_PROGRESS),
        ("已约谈 ", "已约谈 "),
    ):
        text = csv_text(csv_cells()).replace(",整改中,", f",{word},")
        assert next(iter(load_csv(text.encode()).rows)).state == state


def test_an_english_ledger_is_known_by_its_headings(load_csv: Callable[[bytes], Ledger]) -> None:
    english = evolve(LEDGER, language=Language.EN)

    assert load_csv(csv_bytes(english)) == english


# -- XLSX -------------------------------------------------------------------------------


class Book:
    """A workbook of ours, opened and saved by another tool."""

    def __init__(self, folder: Path, ledger: Ledger = LEDGER) -> None:
        self.path = folder / "ledger.xlsx"
        self.book: Workbook = load_workbook(io.BytesIO(xlsx_bytes(ledger)))
        sheet = self.book.worksheets[0]
        assert isinstance(sheet, Worksheet)
        self.sheet = sheet
        self.columns = {
            str(cell.value).split("\n")[0]: at for at, cell in enumerate(self.sheet[1], start=1)
        }

    def write(self, row: int, heading: str, value: Any) -> None:
        self.sheet.cell(row, self.columns[heading]).value = value

    def load(self) -> Ledger:
        self.book.save(self.path)
        return load_ledger_xlsx(self.path)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(tmp_path)


def test_a_workbook_that_was_only_saved_again(book: Book) -> None:
    assert book.load() == LEDGER


def test_cells_that_were_styled_and_a_title_merged_above_the_headings(book: Book) -> None:
    for cell in book.sheet[2]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFFF00")
    book.sheet.insert_rows(1, 2)
    book.sheet["A1"] = "甲市整改台账"
    book.sheet.merge_cells("A1:T1")

    assert book.load() == LEDGER


def test_cells_merged_downwards_hold_what_the_uppermost_does(book: Book) -> None:
    column = book.columns["整改状态"]
    book.sheet.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)

    rows = book.load().rows

    assert [row.state for row in rows] == [LedgerState.IN_PROGRESS] * 2


def test_numbers_days_and_truth_values_where_texts_are_expected(book: Book) -> None:
    book.write(2, "备注", 12)
    book.write(3, "备注", 1.5)
    book.write(2, "主办单位标识", 123.0)
    book.write(2, "账号", datetime(2019, 6, 5))  # noqa: DTZ001 -- sheets know no zones
    book.write(3, "账号", True)
    book.write(2, "序号", "1")
    book.write(3, "序号", 2.0)

    first, second = book.load().rows

    assert (first.number, first.remarks, first.sponsor_id, first.account_name) == (
        1,
        "12",
        "123",
        "2019-06-05",
    )
    assert (second.number, second.remarks, second.account_name) == (2, "1.5", "TRUE")


@pytest.mark.parametrize(
    "written",
    ["2019/7/5", 43651, 43651.0, date(2019, 7, 5), datetime(2019, 7, 5)],  # noqa: DTZ001 -- sheets know no zones
)
def test_a_day_in_a_workbook(book: Book, written: Any) -> None:
    cell = book.sheet.cell(2, book.columns["整改期限"])
    cell.value = written
    if isinstance(written, int | float):
        cell.number_format = "General"

    assert book.load() == LEDGER


def test_sheets_before_the_ledger_and_columns_added_in_between(book: Book) -> None:
    book.book.create_sheet("封面", 0)["A1"] = "请填写"
    book.sheet.insert_cols(3)
    book.sheet["C1"] = "责任人"
    book.sheet["C3"] = "张三"

    ledger = book.load()

    assert ledger.extra_headings == ("责任人",)
    assert [row.extras for row in ledger.rows] == [("",), ("张三",)]


def test_of_a_formula_the_last_value_counts_and_here_there_is_none(book: Book) -> None:
    book.write(2, "备注", "=1+1")

    assert [row.remarks for row in book.load().rows] == ["", ""]


def test_what_excel_writes_for_characters_that_xml_cannot_hold_is_read(book: Book) -> None:
    book.write(2, "备注", "甲_x000D_\n乙_x005F_x0041_")

    assert next(iter(book.load().rows)).remarks == "甲\r\n乙_x0041_"


def test_from_csv_to_a_workbook_by_hand(tmp_path: Path) -> None:
    # As when somebody opens the CSV and saves it as a workbook: apostrophes become text.
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for cells in csv_cells():
        sheet.append(cells)
    book.save(tmp_path / "ledger.xlsx")

    assert load_ledger_xlsx(tmp_path / "ledger.xlsx") == LEDGER
