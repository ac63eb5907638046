"""
Text from data made fit for a page: what cannot be seen is shown as its escape.

A name in a portfolio is whatever somebody typed or planted there. The template engine
keeps it from becoming markup; this module keeps it from reversing the reading order,
hiding letters, or being ten megabytes long.
"""

from __future__ import annotations

from typing import Final

from govmedia_rules.reports.unseen import escaped, is_unseen

__all__ = ["MOST_OF_A_NAME", "MOST_OF_A_SENTENCE", "shown"]

MOST_OF_A_NAME: Final = 80
"""How many characters of a name, a title or an id are shown."""

MOST_OF_A_SENTENCE: Final = 1_000
"""How many characters of a sentence that may hold values from the data are shown."""

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
    is_refused = code & 0xFFFF in _NONCHARACTER_ENDINGS or 0xFDD0 <= code <= 0xFDEF
    hides = is_unseen(character) and character not in _JOINERS
    return escaped(character) if hides or is_refused else character
