"""The options of the commands. One name means the same everywhere."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, TypeVar

import click
from click.shell_completion import CompletionItem
from pendulum import DateTime

from govmedia_rules.errors import GovmediaRulesError, UnknownNameError
from govmedia_rules.moments import MomentError, day, moment
from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets import IN_THE_BOX, LOCAL
from govmedia_rules.text import Language

__all__ = [
    "DEFAULT_RULES",
    "answers_option",
    "as_of_option",
    "evidence_limit_option",
    "format_option",
    "lang_option",
    "output_option",
    "read_moment",
    "rules_option",
    "ruleset_named",
    "unknown_fields_option",
]

T = TypeVar("T")
R = TypeVar("R")

DEFAULT_RULES: Final = ("inspection-2019",)
"""The rule sets that an audit runs unless told otherwise."""

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
    Return the rule sets in the box called *names*, joined in that order.

    One name may join several, as the name of a joined set in a report does:
    ``opinion-2018+inspection-2019``.

    Raises:
        BadParameter: when a name is not known, or two sets do not go together.
    """
    chosen: list[RuleSet] = []
    try:
        for name in (part for given in names for part in given.split("+")):
            if name not in IN_THE_BOX:
                raise UnknownNameError("rule set", name, IN_THE_BOX)
            chosen.append(IN_THE_BOX[name])
        return functools.reduce(operator.or_, chosen)
    except GovmediaRulesError as error:
        raise click.BadParameter(str(error)) from error


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
    return [CompletionItem(name) for name in IN_THE_BOX if name.startswith(incomplete)]


rules_option = click.option(
    "--rules",
    "ruleset",
    metavar="NAME",
    multiple=True,
    callback=_by(ruleset_named),
    shell_complete=_complete_ruleset,
    help=f"A rule set in the box (规则集); give it again, or join names with +, for several."
    f" In the box: {', '.join(name for name in IN_THE_BOX if name not in LOCAL)}; of places (地方):"
    f" {', '.join(LOCAL)}.",
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
