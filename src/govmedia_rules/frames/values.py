"""What fields hold, as columns: read where they are on record, worked out where they are not."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable
from typing import Any, Final, cast

import narwhals.stable.v2 as nw
import polars as pl
from pendulum import DateTime

from govmedia_rules.conditions.fields import FieldSpec, Kind
from govmedia_rules.conditions.register import Register
from govmedia_rules.frames.columns import TABLES, sources_of
from govmedia_rules.frames.rails import micros
from govmedia_rules.models import Account, Filing, Incident, Unit
from govmedia_rules.moments import day_of, midnight

__all__ = [
    "DTYPES",
    "column_of",
    "row_value",
    "with_answers",
    "with_values",
]

DTYPES: Final[dict[Kind, Any]] = {
    Kind.NUMBER: nw.Int64,
    Kind.TEXT: nw.String,
    Kind.MOMENT: nw.Int64,
    Kind.TAGS: nw.List(nw.String),
    Kind.TRUTH: nw.Boolean,
}
"""The type of the column that holds a field of each kind; days in parts are floats."""

_RECORDS: Final[dict[str, type[Any]]] = {"filings": Filing, "incidents": Incident}
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


def _native(spec: FieldSpec, as_of: DateTime) -> nw.Expr | None:
    """Return an account's or unit's field that engines can work out, or None."""
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


def with_values(
    frame: pl.DataFrame, table: str, specs: Iterable[FieldSpec], as_of: DateTime
) -> pl.DataFrame:
    """
    Return accounts or units with what fields of theirs read, each in its own column.

    Parameters:
        frame: the rows, with the columns of the contract; those not supplied are null.

        table: ``accounts`` or ``units``.

        specs: the fields; answers to questions are not among them.

        as_of: the moment.
    """
    native: list[nw.Expr] = []
    worked_out: list[pl.Series] = []
    for spec in specs:
        expression = _native(spec, as_of)
        if expression is not None:
            native.append(expression.alias(column_of(spec)))
        else:
            worked_out.append(_worked_out(frame, table, spec, as_of))
    framed = nw.from_native(frame).with_columns(*native).to_native() if native else frame
    return framed.with_columns(worked_out) if worked_out else framed


def _worked_out(frame: pl.DataFrame, table: str, spec: FieldSpec, as_of: DateTime) -> pl.Series:
    """Ask the model itself, once for whatever reads the same."""
    sources = sources_of(spec)
    read = _asked_of_model(table, spec, as_of)
    columns = [frame[name].to_list() for name in sources]
    known: dict[object, object] = {}
    values: list[object] = []
    for facts in zip(*columns, strict=True):
        key = facts if not any(isinstance(fact, list) for fact in facts) else repr(facts)
        if key not in known:
            known[key] = read(dict(zip(sources, facts, strict=True)))
        values.append(known[key])
    dtype = {
        Kind.NUMBER: pl.Int64(),
        Kind.TEXT: pl.String(),
        Kind.TAGS: pl.List(pl.String()),
    }[spec.kind]
    return pl.Series(column_of(spec), values, dtype=dtype)


def _asked_of_model(
    table: str, spec: FieldSpec, as_of: DateTime
) -> Callable[[dict[str, Any]], object]:
    """Return the function that reads a field off the model, given what it is worked out from."""

    def read(facts: dict[str, Any]) -> object:
        for name, record in _RECORDS.items():
            if facts.get(name) is not None:
                facts[name] = [record(**each) for each in facts[name]]
        model: Account | Unit = (
            Account(id="-", platform="-", **facts) if table == "accounts" else Unit(id="-", **facts)
        )
        value: object = (
            getattr(model, spec.path[-1])
            if spec.as_of_method is None
            else getattr(model, spec.as_of_method)(as_of)
        )
        return sorted(cast("frozenset[str]", value)) if isinstance(value, frozenset) else value

    return read


def with_answers(
    frame: pl.DataFrame, specs: Iterable[FieldSpec], register: Register, as_of: DateTime
) -> pl.DataFrame:
    """Return accounts or units with the answers to questions about them, each in its own column."""
    columns: list[pl.Series] = []
    for spec in specs:
        question = spec.question
        if question is None:
            continue
        answers = {
            subject_id: register.answer(question, root, subject_id, as_of)
            for root, subject_id, question_id in register.answers
            if root == spec.root and question_id == question.question_id
        }
        columns.append(pl.Series(column_of(spec), map(answers.get, frame["id"]), dtype=pl.Boolean))
    return frame.with_columns(columns) if columns else frame
