"""
The rules of government new media as importable, cited, explained values.

Everything public is re-exported here or from the subpackage that its documentation names.
"""

from govmedia_rules.evaluation import audit, check_post
from govmedia_rules.findings import (
    Deadline,
    Evidence,
    Finding,
    MissingFact,
    Outcome,
    Report,
    SubjectRef,
    Verdict,
)
from govmedia_rules.law import Citation, Force, Instrument, Provision, Severity
from govmedia_rules.models import (
    Account,
    Attestation,
    Message,
    Portfolio,
    Post,
    Subject,
    Unit,
    Waiver,
)
from govmedia_rules.rules import Rule, RuleSet, check
from govmedia_rules.text import Language, Text

__all__ = [
    "Account",
    "Attestation",
    "Citation",
    "Deadline",
    "Evidence",
    "Finding",
    "Force",
    "Instrument",
    "Language",
    "Message",
    "MissingFact",
    "Outcome",
    "Portfolio",
    "Post",
    "Provision",
    "Report",
    "Rule",
    "RuleSet",
    "Severity",
    "Subject",
    "SubjectRef",
    "Text",
    "Unit",
    "Verdict",
    "Waiver",
    "audit",
    "check",
    "check_post",
]
