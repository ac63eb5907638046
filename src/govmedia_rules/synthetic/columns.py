"""Columns of PyArrow from arrays of NumPy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from govmedia_rules.synthetic.draws import Flags, Wholes

if TYPE_CHECKING:
    Column: TypeAlias = pa.Array[Any]
else:
    Column = pa.Array  # generic in its stubs only

__all__ = ["DAY", "Column", "drawn", "known", "picked", "pool", "table_of", "texts"]

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
    return values.take(pa.array(positions, mask=unknown))


def known(values: NDArray[Any], unknown: Flags, kind: pa.DataType) -> Column:
    """Return numbers as a column of *kind*, null where they are *unknown*."""
    return pa.array(values, mask=unknown).cast(kind)


def drawn(values: NDArray[Any], kind: pa.DataType) -> Column:
    """Return numbers as a column of *kind*, none of them null."""
    return pa.array(values).cast(kind)


def table_of(schema: pa.Schema, columns: Mapping[str, Column | Sequence[Any]]) -> pa.Table:
    """Return the table of *schema*; columns that are plain sequences are converted."""
    arrays = [
        value
        if isinstance(value := columns[field.name], pa.Array)
        else pa.array(value, type=field.type)
        for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def from_instants(values: Wholes) -> NDArray[np.datetime64]:
    """Return instants in microseconds as NumPy holds moments."""
    return values.astype("datetime64[us]")
