"""The commands of ``govmedia-rules``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click
from click.shell_completion import CompletionItem

from govmedia_rules.cli.bulletin import bulletin
from govmedia_rules.cli.check import check, demo
from govmedia_rules.cli.consolidate import consolidate
from govmedia_rules.cli.coverage import coverage
from govmedia_rules.cli.diff import diff
from govmedia_rules.cli.generate import generate
from govmedia_rules.cli.options import (
    format_option,
    lang_option,
    output_option,
    rules_option,
    ruleset_named,
)
from govmedia_rules.cli.questionnaire import questionnaire
from govmedia_rules.cli.rule_files import diff as rules_diff
from govmedia_rules.cli.rule_files import lint, new
from govmedia_rules.cli.rule_pages import plain_rule, print_explanation, print_rules
from govmedia_rules.cli.sample import sample
from govmedia_rules.cli.screen import screen
from govmedia_rules.cli.streams import (
    console_on,
    prepare_standard_streams,
    tell,
    write_text,
    written,
)
from govmedia_rules.cli.untrusted import visible
from govmedia_rules.errors import GovmediaRulesError
from govmedia_rules.plugins import ruleset_plugins
from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets import IN_THE_BOX
from govmedia_rules.text import Language

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


def _known(ruleset: RuleSet | None, *, names_plugins: bool = False) -> RuleSet:
    """Return the rules that were named, or all there are: in the box and in plug-ins."""
    if ruleset is not None:
        return ruleset
    known = ruleset_named(IN_THE_BOX)
    for name, plugin in ruleset_plugins(on_broken=lambda broken: tell(f"Skipped {broken}")).items():
        # A set may hold rules of the box with other parameters; those are shown by --rules.
        known = RuleSet(known.id, (*known, *(plugin - known)))
        if names_plugins:
            tell(f"Plug-in / 插件: --rules {name} ({len(plugin)} rules / 条规则)")
    return known


def _canonical(plain: Mapping[str, Any]) -> str:
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"


def _complete_rule(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    return [
        CompletionItem(rule.id)
        for rule in ruleset_named(IN_THE_BOX)
        if rule.id.startswith(incomplete)
    ]


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
      govmedia-rules generate made-up     make a portfolio up, of any size
      govmedia-rules screen texts.csv     what a person should look into (筛查)

    Findings go to standard output, everything else to standard error. Exit status: 0
    nothing failed (没有不符合), 1 something failed (有不符合) or a rule crashed, 2 it could
    not run (无法运行). What is undetermined (未能判定) or waived (已豁免) is no failure.
    """


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

    Without --rules all rules in the box and in plug-ins (插件) are listed; a plug-in that
    cannot be loaded is named on standard error and skipped.

    \b
    Examples:
      govmedia-rules rules
      govmedia-rules rules --format json --lang en

    Exit status: 0, or 2 when it could not run (无法运行).
    """
    if context.invoked_subcommand is not None:
        return
    chosen = _known(ruleset, names_plugins=True)
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
    among all rules in the box and in plug-ins (插件).

    \b
    Example:
      govmedia-rules explain inspection-2019/no-update-in-two-weeks

    Exit status: 0, or 2 when there is no such rule (没有这条规则).
    """
    rule = _known(ruleset).rule(rule_id)
    if form == "json":
        write_text(_canonical(plain_rule(rule)), output)
        return
    with written(output) as stream:
        print_explanation(console_on(stream), rule, language)


cli.add_command(bulletin)
cli.add_command(check)
for command in (lint, rules_diff, new):
    rules.add_command(command)
cli.add_command(consolidate)
cli.add_command(coverage)
cli.add_command(demo)
cli.add_command(diff)
cli.add_command(generate)
cli.add_command(questionnaire)
cli.add_command(sample)
cli.add_command(screen)


def run() -> int:
    """Run the command on the arguments of the process and return its exit status."""
    prepare_standard_streams()
    try:
        cli.main(prog_name="govmedia-rules")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0
