"""Several small portfolios as one: for engines on which a question costs more than its answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from attrs import evolve, fields_dict

from govmedia_rules.frames import TABLES
from govmedia_rules.models import Portfolio

__all__ = ["merged"]

_NAMES: Final = ("id", "account_id", "unit_id", "parent_id", "successor_id")
"""The fields that name an account, a unit or a row."""


def merged(portfolios: Iterable[Portfolio]) -> Portfolio:
    """
    Return one portfolio with the rows of all, which have nothing to do with one another.

    A table that none of them was supplied with is not supplied.
    """
    tables: dict[str, Any] = dict.fromkeys(TABLES)
    for number, portfolio in enumerate(portfolios):
        for table in TABLES:
            rows = getattr(portfolio, table)
            if rows is not None:
                tables[table] = (tables[table] or []) + [_numbered(row, number) for row in rows]
    return Portfolio(**{**tables, "accounts": tables["accounts"] or []})


def _numbered(row: Any, number: int) -> Any:
    """Return a row whose names begin with the number of its portfolio."""
    names = {
        name: f"{number}/{value}"
        for name in _NAMES
        if name in fields_dict(type(row)) and (value := getattr(row, name)) is not None
    }
    return evolve(row, **names)
