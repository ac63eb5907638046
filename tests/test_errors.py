"""What errors say, what they carry, and that no value keeps one from being said."""

from __future__ import annotations

import copy
import pickle
import tracemalloc
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from govmedia_rules.conditions import UnknownFieldError
from govmedia_rules.errors import (
    ConditionError,
    GovmediaRulesError,
    InvalidValueError,
    MissingExtraError,
    RuleError,
    UnknownNameError,
    nearest,
    shown,
)
from govmedia_rules.models import PortfolioError
from govmedia_rules.moments import MomentError
from govmedia_rules.serialization import LoadError, Problem

ERRORS: list[GovmediaRulesError] = [
    GovmediaRulesError("something"),
    InvalidValueError(owner="Post", owner_id="p1", field="reads", value=-1, expected="a count"),
    UnknownNameError("rule", "inspektion", ["inspection"], where="in the set"),
    UnknownFieldError("field", "post.raeds", ["post.reads"]),
    ConditionError("post.reads is a number"),
    RuleError("no id", rule_id="a/b"),
    RuleError("an empty set"),
    MissingExtraError("cli", "the command"),
    MomentError("yesterday", "a moment"),
    PortfolioError(["one problem.", "another problem."]),
    LoadError([Problem(file="a.json", table="posts", number=1, expected="a count")], total=2),
]


class Loud:
    def __repr__(self) -> str:
        raise RuntimeError("no repr today")


class Long:
    def __repr__(self) -> str:
        return "x" * 1_000


class Sloppy:
    def __repr__(self) -> str:
        return "\udc80"


class Pair(NamedTuple):
    left: int
    right: int


def nested(depth: int, wrap: Callable[[object], object]) -> object:
    value: object = 1
    for _ in range(depth):
        value = wrap(value)
    return value


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        0,
        -1.5,
        "马坝农业",
        "",
        b"ab",
        bytearray(b"ab"),
        [],
        [1, "a", None],
        (),
        (1,),
        (1, 2),
        {},
        {"a": [1, {"b": (2,)}], 3: None},
        set(),
        {1},
        frozenset(),
        frozenset({1}),
        Pair(1, 2),
        OrderedDict(a=1),
        deque([1, 2]),
        int,
    ],
    ids=repr,
)
def test_what_is_short_is_shown_as_its_repr(value: object) -> None:
    assert shown(value) == repr(value)


def test_eighty_characters_are_shown_whole_and_eighty_one_are_cut_to_eighty() -> None:
    assert shown("a" * 78) == repr("a" * 78)
    assert shown("a" * 79) == "'" + "a" * 78 + "…"


def test_a_list_is_cut_where_the_eighty_characters_end() -> None:
    # 26 members of three characters, less the last comma and blank, and two brackets: 78.
    assert shown([1] * 26) == repr([1] * 26)
    assert shown([1] * 27) == repr([1] * 27)[:79] + "…"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2**256 - 1, str(2**256 - 1)),
        (2**256, "<an int of 257 bits>"),
        (-(2**1_000_000), "<an int of 1,000,001 bits>"),
        ([10**5_000], "[<an int of 16,610 bits>]"),
    ],
    ids=["just short enough", "just too long", "a million bits", "in a list"],
)
def test_huge_ints_are_told_by_their_size(value: object, text: str) -> None:
    assert shown(value) == text


def test_a_lone_surrogate_is_shown_escaped() -> None:
    assert shown("a\ud800") == r"'a\ud800'"
    assert shown(Sloppy()) == r"\udc80"


def test_a_repr_that_fails_leaves_the_kind() -> None:
    assert shown(Loud()) == "<a Loud>"
    assert shown([1, Loud()]) == "<a list>"


def test_a_repr_that_is_long_is_cut() -> None:
    assert shown(Long()) == "x" * 79 + "…"


@pytest.mark.parametrize(
    "wrap",
    [lambda value: [value], lambda value: (value,), lambda value: {"k": value}],
    ids=["lists", "tuples", "dicts"],
)
def test_deep_nesting_is_cut_like_anything_else(wrap: Callable[[object], object]) -> None:
    text = shown(nested(100_000, wrap))

    assert len(text) == 80
    assert text.endswith("…")


def test_a_list_that_holds_itself_is_cut() -> None:
    endless: list[object] = []
    endless.append(endless)

    assert shown(endless) == "[" * 79 + "…"


@pytest.mark.parametrize(
    "value",
    [
        "马" * 10_000_000,
        b"x" * 10_000_000,
        bytearray(10_000_000),
        ["马坝农业"] * 1_000_000,
        [["x" * 10_000_000] * 1_000] * 1_000,
        dict.fromkeys(range(100_000), "马坝农业"),
        set(range(100_000)),
        frozenset(range(100_000)),
        deque(range(100_000)),
        dict.fromkeys(range(100_000)).keys(),
        nested(30, lambda value: [value] * 30),
    ],
    ids=[
        "text",
        "bytes",
        "bytearray",
        "list",
        "list of lists of texts",
        "dict",
        "set",
        "frozenset",
        "deque",
        "keys",
        "deep and wide",
    ],
)
def test_no_big_repr_is_built(value: object) -> None:
    tracemalloc.start()
    try:
        text = shown(value)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert len(text) <= 80
    assert peak < 100_000


everything: SearchStrategy[object] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters())
    | st.binary()
    | st.builds(Loud),
    lambda inner: (
        st.lists(inner)
        | st.tuples(inner)
        | st.dictionaries(st.text(st.characters()), inner)
        | st.builds(deque, st.lists(inner))
    ),
)


@given(everything)
def test_shown_never_fails_is_never_long_and_can_be_written(value: object) -> None:
    text = shown(value)

    assert 0 < len(text) <= 80
    assert text.encode().decode() == text


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("post.raeds", "post.reads"),
        ("POST.LIKES", "post.likes"),
        ("POST.READS", "post.reads"),
        ("zzz", None),
        ("", None),
        ("a" * 200, None),
        ("post.reads" * 21, None),
    ],
)
def test_the_nearest_name_is_the_one_probably_meant(name: str, near: str | None) -> None:
    assert nearest(name, ["post.reads", "post.likes"]) == near


def test_a_name_of_200_characters_may_be_a_typo_and_one_of_201_is_not() -> None:
    assert nearest("a" * 200, ["a" * 199]) == "a" * 199
    assert nearest("a" * 201, ["a" * 200]) is None


def test_the_nearest_name_is_spelt_as_it_is_known() -> None:
    assert nearest("wechat:A", ["WeChat:a"]) == "WeChat:a"


def test_an_invalid_value_says_which_object_which_field_which_value_and_what_was_expected() -> None:
    error = InvalidValueError(
        owner="Post", owner_id="p1", field="reads", value="5", expected="a whole number"
    )

    assert str(error) == "Post 'p1': reads is '5'; expected a whole number."
    assert vars(error) == {
        "owner": "Post",
        "owner_id": "p1",
        "field": "reads",
        "value": "5",
        "expected": "a whole number",
    }


def test_an_invalid_value_of_an_object_without_id_names_its_kind_alone() -> None:
    error = InvalidValueError(
        owner="Filing", owner_id=None, field="what", value=None, expected="text"
    )

    assert str(error) == "Filing: what is None; expected text."


def test_an_unknown_name_suggests_the_near_one() -> None:
    error = UnknownNameError("rule", "a/bd", ["a/bc", "x/y"], where="in mine")

    assert str(error) == "there is no rule 'a/bd' in mine; did you mean 'a/bc'?"
    assert vars(error) == {"kind": "rule", "name": "a/bd", "suggestion": "a/bc"}


def test_an_unknown_name_with_nothing_near_lists_up_to_twelve_known_ones() -> None:
    twelve = [f"k{number}" for number in range(12)]

    assert str(UnknownNameError("thing", "?", twelve)) == (
        "there is no thing '?'; known: k0, k1, k2, k3, k4, k5, k6, k7, k8, k9, k10, k11."
    )
    assert str(UnknownNameError("thing", "?", [*twelve, "k12"])) == "there is no thing '?'."
    assert str(UnknownNameError("thing", "?", [])) == "there is no thing '?'."


def test_known_names_of_more_than_600_characters_are_not_listed() -> None:
    assert str(UnknownNameError("thing", "?", ["k" * 600])) == (
        f"there is no thing '?'; known: {'k' * 600}."
    )
    assert str(UnknownNameError("thing", "?", ["k" * 601])) == "there is no thing '?'."


def test_a_rule_error_names_the_rule_where_there_is_one() -> None:
    assert str(RuleError("no title", rule_id="a/b")) == "rule 'a/b': no title"
    assert str(RuleError("no rules")) == "no rules"
    assert RuleError("no title", rule_id="a/b").rule_id == "a/b"
    assert RuleError("no rules").rule_id is None


def test_a_missing_extra_says_what_to_install() -> None:
    error = MissingExtraError("cli", "the command")

    assert str(error) == "the command needs the extra 'cli': pip install 'govmedia-rules[cli]'"
    assert error.extra == "cli"


@pytest.mark.parametrize(
    ("kind", "builtin"),
    [
        (InvalidValueError, ValueError),
        (MomentError, ValueError),
        (PortfolioError, ValueError),
        (RuleError, ValueError),
        (UnknownNameError, LookupError),
        (UnknownFieldError, AttributeError),
        (ConditionError, TypeError),
        (MissingExtraError, ImportError),
    ],
)
def test_every_error_is_ours_and_the_builtin_that_callers_expect(
    kind: type[Exception], builtin: type[Exception]
) -> None:
    assert issubclass(kind, GovmediaRulesError)
    assert issubclass(kind, builtin)


def _pickled(error: GovmediaRulesError) -> Any:
    return pickle.loads(pickle.dumps(error))  # noqa: S301 -- our own bytes


@pytest.mark.parametrize("restore", [copy.copy, copy.deepcopy, _pickled])
@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_an_error_comes_home_whole_from_another_process(
    error: GovmediaRulesError, restore: Callable[[GovmediaRulesError], GovmediaRulesError]
) -> None:
    restored = restore(error)

    assert type(restored) is type(error)
    assert (str(restored), restored.args, vars(restored)) == (str(error), error.args, vars(error))
    assert getattr(restored, "name", None) == getattr(error, "name", None)
