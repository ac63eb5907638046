"""Portfolios of objects as the frames of the column contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import polars as pl
from attrs import fields_dict, has

from govmedia_rules.errors import UnknownNameError
from govmedia_rules.frames.columns import TABLES, Column, Holds
from govmedia_rules.models import Portfolio

__all__ = ["dtype_of", "frame_of", "frames_of", "plain_record"]

_DTYPES: Final[Mapping[Holds, pl.DataType]] = {
    Holds.WORD: pl.String(),
    Holds.COUNT: pl.Int64(),
    Holds.FLAG: pl.Boolean(),
    Holds.MOMENT: pl.Datetime("us", "UTC"),
    Holds.DAY: pl.Date(),
    Holds.WORDS: pl.List(pl.String()),
}
_STRUCTS: Final = ("app", "review")
_EPOCH: Final = datetime.fromtimestamp(0, UTC)


def frames_of(portfolio: Portfolio) -> dict[str, pl.DataFrame]:
    """
    Return the tables of *portfolio* that were supplied, by name, as Polars frames.

    Their audit comes to the same report as that of the portfolio.

    Parameters:
        portfolio: the portfolio.
    """
    return {
        table: frame_of(table, getattr(portfolio, table))
        for table in TABLES
        if getattr(portfolio, table) is not None
    }


def frame_of(table: str, rows: Iterable[object]) -> pl.DataFrame:
    """
    Return records of one kind as the frame of their table.

    Parameters:
        table: the name of the table.

        rows: the records.

    Raises:
        UnknownNameError: when there is no such table.
    """
    columns = TABLES.get(table)
    if columns is None:
        raise UnknownNameError("table", table, TABLES)
    held = tuple(rows)
    return pl.DataFrame(
        {name: [_value(row, name) for row in held] for name in columns},
        schema={name: dtype_of(column) for name, column in columns.items()},
    )


def dtype_of(column: Column) -> pl.DataType:
    """Return the type that a column has in Polars."""
    if column.holds is Holds.RECORDS:
        return pl.List(pl.Struct({name: _DTYPES[holds] for name, holds in column.parts}))
    return _DTYPES[column.holds]


def plain_record(record: object) -> dict[str, object]:
    """Return a record inside a record, such as a filing, as Polars takes it."""
    return {name: _plain(getattr(record, name)) for name in fields_dict(type(record))}  # type: ignore[arg-type]  # records are attrs classes


def _value(row: object, name: str) -> object:
    for struct in _STRUCTS:
        inner = name.removeprefix(f"{struct}_")
        if inner != name:
            owner = getattr(row, struct)
            return None if owner is None else _plain(getattr(owner, inner))
    return _plain(getattr(row, name))


def _plain(value: Any) -> object:
    if isinstance(value, datetime):
        # Pendulum's own moments are taken for something else by Polars.
        return _EPOCH + datetime.__sub__(value, _EPOCH)
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    if has(type(value)):
        return plain_record(value)
    return str(value) if isinstance(value, str) else value
