"""Bulletins as what JSON is made of."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Final

from cattrs import Converter
from pendulum import DateTime

from govmedia_rules.reports.bulletins import Bulletin, DividedGroup, Group, Tally

__all__ = ["BULLETIN_SCHEMA_VERSION", "bulletin_to_plain", "dumps_bulletin"]

BULLETIN_SCHEMA_VERSION: Final = 1
"""The version of the bulletin format."""


def bulletin_to_plain(bulletin: Bulletin) -> dict[str, Any]:
    """
    Return *bulletin* as dicts, lists, texts, numbers, booleans and None.

    The keys are ``schema_version`` and the fields of the model, in its order. Beside each
    tally stand ``passing`` and ``pass_rate``, and in the whole ``pass_rate``,
    ``sampling_ratio`` and ``change``: texts with the decimals asked for, such as
    ``"82.48"``, or None where there is nothing to rate.
    """
    plain: dict[str, Any] = _unstructuring().unstructure(bulletin)
    plain["tally"] = _tally(bulletin, bulletin.tally)
    for table in ("by_platform", "by_level", "by_region"):
        plain[table] = _groups(bulletin, getattr(bulletin, table))
    if bulletin.comparison is not None:
        plain["comparison"]["tally"] = _tally(bulletin, bulletin.comparison.tally)
    return {
        "schema_version": BULLETIN_SCHEMA_VERSION,
        **plain,
        "pass_rate": _rate(bulletin.pass_rate),
        "sampling_ratio": _rate(bulletin.sampling_ratio),
        "change": _rate(bulletin.change),
    }


def dumps_bulletin(bulletin: Bulletin) -> str:
    """Return *bulletin* as a JSON document; equal bulletins give equal texts."""
    plain = bulletin_to_plain(bulletin)
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


@cache
def _unstructuring() -> Converter:
    converter = Converter(unstruct_collection_overrides={tuple: list})
    converter.register_unstructure_hook(DateTime, DateTime.isoformat)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(StrEnum, str)
    return converter


def _rate(rate: Decimal | None) -> str | None:
    return None if rate is None else str(rate)


def _tally(bulletin: Bulletin, tally: Tally) -> dict[str, Any]:
    return {
        "inspected": tally.inspected,
        "failing": tally.failing,
        "unexamined": tally.unexamined,
        "passing": tally.passing,
        "pass_rate": _rate(bulletin.rate_of(tally)),
    }


def _groups(bulletin: Bulletin, groups: Iterable[Group]) -> list[dict[str, Any]]:
    return [
        {
            "key": group.key,
            "tally": _tally(bulletin, group.tally),
            **(
                {"parts": _groups(bulletin, group.parts)} if isinstance(group, DividedGroup) else {}
            ),
        }
        for group in groups
    ]
