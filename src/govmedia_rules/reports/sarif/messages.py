"""
Words for SARIF: both languages in every text, and nothing from data read as markup.

What tools show is ``text``, some of them ``markdown``; none that we know looks into
``translations``. So each text holds the Chinese wording and, after a line feed, the
English one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final, TypeAlias

from govmedia_rules.reports.unseen import seen
from govmedia_rules.text import Text

__all__ = ["Plain", "as_markdown", "as_text", "both", "cut", "plain_text"]

Plain: TypeAlias = dict[str, Any]
"""A JSON object of the log."""

# What can begin emphasis, a link, an image, code, a table, HTML, an entity, a heading, a
# list, a formula, an emoji or an address; after a backslash it stands for itself.
_MARKUP: Final = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&:@$=])")

# In SARIF a plain text may hold links, [words](target), and placeholders, {0}.
_LINK: Final = "]("
_PLACEHOLDER: Final = re.compile(r"\{(\d+)\}")

_MOST_OF_A_NAME: Final = 80


def cut(name: str) -> str:
    """Return a name from the data, cut where a sentence would drown in it."""
    return name if len(name) <= _MOST_OF_A_NAME else f"{name[: _MOST_OF_A_NAME - 1]}…"


def as_text(words: str) -> str:
    """Return *words* as plain text of SARIF that holds no link and no placeholder."""
    words = seen(words)
    if _LINK in words:
        words = words.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return _PLACEHOLDER.sub(r"{{\1}}", words)


def as_markdown(words: str) -> str:
    """Return *words* as Markdown that shows them as they are and does nothing else."""
    # Spaces in front could make code of it.
    return _MARKUP.sub(r"\\\1", seen(words).strip())


def both(text: Text, details: Iterable[tuple[Text, Iterable[Text]]] = ()) -> Plain:
    """
    Return a message of SARIF in both languages.

    Parameters:
        text: what it says.

        details: headings with statements under them, which its Markdown alone shows.
    """
    parts = [as_markdown(text.zh), as_markdown(text.en)]
    for heading, statements in details:
        parts.append(f"**{as_markdown(str(heading))}**")
        parts.append("\n".join(_item(statement) for statement in statements))
    return {
        "text": f"{as_text(text.zh)}\n{as_text(text.en)}",
        "markdown": "\n\n".join(parts),
    }


def _item(statement: Text) -> str:
    # Two spaces before a line feed begin a new line within the item.
    if statement.zh == statement.en:
        return f"- {as_markdown(statement.zh)}"
    return f"- {as_markdown(statement.zh)}  \n  {as_markdown(statement.en)}"


def plain_text(text: Text) -> Plain:
    """Return *text* for a property bag, each language by its name."""
    return {"zh": text.zh, "en": text.en}
