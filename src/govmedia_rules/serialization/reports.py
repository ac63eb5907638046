"""Reports in files and texts: canonical JSON that reads back as an equal report."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from attrs import evolve
from cattrs.errors import ClassValidationError

from govmedia_rules.findings import Report
from govmedia_rules.problems import ABSENT, Fault, Place, ProblemLog
from govmedia_rules.serialization.decoding import (
    MAX_BYTES,
    MISREAD,
    Decoder,
    file_name,
    read_document,
    text_of,
)
from govmedia_rules.serialization.documents import is_known_version
from govmedia_rules.serialization.reporting import structuring, unstructuring
from govmedia_rules.serialization.structuring import REFUSALS, Refusal, faults_of

__all__ = [
    "REPORT_SCHEMA_VERSION",
    "dump_report",
    "dumps_report",
    "load_report",
    "loads_report",
    "report_from_plain",
    "report_to_plain",
]

REPORT_SCHEMA_VERSION: Final = 1
"""The version of the report format: what is written, and all that is read."""

_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def report_to_plain(report: Report) -> dict[str, Any]:
    """
    Return *report* as what JSON is made of: dicts, lists, texts, numbers, booleans, None.

    The keys are ``schema_version`` and the fields of the model, all of them, in its
    order. Moments and days are ISO 8601 texts. A value in the evidence is itself, a
    list of texts, ``{"at": moment}``, or ``{"at_least": n, "at_most": n}``.

    Raises:
        InvalidValueError: when a number in the evidence is not finite.
    """
    plain: dict[str, Any] = unstructuring().unstructure(report)
    return {"schema_version": REPORT_SCHEMA_VERSION, **plain}


def dumps_report(report: Report) -> str:
    """
    Return *report* as a JSON document, one finding per line.

    Equal reports give equal texts. A lone surrogate, which a crashed rule's message
    may hold and no file can, is written as the visible text of its escape.

    Raises:
        InvalidValueError: when a number in the evidence is not finite.
    """
    text = "".join(_pieces(report_to_plain(report)))
    return _LONE_SURROGATE.sub(lambda found: f"\\\\u{ord(found[0]):04x}", text)


def dump_report(report: Report, path: str | os.PathLike[str]) -> None:
    """
    Write *report* to the file *path* as JSON, as :func:`dumps_report` gives it.

    Raises:
        InvalidValueError: when a number in the evidence is not finite.

        OSError: when the file cannot be written.
    """
    # The whole text first, so that a failure leaves an older file as it was.
    Path(path).write_bytes(dumps_report(report).encode())


def load_report(path: str | os.PathLike[str], *, max_bytes: int = MAX_BYTES) -> Report:
    """
    Load a report that :func:`dump_report` wrote.

    Parameters:
        path: the file.

        max_bytes: the largest file to read, 1 GiB unless said otherwise.

    Returns:
        A report equal to the one dumped.

    Raises:
        LoadError: when anything is wrong with the file.
    """
    log = ProblemLog()
    place = Place(file=file_name(path))
    data = read_document(Path(path), place, log, max_bytes)
    text = None if data is None else text_of(data, place, log)
    if text is None:
        raise log.as_error()
    return _from_text(text, place, log)


def loads_report(text: str | bytes, *, source: str = "<text>") -> Report:
    """
    Load a report from the text of a JSON document.

    Parameters:
        text: the document; bytes are UTF-8.

        source: what problems call it in place of a file name.

    Raises:
        LoadError: when anything is wrong with the text.
    """
    log = ProblemLog()
    place = Place(file=source)
    decoded = text_of(text, place, log) if isinstance(text, bytes) else text.removeprefix("\ufeff")
    if decoded is None:
        raise log.as_error()
    return _from_text(decoded, place, log)


def report_from_plain(plain: Mapping[str, Any], *, source: str = "<plain>") -> Report:
    """
    Return the report that :func:`report_to_plain` made *plain* of.

    Parameters:
        plain: the plain values; left as they are.

        source: what problems call them.

    Raises:
        LoadError: when they make no report.
    """
    return _from_plain(dict(plain), Place(file=source), ProblemLog(), is_odd=False)


def _pieces(plain: Mapping[str, Any]) -> Iterator[str]:
    separator = "{\n"
    for key, value in plain.items():
        yield f'{separator}"{key}":'
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield "[\n" + ",\n".join(map(_compact, value)) + "\n]"
        else:
            yield _compact(value)
        separator = ",\n"
    yield "\n}\n"


def _compact(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _from_text(text: str, place: Place, log: ProblemLog) -> Report:
    decoder = Decoder()
    plain = decoder.decode(text, place, log)
    if plain is MISREAD:
        raise log.as_error()
    if not isinstance(plain, dict):
        log.add(place, Fault((), plain, "an object with the fields of a report"))
        raise log.as_error()
    report = _from_plain(plain, place, log, is_odd=decoder.oddity is not None)
    if decoder.oddity is not None:
        log.add_text(place, decoder.oddity)
        raise log.as_error()
    return report


def _from_plain(plain: dict[str, Any], place: Place, log: ProblemLog, *, is_odd: bool) -> Report:
    version = plain.pop("schema_version", ABSENT)
    if not is_known_version(version, REPORT_SCHEMA_VERSION, place, log):
        raise log.as_error()
    if is_odd:
        # The fast way would not notice.
        return _explained(plain, place, log)
    try:
        return structuring(explains=False).structure(plain, Report)
    except REFUSALS:
        return _explained(plain, place, log)


def _explained(plain: dict[str, Any], place: Place, log: ProblemLog) -> Report:
    try:
        return structuring(explains=True).structure(plain, Report)
    except (Refusal, ClassValidationError) as error:
        for fault in faults_of(error, plain):
            _log_in_table(fault, place, log)
        raise log.as_error() from None


def _log_in_table(fault: Fault, place: Place, log: ProblemLog) -> None:
    """Log a fault in a list of the report as one in a record of a table."""
    table, number = (*fault.path, None, None)[:2]
    if isinstance(table, str) and isinstance(number, int):
        place = evolve(place, table=table, number=number + 1)
        fault = evolve(fault, path=fault.path[2:])
    log.add(place, fault)
