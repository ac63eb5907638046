"""DuckDB as the engine that reads posts and messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, cast

import duckdb
import narwhals.stable.v2 as nw
import polars as pl

from govmedia_rules.frames.columns import Column, Holds
from govmedia_rules.frames.engines import WordsTest

__all__ = ["DuckDBEngine"]


def quoted(name: str) -> str:
    """Return a column's name as SQL takes it, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


class DuckDBEngine:
    """DuckDB: reads relations, which are lazy."""

    name: ClassVar[str] = "duckdb"

    def prepared(self, frame: nw.LazyFrame[Any], columns: Iterable[Column]) -> nw.LazyFrame[Any]:
        """Return the columns with each moment as microseconds since 1970 in UTC."""
        wanted = [
            f"epoch_us({quoted(column.name)}) AS {quoted(column.name)}"
            if column.holds is Holds.MOMENT
            else quoted(column.name)
            for column in columns
        ]
        return _framed(_relation(frame).project(", ".join(wanted)))

    def with_tests(self, frame: nw.LazyFrame[Any], tests: Sequence[WordsTest]) -> nw.LazyFrame[Any]:
        """Return the frame with the answers to *tests* as further columns."""
        if not tests:
            return frame
        return _framed(_relation(frame).project(", ".join(["*", *map(_test, tests)])))

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
        small = right  # found by DuckDB under this very name
        more = [f"small.{quoted(name)}" for name in small.columns if name != on]
        key = quoted(on)
        return _framed(
            _relation(frame).query(
                "large",
                f"SELECT {', '.join(['large.*', *more])} FROM large"  # noqa: S608 -- names are quoted
                f" LEFT JOIN small ON large.{key} = small.{key}",
            )
        )

    def taken_in(self, frame: pl.DataFrame, like: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Return a small table in the engine's own kind, beside the frame *like*."""
        small = frame  # noqa: F841 -- found by DuckDB under this very name
        return _framed(_relation(like).query("large", "SELECT * FROM small"))


def _relation(frame: nw.LazyFrame[Any]) -> duckdb.DuckDBPyRelation:
    return cast("duckdb.DuckDBPyRelation", frame.to_native())


def _framed(relation: duckdb.DuckDBPyRelation) -> nw.LazyFrame[Any]:
    return cast("nw.LazyFrame[Any]", nw.from_native(relation))


def _test(test: WordsTest) -> str:
    left, right = quoted(test.left), quoted(test.right)
    if test.kind == "overlaps":
        asked = f"list_has_any({left}, {right})"
    else:
        asked = f"len(list_filter({right}, lambda word: contains({left}, word))) > 0"
    unknown = f"{left} IS NULL OR {right} IS NULL"
    return f"CASE WHEN {unknown} THEN NULL ELSE {asked} END AS {quoted(test.name)}"


def mapped_by_join(
    engine: Any,
    frame: nw.LazyFrame[Any],
    column: str,
    name: str,
    function: Callable[[str], str],
) -> nw.LazyFrame[Any]:
    """Return the frame with *function* of a column's texts: each text is taken once, and joined."""
    texts = frame.select(column).unique().drop_nulls().collect(backend="polars").to_native()
    small = texts.with_columns(
        pl.Series(name, [function(text) for text in texts[column]], dtype=pl.String)
    )
    joined: nw.LazyFrame[Any] = engine.joined(frame, small, column)
    return joined
