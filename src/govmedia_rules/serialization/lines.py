"""Reading a portfolio from NDJSON: one record per line, each with its type."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from attrs import define, evolve, field

from govmedia_rules.models.portfolios import ROW_KINDS
from govmedia_rules.problems import ABSENT, Fault, Place
from govmedia_rules.serialization.decoding import MISREAD, read_lines, text_of
from govmedia_rules.serialization.documents import RECORDS_PER_TELLING, REMARKS, Loading
from govmedia_rules.serialization.records import TABLE_OF_TYPE

__all__ = ["HEADER_TYPE", "read_ndjson"]

HEADER_TYPE = "portfolio"
"""The ``type`` of an optional first line that says which tables are supplied."""

_HEADER_KEYS = ("schema_version", "tables", *REMARKS)
_TYPES = (*TABLE_OF_TYPE, HEADER_TYPE)


def read_ndjson(loading: Loading, path: Path, place: Place) -> None:
    """Read the NDJSON file *path*, never holding more than one line of it."""
    before = loading.log.total
    lines = _Lines(loading, place)
    consumed = 0
    for number, line in read_lines(path, place, loading.log):
        if line is None:
            loading.collector.has_gaps = True
            continue
        consumed += len(line)
        if not lines.read(line, number):
            return
        if number % RECORDS_PER_TELLING == 0:
            loading.tell(consumed)
    if not lines.has_begun:
        loading.collector.has_gaps = True
        if loading.log.total == before:
            loading.log.add_text(place, "NDJSON, not an empty file")
    loading.finish(consumed)


@define
class _Lines:
    """
    The lines of one file.

    Parameters:
        loading: the run.

        file: the file, as a place.
    """

    loading: Loading
    file: Place
    has_begun: bool = False
    _source: Place = field(init=False)
    _begun: set[str] = field(factory=set, init=False)

    def __attrs_post_init__(self) -> None:
        # That a source has a line, any, says that its records are numbered by line.
        self._source = evolve(self.file, line=0)

    def read(self, line: bytes, number: int) -> bool:
        """Read one line; return False when the rest of the file is not to be read."""
        if not line.strip(b" \t\r\n"):
            return True
        is_first, self.has_begun = not self.has_begun, True
        log, collector = self.loading.log, self.loading.collector
        before = log.total
        text = text_of(line, self.file, log, line=number)
        if text is None:
            collector.has_gaps = True
            return True
        raw = self.loading.decoder.decode(text, self.file, log, line=number)
        if not isinstance(raw, dict):
            collector.has_gaps = True
            if raw is not MISREAD:
                self._refuse(number, Fault((), raw, "an object with a type"))
            return True
        oddity = self.loading.decoder.oddity
        type_ = raw.pop("type", ABSENT)
        table = TABLE_OF_TYPE.get(type_) if isinstance(type_, str) else None
        goes_on = True
        if table is not None:
            self._begin(table)
            collector.add(table, raw, number, is_odd=oddity is not None)
        elif type_ == HEADER_TYPE and is_first:
            goes_on = self._read_header(raw, number)
        else:
            self._refuse_type(type_, number)
        if oddity is not None and log.total == before:
            log.add_text(self.file, oddity, line=number)
        return goes_on

    def _begin(self, table: str) -> None:
        if table not in self._begun:
            self._begun.add(table)
            self.loading.collector.begin(table, self._source)

    def _refuse(self, number: int, fault: Fault) -> None:
        self.loading.log.add(evolve(self.file, line=number), fault)

    def _refuse_type(self, type_: object, number: int) -> None:
        self.loading.collector.has_gaps = True
        if type_ == HEADER_TYPE:
            fault = Fault(("type",), type_, "a record; only the first line can be a header")
        else:
            expected = f"one of {', '.join(TABLE_OF_TYPE)}"
            typo = type_ if isinstance(type_, str) else None
            fault = Fault(("type",), type_, expected, typo, _TYPES)
        self._refuse(number, fault)

    def _read_header(self, raw: dict[str, Any], number: int) -> bool:
        if not self.loading.accepts(raw, evolve(self.file, line=number), _HEADER_KEYS):
            return False
        tables = raw.get("tables")
        if tables is None:
            return True
        if not isinstance(tables, list):
            self._refuse(number, Fault(("tables",), tables, "a list of names of tables"))
            self.loading.collector.has_gaps = True
            return True
        for index, table in enumerate(tables):
            if isinstance(table, str) and table in ROW_KINDS:
                self._begin(table)
            else:
                expected = f"one of {', '.join(ROW_KINDS)}"
                typo = table if isinstance(table, str) else None
                self._refuse(
                    number, Fault(("tables", index), table, expected, typo, tuple(ROW_KINDS))
                )
                self.loading.collector.has_gaps = True
        return True
