"""The commands of ``govmedia-rules``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal

import click
from click.shell_completion import CompletionItem
from pendulum import DateTime

from govmedia_rules.cases import JIANGSU_2019_AS_OF, jiangsu_2019
from govmedia_rules.cli.consolidate import consolidate
from govmedia_rules.cli.coverage import coverage
from govmedia_rules.cli.loading import loaded, told_moment
from govmedia_rules.cli.options import (
    DEFAULT_RULES,
    answers_option,
    as_of_option,
    evidence_limit_option,
    format_option,
    lang_option,
    output_option,
    rules_option,
    ruleset_named,
    unknown_fields_option,
)
from govmedia_rules.cli.progress import ProgressBar
from govmedia_rules.cli.questionnaire import questionnaire
from govmedia_rules.cli.report_pages import print_report, summary_line
from govmedia_rules.cli.rule_pages import plain_rule, print_explanation, print_rules
from govmedia_rules.cli.streams import (
    console_on,
    prepare_standard_streams,
    tell,
    tell_written,
    write_text,
    written,
)
from govmedia_rules.cli.untrusted import visible
from govmedia_rules.cli.working_days import working_days_option
from govmedia_rules.errors import GovmediaRulesError
from govmedia_rules.evaluation import audit
from govmedia_rules.findings import Report
from govmedia_rules.models import Portfolio
from govmedia_rules.moments import Calendar
from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets import IN_THE_BOX
from govmedia_rules.serialization import (
    dumps_report,
)
from govmedia_rules.text import Language, Text

__all__ = ["cli", "run"]

CANNOT_RUN: Final = 2
INTERRUPTED: Final = 130


class CannotRunError(click.ClickException):
    """The command could not do its work; the message says why."""

    exit_code = CANNOT_RUN


def _reason(error: OSError) -> str:
    reason = error.strerror or str(error) or type(error).__name__
    return reason if error.filename is None else f"{error.filename}: {reason}"


class _Commands(click.Group):
    """A group whose commands end in a sentence and a status, never in a traceback, when work fails."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            tell("Interrupted / 已中断")
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            raise
        except GovmediaRulesError as error:
            raise CannotRunError(visible(str(error), keeps_lines=True)) from error
        except OSError as error:
            raise CannotRunError(visible(_reason(error))) from error


def _in_the_box(ruleset: RuleSet | None) -> RuleSet:
    """Return the rules that were named, or all there are, those of places too."""
    return ruleset_named(IN_THE_BOX) if ruleset is None else ruleset


def _judge(
    portfolio: Portfolio,
    ruleset: RuleSet | None,
    at: DateTime,
    evidence_limit: int,
    bar: ProgressBar,
    calendar: Calendar | None = None,
) -> Report:
    bar.begin(Text(zh="判定", en="Judging"), len(portfolio.accounts))
    return audit(
        portfolio,
        ruleset_named(DEFAULT_RULES) if ruleset is None else ruleset,
        as_of=at,
        evidence_limit=evidence_limit,
        progress=bar.advance_to,
        calendar=calendar,
    )


def _deliver(report: Report, form: str, output: Path | None, language: Language) -> None:
    """Write the report where it goes, and tell on stderr what a reader should know besides."""
    if form == "json":
        write_text(dumps_report(report), output)
    else:
        with written(output) as stream:
            print_report(console_on(stream), report, language)
    for notice in report.notices:
        tell(visible(notice.in_language(language)))
    if not any(each.is_in_force for each in report.rules):
        idle = Text(
            zh="没有一条规则在监测时间点生效，因此什么也没有判定。",
            en="No rule is in force at the monitoring moment, so nothing was judged.",
        )
        tell(idle.in_language(language))
    if form == "json" or output is not None:
        tell(summary_line(report, language))
    if output is not None:
        tell_written(output, language)
    elif form == "table" and report.findings:
        hint = Text(
            zh="规则的详细说明：govmedia-rules explain 规则编号",
            en="More about a rule: govmedia-rules explain RULE",
        )
        tell(hint.in_language(language))


def _status(report: Report) -> int:
    return int(report.has_failures or report.has_errors)


def _canonical(plain: Mapping[str, Any]) -> str:
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def _complete_rule(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    return [CompletionItem(rule.id) for rule in _in_the_box(None) if rule.id.startswith(incomplete)]


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 72},
)
@click.version_option(package_name="govmedia-rules", prog_name="govmedia-rules")
def cli() -> None:
    """
    Audit government new media (政务新媒体) by the rules of the State Council.

    \b
    Begin here:
      govmedia-rules demo                 judge the Jiangsu cases of 2019
      govmedia-rules rules                list the rules (规则)
      govmedia-rules check accounts.json  judge your own accounts (账号)
      govmedia-rules consolidate accounts.json
                                          propose what to keep, merge, close
      govmedia-rules coverage             how each clause is treated (条款)

    Findings go to standard output, everything else to standard error. Exit status: 0
    nothing failed (没有不符合), 1 something failed (有不符合) or a rule crashed, 2 it could
    not run (无法运行). What is undetermined (未能判定) or waived (已豁免) is no failure.
    """


@cli.command()
@click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@rules_option
@as_of_option
@format_option
@output_option
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
    form: str,
    output: Path | None,
    language: Language,
    answers: tuple[Path, ...],
    unknown_fields: Literal["error", "ignore"],
    evidence_limit: int,
    calendar: Calendar | None,
) -> None:
    """
    Judge the accounts in files (检查).

    PATH is a portfolio (账号、信息等数据): .json, or .ndjson with one record per
    line. Several files add up to one portfolio. Without --rules the rule set
    inspection-2019 is run; without --as-of the moment is now. The moment used is
    printed on standard error.

    \b
    Examples:
      govmedia-rules check accounts.json --as-of 2019-06-05
      govmedia-rules check accounts.json posts.ndjson --output report.txt
      govmedia-rules check all.json --format json --output report.json
      govmedia-rules check all.json --rules opinion-2018 --answers form.csv
      govmedia-rules check all.json --rules opinion-2018+hubei-2021 --working-days

    Exit status: 0 nothing failed (没有不符合), 1 something failed (有不符合) or a rule
    crashed, 2 it could not run (无法运行).
    """
    at = told_moment(as_of)
    with ProgressBar(language) as bar:
        portfolio = loaded(paths, answers, unknown_fields, bar)
        report = _judge(portfolio, ruleset, at, evidence_limit, bar, calendar)
    _deliver(report, form, output, language)
    context.exit(_status(report))


@cli.command()
@rules_option
@as_of_option
@format_option
@output_option
@lang_option
@evidence_limit_option
@click.pass_context
def demo(  # noqa: PLR0917 -- click hands over one argument per option
    context: click.Context,
    ruleset: RuleSet | None,
    as_of: DateTime | None,
    form: str,
    output: Path | None,
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
    at = told_moment(JIANGSU_2019_AS_OF if as_of is None else as_of)
    with ProgressBar(language) as bar:
        report = _judge(jiangsu_2019(), ruleset, at, evidence_limit, bar)
    _deliver(report, form, output, language)
    context.exit(_status(report))


@cli.group(cls=click.Group, invoke_without_command=True)
@rules_option
@format_option
@output_option
@lang_option
@click.pass_context
def rules(
    context: click.Context,
    ruleset: RuleSet | None,
    form: str,
    output: Path | None,
    language: Language,
) -> None:
    """
    List the rules (规则): id, demand, force, severity, clause.

    Without --rules all rules in the box are listed.

    \b
    Examples:
      govmedia-rules rules
      govmedia-rules rules --format json --lang en

    Exit status: 0, or 2 when it could not run (无法运行).
    """
    if context.invoked_subcommand is not None:
        return
    chosen = _in_the_box(ruleset)
    if form == "json":
        write_text(_canonical({"rules": [plain_rule(rule) for rule in chosen]}), output)
        return
    with written(output) as stream:
        print_rules(console_on(stream), chosen, language)


@cli.command(short_help="Explain a rule (解释规则).")
@click.argument("rule_id", metavar="RULE", shell_complete=_complete_rule)
@rules_option
@format_option
@output_option
@lang_option
def explain(
    rule_id: str, ruleset: RuleSet | None, form: str, output: Path | None, language: Language
) -> None:
    """
    Explain a rule (解释规则): whom it binds, what it demands, where that stands.

    RULE is an id that `govmedia-rules rules` lists. Without --rules it is looked for
    among all rules in the box.

    \b
    Example:
      govmedia-rules explain inspection-2019/no-update-in-two-weeks

    Exit status: 0, or 2 when there is no such rule (没有这条规则).
    """
    rule = _in_the_box(ruleset).rule(rule_id)
    if form == "json":
        write_text(_canonical(plain_rule(rule)), output)
        return
    with written(output) as stream:
        print_explanation(console_on(stream), rule, language)


cli.add_command(consolidate)
cli.add_command(coverage)
cli.add_command(questionnaire)


def run() -> int:
    """Run the command on the arguments of the process and return its exit status."""
    prepare_standard_streams()
    try:
        cli.main(prog_name="govmedia-rules")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0
