r"""
Texts from data as cells of a spreadsheet: no formula, no markup, nothing unseen, and restorable.

Three things happen to a text, and are undone when it is read back:

* Characters that XML cannot hold, that steer a terminal, or that turn the reading order
  around are written as ``\uXXXX``, and so is what would be taken for such an escape.
* Where a spreadsheet would begin a formula stands an apostrophe in front (OWASP: CSV
  injection): at the start of the cell, and behind whatever may end a cell in a spreadsheet
  that splits CSV at other characters than commas.
* In CSV, what a spreadsheet would turn into a number or a date gets an apostrophe too;
  an id of twenty digits would come back as 1.23457E+19.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["FORMULA", "MOST_UNITS", "from_cell", "to_csv_cell", "to_xlsx_cell"]

MOST_UNITS: Final = 32_767
"""How long a cell of a spreadsheet may be, in UTF-16 code units; what is longer is cut."""

FORMULA: Final = r"'*[=+\-@\t\r\n＝＋－＠]"
"""
How a text begins that a spreadsheet takes for a formula, as a regular expression.

For what guards whole columns at once; column engines know no look-behind.
"""

# Control characters but tab and line feed, bidirectional embeddings, overrides and isolates,
# noncharacters, lone surrogates; then the beginnings of our own escapes and of those of
# OOXML (_xHHHH_), which would be decoded when they are not ours.
_ESCAPED: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
    r"|\\(?=u[0-9A-Fa-f]{4})|_(?=x[0-9A-Fa-f]{4})"
)
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})")

# The full-width signs are what a Chinese keyboard types for the ones that begin a formula.
_GUARDED: Final = re.compile(r"""(?:\A|(?<=[,;|"\t\n]))[ ]*'*(?=[=+\-@＝＋－＠])|\A'*(?=[\t\n])""")
_NUMBER_LIKE: Final = re.compile(r"'*[.(]?\d[\d.,:/eE+\-%年月日时分秒 ]*\)?")

# XlsxWriter takes a text in these brackets for markup of its own, and writes it as it is.
_RICH: Final = re.compile(r"<(?=r>.*</r>\Z)", re.DOTALL)


def to_csv_cell(text: str) -> str:
    """Return *text* as a cell of a CSV file."""
    guard = "'" if _NUMBER_LIKE.fullmatch(text) else ""
    return _cut(_guarded(guard + text))


def to_xlsx_cell(text: str) -> str:
    """Return *text* as a cell of an XLSX file that is written as text; digits stay as they are."""
    guard = "'" if text.startswith("'") and _NUMBER_LIKE.fullmatch(text) else ""
    return _cut(_RICH.sub(r"\\u003C", _guarded(guard + text), count=1))


def from_cell(cell: str) -> str:
    """Return the text of which :func:`to_csv_cell` or :func:`to_xlsx_cell` made *cell*."""
    text = _GUARDED.sub(lambda found: found[0].removesuffix("'"), cell)
    if text.startswith("'") and _NUMBER_LIKE.fullmatch(text):
        text = text[1:]
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)


def _guarded(text: str) -> str:
    escaped = _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04X}", text)
    return _GUARDED.sub(lambda found: f"{found[0]}'", escaped)


def _cut(cell: str) -> str:
    """Return *cell*, cut to what a spreadsheet takes, with an ellipsis where something is lost."""
    if 2 * len(cell) <= MOST_UNITS:
        return cell
    units = cell.encode("utf-16-le")
    if len(units) <= 2 * MOST_UNITS:
        return cell
    return units[: 2 * (MOST_UNITS - 1)].decode("utf-16-le", "ignore") + "…"
