"""The ledger as a workbook, from the command line; with the packages of the extra ``report``."""

from __future__ import annotations

from typing import BinaryIO

from govmedia_rules.cli.form_writers import ledger_of
from govmedia_rules.cli.report_forms import Audited
from govmedia_rules.reports.ledger_xlsx import write_ledger_xlsx

__all__ = ["xlsx_form"]


def xlsx_form(audited: Audited, stream: BinaryIO) -> None:
    """Write the rectification ledger as a workbook."""
    write_ledger_xlsx(ledger_of(audited), stream, progress=audited.progress)
