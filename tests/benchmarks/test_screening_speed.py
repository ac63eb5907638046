"""
How fast texts are screened, and how the work grows with them.

Ratios are what counts; the seconds are those of the machine. Nothing here fails for being
slow. Run with ``pytest tests/benchmarks/test_screening_speed.py -m benchmark -s -p no:randomly``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import cycle, islice
from time import process_time

import pytest

from govmedia_rules.cases import labelled_texts
from govmedia_rules.screening import Screener, screen
from govmedia_rules.screening.in_the_box import SCREENERS

pytestmark = pytest.mark.benchmark

ALL = tuple(SCREENERS.values())


def made(count: int, longer: int = 1) -> Iterator[tuple[str, str]]:
    """Yield *count* texts, those of the labelled set over and over."""
    texts = cycle([text.text * longer for text in labelled_texts()])
    return ((str(number), text) for number, text in enumerate(islice(texts, count)))


def hits_in(texts: Iterable[tuple[str, str]], screeners: Sequence[Screener]) -> int:
    return sum(len(result.hits) for result in screen(texts, screeners))


def seconds(texts: Iterable[tuple[str, str]], screeners: Sequence[Screener] = ALL) -> float:
    start = process_time()
    hits_in(texts, screeners)
    return process_time() - start


def tell(capsys: pytest.CaptureFixture[str], *lines: str) -> None:
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")


def test_a_million_short_texts(capsys: pytest.CaptureFixture[str]) -> None:
    count = 1_000_000
    taken = seconds(made(count))
    tell(
        capsys,
        f"{count:,} texts by {len(ALL)} screeners: {taken:.0f} s of processor time,"
        f" {count / taken:,.0f} texts a second",
    )


@pytest.mark.parametrize("screener", ALL, ids=SCREENERS)
def test_each_screener(capsys: pytest.CaptureFixture[str], screener: Screener) -> None:
    count = 50_000
    tell(capsys, f"{screener.id}: {count / seconds(made(count), [screener]):,.0f} texts a second")


def test_twice_the_texts_and_twice_their_length(capsys: pytest.CaptureFixture[str]) -> None:
    once = min(seconds(made(20_000)) for _ in range(3))
    texts = min(seconds(made(40_000)) for _ in range(3))
    length = min(seconds(made(20_000, 2)) for _ in range(3))
    longest = min(seconds(made(20_000, 8)) for _ in range(3))
    tell(
        capsys,
        f"twice the texts: {texts / once:.2f} ×; texts twice as long: {length / once:.2f} ×;"
        f" eight times as long: {longest / once:.2f} ×",
    )
    every = len(labelled_texts())
    assert hits_in(made(2 * every), ALL) == 2 * hits_in(made(every), ALL)
