"""What a ledger looks like as a workbook, what it says of the report, and how much room writing takes."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from collections.abc import Callable, Collection, Iterator
from typing import Any, Final, TextIO

import pytest
from attrs import frozen
from openpyxl import load_workbook

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.findings import Report, TableRead
from govmedia_rules.moments import moment
from govmedia_rules.reports.ledger import Ledger, LedgerRow, LedgerState
from govmedia_rules.reports.ledger_building import rectification_ledger
from govmedia_rules.reports.ledger_csv import write_ledger_csv
from govmedia_rules.reports.ledger_xlsx import MOST_ROWS, write_ledger_xlsx
from govmedia_rules.reports.row_progress import ROWS_PER_TELLING
from govmedia_rules.text import Text
from ledger_strategies import csv_bytes, xlsx_bytes

REPORT: Final = Report(
    as_of=moment("2019-06-05T00:00:00+08:00"),
    ruleset_id="=1+1",
    ruleset_fingerprint="0123456789abcdef",
    findings=(),
    rules=(),
    tables=(TableRead(table="posts", is_supplied=True, rows=1_200, read=1_100),),
    inspected=("a", "b"),
    notices=(Text(zh="豁免未起作用", en="a waiver did nothing"),),
)


def book_of(ledger: Ledger) -> Any:
    return load_workbook(io.BytesIO(xlsx_bytes(ledger)))


def test_the_sheet_is_made_to_be_worked_on_and_printed() -> None:
    row = LedgerRow(number=1, problem="很长" * 100, fingerprint="a" * 16, extras=("张三",))
    book = book_of(Ledger(rows=(row, row), extra_headings=("责任人",)))

    sheet = book.worksheets[0]
    assert (sheet.title, sheet.freeze_panes, sheet.auto_filter.ref) == ("整改台账", "D2", "A1:Z3")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.print_area, sheet.print_title_rows) == ("'整改台账'!$A$1:$R$3", "$1:$1")
    assert [cell.value for cell in sheet[1]][14:18] == [
        "整改期限\ndue on",
        "整改状态\nstate",
        "备注\nremarks",
        "责任人",
    ]
    assert sheet["F2"].alignment.wrap_text
    assert sheet.row_dimensions[2].height > 150
    (offered,) = sheet.data_validations.dataValidation
    assert (str(offered.sqref), offered.errorStyle) == ("P2:P3", "information")
    assert offered.formula1 == '"' + ",".join(state.label.zh for state in LedgerState) + '"'


def test_no_text_becomes_a_formula_a_number_or_a_link() -> None:
    texts = ("=1+1", "{=1}", "http://example.invalid", "007", "<r><t>x</t></r>")
    rows = tuple(LedgerRow(problem=text, fingerprint="a" * 16) for text in texts)

    sheet = book_of(Ledger(rows=rows)).worksheets[0]

    cells = [sheet.cell(at, 6) for at in range(2, len(texts) + 2)]
    assert [cell.data_type for cell in cells] == ["s"] * len(texts)
    assert [cell.hyperlink for cell in cells] == [None] * len(texts)
    assert cells[0].value == "'=1+1"
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes(Ledger(rows=rows)))) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_the_second_sheet_says_what_the_report_looked_at() -> None:
    ledger = rectification_ledger(
        REPORT, earlier=Ledger(rows=(LedgerRow(problem="自查"),)), rectification_days=30
    )

    sheet = book_of(ledger).worksheets[1]

    facts = {name.value: value.value for name, value in sheet.iter_rows()}
    assert sheet.title == "检查说明"
    assert facts["监测时间点 / monitoring moment"] == "2019-06-05 00:00:00 +08:00"
    assert facts["规则集 / rule set"] == "'=1+1"
    assert facts["规则集指纹 / fingerprint of the rule set"] == "0123456789abcdef"
    assert facts["整改期限 / period for rectification"] == (
        "30天，由导出者给定；检查指标和意见未规定天数"
    )
    assert facts["纳入检查的账号 / accounts inspected"] == "2"
    assert facts["数据：信息 / data: posts"] == "共1,200条，审查1,100条"
    assert facts["说明 / notice"] == "豁免未起作用"
    assert facts["台账中手工登记 / rows of the ledger: entered by hand"] == "1"
    assert facts["台账中新发现 / rows of the ledger: new"] == "0"


def test_without_a_period_the_second_sheet_says_that_none_was_given() -> None:
    book = book_of(rectification_ledger(REPORT, language="en", includes_undetermined=True))

    facts = {name.value: value.value for name, value in book.worksheets[1].iter_rows()}
    assert book.sheetnames == ["Ledger", "About"]
    assert facts["period for rectification / 整改期限"].startswith("none given; neither")
    assert "undetermined" in facts["what has rows / 列入范围"]


def test_csv_begins_with_the_mark_by_which_excel_knows_utf_8() -> None:
    data = csv_bytes(Ledger(rows=()))

    assert data.startswith("\ufeff序号 / No.,主办单位 / sponsor,".encode())
    assert data.endswith(b"\r\n")


def test_the_same_report_gives_the_same_bytes() -> None:
    assert xlsx_bytes(rectification_ledger(REPORT)) == xlsx_bytes(rectification_ledger(REPORT))


# -- Many rows --------------------------------------------------------------------------


@frozen
class ManyRows(Collection[LedgerRow]):
    """Rows that are made while somebody goes through them."""

    count: int
    letters: int = 1

    def __len__(self) -> int:
        return self.count

    def __contains__(self, row: object) -> bool:
        return any(each == row for each in self)

    def __iter__(self) -> Iterator[LedgerRow]:
        for number in range(1, self.count + 1):
            text = f"{number}甲" * self.letters
            yield LedgerRow(number=number, problem=text, fingerprint=f"{number:016x}")


class Nowhere(io.TextIOBase):
    """A stream that only counts."""

    written = 0

    def write(self, text: str, /) -> int:
        self.written += len(text)
        return len(text)


def to_csv(ledger: Ledger, progress: Callable[[int], None] | None = None) -> None:
    stream: TextIO = Nowhere()  # type: ignore[assignment]  # as much of one as a writer needs
    write_ledger_csv(ledger, stream, progress=progress)


def to_xlsx(ledger: Ledger, progress: Callable[[int], None] | None = None) -> None:
    write_ledger_xlsx(ledger, io.BytesIO(), progress=progress)


def peak_of(write: Callable[[Ledger], None], ledger: Ledger) -> int:
    tracemalloc.start()
    try:
        write(ledger)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("write", [to_csv, to_xlsx])
def test_progress_is_told_now_and_then_and_at_the_end(write: Callable[..., None]) -> None:
    told: list[int] = []

    write(Ledger(rows=ManyRows(ROWS_PER_TELLING + 1)), told.append)

    assert told == [ROWS_PER_TELLING, ROWS_PER_TELLING + 1]


@pytest.mark.parametrize("write", [to_csv, to_xlsx])
def test_writing_takes_a_small_part_of_the_room_that_the_rows_would(
    write: Callable[[Ledger], None],
) -> None:
    letters, count = 5_000, 400  # more than 20 MB of text

    assert peak_of(write, Ledger(rows=ManyRows(count, letters))) < 4 * 2**20


@pytest.mark.benchmark
@pytest.mark.parametrize("write", [to_csv, to_xlsx])
def test_a_hundred_thousand_rows_take_little_room(write: Callable[[Ledger], None]) -> None:
    assert peak_of(write, Ledger(rows=ManyRows(100_000))) < 64 * 2**20


def test_more_rows_than_a_sheet_holds_are_refused_before_anything_is_written() -> None:
    stream = io.BytesIO()

    with pytest.raises(InvalidValueError, match="at most 1,048,575 rows"):
        write_ledger_xlsx(Ledger(rows=ManyRows(MOST_ROWS + 1)), stream)

    assert stream.getvalue() == b""
