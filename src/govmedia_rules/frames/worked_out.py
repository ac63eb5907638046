"""Fields of accounts and units that their models work out in Python: each once, whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final, TypeAlias, cast

import polars as pl
from pendulum import DateTime

from govmedia_rules.conditions.fields import FieldSpec, Kind
from govmedia_rules.frames.columns import sources_of
from govmedia_rules.frames.rails import micros
from govmedia_rules.frames.table_models import RECORDS
from govmedia_rules.models import Account, Unit
from govmedia_rules.models.name_keys import name_key
from govmedia_rules.models.names import name_stem, unit_duty_keys, unit_keys

__all__ = ["words_column", "worked_out"]

Value: TypeAlias = int | str | Collection[str] | None

_READ_OF_RECORDS: Final[Mapping[str, tuple[str, str, str | None]]] = {
    "filings": ("what", "filed_at", None),
    "incidents": ("kind", "occurred_at", "resolved_at"),
}
"""By column of records: the word that is read, and since when and until when it holds."""


def worked_out(
    frame: pl.DataFrame, table: str, spec: FieldSpec, as_of: DateTime
) -> dict[str, pl.Series]:
    """
    Return what a field reads, and with it whatever else comes of the same facts.

    Equal facts are looked at once: names are alike more often than not.

    Parameters:
        frame: all accounts or units, with the columns of the contract.

        table: ``accounts`` or ``units``.

        spec: the field.

        as_of: the moment.

    Returns:
        Columns as long as *frame*, by the last part of the name of the field.
    """
    sources = sources_of(spec)
    of_records = _of_records(frame, sources[0], as_of)
    if of_records is not None:
        return {spec.path[-1]: of_records}
    given = _OF_TEXTS.get((table, sources))
    fields = {spec.path[-1]: spec.kind} if given is None else given[0]
    read = _asked_of_model(table, spec, as_of) if given is None else given[1]
    columns = [frame[name].to_list() for name in sources]
    places: dict[object, int] = {}
    found: list[tuple[Value, ...]] = []
    rows: list[int] = []
    for facts in zip(*columns, strict=True):
        key = facts if not any(isinstance(fact, list) for fact in facts) else repr(facts)
        place = places.get(key)
        if place is None:
            place = places[key] = len(found)
            found.append(read(*facts))
        rows.append(place)
    index = pl.Series(rows, dtype=pl.UInt32)
    answers = zip(*found, strict=True) if found else ((),) * len(fields)
    return {
        name: _column(answer, kind).gather(index)
        for (name, kind), answer in zip(fields.items(), answers, strict=True)
    }


def _of_records(frame: pl.DataFrame, source: str, as_of: DateTime) -> pl.Series | None:
    """Return the words of the records that hold at the moment; None where models have to look."""
    if source not in _READ_OF_RECORDS:
        return None
    word, begins, ends = _READ_OF_RECORDS[source]
    dtype = frame.schema[source]
    inner = dtype.inner if isinstance(dtype, pl.List) else None
    types = dict(inner) if isinstance(inner, pl.Struct) else {}
    moments = [types.get(name) for name in (begins, ends) if name is not None]
    if types.get(word) != pl.String or not all(isinstance(held, pl.Datetime) for held in moments):
        return None
    at = micros(as_of)
    words = pl.element().struct.field(word)
    holds = (pl.element().struct.field(begins).dt.epoch("us") <= at).fill_null(value=True)
    if ends is not None:
        holds &= (pl.element().struct.field(ends).dt.epoch("us") > at).fill_null(value=True)
    records = pl.col(source)
    read = frame.select(
        records.list.eval(pl.when(holds).then(words)).list.drop_nulls().list.unique().list.sort(),
        is_nameless=records.list.eval(words.is_null()).list.any(),
    )
    # What no model holds, models refuse.
    return None if read["is_nameless"].any() else read[source]


def _column(values: Sequence[Value], kind: Kind) -> pl.Series:
    match kind:
        case Kind.TAGS:
            return words_column(cast("Sequence[Collection[str] | None]", values))
        case Kind.TEXT:
            return pl.Series(values, dtype=pl.String)
        case _:
            return pl.Series(values, dtype=pl.Int64)


def words_column(values: Sequence[Collection[str] | None]) -> pl.Series:
    """Return a column of lists of words in order; Polars alone takes lists of Python's one by one."""
    rows = pl.DataFrame({"row": range(len(values))}, schema={"row": pl.Int64})
    sizes = pl.Series([len(words or ()) for words in values], dtype=pl.Int64)
    words = [word for words in values for word in sorted(words or ())]
    listed = (
        rows.select(pl.col("row").repeat_by(sizes).explode().drop_nulls())
        .with_columns(words=pl.Series(words, dtype=pl.String))
        .group_by("row", maintain_order=True)
        .agg("words")
    )
    is_known = pl.Series([words is not None for words in values], dtype=pl.Boolean)
    none = pl.lit([], dtype=pl.List(pl.String))
    return (
        rows.join(listed, on="row", how="left", maintain_order="left")
        .select(pl.when(is_known).then(pl.col("words").fill_null(none)))
        .to_series()
    )


def _asked_of_model(
    table: str, spec: FieldSpec, as_of: DateTime
) -> Callable[..., tuple[Value, ...]]:
    """Return the function that reads a field off the model, given what it is worked out from."""
    sources = sources_of(spec)

    def read(*values: object) -> tuple[Value, ...]:
        facts: dict[str, Any] = dict(zip(sources, values, strict=True))
        for name, record in RECORDS.items():
            if facts.get(name) is not None:
                facts[name] = [record(**each) for each in facts[name]]
        model: Account | Unit = (
            Account(id="-", platform="-", **facts) if table == "accounts" else Unit(id="-", **facts)
        )
        if spec.as_of_method is None:
            return (getattr(model, spec.path[-1]),)
        return (getattr(model, spec.as_of_method)(as_of),)

    return read


def _of_account_name(name: str | None) -> tuple[Value, ...]:
    if name is None:
        return None, None, None
    key = name_key(name)
    return key, len(key), name_stem(key)


def _of_verified_body(name: str | None) -> tuple[Value, ...]:
    return (None if name is None else name_key(name),)


def _of_duties(keywords: Collection[str] | None) -> tuple[Value, ...]:
    return (unit_duty_keys(keywords),)


_OF_TEXTS: Final[
    Mapping[
        tuple[str, tuple[str, ...]], tuple[Mapping[str, Kind], Callable[..., tuple[Value, ...]]]
    ]
] = {
    ("accounts", ("name",)): (
        {"name_key": Kind.TEXT, "name_length": Kind.NUMBER, "name_stem": Kind.TEXT},
        _of_account_name,
    ),
    ("accounts", ("verified_body",)): ({"verified_key": Kind.TEXT}, _of_verified_body),
    ("units", ("name", "aliases")): ({"name_keys": Kind.TAGS, "body_keys": Kind.TAGS}, unit_keys),
    ("units", ("duty_keywords",)): ({"duty_keys": Kind.TAGS}, _of_duties),
}
"""What comes of texts alone, for which making a whole model would cost more than the answer."""
