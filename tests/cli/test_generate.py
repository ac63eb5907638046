"""``govmedia-rules generate`` writes a made-up portfolio, and says what it did."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import Result

from asking import request_asking
from govmedia_rules.errors import MissingExtraError
from govmedia_rules.rulesets import BUILT_IN
from govmedia_rules.synthetic import generate_portfolio, records_of

DAY = ("--as-of", "2019-06-05", "--lang", "en")


def test_the_files_are_those_of_the_request(invoke: Callable[..., Result], tmp_path: Path) -> None:
    given = invoke(
        *("generate", tmp_path / "new", *DAY, "--accounts", "40", "--posts-per-account", "9"),
        *("--messages-per-account", "4", "--seed", "5"),
    )

    rules = [rule for ruleset in BUILT_IN.values() for rule in ruleset]
    portfolio = generate_portfolio(request_asking(rules, 40, posts=9, messages=4, seed=5))
    assert given.exit_code == 0, given.output
    assert given.stdout == ""
    assert "As of / 监测时间点: 2019-06-05T00:00:00+08:00\n" in given.stderr
    assert f"accounts: 40 rows, posts: {len(portfolio.posts or ()):,} rows, " in given.stderr
    assert f"Written to {tmp_path / 'new'}\n" in given.stderr
    for name in ("units", "accounts", "posts", "messages", "attestations", "waivers"):
        table = pq.read_table(tmp_path / "new" / f"{name}.parquet")
        assert tuple(records_of(name, table)) == getattr(portfolio, name)
    assert portfolio.attestations


def test_posts_are_written_in_parts_when_asked(
    invoke: Callable[..., Result], tmp_path: Path
) -> None:
    given = invoke("generate", tmp_path, *DAY, "--accounts", "1500", "--posts-per-part", "10000")

    assert given.exit_code == 0, given.output
    assert len(list((tmp_path / "posts").iterdir())) > 2
    assert not (tmp_path / "posts.parquet").exists()


def test_what_is_there_is_replaced_only_when_asked(
    invoke: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "posts.parquet").write_text("mine")

    refused = invoke("generate", tmp_path, *DAY, "--accounts", "2")

    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert "already there" in refused.stderr
    assert "--overwrite" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["posts.parquet"]
    assert (tmp_path / "posts.parquet").read_text() == "mine"
    assert invoke("generate", tmp_path, *DAY, "--accounts", "2", "--overwrite").exit_code == 0
    assert pq.read_metadata(tmp_path / "accounts.parquet").num_rows == 2


@pytest.mark.parametrize(
    "options",
    [("--accounts", "0"), ("--posts-per-account", "-1"), ("--seed", "-1"), ("--as-of", "soon")],
)
def test_numbers_out_of_range_are_told(
    invoke: Callable[..., Result], tmp_path: Path, options: tuple[str, str]
) -> None:
    refused = invoke("generate", tmp_path / "new", *options)

    assert refused.exit_code == 2
    assert options[0] in refused.stderr
    assert not (tmp_path / "new").exists()


def test_the_other_commands_load_nothing_of_the_extra() -> None:
    code = """
import json, sys
from govmedia_rules.cli import cli
cli(["rules", "--format", "json"], standalone_mode=False)
print(json.dumps(sorted({"numpy", "pyarrow"} & set(sys.modules))), file=sys.stderr)
"""

    done = subprocess.run(  # noqa: S603 -- our own code
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True
    )

    assert json.loads(done.stderr) == []


@pytest.mark.parametrize("package", ["numpy", "pyarrow"])
def test_without_the_extra_one_sentence_says_what_to_install(tmp_path: Path, package: str) -> None:
    code = f"""
import sys
sys.modules[{package!r}] = None
from govmedia_rules.__main__ import main
sys.argv = ["govmedia-rules", "generate", {str(tmp_path / "new")!r}, "--as-of", "2019-06-05"]
sys.exit(main())
"""

    done = subprocess.run(  # noqa: S603 -- our own code
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=False
    )

    assert done.returncode == 2
    assert done.stdout == ""
    _, *told = done.stderr.splitlines()
    assert told == [f"Error: {MissingExtraError('synthetic', 'generating portfolios')}"]
    assert "pip install 'govmedia-rules[synthetic]'" in told[0]
    assert not (tmp_path / "new").exists()
