"""The ledger so far, from a file on the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, cast

import click

from govmedia_rules.cli.report_forms import of_extra
from govmedia_rules.reports.ledger import Ledger
from govmedia_rules.reports.ledger_csv import load_ledger_csv

__all__ = ["ledger_in"]

_WORKBOOKS: Final = (".xlsx", ".xlsm")


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
        load = of_extra(
            "govmedia_rules.cli.workbooks", "load_ledger_xlsx", "report", f"a ledger in {suffix}"
        )
        return cast("Callable[[Path], Ledger]", load)(path)
    raise click.BadParameter(
        f"{path.name!r} ends neither in .csv nor in .xlsx.", param_hint="--ledger"
    )
