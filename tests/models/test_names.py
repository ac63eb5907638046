"""Names: which spellings are one, which names name their sponsor, and that no text does harm."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import Final
from unicodedata import category, normalize

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from govmedia_rules.models import Account, Unit
from govmedia_rules.models import name_words as words
from govmedia_rules.models.name_keys import name_key
from govmedia_rules.models.names import (
    name_stem,
    unit_body_keys,
    unit_duty_keys,
    unit_name_keys,
)
from realistic_names import (
    ALIASED,
    NAMES,
    NO,
    ONE_SPONSORS_NAMES,
    REVIEW,
    VERIFICATIONS,
    YES,
)

LONGEST: Final = 20
"""The length over which a name is certainly not concise, as the library proposes it."""


def account_named(name: str | None, verified_body: str | None = None) -> Account:
    return Account(id="a", platform="wechat", name=name, verified_body=verified_body)


def unit_named(
    name: str | None, aliases: Iterable[str] | None = None, duties: Iterable[str] | None = None
) -> Unit:
    return Unit(id="u", name=name, aliases=aliases, duty_keywords=duties)


def names_its_sponsor(account: Account, unit: Unit) -> bool | None:
    """Decide clause 4.1.8 as a rule would that reads these properties."""
    key = account.name_key
    assert key is not None
    if any(known in key for known in (unit.name_keys or set()) | (unit.duty_keys or set())):
        return YES
    return NO if not key or len(key) > LONGEST else REVIEW


def states_its_sponsor(account: Account, unit: Unit) -> bool | None:
    """Decide clause 4.1.9 as a rule would that reads these properties."""
    key = account.verified_key
    assert key is not None
    if not key or ("公司" in key and "公司" not in name_key(unit.name or "")):
        return NO
    return YES if any(known in key for known in unit.body_keys or set()) else REVIEW


@pytest.mark.parametrize(("name", "sponsor", "expected"), NAMES)
def test_whether_a_name_certainly_names_its_sponsor(
    name: str, sponsor: str, expected: bool | None
) -> None:
    assert names_its_sponsor(account_named(name), unit_named(sponsor)) is expected


@pytest.mark.parametrize(("name", "sponsor", "aliases", "duties", "expected"), ALIASED)
def test_aliases_and_duty_words_name_a_sponsor_too(
    name: str,
    sponsor: str | None,
    aliases: list[str] | None,
    duties: list[str] | None,
    expected: bool | None,
) -> None:
    assert names_its_sponsor(account_named(name), unit_named(sponsor, aliases, duties)) is expected


@pytest.mark.parametrize(("verified_body", "sponsor", "expected"), VERIFICATIONS)
def test_whether_a_verification_certainly_states_the_sponsor(
    verified_body: str, sponsor: str, expected: bool | None
) -> None:
    account = account_named(None, verified_body)

    assert states_its_sponsor(account, unit_named(sponsor)) is expected


@pytest.mark.parametrize(("names", "keys", "stems"), ONE_SPONSORS_NAMES)
def test_how_many_names_there_are(names: list[str], keys: int, stems: int) -> None:
    accounts = [account_named(name) for name in names]

    assert len({account.name_key for account in accounts}) == keys
    assert len({account.name_stem for account in accounts}) == stems


@pytest.mark.parametrize(
    ("name", "key", "stem"),
    [
        ("衛生發佈・服務鄉鎮縣區國廳", "卫生发布服务乡镇县区国厅", "卫生发布服务乡镇县区国厅"),
        ("理髮、發展、臺灣、颱風", "理发发展台湾台风", "理发发展台湾台风"),
        ("乾县著名", "乾县著名", "乾县著名"),
        ("海安公安微警务", "海安公安微警务", "海安公安微警务"),
        ("海安公安【官方微博】", "海安公安官方微博", "海安公安"),
        ("海安APP", "海安app", "海安"),
        ("APP海安", "app海安", "海安"),
        ("官微", "官微", "官微"),
        ("政务微博公众号", "政务微博公众号", "政务微博公众号"),
        ("①②③㈱", "123株", "123株"),
        ("1️⃣1️⃣0️⃣", "110", "110"),
        ("ℹ️海安™Ⓜ️㊗️", "海安", "海安"),
        ("\u202e\ufe0f\u200d\0\x1b\ue000\U000e0041", "", ""),
        ("\u0301\u0fb2", "", ""),
        ("བོད་ལྗོངས", "བོདལྗོངས", "བོདལྗོངས"),
        ("", "", ""),
    ],
)
def test_the_key_and_the_stem_of_a_name(name: str, key: str, stem: str) -> None:
    assert (name_key(name), name_stem(key)) == (key, stem)


@pytest.mark.parametrize(
    ("name", "keys", "bodies"),
    [
        ("海安市公安局", "海安市公安局 海安公安局 海安市公安 海安公安", "海安市公安局 海安公安局"),
        ("沛县", "沛县 沛县人民政府 沛县政府", "沛县人民政府 沛县政府"),
        ("高新区", "高新区", "高新区"),
        ("市", "", ""),
        ("城市管理局", "城市管理局 城管局", "城市管理局 城管局"),
        ("国务院办公厅", "国务院办公厅", "国务院办公厅"),
        ("人民政府", "人民政府", "人民政府"),
        ("海安市某某分局", "海安市某某分局 海安某某分局", "海安市某某分局 海安某某分局"),
        ("国家税务总局", "国家税务总局 国家税务", "国家税务总局"),
        (
            "海安市乡村振兴局",
            "海安市乡村振兴局 海安乡村振兴局",
            "海安市乡村振兴局 海安乡村振兴局",
        ),
    ],
)
def test_the_keys_of_a_unit(name: str, keys: str, bodies: str) -> None:
    assert unit_name_keys(name, None) == frozenset(keys.split())
    assert unit_body_keys(name, None) == frozenset(bodies.split())


def test_what_nobody_looked_at_has_no_key() -> None:
    account, unit = account_named(None), unit_named(None)

    assert (account.name_key, account.name_stem, account.verified_key) == (None, None, None)
    assert (unit.name_keys, unit.body_keys, unit.duty_keys) == (None, None, None)
    assert unit_name_keys(None, []) is None


def test_what_somebody_looked_at_and_did_not_find_has_an_empty_key() -> None:
    account, unit = account_named("", ""), unit_named("", None, [])

    assert (account.name_key, account.name_stem, account.verified_key) == ("", "", "")
    assert [unit.name_keys, unit.body_keys, unit.duty_keys] == [frozenset()] * 3


def test_keys_are_no_part_of_what_a_unit_is() -> None:
    asked, unasked = unit_named("海安市公安局"), unit_named("海安市公安局")

    assert asked.name_keys == unasked.name_keys
    assert asked == unit_named("海安市公安局")
    assert hash(asked) == hash(unit_named("海安市公安局"))


def test_the_table_of_characters_leads_from_one_script_to_the_other() -> None:
    traditional, simplified = "".join(words.TRADITIONAL), "".join(words.SIMPLIFIED)

    assert len(traditional) == len(simplified)
    assert len(set(traditional)) == len(traditional)
    assert set(traditional).isdisjoint(simplified)


def test_the_words_that_names_are_read_by_are_keys() -> None:
    listed = [
        *words.EMPTY_ENDINGS,
        *(word for row in words.DEPARTMENTS for side in row for word in side),
        *(word for row in words.ORGANS for word in row),
        *(word for _, endings in words.SEATS for word in endings),
        *(words.SUPERIORS + words.PLACE_ENDINGS + words.PEOPLES),
        *(words.WORDS_BEGUN_BY_A_PLACE_ENDING + words.ZONE_WORDS),
    ]

    assert [word for word in listed if name_key(word) != word] == []


def test_the_longest_place_endings_come_first() -> None:
    endings = words.PLACE_ENDINGS

    assert not [
        (early, late)
        for index, early in enumerate(endings)
        for late in endings[index + 1 :]
        if late.endswith(early)
    ]


def test_the_key_of_each_character_is_its_own_key() -> None:
    assigned = [
        character
        for character in map(chr, range(sys.maxunicode + 1))
        if category(character) not in {"Cn", "Co", "Cs"}
    ]

    assert [c for c in assigned if name_key(name_key(f"安{c}")) != name_key(f"安{c}")] == []


_PARTS: Final = """
    海安 江苏省 南通市 沛县 马坝镇 古城区 新区 高新区 景德镇 自治州 土家族 市场 公安 公安局 委 委员会 宣传部
    人民政府 政府 街道 办事处 办 管委会 分局 市 区 县 镇 乡 局 中共 官方 微博 公众号 政务 app a 發 😀 @
"""
PARTS: Final = st.sampled_from([*_PARTS.split(), " ", "\u0301", "\ud800", "\0"])
TEXTS: Final = st.one_of(
    st.text(st.characters(codec=None)),
    st.lists(PARTS, max_size=12).map("".join),
)


@given(TEXTS)
@example("ŉßΐİﷺ\u0344가か\u3099")
def test_a_key_is_its_own_key_and_not_longer_than_the_name_spelt_out(name: str) -> None:
    key = name_key(name)

    assert name_key(key) == key
    assert len(key) <= len(normalize("NFKD", normalize("NFKD", name).casefold()))
    assert not key or any(map(str.isalnum, key))


@given(TEXTS, TEXTS)
def test_the_parts_of_a_name_have_the_parts_of_its_key(one: str, other: str) -> None:
    key = name_key(one + other)

    assert key == name_key(f"安{one}{other}")[1:] or not any(map(str.isalnum, key))
    if name_key(one) and name_key(other):
        assert key == name_key(one) + name_key(other)


@given(TEXTS)
def test_a_stem_is_its_own_stem_and_part_of_its_key(name: str) -> None:
    key = name_key(name)
    stem = name_stem(key)

    assert name_stem(stem) == stem
    assert stem in key
    assert bool(stem) == bool(key)


@given(st.none() | TEXTS, st.none() | st.lists(TEXTS, max_size=3))
def test_the_keys_of_any_unit_are_keys_of_two_characters_at_least(
    name: str | None, aliases: list[str] | None
) -> None:
    keys, bodies = unit_name_keys(name, aliases), unit_body_keys(name, aliases)

    if keys is None or bodies is None:
        assert (name, aliases or None, keys, bodies) == (None, None, None, None)
        return
    assert bodies <= keys
    assert all(len(key) > 1 and name_key(key) == key for key in keys)
    assert {key for each in aliases or [] if len(key := name_key(each)) > 1} <= keys


@given(st.none() | st.lists(TEXTS, max_size=3))
def test_the_keys_of_any_duties_are_keys(keywords: list[str] | None) -> None:
    keys = unit_duty_keys(keywords)

    assert (keys is None) == (keywords is None)
    assert all(len(key) > 1 and name_key(key) == key for key in keys or [])


@pytest.mark.parametrize(
    "text",
    [
        "\u05b0\u0591" * 500_000,  # quadratic to normalize
        "海安" + "\u0301\u0327" * 500_000,
        "官微" * 500_000,
        "海" + "app" * 300_000,
        "海安市" * 300_000,
        "委员会" * 300_000,
        "公安局" * 300_000 + "分局",
        "土家族" * 300_000 + "自治州人民政府",
        "\ud800😀\0" * 300_000,
    ],
    ids=lambda text: ascii(text[:6]),
)
def test_a_million_characters_are_read_at_once(text: str) -> None:
    key = name_key(text)

    assert name_key(key) == key
    assert name_stem(name_stem(key)) == name_stem(key)
    assert unit_name_keys(text, [text]) == frozenset([key] if key else [])


@given(
    st.lists(
        st.sampled_from(
            [stem for stems, _ in words.DEPARTMENTS for stem in stems]
            + [organ for organs in words.ORGANS for organ in organs]
            + [*words.PLACE_ENDINGS, *words.SUPERIORS, *words.PEOPLES]
            + [ending for _, endings in words.SEATS for ending in endings]
            + ["新", *"丰洲松梅"]
        ),
        max_size=8,
    ).map("".join),
    st.permutations("丰洲松梅沟图"),
)
def test_characters_of_no_word_are_all_alike(name: str, others: list[str]) -> None:
    exchange = str.maketrans("丰洲松梅沟图", "".join(others))
    for keys_of in (unit_name_keys, unit_body_keys):
        keys = keys_of(name, None) or ()
        assert keys_of(name.translate(exchange), None) == frozenset(
            key.translate(exchange) for key in keys
        )
