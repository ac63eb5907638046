"""
What the audit of frames costs as posts and rules grow, as tables in Markdown.

Each point is a process of its own, so that its peak memory is its own. Of the rules some are
cheap, so that the first ten tell little about sixty: ten and thirty are also taken in turn,
every sixth and every second, which are of all kinds. Run with
``python tests/benchmarks/frame_scaling.py FOLDER``; portfolios are made in FOLDER once and
used again. A point by itself: ``… FOLDER --accounts 178700 --posts-per-account 188 --rules 8``.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Final

import duckdb
import polars as pl

from govmedia_rules.cases import JIANGSU_2019_AS_OF
from govmedia_rules.frames import audit_frames
from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets import INSPECTION_2019, OPINION_2018
from govmedia_rules.synthetic import SyntheticRequest, generate_files

_ACCOUNTS: Final = 178_700
_POSTS: Final = (6, 30, 60, 112, 188, 224)
_RULES: Final = (10, 30, 60)


def main() -> None:
    """Print the tables, or measure one point."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--accounts", type=int, default=_ACCOUNTS)
    parser.add_argument("--posts-per-account", type=int)
    parser.add_argument("--rules", type=int, default=len(INSPECTION_2019))
    parser.add_argument("--in-turn", action="store_true", help="rules of all kinds, not the first")
    parser.add_argument("--engine", choices=["polars", "duckdb"], default="polars")
    given = parser.parse_args()
    if given.posts_per_account is not None:
        made = portfolio_in(given.folder, given.accounts, given.posts_per_account)
        write(measured(made, rules_of(given.rules, in_turn=given.in_turn), given.engine))
        return
    header = "| Engine | Rules | Posts | Findings | Process time, s | Time, s | Peak memory, MiB |"
    write(header)
    write("| --- | --- | --- | --- | --- | --- | --- |")
    sizes = [(posts, len(INSPECTION_2019), False) for posts in _POSTS]
    sizes += [(30, rules, in_turn) for in_turn in (False, True) for rules in _RULES]
    for posts, rules, in_turn in sizes:
        portfolio_in(given.folder, given.accounts, posts)
        how = ["--posts-per-account", str(posts), "--rules", str(rules), "--engine", given.engine]
        if in_turn:
            how.append("--in-turn")
        write(point(given.folder, "--accounts", str(given.accounts), *how))


def write(line: str) -> None:
    """Print one line at once, so that a long run shows how far it has come."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def point(folder: Path, *how: str) -> str:
    """Return the line of one point, measured in a process of its own."""
    command = [sys.executable, __file__, str(folder), *how]
    return subprocess.run(  # noqa: S603 -- this very script
        command, check=True, capture_output=True, text=True
    ).stdout.strip()


def portfolio_in(folder: Path, accounts: int, posts: int) -> Path:
    """Return a portfolio of that size, made when it is not there yet."""
    made = folder / f"{accounts}x{posts}"
    if not made.exists():
        request = SyntheticRequest(
            accounts=accounts, as_of=JIANGSU_2019_AS_OF, posts_per_account=posts, seed=1
        )
        generate_files(request, made)
    return made


def rules_of(count: int, *, in_turn: bool = False) -> RuleSet:
    """Return *count* rules: the first, the inspection's before the Opinion's, or of all in turn."""
    known = list(INSPECTION_2019 | OPINION_2018)[: max(_RULES)]
    if in_turn:
        return RuleSet(f"{count}-in-turn", known[:: len(known) // count][:count])
    return RuleSet(f"first-{count}", known[:count])


def measured(folder: Path, ruleset: RuleSet, engine: str) -> str:
    """Return the line of one point, measured here."""
    tables: dict[str, Any] = {}
    connection = duckdb.connect()
    for path in sorted(folder.glob("*.parquet")):
        scanned = (
            pl.scan_parquet(path) if engine == "polars" else connection.read_parquet(str(path))
        )
        tables[path.stem] = scanned
    posts = pl.scan_parquet(folder / "posts.parquet").select(pl.len()).collect().item()
    accounts = tables.pop("accounts")
    begun, begun_cpu = perf_counter(), process_time()
    audited = audit_frames(accounts, **tables, ruleset=ruleset, as_of=JIANGSU_2019_AS_OF)
    told = [audited.in_polars(name) for name in ("findings", "evidence", "missing", "verdicts")]
    took, took_cpu = perf_counter() - begun, process_time() - begun_cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return (
        f"| {engine} | {ruleset.id} | {posts:,} | {len(told[0]):,} | {took_cpu:.1f} | {took:.1f}"
        f" | {peak:,.0f} |"
    )


if __name__ == "__main__":
    main()
