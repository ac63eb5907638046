"""What a rule about rows lacks to decide those that stayed undetermined, told for all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import define, field

from govmedia_rules.conditions.fields import FieldSpec, Table
from govmedia_rules.conditions.interpreter import Row, Situation
from govmedia_rules.evaluation.missing import MissingFacts
from govmedia_rules.evaluation.plans import (
    InterpretedTruths,
    Part,
    RulePlan,
    Truths,
    decide,
    operands_of,
)
from govmedia_rules.evaluation.rows import RowStates
from govmedia_rules.findings import MissingFact

__all__ = ["OpenRows", "fact_order"]


def fact_order(plan: RulePlan) -> dict[str, int]:
    """
    Return the facts that a rule about rows can lack, with the place in which each is told.

    What the scope asks comes first, then the exception, then the demand: so that it does not
    matter which row happened to come first.
    """
    order: dict[str, int] = {}
    parts: tuple[Part, ...] = ("scope", "exception", "demand")
    for part in parts:
        for position in plan.leaves_by_part.get(part, ()):
            for operand in operands_of(plan.leaves[position]):
                spec = operand.field_spec
                if spec is not None:
                    order.setdefault(spec.record_name, len(order))
    return order


@define(eq=False)
class OpenRows:
    """
    The undetermined posts or messages of one rule.

    Parameters:
        plan: the rule's plan.

        missing: finds the facts that its leaves lack.

        blamed: tells which leaves are to blame, given the parts that decided and whether
            the leaves hold.

        states: how the rule finds many rows at once, or None to ask them one by one.
    """

    plan: RulePlan
    missing: MissingFacts
    blamed: Callable[[tuple[Part, ...], Truths], tuple[int, ...]]
    states: RowStates | None
    _only_field: FieldSpec | None = field(init=False)
    _order: dict[str, int] = field(init=False)
    _kept: dict[tuple[object, ...], tuple[MissingFact, ...]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        plan = self.plan
        self._order = fact_order(plan)
        asks_once = plan.demanded == len(plan.leaves_by_part.get("demand", ())) == 1
        spec = plan.operands[0].field_spec if asks_once else None
        is_of_row = plan.table is not None and spec is not None and spec.root == plan.table.row_root
        self._only_field = spec if is_of_row else None

    def facts(
        self, table: Table, situation: Situation, rows: Sequence[Row], open_part: Part | None
    ) -> tuple[MissingFact, ...]:
        """
        Return the facts that kept *rows* undetermined, each with the number of rows without it.

        Parameters:
            table: posts or messages.

            situation: the account's situation.

            rows: the rows.

            open_part: the part that stayed open for all of them, where that is known.
        """
        if open_part == "demand" and rows and self._only_field is not None:
            # One question about one field: what stayed open did so for want of it.
            return (self.missing.of_rows(self._only_field, len(rows)),)
        plan = self.plan
        if open_part == "scope" and rows:
            # The account's own facts are missing, and for all its rows alike.
            truths = InterpretedTruths.of(plan, situation)
            blamed = self.blamed(("scope",), truths)
            return self._ordered(self.missing.of_leaves(blamed, situation, truths.readings))
        alike = self._one_by_one if self.states is None else self._alike
        counts: dict[str, MissingFact] = {}
        for facts, number in alike(table, situation, rows):
            for fact in facts:
                before = counts.get(fact.fact)
                is_of_row = fact.fact.startswith(f"{table.row_root}.")
                known = 0 if before is None else before.count
                count = known + number if is_of_row else 1
                counts[fact.fact] = MissingFact(fact=fact.fact, what=fact.what, count=count)
        return self._ordered(counts.values())

    def _ordered(self, facts: Iterable[MissingFact]) -> tuple[MissingFact, ...]:
        return tuple(sorted(facts, key=lambda fact: self._order[fact.fact]))

    def _one_by_one(
        self, table: Table, situation: Situation, rows: Sequence[Row]
    ) -> Iterator[tuple[tuple[MissingFact, ...], int]]:
        for row in rows:
            inside = situation.looking_at(table, row)
            truths = InterpretedTruths.of(self.plan, inside)
            blamed = self.blamed(decide(self.plan, truths).deciding, truths)
            yield self.missing.of_leaves(blamed, inside, truths.readings), 1

    def _alike(
        self, table: Table, situation: Situation, rows: Sequence[Row]
    ) -> Iterator[tuple[tuple[MissingFact, ...], int]]:
        """Yield the facts of rows of which the same leaves hold and the same is unknown, once."""
        assert self.states is not None  # noqa: S101 -- asked for where there are states
        numbers: dict[tuple[Truths, tuple[bool, ...]], int] = {}
        firsts: dict[tuple[Truths, tuple[bool, ...]], int] = {}
        states = self.states(self.plan, situation, rows)
        for position, (truths, readings) in enumerate(states):
            key = (truths, tuple([reading is None for reading in readings]))
            number = numbers.get(key)
            if number is None:
                numbers[key], firsts[key] = 1, position
            else:
                numbers[key] = number + 1
        for pattern, number in numbers.items():
            facts = self._kept.get(pattern)
            if facts is None:
                truths, readings = states[firsts[pattern]]
                inside = situation.looking_at(table, rows[firsts[pattern]])
                blamed = self.blamed(decide(self.plan, truths).deciding, truths)
                facts = self._kept[pattern] = self.missing.of_leaves(blamed, inside, readings)
            yield facts, number
