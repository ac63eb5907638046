"""
The forms in which ``check`` and ``demo`` deliver a report: one entry for each.

What writes a form is imported when the form is asked for, so that nobody waits for, or
needs, what other forms need.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final, TypeAlias, cast

import click
from attrs import frozen

from govmedia_rules.cli.streams import is_terminal
from govmedia_rules.errors import MissingExtraError
from govmedia_rules.findings import Report
from govmedia_rules.models import Portfolio
from govmedia_rules.rules import RuleSet
from govmedia_rules.text import Language

__all__ = ["FORMS", "TABLE", "Audited", "ReportForm", "Writer", "report_form_option", "writer_of"]


@frozen(kw_only=True)
class Audited:
    """
    What there is to write of: an audit, and what it was made of.

    Parameters:
        report: its report.

        portfolio: what was judged.

        ruleset: the rules.

        baseline: the earlier report that was followed up, or None.

        language: the language to write in.

        progress: whom to tell how many findings are written.
    """

    report: Report
    portfolio: Portfolio
    ruleset: RuleSet
    baseline: Report | None
    language: Language
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

        extra: the extra that the module needs besides ``cli``, or None.
    """

    module: str
    function: str
    is_binary: bool = False
    extra: str | None = None


TABLE: Final = "table"

FORMS: Final[Mapping[str, ReportForm]] = MappingProxyType(
    {"json": ReportForm(module="govmedia_rules.cli.form_writers", function="json_form")}
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


def writer_of(name: str, output: Path | None) -> Writer | None:
    """
    Return what writes the form called *name*; None for the table.

    Asked before any work is done, so that nobody waits for an audit that cannot be written.

    Raises:
        BadParameter: when the form is nothing that a terminal can show, and would go there.

        MissingExtraError: when its extra is not installed.
    """
    if name == TABLE:
        return None
    form = FORMS[name]
    if form.is_binary and output is None and is_terminal(sys.stdout):
        raise click.BadParameter(
            f"a terminal cannot show {name}; give --output a file (请用 --output 指定文件).",
            param_hint="--format",
        )
    try:
        found = getattr(import_module(form.module), form.function)
    except ModuleNotFoundError as error:
        if form.extra is None or (error.name or "").startswith("govmedia_rules"):
            raise
        raise MissingExtraError(form.extra, f"the format {name}") from error
    return cast("Writer", found)
