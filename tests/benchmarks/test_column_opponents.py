"""
The opponents of the frame audit find what the object audit finds, value by value.

That they do is tested always; how fast they are is told by ``pytest tests/benchmarks -m
benchmark -s``.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any, Final, TypeAlias

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from finding_rows import COLUMNS, MISSING, Row, ordered, rows_of
from hand_written_duckdb import audit_with_duckdb
from hand_written_polars import audit_with_polars

from govmedia_rules.evaluation import audit
from govmedia_rules.models import Portfolio
from govmedia_rules.rulesets import INSPECTION_2019
from govmedia_rules.synthetic import SCHEMAS, SyntheticRequest, generate_files, records_of

Opponent: TypeAlias = Callable[[Path, SyntheticRequest], list[Row]]


def by_polars(directory: Path, request: SyntheticRequest) -> list[Row]:
    found = audit_with_polars(directory, request.as_of)
    assert tuple(found.columns) == COLUMNS
    return found.to_dicts()


def by_duckdb(directory: Path, request: SyntheticRequest) -> list[Row]:
    found = audit_with_duckdb(directory, request.as_of)
    assert tuple(found.column_names) == COLUMNS
    rows: list[Row] = found.to_pylist()
    return rows


OPPONENTS: Final = pytest.mark.parametrize("opponent", [by_polars, by_duckdb])
_TABLES: Final = ("units", "accounts", "posts")


def by_objects(directory: Path, request: SyntheticRequest) -> list[Row]:
    tables: dict[str, Any] = {}
    for name in _TABLES:
        folder = directory / name
        table = pq.read_table(folder if folder.is_dir() else directory / f"{name}.parquet")
        tables[name] = list(records_of(name, table))
    findings = audit(Portfolio(**tables), INSPECTION_2019, as_of=request.as_of).findings
    return ordered(rows_of(findings))


def shaken(directory: Path, seed: int) -> None:
    """Make the rare frequent: facts missing, posts withheld or without a date, bad labels."""
    dice = random.Random(seed)  # noqa: S311 -- reproducible, not secret
    accounts = pq.read_table(directory / "accounts.parquet").to_pylist()
    for account in accounts:
        for name, values in _ACCOUNT_CHANGES.items():
            if dice.random() < 0.2:
                account[name] = dice.choice(values)
    posts = pq.read_table(directory / "posts.parquet").to_pylist()
    silent = {account["id"] for account in accounts if dice.random() < 0.3}
    posts = [post for post in posts if post["account_id"] not in silent]
    for post in posts:
        if dice.random() < 0.1:
            post["published_at"] = None
        if dice.random() < 0.03:
            post["labels"] = dice.sample(_BAD_LABELS, 2)
    dice.shuffle(posts)
    for name, rows in (("accounts", accounts), ("posts", posts)):
        pq.write_table(
            pa.Table.from_pylist(rows, schema=SCHEMAS[name]), directory / f"{name}.parquet"
        )


_BAD_LABELS: Final = ["forced_likes", "state_secret", "serious_misstatement", "off_topic"]
_ACCOUNT_CHANGES: Final[dict[str, list[Any]]] = {
    "status": [None, None, "active", "closed"],
    "has_all_posts": [False, True, None],
    "opened_at": [None],
    "platform": ["app"],
    "app_is_downloadable": [None, True, False],
    "app_is_usable": [None, True, False],
    "interaction_features": [None, []],
    "labels": [None, ["forced_likes"], ["bought_followers", "另类"], ["fabricated_figures"]],
    "unit_id": [None, "unit:unknown"],
}


@OPPONENTS
@pytest.mark.parametrize(("seed", "posts_per_part"), [(1, None), (2, 10_000)])
def test_findings_on_a_made_up_portfolio_are_the_same(
    tmp_path: Path, opponent: Opponent, seed: int, posts_per_part: int | None
) -> None:
    request = SyntheticRequest(
        accounts=3000,
        as_of="2019-06-05T00:00:00+08:00",
        posts_per_account=10,
        messages_per_account=0,
        seed=seed,
    )
    generate_files(request, tmp_path, posts_per_part=posts_per_part)

    found = ordered(opponent(tmp_path, request))

    assert len(found) > 2000
    assert found == by_objects(tmp_path, request)


@OPPONENTS
@pytest.mark.parametrize("seed", [3, 4])
def test_findings_are_the_same_where_much_is_missing(
    tmp_path: Path, opponent: Opponent, seed: int
) -> None:
    request = SyntheticRequest(
        accounts=3000,
        as_of="2019-06-05T00:00:00+08:00",
        posts_per_account=6,
        messages_per_account=0,
        seed=seed,
    )
    generate_files(request, tmp_path)
    shaken(tmp_path, seed)

    found = ordered(opponent(tmp_path, request))

    expected = by_objects(tmp_path, request)
    assert found == expected
    # What is compared has to occur: every column holds something somewhere.
    empty = {name for name in COLUMNS if all(row[name] is None for row in expected)}
    assert empty == set()
    assert len({row["rule_id"] for row in expected}) == len(INSPECTION_2019)
    assert any(row["ids_total"] > 10 for row in expected)
    assert len(MISSING) == sum(name.startswith("missing_") for name in COLUMNS)


@OPPONENTS
def test_findings_are_the_same_where_there_are_no_posts(tmp_path: Path, opponent: Opponent) -> None:
    request = SyntheticRequest(accounts=400, as_of="2019-06-05T00:00:00+08:00", posts_per_account=0)
    generate_files(request, tmp_path)

    assert ordered(opponent(tmp_path, request)) == by_objects(tmp_path, request)


@pytest.mark.benchmark
def test_processor_time_of_the_opponents(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    request = SyntheticRequest(
        accounts=178_700, as_of="2019-06-05T00:00:00+08:00", messages_per_account=0
    )
    made = generate_files(request, tmp_path)
    lines = [f"{made.rows['accounts']:,} accounts, {made.rows['posts']:,} posts:"]
    for name, run in (("Polars", audit_with_polars), ("DuckDB", audit_with_duckdb)):
        seconds: list[float] = []
        found: list[int] = []
        for _ in range(3):
            start = process_time()
            found.append(len(run(tmp_path, request.as_of)))
            seconds.append(process_time() - start)
        assert len(set(found)) == 1
        lines.append(f"  {name} {min(seconds):6.2f} s of processor time, {found[0]:,} findings")
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")
