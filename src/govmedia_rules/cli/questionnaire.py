"""``govmedia-rules questionnaire``: the questions that are left to people, as a form."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

import click
from pendulum import DateTime

from govmedia_rules.cli.loading import loaded, told_moment
from govmedia_rules.cli.options import (
    answers_option,
    as_of_option,
    lang_option,
    output_option,
    rules_option,
    ruleset_named,
    unknown_fields_option,
)
from govmedia_rules.cli.progress import ProgressBar
from govmedia_rules.cli.streams import is_terminal, tell, tell_written, write_text
from govmedia_rules.cli.untrusted import visible
from govmedia_rules.evaluation import OpenQuestion
from govmedia_rules.evaluation import questionnaire as open_questions
from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets import BUILT_IN
from govmedia_rules.serialization import (
    FormFormat,
    dumps_questionnaire,
)
from govmedia_rules.text import Language, Text

__all__ = ["questionnaire"]

_SUFFIXES: Final[Mapping[str, FormFormat]] = MappingProxyType({".csv": "csv", ".json": "json"})

_form_option = click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "json"]),
    help="A table for spreadsheets, or JSON for programs. Unless said otherwise csv, or what the"
    " name of the output file ends in.",
)


@click.command(short_help="Ask what data cannot tell (问卷).")
@click.argument(
    "paths", metavar="PATH...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@rules_option
@as_of_option
@_form_option
@output_option
@lang_option
@answers_option
@unknown_fields_option
@click.pass_context
def questionnaire(  # noqa: PLR0913, PLR0917 -- click hands over one argument per option
    context: click.Context,
    paths: tuple[Path, ...],
    ruleset: RuleSet | None,
    as_of: DateTime | None,
    form: FormFormat | None,
    output: Path | None,
    language: Language,
    answers: tuple[Path, ...],
    unknown_fields: Literal["error", "ignore"],
) -> None:
    """
    Ask what data cannot tell (问卷): write the open questions as a form.

    Some rules wait for a person's answer: is there an emergency plan, were the staff
    trained? The form has one row for each question that is still open about a unit
    (单位) or an account (账号), with who may answer. Fill in the last columns, and give
    the file to check with --answers; rows left blank stay open.

    PATH is a portfolio, as for check. Without --rules the national rules ask; without
    --as-of the moment is now. With --answers only what those leave open is asked.

    \b
    Examples:
      govmedia-rules questionnaire accounts.json --output form.csv
      govmedia-rules check accounts.json --rules opinion-2018 --answers form.csv

    Exit status: 0, or 2 when it could not run (无法运行).
    """
    form = _form_for(output, form, context)
    at = told_moment(as_of)
    rules = ruleset_named(BUILT_IN) if ruleset is None else ruleset
    with ProgressBar(language) as bar:
        portfolio = loaded(paths, answers, unknown_fields, bar)
        bar.begin(Text(zh="判定", en="Judging"), len(portfolio.accounts))
        questions = open_questions(portfolio, rules, as_of=at, progress=bar.advance_to)
    text = dumps_questionnaire(questions, form, language=language)
    if output is None and is_terminal(sys.stdout):
        text = _for_eyes(text, form)
    write_text(text, output)
    tell(_summary(questions).in_language(language))
    if output is not None:
        tell_written(output, language)


def _form_for(output: Path | None, asked: FormFormat | None, context: click.Context) -> FormFormat:
    """Return the format to write; a form is read back by what its name ends in."""
    suffix = "" if output is None else output.suffix.lower()
    named = _SUFFIXES.get(suffix)
    if asked is not None and named is not None and asked != named:
        raise click.UsageError(
            f"--format {asked} does not go with a file whose name ends in {suffix}; --answers would"
            f" read it as {named}.",
            context,
        )
    return asked or named or "csv"


def _for_eyes(text: str, form: FormFormat) -> str:
    """Return a form to be looked at on a terminal: what cannot be seen is shown by its escape."""
    if form == "json":
        return visible(text, keeps_lines=True)
    shown = io.StringIO(newline="")
    writer = csv.writer(shown, lineterminator="\n")
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
        writer.writerow([visible(cell) for cell in row])
    return shown.getvalue()


def _summary(questions: tuple[OpenQuestion, ...]) -> Text:
    if not questions:
        return Text(zh="没有待答复的问题。", en="No question is open.")
    units = len({each.subject.id for each in questions if each.subject.kind == "unit"})
    accounts = len({each.subject.id for each in questions if each.subject.kind == "account"})
    return Text(
        zh=f"待答复的问题{len(questions)}个，涉及{units}个单位、{accounts}个账号。",
        en=f"Open questions: {len(questions)}, about {units} unit(s) and {accounts} account(s).",
    )
