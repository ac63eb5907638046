"""
What is marked and counted of rows, for the account or unit they belong to.

Each set of rows that an aggregate asks about has two rails, as conditions have: rows
that certainly belong, and rows that possibly do. Rows are marked first and counted
afterwards, in one pass over the table, and sets that several aggregates share are
marked once.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any, cast

import narwhals.stable.v2 as nw
from attrs import define, evolve, field

from govmedia_rules.conditions.expressions import Aggregate, Field, Function, Rows
from govmedia_rules.conditions.fields import FieldSpec, Table
from govmedia_rules.conditions.nodes import Key
from govmedia_rules.conditions.predicates import Condition, IsMissing, Truth
from govmedia_rules.evaluation.missing import fields_asked
from govmedia_rules.frames.aggregates import EXISTS, AggregateFacts, RowSet
from govmedia_rules.frames.counts import Count, Counting
from govmedia_rules.frames.passes import Failures
from govmedia_rules.frames.rails import Column, Pair, Rails, any_true, micros
from govmedia_rules.frames.values import column_of
from govmedia_rules.moments import cut_off

__all__ = ["FactBook"]


@define(eq=False)
class FactBook:
    """
    Collects the aggregates over one table, and writes the columns that they take.

    Parameters:
        table: ``posts``, ``messages`` or ``accounts``; removed posts are among the posts.

        inline: writes conditions on the table's rows, wherever they are asked.

        prefix: the beginning of the names of all its columns.

    Attributes:
        rails: writes them too, but whatever is costly to ask is asked of each row once.
    """

    table: Table
    inline: Rails
    prefix: str
    rails: Rails = field(init=False)
    sets: dict[Key, RowSet] = field(factory=dict, init=False)
    aggregates: dict[Key, AggregateFacts] = field(factory=dict, init=False)
    _leaves: dict[Key, tuple[str, nw.Expr]] = field(factory=dict, init=False)
    _set_marks: dict[str, nw.Expr] = field(factory=dict, init=False)
    _marks: dict[str, nw.Expr] = field(factory=dict, init=False)
    _fails: dict[str, tuple[Column, Column | None]] = field(factory=dict, init=False)
    _counts: dict[str, Count] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.rails = evolve(self.inline, once=self._leaf)

    def _leaf(self, key: Key, holds: nw.Expr) -> nw.Expr:
        name, _ = self._leaves.setdefault(key, (f"{self.prefix}f{len(self._leaves)}", holds))
        return nw.col(name)

    def row_set(self, rows: Rows) -> RowSet:
        """Return the set of *rows*, marked and counted once."""
        key = rows.value_key
        found = self.sets.get(key)
        if found is None:
            name = f"{self.prefix}s{len(self.sets)}"
            found = self.sets[key] = RowSet(rows.table, name, rows, self._undecided(rows, name))
            pair = self._membership(rows)
            self.count(found.certain_count, Counting.MARKED, found.certain)
            self._set_marks.setdefault(found.undecided, pair.unknown)
            if not found.is_sure:
                self._set_marks[found.certain] = pair.certain
                self.count(found.undecided_count, Counting.MARKED, found.undecided)
        return found

    def facts(self, aggregate: Aggregate) -> AggregateFacts:
        """Return the columns of an aggregate, entered once."""
        key = aggregate.value_key
        found = self.aggregates.get(key)
        if found is None:
            rows = self.row_set(aggregate.rows)
            name = f"{self.prefix}a{len(self.aggregates)}"
            asked = fields_asked(aggregate)
            found = AggregateFacts(
                aggregate, rows, name, self._lacking(aggregate, rows, asked, name)
            )
            self.aggregates[key] = found
            self._enter(found)
        return found

    def marked(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Return the rows with the columns that mark them: leaves, sets, and what rests on these."""
        for marks in (dict(self._leaves.values()), self._set_marks, self._marks):
            if marks:
                frame = frame.with_columns(*[mark.alias(name) for name, mark in marks.items()])
        return frame

    @property
    def fails(self) -> tuple[str, ...]:
        """The marks of the rows that fail a rule."""
        return tuple(self._fails)

    def fail(self, name: str, mark: Column, gate: Column | None) -> None:
        """
        Enter a column that marks the rows that fail a rule.

        Parameters:
            name: its name.

            mark: the mark; with a gate, it is one of rows that exist and are past this.

            gate: a cheaper mark of few rows, outside which none fails; or None.
        """
        self._fails[name] = (mark, gate)

    def failures(self) -> Failures:
        """Return the marks of rows that fail."""
        gates = [gate for _, gate in self._fails.values() if gate is not None]
        if gates and len(gates) == len(self._fails):
            # Most rules ask the same, and then the gate is one.
            each = list({str(gate): gate for gate in gates}.values())
            return Failures({name: mark for name, (mark, _) in self._fails.items()}, any_true(each))
        marks = {
            name: mark if gate is None else nw.col("is_there") & gate & mark
            for name, (mark, gate) in self._fails.items()
        }
        return Failures(marks, None)

    def counts(self) -> list[Count]:
        """Return what is counted and added up, once the rows are marked."""
        return list(self._counts.values())

    @property
    def marks(self) -> Container[str]:
        """The names of the columns that mark rows, those of sets aside."""
        return self._marks.keys()

    def mark(self, name: str, mark: nw.Expr) -> str:
        """Enter a column that marks rows, and return its name."""
        self._marks[name] = mark
        return name

    def count(self, name: str, counting: Counting, column: str) -> None:
        """Enter a column that counts or adds up another."""
        self._counts[name] = Count(name, counting, column)

    @property
    def values(self) -> frozenset[str]:
        """The names of the columns that hold a mean, the least or the greatest, not a count."""
        return frozenset(
            facts.total
            for facts in self.aggregates.values()
            if facts.aggregate.function in {Function.MEAN, Function.MIN, Function.MAX}
        )

    @property
    def numbers(self) -> tuple[str, ...]:
        """The names of the columns that count, which are 0 for an account without rows."""
        return tuple(self._counts)

    def _undecided(self, rows: Rows, name: str) -> str:
        """Return the mark of undecided rows: where one field alone is asked, of those without it."""
        spec = only_field_of(rows)
        return f"{name}u" if spec is None else self.without(spec, rows.table)

    def without(self, spec: FieldSpec, table: Table) -> str:
        """Return the mark of the rows of a table that lack a field."""
        name = f"{self.prefix}without_{column_of(spec)}"
        self._set_marks[name] = (
            exists_pair(table).certain & self.rails.reader.column(spec).is_null()
        )
        return name

    def _membership(self, rows: Rows) -> Pair:
        pair = exists_pair(rows.table)
        if rows.days is not None:
            since = micros(cut_off(self.rails.as_of, cast("int", rows.days.plain)))
            # The moment of the row under its own name, which is there whatever was supplied.
            inside = nw.col("came_at") > since
            pair = Pair(
                pair.certain & inside.fill_null(False), pair.possible & inside.fill_null(True)
            )
        if rows.condition is not None:
            narrowed = self.rails.pair(rows.condition)
            pair = Pair(pair.certain & narrowed.certain, pair.possible & narrowed.possible)
        return pair

    def _enter(self, facts: AggregateFacts) -> None:
        aggregate, certain = facts.aggregate, nw.col(facts.rows.certain)
        match aggregate.function:
            case Function.COUNT:
                return
            case Function.SHARE:
                of = self.rails.pair(cast("Condition", aggregate.of))
                holds = self.mark(f"{facts.name}y", certain & of.certain)
                known = self.mark(f"{facts.name}i", certain & (of.certain | of.false))
                self.count(facts.known, Counting.MARKED, known)
                self.count(facts.total, Counting.MARKED, holds)
            case Function.DISTINCT | Function.REPEATS:
                self._enter_words(facts)
            case _:
                self._enter_numbers(facts)

    def _enter_words(self, facts: AggregateFacts) -> None:
        certain, undecided = nw.col(facts.rows.certain), nw.col(facts.rows.undecided)
        word = self.rails.reader.column(cast("Field", facts.aggregate.of).spec)
        mark = self.mark(f"{facts.total}w", nw.when(certain).then(word))
        self.count(facts.total, Counting.DISTINCT, mark)
        self.count(facts.known, Counting.PRESENT, mark)
        if facts.aggregate.function is Function.REPEATS:
            possible = self.mark(
                f"{facts.possible_words}w", nw.when(certain | undecided).then(word)
            )
            self.count(facts.possible_words, Counting.DISTINCT, possible)

    def _enter_numbers(self, facts: AggregateFacts) -> None:
        spec = cast("Field", facts.aggregate.of).spec
        number = self.rails.reader.column(spec)
        mark = self.mark(f"{facts.name}v", nw.when(nw.col(facts.rows.certain)).then(number))
        self.count(facts.known, Counting.PRESENT, mark)
        match facts.aggregate.function:
            case Function.MIN:
                self.count(facts.total, Counting.LEAST, mark)
            case Function.MAX:
                self.count(facts.total, Counting.GREATEST, mark)
            case _ if not spec.is_fractional:
                self.count(facts.total, Counting.LOWER_HALVES, mark)
                self.count(facts.total_high, Counting.UPPER_HALVES, mark)
            case _:
                pass  # parts of days are fetched and added up exactly

    def _lacking(
        self,
        aggregate: Aggregate,
        rows: RowSet,
        asked: Iterable[FieldSpec],
        name: str,
    ) -> tuple[tuple[FieldSpec, str | None], ...]:
        root = aggregate.rows.table.row_root
        specs = tuple(asked)
        found: list[tuple[FieldSpec, str | None]] = []
        is_only_one = len(specs) == 1 and aggregate.of is None
        for number, spec in enumerate(specs):
            if spec.root != root:
                found.append((spec, None))
            elif is_only_one:
                # What stays open where one field alone is asked does so for want of it.
                found.append((spec, rows.undecided_count))
            else:
                column = f"{name}l{number}"
                is_open = nw.col(rows.undecided)
                if aggregate.of is not None:
                    is_open = is_open | (nw.col(rows.certain) & self._valueless(aggregate))
                mark = self.mark(f"{column}w", is_open & self.rails.reader.column(spec).is_null())
                self.count(column, Counting.MARKED, mark)
                found.append((spec, column))
        return tuple(found)

    def _valueless(self, aggregate: Aggregate) -> nw.Expr:
        if isinstance(aggregate.of, Condition):
            return cast("nw.Expr", self.rails.pair(aggregate.of).unknown)
        value = self.rails.reader.column(cast("Field", aggregate.of).spec)
        return cast("nw.Expr", value.is_null())


def only_field_of(rows: Rows) -> FieldSpec | None:
    """Return the one field of each row that decides whether it belongs; None where there is more."""
    asked = [] if rows.condition is None else [*rows.condition.walk()]
    specs = {node.spec.name: node.spec for node in asked if isinstance(node, Field)}
    if rows.days is not None or len(specs) != 1:
        return None
    spec = next(iter(specs.values()))
    is_never_open = any(isinstance(node, (IsMissing, Truth)) for node in asked)
    return None if is_never_open or spec.root != rows.table.row_root else spec


def exists_pair(table: Table) -> Pair:
    """Return the mark of the rows of a table that exist at the moment."""
    exists = nw.col(EXISTS[table])
    return Pair(exists, exists)
