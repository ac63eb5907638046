"""Texts to be screened, from files: NDJSON or CSV, each text with the id of its post."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast

from attrs import evolve

from govmedia_rules.problems import ABSENT, Fault, Place, ProblemLog
from govmedia_rules.serialization.decoding import (
    MISREAD,
    Decoder,
    file_name,
    read_document,
    read_lines,
    text_of,
)

__all__ = ["MAX_TEXTS_BYTES", "load_texts"]

MAX_TEXTS_BYTES: Final = 2**30
"""The largest CSV file of texts that is read, in bytes."""

_COLUMNS: Final[Mapping[str, str]] = {
    "id": "id",
    "post_id": "id",
    "编号": "id",
    "text": "text",
    "正文": "text",
    "内容": "text",
}
_EXPECTED: Final = {
    "id": "the id of the post, text that is not blank",
    "text": "the text of the post",
}
_LONGEST_CELL: Final = 4 * 2**20


def load_texts(*paths: str | os.PathLike[str]) -> tuple[tuple[str, str], ...]:
    """
    Load texts with the ids of their posts from files.

    Parameters:
        paths: NDJSON files, in which each line is an object with an ``id`` and a ``text``, or
            CSV files whose first row names these columns (编号、正文); what ends in ``.csv`` is
            read as CSV. Other fields are passed over, and so are texts that are blank.

    Returns:
        Pairs of id and text, in order. A post may have several texts.

    Raises:
        LoadError: when anything is wrong with a file; it tells of every bad record, and
            nothing is loaded.
    """
    log = ProblemLog()
    texts: list[tuple[str, str]] = []
    for path in paths:
        place = Place(file=file_name(path), table="texts")
        read = _read_csv if Path(path).suffix.lower() == ".csv" else _read_ndjson
        texts.extend(read(Path(path), place, log))
    if log.total:
        raise log.as_error()
    return tuple(texts)


def _read_ndjson(path: Path, place: Place, log: ProblemLog) -> Iterator[tuple[str, str]]:
    decoder = Decoder()
    for number, line in read_lines(path, place, log):
        text = None if line is None else text_of(line, place, log, line=number)
        if text is None or not text.strip():
            continue
        value = decoder.decode(text, place, log, line=number)
        if value is MISREAD:
            continue
        here = evolve(place, number=number, line=number)
        if isinstance(value, dict):
            yield from _pair(cast("Mapping[str, Any]", value), here, log)
        else:
            log.add(here, Fault((), value, 'an object with an "id" and a "text"'))


def _read_csv(path: Path, place: Place, log: ProblemLog) -> Iterator[tuple[str, str]]:
    content = read_document(path, place, log, MAX_TEXTS_BYTES)
    text = None if content is None else text_of(content, place, log)
    if text is None:
        return
    rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    # The limit is the module's; it is put back for whoever else reads CSV in this process.
    limit = csv.field_size_limit(_LONGEST_CELL)
    try:
        keys = [_COLUMNS.get(heading.strip().casefold()) for heading in next(rows, [])]
        if not {"id", "text"} <= set(keys):
            log.add_text(
                place, "a first row that names the columns id and text (编号、正文)", line=1
            )
            return
        for row in rows:
            cells = {key: cell for key, cell in zip(keys, row, strict=False) if key is not None}
            if cells:
                here = evolve(place, number=rows.line_num, line=rows.line_num)
                yield from _pair(cells, here, log)
    except csv.Error as error:
        log.add_text(place, f"CSV ({error})", line=rows.line_num)
    finally:
        csv.field_size_limit(limit)


def _pair(record: Mapping[str, Any], place: Place, log: ProblemLog) -> Iterator[tuple[str, str]]:
    text_id: Any = record.get("id")
    text: Any = record.get("text")
    for key, value in (("id", text_id), ("text", text)):
        if not isinstance(value, str) or (key == "id" and not value.strip()):
            log.add(
                place, Fault((key,), ABSENT if value is None else value, _EXPECTED[key]), text_id
            )
            return
    if text.strip():
        yield text_id, text
