"""``govmedia-rules sample``: draws for people, spreadsheets and programs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import Result
from rich.cells import cell_len

from govmedia_rules.evaluation import audit
from govmedia_rules.models import Account, Portfolio, Post, Unit
from govmedia_rules.rulesets import INSPECTION_2019
from govmedia_rules.sampling import sample, sampled
from govmedia_rules.serialization import (
    draw_to_plain,
    dump_report,
    dumps_draw,
    load_draw,
    load_portfolio,
)

DAY = ("--as-of", "2019-06-05")
AS_OF = "2019-06-05T00:00:00+08:00"

TABLE = """\
Sample of government new media ─────────────────────────────────────────────────
As of 2019-06-05 00:00:00 +08:00, 7 accounts are registered. Of 6 running
accounts in 2 strata, 3 were drawn; seed s , algorithm stratified-sha256/1.
Accounts inspected recently, which could not be drawn: 1.
Accounts with no status on record, which count as running: 1.
The total is too small for 2 from every stratum.

Strata ─────────────────────────────────────────────────────────────────────────
platform                 region         Size  Drawn
───────────────────────────────────────────────────
WeChat official account  甲县              2      1
Weibo                    not on record     3      2

Accounts drawn ─────────────────────────────────────────────────────────────────
No.  Account   Platform                 Sponsor        Digest (first 16)
────────────────────────────────────────────────────────────────────────
"""


@pytest.fixture(name="register")
def _register(account: Account, post: Post) -> Portfolio:
    accounts = [
        *(evolve(account, id=f"wechat:{number}", name=None) for number in range(3)),
        *(Account(id=f"weibo:{number}", platform="weibo", status="active") for number in range(2)),
        Account(id="weibo:2", platform="weibo"),
        Account(id="closed", platform="weibo", status="closed"),
    ]
    posts = [evolve(post, id=each.id, account_id=each.id) for each in accounts]
    return Portfolio(accounts=accounts, posts=posts, units=[Unit(id="unit:a", region="甲县")])


@pytest.fixture(name="inspected")
def _inspected(register: Portfolio, tmp_path: Path) -> Path:
    """The report of an audit of one account, thirty days before."""
    path = tmp_path / "earlier.json"
    part = evolve(register, accounts=register.accounts[:1], posts=register.posts[:1])  # type: ignore[index]  # they are there
    dump_report(audit(part, INSPECTION_2019, as_of="2019-05-06T00:00:00+08:00"), path)
    return path


def test_it_prints_what_was_drawn_and_from_what(
    invoke: Callable[..., Result],
    register: Portfolio,
    inspected: Path,
    save: Callable[..., Path],
) -> None:
    result = invoke(
        "sample", save(register), *DAY, "--count", "3", "--seed", "s", "--by", "region",
        "--by", "platform", "--minimum", "2", "--inspected", inspected, "--lang", "en",
        COLUMNS="80",
    )  # fmt: skip
    assert result.exit_code == 0
    assert result.stdout.startswith(TABLE)
    assert len(re.findall(r"^ +[123]  w", result.stdout, re.MULTILINE)) == 3
    assert "Of 6 running accounts in 2 strata, 3 were drawn; seed s" in result.stderr


def test_json_is_what_the_library_gives_and_loads(
    invoke: Callable[..., Result], register: Portfolio, save: Callable[..., Path], tmp_path: Path
) -> None:
    target = tmp_path / "draw.json"
    options = ("--ratio", "40%", "--seed", "s", "--by", "platform", "--format", "json")
    expected = sample(register, as_of=AS_OF, seed="s", ratio="40%", by=["platform"])
    result = invoke("sample", save(register), *DAY, *options)
    assert json.loads(result.stdout) == draw_to_plain(expected)
    result = invoke("sample", save(register), *DAY, *options, "--output", target)
    assert not result.stdout
    assert target.read_text("utf-8") == dumps_draw(expected)
    assert load_draw(target) == expected


def test_csv_has_a_row_for_each_account(
    invoke: Callable[..., Result], register: Portfolio, save: Callable[..., Path]
) -> None:
    options = ("--count", "6", "--seed", "s", "--format", "csv")
    text = invoke("sample", save(register), *DAY, *options).stdout.removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    draw = sample(register, as_of=AS_OF, seed="s", count=6)
    assert [row[1] for row in rows[1:]] == [account.id for account in draw.accounts]


def test_a_seed_is_drawn_told_and_draws_the_same_again(
    invoke: Callable[..., Result], register: Portfolio, save: Callable[..., Path]
) -> None:
    options = ("--count", "3", "--format", "json")
    first = invoke("sample", save(register), *DAY, *options)
    seed = json.loads(first.stdout)["seed"]
    assert re.fullmatch("[0-9a-f]{16}", seed)
    assert f"种子 {seed} " in first.stderr
    again = invoke("sample", save(register), *DAY, *options, "--seed", seed)
    assert again.stdout == first.stdout


@pytest.mark.parametrize(("days", "left_out"), [(31, 1), (30, 0)])
def test_an_audit_counts_as_recent_for_so_many_days(
    invoke: Callable[..., Result],
    register: Portfolio,
    inspected: Path,
    save: Callable[..., Path],
    days: int,
    left_out: int,
) -> None:
    options = ("--inspected", inspected, "--inspected-days", str(days), "--format", "json")
    result = invoke("sample", save(register), *DAY, "--count", "1", *options)
    assert json.loads(result.stdout)["left_out"] == ["wechat:0"][:left_out]
    assert ("近30天内没有检查任何账号" in result.stderr) is (left_out == 0)


@pytest.mark.parametrize("name", ["drawn.json", "drawn.ndjson"])
def test_the_drawn_accounts_become_a_portfolio_for_check(
    invoke: Callable[..., Result],
    register: Portfolio,
    save: Callable[..., Path],
    tmp_path: Path,
    name: str,
) -> None:
    target = tmp_path / name
    options = ("--count", "2", "--seed", "s", "--portfolio", target)
    result = invoke("sample", save(register), *DAY, *options)
    assert str(target) in result.stderr
    assert load_portfolio(target) == sampled(
        register, sample(register, as_of=AS_OF, seed="s", count=2)
    )
    checked = invoke("check", target, *DAY, "--format", "json")
    assert len(json.loads(checked.stdout)["inspected"]) == 2


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ((), "Give either --count or --ratio."),
        (("--count", "1", "--ratio", "0.5"), "Give either --count or --ratio."),
        (("--count", "7"), "a whole number from 0 to 6"),
        (("--ratio", "half"), "a percentage such as 30%"),
        (("--count", "1", "--by", "name"), "'name'"),
        (("--count", "1", "--seed", " "), "printable text of one line"),
        (("--count", "1", "--portfolio", "drawn.txt"), "has to end in .json, .ndjson"),
        (("--count", "1", "--portfolio", "nowhere/drawn.json"), "no directory"),
        (("--count", "1", "--inspected", "nothing.json"), "nothing.json"),
    ],
)
def test_what_cannot_be_drawn_ends_with_2(
    invoke: Callable[..., Result],
    register: Portfolio,
    save: Callable[..., Path],
    options: tuple[str, ...],
    complaint: str,
) -> None:
    result = invoke("sample", save(register), *DAY, *options)
    assert result.exit_code == 2
    assert complaint in result.stderr
    assert not result.stdout


def test_names_are_shown_and_never_obeyed(
    invoke: Callable[..., Result], save: Callable[..., Path]
) -> None:
    bad = "\x1b[2J\u202e[red]甲\n■ 乙"
    portfolio = Portfolio(
        accounts=[Account(id=bad, platform=bad, name=bad, unit_id=bad)],
        units=[Unit(id=bad, name=bad, region=bad)],
    )
    result = invoke("sample", save(portfolio), *DAY, "--count", "1", "--by", "region", COLUMNS="80")
    assert result.exit_code == 0
    for text in (result.stdout, result.stderr):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert not any(line.startswith("■") for line in text.splitlines())
    assert max(map(cell_len, result.stdout.splitlines())) <= 80
