"""``govmedia-rules consolidate``: proposals for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import Result
from rich.cells import cell_len

from govmedia_rules.cases import jiangsu_2019
from govmedia_rules.consolidation import Thresholds, proposals_to_plain, propose
from govmedia_rules.models import Account, Portfolio, Post, Unit

DAY = ("--as-of", "2019-05-20")
AS_OF = "2019-05-20T00:00:00+08:00"

TABLE = """\
Proposals for consolidation ────────────────────────────────────────────────────
These are recommendations for people to decide on, not decisions. The law's text
states no numbers; every threshold is an operational default.
As of 2019-06-05 00:00:00 +08:00.
keep as the main account 1

Account                       Proposal                Reasons and clauses
────────────────────────────────────────────────────────────────────────────────
甲县发布                      keep as the main        Nothing on record speaks
wechat:a                      account                 for merging or closing it;
                                                      it is the only account of
                                                      unit:a known on this
                                                      platform.
                                                      国办发〔2018〕123号 4.1.3,
                                                      4.1.11, 4.1.12
                                                      Nobody recorded: posts
                                                      (posts), the unit's status
                                                      (unit.status)
"""


@pytest.fixture(name="jiangsu")
def _jiangsu(save: Callable[..., Path]) -> Path:
    return save(jiangsu_2019())


def test_it_prints_each_account_with_its_reasons(
    invoke: Callable[..., Result], portfolio: Portfolio, save: Callable[..., Path]
) -> None:
    path = save(evolve(portfolio, posts=None))
    result = invoke("consolidate", path, "--as-of", "2019-06-05", "--lang", "en", COLUMNS="80")
    assert result.exit_code == 0
    assert result.stdout.startswith(TABLE)
    assert "few_followers" in result.stdout
    assert result.stderr == "As of / 监测时间点: 2019-06-05T00:00:00+08:00\n"


def test_json_is_what_the_library_gives(invoke: Callable[..., Result], jiangsu: Path) -> None:
    result = invoke("consolidate", jiangsu, *DAY, "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == proposals_to_plain(
        propose(jiangsu_2019(), as_of=AS_OF), as_of=AS_OF, thresholds=Thresholds()
    )
    assert "不是处理决定" in result.stderr


def test_it_says_that_people_decide(invoke: Callable[..., Result], jiangsu: Path) -> None:
    assert "供人研究决定，不是处理决定" in invoke("consolidate", jiangsu, *DAY).stdout
    assert "never decisions" in invoke("consolidate", "--help").stdout


def test_accounts_alike_share_a_row(invoke: Callable[..., Result], jiangsu: Path) -> None:
    text = invoke("consolidate", jiangsu, *DAY).stdout
    assert "…… 共22个账号" in text
    assert text.count("海安某派出所") == 8


def test_a_unit_may_be_asked_for(invoke: Callable[..., Result], jiangsu: Path) -> None:
    result = invoke("consolidate", jiangsu, *DAY, "--unit", "unit:黄花塘镇")
    assert "wechat:旧铺发布" in result.stdout
    assert "其余46个" in result.stderr


def test_a_region_may_be_asked_for(invoke: Callable[..., Result], jiangsu: Path) -> None:
    result = invoke("consolidate", jiangsu, *DAY, "--region", "苏北", "--format", "json")
    [proposal] = json.loads(result.stdout)["proposals"]
    assert proposal["account"]["id"] == "wechat:苏北某县交通局"


def test_other_thresholds_may_be_asked_for(invoke: Callable[..., Result], jiangsu: Path) -> None:
    options = ("--unit", "unit:旧铺镇", "--format", "json", "--threshold", "silent_days", "400")
    plain = json.loads(invoke("consolidate", jiangsu, *DAY, *options).stdout)
    assert plain["proposals"][0]["action"] == "change_sponsor"
    assert [each["value"] for each in plain["thresholds"]] == [1000, 100, 90, 400, 0.5]
    assert plain["thresholds"][3]["origin"] == "override"


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--threshold", "silnt_days", "9"), "did you mean 'silent_days'?"),
        (("--threshold", "silent_days", "9.5"), "whole number of days"),
        (("--threshold", "silent_days", "long\x1b"), r"long\x1b is no number"),
        (("--threshold", "self", "1"), "no threshold 'self'"),
        (("--threshold", "little_read", "nan"), "expected a number"),
        (("--unit", "unit:旧镇"), "did you mean 'unit:旧铺镇'?"),
        (("--region", "nowhere"), "no region 'nowhere'"),
        (("--unit", "unit:旧铺镇", "--region", "苏北"), "do not go together"),
        (("--as-of", "soon"), "a day such as"),
    ],
)
def test_what_cannot_be_asked_ends_with_2(
    invoke: Callable[..., Result], jiangsu: Path, options: tuple[str, ...], complaint: str
) -> None:
    result = invoke("consolidate", jiangsu, *options)
    assert result.exit_code == 2
    assert complaint in result.stderr
    assert not result.stdout


def test_it_can_write_to_a_file(
    invoke: Callable[..., Result], jiangsu: Path, tmp_path: Path
) -> None:
    target = tmp_path / "proposals.txt"
    result = invoke("consolidate", jiangsu, *DAY, "--output", target)
    assert not result.stdout
    assert "清理整合建议" in target.read_text("utf-8")
    assert "保留为主账号 11 · 保留 2 · 并入 27" in result.stderr


def test_no_account_is_said_so(invoke: Callable[..., Result], save: Callable[..., Path]) -> None:
    result = invoke("consolidate", save(Portfolio(accounts=[])), *DAY)
    assert result.exit_code == 0
    assert "没有账号" in result.stdout


def test_names_are_shown_and_never_obeyed(
    invoke: Callable[..., Result], save: Callable[..., Path]
) -> None:
    bad = "\x1b[2J\u202e[red]甲\n■ 乙"
    portfolio = Portfolio(
        accounts=[
            Account(id=f"{bad}1", platform=bad, name=bad, unit_id=bad, status="active"),
            Account(id=f"{bad}2", platform=bad, unit_id=bad, status="active", verified_body=bad),
            Account(id="c", platform="app", unit_id="old", status="active", successor_id=bad),
        ],
        units=[
            Unit(id=bad, name=bad, status="renamed", kind="department"),
            Unit(id="old", name=bad, status="merged", successor_id=bad),
        ],
        posts=[Post(id="p", account_id="c", published_at="2019-05-19T00:00:00+08:00")],
    )
    result = invoke("consolidate", save(portfolio), *DAY, COLUMNS="80")
    assert result.exit_code == 0
    for text in (result.stdout, result.stderr):
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert not any(line.startswith("■") for line in text.splitlines())
    assert r"\x1b[2J" in result.stdout
    assert "[red]" in result.stdout
    assert max(map(cell_len, result.stdout.splitlines())) <= 80
