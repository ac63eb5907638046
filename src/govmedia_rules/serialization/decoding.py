"""From bytes to plain JSON values, with limits, and without trust."""

from __future__ import annotations

import json
import os
import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from attrs import define, field, frozen

from govmedia_rules.errors import ascii_surrogates, shown
from govmedia_rules.problems import Place, ProblemLog

__all__ = [
    "MAX_BYTES",
    "MAX_LINE_BYTES",
    "MISREAD",
    "Decoder",
    "OddNumber",
    "RepeatedKeys",
    "file_name",
    "read_document",
    "read_lines",
    "text_of",
]

MAX_BYTES: Final = 2**30
"""The largest JSON document that is read, in bytes, unless the caller says otherwise."""

MAX_LINE_BYTES: Final = 4 * 2**20
"""The longest line of NDJSON that is read, in bytes."""

_CHUNK = 2**20

# More digits than any count or measure has, fewer than make int() slow or refuse.
_MAX_DIGITS = 400

_SPACE: Final = re.compile(r"[ \t\r\n]*")


def _end_of_space(text: str, start: int) -> int:
    match = _SPACE.match(text, start)
    return start if match is None else match.end()


@frozen
class OddNumber:
    """A number that JSON does not know (NaN, Infinity) or that nobody counts to."""

    text: str

    def __repr__(self) -> str:
        """Return the number as it stands in the file, or its size when it is long."""
        if len(self.text) > _MAX_DIGITS:
            return f"<a number of {len(self.text):,} digits>"
        return self.text


class RepeatedKeys(dict[str, Any]):
    """
    An object of which some key occurs twice; the last value stands.

    Attributes:
        repeated: the keys that occur more than once, in order.
    """

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(key for key, _ in pairs)
        self.repeated = tuple(key for key, count in counts.items() if count > 1)


class _Misread:
    """The type of :data:`MISREAD`."""


MISREAD: Final = _Misread()
"""What :meth:`Decoder.decode` returns for a text that is not JSON, after it has said why."""


@define
class Decoder:
    """
    Reads JSON text and marks what should not be in it.

    Odd numbers and repeated keys are kept as marked values, not refused on the spot,
    so that the record they stand in can be named.

    Attributes:
        oddity: the first odd thing in the text decoded last, in words, or None.
    """

    oddity: str | None = None
    _json: json.JSONDecoder = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._json = json.JSONDecoder(
            object_pairs_hook=self._object,
            parse_int=self._int,
            parse_constant=self._constant,
        )

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        plain = dict(pairs)
        if len(plain) == len(pairs):
            return plain
        marked = RepeatedKeys(pairs)
        if self.oddity is None:
            key = shown(marked.repeated[0])
            self.oddity = f"each key once in an object; {key} is there more than once"
        return marked

    def _int(self, digits: str) -> int | OddNumber:
        # int() takes quadratic time, and how much of it Python allows is a
        # setting of the process: not to be relied on.
        return int(digits) if len(digits) <= _MAX_DIGITS else self._odd(digits)

    def _constant(self, name: str) -> OddNumber:
        return self._odd(name)

    def _odd(self, text: str) -> OddNumber:
        number = OddNumber(text)
        if self.oddity is None:
            self.oddity = f"numbers that JSON has and people use, not {number!r}"
        return number

    def decode(self, text: str, place: Place, log: ProblemLog, *, line: int | None = None) -> Any:
        """
        Return the JSON value that *text* holds, or :data:`MISREAD` after logging why not.

        Parameters:
            text: the text.

            place: where it stands.

            log: where to say what is wrong.

            line: for a line of NDJSON, its number.
        """
        self.oddity = None
        start = _end_of_space(text, 0)
        if start == len(text):
            log.add_text(place, "JSON, not an empty text", line=line)
            return MISREAD
        try:
            value, end = self._json.raw_decode(text, start)
            end = _end_of_space(text, end)
            if end == len(text):
                return value
            error = json.JSONDecodeError("Extra data", text, end)
        except json.JSONDecodeError as caught:
            error = caught
        except RecursionError:
            log.add_text(place, "JSON that is nested less deeply", line=line)
            return MISREAD
        log.add_text(
            place,
            f"JSON ({error.msg[:1].lower()}{error.msg[1:]})",
            line=error.lineno if line is None else line,
            column=error.colno,
        )
        return MISREAD


def file_name(path: str | os.PathLike[str]) -> str:
    """Return *path* as a message may print it, whatever bytes are in it."""
    return ascii_surrogates(os.fspath(path))


def _why(error: OSError | ValueError) -> str:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return f"a file that can be read ({(reason or type(error).__name__).lower()})"


def text_of(data: bytes, place: Place, log: ProblemLog, *, line: int | None = None) -> str | None:
    """
    Return *data* as text without its byte order mark, or None after logging why it is not UTF-8.

    Parameters:
        data: the bytes.

        place: where they stand.

        log: where to say what is wrong.

        line: for a line of NDJSON, its number.
    """
    data = data.removeprefix(BOM_UTF8)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        log.add_text(
            place,
            f"UTF-8 (the byte 0x{data[error.start]:02x} is not; save the file as UTF-8)",
            line=data.count(b"\n", 0, error.start) + 1 if line is None else line,
            column=error.start - data.rfind(b"\n", 0, error.start),
        )
        return None


def read_document(path: Path, place: Place, log: ProblemLog, max_bytes: int) -> bytes | None:
    """Return what the file holds, or None after logging why it cannot be read."""
    chunks: list[bytes] = []
    size = 0
    try:
        with path.open("rb") as file:
            # In pieces, because one read() of max_bytes would set the memory aside at once.
            while size <= max_bytes and (chunk := file.read(_CHUNK)):
                chunks.append(chunk)
                size += len(chunk)
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it
        log.add_text(place, _why(error))
        return None
    if size > max_bytes:
        log.add_text(place, f"at most {max_bytes:,} bytes, the limit that max_bytes sets")
        return None
    return b"".join(chunks)


def read_lines(path: Path, place: Place, log: ProblemLog) -> Iterator[tuple[int, bytes | None]]:
    """
    Yield the lines of a file with their numbers, None in place of what cannot be read.

    No more than one longest line is ever held. Why something cannot be read is logged.
    """
    number = 0
    try:
        with path.open("rb") as file:
            while line := file.readline(MAX_LINE_BYTES + 1):
                number += 1
                if len(line) > MAX_LINE_BYTES and not line.endswith(b"\n"):
                    log.add_text(place, f"lines of at most {MAX_LINE_BYTES:,} bytes", line=number)
                    while line and not line.endswith(b"\n"):
                        line = file.readline(_CHUNK)
                    yield number, None
                else:
                    yield number, line
    except (OSError, ValueError) as error:
        log.add_text(place, _why(error))
        yield number + 1, None
