"""``govmedia-rules consolidate``: what to do with each account, proposed to people."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

import click
from pendulum import DateTime

from govmedia_rules.cli.loading import loaded, told_moment
from govmedia_rules.cli.options import (
    as_of_option,
    format_option,
    lang_option,
    output_option,
    unknown_fields_option,
)
from govmedia_rules.cli.progress import ProgressBar
from govmedia_rules.cli.proposal_pages import counts_line, print_proposals
from govmedia_rules.cli.streams import console_on, tell, tell_written, write_text, written
from govmedia_rules.cli.untrusted import visible
from govmedia_rules.consolidation import DISCLAIMER, Thresholds, dumps_proposals, propose
from govmedia_rules.errors import GovmediaRulesError
from govmedia_rules.text import Language, Text

__all__ = ["consolidate"]

_DEFAULTS: Final = Thresholds()


def _thresholds(
    context: click.Context, _: click.Parameter, given: tuple[tuple[str, str], ...]
) -> Thresholds:
    if context.resilient_parsing:
        return _DEFAULTS
    try:
        return _DEFAULTS.override(**{name: _number(text) for name, text in given})
    except GovmediaRulesError as error:
        raise click.BadParameter(str(error)) from error


def _number(text: str) -> float:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        raise click.BadParameter(f"{visible(text, 40)} is no number.") from None


@click.command(short_help="Propose what to keep, merge, close (清理整合).")
@click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@as_of_option
@click.option(
    "--unit",
    "unit_id",
    metavar="ID",
    help="Only the accounts of this unit (单位), its internal offices, and units it succeeded.",
)
@click.option(
    "--region",
    metavar="NAME",
    help="Only the accounts of units in this region (地区); accounts of different units there are"
    " then compared as well.",
)
@click.option(
    "--threshold",
    "thresholds",
    metavar="NAME NUMBER",
    type=(str, str),
    multiple=True,
    callback=_thresholds,
    help="Go by another number (门槛); give it again for others. None is in the law's text."
    f" Unless said otherwise: {', '.join(f'{each.name} {each.value}' for each in _DEFAULTS)}.",
)
@format_option
@output_option
@lang_option
@unknown_fields_option
@click.pass_context
def consolidate(  # noqa: PLR0913, PLR0917 -- click hands over one argument per option
    context: click.Context,
    paths: tuple[Path, ...],
    as_of: DateTime | None,
    unit_id: str | None,
    region: str | None,
    thresholds: Thresholds,
    form: str,
    output: Path | None,
    language: Language,
    unknown_fields: Literal["error", "ignore"],
) -> None:
    """
    Propose what to do with each account (清理整合): keep it as the main one
    (保留为主账号), keep it, merge it into another (并入), close it (关停), or
    change its sponsor (变更主办单位); or say which facts are missing (暂不能定).

    These are recommendations for people to decide on, never decisions. Each
    names its clause of the 2018 Opinion and the facts it rests on. A fact that
    nobody recorded leads to no merger and no closing. The Opinion states no
    numbers: see --threshold.

    PATH is a portfolio (账号、信息等数据), as for check. Without --as-of the moment
    is now.

    \b
    Examples:
      govmedia-rules consolidate accounts.json --as-of 2019-06-05
      govmedia-rules consolidate all.json --unit unit:health --lang en
      govmedia-rules consolidate all.json --threshold silent_days 180

    Exit status: 0 whatever is proposed, 2 it could not run (无法运行).
    """
    if unit_id is not None and region is not None:
        raise click.UsageError("--unit and --region do not go together; give one of them.", context)
    at = told_moment(as_of)
    with ProgressBar(language) as bar:
        portfolio = loaded(paths, (), unknown_fields, bar)
    proposals = propose(portfolio, as_of=at, unit_id=unit_id, region=region, thresholds=thresholds)
    if form == "json":
        write_text(dumps_proposals(proposals, as_of=at, thresholds=thresholds), output)
    else:
        with written(output) as stream:
            print_proposals(console_on(stream), proposals, at, thresholds, language)
    if form == "json" or output is not None:
        tell(counts_line(proposals, language))
        tell(DISCLAIMER.in_language(language))
    left_out = len(portfolio.accounts) - len(proposals)
    if left_out:
        told = Text(
            zh=f"待审数据共{len(portfolio.accounts):,}个账号，其余{left_out:,}个不在所选范围内、"
            "没有可据以归类的单位记录，或在监测时间点尚未开设。",
            en=f"The portfolio has {len(portfolio.accounts):,} accounts; {left_out:,} of them lie"
            " outside what was asked for, have no unit on record to tell by, or were not yet"
            " opened.",
        )
        tell(told.in_language(language))
    if output is not None:
        tell_written(output, language)
