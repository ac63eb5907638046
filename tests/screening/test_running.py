"""Running screeners: what they must keep to, and what becomes of those that do not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

import pytest
from attrs import evolve, frozen

from govmedia_rules.screening import (
    LONGEST_TEXT,
    Hit,
    Screener,
    ScreeningError,
    ScreeningResult,
    check_screener,
    screen,
    screen_text,
)
from govmedia_rules.text import Text

HIT = Hit(label="x", found="甲", start=0, end=1)


@frozen
class Canned:
    """Finds what it was told to find, or raises it."""

    finds: Any = ()
    id: str = "canned"
    version: str = "7"
    labels: frozenset[str] = frozenset({"x"})
    looks_for: Text = Text(zh="甲", en="anything")  # noqa: RUF009 -- frozen

    def screen(self, text: str) -> Iterable[Hit]:
        del text
        if isinstance(self.finds, Exception):
            raise self.finds
        return cast("Iterable[Hit]", self.finds)


def test_a_result_says_who_looked_for_what() -> None:
    assert list(screen([("p", "甲"), ("q", "乙")], [Canned([HIT])])) == [
        ScreeningResult(
            text_id=text_id,
            screener_id="canned",
            screener_version="7",
            looked_for={"x"},
            hits=[HIT],
        )
        for text_id in "pq"
    ]


@pytest.mark.parametrize(
    ("finds", "message"),
    [
        ([evolve(HIT, label="y")], "it gave the label 'y', which it does not look for"),
        ([evolve(HIT, end=2)], "it points to character 2 of a text that has 1"),
        (["甲"], "it returned a str where a Hit belongs"),
        (RuntimeError("110101180101010004"), "it crashed on the text 'p' with a RuntimeError"),
    ],
)
def test_a_screener_that_breaks_its_word_is_named(finds: Any, message: str) -> None:
    with pytest.raises(ScreeningError) as caught:
        screen_text("p", "甲", Canned(finds))
    assert str(caught.value) == f"screener 'canned': {message}"
    assert caught.value.screener_id == "canned"


def test_a_crash_that_is_recorded_looked_for_nothing_and_quotes_nothing() -> None:
    crash = RuntimeError("110101180101010004")
    assert screen_text("p", "甲", Canned(crash), failing="record") == ScreeningResult(
        text_id="p",
        screener_id="canned",
        screener_version="7",
        looked_for=(),
        failure="RuntimeError",
    )


@pytest.mark.parametrize(
    ("candidate", "message"),
    [
        (1, "1 has no id"),
        (Canned(id=" "), "its id is text without an @"),
        (Canned(id="a@b"), "its id is text without an @"),
        (Canned(version=cast("Any", 2)), "its version is text"),
        (Canned(labels=frozenset()), "its labels are a frozenset"),
        (Canned(labels=cast("Any", {"x"})), "its labels are a frozenset"),
        (Canned(looks_for=cast("Any", "甲")), "looks_for is a Text"),
    ],
)
def test_what_is_no_screener_is_refused_before_any_text_is_read(
    candidate: Any, message: str
) -> None:
    with pytest.raises(ScreeningError) as caught:
        screen(iter(()), [candidate])
    assert message in str(caught.value)


def test_two_screeners_of_one_id_are_refused() -> None:
    with pytest.raises(ScreeningError, match="two screeners have this id"):
        screen([], [Canned(), Canned()])


@pytest.mark.parametrize(
    ("length", "is_screened"), [(LONGEST_TEXT, True), (LONGEST_TEXT + 1, False)]
)
def test_a_text_has_a_longest_length(length: int, is_screened: bool) -> None:
    if is_screened:
        assert screen_text("p", "甲" * length, Canned()).failure is None
    else:
        with pytest.raises(ScreeningError, match="at most 1,048,576 are screened"):
            screen_text("p", "甲" * length, Canned())


def test_texts_are_taken_one_by_one() -> None:
    def texts() -> Iterable[tuple[str, str]]:
        yield "p", "甲"
        raise AssertionError("the second text was asked for too early")

    assert next(screen(texts(), [Canned()])).text_id == "p"


def test_what_has_the_parts_of_a_screener_is_one() -> None:
    screener = Canned()
    assert isinstance(screener, Screener)
    assert check_screener(screener) is screener
