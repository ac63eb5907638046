"""Texts hold both languages, and say the one they are asked for."""

from __future__ import annotations

import pytest

from govmedia_rules.errors import InvalidValueError, UnknownNameError
from govmedia_rules.text import Language, Text


@pytest.mark.parametrize(
    ("language", "wording"),
    [("zh", "合格"), ("en", "passes"), (Language.ZH, "合格"), (Language.EN, "passes")],
)
def test_a_text_says_itself_in_the_language_asked_for(
    language: Language | str, wording: str
) -> None:
    assert Text(zh="合格", en="passes").in_language(language) == wording


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("fr", "there is no language 'fr'; known: zh, en."),
        ("", "there is no language ''; known: zh, en."),
        ("ZH", "there is no language 'ZH'; did you mean 'zh'?"),
        (None, "there is no language 'None'; known: zh, en."),
    ],
)
def test_a_language_that_the_library_does_not_speak_is_refused(language: str, message: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        Text(zh="合格", en="passes").in_language(language)

    assert str(caught.value) == message


def test_a_text_as_such_is_both_wordings_chinese_first() -> None:
    assert str(Text(zh="合格", en="passes")) == "合格 / passes"


@pytest.mark.parametrize("field", ["zh", "en"])
@pytest.mark.parametrize("value", ["", " \n\u3000", None, 5, b"passes"])
def test_a_text_without_words_in_both_languages_is_refused(field: str, value: object) -> None:
    wordings: dict[str, object] = {"zh": "合格", "en": "passes", field: value}

    with pytest.raises(InvalidValueError) as caught:
        Text(**wordings)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]

    assert vars(caught.value) == {
        "owner": "Text",
        "owner_id": None,
        "field": field,
        "value": value,
        "expected": "words; a text needs both languages",
    }


def test_texts_are_equal_when_both_wordings_are() -> None:
    text = Text(zh="合格", en="passes")

    assert text == Text(zh="合格", en="passes")
    assert hash(text) == hash(Text(zh="合格", en="passes"))
    assert text != Text(zh="合格", en="passed")
    assert text != Text(zh="及格", en="passes")
