"""Files are complete or not there, never replaced unasked, and made in bounded memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from govmedia_rules.synthetic import (
    PortfolioExistsError,
    SyntheticRequest,
    generate_files,
    tables,
)
from govmedia_rules.synthetic.accounts import account_batch
from govmedia_rules.synthetic.posts import accounts_per_batch, post_table

REQUEST = SyntheticRequest(accounts=5, as_of="2019-06-05T00:00:00+08:00")
NAMES = {"units.parquet", "accounts.parquet", "posts.parquet", "messages.parquet"}


def names_in(directory: Path) -> set[str]:
    return {path.name for path in directory.iterdir()}


def test_a_directory_that_is_not_there_is_made(tmp_path: Path) -> None:
    made = generate_files(REQUEST, tmp_path / "new" / "one")

    assert names_in(tmp_path / "new" / "one") == NAMES
    assert made.size_bytes == sum(path.stat().st_size for path in made.paths.values()) > 0


@pytest.mark.parametrize("there", ["posts.parquet", "waivers.parquet", "posts"])
def test_what_is_there_is_left_alone(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("mine")

    with pytest.raises(PortfolioExistsError, match="--overwrite") as refused:
        generate_files(REQUEST, tmp_path)

    assert refused.value.paths == (tmp_path / there,)
    assert names_in(tmp_path) == {there}
    assert (tmp_path / there).read_text() == "mine"


def test_overwriting_replaces_every_table_and_nothing_else(tmp_path: Path) -> None:
    generate_files(REQUEST, tmp_path, posts_per_part=50)
    (tmp_path / "attestations.parquet").write_text("of another portfolio")
    (tmp_path / "notes.txt").write_text("mine")

    generate_files(REQUEST, tmp_path, overwrite=True)

    assert names_in(tmp_path) == NAMES | {"notes.txt"}


def test_parts_and_one_file_replace_each_other(tmp_path: Path) -> None:
    generate_files(REQUEST, tmp_path)

    made = generate_files(REQUEST, tmp_path, posts_per_part=10**6, overwrite=True)

    assert names_in(tmp_path) == NAMES - {"posts.parquet"} | {"posts"}
    assert names_in(tmp_path / "posts") == {"part-00000.parquet"}
    assert made.size_bytes == sum(
        path.stat().st_size for path in tmp_path.rglob("*.parquet") if path.is_file()
    )


def test_work_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate_files(REQUEST, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def fail(*_: object) -> pa.Table:
        raise OSError("no space left")

    monkeypatch.setattr(tables, "message_table", fail)
    with pytest.raises(OSError, match="no space left"):
        generate_files(REQUEST, tmp_path, overwrite=True)

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_progress_tells_the_accounts_done(tmp_path: Path) -> None:
    told: list[int] = []
    request = SyntheticRequest(accounts=900, as_of="2019-06-05T00:00:00+08:00")

    generate_files(request, tmp_path, progress=told.append)

    assert told == sorted(told)
    assert told[0] == 0
    assert told[-1] == 900


@pytest.mark.parametrize("mean", [0, 1, 30, 188, 500, 20_000])
def test_a_batch_of_posts_is_never_much_larger_than_one_busy_account(mean: int) -> None:
    request = SyntheticRequest(
        accounts=360, as_of="2019-06-05T00:00:00+08:00", posts_per_account=mean
    )

    table = post_table(request, account_batch(request, 0), first=0)

    assert 360 % accounts_per_batch(mean) == 0
    assert table.num_rows <= max(120_000, 20 * mean)


def test_memory_does_not_grow_with_the_number_of_accounts(tmp_path: Path) -> None:
    code = """
import json, resource, sys
from pathlib import Path
from govmedia_rules.synthetic import SyntheticRequest, generate_files
generate_files(
    SyntheticRequest(
        accounts=int(sys.argv[1]), as_of="2019-06-05T00:00:00+08:00", posts_per_account=100
    ),
    Path(sys.argv[2]),
)
print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
"""

    def peak(accounts: int) -> int:
        done = subprocess.run(  # noqa: S603 -- our own code
            [sys.executable, "-P", "-c", code, str(accounts), str(tmp_path / str(accounts))],
            capture_output=True,
            text=True,
            check=True,
        )
        found: int = json.loads(done.stdout)
        return found

    # One group of rows has to be full in the smaller one already.
    assert peak(16_000) < 1.5 * peak(4_000)
