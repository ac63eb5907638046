"""``govmedia-rules rules lint``, ``rules diff`` and ``rules new``: rule files at work."""

from __future__ import annotations

import json
from pathlib import Path

import click

from govmedia_rules.cli.options import (
    format_option,
    lang_option,
    output_option,
    ruleset_named,
)
from govmedia_rules.cli.rule_file_pages import diff_lines, lint_lines, plain_diff, plain_lint
from govmedia_rules.cli.streams import tell, tell_written, write_text
from govmedia_rules.cli.untrusted import visible
from govmedia_rules.rulefile import (
    RuleFileError,
    diff_rulesets,
    lint_rule_file,
    lint_ruleset,
    read_rule_file,
    rule_file_template,
)
from govmedia_rules.rulesets import IN_THE_BOX
from govmedia_rules.text import Language, Text

__all__ = ["diff", "lint", "new"]


@click.command(short_help="Look a rule file over (检查规则文件).")
@click.argument("name", metavar="FILE")
@format_option
@output_option
@lang_option
@click.pass_context
def lint(
    context: click.Context, name: str, form: str, output: Path | None, language: Language
) -> None:
    """
    Look a rule file over (检查规则文件): rules that contradict themselves, overrides
    that change nothing or replace another, wording in one language twice, clauses
    that no rule cites, names that nothing uses.

    FILE is a rule file (.toml), or the name of a rule set in the box. A rule is said
    to contradict itself only where that is certain; not every contradiction is found.

    \b
    Example:
      govmedia-rules rules lint mycity.toml

    Exit status: 0 nothing has to be mended (an override that replaces another is only
    told), 1 something has, 2 the file cannot be read as rules (无法读取).
    """
    if name in IN_THE_BOX:
        lints = lint_ruleset(IN_THE_BOX[name])
    else:
        lints = lint_rule_file(read_rule_file(name))
    if form == "json":
        write_text(_json(plain_lint(name, lints)), output)
    else:
        write_text("".join(f"{line}\n" for line in lint_lines(name, lints, language)), output)
    faults = sum(each.kind.is_fault for each in lints)
    tell(
        Text(
            zh=f"{visible(name)}：须改 {faults} 处，提示 {len(lints) - faults} 处。",
            en=f"{visible(name)}: {faults} to mend, {len(lints) - faults} to know.",
        ).in_language(language)
    )
    if output is not None:
        tell_written(output, language)
    context.exit(int(faults > 0))


@click.command(short_help="Say what differs between two rule sets (规则集比较).")
@click.argument("old", metavar="A")
@click.argument("new", metavar="B")
@format_option
@output_option
@lang_option
def diff(old: str, new: str, form: str, output: Path | None, language: Language) -> None:
    """
    Say in words what differs between two rule sets (规则集比较): rules added, removed
    and changed, with the old and the new value of each number.

    A and B are rule files (.toml) or names of rule sets in the box, as for --rules.

    \b
    Example:
      govmedia-rules rules diff inspection-2019 mycity.toml

    Exit status: 0 whatever differs, 2 it could not run (无法运行).
    """
    found = diff_rulesets(ruleset_named([old]), ruleset_named([new]))
    if form == "json":
        write_text(_json(plain_diff(found)), output)
    else:
        write_text("".join(f"{line}\n" for line in diff_lines(found, language)), output)
    if output is not None:
        tell_written(output, language)


@click.command(short_help="Begin a rule file (新建规则文件).")
@click.option(
    "--id",
    "set_id",
    metavar="ID",
    default="mycity-2024",
    show_default=True,
    help="The id of the rule set and of its instrument: lower case, digits and hyphens.",
)
@output_option
@lang_option
def new(set_id: str, output: Path | None, language: Language) -> None:
    """
    Begin a rule file (新建规则文件): a small one, explained line by line, that can be
    run as it is.

    \b
    Example:
      govmedia-rules rules new --id mycity-2024 --output mycity-2024.toml

    Exit status: 0, or 2 when it could not run (无法运行).
    """
    try:
        text = rule_file_template(set_id)
    except RuleFileError as error:
        raise click.BadParameter(error.faults[0].reason, param_hint="--id") from error
    write_text(text, output)
    if output is not None:
        tell_written(output, language)


def _json(plain: dict[str, object]) -> str:
    return json.dumps(plain, ensure_ascii=False, indent=2) + "\n"
