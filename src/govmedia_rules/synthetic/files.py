"""Portfolios written as Parquet files, a bounded number of rows in memory at a time."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq
from attrs import define, field, frozen

from govmedia_rules.errors import GovmediaRulesError
from govmedia_rules.synthetic.contract import SCHEMAS
from govmedia_rules.synthetic.requests import SyntheticRequest
from govmedia_rules.synthetic.tables import TABLES, parts, tables_of

__all__ = ["ROWS_PER_GROUP", "Generated", "PortfolioExistsError", "generate_files"]

ROWS_PER_GROUP: Final = 262_144
"""How many rows are gathered before they are written; the unit in which engines read."""


class PortfolioExistsError(GovmediaRulesError, FileExistsError):
    """
    The files of a portfolio would replace others.

    Attributes:
        paths: the files and folders that are there.
    """

    def __init__(self, paths: tuple[Path, ...]) -> None:
        self.paths = paths
        named = ", ".join(map(str, paths))
        super().__init__(
            f"already there: {named}. Choose another directory, or ask for it to be replaced (overwrite=True, or --overwrite)."
        )


@frozen
class Generated:
    """
    What was written.

    Parameters:
        paths: the file of each table; for posts in parts, their folder.

        rows: how many rows each table has.
    """

    paths: Mapping[str, Path]
    rows: Mapping[str, int]

    @property
    def size_bytes(self) -> int:
        """How large the files are together."""
        files = (
            file
            for path in self.paths.values()
            for file in (path.iterdir() if path.is_dir() else (path,))
        )
        return sum(file.stat().st_size for file in files)


@define
class _TableWriter:
    """Writes one table beside its place, in one file or in parts, group by group."""

    name: str
    directory: Path
    rows_per_part: int | None
    rows: int = 0
    _waiting: list[pa.Table] = field(factory=list, init=False)
    _waiting_rows: int = field(default=0, init=False)
    _writer: pq.ParquetWriter | None = field(default=None, init=False)
    _rows_in_part: int = field(default=0, init=False)
    _parts: int = field(default=0, init=False)

    @property
    def beside(self) -> Path:
        """Where the table is until it is complete."""
        return self.directory / f".{self.target.name}.unfinished"

    @property
    def target(self) -> Path:
        return self.directory / (
            f"{self.name}.parquet" if self.rows_per_part is None else self.name
        )

    def add(self, table: pa.Table) -> None:
        self.rows += table.num_rows
        self._waiting.append(table)
        self._waiting_rows += table.num_rows
        if self._waiting_rows >= min(ROWS_PER_GROUP, self.rows_per_part or ROWS_PER_GROUP):
            self._flush()

    def _flush(self) -> None:
        table = pa.concat_tables(self._waiting)
        self._waiting, self._waiting_rows = [], 0
        self._open().write_table(table, row_group_size=ROWS_PER_GROUP)
        self._rows_in_part += table.num_rows
        if self.rows_per_part is not None and self._rows_in_part >= self.rows_per_part:
            self._close()

    def _open(self) -> pq.ParquetWriter:
        if self._writer is None:
            path = self.beside
            if self.rows_per_part is not None:
                path.mkdir(exist_ok=True)
                path /= f"part-{self._parts:05d}.parquet"
            schema = SCHEMAS[self.name]
            # Ids never come twice, so a dictionary of them would only be thrown away.
            self._writer = pq.ParquetWriter(
                path,
                schema,
                compression="zstd",
                use_dictionary=[name for name in _leaves(schema) if name != "id"],  # type: ignore[arg-type]  # the stubs know flags only
            )
            self._parts += 1
            self._rows_in_part = 0
        return self._writer

    def _close(self) -> None:
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def finish(self) -> None:
        """Write what is left; an empty table gets a file too."""
        if self._waiting or not self._parts:
            self._waiting.append(SCHEMAS[self.name].empty_table())
            self._flush()
        self._close()

    def discard(self) -> None:
        self._close()
        _remove(self.beside)


def _leaves(schema: pa.Schema) -> list[str]:
    """Return the paths of the columns that Parquet stores for *schema*."""
    found: list[str] = []

    def descend(path: str, kind: pa.DataType) -> None:
        if pa.types.is_list(kind):
            descend(f"{path}.list.element", kind.value_type)
        elif pa.types.is_struct(kind):
            for member in kind:
                descend(f"{path}.{member.name}", member.type)
        else:
            found.append(path)

    for each in schema:
        descend(each.name, each.type)
    return found


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _places(directory: Path) -> tuple[Path, ...]:
    """Return what of a portfolio is in *directory*, files and folders of parts."""
    names = (name for table in TABLES for name in (f"{table}.parquet", table))
    return tuple(path for name in names if (path := directory / name).exists())


def generate_files(
    request: SyntheticRequest,
    directory: Path,
    *,
    posts_per_part: int | None = None,
    overwrite: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Generated:
    """
    Write a portfolio as Parquet files: ``units.parquet``, ``accounts.parquet`` and so on.

    The files appear when all of them are complete. Memory stays the same whatever the
    number of accounts; it holds a group of 262,144 rows of each table or so.

    Parameters:
        request: how large it is to be, and which one.

        directory: where to; it is made when it is not there.

        posts_per_part: write posts into a folder ``posts`` in files of about this many.

        overwrite: replace the tables of a portfolio that is there.

        progress: called with the number of accounts done so far.

    Raises:
        PortfolioExistsError: when a file or folder of a table is there and *overwrite*
            is not set.
        OSError: when a file cannot be written.
    """
    before = _places(directory)
    if before and not overwrite:
        raise PortfolioExistsError(before)
    directory.mkdir(parents=True, exist_ok=True)
    writers = {
        name: _TableWriter(name, directory, posts_per_part if name == "posts" else None)
        for name in tables_of(request)
    }
    try:
        for writer in writers.values():
            _remove(writer.beside)  # left by a process that was killed
        for name, table, done in parts(request):
            writers[name].add(table)
            if progress is not None:
                progress(done)
        for writer in writers.values():
            writer.finish()
        for path in before:
            _remove(path)
        for writer in writers.values():
            writer.beside.replace(writer.target)
    finally:
        for writer in writers.values():
            writer.discard()
    return Generated(
        MappingProxyType({name: writer.target for name, writer in writers.items()}),
        MappingProxyType({name: writer.rows for name, writer in writers.items()}),
    )
