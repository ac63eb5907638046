"""
Changes to documents that leave them documents.

Bytes changed at random seldom get past a parser; these keep the grammar, mostly, and change
what is said. Each takes the bytes and a source of randomness, and nothing else, so that the
same seed makes the same input.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zlib
from collections.abc import Iterator
from random import Random
from typing import Any, Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

__all__ = ["mutated_cells", "mutated_json", "mutated_json_lines", "mutated_tokens", "mutated_zip"]

_WORDS: Final = (
    "",
    " ",
    "\x00",
    "\ud800",
    "=1+1",
    "'=1",
    "\u202e",
    "一" * 300,
    "1992-01-01T00:00:00+08:00",
    "1991-12-31T23:59:59+08:00",
    "2199-12-31T23:59:59.999999+08:00",
    "2019-06-05T24:00:00+08:00",
    "2019-06-05T00:00:00",
    "2019-06-05T00:00:00+23:59",
    "2019-06-05",
    "2019-02-30",
    "20190605",
    "2019-W23-3",
    "-P1D",
    "true",
    "null",
    "active",
    "closed",
    "post",
    "unit",
    "fail",
    "inspection-2019",
)
_NUMBERS: Final = (0, 1, -1, 7, 2**31, 2**53 + 1, 2**63 - 1, 2**63, -(2**63) - 1, 10**300)
_FRACTIONS: Final = (0.0, -0.0, 0.5, 1e-320, 1e308, float("inf"), float("nan"))
_RAW: Final = (
    "NaN",
    "-Infinity",
    "1e999",
    "9" * 5000,
    "1" * 401,
    "0x10",
    "1_000",
    "[" * 200,
    "{" * 200,
    '{"a":' * 200,
    "(" * 200,
    "not " * 200,
    "1979-05-27T07:32:00",
    "1979-05-27",
    "07:32:00",
    "0000-01-01",
    '"""',
    "'''",
    '"\\ud800"',
    "\r",
    "\ufeff",
)
_TOKEN: Final = re.compile(
    r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|<[^<>]*>|[\w.\-+:]+|[^\S\n]+|\n|.', re.DOTALL
)


def _scalar(random: Random) -> Any:
    return random.choice((*_WORDS, *_NUMBERS, *_FRACTIONS, None, True, False, [], {}))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every member of *value* as the list or object it is in and where it is there."""
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        steps = holder if isinstance(holder, dict) else range(len(holder))
        for step in steps:
            yield holder, step
            if isinstance(holder[step], dict | list):
                waiting.append(holder[step])


def _edit(document: Any, random: Random) -> None:
    """Change one member of *document*."""
    places = list(_places(document))
    if not places:
        return
    holder, step = random.choice(places)
    other_holder, other_step = random.choice(places)
    match random.randrange(8):
        case 0:
            del holder[step]
        case 1:  # another place's value, not the object itself: no circles
            holder[step] = json.loads(json.dumps(other_holder[other_step]))
        case 2 if isinstance(holder, list):
            holder.insert(step, json.loads(json.dumps(holder[step])))
        case 2 | 3 if isinstance(holder, dict):
            holder[other_step if isinstance(other_step, str) else "x"] = holder.pop(step)
        case 4:
            holder[step] = [holder[step]]
        case 5 if isinstance(holder[step], str):
            text = holder[step]
            at = random.randrange(len(text) + 1)
            holder[step] = text[:at] + random.choice(_WORDS) + text[at + random.randrange(2) :]
        case 6 if isinstance(holder[step], int | float):
            holder[step] = random.choice((holder[step] + 1, -holder[step], holder[step] / 2))
        case _:
            holder[step] = _scalar(random)


def _edited(text: str, random: Random) -> str | None:
    """Return the JSON document *text* with some members changed, or None where it is none."""
    try:
        document = json.loads(text)
        if not isinstance(document, dict | list):
            return None
        for _ in range(random.choice((1, 1, 1, 2, 4))):
            _edit(document, random)
        return json.dumps(document, ensure_ascii=random.random() < 0.5, separators=(",", ":"))
    except (ValueError, RecursionError, OverflowError):
        return None


def mutated_json(data: bytes, random: Random) -> bytes:
    """Return a JSON document with some members changed, or some tokens."""
    if random.random() < 0.2:
        return mutated_tokens(data, random)
    text = _edited(data.decode("utf-8", "replace"), random)
    return mutated_tokens(data, random) if text is None else text.encode("utf-8", "replace")


def mutated_json_lines(data: bytes, random: Random) -> bytes:
    """Return JSON of which each line is a document, or one with a comma, with one of them changed."""
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    line = lines[at].decode("utf-8", "replace")
    bare = line.removesuffix(",")
    match random.randrange(8):
        case 0:
            return mutated_json(data, random)
        case 1:
            lines.insert(random.randrange(len(lines) + 1), lines[at])
        case 2:
            del lines[at]
        case _:
            text = _edited(bare, random)
            if text is None:
                return mutated_tokens(data, random)
            lines[at] = (text + line[len(bare) :]).encode("utf-8", "replace")
    return b"\n".join(lines)


def _kind(token: str) -> str:
    if not token:
        return ""
    if token[0] in "\"'<":
        return token[0]
    if token[0].isdigit() or token[0] in "+-":
        return "0"
    return "a" if token[0].isalpha() else token[0]


def mutated_tokens(data: bytes, random: Random) -> bytes:
    """Return text with some words, numbers, strings, marks or lines changed for others of it."""
    text = data.decode("utf-8", "surrogateescape")
    tokens = _TOKEN.findall(text)
    for _ in range(random.choice((1, 1, 2, 4))):
        if not tokens:
            break
        at, other = random.randrange(len(tokens)), random.randrange(len(tokens))
        match random.randrange(9):
            case 0:
                del tokens[at]
            case 1:
                tokens.insert(other, tokens[at])
            case 2:
                tokens[at], tokens[other] = tokens[other], tokens[at]
            case 3:
                tokens[at] = random.choice(_RAW)
            case 4:
                word = random.choice(_WORDS)
                tokens[at] = json.dumps(word) if tokens[at].startswith('"') else word
            case 5:
                tokens[at] = str(random.choice((*_NUMBERS, *_FRACTIONS)))
            case 6:  # a whole line, or what stands between two others
                end = min(len(tokens), at + random.randrange(1, 30))
                tokens[other:other] = tokens[at:end]
            case _:
                alike = [each for each in tokens if _kind(each) == _kind(tokens[at])]
                tokens[at] = random.choice(alike)
    return "".join(tokens).encode("utf-8", "surrogatepass" if random.random() < 0.1 else "replace")


def mutated_cells(data: bytes, random: Random) -> bytes:
    """Return CSV with some cells changed, rows or columns moved, doubled or taken out."""
    try:
        rows = list(csv.reader(io.StringIO(data.decode(), newline="")))
    except (UnicodeDecodeError, csv.Error):
        return mutated_tokens(data, random)
    if not rows or random.random() < 0.1:
        return mutated_tokens(data, random)
    for _ in range(random.choice((1, 1, 2, 4))):
        row = random.choice(rows)
        at = random.randrange(len(row) + 1)
        match random.randrange(7):
            case 0:
                rows.insert(random.randrange(len(rows) + 1), list(row))
            case 1 if row:
                row.pop(min(at, len(row) - 1))
            case 2:
                row.insert(at, random.choice(random.choice(rows) or [""]))
            case 3 if len(rows) > 1:
                rows.remove(row)
            case 4 if row:  # JSON and words in cells
                cell = row[at % len(row)].encode("utf-8", "replace")
                row[at % len(row)] = mutated_json(cell, random).decode("utf-8", "replace")
            case _ if row:
                row[at % len(row)] = str(_scalar(random))
            case _:
                row.append("")
    text = io.StringIO(newline="")
    writer = csv.writer(
        text,
        delimiter=random.choice(",,,,;\t"),
        lineterminator=random.choice(("\n", "\r\n")),
        escapechar="\\",
    )
    writer.writerows(rows)
    return text.getvalue().encode(random.choice(("utf-8",) * 6 + ("utf-16", "gb18030")), "replace")


def mutated_zip(data: bytes, random: Random) -> bytes:
    """Return a zip file with one of its files changed, taken out, doubled or renamed."""
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            members = [(each.filename, archive.read(each)) for each in archive.infolist()]
    except (
        BadZipFile,
        ValueError,
        OSError,
        NotImplementedError,
        RuntimeError,
        EOFError,
        zlib.error,
    ):
        return data
    if not members:
        return data
    at = random.randrange(len(members))
    name, content = members[at]
    match random.randrange(10):
        case 0:
            del members[at]
        case 1:
            members.append((random.choice(members)[0], content))
        case 2:
            members[at] = (
                mutated_tokens(name.encode(), random).decode("utf-8", "replace"),
                content,
            )
        case _:
            members[at] = (name, mutated_tokens(content, random))
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for each, inside in dict(members).items():
            # A name ends at a null character, and may not be empty then.
            archive.writestr(each.partition("\0")[0] or "x", inside)
    return packed.getvalue()
