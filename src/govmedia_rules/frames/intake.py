"""
Taking frames in: what kind they are, whether they keep the column contract, what is wrong.

Every fault of every table is told at once. A column that was not supplied means that
nobody looked; so does a column without any value.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from importlib import import_module
from typing import Any, Final, TypeAlias, cast

import narwhals.stable.v2 as nw
import polars as pl
from attrs import frozen

from govmedia_rules.errors import GovmediaRulesError, nearest, shown
from govmedia_rules.frames.columns import TABLES, Column, Holds
from govmedia_rules.frames.engines import Engine, PolarsEngine, collected

__all__ = ["Frame", "FrameError", "Source", "engine_for", "local_table", "some_of", "take_in"]

Frame: TypeAlias = Any
"""A data frame of any kind that narwhals knows: Polars, DuckDB, PySpark, pandas, PyArrow."""


class FrameError(GovmediaRulesError, ValueError):
    """
    Frames do not keep the column contract.

    Attributes:
        problems: everything that is wrong, each with its table and column.
    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        lines = "".join(f"\n  {problem}" for problem in self.problems)
        super().__init__(f"the frames do not keep the column contract:{lines}")


@frozen(eq=False)
class Source:
    """
    One table as it was supplied.

    Parameters:
        table: its name.

        frame: its rows, with the columns of the contract alone and in their types.

        engine: what runs over the rows.

        columns: the columns that were supplied.

        native: the frame as the caller gave it.
    """

    table: str
    frame: nw.LazyFrame[Any]
    engine: Engine
    columns: tuple[Column, ...]
    native: Frame

    @property
    def names(self) -> frozenset[str]:
        """The names of the columns that were supplied."""
        return frozenset(column.name for column in self.columns)

    def rows(self) -> int:
        """Return how many rows it has."""
        counted: int = collected(self.frame.select(nw.len().alias("rows"))).item()
        return counted

    def prepared(self, names: Iterable[str]) -> nw.LazyFrame[Any]:
        """Return some of the columns, each moment as microseconds since 1970 in UTC."""
        wanted = set(names)
        return self.engine.prepared(
            self.frame, [column for column in self.columns if column.name in wanted]
        )


_OTHER_ENGINES: Final[Mapping[nw.Implementation, tuple[str, str]]] = {
    nw.Implementation.DUCKDB: ("govmedia_rules.frames.engine_duckdb", "DuckDBEngine"),
    nw.Implementation.PYSPARK: ("govmedia_rules.frames.engine_spark", "SparkEngine"),
}


def take_in(table: str, native: Frame, problems: list[str]) -> Source | None:
    """
    Return a table ready to be read, or None where it cannot be; what is wrong is noted.

    Parameters:
        table: its name.

        native: the frame.

        problems: takes what is wrong.
    """
    try:
        framed: Any = nw.from_native(native)
    except TypeError:
        problems.append(
            f"{table}: {shown(type(native).__name__)} is no data frame; give a frame of Polars,"
            " DuckDB, PySpark, pandas or PyArrow"
        )
        return None
    engine, frame = engine_for(framed)
    columns, expressions = _columns_of(table, frame, problems)
    if expressions is None:
        return None
    return Source(table, frame.select(expressions), engine, columns, native)


def engine_for(framed: Any) -> tuple[Engine, nw.LazyFrame[Any]]:
    """Return what runs over a frame, and the frame as it runs over it: lazy, Polars if in doubt."""
    found = _OTHER_ENGINES.get(framed.implementation)
    if found is not None:
        module, name = found
        engine: Engine = getattr(import_module(module), name)()
        return engine, framed
    if framed.implementation is not nw.Implementation.POLARS:
        framed = nw.from_native(framed.to_polars())
    return PolarsEngine(), framed.lazy()


def _columns_of(
    table: str, frame: nw.LazyFrame[Any], problems: list[str]
) -> tuple[tuple[Column, ...], list[nw.Expr] | None]:
    contract, schema = TABLES[table], frame.collect_schema()
    before = len(problems)
    for name in schema:
        near = None if name in contract else nearest(name, contract)
        if near is not None and near not in schema:
            problems.append(f"{table}.{name}: there is no such column; did you mean {near!r}?")
    present: list[Column] = []
    expressions: list[nw.Expr] = []
    for name, column in contract.items():
        dtype = schema.get(name)
        if dtype is None or _is_void(frame, name, dtype):
            if column.is_key:
                problems.append(f"{table}.{name}: the column is missing; it holds {column.holds}")
            continue
        read = _read(column, dtype)
        if read is None:
            found = "of no type that all engines know" if dtype == nw.Unknown else dtype
            problems.append(f"{table}.{name} is {found}; expected {_expected(column, dtype)}")
            continue
        present.append(column)
        expressions.append(read.alias(name))
    return tuple(present), None if len(problems) > before else expressions


def _is_void(frame: nw.LazyFrame[Any], name: str, dtype: nw.dtypes.DType) -> bool:
    """Return whether a column has no type of its own, because nothing was ever in it."""
    if dtype != nw.Unknown:
        return False
    # A type that narwhals has no word for looks alike, but there are values.
    return not collected(frame.select(nw.col(name).count())).item()


def _expected(column: Column, dtype: nw.dtypes.DType) -> str:
    if column.holds is Holds.MOMENT and isinstance(dtype, nw.Datetime):
        return (
            "a moment with its time zone: one without may be eight hours off; name the zone,"
            " as in dt.replace_time_zone('Asia/Shanghai')"
        )
    return str(column.holds.value)


def _read(column: Column, dtype: nw.dtypes.DType) -> nw.Expr | None:
    """Return how a column is read, or None when it is of the wrong type."""
    col = nw.col(column.name)
    match column.holds:
        case Holds.WORD:
            if isinstance(dtype, nw.String):
                return col
            return col.cast(nw.String) if isinstance(dtype, (nw.Categorical, nw.Enum)) else None
        case Holds.COUNT:
            if dtype.is_integer():
                return col.cast(nw.Int64)
            if dtype.is_float():
                # pandas holds whole numbers with gaps so, and gaps as no number.
                return nw.when(~col.is_nan()).then(col).cast(nw.Int64)
            return None
        case Holds.FLAG:
            return col if isinstance(dtype, nw.Boolean) else None
        case Holds.MOMENT:
            has_zone = isinstance(dtype, nw.Datetime) and dtype.time_zone is not None
            return col if has_zone else None
        case Holds.DAY:
            return col if isinstance(dtype, nw.Date) else None
        case Holds.WORDS:
            return _read_words(col, dtype)
        case Holds.RECORDS:
            is_list = isinstance(dtype, nw.List)
            return col if is_list and isinstance(_inner(dtype), (nw.Struct, nw.Unknown)) else None


def _inner(dtype: nw.dtypes.DType) -> nw.dtypes.DType:
    inner = cast("nw.List", dtype).inner
    return inner() if isinstance(inner, type) else inner


def _read_words(col: nw.Expr, dtype: nw.dtypes.DType) -> nw.Expr | None:
    if not isinstance(dtype, nw.List):
        return None
    inner = _inner(dtype)
    if isinstance(inner, nw.String):
        return col
    is_castable = isinstance(inner, (nw.Unknown, nw.Categorical, nw.Enum))
    return col.cast(nw.List(nw.String)) if is_castable else None


_DTYPES: Final[Mapping[Holds, Any]] = {
    Holds.WORD: pl.String(),
    Holds.COUNT: pl.Int64(),
    Holds.FLAG: pl.Boolean(),
    Holds.MOMENT: pl.Int64(),
    Holds.DAY: pl.Date(),
    Holds.WORDS: pl.List(pl.String()),
    Holds.RECORDS: pl.List(pl.Struct([])),
}


def local_table(
    table: str, source: Source | None, problems: list[str], names: Container[str] | None = None
) -> pl.DataFrame:
    """
    Return a small table whole, with every column of the contract; those not supplied are null.

    Parameters:
        table: its name.

        source: the table, or None when there is none.

        problems: takes what is wrong with its keys and words.

        names: the columns that are wanted; all of them when None.
    """
    wanted = [
        column
        for name, column in TABLES[table].items()
        if names is None or name in names or column.is_key
    ]
    if source is None:
        return pl.DataFrame(schema={column.name: _DTYPES[column.holds] for column in wanted})
    held = collected(source.prepared([column.name for column in wanted]))
    missing = [
        pl.lit(None, dtype=_DTYPES[column.holds]).alias(column.name)
        for column in wanted
        if column.name not in held.columns
    ]
    frame = held.with_columns(missing).select([column.name for column in wanted])
    _check_rows(table, frame, wanted, problems)
    return frame


def _check_rows(
    table: str, frame: pl.DataFrame, columns: Iterable[Column], problems: list[str]
) -> None:
    for column in columns:
        series = frame[column.name]
        if column.is_key and series.null_count():
            problems.append(f"{table}.{column.name}: {series.null_count():,} rows have none")
        elif column.name == "id":
            again = series.filter(series.is_duplicated()).unique().sort()
            if len(again):
                problems.append(f"{table}.id: {some_of(again)} stand for more than one row")
        if column.members is not None:
            strange = series.drop_nulls().unique()
            strange = strange.filter(~strange.is_in([str(member) for member in column.members]))
            if len(strange):
                known = ", ".join(column.members)
                problems.append(
                    f"{table}.{column.name}: {some_of(strange.sort())}; expected one of {known}"
                )


def some_of(values: pl.Series) -> str:
    """Return the first few of some values, and how many more there are."""
    named = ", ".join(shown(value) for value in values.head(3))
    return named if len(values) <= 3 else f"{named} and {len(values) - 3:,} more"
