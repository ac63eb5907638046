"""Tables written as Parquet, CSV or NDJSON files, all of them or none."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, cast

import narwhals.stable.v2 as nw
import polars as pl

from govmedia_rules.errors import UnknownNameError
from govmedia_rules.frames.audits import FINDINGS_TABLES, FrameAudit
from govmedia_rules.frames.intake import Frame
from govmedia_rules.spreadsheets import FORMULA

__all__ = ["WRITTEN_AS", "write_findings", "write_frames"]


def write_findings(
    audit: FrameAudit,
    path: str | os.PathLike[str],
    *,
    progress: Callable[[int], None] | None = None,
) -> tuple[Path, ...]:
    """
    Write what an audit came to: the findings into *path*, the other tables beside it.

    ``findings.parquet`` brings ``findings-evidence.parquet``, and so on for the leaves,
    the missing facts, the verdicts and the rules. Files that are there are replaced, once
    all of them are written. The same findings give the same rows in the same order:
    account by account, then by subject and rule.

    Parameters:
        audit: the audit.

        path: where to; its suffix says as what: ``.parquet``, ``.csv`` or ``.ndjson``. In
            CSV no text begins as a formula would: an apostrophe stands before it.

        progress: called with the number of tables written so far, of six.

    Returns:
        The files.

    Raises:
        UnknownNameError: when the suffix is none of these.

        OSError: when a file cannot be written.
    """
    path = Path(path)
    first, *others = FINDINGS_TABLES
    places = {first: path}
    places |= {name: path.with_name(f"{path.stem}-{name}{path.suffix}") for name in others}
    tables = (
        (places[name], lambda name=name: _ordered(audit.in_polars(name)))
        for name in FINDINGS_TABLES
    )
    return _written(tables, path.suffix, progress)


def write_frames(
    frames: Mapping[str, Frame], directory: str | os.PathLike[str], suffix: str = ".parquet"
) -> tuple[Path, ...]:
    """
    Write the tables of a portfolio into a folder, where ``open_tables`` finds them.

    Parameters:
        frames: the tables by name, as ``frames_of`` gives them, in any kind of frame.

        directory: where to; it is made when it is not there. Tables that are there are
            replaced.

        suffix: ``.parquet``, ``.csv`` or ``.ndjson``.

    Returns:
        The files.

    Raises:
        UnknownNameError: when the suffix is none of these.

        OSError: when a file cannot be written.
    """
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    tables = (
        (folder / f"{name}{suffix}", lambda frame=frame: _in_polars(frame))
        for name, frame in frames.items()
    )
    return _written(tables, suffix, None)


def _ordered(table: pl.DataFrame) -> pl.DataFrame:
    """Return a table in an order of its own, whatever order the engine worked in."""
    if "subject_id" not in table.columns:
        return table
    by = [name for name in _IN_ORDER if name in table.columns]
    return table.sort(by, nulls_last=True)


_IN_ORDER: Final = ("account_id", "subject_kind", "subject_id", "rule_id", "order", "leaf")


def _in_polars(frame: Frame) -> pl.DataFrame:
    framed: Any = nw.from_native(frame)
    return cast("pl.DataFrame", framed.lazy().collect(backend="polars").to_native())


def _written(
    tables: Iterable[tuple[Path, Callable[[], pl.DataFrame]]],
    suffix: str,
    progress: Callable[[int], None] | None,
) -> tuple[Path, ...]:
    write = _WRITERS.get(suffix.casefold())
    if write is None:
        raise UnknownNameError("file format", suffix, _WRITERS)
    done: dict[Path, Path] = {}
    try:
        for place, table in tables:
            beside = place.with_name(f".{place.name[:100]}.{secrets.token_hex(4)}.tmp")
            done[place] = beside
            write(table(), beside)
            if progress is not None:
                progress(len(done))
        for place, beside in done.items():
            beside.replace(place)
    finally:
        for beside in done.values():
            beside.unlink(missing_ok=True)
    return tuple(done)


def _write_parquet(frame: pl.DataFrame, path: Path) -> None:
    frame.write_parquet(path)


def _write_ndjson(frame: pl.DataFrame, path: Path) -> None:
    moments = [_moment_text(name) for name, kind in frame.schema.items() if _is_moment(kind)]
    frame.with_columns(moments).write_ndjson(path)


def _write_csv(frame: pl.DataFrame, path: Path) -> None:
    # A spreadsheet takes a file for UTF-8 by its mark.
    frame.select(_cell(name, kind) for name, kind in frame.schema.items()).write_csv(
        path, include_bom=True
    )


_WRITERS: Final[Mapping[str, Callable[[pl.DataFrame, Path], None]]] = {
    ".parquet": _write_parquet,
    ".csv": _write_csv,
    ".ndjson": _write_ndjson,
}

WRITTEN_AS: Final = tuple(_WRITERS)
"""How the names of files end that tables can be written into."""


def _is_moment(kind: pl.DataType) -> bool:
    return isinstance(kind, pl.Datetime)


def _moment_text(name: str) -> pl.Expr:
    local = pl.col(name).dt.convert_time_zone("Asia/Shanghai")
    return local.dt.to_string("%Y-%m-%dT%H:%M:%S%.f%:z")


def _cell(name: str, kind: pl.DataType) -> pl.Expr:
    """Return a column as it stands in CSV."""
    column = pl.col(name)
    if _is_moment(kind):
        return _moment_text(name)
    if isinstance(kind, pl.String):
        is_formula = column.str.contains(f"^{FORMULA}")
        return pl.when(is_formula).then(pl.lit("'") + column).otherwise(column).alias(name)
    if isinstance(kind, (pl.List, pl.Struct)):
        return column.map_elements(_json, return_dtype=pl.String())
    return column


def _json(value: pl.Series) -> str:
    return json.dumps(
        value.to_list(), ensure_ascii=False, separators=(",", ":"), default=_json_moment
    )


def _json_moment(value: object) -> str:
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a cell")
