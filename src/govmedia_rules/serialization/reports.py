"""Reports in files and texts: canonical JSON that reads back as an equal report."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

from attrs import evolve
from cattrs.errors import ClassValidationError

from govmedia_rules.findings import Report, ReportDiff
from govmedia_rules.problems import ABSENT, Fault, Place, ProblemLog
from govmedia_rules.serialization.decoding import (
    MAX_BYTES,
    MISREAD,
    Decoder,
    file_name,
    read_document,
    text_of,
)
from govmedia_rules.serialization.documents import Progress, is_known_version
from govmedia_rules.serialization.replacing import replaced_whole
from govmedia_rules.serialization.report_lines import (
    DIFF_SCHEMA_VERSION,
    diff_pieces,
    read_lines_of_report,
    report_pieces,
)
from govmedia_rules.serialization.reporting import (
    REPORT_SCHEMA_VERSION,
    REPORT_SCHEMA_VERSIONS,
    structuring,
    unstructuring,
)
from govmedia_rules.serialization.structuring import REFUSALS, Refusal, faults_of

__all__ = [
    "diff_to_plain",
    "dump_report",
    "dumps_diff",
    "dumps_report",
    "iter_diff",
    "iter_report",
    "load_report",
    "loads_report",
    "report_from_plain",
    "report_to_plain",
    "write_report",
]

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


def iter_report(report: Report, progress: Progress | None = None) -> Iterator[str]:
    """
    Yield *report* as a JSON document, piece by piece, so that it is never held whole.

    Equal reports give equal texts. A lone surrogate, which a crashed rule's message
    may hold and no file can, is written as the visible text of its escape.

    Parameters:
        report: the report.

        progress: called now and then with the number of findings written so far.

    Raises:
        InvalidValueError: when a number in the evidence is not finite.
    """
    return map(_encodable, report_pieces(report, progress))


def dumps_report(report: Report) -> str:
    """
    Return *report* as a JSON document, one finding per line, as :func:`iter_report` gives it.

    Raises:
        InvalidValueError: when a number in the evidence is not finite.
    """
    return "".join(iter_report(report))


def write_report(report: Report, stream: BinaryIO, progress: Progress | None = None) -> None:
    """
    Write *report* to *stream* as JSON, in UTF-8, as :func:`iter_report` gives it.

    Parameters:
        report: the report.

        stream: where to; bytes.

        progress: called now and then with the number of findings written so far.

    Raises:
        InvalidValueError: when a number in the evidence is not finite.
    """
    stream.writelines(piece.encode() for piece in iter_report(report, progress))


def dump_report(
    report: Report, path: str | os.PathLike[str], *, progress: Progress | None = None
) -> None:
    """
    Write *report* to the file *path* as JSON, as :func:`iter_report` gives it.

    The file appears, or replaces an older one, only when everything has been written.

    Parameters:
        report: the report.

        path: the file.

        progress: called now and then with the number of findings written so far.

    Raises:
        InvalidValueError: when a number in the evidence is not finite.

        OSError: when the file cannot be written.
    """
    with replaced_whole(path) as stream:
        write_report(report, stream, progress)


def load_report(
    path: str | os.PathLike[str],
    *,
    max_bytes: int = MAX_BYTES,
    progress: Progress | None = None,
) -> Report:
    """
    Load a report that :func:`dump_report` wrote, in this release of the library or an earlier one.

    A file laid out as it was written is read line by line; one that something else has
    laid out anew is read whole.

    Parameters:
        path: the file.

        max_bytes: the largest file to read, 1 GiB unless said otherwise.

        progress: called now and then with the number of bytes read so far.

    Returns:
        A report equal to the one dumped.

    Raises:
        LoadError: when anything is wrong with the file.
    """
    report = read_lines_of_report(path, max_bytes, progress)
    if report is not None:
        return report
    log = ProblemLog()
    place = Place(file=file_name(path))
    data = read_document(Path(path), place, log, max_bytes)
    text = None if data is None else text_of(data, place, log)
    if data is None or text is None:
        raise log.as_error()
    report = _from_text(text, place, log)
    if progress is not None:
        progress(len(data))
    return report


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


def iter_diff(diff: ReportDiff, progress: Progress | None = None) -> Iterator[str]:
    """
    Yield the difference of two reports as a JSON document, piece by piece.

    Its keys are ``schema_version`` and the fields of the model; findings are written as
    in reports. Equal differences give equal texts.

    Parameters:
        diff: the difference.

        progress: called now and then with the number of differences written so far.

    Raises:
        InvalidValueError: when a number in the evidence is not finite.
    """
    return map(_encodable, diff_pieces(diff, progress))


def dumps_diff(diff: ReportDiff) -> str:
    """
    Return the difference of two reports as a JSON document, as :func:`iter_diff` gives it.

    Raises:
        InvalidValueError: when a number in the evidence is not finite.
    """
    return "".join(iter_diff(diff))


def diff_to_plain(diff: ReportDiff) -> dict[str, Any]:
    """
    Return the difference of two reports as what JSON is made of.

    Raises:
        InvalidValueError: when a number in the evidence is not finite.
    """
    return {"schema_version": DIFF_SCHEMA_VERSION, **unstructuring().unstructure(diff)}


def _encodable(piece: str) -> str:
    return _LONE_SURROGATE.sub(_escaped, piece)


def _escaped(found: re.Match[str]) -> str:
    return f"\\\\u{ord(found[0]):04x}"


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
    if not is_known_version(version, REPORT_SCHEMA_VERSIONS, place, log):
        raise log.as_error()
    if is_odd:
        # The fast way would not notice.
        return _explained(plain, version, place, log)
    try:
        return structuring(version, explains=False).structure(plain, Report)
    except REFUSALS:
        return _explained(plain, version, place, log)


def _explained(plain: dict[str, Any], version: int, place: Place, log: ProblemLog) -> Report:
    try:
        return structuring(version, explains=True).structure(plain, Report)
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
