"""What a finding says, apart from whom it is about; and making findings of it."""

from __future__ import annotations

from typing import Final, NamedTuple, Protocol

from govmedia_rules.evaluation.makers import maker_of
from govmedia_rules.findings import Evidence, Finding, MissingFact, Outcome, SubjectRef
from govmedia_rules.rules import Rule
from govmedia_rules.text import Text

__all__ = ["MOST_KEPT", "Content", "FindingMaker", "crash_finding", "finding_maker"]

MOST_KEPT: Final = 4_096
"""How many recurring pieces each rule keeps: no more than a nation's audit can spare."""


class Content(NamedTuple):
    """
    What a finding says, apart from whom it is about.

    Parameters:
        outcome: the outcome.

        evidence: what the deciding leaves read.

        missing: the facts that kept the rule from deciding.

        message: the sentence.

        is_general: it would be the same for any subject with the same readings, because
            it names no rows.
    """

    outcome: Outcome
    evidence: tuple[Evidence, ...]
    missing: tuple[MissingFact, ...]
    message: Text
    is_general: bool


class FindingMaker(Protocol):
    """Makes the finding of one rule that says some content about a subject."""

    def __call__(self, subject: SubjectRef, content: Content, count: int = 1, /) -> Finding:
        """Return the finding, which may stand for several posts or messages."""
        ...


def finding_maker(rule: Rule) -> FindingMaker:
    """Return the function that makes a rule's findings; what they share is looked up once."""
    rule_id, title, force, severity = rule.id, rule.title, rule.force, rule.severity
    citations, remedy = rule.cites, rule.remedy

    def make(subject: SubjectRef, content: Content, count: int = 1) -> Finding:
        return _make_finding(
            rule_id=rule_id,
            title=title,
            outcome=content.outcome,
            force=force,
            severity=severity,
            subject=subject,
            message=content.message,
            evidence=content.evidence,
            missing=content.missing,
            citations=citations,
            remedy=remedy,
            count=count,
        )

    return make


def crash_finding(rule: Rule, subject: SubjectRef, words: str) -> Finding:
    """Return the finding about a subject on which a rule's function raised what *words* say."""
    return Finding(
        rule_id=rule.id,
        title=rule.title,
        outcome=Outcome.ERROR,
        force=rule.force,
        severity=rule.severity,
        subject=subject,
        message=Text(zh=f"规则自身出错：{words}", en=f"The rule itself crashed: {words}"),
        citations=rule.cites,
        error=words,
    )


_make_finding = maker_of(Finding)
