"""Cells that no spreadsheet takes for a formula, whatever text is written into them."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["FORMULA", "neutral", "original"]

FORMULA: Final = r"'*[=+\-@\t\r\n＝＋－＠]"
"""
How a text begins that a spreadsheet takes for a formula, as a regular expression.

Apostrophes and white space count, because spreadsheets drop them to find a formula
behind (OWASP: CSV injection); the full-width signs are what a Chinese keyboard types.
"""

_BEGINS: Final = re.compile(FORMULA)


def neutral(text: str) -> str:
    """Return *text* as a cell that no spreadsheet runs: an apostrophe stands before a formula."""
    return f"'{text}" if _BEGINS.match(text) else text


def original(cell: str) -> str:
    """Return the text that :func:`neutral` made *cell* of."""
    return cell[1:] if cell.startswith("'") and _BEGINS.match(cell) else cell
