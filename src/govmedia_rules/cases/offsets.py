"""Moments and days written as offsets from the monitoring moment, such as ``-14d+1s``."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Final

from pendulum import DateTime

from govmedia_rules.errors import GovmediaRulesError, shown
from govmedia_rules.moments import MomentError, day_of, moment

__all__ = ["AS_OF", "OffsetError", "day_at", "is_offset", "moment_at"]

AS_OF: Final = "as_of"
"""The word for the monitoring moment itself."""

_SECONDS: Final = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_TERM: Final = re.compile(r"([+-])((?:\d{1,6}[dhms])+)")
_PART: Final = re.compile(r"(\d+)([dhms])")
_DAYS: Final = re.compile(r"([+-]\d{1,6})d")
_LONGEST: Final = 64


class OffsetError(GovmediaRulesError, ValueError):
    """
    A text is no offset from the monitoring moment.

    Attributes:
        value: the text.

        expected: what it should have been, in words.
    """

    def __init__(self, value: str, expected: str) -> None:
        self.value = value
        self.expected = expected
        super().__init__(f"{shown(value)} is no offset; expected {expected}.")


def is_offset(value: object) -> bool:
    """Return whether *value* is meant as an offset: ``as_of``, or a text that begins with a sign."""
    return isinstance(value, str) and (value == AS_OF or value.startswith(("+", "-")))


def moment_at(as_of: DateTime, offset: str) -> DateTime:
    """
    Return the moment that *offset* names.

    An offset is one or more signed stretches of days (24 hours), hours, minutes and
    seconds, each unit at most once and the longer first: ``-14d``, ``-13d23h59m59s``,
    ``-14d+1s``, ``+1s``. ``as_of`` is the monitoring moment itself.

    Raises:
        OffsetError: when it is none, or the moment lies outside the years that moments have.
    """
    try:
        # Moments outside the accepted years may keep summer time; moment() refuses them.
        return moment(as_of + timedelta(seconds=_seconds(offset)))
    except (MomentError, OverflowError, ValueError) as error:
        if isinstance(error, OffsetError):
            raise
        expected = error.expected if isinstance(error, MomentError) else "a year of our time"
        raise OffsetError(offset, expected) from None


def day_at(as_of: DateTime, offset: str) -> str:
    """
    Return the day in Asia/Shanghai that *offset*, in whole days such as ``-30d``, names.

    Raises:
        OffsetError: when it is none, or is not in whole days.
    """
    match = _DAYS.fullmatch(offset)
    if match is None and offset != AS_OF:
        raise OffsetError(
            offset, "whole days from as_of, such as -30d, or a day such as 2018-12-07"
        )
    days = 0 if match is None else int(match[1])
    try:
        return (day_of(as_of) + timedelta(days=days)).isoformat()
    except OverflowError:
        raise OffsetError(offset, "a year of our time") from None


def _seconds(offset: str) -> int:
    if offset == AS_OF:
        return 0
    total, end = 0, 0
    while len(offset) <= _LONGEST and (term := _TERM.match(offset, end)):
        parts = [(int(number), unit) for number, unit in _PART.findall(term[2])]
        units = [unit for _, unit in parts]
        if units != sorted(set(units), key="dhms".index):
            break
        seconds = sum(number * _SECONDS[unit] for number, unit in parts)
        total += seconds if term[1] == "+" else -seconds
        end = term.end()
    if not end or end < len(offset):
        raise OffsetError(
            offset,
            "an offset from as_of such as -14d, -14d+1s or -13d23h59m59s (days, hours, minutes,"
            " seconds), as_of, or a moment with its offset from UTC",
        )
    return total
