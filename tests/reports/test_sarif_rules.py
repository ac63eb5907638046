"""Rules as SARIF describes them."""

from __future__ import annotations

from typing import Any

from govmedia_rules.conditions import Param, account, posts
from govmedia_rules.law import INSPECTION_2019 as INDICATORS
from govmedia_rules.models import Portfolio
from govmedia_rules.reports.sarif import sarif_log
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets import INSPECTION_2019, OPINION_2018
from govmedia_rules.text import Text
from sarif_checking import run_of_log
from situations import audited, rule_with, text


def described(*rules: Rule) -> list[dict[str, Any]]:
    ruleset = RuleSet("test", rules)
    report = audited(Portfolio(accounts=[]), ruleset)
    descriptors: list[dict[str, Any]] = run_of_log(report, ruleset)["tool"]["driver"]["rules"]
    return descriptors


def test_a_rule_is_described_with_everything_that_it_takes_to_act() -> None:
    days = Param("days", 7, unit="day", origin="operational", source="our own habit")
    [descriptor] = described(
        rule_with(
            id="inspection-2019/one/post-a-week",
            title=Text(zh="每周更新", en="A post a week"),
            cites=(INDICATORS.provision("2.1").citation,),
            requires=posts.within(days=days).count() >= 1,
            remedy=Text(zh="恢复更新。", en="Publish again."),
            explanation=Text(zh="转载也算。", en="Reposts count."),
        )
    )

    assert descriptor["id"] == "inspection-2019/one/post-a-week"
    assert descriptor["name"] == "OnePostAWeek"
    assert descriptor["shortDescription"] == {"text": "每周更新 / A post a week"}
    assert descriptor["fullDescription"]["text"] == (
        "要求：近7天内发布的信息的数量不少于1。\n"
        "Requires that number of posts in the last 7 days is at least 1."
    )
    assert descriptor["defaultConfiguration"] == {"level": "error", "parameters": {"days": 7}}
    meant = INDICATORS.provision("2.1").paraphrase
    assert descriptor["help"]["text"].splitlines() == [
        "规则内容 / The rule in words",
        "  要求：近7天内发布的信息的数量不少于1。",
        "  Requires that number of posts in the last 7 days is at least 1.",
        "依据 / Citations",
        (
            "  国办秘函〔2019〕19号 2.1《政府网站与政务新媒体检查指标》，内容不更新；"
            "自2019-04-01起施行；已据新闻报道核对"
        ),
        (
            "  国办秘函〔2019〕19号 2.1, Inspection Indicators for Government Websites and"
            " Government New Media, Content not updated; in force since 2019-04-01;"
            " confirmed in the press report"
        ),
        f"  大意：{meant.zh}",
        f"  In our words: {meant.en}",
        "不符合时怎么办 / What to do about a failure",
        "  恢复更新。",
        "  Publish again.",
        "参数 / Parameters",
        "  days = 7天(操作性默认值，条文未定: our own habit)",
        "  days = 7 days (an operational default, not in the text: our own habit)",
        "说明 / What else to know",
        "  转载也算。",
        "  Reposts count.",
    ]
    properties = descriptor["properties"]
    assert properties["tags"] == ["inspection-2019", "account", "obligation", "error"]
    assert (properties["force"], properties["severity"], properties["subject"]) == (
        "obligation",
        "error",
        "account",
    )
    assert properties["parameters"] == [
        {
            "name": "days",
            "value": 7,
            "unit": "day",
            "origin": "operational",
            "source": "our own habit",
        }
    ]
    assert properties["citations"][0]["provision"] == "2.1"
    assert properties["citations"][0]["inForceOn"] == "2019-04-01"


def test_an_overridden_parameter_says_so() -> None:
    [rule] = INSPECTION_2019.select("*/no-update-in-two-weeks").override(
        "inspection-2019/no-update-in-two-weeks", days=10
    )

    [descriptor] = described(rule)

    assert descriptor["defaultConfiguration"]["parameters"] == {"days": 10}
    assert "days = 10 days (overridden by a rule set" in descriptor["help"]["text"]


def test_a_rule_without_remedy_parameters_or_explanation_needs_none() -> None:
    [descriptor] = described(rule_with(requires=account.is_main, title=text("甲")))

    assert "parameters" not in descriptor["defaultConfiguration"]
    assert descriptor["help"]["text"].splitlines()[3:5] == [
        "依据 / Citations",
        "  测〔2019〕1号 1.1《测试办法》，总则；自2019-01-01起施行；已据公开文本核对",
    ]


def test_every_rule_of_the_library_makes_a_valid_descriptor_with_a_name_of_its_own() -> None:
    ruleset = OPINION_2018 | INSPECTION_2019
    report = audited(Portfolio(accounts=[]), ruleset)

    rules = run_of_log(report, ruleset)["tool"]["driver"]["rules"]

    assert [rule["id"] for rule in rules] == [rule.id for rule in ruleset]
    assert len({rule["name"] for rule in rules}) == len(rules)


def test_equal_reports_make_equal_logs() -> None:
    ruleset = OPINION_2018 | INSPECTION_2019
    report = audited(Portfolio(accounts=[]), ruleset)

    assert sarif_log(report, ruleset=ruleset) == sarif_log(report, ruleset=ruleset)
