"""
Where in a TOML text each key and value stands.

The standard library's ``tomllib`` reads values and forgets their places. This goes over the
same text once more, after ``tomllib`` has accepted it, and remembers nothing else; it need
not judge the text, only find its way in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final, TypeAlias

from attrs import define, field, frozen

from govmedia_rules.errors import shown

__all__ = ["Path", "Place", "Places", "find_places", "place_at", "shown_path"]

Path: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys, and positions in lists counted from 0."""

_BARE: Final = re.compile(r"[A-Za-z0-9_-]+")
_BLANK: Final = re.compile(r"[ \t]*")
_SKIPPED: Final = re.compile(r"(?:[ \t\n]+|#[^\n]*)*")
_SCALAR: Final = re.compile(r"[^,\]}#\n]*")
_ESCAPES: Final = {
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "f": "\f",
    "r": "\r",
    '"': '"',
    "\\": "\\",
}
_FOLDED: Final = re.compile(r"\\[ \t]*\n[ \t\n]*")


@frozen
class Place:
    """
    A place in a text.

    Parameters:
        line: the line, counted from 1.

        column: the column in it, in characters, counted from 1.
    """

    line: int
    column: int


def place_at(text: str, offset: int) -> Place:
    """Return the place of the character at *offset*."""
    before = text[:offset]
    return Place(before.count("\n") + 1, offset - before.rfind("\n"))


def shown_path(path: Path) -> str:
    """Return *path* as a message shows it, such as ``rules[0].requires``."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            plain = step if _BARE.fullmatch(step) else shown(step)
            text += ("." if text else "") + (plain if len(plain) <= 80 else plain[:79] + "…")
    return text


@define
class Places:
    """
    The places of the keys and values of one text.

    Parameters:
        text: the text, its line ends made plain.

        keys: where the key (or the table's heading) of each path begins.

        values: where the value of each path begins.
    """

    text: str
    keys: dict[Path, int] = field(factory=dict)
    values: dict[Path, int] = field(factory=dict)
    _starts: list[int] = field(init=False, repr=False, eq=False)

    def __attrs_post_init__(self) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", self.text))]

    def _at(self, offset: int) -> Place:
        # There may be as many faults as lines, so lines are not counted anew for each.
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)

    def of(self, path: Path) -> Place:
        """Return the place of the value at *path*, or of the nearest thing that holds it."""
        for length in range(len(path), 0, -1):
            offset = self.values.get(path[:length], self.keys.get(path[:length]))
            if offset is not None:
                return self._at(offset)
        return self._at(0)

    def of_key(self, path: Path) -> Place:
        """Return the place of the key at *path*, or of the nearest thing that holds it."""
        offset = self.keys.get(path)
        return self.of(path) if offset is None else self._at(offset)

    def within_string(self, path: Path, offset: int) -> Place:
        """Return the place of the character at *offset* of the string that stands at *path*."""
        start = self.values.get(path)
        if start is None or self.text[start : start + 1] not in {"'", '"'}:
            return self.of(path)
        return self._at(_source_offset(self.text, start, offset))


def _delimiter(text: str, at: int) -> str:
    quote = text[at]
    return quote * 3 if text.startswith(quote * 3, at) else quote


def _source_offset(text: str, start: int, wanted: int) -> int:
    """Return where in *text* the character *wanted* of the string at *start* is written."""
    quote = _delimiter(text, start)
    position = start + len(quote)
    if len(quote) == 3 and text.startswith("\n", position):
        position += 1
    seen = 0
    while position < len(text) and not text.startswith(quote, position):
        if quote[0] == '"' and text[position] == "\\":
            folded = _FOLDED.match(text, position) if len(quote) == 3 else None
            if folded is not None:
                position = folded.end()
                continue
            length = {"u": 6, "U": 10}.get(text[position + 1 : position + 2], 2)
        else:
            length = 1
        if seen == wanted:
            return position
        seen += 1
        position += length
    return position


def find_places(text: str) -> Places:
    """Return the places of everything in *text*, which ``tomllib`` has accepted."""
    walker = _Walker(Places(text.replace("\r\n", "\n")))
    walker.walk()
    return walker.places


@define
class _Walker:
    """Goes over a valid text once, from its beginning to its end."""

    places: Places
    at: int = 0
    table: Path = ()
    _counts: dict[Path, int] = field(factory=dict)

    @property
    def text(self) -> str:
        return self.places.text

    def walk(self) -> None:
        self._skip()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                self._heading()
            else:
                self._pair(self.table)
            self._skip()

    def _skip(self) -> None:
        """Go past blanks, line ends and comments."""
        found = _SKIPPED.match(self.text, self.at)
        self.at = self.at if found is None else found.end()

    def _skip_blanks(self) -> None:
        found = _BLANK.match(self.text, self.at)
        self.at = self.at if found is None else found.end()

    def _heading(self) -> None:
        start = self.at
        is_list = self.text.startswith("[[", start)
        self.at += 2 if is_list else 1
        keys = self._key()
        self.at += 2 if is_list else 1
        path = self._resolved(keys[:-1])
        last = (*path, keys[-1])
        if is_list:
            number = self._counts.get(last, -1) + 1
            self._counts[last] = number
            self.places.keys.setdefault(last, start)
            last = (*last, number)
        # A table may come without those that hold it, as in [rules.params.days].
        for length in range(1, len(last) + 1):
            self.places.keys.setdefault(last[:length], start)
        self.table = last

    def _resolved(self, keys: tuple[str, ...]) -> Path:
        """Return the path of a heading's leading keys: a list stands for its latest member."""
        path: Path = ()
        for key in keys:
            path = (*path, key)
            if path in self._counts:
                path = (*path, self._counts[path])
        return path

    def _key(self) -> tuple[str, ...]:
        keys: list[str] = []
        while True:
            self._skip_blanks()
            if self.text[self.at] in "'\"":
                keys.append(self._string())
            else:
                found = _BARE.match(self.text, self.at)
                assert found is not None  # noqa: S101 -- tomllib has accepted the text
                keys.append(found[0])
                self.at = found.end()
            self._skip_blanks()
            if not self.text.startswith(".", self.at):
                return tuple(keys)
            self.at += 1

    def _pair(self, table: Path) -> None:
        start = self.at
        keys = self._key()
        for length in range(1, len(keys) + 1):
            self.places.keys.setdefault((*table, *keys[:length]), start)
        self.at += 1  # the sign =
        self._skip_blanks()
        self._value((*table, *keys))

    def _value(self, path: Path) -> None:
        self.places.values.setdefault(path, self.at)
        match self.text[self.at]:
            case "'" | '"':
                self._string()
            case "[":
                self._list(path)
            case "{":
                self._inline_table(path)
            case _:
                found = _SCALAR.match(self.text, self.at)
                self.at = self.at if found is None else found.end()

    def _list(self, path: Path) -> None:
        self.at += 1
        number = 0
        self._skip()
        while self.text[self.at] != "]":
            self._value((*path, number))
            number += 1
            self._skip()
            if self.text[self.at] == ",":
                self.at += 1
                self._skip()
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self.at += 1
        self._skip()
        while self.text[self.at] != "}":
            self._pair(path)
            self._skip()
            if self.text[self.at] == ",":
                self.at += 1
                self._skip()
        self.at += 1

    def _string(self) -> str:
        """Go past a string and return what it says; only keys are asked for that."""
        quote = _delimiter(self.text, self.at)
        if quote[0] * 2 == self.text[self.at : self.at + 2] and len(quote) == 1:
            self.at += 2
            return ""
        position = self.at + len(quote)
        pieces: list[str] = []
        while not self.text.startswith(quote, position):
            if quote[0] == '"' and self.text[position] == "\\":
                sign = self.text[position + 1]
                length = {"u": 6, "U": 10}.get(sign, 2)
                digits = self.text[position + 2 : position + length]
                pieces.append(chr(int(digits, 16)) if digits else _ESCAPES.get(sign, ""))
            else:
                length = 1
                pieces.append(self.text[position])
            position += length
        self.at = position + len(quote)
        # Up to two more quotation marks may stand right before a long string's end.
        while len(quote) == 3 and self.text.startswith(quote[0], self.at):
            self.at += 1
        return "".join(pieces)
