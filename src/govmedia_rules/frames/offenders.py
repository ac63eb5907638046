"""The ids of the rows behind evidence: the newest few of each set, where any finding shows them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final, TypeAlias

import polars as pl
from attrs import frozen

from govmedia_rules.frames.tidy import RowSets

__all__ = ["NewestOf", "with_ids"]

NewestOf: TypeAlias = Callable[[Mapping[str, pl.DataFrame]], Mapping[str, pl.DataFrame]]
"""Gives the newest ids of sets of rows, by owner, for some owners of each; sets go by their marks."""

_SHOWN: Final = {"row_set": pl.Int32(), "owner_number": pl.UInt32()}
_NO_LIST: Final = 0


def with_ids(
    evidence: Sequence[pl.DataFrame],
    sets: RowSets,
    owners: pl.Series,
    newest_of: Mapping[str, NewestOf],
) -> pl.DataFrame:
    """
    Return evidence with the ids of the rows behind it, newest first.

    Parameters:
        evidence: the evidence in parts, the first with all columns; those that show rows
            name sets of these, and owners by number.

        sets: what the numbers of the sets stand for.

        owners: the ids of all accounts and units, by number.

        newest_of: for each stage that has sets, what gives the newest ids of sets by
            owner, given the owners of each.
    """
    asked = [
        part.select(*_SHOWN).drop_nulls()
        if "row_set" in part.columns
        else pl.DataFrame(schema=_SHOWN)
        for part in evidence
    ]
    lists = _Lists.of(pl.concat(asked).unique(), sets, owners, newest_of)
    # Most evidence has no rows to show, so that it is not worth a look: part by part.
    parts = [
        _with_ids(part, set(shown["row_set"]), lists)
        for part, shown in zip(evidence, asked, strict=True)
    ]
    return _joined(parts)


def _joined(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Return parts as one table, with all columns of the first; what no other has costs nothing."""
    first, *others = parts
    if not others:
        return first
    table = pl.concat(others, how="diagonal")
    nothing = {
        dtype: pl.Series([None], dtype=dtype).new_from_index(0, len(table))
        for dtype in set(first.schema.values())
    }
    lacking = [
        nothing[dtype].alias(name)
        for name, dtype in first.schema.items()
        if name not in table.columns
    ]
    return table.hstack(lacking)


@frozen(eq=False)
class _Lists:
    """
    The lists of ids, found by number: nothing is joined by text for each finding.

    Parameters:
        ids: an empty list, and then the lists of all sets, one after the other.

        places: for each set, the places of the lists of its owners, by their numbers.
    """

    ids: pl.Series
    places: Mapping[int, pl.Series]

    @classmethod
    def of(
        cls,
        needed: pl.DataFrame,
        sets: RowSets,
        owners: pl.Series,
        newest_of: Mapping[str, NewestOf],
    ) -> _Lists:
        """Return the lists of the sets and owners that are *needed*."""
        marks = {number: of_stage for of_stage, number in sets.numbers.items()}
        wanted: dict[str, dict[str, pl.DataFrame]] = {}
        for (number,), some in needed.partition_by("row_set", as_dict=True).items():
            stage, mark = marks[number]
            named = some.select("owner_number", owner=owners.gather(some["owner_number"]))
            wanted.setdefault(stage, {})[mark] = named
        ids = [pl.Series("ids", [[]], dtype=pl.List(pl.String))]
        places: dict[int, pl.Series] = {}
        nothing = pl.repeat(_NO_LIST, len(owners), dtype=pl.UInt32, eager=True)
        begin = 1
        for stage, of_marks in wanted.items():
            asked = {mark: named.select("owner") for mark, named in of_marks.items()}
            for mark, newest in newest_of[stage](asked).items():
                listed = newest.join(of_marks[mark], on="owner")
                end = begin + len(listed)
                found = pl.int_range(begin, end, dtype=pl.UInt32, eager=True)
                places[sets.numbers[stage, mark]] = nothing.clone().scatter(
                    listed["owner_number"], found
                )
                ids.append(listed["ids"])
                begin = end
        return cls(pl.concat(ids, rechunk=True), places)

    def of_rows(self, part: pl.DataFrame, shown: Collection[int]) -> pl.Series:
        """Return the list of each row of a part of the evidence, which shows some sets."""
        place = pl.repeat(_NO_LIST, pl.len(), dtype=pl.UInt32)
        for number in self.places.keys() & shown:
            found = self.places[number].gather(part["owner_number"])
            place = pl.when(pl.col("row_set") == number).then(found).otherwise(place)
        return self.ids.gather(part.select(place).to_series())


def _with_ids(part: pl.DataFrame, shown: Collection[int], lists: _Lists) -> pl.DataFrame:
    """Return a part of the evidence with the ids of the sets of rows that it shows."""
    ids = lists.of_rows(part, shown) if shown else pl.lit([], dtype=pl.List(pl.String))
    total = pl.col("rows_total").fill_null(0) if "rows_total" in part.columns else pl.lit(0)
    return part.drop("row_set", "owner_number", strict=False).with_columns(
        total.cast(pl.Int64).alias("rows_total"), ids=ids
    )
