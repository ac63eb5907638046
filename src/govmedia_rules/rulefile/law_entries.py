"""What rule files say of the law: instruments with their provisions, and citations of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

from attrs import define, field

from govmedia_rules.errors import GovmediaRulesError, nearest, shown
from govmedia_rules.law import (
    INSPECTION_2019,
    OPINION_2018,
    CheckKind,
    Citation,
    Confidence,
    Document,
    Force,
    Instrument,
    Provision,
)
from govmedia_rules.rulefile.entries import Entry
from govmedia_rules.rules import Rule, Scope

__all__ = ["KNOWN_INSTRUMENTS", "Law", "read_citations", "read_instruments"]

KNOWN_INSTRUMENTS: Final[Mapping[str, Instrument]] = MappingProxyType(
    {instrument.id: instrument for instrument in (OPINION_2018, INSPECTION_2019)}
)
"""The instruments that every rule file may cite, by id."""


@define
class Law:
    """
    The provisions that the rules of one file may cite.

    Parameters:
        instruments: those known and those of the file, by id.

        cited: what inherited rules and scopes cite, by instrument and provision number.
    """

    instruments: dict[str, Instrument] = field(factory=lambda: dict(KNOWN_INSTRUMENTS))
    cited: dict[tuple[str, str | None], Citation] = field(factory=dict)

    def learn(self, sources: Iterable[Rule | Scope]) -> None:
        """Make what *sources* cite known."""
        for source in sources:
            for cite in source.cites:
                self.cited.setdefault((cite.instrument, cite.provision), cite)

    def citation(self, instrument: str, provision: str | None) -> Citation | str:
        """Return the citation that is meant, or why there is none."""
        known = self.instruments.get(instrument)
        if known is not None:
            if provision is None:
                return known.citation
            try:
                return known.provision(provision).citation
            except GovmediaRulesError as error:
                return str(error)
        inherited = self.cited.get((instrument, provision))
        if inherited is not None:
            return inherited
        numbers = [str(number) for each, number in self.cited if each == instrument]
        if numbers:
            return (
                f"no inherited rule cites {provision} of {instrument}; known: {', '.join(numbers)}"
            )
        ids = {*self.instruments, *(each for each, _ in self.cited)}
        near = nearest(instrument, ids)
        hint = f"did you mean {near!r}?" if near else f"known: {', '.join(sorted(ids))}."
        return f"there is no instrument {shown(instrument)}; {hint}"


def read_instruments(entry: Entry) -> tuple[Instrument, ...]:
    """Return the instruments that a file describes; faults are noted."""
    found: dict[str, Instrument] = {}
    for each in entry.tables("instruments"):
        instrument = _instrument(each)
        if instrument is None:
            continue
        if instrument.id in found or instrument.id in KNOWN_INSTRUMENTS:
            each.refuse("id", f"there is an instrument {instrument.id!r} already")
            continue
        found[instrument.id] = instrument
    return tuple(found.values())


def _instrument(entry: Entry) -> Instrument | None:
    before = len(entry.log.faults)
    given: dict[str, Any] = {
        "id": entry.word("id", is_needed=True),
        "number": entry.word("number"),
        "title": entry.text("title", is_needed=True),
        "issuer": entry.text("issuer", is_needed=True),
        "issued_on": entry.day("issued_on", is_needed=True),
        "in_force_on": entry.day("in_force_on", is_needed=True),
        "published_on": entry.day("published_on"),
        "repealed_on": entry.day("repealed_on"),
    }
    listed = entry.tables("provisions")
    document: Document | None = None
    if len(entry.log.faults) == before:
        try:
            document = Document(**given)
        except GovmediaRulesError as error:
            entry.log.add(entry.path, str(error))
    if " " in (given["id"] or ()):
        entry.refuse("id", "an id has no spaces: a citation is an id, a space and a number")
    provisions = [provision for each in listed if (provision := _provision(each, document))]
    entry.finish()
    if document is None or len(entry.log.faults) != before:
        return None
    try:
        return Instrument(document=document, provisions=provisions)
    except GovmediaRulesError as error:
        entry.refuse("provisions", str(error))
        return None


def _provision(entry: Entry, document: Document | None) -> Provision | None:
    before = len(entry.log.faults)
    checks: set[CheckKind] = set()
    for path, word in entry.members("checks", is_needed=True):
        known = [str(kind) for kind in CheckKind]
        if word in known:
            checks.add(CheckKind(word))
        else:
            entry.log.add(path, f"checks never has {shown(word)}; known: {', '.join(known)}.")
    given: dict[str, Any] = {
        "number": entry.word("number", is_needed=True),
        "heading": entry.text("heading", is_needed=True),
        "paraphrase": entry.text("paraphrase", is_needed=True),
        "force": entry.choice("force", Force, is_needed=True),
        "confidence": entry.choice("confidence", Confidence) or Confidence.TEXT,
        "unchecked_because": entry.text("unchecked_because"),
        "binds_from_on": entry.day("binds_from_on"),
        "repealed_on": entry.day("repealed_on"),
    }
    entry.finish()
    if document is None or len(entry.log.faults) != before:
        return None
    try:
        return Provision(document=document, checks=frozenset(checks), **given)
    except GovmediaRulesError as error:
        entry.log.add(entry.path, str(error))
        return None


def read_citations(entry: Entry, law: Law, *, is_needed: bool) -> tuple[Citation, ...]:
    """Return what ``cites`` of *entry* points to; faults are noted."""
    found: list[Citation] = []
    listed = entry.members("cites", is_needed=is_needed)
    for path, given in listed:
        if isinstance(given, str):
            instrument, _, provision = given.partition(" ")
            cite = law.citation(instrument, provision.strip() or None)
            if isinstance(cite, Citation):
                found.append(cite)
            else:
                entry.log.add(path, cite, word=given)
        elif isinstance(given, dict):
            whole = _whole_citation(Entry(entry.log, path, cast("dict[str, object]", given)))
            if whole is not None:
                found.append(whole)
        else:
            entry.log.add(path, _NO_CITATION.format(given=shown(given)))
    if is_needed and entry.has("cites") and not listed:
        entry.refuse("cites", "a rule or a scope cites at least one provision")
    return tuple(found)


_NO_CITATION: Final = (
    "{given} is no citation; write an instrument's id and a number, such as 'opinion-2018 4.2'"
)


def _whole_citation(entry: Entry) -> Citation | None:
    before = len(entry.log.faults)
    given: dict[str, Any] = {
        "instrument": entry.word("instrument", is_needed=True),
        "number": entry.word("number"),
        "title": entry.text("title", is_needed=True),
        "provision": entry.word("provision"),
        "heading": entry.text("heading"),
        "in_force_on": entry.day("in_force_on", is_needed=True),
        "repealed_on": entry.day("repealed_on"),
        "confidence": entry.choice("confidence", Confidence) or Confidence.TEXT,
    }
    entry.finish()
    if len(entry.log.faults) != before:
        return None
    try:
        return Citation(**given)
    except GovmediaRulesError as error:
        entry.log.add(entry.path, str(error))
        return None
