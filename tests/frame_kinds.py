"""The kinds of frames that audits are tested on, and the audit of objects as frames of a kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import duckdb
import polars as pl
from pendulum import DateTime

from govmedia_rules.findings import Report
from govmedia_rules.frames import FrameAudit, audit_frames
from govmedia_rules.models import Portfolio
from govmedia_rules.rules import RuleSet
from portfolio_frames import frames_of

__all__ = ["KINDS", "AsKind", "audit_of", "report_of"]

AsKind: TypeAlias = Callable[[pl.DataFrame], Any]
"""Makes a frame of some kind out of one of Polars."""

_CONNECTION: Final = duckdb.connect()


def _as_relation(frame: pl.DataFrame) -> duckdb.DuckDBPyRelation:
    return _CONNECTION.from_arrow(frame.to_arrow())


def _as_it_is(frame: pl.DataFrame) -> pl.DataFrame:
    return frame


def _as_pandas(frame: pl.DataFrame) -> Any:
    return frame.to_pandas(use_pyarrow_extension_array=True)


KINDS: Final[Mapping[str, AsKind]] = {
    "polars eager": _as_it_is,
    "polars lazy": pl.DataFrame.lazy,
    "duckdb": _as_relation,
    "pandas": _as_pandas,
    "pyarrow": pl.DataFrame.to_arrow,
}
"""Every kind of frame that is tested on each edge, by name."""


def audit_of(
    frames: Mapping[str, Any],
    ruleset: RuleSet,
    as_of: DateTime,
    as_kind: AsKind = _as_it_is,
    *,
    evidence_limit: int = 10,
) -> FrameAudit:
    """Return the audit of Polars frames, by table, once they were turned into another kind."""
    tables = {table: as_kind(frame) for table, frame in frames.items()}
    return audit_frames(
        tables.pop("accounts"),
        tables.pop("posts", None),
        ruleset=ruleset,
        as_of=as_of,
        evidence_limit=evidence_limit,
        **tables,
    )


def report_of(
    portfolio: Portfolio,
    ruleset: RuleSet,
    as_of: DateTime,
    as_kind: AsKind,
    *,
    evidence_limit: int = 10,
) -> Report:
    """Return the report on a portfolio of objects, judged as frames of a kind."""
    frames = frames_of(portfolio)
    return audit_of(frames, ruleset, as_of, as_kind, evidence_limit=evidence_limit).to_report()
