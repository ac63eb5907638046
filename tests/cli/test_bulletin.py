"""``govmedia-rules bulletin``: the summary, for people, for publication and for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import Result
from rich.cells import cell_len

from govmedia_rules.evaluation import audit
from govmedia_rules.models import Account, Portfolio, Post, Unit
from govmedia_rules.moments import moment
from govmedia_rules.reports import bulletin_to_plain, make_bulletin, write_bulletin
from govmedia_rules.rulesets import INSPECTION_2019
from govmedia_rules.sampling import sample
from govmedia_rules.serialization import dump_draw, dump_report

DAY = ("--as-of", "2019-06-05")
AS_OF = "2019-06-05T00:00:00+08:00"

MARKDOWN = """\
# 政务新媒体检查情况通报

监测时间点 2019-06-05 00:00:00 +08:00；规则集 inspection-2019。

## 一、总体情况

登记在册账号2个，其中正常运行2个；检查2个，抽查比例100.00%。

合格1个，不合格1个，合格率50.00%。

合格账号中有1个未发现不合格情形，但有指标无人查看。

有1个账号未登记运行状态，按正常运行计。

## 二、分类情况

### 按平台

| 平台 | 检查 | 不合格 | 有指标未查看 | 合格率 |
| --- | ---: | ---: | ---: | ---: |
| 微信公众号 | 1 | 1 | 0 | 0.00% |
| 微信公众号·县级 | 1 | 1 | 0 | 0.00% |
| 百家号 | 1 | 0 | 1 | 100.00% |
| 合计 | 2 | 1 | 1 | 50.00% |

### 按层级

| 层级 | 检查 | 不合格 | 有指标未查看 | 合格率 |
| --- | ---: | ---: | ---: | ---: |
| 县级 | 1 | 1 | 0 | 0.00% |
| 未登记 | 1 | 0 | 1 | 100.00% |
| 合计 | 2 | 1 | 1 | 50.00% |

### 按地区

| 地区 | 检查 | 不合格 | 有指标未查看 | 合格率 |
| --- | ---: | ---: | ---: | ---: |
| 甲县 | 1 | 1 | 0 | 0.00% |
| 未登记 | 1 | 0 | 1 | 100.00% |
| 合计 | 2 | 1 | 1 | 50.00% |

### 按单项否决指标

一个账号可能有几项不合格，各项之和不等于不合格账号数。

| 指标 | 不合格 | 未查看 |
| --- | ---: | ---: |
| 不得出现严重表述错误 | 0 | 0 |
| 不得泄露国家秘密 | 0 | 0 |
| 不得发布或链接反动、暴力、色情等内容 | 0 | 0 |
| 不得因发布不当引发严重负面舆情 | 0 | 0 |
| 监测时间点前两周内须有更新 | 1 | 1 |
| 移动客户端须可下载、可使用 | 0 | 0 |
| 须有有效的互动功能 | 0 | 1 |
| 不得购买粉丝、强制点赞等 | 0 | 1 |

## 三、不合格账号

以下账号的主办单位应当在2019-07-31前(含当日)完成整改。

| 序号 | 账号 | 平台 | 主办单位 | 原因 |
| ---: | --- | --- | --- | --- |
| 1 | 甲县发布（wechat\\:a） | 微信公众号 | 甲县人民政府 | 监测时间点前14天内没有更新。 (国办秘函〔2019〕19号 2.1) |

## 四、与上期比较

上期监测时间点 2019-03-05 00:00:00 +08:00：检查2个，不合格1个，合格率50.00%。

合格率变化 +0.00 个百分点。

上期不合格的账号，本期合格0个、仍不合格1个、未再检查0个；本期新出现的不合格账号0个。

两期所用的规则不同，变化可能来自规则。
"""


@pytest.fixture(name="two")
def _two(portfolio: Portfolio) -> Portfolio:
    """One account that fails, one of which little is known."""
    return evolve(
        portfolio,
        accounts=(*portfolio.accounts, Account(id="b", platform="百家号")),
        units=(Unit(id="unit:a", name="甲县人民政府", level="county", region="甲县"),),
        posts=(),
    )


@pytest.fixture(name="earlier")
def _earlier(two: Portfolio, tmp_path: Path) -> Path:
    path = tmp_path / "earlier.json"
    rules = INSPECTION_2019.override("inspection-2019/no-update-in-two-weeks", days=10)
    # In March the indicators were not in force yet; the comparison only asks what came of it.
    report = audit(two, rules, as_of=AS_OF)
    dump_report(evolve(report, as_of=moment("2019-03-05T00:00:00+08:00")), path)
    return path


def test_markdown_is_the_bulletin_as_published(
    invoke: Callable[..., Result], two: Portfolio, save: Callable[..., Path], earlier: Path
) -> None:
    options = ("--rectify-by", "2019-07-31", "--baseline", earlier, "--format", "markdown")
    result = invoke("bulletin", save(two), *DAY, *options)
    assert result.exit_code == 0
    assert result.stdout == MARKDOWN
    assert result.stderr == "As of / 监测时间点: 2019-06-05T00:00:00+08:00\n"


def test_the_library_writes_the_same_markdown(
    invoke: Callable[..., Result], two: Portfolio, save: Callable[..., Path], tmp_path: Path
) -> None:
    target = tmp_path / "bulletin.md"
    options = ("--lang", "en", "--format", "markdown", "--output", target)
    result = invoke("bulletin", save(two), *DAY, *options)
    with (tmp_path / "ours.md").open("w", encoding="utf-8") as stream:
        write_bulletin(audit(two, INSPECTION_2019, as_of=AS_OF), two, stream, "en")
    assert target.read_text("utf-8") == (tmp_path / "ours.md").read_text("utf-8")
    assert not result.stdout
    assert "Inspected: 2; failing: 1; pass rate 50.00%." in result.stderr


def test_json_is_what_the_library_gives(
    invoke: Callable[..., Result], two: Portfolio, save: Callable[..., Path]
) -> None:
    options = ("--format", "json", "--decimals", "0", "--leave-out-unexamined")
    result = invoke("bulletin", save(two), *DAY, *options)
    report = audit(two, INSPECTION_2019, as_of=AS_OF)
    expected = make_bulletin(report, two, decimals=0, leave_out_unexamined=True)
    assert json.loads(result.stdout) == bulletin_to_plain(expected)
    assert '"pass_rate": "0"' in result.stdout


def test_text_is_paragraphs_for_a_word_processor(
    invoke: Callable[..., Result], two: Portfolio, save: Callable[..., Path]
) -> None:
    lines = invoke("bulletin", save(two), *DAY, "--format", "text").stdout.splitlines()
    assert lines[0] == "政务新媒体检查情况通报"
    assert "· 微信公众号 · 检查 1 · 不合格 1 · 有指标未查看 0 · 合格率 0.00%" in lines


def test_what_is_left_out_of_the_rate_is_said(
    invoke: Callable[..., Result], two: Portfolio, save: Callable[..., Path]
) -> None:
    options = ("--format", "text", "--leave-out-unexamined")
    zh = invoke("bulletin", save(two), *DAY, *options).stdout
    assert "合格0个，不合格1个，合格率0.00%。" in zh
    assert "另有1个账号未发现不合格情形，但有指标无人查看，不计入合格率。" in zh
    en = invoke("bulletin", save(two), *DAY, *options, "--lang", "en").stdout
    assert "Passing: 0; failing: 1; pass rate 0.00%." in en
    assert "the pass rate leaves them out" in en


def test_a_table_fits_the_terminal(
    invoke: Callable[..., Result], two: Portfolio, save: Callable[..., Path]
) -> None:
    for width in (60, 80, 120):
        result = invoke("bulletin", save(two), *DAY, "--lang", "en", COLUMNS=str(width))
        assert result.exit_code == 0
        assert max(map(cell_len, result.stdout.splitlines())) <= width
        assert "甲县发布" in result.stdout


def test_with_a_draw_only_the_drawn_are_judged(
    invoke: Callable[..., Result],
    account: Account,
    post: Post,
    save: Callable[..., Path],
    tmp_path: Path,
) -> None:
    accounts = [evolve(account, id=f"a{number}") for number in range(8)]
    posts = [evolve(post, id=each.id, account_id=each.id) for each in accounts]
    register = Portfolio(accounts=accounts, posts=posts)
    dump_draw(sample(register, as_of=AS_OF, seed="s7", count=2), tmp_path / "draw.json")
    result = invoke(
        "bulletin", save(register), *DAY, "--draw", tmp_path / "draw.json", "--format", "text"
    )
    assert "其中正常运行8个；检查2个，抽查比例25.00%。" in result.stdout
    assert "来自分层随机抽取的2个账号，种子为 s7 ；其中0个未纳入检查。" in result.stdout


def test_suspended_accounts_and_nobody_at_all_are_said(
    invoke: Callable[..., Result], portfolio: Portfolio, save: Callable[..., Path]
) -> None:
    suspended = evolve(portfolio, accounts=(evolve(portfolio.accounts[0], status="suspended"),))
    text = invoke("bulletin", save(suspended), *DAY, "--format", "text").stdout
    assert "检查的账号中有1个已暂停更新或关停，不计入抽查比例。" in text
    assert "三、不合格账号\n无。" in text
    nobody = invoke("bulletin", save(Portfolio(accounts=[])), *DAY, "--format", "text")
    assert nobody.exit_code == 0
    assert "抽查比例—。" in nobody.stdout
    assert "没有检查任何账号，因此没有合格率。" in nobody.stdout


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (("--rectify-by", "soon"), "a day such as 2018-12-07"),
        (("--decimals", "7"), "decimals"),
        (("--draw", "nothing.json"), "nothing.json"),
        (("--baseline", "nothing.json"), "nothing.json"),
        (("--format", "docx"), "docx"),
    ],
)
def test_what_cannot_be_done_ends_with_2(
    invoke: Callable[..., Result], passing: Path, options: tuple[str, ...], complaint: str
) -> None:
    result = invoke("bulletin", passing, *DAY, *options)
    assert result.exit_code == 2
    assert complaint in result.stderr
    assert not result.stdout


def test_names_are_shown_and_never_obeyed(
    invoke: Callable[..., Result], save: Callable[..., Path]
) -> None:
    bad = "\x1b[2J\u202e[red]甲\n■ 乙"
    portfolio = Portfolio(
        accounts=[Account(id=bad, platform=bad, name=bad, unit_id=bad, interaction_features=[])],
        units=[Unit(id=bad, name=bad, region=bad)],
    )
    result = invoke("bulletin", save(portfolio), *DAY, COLUMNS="80")
    assert result.exit_code == 0
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout
    assert not any(line.startswith("■") for line in result.stdout.splitlines())
    assert r"\x1b[2J" in result.stdout
