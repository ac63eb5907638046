"""Moments, days and windows: what is read, what is refused, and that moments mean instants."""

from __future__ import annotations

import copy
import pickle
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any

import pendulum
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import DateTime

from govmedia_rules.moments import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    SHANGHAI,
    MomentError,
    Window,
    cut_off,
    day,
    day_of,
    moment,
    now,
    shifted,
)
from moment_strategies import ZONES, instants, pairs_of_instants

AN_EXAMPLE = "2019-06-05T00:00:00+08:00"
READABLE = f"ISO 8601 text with an offset, such as {AN_EXAMPLE}"
WITH_OFFSET = f"a moment with its offset from UTC, such as {AN_EXAMPLE} (this one is naive)"
A_MOMENT = f"a moment with a time zone, such as {AN_EXAMPLE}"
A_YEAR = "a year between 1992 and 2199"
A_DAY = "a day such as 2018-12-07"

THE_FIFTH = DateTime(2019, 6, 5, tzinfo=SHANGHAI)


class Nowhere(tzinfo):
    """A time zone that does not know its offset."""

    def __repr__(self) -> str:
        return "Nowhere()"

    def utcoffset(self, _: datetime | None, /) -> None:
        return None

    def tzname(self, _: datetime | None, /) -> None:
        return None

    def dst(self, _: datetime | None, /) -> None:
        return None


@pytest.mark.parametrize(
    "value",
    [
        "2019-06-05T00:00:00+08:00",
        "2019-06-05T00:00:00.000000+08:00",
        "2019-06-05 00:00+08:00",
        "2019-06-04T16:00:00Z",
        "2019-06-04T16:00:00+00:00",
        "2019-06-04T12:00:00-04:00",
        "20190605T000000+0800",
        datetime(2019, 6, 4, 16, tzinfo=UTC),
        datetime(2019, 6, 5, 5, 45, tzinfo=timezone(timedelta(hours=13, minutes=45))),
        pendulum.datetime(2019, 6, 4, 16),
        pendulum.datetime(2019, 6, 4, 12, tz="America/New_York"),
        pendulum.datetime(2019, 6, 5, tz="Asia/Shanghai"),
        THE_FIFTH,
    ],
    ids=str,
)
def test_one_instant_reads_as_one_moment_in_the_shared_zone(value: str | datetime) -> None:
    at = moment(value)

    assert type(at) is DateTime
    assert at.tzinfo is SHANGHAI
    assert at == THE_FIFTH
    assert at.isoformat() == "2019-06-05T00:00:00+08:00"


def test_a_moment_is_handed_back_as_it_is() -> None:
    assert moment(THE_FIFTH) is THE_FIFTH


def test_microseconds_are_kept_and_what_is_finer_is_cut_off() -> None:
    finest = DateTime(2019, 6, 5, 0, 0, 0, 999_999, tzinfo=SHANGHAI)

    assert moment("2019-06-05T00:00:00.999999+08:00") == finest
    assert moment("2019-06-05T00:00:00.9999999+08:00") == finest


def test_new_year_in_one_zone_is_another_year_in_shanghai() -> None:
    assert moment("2018-12-31T16:00:00Z").year == 2019
    assert moment("2018-12-31T15:59:59.999999Z").year == 2018


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2019-06-05T00:00:00", WITH_OFFSET),
        ("2019-06-05", WITH_OFFSET),
        (datetime(2019, 6, 5), WITH_OFFSET),  # noqa: DTZ001 -- the naive are refused
        (datetime(2019, 6, 5, tzinfo=Nowhere()), WITH_OFFSET),
        (pendulum.naive(2019, 6, 5), WITH_OFFSET),
        ("", READABLE),
        ("yesterday", READABLE),
        ("2019-06-31T00:00:00+08:00", READABLE),
        ("2019-06-05T00:00:60+08:00", READABLE),
        ("2019-06-05T25:00:00+08:00", READABLE),
        ("2019-06-05T00:00:00+24:00", READABLE),
        (" 2019-06-05T00:00:00+08:00", READABLE),
        ("２０１９-06-05T00:00:00+08:00", READABLE),
        ("1559664000", READABLE),
        (1_559_664_000, A_MOMENT),
        (1_559_664_000.0, A_MOMENT),
        (True, A_MOMENT),
        (None, A_MOMENT),
        (b"2019-06-05T00:00:00+08:00", A_MOMENT),
        (date(2019, 6, 5), A_MOMENT),
        (pendulum.date(2019, 6, 5), A_MOMENT),
        (time(8, tzinfo=UTC), A_MOMENT),
        (timedelta(days=1), A_MOMENT),
    ],
    ids=repr,
)
def test_what_is_no_moment_is_refused_with_what_was_expected(value: Any, expected: str) -> None:
    with pytest.raises(MomentError) as caught:
        moment(value)

    assert vars(caught.value) == {"value": value, "expected": expected}


def test_a_refusal_says_what_was_given_and_what_was_expected() -> None:
    with pytest.raises(MomentError) as caught:
        moment("2019-06-05")

    assert str(caught.value) == (
        "'2019-06-05' is not usable; expected a moment with its offset from UTC, such as"
        " 2019-06-05T00:00:00+08:00 (this one is naive)."
    )


@pytest.mark.parametrize(
    "value",
    [
        "1992-01-01T00:00:00+08:00",
        "1991-12-31T16:00:00Z",
        "2199-12-31T23:59:59.999999+08:00",
        "2200-01-01T13:59:59.999999+22:00",
    ],
)
def test_the_first_and_the_last_instant_of_the_years_accepted_are_moments(value: str) -> None:
    at = moment(value)

    assert at == datetime.fromisoformat(value)
    assert EARLIEST_YEAR <= at.year <= LATEST_YEAR


@pytest.mark.parametrize(
    "value",
    [
        "1991-12-31T23:59:59.999999+08:00",
        "1992-01-01T00:00:00+08:01",
        "2200-01-01T00:00:00+08:00",
        "2199-12-31T23:59:59.999999+07:59",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59.999999-23:59",
    ],
)
@pytest.mark.parametrize("read", [str, datetime.fromisoformat], ids=["text", "datetime"])
def test_instants_outside_the_years_accepted_are_refused(read: Any, value: str) -> None:
    given_value = read(value)

    with pytest.raises(MomentError) as caught:
        moment(given_value)

    assert caught.value.expected == A_YEAR


@pytest.mark.parametrize(
    "value",
    [
        DateTime(1991, 12, 31, 23, 59, 59, 999_999, tzinfo=SHANGHAI),
        DateTime(2200, 1, 1, tzinfo=SHANGHAI),
    ],
)
def test_a_value_in_the_shared_zone_outside_the_years_is_refused_too(value: DateTime) -> None:
    with pytest.raises(MomentError) as caught:
        moment(value)

    assert vars(caught.value) == {"value": value, "expected": A_YEAR}


def test_text_of_64_characters_is_read_and_text_of_65_is_not() -> None:
    longest = f"2019-06-05T00:00:00.{'0' * 38}+08:00"

    assert len(longest) == 64
    assert moment(longest) == THE_FIFTH
    with pytest.raises(MomentError):
        moment(longest.replace(".", ".0"))


def test_text_of_any_length_is_refused_in_few_words() -> None:
    # A year of so many digits would be read digit by digit.
    for text in ("2" * 65, "2" * 10_000_000, "[" * 100_000):
        with pytest.raises(MomentError) as caught:
            moment(text)
        assert caught.value.expected == READABLE
        assert len(str(caught.value)) < 200


@given(st.text(st.characters(), max_size=70) | st.text("0123456789-+:.,TZWzt\ud800 ", max_size=40))
def test_text_is_read_or_refused_and_never_fails_otherwise(text: str) -> None:
    try:
        at = moment(text)
    except MomentError:
        return
    assert at.tzinfo is SHANGHAI


@given(instants)
def test_a_moment_is_the_instant_it_was_read_from(instant: datetime) -> None:
    # In UTC, because Python finds a time that its zone's clocks show twice equal to nothing.
    truly = instant.astimezone(UTC)
    at = moment(instant)

    assert at == truly
    assert hash(at) == hash(truly)
    assert at.tzinfo is SHANGHAI
    assert moment(at) is at
    assert moment(instant.isoformat()) == at


@given(pairs_of_instants())
def test_moments_are_ordered_and_equal_as_their_instants_are(
    pair: tuple[datetime, datetime],
) -> None:
    first, second = pair
    # Compared in UTC: two values of one zone compare by the wall clock, even where a clock
    # that was set back shows the same time twice.
    truly_first, truly_second = first.astimezone(UTC), second.astimezone(UTC)
    one, other = moment(first), moment(second)

    assert (one < other, one == other, one > other, one <= other, one >= other) == (
        truly_first < truly_second,
        truly_first == truly_second,
        truly_first > truly_second,
        truly_first <= truly_second,
        truly_first >= truly_second,
    )
    assert len({one, other}) == len({truly_first, truly_second})


@given(instants)
def test_a_moment_is_the_same_in_another_process_and_in_a_copy(instant: datetime) -> None:
    at = moment(instant)

    for restored in (pickle.loads(pickle.dumps(at)), copy.deepcopy(at)):  # noqa: S301 -- ours
        assert restored == at
        assert restored.tzinfo is SHANGHAI


def test_now_is_a_moment_in_the_shared_zone() -> None:
    at = now()

    assert type(at) is DateTime
    assert at.tzinfo is SHANGHAI
    assert moment(at) is at


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2018-12-07", date(2018, 12, 7)),
        ("20181207", date(2018, 12, 7)),
        ("0001-01-01", date(1, 1, 1)),
        ("9999-12-31", date(9999, 12, 31)),
        (date(2018, 12, 7), date(2018, 12, 7)),
        (pendulum.date(2018, 12, 7), date(2018, 12, 7)),
    ],
    ids=repr,
)
def test_a_day_is_read_as_a_plain_date(value: str | date, expected: date) -> None:
    on = day(value)

    assert on == expected
    assert type(on) is date


@pytest.mark.parametrize(
    "value",
    [
        datetime(2018, 12, 7, tzinfo=UTC),
        datetime(2018, 12, 7),  # noqa: DTZ001 -- the naive are refused too
        THE_FIFTH,
        "2018-12-07T00:00:00",
        "2018-12-07T00:00:00+08:00",
        "2018-02-29",
        "2018-12",
        "2018",
        "",
        "today",
        " 2018-12-07",
        "２０１８-12-07",
        "2" * 10_000_000,
        20181207,
        None,
        True,
        b"2018-12-07",
    ],
    ids=lambda value: repr(value)[:40],
)
def test_what_is_no_day_is_refused(value: Any) -> None:
    with pytest.raises(MomentError) as caught:
        day(value)

    assert vars(caught.value) == {"value": value, "expected": A_DAY}
    assert len(str(caught.value)) < 200


@given(st.text(st.characters(), max_size=40) | st.text("0123456789-W\ud800", max_size=12))
def test_text_is_read_as_a_day_or_refused_and_never_fails_otherwise(text: str) -> None:
    try:
        on = day(text)
    except MomentError:
        return
    assert type(on) is date


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2018-12-06T15:59:59.999999Z", date(2018, 12, 6)),
        ("2018-12-06T16:00:00Z", date(2018, 12, 7)),
        ("2018-12-07T23:59:59.999999+08:00", date(2018, 12, 7)),
        ("2018-12-08T00:00:00+08:00", date(2018, 12, 8)),
    ],
)
def test_the_day_of_a_moment_is_the_civil_day_in_shanghai(value: str, expected: date) -> None:
    on = day_of(moment(value))

    assert on == expected
    assert type(on) is date


@pytest.mark.parametrize(
    ("as_of", "days", "expected"),
    [
        ("2019-06-05T00:00:00+08:00", 14, "2019-05-22T00:00:00+08:00"),
        ("2019-06-05T09:30:15.000001+08:00", 14, "2019-05-22T09:30:15.000001+08:00"),
        ("2019-03-01T00:00:00+08:00", 1, "2019-02-28T00:00:00+08:00"),
        ("2020-03-01T00:00:00+08:00", 1, "2020-02-29T00:00:00+08:00"),
        ("2019-01-01T00:00:00+08:00", 365, "2018-01-01T00:00:00+08:00"),
        ("2019-06-05T00:00:00+08:00", 0, "2019-06-05T00:00:00+08:00"),
    ],
)
def test_a_cut_off_is_exact_to_the_microsecond(as_of: str, days: int, expected: str) -> None:
    at = cut_off(moment(as_of), days)

    assert at.isoformat() == expected
    assert at.tzinfo is SHANGHAI


@given(instants, st.integers(0, 36_500))
def test_a_cut_off_lies_a_number_of_24_hours_before_whatever_the_clocks_did(
    instant: datetime, days: int
) -> None:
    as_of = moment(instant)
    at = cut_off(as_of, days)

    # Python subtracts the wall clocks of one zone, and takes instants only between zones.
    wall_clock = as_of.replace(tzinfo=None) - timedelta(days=days)
    assert at.naive() == wall_clock
    assert at.tzinfo is SHANGHAI
    if at.year >= EARLIEST_YEAR:
        elapsed = instant.astimezone(UTC) - at.astimezone(UTC)
        assert elapsed == timedelta(days=days)
        assert shifted(at, days) == as_of


def test_a_cut_off_may_lie_before_the_first_moment() -> None:
    at = cut_off(moment("1992-01-01T00:00:00+08:00"), 36_500)

    assert at.year == 1892
    assert at < moment("1992-01-01T00:00:00+08:00")


def test_a_moment_may_be_shifted_past_the_last_one() -> None:
    assert shifted(moment("2199-12-31T00:00:00+08:00"), 36_500).year == 2299


def test_a_window_ends_with_its_moment_and_starts_after_its_cut_off() -> None:
    window = Window.up_to(THE_FIFTH, 14)

    assert window == Window(
        after=moment("2019-05-22T00:00:00+08:00"), until=moment("2019-06-05T00:00:00+08:00")
    )


@given(pairs_of_instants(), st.integers(1, 36_500))
def test_a_later_moment_has_a_window_that_ends_and_starts_later(
    pair: tuple[datetime, datetime], days: int
) -> None:
    earlier, later = sorted(map(moment, pair))

    first, second = Window.up_to(earlier, days), Window.up_to(later, days)

    assert (first.after < second.after) == (first.until < second.until) == (earlier < later)


def test_every_zone_tried_is_another_one() -> None:
    assert len({str(zone) for zone in ZONES}) == len(ZONES)
