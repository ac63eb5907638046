"""A rule file put together: what it inherits, narrowed and changed, and its own rules."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import cast

from govmedia_rules.conditions import Param
from govmedia_rules.errors import GovmediaRulesError, shown
from govmedia_rules.law import Force, Severity
from govmedia_rules.rulefile.entries import Entry
from govmedia_rules.rulefile.faults import RuleFileError, RuleFileFault
from govmedia_rules.rulefile.law_entries import Law, read_citations, read_instruments
from govmedia_rules.rulefile.rule_entries import (
    Vocabulary,
    read_moments,
    read_questions,
    read_rule,
    read_scopes,
)
from govmedia_rules.rulefile.rule_file import FORMAT, Override, RuleFile
from govmedia_rules.rulefile.toml_places import shown_path
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets.scopes import GOVERNMENT_NEW_MEDIA

__all__ = ["assembled"]

_NOTHING_INHERITED = (
    "no rules are inherited that could be overridden; name under extends the rule set they are in"
)


def assembled(entry: Entry, named: Callable[[str], RuleSet | str]) -> RuleFile:
    """
    Return the rule file that *entry*, the whole of a file, describes.

    Parameters:
        entry: the file's outermost table.

        named: returns the rule set that is extended by a name, or why there is none; the
            faults of a file that is extended it raises.

    Raises:
        RuleFileError: with every fault of the file and of those it extends.
    """
    return _Assembly(entry, named).file()


class _Assembly:
    """One file being read, from its head to its rules."""

    def __init__(self, entry: Entry, named: Callable[[str], RuleSet | str]) -> None:
        self.entry = entry
        self.log = entry.log
        self.named = named
        self.foreign: list[RuleFileFault] = []

    def file(self) -> RuleFile:
        entry = self.entry
        self._check_format()
        set_id = entry.word("id", is_needed=True)
        title = entry.text("title")
        instruments = read_instruments(entry)
        inherited = self._inherited()
        law = Law()
        law.instruments |= {instrument.id: instrument for instrument in instruments}
        scopes_there = [rule.scope for rule in inherited or () if rule.scope is not None]
        law.learn([*(inherited or ()), *scopes_there])
        questions, moments = read_questions(entry), read_moments(entry)
        vocabulary = Vocabulary(law, {**questions, **moments})
        for name in questions.keys() & moments.keys():
            entry.refuse("moments", f"{name} names a question already", word=name)
        vocabulary.scopes[GOVERNMENT_NEW_MEDIA.id] = GOVERNMENT_NEW_MEDIA
        vocabulary.scopes |= {scope.id: scope for scope in scopes_there}
        scopes = read_scopes(entry, vocabulary)
        vocabulary.scopes |= {scope.id: scope for scope in scopes}
        overrides = tuple(self._overrides(law))
        # A rule set without rules is false, and its overrides are wrong nevertheless.
        changed = None if inherited is None else self._overridden(inherited, overrides)
        own, params = self._own_rules(vocabulary)
        whole = self._joined(set_id or "", changed or RuleSet("", ()), own)
        entry.finish((("waivable", "a rule can be waived when its force = 'defeasible'"),))
        if self.log.faults or self.foreign or inherited is None or whole is None:
            raise RuleFileError([*self.foreign, *_in_order(self.log.faults)])
        return RuleFile(
            name=self.log.file,
            title=title,
            ruleset=whole,
            inherited=inherited,
            instruments=instruments,
            overrides=overrides,
            params=MappingProxyType(params),
            questions=MappingProxyType(questions),
            moments=MappingProxyType(moments),
            scopes=scopes,
            mentioned=frozenset(vocabulary.mentioned),
            places=self.log.places,
        )

    def _check_format(self) -> None:
        version = self.entry.whole_number("format", is_needed=True)
        if version is not None and version != FORMAT:
            self.entry.refuse("format", f"format is {version}; this library reads format {FORMAT}")

    def _inherited(self) -> RuleSet | None:
        """Return the sets that are extended, joined and narrowed; None where that fails."""
        before = len(self.log.faults)
        chosen: list[RuleSet] = []
        for path, name in self.entry.members("extends"):
            if not isinstance(name, str):
                self.log.add(path, f"{shown(name)} stands where a rule set's id or path belongs")
                continue
            try:
                found = self.named(name)
            except RuleFileError as error:
                self.foreign.extend(fault for fault in error.faults if fault not in self.foreign)
                continue
            if isinstance(found, str):
                self.log.add(path, found, word=name)
            else:
                chosen.append(found)
        select, without = self.entry.words("select"), self.entry.words("without")
        if len(self.log.faults) != before or self.foreign:
            return None
        try:
            joined = functools.reduce(operator.or_, chosen) if chosen else RuleSet("", ())
        except GovmediaRulesError as error:
            self.entry.refuse("extends", str(error))
            return None
        for name, patterns, narrow in (
            ("select", select, RuleSet.select),
            ("without", without, RuleSet.without),
        ):
            if patterns is not None:
                joined = self._narrowed(joined, name, patterns, narrow)
        return joined

    def _narrowed(
        self,
        ruleset: RuleSet,
        name: str,
        patterns: tuple[str, ...],
        narrow: Callable[..., RuleSet],
    ) -> RuleSet:
        usable: list[str] = []
        for number, pattern in enumerate(patterns):
            try:
                ruleset.select(pattern)
                usable.append(pattern)
            except GovmediaRulesError as error:
                self.log.add((*self.entry.at(name), number), str(error), word=pattern)
        return narrow(ruleset, *usable)

    def _overrides(self, law: Law) -> Iterator[Override]:
        for rule_id, each in self.entry.named_tables("overrides").items():
            before = len(self.log.faults)
            override = Override(
                rule_id=rule_id,
                params=MappingProxyType(dict(_new_values(each))),
                force=each.choice("force", Force),
                severity=each.choice("severity", Severity),
                cites=read_citations(each, law, is_needed=False),
            )
            each.finish((("waivable", "a rule can be waived when its force = 'defeasible'"),))
            if not each.data:
                self.log.add(each.path, "this overrides nothing", at_key=True)
            if len(self.log.faults) == before:
                yield override

    def _overridden(self, ruleset: RuleSet, overrides: tuple[Override, ...]) -> RuleSet:
        for override in overrides:
            path = (*self.entry.at("overrides"), override.rule_id)
            try:
                rule = ruleset.rule(override.rule_id)
            except GovmediaRulesError as error:
                reason = str(error) if len(ruleset) else _NOTHING_INHERITED
                self.log.add(path, reason, word=override.rule_id, at_key=True)
                continue
            for name, (value, source) in override.params.items():
                try:
                    rule = rule.override(source, **{name: value})
                except GovmediaRulesError as error:
                    self.log.add((*path, "params", name), str(error), word=name, at_key=True)
            rule = rule.revise(
                force=override.force, severity=override.severity, cites=override.cites
            )
            ruleset = RuleSet(
                ruleset.id, (rule if each.id == rule.id else each for each in ruleset)
            )
        return ruleset

    def _own_rules(
        self, vocabulary: Vocabulary
    ) -> tuple[list[tuple[Entry, Rule]], dict[str, Mapping[str, Param]]]:
        own: list[tuple[Entry, Rule]] = []
        params: dict[str, Mapping[str, Param]] = {}
        for each in self.entry.tables("rules"):
            rule, named = read_rule(each, vocabulary)
            if rule is not None:
                own.append((each, rule))
                params[rule.id] = named
        return own, params

    def _joined(
        self, set_id: str, inherited: RuleSet, own: list[tuple[Entry, Rule]]
    ) -> RuleSet | None:
        seen = {rule.id: "is inherited" for rule in inherited}
        is_sound = True
        for entry, rule in own:
            if rule.id in seen:
                is_sound = False
                hint = (
                    "; leave the inherited one away with without, or change it under overrides"
                    if rule.id in inherited
                    else ""
                )
                entry.refuse("id", f"a rule of this id {seen[rule.id]} already{hint}", word=rule.id)
            seen.setdefault(rule.id, "stands in this file")
        return RuleSet(set_id, (*inherited, *(rule for _, rule in own))) if is_sound else None


def _in_order(faults: list[RuleFileFault]) -> list[RuleFileFault]:
    return sorted(faults, key=lambda fault: (fault.line or 0, fault.column or 0))


def _new_values(
    entry: Entry,
) -> Iterator[tuple[str, tuple[float | str | tuple[str, ...], str | None]]]:
    """Yield the new values of parameters: plain, or tables of a value and its source."""
    outer = entry.table("params")
    if outer is None:
        return
    for name in outer.data:
        if isinstance(outer.data[name], dict):
            each = Entry(outer.log, outer.at(name), cast("dict[str, object]", outer.data[name]))
            value, source = _new_value(each, "value"), each.word("source")
            each.finish()
        else:
            value, source = _new_value(outer, name), None
        if value is not None:
            yield name, (value, source)


def _new_value(entry: Entry, name: str) -> float | str | tuple[str, ...] | None:
    value = entry.value(name, is_needed=True)
    if isinstance(value, list):
        return entry.words(name)
    if value is None or (isinstance(value, (int, float, str)) and not isinstance(value, bool)):
        return value
    entry.refuse(
        name,
        f"{shown_path(entry.at(name)[-1:])} is {shown(value)}; expected a number, a text or a list"
        " of texts, or a table of a value and its source",
    )
    return None
