"""When two spellings are one name: the key that they share."""

from __future__ import annotations

from typing import Final
from unicodedata import category, normalize
from unicodedata import name as name_of

from govmedia_rules.models.name_words import SIMPLIFIED, TRADITIONAL

__all__ = ["name_key"]

_TO_SIMPLIFIED: Final = str.maketrans("".join(TRADITIONAL), "".join(SIMPLIFIED))

_NOT_LETTERS: Final = frozenset("™℠ℹⓂ㊗㊙\u115f\u1160\u3164\uffa0")
"""Emoji and marks that Unicode would spell out as letters, and letters that are blank."""

_NOT_VOWELS: Final = ("COMBINING ", "VARIATION ", "MONGOLIAN FREE VARIATION ")
"""How the names of marks begin that adorn a letter; other marks are vowels, as in Tibetan."""


def name_key(name: str) -> str:
    """
    Return the form under which two spellings of a name are one.

    Full-width, half-width, circled and other compatible forms, letter case, accents, and
    traditional and simplified characters do not count; neither does anything that is no
    letter or digit, such as spaces, punctuation, "@", emoji and characters that do not
    show. The key is empty when no letter and no digit is left.

    Parameters:
        name: a name as it was written, any text at all.
    """
    # Character by character: normalizing a whole text takes quadratic time when it is made
    # of combining marks.
    key = name.translate(_FOLDS)
    return key if any(map(str.isalnum, key)) else ""


class _Folds(dict[int, str]):
    """What each character is folded to, by its number; those met first are remembered."""

    def __missing__(self, number: int) -> str:
        folded = _folded(chr(number))
        if len(self) < _FOLDS_REMEMBERED:
            self[number] = folded
        return folded


_FOLDS: Final = _Folds()
_FOLDS_REMEMBERED: Final = 8_192
"""More than the characters of all names; a text made to hold every character fills no memory."""


def _folded(character: str) -> str:
    if not character.isprintable() or character in _NOT_LETTERS:
        return ""
    if "\U0001f200" <= character <= "\U0001f2ff":
        return ""  # emoji made of letters, such as 🈶
    folded = normalize("NFKD", normalize("NFKD", character).casefold()).translate(_TO_SIMPLIFIED)
    return "".join(filter(_is_kept, folded))


def _is_kept(character: str) -> bool:
    if category(character) in {"Mn", "Mc"}:
        return not name_of(character, "").startswith(_NOT_VOWELS)
    return character.isalnum() and character not in _NOT_LETTERS
