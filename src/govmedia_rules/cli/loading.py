"""Portfolios and reports from the files on the command line, and the moment as of which they are looked at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pendulum import DateTime

from govmedia_rules.cli.progress import ProgressBar, size_of
from govmedia_rules.cli.streams import tell
from govmedia_rules.findings import Report
from govmedia_rules.models import Portfolio
from govmedia_rules.moments import now
from govmedia_rules.serialization import (
    load_answers,
    load_portfolio,
    load_report,
    with_answers,
)
from govmedia_rules.text import Text

__all__ = ["loaded", "loaded_report", "told_moment"]


def told_moment(as_of: DateTime | None) -> DateTime:
    """Return *as_of*, or the present moment where none was given, once the reader was told it."""
    at = now() if as_of is None else as_of
    tell(f"As of / 监测时间点: {at.isoformat()}")
    return at


def loaded(
    paths: Sequence[Path],
    answers: Sequence[Path],
    unknown_fields: Literal["error", "ignore"],
    bar: ProgressBar,
) -> Portfolio:
    """
    Return the portfolio that files add up to.

    Parameters:
        paths: the files of the portfolio.

        answers: filled-in questionnaires, whose answers are added.

        unknown_fields: what to do with fields that the library does not know.

        bar: shows how far the reading has come.

    Raises:
        LoadError: when anything is wrong with a file.
    """
    bar.begin(Text(zh="读取", en="Reading"), sum(map(size_of, paths)))
    portfolio = load_portfolio(*paths, unknown_fields=unknown_fields, progress=bar.advance_to)
    return with_answers(portfolio, load_answers(*answers)) if answers else portfolio


def loaded_report(path: Path, bar: ProgressBar) -> Report:
    """
    Return the report in the file *path*, while *bar* shows how far the reading has come.

    Raises:
        LoadError: when anything is wrong with the file.
    """
    bar.begin(Text(zh="读取报告", en="Reading the report"), size_of(path))
    return load_report(path, progress=bar.advance_to)
