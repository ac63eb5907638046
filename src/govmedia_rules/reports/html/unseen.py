"""
Text from data made fit for a page: what cannot be seen is shown as its escape.

A name in a portfolio is whatever somebody typed or planted there. The template engine
keeps it from becoming markup; this module keeps it from reversing the reading order,
hiding letters, or being ten megabytes long.
"""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["MOST_OF_A_NAME", "MOST_OF_A_SENTENCE", "shown"]

MOST_OF_A_NAME: Final = 80
"""How many characters of a name, a title or an id are shown."""

MOST_OF_A_SENTENCE: Final = 1_000
"""How many characters of a sentence that may hold values from the data are shown."""

# Control and format characters (line feeds, bidirectional overrides and isolates, zero-width
# ones), lone surrogates, which no file can hold, line and paragraph separators.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})

# Emoji of several people and some scripts are spelt with the first two; noncharacters are
# refused in HTML, and Python counts them among the unassigned.
_JOINERS: Final = frozenset("\u200c\u200d")
_NONCHARACTER_ENDINGS: Final = frozenset({0xFFFE, 0xFFFF})


def shown(text: str, most: int = MOST_OF_A_SENTENCE) -> str:
    r"""
    Return *text* with every character that cannot be seen written as its escape, ``\u202e``.

    Parameters:
        text: anything.

        most: how many of its characters may be shown; what is longer ends in ``…``.
    """
    if len(text) > most:
        text = text[: most - 1] + "…"
    # Nearly every text is printable, which is asked at the speed of C.
    if text.isprintable():
        return text
    return "".join(map(_seen, text))


def _seen(character: str) -> str:
    code = ord(character)
    is_unseen = unicodedata.category(character) in _UNSEEN and character not in _JOINERS
    is_refused = code & 0xFFFF in _NONCHARACTER_ENDINGS or 0xFDD0 <= code <= 0xFDEF
    if not is_unseen and not is_refused:
        return character
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
