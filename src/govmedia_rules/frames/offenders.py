"""The ids of the rows behind evidence: the newest few of each set, where any finding shows them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, TypeAlias

import polars as pl

from govmedia_rules.frames.tidy import RowSets

__all__ = ["NewestOf", "with_ids"]

NewestOf: TypeAlias = Callable[[Mapping[str, pl.DataFrame]], Mapping[str, pl.DataFrame]]
"""Gives the newest ids of sets of rows, by owner, for some owners of each; sets go by their marks."""

_NO_ROWS: Final = pl.DataFrame(schema={"row_set": pl.Int32(), "owner": pl.String()})


def with_ids(
    evidence: Sequence[pl.DataFrame], sets: RowSets, newest_of: Mapping[str, NewestOf]
) -> pl.DataFrame:
    """
    Return evidence with the ids of the rows behind it, newest first.

    Parameters:
        evidence: the evidence in parts, the first with all columns; those that show rows
            name sets of these, and owners.

        sets: what the numbers of the sets stand for.

        newest_of: for each stage that has sets, what gives the newest ids of sets by
            owner, given the owners of each.
    """
    asked = [
        part.select("row_set", "owner").drop_nulls() if "row_set" in part.columns else _NO_ROWS
        for part in evidence
    ]
    needed = pl.concat(asked).unique()
    owners: dict[str, dict[str, pl.DataFrame]] = {}
    for (stage, mark), number in sets.numbers.items():
        some = needed.filter(pl.col("row_set") == number).select("owner")
        if len(some):
            owners.setdefault(stage, {})[mark] = some
    listed = {
        sets.numbers[stage, mark]: newest
        for stage, wanted in owners.items()
        for mark, newest in newest_of[stage](wanted).items()
    }
    # Most evidence has no rows to show, so that it is not worth a join: part by part.
    return pl.concat(
        [
            _with_ids(part, listed.keys() & set(shown["row_set"]), listed)
            for part, shown in zip(evidence, asked, strict=True)
        ],
        how="diagonal",
    )


def _with_ids(
    part: pl.DataFrame, shown: Collection[int], listed: Mapping[int, pl.DataFrame]
) -> pl.DataFrame:
    """Return a part of the evidence with the ids of the sets of rows that it shows."""
    none = pl.lit([], dtype=pl.List(pl.String))
    ids: pl.Series | pl.Expr = none
    if shown:
        of_sets = pl.concat(
            listed[number].select(pl.lit(number, dtype=pl.Int32).alias("row_set"), "owner", "ids")
            for number in shown
        )
        behind = part.select("row_set", "owner").join(
            of_sets, on=["row_set", "owner"], how="left", maintain_order="left"
        )["ids"]
        ids = behind.fill_null(none) if behind.null_count() else behind
    total = pl.col("rows_total").fill_null(0) if "rows_total" in part.columns else pl.lit(0)
    return part.drop("row_set", "owner", strict=False).with_columns(
        total.cast(pl.Int64).alias("rows_total"), ids=ids
    )
