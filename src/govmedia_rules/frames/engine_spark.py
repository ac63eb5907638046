"""PySpark as the engine that reads posts and messages; its clusters need none of this library."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final, cast

import narwhals.stable.v2 as nw
import polars as pl
from pyspark.sql import DataFrame, Window, functions, types
from pyspark.sql.column import Column as SparkColumn

from govmedia_rules.frames.columns import Column, Holds
from govmedia_rules.frames.counts import HALF, Count, Counting
from govmedia_rules.frames.engines import WordsTest, collected, flagged_by_join
from govmedia_rules.frames.mapped_texts import mapped_by_join
from govmedia_rules.frames.passes import IDS, Passed, Wanted, rows_that_fail

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
    gathers_rows: ClassVar[bool] = False
    most_gathered: ClassVar[int | None] = None
    most_held: ClassVar[int] = 0

    def prepared(self, frame: nw.LazyFrame[Any], columns: Iterable[Column]) -> nw.LazyFrame[Any]:
        """Return the columns with each moment as microseconds since 1970 in UTC."""
        return _framed(_native(frame).select(*map(_prepared, columns)))

    def with_tests(self, frame: nw.LazyFrame[Any], tests: Sequence[WordsTest]) -> nw.LazyFrame[Any]:
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

    def joined(self, frame: nw.LazyFrame[Any], right: pl.DataFrame, on: str) -> nw.LazyFrame[Any]:
        """Return the frame with the columns of a small table joined to its left."""
        native = _native(frame)
        small = functions.broadcast(_taken_in(right, native))
        return _framed(native.join(small, on=on, how="left"))

    def with_flag(
        self, frame: nw.LazyFrame[Any], owners: pl.Series, name: str
    ) -> nw.LazyFrame[Any]:
        """Return the frame with the further column *name*: true where an account is among *owners*."""
        return flagged_by_join(self, frame, owners, name)

    def taken_in(self, frame: pl.DataFrame, like: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Return a small table in the engine's own kind, beside the frame *like*."""
        return _framed(_taken_in(frame, _native(like)))

    def passed(self, rows: nw.LazyFrame[Any], wanted: Wanted) -> Passed:
        """
        Return the counts and the rows that fail, in two queries.

        To gather rows beside the counts would save a scan, but Spark sorts a whole table for
        that, where it keeps running counts otherwise. Each query reads only its own columns.
        """
        counts = _native(rows).groupBy("account_id").agg(*map(_counted, wanted.counts))
        return Passed(
            counts=collected(_framed(counts)),
            failing=collected(rows_that_fail(rows, wanted)) if wanted.fails.marks else None,
        )

    def newest(
        self,
        rows: nw.LazyFrame[Any],
        owners: Mapping[str, pl.DataFrame],
        sizes: pl.DataFrame,  # noqa: ARG002 -- however large, only the newest leave an executor
        limit: int,
    ) -> dict[str, pl.DataFrame]:
        """
        Return the ids of the newest of marked rows by owner, by the mark of each set, in one query.

        Of each owner and set no more than *limit* rows leave the executor that read them.
        """
        marks = list(owners)
        asked = pl.concat(
            owners[mark].select("owner", row_set=pl.lit(number, dtype=pl.Int32))
            for number, mark in enumerate(marks)
        )
        native = _native(rows)
        each = _by_set(native, marks).join(
            functions.broadcast(_taken_in(asked, native)), on=["row_set", "owner"], how="left_semi"
        )
        held = collected(_framed(_listed(each, limit)))
        return {
            mark: held.filter(pl.col("row_set") == number).select(*IDS)
            for number, mark in enumerate(marks)
        }


def _native(frame: nw.LazyFrame[Any]) -> DataFrame:
    return cast("DataFrame", frame.to_native())


def _framed(native: DataFrame) -> nw.LazyFrame[Any]:
    return nw.from_native(native)


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


def _counted(count: Count) -> SparkColumn:
    column = functions.col(count.column)
    match count.counting:
        case Counting.ROWS:
            made = functions.count(functions.lit(1))
        case Counting.MARKED:
            made = functions.count_if(column)
        case Counting.PRESENT:
            made = functions.count(column)
        case Counting.DISTINCT:
            made = functions.count_distinct(column)
        case Counting.LEAST:
            made = functions.min(column)
        case Counting.GREATEST:
            made = functions.max(column)
        # Spark divides in floats, which hold no number above 2⁵³ exactly; bits are exact.
        case Counting.LOWER_HALVES:
            made = functions.sum(column.bitwiseAND(functions.lit(HALF - 1)))
        case Counting.UPPER_HALVES:
            made = functions.sum(functions.shiftright(column, HALF.bit_length() - 1))
    return made.alias(count.name)


def _by_set(rows: DataFrame, marks: Sequence[str]) -> DataFrame:
    """Return owner, id and moment of rows, once for each of *marks* that they carry."""
    numbers = functions.array(
        *(functions.when(functions.col(mark), number) for number, mark in enumerate(marks))
    )
    return rows.select(
        functions.explode(functions.array_compact(numbers)).alias("row_set"),
        functions.col("account_id").alias("owner"),
        "id",
        "came_at",
    )


def _listed(rows: DataFrame, limit: int) -> DataFrame:
    """Return the ids of the newest rows of each set and owner; those without a moment last."""
    newest_first = Window.partitionBy("row_set", "owner").orderBy(
        functions.desc_nulls_last("came_at"), functions.asc("id")
    )
    placed = rows.withColumn("place", functions.row_number().over(newest_first))
    ids = functions.sort_array(functions.collect_list(functions.struct("place", "id")))["id"]
    newest = placed.where(functions.col("place") <= limit)
    return newest.groupBy("row_set", "owner").agg(ids.alias("ids"))
