"""Handing tables back in the kind of frame that they came in."""

from __future__ import annotations

from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from govmedia_rules.frames.intake import Frame, engine_for

__all__ = ["returned"]


def returned(frame: pl.DataFrame, like: Frame) -> Frame:
    """
    Return *frame* as the kind of frame that *like* is.

    Parameters:
        frame: a table of findings or verdicts.

        like: a frame of the kind that is wanted: eager or lazy, of whatever engine.
    """
    framed: Any = nw.from_native(like)
    if framed.implementation is nw.Implementation.POLARS:
        return frame.lazy() if isinstance(framed, nw.LazyFrame) else frame
    if isinstance(framed, nw.LazyFrame):
        engine, source = engine_for(framed)
        return engine.taken_in(frame, source).to_native()
    eager = nw.from_native(frame)
    return eager.to_pandas() if framed.implementation.is_pandas() else eager.to_arrow()
