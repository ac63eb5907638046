"""The whole 2018 Opinion, theme by theme, in the order of its clauses."""

from __future__ import annotations

from typing import Final

from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets.opinion_2018 import (
    content,
    interaction,
    merging,
    names_and_filing,
    opening,
    security,
    supervision,
    upkeep,
)

__all__ = ["OPINION_2018"]

OPINION_2018: Final = RuleSet(
    "opinion-2018",
    (
        *opening.RULES,
        *interaction.RULES,
        *names_and_filing.RULES,
        *merging.RULES,
        *content.RULES,
        *upkeep.RULES,
        *security.RULES,
        *supervision.RULES,
    ),
)
"""国办发〔2018〕123号: what can be checked of it by facts, by screening, or by asking people."""
