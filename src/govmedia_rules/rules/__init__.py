"""Rules and rule sets."""

from govmedia_rules.rules.competing import Competition, competing_rules
from govmedia_rules.rules.functions import check
from govmedia_rules.rules.rule import CheckFunction, Rule
from govmedia_rules.rules.ruleset import RuleSet
from govmedia_rules.rules.scope import Scope

__all__ = [
    "CheckFunction",
    "Competition",
    "Rule",
    "RuleSet",
    "Scope",
    "check",
    "competing_rules",
]
