"""Rows of tables as the models that they stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

import polars as pl

from govmedia_rules.errors import InvalidValueError, shown
from govmedia_rules.frames.columns import TABLES, Holds
from govmedia_rules.frames.rails import EPOCH
from govmedia_rules.models import AppFacts, Filing, Incident, Review
from govmedia_rules.models.portfolios import ROW_KINDS
from govmedia_rules.moments import EARLIEST_YEAR, LATEST_YEAR

__all__ = ["RECORDS", "models_of"]

RECORDS: Final[Mapping[str, type[Any]]] = {"filings": Filing, "incidents": Incident}
"""The models of the records that a column holds lists of, by column."""

_MICROSECOND: Final = timedelta(microseconds=1)
_NESTED: Final[Mapping[str, tuple[str, type[Any]]]] = {
    "accounts": ("app", AppFacts),
    "posts": ("review", Review),
}


def models_of(table: str, frame: pl.DataFrame, problems: list[str]) -> Iterator[Any]:
    """
    Yield the rows of a table as models.

    Parameters:
        table: its name.

        frame: the rows, with every column of the contract.

        problems: takes what is wrong with the rows that cannot be.
    """
    kind = ROW_KINDS[table]
    for row in frame.iter_rows(named=True):
        try:
            yield kind(**_facts(table, row))
        except InvalidValueError as error:
            problems.append(f"{table}: {error}")
        except OverflowError:
            problems.append(
                f"{table}: {shown(row['id'])} has a moment that no calendar holds; expected"
                f" a year between {EARLIEST_YEAR} and {LATEST_YEAR}"
            )


def _facts(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a model out of a row; what is not known is left out."""
    nested, kind = _NESTED.get(table, ("", None))
    facts: dict[str, Any] = {}
    inner: dict[str, Any] = {}
    for name, column in TABLES[table].items():
        value = row[name]
        if value is None:
            continue
        if column.holds is Holds.MOMENT:
            value = EPOCH + value * _MICROSECOND
        elif column.holds is Holds.RECORDS:
            value = [RECORDS[name](**each) for each in value]
        if kind is not None and name.startswith(f"{nested}_"):
            inner[name.removeprefix(f"{nested}_")] = value
        else:
            facts[name] = value
    if kind is not None and inner:
        facts[nested] = kind(**inner)
    return facts
