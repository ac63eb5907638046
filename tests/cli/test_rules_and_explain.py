"""``govmedia-rules rules``, ``explain``, ``demo``, ``--help`` and ``--version``."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import Result
from rich.cells import cell_len

from govmedia_rules import audit
from govmedia_rules.cases import JIANGSU_2019_AS_OF, jiangsu_2019
from govmedia_rules.cli import cli
from govmedia_rules.conditions import Param, posts
from govmedia_rules.law import INSPECTION_2019 as INSTRUMENT
from govmedia_rules.law import Citation, Force
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets import IN_THE_BOX, INSPECTION_2019
from govmedia_rules.serialization import loads_report
from govmedia_rules.text import Text

TWO_WEEKS = "inspection-2019/no-update-in-two-weeks"
COMMANDS = [
    [],
    ["check"],
    ["questionnaire"],
    ["demo"],
    ["rules"],
    ["rules", "lint"],
    ["rules", "diff"],
    ["rules", "new"],
    ["explain"],
    ["coverage"],
    ["consolidate"],
]


def test_the_list_of_rules_is_printed_whole(invoke: Callable[..., Result]) -> None:
    result = invoke("rules", "--rules", "inspection-2019")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout == (
        """\
规则                                     对象  效力  严重程度  条款
───────────────────────────────────────────────────────────────────────────────────────
不得出现严重表述错误                     信息  不得  单项否决  国办秘函〔2019〕19号 1.1
inspection-2019/serious-misstatement
不得泄露国家秘密                         信息  不得  单项否决  国办秘函〔2019〕19号 1.2
inspection-2019/state-secret
不得发布或链接反动、暴力、色情等内容     信息  不得  单项否决  国办秘函〔2019〕19号 1.3
inspection-2019/harmful-content
不得因发布不当引发严重负面舆情           信息  不得  单项否决  国办秘函〔2019〕19号 1.4
inspection-2019/negative-public-opinion
监测时间点前两周内须有更新               账号  应当  单项否决  国办秘函〔2019〕19号 2.1
inspection-2019/no-update-in-two-weeks
移动客户端须可下载、可使用               账号  应当  单项否决  国办秘函〔2019〕19号 2.2
inspection-2019/app-unusable
须有有效的互动功能                       账号  应当  单项否决  国办秘函〔2019〕19号 3.1
inspection-2019/no-interaction
不得购买粉丝、强制点赞等                 账号  不得  单项否决  国办秘函〔2019〕19号 3.2
inspection-2019/fabricated-popularity
"""
    )


def test_at_eighty_columns_the_clause_stands_under_its_rule(invoke: Callable[..., Result]) -> None:
    lines = invoke(
        "rules", "--rules", "inspection-2019", "--lang", "en", COLUMNS="80"
    ).stdout.splitlines()
    assert [line.rstrip() for line in lines[2:5]] == [
        "No serious misstatement                           post     prohibition  veto",
        "inspection-2019/serious-misstatement",
        "国办秘函〔2019〕19号 1.1",
    ]


def test_the_list_as_json_has_every_rule_in_full(invoke: Callable[..., Result]) -> None:
    plain = json.loads(invoke("rules", "--format", "json").stdout)
    in_the_box = [rule.id for rules in IN_THE_BOX.values() for rule in rules]
    assert [rule["id"] for rule in plain["rules"]] == in_the_box
    explained = json.loads(invoke("explain", TWO_WEEKS, "--format", "json").stdout)
    assert explained in plain["rules"]


def test_the_list_can_be_written_to_a_file(invoke: Callable[..., Result], tmp_path: Path) -> None:
    result = invoke("rules", "--output", tmp_path / "rules.txt")
    assert result.stdout == ""
    assert (tmp_path / "rules.txt").read_text(encoding="utf-8") == invoke("rules").stdout


def test_an_explanation_says_everything(invoke: Callable[..., Result]) -> None:
    rule = INSPECTION_2019.rule(TWO_WEEKS)
    result = invoke("explain", TWO_WEEKS, COLUMNS="500")
    assert result.exit_code == 0
    assert result.stdout == (
        f"""\
监测时间点前两周内须有更新  {TWO_WEEKS}
账号 · 应当 · 单项否决

规则内容
  {rule.statement.zh}

判定条件(代码)
  适用于  {rule.applies!r}
  要求  {rule.requires!r}
  例外  {rule.unless!r}

参数
  days = 14天(来源：条文所定)

依据
  国办秘函〔2019〕19号 2.1《政府网站与政务新媒体检查指标》
  内容不更新
  大意：{INSTRUMENT.provision("2.1").paraphrase.zh}
  自2019-04-01起施行；已据新闻报道核对

不符合时怎么办
  {rule.remedy.zh if rule.remedy else ""}

说明
  {rule.explanation.zh if rule.explanation else ""}
"""
    )


def test_an_explanation_in_english_fits_eighty_columns(invoke: Callable[..., Result]) -> None:
    text = invoke("explain", TWO_WEEKS, "--lang", "en", COLUMNS="80").stdout
    assert max(map(cell_len, text.splitlines())) <= 80
    assert "  days = 14 days (stated by the text)" in text.splitlines()


def test_a_parameter_that_somebody_chose_names_its_source(invoke: Callable[..., Result]) -> None:
    days = Param("days", 3, unit="day", source="the county's own practice since 2020")
    rule = Rule(
        id="county/often",
        title=Text(zh="三天一更", en="Every three days"),
        cites=(
            Citation(
                instrument="county-2020",
                number=None,
                title=Text(zh="某县办法", en="A county's measures"),
                provision="3",
                heading=None,
                in_force_on="2020-01-01",
                repealed_on="2024-01-01",
            ),
        ),
        force=Force.OBLIGATION,
        requires=posts.within(days=days).count() >= 1,
    )
    with (
        patch("govmedia_rules.cli.options.IN_THE_BOX", {"county": RuleSet("county", (rule,))}),
        patch("govmedia_rules.cli.app.IN_THE_BOX", {"county": RuleSet("county", (rule,))}),
    ):
        text = invoke("explain", "county/often").stdout
    assert "  days = 3天(来源：操作性默认值，条文未定)" in text
    assert "the county's own practice since 2020" in text
    assert "  《某县办法》 3《某县办法》" in text
    assert "  自2024-01-01起废止" in text
    assert "大意" not in text


def test_an_unknown_rule_is_an_error_with_the_near_id(invoke: Callable[..., Result]) -> None:
    result = invoke(
        "explain", "inspection-2019/no-update-in-two-week", "--rules", "inspection-2019"
    )
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "Error: there is no rule 'inspection-2019/no-update-in-two-week' in inspection-2019;"
        f" did you mean '{TWO_WEEKS}'?\n"
    )


def test_the_demo_shows_the_jiangsu_cases_as_of_their_report(invoke: Callable[..., Result]) -> None:
    result = invoke("demo", "--format", "json")
    expected = audit(jiangsu_2019(), INSPECTION_2019, as_of=JIANGSU_2019_AS_OF, evidence_limit=5)
    assert loads_report(result.stdout) == expected
    assert result.exit_code == 1
    assert result.stderr.startswith("As of / 监测时间点: 2019-06-05T00:00:00+08:00\n")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 80, 120])
def test_the_demo_fits_its_columns(
    invoke: Callable[..., Result], language: str, width: int
) -> None:
    text = invoke("demo", "--lang", language, COLUMNS=str(width)).stdout
    assert max(map(cell_len, text.splitlines())) <= width


def test_the_demo_names_account_rule_outcome_evidence_clause_and_remedy(
    invoke: Callable[..., Result],
) -> None:
    text = invoke("demo").stdout
    assert (
        """\
■ 旧铺发布  wechat:旧铺发布  不合格
规则                                     结果      依据和处理                                       条款
────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
监测时间点前两周内须有更新               不符合    监测时间点前14天内没有更新。                     国办秘函〔2019〕19号
inspection-2019/no-update-in-two-weeks   单项否决  近14天内发布的信息的数量：0(不少于1：否；        2.1
                                                   2019-05-22 00:00:00之后至2019-06-05 00:00:00)
                                                   处理：恢复更新；确实无力维护的，按程序关停并公
                                                   告。
"""
        in text
    )


def test_the_version_is_the_packages(invoke: Callable[..., Result]) -> None:
    result = invoke("--version")
    assert result.stdout == f"govmedia-rules, version {version('govmedia-rules')}\n"


def test_without_a_command_help_is_shown_and_nothing_ran(invoke: Callable[..., Result]) -> None:
    result = invoke()
    assert result.exit_code == 2
    assert "Begin here:" in result.stderr


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: "-".join(command) or "top")
def test_help_gives_an_example_and_the_exit_statuses(
    invoke: Callable[..., Result], command: list[str]
) -> None:
    result = invoke(*command, "--help")
    assert result.exit_code == 0
    text = " ".join(result.stdout.split())
    assert f"govmedia-rules {' '.join(command)}".strip() in text
    assert "xample" in text or "Begin here" in text
    assert "Exit status: 0" in text


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: "-".join(command) or "top")
def test_help_fits_eighty_columns(
    start: Callable[..., subprocess.CompletedProcess[bytes]], command: list[str]
) -> None:
    text = start(*command, "--help").stdout.decode()
    assert max(map(cell_len, text.splitlines())) <= 80


def test_a_command_that_does_not_exist_is_bad_usage(invoke: Callable[..., Result]) -> None:
    assert invoke("chekc").exit_code == 2


@pytest.mark.parametrize("command", ["demo", "rules", "explain"])
def test_an_option_means_the_same_everywhere(command: str) -> None:
    def options(name: str) -> dict[str, dict[str, object]]:
        told = [param.to_info_dict() for param in cli.commands[name].params]
        return {each["name"]: each for each in told if each["param_type_name"] == "option"}

    of_check, own = options("check"), options(command)
    # What is no report has fewer formats.
    assert set(formats_of(command)) <= set(formats_of("check"))
    assert {name: of_check[name] for name in own if name != "form"} == {
        name: each for name, each in own.items() if name != "form"
    }


def formats_of(command: str) -> list[str]:
    told = next(param for param in cli.commands[command].params if param.name == "form")
    choices: list[str] = told.to_info_dict()["type"]["choices"]
    return choices
