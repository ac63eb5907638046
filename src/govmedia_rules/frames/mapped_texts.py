"""Functions of Python's on the texts of a large table, for engines that can't run them themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from govmedia_rules.frames.engines import Engine, collected

__all__ = ["mapped_by_join"]


def mapped_by_join(
    engine: Engine,
    frame: nw.LazyFrame[Any],
    column: str,
    name: str,
    function: Callable[[str], str],
) -> nw.LazyFrame[Any]:
    """
    Return the frame with *function* of a column's texts: each text is taken once, and joined.

    Parameters:
        engine: what the frame runs over.

        frame: the rows.

        column: the column of texts.

        name: the name of the further column.

        function: what is made of a text; it runs here, not where the rows are.
    """
    # Grouping brings each text together where the rows are, before anything is sent; to ask
    # for unique rows would number all of them first.
    grouped = frame.filter(~nw.col(column).is_null()).group_by(column).agg(rows=nw.len())
    texts = collected(grouped)[column]
    mapped = pl.Series(name, [function(text) for text in texts], dtype=pl.String)
    return engine.joined(frame, pl.DataFrame([texts, mapped]), column)
