"""Texts made to make screening slow: the work grows with their length, and no faster."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

import govmedia_rules.screening
from govmedia_rules.screening import Screener, masked, screen_text
from govmedia_rules.screening.in_the_box import SCREENERS

LONG: Final = 2**18
"""In characters: anything quadratic would take hours."""

HOSTILE: Final[dict[str, str]] = {
    "digits": "1",
    "digits and spaces": "1 ",
    "digits and hyphens": "1-",
    "separators": "- ",
    "almost identity numbers": "11010118010101000 ",
    "almost identity numbers, joined": "11010118010101000",
    "an X at every end": "1101011801010100XX",
    "groups of four": "6200 ",
    "groups of phone numbers": "130 0000 ",
    "phone numbers": "13000001001 ",
    "identity numbers": "110101180101010004,",
    "bank cards": "6200000000000005,",
    "full-width digits": "１１",
    "what is given out": "电话联系人",
    "one half of a pattern": "必须",
    "the other half": "转发",
    "both halves": "必须转发",
    "both halves, a sentence each": "必须转发。",
    "beginnings of words": "限时抢限时",
    "words within words": "优惠券代金券",
    "a word that lifts, last": "必须转发" * 9 + "严禁",
    "sentence ends": "。",
    "one word": "限时抢购",
    "letters": "a",
    "capital letters": "İ",
    "rare characters": "𠮷\u200b",
    "zeros": "\0",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_a_long_hostile_text_is_screened(piece: str) -> None:
    text = (piece * (LONG // len(piece) + 1))[:LONG]
    for screener in SCREENERS.values():
        assert screen_text("p", text, screener).looked_for == screener.labels


def operations(work: Callable[[], object]) -> int:
    """Return how many calls *work* makes, those of built-in functions included."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    gc.disable()  # what others hang onto its runs would be counted too
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
        gc.enable()
    return calls


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("screener", SCREENERS.values(), ids=SCREENERS)
def test_twice_the_text_takes_at_most_about_twice_the_operations(
    screener: Screener, piece: str
) -> None:
    once = piece * 200
    screen_text("p", once, screener)
    single = operations(lambda: screen_text("p", once, screener))
    double = operations(lambda: screen_text("p", once * 2, screener))
    assert double <= 2.1 * single + 20


SOURCES: Final = sorted(Path(govmedia_rules.screening.__file__).parent.glob("*.py"))


def test_regular_expressions_give_nothing_back() -> None:
    # A repetition is possessive, or there is none; so nothing is ever tried a second time.
    patterns = [
        line.split("re.compile(", 1)[1]
        for path in SOURCES
        for line in path.read_text(encoding="utf-8").splitlines()
        if "re.compile(" in line
    ]
    assert len(patterns) == 3
    for pattern in patterns:
        repeats = pattern.replace("++", "").replace("*+", "").removesuffix('?")')
        assert not set("+*{") & set(repeats), pattern


@given(st.text(alphabet="0123456789Xx -甲。电话必须转发限时抢购", max_size=200))
def test_hits_lie_within_the_text_in_order_and_hold_no_long_number(text: str) -> None:
    for screener in SCREENERS.values():
        hits = screen_text("p", text, screener).hits
        assert [hit.start for hit in hits] == sorted(hit.start for hit in hits)
        assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
        assert all(masked(hit.found) == hit.found for hit in hits)


@given(st.text(alphabet="0123456789Xx -甲*\u3000", max_size=60))
def test_masking_keeps_the_length_and_masks_nothing_twice(text: str) -> None:
    hidden = masked(text)
    assert len(hidden) == len(text)
    assert masked(hidden) == hidden
