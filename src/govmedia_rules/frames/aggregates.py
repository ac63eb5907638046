"""The numbers behind aggregates: sets of rows, and the columns that one aggregate reads."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

import polars as pl
from attrs import frozen

from govmedia_rules.conditions.expressions import Aggregate, Function, Rows
from govmedia_rules.conditions.fields import FieldSpec, Table
from govmedia_rules.frames.rails import Bounds

__all__ = ["EXISTS", "AggregateFacts", "RowSet", "count_of_existing"]

EXISTS: Final[Mapping[Table, str]] = {
    Table.POSTS: "is_there",
    Table.REMOVED_POSTS: "is_removed",
    Table.MESSAGES: "is_there",
    Table.ACCOUNTS: "is_there",
}
"""By table: the column that marks the rows that exist at the moment."""

_UNBOUNDED: Final = float("inf")


def count_of_existing(table: Table) -> str:
    """Return the column that counts the rows of a table that exist at the moment."""
    return f"rows_there_{table.value}"


@frozen(eq=False)
class RowSet:
    """
    A set of rows that somebody asks about.

    Parameters:
        table: the table.

        name: the beginning of the names of its columns.

        rows: the rows asked about; None for those that a rule about rows left open.

        undecided: the column that marks the rows of which nobody knows whether they belong.
    """

    table: Table
    name: str
    rows: Rows | None
    undecided: str

    @property
    def is_sure(self) -> bool:
        """Whether every row that exists belongs, so that none is undecided."""
        return self.rows is not None and self.rows.days is None and self.rows.condition is None

    @property
    def certain(self) -> str:
        """The column that marks the rows that certainly belong."""
        return EXISTS[self.table] if self.is_sure else f"{self.name}c"

    @property
    def certain_count(self) -> str:
        """The column that counts the rows that certainly belong."""
        return count_of_existing(self.table) if self.is_sure else f"{self.name}cn"

    @property
    def undecided_count(self) -> str:
        """The column that counts the rows of which nobody knows whether they belong."""
        return f"{self.undecided}_n"

    @property
    def certain_rows(self) -> pl.Expr:
        """How many rows certainly belong."""
        return pl.col(self.certain_count)

    @property
    def undecided_rows(self) -> pl.Expr:
        """How many rows there are of which nobody knows whether they belong."""
        return pl.lit(0, dtype=pl.Int64) if self.is_sure else pl.col(self.undecided_count)


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
    def open_count(self) -> pl.Expr:
        """How many rows lack something that the aggregate wants."""
        undecided, certain = self.rows.undecided_rows, self.rows.certain_rows
        if self.aggregate.function is Function.COUNT:
            return undecided
        return undecided + certain - pl.col(self.known)

    def value(self, complete: str) -> pl.Expr | Bounds:
        """
        Return what the aggregate reads: bounds for a count, else a number, null where unknown.

        Parameters:
            complete: the column that says whether there can be no other rows.
        """
        certain, undecided = self.rows.certain_rows, self.rows.undecided_rows
        known, is_complete = pl.col(self.known), pl.col(complete)
        match self.aggregate.function:
            case Function.COUNT:
                low, high = certain, certain + undecided
            case Function.DISTINCT:
                words = pl.col(self.total)
                low = pl.when((words == 0) & (certain > 0)).then(pl.lit(1)).otherwise(words)
                high = words + undecided + certain - known
            case Function.REPEATS:
                possible = certain + undecided
                words = pl.col(self.possible_words)
                low = known - pl.col(self.total)
                high = possible - pl.when((words == 0) & (possible > 0)).then(pl.lit(1)).otherwise(
                    words
                )
            case _:
                return self._measure(known, is_complete)
        bounded = pl.when(is_complete).then(high.cast(pl.Float64)).otherwise(pl.lit(_UNBOUNDED))
        return Bounds(low.cast(pl.Float64), bounded)

    def _measure(self, known: pl.Expr, is_complete: pl.Expr) -> pl.Expr:
        aggregate = self.aggregate
        total = self.rows.certain_rows + self.rows.undecided_rows
        is_enough = known >= total
        if aggregate.coverage is not None:
            wanted = float(cast("float", aggregate.coverage.plain))
            is_enough = known.cast(pl.Float64) / total.cast(pl.Float64) >= wanted
        value = pl.col(self.total)
        if aggregate.function is Function.SHARE:
            value = value.cast(pl.Float64) / known.cast(pl.Float64)
        return pl.when((known > 0) & is_complete & is_enough).then(value)
