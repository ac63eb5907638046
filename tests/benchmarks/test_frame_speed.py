"""
How fast the audit of frames is, beside the same findings written by hand for each engine.

Ratios of process time within one run are what counts, and the peak memory of a process of
its own; nothing here fails for being slow. The size is small unless the environment says
otherwise: ``FRAME_ACCOUNTS=178700 pytest tests/benchmarks/test_frame_speed.py -m benchmark -s``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any, Final

import duckdb
import polars as pl
import pytest
from hand_written_duckdb import audit_with_duckdb
from hand_written_polars import audit_with_polars

from govmedia_rules.cases import JIANGSU_2019_AS_OF
from govmedia_rules.frames import FrameAudit, audit_frames
from govmedia_rules.rulesets import INSPECTION_2019
from govmedia_rules.synthetic import SyntheticRequest, generate_files

pytestmark = pytest.mark.benchmark

_ACCOUNTS: Final = int(os.environ.get("FRAME_ACCOUNTS", "5000"))
_ROUNDS: Final = 5
_TABLES: Final = ("units", "accounts", "posts")


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, SyntheticRequest]:
    request = SyntheticRequest(
        accounts=_ACCOUNTS, as_of=JIANGSU_2019_AS_OF, posts_per_account=30, seed=1
    )
    folder = tmp_path_factory.mktemp("portfolio") / "made"
    generate_files(request, folder)
    return folder, request


def by_frames_on_polars(folder: Path, request: SyntheticRequest) -> int:
    tables = {name: pl.scan_parquet(folder / f"{name}.parquet") for name in _TABLES}
    return _all_tables(tables, request)


def by_frames_on_duckdb(folder: Path, request: SyntheticRequest) -> int:
    connection = duckdb.connect()
    tables = {name: connection.read_parquet(str(folder / f"{name}.parquet")) for name in _TABLES}
    return _all_tables(tables, request)


def _all_tables(tables: dict[str, Any], request: SyntheticRequest) -> int:
    audited: FrameAudit = audit_frames(
        tables["accounts"],
        tables["posts"],
        units=tables["units"],
        ruleset=INSPECTION_2019,
        as_of=request.as_of,
    )
    told = [audited.in_polars(name) for name in ("findings", "evidence", "missing")]
    return len(told[0])


def by_hand_on_polars(folder: Path, request: SyntheticRequest) -> int:
    return len(audit_with_polars(folder, request.as_of))


def by_hand_on_duckdb(folder: Path, request: SyntheticRequest) -> int:
    return len(audit_with_duckdb(folder, request.as_of))


@pytest.mark.parametrize(
    ("by_frames", "by_hand"),
    [
        pytest.param(by_frames_on_polars, by_hand_on_polars, id="polars"),
        pytest.param(by_frames_on_duckdb, by_hand_on_duckdb, id="duckdb"),
    ],
)
def test_audit_of_frames_beside_the_same_by_hand(
    by_frames: Callable[[Path, SyntheticRequest], int],
    by_hand: Callable[[Path, SyntheticRequest], int],
    portfolio: tuple[Path, SyntheticRequest],
    request: pytest.FixtureRequest,
) -> None:
    least: dict[str, float] = {}
    for _ in range(_ROUNDS):
        found: dict[str, int] = {}
        for name, way in (("frames", by_frames), ("hand", by_hand)):
            begun = process_time()
            found[name] = way(*portfolio)
            least[name] = min(least.get(name, sys.float_info.max), process_time() - begun)
        assert found["frames"] == found["hand"]
    engine = request.node.callspec.id
    sys.stdout.write(
        f"\n{engine}, {_ACCOUNTS:,} accounts × 30 posts: frames {least['frames']:.2f} s,"
        f" by hand {least['hand']:.2f} s, {least['frames'] / least['hand']:.2f} times\n"
    )
