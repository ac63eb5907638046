"""
The engines that read posts and messages: what narwhals has no common word for.

Everything else is said once, as narwhals expressions. What is small, the accounts and
units and whatever was made of their rows, is worked on in Polars, whichever engine
reads the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, NamedTuple, Protocol, cast

import narwhals.stable.v2 as nw
import polars as pl

from govmedia_rules.frames.columns import Column, Holds

__all__ = [
    "Engine",
    "PolarsEngine",
    "WordsTest",
    "collected",
    "local",
    "moments_as_numbers",
    "rows_where",
]


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
        """Return the frame with the columns of a small table joined to its left."""
        ...

    def taken_in(self, frame: pl.DataFrame, like: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Return a small table in the engine's own kind, beside the frame *like*."""
        ...


def collected(frame: nw.LazyFrame[Any]) -> pl.DataFrame:
    """Return what a query comes to, in Polars; Polars itself streams it."""
    native = frame.to_native()
    if isinstance(native, pl.LazyFrame):
        return native.collect(engine="streaming")
    return cast("pl.DataFrame", frame.collect(backend="polars").to_native())


def local(frame: pl.DataFrame | pl.LazyFrame) -> nw.LazyFrame[Any]:
    """Return a Polars frame for narwhals expressions to work on."""
    return nw.from_native(frame.lazy())


def rows_where(frame: nw.LazyFrame[Any], mark: nw.Expr) -> nw.LazyFrame[Any]:
    """Return the rows for which *mark* is true, also where it is the same for all of them."""
    return frame.with_columns(kept_here=mark).filter(nw.col("kept_here")).drop("kept_here")


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
        """Return the frame with the columns of a small table joined to its left."""
        return frame.join(local(right), on=on, how="left")

    def taken_in(self, frame: pl.DataFrame, like: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:  # noqa: ARG002 -- Polars needs no connection
        """Return a small table in the engine's own kind, beside the frame *like*."""
        return local(frame)


def _polars_test(test: WordsTest) -> pl.Expr:
    decide = _overlap if test.kind == "overlaps" else _mention

    def answered(both: pl.Series) -> pl.Series:
        left, right = both.struct.field("left"), both.struct.field("right")
        return pl.Series(
            test.name,
            [
                None if one is None or other is None else decide(one, other)
                for one, other in zip(left.to_list(), right.to_list(), strict=True)
            ],
            dtype=pl.Boolean,
        )

    return (
        pl.struct(left=test.left, right=test.right)
        .map_batches(answered, return_dtype=pl.Boolean, is_elementwise=True)
        .alias(test.name)
    )


def _overlap(tags: Sequence[str], others: Sequence[str]) -> bool:
    return not set(tags).isdisjoint(others)


def _mention(text: str, words: Sequence[str]) -> bool:
    return any(word in text for word in words)
