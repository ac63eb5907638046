"""Attestations and waivers out of frames: whether each can be, and waivers as models."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

import polars as pl

from govmedia_rules.frames.columns import TABLES, Column, Holds
from govmedia_rules.frames.rails import micros
from govmedia_rules.frames.table_models import models_of
from govmedia_rules.models import Waiver
from govmedia_rules.models.fields import MAX_TEXT
from govmedia_rules.moments import EARLIEST_YEAR, LATEST_YEAR

__all__ = ["check_attestations", "waivers_of"]

# A day off at both ends, whatever the time zone: models look closer.
_EARLIEST: Final = micros(datetime(EARLIEST_YEAR, 1, 2, tzinfo=UTC))
_LATEST: Final = micros(datetime(LATEST_YEAR, 12, 31, tzinfo=UTC))


def check_attestations(frame: pl.DataFrame, problems: list[str]) -> None:
    """
    Note in *problems* which attestations of a table cannot be.

    There may be a million of them: only those that look as if they could be refused are
    made into models, which decide.
    """
    texts = [pl.col(name) for name, column in TABLES["attestations"].items() if _is_text(column)]
    doubts = [
        pl.col("unit_id").is_null() & pl.col("account_id").is_null(),
        ~pl.col("answered_at").is_between(_EARLIEST, _LATEST),
        *(~text.str.contains(r"[\p{L}\p{N}]") for text in texts),
        *(text.str.len_bytes() > MAX_TEXT for text in texts),
    ]
    doubtful = frame.filter(pl.any_horizontal(doubts).fill_null(value=False))
    for _ in models_of("attestations", doubtful, problems):
        pass


def _is_text(column: Column) -> bool:
    return column.holds is Holds.WORD and column.members is None


def waivers_of(frame: pl.DataFrame, problems: list[str]) -> tuple[Waiver, ...]:
    """Return the waivers of a table; those that cannot be are noted in *problems*."""
    return tuple(models_of("waivers", frame, problems))
