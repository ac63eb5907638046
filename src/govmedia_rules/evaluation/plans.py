"""
What has to be known about a rule to judge it and to explain the result.

A plan is made once per rule. It lists the operands (the fields and aggregates the
rule reads) and the leaves (the smallest parts that are true, false or unknown), so
that every way of reading the operands can share one way of deciding and one way of
writing findings.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias, overload

from attrs import define, field, frozen
from pendulum import DateTime

from govmedia_rules.conditions.expressions import Aggregate, Field
from govmedia_rules.conditions.interpreter import Reading, Situation, read_expression, truth_of
from govmedia_rules.conditions.logic import Truth3, kleene_not
from govmedia_rules.conditions.nodes import Expression, Node
from govmedia_rules.conditions.predicates import And, Condition, Not, Or
from govmedia_rules.findings import Outcome
from govmedia_rules.rules import Rule

__all__ = [
    "Decision",
    "InterpretedReadings",
    "Readings",
    "RulePlan",
    "decide",
    "leaves_of",
    "responsible",
]

Readings: TypeAlias = Sequence[Reading]
"""What the operands of a plan read, in the plan's order."""


class Decision(NamedTuple):
    """
    What a rule comes to, and which of its conditions made it so.

    Parameters:
        outcome: the outcome.

        deciding: the conditions that decided: the demand for pass and fail, what
            stayed unknown for undetermined, the scope or exception for not applicable.
    """

    outcome: Outcome
    deciding: tuple[Condition, ...]


def leaves_of(condition: Condition) -> tuple[Condition, ...]:
    """Return the leaves of *condition*, in reading order."""
    match condition:
        case And() | Or():
            return tuple(leaf for part in condition.parts for leaf in leaves_of(part))
        case Not():
            return leaves_of(condition.part)
        case _:
            return (condition,)


def _operands_of(condition: Condition) -> list[Expression]:
    """Return the fields and aggregates read for the subject itself, not inside its rows."""
    found: list[Expression] = []
    stack: list[Node] = [condition]
    while stack:
        node = stack.pop()
        if isinstance(node, (Field, Aggregate)):
            found.append(node)
        else:
            stack.extend(reversed(node.children()))
    return found


@frozen(eq=False)
class RulePlan:
    """
    A rule, its operands and the way from each node to its operand.

    Parameters:
        rule: the rule.

        demand: what it requires or forbids; None when a function decides.

        operands: the distinct fields and aggregates it reads: first those of its
            demand, then of its exception, then of its scope.

        demanded: how many of the operands belong to its demand and its exception.

        slots: for the identity of each such node in its conditions, the position of
            its operand.
    """

    rule: Rule
    demand: Condition | None
    operands: tuple[Expression, ...]
    demanded: int
    slots: dict[int, int]

    @classmethod
    def of(cls, rule: Rule) -> RulePlan:
        """Return the plan of *rule*."""
        demand = rule.requires if rule.requires is not None else rule.forbids
        operands: list[Expression] = []
        slots: dict[int, int] = {}
        positions: dict[object, int] = {}
        demanded = 0
        for condition in (demand, rule.unless, rule.applies):
            if condition is rule.applies:
                demanded = len(operands)
            if condition is None:
                continue
            for node in _operands_of(condition):
                key = node.key(by_value=True)
                if key not in positions:
                    positions[key] = len(operands)
                    operands.append(node)
                slots[id(node)] = positions[key]
        return cls(rule, demand, tuple(operands), demanded, slots)

    def truth(self, condition: Condition, readings: Readings, as_of: DateTime) -> Truth3:
        """Return whether one of the rule's own conditions, or a part of one, holds."""
        slots = self.slots

        def read(expression: Expression) -> Reading:
            slot = slots.get(id(expression))
            return _plain(expression) if slot is None else readings[slot]

        return truth_of(condition, read, as_of)

    def depends_on_rows(self, condition: Condition | None, root: str) -> bool:
        """Return whether *condition* mentions a field of *root* for the subject itself."""
        return condition is not None and any(
            isinstance(node, Field) and node.spec.root == root for node in _operands_of(condition)
        )


def _plain(expression: Expression) -> Reading:
    plain = expression.plain
    return frozenset(plain) if isinstance(plain, tuple) else plain


@define(eq=False)
class InterpretedReadings(Sequence[Reading]):
    """What the operands of a plan read in a situation, through the interpreter, when asked."""

    plan: RulePlan
    situation: Situation
    _read: dict[int, Reading] = field(factory=dict)

    def __len__(self) -> int:
        return len(self.plan.operands)

    @overload
    def __getitem__(self, slot: int) -> Reading: ...

    @overload
    def __getitem__(self, slot: slice) -> Sequence[Reading]: ...

    def __getitem__(self, slot: int | slice) -> Reading | Sequence[Reading]:
        if isinstance(slot, slice):
            return [self[position] for position in range(*slot.indices(len(self)))]
        if slot not in self._read:
            self._read[slot] = read_expression(self.plan.operands[slot], self.situation)
        return self._read[slot]


def decide(
    plan: RulePlan,
    readings: Readings,
    as_of: DateTime,
    *,
    demanded: Truth3 = None,
    is_in_scope: bool = False,
) -> Decision:
    """
    Return what the rule comes to for one subject, given what its operands read.

    Parameters:
        plan: the rule's plan.

        readings: what its operands read.

        as_of: the monitoring moment.

        demanded: for a rule that a function decides, what the function said.

        is_in_scope: the rule is known to apply, so its scope need not be asked.
    """
    rule = plan.rule
    if rule.applies is not None and not is_in_scope:
        applies = plan.truth(rule.applies, readings, as_of)
        if applies is False:
            return Decision(Outcome.NOT_APPLICABLE, (rule.applies,))
        if applies is None:
            return Decision(Outcome.UNDETERMINED, (rule.applies,))
    excepted: Truth3 = False
    if rule.unless is not None:
        excepted = plan.truth(rule.unless, readings, as_of)
        if excepted is True:
            return Decision(Outcome.NOT_APPLICABLE, (rule.unless,))
    deciding: tuple[Condition, ...] = ()
    if plan.demand is not None:
        demanded = plan.truth(plan.demand, readings, as_of)
        demanded = demanded if rule.forbids is None else kleene_not(demanded)
        deciding = (plan.demand,)
    if excepted is None:
        # Whatever the demand says, the exception could still lift it.
        return Decision(
            Outcome.UNDETERMINED,
            (*([rule.unless] if rule.unless is not None else []), *(deciding if demanded is None else ())),
        )
    if demanded is None:
        return Decision(Outcome.UNDETERMINED, deciding)
    return Decision(Outcome.PASS if demanded else Outcome.FAIL, deciding)


def responsible(
    plan: RulePlan, condition: Condition, readings: Readings, as_of: DateTime
) -> list[tuple[Condition, Truth3]]:
    """Return the leaves that make *condition* what it is, each with its own truth."""
    match condition:
        case And() | Or():
            truth = plan.truth(condition, readings, as_of)
            # A conjunction is true, and a disjunction false, because of all its parts.
            unanimous = isinstance(condition, And)
            parts = [
                part
                for part in condition.parts
                if truth is unanimous or plan.truth(part, readings, as_of) is truth
            ]
            return [
                leaf for part in parts for leaf in responsible(plan, part, readings, as_of)
            ]
        case Not():
            return responsible(plan, condition.part, readings, as_of)
        case _:
            return [(condition, plan.truth(condition, readings, as_of))]


