"""``govmedia-rules check`` and ``demo``: judge accounts, and deliver the report."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

import click
from attrs import evolve
from click.core import ParameterSource
from pendulum import DateTime

from govmedia_rules.cases import JIANGSU_2019_AS_OF, jiangsu_2019
from govmedia_rules.cli.columnar import TableOrder, TablesResult, deliver_tables, judge_tables
from govmedia_rules.cli.ledgers import ledger_in
from govmedia_rules.cli.loading import loaded, loaded_report, told_moment
from govmedia_rules.cli.options import (
    DEFAULT_RULES,
    answers_option,
    as_of_option,
    baseline_option,
    evidence_limit_option,
    joined,
    lang_option,
    output_option,
    rules_option,
    ruleset_named,
    unknown_fields_option,
)
from govmedia_rules.cli.progress import ProgressBar
from govmedia_rules.cli.report_forms import (
    TABLE,
    Audited,
    Writer,
    report_form_option,
    writer_of,
)
from govmedia_rules.cli.report_pages import print_report
from govmedia_rules.cli.streams import console_on, tell, tell_written, written, written_bytes
from govmedia_rules.cli.summaries import counts_of, summary_line
from govmedia_rules.cli.untrusted import visible
from govmedia_rules.cli.working_days import working_days_option
from govmedia_rules.evaluation import audit
from govmedia_rules.findings import Report
from govmedia_rules.models import Portfolio
from govmedia_rules.moments import Calendar
from govmedia_rules.reports.differences import diff_summary
from govmedia_rules.reports.ledger_building import LONGEST_PERIOD
from govmedia_rules.rules import RuleSet
from govmedia_rules.serialization import write_report
from govmedia_rules.text import Language, Text

__all__ = ["check", "demo"]

_OPTIONS_OF_FORMS: Final = (
    click.option(
        "--ledger",
        metavar="FILE",
        type=click.Path(path_type=Path),
        help="With csv or xlsx: the ledger so far (已填写的台账), whose rows, states and remarks are"
        " carried over.",
    ),
    click.option(
        "--rectify-within",
        "rectification_days",
        metavar="DAYS",
        type=click.IntRange(1, LONGEST_PERIOD),
        help="With csv or xlsx: how many days after the moment a failure is due to be rectified"
        " (整改期限). No text says how many; without it the column stays empty.",
    ),
    click.option(
        "--with-undetermined",
        is_flag=True,
        help="With csv or xlsx: list what is undetermined (未能判定), too.",
    ),
    click.option(
        "--with-passes",
        is_flag=True,
        help="With sarif: write what passes and what does not apply, too; takes far longer.",
    ),
)


@click.command()
@click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@rules_option
@as_of_option
@output_option
@report_form_option
@baseline_option
@joined(_OPTIONS_OF_FORMS)
@lang_option
@answers_option
@unknown_fields_option
@evidence_limit_option
@working_days_option
@click.pass_context
def check(  # noqa: PLR0913, PLR0917 -- click hands over one argument per option
    context: click.Context,
    paths: tuple[Path, ...],
    ruleset: RuleSet | None,
    as_of: DateTime | None,
    output: Path | None,
    form: str,
    baseline: Path | None,
    ledger: Path | None,
    rectification_days: int | None,
    with_undetermined: bool,
    with_passes: bool,
    language: Language,
    answers: tuple[Path, ...],
    unknown_fields: Literal["error", "ignore"],
    evidence_limit: int,
    calendar: Calendar | None,
) -> None:
    """
    Judge the accounts in files (检查).

    PATH is a portfolio (账号、信息等数据): .json, or .ndjson with one record per
    line; or tables, .parquet or .csv, for any number of posts, which need the
    extra `frames`. Several files add up to one portfolio. Without --rules the
    rule set inspection-2019 is run; without --as-of the moment is now. The moment
    used is printed on standard error.

    The name of a table's file says what it holds: accounts.parquet (which has to be
    there), posts-2019Q2.csv, units, messages, attestations, waivers; or say it
    before the file, posts=2019Q2.csv. A folder stands for the tables in it, as
    `generate` writes them, and a folder called posts for the parts in it.
    In CSV an empty cell is a fact that nobody looked at (没有人看过), a moment
    (时间) has its offset, and a list is JSON: ["comments"], or [] for none.

    Findings (结果) of tables are printed whole up to 2000, of more an overview.
    With --output findings.parquet (or .csv, .ndjson) all go into that file, and
    evidence, leaves, missing facts, verdicts and rules into others beside it:
    findings-evidence.parquet and so on.

    \b
    Examples:
      govmedia-rules check accounts.json --as-of 2019-06-05
      govmedia-rules check accounts.json posts.ndjson --output report.txt
      govmedia-rules check all.json --format json --output report.json
      govmedia-rules check all.json --rules opinion-2018 --answers form.csv
      govmedia-rules check all.json --rules opinion-2018+hubei-2021 \\
        --working-days
      govmedia-rules check q2.json --baseline q1-report.json
      govmedia-rules check q2.json --format xlsx --ledger q1.xlsx \\
        --output q2.xlsx
      govmedia-rules check accounts.csv posts-2024-*.parquet
      govmedia-rules check nation/ --as-of 2024-07-01 \\
        --output findings.parquet

    csv and xlsx are the rectification ledger (整改台账), markdown is the bulletin
    (通报), html a web page in both languages, sarif a log for code scanners.

    Exit status: 0 nothing failed (没有不符合), 1 something failed (有不符合) or a rule
    crashed, 2 it could not run (无法运行).
    """
    write = writer_of(
        form,
        output,
        [
            name
            for name, given in (
                ("--ledger", ledger is not None),
                ("--rectify-within", rectification_days is not None),
                ("--with-undetermined", with_undetermined),
                ("--with-passes", with_passes),
            )
            if given
        ],
    )
    so_far = None if ledger is None else ledger_in(ledger)
    at = told_moment(as_of)
    order = TableOrder(
        paths=paths,
        ruleset=ruleset_named(DEFAULT_RULES) if ruleset is None else ruleset,
        as_of=at,
        answers=answers,
        unknown_fields=unknown_fields,
        evidence_limit=evidence_limit,
        form=form,
        output=output,
        has_chosen_form=context.get_parameter_source("form") is not ParameterSource.DEFAULT,
    )
    if order.reads_tables or order.tables_at is not None:
        _refuse_beside_tables(form, baseline, calendar)
        context.exit(_check_tables(order, language))
    with ProgressBar(language) as bar:
        earlier = None if baseline is None else loaded_report(baseline, bar)
        portfolio = loaded(paths, answers, unknown_fields, bar)
        audited = _judged(
            portfolio,
            ruleset,
            at,
            evidence_limit=evidence_limit,
            baseline=earlier,
            language=language,
            bar=bar,
            calendar=calendar,
        )
        audited = evolve(
            audited,
            ledger=so_far,
            rectification_days=rectification_days,
            has_undetermined=with_undetermined,
            has_passes=with_passes,
        )
        _deliver(audited, write, output, bar)
    _tell_besides(audited, form, output)
    context.exit(_status(audited.report))


def _refuse_beside_tables(form: str, baseline: Path | None, calendar: Calendar | None) -> None:
    """Refuse what needs the facts as objects, where they come or go as tables."""
    if form not in {TABLE, "json"}:
        raise click.UsageError(
            f"--format {form} takes a portfolio in JSON or NDJSON; from tables there are {TABLE},"
            " json, and --output findings.parquet, .csv or .ndjson."
        )
    if calendar is not None:
        raise click.UsageError(
            "--working-days takes a portfolio in JSON or NDJSON; in tables working days are not"
            " counted yet, and rules that count them stay undetermined."
        )
    if baseline is not None:
        raise click.UsageError(
            "--baseline takes a portfolio in JSON or NDJSON; write the report of the tables with"
            " --format json, and compare with govmedia-rules diff."
        )


def _check_tables(order: TableOrder, language: Language) -> int:
    """Judge tables, or into tables; return the exit status."""
    with ProgressBar(language) as bar:
        result = judge_tables(order, bar)
        if isinstance(result, Report) and order.form != TABLE:
            bar.begin(Text(zh="写出", en="Writing"), len(result.findings))
            with written_bytes(order.output) as file:
                write_report(result, file, bar.advance_to)
    if isinstance(result, TablesResult):
        deliver_tables(result, order.output, language)
        return int(result.overview.has_failures)
    if order.form == TABLE:
        with written(order.output) as stream:
            print_report(console_on(stream), result, language)
    _tell_of(result, order.form, order.output, language)
    return _status(result)


@click.command()
@rules_option
@as_of_option
@output_option
@report_form_option
@lang_option
@evidence_limit_option
@click.pass_context
def demo(  # noqa: PLR0917 -- click hands over one argument per option
    context: click.Context,
    ruleset: RuleSet | None,
    as_of: DateTime | None,
    output: Path | None,
    form: str,
    language: Language,
    evidence_limit: int,
) -> None:
    """
    Judge the Jiangsu cases of 2019 (江苏案例); no file is needed.

    The cases come from a press report; what it does not say is unknown, and stays
    undetermined (未能判定). Without --as-of the moment is that of the report, 2019-06-05.

    \b
    Examples:
      govmedia-rules demo
      govmedia-rules demo --lang en --as-of 2019-06-20

    Exit status: 0 nothing failed (没有不符合), 1 something failed (有不符合), as it does in
    some of the cases, 2 it could not run (无法运行).
    """
    write = writer_of(form, output)
    at = told_moment(JIANGSU_2019_AS_OF if as_of is None else as_of)
    with ProgressBar(language) as bar:
        audited = _judged(
            jiangsu_2019(),
            ruleset,
            at,
            evidence_limit=evidence_limit,
            baseline=None,
            language=language,
            bar=bar,
        )
        _deliver(audited, write, output, bar)
    _tell_besides(audited, form, output)
    context.exit(_status(audited.report))


def _judged(
    portfolio: Portfolio,
    ruleset: RuleSet | None,
    at: DateTime,
    *,
    evidence_limit: int,
    baseline: Report | None,
    language: Language,
    bar: ProgressBar,
    calendar: Calendar | None = None,
) -> Audited:
    bar.begin(Text(zh="判定", en="Judging"), len(portfolio.accounts))
    rules = ruleset_named(DEFAULT_RULES) if ruleset is None else ruleset
    source = click.get_current_context().get_parameter_source("language")
    report = audit(
        portfolio,
        rules,
        as_of=at,
        evidence_limit=evidence_limit,
        earlier=baseline,
        progress=bar.advance_to,
        calendar=calendar,
    )
    return Audited(
        report=report,
        portfolio=portfolio,
        ruleset=rules,
        baseline=baseline,
        ledger=None,
        rectification_days=None,
        has_undetermined=False,
        has_passes=False,
        language=language,
        is_language_given=source is not ParameterSource.DEFAULT,
        evidence_limit=evidence_limit,
        progress=bar.advance_to,
    )


def _deliver(audited: Audited, write: Writer | None, output: Path | None, bar: ProgressBar) -> None:
    """Write the audit where it goes; a table for people where nothing else writes it."""
    if write is None:
        with written(output) as stream:
            print_report(console_on(stream), audited.report, audited.language)
        return
    bar.begin(Text(zh="写出", en="Writing"), len(audited.report.findings))
    with written_bytes(output) as file:
        write(audited, file)


def _tell_besides(audited: Audited, form: str, output: Path | None) -> None:
    """Tell on stderr what a reader should know besides."""
    _tell_of(audited.report, form, output, audited.language, audited.baseline)


def _tell_of(
    report: Report,
    form: str,
    output: Path | None,
    language: Language,
    baseline: Report | None = None,
) -> None:
    for notice in report.notices:
        tell(visible(notice.in_language(language)))
    if not any(each.is_in_force for each in report.rules):
        idle = Text(
            zh="没有一条规则在监测时间点生效，因此什么也没有判定。",
            en="No rule is in force at the monitoring moment, so nothing was judged.",
        )
        tell(idle.in_language(language))
    if form != TABLE or output is not None:
        tell(summary_line(counts_of(report), language))
    if baseline is not None:
        since = Text(zh="与较早的报告相比：", en="Since the earlier report. ")
        changes = diff_summary(report.diff(baseline))
        tell(since.in_language(language) + changes.in_language(language))
    if output is not None:
        tell_written(output, language)
    elif form == TABLE and report.findings:
        hint = Text(
            zh="规则的详细说明：govmedia-rules explain 规则编号",
            en="More about a rule: govmedia-rules explain RULE",
        )
        tell(hint.in_language(language))


def _status(report: Report) -> int:
    return int(report.has_failures or report.has_errors)
