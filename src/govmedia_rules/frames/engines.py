"""
The engines that read posts and messages: what narwhals has no common word for.

Everything else is said once, as narwhals expressions. What is small, the accounts and
units and whatever was made of their rows, is worked on in Polars, whichever engine
reads the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final, NamedTuple, Protocol, cast

import narwhals.stable.v2 as nw
import polars as pl

from govmedia_rules.frames.columns import Column, Holds
from govmedia_rules.frames.counts import narwhals_count
from govmedia_rules.frames.passes import (
    IDS,
    Passed,
    Wanted,
    newest_ids,
    newest_of,
    rows_that_fail,
    rows_to_show,
)

__all__ = [
    "Engine",
    "PolarsEngine",
    "WordsTest",
    "collected",
    "flagged_by_join",
    "local",
    "moments_as_numbers",
    "newest_in_parts",
]


_RUN_TOGETHER: Final = 12_000_000
"""Up to so many rows, what is wanted of a table is found in one pass, not in one for each thing."""

_NUMBER: Final = "number_of_owner"
_HELD_AT_ONCE: Final = 4_000_000
"""How many rows are fetched at once to find the newest among them."""


class WordsTest(NamedTuple):
    """
    A question about two columns at once, and the name of the column that answers it.

    Parameters:
        name: the new column: true, false, or null where either column is.

        kind: ``overlaps`` for two lists of words, ``mentions`` for a text and a list.

        left: the list or the text.

        right: the list of words.
    """

    name: str
    kind: str
    left: str
    right: str


class Engine(Protocol):
    """What runs over the rows of the large tables."""

    name: ClassVar[str]

    gathers_rows: ClassVar[bool]
    """Whether its pass gathers the newest rows of sets; else they are all fetched later."""

    most_gathered: ClassVar[int | None]
    """How many rows a pass may gather, where it holds them all before it keeps the newest."""

    most_held: ClassVar[int]
    """How many rows a table may have for one pass to gather whatever is shown; 0 for none."""

    def prepared(self, frame: nw.LazyFrame[Any], columns: Iterable[Column]) -> nw.LazyFrame[Any]:
        """Return the columns with each moment as microseconds since 1970 in UTC."""
        ...

    def with_tests(self, frame: nw.LazyFrame[Any], tests: Sequence[WordsTest]) -> nw.LazyFrame[Any]:
        """Return the frame with the answers to *tests* as further columns."""
        ...

    def with_mapped(
        self,
        frame: nw.LazyFrame[Any],
        column: str,
        name: str,
        function: Callable[[str], str],
    ) -> nw.LazyFrame[Any]:
        """Return the frame with *function* of the texts of *column* as the further column *name*."""
        ...

    def joined(self, frame: nw.LazyFrame[Any], right: pl.DataFrame, on: str) -> nw.LazyFrame[Any]:
        """Return the frame with the columns of a small table, which names each key once, beside its own."""
        ...

    def with_flag(
        self, frame: nw.LazyFrame[Any], owners: pl.Series, name: str
    ) -> nw.LazyFrame[Any]:
        """Return the frame with the further column *name*: true where an account is among *owners*."""
        ...

    def taken_in(self, frame: pl.DataFrame, like: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Return a small table in the engine's own kind, beside the frame *like*."""
        ...

    def passed(self, rows: nw.LazyFrame[Any], wanted: Wanted) -> Passed:
        """Return what is wanted of marked rows, in one pass over them where that can be."""
        ...

    def newest(
        self,
        rows: nw.LazyFrame[Any],
        owners: Mapping[str, pl.DataFrame],
        sizes: pl.DataFrame,
        limit: int,
    ) -> dict[str, pl.DataFrame]:
        """
        Return the ids of the newest of marked rows by owner, by the mark of each set.

        Parameters:
            rows: the rows.

            owners: for each mark, the owners of whom ids are wanted.

            sizes: how many rows each account has.

            limit: how many ids.
        """
        ...


def flagged_by_join(
    engine: Engine, frame: nw.LazyFrame[Any], owners: pl.Series, name: str
) -> nw.LazyFrame[Any]:
    """Return the same as an engine's ``with_flag``, for one that has no fast look-up in a list."""
    small = pl.DataFrame({"account_id": owners}).with_columns(pl.lit(value=True).alias(name))
    joined = engine.joined(frame, small, "account_id")
    return joined.with_columns(nw.col(name).fill_null(False))


def newest_in_parts(
    engine: Engine,
    rows: nw.LazyFrame[Any],
    owners: Mapping[str, pl.DataFrame],
    sizes: pl.DataFrame,
    limit: int,
) -> dict[str, pl.DataFrame]:
    """Return the same as an engine's ``newest``, from the rows of some owners at a time."""
    anyone = pl.concat(owners.values()).unique(maintain_order=True)
    sized = anyone.join(sizes, left_on="owner", right_on="account_id", how="left")
    number = sized["size"].fill_null(0).cum_sum() // _HELD_AT_ONCE
    found: dict[str, list[pl.DataFrame]] = {mark: [pl.DataFrame(schema=IDS)] for mark in owners}
    for part in sized.select("owner", part=number).partition_by("part", include_key=False):
        asked = part.select(account_id="owner", is_asked=True)
        joined = engine.joined(rows, asked, "account_id")
        some = joined.filter(nw.col("is_asked").fill_null(False))
        shown = collected(rows_to_show(some, list(owners)))
        for mark, ids in newest_ids(shown, owners, limit).items():
            found[mark].append(ids)
    return {mark: pl.concat(ids) for mark, ids in found.items()}


def collected(frame: nw.LazyFrame[Any]) -> pl.DataFrame:
    """Return what a query comes to, in Polars; Polars itself streams it."""
    native = frame.to_native()
    if isinstance(native, pl.LazyFrame):
        return native.collect(engine="streaming")
    return cast("pl.DataFrame", frame.collect(backend="polars").to_native())


def local(frame: pl.DataFrame | pl.LazyFrame) -> nw.LazyFrame[Any]:
    """Return a Polars frame for narwhals expressions to work on."""
    return nw.from_native(frame.lazy())


def moments_as_numbers(columns: Iterable[Column]) -> list[nw.Expr]:
    """Return the columns with each moment as microseconds since 1970 in UTC."""
    return [
        nw.col(column.name).dt.timestamp("us")
        if column.holds is Holds.MOMENT
        else nw.col(column.name)
        for column in columns
    ]


class PolarsEngine:
    """Polars: reads lazily and streams."""

    name: ClassVar[str] = "polars"
    gathers_rows: ClassVar[bool] = True
    most_gathered: ClassVar[int | None] = 12_000_000
    most_held: ClassVar[int] = 6_000_000

    def prepared(self, frame: nw.LazyFrame[Any], columns: Iterable[Column]) -> nw.LazyFrame[Any]:
        """Return the columns with each moment as microseconds since 1970 in UTC."""
        return frame.select(moments_as_numbers(columns))

    def with_tests(self, frame: nw.LazyFrame[Any], tests: Sequence[WordsTest]) -> nw.LazyFrame[Any]:
        """Return the frame with the answers to *tests* as further columns."""
        if not tests:
            return frame
        native = cast("pl.LazyFrame", frame.to_native())
        return nw.from_native(native.with_columns([_polars_test(test) for test in tests]))

    def with_mapped(
        self,
        frame: nw.LazyFrame[Any],
        column: str,
        name: str,
        function: Callable[[str], str],
    ) -> nw.LazyFrame[Any]:
        """Return the frame with *function* of the texts of *column* as the further column *name*."""
        native = cast("pl.LazyFrame", frame.to_native())

        def mapped(texts: pl.Series) -> pl.Series:
            known = {text: function(text) for text in texts.unique().drop_nulls()}
            return texts.replace_strict(known, default=None, return_dtype=pl.String)

        return nw.from_native(
            native.with_columns(
                pl.col(column)
                .map_batches(mapped, return_dtype=pl.String, is_elementwise=True)
                .alias(name)
            )
        )

    def joined(self, frame: nw.LazyFrame[Any], right: pl.DataFrame, on: str) -> nw.LazyFrame[Any]:
        """
        Return the frame with the columns of a small table joined to its left.

        They are looked up by number: a join would copy every other column of every row too.
        """
        native = cast("pl.LazyFrame", frame.to_native())
        numbers = pl.col(on).cast(pl.Enum(right[on]), strict=False).to_physical()
        small = right.drop(on).rechunk()
        looked_up = [
            pl.col(_NUMBER)
            .map_batches(column.gather, return_dtype=column.dtype, is_elementwise=True)
            .alias(column.name)
            for column in small
        ]
        numbered = native.with_columns(numbers.alias(_NUMBER))
        return nw.from_native(numbered.with_columns(looked_up).drop(_NUMBER))

    def with_flag(
        self, frame: nw.LazyFrame[Any], owners: pl.Series, name: str
    ) -> nw.LazyFrame[Any]:
        """Return the frame with the further column *name*: true where an account is among *owners*."""
        native = cast("pl.LazyFrame", frame.to_native())
        among = pl.col("account_id").is_in(owners.implode())
        return nw.from_native(native.with_columns(among.alias(name)))

    def taken_in(self, frame: pl.DataFrame, like: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:  # noqa: ARG002 -- Polars needs no connection
        """Return a small table in the engine's own kind, beside the frame *like*."""
        return local(frame)

    def passed(self, rows: nw.LazyFrame[Any], wanted: Wanted) -> Passed:
        """Return what is wanted of marked rows, in one pass over them, or one for each thing."""
        small = [mark for mark in wanted.sets if mark not in wanted.large]
        counts = rows.group_by("account_id").agg(*map(narwhals_count, wanted.counts))
        queries: dict[str, pl.LazyFrame] = {"counts": counts.to_native()}
        if wanted.fails.marks:
            queries["failing"] = _cut_loose(rows_that_fail(rows, wanted))
        if small:
            queries["shown"] = _cut_loose(rows_to_show(rows, small))
        for mark in wanted.large:
            # Of a large set only the newest of each account leave the pass.
            queries[mark] = newest_of(_cut_loose(rows_to_show(rows, [mark])), wanted.limit)
        if wanted.rows > _RUN_TOGETHER:
            # Queries that share a scan wait for each other, and what waits is held in memory:
            # most of a large table, if need be.
            results = [query.collect(engine="streaming") for query in queries.values()]
        else:
            results = pl.collect_all(queries.values(), engine="streaming")
        passed = dict(zip(queries, results, strict=True))
        return Passed(
            passed["counts"],
            passed.get("failing"),
            {mark: passed[mark] for mark in wanted.large},
            passed.get("shown"),
        )

    def newest(
        self,
        rows: nw.LazyFrame[Any],
        owners: Mapping[str, pl.DataFrame],
        sizes: pl.DataFrame,
        limit: int,
    ) -> dict[str, pl.DataFrame]:
        """Return the ids of the newest of marked rows by owner, by the mark of each set."""
        return newest_in_parts(self, rows, owners, sizes, limit)


def _cut_loose(rows: nw.LazyFrame[Any]) -> pl.LazyFrame:
    """Return a few rows out of many with texts of their own: views would hold those of all rows."""
    native = cast("pl.LazyFrame", rows.to_native())
    return native.with_columns(pl.col(pl.String) + "")


def _polars_test(test: WordsTest) -> pl.Expr:
    decide = _overlap if test.kind == "overlaps" else _mention
    both = pl.struct(left=test.left, right=test.right)
    answered = both.map_batches(decide, return_dtype=pl.Boolean, is_elementwise=True)
    return answered.alias(test.name)


def _overlap(both: pl.Series) -> pl.Series:
    """Return whether two lists of words have any in common; null where either is unknown."""
    common = pl.col("left").list.set_intersection(pl.col("right"))
    return both.struct.unnest().select(common.list.len() > 0).to_series()


def _mention(both: pl.Series) -> pl.Series:
    """Return whether a text mentions any of the words beside it; null where either is unknown."""
    beside = both.struct.unnest().with_row_index("row")
    pairs = beside.drop_nulls().explode("right").drop_nulls()
    # The words differ from row to row, so that only a pair of texts can be asked.
    hits = pairs.filter(pl.col("left").str.contains(pl.col("right"), literal=True))
    is_known = pl.col("left").is_not_null() & pl.col("right").is_not_null()
    return beside.select(
        pl.when(is_known).then(pl.col("row").is_in(hits["row"].unique().implode()))
    ).to_series()
