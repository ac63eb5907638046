"""Parquet and CSV files as the lazy frames of a portfolio's tables."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import polars as pl

from govmedia_rules.errors import UnknownNameError
from govmedia_rules.frames.columns import TABLES, Holds
from govmedia_rules.frames.csv_files import scan_csv, unknown_columns
from govmedia_rules.frames.file_problems import FileProblem, TableFileError
from govmedia_rules.frames.objects import frame_of
from govmedia_rules.frames.table_names import tables_of_files
from govmedia_rules.models import Attestation

__all__ = ["open_tables", "polars_reading", "with_attestations"]


def open_tables(
    *paths: str | os.PathLike[str],
    unknown_columns: Literal["error", "ignore"] = "error",
    progress: Callable[[int], None] | None = None,
) -> dict[str, pl.LazyFrame]:
    """
    Return the tables in Parquet and CSV files, by name, to be given to ``audit_frames``.

    Which table a file holds is said by its name, ``accounts.parquet`` or
    ``posts-2019Q2.csv``, by the folder it is in, ``posts/part-0.parquet``, or before it,
    ``posts=2019Q2.csv``. Files of one table add up. A folder stands for what is in it.
    Parquet files are opened and not read; CSV files are read once to look at every cell,
    a part at a time.

    Parameters:
        paths: files and folders.

        unknown_columns: ``"error"`` to refuse columns that are not of the contract,
            ``"ignore"`` to pass over them.

        progress: called now and then with the bytes of CSV looked at, of all files.

    Raises:
        TableFileError: naming everything that is wrong, with file, line and column.

        UnknownNameError: when *unknown_columns* is neither of the two.
    """
    if unknown_columns not in {"error", "ignore"}:
        raise UnknownNameError("way with unknown columns", unknown_columns, ("error", "ignore"))
    problems: list[FileProblem] = []
    found = tables_of_files(paths, problems)
    if "accounts" not in found and not problems:
        named = ", ".join(str(path) for path in paths)
        expected = "a file of accounts among them, such as accounts.parquet or accounts.csv"
        problems.append(FileProblem(file=named, expected=expected))
    opener = _Opener(problems, ignores_unknown=unknown_columns == "ignore", progress=progress)
    frames = {table: opener.opened(table, files) for table, files in found.items()}
    if problems:
        raise TableFileError(problems)
    return {table: frame for table, frame in frames.items() if frame is not None}


def with_attestations(
    attestations: pl.LazyFrame | None, answers: Iterable[Attestation]
) -> pl.LazyFrame:
    """
    Return the table of attestations with further *answers*; one that it has is not added.

    Parameters:
        attestations: the table, or None when there is none.

        answers: people's answers, such as ``load_answers`` reads from forms.
    """
    added = frame_of("attestations", answers).lazy()
    if attestations is None:
        return added
    held = attestations.select(_in_one_type("attestations", attestations.collect_schema()))
    return pl.concat([held, added], how="diagonal").unique(maintain_order=True)


@contextmanager
def polars_reading(*paths: str | os.PathLike[str]) -> Iterator[None]:
    """
    Tell in words when a file turns out to be damaged while it is being read.

    Parameters:
        paths: the files and folders.

    Raises:
        TableFileError: where Polars would raise its own ComputeError, or panic.
    """
    try:
        yield
    except (pl.exceptions.ComputeError, pl.exceptions.PanicException) as error:
        named = ", ".join(str(path) for path in paths)
        raise TableFileError([_damaged(named, error)]) from error


# A panic of Polars is no Exception, for Rust means it to end the program. Here it only means
# that a file says of itself what cannot be.
def _damaged(file: str, error: BaseException) -> FileProblem:
    reason = str(error).partition("\n")[0]
    return FileProblem(file=file, expected=f"data that Polars can read; it says: {reason}")


class _Opener:
    """Opens the files of tables, one after the other."""

    def __init__(
        self,
        problems: list[FileProblem],
        *,
        ignores_unknown: bool,
        progress: Callable[[int], None] | None,
    ) -> None:
        self._problems = problems
        self._ignores_unknown = ignores_unknown
        self._progress = progress
        self._bytes = 0

    def opened(self, table: str, files: Sequence[Path]) -> pl.LazyFrame | None:
        parts: list[tuple[Path, pl.LazyFrame]] = []
        for file in files:
            part = self._part(table, file)
            if part is not None:
                parts.append((file, part))
        if len(parts) < len(files):
            return None
        if len(parts) == 1:
            return parts[0][1]
        if all(file.suffix.casefold() == ".parquet" for file in files):
            schemas = {tuple(frame.collect_schema().items()) for _, frame in parts}
            if len(schemas) == 1:
                # One scan of many files is what Polars splits best.
                names = list(parts[0][1].collect_schema())
                return _scan_parquet(files).select(names)
        return self._joined(table, parts)

    def _part(self, table: str, file: Path) -> pl.LazyFrame | None:
        if file.suffix.casefold() == ".csv":
            return self._csv(table, file)
        try:
            frame = _scan_parquet([file])
            names = list(frame.collect_schema())
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
            self._problems.append(_damaged(str(file), error))
            return None
        if self._ignores_unknown:
            return frame.select(name for name in names if name in TABLES[table])
        unknown = unknown_columns(table, str(file), names)
        self._problems.extend(unknown)
        return None if unknown else frame

    def _csv(self, table: str, file: Path) -> pl.LazyFrame | None:
        before, tell = self._bytes, self._progress
        frame = scan_csv(
            table,
            file,
            self._problems,
            ignores_unknown=self._ignores_unknown,
            progress=None if tell is None else lambda done: tell(before + done),
        )
        self._bytes += file.stat().st_size
        return frame

    def _joined(
        self, table: str, parts: Iterable[tuple[Path, pl.LazyFrame]]
    ) -> pl.LazyFrame | None:
        """Return parts one after the other; a column that a part lacks is null there."""
        kinds: dict[str, tuple[pl.DataType, Path]] = {}
        alike: list[pl.LazyFrame] = []
        before = len(self._problems)
        for file, frame in parts:
            part = frame.select(_in_one_type(table, frame.collect_schema()))
            for name, kind in part.collect_schema().items():
                first, elsewhere = kinds.setdefault(name, (kind, file))
                if kind != first:
                    expected = f"{first} as in {elsewhere}"
                    self._problems.append(
                        FileProblem(file=str(file), column=name, value=str(kind), expected=expected)
                    )
            alike.append(part)
        return None if len(self._problems) > before else pl.concat(alike, how="diagonal")


def _scan_parquet(files: Sequence[Path]) -> pl.LazyFrame:
    return pl.scan_parquet(list(files), glob=False, hive_partitioning=False)


def _in_one_type(table: str, schema: pl.Schema) -> list[pl.Expr]:
    """Return the columns in the types that parts of a table have in common."""
    read: list[pl.Expr] = []
    for name, kind in schema.items():
        column = TABLES[table].get(name)
        if column is None or kind == pl.Null():
            continue
        expression = pl.col(name)
        if column.holds is Holds.COUNT and kind.is_integer():
            expression = expression.cast(pl.Int64())
        elif column.holds is Holds.MOMENT and isinstance(kind, pl.Datetime) and kind.time_zone:
            expression = expression.dt.convert_time_zone("UTC").dt.cast_time_unit("us")
        elif column.holds is Holds.WORD and kind in {pl.Categorical, pl.Enum}:
            expression = expression.cast(pl.String())
        read.append(expression)
    return read
