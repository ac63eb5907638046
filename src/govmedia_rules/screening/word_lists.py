"""Screeners made of curated words, read from TOML: what stands together in a sentence."""

from __future__ import annotations

import os
import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from ahocorasick_rs import AhoCorasick, MatchKind
from attrs import field, frozen

from govmedia_rules.errors import shown
from govmedia_rules.screening.results import Hit, ScreeningError
from govmedia_rules.text import Text
from govmedia_rules.toml_nesting import MAX_KEYS, where_too_deep

__all__ = ["WordList", "WordPattern", "load_word_list", "word_list_in_the_box"]

_SENTENCE_ENDS: Final = re.compile(r"[。！？；!?;\n]")

# One character for one, so that places in the folded text are those in the text.
_FOLDED: Final = {
    **{code: code + 32 for code in range(ord("A"), ord("Z") + 1)},
    **{code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)},
    **{code: code - 0xFEE0 + 32 for code in range(0xFF21, 0xFF3B)},
    **{code: code - 0xFEE0 for code in range(0xFF41, 0xFF5B)},
}

_MOST_WORDS: Final = 10_000
_MOST_BYTES: Final = 2**20
_KEYS: Final = frozenset({"label", "any", "near", "unless", "unless_in_text"})


class _Found(NamedTuple):
    """One of the words of a list, where it stands in a text."""

    word: str
    start: int
    end: int


def _folded(text: str) -> str:
    return text.translate(_FOLDED)


def _as_words(words: Iterable[str]) -> frozenset[str]:
    return frozenset(map(_folded, words))


def _as_groups(groups: Iterable[Iterable[str]]) -> tuple[frozenset[str], ...]:
    return tuple(map(_as_words, groups))


@frozen(kw_only=True)
class WordPattern:
    """
    Words that together suggest a label.

    Parameters:
        label: the label.

        groups: sets of words. A sentence that holds one word of each suggests the label.

        unless: words that lift it when they stand in the same sentence.

        unless_in_text: words that lift it wherever they stand in the text.
    """

    label: str
    groups: tuple[frozenset[str], ...] = field(converter=_as_groups)
    unless: frozenset[str] = field(default=frozenset(), converter=_as_words)
    unless_in_text: frozenset[str] = field(default=frozenset(), converter=_as_words)

    @property
    def words(self) -> frozenset[str]:
        """Every word that it mentions."""
        return self.unless.union(self.unless_in_text, *self.groups)


def _as_patterns(patterns: Iterable[WordPattern]) -> tuple[WordPattern, ...]:
    return tuple(patterns)


@frozen(kw_only=True)
class WordList:
    """
    A screener that looks for words.

    All words are looked for at once by an Aho-Corasick automaton, which reads a text once
    however many words there are; no regular expression is built from them. Letters and
    digits match in either width, and letters in either case.

    Parameters:
        id: its name.

        version: to be changed with the words.

        looks_for: what it looks for, and what it does not see.

        patterns: the words.

    Raises:
        ScreeningError: when there are no words, too many, or a blank one.
    """

    id: str
    version: str
    looks_for: Text
    patterns: tuple[WordPattern, ...] = field(converter=_as_patterns)
    _words: tuple[str, ...] = field(init=False, repr=False, eq=False)
    _automaton: AhoCorasick = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        words = sorted({word for pattern in self.patterns for word in pattern.words})
        if not words or any(not all(pattern.groups or [()]) for pattern in self.patterns):
            raise ScreeningError("each pattern of a word list has words", screener_id=self.id)
        if any(not word.strip() or _SENTENCE_ENDS.search(word) for word in words):
            raise ScreeningError(
                "a word is not blank and does not go past the end of a sentence",
                screener_id=self.id,
            )
        if len(words) > _MOST_WORDS:
            raise ScreeningError(
                f"{len(words):,} words; a list holds at most {_MOST_WORDS:,}", screener_id=self.id
            )
        object.__setattr__(self, "_words", tuple(words))
        object.__setattr__(self, "_automaton", AhoCorasick(words, matchkind=MatchKind.Standard))

    @property
    def labels(self) -> frozenset[str]:
        """The labels that its patterns suggest."""
        return frozenset(pattern.label for pattern in self.patterns)

    def screen(self, text: str) -> Iterable[Hit]:
        """Return what its patterns find in *text*, in order: at most one hit for each and sentence."""
        folded = _folded(text)
        found = [
            _Found(self._words[number], start, end)
            for number, start, end in self._automaton.find_matches_as_indexes(
                folded, overlapping=True
            )
        ]
        if not found:
            return ()
        everywhere = {each.word for each in found}
        awake = [
            pattern
            for pattern in self.patterns
            if everywhere.isdisjoint(pattern.unless_in_text)
            and not any(everywhere.isdisjoint(group) for group in pattern.groups)
        ]
        if not awake:
            return ()
        hits = [
            hit
            for sentence in _by_sentence(folded, found)
            for pattern in awake
            if (hit := _hit(pattern, sentence, text)) is not None
        ]
        return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.label))


def _by_sentence(text: str, found: Sequence[_Found]) -> Iterator[list[_Found]]:
    ends = [match.start() for match in _SENTENCE_ENDS.finditer(text)]
    sentences: dict[int, list[_Found]] = {}
    for each in found:
        sentences.setdefault(bisect_right(ends, each.start), []).append(each)
    yield from sentences.values()


def _hit(pattern: WordPattern, sentence: Sequence[_Found], text: str) -> Hit | None:
    firsts: list[_Found] = []
    words = {each.word for each in sentence}
    if not words.isdisjoint(pattern.unless):
        return None
    for group in pattern.groups:
        first = next((each for each in sentence if each.word in group), None)
        if first is None:
            return None
        firsts.append(first)
    start, end = min(each.start for each in firsts), max(each.end for each in firsts)
    return Hit(label=pattern.label, found=text[start:end], start=start, end=end)


def load_word_list(path: str | os.PathLike[str]) -> WordList:
    """
    Load a word list from a TOML file.

    Parameters:
        path: the file. It has an ``id``, a ``version``, ``looks_for`` with ``zh`` and ``en``,
            and for each ``[[pattern]]`` a ``label``; ``any``, words of which one is enough, or
            ``near``, lists of words of which one each has to stand in a sentence; and
            ``unless`` and ``unless_in_text``, words that lift it.

    Raises:
        ScreeningError: when the file is no such list.
        OSError: when it cannot be read.
    """
    return _read(Path(path))


@cache
def word_list_in_the_box(name: str) -> WordList:
    """Return the word list that the library brings under the file name *name*."""
    return _read(files("govmedia_rules.screening") / "words" / f"{name}.toml")


def _read(source: Traversable) -> WordList:
    with source.open("rb") as file:
        content = file.read(_MOST_BYTES + 1)
    try:
        data = tomllib.loads(_flat(_small(content).decode()))
        words = _table(data.get("looks_for"), "looks_for")
        return WordList(
            id=_text(data, "id"),
            version=_text(data, "version"),
            looks_for=Text(zh=_text(words, "zh"), en=_text(words, "en")),
            patterns=tuple(_pattern(each) for each in _list(data.get("pattern"), "pattern")),
        )
    # A ValueError is what tomllib raises, also for a number of more digits than Python reads.
    except (ScreeningError, ValueError) as error:
        raise ScreeningError(f"the word list {shown(source.name)}: {error}") from error


def _small(content: bytes) -> bytes:
    if len(content) > _MOST_BYTES:
        raise ScreeningError(f"more than {_MOST_BYTES:,} bytes")
    return content


def _flat(text: str) -> str:
    if where_too_deep(text) is not None:
        raise ScreeningError(f"keys and brackets nest more than {MAX_KEYS} deep")
    return text


def _pattern(data: object) -> WordPattern:
    table = _table(data, "a pattern")
    unknown = table.keys() - _KEYS
    if unknown:
        raise ScreeningError(
            f"a pattern has no {shown(min(unknown))}; it has {', '.join(sorted(_KEYS))}"
        )
    if ("any" in table) == ("near" in table):
        raise ScreeningError("a pattern has either any or near")
    groups = [table["any"]] if "any" in table else _list(table["near"], "near")
    return WordPattern(
        label=_text(table, "label"),
        groups=tuple(_words(group, "any" if "any" in table else "near") for group in groups),
        unless=_words(table.get("unless", []), "unless"),
        unless_in_text=_words(table.get("unless_in_text", []), "unless_in_text"),
    )


def _table(value: object, name: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ScreeningError(f"{name} is {shown(value)}; expected a table")
    return cast("Mapping[str, Any]", value)


def _list(value: object, name: str) -> list[object]:
    if not isinstance(value, list) or not value:
        raise ScreeningError(f"{name} is {shown(value)}; expected a list that is not empty")
    return cast("list[object]", value)


def _text(table: Mapping[str, Any], name: str) -> str:
    value = table.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ScreeningError(f"{name} is {shown(value)}; expected text that is not blank")
    return value


def _words(value: object, name: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise ScreeningError(f"{name} is {shown(value)}; expected a list of words")
    return tuple(cast("list[str]", value))
