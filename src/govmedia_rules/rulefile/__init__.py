"""Rule files: rule sets as TOML, with conditions in the words that people write in Python."""

from govmedia_rules.rulefile.condition_text import parse_condition
from govmedia_rules.rulefile.faults import ConditionTextError, RuleFileError, RuleFileFault

__all__ = ["ConditionTextError", "RuleFileError", "RuleFileFault", "parse_condition"]
