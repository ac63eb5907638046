"""Explanations say what every rule comes to for one account, and why."""

from __future__ import annotations

from collections import Counter

import pytest
from attrs import evolve

from govmedia_rules.cases import jiangsu_2019
from govmedia_rules.conditions import Situation
from govmedia_rules.errors import UnknownNameError
from govmedia_rules.evaluation import audit, explain, explain_all
from govmedia_rules.findings import Finding, Outcome
from govmedia_rules.law import INSPECTION_2019 as INSTRUMENT
from govmedia_rules.law import Force
from govmedia_rules.models import Account, Portfolio, Post, Subject, Unit
from govmedia_rules.rules import RuleSet, check
from govmedia_rules.rulesets import INSPECTION_2019, OPINION_2018
from govmedia_rules.text import Text

AS_OF = "2019-06-05T00:00:00+08:00"
ACCOUNT = Account(
    id="a", platform="wechat", status="active", interaction_features=["comments"], labels=[]
)
POST = Post(id="p", account_id="a", published_at="2019-06-01T00:00:00+08:00", labels=[])


def explained(
    account: Account = ACCOUNT, posts: tuple[Post, ...] = (POST,), units: tuple[Unit, ...] = ()
) -> dict[str, Finding]:
    portfolio = Portfolio(accounts=[account], posts=posts, units=units)
    return {
        finding.rule_id.partition("/")[2]: finding
        for finding in explain(portfolio, INSPECTION_2019, "a", as_of=AS_OF)
    }


def test_every_rule_in_force_says_something() -> None:
    assert {name: finding.outcome for name, finding in explained().items()} == {
        "serious-misstatement": Outcome.PASS,
        "state-secret": Outcome.PASS,
        "harmful-content": Outcome.PASS,
        "negative-public-opinion": Outcome.PASS,
        "no-update-in-two-weeks": Outcome.PASS,
        "app-unusable": Outcome.NOT_APPLICABLE,
        "no-interaction": Outcome.PASS,
        "fabricated-popularity": Outcome.PASS,
    }


def test_a_rule_that_passed_tells_what_it_read() -> None:
    assert explained()["no-update-in-two-weeks"].message == Text(
        zh="符合要求；近14天内发布的信息的数量：1。",
        en="Kept; number of posts in the last 14 days: 1.",
    )


def test_a_rule_outside_its_scope_names_the_part_that_does_not_hold() -> None:
    assert explained()["app-unusable"].message == Text(
        zh="不在适用范围内；平台：微信公众号。",
        en="Does not apply, outside its scope; platform: WeChat official account.",
    )


def test_an_exception_is_named() -> None:
    new = evolve(ACCOUNT, opened_at="2019-06-01T00:00:00+08:00")

    assert explained(new, posts=())["no-update-in-two-weeks"].message == Text(
        zh="属于例外，不适用；开设时间：2019-06-01 00:00:00 +08:00；发布的信息的数量：0。",
        en="Does not apply, by its exception; opening: 2019-06-01 00:00:00 +08:00;"
        " number of posts: 0.",
    )


def test_a_party_body_is_told_that_it_is_out_of_scope() -> None:
    unit = Unit(id="u", kind="party_body")

    finding = explained(evolve(ACCOUNT, unit_id="u"), units=(unit,))["no-interaction"]

    assert (finding.outcome, finding.message) == (
        Outcome.NOT_APPLICABLE,
        Text(
            zh="不在适用范围内；只约束行政机关、承担行政职能的事业单位及其内设机构开设的政务新媒体"
            "(国办发〔2018〕123号 2.1)；单位性质：党的机关。",
            en="Does not apply, outside its scope; it binds new media opened by administrative"
            " organs, public institutions with administrative functions, and their internal"
            " offices only (国办发〔2018〕123号 2.1); the unit's kind: Party body.",
        ),
    )


def test_a_failure_is_the_finding_that_a_report_holds() -> None:
    old = evolve(ACCOUNT, opened_at="2018-01-01T00:00:00+08:00")

    finding = explained(old, posts=())["no-update-in-two-weeks"]

    report = audit(Portfolio(accounts=[old], posts=[], units=[]), INSPECTION_2019, as_of=AS_OF)
    assert [finding] == [each for each in report.findings if each.outcome is Outcome.FAIL]


def test_before_the_instrument_was_in_force_nothing_is_said() -> None:
    portfolio = Portfolio(accounts=[ACCOUNT], posts=[POST])

    assert explain(portfolio, INSPECTION_2019, "a", as_of="2019-03-31T23:59:59+08:00") == ()


def test_an_account_that_is_not_there_is_an_error_with_a_suggestion() -> None:
    portfolio = Portfolio(accounts=[evolve(ACCOUNT, id="wechat:gov")])

    with pytest.raises(UnknownNameError, match="did you mean 'wechat:gov'"):
        explain(portfolio, INSPECTION_2019, "wechat:gvo", as_of=AS_OF)


def test_a_function_that_crashes_is_explained_as_an_error() -> None:
    @check(
        id="test/crashes",
        title=Text(zh="出错", en="Crashes"),
        cites=(INSTRUMENT.provision("2.1"),),
        force=Force.OBLIGATION,
    )
    def crashes(situation: Situation) -> bool | None:
        raise RuntimeError("no luck")

    (finding,) = explain(
        Portfolio(accounts=[ACCOUNT]), RuleSet("test", [crashes]), "a", as_of=AS_OF
    )

    assert (finding.outcome, finding.error) == (Outcome.ERROR, "RuntimeError: no luck")


def test_all_explanations_are_those_of_each_account_and_then_of_each_unit() -> None:
    portfolio, ruleset = jiangsu_2019(), OPINION_2018 | INSPECTION_2019
    report = audit(portfolio, ruleset, as_of=AS_OF)

    everything = list(explain_all(portfolio, ruleset, as_of=AS_OF))

    each = [
        finding
        for account_id in (*report.inspected, *report.not_inspected)
        for finding in explain(portfolio, ruleset, account_id, as_of=AS_OF)
    ]
    about_units = [entry for entry in everything if entry.subject.kind is Subject.UNIT]
    assert everything[-len(about_units) :] == about_units
    assert sorted(everything[: -len(about_units)], key=repr) == sorted(each, key=repr)
    told = Counter((finding.rule_id, finding.outcome) for finding in everything)
    for run in report.rules:
        assert told[run.rule_id, Outcome.PASS] == run.passed
        assert told[run.rule_id, Outcome.NOT_APPLICABLE] == run.not_applicable
        assert told[run.rule_id, Outcome.FAIL] == run.failed
