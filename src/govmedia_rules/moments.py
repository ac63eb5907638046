"""
Moments and days: the only module that builds pendulum values.

Every moment in the library is a :class:`pendulum.DateTime` in one shared time
zone object, Asia/Shanghai, so that comparisons stay in C and mean instants.
Naive values are refused, because pendulum would take them for UTC, eight hours
off for Beijing.

Annotations here are objects, not text, because attrs copies those of a converter, which
:func:`moment` and :func:`day` are, to where the names in them mean nothing.
"""

from datetime import date, datetime, timedelta
from typing import Final, Protocol, Self

import pendulum
from attrs import frozen
from pendulum import DateTime

from govmedia_rules.errors import GovmediaRulesError, shown

__all__ = [
    "EARLIEST_YEAR",
    "LATEST_YEAR",
    "SHANGHAI",
    "Calendar",
    "CalendarError",
    "MomentError",
    "Window",
    "cut_off",
    "day",
    "day_of",
    "days_between",
    "due_on",
    "midnight",
    "moment",
    "now",
    "shifted",
    "working_days_after",
    "working_days_between",
]

SHANGHAI: Final = pendulum.timezone("Asia/Shanghai")
"""The one time zone object that all moments share."""

# Shanghai kept summer time until 1991. From 1992 on its wall clock and the
# instants agree one to one, which makes wall-clock arithmetic on one shared
# zone exact; and no such account is older than the Chinese internet (1994).
EARLIEST_YEAR: Final = 1992
"""The first year a moment may lie in."""

LATEST_YEAR: Final = 2199
"""The last year a moment may lie in; adding any window to it stays representable."""

_EXAMPLE = "2019-06-05T00:00:00+08:00"


class MomentError(GovmediaRulesError, ValueError):
    """
    A value is not a moment or a day that the library can use.

    Attributes:
        value: the refused value.

        expected: what it should have been, in words.
    """

    def __init__(self, value: object, expected: str) -> None:
        self.value = value
        self.expected = expected
        super().__init__(f"{shown(value)} is not usable; expected {expected}.")


class CalendarError(GovmediaRulesError, LookupError):
    """
    A calendar does not know whether a day is worked, and does not guess.

    Attributes:
        on: the day.

        reason: what the calendar does know, in words.
    """

    def __init__(self, on: date, reason: str) -> None:
        self.on = on
        self.reason = reason
        super().__init__(f"whether {on.isoformat()} is a working day is not known: {reason}.")


class Calendar(Protocol):
    """Protocol: tells working days (工作日) from the others, make-up days (调休) included."""

    def is_working_day(self, on: date, /) -> bool:
        """
        Return whether the day *on* is worked.

        Raises:
            CalendarError: when the calendar does not know; a guess is worse than none.
        """
        ...


def _in_shanghai(value: datetime) -> DateTime:
    try:
        there = value.astimezone(SHANGHAI)
    except (OverflowError, ValueError):
        raise MomentError(value, f"a year between {EARLIEST_YEAR} and {LATEST_YEAR}") from None
    if not EARLIEST_YEAR <= there.year <= LATEST_YEAR:
        raise MomentError(value, f"a year between {EARLIEST_YEAR} and {LATEST_YEAR}")
    return DateTime(
        there.year,
        there.month,
        there.day,
        there.hour,
        there.minute,
        there.second,
        there.microsecond,
        tzinfo=SHANGHAI,
    )


def moment(value: str | datetime) -> DateTime:
    """
    Return *value* as a moment in Asia/Shanghai.

    Parameters:
        value: an aware datetime (pendulum or standard library), or ISO 8601 text
            with an offset, such as ``"2019-06-05T00:00:00+08:00"`` or ``"…Z"``.

    Raises:
        MomentError: when the value is naive, a bare day, unreadable, or lies outside
            the years 1992 to 2199.
    """
    if type(value) is DateTime and value.tzinfo is SHANGHAI:
        if EARLIEST_YEAR <= value.year <= LATEST_YEAR:
            return value
        raise MomentError(value, f"a year between {EARLIEST_YEAR} and {LATEST_YEAR}")
    if isinstance(value, str):
        if len(value) > 64:
            raise MomentError(value, f"ISO 8601 text with an offset, such as {_EXAMPLE}")
        try:
            parsed = datetime.fromisoformat(value)
        except ValueError:
            raise MomentError(value, f"ISO 8601 text with an offset, such as {_EXAMPLE}") from None
    elif isinstance(value, datetime):
        parsed = value
    else:
        raise MomentError(value, f"a moment with a time zone, such as {_EXAMPLE}")
    if parsed.utcoffset() is None:
        raise MomentError(
            value, f"a moment with its offset from UTC, such as {_EXAMPLE} (this one is naive)"
        )
    return _in_shanghai(parsed)


def day(value: str | date) -> date:
    """
    Return *value* as a day.

    Parameters:
        value: a date, or ISO 8601 text such as ``"2018-12-07"``. A datetime is
            refused: it is a moment, and which day it falls on depends on a zone.

    Raises:
        MomentError: when the value is not a day.
    """
    if isinstance(value, str) and len(value) <= 32:
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise MomentError(value, "a day such as 2018-12-07") from None
    if isinstance(value, date) and not isinstance(value, datetime):
        return date(value.year, value.month, value.day)
    raise MomentError(value, "a day such as 2018-12-07")


def day_of(at: DateTime) -> date:
    """Return the civil day in Asia/Shanghai on which the moment *at* falls."""
    return date(at.year, at.month, at.day)


def midnight(on: date) -> DateTime:
    """Return the moment at which the civil day *on* begins in Asia/Shanghai."""
    return DateTime(on.year, on.month, on.day, tzinfo=SHANGHAI)


def now() -> DateTime:
    """Return the present moment in Asia/Shanghai."""
    return pendulum.now(SHANGHAI)


def shifted(at: DateTime, days: int) -> DateTime:
    """
    Return the instant *days* × 24 hours after *at* (before it, when negative).

    Unlike :func:`moment` the result may lie outside the accepted years: a cut-off
    ten thousand days before an early moment is still a moment to compare with.
    """
    # On the wall clock, which in Shanghai agrees with the instants; pendulum's own
    # arithmetic costs several times as much.
    plain = datetime(  # noqa: DTZ001 -- gets the shared zone again below
        at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond
    ) + timedelta(days=days)
    return DateTime(
        plain.year,
        plain.month,
        plain.day,
        plain.hour,
        plain.minute,
        plain.second,
        plain.microsecond,
        tzinfo=SHANGHAI,
    )


def cut_off(as_of: DateTime, days: int) -> DateTime:
    """Return the instant at which the window of *days* × 24 hours up to *as_of* begins, itself outside it."""
    return shifted(as_of, -days)


def days_between(earlier: DateTime | None, later: DateTime | None, as_of: DateTime) -> float | None:
    """
    Return the time from *earlier* to *later* in days of 24 hours, negative the other way round.

    None when either is not on record, or has not come yet at *as_of*.
    """
    if earlier is None or later is None or earlier > as_of or later > as_of:
        return None
    # The standard library's subtraction; pendulum's builds an Interval, at many times the cost.
    return datetime.__sub__(later, earlier) / timedelta(days=1)


def working_days_after(start: date, end: date, calendar: Calendar) -> int:
    """
    Return how many working days there are after the day *start*, up to and with the day *end*.

    The day itself on which something happened is not counted, as is usual for periods in
    Chinese law; 0 when *end* is not later than *start*.

    Raises:
        CalendarError: when the calendar does not know one of the days.
    """
    days = map(date.fromordinal, range(start.toordinal() + 1, end.toordinal() + 1))
    return sum(map(calendar.is_working_day, days))


def working_days_between(
    earlier: DateTime | None,
    later: DateTime | None,
    as_of: DateTime,
    calendar: Calendar | None,
) -> int | None:
    """
    Return how many working days passed from the moment *earlier* to the moment *later*.

    Days are those of Asia/Shanghai. None when either moment is not on record or has not
    come yet at *as_of*, and without a calendar.

    Raises:
        CalendarError: when the calendar does not know one of the days.
    """
    if calendar is None or earlier is None or later is None or earlier > as_of or later > as_of:
        return None
    return working_days_after(day_of(earlier), day_of(later), calendar)


def due_on(start: date, days: int, calendar: Calendar) -> date:
    """
    Return the last day of a period of *days* working days that begins after the day *start*.

    Raises:
        MomentError: when *days* is less than 1.
        CalendarError: when the calendar does not know one of the days.
    """
    if days < 1:
        raise MomentError(days, "a period of at least 1 working day")
    on = start
    while days:
        on += timedelta(days=1)
        days -= calendar.is_working_day(on)
    return on


@frozen
class Window:
    """
    A stretch of time, open at its start and closed at its end: ``(after, until]``.

    Parameters:
        after: the last instant that is outside.

        until: the last instant that is inside.
    """

    after: DateTime
    until: DateTime

    @classmethod
    def up_to(cls, as_of: DateTime, days: int) -> Self:
        """Return the window of *days* × 24 hours that ends with *as_of*."""
        return cls(cut_off(as_of, days), as_of)
