"""
What pages of the documentation take from the code, so that they cannot say otherwise.

A page asks with a line of its own, such as ``<!-- from code: fields account -->``,
and gets Markdown in its place when the documentation is built.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from functools import cache
from importlib import import_module
from itertools import pairwise
from types import ModuleType
from typing import Any, Final

import attrs
import click

from govmedia_rules import models
from govmedia_rules.cases import labelled_texts
from govmedia_rules.cli import cli
from govmedia_rules.conditions import FieldSpec, Kind, all_fields
from govmedia_rules.frames import TABLES, Column, Holds
from govmedia_rules.models import accounts, portfolios, posts, units
from govmedia_rules.screening import measured
from govmedia_rules.screening.in_the_box import SCREENERS
from govmedia_rules.synthetic import shares

__all__ = ["PUBLIC", "filled_in", "home_of"]

PUBLIC: Final = (
    "govmedia_rules.conditions",
    "govmedia_rules.rules",
    "govmedia_rules.findings",
    "govmedia_rules.evaluation",
    "govmedia_rules.frames",
    "govmedia_rules.law",
    "govmedia_rules.models",
    "govmedia_rules.serialization",
    "govmedia_rules.reports.sarif",
    "govmedia_rules.rulefile",
    "govmedia_rules.consolidation",
    "govmedia_rules.reports",
    "govmedia_rules.sampling",
    "govmedia_rules.reports.html",
    "govmedia_rules.screening",
    "govmedia_rules.screening.in_the_box",
    "govmedia_rules.plugins",
    "govmedia_rules.cases",
    "govmedia_rules.synthetic",
    "govmedia_rules.rulesets",
    "govmedia_rules.rulesets.local",
    "govmedia_rules.moments",
    "govmedia_rules.calendars",
    "govmedia_rules.text",
    "govmedia_rules.errors",
)
"""The subpackages and modules that document the public names."""

_REQUEST: Final = re.compile(r"^<!-- from code: (\w+)(?: (\S+))? -->$", re.MULTILINE)
_PARAMETER: Final = re.compile(r"^ {4}(\w+): (.+)$")
_MODELS: Final = (accounts, posts, units, portfolios)


@cache
def _homes() -> dict[str, str]:
    homes: dict[str, str] = {}
    for home in PUBLIC:
        module = import_module(home)
        for name in module.__all__:
            value = getattr(module, name)
            where = getattr(value, "__module__", None)
            if isinstance(where, str) and where.startswith("govmedia_rules"):
                homes.setdefault(
                    f"{where}.{getattr(value, '__qualname__', name)}", f"{home}.{name}"
                )
            else:
                homes.setdefault(f"{home}.{name}", f"{home}.{name}")
    face = import_module("govmedia_rules")
    for name in face.__all__:
        value = getattr(face, name)
        homes[f"govmedia_rules.{name}"] = homes[f"{value.__module__}.{value.__qualname__}"]
    return homes


def home_of(target: str) -> str | None:
    """Return the public name of what *target* names by the module that defines it, or None."""
    homes = _homes()
    if target in homes:
        return homes[target]
    # Annotations that Sphinx could not resolve are bare; most are unique in the package.
    candidates = {home for home in homes.values() if home.rpartition(".")[2] == target}
    if len(candidates) == 1:
        return candidates.pop()
    owner, _, member = target.rpartition(".")
    return f"{homes[owner]}.{member}" if owner in homes else None


def filled_in(source: str, page: str) -> str:
    """Return the text of a page with what it asks for in place."""

    def answer(request: re.Match[str]) -> str:
        generate = _GENERATORS.get(request[1])
        if generate is None:
            raise ValueError(f"{page}: nothing answers {request[0]}")
        return "\n".join(generate(request[2] or ""))

    return _REQUEST.sub(answer, source)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    titles = list(head)
    yield f"| {' | '.join(titles)} |"
    yield f"|{' --- |' * len(titles)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


def _fields(root: str) -> Iterator[str]:
    yield from _table(
        ("Field", "Holds", "In words", "Known words"),
        (
            (f"`{spec.name}`", str(spec.kind), f"{spec.words.en} ({spec.words.zh})", _words(spec))
            for spec in all_fields()
            if spec.root == root
        ),
    )


def _words(spec: FieldSpec) -> str:
    if not spec.vocabulary:
        return "any" if spec.kind in {Kind.TEXT, Kind.TAGS} else ""
    words = ", ".join(f"`{word}`" for word in spec.vocabulary)
    return words if spec.is_closed else f"{words}, or any other"


def _help(path: str) -> Iterator[str]:
    """Yield the help of a command, such as ``rules/lint``; of the group of all without one."""
    found: click.Command = cli
    context = click.Context(cli, info_name="govmedia-rules")
    for name in path.split("/") if path else ():
        if not isinstance(found, click.Group):
            raise TypeError(f"{found.name} has no commands of its own, such as {name}")
        found = found.commands[name]
        context = click.Context(
            found, info_name=name, parent=context, max_content_width=88, terminal_width=88
        )
    with context:
        text = found.get_help(context)
    yield "```text"
    yield text
    yield "```"


def _model(name: str) -> Iterator[str]:
    kind = next(getattr(module, name) for module in _MODELS if hasattr(module, name))
    described = dict(_parameters_of(kind))
    attrs.resolve_types(kind)
    yield from _table(
        ("Key", "Holds", "Meaning"),
        (
            (
                f"`{attribute.name}`{'' if _may_be_absent(attribute) else ' (required)'}",
                _json_type(attribute.type),
                described[attribute.name],
            )
            for attribute in attrs.fields(kind)
        ),
    )


def _parameters_of(kind: type[Any]) -> Iterator[tuple[str, str]]:
    """Yield name and description of each parameter in the class's docstring."""
    _, _, section = inspect.getdoc(kind).partition("Parameters:\n")  # type: ignore[union-attr]  # models have docstrings
    name, words = "", list[str]()
    for line in section.splitlines():
        if line and not line.startswith(" "):
            break
        if match := _PARAMETER.match(line):
            if name:
                yield name, _plain(words)
            name, words = match[1], [match[2]]
        elif line.strip():
            words.append(line.strip())
    yield name, _plain(words)


def _plain(words: list[str]) -> str:
    text = " ".join(words).replace("``", "`")
    text = re.sub(r"see :data:`(\w+)`", _known_words, text)
    text = re.sub(r"\bNone\b", "`null`", text)
    return re.sub(r":\w+:`~?(?:\w+\.)*(\w+)`", r"`\1`", text)


def _known_words(name: re.Match[str]) -> str:
    words: tuple[str, ...] = getattr(models, name[1])
    return "known: " + ", ".join(f"`{word}`" for word in words)


def _may_be_absent(attribute: attrs.Attribute[Any]) -> bool:
    return attribute.default is not attrs.NOTHING


def _json_type(type_: Any) -> str:
    parts = [part for part in getattr(type_, "__args__", (type_,)) if part is not type(None)]
    if getattr(type_, "__origin__", None) in {tuple, frozenset}:
        parts = [type_]
    (part,) = parts
    origin: Any = getattr(part, "__origin__", None)
    arguments: tuple[Any, ...] = getattr(part, "__args__", ())
    if origin in {tuple, frozenset}:
        kind = "set" if origin is frozenset else "list"
        return f"{kind} of {'texts' if arguments[0] is str else f'{arguments[0].__name__} objects'}"
    if issubclass(part, StrEnum):
        return "one of " + ", ".join(f"`{member}`" for member in part)
    return _JSON_TYPES.get(part.__name__, f"{part.__name__} object")


_JSON_TYPES: Final = {
    "str": "text",
    "int": "whole number",
    "bool": "`true` or `false`",
    "DateTime": "moment",
    "date": "day",
}


def _data(home: str) -> Iterator[str]:
    """Yield the public names of a subpackage that are values: Sphinx sees only where they are made."""
    module = import_module(home)
    values = {name: getattr(module, name) for name in module.__all__}  # loads what is lazy
    docstrings: dict[str, str] = {}
    for name in sorted(sys.modules):
        if name == home or name.startswith(f"{home}."):
            docstrings.update(_docstrings_of_values(sys.modules[name]))
    seen_by_sphinx = dict(_docstrings_of_values(module))
    yield "```{eval-rst}"
    for name, value in values.items():
        if inspect.isclass(value) or inspect.isfunction(value) or name in seen_by_sphinx:
            continue
        yield f".. py:data:: {name}"
        yield f"   :module: {home}"
        yield ""
        yield from (f"   {line}" for line in inspect.cleandoc(docstrings[name]).splitlines())
        yield ""
    yield "```"


def _docstrings_of_values(module: ModuleType) -> Iterator[tuple[str, str]]:
    body = ast.parse(inspect.getsource(module)).body
    for statement, following in pairwise(body):
        target = None
        if isinstance(statement, ast.Assign):
            target = statement.targets[0]
        elif isinstance(statement, ast.AnnAssign):
            target = statement.target
        if (
            isinstance(target, ast.Name)
            and isinstance(following, ast.Expr)
            and isinstance(following.value, ast.Constant)
        ):
            yield target.id, str(following.value.value)


def _shares(name: str) -> Iterator[str]:
    """Yield the numbers by which made-up portfolios are drawn."""
    numbers: Mapping[str, float] = getattr(shares, name)
    is_spread = name == "SPREADS"
    yield from _table(
        ("What", "Standard deviation of the logarithm" if is_spread else "Share"),
        (
            (
                f"`{what}`" if what.isidentifier() or "." in what else what,
                _number(number, is_spread),
            )
            for what, number in numbers.items()
        ),
    )


def _number(number: float, is_spread: bool) -> str:
    return f"{number:g}" if is_spread else f"{100 * number:.4g} %"


_IN_PARQUET: Final = {
    Holds.WORD: "string",
    Holds.COUNT: "any integer",
    Holds.FLAG: "bool",
    Holds.MOMENT: "timestamp with a time zone",
    Holds.DAY: "date",
    Holds.WORDS: "list of strings",
    Holds.RECORDS: "list of structs",
}


def _columns(table: str) -> Iterator[str]:
    yield from _table(
        ("Column", "Holds", "In Parquet and frames"),
        (
            (
                f"`{column.name}`{' (required)' if column.is_key else ''}",
                _held(column),
                _IN_PARQUET[column.holds],
            )
            for column in TABLES[table].values()
        ),
    )


def _held(column: Column) -> str:
    if column.members is not None:
        return "one of " + ", ".join(f"`{member}`" for member in column.members)
    if column.parts:
        parts = ", ".join(f"`{name}` ({holds})" for name, holds in column.parts)
        return f"{column.holds}: {parts}"
    return str(column.holds)


def _face(_: str) -> Iterator[str]:
    package = import_module("govmedia_rules")
    for name in package.__all__:
        value = getattr(package, name)
        home = home_of(f"{value.__module__}.{value.__qualname__}")
        role = "class" if inspect.isclass(value) else "func"
        yield f"* {{py:{role}}}`{name} <{home}>`"


def _screeners(_: str) -> Iterator[str]:
    """Yield what the screeners in the box look for, and how good they are on unseen texts."""
    texts = labelled_texts("report")
    head = ("Screener", "Version", "Label", "Deserving", "Suggested", "Precision", "Recall")
    rows: list[tuple[str, ...]] = []
    for screener in SCREENERS.values():
        for measure in measured(screener, texts):
            counts = (measure.found + measure.missed, measure.found + measure.wrongly_found)
            figures = (
                "–" if figure is None else f"{figure:.2f}"
                for figure in (measure.precision, measure.recall)
            )
            about = (f"`{screener.id}`", screener.version, f"`{measure.label}`")
            rows.append((*about, *map(str, counts), *figures))
    yield f"Measured on {len(texts)} of the {len(labelled_texts())} labelled texts."
    yield ""
    yield from _table(head, rows)
    for screener in SCREENERS.values():
        yield f"* `{screener.id}`: {screener.looks_for.zh} {screener.looks_for.en}"


_GENERATORS: Final[dict[str, Callable[[str], Iterator[str]]]] = {
    "columns": _columns,
    "data": _data,
    "face": _face,
    "fields": _fields,
    "help": _help,
    "model": _model,
    "shares": _shares,
    "screeners": _screeners,
}
