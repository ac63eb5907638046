"""Rule files read: a set of rules, whole or not at all, with every fault told at its place."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, cast

from attrs import field, frozen
from pendulum import DateTime

from govmedia_rules.conditions import Param, Question
from govmedia_rules.errors import GovmediaRulesError, nearest, shown
from govmedia_rules.law import Citation, Force, Instrument, Severity
from govmedia_rules.rulefile.entries import Entry, FaultLog
from govmedia_rules.rulefile.faults import RuleFileError, RuleFileFault
from govmedia_rules.rulefile.law_entries import Law, read_citations, read_instruments
from govmedia_rules.rulefile.rule_entries import (
    Vocabulary,
    read_moments,
    read_questions,
    read_rule,
    read_scopes,
)
from govmedia_rules.rulefile.toml_places import Places, shown_path
from govmedia_rules.rulefile.toml_text import parse_toml, read_text
from govmedia_rules.rules import Rule, RuleSet, Scope
from govmedia_rules.rulesets import BUILT_IN
from govmedia_rules.rulesets.scopes import GOVERNMENT_NEW_MEDIA
from govmedia_rules.text import Text

__all__ = [
    "FORMAT",
    "Override",
    "RuleFile",
    "load_ruleset",
    "loads_ruleset",
    "parse_rule_file",
    "read_rule_file",
]

FORMAT: Final = 1
"""The version of the format."""

_MAX_FILES: Final = 40  # one rule file and those that it builds on, all told
_MAX_CHAIN: Final = 10  # of files that each extend the next


@frozen(kw_only=True)
class Override:
    """
    What a rule file changes of a rule that it inherits.

    Parameters:
        rule_id: the rule.

        params: the new values of parameters, each with its source where one is given.

        force: how binding the rule becomes, or None.

        severity: how grave its failure becomes, or None.

        cites: the provisions that say so.
    """

    rule_id: str
    params: Mapping[str, tuple[float | str | tuple[str, ...], str | None]]
    force: Force | None
    severity: Severity | None
    cites: tuple[Citation, ...]


@frozen(kw_only=True)
class RuleFile:
    """
    A rule file that was read.

    Parameters:
        name: what the file is called.

        title: what the rule set is called, or None.

        ruleset: its rules: the inherited ones as changed, then its own.

        inherited: the rules it extends, narrowed and not yet changed.

        instruments: the instruments it describes.

        overrides: what it changes.

        params: the parameters that its own rules name, by the rule's id.

        questions: the questions it describes, by name.

        moments: the moments it names.

        scopes: the scopes it describes.

        mentioned: the names and scopes that its own rules refer to.

        places: where things stand in it.
    """

    name: str
    title: Text | None
    ruleset: RuleSet
    inherited: RuleSet
    instruments: tuple[Instrument, ...]
    overrides: tuple[Override, ...]
    params: Mapping[str, Mapping[str, Param]]
    questions: Mapping[str, Question]
    moments: Mapping[str, DateTime]
    scopes: tuple[Scope, ...]
    mentioned: frozenset[str]
    places: Places = field(eq=False, repr=False)


class _Library:
    """The rule sets that may be extended: those known by id, and files once they were read."""

    def __init__(self, known: Mapping[str, RuleSet]) -> None:
        self.known = known
        self._read: dict[Path, RuleFile | RuleFileError] = {}
        self._opened = 0

    def named(self, name: str, folder: Path | None, chain: tuple[Path, ...]) -> RuleSet | str:
        """Return the rule set called *name*, or why there is none."""
        if name in self.known:
            return self.known[name]
        if not name.endswith(".toml"):
            near = nearest(name, self.known)
            hint = f"did you mean {near!r}?" if near else f"known: {', '.join(self.known)};"
            return f"there is no rule set {shown(name)}; {hint} a file's name ends in .toml"
        if folder is None or Path(name).is_absolute():
            return f"{shown(name)}: a file is extended by its path from the extending file's folder"
        read = self.file_at(folder / name, chain)
        return read if isinstance(read, str) else read.ruleset

    def file_at(self, path: Path, chain: tuple[Path, ...]) -> RuleFile | str:
        """Return the rule file at *path*, or why it cannot be extended; its own faults raise."""
        try:
            where = path.resolve()
        except (OSError, RuntimeError, ValueError):  # a circle of links, a null character
            return f"{shown(str(path))} is no path"
        if where in chain:
            circle = " → ".join(each.name for each in (*chain[chain.index(where) :], where))
            return f"a rule file cannot extend itself: {circle}"
        if len(chain) >= _MAX_CHAIN:
            return f"at most {_MAX_CHAIN} files extend one another in a row"
        if where not in self._read:
            if self._opened >= _MAX_FILES:
                return f"a rule file and those it builds on are at most {_MAX_FILES} files"
            self._opened += 1
            try:
                text = read_text(path)
                self._read[where] = self.parsed(text, str(path), path.parent, (*chain, where))
            except RuleFileError as error:
                self._read[where] = error
        found = self._read[where]
        if isinstance(found, RuleFileError):
            raise found
        return found

    def parsed(
        self, text: str, name: str, folder: Path | None, chain: tuple[Path, ...]
    ) -> RuleFile:
        """Return what *text* says, or raise all that is wrong with it."""
        data, places = parse_toml(text, name)
        log = FaultLog(name, places)
        return _Reading(Entry(log, (), data), self, folder, chain).file()


class _Reading:
    """One file being read, from its head to its rules."""

    def __init__(
        self, entry: Entry, library: _Library, folder: Path | None, chain: tuple[Path, ...]
    ) -> None:
        self.entry = entry
        self.log = entry.log
        self.library = library
        self.folder = folder
        self.chain = chain
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
        changed = inherited and self._overridden(inherited, overrides)
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
                found = self.library.named(name, self.folder, self.chain)
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
                self.log.add(path, str(error), word=override.rule_id, at_key=True)
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
                entry.refuse(
                    "id", f"a rule of this id {seen[rule.id]} already{hint}", word=rule.id
                )
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


def read_rule_file(path: str | Path, *, known: Mapping[str, RuleSet] = BUILT_IN) -> RuleFile:
    """
    Return what the rule file at *path* says.

    Parameters:
        path: the file.

        known: the rule sets that it may extend by id; those in the box unless told otherwise.

    Raises:
        RuleFileError: when anything is wrong with it or with a file that it extends;
            every fault is told, with its place.
    """
    found = _Library(known).file_at(Path(path), ())
    if isinstance(found, str):
        raise RuleFileError([RuleFileFault(file=str(path), reason=found)])
    return found


def parse_rule_file(
    text: str,
    *,
    name: str = "<text>",
    folder: str | Path | None = None,
    known: Mapping[str, RuleSet] = BUILT_IN,
) -> RuleFile:
    """
    Return what the text of a rule file says.

    Parameters:
        text: the text, TOML.

        name: what to call it in messages.

        folder: where the files that it extends are looked for; None refuses them.

        known: as for :func:`read_rule_file`.

    Raises:
        RuleFileError: as for :func:`read_rule_file`.
    """
    return _Library(known).parsed(text, name, None if folder is None else Path(folder), ())


def load_ruleset(path: str | Path, *, known: Mapping[str, RuleSet] = BUILT_IN) -> RuleSet:
    """
    Return the rule set of the rule file at *path*.

    Parameters:
        path, known: as for :func:`read_rule_file`.

    Raises:
        RuleFileError: as for :func:`read_rule_file`.
    """
    return read_rule_file(path, known=known).ruleset


def loads_ruleset(text: str, *, known: Mapping[str, RuleSet] = BUILT_IN) -> RuleSet:
    """
    Return the rule set that *text* says, the counterpart of :func:`dumps_ruleset`.

    Parameters:
        text: the text, TOML.

        known: as for :func:`read_rule_file`.

    Raises:
        RuleFileError: as for :func:`read_rule_file`.
    """
    return parse_rule_file(text, known=known).ruleset
