"""The rule sets in the box, each named for the instrument that it encodes."""

from govmedia_rules.rulesets.inspection_2019 import INSPECTION_2019

__all__ = ["INSPECTION_2019"]
