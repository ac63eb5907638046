"""The rule sets in the box, each named for the instrument that it encodes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets.inspection_2019 import INSPECTION_2019
from govmedia_rules.rulesets.opinion_2018 import OPINION_2018

__all__ = ["BUILT_IN", "INSPECTION_2019", "OPINION_2018"]

BUILT_IN: Final[Mapping[str, RuleSet]] = MappingProxyType(
    {
        "opinion-2018": OPINION_2018,
        "inspection-2019": INSPECTION_2019,
    }
)
"""The rule sets in the box, by id, in the order of their instruments."""
