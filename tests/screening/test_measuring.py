"""Precision and recall, and the texts that they are measured on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

import pytest
from attrs import frozen

from govmedia_rules.cases import labelled_texts
from govmedia_rules.screening import Hit, LabelledText, Measure, measured
from govmedia_rules.screening.in_the_box import SCREENERS
from govmedia_rules.text import Text


@frozen
class Says:
    """Gives a text the labels whose letters it holds."""

    id: str = "says"
    version: str = "1"
    labels: frozenset[str] = frozenset("ab")
    looks_for: Text = Text(zh="字母", en="letters")  # noqa: RUF009 -- frozen

    def screen(self, text: str) -> Iterable[Hit]:
        return [
            Hit(label=letter, found=letter, start=place, end=place + 1)
            for place, letter in enumerate(text)
            if letter in self.labels
        ]


def texts(*said_and_due: tuple[str, str]) -> list[LabelledText]:
    return [
        LabelledText(id=str(number), text=said, labels=due)
        for number, (said, due) in enumerate(said_and_due)
    ]


def test_each_label_is_counted_by_itself() -> None:
    judged = measured(Says(), texts(("aa", "a"), ("ab", ""), ("-", "ab"), ("b", "bc"), ("-", "")))
    assert judged == (
        Measure(label="a", texts=5, found=1, wrongly_found=1, missed=1),
        Measure(label="b", texts=5, found=1, wrongly_found=1, missed=1),
    )
    assert (judged[0].precision, judged[0].recall) == (0.5, 0.5)


def test_what_there_is_nothing_of_has_no_figure() -> None:
    (a, b) = measured(Says(), texts(("-", "a"), ("b", "")))
    assert (a.precision, a.recall) == (None, 0.0)
    assert (b.precision, b.recall) == (0.0, None)


LABELS: Final = frozenset().union(*(screener.labels for screener in SCREENERS.values()))


def test_more_than_three_hundred_texts_are_there_to_report_on() -> None:
    every = labelled_texts()
    assert len(every) > 300
    assert len({text.text for text in every}) == len({text.id for text in every}) == len(every)
    parts = Counter(text.part for text in every)
    assert set(parts) == {"tuning", "report"}
    assert parts["report"] > 300
    assert parts["tuning"] > 100
    assert {*labelled_texts("tuning"), *labelled_texts("report")} == set(every)


@pytest.mark.parametrize("part", ["tuning", "report"])
def test_each_part_has_texts_that_deserve_each_label_and_many_that_deserve_none(part: str) -> None:
    due = Counter(label for text in labelled_texts(part) for label in text.labels)
    assert set(due) == LABELS
    assert sum(not text.labels for text in labelled_texts(part)) > 50


def test_numbers_in_the_texts_belong_to_nobody() -> None:
    for text in labelled_texts():
        plain = text.text.translate(str.maketrans("０１２３４５６７８９", "0123456789"))
        plain = re.sub("(?<=[0-9])[ -](?=[0-9])", "", plain)
        for number in re.findall(r"(?<!\d)\d{17}[\dX](?!\d)", plain):
            if number.startswith("110101"):
                assert number[6:8] == "18", text
        for number in re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)", plain):
            assert "00000" in number, text


@pytest.mark.parametrize("screener", SCREENERS.values(), ids=SCREENERS)
def test_each_screener_is_mostly_right_on_texts_it_was_not_bettered_on(screener: object) -> None:
    # What the documentation prints is computed; this only sees that the lists still work.
    for measure in measured(SCREENERS[screener.id], labelled_texts("report")):  # type: ignore[attr-defined]
        assert measure.precision is not None
        assert measure.precision >= 0.7, measure
        assert measure.recall is not None
        assert measure.recall >= 0.7, measure
