"""Running rules: audits, checks before publication, deadlines, explanations, coverage."""

from govmedia_rules.evaluation.audits import audit, check_post, compile_ruleset
from govmedia_rules.evaluation.contests import Contest, contests
from govmedia_rules.evaluation.covering import (
    AuditedProvision,
    JudgedRule,
    Means,
    ProvisionCoverage,
    RuleCoverage,
    ScopeCoverage,
    Tally,
    Treatment,
    audited_coverage,
    coverage,
    means_of,
    rules_without_clause,
)
from govmedia_rules.evaluation.deadlines import deadlines
from govmedia_rules.evaluation.explanations import explain, explain_all
from govmedia_rules.evaluation.questionnaires import OpenQuestion, questionnaire
from govmedia_rules.evaluation.reference import interpret_audit

__all__ = [
    "AuditedProvision",
    "Contest",
    "JudgedRule",
    "Means",
    "OpenQuestion",
    "ProvisionCoverage",
    "RuleCoverage",
    "ScopeCoverage",
    "Tally",
    "Treatment",
    "audit",
    "audited_coverage",
    "check_post",
    "compile_ruleset",
    "contests",
    "coverage",
    "deadlines",
    "explain",
    "explain_all",
    "interpret_audit",
    "means_of",
    "questionnaire",
    "rules_without_clause",
]
