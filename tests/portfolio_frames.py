"""Portfolios of objects as the frames of the column contract."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import polars as pl
from attrs import fields_dict, has

from govmedia_rules.frames import TABLES, Column, Holds
from govmedia_rules.models import Portfolio

__all__ = ["frames_of"]

_DTYPES: Final[Mapping[Holds, Any]] = {
    Holds.WORD: pl.String(),
    Holds.COUNT: pl.Int64(),
    Holds.FLAG: pl.Boolean(),
    Holds.MOMENT: pl.Datetime("us", "UTC"),
    Holds.DAY: pl.Date(),
    Holds.WORDS: pl.List(pl.String()),
}
_STRUCTS: Final = ("app", "review")


def frames_of(portfolio: Portfolio) -> dict[str, pl.DataFrame]:
    """Return the tables of *portfolio* that were supplied, by name."""
    return {
        table: _frame(table, getattr(portfolio, table))
        for table in TABLES
        if getattr(portfolio, table) is not None
    }


def _frame(table: str, rows: Iterable[object]) -> pl.DataFrame:
    columns = TABLES[table]
    return pl.DataFrame(
        {name: [_value(row, name) for row in rows] for name in columns},
        schema={name: _dtype(column) for name, column in columns.items()},
    )


def _dtype(column: Column) -> Any:
    if column.holds is Holds.RECORDS:
        return pl.List(pl.Struct({name: _DTYPES[holds] for name, holds in column.parts}))
    return _DTYPES[column.holds]


def _value(row: object, name: str) -> object:
    for struct in _STRUCTS:
        inner = name.removeprefix(f"{struct}_")
        if inner != name:
            owner = getattr(row, struct)
            return None if owner is None else _plain(getattr(owner, inner))
    return _plain(getattr(row, name))


def _plain(value: Any) -> object:
    if isinstance(value, datetime):
        return datetime.fromtimestamp(0, UTC) + datetime.__sub__(
            value, datetime.fromtimestamp(0, UTC)
        )
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_plain(member) for member in value]
    if has(type(value)):
        return {name: _plain(getattr(value, name)) for name in fields_dict(type(value))}
    return str(value) if isinstance(value, str) else value
