"""A rule file that was read: its rules, and what it said of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from attrs import field, frozen
from pendulum import DateTime

from govmedia_rules.conditions import Param, Question
from govmedia_rules.law import Citation, Force, Instrument, Severity
from govmedia_rules.rulefile.toml_places import Places
from govmedia_rules.rules import RuleSet, Scope
from govmedia_rules.text import Text

__all__ = ["FORMAT", "Override", "RuleFile"]

FORMAT: Final = 1
"""The version of the format."""


@frozen(kw_only=True)
class Override:
    """
    What a rule file changes of a rule that it inherits.

    Parameters:
        rule_id: the rule.

        params: the new values of parameters, each with its source where one is given.

        force: how binding the rule becomes, or None.

        severity: how grave its failure becomes, or None.

        cites: the provisions that say so.
    """

    rule_id: str
    params: Mapping[str, tuple[float | str | tuple[str, ...], str | None]]
    force: Force | None
    severity: Severity | None
    cites: tuple[Citation, ...]


@frozen(kw_only=True)
class RuleFile:
    """
    A rule file that was read.

    Parameters:
        name: what the file is called.

        title: what the rule set is called, or None.

        ruleset: its rules: the inherited ones as changed, then its own.

        inherited: the rules it extends, narrowed and not yet changed.

        instruments: the instruments it describes.

        overrides: what it changes.

        params: the parameters that its own rules name, by the rule's id.

        questions: the questions it describes, by name.

        moments: the moments it names.

        scopes: the scopes it describes.

        mentioned: the names and scopes that its own rules refer to.

        places: where things stand in it.
    """

    name: str
    title: Text | None
    ruleset: RuleSet
    inherited: RuleSet
    instruments: tuple[Instrument, ...]
    overrides: tuple[Override, ...]
    params: Mapping[str, Mapping[str, Param]]
    questions: Mapping[str, Question]
    moments: Mapping[str, DateTime]
    scopes: tuple[Scope, ...]
    mentioned: frozenset[str]
    places: Places = field(eq=False, repr=False)
