"""What an audit returns: outcomes, evidence, findings, verdicts, reports and their differences."""

from govmedia_rules.findings.accounting import Exclusion, RuleRun, TableRead
from govmedia_rules.findings.differences import (
    Cause,
    Change,
    Difference,
    ReportDiff,
    RuleChange,
    RuleDifference,
)
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
from govmedia_rules.findings.follow_ups import Fate, FollowedUp, FollowUp
from govmedia_rules.findings.report import Report, Verdict

__all__ = [
    "Cause",
    "Change",
    "Deadline",
    "Difference",
    "Evidence",
    "EvidenceValue",
    "Exclusion",
    "Fate",
    "Finding",
    "FollowUp",
    "FollowedUp",
    "MissingFact",
    "Outcome",
    "Range",
    "Report",
    "ReportDiff",
    "RuleChange",
    "RuleDifference",
    "RuleRun",
    "SubjectRef",
    "Suppression",
    "TableRead",
    "Verdict",
    "fingerprint_of",
    "plain_value",
]
