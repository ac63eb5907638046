"""
What has to be known about a rule to judge it and to explain the result.

A plan is made once per rule. It lists the operands (the fields and aggregates the
rule reads) and the leaves (the smallest parts that are true, false or unknown), so
that every way of reading them can share one way of deciding and one way of writing
findings.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, Literal, NamedTuple, TypeAlias, TypedDict, cast, overload

from attrs import define, field, frozen
from pendulum import DateTime

from govmedia_rules.conditions.expressions import Aggregate, Field, Function
from govmedia_rules.conditions.fields import Table
from govmedia_rules.conditions.interpreter import Reading, Situation, read_expression, truth_of
from govmedia_rules.conditions.logic import Truth3, kleene_and, kleene_not, kleene_or
from govmedia_rules.conditions.operands import Expression
from govmedia_rules.conditions.predicates import And, Condition, Not, Or, all_of
from govmedia_rules.findings import Outcome
from govmedia_rules.models import Subject
from govmedia_rules.moments import day_of
from govmedia_rules.rules import Rule

__all__ = [
    "Decision",
    "InterpretedReadings",
    "InterpretedTruths",
    "Part",
    "Readings",
    "RulePlan",
    "Truths",
    "decide",
    "in_force_at",
    "operands_of",
    "plain_reading",
    "responsible",
]

Readings: TypeAlias = Sequence[Reading]
"""What the operands of a plan read, in the plan's order."""

Truths: TypeAlias = Sequence[Truth3]
"""Whether the leaves of a plan hold, in the plan's order."""

Part: TypeAlias = Literal["scope", "exception", "demand"]
"""One of a rule's conditions, by what it is there for."""


class Decision(NamedTuple):
    """
    What a rule comes to, and which of its conditions made it so.

    Parameters:
        outcome: the outcome.

        deciding: the parts that decided: the demand for pass and fail, what stayed
            unknown for undetermined, the scope or the exception for not applicable.
    """

    outcome: Outcome
    deciding: tuple[Part, ...]


def _leaves_of(condition: Condition) -> list[Condition]:
    match condition:
        case And() | Or():
            return [leaf for part in condition.parts for leaf in _leaves_of(part)]
        case Not():
            return _leaves_of(condition.part)
        case _:
            return [condition]


def operands_of(condition: Condition) -> tuple[Field | Aggregate, ...]:
    """Return the fields and aggregates read for the subject itself, not inside its rows."""
    return cast("tuple[Field | Aggregate, ...]", condition.operands)


@frozen(eq=False)
class RulePlan:
    """
    A rule, its operands and its leaves, demand first, then exception, then scope.

    Parameters:
        rule: the rule.

        parts: its conditions by what they are there for.

        operands: the distinct fields and aggregates it reads.

        demanded: how many of the operands belong to its demand and its exception.

        slots: for the identity of each such node in its conditions, the position of
            its operand.

        leaves: the leaves of its conditions.

        positions: for the identity of each leaf, its position.

        leaves_by_part: the positions of the leaves of each condition.

        demand_slots: how many values a generated function reads for the demand alone.

        scope_operands: the fields and aggregates that its scope reads.

        table: the table whose rows it judges; None for a rule about accounts or units.

        asks_row_by_row: it judges rows, and its exception can lift it for single ones.

        account_scope: for a rule about rows, the part of its scope that is about the
            account; else its scope.

        row_scope: for a rule about rows, the part of its scope that asks each row.
    """

    rule: Rule
    parts: dict[Part, Condition]
    operands: tuple[Expression, ...]
    demanded: int
    slots: dict[int, int]
    leaves: tuple[Condition, ...]
    positions: dict[int, int]
    leaves_by_part: dict[Part, tuple[int, ...]]
    demand_slots: int
    scope_operands: tuple[Expression, ...]
    table: Table | None
    asks_row_by_row: bool
    account_scope: Condition | None
    row_scope: Condition | None

    @classmethod
    def of(cls, rule: Rule) -> RulePlan:
        """Return the plan of *rule*."""
        demand = rule.requires if rule.requires is not None else rule.forbids
        given: tuple[tuple[Part, Condition | None], ...] = (
            ("demand", demand),
            ("exception", rule.unless),
            ("scope", rule.bound),
        )
        operands: list[Expression] = []
        by_key: dict[object, int] = {}
        slots: dict[int, int] = {}
        leaves: list[Condition] = []
        positions: dict[int, int] = {}
        leaves_by_part: dict[Part, tuple[int, ...]] = {}
        demanded = demand_slots = 0
        nodes_of_scope: tuple[Field | Aggregate, ...] = ()
        for part, condition in given:
            if part == "scope":
                demanded = len(operands)
            if condition is None:
                continue
            nodes = operands_of(condition)
            if part == "scope":
                nodes_of_scope = nodes
            for node in nodes:
                slot = by_key.setdefault(node.value_key, len(operands))
                slots[id(node)] = slot
                if slot == len(operands):
                    operands.append(node)
            if part == "demand":
                demand_slots = sum(_width(operand) for operand in operands)
            found = _leaves_of(condition)
            for leaf in found:
                if positions.setdefault(id(leaf), len(leaves)) == len(leaves):
                    leaves.append(leaf)
            leaves_by_part[part] = tuple(positions[id(leaf)] for leaf in found)
        table = _ROW_TABLES.get(rule.subject)
        return cls(
            rule=rule,
            parts={part: condition for part, condition in given if condition is not None},
            operands=tuple(operands),
            demanded=demanded,
            slots=slots,
            leaves=tuple(leaves),
            positions=positions,
            leaves_by_part=leaves_by_part,
            demand_slots=demand_slots,
            scope_operands=nodes_of_scope,
            table=table,
            asks_row_by_row=table is not None and rule.unless is not None,
            **_split_scope(rule.bound, None if table is None else table.row_root),
        )

    @property
    def demand(self) -> Condition | None:
        """What the rule requires or forbids; None when a function decides."""
        return self.parts.get("demand")

    def truth(self, condition: Condition, truths: Truths) -> Truth3:
        """Return whether one of the rule's conditions, or a part of one, holds."""
        match condition:
            case And():
                return kleene_and(self.truth(part, truths) for part in condition.parts)
            case Or():
                return kleene_or(self.truth(part, truths) for part in condition.parts)
            case Not():
                return kleene_not(self.truth(condition.part, truths))
            case _:
                return truths[self.positions[id(condition)]]

    def settled_scope(self, truths: Truths) -> frozenset[int]:
        """Return the positions of the leaves of its instrument's scope, once that holds for certain."""
        scope = self.rule.scope
        if scope is None or not self.truth(scope.binds, truths):
            return frozenset()
        return frozenset([self.positions[id(leaf)] for leaf in _leaves_of(scope.binds)])

    def leaf_asks_about(self, position: int, root: str) -> bool:
        """Return whether the leaf at *position* asks about a field of *root*."""
        return _asks_about(self.leaves[position], root)

    @property
    def may_ask_peers(self) -> bool:
        """Whether it may look at the accounts of a unit; a function may look at anything."""
        return self.rule.check is not None or any(
            isinstance(operand, Aggregate) and operand.rows.table is Table.ACCOUNTS
            for operand in self.operands
        )


class _Scopes(TypedDict):
    account_scope: Condition | None
    row_scope: Condition | None


def _split_scope(scope: Condition | None, row_root: str | None) -> _Scopes:
    """Return what a scope asks about the account, and what it asks each row."""
    if scope is None or row_root is None or not _asks_about(scope, row_root):
        return {"account_scope": scope, "row_scope": None}
    parts = scope.parts if isinstance(scope, And) else (scope,)
    of_row = [part for part in parts if _asks_about(part, row_root)]
    of_account = [part for part in parts if not _asks_about(part, row_root)]
    return {
        "account_scope": all_of(*of_account) if of_account else None,
        "row_scope": all_of(*of_row),
    }


def _asks_about(condition: Condition, root: str) -> bool:
    return any(
        isinstance(operand, Field) and operand.spec.root == root
        for operand in operands_of(condition)
    )


_ROW_TABLES: Final = {Subject.POST: Table.POSTS, Subject.MESSAGE: Table.MESSAGES}


def _width(operand: Expression) -> int:
    """Return how many values a generated function reads for an operand."""
    if not isinstance(operand, Aggregate):
        return 1
    return 2 if operand.function in {Function.COUNT, Function.REPEATS} else 3


def plain_reading(expression: Expression) -> Reading:
    """Return the value written into a condition, as it reads."""
    plain = expression.plain
    return frozenset(plain) if isinstance(plain, tuple) else plain


@define(eq=False)
class InterpretedReadings(Sequence[Reading]):
    """What the operands of a plan read in a situation, through the interpreter, when asked."""

    plan: RulePlan
    situation: Situation
    _read: dict[int, Reading] = field(factory=dict, init=False)

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


@define(eq=False)
class InterpretedTruths(Sequence[Truth3]):
    """Whether the leaves of a plan hold, through the interpreter, when asked."""

    plan: RulePlan
    readings: Readings
    as_of: DateTime
    _known: dict[int, Truth3] = field(factory=dict, init=False)

    @classmethod
    def of(cls, plan: RulePlan, situation: Situation) -> InterpretedTruths:
        """Return the truths of *plan* in *situation*, with the readings that they rest on."""
        return cls(plan, InterpretedReadings(plan, situation), situation.as_of)

    def __len__(self) -> int:
        return len(self.plan.leaves)

    @overload
    def __getitem__(self, position: int) -> Truth3: ...

    @overload
    def __getitem__(self, position: slice) -> Sequence[Truth3]: ...

    def __getitem__(self, position: int | slice) -> Truth3 | Sequence[Truth3]:
        if isinstance(position, slice):
            return [self[each] for each in range(*position.indices(len(self)))]
        if position not in self._known:
            leaf = self.plan.leaves[position]
            self._known[position] = truth_of(leaf, self._read, self.as_of)
        return self._known[position]

    def _read(self, expression: Expression) -> Reading:
        slot = self.plan.slots.get(id(expression))
        return plain_reading(expression) if slot is None else self.readings[slot]


def in_force_at(plans: Iterable[RulePlan], as_of: DateTime) -> tuple[bool, ...]:
    """Return, for each plan, whether its rule binds at a moment."""
    on = day_of(as_of)
    return tuple(plan.rule.is_in_force_on(on) for plan in plans)


def decide(
    plan: RulePlan, truths: Truths, *, answer: Truth3 = None, is_in_scope: bool = False
) -> Decision:
    """
    Return what the rule comes to for one subject, given whether its leaves hold.

    Parameters:
        plan: the rule's plan.

        truths: whether its leaves hold.

        answer: for a rule that a function decides, what the function said.

        is_in_scope: the rule is known to apply, so its scope is not asked.
    """
    rule = plan.rule
    if rule.bound is not None and not is_in_scope:
        applies = plan.truth(rule.bound, truths)
        if not applies:
            outcome = Outcome.UNDETERMINED if applies is None else Outcome.NOT_APPLICABLE
            return Decision(outcome, ("scope",))
    lifted = False if rule.unless is None else plan.truth(rule.unless, truths)
    if lifted:
        return Decision(Outcome.NOT_APPLICABLE, ("exception",))
    kept = answer
    if plan.demand is not None:
        holds = plan.truth(plan.demand, truths)
        kept = holds if rule.forbids is None else kleene_not(holds)
    if lifted is None:
        # Whatever the demand says, the exception could still lift it.
        open_parts: tuple[Part, ...] = ("exception", "demand") if kept is None else ("exception",)
        return Decision(Outcome.UNDETERMINED, open_parts)
    if kept is None:
        return Decision(Outcome.UNDETERMINED, ("demand",))
    return Decision(Outcome.PASS if kept else Outcome.FAIL, ("demand",))


def responsible(plan: RulePlan, condition: Condition, truths: Truths) -> list[int]:
    """Return the positions of the leaves that make *condition* what it is."""
    match condition:
        case And() | Or():
            truth = plan.truth(condition, truths)
            # A conjunction is true, and a disjunction false, because of all its parts.
            needs_all = truth is isinstance(condition, And)
            return [
                position
                for part in condition.parts
                if needs_all or plan.truth(part, truths) is truth
                for position in responsible(plan, part, truths)
            ]
        case Not():
            return responsible(plan, condition.part, truths)
        case _:
            return [plan.positions[id(condition)]]
