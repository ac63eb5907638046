"""The ids of the rows behind evidence: the newest few of each set, where any finding shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

import polars as pl

from govmedia_rules.frames.tidy import RowSets

__all__ = ["NewestOf", "with_ids"]

NewestOf: TypeAlias = Callable[[Mapping[str, pl.DataFrame]], Mapping[str, pl.DataFrame]]
"""Gives the newest ids of sets of rows, by owner, for some owners of each; sets go by their marks."""

_SCHEMA: Final = {"row_set": pl.Int32, "owner": pl.String, "ids": pl.List(pl.String)}


def with_ids(
    evidence: pl.DataFrame, sets: RowSets, newest_of: Mapping[str, NewestOf]
) -> pl.DataFrame:
    """
    Return evidence with the ids of the rows behind it, newest first.

    Parameters:
        evidence: the evidence, which names a set of rows and an owner.

        sets: what the numbers of the sets stand for.

        newest_of: for each stage that has sets, what gives the newest ids of sets by
            owner, given the owners of each.
    """
    needed = evidence.select("row_set", "owner").drop_nulls().unique()
    wanted = set(needed["row_set"])
    owners: dict[str, dict[str, pl.DataFrame]] = {}
    for (stage, mark), number in sets.numbers.items():
        if number in wanted:
            some = needed.filter(pl.col("row_set") == number).select("owner")
            owners.setdefault(stage, {})[mark] = some
    found = [
        newest.select(
            pl.lit(sets.numbers[stage, mark], dtype=pl.Int32).alias("row_set"), "owner", "ids"
        )
        for stage, asked in owners.items()
        for mark, newest in newest_of[stage](asked).items()
    ]
    listed = pl.concat(found) if found else pl.DataFrame(schema=_SCHEMA)
    # Most evidence has no rows to show, and is not worth a join.
    has_rows = pl.col("row_set").is_not_null()
    none = pl.lit([], dtype=pl.List(pl.String))
    shown = evidence.filter(has_rows).join(
        listed, on=["row_set", "owner"], how="left", maintain_order="left"
    )
    rest = evidence.filter(~has_rows).with_columns(ids=none)
    return (
        pl.concat([shown.with_columns(pl.col("ids").fill_null(none)), rest])
        .with_columns(pl.col("rows_total").fill_null(0))
        .drop("row_set", "owner")
    )
