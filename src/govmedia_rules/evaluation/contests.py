"""What rules of several instruments that make one demand came to, subject by subject."""

from __future__ import annotations

from attrs import frozen

from govmedia_rules.findings import Finding, Report, SubjectRef
from govmedia_rules.rules import Competition, RuleSet, competing_rules

__all__ = ["Contest", "contests"]


@frozen(kw_only=True)
class Contest:
    """
    One subject that some rule of a competition did not certainly pass.

    Parameters:
        subject: the subject.

        competition: the rules, what each demands, and which bind.

        findings: what each rule found about it, in the order of the rules; None where it
            passed or does not apply.
    """

    subject: SubjectRef
    competition: Competition
    findings: tuple[Finding | None, ...]


def contests(report: Report, ruleset: RuleSet) -> tuple[Contest, ...]:
    """
    Return, subject by subject, what competing rules came to, in the order of the findings.

    Parameters:
        report: the report of an audit.

        ruleset: the rule set that it was an audit by.
    """
    found: list[Contest] = []
    for competition in competing_rules(ruleset.in_force(report.as_of)):
        order = {rule.id: position for position, rule in enumerate(competition.rules)}
        by_subject: dict[SubjectRef, list[Finding | None]] = {}
        for finding in report.findings:
            if finding.rule_id in order:
                row = by_subject.setdefault(finding.subject, [None] * len(order))
                row[order[finding.rule_id]] = finding
        found.extend(
            Contest(subject=subject, competition=competition, findings=tuple(row))
            for subject, row in by_subject.items()
        )
    return tuple(found)
