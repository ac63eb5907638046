"""Names of whole columns come to what names come to one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.frames.name_columns import name_keys, name_stems, unit_keys
from govmedia_rules.models import Unit
from govmedia_rules.models import name_words as words
from govmedia_rules.models.name_keys import name_key
from govmedia_rules.models.names import name_stem
from realistic_names import NAMES

Named = tuple[str | None, Sequence[str] | None]

WORDS: Final = sorted(
    {
        *(word for row in words.DEPARTMENTS for forms in row for word in forms),
        *(word for forms in words.ORGANS for word in forms),
        *(word for _, endings in words.SEATS for word in endings),
        *words.SUPERIORS,
        *words.PLACE_ENDINGS,
        *words.WORDS_BEGUN_BY_A_PLACE_ENDING,
        *words.ZONE_WORDS,
        *words.PEOPLES,
    }
)
FREE: Final = "丰洲松梅沟图一龥q7"
"""Characters of no word, the first and the last of the plain ones among them."""

ODD: Final = (
    "國ＡaÅＺßİ①㈱㎡ｶﾞé\u0301\u0fb2\u0f72བ🈶™\u200d\ufe0f \n\t@・\0\ue000\U0001f600\U0002a6df龦"
)
"""Full-width, traditional, circled, accented and combining characters, and some that vanish."""

odd_texts = st.text(st.sampled_from(ODD + FREE) | st.characters(exclude_categories=["Cs"]))
unit_names = st.lists(
    st.sampled_from(WORDS) | st.sampled_from(["市", "县", "镇", "区", "局", "新", *FREE]),
    max_size=9,
).map("".join)


def texts(values: Sequence[str | None]) -> pl.Series:
    return pl.Series(values, dtype=pl.String)


def keys_by_column(units: Sequence[Named]) -> list[tuple[list[str] | None, list[str] | None]]:
    frame = pl.DataFrame(
        {"name": [name for name, _ in units], "aliases": [aliases for _, aliases in units]},
        schema={"name": pl.String, "aliases": pl.List(pl.String)},
    )
    columns = unit_keys(frame)
    assert {column.dtype for column in columns.values()} == {pl.List(pl.String)}
    return list(zip(*(columns[name].to_list() for name in ("name_keys", "body_keys")), strict=True))


def keys_one_by_one(units: Sequence[Named]) -> list[tuple[list[str] | None, list[str] | None]]:
    made = [Unit(id="u", name=name, aliases=aliases) for name, aliases in units]
    return [
        (
            None if unit.name_keys is None else sorted(unit.name_keys),
            None if unit.body_keys is None else sorted(unit.body_keys),
        )
        for unit in made
    ]


def test_each_plain_character_is_its_own_key() -> None:
    plain = {*"0123456789abcdefghijklmnopqrstuvwxyz", *map(chr, range(0x4E00, 0x9FA6))}
    changed = {character for character in plain if name_key(character) != character}
    assert changed == {*words.TRADITIONAL}


@given(st.lists(st.none() | odd_texts))
@example(["海安发布", None, "海 安", "", "　"])
def test_a_column_of_names_has_the_keys_that_each_name_has(names: list[str | None]) -> None:
    expected = [None if name is None else name_key(name) for name in names]
    assert name_keys(texts(names)).to_list() == expected


def test_the_column_that_names_are_read_from_stays_as_it_is() -> None:
    names = texts(["海 安", "ＡＢ"])
    name_keys(names)
    assert names.to_list() == ["海 安", "ＡＢ"]


@given(
    st.lists(
        st.none()
        | st.lists(st.sampled_from([*words.EMPTY_ENDINGS, *"海安a1b站", "发布"]), max_size=5).map(
            "".join
        )
    )
)
@example(["海安app", "app海安", "官微", "政务服务", "海安政务", "", None])
def test_a_column_of_keys_has_the_stems_that_each_key_has(keys: list[str | None]) -> None:
    expected = [None if key is None else name_stem(key) for key in keys]
    assert name_stems(texts(keys)).to_list() == expected


@given(
    st.lists(
        st.tuples(
            st.none() | unit_names,
            st.none() | st.lists(unit_names.filter(str.strip), max_size=3),
        ),
        max_size=6,
    )
)
def test_units_are_known_by_the_keys_that_each_unit_gives(units: list[Named]) -> None:
    assert keys_by_column(units) == keys_one_by_one(units)


@given(
    st.lists(
        st.tuples(
            st.none() | odd_texts | st.builds(str.__add__, odd_texts, unit_names),
            st.none() | st.lists(odd_texts.filter(str.strip), max_size=3),
        ),
        max_size=4,
    )
)
def test_units_of_any_names_are_known_by_the_keys_that_each_unit_gives(units: list[Named]) -> None:
    assert keys_by_column(units) == keys_one_by_one(units)


def test_units_as_one_meets_them_are_known_by_the_keys_that_each_unit_gives() -> None:
    units: list[Named] = [(name, None) for _, name, _ in NAMES]
    units += [(name, [alias]) for alias, name, _ in NAMES if alias.strip()]
    assert keys_by_column(units) == keys_one_by_one(units)


@pytest.mark.parametrize(
    "names",
    [
        # Of one shape, the parts of which sort otherwise.
        ["景州县图书馆", "图州县景书馆", "松州县梅丰镇人民政府", "梅丰县松州镇人民政府"],
        # The character before the place is of a word, what the place begins with of none.
        ["国家税务总局一州县税务局", "国家税务总局龥州县税务局", "一州县龥馆", "龥州县一馆"],
        # Characters that come twice, and runs within runs.
        ["松州县松州乡人民政府", "松松县公安局", "松州县松乡人民政府", "州县松州乡政府"],
        ["梅松市松松", "梅松松松"],
        # A run that ends where a place is cut short.
        ["松州市梅景", "松州土家族自治县丰", "松州县梅"],
        ["公安局", "新区", "市", "州", "人民政府", "中共办"],
    ],
)
def test_names_of_one_shape_have_keys_of_their_own_in_their_own_order(names: list[str]) -> None:
    units: list[Named] = [(name, None) for name in names]
    units += [(name, names) for name in names]
    assert keys_by_column(units) == keys_one_by_one(units)


@pytest.mark.parametrize("free", [0, 1, 15, 16, 17, 40])
@pytest.mark.parametrize("length", [20, 47, 48, 49, 100, 101])
def test_names_too_long_to_remember_are_read_all_the_same(free: int, length: int) -> None:
    run = "".join(map(chr, range(0x5200, 0x5400)))
    run = "".join(each for each in run if each not in words.WORD_CHARACTERS | {*words.TRADITIONAL})
    name = f"{run[:free]}县公安局".rjust(length, "市")
    units: list[Named] = [(name, None), (f"{run[1 : free + 1]}县公安局", [name, "松州县公安"])]
    assert keys_by_column(units) == keys_one_by_one(units)


def test_an_alias_that_is_none_is_refused_as_the_unit_refuses_it() -> None:
    frame = pl.DataFrame(
        {"name": ["海安市公安局"], "aliases": [["海安公安", None]]},
        schema={"name": pl.String, "aliases": pl.List(pl.String)},
    )
    with pytest.raises(InvalidValueError, match="aliases"):
        unit_keys(frame)
