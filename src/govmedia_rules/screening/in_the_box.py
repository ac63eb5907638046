"""The screeners in the box; needs the extra ``screening``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from govmedia_rules.errors import MissingExtraError
from govmedia_rules.lazy_faces import Extra
from govmedia_rules.screening.running import Screener

_EXTRA: Final = Extra("screening", frozenset({"ahocorasick_rs", "stdnum"}))

try:
    from govmedia_rules.screening.personal_data import PersonalData
    from govmedia_rules.screening.word_lists import (
        WordList,
        WordPattern,
        load_word_list,
        word_list_in_the_box,
    )
except ImportError as error:
    if not _EXTRA.is_behind(error):
        raise
    raise MissingExtraError(_EXTRA.name, "screening by the screeners in the box") from error

__all__ = ["SCREENERS", "PersonalData", "WordList", "WordPattern", "load_word_list"]

SCREENERS: Final[Mapping[str, Screener]] = MappingProxyType(
    {
        "personal-data": PersonalData(),
        "commercial-words": word_list_in_the_box("commercial"),
        "forced-words": word_list_in_the_box("forced"),
        "closing-words": word_list_in_the_box("closing"),
    }
)
"""The screeners in the box, by id."""
