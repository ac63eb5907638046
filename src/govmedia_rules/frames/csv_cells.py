"""
What the cells of a CSV file say: text read into the types of the column contract.

An empty cell is a fact that nobody looked at. Lists and records are JSON in a cell.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date
from typing import Final

import polars as pl

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.frames.columns import Column, Holds
from govmedia_rules.frames.objects import dtype_of, plain_record
from govmedia_rules.models import Filing, Incident
from govmedia_rules.moments import EARLIEST_YEAR, LATEST_YEAR, MomentError, midnight
from govmedia_rules.spreadsheets import FORMULA

__all__ = ["expected_in", "is_bad", "read_cell"]

_MOMENT: Final = r"^\d{4}-\d\d-\d\d[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]([01]\d|2[0-3]):?[0-5]\d)$"
_DAY: Final = r"^\d{4}-\d\d-\d\d$"
_COUNT: Final = r"^[+-]?\d{1,19}$"
_FIRST: Final = midnight(date(EARLIEST_YEAR, 1, 1)).astimezone(UTC)
_AFTER: Final = midnight(date(LATEST_YEAR + 1, 1, 1)).astimezone(UTC)

_EXPECTED: Final[Mapping[Holds, str]] = {
    Holds.WORD: "text",
    Holds.COUNT: "a whole number such as 1200, without separators",
    Holds.FLAG: "true or false",
    Holds.MOMENT: f"a moment of the years {EARLIEST_YEAR} to {LATEST_YEAR} with its offset from"
    " UTC, such as 2019-06-05T08:00:00+08:00 (without one it may be eight hours off)",
    Holds.DAY: "a day such as 2018-12-07",
    Holds.WORDS: 'a list of texts as JSON, such as ["comments","messages"], or [] for none',
}


def expected_in(column: Column) -> str:
    """Return in words what a cell of *column* may hold."""
    if column.members is not None:
        return f"one of {', '.join(column.members)}"
    if column.holds is Holds.RECORDS:
        example = ", ".join(f'"{name}": …' for name, _ in column.parts)
        return f"a list of objects as JSON, such as [{{{example}}}], or [] for none"
    return _EXPECTED[column.holds]


def _given(column: Column) -> pl.Expr:
    cell = pl.col(column.name)
    return pl.when(cell != "").then(cell)


def read_cell(column: Column) -> pl.Expr:
    """Return how a cell of *column* is read: null where it is empty or cannot be."""
    text = _given(column)
    match column.holds:
        case Holds.WORD:
            if column.members is not None:
                return pl.when(text.is_in([str(word) for word in column.members])).then(text)
            # What neutral() put before a formula comes off again.
            return text.str.replace(f"^'({FORMULA})", "$1")
        case Holds.COUNT:
            return _where(text, _COUNT).cast(pl.Int64, strict=False)
        case Holds.FLAG:
            lower = text.str.to_lowercase()
            return pl.when(lower.is_in(["true", "false"])).then(lower == "true")
        case Holds.MOMENT:
            return _read_moment(text)
        case Holds.DAY:
            return _where(text, _DAY).str.to_date("%Y-%m-%d", strict=False)
        case Holds.WORDS:
            return _decoded(text, _words, pl.List(pl.String()))
        case Holds.RECORDS:
            return _decoded(text, lambda cell: _records(cell, column), dtype_of(column))


def is_bad(column: Column) -> pl.Expr:
    """Return whether a cell of *column* cannot be read, or is empty and must not be."""
    bad = _given(column).is_not_null() & read_cell(column).is_null()
    return bad | _given(column).is_null() if column.is_key else bad


def _where(text: pl.Expr, pattern: str) -> pl.Expr:
    return pl.when(text.str.contains(pattern)).then(text)


def _read_moment(text: pl.Expr) -> pl.Expr:
    spelt = (
        _where(text, _MOMENT)
        .str.replace(r"^(.{10}) ", "${1}T")
        .str.replace(r"Z$", "+00:00")
        # Seconds may be left out.
        .str.replace(r"^(.{16})([+-])", "${1}:00${2}")
    )
    read = spelt.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%z", time_unit="us", strict=False)
    return pl.when((read >= _FIRST) & (read < _AFTER)).then(read)


def _decoded(text: pl.Expr, decode: Callable[[str], object], kind: pl.DataType) -> pl.Expr:
    """Return what *decode* makes of a JSON text; each text of a batch is decoded once."""

    def decoded(cells: pl.Series) -> pl.Series:
        distinct = cells.drop_nulls().unique()
        values = pl.DataFrame(
            {"cell": distinct, "value": pl.Series([decode(cell) for cell in distinct], dtype=kind)}
        )
        joined = pl.DataFrame({"cell": cells}).join(
            values, on="cell", how="left", maintain_order="left"
        )
        return joined["value"]

    return text.map_batches(decoded, return_dtype=kind, is_elementwise=True)


def _from_json(cell: str) -> object:
    """Return the value of a JSON text, or None where it is none."""
    try:
        return json.loads(cell)
    except (ValueError, RecursionError):
        return None


def _is_text(value: object) -> bool:
    """Return whether *value* is a text that can be written as UTF-8."""
    return isinstance(value, str) and not any("\ud800" <= each <= "\udfff" for each in value)


def _words(cell: str) -> list[str] | None:
    found = _from_json(cell)
    if not isinstance(found, list) or not all(map(_is_text, found)):
        return None
    return found


_MODELS: Final[Mapping[str, type[Filing | Incident]]] = {"filings": Filing, "incidents": Incident}


def _records(cell: str, column: Column) -> list[dict[str, object]] | None:
    found = _from_json(cell)
    if not isinstance(found, list):
        return None
    names = dict(column.parts).keys()
    model = _MODELS[column.name]
    records: list[dict[str, object]] = []
    for each in found:
        is_record = isinstance(each, dict) and each.keys() <= names
        if not is_record or not all(value is None or _is_text(value) for value in each.values()):
            return None
        try:
            record = model(**{**dict.fromkeys(names), **each})
        except (InvalidValueError, MomentError):
            return None
        records.append(plain_record(record))
    return records
