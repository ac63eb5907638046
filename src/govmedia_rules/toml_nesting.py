"""
How deep TOML nests, found out before it is parsed.

The time that the standard library's ``tomllib`` takes grows with the square of the keys that
dots join, and its stack with brackets within one another: a file of one megabyte could
keep it busy for hours. So text from outside is looked at first.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["MAX_KEYS", "where_too_deep"]

MAX_KEYS: Final = 32
"""How many keys dots may join in a row, and how many brackets may stand within one another."""

# What counts: dots between keys, and brackets. Strings and comments are passed over, also
# those that never end.
_STEP: Final = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*(?:"""|\Z)'
    r"|'''(?:[^']|'(?!''))*(?:'''|\Z)"
    r'|"(?:[^"\\\n]|\\.)*(?:"|\n|\Z)'
    r"|'[^'\n]*(?:'|\n|\Z)"
    r"|\#[^\n]*"
    r"|(?P<dot>\.)"
    r"|(?P<open>[\[{])"
    r"|(?P<close>[\]}])"
    r"|(?P<end>[\n=,])",
    re.DOTALL,
)


def where_too_deep(text: str) -> int | None:
    """Return where *text* begins to nest deeper than :data:`MAX_KEYS`, or None where it never does."""
    dots = depth = 0
    for step in _STEP.finditer(text):
        match step.lastgroup:
            case "dot":
                dots += 1
            case "open":
                depth += 1
            case "close":
                depth = max(depth - 1, 0)
            case "end":
                dots = 0
            case _:
                continue
        if dots > MAX_KEYS or depth > MAX_KEYS:
            return step.start()
    return None
