"""TOML text with the places of what stands in it, guarded against text made to do harm."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path as FilePath
from typing import Final

from govmedia_rules.errors import shown
from govmedia_rules.rulefile.faults import RuleFileError, RuleFileFault
from govmedia_rules.rulefile.toml_places import Places, find_places, place_at
from govmedia_rules.toml_nesting import MAX_KEYS, where_too_deep

__all__ = ["MAX_BYTES", "parse_toml", "read_text"]

MAX_BYTES: Final = 2**20
"""How large a rule file may be; the Opinion's rules take a fifth of it."""

_TOLD_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")


def read_text(path: FilePath) -> str:
    """
    Return the text of the rule file at *path*.

    Raises:
        RuleFileError: when it is no readable file, too large, or not UTF-8.
    """
    name = str(path)
    try:
        if not path.is_file():
            raise RuleFileError([RuleFileFault(file=name, reason="there is no such file")])
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        reason = f"it cannot be read: {error.strerror or type(error).__name__}"
        raise RuleFileError([RuleFileFault(file=name, reason=reason)]) from error
    except ValueError as error:  # a null character in a path
        raise RuleFileError([RuleFileFault(file=name, reason="this is no path")]) from error
    if len(raw) > MAX_BYTES:
        reason = f"a rule file has at most {MAX_BYTES:,} bytes"
        raise RuleFileError([RuleFileFault(file=name, reason=reason)])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        fault = RuleFileFault(
            file=name,
            line=before.count(b"\n") + 1,
            reason="this is not UTF-8; save the file with the encoding UTF-8",
        )
        raise RuleFileError([fault]) from error


def parse_toml(text: str, file: str) -> tuple[dict[str, object], Places]:
    """
    Return what *text* says, and where each of it stands.

    Parameters:
        text: the text.

        file: what to call it in messages.

    Raises:
        RuleFileError: when it is no TOML, or nests beyond reason.
    """
    if len(text) > MAX_BYTES:
        reason = f"a rule file has at most {MAX_BYTES:,} characters"
        raise RuleFileError([RuleFileFault(file=file, reason=reason)])
    _check_characters(text, file)
    _check_steps(text, file)
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleFileError([_told(text, file, str(error))]) from error
    except ValueError as error:  # a date such as 2024-02-30, a number of a million digits
        reason = f"this is no TOML: {shown(str(error))}"
        raise RuleFileError([RuleFileFault(file=file, reason=reason)]) from error
    return data, find_places(text)


def _check_characters(text: str, file: str) -> None:
    """Refuse half a character, which a string of Python's may hold, and neither TOML nor a file."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        place = place_at(text, error.start)
        fault = RuleFileFault(
            file=file,
            line=place.line,
            column=place.column,
            reason="this is no TOML: half a character stands here",
        )
        raise RuleFileError([fault]) from error


def _told(text: str, file: str, message: str) -> RuleFileFault:
    found = _TOLD_PLACE.search(message)
    reason = f"this is no TOML: {message if found is None else message[: found.start()]}"
    if found is None:
        return RuleFileFault(file=file, reason=reason)
    if found[1] is None:
        end = place_at(text, len(text))
        return RuleFileFault(file=file, line=end.line, column=end.column, reason=reason)
    return RuleFileFault(file=file, line=int(found[1]), column=int(found[2]), reason=reason)


def _check_steps(text: str, file: str) -> None:
    start = where_too_deep(text)
    if start is not None:
        place = place_at(text, start)
        fault = RuleFileFault(
            file=file,
            line=place.line,
            column=place.column,
            word=text[start],
            reason=f"keys and brackets nest at most {MAX_KEYS} deep",
        )
        raise RuleFileError([fault])
