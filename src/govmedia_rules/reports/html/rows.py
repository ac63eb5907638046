"""The rows of the table that can be searched: JSON in the page, read by its script."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from heapq import nsmallest
from typing import Final

from govmedia_rules.findings import Finding, Outcome, Report, Verdict
from govmedia_rules.law import Severity
from govmedia_rules.models import Subject
from govmedia_rules.reports.html.directory import Directory
from govmedia_rules.reports.html.sections import Numbered
from govmedia_rules.reports.html.unseen import MOST_OF_A_NAME, shown
from govmedia_rules.reports.labels import SEVERITIES, outcome_label
from govmedia_rules.reports.wording import clauses, missing_words
from govmedia_rules.text import Language, Text

__all__ = ["MOST_ROWS", "chosen_rows", "json_pieces"]

MOST_ROWS: Final = 10_000
"""How many findings, the gravest, the table in the page holds unless told otherwise; the sections have all."""

_MOST_OF_A_MESSAGE: Final = 300
_SEVERITIES: Final = tuple(Severity)
_OUTCOMES: Final = (Outcome.FAIL, Outcome.ERROR, Outcome.UNDETERMINED)

# Inside <script> only these could end the element or begin a comment; JSON may write any
# character as its escape.
_MARKUP: Final = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def chosen_rows(report: Report, most: int = MOST_ROWS) -> list[Numbered]:
    """Return the findings that the table holds: the *most* gravest, gravest first."""
    rows = (Numbered(number, finding) for number, finding in enumerate(report.findings))
    # No more than those are ever held; of equally grave ones the first in the report.
    return nsmallest(most, rows, key=lambda row: (*_gravity(row.finding), row.number))


def _gravity(finding: Finding) -> tuple[int, int]:
    # What is waived or of no matter now comes last; one outcome stands together.
    rank = len(_OUTCOMES)
    if not finding.is_suppressed and finding.outcome in _OUTCOMES:
        rank = _OUTCOMES.index(finding.outcome)
    return rank, _SEVERITIES.index(finding.severity)


class _Numbers:
    """Gives each thing that many rows name a number, in the order of its first use."""

    def __init__(self) -> None:
        self._numbers: dict[object, int] = {}
        self.things: list[object] = []

    def of(self, key: object, make: Callable[[], object]) -> int:
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self.things)
            self.things.append(make())
        return number


def json_pieces(
    rows: list[Numbered],
    report: Report,
    directory: Directory,
    anchors: dict[tuple[bool, str], str],
    languages: tuple[Language, ...],
) -> Iterator[str]:
    """
    Yield a JSON object, piece by piece, that is safe inside a script element.

    Its ``rows`` are lists: subject, rule, outcome, number in the report, message in each
    language. The first three are places in its other lists.
    """
    packer = _Packer(report, directory, anchors, languages)
    yield '{"rows":['
    for place, row in enumerate(rows):
        yield ("," if place else "") + _safe(packer.row(row))
    yield "]"
    for name, things in packer.tables():
        yield f',"{name}":{_safe(things)}'
    yield "}"


def _safe(value: object) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":")).translate(_MARKUP)


class _Packer:
    def __init__(
        self,
        report: Report,
        directory: Directory,
        anchors: dict[tuple[bool, str], str],
        languages: tuple[Language, ...],
    ) -> None:
        self._report = report
        self._directory = directory
        self._anchors = anchors
        self._languages = languages
        self._subjects = _Numbers()
        self._rules = _Numbers()
        self._outcomes = _Numbers()

    def tables(self) -> tuple[tuple[str, object], ...]:
        return (
            ("subjects", self._subjects.things),
            ("rules", self._rules.things),
            ("outcomes", self._outcomes.things),
        )

    def row(self, row: Numbered) -> list[object]:
        finding = row.finding
        subject = finding.subject
        key = (subject.account_id is None, subject.account_id or subject.id)
        outcome = outcome_label(finding)
        return [
            self._subjects.of(key, lambda: self._subject(key)),
            self._rules.of(finding.rule_id, lambda: self._rule(finding)),
            self._outcomes.of(outcome, lambda: self._outcome(finding, outcome)),
            row.number,
            self._words(_message(finding)),
        ]

    def _rule(self, finding: Finding) -> dict[str, object]:
        return {
            "id": shown(finding.rule_id, MOST_OF_A_NAME),
            "title": self._words(finding.title),
            "clauses": [shown(clause) for clause in clauses(finding.citations)],
            "severity": self._words(SEVERITIES[finding.severity]),
        }

    def _outcome(self, finding: Finding, label: Text) -> dict[str, object]:
        kind = "waived" if finding.is_suppressed else finding.outcome.value
        return {"kind": kind, "label": self._words(label)}

    def _words(self, text: Text) -> list[str]:
        return [
            shown(text.in_language(language), _MOST_OF_A_MESSAGE) for language in self._languages
        ]

    def _subject(self, key: tuple[bool, str]) -> dict[str, object]:
        is_unit, subject_id = key
        directory = self._directory
        known = (directory.units if is_unit else directory.accounts).get(subject_id)
        if is_unit:
            verdict = platform = Text(zh="单位", en="unit")
            level = None
        else:
            verdict = self._report.verdicts.get(subject_id, Verdict.NOT_INSPECTED).label
            platform = directory.platform(subject_id)
            level = directory.level(subject_id)
        return {
            "id": shown(subject_id, MOST_OF_A_NAME),
            "name": shown(known.name if known is not None and known.name else "", MOST_OF_A_NAME),
            "anchor": self._anchors[key],
            "platform": self._words(platform),
            "verdict": self._words(verdict),
            "level": None if level is None else self._words(level),
        }


def _message(finding: Finding) -> Text:
    if finding.outcome is Outcome.UNDETERMINED and finding.missing:
        told = missing_words(finding.missing)
    else:
        told = finding.message
    subject = finding.subject
    if subject.kind not in {Subject.POST, Subject.MESSAGE} or finding.count > 1:
        return told
    title = shown(subject.name or subject.id, MOST_OF_A_NAME)
    return Text(zh=f"《{title}》{told.zh}", en=f"“{title}”: {told.en}")
