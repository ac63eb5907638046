"""
The forms in which ``check`` and ``demo`` deliver a report: one entry for each.

What writes a form is imported when the form is asked for, so that nobody waits for, or
needs, what other forms need.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final, TypeAlias, cast

import click
from attrs import frozen

from govmedia_rules.cli.streams import is_terminal
from govmedia_rules.findings import Report
from govmedia_rules.models import Portfolio
from govmedia_rules.reports.ledger import Ledger
from govmedia_rules.rules import RuleSet
from govmedia_rules.text import Language

__all__ = [
    "FORMS",
    "TABLE",
    "Audited",
    "ReportForm",
    "Writer",
    "report_form_option",
    "writer_of",
]


@frozen(kw_only=True)
class Audited:
    """
    What there is to write of: an audit, and what it was made of.

    Parameters:
        report: its report.

        portfolio: what was judged.

        ruleset: the rules.

        baseline: the earlier report that was followed up, or None.

        ledger: the ledger so far, whose states and remarks are carried over, or None.

        rectification_days: how many days after the moment failures are due, or None.

        has_undetermined: whether a ledger lists what is undetermined, too.

        has_passes: whether to write what passes and what does not apply, too.

        language: the language to write in.

        is_language_given: whether somebody asked for it; what can have both languages
            has both unless so.

        evidence_limit: how many ids a piece of evidence lists.

        progress: whom to tell how many findings are written.
    """

    report: Report
    portfolio: Portfolio
    ruleset: RuleSet
    baseline: Report | None
    ledger: Ledger | None
    rectification_days: int | None
    has_undetermined: bool
    has_passes: bool
    language: Language
    is_language_given: bool
    evidence_limit: int
    progress: Callable[[int], None]


Writer: TypeAlias = Callable[[Audited, BinaryIO], None]
"""Writes an audit to a stream of bytes."""


@frozen(kw_only=True)
class ReportForm:
    """
    One form of a report.

    Parameters:
        module: the module that writes it.

        function: the function there, a :data:`Writer`.

        is_binary: whether it is nothing that a terminal can show.

        takes: the options of ``check`` that mean something to this form alone.
    """

    module: str
    function: str
    is_binary: bool = False
    takes: frozenset[str] = frozenset()


TABLE: Final = "table"

_WRITERS: Final = "govmedia_rules.cli.form_writers"
_LEDGER: Final = frozenset({"--ledger", "--rectify-within", "--with-undetermined"})

FORMS: Final[Mapping[str, ReportForm]] = MappingProxyType(
    {
        "json": ReportForm(module=_WRITERS, function="json_form"),
        "sarif": ReportForm(
            module=_WRITERS, function="sarif_form", takes=frozenset({"--with-passes"})
        ),
        "csv": ReportForm(module=_WRITERS, function="csv_form", takes=_LEDGER),
        "xlsx": ReportForm(
            module="govmedia_rules.cli.workbooks",
            function="xlsx_form",
            is_binary=True,
            takes=_LEDGER,
        ),
        "markdown": ReportForm(module=_WRITERS, function="markdown_form"),
        "html": ReportForm(module="govmedia_rules.cli.web_pages", function="html_form"),
    }
)
"""The forms beside the table for people, by the name that ``--format`` takes."""


report_form_option = click.option(
    "--format",
    "form",
    type=click.Choice([TABLE, *FORMS]),
    default=TABLE,
    show_default=True,
    help="A table for people, or the report in one of the other forms (报告格式).",
)


def writer_of(name: str, output: Path | None, given: Iterable[str] = ()) -> Writer | None:
    """
    Return what writes the form called *name*; None for the table.

    Asked before any work is done, so that nobody waits for an audit that cannot be written.

    Parameters:
        name: the form.

        output: the file that it goes to, or None for stdout.

        given: the options given that mean something to some forms only.

    Raises:
        UsageError: when the form is nothing that a terminal can show, and would go there,
            or when an option means nothing to it.

        MissingExtraError: when its extra is not installed.
    """
    form = FORMS.get(name)
    takes = frozenset[str]() if form is None else form.takes
    for option in given:
        if option not in takes:
            others = ", ".join(each for each, other in FORMS.items() if option in other.takes)
            raise click.UsageError(f"{option} goes with --format {others} only, not with {name}.")
    if form is None:
        return None
    if form.is_binary and output is None and is_terminal(sys.stdout):
        raise click.UsageError(
            f"a terminal cannot show {name}; give --output a file (请用 --output 指定文件)."
        )
    return cast("Writer", getattr(import_module(form.module), form.function))
