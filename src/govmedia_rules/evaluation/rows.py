"""The rows behind a number: where they come from, and in which order they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, TypeAlias

from govmedia_rules.conditions.expressions import Aggregate
from govmedia_rules.conditions.fields import Table
from govmedia_rules.conditions.interpreter import Row, RowsRead, Situation, read_rows
from govmedia_rules.conditions.logic import Truth3
from govmedia_rules.evaluation.plans import RulePlan

__all__ = [
    "RowSource",
    "RowStates",
    "interpreted_rows",
    "newest_first",
    "shown_ids",
]

RowSource: TypeAlias = Callable[[Aggregate, Situation], RowsRead]
"""How the rows behind an aggregate are found; the interpreter and the compiler each have one."""


RowStates: TypeAlias = Callable[
    [RulePlan, Situation, Sequence[Row]], list[tuple[tuple[Truth3, ...], tuple[Any, ...]]]
]
"""
How a rule about rows finds each of them: whether its leaves hold, and what its operands read.

Only generated code has it; the interpreter asks row by row.
"""


def interpreted_rows(aggregate: Aggregate, situation: Situation) -> RowsRead:
    """Return the rows behind an aggregate, through the interpreter."""
    return read_rows(aggregate.rows, situation)


def newest_first(table: Table, rows: Iterable[Row]) -> list[Row]:
    """Return *rows* newest first; those without a moment last, ties by id."""
    ordered = list(rows)
    if len(ordered) < 2:
        return ordered
    ordered.sort(key=_by_id)
    moment_of = _MOMENT_OF[table]
    dated = [row for row in ordered if moment_of(row) is not None]
    dated.sort(key=moment_of, reverse=True)
    if len(dated) == len(ordered):
        return dated
    return dated + [row for row in ordered if moment_of(row) is None]


_by_id = attrgetter("id")
_MOMENT_OF: dict[Table, Callable[[Row], Any]] = {table: attrgetter(table.moment) for table in Table}


def shown_ids(table: Table, rows: Sequence[Row], limit: int) -> tuple[str, ...]:
    """Return the ids of the newest of *rows*, *limit* at most."""
    if len(rows) == 1 and limit > 0:
        return (rows[0].id,)
    return tuple([row.id for row in newest_first(table, rows)[:limit]])
