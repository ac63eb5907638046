"""What is counted of rows, account by account: as data, so that each engine says it its own way."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import narwhals.stable.v2 as nw
from attrs import frozen

__all__ = ["HALF", "Count", "Counting", "narwhals_count"]

HALF: Final = 2**32
"""Whole numbers are added up in two halves, so that no sum runs over."""


class Counting(StrEnum):
    """How a column becomes one number."""

    ROWS = "rows"
    MARKED = "marked"
    PRESENT = "present"
    DISTINCT = "distinct"
    LEAST = "least"
    GREATEST = "greatest"
    LOWER_HALVES = "lower halves"
    UPPER_HALVES = "upper halves"


@frozen
class Count:
    """
    One number made of the rows of an account or unit.

    Parameters:
        name: the column that will hold it.

        counting: how it is made.

        column: the column it is made of; any one that is there, to count all rows.
    """

    name: str
    counting: Counting
    column: str


def narwhals_count(count: Count) -> nw.Expr:
    """Return a count as a narwhals aggregate, for Polars, which adds up truths as they are."""
    column = nw.col(count.column)
    match count.counting:
        case Counting.ROWS:
            made = nw.len()
        case Counting.MARKED:
            made = column.sum()
        case Counting.PRESENT:
            made = (~column.is_null()).sum()
        case Counting.DISTINCT:
            # What is counted as different includes the gap, if there is one.
            made = column.n_unique().cast(nw.Int64) - column.is_null().cast(nw.Int64).max()
        case Counting.LEAST:
            made = column.min()
        case Counting.GREATEST:
            made = column.max()
        case Counting.LOWER_HALVES:
            made = (column % HALF).sum()
        case Counting.UPPER_HALVES:
            made = (column // HALF).sum()
    return made.alias(count.name)
