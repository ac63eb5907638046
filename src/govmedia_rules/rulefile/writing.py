"""
Rule sets written as rule files: every rule whole, in the words that reading takes.

What is written is a small part of TOML, always in one form: keys, dotted keys, basic
strings, numbers, dates, lists of strings and tables of these. Equal rule sets give equal
text.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from attrs import define, field

from govmedia_rules.conditions import Condition, Constant, Param, Question
from govmedia_rules.law import Citation
from govmedia_rules.rulefile.calls import FUNCTIONS, WORDS
from govmedia_rules.rulefile.condition_text import parse_condition
from govmedia_rules.rulefile.faults import ConditionTextError, RuleFileError, RuleFileFault
from govmedia_rules.rulefile.law_entries import KNOWN_INSTRUMENTS
from govmedia_rules.rulefile.rule_entries import CONDITIONS
from govmedia_rules.rulefile.rule_file import FORMAT
from govmedia_rules.rules import Rule, RuleSet, Scope
from govmedia_rules.rulesets.scopes import GOVERNMENT_NEW_MEDIA
from govmedia_rules.text import Text

__all__ = ["dump_ruleset", "dumps_ruleset", "quoted"]

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_ESCAPED: Final = re.compile(r'[\x00-\x1f\x7f"\\]')
_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_TEXTS: Final = ("title", "remedy", "message", "explanation")


def quoted(text: str) -> str:
    """Return *text* as a string of TOML."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04x}"


def _shown(value: object) -> str:
    match value:
        case str():
            return quoted(value)
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case date():
            return value.isoformat()
        case tuple():
            return f"[{', '.join(_shown(part) for part in value)}]"
        case Text():
            return f"{{ zh = {quoted(value.zh)}, en = {quoted(value.en)} }}"
        case _:
            raise AssertionError(f"no part of a rule file is a {type(value).__name__}")


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else quoted(name)


def _pairs(values: Mapping[str, object]) -> Iterator[str]:
    """Yield a line for each value that is there; wording takes one for each language."""
    for name, value in values.items():
        if isinstance(value, Text):
            yield f"{name}.zh = {quoted(value.zh)}"
            yield f"{name}.en = {quoted(value.en)}"
        elif value is not None:
            yield f"{name} = {_shown(value)}"


def _inline(values: Mapping[str, object]) -> str:
    given = (f"{name} = {_shown(value)}" for name, value in values.items() if value is not None)
    return f"{{ {', '.join(given)} }}"


def _citation(cite: Citation) -> str:
    """Return *cite* by its instrument's id and number where these are known, else whole."""
    known = KNOWN_INSTRUMENTS.get(cite.instrument)
    if known is not None:
        if cite == known.citation:
            return quoted(cite.instrument)
        if any(cite == provision.citation for provision in known.provisions):
            return quoted(f"{cite.instrument} {cite.provision}")
    return _inline(
        {
            "instrument": cite.instrument,
            "number": cite.number,
            "title": cite.title,
            "provision": cite.provision,
            "heading": cite.heading,
            "in_force_on": cite.in_force_on,
            "repealed_on": cite.repealed_on,
            "confidence": cite.confidence.value,
        }
    )


def _citations(cites: tuple[Citation, ...]) -> Iterator[str]:
    written = [_citation(cite) for cite in cites]
    if all(text.startswith('"') for text in written):
        yield f"cites = [{', '.join(written)}]"
    else:
        yield "cites = ["
        yield from (f"  {text}," for text in written)
        yield "]"


@define
class _Writing:
    """
    One rule set being written.

    Parameters:
        ruleset: the rule set.

        questions: the questions that are given names, by name.
    """

    ruleset: RuleSet
    questions: dict[str, Question] = field(factory=dict)

    def lines(self, title: Text | None) -> Iterator[str]:
        yield from _pairs({"format": FORMAT, "id": self.ruleset.id, "title": title})
        scopes = self._scopes()
        self._name_questions(scopes)
        for name, question in self.questions.items():
            yield ""
            yield f"[questions.{_key(name)}]"
            yield from _pairs(
                {
                    "id": question.id,
                    "wording": question.wording,
                    "answerable_by": tuple(str(role) for role in question.answerable_by),
                    "days": question.days.plain,
                }
            )
        for scope in scopes:
            yield ""
            yield "[[scopes]]"
            yield from _pairs({"id": scope.id, "title": scope.title})
            yield f"binds = {quoted(self._condition(scope.binds, {}))}"
            yield from _citations(scope.cites)
        for rule in self.ruleset:
            yield ""
            yield from self._rule(rule)

    def _scopes(self) -> list[Scope]:
        found: dict[str, Scope] = {}
        for rule in self.ruleset:
            if rule.scope is None or rule.scope == GOVERNMENT_NEW_MEDIA:
                continue
            if found.setdefault(rule.scope.id, rule.scope) != rule.scope:
                raise _cannot(rule, f"two scopes of the set have the id {rule.scope.id!r}")
        return list(found.values())

    def _name_questions(self, scopes: list[Scope]) -> None:
        conditions = [
            *(scope.binds for scope in scopes),
            *(condition for rule in self.ruleset for condition in _conditions(rule).values()),
        ]
        taken = {*WORDS, *FUNCTIONS, *(p.name for rule in self.ruleset for p in rule.params)}
        known: set[object] = set()
        for condition in conditions:
            for node in condition.walk():
                # A question whose days are a parameter is written out where it is asked.
                if not isinstance(node, Question) or not isinstance(node.days, Constant):
                    continue
                if node.key() in known:
                    continue
                known.add(node.key())
                stem = re.sub(r"[^a-z0-9]+", "_", node.id.casefold()).strip("_") or "question"
                stem = stem if stem.isidentifier() else f"question_{stem}"
                name, number = stem, 2
                while name in taken:
                    name, number = f"{stem}_{number}", number + 1
                taken.add(name)
                self.questions[name] = node

    def _rule(self, rule: Rule) -> Iterator[str]:
        if rule.check is not None:
            raise _cannot(rule, "a rule file holds conditions, and a function decides this rule")
        yield "[[rules]]"
        yield from _pairs({"id": rule.id, "title": rule.title})
        yield from _citations(rule.cites)
        yield from _pairs(
            {
                "force": rule.force.value,
                "severity": rule.severity.value,
                "subject": rule.subject.value,
                "scope": None if rule.scope is None else rule.scope.id,
            }
        )
        params = {param.name: param for param in rule.params if _can_be_named(param)}
        for name, condition in _conditions(rule).items():
            yield f"{name} = {quoted(self._condition(condition, params))}"
        yield from _pairs({name: getattr(rule, name) for name in _TEXTS[1:]})
        for param in params.values():
            values = {
                "value": param.value,
                "unit": param.unit,
                "origin": str(param.origin),
                "source": param.source,
                "minimum": param.minimum,
            }
            yield f"[rules.params.{_key(param.name)}]"
            yield from _pairs(values)

    def _condition(self, condition: Condition, params: Mapping[str, Param]) -> str:
        """Return the text of *condition*, with parameters and questions by their names."""
        written = repr(condition)
        short = written
        # Questions first: the code of one may hold that of a parameter.
        for name, node in (*self.questions.items(), *params.items()):
            short = short.replace(repr(node), name)
        try:
            if parse_condition(short, {**self.questions, **params}).key() == condition.key():
                return short
        except ConditionTextError:
            pass  # what looked like a parameter's code stood in a text; write everything out
        return written


def _can_be_named(param: Param) -> bool:
    """Return whether a parameter's table says all there is to say of it."""
    name = param.name
    is_plain = (
        name not in WORDS
        and name not in FUNCTIONS
        and "__" not in name
        and not keyword.iskeyword(name)
        and unicodedata.normalize("NFKC", name) == name
    )
    blank = [word for word in (param.unit, param.source) if word is not None and not word.strip()]
    values = param.value if isinstance(param.value, tuple) else (param.value,)
    return is_plain and not blank and all(not isinstance(v, str) or v.strip() for v in values)


def _conditions(rule: Rule) -> dict[str, Condition]:
    return {
        name: condition for name in CONDITIONS if (condition := getattr(rule, name)) is not None
    }


def _cannot(rule: Rule, reason: str) -> RuleFileError:
    return RuleFileError([RuleFileFault(file="<rule set>", path=rule.id, reason=reason)])


def dumps_ruleset(ruleset: RuleSet, *, title: Text | None = None) -> str:
    """
    Return the text of a rule file that says what *ruleset* says.

    Parameters:
        ruleset: the rule set; every rule is written whole, whatever it was composed of.

        title: what the rule set is called.

    Raises:
        RuleFileError: when a function decides one of the rules, two of its scopes have one
            id, or a text holds half a character.
    """
    text = "\n".join(_Writing(ruleset).lines(title)) + "\n"
    try:
        text.encode()
    except UnicodeEncodeError as error:
        fault = RuleFileFault(file="<rule set>", reason="a text holds half a character")
        raise RuleFileError([fault]) from error
    return text


def dump_ruleset(ruleset: RuleSet, path: str | Path, *, title: Text | None = None) -> None:
    """
    Write *ruleset* to a rule file at *path*.

    Parameters:
        ruleset, title: as for :func:`dumps_ruleset`.

        path: the file; one that is there is replaced.

    Raises:
        RuleFileError: as for :func:`dumps_ruleset`.
    """
    Path(path).write_text(dumps_ruleset(ruleset, title=title), encoding="utf-8", newline="\n")
