"""Ledgers in files: every row comes back, whatever stands in it and whoever saved the file."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings

from govmedia_rules.reports.ledger import Ledger, LedgerRow
from ledger_strategies import (
    FORMS,
    HOSTILE,
    csv_bytes,
    ledgers,
    through_csv,
    through_xlsx,
)


@given(ledgers())
def test_a_ledger_comes_back_from_csv_as_it_was(ledger: Ledger) -> None:
    assert through_csv(ledger) == ledger


@settings(max_examples=50)
@given(ledgers())
def test_a_ledger_comes_back_from_a_workbook_as_it_was(ledger: Ledger) -> None:
    assert through_xlsx(ledger) == ledger


@pytest.mark.parametrize("through", FORMS)
@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_comes_back_whole(through: Callable[[Ledger], Ledger], text: str) -> None:
    row = LedgerRow(number=1, problem=text, account_name=text, fingerprint="0" * 16, extras=(text,))
    ledger = Ledger(rows=(row,), extra_headings=("责任人",))

    assert through(ledger) == ledger


@settings(max_examples=20)
@given(ledgers())
def test_the_same_ledger_gives_the_same_csv(ledger: Ledger) -> None:
    assert csv_bytes(through_xlsx(ledger)) == csv_bytes(ledger)
