"""The ids of the rows behind evidence: the newest few of each set, where any finding shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import narwhals.stable.v2 as nw
import polars as pl

from govmedia_rules.frames.engines import collected
from govmedia_rules.frames.tidy import RowSets

__all__ = ["with_ids"]

_SCHEMA: Final = {"row_set": pl.Int32, "owner": pl.String, "ids": pl.List(pl.String)}


def with_ids(
    evidence: pl.DataFrame,
    sets: RowSets,
    rows_of: Mapping[str, Callable[[Sequence[str]], nw.LazyFrame[Any] | None]],
    limit: int,
) -> pl.DataFrame:
    """
    Return evidence with the ids of the rows behind it, newest first.

    Parameters:
        evidence: the evidence, which names a set of rows and an owner.

        sets: what the numbers of the sets stand for.

        rows_of: for each stage that has sets, what gives the owner, id and moment of the
            rows that carry any of some marks; None where the table was not supplied.

        limit: how many ids are listed at most.
    """
    needed = evidence.select("row_set", "owner").drop_nulls().unique()
    wanted = set(needed["row_set"])
    found: list[pl.DataFrame] = []
    by_stage: dict[str, dict[str, int]] = {}
    for (stage, mark), number in sets.numbers.items():
        if number in wanted and limit > 0:
            by_stage.setdefault(stage, {})[mark] = number
    for stage, marks in by_stage.items():
        rows = rows_of[stage](list(marks))
        if rows is None:
            continue
        held = collected(rows)
        for mark, number in marks.items():
            owners = needed.filter(pl.col("row_set") == number)
            found.append(_newest(held.lazy().filter(pl.col(mark)), owners, limit))
    listed = pl.concat(found) if found else pl.DataFrame(schema=_SCHEMA)
    return (
        evidence.join(listed, on=["row_set", "owner"], how="left")
        .with_columns(
            pl.col("ids").fill_null(pl.lit([], dtype=pl.List(pl.String))),
            pl.col("rows_total").fill_null(0),
        )
        .drop("row_set", "owner")
    )


def _newest(rows: pl.LazyFrame, owners: pl.DataFrame, limit: int) -> pl.DataFrame:
    """Return the ids of the newest rows of each owner; those without a moment last, ties by id."""
    return (
        rows.join(owners.lazy(), on="owner")
        .sort("owner", "at", "id", descending=[False, True, False], nulls_last=True)
        .group_by("row_set", "owner", maintain_order=True)
        .agg(ids=pl.col("id").head(limit))
        .cast({"row_set": pl.Int32})
        .collect()
    )
