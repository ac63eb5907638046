"""``govmedia-rules coverage``: for every clause, which rules check it, or why none does."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

import click
from click.shell_completion import CompletionItem
from pendulum import DateTime

from govmedia_rules.cli.coverage_pages import (
    CoverageView,
    plain_coverage,
    print_clauses,
    print_coverage,
)
from govmedia_rules.cli.loading import loaded, told_moment
from govmedia_rules.cli.options import (
    answers_option,
    as_of_option,
    format_option,
    lang_option,
    output_option,
    rules_option,
    ruleset_named,
    unknown_fields_option,
)
from govmedia_rules.cli.progress import ProgressBar
from govmedia_rules.cli.streams import console_on, tell, tell_written, write_text, written
from govmedia_rules.cli.summaries import counts_of, summary_line
from govmedia_rules.cli.untrusted import visible
from govmedia_rules.errors import UnknownNameError
from govmedia_rules.evaluation import AuditedProvision, audit, audited_coverage
from govmedia_rules.evaluation import coverage as coverage_of
from govmedia_rules.findings import Report
from govmedia_rules.law import INSTRUMENTS, OPINION_2018, Instrument, Provision
from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets import BUILT_IN, LOCAL
from govmedia_rules.text import Language, Text

__all__ = ["coverage", "provisions_named"]

_NUMBER: Final = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4})*")
_DASHES: Final = re.compile("[-‐‑‒–—―－~～至]+")


def _instrument_named(context: click.Context, _: click.Parameter, name: str) -> Instrument | None:
    if context.resilient_parsing:
        return None
    found = INSTRUMENTS.get(name)
    if found is None:
        raise click.BadParameter(str(UnknownNameError("instrument", name, INSTRUMENTS)))
    return found


def _complete_instrument(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    return [CompletionItem(name) for name in INSTRUMENTS if name.startswith(incomplete)]


def _ends_of(number: str) -> tuple[str, str]:
    first, _, last = _DASHES.sub("–", number.strip().strip(".")).partition("–")
    return first, last or first


def _key(number: str) -> tuple[int, ...]:
    return tuple(map(int, number.split("."))) if _NUMBER.fullmatch(number) else ()


def provisions_named(instrument: Instrument, number: str) -> tuple[Provision, ...]:
    """
    Return the provisions that *number* means: the one, or all beneath it.

    ``4.1.3`` is one clause, ``4.1`` all clauses of that section; ``1.2`` lies in the
    row 1.1–1.3, which may be written with a hyphen as well.

    Raises:
        UnknownNameError: when there is none; the message suggests the near one.
    """
    asked = _ends_of(number)
    found = [
        each
        for each in instrument.provisions
        if (ends := _ends_of(each.number)) == asked
        or (asked[0] == asked[1] and _lies_in(asked[0], ends))
        or (asked[0] == asked[1] and each.number.startswith(f"{asked[0]}."))
    ]
    return tuple(found) or (instrument.provision(number),)


def _lies_in(number: str, ends: tuple[str, str]) -> bool:
    first, last = map(_key, ends)
    key = _key(number)
    # Sections are no clauses of a range: 1 lies in front of 1.1–1.3, not in it.
    return ends[0] != ends[1] and len(key) >= len(first) and first <= key[: len(last)] <= last


def _rules_beside(instrument: Instrument) -> RuleSet:
    """Return the national rules, and those of *instrument* where it is a local one."""
    return ruleset_named((*BUILT_IN, instrument.id) if instrument.id in LOCAL else BUILT_IN)


def _audited(
    paths: Sequence[Path],
    answers: Sequence[Path],
    ruleset: RuleSet,
    as_of: DateTime | None,
    unknown_fields: Literal["error", "ignore"],
    language: Language,
) -> Report:
    at = told_moment(as_of)
    with ProgressBar(language) as bar:
        portfolio = loaded(paths, answers, unknown_fields, bar)
        bar.begin(Text(zh="判定", en="Judging"), len(portfolio.accounts))
        return audit(portfolio, ruleset, as_of=at, progress=bar.advance_to)


def _deliver(
    view: CoverageView, form: str, output: Path | None, language: Language, *, is_whole: bool
) -> None:
    if form == "json":
        text = json.dumps(plain_coverage(view), ensure_ascii=False, indent=2)
        write_text(f"{text}\n", output)
        return
    with written(output) as stream:
        show = print_coverage if is_whole else print_clauses
        show(console_on(stream), view, language)


def _tell_besides(view: CoverageView, form: str, output: Path | None, language: Language) -> None:
    """Tell on stderr what must not be overlooked, and what to do next."""
    gaps = [row.coverage.provision.number for row in view.rows if row.coverage.is_gap]
    if gaps:
        told = Text(
            zh=f"缺口 {len(gaps)} 条，没有规则检查，也没有说明原因：{'、'.join(gaps)}",
            en=f"{len(gaps)} gap(s), checked by no rule and nothing says why: {', '.join(gaps)}",
        )
        tell(told.in_language(language))
    if view.report is not None:
        for notice in view.report.notices:
            tell(visible(notice.in_language(language)))
        tell(summary_line(counts_of(view.report), language))
    if output is not None:
        tell_written(output, language)
    elif form == "table" and len(view.rows) == len(view.instrument.provisions):
        instrument = view.instrument.id
        hint = Text(
            zh=f"一条条款的详情：govmedia-rules coverage {instrument} --clause 条款号",
            en=f"One clause in full: govmedia-rules coverage {instrument} --clause NUMBER",
        )
        tell(hint.in_language(language))


@click.command(short_help="Show how each clause is treated (条款).")
@click.argument(
    "instrument",
    metavar="[INSTRUMENT]",
    default=OPINION_2018.id,
    callback=_instrument_named,
    shell_complete=_complete_instrument,
)
@click.option(
    "--clause",
    metavar="NUMBER",
    help="One clause (条款) in full, such as 4.1.3, or a whole section, such as 4.1.",
)
@click.option(
    "--portfolio",
    "paths",
    metavar="PATH",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Audit this portfolio (账号、信息等数据) too, as check does, and count the outcomes under"
    " each clause; give it again to add files up.",
)
@answers_option
@rules_option
@as_of_option
@format_option
@output_option
@lang_option
@unknown_fields_option
@click.pass_context
def coverage(  # noqa: PLR0913, PLR0917 -- click hands over one argument per option
    context: click.Context,
    instrument: Instrument,
    clause: str | None,
    paths: tuple[Path, ...],
    answers: tuple[Path, ...] | None,
    ruleset: RuleSet | None,
    as_of: DateTime | None,
    form: str,
    output: Path | None,
    language: Language,
    unknown_fields: Literal["error", "ignore"],
) -> None:
    """
    Show how each clause (条款) is treated: which rules check it, by what means, or
    why none does.

    INSTRUMENT is opinion-2018 (国办发〔2018〕123号, unless said otherwise),
    inspection-2019 (国办秘函〔2019〕19号), or that of a province, city or county
    (地方), such as hubei-2021. Without --rules the national rules are looked at, and
    those of the place. A clause is

    \b
      checked         已检查    rules cite it, by every means that it lists
      partly checked  部分检查  rules cite it, but some means is not used
      sets the scope  划定范围  it says whom rules bind
      not checked     不检查    no audit can look at it, and it says why
      GAP             缺口      no rule cites it, and nothing says why

    and the means are data (数据), screening (筛查), attestation (书面确认), or
    a function (函数).

    \b
    Examples:
      govmedia-rules coverage
      govmedia-rules coverage --clause 4.1.3
      govmedia-rules coverage inspection-2019 --lang en
      govmedia-rules coverage --portfolio accounts.json --as-of 2019-06-05

    Exit status: 0, or 2 when it could not run (无法运行); with --portfolio also
    1 when something failed (有不符合) or a rule crashed, as for check.
    """
    if as_of is not None and not paths:
        raise click.UsageError("--as-of is for an audit; give --portfolio as well.", context)
    chosen = _rules_beside(instrument) if ruleset is None else ruleset
    wanted = instrument.provisions if clause is None else provisions_named(instrument, clause)
    report = (
        _audited(paths, answers or (), chosen, as_of, unknown_fields, language) if paths else None
    )
    rows = (
        tuple(AuditedProvision(coverage=each) for each in coverage_of(instrument, chosen))
        if report is None
        else audited_coverage(instrument, chosen, report)
    )
    view = CoverageView(
        instrument=instrument,
        ruleset=chosen,
        rows=tuple(row for row in rows if row.coverage.provision in wanted),
        report=report,
    )
    _deliver(view, form, output, language, is_whole=clause is None)
    _tell_besides(view, form, output, language)
    if report is not None:
        context.exit(int(report.has_failures or report.has_errors))
