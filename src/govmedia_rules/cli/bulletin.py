"""``govmedia-rules bulletin``: the summary of an inspection, ready to be published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final, Literal

import click
from pendulum import DateTime

from govmedia_rules.cli.block_pages import print_blocks
from govmedia_rules.cli.loading import loaded, told_moment
from govmedia_rules.cli.options import (
    DEFAULT_RULES,
    answers_option,
    as_of_option,
    joined,
    lang_option,
    output_option,
    rules_option,
    ruleset_named,
    unknown_fields_option,
)
from govmedia_rules.cli.progress import ProgressBar
from govmedia_rules.cli.streams import console_on, tell, tell_written, write_text, written
from govmedia_rules.evaluation import audit
from govmedia_rules.models import Portfolio
from govmedia_rules.moments import MomentError, day
from govmedia_rules.reports import (
    Bulletin,
    bulletin_blocks,
    dumps_bulletin,
    make_bulletin,
    write_markdown,
    write_plain_text,
)
from govmedia_rules.rules import RuleSet
from govmedia_rules.sampling import Draw, sampled
from govmedia_rules.serialization import load_draw, load_report
from govmedia_rules.text import Language, Text

__all__ = ["bulletin"]

_WRITERS: Final = {"markdown": write_markdown, "text": write_plain_text}


def _day(context: click.Context, _: click.Parameter, given: str | None) -> date | None:
    if given is None or context.resilient_parsing:
        return None
    try:
        return day(given)
    except MomentError as error:
        raise click.BadParameter(str(error)) from error


_bulletin_options = joined(
    (
        click.option(
            "--draw",
            "draw_path",
            metavar="FILE",
            type=click.Path(path_type=Path),
            help="The draw (抽查名单) that sample wrote as JSON: only the accounts it drew are judged,"
            " and the sampling ratio (抽查比例) is that of its register.",
        ),
        click.option(
            "--baseline",
            "earlier_path",
            metavar="FILE",
            type=click.Path(path_type=Path),
            help="The report of an earlier audit, as check --format json wrote it, to compare with.",
        ),
        click.option(
            "--rectify-by",
            metavar="DAY",
            callback=_day,
            help="The day by which to rectify (整改), such as 2019-11-30.",
        ),
        click.option(
            "--decimals",
            metavar="N",
            type=click.IntRange(0, 6),
            default=2,
            show_default=True,
            help="How many decimals rates have.",
        ),
        click.option(
            "--leave-out-unexamined",
            is_flag=True,
            help="Leave accounts with indicators that nobody has looked at out of the pass rates;"
            " unless said so they count as passing, and how many they are is said beside.",
        ),
        click.option(
            "--format",
            "form",
            type=click.Choice(["table", "markdown", "text", "json"]),
            default="table",
            show_default=True,
            help="Tables for the terminal, Markdown, paragraphs for a word processor, or JSON for"
            " programs.",
        ),
    )
)


@click.command(short_help="Write the summary to publish (通报).")
@click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@rules_option
@as_of_option
@_bulletin_options
@output_option
@lang_option
@answers_option
@unknown_fields_option
def bulletin(  # noqa: PLR0913, PLR0917 -- click hands over one argument per option
    paths: tuple[Path, ...],
    ruleset: RuleSet | None,
    as_of: DateTime | None,
    draw_path: Path | None,
    earlier_path: Path | None,
    rectify_by: date | None,
    decimals: int,
    leave_out_unexamined: bool,
    form: str,
    output: Path | None,
    language: Language,
    answers: tuple[Path, ...],
    unknown_fields: Literal["error", "ignore"],
) -> None:
    """
    Judge the accounts in files and write the summary that offices publish
    (通报): accounts registered and inspected, sampling ratio (抽查比例), pass rate
    (合格率) overall and by platform, level, region and veto, and the accounts
    that fail with sponsor and reason.

    PATH is a portfolio, as for check, or with --draw the register that was drawn
    from. Without --rules the rule set inspection-2019 is run; without --as-of the
    moment is now.

    \b
    Examples:
      govmedia-rules bulletin accounts.json --as-of 2019-09-30
      govmedia-rules bulletin all.json --rectify-by 2019-11-30 \\
          --format markdown --output bulletin.md
      govmedia-rules bulletin all.json --draw draw.json --baseline q2.json

    Exit status: 0 whatever it says, 2 it could not run (无法运行).
    """
    draw = None if draw_path is None else load_draw(draw_path)
    earlier = None if earlier_path is None else load_report(earlier_path)
    at = told_moment(as_of)
    rules = ruleset_named(DEFAULT_RULES) if ruleset is None else ruleset
    with ProgressBar(language) as bar:
        portfolio = _portfolio(paths, answers, unknown_fields, draw, bar)
        bar.begin(Text(zh="判定", en="Judging"), len(portfolio.accounts))
        report = audit(portfolio, rules, as_of=at, evidence_limit=0, progress=bar.advance_to)
    summary = make_bulletin(
        report,
        portfolio,
        draw=draw,
        earlier=earlier,
        rectify_by=rectify_by,
        decimals=decimals,
        leave_out_unexamined=leave_out_unexamined,
    )
    _deliver(summary, form, output, language)


def _portfolio(
    paths: Sequence[Path],
    answers: Sequence[Path],
    unknown_fields: Literal["error", "ignore"],
    draw: Draw | None,
    bar: ProgressBar,
) -> Portfolio:
    """Return what is to be judged: all that the files hold, or what was drawn of it."""
    portfolio = loaded(paths, answers, unknown_fields, bar)
    return portfolio if draw is None else sampled(portfolio, draw)


def _deliver(summary: Bulletin, form: str, output: Path | None, language: Language) -> None:
    if form == "json":
        write_text(dumps_bulletin(summary), output)
    else:
        blocks = bulletin_blocks(summary, language)
        with written(output) as stream:
            if form == "table":
                print_blocks(console_on(stream), blocks)
            else:
                _WRITERS[form](blocks, stream)
    if output is not None:
        tell(_line(summary).in_language(language))
        tell_written(output, language)


def _line(summary: Bulletin) -> Text:
    rate = "—" if summary.pass_rate is None else f"{summary.pass_rate}%"
    tally = summary.tally
    return Text(
        zh=f"检查{tally.inspected:,}个，不合格{tally.failing:,}个，合格率{rate}。",
        en=f"Inspected: {tally.inspected:,}; failing: {tally.failing:,}; pass rate {rate}.",
    )
