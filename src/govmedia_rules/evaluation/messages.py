"""The sentences of findings that no rule has a template for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from govmedia_rules.conditions.words import in_words
from govmedia_rules.errors import ascii_surrogates
from govmedia_rules.findings import Evidence, MissingFact
from govmedia_rules.rules import Scope
from govmedia_rules.text import Text

__all__ = [
    "missing_message",
    "outside_message",
    "quiet_message",
    "said",
    "valueless_message",
    "words_of",
]


def said(error: Exception) -> str:
    """Return what an exception is and says; one that cannot even be printed is just named."""
    try:
        words = f"{type(error).__name__}: {error}"
    except Exception:  # noqa: BLE001 -- the user's own __str__ crashed too
        words = type(error).__name__
    return ascii_surrogates(words[:500])


def words_of(value: object) -> tuple[str, str]:
    """Return a value as people write it, in Chinese and in English; numbers take the short way."""
    if type(value) is int:
        text = str(value)
        return text, text
    words = in_words(value)
    return words.zh, words.en


def missing_message(missing: Sequence[MissingFact]) -> Text:
    """Say which facts nobody recorded."""
    zh = "、".join([f.what.zh if f.count <= 1 else f"{f.what.zh}({f.count}条)" for f in missing])
    en = ", ".join(
        [f.what.en if f.count <= 1 else f"{f.what.en} ({f.count} rows)" for f in missing]
    )
    return Text(zh=f"未能判定，缺少：{zh}。", en=f"Undetermined; nobody recorded: {en}.")


def valueless_message(evidence: Sequence[Evidence]) -> Text:
    """Say that what the rule asks about has no value, although no fact is missing."""
    open_leaves = [piece.what for piece in evidence if piece.truth is None]
    if not open_leaves:
        return Text(zh="未能判定。", en="Undetermined.")
    zh = "、".join([what.zh for what in open_leaves])
    en = ", ".join([what.en for what in open_leaves])
    return Text(zh=f"未能判定：{zh}没有数值。", en=f"Undetermined: {en} has no value.")


def outside_message(scope: Scope) -> Text:
    """Return the beginning of a sentence about somebody whom an instrument does not bind."""
    cited = ", ".join(map(str, scope.cites))
    return Text(
        zh=f"不在适用范围内；只约束{scope.title.zh}({cited})",
        en=f"Does not apply, outside its scope; it binds {scope.title.en} only ({cited})",
    )


def quiet_message(opening: Text, pieces: Iterable[Evidence]) -> Text:
    """Return a sentence that says why a rule passed, or why it does not apply."""
    zh, en = [opening.zh], [opening.en]
    for piece in pieces:
        value_zh, value_en = words_of(piece.value)
        zh.append(f"{piece.what.zh}：{value_zh}")
        en.append(f"{piece.what.en}: {value_en}")
    return Text(zh="；".join(dict.fromkeys(zh)) + "。", en="; ".join(dict.fromkeys(en)) + ".")
