"""Portfolios in files and texts: load them, dump them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from govmedia_rules.errors import UnknownNameError
from govmedia_rules.models import Portfolio
from govmedia_rules.models.portfolios import ROW_KINDS
from govmedia_rules.problems import Place
from govmedia_rules.serialization.decoding import MAX_BYTES, file_name, text_of
from govmedia_rules.serialization.documents import (
    PORTFOLIO_SCHEMA_VERSION,
    Loading,
    Progress,
    read_json,
    read_json_text,
)
from govmedia_rules.serialization.lines import HEADER_TYPE, read_ndjson
from govmedia_rules.serialization.records import (
    TABLE_OF_TYPE,
    UnknownFields,
    plain_record,
)
from govmedia_rules.serialization.tables import Collector

__all__ = ["dump_portfolio", "dumps_portfolio", "load_portfolio", "loads_portfolio"]

_JSON_SUFFIXES: Final = (".json",)
_NDJSON_SUFFIXES: Final = (".ndjson", ".jsonl")
_SUFFIXES: Final = (*_JSON_SUFFIXES, *_NDJSON_SUFFIXES)


def load_portfolio(
    path: str | os.PathLike[str],
    *more: str | os.PathLike[str],
    unknown_fields: UnknownFields = "error",
    max_bytes: int = MAX_BYTES,
    progress: Progress | None = None,
) -> Portfolio:
    """
    Load a portfolio from a file, or one portfolio from several.

    A ``.json`` file is one object with the tables ``units``, ``accounts``, ``posts``,
    ``messages``, ``attestations`` and ``waivers``, each a list of records whose keys
    are the fields of the models. A table that is absent or null is not supplied; an
    empty list is supplied and empty. ``accounts`` has to be there in some file. Beside
    the tables may stand ``schema_version`` (1), and two keys that are not read:
    ``about``, for where the data come from, and ``illustrative``, for which values
    are filled in (``{"posts/p1": ["reads"]}``).

    A ``.ndjson`` or ``.jsonl`` file has one record per line, with its ``type``: unit,
    account, post, message, attestation or waiver. The first line may be a header,
    ``{"type": "portfolio", "schema_version": 1, "tables": ["posts"]}``, that names
    tables which are supplied even where no record follows. It is read line by line,
    none of them longer than 4 MiB.

    Several files add up: their tables are joined in the order given.

    Parameters:
        path: the file.

        more: further files.

        unknown_fields: ``"error"`` to refuse keys that the models do not have,
            ``"ignore"`` to pass over them.

        max_bytes: the largest JSON document to read, 1 GiB unless said otherwise.

        progress: called now and then with the bytes dealt with so far, in all files.

    Returns:
        The portfolio.

    Raises:
        LoadError: when anything is wrong with the files. It tells of every bad record
            and of every bad field in it.

        UnknownNameError: when *unknown_fields* is neither of the two.
    """
    loading = Loading(collector=Collector(unknown_fields), max_bytes=max_bytes, progress=progress)
    places = [Place(file=file_name(each)) for each in (path, *more)]
    for each, place in zip((path, *more), places, strict=True):
        suffix = Path(each).suffix.lower()
        if suffix in _JSON_SUFFIXES:
            read_json(loading, Path(each), place)
        elif suffix in _NDJSON_SUFFIXES:
            read_ndjson(loading, Path(each), place)
        else:
            loading.collector.has_gaps = True
            loading.log.add_text(place, f"a file whose name ends in {', '.join(_SUFFIXES)}")
    return loading.collector.portfolio(Place(file=", ".join(place.file for place in places)))


def loads_portfolio(
    text: str | bytes, *, source: str = "<text>", unknown_fields: UnknownFields = "error"
) -> Portfolio:
    """
    Load a portfolio from the text of a JSON document.

    Parameters:
        text: the document, as :func:`load_portfolio` reads it; bytes are UTF-8.

        source: what problems call it in place of a file name.

        unknown_fields: as for :func:`load_portfolio`.

    Returns:
        The portfolio.

    Raises:
        LoadError: when anything is wrong with the text.

        UnknownNameError: when *unknown_fields* is not known.
    """
    loading = Loading(collector=Collector(unknown_fields), max_bytes=MAX_BYTES)
    place = Place(file=source)
    if isinstance(text, bytes):
        decoded = text_of(text, place, loading.log)
    else:
        decoded = text.removeprefix("\ufeff")
    if decoded is None:
        loading.collector.has_gaps = True
    else:
        read_json_text(loading, decoded, place, len(text))
    return loading.collector.portfolio(place)


def dumps_portfolio(portfolio: Portfolio) -> str:
    """
    Return *portfolio* as a JSON document, one record per line.

    The same portfolio always gives the same text. Fields that are None and tables
    that were not supplied are left out; sets are sorted.
    """
    return "".join(_document(portfolio))


def dump_portfolio(portfolio: Portfolio, path: str | os.PathLike[str]) -> None:
    """
    Write *portfolio* to a file, from which :func:`load_portfolio` reads an equal one.

    Parameters:
        portfolio: the portfolio.

        path: the file; its suffix says whether it becomes JSON (``.json``) or NDJSON
            (``.ndjson``, ``.jsonl``).

    Raises:
        UnknownNameError: when the suffix is none of these.

        OSError: when the file cannot be written.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        raise UnknownNameError("file format", suffix, _SUFFIXES)
    pieces = _document(portfolio) if suffix in _JSON_SUFFIXES else _lines(portfolio)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces)


def _compact(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _supplied(portfolio: Portfolio) -> Iterator[tuple[str, Iterable[object]]]:
    for table in ROW_KINDS:
        rows = getattr(portfolio, table)
        if rows is not None:
            yield table, rows


def _document(portfolio: Portfolio) -> Iterator[str]:
    yield f'{{"schema_version":{PORTFOLIO_SCHEMA_VERSION}'
    for table, rows in _supplied(portfolio):
        yield f',\n"{table}":['
        separator = "\n"
        for row in rows:
            yield separator + _compact(plain_record(row))
            separator = ",\n"
        yield "]" if separator == "\n" else "\n]"
    yield "\n}\n"


def _lines(portfolio: Portfolio) -> Iterator[str]:
    tables = [table for table, _ in _supplied(portfolio)]
    header = {
        "type": HEADER_TYPE,
        "schema_version": PORTFOLIO_SCHEMA_VERSION,
        "tables": tables,
    }
    yield _compact(header) + "\n"
    type_of_table = {table: type_ for type_, table in TABLE_OF_TYPE.items()}
    for table, rows in _supplied(portfolio):
        for row in rows:
            yield _compact({"type": type_of_table[table], **plain_record(row)}) + "\n"
