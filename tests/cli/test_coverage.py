"""``govmedia-rules coverage``: every clause, how it is treated, and why."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from attrs import evolve
from click.testing import Result
from rich.cells import cell_len

from govmedia_rules.cli import cli
from govmedia_rules.cli.coverage import provisions_named
from govmedia_rules.conditions import account
from govmedia_rules.errors import UnknownNameError
from govmedia_rules.evaluation import coverage
from govmedia_rules.law import INSPECTION_2019 as INSPECTION
from govmedia_rules.law import OPINION_2018 as OPINION
from govmedia_rules.law import Force
from govmedia_rules.models import Portfolio, Waiver
from govmedia_rules.moments import moment
from govmedia_rules.rules import Rule, RuleSet, check
from govmedia_rules.rulesets import INSPECTION_2019, OPINION_2018
from govmedia_rules.text import Text

DAY = ("--as-of", "2019-06-05")
INSPECTED = ("inspection-2019", "--rules", "inspection-2019")
ALONE = ("--rules", "inspection-2019")

FIRST_ROWS = """\
国办秘函〔2019〕19号《政府网站与政务新媒体检查指标》
规则集 inspection-2019，共8条规则。
已检查6条，部分检查2条，划定范围0条，不检查0条，缺口0条。

条款  处理      大意；由哪些规则检查，或为什么不检查
────────────────────────────────────────────────────────────────────────────────
1.1   已检查    安全、泄密事故等严重问题
      筛查      账号发布过严重的错误表述，即判不合格。
                • 不得出现严重表述错误  inspection-2019/serious-misstatement
────────────────────────────────────────────────────────────────────────────────
1.2   已检查    账号让国家秘密外泄，即判不合格。
      筛查      • 不得泄露国家秘密  inspection-2019/state-secret
"""

PARTLY = """\
3.2   部分检查  账号花钱买粉丝、逼人点赞，或用类似办法弄虚作假，即判不合格。
      筛查      • 不得购买粉丝、强制点赞等
                inspection-2019/fabricated-popularity
                条款所列的判定方式还有书面确认，现有规则没有采用。
"""


def rule_about(number: str) -> Rule:
    return Rule(
        id="county/often",
        title=Text(zh="要有粉丝", en="Followers"),
        cites=(OPINION.provision(number),),
        force=Force.DEFEASIBLE,
        requires=account.followers >= 100,
        remedy=Text(zh="多做宣传。", en="Tell people."),
    )


def test_the_table_has_every_clause_of_the_opinion(invoke: Callable[..., Result]) -> None:
    result = invoke("coverage", COLUMNS="100")
    assert result.exit_code == 0
    firsts = [line.split(" ")[0] for line in result.stdout.splitlines()]
    numbers = [first for first in firsts if first[:1].isdigit()]
    assert numbers == [provision.number for provision in OPINION.provisions]
    assert "govmedia-rules coverage opinion-2018 --clause 条款号" in result.stderr


def test_the_table_names_rules_means_and_what_is_missing(invoke: Callable[..., Result]) -> None:
    result = invoke("coverage", *INSPECTED, COLUMNS="80")
    assert result.exit_code == 0
    assert result.stdout.startswith(FIRST_ROWS)
    assert PARTLY in result.stdout
    assert result.stderr == (
        "一条条款的详情：govmedia-rules coverage inspection-2019 --clause 条款号\n"
    )


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("more", [(), ("--clause", "4.1")])
def test_it_fits_its_columns(
    invoke: Callable[..., Result], language: str, width: int, more: tuple[str, ...]
) -> None:
    text = invoke("coverage", *more, "--lang", language, COLUMNS=str(width)).stdout
    assert max(map(cell_len, text.splitlines())) <= width


def test_a_gap_is_told_in_the_table_and_on_stderr(invoke: Callable[..., Result]) -> None:
    result = invoke("coverage", *ALONE, "--lang", "en")
    assert result.exit_code == 0
    assert "GAP 42." in result.stdout
    assert "A gap: it takes attestation to decide it, no rule cites it" in result.stdout
    assert "42 gap(s), checked by no rule and nothing says why: 2.2, 2.3, 2.4," in result.stderr


def test_all_rules_in_the_box_leave_no_gap(invoke: Callable[..., Result]) -> None:
    plain = json.loads(invoke("coverage", "--format", "json").stdout)
    assert [each["number"] for each in plain["provisions"] if each["treatment"] == "gap"] == []


def test_what_nothing_checks_says_why(invoke: Callable[..., Result]) -> None:
    text = invoke("coverage", *ALONE, "--lang", "en", COLUMNS="300").stdout
    for provision in OPINION.provisions:
        if provision.unchecked_because is not None:
            assert provision.unchecked_because.en in text


class TestOneClause:
    def test_is_said_in_full(self, invoke: Callable[..., Result]) -> None:
        rule = INSPECTION_2019.rule("inspection-2019/no-update-in-two-weeks")
        result = invoke("coverage", *INSPECTED, "--clause", "2.1", COLUMNS="500")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout == (
            f"""\
国办秘函〔2019〕19号 2.1　内容不更新
已检查 · 应当 · 已据新闻报道核对

大意
  {INSPECTION.provision("2.1").paraphrase.zh}

怎样处理，为什么
  由1条规则检查，判定方式：数据。
  判定这一条须靠：数据

规则：监测时间点前两周内须有更新
  inspection-2019/no-update-in-two-weeks
  账号 · 应当 · 单项否决 · 数据
  {rule.statement.zh}
  days = 14天(来源：条文所定)
  说明：{rule.explanation.zh if rule.explanation else ""}
  整改：{rule.remedy.zh if rule.remedy else ""}
"""
        )

    def test_that_nothing_checks_says_why(self, invoke: Callable[..., Result]) -> None:
        reason = OPINION.provision("4.4.4").unchecked_because
        assert reason is not None
        lines = invoke("coverage", "--clause", "4.4.4", "--lang", "en", COLUMNS="500").stdout
        assert lines.splitlines()[1] == "not checked · context · confirmed in public reprints"
        assert f"  {reason.en}" in lines.splitlines()

    def test_that_sets_the_scope_names_the_rules(self, invoke: Callable[..., Result]) -> None:
        text = invoke("coverage", *ALONE, "--clause", "2.1", "--lang", "en").stdout
        assert "Sets the scope of 8 rules: new media opened by administrative organs" in text
        assert [line.strip() for line in text.splitlines()[-8:]] == [
            rule.id for rule in INSPECTION_2019
        ]

    def test_may_be_a_section(self, invoke: Callable[..., Result]) -> None:
        text = invoke("coverage", "--clause", "5").stdout
        heads = [line for line in text.splitlines() if line.startswith("国办发")]
        assert [line.split()[1].partition("　")[0] for line in heads] == ["5.1", "5.2", "5.3"]

    def test_that_there_is_not_is_an_error_with_the_near_number(
        self, invoke: Callable[..., Result]
    ) -> None:
        result = invoke("coverage", "--clause", "4.1.33")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == (
            "Error: there is no provision '4.1.33' in opinion-2018; did you mean '4.1.3'?\n"
        )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("4.1.3", ["4.1.3"]),
        (" 4.1.3. ", ["4.1.3"]),
        ("4.1.1", ["4.1.1"]),
        ("3.2", ["3.2.1", "3.2.2", "3.2.3"]),
        ("1.1–1.3", ["1.1–1.3"]),
        ("1.1-1.3", ["1.1–1.3"]),
        ("1.1", ["1.1–1.3"]),
        ("1.2", ["1.1–1.3"]),
        ("1.3", ["1.1–1.3"]),
        ("1.3.1", ["1.1–1.3"]),
        ("1", ["1.1–1.3"]),
        ("0", ["0.1"]),
    ],
)
def test_a_number_means_a_clause_a_section_or_a_member_of_a_range(
    asked: str, found: list[str]
) -> None:
    assert [each.number for each in provisions_named(OPINION, asked)] == found


@pytest.mark.parametrize(
    "asked", ["", ".", "1.4", "4.", "9", "x", "4.1.3-4.1.5", "1." + "9" * 5000]
)
def test_other_numbers_mean_nothing_or_a_section(asked: str) -> None:
    if asked == "4.":
        assert len(provisions_named(OPINION, asked)) == 32
        return
    with pytest.raises(UnknownNameError):
        provisions_named(OPINION, asked)


def test_an_unknown_instrument_is_bad_usage_with_the_near_name(
    invoke: Callable[..., Result],
) -> None:
    result = invoke("coverage", "opinion-2081")
    assert result.exit_code == 2
    assert "there is no instrument 'opinion-2081'; did you mean 'opinion-2018'?" in result.stderr


def test_rules_that_cite_no_clause_are_listed_below(invoke: Callable[..., Result]) -> None:
    rule = evolve(rule_about("4.1.3"), cites=(OPINION.citation,))
    with patch("govmedia_rules.cli.options.IN_THE_BOX", {"county": RuleSet("county", (rule,))}):
        text = invoke("coverage", "--rules", "county", "--lang", "en").stdout
    assert text.endswith(
        "\nRules that cite the instrument, but none of the clauses above\n"
        "  Followers  county/often\n"
    )


class TestWithAPortfolio:
    def test_counts_stand_under_each_clause(
        self, invoke: Callable[..., Result], failing: Path
    ) -> None:
        result = invoke(
            "coverage", *INSPECTED, "--portfolio", failing, *DAY, "--lang", "en", COLUMNS="80"
        )
        assert result.exit_code == 1
        assert "As of 2019-06-05 00:00:00 +08:00. What is counted are judgements" in result.stdout
        assert (
            """\
2.1     checked         Content not updated
        data            An account without any update in the two weeks up to the
                        monitoring moment (监测时间点) fails.
                        • An update in the two weeks before the monitoring
                        moment  inspection-2019/no-update-in-two-weeks
                        account: fail 1
"""
            in result.stdout
        )
        assert "post: none to judge" in result.stdout
        assert result.stderr.startswith("As of / 监测时间点: 2019-06-05T00:00:00+08:00\n")
        assert "fails 1 · undetermined 0" in result.stderr

    def test_several_files_add_up(
        self,
        invoke: Callable[..., Result],
        portfolio: Portfolio,
        save: Callable[..., Path],
    ) -> None:
        second = tuple(evolve(each, id="wechat:b") for each in portfolio.accounts)
        one = save(portfolio, "a.json")
        other = save(Portfolio(accounts=second), "b.json")
        result = invoke("coverage", *INSPECTED, "--portfolio", one, "--portfolio", other, *DAY)
        assert result.exit_code == 1
        assert "账号：不符合 1，符合 1" in result.stdout

    def test_what_is_waived_is_no_failure_and_is_told(
        self,
        invoke: Callable[..., Result],
        portfolio: Portfolio,
        save: Callable[..., Path],
    ) -> None:
        waiver = Waiver(
            id="w1",
            rule_id="county/often",
            account_id="wechat:a",
            authority="某市政府办公室",
            document="某办函〔2019〕1号",
            reason="刚刚开设",
            valid_from_at="2019-01-01T00:00:00+08:00",
        )
        (few,) = (evolve(each, followers=1) for each in portfolio.accounts)
        path = save(evolve(portfolio, accounts=(few,), waivers=(waiver,)))
        rules = {"county": RuleSet("county", (rule_about("4.1.3"),))}
        with patch("govmedia_rules.cli.options.IN_THE_BOX", rules):
            result = invoke(
                "coverage", "--rules", "county", "--portfolio", path, *DAY, "--clause", "4.1.3"
            )
        assert result.exit_code == 0
        assert result.stdout.endswith("  账号：不符合 1(其中已豁免 1)\n")

    def test_a_rule_not_in_force_says_so(
        self, invoke: Callable[..., Result], failing: Path
    ) -> None:
        result = invoke(
            *("coverage", *INSPECTED, "--portfolio", failing, "--as-of", "2019-01-01"),
            *("--clause", "2.1", "--lang", "en"),
        )
        assert result.exit_code == 0
        assert result.stdout.endswith(
            "  account: not applicable 1\n  not in force at that moment\n"
        )

    def test_a_crash_ends_with_1(self, invoke: Callable[..., Result], passing: Path) -> None:
        @check(
            id="county/crashes",
            title=Text(zh="出错", en="Crashes"),
            cites=(OPINION.provision("4.1.3"),),
            force=Force.OBLIGATION,
        )
        def crashes(situation: object) -> bool | None:
            raise RuntimeError("gone")

        with patch(
            "govmedia_rules.cli.options.IN_THE_BOX", {"county": RuleSet("county", (crashes,))}
        ):
            result = invoke(
                *("coverage", "--rules", "county", "--portfolio", passing, *DAY, "--lang", "en"),
                COLUMNS="200",
            )
        assert result.exit_code == 1
        assert "account: rule crashed 1" in result.stdout
        assert "a function" in result.stdout

    def test_without_a_moment_it_is_now(self, invoke: Callable[..., Result], passing: Path) -> None:
        with patch(
            "govmedia_rules.cli.loading.now", return_value=moment("2019-06-05T12:34:56+08:00")
        ):
            result = invoke("coverage", *INSPECTED, "--portfolio", passing)
        assert result.stderr.startswith("As of / 监测时间点: 2019-06-05T12:34:56+08:00\n")

    def test_a_moment_without_a_portfolio_is_bad_usage(self, invoke: Callable[..., Result]) -> None:
        result = invoke("coverage", *DAY)
        assert result.exit_code == 2
        assert "--as-of is for an audit; give --portfolio as well." in result.stderr

    def test_a_file_that_is_not_there_is_one_sentence(
        self, invoke: Callable[..., Result], tmp_path: Path
    ) -> None:
        result = invoke("coverage", "--portfolio", tmp_path / "none.json", *DAY)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "none.json" in result.stderr


class TestJson:
    def test_has_every_key_that_its_page_documents_and_no_other(
        self, invoke: Callable[..., Result], failing: Path
    ) -> None:
        page = Path(__file__).parents[2] / "docs" / "reference" / "coverage-format.md"
        text = page.read_text(encoding="utf-8")
        plain = json.loads(
            invoke(
                *("coverage", *INSPECTED, "--portfolio", failing, *DAY, "--format", "json")
            ).stdout
        )
        explained = json.loads(
            invoke("explain", "inspection-2019/no-update-in-two-weeks", "--format", "json").stdout
        )
        (row,) = (each for each in plain["provisions"] if each["number"] == "2.1")
        (rule,) = row["rules"]

        documented = {
            name.strip("` ")
            for line in text.splitlines()
            if line.startswith("| `")
            for name in line.split("|")[1].split(",")
        }
        assert plain.keys() | row.keys() == documented
        counts = {"passed": 0, "failed": 1, "undetermined": 0, "not_applicable": 0}
        counts |= {"errors": 0, "suppressed": 0}
        assert rule == {
            **explained,
            "means": ["data"],
            "counts": {"is_in_force": True, "subject": "account", **counts},
        }
        assert row["totals"] == [{"subject": "account", **counts}]
        assert plain["as_of"] == "2019-06-05T00:00:00+08:00"
        for name in ("is_in_force", "subject", *counts):
            assert f"`{name}`" in text

    def test_without_an_audit_has_no_counts(self, invoke: Callable[..., Result]) -> None:
        plain = json.loads(invoke("coverage", *INSPECTED, "--format", "json").stdout)
        assert plain["schema_version"] == 1
        assert plain["as_of"] is None
        assert {each["totals"] for each in plain["provisions"]} == {None}
        assert {each["counts"] for row in plain["provisions"] for each in row["rules"]} == {None}
        rows = coverage(INSPECTION, INSPECTION_2019)
        assert [each["treatment"] for each in plain["provisions"]] == [
            row.treatment.value for row in rows
        ]

    def test_of_one_clause_has_that_clause(self, invoke: Callable[..., Result]) -> None:
        plain = json.loads(invoke("coverage", "--clause", "4.4.4", "--format", "json").stdout)
        assert [each["number"] for each in plain["provisions"]] == ["4.4.4"]

    def test_can_be_written_to_a_file(self, invoke: Callable[..., Result], tmp_path: Path) -> None:
        path = tmp_path / "coverage.json"
        result = invoke("coverage", *INSPECTED, "--format", "json", "--output", path)
        assert result.stdout == ""
        assert result.stderr == f"已写入 {path}\n"
        expected = invoke("coverage", *INSPECTED, "--format", "json").stdout
        assert path.read_text(encoding="utf-8") == expected


@pytest.mark.parametrize(
    "given",
    [
        ("--rules", "opinion-2018", "--rules", "inspection-2019"),
        ("--rules", "opinion-2018+inspection-2019"),
        (),
    ],
)
def test_several_rule_sets_go_together(
    invoke: Callable[..., Result], given: tuple[str, ...]
) -> None:
    plain = json.loads(invoke("coverage", *given, "--format", "json").stdout)
    joined = OPINION_2018 | INSPECTION_2019
    assert plain["ruleset_id"] == joined.id == "opinion-2018+inspection-2019"
    assert plain["ruleset_fingerprint"] == joined.fingerprint


@pytest.mark.parametrize("command", ["check", "demo", "rules", "explain"])
def test_every_command_takes_several_rule_sets(
    invoke: Callable[..., Result], command: str, passing: Path
) -> None:
    operands: dict[str, tuple[str, ...]] = {
        "check": (str(passing), *DAY),
        "explain": ("inspection-2019/app-unusable",),
    }
    given = (command, *operands.get(command, ()))
    joined = invoke(*given, "--rules", "opinion-2018+inspection-2019")
    repeated = invoke(*given, "--rules", "opinion-2018", "--rules", "inspection-2019")
    assert joined.exit_code == repeated.exit_code != 2
    assert joined.stdout == repeated.stdout


@pytest.mark.parametrize("name", ["inspection-2019+opinion-2081", "inspection-2019+", "+"])
def test_each_of_the_names_joined_has_to_be_known(invoke: Callable[..., Result], name: str) -> None:
    result = invoke("coverage", "--rules", name)
    assert result.exit_code == 2
    assert "there is no rule set" in result.stderr


def test_its_options_mean_the_same_as_those_of_check() -> None:
    def options(name: str) -> dict[str, dict[str, object]]:
        told = [param.to_info_dict() for param in cli.commands[name].params]
        return {str(each["name"]): each for each in told if each["param_type_name"] == "option"}

    of_check, own = options("check"), options("coverage")
    assert own.keys() - of_check.keys() == {"clause", "paths"}
    # Its formats are fewer; the tests of the other commands say so of all of them.
    shared = (own.keys() & of_check.keys()) - {"form"}
    assert {name: own[name] for name in shared} == {name: of_check[name] for name in shared}


def test_the_shell_completes_the_instrument(invoke: Callable[..., Result]) -> None:
    result = invoke(
        _GOVMEDIA_RULES_COMPLETE="bash_complete",
        COMP_WORDS="govmedia-rules coverage ins",
        COMP_CWORD="2",
    )
    assert result.stdout == "plain,inspection-2019\n"
