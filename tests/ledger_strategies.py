"""Texts that are meant to do harm, rows and ledgers full of them, and ways to and from files."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hypothesis import strategies as st

from govmedia_rules.models import Subject
from govmedia_rules.reports.ledger import Ledger, LedgerRow, LedgerState, Recheck
from govmedia_rules.reports.ledger_columns import STATES, column_headed
from govmedia_rules.reports.ledger_csv import load_ledger_csv, write_ledger_csv
from govmedia_rules.reports.ledger_workbooks import load_ledger_xlsx
from govmedia_rules.reports.ledger_xlsx import write_ledger_xlsx
from govmedia_rules.text import Language
from serialization_strategies import days, maybe

HOSTILE: Final = (
    '=HYPERLINK("http://example.invalid","甲县发布")',
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "＝1+1",
    "\t=1",
    "\r=1",
    "\n=1",
    " =1",
    "'=1",
    "''=1",
    'a",=1',
    "a;=1",
    "a\t@b",
    "x|-y",
    "' =1",
    "1",
    "'1",
    "007",
    "12345678901234567890",
    "1e5",
    "2019-06-05",
    "1/2",
    "TRUE",
    "<script>alert(1)</script>",
    "<r>not</r> rich",
    "<r><t>rich</t></r>",
    "<r></c></row></r>",
    "&amp;&#0;]]>",
    "_x0041_",
    "_x005F_x0041_",
    "_x0041_x0042_",
    "\\u001B",
    "\\\\u001B\x1b",
    "_x0041\x1b",
    "\x1b[31m红",
    "\x00",
    "\u202e发布\u202c",
    "\u200f",
    "\ufeff",
    "\ufffe\uffff",
    "\ud800",
    "\r\n",
    "a\rb",
    "甲\n乙",
    "👨‍👩‍👧‍👦🇨🇳",
    "\u0085\u2028",
    "甲" * 10_000,
    "😀" * 10_000,
    "=" * 10_000,
    "http://example.invalid",
    "{=1}",
    " ",
    "  a  ",
)

hostile = st.one_of(
    st.just(""),
    st.sampled_from(HOSTILE),
    st.text(max_size=12),
    st.text(st.sampled_from("=+-@'\"\t\r\n,;|\\_xu0041<r>/ 甲1"), max_size=12),
    st.lists(st.sampled_from(HOSTILE[:-10]), max_size=3).map("".join),
)

fingerprints = st.text("0123456789abcdef", min_size=16, max_size=16)


def _state(word: str) -> LedgerState | str:
    return STATES.get(word.strip().casefold(), word)


@st.composite
def rows(draw: st.DrawFn, extras: int) -> LedgerRow:
    by_hand = draw(st.booleans())
    return LedgerRow(
        number=draw(st.integers(1, 10**15 - 1)),
        sponsor_name=draw(hostile),
        sponsor_id=draw(hostile),
        account_name=draw(hostile),
        account_id=draw(hostile),
        platform=draw(hostile),
        subject_kind=draw(maybe(st.sampled_from(Subject))),
        subject_id=draw(hostile),
        subject_name=draw(hostile),
        problem=draw(hostile),
        clauses=draw(hostile),
        evidence=draw(hostile),
        remedy=draw(hostile),
        outcome=draw(hostile),
        severity=draw(hostile),
        first_found_on=draw(maybe(days)),
        last_found_on=draw(maybe(days)),
        rechecked_on=draw(maybe(days)),
        recheck=draw(maybe(st.sampled_from(Recheck))),
        recheck_note=draw(hostile),
        due_on=draw(maybe(days)),
        state=draw(st.sampled_from(LedgerState) | hostile.map(_state)),
        remarks=draw(hostile),
        rule_id="" if by_hand else draw(hostile),
        fingerprint="" if by_hand else draw(fingerprints),
        extras=tuple(draw(st.lists(hostile, min_size=extras, max_size=extras))),
    )


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    headings = draw(
        st.lists(hostile.filter(lambda text: text and column_headed(text) is None), max_size=2)
    )
    drawn = draw(
        st.lists(rows(len(headings)), max_size=3, unique_by=lambda row: row.fingerprint or row)
    )
    return Ledger(
        rows=tuple(drawn),
        extra_headings=tuple(headings),
        language=draw(st.sampled_from(Language)),
    )


def csv_bytes(ledger: Ledger) -> bytes:
    stream = io.StringIO(newline="")
    write_ledger_csv(ledger, stream)
    return stream.getvalue().encode("utf-8")


def xlsx_bytes(ledger: Ledger) -> bytes:
    stream = io.BytesIO()
    write_ledger_xlsx(ledger, stream)
    return stream.getvalue()


def _loaded(data: bytes, load: Callable[[Path], Ledger]) -> Ledger:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "ledger"
        path.write_bytes(data)
        return load(path)


def through_csv(ledger: Ledger) -> Ledger:
    return _loaded(csv_bytes(ledger), load_ledger_csv)


def through_xlsx(ledger: Ledger) -> Ledger:
    return _loaded(xlsx_bytes(ledger), load_ledger_xlsx)


FORMS: Final = (through_csv, through_xlsx)
"""The ways through a file."""
