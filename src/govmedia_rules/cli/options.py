"""The options of the commands. One name means the same everywhere."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from click.shell_completion import CompletionItem
from pendulum import DateTime

from govmedia_rules.cli.untrusted import visible
from govmedia_rules.errors import GovmediaRulesError, UnknownNameError
from govmedia_rules.moments import MomentError, day, moment
from govmedia_rules.plugins import ruleset_ids, ruleset_plugin
from govmedia_rules.rulefile import load_ruleset
from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets import IN_THE_BOX
from govmedia_rules.text import Language

__all__ = [
    "DEFAULT_RULES",
    "answers_option",
    "as_of_option",
    "baseline_option",
    "evidence_limit_option",
    "format_option",
    "joined",
    "lang_option",
    "output_option",
    "read_moment",
    "rules_option",
    "ruleset_named",
    "unknown_fields_option",
]

T = TypeVar("T")
R = TypeVar("R")
C = TypeVar("C", bound=Callable[..., Any])

DEFAULT_RULES: Final = ("inspection-2019",)
"""The rule sets that an audit runs unless told otherwise."""

_RULE_FILE: Final = ".toml"

_DAY_MEANS: Final = "a day such as 2019-06-05, which means 00:00 of that day in Beijing"


def read_moment(text: str) -> DateTime:
    """
    Return the moment that *text* names: ISO 8601 with an offset, or a bare day.

    A bare day means 00:00 of that day in Beijing.

    Raises:
        BadParameter: when it names neither; a date and time without an offset names none.
    """
    text = text.strip()
    try:
        return moment(f"{day(text).isoformat()}T00:00:00+08:00")
    except MomentError:
        pass  # no day, or one in an unusable year: moment() says what is wrong
    try:
        return moment(text)
    except MomentError as error:
        raise click.BadParameter(f"{str(error).removesuffix('.')}, or {_DAY_MEANS}.") from error


def ruleset_named(names: Iterable[str]) -> RuleSet:
    """
    Return the rule sets called *names*, joined in that order.

    Those are the ones in the box, and those that installed packages bring. An id in the
    box cannot be taken over by a plug-in.

    A name is that of a rule set in the box or the path of a rule file. One name may join
    several, as the name of a joined set in a report does: ``opinion-2018+inspection-2019``.

    Raises:
        BadParameter: when a name is not known, a rule file has faults, or two sets do not
            go together.
    """
    try:
        return functools.reduce(
            operator.or_, (_one_named(name) for given in names for name in _parts_of(given))
        )
    except GovmediaRulesError as error:
        raise click.BadParameter(visible(str(error), keeps_lines=True)) from error


def _parts_of(name: str) -> list[str]:
    # The path of a file may have a + in it.
    return [name] if name.endswith(_RULE_FILE) and Path(name).is_file() else name.split("+")


def _one_named(name: str) -> RuleSet:
    if name.endswith(_RULE_FILE):
        return load_ruleset(name)
    if name in IN_THE_BOX:
        return IN_THE_BOX[name]
    plugins = ruleset_ids()
    if name not in plugins:
        raise UnknownNameError("rule set", name, (*IN_THE_BOX, *plugins))
    return ruleset_plugin(name)


def joined(options: Iterable[Callable[[C], C]]) -> Callable[[C], C]:
    """Return *options* as one, in their order."""

    def decorate(command: C) -> C:
        for option in reversed(list(options)):
            command = option(command)
        return command

    return decorate


def _output_file(path: Path) -> Path | None:
    if str(path) == "-":
        return None
    if not path.parent.is_dir():
        raise click.BadParameter(f"there is no directory {str(path.parent)!r}.")
    return path


def _by(
    convert: Callable[[T], R],
) -> Callable[[click.Context, click.Parameter, T | None], R | None]:
    """Return a callback that converts what was given, if anything was."""

    def callback(context: click.Context, _: click.Parameter, value: T | None) -> R | None:
        # An option that may be repeated and was not given is an empty tuple.
        if value is None or value == () or context.resilient_parsing:
            return None
        return convert(value)

    return callback


def _complete_ruleset(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    names = [
        CompletionItem(name)
        for name in (*IN_THE_BOX, *ruleset_ids())
        if name.startswith(incomplete)
    ]
    return names or [CompletionItem(incomplete, type="file")]


rules_option = click.option(
    "--rules",
    "ruleset",
    metavar="NAME",
    multiple=True,
    callback=_by(ruleset_named),
    shell_complete=_complete_ruleset,
    help=f"A rule set (规则集) in the box or of an installed plug-in (插件), or a rule file"
    f" (规则文件, .toml); give it again, or join names with +, for several."
    f" In the box: {', '.join(IN_THE_BOX)}.",
)

as_of_option = click.option(
    "--as-of",
    metavar="MOMENT",
    callback=_by(read_moment),
    help="The monitoring moment (监测时间点): ISO 8601 with its offset, or a day such as"
    " 2019-06-05, which means 00:00 of that day in Beijing.",
)

format_option = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="A table for people, or JSON for programs.",
)

output_option = click.option(
    "--output",
    metavar="FILE",
    type=click.Path(dir_okay=False, writable=True, allow_dash=True, path_type=Path),
    callback=_by(_output_file),
    help="Write to this file instead of standard output; it is replaced whole or not at all.",
)

lang_option = click.option(
    "--lang",
    "language",
    type=click.Choice([str(language) for language in Language]),
    default=str(Language.ZH),
    show_default=True,
    callback=_by(Language),
    help="The language of tables (语言).",
)

unknown_fields_option = click.option(
    "--unknown-fields",
    type=click.Choice(["error", "ignore"]),
    default="error",
    show_default=True,
    help="What to do with fields in the input that the library does not know.",
)

answers_option = click.option(
    "--answers",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A filled-in questionnaire (问卷), .csv or .json; its answers count with those of the"
    " portfolio. Give it again to add several.",
)

evidence_limit_option = click.option(
    "--evidence-limit",
    metavar="N",
    type=click.IntRange(min=0),
    default=5,
    show_default=True,
    help="How many ids of posts, messages or accounts a piece of evidence lists; their total is"
    " always given.",
)

baseline_option = click.option(
    "--baseline",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="An earlier report (较早的报告), as --format json wrote it, to follow up (跟踪): what its"
    " findings come to now goes into the report.",
)
