"""Rule files: rule sets as TOML, with conditions in the words that people write in Python."""

from govmedia_rules.rulefile.condition_text import parse_condition
from govmedia_rules.rulefile.faults import ConditionTextError, RuleFileError, RuleFileFault
from govmedia_rules.rulefile.reading import (
    Override,
    RuleFile,
    load_ruleset,
    loads_ruleset,
    parse_rule_file,
    read_rule_file,
)
from govmedia_rules.rulefile.writing import dump_ruleset, dumps_ruleset

__all__ = [
    "ConditionTextError",
    "Override",
    "RuleFile",
    "RuleFileError",
    "RuleFileFault",
    "dump_ruleset",
    "dumps_ruleset",
    "load_ruleset",
    "loads_ruleset",
    "parse_condition",
    "parse_rule_file",
    "read_rule_file",
]
