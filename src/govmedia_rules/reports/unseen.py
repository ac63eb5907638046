"""
Characters that nobody sees, written so that everybody does.

A name in a portfolio is whatever somebody typed or planted there. Passed on as it is, it
could move a terminal's cursor, reverse the reading order, or start a new line that looks
like a finding.
"""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["escaped", "is_unseen", "seen"]

# Control and format characters (ESC, line feeds, bidirectional overrides and isolates,
# zero-width ones), lone surrogates, line and paragraph separators.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def is_unseen(character: str) -> bool:
    """Return whether *character* shows nothing and may do something."""
    return unicodedata.category(character) in _UNSEEN


def escaped(character: str) -> str:
    r"""Return the escape of *character* that everybody can see, such as ``\u202e``."""
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def seen(text: str, *, keeps_lines: bool = False) -> str:
    """
    Return *text* with every character that cannot be seen written as its escape.

    Parameters:
        text: anything.

        keeps_lines: leave line feeds alone, for messages of several lines.
    """
    # Nearly every text is printable, which is asked at the speed of C.
    if text.isprintable():
        return text
    kept = "\n" if keeps_lines else ""
    return "".join(
        escaped(character) if is_unseen(character) and character not in kept else character
        for character in text
    )
