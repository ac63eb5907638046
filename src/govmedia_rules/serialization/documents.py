"""Reading a portfolio from a JSON document, and what NDJSON shares with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

from attrs import define, field

from govmedia_rules.models.portfolios import ROW_KINDS
from govmedia_rules.problems import Fault, Place, ProblemLog
from govmedia_rules.serialization.decoding import (
    MISREAD,
    Decoder,
    RepeatedKeys,
    read_document,
    text_of,
)
from govmedia_rules.serialization.structuring import ONCE
from govmedia_rules.serialization.tables import Collector

__all__ = [
    "PORTFOLIO_SCHEMA_VERSION",
    "RECORDS_PER_TELLING",
    "REMARKS",
    "Loading",
    "Progress",
    "is_known_version",
    "read_json",
    "read_json_text",
]

PORTFOLIO_SCHEMA_VERSION: Final = 1
"""The version of the portfolio format: what is written, and all that is read."""

REMARKS: Final = ("about", "illustrative")
"""Keys beside the tables that people and other programs read; the loader leaves them alone."""

RECORDS_PER_TELLING: Final = 2_048
"""After how many records progress is told."""

Progress: TypeAlias = Callable[[int], None]
"""Called now and then while loading, with the number of bytes dealt with so far."""

_DOCUMENT_KEYS = ("schema_version", *REMARKS, *ROW_KINDS)


def is_known_version(value: object, known: Sequence[int], place: Place, log: ProblemLog) -> bool:
    """Return whether *value* is one of the schema versions *known*; log it when it is not."""
    if type(value) is int and value in known:
        return True
    versions = " or ".join(map(str, known))
    which = "version" if len(known) == 1 else "versions"
    expected = f"{versions}, the only {which} that this release of the library reads"
    log.add(place, Fault(("schema_version",), value, expected))
    return False


@define(kw_only=True)
class Loading:
    """
    One run of loading, over one file or several.

    Parameters:
        collector: where the records go.

        max_bytes: the largest JSON document to read.

        progress: whom to tell how far it has come.

        decoder: what reads JSON text.

        finished: the bytes of the files that are done.
    """

    collector: Collector
    max_bytes: int
    progress: Progress | None = None
    decoder: Decoder = field(factory=Decoder)
    finished: int = 0

    @property
    def log(self) -> ProblemLog:
        """What is wrong so far."""
        return self.collector.log

    def tell(self, consumed: int) -> None:
        """Tell how far it has come: *consumed* bytes of the present file."""
        if self.progress is not None:
            self.progress(self.finished + consumed)

    def finish(self, size: int) -> None:
        """Leave the present file, of *size* bytes, behind."""
        self.tell(size)
        self.finished += size

    def accepts(self, top: dict[str, Any], place: Place, known: tuple[str, ...]) -> bool:
        """
        Return whether the schema version in *top* is one to read; log what is wrong beside the records.

        Parameters:
            top: the document, or the header of NDJSON.

            place: where it stands.

            known: the keys it may have.
        """
        version = top.get("schema_version")
        if version is not None and not is_known_version(
            version, (PORTFOLIO_SCHEMA_VERSION,), place, self.log
        ):
            self.collector.has_gaps = True
            return False
        for key in top.repeated if isinstance(top, RepeatedKeys) else ():
            self.log.add(place, Fault((key,), top.get(key), ONCE))
        if self.collector.unknown_fields == "error":
            for key, value in top.items():
                if key not in known:
                    self.log.add(place, Fault((key,), value, "no such key", key, known))
        return True


def read_json(loading: Loading, path: Path, place: Place) -> None:
    """Read the JSON document in the file *path*."""
    data = read_document(path, place, loading.log, loading.max_bytes)
    text = None if data is None else text_of(data, place, loading.log)
    if data is None or text is None:
        loading.collector.has_gaps = True
        return
    size = len(data)
    del data  # the text is enough to hold
    read_json_text(loading, text, place, size)
    loading.finish(size)


def read_json_text(loading: Loading, text: str, place: Place, size: int) -> None:
    """Read the JSON document *text*, which stands for *size* bytes of progress."""
    before = loading.log.total
    document = loading.decoder.decode(text, place, loading.log)
    oddity = loading.decoder.oddity
    if document is MISREAD:
        loading.collector.has_gaps = True
        return
    if not isinstance(document, dict):
        expected = f"an object with the tables {', '.join(ROW_KINDS)}"
        loading.log.add(place, Fault((), document, expected))
        loading.collector.has_gaps = True
        return
    if not loading.accepts(document, place, _DOCUMENT_KEYS):
        return
    tables = _tables_of(loading, document, place)
    records = sum(map(len, tables.values()))
    done = 0
    for table, raws in tables.items():
        loading.collector.begin(table, place)
        # From the end, so that each plain record is let go once it has been read.
        raws.reverse()
        for number in range(1, len(raws) + 1):
            loading.collector.add(table, raws.pop(), number, is_odd=oddity is not None)
            done += 1
            if done % RECORDS_PER_TELLING == 0:
                loading.tell(size * done // records)
    if oddity is not None and loading.log.total == before:
        # It stands where nobody looks; but a document that holds it is not JSON.
        loading.log.add_text(place, oddity)


def _tables_of(loading: Loading, document: dict[str, Any], place: Place) -> dict[str, list[Any]]:
    """Take the tables out of *document*: those that are supplied, in the order of the models."""
    tables: dict[str, list[Any]] = {}
    for table in ROW_KINDS:
        raws = document.pop(table, None)
        if isinstance(raws, list):
            tables[table] = raws
        elif raws is not None:
            expected = f"a list of {table}, or null when they are not supplied"
            loading.log.add(place, Fault((table,), raws, expected))
            loading.collector.has_gaps = True
    return tables
