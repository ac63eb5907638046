"""What writes the forms of a report that need no extra but ``cli``."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from typing import BinaryIO, TextIO

from govmedia_rules.cli.report_forms import Audited
from govmedia_rules.evaluation import explain_all
from govmedia_rules.reports import write_bulletin
from govmedia_rules.reports.ledger import Ledger
from govmedia_rules.reports.ledger_building import rectification_ledger
from govmedia_rules.reports.ledger_csv import write_ledger_csv
from govmedia_rules.reports.sarif import write_sarif
from govmedia_rules.serialization import write_report

__all__ = ["as_text", "csv_form", "json_form", "ledger_of", "markdown_form", "sarif_form"]


@contextlib.contextmanager
def as_text(stream: BinaryIO) -> Iterator[TextIO]:
    """Yield *stream* as one of text, in UTF-8 and with the ends of lines as they are written."""
    text = io.TextIOWrapper(stream, encoding="utf-8", errors="backslashreplace", newline="")
    yield text
    # Whoever opened the stream closes it.
    text.detach()


def json_form(audited: Audited, stream: BinaryIO) -> None:
    """Write the report as JSON."""
    write_report(audited.report, stream, audited.progress)


def sarif_form(audited: Audited, stream: BinaryIO) -> None:
    """Write a SARIF log; with a baseline, how each result stands to it."""
    report = audited.report
    explained = (
        explain_all(
            audited.portfolio,
            audited.ruleset,
            as_of=report.as_of,
            evidence_limit=audited.evidence_limit,
        )
        if audited.has_passes
        else ()
    )
    with as_text(stream) as text:
        write_sarif(
            report,
            text,
            ruleset=audited.ruleset,
            baseline=audited.baseline,
            explained=explained,
            progress=audited.progress,
        )


def ledger_of(audited: Audited) -> Ledger:
    """Return the rectification ledger of an audit, the one so far carried over."""
    return rectification_ledger(
        audited.report,
        portfolio=audited.portfolio,
        earlier=audited.ledger,
        rectification_days=audited.rectification_days,
        includes_undetermined=audited.has_undetermined,
        language=audited.language,
    )


def csv_form(audited: Audited, stream: BinaryIO) -> None:
    """Write the rectification ledger as CSV."""
    with as_text(stream) as text:
        write_ledger_csv(ledger_of(audited), text, progress=audited.progress)


def markdown_form(audited: Audited, stream: BinaryIO) -> None:
    """Write the bulletin as Markdown."""
    with as_text(stream) as text:
        write_bulletin(audited.report, audited.portfolio, text, audited.language)
    # It counts all findings before it writes the first word.
    audited.progress(len(audited.report.findings))
