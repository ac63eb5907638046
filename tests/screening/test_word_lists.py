"""Word lists: what stands together in a sentence, and what lifts it."""

from __future__ import annotations

from pathlib import Path

import pytest

from govmedia_rules.screening import Hit, ScreeningError
from govmedia_rules.screening.in_the_box import SCREENERS, WordList, WordPattern, load_word_list
from govmedia_rules.text import Text

WORDS = WordList(
    id="words",
    version="1",
    looks_for=Text(zh="词", en="words"),
    patterns=(
        WordPattern(
            label="forced_forward",
            groups=(("必须", "务必"), ("转发", "app")),
            unless=("严禁",),
            unless_in_text=("减负",),
        ),
        WordPattern(label="commercial_ad", groups=(("优惠券", "券"),)),
    ),
)


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("", []),
        ("必须。转发", []),
        ("必须转发", ["forced_forward"]),
        ("转发是必须的", ["forced_forward"]),
        ("必须，转发", ["forced_forward"]),
        ("必须\n转发", []),
        ("务必下载ＡＰＰ", ["forced_forward"]),
        ("务必下载App", ["forced_forward"]),
        ("严禁说必须转发", []),
        ("严禁。必须转发", ["forced_forward"]),
        ("减负。必须转发", []),
        ("必须转发！务必转发！", ["forced_forward", "forced_forward"]),
        ("必须领券转发", ["forced_forward", "commercial_ad"]),
    ],
)
def test_words_count_where_they_stand_in_one_sentence(text: str, labels: list[str]) -> None:
    assert [hit.label for hit in WORDS.screen(text)] == labels


def test_a_hit_says_what_it_found_and_where() -> None:
    assert WORDS.screen("您好。大家务必要转发！") == [
        Hit(label="forced_forward", found="务必要转发", start=5, end=10)
    ]


GOOD = """
id = "mine"
version = "2"
looks_for = { zh = "词", en = "words" }
[[pattern]]
label = "mine:word"
any = ["词"]
"""


def test_a_list_is_loaded_from_toml(tmp_path: Path) -> None:
    path = tmp_path / "words.toml"
    path.write_text(GOOD, encoding="utf-8")
    assert load_word_list(path) == WordList(
        id="mine",
        version="2",
        looks_for=Text(zh="词", en="words"),
        patterns=(WordPattern(label="mine:word", groups=(("词",),)),),
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id = "mine"', "", "id is None; expected text that is not blank"),
        ('version = "2"', "version = 2", "version is 2; expected text that is not blank"),
        ('zh = "词", ', "", "zh is None"),
        ('["词"]', "[]", "each pattern of a word list has words"),
        ('["词"]', '["词", " "]', "a word is not blank"),
        ('["词"]', '["词。语"]', "does not go past the end of a sentence"),
        ('["词"]', "[1]", "any is [1]; expected a list of words"),
        ('["词"]', '["词"]\nnear = [["词"]]', "either any or near"),
        ("any =", "anny =", "a pattern has no 'anny'"),
        ("[[pattern]]", "[pattern]", "pattern is {"),
        ("version", "version version", "words.toml"),
        ('version = "2"', f"version = {'9' * 5_000}", "Exceeds the limit (4300 digits)"),
        ('version = "2"', "version = 2024-02-30", "words.toml"),
        # tomllib would be busy with the first for hours.
        ('version = "2"', f"version{'.a' * 300_000} = 2", "nest more than 32 deep"),
        ('version = "2"', f"version = {'[' * 10_000}", "nest more than 32 deep"),
    ],
)
def test_a_bad_list_says_what_is_wrong(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "words.toml"
    path.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ScreeningError) as caught:
        load_word_list(path)
    assert str(caught.value).startswith("the word list 'words.toml': ")
    assert message in str(caught.value)


def test_the_screeners_in_the_box_are_listed_under_their_own_ids() -> None:
    assert {name: screener.id for name, screener in SCREENERS.items()} == {
        name: name for name in SCREENERS
    }
