"""The 2018 Opinion as rules, one module per theme."""

from govmedia_rules.rulesets.opinion_2018.ruleset import OPINION_2018

__all__ = ["OPINION_2018"]
