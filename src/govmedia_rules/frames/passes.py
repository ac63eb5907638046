"""What one pass over the rows of a table gives: counts, the rows that fail, the newest of some sets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import narwhals.stable.v2 as nw
import polars as pl
from attrs import field, frozen

from govmedia_rules.frames.counts import Count
from govmedia_rules.frames.rails import Column, any_true

__all__ = [
    "IDS",
    "Failures",
    "Passed",
    "Wanted",
    "marked_as_failing",
    "newest_ids",
    "newest_of",
    "rows_that_fail",
    "rows_to_show",
]

_FEW_SETS: Final = 3
"""Up to so many sets, rows are sorted for each of them."""

_BITS: Final = 64

IDS: Final = {"owner": pl.String(), "ids": pl.List(pl.String())}
"""The columns of the newest ids of a set of rows."""


@frozen(eq=False)
class Failures:
    """
    The marks of rows that fail rules.

    Parameters:
        marks: each mark with its name; where there is a gate, they read nothing but fields,
            and mean something only of rows that exist and are past it.

        gate: a cheaper mark, outside which no row fails; or None.

        few_pass: whether few rows seem to get past the gate.
    """

    marks: Mapping[str, Column]
    gate: Column | None
    few_pass: bool = False


@frozen(eq=False)
class Wanted:
    """
    What a pass is to give.

    Parameters:
        counts: what is counted by ``account_id``.

        fails: the marks of the rows that fail.

        kept: what is wanted of the rows that fail.

        sets: the marks of the sets of which the newest ids are wanted.

        limit: how many ids.

        large: those of the sets that have many rows, each found by itself.

        rows: how many rows the table has; 0 where its engine does not ask.
    """

    counts: tuple[Count, ...]
    fails: Failures
    kept: tuple[str, ...]
    sets: tuple[str, ...]
    limit: int
    large: tuple[str, ...]
    rows: int = 0


@frozen(eq=False)
class Passed:
    """
    What a pass gave.

    Parameters:
        counts: the counts, by ``account_id``.

        failing: the rows that fail, by ``account_id``.

        newest: for each set asked for, the newest ids by owner; or the rows themselves,
            of which the newest are still to be found.
    """

    counts: pl.DataFrame
    failing: pl.DataFrame | None = None
    newest: dict[str, pl.DataFrame] = field(factory=dict)
    shown: pl.DataFrame | None = None


def rows_that_fail(rows: nw.LazyFrame[Any], wanted: Wanted) -> nw.LazyFrame[Any]:
    """Return the rows that carry any mark of failure, with what is wanted of them."""
    gate = wanted.fails.gate
    if gate is not None:
        # Next to no post has a label, and looking into an empty list costs as much. First by the
        # gate alone: Polars then reads hardly more of a file than what passes it.
        rows = rows.filter(gate).filter(nw.col("is_there"))
    return marked_as_failing(rows, wanted)


def marked_as_failing(rows: nw.LazyFrame[Any], wanted: Wanted) -> nw.LazyFrame[Any]:
    """Return the same of rows that are past the gate."""
    marks = wanted.fails.marks
    marked = rows.with_columns(*[mark.alias(name) for name, mark in marks.items()])
    failed = marked.filter(any_true([nw.col(name) for name in marks]))
    return failed.select(*wanted.kept, *marks)


def rows_to_show(rows: nw.LazyFrame[Any], sets: Sequence[str]) -> nw.LazyFrame[Any]:
    """Return owner, id, moment and marks of the rows that carry any of the marks of *sets*."""
    shown = rows.filter(any_true([nw.col(mark) for mark in sets]))
    return shown.select(nw.col("account_id").alias("owner"), "id", "came_at", *sets)


def newest_ids(
    rows: pl.DataFrame, owners: Mapping[str, pl.DataFrame], limit: int
) -> dict[str, pl.DataFrame]:
    """
    Return the ids of the newest rows of sets by owner; those without a moment last, ties by id.

    Parameters:
        rows: owner, id, moment and the marks of the sets.

        owners: for each mark, the owners of whom ids are wanted.

        limit: how many.
    """
    marks = list(owners)
    if len(marks) > _FEW_SETS:
        # As many at once as there are bits.
        return {
            mark: ids
            for begin in range(0, len(marks), _BITS)
            for mark, ids in _newest_of_many(
                rows, {mark: owners[mark] for mark in marks[begin : begin + _BITS]}, limit
            ).items()
        }
    return {
        mark: newest_of(
            rows.lazy().filter(pl.col(mark)).join(some.lazy(), on="owner", how="semi"), limit
        ).collect()
        for mark, some in owners.items()
    }


def _newest_of_many(
    rows: pl.DataFrame, owners: Mapping[str, pl.DataFrame], limit: int
) -> dict[str, pl.DataFrame]:
    """Return the same, with one sort of all rows that anybody wants: the newest then stand first."""
    bits = {mark: pl.lit(1 << place, dtype=pl.UInt64) for place, mark in enumerate(owners)}
    wanted = (
        pl.concat(some.select("owner", wanted=bits[mark]) for mark, some in owners.items())
        .group_by("owner")
        .agg(pl.col("wanted").bitwise_or())
        .with_row_index("number")
    )
    carried = pl.sum_horizontal(
        pl.when(pl.col(mark)).then(bit).otherwise(pl.lit(0, dtype=pl.UInt64))
        for mark, bit in bits.items()
    )
    shown = (
        rows.lazy()
        .join(wanted.lazy(), on="owner")
        .select("number", "id", "came_at", sets=carried & pl.col("wanted"))
        .filter(pl.col("sets") != 0)
        .sort("number", "came_at", "id", descending=[False, True, False], nulls_last=True)
        .collect()
    )
    found: dict[str, pl.DataFrame] = {}
    for mark, bit in bits.items():
        some = shown.filter((pl.col("sets") & bit) != 0)
        newest = (
            some.select(pl.col("number").set_sorted(), "id")
            .group_by("number", maintain_order=True)
            .agg(ids=pl.col("id").head(limit))
        )
        found[mark] = newest.select(owner=wanted["owner"].gather(newest["number"]), ids="ids")
    return found


def newest_of(rows: pl.LazyFrame, limit: int) -> pl.LazyFrame:
    """Return the newest ids by owner; sorting owner by owner costs half of sorting all rows."""
    ids = pl.col("id").sort_by("came_at", "id", descending=[True, False], nulls_last=True)
    return rows.group_by("owner").agg(ids=ids.head(limit))
