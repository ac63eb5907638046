"""CSV files of tables as lazy frames, once every cell was looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl

from govmedia_rules.errors import nearest
from govmedia_rules.frames.columns import TABLES, Column
from govmedia_rules.frames.csv_cells import expected_in, is_bad, read_cell
from govmedia_rules.frames.csv_shape import MOST_PROBLEMS, checked_header, lines_of_records
from govmedia_rules.frames.file_problems import FileProblem

__all__ = ["MOST_PROBLEMS", "scan_csv", "unknown_columns"]

_NUMBER: str = "\N{NUMERO SIGN} of the record"


def scan_csv(
    table: str,
    path: Path,
    problems: list[FileProblem],
    *,
    ignores_unknown: bool = False,
    progress: Callable[[int], None] | None = None,
) -> pl.LazyFrame | None:
    """
    Return a CSV file as the frame of a table, or None where something is wrong with it.

    The file is read twice here, and a part of it is held at a time: once for its shape
    and once for its cells. The frame reads it anew. An empty cell, in quotation marks or
    not, is null; a record without any value is passed over.

    Parameters:
        table: the table that it holds.

        path: the file.

        problems: takes what is wrong: every bad cell, up to :data:`MOST_PROBLEMS`.

        ignores_unknown: pass over columns that are not of the contract.

        progress: called now and then with the bytes of the file whose shape was looked at.
    """
    name = str(path)
    before = len(problems)
    header = checked_header(path, name, problems, progress)
    if len(problems) > before:
        return None
    problems += unknown_columns(table, name, () if ignores_unknown else header)
    contract = TABLES[table]
    columns = [contract[each] for each in header if each in contract]
    problems += [
        FileProblem(file=name, line=1, column=key.name, expected=f"a column of {key.holds}")
        for key in contract.values()
        if key.is_key and key not in columns
    ]
    if len(problems) > before:
        return None
    cells = pl.scan_csv(
        path,
        schema={_column: pl.String() for _column in header},
        row_index_name=_NUMBER,
        glob=False,
    ).filter(~pl.all_horizontal((pl.col(each).is_null() | (pl.col(each) == "")) for each in header))
    problems += _bad_cells(path, cells, columns)
    if len(problems) > before:
        return None
    return cells.select(read_cell(column).alias(column.name) for column in columns)


def unknown_columns(table: str, file: str, names: Sequence[str]) -> list[FileProblem]:
    """Return a problem for each of *names* that is no column of *table*."""
    contract = TABLES[table]
    problems = []
    for name in names:
        if name not in contract:
            near = nearest(name, contract)
            hint = "" if near is None else f" (did you mean {near!r}?)"
            expected = f"a column of {table}{hint}; others are passed over when asked for"
            problems.append(FileProblem(file=file, value=name, expected=expected))
    return problems


def _bad_cells(path: Path, cells: pl.LazyFrame, columns: Sequence[Column]) -> list[FileProblem]:
    marks = {column.name: is_bad(column) for column in columns}
    bad = (
        cells.filter(pl.any_horizontal(marks.values()))
        .head(MOST_PROBLEMS)
        .collect(engine="streaming")
    )
    if not len(bad):
        return []
    marked = bad.select(mark.alias(name) for name, mark in marks.items())
    lines = lines_of_records(path, bad[_NUMBER].to_list())
    problems = [
        FileProblem(
            file=str(path),
            line=lines[row[_NUMBER]],
            column=column.name,
            value=row[column.name] or None,
            expected=expected_in(column),
        )
        for row, wrong in zip(bad.iter_rows(named=True), marked.iter_rows(named=True), strict=True)
        for column in columns
        if wrong[column.name]
    ]
    return problems[:MOST_PROBLEMS]
