"""What the rows of posts and messages show to be wrong: found in the pass that counts them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import narwhals.stable.v2 as nw
import polars as pl

from govmedia_rules.errors import shown
from govmedia_rules.frames.columns import TABLES, Column, Holds
from govmedia_rules.frames.engines import collected
from govmedia_rules.frames.intake import Source, some_of

__all__ = ["bad_column", "bad_mark", "checkable", "repeated_ids", "row_problems"]


def checkable(table: str, names: Collection[str]) -> list[Column]:
    """Return those of some columns of a table that can hold what no model holds."""
    return [
        column
        for name, column in TABLES[table].items()
        if name in names and (column.holds is Holds.COUNT or column.members is not None)
    ]


def bad_column(column: Column) -> str:
    """Return the name of the column that marks, and then counts, the rows that hold it."""
    return f"is_bad_{column.name}"


def bad_mark(column: Column) -> nw.Expr:
    """Return the mark of the rows that hold in a column what no model holds."""
    value = nw.col(column.name)
    if column.members is None:
        bad = value < 0
    else:
        bad = ~value.is_in([str(member) for member in column.members])
    return (bad & ~value.is_null()).fill_null(False).alias(bad_column(column))


def row_problems(
    table: str, counts: pl.DataFrame, owners: pl.Series | None, columns: Iterable[Column]
) -> Iterator[str]:
    """
    Yield what is wrong with the rows of a table.

    Parameters:
        table: ``posts`` or ``messages``.

        counts: what was counted of its rows, by ``account_id``.

        owners: the ids of all accounts; None where every row is known to belong to one.

        columns: the columns that were looked at for what no model holds.
    """
    rows = f"rows_all_{table}"
    nameless = counts[f"rows_nameless_{table}"].sum()
    if nameless:
        yield f"{table}.id: {nameless:,} rows have none"
    ownerless = counts.filter(pl.col("account_id").is_null())
    if len(ownerless):
        yield f"{table}.account_id: {ownerless[rows].sum():,} rows have none"
    if owners is not None:
        yield from _strangers(table, counts, owners)
    for column in columns:
        bad = counts[bad_column(column)].sum()
        if bad and column.members is not None:
            known = ", ".join(column.members)
            yield f"{table}.{column.name}: {bad:,} rows hold another word; expected one of {known}"
        elif bad:
            yield (
                f"{table}.{column.name}: {bad:,} rows are below 0;"
                " expected a whole number from 0 on"
            )


def _strangers(table: str, counts: pl.DataFrame, owners: pl.Series) -> Iterator[str]:
    """Yield what is wrong where rows belong to accounts that are not among the accounts."""
    known = pl.DataFrame({"account_id": owners})
    strangers = counts.join(known, on="account_id", how="anti").drop_nulls("account_id")
    if len(strangers):
        first = strangers["account_id"].min()
        yield (
            f"{table}.account_id: {strangers[f'rows_all_{table}'].sum():,} rows belong to"
            f" {len(strangers):,} accounts that are not among the accounts,"
            f" such as {shown(first)}"
        )


def repeated_ids(source: Source) -> Iterator[str]:
    """Yield what is wrong where ids of posts or messages stand for more than one row."""
    rows = nw.col("rows")
    counted = source.prepared(["id"]).group_by("id").agg(nw.len().alias("rows"))
    again = collected(counted.filter((rows > 1) & ~nw.col("id").is_null()))["id"].sort()
    if len(again):
        yield f"{source.table}.id: {some_of(again)} stand for more than one row"
