"""Rows of the column files as the records they stand for, and small portfolios of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import pyarrow as pa

from govmedia_rules.models import (
    Account,
    AppFacts,
    Attestation,
    Filing,
    Incident,
    Message,
    Portfolio,
    Post,
    Review,
    Unit,
    Waiver,
)
from govmedia_rules.synthetic.requests import SyntheticRequest
from govmedia_rules.synthetic.tables import parts, tables_of

__all__ = ["Record", "generate_portfolio", "records_of"]

Record: TypeAlias = Unit | Account | Post | Message | Attestation | Waiver
_Row: TypeAlias = dict[str, Any]


def _struct(row: _Row, kind: Callable[..., Any], prefix: str) -> Any:
    """Take the columns of one struct out of *row*; a struct of nulls is one that nobody saw."""
    names = [name for name in row if name.startswith(prefix)]
    facts = {name.removeprefix(prefix): row.pop(name) for name in names}
    return kind(**facts) if any(value is not None for value in facts.values()) else None


def _account(**row: Any) -> Account:
    app = _struct(row, AppFacts, "app_")
    for name, kind in (("filings", Filing), ("incidents", Incident)):
        if row.get(name) is not None:
            row[name] = [kind(**item) for item in row[name]]
    return Account(app=app, **row)


def _post(**row: Any) -> Post:
    review = _struct(row, Review, "review_")
    return Post(review=review, **row)


_MAKERS: Final[Mapping[str, Callable[..., Record]]] = MappingProxyType(
    {
        "units": Unit,
        "accounts": _account,
        "posts": _post,
        "messages": Message,
        "attestations": Attestation,
        "waivers": Waiver,
    }
)


def records_of(name: str, table: pa.Table) -> Iterator[Record]:
    """
    Yield the records of a table, validated.

    Parameters:
        name: which table it is, such as ``"posts"``.

        table: its rows, in the columns that :data:`SCHEMAS` lists or some of them.

    Raises:
        InvalidValueError: when a field cannot hold what its column has.
    """
    make = _MAKERS[name]
    for batch in table.to_batches(max_chunksize=10_000):
        for row in batch.to_pylist():
            yield make(**row)


def generate_portfolio(request: SyntheticRequest) -> Portfolio:
    """
    Return the portfolio that :func:`generate_files` writes, as objects.

    Objects take about a kilobyte each; for more than some hundred thousand posts write
    files instead.
    """
    tables: dict[str, list[Record]] = {name: [] for name in tables_of(request)}
    for name, table, _ in parts(request):
        tables[name].extend(records_of(name, table))
    return Portfolio(**tables)  # type: ignore[arg-type]  # each list holds one kind of record
