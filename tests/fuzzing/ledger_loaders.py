"""Rectification ledgers that people worked on: CSV and workbooks."""

from __future__ import annotations

from typing import Final

from fuzzing.loader import Loader, in_a_file
from fuzzing.mutations import mutated_cells, mutated_zip
from fuzzing.portfolio_loaders import every_field
from fuzzing.report_loaders import some_report
from govmedia_rules.problems import LoadError
from govmedia_rules.reports.ledger import Ledger
from govmedia_rules.reports.ledger_building import rectification_ledger
from govmedia_rules.reports.ledger_csv import load_ledger_csv
from govmedia_rules.reports.ledger_workbooks import load_ledger_xlsx
from ledger_strategies import csv_bytes, through_csv, through_xlsx, xlsx_bytes

__all__ = ["LEDGER_LOADERS", "some_ledger"]

_MOST_UNPACKED: Final = 2**24


def some_ledger(language: str = "zh") -> Ledger:
    """Return the ledger of a few accounts, with what is undetermined."""
    return rectification_ledger(
        some_report(),
        portfolio=every_field(),
        rectification_days=30,
        includes_undetermined=language == "zh",
        language=language,
    )


def _read_csv(data: bytes) -> Ledger:
    return in_a_file(data, "ledger.csv", load_ledger_csv)


def _read_xlsx(data: bytes) -> Ledger:
    return in_a_file(
        data, "ledger.xlsx", lambda path: load_ledger_xlsx(path, max_bytes=_MOST_UNPACKED)
    )


LEDGER_LOADERS: Final = (
    Loader(
        name="ledger-csv",
        reads=_read_csv,
        again=through_csv,
        seeds=lambda: tuple(csv_bytes(some_ledger(each)) for each in ("zh", "en")),
        mutated=mutated_cells,
        refusals=(LoadError,),
    ),
    Loader(
        name="ledger-xlsx",
        reads=_read_xlsx,
        again=through_xlsx,
        seeds=lambda: tuple(xlsx_bytes(some_ledger(each)) for each in ("zh", "en")),
        mutated=mutated_zip,
        refusals=(LoadError,),
    ),
)
"""Ledgers."""
