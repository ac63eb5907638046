"""
Characters that nobody sees, written so that everybody does.

A name in a portfolio is whatever somebody typed or planted there. Passed on as it is, it
could move a terminal's cursor, reverse the reading order, or start a new line that looks
like a finding.
"""

from __future__ import annotations

import unicodedata
from typing import Final

__all__ = ["seen"]

# Control and format characters (ESC, line feeds, bidirectional overrides and isolates,
# zero-width ones), lone surrogates, line and paragraph separators.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def seen(text: str, *, keeps_lines: bool = False) -> str:
    """
    Return *text* with every character that cannot be seen written as its escape.

    Parameters:
        text: anything.

        keeps_lines: leave line feeds alone, for messages of several lines.
    """
    kept = "\n" if keeps_lines else ""
    return "".join(
        _escape(character)
        if unicodedata.category(character) in _UNSEEN and character not in kept
        else character
        for character in text
    )


def _escape(character: str) -> str:
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
