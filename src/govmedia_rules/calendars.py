"""
The calendar of China's working days (工作日), by the extra ``calendar``.

The package chinesecalendar keeps the yearly arrangements of the State Council: public
holidays and the weekend days worked in their stead (调休).
"""

from __future__ import annotations

from datetime import date
from typing import Final, cast

from govmedia_rules.errors import MissingExtraError
from govmedia_rules.moments import Calendar, CalendarError

try:
    import chinese_calendar  # type: ignore[import-untyped]  # it has no annotations
except ImportError as error:
    raise MissingExtraError("calendar", "the calendar of China's working days") from error

__all__ = ["CHINA"]


class _ChineseCalendar:
    """Working days as the State Council arranged them, in the years that the package knows."""

    def is_working_day(self, on: date, /) -> bool:
        """
        Return whether the day *on* is worked.

        Raises:
            CalendarError: in a year whose arrangement the package does not hold.
        """
        try:
            return cast("bool", chinese_calendar.is_workday(on))
        except NotImplementedError:
            raise CalendarError(
                on,
                f"the arrangement of holidays of {on.year} is not in the installed chinesecalendar;"
                " a newer release may have it",
            ) from None

    def __repr__(self) -> str:
        return "CHINA"


CHINA: Final[Calendar] = _ChineseCalendar()
"""China's working days; a year that the installed chinesecalendar does not know is an error."""
