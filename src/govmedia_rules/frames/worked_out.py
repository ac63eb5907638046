"""Fields of accounts and units that their models work out in Python: each once, whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

import polars as pl
from pendulum import DateTime

from govmedia_rules.conditions.fields import FieldSpec
from govmedia_rules.frames.columns import sources_of
from govmedia_rules.frames.name_columns import name_keys, name_stems, unit_keys
from govmedia_rules.frames.rails import micros
from govmedia_rules.frames.table_models import RECORDS
from govmedia_rules.models import Account
from govmedia_rules.models.names import unit_duty_keys

__all__ = ["words_column", "worked_out"]

Records: TypeAlias = list[dict[str, Any]] | None
"""The records of one account, each as what it holds by name; None when nobody looked."""

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

    Parameters:
        frame: all accounts or units, with the columns of the contract.

        table: ``accounts`` or ``units``.

        spec: the field.

        as_of: the moment.

    Returns:
        Columns as long as *frame*, by the last part of the name of the field.
    """
    sources = sources_of(spec)
    of_texts = _OF_TEXTS.get((table, sources))
    if of_texts is not None:
        return of_texts(frame)
    source = sources[0]
    words = _of_records(frame, source, as_of)
    if words is None:
        words = words_column(_asked_of_models(frame[source].to_list(), source, spec, as_of))
    return {spec.path[-1]: words}


def _of_records(frame: pl.DataFrame, source: str, as_of: DateTime) -> pl.Series | None:
    """Return the words of the records that hold at the moment; None where models have to look."""
    word, begins, ends = _READ_OF_RECORDS[source]
    dtype = frame.schema[source]
    inner = dtype.inner if isinstance(dtype, pl.List) else None
    types = dict(inner) if isinstance(inner, pl.Struct) else {}
    moments = [types.get(name) for name in (begins, ends) if name is not None]
    if types.get(word) != pl.String or not all(isinstance(held, pl.Datetime) for held in moments):
        return None
    at = micros(as_of)
    record = pl.col("record")
    holds = (record.struct.field(begins).dt.epoch("us") <= at).fill_null(value=True)
    if ends is not None:
        holds &= (record.struct.field(ends).dt.epoch("us") > at).fill_null(value=True)
    records = frame.select(row=pl.int_range(pl.len(), dtype=pl.UInt32), record=source)
    read = (
        records.filter(record.list.len() > 0)
        .explode("record")
        .select("row", word=record.struct.field(word), holds=holds)
    )
    if read["word"].null_count():
        return None  # what no model holds, models refuse
    pairs = read.filter("holds").select("row", "word").unique().sort("row", "word")
    return _listed(pairs, frame[source].is_not_null())


def _asked_of_models(
    values: Iterable[Records], source: str, spec: FieldSpec, as_of: DateTime
) -> list[frozenset[str] | None]:
    """Return what accounts with these records say of a field; those with the same are asked once."""
    said: dict[str, frozenset[str] | None] = {}
    answers = []
    for records in values:
        key = repr(records)
        if key not in said:
            made = None if records is None else [RECORDS[source](**each) for each in records]
            facts: dict[str, Any] = {source: made}
            account = Account(id="-", platform="-", **facts)
            said[key] = getattr(account, spec.as_of_method or spec.path[-1])(as_of)
        answers.append(said[key])
    return answers


def words_column(values: Sequence[Collection[str] | None]) -> pl.Series:
    """Return a column of lists of words in order; Polars alone takes lists of Python's one by one."""
    sizes = pl.Series([len(words or ()) for words in values], dtype=pl.UInt32)
    rows = pl.select(pl.int_range(len(values), dtype=pl.UInt32).repeat_by(sizes).explode())
    words = [word for words in values for word in sorted(words or ())]
    pairs = pl.DataFrame(
        {"row": rows.to_series().drop_nulls(), "word": words},
        schema={"row": pl.UInt32, "word": pl.String},
    )
    return _listed(pairs, pl.Series([words is not None for words in values], dtype=pl.Boolean))


def _listed(pairs: pl.DataFrame, is_known: pl.Series) -> pl.Series:
    """Return the words of each row, which stand in order; where it is not known, none are."""
    listed = pairs.group_by("row", maintain_order=True).agg("word")
    # A row has the words listed at its place; the last of these places has none.
    known_places = pl.select(pl.when(is_known).then(pl.lit(len(listed), dtype=pl.UInt32)))
    places = known_places.to_series().scatter(listed["row"], range(len(listed)))
    return pl.concat([listed["word"], pl.Series([[]], dtype=pl.List(pl.String))]).gather(places)


def _of_account_names(accounts: pl.DataFrame) -> dict[str, pl.Series]:
    keys = name_keys(accounts["name"])
    return {
        "name_key": keys,
        "name_length": keys.str.len_chars().cast(pl.Int64),
        "name_stem": name_stems(keys),
    }


def _of_verified_bodies(accounts: pl.DataFrame) -> dict[str, pl.Series]:
    return {"verified_key": name_keys(accounts["verified_body"])}


def _of_duties(units: pl.DataFrame) -> dict[str, pl.Series]:
    words = units.select("duty_keywords")
    # Departments of one kind are known by the same words.
    distinct = words.unique()
    keys = words_column([unit_duty_keys(each) for each in distinct.to_series().to_list()])
    found = words.join(
        distinct.with_columns(duty_keys=keys),
        on="duty_keywords",
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    return {"duty_keys": found["duty_keys"]}


_OF_TEXTS: Final[
    Mapping[tuple[str, tuple[str, ...]], Callable[[pl.DataFrame], dict[str, pl.Series]]]
] = {
    ("accounts", ("name",)): _of_account_names,
    ("accounts", ("verified_body",)): _of_verified_bodies,
    ("units", ("name", "aliases")): unit_keys,
    ("units", ("duty_keywords",)): _of_duties,
}
"""What comes of texts alone, for which making a whole model would cost more than the answer."""
