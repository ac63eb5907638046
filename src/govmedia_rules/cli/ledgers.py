"""The ledger so far, from a file on the command line."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Final, cast

import click

from govmedia_rules.reports.ledger import Ledger
from govmedia_rules.reports.ledger_csv import load_ledger_csv

__all__ = ["ledger_in"]

_WORKBOOKS: Final = (".xlsx", ".xlsm")
_WORKBOOK_MODULE: Final = "govmedia_rules.reports.ledger_workbooks"


def ledger_in(path: Path) -> Ledger:
    """
    Return the ledger in the file *path*, as somebody filled it in.

    Raises:
        BadParameter: when its name does not say what kind of file it is.

        LoadError: when anything is wrong with it.

        MissingExtraError: when it is a workbook and the extra is not installed.
    """
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return load_ledger_csv(path)
    if suffix in _WORKBOOKS:
        # Imported only now, because it needs the extra.
        workbooks = import_module(_WORKBOOK_MODULE)
        return cast("Ledger", workbooks.load_ledger_xlsx(path))
    raise click.BadParameter(
        f"{path.name!r} ends neither in .csv nor in .xlsx.", param_hint="--ledger"
    )
