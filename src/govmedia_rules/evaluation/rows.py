"""The rows behind a number: where they come from, and in which order they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias, cast

from pendulum import DateTime

from govmedia_rules.conditions.expressions import Aggregate
from govmedia_rules.conditions.fields import Table
from govmedia_rules.conditions.interpreter import Row, RowsRead, Situation, read_rows

__all__ = ["RowSource", "interpreted_rows", "newest_first", "shown_ids"]

RowSource: TypeAlias = Callable[[Aggregate, Situation], RowsRead]
"""How the rows behind an aggregate are found; the interpreter and the compiler each have one."""


def interpreted_rows(aggregate: Aggregate, situation: Situation) -> RowsRead:
    """Return the rows behind an aggregate, through the interpreter."""
    return read_rows(aggregate.rows, situation)


def newest_first(table: Table, rows: Iterable[Row]) -> list[Row]:
    """Return *rows* newest first; those without a moment last, ties by id."""
    ordered = list(rows)
    if len(ordered) < 2:
        return ordered
    moment = table.moment
    ordered.sort(key=lambda row: row.id)
    dated = [row for row in ordered if getattr(row, moment) is not None]
    dated.sort(key=lambda row: cast("DateTime", getattr(row, moment)), reverse=True)
    return dated + [row for row in ordered if getattr(row, moment) is None]


def shown_ids(table: Table, rows: Sequence[Row], limit: int) -> tuple[str, ...]:
    """Return the ids of the newest of *rows*, *limit* at most."""
    if len(rows) == 1 and limit > 0:
        return (rows[0].id,)
    return tuple([row.id for row in newest_first(table, rows)[:limit]])
