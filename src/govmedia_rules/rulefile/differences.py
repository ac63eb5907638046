"""What differs between two rule sets, rule by rule and part by part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from attrs import frozen

from govmedia_rules.conditions import Condition, Param
from govmedia_rules.conditions.nodes import Node
from govmedia_rules.errors import ConditionError
from govmedia_rules.law import Citation, Force, Severity
from govmedia_rules.models import Subject
from govmedia_rules.rules import Rule, RuleSet, Scope
from govmedia_rules.text import Text

__all__ = ["Change", "ParamChange", "RuleChange", "RuleSetDiff", "diff_rulesets"]

_PARTS: Final = (
    "title",
    "subject",
    "force",
    "severity",
    "scope",
    "applies",
    "requires",
    "forbids",
    "unless",
    "cites",
    "remedy",
    "message",
    "explanation",
)

Part = Condition | Text | Subject | Force | Severity | Scope | tuple[Citation, ...] | None


@frozen
class Change:
    """
    A part of a rule that differs.

    Parameters:
        part: which part: ``title``, ``severity``, ``requires`` …; ``check`` where the
            function differs or its version.

        old: what it was; None where it was not there.

        new: what it is; None where it is not there.
    """

    part: str
    old: Part
    new: Part


@frozen
class ParamChange:
    """
    A parameter that differs.

    Parameters:
        name: its name.

        old: the parameter as it was, or None.

        new: the parameter as it is, or None.
    """

    name: str
    old: Param | None
    new: Param | None


@frozen(eq=False)
class RuleChange:
    """
    A rule that both sets have and that differs.

    Parameters:
        old, new: the rule in either set.

        params: the parameters that differ.

        changes: what else differs; a condition in which only the values of parameters
            differ is not told again.
    """

    old: Rule
    new: Rule
    params: tuple[ParamChange, ...]
    changes: tuple[Change, ...]


@frozen(eq=False)
class RuleSetDiff:
    """
    What differs between two rule sets.

    Parameters:
        old, new: the two sets.

        added: the rules that only the new one has.

        removed: the rules that only the old one has.

        changed: the rules that both have and that differ.

        is_reordered: whether the rules that both have stand in another order.
    """

    old: RuleSet
    new: RuleSet
    added: tuple[Rule, ...]
    removed: tuple[Rule, ...]
    changed: tuple[RuleChange, ...]
    is_reordered: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs and the sets are equal."""
        return not (self.added or self.removed or self.changed or self.is_reordered)


def diff_rulesets(old: RuleSet, new: RuleSet) -> RuleSetDiff:
    """
    Return what differs between two rule sets.

    Parameters:
        old: the set to begin with.

        new: the set to compare it with.
    """
    before = {rule.id: rule for rule in old}
    after = {rule.id: rule for rule in new}
    kept = [rule.id for rule in old if rule.id in after]
    return RuleSetDiff(
        old=old,
        new=new,
        added=tuple(rule for rule in new if rule.id not in before),
        removed=tuple(rule for rule in old if rule.id not in after),
        changed=tuple(
            _rule_change(before[rule_id], after[rule_id])
            for rule_id in kept
            if before[rule_id] != after[rule_id]
        ),
        is_reordered=kept != [rule.id for rule in new if rule.id in before],
    )


def _rule_change(old: Rule, new: Rule) -> RuleChange:
    return RuleChange(old, new, tuple(_param_changes(old, new)), tuple(_changes(old, new)))


def _param_changes(old: Rule, new: Rule) -> Iterator[ParamChange]:
    before = {param.name: param for param in old.params}
    after = {param.name: param for param in new.params}
    for name in dict.fromkeys((*before, *after)):
        was, now = before.get(name), after.get(name)
        if was is None or now is None or was.key() != now.key():
            yield ParamChange(name, was, now)


def _say_the_same(was: Condition, now: Condition, values: dict[str, Node]) -> bool:
    try:
        return was.key() == now.replacing(values).key()
    except ConditionError:  # a parameter of this name is now of another kind
        return False


def _changes(old: Rule, new: Rule) -> Iterator[Change]:
    # With the old parameters put in, a condition differs only where its own words do.
    values: dict[str, Node] = {param.name: param for param in old.params}
    for part in _PARTS:
        was, now = getattr(old, part), getattr(new, part)
        if isinstance(was, Condition) and isinstance(now, Condition):
            if not _say_the_same(was, now, values):
                yield Change(part, was, now)
        elif isinstance(was, Condition) or isinstance(now, Condition) or was != now:
            yield Change(part, was, now)
    if (old.check, old.check_version) != (new.check, new.check_version):
        yield Change("check", None, None)
