"""Columns of PyArrow from arrays of NumPy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from govmedia_rules.synthetic.draws import Draws, Flags, Wholes
from govmedia_rules.synthetic.shares import MISSING

if TYPE_CHECKING:
    Column: TypeAlias = pa.Array[Any]
else:
    Column = pa.Array  # generic in its stubs only

__all__ = [
    "DAY",
    "Column",
    "from_instants",
    "known",
    "numbered",
    "picked",
    "pool",
    "table_of",
    "texts",
    "with_gaps",
]

DAY: Final = 86_400_000_000
"""A day in microseconds."""


def pool(values: Sequence[object], kind: pa.DataType | None = None) -> Column:
    """Return *values*, of which a column will pick; texts unless *kind* says otherwise."""
    return pa.array(list(values), type=kind or pa.string())


def texts(values: Iterable[Sequence[str]]) -> Column:
    """Return lists of texts, of which a column will pick."""
    return pa.array([list(value) for value in values], type=pa.list_(pa.string()))


def picked(values: Column, positions: Wholes, unknown: Flags | None = None) -> Column:
    """Return the *values* at *positions*, null where they are *unknown*."""
    places: pa.Int64Array = pa.array(positions, type=pa.int64(), mask=unknown)
    return values.take(places)


def known(values: NDArray[Any], unknown: Flags, kind: pa.DataType) -> Column:
    """Return numbers as a column of *kind*, null where they are *unknown*."""
    column: Column = pa.array(values, type=kind, mask=unknown)
    return column


def numbered(ids: Column, mark: str, numbers: Wholes) -> Column:
    """Return ids of what belongs to things with *ids*: their id, *mark*, and a number."""
    serial = pc.utf8_lpad(pa.array(numbers).cast(pa.string()), 5, "0")
    joined: Column = pc.binary_join_element_wise(ids, serial, mark)  # type: ignore[call-overload]  # the stubs miss the separator's kind
    return joined


def table_of(schema: pa.Schema, columns: Mapping[str, Column | Sequence[Any]]) -> pa.Table:
    """Return the table of *schema*; columns that are plain sequences are converted."""
    arrays = [
        value
        if isinstance(value := columns[field.name], pa.Array)
        else pa.array(value, type=field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def with_gaps(
    root: str, columns: Mapping[str, Sequence[Any]], draws: Draws
) -> dict[str, Sequence[Any]]:
    """Return the *columns* of a kind of record with facts missing as often as they do."""
    blanked = dict(columns)
    for name, share in MISSING.items():
        owner, _, column = name.partition(".")
        if owner == root:
            lost = draws.flags(share, len(columns[column]))
            blanked[column] = [
                None if blank else value for value, blank in zip(columns[column], lost, strict=True)
            ]
    return blanked


def from_instants(values: Wholes) -> NDArray[np.datetime64]:
    """Return instants in microseconds as NumPy holds moments."""
    return values.astype("datetime64[us]")
