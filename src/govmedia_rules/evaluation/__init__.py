"""Running rules: audits, checks before publication, and the interpreter they are tested against."""

from govmedia_rules.evaluation.audits import audit, check_post, compile_ruleset
from govmedia_rules.evaluation.reference import interpret_audit

__all__ = ["audit", "check_post", "compile_ruleset", "interpret_audit"]
