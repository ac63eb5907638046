"""What fields hold, as columns: read where they are on record, worked out where they are not."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from typing import Any, Final

import narwhals.stable.v2 as nw
from pendulum import DateTime

from govmedia_rules.conditions.fields import FieldSpec, Kind
from govmedia_rules.frames.columns import TABLES, sources_of
from govmedia_rules.frames.rails import micros
from govmedia_rules.moments import day_of, midnight

__all__ = [
    "DTYPES",
    "column_of",
    "row_value",
    "subject_value",
]

DTYPES: Final[dict[Kind, Any]] = {
    Kind.NUMBER: nw.Int64,
    Kind.TEXT: nw.String,
    Kind.MOMENT: nw.Int64,
    Kind.TAGS: nw.List(nw.String),
    Kind.TRUTH: nw.Boolean,
}
"""The type of the column that holds a field of each kind; days in parts are floats."""

_MICROS_A_DAY: Final = 86_400_000_000.0
_SHANGHAI_AHEAD: Final = 8 * 3_600_000_000


def column_of(spec: FieldSpec) -> str:
    """Return the name of the column that holds what a field reads, in lower case and without dots."""
    if spec.question is not None:
        digest = hashlib.sha256(spec.name.encode()).hexdigest()[:16]
        return f"{spec.root}__answer_{digest}"
    return "__".join((spec.root, *spec.path))


def row_value(spec: FieldSpec, columns: Collection[str], as_of: DateTime) -> nw.Expr:
    """
    Return what a field of a post or message reads, as of a moment.

    Parameters:
        spec: the field; not one that needs a function of Python's.

        columns: the columns that were supplied; a field without one reads as unknown.

        as_of: the moment; what lies after it has not come yet.
    """
    sources = sources_of(spec)
    dtype = nw.Float64 if spec.is_fractional else DTYPES[spec.kind]
    if not set(sources) <= set(columns):
        return nw.lit(None, dtype)
    at = micros(as_of)
    if spec.is_fractional:
        earlier, later = (nw.col(name) for name in sources)
        micros_passed = (later - earlier).cast(nw.Float64)
        # Polars multiplies by the reciprocal of a constant, which is off in the last digit.
        days = micros_passed / (micros_passed * 0 + _MICROS_A_DAY)
        return nw.when((earlier <= at) & (later <= at)).then(days)
    column = nw.col(sources[0])
    if spec.kind is Kind.MOMENT:
        return nw.when(column <= at).then(column)
    return column


def _days_as_micros(column: str) -> nw.Expr:
    """Return the beginning of each day in Shanghai, eight hours before it begins in UTC."""
    return nw.col(column).cast(nw.Datetime("us")).dt.timestamp("us") - _SHANGHAI_AHEAD


def subject_value(spec: FieldSpec, as_of: DateTime) -> nw.Expr | None:
    """
    Return what a field of an account or unit reads, as of a moment.

    Parameters:
        spec: the field; not the answer to a question.

        as_of: the moment; what lies after it has not come yet.

    Returns:
        None for what takes more than an expression to work out.
    """
    at = micros(as_of)
    root = {"peer": "account", "superior": "unit"}.get(spec.root, spec.root)
    match root, spec.path[-1]:
        case "account", "status":
            closed, status = nw.col("closed_at"), nw.col("status")
            return (
                nw.when(closed.is_null())
                .then(status)
                .when(closed <= at)
                .then(nw.lit("closed"))
                .when(status == "closed")
                .then(nw.lit("active"))
                .otherwise(status)
            )
        case "unit", "status":
            today = micros(midnight(day_of(as_of)))
            changes = _days_as_micros("status_changed_on")
            return nw.when(changes > today).then(nw.lit("active")).otherwise(nw.col("status"))
        case "unit", "changed_at":
            changed = _days_as_micros("status_changed_on")
            return nw.when(changed <= at).then(changed)
        case _ if len(sources_of(spec)) > 1 or sources_of(spec)[0] != "_".join(spec.path):
            return None
        case _:
            return row_value(spec, TABLES[f"{root}s"], as_of)
