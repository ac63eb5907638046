"""Tables of frames: CSV and Parquet files, as far as an audit of them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any, Final

import polars as pl

from fuzzing.loader import Loader, in_a_file, scratch_folder
from fuzzing.mutations import mutated_cells
from fuzzing.portfolio_loaders import every_field
from govmedia_rules.cases import JIANGSU_2019_AS_OF
from govmedia_rules.frames import (
    TABLES,
    FrameError,
    TableFileError,
    audit_frames,
    frames_of,
    open_tables,
    polars_reading,
    write_frames,
)
from govmedia_rules.rulesets import INSPECTION_2019

__all__ = ["TABLE_LOADERS", "csv_table", "few_tables"]

Frames = Mapping[str, pl.DataFrame]

_FOOTER: Final = 2_000

_TYPES: Final = (
    pl.String(),
    pl.Int64(),
    pl.UInt64(),
    pl.Int8(),
    pl.Float64(),
    pl.Boolean(),
    pl.Date(),
    pl.Datetime("us", "UTC"),
    pl.Datetime("ns", "Asia/Shanghai"),
    pl.Datetime("ms"),
    pl.Binary(),
    pl.Categorical(),
    pl.Null(),
    pl.List(pl.String()),
    pl.List(pl.Int64()),
    pl.Struct({"what": pl.String(), "at": pl.Datetime("us", "UTC")}),
    pl.Decimal(20, 2),
    pl.Duration(),
)


def few_tables() -> Frames:
    """Return a few rows of every table."""
    return frames_of(every_field())


def csv_table(name: str) -> bytes:
    """Return a table as CSV."""
    folder = scratch_folder() / "written"
    folder.mkdir(exist_ok=True)
    write_frames({name: few_tables()[name]}, folder, ".csv")
    return (folder / f"{name}.csv").read_bytes()


def _named(data: bytes) -> tuple[str, bytes]:
    """Return the table that the first line names, accounts where it names none, and the rest."""
    line, _, rest = data.partition(b"\n")
    name = line.decode("ascii", "replace")
    return (name, rest) if name in TABLES else ("accounts", data)


def _opened(data: bytes, suffix: str) -> Frames:
    name, content = _named(data)
    more = [_accounts()] if name != "accounts" else []
    return in_a_file(content, name + suffix, lambda path: _collected(path, *more))


def _accounts() -> Path:
    path = scratch_folder() / "accounts-0.parquet"
    if not path.exists():
        few_tables()["accounts"].write_parquet(path)
    return path


def _collected(*paths: Path) -> Frames:
    with polars_reading(*paths):
        found = open_tables(*paths)
        return {name: frame.collect() for name, frame in found.items()}


def _audited(frames: Frames) -> Frames:
    """Judge the tables, where they keep the contract, and return what is read of them once written."""
    tables: dict[str, Any] = dict(frames)
    try:
        audit = audit_frames(**tables, ruleset=INSPECTION_2019, as_of=JIANGSU_2019_AS_OF)
    except FrameError:
        return frames
    audit.to_report()
    return frames


def _csv_again(frames: Frames) -> Frames:
    folder = scratch_folder() / "again"
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    write_frames(_audited(frames), folder, ".csv")
    return {name: frame.collect() for name, frame in open_tables(folder).items()}


def _same_frames(one: Frames, other: Frames) -> bool:
    return one.keys() == other.keys() and all(one[name].equals(other[name]) for name in one)


def _mutated_csv(data: bytes, random: Random) -> bytes:
    name, content = _named(data)
    if random.random() < 0.05:
        name = random.choice(list(TABLES))
    return name.encode() + b"\n" + mutated_cells(content, random)


def _parquet(name: str, frame: pl.DataFrame) -> bytes:
    file = io.BytesIO()
    frame.write_parquet(file, compression="uncompressed")
    return name.encode() + b"\n" + file.getvalue()


def _mutated_parquet(data: bytes, random: Random) -> bytes:
    """Return a table with a column of another type or name, or with other rows, or damaged."""
    name, content = _named(data)
    if content and random.random() < 0.3:
        # What the file says of itself stands at its end.
        at = random.randrange(max(0, len(content) - _FOOTER), len(content))
        damaged = content[:at] + random.randbytes(1) + content[at + 1 :]
        return name.encode() + b"\n" + damaged
    tables = few_tables()
    if name not in tables or random.random() < 0.2:
        name = random.choice(list(tables))
    frame = tables[name]
    for _ in range(random.choice((1, 1, 2, 3))):
        column = random.choice(frame.columns)
        match random.randrange(6):
            case 0 if len(frame.columns) > 1:
                frame = frame.drop(column)
            case 1:
                new = random.choice(list(TABLES[name]))
                frame = frame.rename({column: new}) if new not in frame.columns else frame
            case 2:
                frame = pl.concat([frame, frame[random.randrange(len(frame) + 1) :]])
            case 3:
                words = [random.choice(("", "x", "\x00", "=1", None)) for _ in range(len(frame))]
                frame = frame.with_columns(pl.Series(column, words, dtype=pl.String()))
            case _:
                frame = _retyped(frame, column, random.choice(_TYPES))
    return _parquet(name, frame)


def _retyped(frame: pl.DataFrame, column: str, kind: pl.DataType) -> pl.DataFrame:
    try:
        return frame.with_columns(pl.col(column).cast(kind, strict=False))
    except pl.exceptions.PolarsError:  # a cast that there is not
        return frame.with_columns(pl.lit(None, kind).alias(column))


TABLE_LOADERS: Final = (
    Loader(
        name="tables-csv",
        reads=lambda data: _opened(data, ".csv"),
        again=_csv_again,
        same=_same_frames,
        seeds=lambda: tuple(name.encode() + b"\n" + csv_table(name) for name in few_tables()),
        mutated=_mutated_csv,
        refusals=(TableFileError,),
    ),
    Loader(
        name="tables-parquet",
        reads=lambda data: _opened(data, ".parquet"),
        again=_audited,
        same=_same_frames,
        seeds=lambda: tuple(_parquet(name, frame) for name, frame in few_tables().items()),
        mutated=_mutated_parquet,
        refusals=(TableFileError,),
    ),
)
"""Tables."""
