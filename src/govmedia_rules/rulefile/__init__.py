"""Rule files: rule sets as TOML, with conditions in the words that people write in Python."""

from govmedia_rules.rulefile.condition_text import parse_condition
from govmedia_rules.rulefile.contradictions import (
    Contradiction,
    ContradictionKind,
    can_hold,
    contradictions,
)
from govmedia_rules.rulefile.differences import (
    Change,
    ParamChange,
    RuleChange,
    RuleSetDiff,
    diff_rulesets,
)
from govmedia_rules.rulefile.faults import ConditionTextError, RuleFileError, RuleFileFault
from govmedia_rules.rulefile.linting import Lint, LintKind, lint_rule_file, lint_ruleset
from govmedia_rules.rulefile.reading import (
    load_ruleset,
    loads_ruleset,
    parse_rule_file,
    read_rule_file,
)
from govmedia_rules.rulefile.rule_file import Override, RuleFile
from govmedia_rules.rulefile.template import rule_file_template
from govmedia_rules.rulefile.toml_places import Place, Places
from govmedia_rules.rulefile.writing import dump_ruleset, dumps_ruleset

__all__ = [
    "Change",
    "ConditionTextError",
    "Contradiction",
    "ContradictionKind",
    "Lint",
    "LintKind",
    "Override",
    "ParamChange",
    "Place",
    "Places",
    "RuleChange",
    "RuleFile",
    "RuleFileError",
    "RuleFileFault",
    "RuleSetDiff",
    "can_hold",
    "contradictions",
    "diff_rulesets",
    "dump_ruleset",
    "dumps_ruleset",
    "lint_rule_file",
    "lint_ruleset",
    "load_ruleset",
    "loads_ruleset",
    "parse_condition",
    "parse_rule_file",
    "read_rule_file",
    "rule_file_template",
]
