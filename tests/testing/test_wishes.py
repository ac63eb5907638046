"""Wishes merge exactly: both are satisfied by just what satisfies each, and None means by nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, combinations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules.testing.choosing import DrawnChoices, FirstChoices
from govmedia_rules.testing.counts import Sum, can_be, numbers
from govmedia_rules.testing.wishes import MISSING, Tags, Texts, Truths, Whole, Wish, merged

LETTERS = "abc"
WORDS = ("a", "b", "ab", "bc", "abc", "ca")
some_words = st.frozensets(st.sampled_from(WORDS), max_size=3)
lists_of_words = st.lists(some_words.map(lambda w: w | {"a"}), max_size=2).map(tuple)
SETS = [frozenset(c) for n in range(len(LETTERS) + 1) for c in combinations(LETTERS, n)]
letters = st.frozensets(st.sampled_from(LETTERS), max_size=2)

KINDS: dict[str, tuple[st.SearchStrategy[Any], Sequence[object]]] = {
    "whole": (
        st.builds(Whole, st.integers(-3, 3), st.integers(-3, 3), st.frozensets(st.integers(-3, 3))),
        range(-4, 5),
    ),
    "tags": (
        st.builds(
            Tags,
            letters,
            letters,
            st.lists(letters.map(lambda w: w | {"b"}), max_size=2).map(tuple),
            st.sampled_from((None, True, False)),
        ),
        SETS,
    ),
    "truths": (st.builds(Truths, st.sampled_from((None, True, False))), (True, False)),
}
TEXTS = [
    "".join(letters)
    for letters in chain.from_iterable(product(LETTERS, repeat=n) for n in range(5))
]


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_both_wishes_admit_what_each_admits(kind: str, data: st.DataObject) -> None:
    strategy, values = KINDS[kind]
    one, other = data.draw(strategy), data.draw(strategy)
    each = [value for value in values if one.admits(value) and other.admits(value)]

    both = merged(one, other)

    # A set may hold words beyond those tried, so None is exact where all values are tried.
    if both is None:
        assert each == []
    else:
        assert [value for value in values if both.admits(value)] == each  # type: ignore[union-attr]  # it is no Missing
        if kind != "tags":
            assert each


@given(
    one=st.builds(Texts, st.none() | some_words, some_words, lists_of_words, some_words),
    other=st.builds(Texts, st.none() | some_words, some_words, lists_of_words, some_words),
)
def test_texts_merge_to_what_each_admits(one: Texts, other: Texts) -> None:
    each = {text for text in TEXTS if one.admits(text) and other.admits(text)}

    both = merged(one, other)

    assert each == (set() if both is None else {text for text in TEXTS if both.admits(text)})  # type: ignore[union-attr]  # it is no Missing


@pytest.mark.parametrize("wish", [Whole(0, 1), Texts(), Tags(), Truths()])
def test_nothing_is_missing_and_known(wish: Wish) -> None:
    assert merged(MISSING, wish) is None
    assert merged(wish, MISSING) is None
    assert merged(None, wish) == wish
    assert merged(MISSING, MISSING) is MISSING


def test_a_wish_for_what_cannot_be_is_refused_by_itself() -> None:
    assert merged(None, Whole(1, 0)) is None
    assert merged(None, Tags(required=frozenset("a"), is_empty=True)) is None
    assert merged(None, Texts(frozenset({"a"}), frozenset({"a"}))) is None


ends = st.none() | st.integers(0, 4)
sums = st.lists(
    st.builds(
        Sum,
        st.dictionaries(st.sampled_from("xyz"), st.sampled_from((-2, -1, 1, 3)), min_size=1),
        ends,
        ends,
    ),
    max_size=3,
)


def fulfils(values: dict[str, int], wanted: Sequence[Sum]) -> bool:
    totals = [sum(w * values[str(n)] for n, w in each.weights.items()) for each in wanted]
    return all(
        (each.low is None or total >= each.low) and (each.high is None or total <= each.high)
        for each, total in zip(wanted, totals, strict=True)
    )


@given(wanted=sums, data=st.data())
def test_numbers_fulfil_their_sums_and_are_found_where_small_ones_exist(
    wanted: list[Sum], data: st.DataObject
) -> None:
    small = [{"x": x, "y": y, "z": z} for x in range(5) for y in range(5) for z in range(5)]
    exists = any(fulfils(values, wanted) for values in small)
    drawn = DrawnChoices(lambda low, high: data.draw(st.integers(low, high)))

    for choices in (FirstChoices(), drawn):
        found = numbers(["x", "y", "z"], wanted, choices)

        assert found is None or fulfils(found, wanted)
        assert found is not None or not exists
    assert can_be(wanted) or not exists
