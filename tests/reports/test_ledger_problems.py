"""What is wrong with a ledger is told cell by cell, and hostile files do no harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from govmedia_rules.problems import LoadError
from govmedia_rules.reports import ledger_workbooks
from govmedia_rules.reports.ledger import Ledger, LedgerRow, Recheck
from govmedia_rules.reports.ledger_columns import COLUMNS
from govmedia_rules.reports.ledger_csv import load_ledger_csv
from govmedia_rules.reports.ledger_workbooks import load_ledger_xlsx
from ledger_strategies import csv_bytes, xlsx_bytes

ROW = LedgerRow(number=1, rule_id="set/a", recheck=Recheck.NEW, fingerprint="a" * 16)
HEAD = [column.name.zh for column in COLUMNS]


@pytest.fixture
def csv_problems(tmp_path: Path) -> Callable[..., list[str]]:
    def problems_of(data: bytes | str, **options: Any) -> list[str]:
        path = tmp_path / "ledger.csv"
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return _problems(lambda: load_ledger_csv(path, **options), path)

    return problems_of


@pytest.fixture
def xlsx_problems(tmp_path: Path) -> Callable[..., list[str]]:
    def problems_of(data: bytes, **options: Any) -> list[str]:
        path = tmp_path / "ledger.xlsx"
        path.write_bytes(data)
        return _problems(lambda: load_ledger_xlsx(path, **options), path)

    return problems_of


def _problems(load: Callable[[], Ledger], path: Path) -> list[str]:
    with pytest.raises(LoadError) as caught:
        load()
    return [str(each).removeprefix(str(path)).lstrip(":, ") for each in caught.value.problems]


def ledger_csv(*rows: dict[str, str]) -> str:
    lines = [HEAD, *([row.get(column.key, "") for column in COLUMNS] for row in rows)]
    return "\n".join(map(",".join, lines))


def test_every_bad_cell_of_every_row_is_told_with_its_line_and_heading(
    csv_problems: Callable[..., list[str]],
) -> None:
    good = {"fingerprint": "a" * 16, "rule_id": "set/a"}
    text = ledger_csv(
        {**good, "due_on": "月底", "recheck": "也许"},
        good,
        {**good, "fingerprint": "1.23E+15"},
        {"rule_id": "set/a"},
        {**good, "fingerprint": "b" * 16, "first_found_on": "2019-02-30", "subject_kind": "人"},
    )

    assert [
        each.partition("; ")[0].partition("expected one of")[0] for each in csv_problems(text)
    ] == [
        f"line 2, '{'a' * 16}': 复查结果 is '也许'",
        f"line 2, '{'a' * 16}': 整改期限 is '月底'",
        "line 4, '1.23e+15': 指纹 is '1.23e+15'",
        "line 5: 指纹 is missing",
        f"line 6, '{'b' * 16}': 首次发现 is '2019-02-30'",
        f"line 6, '{'b' * 16}': 对象 is '人'",
    ]


def test_a_fingerprint_that_stands_twice_is_told_with_both_places(
    csv_problems: Callable[..., list[str]],
) -> None:
    text = ledger_csv(*[{"fingerprint": "a" * 16}] * 2)

    assert csv_problems(text) == [
        f"line 3, '{'a' * 16}': 指纹 is '{'a' * 16}'; expected each fingerprint once; line 2 has it too."
    ]


def test_a_heading_that_stands_twice(csv_problems: Callable[..., list[str]]) -> None:
    text = ledger_csv({"fingerprint": "a" * 16}).replace("整改要求", "备注", 1)

    assert csv_problems(text) == ["line 1: 备注 is '备注'; expected each heading once."]


def test_rows_whose_cells_are_not_told_apart_are_not_taken_for_blank_ones(
    csv_problems: Callable[..., list[str]],
) -> None:
    head, row = ledger_csv({"number": "1", "state": "已整改", "fingerprint": "a" * 16}).split("\n")
    other = row.replace("1,", "2,", 1)

    problems = csv_problems(f'{head}\n"{row}"\n"{other}"\n')

    assert [each.partition(" is ")[0] for each in problems] == ["line 2: 序号", "line 3: 序号"]
    assert all(
        each.endswith("perhaps because its cells are not separated as the headings are.")
        for each in problems
    )


def test_a_number_by_itself_is_a_row_that_waits_to_be_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text(ledger_csv({"number": "7"}), encoding="utf-8")

    assert load_ledger_csv(path).rows == (LedgerRow(number=7),)


@pytest.mark.parametrize(
    "text", ["", "\n\n", "序号,备注\n1,好\n", "\n".join("abcdefghijklmnopqrstu")]
)
def test_a_file_without_the_headings_of_a_ledger(
    csv_problems: Callable[..., list[str]], text: str
) -> None:
    assert csv_problems(text) == [
        "expected a row of headings within the first 20, with one that says 指纹 or fingerprint."
    ]


@pytest.mark.parametrize(("above", "is_found"), [(19, True), (20, False)])
def test_headings_are_looked_for_in_the_first_twenty_rows(
    tmp_path: Path, above: int, is_found: bool
) -> None:
    path = tmp_path / "ledger.csv"
    path.write_text("标题\n" * above + ledger_csv({"fingerprint": "a" * 16}), encoding="utf-8")

    if is_found:
        assert len(load_ledger_csv(path).rows) == 1
    else:
        with pytest.raises(LoadError):
            load_ledger_csv(path)


def test_csv_that_is_none(csv_problems: Callable[..., list[str]]) -> None:
    text = ledger_csv({"fingerprint": "a" * 16}) + '\n"a"b'

    (problem,) = csv_problems(text)

    assert problem.startswith("line 3: expected CSV (")


def test_bytes_that_are_no_text(csv_problems: Callable[..., list[str]]) -> None:
    assert csv_problems(b"\xff" * 5) == ["line 1: expected text in UTF-8, UTF-16 or GB18030."]


def test_files_that_are_too_large_or_not_there(
    csv_problems: Callable[..., list[str]], xlsx_problems: Callable[..., list[str]], tmp_path: Path
) -> None:
    data = csv_bytes(Ledger(rows=(ROW,)))
    assert csv_problems(data, max_bytes=len(data) - 1) == [
        f"expected a file of at most {len(data) - 1:,} bytes; it has {len(data):,}."
    ]
    (problem,) = xlsx_problems(xlsx_bytes(Ledger(rows=(ROW,))), max_bytes=1_000)
    assert problem.startswith("expected at most 1,000 bytes when unpacked; it has ")
    for load in (load_ledger_csv, load_ledger_xlsx):
        with pytest.raises(LoadError, match="a file that can be read"):
            load(tmp_path / "nowhere")


def test_a_cell_longer_than_any_spreadsheet_allows(csv_problems: Callable[..., list[str]]) -> None:
    text = ledger_csv({"fingerprint": "a" * 16, "remarks": "x" * 32_768})

    (problem,) = csv_problems(text)

    assert problem.endswith("expected at most 32,767 characters.")


def test_more_columns_than_are_read(csv_problems: Callable[..., list[str]]) -> None:
    text = ledger_csv({"fingerprint": "a" * 16}) + "," * 240 + "x"

    assert csv_problems(text) == [f"line 2, '{'a' * 16}': expected a row of at most 256 cells."]


# -- Workbooks --------------------------------------------------------------------------


def test_a_bad_cell_of_a_workbook_is_told_with_its_sheet(
    xlsx_problems: Callable[..., list[str]],
) -> None:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "台账"
    sheet.append(HEAD)
    sheet.append([None] * (len(HEAD) - 1) + [1234567890123456])
    stream = io.BytesIO()
    book.save(stream)

    (problem,) = xlsx_problems(stream.getvalue())

    assert problem.startswith(
        "line 2, 台账, '1234567890123456': 指纹 is '1234567890123456'; expected the 16 digits"
    )


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", "序号".encode()])
def test_files_that_are_no_workbooks(xlsx_problems: Callable[..., list[str]], data: bytes) -> None:
    assert xlsx_problems(data) == ["expected a workbook, as Excel saves it (.xlsx)."]


def repacked(change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """Return a workbook of ours with its files changed, and others added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_bytes(Ledger(rows=(ROW,))))) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, data in more.items():
            new.writestr(name, data)
    return stream.getvalue()


def in_sheet(old: bytes, new: bytes) -> Callable[[str, bytes], bytes]:
    def change(name: str, data: bytes) -> bytes:
        if name != "xl/worksheets/sheet1.xml":
            return data
        assert old in data
        return data.replace(old, new, 1)

    return change


def test_a_sheet_that_breaks_off_or_declares_entities_is_refused(
    xlsx_problems: Callable[..., list[str]],
) -> None:
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet'
    for change in (in_sheet(b"</sheetData>", b""), in_sheet(b"<worksheet", bomb)):
        (problem,) = xlsx_problems(repacked(change))
        assert problem.startswith("expected a workbook, as Excel saves it (.xlsx); its parser says")


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(
    xlsx_problems: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_workbooks, "MAX_OTHER_BYTES", 10**6)
    bomb = repacked(lambda _, data: data, bomb=b"\0" * (10**6 + 1))

    (problem,) = xlsx_problems(bomb)

    assert len(bomb) < 20_000
    assert problem.startswith("expected at most 1,000,000 bytes beside the sheets; it has 1,0")


def test_shared_texts_do_not_pass_for_a_sheet(
    xlsx_problems: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_workbooks, "MAX_OTHER_BYTES", 10**6)
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    part = b'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="' + kind + b'"/></Types>'

    def change(name: str, data: bytes) -> bytes:
        if name == "[Content_Types].xml":
            return data.replace(b"</Types>", part)
        return data + b" " * 10**6 if name == "xl/worksheets/sheet1.xml" else data

    (problem,) = xlsx_problems(repacked(change))

    assert problem.startswith("expected at most 1,000,000 bytes beside the sheets; it has 1,0")


def test_a_workbook_of_too_many_files_or_merged_cells_is_refused(
    xlsx_problems: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="C1:C1048576"/></mergeCells>'
    (problem,) = xlsx_problems(repacked(in_sheet(b"</sheetData>", merged)))
    assert "more than 500,000 merged cells" in problem

    monkeypatch.setattr(ledger_workbooks, "MAX_MEMBERS", 3)
    assert xlsx_problems(xlsx_bytes(Ledger(rows=(ROW,))))[0].startswith(
        "expected a workbook of at most 3 files; it has "
    )


def test_what_a_sheet_says_of_its_size_is_not_believed(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    row = evolve(ROW, remarks="好")
    for size in (b"A1", b"A1:XFD1048576"):
        path.write_bytes(repacked(in_sheet(b'ref="A1:Y2"', b'ref="' + size + b'"')))
        assert load_ledger_xlsx(path).rows == (ROW,)
    assert row != ROW


def test_rows_beyond_those_of_any_sheet_are_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsx"
    path.write_bytes(repacked(in_sheet(b'<row r="2"', b'<row r="99999999999999"')))

    assert load_ledger_xlsx(path).rows == ()
