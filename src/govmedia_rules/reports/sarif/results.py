"""One finding as a SARIF result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from attrs import define

from govmedia_rules.findings import Evidence, Finding, Outcome, Suppression
from govmedia_rules.models import Subject
from govmedia_rules.reports.labels import SUBJECTS
from govmedia_rules.reports.sarif.baselines import Baseline
from govmedia_rules.reports.sarif.descriptors import CRASH, LEVELS, notification_reference
from govmedia_rules.reports.sarif.messages import Plain, both, cut, plain_text
from govmedia_rules.reports.sarif.places import Places
from govmedia_rules.reports.unseen import seen
from govmedia_rules.reports.wording import clauses, evidence_words
from govmedia_rules.text import Text

__all__ = ["FINGERPRINT", "ResultWriter", "kind_of"]

FINGERPRINT: Final = "govmediaRules/v1"
"""
The name under which a result carries :attr:`~govmedia_rules.findings.Finding.fingerprint`.

Its version is raised when the way in which fingerprints are made changes.
"""

_KINDS: Final[Mapping[Outcome, str]] = {
    Outcome.PASS: "pass",
    Outcome.FAIL: "fail",
    Outcome.UNDETERMINED: "open",
    Outcome.NOT_APPLICABLE: "notApplicable",
    # A rule that crashed decided nothing; the notification beside it says why.
    Outcome.ERROR: "open",
}

# Labels are given by screening, answers by people; the rest is recorded data.
_TOLD_BY_PEOPLE: Final = re.compile(r"\w+\.(?:labels|reply_labels|answers\(.*\))", re.DOTALL)


def kind_of(finding: Finding) -> str:
    """
    Return the kind of the result.

    What is undetermined is *review* when all that is missing are answers of people or
    labels of screening, and *open* when data are missing, or nothing is known to be.
    """
    missing = finding.missing
    if finding.outcome is Outcome.UNDETERMINED and missing:
        asks_people = all(_TOLD_BY_PEOPLE.fullmatch(fact.fact) for fact in missing)
        return "review" if asks_people else "open"
    return _KINDS[finding.outcome]


@define(eq=False)
class ResultWriter:
    """
    Makes the results of one log, one by one.

    Parameters:
        rules: the position of each rule among the descriptors.

        places: the locations of the log.

        baseline: the earlier report, or None.
    """

    rules: Mapping[str, int]
    places: Places
    baseline: Baseline | None

    def result(self, finding: Finding) -> Plain:
        """Return a finding as a result."""
        state = None if self.baseline is None else self.baseline.state(finding)
        return self._result(finding, state)

    def absent(self) -> Iterator[Plain]:
        """Yield the findings of the baseline that are gone, once all others were asked for."""
        if self.baseline is not None:
            for finding in self.baseline.absent():
                yield self._result(finding, "absent")

    def crash(self, finding: Finding) -> Plain:
        """Return the notification about a rule that crashed."""
        error = finding.error or ""
        kind, _, said = error.partition(": ")
        return {
            "descriptor": notification_reference(CRASH),
            "associatedRule": self.reference(finding.rule_id),
            "level": "error",
            "message": both(_about(finding)),
            "exception": {"kind": kind, "message": said},
            "locations": [self.places.location(finding.subject)],
        }

    def reference(self, rule_id: str) -> Plain:
        """Return a reference to the descriptor of a rule, if the log has it."""
        index = self.rules.get(rule_id)
        return {"id": rule_id} if index is None else {"id": rule_id, "index": index}

    def _result(self, finding: Finding, state: str | None) -> Plain:
        kind, index = kind_of(finding), self.rules.get(finding.rule_id)
        told = [evidence_words(piece) for piece in finding.evidence]
        result: Plain = {"ruleId": finding.rule_id}
        if index is not None:
            result["ruleIndex"] = index
        result |= {
            "kind": kind,
            "level": LEVELS[finding.severity] if kind == "fail" else "none",
            "message": both(_about(finding), _details(finding, told)),
            "locations": [self.places.location(finding.subject)],
            "fingerprints": {FINGERPRINT: finding.fingerprint},
        }
        if self.places.artifact_uri is not None:
            # What GitHub tells alerts of one rule in one file apart by.
            result["partialFingerprints"] = {"primaryLocationLineHash": finding.fingerprint}
        if finding.count > 1:
            result["occurrenceCount"] = finding.count
        if state is not None:
            result["baselineState"] = state
        waiver = finding.suppression
        # An empty list says that nothing suppresses it; without one, nobody knows.
        result["suppressions"] = [] if waiver is None else [_suppression(waiver)]
        result["properties"] = _properties(finding, told)
        return result


def _about(finding: Finding) -> Text:
    """Return what a finding says, beginning with whom it is about."""
    subject = finding.subject
    who = _named(subject.kind, subject.id, subject.name)
    if subject.kind in {Subject.POST, Subject.MESSAGE} and subject.account_id is not None:
        account = _named(Subject.ACCOUNT, subject.account_id, subject.account_name)
        who = Text(zh=f"{account.zh}，{who.zh}", en=f"{account.en}, {who.en}")
    # The first words are ours: a name in front could be a formula in somebody's table.
    return Text(
        zh=f"{who.zh}：{finding.message.zh}",
        en=f"{who.en[0].upper()}{who.en[1:]}: {finding.message.en}",
    )


def _named(kind: Subject, subject_id: str, name: str | None) -> Text:
    label, known_id = SUBJECTS[kind], cut(subject_id)
    if not name:
        return Text(zh=f"{label.zh}{known_id}", en=f"{label.en} {known_id}")
    return Text(
        zh=f"{label.zh}“{cut(name)}”({known_id})", en=f"{label.en} “{cut(name)}” ({known_id})"
    )


def _details(finding: Finding, told: Sequence[Text]) -> Iterator[tuple[Text, list[Text]]]:
    if finding.evidence:
        yield Text(zh="依据的事实", en="What was found"), list(map(_found, finding.evidence, told))
    if finding.remedy is not None:
        yield Text(zh="怎么办", en="What to do"), [finding.remedy]
    cited = clauses(finding.citations)
    if cited:
        yield Text(zh="条款", en="Clauses"), [Text(zh=clause, en=clause) for clause in cited]


def _found(piece: Evidence, words: Text) -> Text:
    """Return a piece of evidence with the rows behind it, as far as the report lists them."""
    if not piece.ids:
        return words
    ids = [cut(row_id) for row_id in piece.ids]
    zh, en = "、".join(ids), ", ".join(ids)
    if piece.ids_total > len(ids):
        zh, en = f"{zh}等{piece.ids_total:,}条", f"{en} … {piece.ids_total:,} in all"
    return Text(zh=f"{words.zh}；涉及：{zh}", en=f"{words.en}; rows: {en}")


def _suppression(waiver: Suppression) -> Plain:
    until = None if waiver.expires_at is None else waiver.expires_at.isoformat()
    return {
        "kind": "external",
        "status": "accepted",
        # The first word is ours, as in messages.
        "justification": seen(f"豁免：{waiver.authority}，{waiver.document}，{waiver.reason}"),
        "properties": {
            "waiverId": waiver.waiver_id,
            "authority": waiver.authority,
            "document": waiver.document,
            "reason": waiver.reason,
            "expiresAt": until,
        },
    }


def _properties(finding: Finding, told: Sequence[Text]) -> Plain:
    properties: Plain = {
        "outcome": finding.outcome.value,
        "severity": finding.severity.value,
        "force": finding.force.value,
        "message": plain_text(finding.message),
        "clauses": list(clauses(finding.citations)),
    }
    if finding.missing:
        properties["missing"] = [
            {"fact": fact.fact, "what": plain_text(fact.what), "count": fact.count}
            for fact in finding.missing
        ]
    if finding.evidence:
        properties["evidence"] = list(map(_evidence, finding.evidence, told))
    if finding.remedy is not None:
        properties["remedy"] = plain_text(finding.remedy)
    if finding.error is not None:
        properties["error"] = finding.error
    return properties


def _evidence(piece: Evidence, words: Text) -> Plain:
    found = plain_text(words)
    if piece.ids_total:
        found |= {"ids": list(piece.ids), "idsTotal": piece.ids_total}
    return found
