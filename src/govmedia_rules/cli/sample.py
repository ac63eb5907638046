"""``govmedia-rules sample``: accounts drawn at random, so that anybody can repeat the draw."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final, Literal

import click
from pendulum import DateTime

from govmedia_rules.cli.block_pages import print_blocks
from govmedia_rules.cli.loading import loaded, told_moment
from govmedia_rules.cli.options import (
    as_of_option,
    joined,
    lang_option,
    output_option,
    unknown_fields_option,
)
from govmedia_rules.cli.progress import ProgressBar
from govmedia_rules.cli.streams import console_on, tell, tell_written, write_text, written
from govmedia_rules.cli.untrusted import visible
from govmedia_rules.reports import draw_blocks, draw_line
from govmedia_rules.sampling import (
    Draw,
    StratumField,
    fresh_seed,
    recently_inspected,
    sampled,
)
from govmedia_rules.sampling import sample as draw_sample
from govmedia_rules.serialization import (
    dump_portfolio,
    dumps_draw,
    dumps_draw_table,
    load_report,
)
from govmedia_rules.text import Language, Text

__all__ = ["sample"]

_PORTFOLIO_SUFFIXES: Final = (".json", ".ndjson", ".jsonl")


def _portfolio_file(context: click.Context, _: click.Parameter, path: Path | None) -> Path | None:
    if path is None or context.resilient_parsing:
        return None
    if path.suffix.lower() not in _PORTFOLIO_SUFFIXES:
        raise click.BadParameter(f"the name has to end in {', '.join(_PORTFOLIO_SUFFIXES)}.")
    if not path.parent.is_dir():
        raise click.BadParameter(f"there is no directory {str(path.parent)!r}.")
    return path


_sample_options = joined(
    (
        click.option(
            "--count", metavar="N", type=click.IntRange(min=0), help="How many accounts to draw."
        ),
        click.option(
            "--ratio",
            metavar="PART",
            help="Which part of the running accounts to draw (抽查比例): 0.3, or 30%. Rounded up.",
        ),
        click.option(
            "--by",
            metavar="FIELD",
            multiple=True,
            type=click.Choice([field.value for field in StratumField]),
            help="Draw from each platform, level or region by itself (分层); give it again to"
            " combine: platform, level, region.",
        ),
        click.option(
            "--minimum",
            metavar="N",
            type=click.IntRange(min=0),
            default=0,
            show_default=True,
            help="How many accounts to draw from each stratum (层) at least.",
        ),
        click.option(
            "--seed",
            metavar="TEXT",
            help="The seed (种子): the same seed draws the same accounts. Unless given one is drawn,"
            " and told.",
        ),
        click.option(
            "--inspected",
            "inspected",
            metavar="FILE",
            multiple=True,
            type=click.Path(path_type=Path),
            help="The report of an earlier audit, as check --format json wrote it; the accounts it"
            " inspected are not drawn. Give it again for several.",
        ),
        click.option(
            "--inspected-days",
            metavar="N",
            type=click.IntRange(min=1),
            default=180,
            show_default=True,
            help="How many days back from the moment an earlier report counts.",
        ),
        click.option(
            "--portfolio",
            "portfolio_path",
            metavar="FILE",
            type=click.Path(dir_okay=False, writable=True, path_type=Path),
            callback=_portfolio_file,
            help="Also write the accounts drawn, with all that PATH holds about them, as a portfolio"
            " for check: .json or .ndjson.",
        ),
        click.option(
            "--format",
            "form",
            type=click.Choice(["table", "csv", "json"]),
            default="table",
            show_default=True,
            help="Tables for people, CSV of the accounts for spreadsheets, or JSON for programs.",
        ),
    )
)


@click.command(short_help="Draw accounts at random (抽查).")
@click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@as_of_option
@_sample_options
@output_option
@lang_option
@unknown_fields_option
@click.pass_context
def sample(  # noqa: PLR0913, PLR0917 -- click hands over one argument per option
    context: click.Context,
    paths: tuple[Path, ...],
    as_of: DateTime | None,
    count: int | None,
    ratio: str | None,
    by: tuple[str, ...],
    minimum: int,
    seed: str | None,
    inspected: tuple[Path, ...],
    inspected_days: int,
    portfolio_path: Path | None,
    form: str,
    output: Path | None,
    language: Language,
    unknown_fields: Literal["error", "ignore"],
) -> None:
    """
    Draw accounts of a register at random (抽查), so that anybody can repeat it.

    Only accounts that run at the moment are drawn. The same register, seed and
    options draw the same accounts, here or with other software: how is in the
    documentation, under "Draw a sample".

    PATH is a portfolio, as for check. Without --as-of the moment is now.

    \b
    Examples:
      govmedia-rules sample register.json --ratio 30% --by platform --minimum 1
      govmedia-rules sample register.json --count 50 --seed 2024-Q3-731 \\
          --by level --by region --inspected q2.json \\
          --format json --output draw.json --portfolio drawn.ndjson

    Exit status: 0, or 2 when it could not run (无法运行).
    """
    if (count is None) is (ratio is None):
        raise click.UsageError("Give either --count or --ratio.", context)
    at = told_moment(as_of)
    with ProgressBar(language) as bar:
        register = loaded(paths, (), unknown_fields, bar)
    draw = draw_sample(
        register,
        as_of=at,
        seed=fresh_seed() if seed is None else seed,
        count=count,
        ratio=ratio,
        by=by,
        minimum=minimum,
        leave_out=_inspected_by(inspected, at, inspected_days, language),
    )
    if portfolio_path is not None:
        dump_portfolio(sampled(register, draw), portfolio_path)
    _deliver(draw, form, output, language)
    if portfolio_path is not None:
        tell_written(portfolio_path, language)


def _inspected_by(
    paths: Iterable[Path], at: DateTime, days: int, language: Language
) -> frozenset[str]:
    """Return who was inspected recently; tell of reports that say nothing of that."""
    found: frozenset[str] = frozenset()
    for path in paths:
        ids = recently_inspected([load_report(path)], as_of=at, days=days)
        if not ids:
            nobody = Text(
                zh=f"{path} 在近{days}天内没有检查任何账号，未据以排除。",
                en=f"{path} inspected nobody in the last {days} days, and leaves nobody out.",
            )
            tell(visible(nobody.in_language(language)))
        found |= ids
    return found


def _deliver(draw: Draw, form: str, output: Path | None, language: Language) -> None:
    match form:
        case "json":
            write_text(dumps_draw(draw), output)
        case "csv":
            write_text(dumps_draw_table(draw, language=language), output)
        case _:
            with written(output) as stream:
                print_blocks(console_on(stream), draw_blocks(draw, language))
    tell(draw_line(draw).in_language(language))
    if output is not None:
        tell_written(output, language)
