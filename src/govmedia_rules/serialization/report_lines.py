"""
The canonical layout of a report, written and read line by line.

Each finding, and each member of the other lists of objects, has a line of its own. So a
report is written without ever being held as one text, and what was written so is read
without ever being held as plain values. Every other layout is read whole, elsewhere.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, TypeAlias, get_args

import attrs
from attrs import define, field

from govmedia_rules.findings import Difference, Finding, FollowUp, Report, ReportDiff
from govmedia_rules.problems import Place, ProblemLog
from govmedia_rules.serialization.decoding import MISREAD, Decoder
from govmedia_rules.serialization.documents import RECORDS_PER_TELLING
from govmedia_rules.serialization.reporting import (
    REPORT_SCHEMA_VERSION,
    REPORT_SCHEMA_VERSIONS,
    fields_of,
    structuring,
    unstructuring,
)
from govmedia_rules.serialization.structuring import REFUSALS

__all__ = ["DIFF_SCHEMA_VERSION", "diff_pieces", "read_lines_of_report", "report_pieces"]

DIFF_SCHEMA_VERSION: Final = 1
"""The version of the format in which differences of reports are written."""

Told: TypeAlias = Callable[[int], None]

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))

_PLACE: Final = Place(file="<line>")


def report_pieces(report: Report, progress: Told | None = None) -> Iterator[str]:
    """
    Yield the text of *report* piece by piece, none much longer than one finding.

    Parameters:
        report: the report.

        progress: called now and then with the number of findings written so far.

    Raises:
        InvalidValueError: when a number in the evidence is not finite.
    """
    return _document(report, REPORT_SCHEMA_VERSION, progress)


def diff_pieces(diff: ReportDiff, progress: Told | None = None) -> Iterator[str]:
    """
    Yield the text of *diff* piece by piece, none much longer than two findings.

    Parameters:
        diff: the difference of two reports.

        progress: called now and then with the number of differences written so far.

    Raises:
        InvalidValueError: when a number in the evidence is not finite.
    """
    return _document(diff, DIFF_SCHEMA_VERSION, progress)


def _document(owner: Report | ReportDiff, version: int, progress: Told | None) -> Iterator[str]:
    yield f'{{\n"schema_version":{version},\n'
    yield from _members(owner, progress)
    yield "}\n"


def _members(owner: Report | ReportDiff | FollowUp, progress: Told | None) -> Iterator[str]:
    plain = unstructuring().unstructure
    separator = ""
    for name in fields_of(type(owner)):
        value = getattr(owner, name)
        yield f'{separator}"{name}":'
        separator = ",\n"
        if isinstance(value, FollowUp):
            yield "{\n"
            yield from _members(value, None)
            yield "}"
        elif isinstance(value, tuple) and value and attrs.has(type(value[0])):
            told = progress if isinstance(value[0], Finding | Difference) else None
            between = "[\n"
            for number, member in enumerate(value, start=1):
                yield between + _ENCODER.encode(plain(member))
                between = ",\n"
                if told is not None and number % RECORDS_PER_TELLING == 0:
                    told(number)
            if told is not None and len(value) % RECORDS_PER_TELLING:
                told(len(value))
            yield "\n]"
        else:
            yield _ENCODER.encode(plain(value))
    yield "\n"


def read_lines_of_report(
    path: str | os.PathLike[str], max_bytes: int, progress: Told | None = None
) -> Report | None:
    """
    Return the report in a file that is laid out as :func:`report_pieces` does it.

    Parameters:
        path: the file.

        max_bytes: how much of it to read at most.

        progress: called now and then with the number of bytes read so far.

    Returns:
        The report; None when anything whatever is not as it should be. What that is,
        or whether it is only laid out otherwise, is for a closer reading to say.
    """
    try:
        with Path(path).open("rb") as file:
            return _Reader(_lines(file.readline, max_bytes, progress)).report()
    except (_UnusualError, OSError, *REFUSALS, ValueError):
        return None


class _UnusualError(Exception):
    """The text is not laid out in the canonical way."""


def _lines(
    readline: Callable[[int], bytes], max_bytes: int, progress: Told | None
) -> Iterator[str]:
    consumed = number = 0
    while line := readline(max_bytes - consumed + 1):
        consumed, number = consumed + len(line), number + 1
        if consumed > max_bytes or not line.endswith(b"\n"):
            raise _UnusualError
        yield line[:-1].decode()
        if progress is not None and number % RECORDS_PER_TELLING == 0:
            progress(consumed)
    if progress is not None:
        progress(consumed)


@define(eq=False)
class _Reader:
    lines: Iterator[str]
    _decoder: Decoder = field(factory=Decoder, init=False)
    _log: ProblemLog = field(factory=ProblemLog, init=False)

    def report(self) -> Report:
        self._expect("{")
        text, is_last = self._rest_of("schema_version")
        version = self._value(text)
        if is_last or type(version) is not int or version not in REPORT_SCHEMA_VERSIONS:
            raise _UnusualError
        report = Report(**self._fields(Report, version))
        self._expect("}")
        if next(self.lines, None) is not None:
            raise _UnusualError
        return report

    def _line(self) -> str:
        line = next(self.lines, None)
        if line is None:
            raise _UnusualError
        return line

    def _expect(self, wanted: str) -> None:
        if self._line() != wanted:
            raise _UnusualError

    def _rest_of(self, key: str) -> tuple[str, bool]:
        """Return what stands behind *key* in the next line, and whether nothing follows it."""
        line = self._line()
        opening = f'"{key}":'
        if not line.startswith(opening):
            raise _UnusualError
        return self._without_comma(line[len(opening) :])

    @staticmethod
    def _without_comma(line: str) -> tuple[str, bool]:
        return (line[:-1], False) if line.endswith(",") else (line, True)

    def _value(self, text: str) -> Any:
        value = self._decoder.decode(text, _PLACE, self._log)
        if value is MISREAD or self._decoder.oddity is not None:
            raise _UnusualError
        return value

    def _fields(self, kind: type[Report | FollowUp], version: int) -> dict[str, Any]:
        converter = structuring(version, explains=False)
        types = fields_of(kind, version)
        values: dict[str, Any] = {}
        for position, (name, type_) in enumerate(types.items(), start=1):
            text, is_last = self._rest_of(name)
            if text == "[":
                item = get_args(type_)[0]
                hook = converter.get_structure_hook(item)
                values[name] = tuple([hook(plain, item) for plain in self._items()])
                is_last = self._closed("]")
            elif text == "{" and name == "follow_up":
                values[name] = FollowUp(**self._fields(FollowUp, version))
                is_last = self._closed("}")
            else:
                values[name] = converter.structure(self._value(text), type_)
            if is_last is not (position == len(types)):
                raise _UnusualError
        return values

    def _items(self) -> Iterator[Any]:
        is_last = False
        while not is_last:
            text, is_last = self._without_comma(self._line())
            yield self._value(text)

    def _closed(self, bracket: str) -> bool:
        text, is_last = self._without_comma(self._line())
        if text != bracket:
            raise _UnusualError
        return is_last
