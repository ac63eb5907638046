"""Attestations and waivers out of frames: few, and wanted as the models that they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final, TypeVar

import polars as pl

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.frames.columns import TABLES, Holds
from govmedia_rules.frames.rails import EPOCH
from govmedia_rules.models import Attestation, Waiver

__all__ = ["attestations_of", "waivers_of"]

M = TypeVar("M", Attestation, Waiver)
_MICROSECOND: Final = timedelta(microseconds=1)


def attestations_of(frame: pl.DataFrame, problems: list[str]) -> tuple[Attestation, ...]:
    """Return the attestations of a table; those that cannot be are noted in *problems*."""
    return tuple(_made(Attestation, "attestations", frame, problems))


def waivers_of(frame: pl.DataFrame, problems: list[str]) -> tuple[Waiver, ...]:
    """Return the waivers of a table; those that cannot be are noted in *problems*."""
    return tuple(_made(Waiver, "waivers", frame, problems))


def _made(model: type[M], table: str, frame: pl.DataFrame, problems: list[str]) -> Iterable[M]:
    moments = [name for name, column in TABLES[table].items() if column.holds is Holds.MOMENT]
    for row in frame.iter_rows(named=True):
        facts: dict[str, Any] = dict(row)
        for name in moments:
            if facts[name] is not None:
                facts[name] = EPOCH + facts[name] * _MICROSECOND
        try:
            yield model(**facts)
        except InvalidValueError as error:
            problems.append(f"{table}: {error}")
