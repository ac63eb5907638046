"""Texts as cells: no spreadsheet runs them, and every one is restored."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from govmedia_rules.spreadsheets import (
    MOST_UNITS,
    from_cell,
    to_csv_cell,
    to_xlsx_cell,
)
from ledger_strategies import HOSTILE, hostile

ENCODERS = pytest.mark.parametrize("encode", [to_csv_cell, to_xlsx_cell])


@ENCODERS
@pytest.mark.parametrize("text", HOSTILE)
def test_each_hostile_text_is_restored(encode: Callable[[str], str], text: str) -> None:
    assert from_cell(encode(text)) == text


@given(st.text() | hostile, st.sampled_from([to_csv_cell, to_xlsx_cell]))
@example("'1,-5", to_csv_cell)
@example("_x0041_x0042_", to_xlsx_cell)
def test_any_text_is_restored(text: str, encode: Callable[[str], str]) -> None:
    assert from_cell(encode(text)) == text


@given(st.text() | hostile, st.sampled_from([to_csv_cell, to_xlsx_cell]))
def test_no_cell_begins_as_a_formula_does_wherever_a_spreadsheet_splits_it(
    text: str, encode: Callable[[str], str]
) -> None:
    cell = encode(text)

    assert not re.match(r"[\t\n]", cell)
    for piece in re.split(r"""[,;|"\t\n]""", cell):
        assert not re.match(" *[=+@＝＋－＠-]", piece)


@given(st.text() | hostile, st.sampled_from([to_csv_cell, to_xlsx_cell]))
def test_a_cell_holds_no_character_that_cannot_be_seen_or_stored(
    text: str, encode: Callable[[str], str]
) -> None:
    cell = encode(text)

    cell.encode("utf-8")
    assert not {"Cc", "Cs"} & {unicodedata.category(each) for each in cell if each not in "\t\n"}
    assert not re.search("[\u202a-\u202e\u2066-\u2069\ufffe\uffff]", cell)


@pytest.mark.parametrize(
    ("text", "in_csv", "in_xlsx"),
    [
        ("甲县发布", "甲县发布", "甲县发布"),
        ("=1+1", "'=1+1", "'=1+1"),
        ("a,=1", "a,'=1", "a,'=1"),
        ("a - b", "a - b", "a - b"),
        ("007", "'007", "007"),
        ("'007", "''007", "''007"),
        ("1234567890123456", "'1234567890123456", "1234567890123456"),
        ("123456789012e456", "'123456789012e456", "123456789012e456"),
        ("1a2b", "1a2b", "1a2b"),
        ("2019年6月5日", "'2019年6月5日", "2019年6月5日"),
        ("a\x1b[0m", "a\\u001B[0m", "a\\u001B[0m"),
        ("<r>x</r>", "<r>x</r>", "\\u003Cr>x</r>"),
        ("<r>x</r> y", "<r>x</r> y", "<r>x</r> y"),
        ("_x0041_", "\\u005Fx0041_", "\\u005Fx0041_"),
    ],
)
def test_how_cells_are_written(text: str, in_csv: str, in_xlsx: str) -> None:
    assert (to_csv_cell(text), to_xlsx_cell(text)) == (in_csv, in_xlsx)


@ENCODERS
@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a" * MOST_UNITS, "a" * MOST_UNITS),
        ("a" * (MOST_UNITS + 1), "a" * (MOST_UNITS - 1) + "…"),
        ("a" + "😀" * 16_383, "a" + "😀" * 16_383),
        ("aa" + "😀" * 16_383, "aa" + "😀" * 16_382 + "…"),
        ("a" + "😀" * 16_384, "a" + "😀" * 16_382 + "…"),
    ],
)
def test_a_cell_is_cut_where_a_spreadsheet_would_and_never_within_a_character(
    encode: Callable[[str], str], text: str, kept: str
) -> None:
    assert encode(text) == kept


@given(hostile)
def test_a_cell_survives_the_quoting_of_csv(text: str) -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream).writerow([to_csv_cell(text), "next"])
    stream.seek(0)

    assert [list(map(from_cell, row)) for row in csv.reader(stream, strict=True)] == [
        [text, "next"]
    ]
