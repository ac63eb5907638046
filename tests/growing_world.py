"""A world of units and accounts over time: what happens in it is put on record as it happens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final

from attrs import evolve, fields, has

from govmedia_rules.models import Portfolio

__all__ = ["END", "START", "GrowingWorld"]

START: Final = datetime.fromisoformat("2018-11-25T09:00:00+08:00")
"""Before either instrument binds anybody."""

END: Final = datetime.fromisoformat("2022-12-31T00:00:00+08:00")
_TICK: Final = timedelta(microseconds=1)
_WINDOWS: Final = (0, 1, 14, 15, 30, 90, 365)
"""The days that rules look back."""


class GrowingWorld:
    """
    The present moment, and a portfolio to which rows are appended one by one.

    Attributes:
        now: the present moment.

        portfolio: all that is on record.

        revision: how often the record was changed.
    """

    def __init__(self) -> None:
        self.now = START
        self.portfolio = Portfolio(
            units=(), accounts=(), posts=(), messages=(), attestations=(), waivers=()
        )
        self.revision = 0
        self._added = 0

    def new_id(self, kind: str) -> str:
        """Return an id that nothing has; later ones need not sort behind."""
        self._added += 1
        return f"{kind}-{self._added * 7 % 10}-{self._added}"

    def add(self, table: str, row: Any) -> None:
        """Append a row."""
        self._put(table, [*getattr(self.portfolio, table), row])

    def row(self, table: str, row_id: str) -> Any:
        """Return a row."""
        return next(row for row in getattr(self.portfolio, table) if row.id == row_id)

    def change(self, table: str, row_id: str, **facts: Any) -> None:
        """Put other facts of a row on record, in its place."""
        rows = getattr(self.portfolio, table)
        self._put(table, [evolve(row, **facts) if row.id == row_id else row for row in rows])

    def _put(self, table: str, rows: list[Any]) -> None:
        self.portfolio = evolve(self.portfolio, **{table: rows})
        self.revision += 1

    def from_scratch(self) -> Portfolio:
        """Return a portfolio of the same rows, put together at once and the other way round."""
        tables = {field.name: getattr(self.portfolio, field.name) for field in fields(Portfolio)}
        return Portfolio(**{table: rows[::-1] for table, rows in tables.items()})

    def turning_points(self) -> list[datetime]:
        """Return the moments to come at which a window ends, and those right beside, in order."""
        recorded = {
            at
            for field in fields(Portfolio)
            for at in _moments(getattr(self.portfolio, field.name))
        }
        near = {
            datetime.__add__(at, timedelta(days=days) + step * _TICK)
            for at in recorded
            for days in _WINDOWS
            for step in (-1, 0, 1)
        }
        return sorted(at for at in near if self.now < at <= END)


def _moments(value: object) -> Iterator[datetime]:
    """Yield every moment on record in a row or in rows."""
    if isinstance(value, datetime):
        yield value
    elif isinstance(value, tuple):
        for member in value:
            yield from _moments(member)
    elif has(kind := type(value)):
        for field in fields(kind):
            yield from _moments(getattr(value, field.name))
