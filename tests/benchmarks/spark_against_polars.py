"""
The same portfolio audited by Polars and by PySpark in local mode: are the tables the same, and what was moved?

    govmedia-rules generate nation --accounts 178700 --posts-per-account 30 --as-of 2019-06-05
    python tests/benchmarks/spark_against_polars.py nation --as-of 2019-06-05

Bytes and rows are counted by Spark itself, in its log of events; seconds are told, not judged.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import polars as pl

from govmedia_rules.frames import FrameAudit, audit_frames
from govmedia_rules.moments import moment
from govmedia_rules.rulesets import BUILT_IN

sys.path.insert(0, str(Path(__file__).parents[1]))
from spark_sessions import NO_SPARK, local_session

TABLES: Final = ("units", "accounts", "posts", "messages", "attestations", "waivers")
COMPARED: Final = ("findings", "evidence", "missing", "verdicts", "rules")


def main() -> int:
    """Compare, and return 0 when all tables are the same."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--as-of", default="2019-06-05T00:00:00+08:00")
    parser.add_argument("--rules", choices=BUILT_IN, default="inspection-2019")
    parser.add_argument("--memory", default="3g", help="of the driver, which runs everything here")
    asked = parser.parse_args()
    if NO_SPARK is not None:
        sys.stderr.write(f"{NO_SPARK}\n")
        return 2
    paths = {
        table: path
        for table in TABLES
        for path in (asked.folder / table, asked.folder / f"{table}.parquet")
        if path.exists()
    }
    begun_at = time.perf_counter()
    scanned = {table: pl.scan_parquet(path) for table, path in paths.items()}
    expected = {name: frame.collect() for name, frame in tables_of(audited(scanned, asked)).items()}
    told("Polars", time.perf_counter() - begun_at, resource.RUSAGE_SELF)
    with TemporaryDirectory() as events:
        found = on_spark(paths, asked, events)
        for name, value in sorted(moved(Path(events)).items()):
            print(f"  {name}: {value:,}")
    differing = [
        name for name in COMPARED if not sorted_all(expected[name]).equals(sorted_all(found[name]))
    ]
    for name in COMPARED:
        print(
            f"  {name}: {len(expected[name]):,} rows, {'different' if name in differing else 'the same'}"
        )
    return 1 if differing else 0


def audited(frames: dict[str, Any], asked: argparse.Namespace) -> FrameAudit:
    """Audit frames of any kind."""
    others = {table: frame for table, frame in frames.items() if table not in {"accounts", "posts"}}
    return audit_frames(
        frames["accounts"],
        frames.get("posts"),
        ruleset=BUILT_IN[asked.rules],
        as_of=moment(asked.as_of),
        **others,
    )


def tables_of(audit: FrameAudit) -> dict[str, Any]:
    """Return the tables of an audit, by name."""
    return {name: getattr(audit, name) for name in COMPARED}


def on_spark(
    paths: dict[str, Path], asked: argparse.Namespace, events: str
) -> dict[str, pl.DataFrame]:
    """Return the tables of the audit on Spark, which logs its events to a folder."""
    settings = {
        "spark__driver__memory": asked.memory,
        "spark__eventLog__enabled": "true",
        "spark__eventLog__compress": "false",
        "spark__eventLog__dir": Path(events).as_uri(),
    }
    begun_at = time.perf_counter()
    with local_session(**settings) as session:
        read = {table: session.read.parquet(str(path)) for table, path in paths.items()}
        tables = tables_of(audited(read, asked))
        # Handed back to Spark and fetched again, as a caller would.
        held = {name: pl.DataFrame(frame.toArrow()) for name, frame in tables.items()}
    told("PySpark", time.perf_counter() - begun_at, resource.RUSAGE_SELF)
    return held


def told(what: str, seconds: float, who: int) -> None:
    """Print what something took; the JVM is another process, whose memory is set by --memory."""
    peak = resource.getrusage(who).ru_maxrss / 1024
    print(f"{what}: {seconds:.0f} s, Python's peak {peak:,.0f} MiB")


def sorted_all(frame: pl.DataFrame) -> pl.DataFrame:
    """Return rows in one order, whatever order they came in."""
    plain = [name for name, dtype in frame.schema.items() if not dtype.is_nested()]
    return frame.sort(plain, nulls_last=True)


def moved(events: Path) -> Counter[str]:
    """Return what Spark read, in rows, and what it shuffled and sent to the driver, from its log of events."""
    sums: Counter[str] = Counter()
    for task in task_metrics(events):
        sums["rows read"] += task["Input Metrics"]["Records Read"]
        sums["bytes shuffled"] += task["Shuffle Write Metrics"]["Shuffle Bytes Written"]
        sums["rows shuffled"] += task["Shuffle Write Metrics"]["Shuffle Records Written"]
        sums["bytes spilled"] += task["Disk Bytes Spilled"]
        sums["bytes sent to the driver"] += task["Result Size"]
        sums["tasks"] += 1
    return sums


def task_metrics(events: Path) -> Iterator[dict[str, Any]]:
    """Yield the metrics of every task that ended."""
    for path in events.rglob("*"):
        if path.is_file():
            for line in path.read_text(encoding="utf-8").splitlines():
                event = json.loads(line) if "SparkListenerTaskEnd" in line else {}
                if event.get("Event") == "SparkListenerTaskEnd" and event.get("Task Metrics"):
                    yield event["Task Metrics"]


if __name__ == "__main__":
    sys.exit(main())
