"""What one pass over the rows of a table gives: counts, the rows that fail, the newest of some sets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import narwhals.stable.v2 as nw
import polars as pl
from attrs import field, frozen

from govmedia_rules.frames.counts import Count
from govmedia_rules.frames.rails import any_true

__all__ = ["IDS", "Passed", "Wanted", "newest_ids", "rows_that_fail", "rows_to_show"]

IDS: Final = {"owner": pl.String(), "ids": pl.List(pl.String())}
"""The columns of the newest ids of a set of rows."""


@frozen
class Wanted:
    """
    What a pass is to give.

    Parameters:
        counts: what is counted by ``account_id``.

        fails: the marks of the rows that fail.

        kept: what is wanted of these.

        sets: the marks of the sets of which the newest ids are wanted.

        limit: how many ids.
    """

    counts: tuple[Count, ...]
    fails: tuple[str, ...]
    kept: tuple[str, ...]
    sets: tuple[str, ...]
    limit: int


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
    failed = rows.filter(any_true([nw.col(mark) for mark in wanted.fails]))
    return failed.select(*wanted.kept, *wanted.fails)


def rows_to_show(rows: nw.LazyFrame[Any], sets: Sequence[str]) -> nw.LazyFrame[Any]:
    """Return owner, id, moment and marks of the rows that carry any of the marks of *sets*."""
    shown = rows.filter(any_true([nw.col(mark) for mark in sets]))
    return shown.select(nw.col("account_id").alias("owner"), "id", "came_at", *sets)


def newest_ids(rows: pl.DataFrame, mark: str, owners: pl.DataFrame, limit: int) -> pl.DataFrame:
    """
    Return the ids of the newest rows of each owner; those without a moment last, ties by id.

    Parameters:
        rows: owner, id, moment and marks.

        mark: the mark of the rows that count.

        owners: the owners of whom ids are wanted.

        limit: how many.
    """
    ids = pl.col("id").sort_by("came_at", "id", descending=[True, False], nulls_last=True)
    return (
        rows.lazy()
        .filter(pl.col(mark))
        .join(owners.lazy().select("owner"), on="owner", how="semi")
        .group_by("owner")
        .agg(ids=ids.head(limit))
        .collect()
    )
