"""Rules, parameters, questions and scopes as rule files write them."""

from __future__ import annotations

import keyword
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, cast

from attrs import define, field
from pendulum import DateTime

from govmedia_rules.conditions import Condition, Origin, Param, Question
from govmedia_rules.errors import GovmediaRulesError, nearest, shown
from govmedia_rules.law import Force, Severity
from govmedia_rules.models import Role, Subject
from govmedia_rules.moments import moment
from govmedia_rules.rulefile.calls import FUNCTIONS, WORDS
from govmedia_rules.rulefile.condition_text import parse_condition
from govmedia_rules.rulefile.entries import Entry
from govmedia_rules.rulefile.faults import ConditionTextError
from govmedia_rules.rulefile.law_entries import Law, read_citations
from govmedia_rules.rules import Rule, Scope
from govmedia_rules.text import Text

__all__ = [
    "CONDITIONS",
    "Vocabulary",
    "read_moments",
    "read_questions",
    "read_rule",
    "read_scopes",
]

CONDITIONS: Final = ("applies", "requires", "forbids", "unless")
"""The keys of a rule that hold condition text."""

_HINTS: Final = (
    ("waivable", "a rule can be waived when its force = 'defeasible'"),
    ("check", "a rule decided by a function is written in Python"),
    ("kind", "what a rule judges is its subject"),
    ("binds", "whom a rule binds is said by applies"),
)
_PARAM_VALUE: Final = "a number, a text or a list of texts"


@define
class Vocabulary:
    """
    What the rules of one file may refer to by name.

    Parameters:
        law: what they may cite.

        names: questions and moments that conditions may call by name.

        scopes: the scopes that they may have, by id.

        mentioned: the names and scopes that were referred to.
    """

    law: Law
    names: dict[str, Question | DateTime] = field(factory=dict)
    scopes: dict[str, Scope] = field(factory=dict)
    mentioned: set[str] = field(factory=set)


def _is_name(entry: Entry, name: str) -> bool:
    """Return whether conditions can call something *name*; note it when they cannot."""
    is_plain = name.isidentifier() and unicodedata.normalize("NFKC", name) == name
    is_taken = keyword.iskeyword(name) or name in WORDS or name in FUNCTIONS
    if is_plain and not is_taken and "__" not in name:
        return True
    entry.log.add(
        entry.path,
        f"{shown(name)} cannot be a name here; use a plain word that conditions do not know",
        at_key=True,
    )
    return False


def read_questions(entry: Entry) -> dict[str, Question]:
    """Return the questions that a file describes, by name; faults are noted."""
    found: dict[str, Question] = {}
    for name, each in entry.named_tables("questions").items():
        before = len(each.log.faults)
        _is_name(each, name)
        question_id = each.word("id", is_needed=True)
        wording = each.text("wording", is_needed=True)
        roles = each.words("answerable_by", is_needed=True)
        days = each.whole_number("days", is_needed=True)
        each.finish()
        if len(each.log.faults) != before:
            continue
        try:
            found[name] = Question(
                cast("str", question_id),
                cast("Text", wording),
                answerable_by=cast("tuple[Role, ...]", roles),
                days=cast("int", days),
            )
        except GovmediaRulesError as error:
            each.log.add(each.path, str(error), at_key=True)
    return found


def read_moments(entry: Entry) -> dict[str, DateTime]:
    """Return the moments that a file names; faults are noted."""
    found: dict[str, DateTime] = {}
    outer = entry.table("moments")
    for name, value in ({} if outer is None else outer.data).items():
        each = Entry(entry.log, (*entry.at("moments"), name), {})
        if not _is_name(each, name):
            continue
        if not isinstance(value, (str, datetime)):
            each.log.add(each.path, f"{shown(value)} is no moment; write it with its offset")
            continue
        try:
            found[name] = moment(value)
        except GovmediaRulesError as error:
            each.log.add(each.path, str(error))
    return found


def read_scopes(entry: Entry, vocabulary: Vocabulary) -> tuple[Scope, ...]:
    """Return the scopes that a file describes; faults are noted."""
    found: list[Scope] = []
    for each in entry.tables("scopes"):
        before = len(each.log.faults)
        scope_id = each.word("id", is_needed=True)
        title = each.text("title", is_needed=True)
        binds = _condition(each, "binds", vocabulary, {}, is_needed=True)
        cites = read_citations(each, vocabulary.law, is_needed=True)
        each.finish()
        if scope_id is not None and any(scope.id == scope_id for scope in found):
            each.refuse("id", f"there is a scope {scope_id!r} in this file already")
        if len(each.log.faults) != before or binds is None:
            continue
        try:
            found.append(
                Scope(id=cast("str", scope_id), title=cast("Text", title), binds=binds, cites=cites)
            )
        except GovmediaRulesError as error:
            each.refuse("binds", str(error))
    return tuple(found)


def _condition(
    entry: Entry,
    name: str,
    vocabulary: Vocabulary,
    params: Mapping[str, Param],
    *,
    is_needed: bool = False,
) -> Condition | None:
    text = entry.word(name, is_needed=is_needed)
    if text is None:
        return None
    names = _Mentioned({**vocabulary.names, **params}, vocabulary.mentioned)
    try:
        return parse_condition(text, names)
    except ConditionTextError as error:
        entry.log.add_in_text(entry.at(name), error)
        return None


class _Mentioned(dict[str, "Param | Question | DateTime"]):
    """Names that remember which of them were asked for."""

    def __init__(
        self, names: Mapping[str, Param | Question | DateTime], mentioned: set[str]
    ) -> None:
        super().__init__(names)
        self._mentioned = mentioned

    def __getitem__(self, name: str) -> Param | Question | DateTime:
        self._mentioned.add(name)
        return super().__getitem__(name)


def _params(entry: Entry) -> dict[str, Param]:
    found: dict[str, Param] = {}
    for name, each in entry.named_tables("params").items():
        before = len(each.log.faults)
        _is_name(each, name)
        value = each.value("value", is_needed=True)
        if isinstance(value, list):
            value = each.words("value")
        elif value is not None and (
            isinstance(value, bool) or not isinstance(value, (int, float, str))
        ):
            each.refuse("value", f"{shown(value)} is no parameter; expected {_PARAM_VALUE}")
        minimum = each.value("minimum")
        if minimum is not None and (
            isinstance(minimum, bool) or not isinstance(minimum, (int, float))
        ):
            each.refuse("minimum", f"minimum is {shown(minimum)}; expected a number")
        unit, source = each.word("unit"), each.word("source")
        origin = each.choice("origin", Origin) or Origin.OPERATIONAL
        each.finish()
        if len(each.log.faults) != before:
            continue
        try:
            found[name] = Param(
                name,
                cast("float | str | tuple[str, ...]", value),
                unit=unit,
                origin=origin,
                source=source,
                minimum=cast("float | None", minimum),
            )
        except GovmediaRulesError as error:
            each.log.add(each.path, str(error), at_key=True)
    return found


def read_rule(entry: Entry, vocabulary: Vocabulary) -> tuple[Rule | None, dict[str, Param]]:
    """Return the rule that *entry* describes, if it does, and the parameters it names."""
    before = len(entry.log.faults)
    params = _params(entry)
    has_params = len(entry.log.faults) == before
    force = entry.choice("force", Force, is_needed=True)
    given: dict[str, Any] = {
        "id": entry.word("id", is_needed=True),
        "title": entry.text("title", is_needed=True),
        "cites": read_citations(entry, vocabulary.law, is_needed=True),
        "force": force,
        "subject": entry.choice("subject", Subject) or Subject.ACCOUNT,
        "scope": _scope(entry, vocabulary),
        **{name: entry.text(name) for name in ("remedy", "message", "explanation")},
    }
    severity = entry.choice("severity", Severity)
    if severity is not None:
        given["severity"] = severity
    if has_params:
        # A parameter that could not be read would be told again as an unknown word.
        given |= {name: _condition(entry, name, vocabulary, params) for name in CONDITIONS}
    else:
        for name in CONDITIONS:
            entry.word(name)
    demands = [name for name in ("requires", "forbids") if entry.has(name)]
    if len(demands) != 1:
        entry.log.add(
            entry.path, "give exactly one of requires and forbids", at_key=True, word=None
        )
    entry.finish(_HINTS)
    if len(entry.log.faults) != before:
        return None, params
    try:
        return Rule(**given), params
    except GovmediaRulesError as error:
        entry.log.add(entry.path, str(error), at_key=True)
        return None, params


def _scope(entry: Entry, vocabulary: Vocabulary) -> Scope | None:
    name = entry.word("scope")
    if name is None:
        return None
    scope = vocabulary.scopes.get(name)
    if scope is None:
        near = nearest(name, vocabulary.scopes)
        known = ", ".join(vocabulary.scopes)
        hint = f"did you mean {near!r}?" if near else f"known: {known}."
        entry.refuse("scope", f"there is no scope {shown(name)}; {hint}", word=name)
    vocabulary.mentioned.add(name)
    return scope
