"""Draws in files and texts: JSON that reads back as an equal draw, and a table for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path
from typing import Any, Final

from cattrs.errors import ClassValidationError

from govmedia_rules.problems import ABSENT, Fault, Place, ProblemLog
from govmedia_rules.sampling import Draw
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
from govmedia_rules.serialization.structuring import Refusal, faults_of
from govmedia_rules.spreadsheets import to_csv_cell
from govmedia_rules.text import Language, Text

__all__ = [
    "DRAW_SCHEMA_VERSION",
    "draw_to_plain",
    "dump_draw",
    "dumps_draw",
    "dumps_draw_table",
    "load_draw",
]

DRAW_SCHEMA_VERSION: Final = 1
"""The version of the draw format: what is written, and all that is read."""

_COLUMNS: Final = (
    Text(zh="序号", en="no."),
    Text(zh="账号标识", en="account id"),
    Text(zh="账号", en="account"),
    Text(zh="平台", en="platform"),
    Text(zh="层级", en="level"),
    Text(zh="地区", en="region"),
    Text(zh="主办单位标识", en="sponsor id"),
    Text(zh="主办单位", en="sponsor"),
    Text(zh="摘要", en="digest"),
    Text(zh="种子", en="seed"),
    Text(zh="算法", en="algorithm"),
)
_BOM: Final = "\ufeff"


def draw_to_plain(draw: Draw) -> dict[str, Any]:
    """
    Return *draw* as what JSON is made of.

    The keys are ``schema_version`` and the fields of the model, in its order.
    """
    plain: dict[str, Any] = unstructuring().unstructure(draw)
    return {"schema_version": DRAW_SCHEMA_VERSION, **plain}


def dumps_draw(draw: Draw) -> str:
    """Return *draw* as a JSON document; equal draws give equal texts."""
    plain = draw_to_plain(draw)
    return json.dumps(plain, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def dump_draw(draw: Draw, path: str | os.PathLike[str]) -> None:
    """
    Write *draw* to the file *path* as JSON, from which :func:`load_draw` reads an equal one.

    Raises:
        OSError: when the file cannot be written.
    """
    Path(path).write_bytes(dumps_draw(draw).encode())


def dumps_draw_table(draw: Draw, *, language: Language | str = Language.ZH) -> str:
    """
    Return the accounts drawn as CSV, one row each.

    It begins with a byte order mark, by which Excel knows UTF-8. A cell that a spreadsheet
    would take for a formula gets an apostrophe in front. JSON holds more: what was asked
    for, the strata, and who was left out.

    Parameters:
        draw: the draw.

        language: the language of the headings.

    Raises:
        UnknownNameError: when the library does not speak that language.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.in_language(language) for column in _COLUMNS])
    for number, account in enumerate(draw.accounts, start=1):
        cells = (
            account.id,
            account.name,
            account.platform,
            account.level,
            account.region,
            account.unit_id,
            account.unit_name,
            account.digest,
            draw.seed,
            draw.algorithm,
        )
        writer.writerow([number, *(to_csv_cell(str(cell or "")) for cell in cells)])
    return _BOM + text.getvalue()


def load_draw(path: str | os.PathLike[str], *, max_bytes: int = MAX_BYTES) -> Draw:
    """
    Load a draw that :func:`dump_draw` wrote.

    Parameters:
        path: the file.

        max_bytes: the largest file to read, 1 GiB unless said otherwise.

    Returns:
        A draw equal to the one dumped.

    Raises:
        LoadError: when anything is wrong with the file.
    """
    log, place, decoder = ProblemLog(), Place(file=file_name(path)), Decoder()
    data = read_document(Path(path), place, log, max_bytes)
    text = None if data is None else text_of(data, place, log)
    plain = MISREAD if text is None else decoder.decode(text, place, log)
    if not isinstance(plain, dict):
        if plain is not MISREAD:
            log.add(place, Fault((), plain, "an object with the fields of a draw"))
    elif is_known_version(plain.pop("schema_version", ABSENT), (DRAW_SCHEMA_VERSION,), place, log):
        try:
            draw = structuring(explains=True).structure(plain, Draw)
        except (Refusal, ClassValidationError) as error:
            for fault in faults_of(error, plain):
                log.add(place, fault)
        else:
            if decoder.oddity is None:
                return draw
            log.add_text(place, decoder.oddity)
    raise log.as_error()
