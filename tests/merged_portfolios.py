"""Several small portfolios as one: for engines on which a question costs more than its answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from attrs import evolve, fields_dict

from govmedia_rules.frames import TABLES
from govmedia_rules.models import Account, Portfolio

__all__ = ["merged"]

_NAMES: Final = ("id", "account_id", "unit_id", "parent_id", "successor_id")
"""The fields that name an account, a unit or a row."""


def merged(portfolios: Iterable[Portfolio]) -> Portfolio:
    """
    Return one portfolio with the rows of all, which have nothing to do with one another.

    A table that none of them was supplied with is not supplied. Where only some were, the
    accounts of the others say for themselves that the rows are not all there.
    """
    tables: dict[str, Any] = dict.fromkeys(TABLES)
    for number, portfolio in enumerate(portfolios):
        for table in TABLES:
            rows = getattr(portfolio, table)
            if rows is None:
                continue
            numbered = [_numbered(row, number) for row in rows]
            if table == "accounts":
                numbered = [_incomplete(row, portfolio) for row in numbered]
            tables[table] = (tables[table] or []) + numbered
    return Portfolio(**{**tables, "accounts": tables["accounts"] or []})


def _incomplete(account: Account, portfolio: Portfolio) -> Account:
    """Return an account that says of itself what the missing tables of its portfolio said."""
    said: dict[str, Any] = {
        f"has_all_{table}": False
        for table in ("posts", "messages")
        if getattr(portfolio, table) is None and getattr(account, f"has_all_{table}") is None
    }
    return evolve(account, **said)


def _numbered(row: Any, number: int) -> Any:
    """Return a row whose names begin with the number of its portfolio."""
    names = {
        name: f"{number}/{value}"
        for name in _NAMES
        if name in fields_dict(type(row)) and (value := getattr(row, name)) is not None
    }
    return evolve(row, **names)
