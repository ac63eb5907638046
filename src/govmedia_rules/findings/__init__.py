"""What an audit returns: outcomes, evidence, findings, verdicts, reports."""

from govmedia_rules.findings.finding import (
    Deadline,
    Evidence,
    EvidenceValue,
    Finding,
    MissingFact,
    Outcome,
    Range,
    SubjectRef,
    Suppression,
    fingerprint_of,
    plain_value,
)
from govmedia_rules.findings.report import Exclusion, Report, RuleRun, TableRead, Verdict

__all__ = [
    "Deadline",
    "Evidence",
    "EvidenceValue",
    "Exclusion",
    "Finding",
    "MissingFact",
    "Outcome",
    "Range",
    "Report",
    "RuleRun",
    "SubjectRef",
    "Suppression",
    "TableRead",
    "Verdict",
    "fingerprint_of",
    "plain_value",
]
