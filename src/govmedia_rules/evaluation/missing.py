"""Missing facts: which unfilled fields and unsupplied tables kept a leaf from being decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import define, field

from govmedia_rules.conditions.expressions import Aggregate, Field
from govmedia_rules.conditions.fields import FieldSpec, Table
from govmedia_rules.conditions.interpreter import (
    Measure,
    Row,
    Situation,
    has_all,
    read_field,
    truth_in,
)
from govmedia_rules.conditions.predicates import Condition
from govmedia_rules.conditions.vocabulary import field_named, recorded_words
from govmedia_rules.conditions.words import describe_table
from govmedia_rules.evaluation.contents import MOST_KEPT
from govmedia_rules.evaluation.plans import Readings, RulePlan, operands_of
from govmedia_rules.evaluation.rows import RowSource
from govmedia_rules.findings import MissingFact

__all__ = ["MissingFacts", "fields_asked", "missing_table"]


def missing_table(table: Table) -> MissingFact:
    """Return the fact that rows of *table* were not supplied, or not all."""
    return MissingFact(fact=table.value, what=describe_table(table))


@define(eq=False)
class MissingFacts:
    """
    Finds the facts that one rule lacks.

    Parameters:
        plan: the rule's plan.

        rows: where the rows behind an aggregate come from.
    """

    plan: RulePlan
    rows: RowSource
    _by_leaf: dict[int, tuple[Field | Aggregate, ...]] = field(factory=dict, init=False)
    _facts: dict[str, MissingFact] = field(factory=dict, init=False)
    _asked: dict[int, tuple[FieldSpec, ...]] = field(factory=dict, init=False)
    _counted: dict[tuple[str, int], MissingFact] = field(factory=dict, init=False)

    def of_leaves(
        self, positions: Iterable[int], situation: Situation, readings: Readings
    ) -> tuple[MissingFact, ...]:
        """Return the facts that keep the leaves at *positions* unknown, each once."""
        found: dict[str, MissingFact] = {}
        for position in positions:
            for operand in self._operands(position):
                if isinstance(operand, Aggregate):
                    reading = readings[self.plan.slots[id(operand)]]
                    if (
                        type(reading) is Measure
                        and not reading.total
                        and has_all(situation, operand.rows.table)
                    ):
                        continue  # a mean of nothing lacks no fact
                    for fact in self._of_aggregate(operand, situation):
                        found.setdefault(fact.fact, fact)
                elif readings[self.plan.slots[id(operand)]] is None:
                    found.setdefault(operand.spec.record_name, self._fact(operand.spec))
        return tuple(found.values())

    def _operands(self, position: int) -> tuple[Field | Aggregate, ...]:
        operands = self._by_leaf.get(position)
        if operands is None:
            operands = self._by_leaf[position] = operands_of(self.plan.leaves[position])
        return operands

    def _fact(self, spec: FieldSpec) -> MissingFact:
        fact = self._facts.get(spec.name)
        if fact is None:
            fact = self._facts[spec.name] = MissingFact(
                fact=spec.record_name, what=recorded_words(spec)
            )
        return fact

    def of_rows(self, spec: FieldSpec, count: int) -> MissingFact:
        """Return the fact that a field is missing on *count* rows."""
        key = (spec.name, count)
        fact = self._counted.get(key)
        if fact is None:
            fact = MissingFact(fact=spec.record_name, what=recorded_words(spec), count=count)
            if len(self._counted) < MOST_KEPT:
                self._counted[key] = fact
        return fact

    def _of_aggregate(self, aggregate: Aggregate, situation: Situation) -> Iterator[MissingFact]:
        table = aggregate.rows.table
        read = self.rows(aggregate, situation)
        if not read.is_complete:
            yield missing_table(table)
        open_rows = read.undecided
        if aggregate.of is not None:
            open_rows = [*open_rows, *_without_value(aggregate, read.certain, situation)]
        if not open_rows:
            return
        inside = [situation.looking_at(table, row) for row in open_rows]
        asked = self._asked.get(id(aggregate))
        if asked is None:
            asked = self._asked[id(aggregate)] = fields_asked(aggregate)
        for spec in asked:
            if spec.root != table.row_root:
                if read_field(spec, situation) is None:
                    yield self._fact(spec)
                continue
            count = sum(read_field(spec, each) is None for each in inside)
            if count:
                yield self.of_rows(spec, count)


def fields_asked(aggregate: Aggregate) -> tuple[FieldSpec, ...]:
    """Return the fields that an aggregate asks of each row, its moment first if it has a window."""
    found: dict[str, FieldSpec] = {}
    rows = aggregate.rows
    if rows.days is not None:
        spec = field_named(f"{rows.table.row_root}.{rows.table.moment}").spec
        found[spec.name] = spec
    for node in (rows, aggregate.of):
        for inner in () if node is None else node.walk():
            if isinstance(inner, Field):
                found.setdefault(inner.spec.name, inner.spec)
    return tuple(found.values())


def _without_value(aggregate: Aggregate, rows: list[Row], situation: Situation) -> list[Row]:
    """Return the rows that belong for certain, but whose value nobody knows."""
    of, table = aggregate.of, aggregate.rows.table
    if isinstance(of, Condition):
        return [row for row in rows if truth_in(of, situation.looking_at(table, row)) is None]
    if isinstance(of, Field):
        spec = of.spec
        return [row for row in rows if read_field(spec, situation.looking_at(table, row)) is None]
    return []
