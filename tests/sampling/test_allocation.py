"""How many accounts each stratum gives: the laws, and examples worked by hand."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.sampling import allocate

SIZES = st.lists(st.integers(0, 60), max_size=8)
MINIMUM = st.integers(0, 8)


@st.composite
def _asked(draw: st.DrawFn) -> tuple[list[int], int, int]:
    sizes = draw(SIZES)
    return sizes, draw(st.integers(0, sum(sizes))), draw(MINIMUM)


@given(_asked())
def test_the_parts_add_up_to_what_was_asked_and_none_exceeds_its_stratum(
    asked: tuple[list[int], int, int],
) -> None:
    sizes, total, minimum = asked
    given_ = allocate(sizes, total, minimum=minimum)
    assert sum(given_) == total
    assert all(0 <= part <= size for part, size in zip(given_, sizes, strict=True))


@given(_asked())
def test_the_minimum_is_met_wherever_the_total_allows(asked: tuple[list[int], int, int]) -> None:
    sizes, total, minimum = asked
    wanted = [min(minimum, size) for size in sizes]
    given_ = allocate(sizes, total, minimum=minimum)
    if total >= sum(wanted):
        assert all(part >= least for part, least in zip(given_, wanted, strict=True))
    else:
        # Nobody gets more than the minimum while another goes without a round.
        assert all(part <= least for part, least in zip(given_, wanted, strict=True))
        unserved = [part for part, least in zip(given_, wanted, strict=True) if part < least]
        assert max(given_) - min(unserved) <= 1


@given(SIZES, MINIMUM)
def test_one_more_in_all_is_one_more_for_one_stratum_and_no_fewer_for_any(
    sizes: list[int], minimum: int
) -> None:
    rows = [allocate(sizes, total, minimum=minimum) for total in range(sum(sizes) + 1)]
    for fewer, more in pairwise(rows):
        assert sorted(b - a for a, b in zip(fewer, more, strict=True)) == [0] * (len(sizes) - 1) + [
            1
        ]


@given(_asked())
def test_a_larger_stratum_gives_no_fewer(asked: tuple[list[int], int, int]) -> None:
    sizes, total, minimum = asked
    parts = sorted(zip(sizes, allocate(sizes, total, minimum=minimum), strict=True))
    for (small, few), (large, many) in pairwise(parts):
        assert few <= many or small == large


@given(st.lists(st.integers(1, 60), min_size=1, max_size=8), st.data())
def test_without_a_minimum_no_draw_could_be_moved_to_a_stratum_with_a_better_claim(
    sizes: list[int], data: st.DataObject
) -> None:
    parts = allocate(sizes, data.draw(st.integers(0, sum(sizes))))
    last_claims = [Fraction(n, 2 * a - 1) for n, a in zip(sizes, parts, strict=True) if a]
    next_claims = [Fraction(n, 2 * a + 1) for n, a in zip(sizes, parts, strict=True) if a < n]
    assert not last_claims or not next_claims or min(last_claims) >= max(next_claims)


@pytest.mark.parametrize(
    ("sizes", "total", "minimum", "expected"),
    [
        ([], 0, 0, ()),
        ([100, 50, 50], 4, 0, (2, 1, 1)),
        ([1, 1, 1], 2, 0, (1, 1, 0)),
        ([10, 1, 1], 3, 1, (1, 1, 1)),
        ([10, 1, 1], 4, 1, (2, 1, 1)),
        ([1, 1, 10], 2, 1, (1, 0, 1)),
        ([5, 0, 5], 3, 1, (2, 0, 1)),
        ([3, 7], 10, 0, (3, 7)),
        ([900, 90, 10], 10, 0, (9, 1, 0)),
        ([900, 90, 10], 10, 1, (8, 1, 1)),
        ([2, 8], 7, 5, (2, 5)),
        ([0, 0], 0, 3, (0, 0)),
    ],
)
def test_it_comes_out_as_worked_by_hand(
    sizes: list[int], total: int, minimum: int, expected: tuple[int, ...]
) -> None:
    assert allocate(sizes, total, minimum=minimum) == expected


@pytest.mark.parametrize(
    ("sizes", "total", "minimum", "field"),
    [
        ([3], 4, 0, "total"),
        ([3], -1, 0, "total"),
        ([3], True, 0, "total"),
        ([3], 1, -1, "minimum"),
        ([3, -1], 1, 0, "sizes[1]"),
        ([], 1, 0, "total"),
    ],
)
def test_what_cannot_be_allocated_is_refused(
    sizes: list[int], total: int, minimum: int, field: str
) -> None:
    with pytest.raises(InvalidValueError) as caught:
        allocate(sizes, total, minimum=minimum)
    assert caught.value.field == field


def test_a_hundred_thousand_draws_are_no_trouble() -> None:
    sizes = list(range(1, 501))
    parts = allocate(sizes, 100_000, minimum=10**9)
    assert sum(parts) == 100_000
    assert (
        max(parts) - min(part for part, size in zip(parts, sizes, strict=True) if part < size) <= 1
    )
