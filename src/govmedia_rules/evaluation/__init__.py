"""Running rules: audits, checks before publication, deadlines, explanations."""

from govmedia_rules.evaluation.audits import audit, check_post, compile_ruleset
from govmedia_rules.evaluation.deadlines import deadlines
from govmedia_rules.evaluation.explanations import explain
from govmedia_rules.evaluation.questionnaires import OpenQuestion, questionnaire
from govmedia_rules.evaluation.reference import interpret_audit

__all__ = [
    "OpenQuestion",
    "audit",
    "check_post",
    "compile_ruleset",
    "deadlines",
    "explain",
    "interpret_audit",
    "questionnaire",
]
