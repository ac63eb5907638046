"""
Rules that contradict themselves: none can pass, none can fail, or nobody is bound.

Decided by trying cases. The leaves of a rule are grouped by what they look at
(:mod:`~govmedia_rules.rulefile.atoms`), and the cases of all groups are searched for one in
which the rule passes, and one in which it fails. A known outcome never needs more than that
every unknown fact be filled in one way or another, and the cases are at least all that can
occur; so where none is found there is none: what is told is true. What is not told may still
be a contradiction: relations between different things (a week's posts and a fortnight's)
are not known here, and a search that grows too long is given up.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from attrs import frozen

from govmedia_rules.conditions import And, Condition, Not, Or, Truth, all_of
from govmedia_rules.conditions.logic import kleene_and, kleene_not, kleene_or
from govmedia_rules.conditions.nodes import Key
from govmedia_rules.rulefile.atoms import Group, groups_of
from govmedia_rules.rules import Rule, RuleSet

__all__ = ["Contradiction", "ContradictionKind", "can_hold", "contradictions"]

_MOST_STEPS: Final = 200_000
"""How many parts of a condition are looked at, all cases told, before a search is given up."""


class ContradictionKind(StrEnum):
    """How a rule contradicts itself."""

    BINDS_NOBODY = "binds nobody"
    NONE_CAN_PASS = "none can pass"  # noqa: S105 -- no password
    NONE_CAN_FAIL = "none can fail"


@frozen
class Contradiction:
    """
    A rule that contradicts itself.

    Parameters:
        rule_id: the rule.

        kind: how.
    """

    rule_id: str
    kind: ContradictionKind


def contradictions(ruleset: RuleSet) -> Iterator[Contradiction]:
    """
    Yield the rules of *ruleset* that contradict themselves.

    Rules that a function decides are passed over.
    """
    for rule in ruleset:
        kind = _kind(rule)
        if kind is not None:
            yield Contradiction(rule.id, kind)


def _kind(rule: Rule) -> ContradictionKind | None:
    bound = [rule.bound] if rule.bound is not None else []
    if rule.unless is not None:
        bound.append(~rule.unless)
    if bound and can_hold(all_of(*bound)) is False:
        return ContradictionKind.BINDS_NOBODY
    demand = rule.requires if rule.forbids is None else ~rule.forbids
    if demand is None:
        return None
    if can_hold(all_of(*bound, demand)) is False:
        return ContradictionKind.NONE_CAN_PASS
    if can_hold(all_of(*bound, ~demand)) is False:
        return ContradictionKind.NONE_CAN_FAIL
    return None


def can_hold(condition: Condition) -> bool | None:
    """
    Return whether *condition* can be true of anything.

    Returns:
        False when it cannot, whatever the facts; True when no relation known here stands
        against it; None when the search was given up.
    """
    leaves = list(_leaves(condition))
    groups = groups_of(leaves, lambda part: can_hold(part) is False)
    # What is told of many leaves at once narrows the search most.
    groups.sort(key=lambda group: -len(group.leaves))
    return _Search(condition, groups).found()


def _leaves(condition: Condition) -> Iterator[Condition]:
    stack = [condition]
    while stack:
        part = stack.pop()
        match part:
            case And() | Or():
                stack.extend(part.parts)
            case Not():
                stack.append(part.part)
            case Truth():
                pass
            case _:
                yield part


class _Search:
    """The search for a case in which a condition holds."""

    def __init__(self, condition: Condition, groups: list[Group]) -> None:
        self._condition = condition
        self._groups = groups
        self._known: dict[Key, bool] = {}
        self._steps = 0

    def found(self, depth: int = 0) -> bool | None:
        """Try the cases of the group at *depth* and of those behind it."""
        if self._steps > _MOST_STEPS:
            return None
        truth = self._truth(self._condition)
        if truth is not None:
            return truth
        answer: bool | None = False
        for case in self._groups[depth].cases:
            self._known.update(case)
            deeper = self.found(depth + 1)
            if deeper:
                return True
            if deeper is None:
                answer = None
                break
        for key in self._groups[depth].leaves:
            self._known.pop(key, None)
        return answer

    def _truth(self, condition: Condition) -> bool | None:
        """Return what is known of *condition* so far."""
        self._steps += 1
        match condition:
            case And():
                return kleene_and(self._truth(part) for part in condition.parts)
            case Or():
                return kleene_or(self._truth(part) for part in condition.parts)
            case Not():
                return kleene_not(self._truth(condition.part))
            case Truth():
                return condition.value
            case _:
                return self._known.get(condition.value_key)
