"""DuckDB as the engine that reads posts and messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final, cast

import duckdb
import narwhals.stable.v2 as nw
import polars as pl

from govmedia_rules.frames.columns import Column, Holds
from govmedia_rules.frames.counts import HALF, Count, Counting
from govmedia_rules.frames.engines import (
    WordsTest,
    collected,
    flagged_by_join,
    local,
    newest_in_parts,
)
from govmedia_rules.frames.mapped_texts import mapped_by_join
from govmedia_rules.frames.passes import Passed, Wanted, marked_as_failing

__all__ = ["DuckDBEngine"]


def quoted(name: str) -> str:
    """Return a column's name as SQL takes it, whatever it holds."""
    return '"' + name.replace('"', '""') + '"'


class DuckDBEngine:
    """DuckDB: reads relations, which are lazy."""

    name: ClassVar[str] = "duckdb"
    gathers_rows: ClassVar[bool] = True
    most_gathered: ClassVar[int | None] = None
    most_held: ClassVar[int] = 0

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

    def with_flag(
        self, frame: nw.LazyFrame[Any], owners: pl.Series, name: str
    ) -> nw.LazyFrame[Any]:
        """Return the frame with the further column *name*: true where an account is among *owners*."""
        return flagged_by_join(self, frame, owners, name)

    def taken_in(self, frame: pl.DataFrame, like: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Return a small table in the engine's own kind, beside the frame *like*."""
        small = frame  # noqa: F841 -- found by DuckDB under this very name
        return _framed(_relation(like).query("large", "SELECT * FROM small"))

    def passed(self, rows: nw.LazyFrame[Any], wanted: Wanted) -> Passed:
        """
        Return what is wanted of marked rows, in one pass over them.

        A second query would scan the table again: so the rows that fail, and the newest of
        some sets, are gathered by account beside the counts.
        """
        small = [mark for mark in wanted.sets if mark not in wanted.large]
        columns = [f"{_counted(count)} AS {quoted(count.name)}" for count in wanted.counts]
        rows, failing = _with_failing(rows, wanted)
        marks = [*small, *failing]
        if marks:
            kept = {name: quoted(name) for name in ("id", "came_at")}
            if failing:
                kept |= {name: quoted(name) for name in wanted.kept if name != "account_id"}
            kept |= {word: _packed(some) for word, some in _words_of(marks)}
            fields = ", ".join(f"{_text(name)}: {value}" for name, value in kept.items())
            few = " OR ".join(map(quoted, marks))
            columns.append(f"list({{{fields}}}) FILTER ({few}) AS few")
        columns += [
            # Structs sort by their fields in turn: newest first, those without a moment last.
            f"list_transform(min({{'age': coalesce(-came_at, {_OLDEST}), 'id': id}}, {wanted.limit})"
            f" FILTER ({quoted(mark)}), lambda each: each.id) AS {quoted(f'ids_{mark}')}"
            for mark in wanted.large
        ]
        grouped = _relation(rows).aggregate(f"account_id, {', '.join(columns)}", "account_id")
        held = grouped.pl()
        newest = {
            mark: held.select(owner="account_id", ids=f"ids_{mark}").drop_nulls()
            for mark in wanted.large
        }
        counts = held.select("account_id", *(count.name for count in wanted.counts))
        if not marks:
            return Passed(counts, None, newest)
        gathered = held.select("account_id", "few").drop_nulls("few").explode("few").unnest("few")
        if not len(gathered):
            return Passed(counts, None, newest)
        for word, some in _words_of(marks):
            gathered = gathered.with_columns(_unpacked(word, some)).drop(word)
        return Passed(
            counts,
            _failed(gathered, failing, wanted) if failing else None,
            newest,
            gathered.rename({"account_id": "owner"}) if small else None,
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


_GATE: Final = "may_fail"
_BITS: Final = 62
_OLDEST: Final = 2**63 - 1


def _with_failing(rows: nw.LazyFrame[Any], wanted: Wanted) -> tuple[nw.LazyFrame[Any], list[str]]:
    """
    Return rows with marks of those that may fail, and the marks.

    DuckDB looks into every list that it is asked about, however many are empty: where few
    rows get past a gate, they are gathered by that alone, and marked afterwards.
    """
    fails = wanted.fails
    if not fails.marks:
        return rows, []
    if fails.gate is None:
        made = fails.marks
    else:
        gate = nw.col("is_there") & fails.gate
        if fails.few_pass:
            return rows.with_columns(gate.alias(_GATE)), [_GATE]
        made = {name: gate & mark for name, mark in fails.marks.items()}
    marked = rows.with_columns(*[mark.alias(name) for name, mark in made.items()])
    return marked, [*made]


def _words_of(marks: Sequence[str]) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the marks in groups, each with the name of the number whose bits hold them."""
    for number, begin in enumerate(range(0, len(marks), _BITS)):
        yield f"marks{number}", marks[begin : begin + _BITS]


def _packed(marks: Sequence[str]) -> str:
    # Each field of a struct costs as much as an aggregate, however narrow it is.
    bits = (f"(CAST({quoted(mark)} AS BIGINT) << {bit})" for bit, mark in enumerate(marks))
    return " + ".join(bits)


def _unpacked(word: str, marks: Sequence[str]) -> list[pl.Expr]:
    return [((pl.col(word) & (1 << bit)) != 0).alias(mark) for bit, mark in enumerate(marks)]


def _failed(gathered: pl.DataFrame, failing: Sequence[str], wanted: Wanted) -> pl.DataFrame:
    """Return those of the rows gathered that fail."""
    few = gathered.filter(pl.any_horizontal(*failing))
    if [*failing] != [_GATE]:
        return few
    return collected(marked_as_failing(local(few), wanted))


def _text(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _counted(count: Count) -> str:
    column = quoted(count.column)
    match count.counting:
        case Counting.ROWS:
            return "count(*)"
        case Counting.MARKED:
            return f"CAST(sum(CAST({column} AS INTEGER)) AS BIGINT)"
        case Counting.PRESENT:
            return f"count({column})"
        case Counting.DISTINCT:
            return f"count(DISTINCT {column})"
        case Counting.LEAST:
            return f"min({column})"
        case Counting.GREATEST:
            return f"max({column})"
        case Counting.LOWER_HALVES:
            return f"CAST(coalesce(sum({column} % {HALF}), 0) AS BIGINT)"
        case Counting.UPPER_HALVES:
            return f"CAST(coalesce(sum({column} // {HALF}), 0) AS BIGINT)"


def _relation(frame: nw.LazyFrame[Any]) -> duckdb.DuckDBPyRelation:
    return cast("duckdb.DuckDBPyRelation", frame.to_native())


def _framed(relation: duckdb.DuckDBPyRelation | None) -> nw.LazyFrame[Any]:
    # A query has no relation only where it is no SELECT.
    return nw.from_native(cast("duckdb.DuckDBPyRelation", relation))


def _test(test: WordsTest) -> str:
    left, right = quoted(test.left), quoted(test.right)
    if test.kind == "overlaps":
        asked = f"list_has_any({left}, {right})"
    else:
        asked = f"len(list_filter({right}, lambda word: contains({left}, word))) > 0"
    unknown = f"{left} IS NULL OR {right} IS NULL"
    return f"CASE WHEN {unknown} THEN NULL ELSE {asked} END AS {quoted(test.name)}"
