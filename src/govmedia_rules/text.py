"""Bilingual text: Chinese for auditors, English beside it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from attrs import field, frozen

from govmedia_rules.errors import InvalidValueError, UnknownNameError

__all__ = ["Language", "Text"]


class Language(StrEnum):
    """A language that the library speaks."""

    ZH = "zh"
    EN = "en"


def _check_words(_: object, attribute: Any, value: Any) -> None:
    if not isinstance(value, str) or not value.strip():
        raise InvalidValueError(
            owner="Text",
            owner_id=None,
            field=getattr(attribute, "name", "?"),
            value=value,
            expected="words; a text needs both languages",
        )


@frozen(kw_only=True)
class Text:
    """
    One statement in Chinese and in English.

    Parameters:
        zh: the Chinese wording.

        en: the English wording.

    Raises:
        InvalidValueError: when either language is missing or blank.
    """

    zh: str = field(validator=_check_words)
    en: str = field(validator=_check_words)

    def in_language(self, language: Language | str) -> str:
        """
        Return the wording in *language* (``"zh"`` or ``"en"``).

        Raises:
            UnknownNameError: when the library does not speak that language.
        """
        try:
            chosen = Language(language)
        except ValueError:
            known = [each.value for each in Language]
            raise UnknownNameError("language", str(language), known) from None
        return self.zh if chosen is Language.ZH else self.en

    def __str__(self) -> str:
        """Return both wordings, Chinese first."""
        return f"{self.zh} / {self.en}"
