"""How far the writing of rows has come, told now and then."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias, TypeVar

__all__ = ["ROWS_PER_TELLING", "RowProgress", "told"]

RowProgress: TypeAlias = Callable[[int], None]
"""Called now and then, and at the end, with the number of rows written so far."""

ROWS_PER_TELLING: Final = 1_000
"""After how many rows progress is told."""

R = TypeVar("R")


def told(rows: Iterable[R], progress: RowProgress | None) -> Iterator[R]:
    """Yield *rows*, and tell *progress* how many of them have been dealt with."""
    done = 0
    for row in rows:
        yield row
        done += 1
        if progress is not None and done % ROWS_PER_TELLING == 0:
            progress(done)
    if progress is not None:
        progress(done)
