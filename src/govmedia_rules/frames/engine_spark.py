"""PySpark as the engine that reads posts and messages; its clusters need none of this library."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final, cast

import narwhals.stable.v2 as nw
import polars as pl
from pyspark.sql import DataFrame, functions, types
from pyspark.sql.column import Column as SparkColumn

from govmedia_rules.frames.columns import Column, Holds
from govmedia_rules.frames.engines import WordsTest
from govmedia_rules.frames.mapped_texts import mapped_by_join

__all__ = ["SparkEngine"]

_TEXT: Final = types.StringType()
# Texts may come with a collation under which "A" and "a" are one; ids and words are compared
# byte by byte, as everywhere else.
_PLAIN: Final[Mapping[Holds, types.DataType]] = {
    Holds.WORD: _TEXT,
    Holds.WORDS: types.ArrayType(_TEXT),
}


class SparkEngine:
    """PySpark 4: plans queries on the driver, runs them on executors, and hands back Arrow."""

    name: ClassVar[str] = "spark"

    def prepared(self, frame: nw.LazyFrame[Any], columns: Iterable[Column]) -> nw.LazyFrame[Any]:
        """Return the columns with each moment as microseconds since 1970 in UTC."""
        return _framed(_native(frame).select(*map(_prepared, columns)))

    def with_tests(
        self, frame: nw.LazyFrame[Any], tests: Sequence[WordsTest]
    ) -> nw.LazyFrame[Any]:
        """Return the frame with the answers to *tests* as further columns."""
        if not tests:
            return frame
        return _framed(_native(frame).withColumns({test.name: _test(test) for test in tests}))

    def with_mapped(
        self,
        frame: nw.LazyFrame[Any],
        column: str,
        name: str,
        function: Callable[[str], str],
    ) -> nw.LazyFrame[Any]:
        """Return the frame with *function* of the texts of *column* as the further column *name*."""
        return mapped_by_join(self, frame, column, name, function)

    def joined(
        self, frame: nw.LazyFrame[Any], right: pl.DataFrame, on: str
    ) -> nw.LazyFrame[Any]:
        """Return the frame with the columns of a small table joined to its left."""
        native = _native(frame)
        small = functions.broadcast(_taken_in(right, native))
        return _framed(native.join(small, on=on, how="left"))

    def taken_in(self, frame: pl.DataFrame, like: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Return a small table in the engine's own kind, beside the frame *like*."""
        return _framed(_taken_in(frame, _native(like)))


def _native(frame: nw.LazyFrame[Any]) -> DataFrame:
    return cast("DataFrame", frame.to_native())


def _framed(native: DataFrame) -> nw.LazyFrame[Any]:
    return cast("nw.LazyFrame[Any]", nw.from_native(native))


def _taken_in(frame: pl.DataFrame, like: DataFrame) -> DataFrame:
    # Spark knows large strings, but not the views that Polars would rather hand over.
    table = frame.to_arrow(compat_level=pl.CompatLevel.oldest())
    return like.sparkSession.createDataFrame(table)


def _prepared(column: Column) -> SparkColumn:
    held = functions.col(column.name)
    if column.holds is Holds.MOMENT:
        return functions.unix_micros(held).alias(column.name)
    plain = _PLAIN.get(column.holds)
    return held if plain is None else held.cast(plain).alias(column.name)


def _test(test: WordsTest) -> SparkColumn:
    left, right = functions.col(test.left), functions.col(test.right)
    if test.kind == "overlaps":
        # arrays_overlap alone is null where nothing is shared and either list holds a gap.
        asked = functions.coalesce(functions.arrays_overlap(left, right), functions.lit(False))
    else:
        asked = functions.exists(right, lambda word: functions.contains(left, word))
    return functions.when(left.isNotNull() & right.isNotNull(), asked)
