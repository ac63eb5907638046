"""One section per account or unit: who it is, and every finding about it, gravest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from attrs import frozen

from govmedia_rules.conditions.lexicon import word
from govmedia_rules.conditions.words import in_words
from govmedia_rules.findings import Evidence, Finding, Outcome, Report, Verdict
from govmedia_rules.law import Severity
from govmedia_rules.reports.html.directory import Directory
from govmedia_rules.text import Text

__all__ = ["Chapter", "Contents", "Fact", "Numbered", "Section", "contents_of", "told_evidence"]

_GRAVEST_FIRST: Final = (Verdict.FAILS, Verdict.UNDETERMINED, Verdict.PASSES, Verdict.NOT_INSPECTED)
_SEVERITIES: Final = tuple(Severity)


@frozen
class Numbered:
    """A finding with its place in the report, which is its address in the page."""

    number: int
    finding: Finding


@frozen(kw_only=True)
class Fact:
    """
    Something that the portfolio says about an account or unit.

    Parameters:
        label: what is said.

        text: the value in words, or None.

        name: the value where it is a name from the data, or None.
    """

    label: Text
    text: Text | None = None
    name: str | None = None


@frozen(kw_only=True)
class Section:
    """
    What the page says about one account or unit.

    Parameters:
        anchor: its address in the page.

        id: its id.

        name: its name, where known.

        verdict: the inspection result of an account; None for a unit.

        facts: who it is.

        failed: failures that no waiver excuses, and crashes.

        waived: failures that a waiver excuses.

        undecided: open questions.
    """

    anchor: str
    id: str
    name: str | None
    verdict: Verdict | None
    facts: tuple[Fact, ...]
    failed: tuple[Numbered, ...]
    waived: tuple[Numbered, ...]
    undecided: tuple[Numbered, ...]


@frozen(kw_only=True)
class Chapter:
    """
    The sections of accounts that came to one verdict, or of the units.

    Parameters:
        anchor: its address in the page.

        title: what they have in common.

        size: how many sections there are.

        sections: makes them, one after another, so that they are never all in memory.
    """

    anchor: str
    title: Text
    size: int
    sections: Callable[[], Iterator[Section]]


@frozen(kw_only=True)
class Contents:
    """
    Everything the page says of single accounts and units.

    Parameters:
        chapters: the sections, in chapters; empty chapters are left out.

        anchors: the address of every account or unit that has a section, by whether it is a
            unit, and its id.

        spotless: the accounts without any finding.
    """

    chapters: tuple[Chapter, ...]
    anchors: dict[tuple[bool, str], str]
    spotless: tuple[str, ...]


def _word(value: str | None) -> Text | None:
    return None if value is None else word(value)


def told_evidence(finding: Finding) -> tuple[Evidence, ...]:
    """Return the pieces of evidence that say why the finding came out as it did."""
    if finding.outcome is Outcome.ERROR:
        return ()
    if finding.outcome is Outcome.UNDETERMINED:
        # Why nobody can tell is that facts are missing; worth telling is what is known.
        return tuple(piece for piece in finding.evidence if piece.truth is None and piece.known)
    return tuple(
        piece
        for piece in finding.evidence
        if piece.operator != "is_missing" and piece.truth is not None
    )


def contents_of(report: Report, directory: Directory, progress: Callable[[int], None]) -> Contents:
    """
    Return the sections for *report*, to be made one after another.

    Parameters:
        report: the report.

        directory: who is who.

        progress: called after each section with the number of findings told so far.
    """
    places: dict[tuple[bool, str], list[int]] = {}
    for number, finding in enumerate(report.findings):
        subject = finding.subject
        key = (subject.account_id is None, subject.account_id or subject.id)
        places.setdefault(key, []).append(number)
    order = {account_id: place for place, account_id in enumerate(report.verdicts)}
    accounts = [key for key in places if not key[0]]
    # As the portfolio lists them; those that the report calls not inspected come last anyway.
    accounts.sort(key=lambda key: order.get(key[1], len(order)))
    by_verdict: dict[Verdict, list[tuple[bool, str]]] = {each: [] for each in _GRAVEST_FIRST}
    for key in accounts:
        by_verdict[report.verdicts.get(key[1], Verdict.NOT_INSPECTED)].append(key)
    units = [key for key in places if key[0]]
    writer = _Writer(report, directory, places, progress)
    chapters = [
        Chapter(
            anchor=f"accounts-{verdict.value.replace('_', '-')}",
            title=verdict.label,
            size=len(keys),
            sections=writer.maker(keys, verdict),
        )
        for verdict, keys in by_verdict.items()
        if keys
    ]
    if units:
        chapters.append(
            Chapter(
                anchor="units",
                title=Text(zh="单位", en="units"),
                size=len(units),
                sections=writer.maker(units, None),
            )
        )
    return Contents(
        chapters=tuple(chapters),
        anchors=writer.anchors,
        spotless=tuple(
            account_id
            for account_id in (*report.inspected, *report.not_inspected)
            if (False, account_id) not in places
        ),
    )


class _Writer:
    """Makes sections on demand, in the order in which the page has them."""

    def __init__(
        self,
        report: Report,
        directory: Directory,
        places: dict[tuple[bool, str], list[int]],
        progress: Callable[[int], None],
    ) -> None:
        self._report = report
        self._directory = directory
        self._places = places
        self._progress = progress
        self._told = 0
        self.anchors = {
            key: f"{'unit' if key[0] else 'account'}-{number}"
            for number, key in enumerate(places, start=1)
        }

    def maker(
        self, keys: Sequence[tuple[bool, str]], verdict: Verdict | None
    ) -> Callable[[], Iterator[Section]]:
        return lambda: self._sections(keys, verdict)

    def _sections(
        self, keys: Sequence[tuple[bool, str]], verdict: Verdict | None
    ) -> Iterator[Section]:
        for key in keys:
            yield self._section(key, verdict)
            self._told += len(self._places[key])
            self._progress(self._told)

    def _section(self, key: tuple[bool, str], verdict: Verdict | None) -> Section:
        is_unit, subject_id = key
        numbered = [Numbered(number, self._report.findings[number]) for number in self._places[key]]
        numbered.sort(key=lambda each: _SEVERITIES.index(each.finding.severity))
        undecided = Outcome.UNDETERMINED
        return Section(
            anchor=self.anchors[key],
            id=subject_id,
            name=self._unit_name(subject_id) if is_unit else self._account_name(key),
            verdict=verdict,
            facts=self._unit_facts(subject_id) if is_unit else self._account_facts(subject_id),
            failed=tuple(
                each
                for each in numbered
                if each.finding.outcome is not undecided and not each.finding.is_suppressed
            ),
            waived=tuple(each for each in numbered if each.finding.is_suppressed),
            undecided=tuple(
                each
                for each in numbered
                if each.finding.outcome is undecided and not each.finding.is_suppressed
            ),
        )

    def _unit_name(self, unit_id: str) -> str | None:
        unit = self._directory.units.get(unit_id)
        return None if unit is None else unit.name

    def _account_name(self, key: tuple[bool, str]) -> str | None:
        account = self._directory.accounts.get(key[1])
        return None if account is None else account.name

    def _unit_facts(self, unit_id: str) -> tuple[Fact, ...]:
        unit = self._directory.units.get(unit_id)
        if unit is None:
            return ()
        facts = (
            Fact(label=Text(zh="层级", en="Level"), text=_word(unit.level)),
            Fact(label=Text(zh="类型", en="Kind"), text=_word(unit.kind)),
            Fact(label=Text(zh="地区", en="Region"), name=unit.region),
            Fact(label=Text(zh="状态", en="Status"), text=_word(unit.status)),
        )
        return tuple(fact for fact in facts if fact.text is not None or fact.name is not None)

    def _account_facts(self, account_id: str) -> tuple[Fact, ...]:
        directory = self._directory
        account = directory.accounts.get(account_id)
        if account is None:
            return ()
        unit = directory.sponsor(account_id)
        status = account.status_at(directory.as_of)
        latest = directory.latest.get(account_id)
        facts = (
            Fact(label=Text(zh="平台", en="Platform"), text=directory.platform(account_id)),
            Fact(
                label=Text(zh="主办单位", en="Sponsor"),
                name=account.unit_id if unit is None else unit.name or unit.id,
            ),
            Fact(
                label=Text(zh="层级", en="Level"),
                text=None if unit is None else _word(unit.level),
            ),
            Fact(label=Text(zh="状态", en="Status"), text=_word(status)),
            Fact(
                label=Text(zh="最近发布", en="Latest post"),
                text=None if latest is None else in_words(latest),
            ),
        )
        return tuple(fact for fact in facts if fact.text is not None or fact.name is not None)
