"""Rates as printed: rounded half up, and never saying more than the counts do."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.reports import percentage, percentage_points

COUNTS = st.integers(1, 10**7).flatmap(
    lambda whole: st.tuples(st.integers(0, whole), st.just(whole))
)
DECIMALS = st.integers(0, 6)


@pytest.mark.parametrize(
    ("part", "whole", "decimals", "printed"),
    [
        (259, 314, 2, "82.48"),
        (120, 149, 1, "80.5"),
        (120, 149, 2, "80.54"),
        (1, 800, 2, "0.13"),  # 0.125 exactly: half up, where half to even gives 0.12
        (1, 200, 0, "1"),  # 0.5 exactly
        (3, 200, 0, "2"),  # 1.5
        (5, 200, 0, "3"),  # 2.5
        (1, 8, 1, "12.5"),
        (2, 3, 2, "66.67"),
        (0, 7, 2, "0.00"),
        (7, 7, 2, "100.00"),
        (19_999, 20_000, 2, "99.99"),  # 99.995 would be 100.00
        (9_999, 10_000, 2, "99.99"),
        (178_699, 178_700, 2, "99.99"),
        (1, 178_700, 2, "0.01"),
        (1, 20_000, 2, "0.01"),  # 0.005
        (999, 1_000, 0, "99"),
        (1, 1_000, 0, "1"),
    ],
)
def test_it_is_printed_as_offices_do(part: int, whole: int, decimals: int, printed: str) -> None:
    assert str(percentage(part, whole, decimals)) == printed


def test_of_nothing_there_is_no_rate() -> None:
    assert percentage(0, 0) is None


@given(COUNTS, DECIMALS)
def test_it_lies_within_half_a_step_or_one_step_short_of_all_and_none(
    counts: tuple[int, int], decimals: int
) -> None:
    part, whole = counts
    printed = percentage(part, whole, decimals)
    assert printed is not None
    assert -printed.as_tuple().exponent == decimals  # type: ignore[operator]  # it is finite
    exact, step = Fraction(100 * part, whole), Fraction(1, 10**decimals)
    assert abs(Fraction(printed) - exact) <= (
        step
        if printed in {Decimal(100) - Decimal(1).scaleb(-decimals), Decimal(1).scaleb(-decimals)}
        else step / 2
    )


@given(COUNTS, DECIMALS)
def test_all_of_it_alone_is_a_hundred_and_none_of_it_alone_is_nothing(
    counts: tuple[int, int], decimals: int
) -> None:
    part, whole = counts
    printed = percentage(part, whole, decimals)
    assert (printed == 100) is (part == whole)
    assert (printed == 0) is (part == 0)


@given(COUNTS, DECIMALS)
def test_more_of_the_same_is_never_printed_as_less(counts: tuple[int, int], decimals: int) -> None:
    part, whole = counts
    less, more = (
        percentage(part, whole, decimals),
        percentage(min(part + 1, whole), whole, decimals),
    )
    assert less is not None
    assert more is not None
    assert less <= more


@pytest.mark.parametrize("decimals", [-1, 7, True, 1.0, None])
def test_other_numbers_of_decimals_are_refused(decimals: int) -> None:
    with pytest.raises(InvalidValueError):
        percentage(1, 2, decimals)


def test_a_change_is_the_difference_of_what_is_printed() -> None:
    # 66.67 - 33.33; the exact difference, 33.333, would print as 33.33.
    assert percentage_points(percentage(2, 3), percentage(1, 3)) == Decimal("33.34")
    assert percentage_points(None, percentage(1, 3)) is None
    assert percentage_points(percentage(1, 3), None) is None
