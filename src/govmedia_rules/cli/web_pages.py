"""The report as a web page, from the command line; with the packages of the extra ``report``."""

from __future__ import annotations

from typing import BinaryIO

from govmedia_rules.cli.form_writers import as_text
from govmedia_rules.cli.report_forms import Audited
from govmedia_rules.reports.html import write_html

__all__ = ["html_form"]


def html_form(audited: Audited, stream: BinaryIO) -> None:
    """Write the report as a web page, in both languages unless one was asked for."""
    with as_text(stream) as text:
        write_html(
            audited.report,
            text,
            ruleset=audited.ruleset,
            portfolio=audited.portfolio,
            language=audited.language if audited.is_language_given else None,
            progress=audited.progress,
        )
