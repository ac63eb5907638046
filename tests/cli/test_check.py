"""``govmedia-rules check``: what is printed where, and how it ends."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from attrs import evolve
from click.testing import Result

from govmedia_rules import audit
from govmedia_rules.conditions import account
from govmedia_rules.law import INSPECTION_2019 as INSTRUMENT
from govmedia_rules.law import Force
from govmedia_rules.models import Account, Attestation, Portfolio, Post, Unit, Waiver
from govmedia_rules.moments import moment
from govmedia_rules.rules import Rule, RuleSet, check
from govmedia_rules.rulesets import IN_THE_BOX, INSPECTION_2019
from govmedia_rules.serialization import load_portfolio, loads_report
from govmedia_rules.text import Text

DAY = ("--as-of", "2019-06-05")
AS_OF_LINE = "As of / 监测时间点: 2019-06-05T00:00:00+08:00\n"
HINT = "规则的详细说明：govmedia-rules explain 规则编号\n"

FAILING_TABLE = """\
检查结果 ───────────────────────────────────────────────────────────────────────
监测时间点 2019-06-05 00:00:00 +08:00；规则集 inspection-2019，共8条规则。
结论        账号数  含义
────────────────────────────────────────────────────
不合格           1  至少一项单项否决不符合
未能判定         0  没有不符合的，但有指标缺少数据
合格             0  适用的单项否决全部符合
未纳入检查       0  已关停、暂停等，没有单项否决适用

须整改的账号和单位 ─────────────────────────────────────────────────────────────

■ 甲县发布  wechat:a  不合格
规则和条款                  结果      依据和处理
────────────────────────────────────────────────────────────────────────────────
监测时间点前两周内须有更新  不符合    监测时间点前14天内没有更新。
inspection-2019/no-update-  单项否决  近14天内发布的信息的数量：0(不少于1：否；
in-two-weeks                          2019-05-22 00:00:00之后至2019-06-05
国办秘函〔2019〕19号 2.1              00:00:00)
                                      处理：恢复更新；确实无力维护的，按程序关停
                                      并公告。

运行的规则 ─────────────────────────────────────────────────────────────────────
规则                                    严重程度  符合  不符合  未能判定  不适用
────────────────────────────────────────────────────────────────────────────────
不得出现严重表述错误                    单项否决     0       0         0       0
inspection-2019/serious-misstatement
不得泄露国家秘密                        单项否决     0       0         0       0
inspection-2019/state-secret
不得发布或链接反动、暴力、色情等内容    单项否决     0       0         0       0
inspection-2019/harmful-content
不得因发布不当引发严重负面舆情          单项否决     0       0         0       0
inspection-2019/negative-public-
opinion
监测时间点前两周内须有更新              单项否决     0       1         0       0
inspection-2019/no-update-in-two-weeks
移动客户端须可下载、可使用              单项否决     0       0         0       1
inspection-2019/app-unusable
须有有效的互动功能                      单项否决     1       0         0       0
inspection-2019/no-interaction
不得购买粉丝、强制点赞等                单项否决     1       0         0       0
inspection-2019/fabricated-popularity

读取的数据 ─────────────────────────────────────────────────────────────────────
数据表    行数  读取
────────────────────
单位         1     1
账号         1     1
信息         0     0
留言    未提供     –
"""


@check(
    id="test/always-crashes",
    title=Text(zh="总是出错", en="Always crashes"),
    cites=(INSTRUMENT.provision("2.1"),),
    force=Force.OBLIGATION,
)
def always_crashes(situation: object) -> bool | None:
    raise RuntimeError("\x1b[2Jgone")


def table_only(result: Result) -> str:
    assert result.exit_code in {0, 1}, result.stderr
    return result.stdout


def test_a_failure_is_printed_whole_at_eighty_columns(
    invoke: Callable[..., Result], failing: Path
) -> None:
    result = invoke("check", failing, *DAY, COLUMNS="80")
    assert result.stdout == FAILING_TABLE
    assert result.stderr == AS_OF_LINE + HINT


def test_a_failure_ends_with_1(invoke: Callable[..., Result], failing: Path) -> None:
    assert invoke("check", failing, *DAY).exit_code == 1


def test_a_pass_ends_with_0_and_says_that_nothing_failed(
    invoke: Callable[..., Result], passing: Path
) -> None:
    result = invoke("check", passing, *DAY)
    assert result.exit_code == 0
    assert "没有不符合的，也没有未能判定的" in result.stdout
    assert result.stderr == AS_OF_LINE


def test_what_is_only_undetermined_ends_with_0(
    invoke: Callable[..., Result], undetermined: Path
) -> None:
    result = invoke("check", undetermined, *DAY)
    assert result.exit_code == 0
    assert "还不能下结论的账号" in result.stdout


def test_rules_that_lack_the_same_fact_share_a_row(
    invoke: Callable[..., Result], undetermined: Path
) -> None:
    text = table_only(invoke("check", undetermined, *DAY, "--lang", "en", COLUMNS="80"))
    assert (
        """\
■ 甲县发布  wechat:a  undetermined
Rule and clause             Outcome       Evidence, and what to do
────────────────────────────────────────────────────────────────────────────────
No serious misstatement     undetermined  nobody recorded: content labels
No state secrets                          (post.labels)
No reactionary, violent or                rows: p1
pornographic content
No improper content that
stirs public anger
No bought followers,
forced likes or the like
国办秘函〔2019〕19号 1.1、
1.2、1.3、1.4、3.2

What nobody has looked at yet ──────────────────────────────────────────────────
These facts are missing, so rules stayed undetermined; missing is not failing.
Supply them and run again.
Missing fact    Field        Missing on
───────────────────────────────────────
content labels  post.labels   1 post(s)
"""
        in text
    )


def test_a_rule_that_crashes_ends_with_1_and_is_shown(
    invoke: Callable[..., Result], passing: Path
) -> None:
    ruleset = RuleSet("crashing", (always_crashes,))
    with patch("govmedia_rules.cli.options.IN_THE_BOX", {"crashing": ruleset}):
        result = invoke("check", passing, *DAY, "--rules", "crashing")
    assert result.exit_code == 1
    assert "规则出错" in result.stdout
    assert r"RuntimeError: \x1b[2Jgone" in result.stdout


def test_json_is_the_report_and_the_summary_goes_to_stderr(
    invoke: Callable[..., Result], failing: Path
) -> None:
    result = invoke("check", failing, *DAY, "--format", "json")
    expected = audit(
        load_portfolio(failing),
        INSPECTION_2019,
        as_of="2019-06-05T00:00:00+08:00",
        evidence_limit=5,
    )
    assert loads_report(result.stdout) == expected
    assert result.stderr == AS_OF_LINE + (
        "不合格 1 · 未能判定 0 · 合格 0 · 未纳入检查 0。不符合 1 项，未能判定 0 项。\n"
    )
    assert result.exit_code == 1


def test_the_evidence_limit_limits_the_ids_and_keeps_the_total(
    invoke: Callable[..., Result], portfolio: Portfolio, post: Post, save: Callable[..., Path]
) -> None:
    posts = tuple(evolve(post, id=f"p{number}", labels=None) for number in range(7))
    path = save(evolve(portfolio, posts=posts))
    text = table_only(invoke("check", path, *DAY, "--evidence-limit", "2"))
    assert "涉及：p0、p1 等7条" in text


def test_an_evidence_limit_of_0_leaves_the_total(
    invoke: Callable[..., Result], undetermined: Path
) -> None:
    text = table_only(invoke("check", undetermined, *DAY, "--evidence-limit", "0"))
    assert "涉及1条" in text


def test_several_files_add_up(
    invoke: Callable[..., Result], portfolio: Portfolio, save: Callable[..., Path]
) -> None:
    accounts = save(evolve(portfolio, posts=None), "accounts.json")
    posts = accounts.with_name("posts.ndjson")
    record = {
        "type": "post",
        "id": "p1",
        "account_id": "wechat:a",
        "published_at": "2019-06-01T08:00:00+08:00",
        "labels": [],
    }
    posts.write_text(json.dumps(record) + "\n")
    assert "没有不符合的" in table_only(invoke("check", accounts, posts, *DAY))


def test_without_as_of_the_moment_is_now_and_is_printed(
    invoke: Callable[..., Result], passing: Path
) -> None:
    with patch("govmedia_rules.cli.loading.now", return_value=moment("2019-06-05T12:34:56+08:00")):
        result = invoke("check", passing)
    assert result.stderr == "As of / 监测时间点: 2019-06-05T12:34:56+08:00\n"


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("2019-06-05", "2019-06-05T00:00:00+08:00"),
        ("20190605", "2019-06-05T00:00:00+08:00"),
        ("2019-06-05T00:00:00+08:00", "2019-06-05T00:00:00+08:00"),
        ("2019-06-04T16:00:00Z", "2019-06-05T00:00:00+08:00"),
    ],
)
def test_a_moment_is_a_bare_day_in_beijing_or_has_its_offset(
    invoke: Callable[..., Result], passing: Path, given: str, meant: str
) -> None:
    assert f": {meant}\n" in invoke("check", passing, "--as-of", given).stderr


def test_a_moment_without_offset_is_refused(invoke: Callable[..., Result], passing: Path) -> None:
    result = invoke("check", passing, "--as-of", "2019-06-05T00:00:00")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.endswith(
        "Error: Invalid value for '--as-of': '2019-06-05T00:00:00' is not usable; expected a"
        " moment with its offset from UTC, such as 2019-06-05T00:00:00+08:00 (this one is"
        " naive), or a day such as 2019-06-05, which means 00:00 of that day in Beijing.\n"
    )


@pytest.mark.parametrize("given", ["yesterday", "1970-01-01", "2019-02-30", "", "9" * 1000])
def test_what_is_no_moment_is_refused(
    invoke: Callable[..., Result], passing: Path, given: str
) -> None:
    result = invoke("check", passing, "--as-of", given)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Invalid value for '--as-of'" in result.stderr


def test_an_unknown_rule_set_is_refused_with_the_near_name(
    invoke: Callable[..., Result], passing: Path
) -> None:
    result = invoke("check", passing, "--rules", "inspection-2091")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith(
        "Error: Invalid value for '--rules': there is no rule set 'inspection-2091'; did you"
        " mean 'inspection-2019'?\n"
    )


def test_a_rule_set_named_twice_is_run_once(invoke: Callable[..., Result], failing: Path) -> None:
    once = invoke("check", failing, *DAY, "--rules", "inspection-2019")
    twice = invoke(
        "check", failing, *DAY, "--rules", "inspection-2019", "--rules", "inspection-2019"
    )
    assert twice.stdout == once.stdout


def test_rule_sets_are_joined_in_the_order_given(
    invoke: Callable[..., Result], passing: Path
) -> None:
    first = INSPECTION_2019.select("*/no-interaction")
    second = INSPECTION_2019.select("*/app-unusable")
    sets = {"a": RuleSet("a", first), "b": RuleSet("b", second)}
    with patch("govmedia_rules.cli.options.IN_THE_BOX", sets):
        result = invoke("check", passing, *DAY, "--rules", "b", "--rules", "a", "--format", "json")
    report = loads_report(result.stdout)
    assert report.ruleset_id == "b+a"
    assert [run.rule_id for run in report.rules] == [
        "inspection-2019/app-unusable",
        "inspection-2019/no-interaction",
    ]


def test_rule_sets_that_contradict_each_other_are_refused(
    invoke: Callable[..., Result], passing: Path
) -> None:
    changed = INSPECTION_2019.override("inspection-2019/no-update-in-two-weeks", days=10)
    sets = {"a": INSPECTION_2019, "b": RuleSet("b", changed)}
    with patch("govmedia_rules.cli.options.IN_THE_BOX", sets):
        result = invoke("check", passing, *DAY, "--rules", "a", "--rules", "b")
    assert result.exit_code == 2
    assert "mean different rules by this id" in result.stderr


def test_every_rule_set_in_the_box_is_listed_under_its_own_id() -> None:
    assert all(ruleset.id == name for name, ruleset in IN_THE_BOX.items())


def test_a_file_that_is_not_there_is_an_error(
    invoke: Callable[..., Result], tmp_path: Path
) -> None:
    path = tmp_path / "none.json"
    result = invoke("check", path, *DAY)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        f"{AS_OF_LINE}Error: 1 problem; nothing was loaded.\n"
        f"  {path}: expected a file that can be read (no such file or directory).\n"
    )


def test_every_problem_of_a_bad_file_is_told(invoke: Callable[..., Result], tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text('{"accounts": [{"id": 1, "platform": "weibo"}, {"idd": "a"}]}')
    result = invoke("check", path, *DAY)
    assert result.exit_code == 2
    assert "problems; nothing was loaded." in result.stderr
    assert "did you mean 'id'?" in result.stderr
    assert "Traceback" not in result.stderr


def test_unknown_fields_are_ignored_when_asked(
    invoke: Callable[..., Result], passing: Path
) -> None:
    plain = json.loads(passing.read_text())
    plain["accounts"][0]["colour"] = "red"
    passing.write_text(json.dumps(plain))
    assert invoke("check", passing, *DAY).exit_code == 2
    assert invoke("check", passing, *DAY, "--unknown-fields", "ignore").exit_code == 0


def test_a_name_on_the_command_line_cannot_write_to_the_terminal(
    invoke: Callable[..., Result],
) -> None:
    result = invoke("check", "\x1b[31m\u202e.json", *DAY)
    assert result.exit_code == 2
    assert r"\x1b[31m\u202e.json" in result.stderr
    assert "\x1b" not in result.stderr


def test_no_path_is_bad_usage(invoke: Callable[..., Result]) -> None:
    result = invoke("check")
    assert result.exit_code == 2
    assert "Missing argument 'PATH...'" in result.stderr


def test_output_writes_the_file_and_leaves_stdout_empty(
    invoke: Callable[..., Result], failing: Path, tmp_path: Path
) -> None:
    output = tmp_path / "report.txt"
    result = invoke("check", failing, *DAY, "--output", output, COLUMNS="80")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert output.read_text(encoding="utf-8") == FAILING_TABLE
    assert result.stderr == (
        f"{AS_OF_LINE}不合格 1 · 未能判定 0 · 合格 0 · 未纳入检查 0。不符合 1 项，未能判定 0 项。\n"
        f"已写入 {output}\n"
    )


def test_output_of_json_is_what_stdout_would_have_been(
    invoke: Callable[..., Result], failing: Path, tmp_path: Path
) -> None:
    output = tmp_path / "report.json"
    invoke("check", failing, *DAY, "--format", "json", "--output", output)
    printed = invoke("check", failing, *DAY, "--format", "json").stdout
    assert output.read_text(encoding="utf-8") == printed


def test_output_to_a_dash_is_stdout(invoke: Callable[..., Result], failing: Path) -> None:
    result = invoke("check", failing, *DAY, "--output", "-", COLUMNS="80")
    assert result.stdout == FAILING_TABLE


def test_an_older_file_stays_when_writing_fails(
    invoke: Callable[..., Result], failing: Path, tmp_path: Path
) -> None:
    output = tmp_path / "report.txt"
    output.write_text("older")
    with patch("govmedia_rules.cli.check.print_report", side_effect=OSError(28, "No space left")):
        result = invoke("check", failing, *DAY, "--output", output)
    assert (result.exit_code, result.stderr) == (2, f"{AS_OF_LINE}Error: No space left\n")
    assert output.read_text() == "older"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["failing.json", "report.txt"]


@pytest.mark.skipif(sys.platform == "win32", reason="permissions and links are POSIX's here")
def test_an_older_file_keeps_its_permissions_and_its_link(
    invoke: Callable[..., Result], failing: Path, tmp_path: Path
) -> None:
    target, link = tmp_path / "kept.txt", tmp_path / "link.txt"
    target.write_text("older")
    target.chmod(0o640)
    link.symlink_to(target)
    invoke("check", failing, *DAY, "--output", link)
    assert link.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert target.read_text(encoding="utf-8").startswith("检查结果")


@pytest.mark.skipif(sys.platform == "win32", reason="needs /dev/null")
def test_a_device_is_written_to_and_not_replaced(
    invoke: Callable[..., Result], failing: Path
) -> None:
    result = invoke("check", failing, *DAY, "--output", "/dev/null")
    assert result.exit_code == 1
    assert Path("/dev/null").is_char_device()


def test_output_into_a_directory_that_is_not_there_is_refused_before_any_work(
    invoke: Callable[..., Result], failing: Path, tmp_path: Path
) -> None:
    result = invoke("check", failing, *DAY, "--output", tmp_path / "none" / "report.txt")
    assert result.exit_code == 2
    assert "there is no directory" in result.stderr
    assert AS_OF_LINE not in result.stderr


def test_rules_that_are_not_in_force_are_said_not_to_be(
    invoke: Callable[..., Result], failing: Path
) -> None:
    result = invoke("check", failing, "--as-of", "2018-06-05")
    assert result.exit_code == 0
    assert "什么也没有判定" in result.stdout
    assert "没有账号纳入检查。" in result.stdout
    assert "监测时间点尚未施行或已废止" in result.stdout
    assert "没有一条规则在监测时间点生效，因此什么也没有判定。\n" in result.stderr


def test_notices_of_the_report_go_to_stderr(
    invoke: Callable[..., Result], portfolio: Portfolio, save: Callable[..., Path]
) -> None:
    answer = Attestation(
        id="t1",
        question_id="q1",
        unit_id="unit:a",
        answer=True,
        answered_by="张三",
        answered_at="2019-06-01T08:00:00+08:00",
    )
    result = invoke("check", save(evolve(portfolio, attestations=(answer,))), *DAY)
    notice = "1份答复未采用：所运行的规则没有问这个问题(t1)。"
    assert notice in result.stderr
    assert notice not in result.stdout


def test_a_waived_failure_ends_with_0_and_says_who_waived_it(
    invoke: Callable[..., Result], portfolio: Portfolio, save: Callable[..., Path]
) -> None:
    rule = Rule(
        id="county/consultations",
        title=Text(zh="原则上开通征集", en="Consultations, in principle"),
        cites=(INSTRUMENT.provision("3.2"),),
        force=Force.DEFEASIBLE,
        requires=account.interaction_features.has("consultations"),
        remedy=Text(zh="开通征集", en="Open consultations"),
    )
    waiver = Waiver(
        id="w1",
        rule_id=rule.id,
        account_id="wechat:a",
        authority="县政府\x1b办公室",
        document="某政办函〔2019〕1号",
        reason="试运行",
        valid_from_at="2019-01-01T00:00:00+08:00",
        expires_at="2020-01-01T00:00:00+08:00",
    )
    path = save(evolve(portfolio, waivers=(waiver,)))
    with patch("govmedia_rules.cli.options.IN_THE_BOX", {"county": RuleSet("county", (rule,))}):
        result = invoke("check", path, *DAY, "--rules", "county", "--format", "table")
    assert result.exit_code == 0
    assert "不符合但已豁免的账号" in result.stdout
    assert r"县政府\x1b办公室" in result.stdout
    assert "处理：" not in result.stdout


def test_an_interruption_ends_with_130_and_no_traceback(
    invoke: Callable[..., Result], passing: Path
) -> None:
    with patch("govmedia_rules.cli.check.audit", side_effect=KeyboardInterrupt):
        result = invoke("check", passing, *DAY)
    assert result.exit_code == 130
    assert result.stderr == f"{AS_OF_LINE}Interrupted / 已中断\n"


def test_accounts_without_a_sponsor_are_counted(
    invoke: Callable[..., Result], portfolio: Portfolio, account: Account, save: Callable[..., Path]
) -> None:
    path = save(evolve(portfolio, accounts=(evolve(account, unit_id=None),)))
    text = table_only(invoke("check", path, *DAY))
    assert "1个账号没有主办单位的记录，不计入任何单位。" in text


def test_a_party_body_is_shown_as_not_bound_with_the_clause(
    invoke: Callable[..., Result], save: Callable[..., Path]
) -> None:
    party = Portfolio(
        units=[Unit(id="u", kind="party_body")],
        accounts=[Account(id="weibo:甲", platform="weibo", unit_id="u", status="active")],
    )

    result = invoke("check", save(party), *DAY, "--lang", "en")

    said = " ".join(result.stdout.split())
    assert (
        "8 rule(s) bind new media opened by administrative organs, public institutions with"
        " administrative functions, and their internal offices only (国办发〔2018〕123号 2.1),"
        " so they do not apply to: · weibo:甲"
    ) in said.replace("〕 123", "〕123")
