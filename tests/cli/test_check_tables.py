"""``govmedia-rules check`` over Parquet and CSV files: what it reads, prints and writes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import polars as pl
import pytest
from attrs import evolve
from click.testing import Result

from govmedia_rules.cases import jiangsu_2019
from govmedia_rules.cli import columnar
from govmedia_rules.cli.progress import ProgressBar
from govmedia_rules.errors import MissingExtraError
from govmedia_rules.frames import frames_of, write_frames
from govmedia_rules.models import Account, Portfolio, Waiver
from govmedia_rules.moments import moment
from govmedia_rules.rulesets import INSPECTION_2019
from govmedia_rules.serialization import dump_portfolio
from govmedia_rules.text import Language, Text

Invoke = Callable[..., Result]
DAY = ("--as-of", "2019-06-05", "--lang", "en")
BOTH = ("--rules", "opinion-2018+inspection-2019")


@pytest.fixture
def tables(tmp_path: Path, portfolio: Portfolio) -> Path:
    """A folder of Parquet files in which one of two accounts has posted nothing."""
    [account] = portfolio.accounts
    silent = evolve(account, id="wechat:b", name="乙县发布")
    folder = tmp_path / "tables"
    write_frames(frames_of(evolve(portfolio, accounts=(account, silent))), folder)
    return folder


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
@pytest.mark.parametrize("form", ["table", "json"])
def test_the_same_facts_give_the_same_output_as_objects_do(
    invoke: Invoke, tmp_path: Path, suffix: str, form: str
) -> None:
    dump_portfolio(jiangsu_2019(), tmp_path / "all.json")
    write_frames(frames_of(jiangsu_2019()), tmp_path / "tables", suffix)
    options = (*DAY, *BOTH, "--format", form, "--evidence-limit", "2")

    of_objects = invoke("check", tmp_path / "all.json", *options)
    of_tables = invoke("check", tmp_path / "tables", *options)

    assert of_tables.exit_code == of_objects.exit_code == 1
    assert of_tables.stdout == of_objects.stdout
    assert of_tables.stderr == of_objects.stderr


@pytest.mark.parametrize(
    ("chosen", "status"), [("wechat:a", 0), ("wechat:b", 1)], ids=["passes", "fails"]
)
def test_the_exit_status_is_that_of_objects(
    invoke: Invoke, tables: Path, chosen: str, status: int
) -> None:
    accounts = pl.read_parquet(tables / "accounts.parquet")
    accounts.filter(id=chosen).write_parquet(tables / "accounts.parquet")
    posts = pl.read_parquet(tables / "posts.parquet")
    posts.filter(account_id=chosen).write_parquet(tables / "posts.parquet")

    assert invoke("check", tables, *DAY).exit_code == status


def test_files_and_folders_of_parts_add_up(invoke: Invoke, tables: Path) -> None:
    whole = invoke("check", tables, *DAY).stdout
    posts = pl.read_parquet(tables / "posts.parquet")
    (tables / "posts.parquet").unlink()
    (tables / "posts").mkdir()
    posts.write_parquet(tables / "posts" / "part-00000.parquet")
    posts.clear().write_parquet(tables / "posts" / "part-00001.parquet")
    (tables / "posts" / "_SUCCESS").touch()
    parts = sorted((tables / "posts").glob("*.parquet"))
    small = [tables / "accounts.parquet", tables / "units.parquet"]

    assert invoke("check", tables, *DAY).stdout == whole
    assert invoke("check", *small, *parts, *DAY).stdout == whole
    assert invoke("check", *small, f"posts={parts[0]}", *DAY).stdout == whole


def test_an_overview_shows_the_worst_first_and_says_how_many_there_are(
    invoke: Invoke, tmp_path: Path, account: Account
) -> None:
    accounts = [evolve(account, id=f"wechat:{number:03}") for number in range(30)]
    worst = evolve(account, id="wechat:worst", name="\x1b[31m最差", labels={"bought_followers"})
    write_frames(frames_of(Portfolio(accounts=[*accounts, worst], posts=())), tmp_path)

    with patch.object(columnar, "MOST_IN_FULL", 30):
        given = invoke("check", tmp_path, *DAY)

    subjects = [line.split()[-2] for line in given.stdout.splitlines() if line.startswith("■")]
    assert given.exit_code == 1
    assert "31 in all; shown are the 20 with the most vetoes" in given.stdout
    assert "fails                31" in given.stdout
    assert subjects == ["wechat:worst", *(f"wechat:{number:03}" for number in range(19))]
    assert "\x1b" not in given.output
    assert "fails 31 · undetermined 0 · passes 0 · not inspected 0" in given.stderr
    assert "--output findings.parquet" in given.stderr


def test_exactly_as_many_findings_as_are_printed_whole_are_printed_whole(
    invoke: Invoke, tables: Path
) -> None:
    whole = invoke("check", tables, *DAY).stdout

    with patch.object(columnar, "MOST_IN_FULL", 1):
        assert invoke("check", tables, *DAY).stdout == whole
    with patch.object(columnar, "MOST_IN_FULL", 0):
        assert "shown are the 1 with" in invoke("check", tables, *DAY).stdout


def read_back(path: Path) -> pl.DataFrame:
    match path.suffix:
        case ".parquet":
            return pl.read_parquet(path)
        case ".csv":
            return pl.read_csv(path)
        case _:
            return pl.read_ndjson(path)


@pytest.mark.parametrize("suffix", [".parquet", ".csv", ".ndjson"])
def test_findings_go_into_files_whose_name_says_as_what(
    invoke: Invoke, tables: Path, tmp_path: Path, suffix: str
) -> None:
    target = tmp_path / f"found{suffix}"

    given = invoke("check", tables, *DAY, "--output", target)

    names = ("evidence", "leaves", "missing", "verdicts", "rules")
    others = [tmp_path / f"found-{name}{suffix}" for name in names]
    assert given.exit_code == 1, given.output
    assert given.stdout == ""
    assert [f"Written to {path}" in given.stderr for path in (target, *others)] == [True] * 6
    assert read_back(target).select("rule_id", "outcome", "subject_id", "count").rows() == [
        ("inspection-2019/no-update-in-two-weeks", "fail", "wechat:b", 1)
    ]
    assert read_back(others[3]).sort("account_id").rows() == [
        ("wechat:a", "passes"),
        ("wechat:b", "fails"),
    ]
    assert len(read_back(others[4])) == 8
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_findings_about_objects_go_into_tables_too(
    invoke: Invoke, failing: Path, tmp_path: Path
) -> None:
    given = invoke("check", failing, *DAY, "--output", tmp_path / "found.parquet")

    assert given.exit_code == 1, given.output
    assert pl.read_parquet(tmp_path / "found.parquet")["subject_id"].to_list() == ["wechat:a"]


def test_a_form_that_was_asked_for_goes_before_the_name_of_the_file(
    invoke: Invoke, tables: Path, tmp_path: Path
) -> None:
    invoke("check", tables, *DAY, "--format", "json", "--output", tmp_path / "report.csv")

    assert json.loads((tmp_path / "report.csv").read_text(encoding="utf-8"))["findings"]


def test_names_become_no_formulas(invoke: Invoke, tmp_path: Path, account: Account) -> None:
    planted = evolve(account, id="=cmd", name="@SUM(A1)")
    write_frames(frames_of(Portfolio(accounts=[planted], posts=())), tmp_path)

    invoke("check", tmp_path, *DAY, "--output", tmp_path / "found.csv")

    [found] = pl.read_csv(tmp_path / "found.csv").rows(named=True)
    assert (found["subject_id"], found["subject_name"]) == ("'=cmd", "'@SUM(A1)")


def test_notices_of_waivers_are_told(invoke: Invoke, tables: Path) -> None:
    waiver = Waiver(
        id="w",
        rule_id="inspection-2019/no-update-in-two-weeks",
        authority="unit:a",
        document="d",
        reason="r",
        account_id="wechat:b",
        valid_from_at="2019-01-01T00:00:00+08:00",
        expires_at="2020-01-01T00:00:00+08:00",
    )
    accounts = pl.read_parquet(tables / "accounts.parquet")
    write_frames({"accounts": accounts, **_waivers(waiver)}, tables)

    given = invoke("check", tables, *DAY)

    # The rule is not defeasible, so that the account still fails.
    assert given.exit_code == 1
    assert given.stderr.splitlines()[1].startswith("Waiver w did nothing: ")


def _waivers(*waivers: Waiver) -> dict[str, pl.DataFrame]:
    frames = frames_of(Portfolio(accounts=(), waivers=waivers))
    return {"waivers": frames["waivers"]}


def test_answers_of_forms_count(invoke: Invoke, tmp_path: Path, portfolio: Portfolio) -> None:
    dump_portfolio(portfolio, tmp_path / "all.json")
    write_frames(frames_of(portfolio), tmp_path / "tables")
    form = tmp_path / "form.json"
    asked = invoke(
        *("questionnaire", tmp_path / "all.json", *DAY, *BOTH),
        *("--format", "json", "--output", form),
    )
    assert asked.exit_code == 0, asked.output
    filled = json.loads(form.read_text(encoding="utf-8"))
    rows = next(value for value in filled.values() if isinstance(value, list))
    for row in rows:
        row |= {
            "answer": True,
            "answered_by": "甲",
            "answered_as": "inspector",
            "answered_at": "2019-06-01T00:00:00+08:00",
        }
    form.write_text(json.dumps(filled), encoding="utf-8")
    options = (*DAY, *BOTH, "--format", "json")

    without = invoke("check", tmp_path / "tables", *options)
    answered = invoke("check", tmp_path / "tables", *options, "--answers", form)

    assert answered.stdout == (
        invoke("check", tmp_path / "all.json", *options, "--answers", form).stdout
    )
    assert answered.stdout != without.stdout


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"posts.csv": "id,account_id\n"}, "a file of accounts among them"),
        ({"accounts.csv": "id,platform\na\n"}, "accounts.csv, line 2: expected 2 cells"),
        (
            {"accounts.csv": "id,platform,opened_at\na,wechat,2019-06-05T00:00:00\n"},
            "accounts.csv, line 2: opened_at is '2019-06-05T00:00:00'; expected a moment",
        ),
        ({"accounts.csv": "id,platform,folowers\n"}, "did you mean 'followers'?"),
        ({"accounts.parquet": "PAR1"}, "accounts.parquet: expected data that Polars can read"),
        (
            {"accounts.csv": "id,platform\n", "numbers.csv": "id\n"},
            "numbers.csv: expected the name of one table in its name",
        ),
        (
            {"accounts.csv": "id,platform\n", "units.json": "{}"},
            "units.json: expected tables that end in .parquet or .csv",
        ),
        (
            {
                "accounts.csv": "id,platform\na,wechat\n",
                "posts.csv": "id,account_id,published_at,labels\np,b,,[]\n",
            },
            "posts.account_id: 1 rows belong to 1 accounts that are not among the accounts",
        ),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_judged(
    invoke: Invoke, tmp_path: Path, files: dict[str, str], told: str
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    refused = invoke("check", tmp_path, *DAY)

    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert told in refused.stderr


def test_unknown_columns_are_passed_over_when_asked(invoke: Invoke, tables: Path) -> None:
    whole = invoke("check", tables, *DAY).stdout
    accounts = pl.read_parquet(tables / "accounts.parquet")
    accounts.with_columns(province=pl.lit("x")).write_parquet(tables / "accounts.parquet")

    refused = invoke("check", tables, *DAY)

    assert refused.exit_code == 2
    assert "it is 'province'; expected a column of accounts" in refused.stderr
    assert invoke("check", tables, *DAY, "--unknown-fields", "ignore").stdout == whole


@pytest.mark.parametrize("package", ["narwhals", "polars"])
def test_without_the_extra_one_sentence_says_what_to_install(tmp_path: Path, package: str) -> None:
    (tmp_path / "accounts.csv").write_text("id,platform\n", encoding="utf-8")
    code = f"""
import sys
sys.modules[{package!r}] = None
from govmedia_rules.__main__ import main
sys.argv = ["govmedia-rules", "check", {str(tmp_path)!r}, "--as-of", "2019-06-05"]
sys.exit(main())
"""

    done = subprocess.run(  # noqa: S603 -- our own code
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=False
    )

    error = MissingExtraError("frames", "judging data frames, Parquet and CSV files")
    assert done.returncode == 2
    assert done.stderr.splitlines()[1:] == [f"Error: {error}"]


def test_objects_are_judged_without_the_extra_and_tables_without_pyarrow(
    passing: Path, tables: Path
) -> None:
    code = """
import sys
sys.modules.update(dict.fromkeys({blocked!r}))
from govmedia_rules.__main__ import main
sys.argv = ["govmedia-rules", "check", {path!r}, "--as-of", "2019-06-05"]
sys.exit(main())
"""
    for blocked, path, status in (
        (["polars", "narwhals", "pyarrow"], passing, 0),
        (["pyarrow", "numpy", "pandas", "duckdb"], tables, 1),
    ):
        done = subprocess.run(  # noqa: S603 -- our own code
            [sys.executable, "-P", "-c", code.format(blocked=blocked, path=str(path))],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == status, done.stderr


class RecordedBar(ProgressBar):
    """A bar that keeps what it was told."""

    def __init__(self) -> None:
        super().__init__(Language.EN)
        self.told: list[tuple[str, int]] = []
        self.done: list[int] = []

    def begin(self, what: Text, total: int) -> None:
        self.told.append((what.en, total))

    def advance_to(self, done: int) -> None:
        self.done.append(done)


def test_the_bar_tells_the_stages(tables: Path, tmp_path: Path) -> None:
    posts = pl.read_parquet(tables / "posts.parquet")
    write_frames({"posts": posts}, tables, ".csv")
    (tables / "posts.parquet").unlink()
    order = columnar.TableOrder(
        paths=(tables,),
        ruleset=INSPECTION_2019,
        as_of=moment("2019-06-05T00:00:00+08:00"),
        answers=(),
        unknown_fields="error",
        evidence_limit=5,
        form="table",
        output=tmp_path / "found.parquet",
        has_chosen_form=False,
    )
    bar = RecordedBar()

    result = columnar.judge_tables(order, bar)

    assert isinstance(result, columnar.TablesResult)
    assert bar.told == [
        ("Reading and checking", (tables / "posts.csv").stat().st_size),
        ("Counting posts and judging", 0),
        ("Writing findings", 6),
    ]
    assert bar.done[-6:] == [1, 2, 3, 4, 5, 6]
