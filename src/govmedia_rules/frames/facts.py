"""
What rows come to for the account or unit they belong to: the numbers behind aggregates.

Each set of rows that an aggregate asks about has two rails, as conditions have: rows
that certainly belong, and rows that possibly do. Rows are marked first and counted
afterwards, in one pass over the table, and sets that several aggregates share are
marked once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, cast

import narwhals.stable.v2 as nw
from attrs import define, field, frozen

from govmedia_rules.conditions.expressions import Aggregate, Field, Function, Rows
from govmedia_rules.conditions.fields import FieldSpec, Table
from govmedia_rules.conditions.nodes import Key
from govmedia_rules.conditions.predicates import Condition
from govmedia_rules.conditions.vocabulary import field_named
from govmedia_rules.frames.rails import Bounds, Pair, Rails, micros
from govmedia_rules.frames.values import is_fractional
from govmedia_rules.moments import cut_off

__all__ = ["HALF", "AggregateFacts", "FactBook", "RowSet", "fields_asked"]

HALF: Final = 2**32
"""Whole numbers are added up in two halves, so that no sum runs over."""

_UNBOUNDED: Final = float("inf")


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


@frozen(eq=False)
class RowSet:
    """
    A set of rows that somebody asks about.

    Parameters:
        table: the table.

        name: the beginning of the names of its columns.

        rows: the rows asked about; None for those that a rule about rows left open.
    """

    table: Table
    name: str
    rows: Rows | None

    @property
    def certain(self) -> str:
        """The column that marks the rows that certainly belong."""
        return f"{self.name}c"

    @property
    def undecided(self) -> str:
        """The column that marks the rows of which nobody knows whether they belong."""
        return f"{self.name}u"

    @property
    def certain_count(self) -> str:
        """The column that counts the rows that certainly belong."""
        return f"{self.name}cn"

    @property
    def undecided_count(self) -> str:
        """The column that counts the rows of which nobody knows whether they belong."""
        return f"{self.name}un"


@frozen(eq=False)
class AggregateFacts:
    """
    The columns of one aggregate, once its rows were counted.

    Parameters:
        aggregate: the aggregate.

        rows: the set of its rows.

        name: the beginning of the names of its own columns.

        lacking: for each field it asks of a row, the column that counts the rows of which
            it is unknown while it matters; a field of the account or unit has none.
    """

    aggregate: Aggregate
    rows: RowSet
    name: str
    lacking: tuple[tuple[FieldSpec, str | None], ...]

    @property
    def known(self) -> str:
        """The column that counts the certain rows whose value is known."""
        return f"{self.name}k"

    @property
    def total(self) -> str:
        """The column that adds up the values, or holds the least, the greatest, or different words."""
        return f"{self.name}t"

    @property
    def total_high(self) -> str:
        """The column that adds up the upper halves of the values."""
        return f"{self.name}h"

    @property
    def possible_words(self) -> str:
        """The column that counts the different words of rows that possibly belong."""
        return f"{self.name}p"

    @property
    def open_count(self) -> nw.Expr:
        """How many rows lack something that the aggregate wants."""
        undecided, certain = nw.col(self.rows.undecided_count), nw.col(self.rows.certain_count)
        if self.aggregate.function is Function.COUNT:
            return undecided
        return undecided + certain - nw.col(self.known)

    def value(self, complete: str) -> nw.Expr | Bounds:
        """
        Return what the aggregate reads: bounds for a count, else a number, null where unknown.

        Parameters:
            complete: the column that says whether there can be no other rows.
        """
        certain, undecided = nw.col(self.rows.certain_count), nw.col(self.rows.undecided_count)
        known, is_complete = nw.col(self.known), nw.col(complete)
        match self.aggregate.function:
            case Function.COUNT:
                low, high = certain, certain + undecided
            case Function.DISTINCT:
                words = nw.col(self.total)
                low = nw.when((words == 0) & (certain > 0)).then(nw.lit(1)).otherwise(words)
                high = words + undecided + certain - known
            case Function.REPEATS:
                possible = certain + undecided
                words = nw.col(self.possible_words)
                low = known - nw.col(self.total)
                high = possible - nw.when((words == 0) & (possible > 0)).then(nw.lit(1)).otherwise(
                    words
                )
            case _:
                return self._measure(known, is_complete)
        bounded = nw.when(is_complete).then(high.cast(nw.Float64)).otherwise(nw.lit(_UNBOUNDED))
        return Bounds(low.cast(nw.Float64), bounded)

    def _measure(self, known: nw.Expr, is_complete: nw.Expr) -> nw.Expr:
        aggregate = self.aggregate
        total = nw.col(self.rows.certain_count) + nw.col(self.rows.undecided_count)
        is_enough = known >= total
        if aggregate.coverage is not None:
            wanted = float(cast("float", aggregate.coverage.plain))
            is_enough = known.cast(nw.Float64) / total.cast(nw.Float64) >= wanted
        value = nw.col(self.total)
        if aggregate.function is Function.SHARE:
            value = value.cast(nw.Float64) / known.cast(nw.Float64)
        return nw.when((known > 0) & is_complete & is_enough).then(value)


@define(eq=False)
class FactBook:
    """
    Collects the aggregates over one table, and writes the columns that they take.

    Parameters:
        table: ``posts``, ``messages`` or ``accounts``; removed posts are among the posts.

        rails: writes conditions on the table's rows.

        prefix: the beginning of the names of all its columns.
    """

    table: Table
    rails: Rails
    prefix: str
    sets: dict[Key, RowSet] = field(factory=dict, init=False)
    aggregates: dict[Key, AggregateFacts] = field(factory=dict, init=False)
    _pairs: dict[str, Pair] = field(factory=dict, init=False)
    _set_marks: dict[str, nw.Expr] = field(factory=dict, init=False)
    _marks: dict[str, nw.Expr] = field(factory=dict, init=False)
    _counts: dict[str, nw.Expr] = field(factory=dict, init=False)

    def row_set(self, rows: Rows) -> RowSet:
        """Return the set of *rows*, marked and counted once."""
        key = rows.value_key
        found = self.sets.get(key)
        if found is None:
            found = self.sets[key] = RowSet(rows.table, f"{self.prefix}s{len(self.sets)}", rows)
            pair = self._pairs[found.name] = self._membership(rows)
            self._set_marks[found.certain] = pair.certain
            self._set_marks[found.undecided] = pair.unknown
            self._counts[found.certain_count] = counted(nw.col(found.certain))
            self._counts[found.undecided_count] = counted(nw.col(found.undecided))
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
        """Return the rows with the columns that mark them: sets first, what rests on sets then."""
        for marks in (self._set_marks, self._marks):
            if marks:
                frame = frame.with_columns(*[mark.alias(name) for name, mark in marks.items()])
        return frame

    def counts(self) -> list[nw.Expr]:
        """Return the columns that count and add up, once the rows are marked."""
        return [count.alias(name) for name, count in self._counts.items()]

    def mark(self, name: str, mark: nw.Expr) -> nw.Expr:
        """Enter a column that marks rows, and return it."""
        self._marks[name] = mark
        return nw.col(name)

    def count(self, name: str, count: nw.Expr) -> None:
        """Enter a column that counts or adds up."""
        self._counts[name] = count

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

    def _membership(self, rows: Rows) -> Pair:
        pair = exists_pair(rows.table)
        if rows.days is not None:
            since = micros(cut_off(self.rails.as_of, cast("int", rows.days.plain)))
            inside = nw.col(rows.table.moment) > since
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
                self.count(facts.known, counted(known))
                self.count(facts.total, counted(holds))
            case Function.DISTINCT | Function.REPEATS:
                self._enter_words(facts)
            case _:
                self._enter_numbers(facts)

    def _enter_words(self, facts: AggregateFacts) -> None:
        certain, undecided = nw.col(facts.rows.certain), nw.col(facts.rows.undecided)
        word = self.rails.reader.column(cast("Field", facts.aggregate.of).spec)
        for name, rows in ((facts.total, certain), (facts.possible_words, certain | undecided)):
            if name == facts.possible_words and facts.aggregate.function is Function.DISTINCT:
                continue
            mark = f"{name}w"
            self.mark(mark, nw.when(rows).then(word))
            # What is counted as different includes the gap, if there is one.
            self.count(name, nw.col(mark).n_unique().cast(nw.Int64) - gaps(nw.col(mark)))
        self.count(facts.known, counted(~nw.col(f"{facts.total}w").is_null()))

    def _enter_numbers(self, facts: AggregateFacts) -> None:
        spec = cast("Field", facts.aggregate.of).spec
        mark = f"{facts.name}v"
        self.mark(mark, nw.when(nw.col(facts.rows.certain)).then(self.rails.reader.column(spec)))
        number = nw.col(mark)
        self.count(facts.known, counted(~number.is_null()))
        match facts.aggregate.function:
            case Function.MIN:
                self.count(facts.total, number.min())
            case Function.MAX:
                self.count(facts.total, number.max())
            case _ if not is_fractional(spec):
                self.count(facts.total, (number % HALF).sum())
                self.count(facts.total_high, (number // HALF).sum())
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
                self.count(column, counted(is_open & self.rails.reader.column(spec).is_null()))
                found.append((spec, column))
        return tuple(found)

    def _valueless(self, aggregate: Aggregate) -> nw.Expr:
        if isinstance(aggregate.of, Condition):
            return self.rails.pair(aggregate.of).unknown
        return self.rails.reader.column(cast("Field", aggregate.of).spec).is_null()


def counted(mark: nw.Expr) -> nw.Expr:
    """Return how many rows a mark is on."""
    return mark.cast(nw.Int64).sum()


def gaps(column: nw.Expr) -> nw.Expr:
    """Return 1 where a column has any gap, else 0."""
    return column.is_null().cast(nw.Int64).max()


def exists_pair(table: Table) -> Pair:
    """Return the mark of the rows of a table that exist at the moment."""
    exists = nw.col(_EXISTS[table])
    return Pair(exists, exists)


_EXISTS: Final[Mapping[Table, str]] = {
    Table.POSTS: "is_there",
    Table.REMOVED_POSTS: "is_removed",
    Table.MESSAGES: "is_there",
    Table.ACCOUNTS: "is_there",
}
