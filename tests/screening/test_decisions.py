"""Decisions of people, and hits: what they refuse."""

from __future__ import annotations

from typing import Any

import pytest

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.moments import MomentError
from govmedia_rules.screening import Decision, Hit, masked

GOOD: dict[str, Any] = {
    "post_id": "p",
    "label": "commercial_ad",
    "holds": True,
    "decided_by": "王",
    "decided_at": "2024-06-02T00:00:00+08:00",
}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("post_id", " "),
        ("label", ""),
        ("label", None),
        ("holds", 1),
        ("holds", None),
        ("decided_by", ""),
    ],
)
def test_a_decision_is_complete(field: str, value: object) -> None:
    with pytest.raises(InvalidValueError) as caught:
        Decision(**{**GOOD, field: value})
    assert (caught.value.owner, caught.value.field, caught.value.value) == (
        "Decision",
        field,
        value,
    )


@pytest.mark.parametrize("at", ["2024-06-02T00:00:00", "yesterday"])
def test_a_decision_has_a_moment_with_its_offset(at: str) -> None:
    with pytest.raises(MomentError):
        Decision(**{**GOOD, "decided_at": at})


@pytest.mark.parametrize(("start", "end"), [(0, 0), (-1, 1), (3, 2)])
def test_a_hit_covers_something(start: int, end: int) -> None:
    with pytest.raises(InvalidValueError, match="expected a place after the start"):
        Hit(label="x", found="甲", start=start, end=end)


def test_what_was_found_is_cut_to_eighty_characters() -> None:
    assert Hit(label="x", found="甲" * 80, start=0, end=80).found == "甲" * 80
    assert Hit(label="x", found="甲" * 81, start=0, end=81).found == "甲" * 79 + "…"


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("", ""),
        ("123456", "123456"),
        ("1234567", "123**67"),
        ("12 34-567", "12 3*-*67"),
        ("12  34567", "12  34567"),
        ("1234567X", "123***7X"),
        ("X1234567", "X123**67"),
        ("１２３４５６７", "１２３**６７"),
        ("1234567甲1234567", "123**67甲123**67"),
    ],
)
def test_the_middle_of_long_numbers_is_masked(text: str, hidden: str) -> None:
    assert masked(text) == hidden
