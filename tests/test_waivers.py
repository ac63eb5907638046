"""Waivers in an audit: what they excuse, for whom, from when until when, and which did nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from attrs import evolve

from govmedia_rules.conditions import account, post, unit
from govmedia_rules.evaluation import audit, interpret_audit
from govmedia_rules.findings import Finding, Outcome, Report, Suppression, Verdict
from govmedia_rules.law import OPINION_2018, Force, Severity
from govmedia_rules.models import Account, Portfolio, Post, Subject, Unit, Waiver
from govmedia_rules.moments import moment
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.text import Text

AS_OF = "2019-06-05T00:00:00+08:00"
A_MICROSECOND_LATER = "2019-06-05T00:00:00.000001+08:00"


def rule(name: str, **parts: Any) -> Rule:
    return Rule(
        **{
            "id": f"test/{name}",
            "title": Text(zh=name, en=name),
            "cites": (OPINION_2018.provision("4.1.3"),),
            "force": Force.DEFEASIBLE,
            **parts,
        }
    )


MAIN = rule("main", requires=account.is_main)
ON_TOPIC = rule("on-topic", subject=Subject.POST, forbids=post.labels.has("off_topic"))
ONE_ACCOUNT = rule("one-account", subject=Subject.UNIT, requires=unit.accounts.count() <= 1)
VETO = rule("veto", severity=Severity.VETO, requires=account.is_main)
STRICT = [
    rule(force.value, force=force, requires=account.is_main)
    for force in Force
    if force is not Force.DEFEASIBLE
]

# Two accounts of one unit and one of another, none of them a main account.
ACCOUNTS = tuple(
    Account(id=account_id, platform="wechat", unit_id=unit_id, is_main=False)
    for account_id, unit_id in (("a1", "u1"), ("a2", "u1"), ("a3", "u2"))
)
UNITS = (Unit(id="u1"), Unit(id="u2"))


def waiver(**facts: Any) -> Waiver:
    return Waiver(
        **{
            "id": "w1",
            "rule_id": "test/main",
            "authority": "the office",
            "document": "paper 1",
            "reason": "moving house",
            "valid_from_at": "2019-01-01T00:00:00+08:00",
            **facts,
        }
    )


def run(
    *waivers: Waiver, rules: tuple[Rule, ...] = (MAIN,), as_of: str = AS_OF, **tables: Any
) -> Report:
    portfolio = Portfolio(**{"accounts": ACCOUNTS, "units": UNITS, "waivers": waivers, **tables})
    ruleset = RuleSet("test", rules)
    report = audit(portfolio, ruleset, as_of=as_of)
    assert report == interpret_audit(portfolio, ruleset, as_of=as_of)
    return report


def excused(report: Report) -> Mapping[str, str | None]:
    """Return the subjects that failed, each with the waiver that excuses it or None."""
    assert {finding.outcome for finding in report.findings} <= {Outcome.FAIL}
    return {
        finding.subject.id: finding.suppression.waiver_id if finding.suppression else None
        for finding in report.findings
    }


def notice(zh: str, en: str, waiver_id: str = "w1") -> Text:
    return Text(zh=f"豁免{waiver_id}未起作用：{zh}。", en=f"Waiver {waiver_id} did nothing: {en}.")


NOTHING_TO_EXCUSE = notice("没有需要豁免的问题", "nothing failed that it excuses")
NOT_YET = notice("尚未生效", "it is not yet valid")
EXPIRED = notice("已经失效", "it has expired")


def test_without_waivers_every_failure_stands() -> None:
    report = run()

    assert excused(report) == {"a1": None, "a2": None, "a3": None}
    assert report.has_failures
    assert report.notices == ()


def test_a_waiver_for_an_account_excuses_that_account_alone() -> None:
    report = run(waiver(account_id="a1"))

    assert excused(report) == {"a1": "w1", "a2": None, "a3": None}
    assert report.has_failures
    assert report.notices == ()


def test_a_waiver_for_a_unit_excuses_all_its_accounts_and_no_others() -> None:
    assert excused(run(waiver(unit_id="u1"))) == {"a1": "w1", "a2": "w1", "a3": None}


def test_a_waiver_that_names_an_account_and_its_unit_is_for_the_account_alone() -> None:
    granted = waiver(account_id="a1", unit_id="u1")

    assert excused(run(granted)) == {"a1": "w1", "a2": None, "a3": None}


def test_a_waiver_for_an_account_excuses_it_whatever_unit_the_waiver_names() -> None:
    assert excused(run(waiver(account_id="a1", unit_id="u2")))["a1"] == "w1"


def test_a_waiver_for_a_unit_holds_where_the_portfolio_has_no_units() -> None:
    report = run(waiver(unit_id="u1"), units=None)

    assert excused(report) == {"a1": "w1", "a2": "w1", "a3": None}


def test_a_waiver_for_a_unit_excuses_no_account_without_sponsor() -> None:
    orphan = evolve(ACCOUNTS[0], unit_id=None)
    report = run(waiver(unit_id="u1"), accounts=(orphan,))

    assert excused(report) == {"a1": None}
    assert report.notices == (NOTHING_TO_EXCUSE,)


def test_a_waiver_excuses_one_rule_and_no_other() -> None:
    other = rule("other", requires=account.is_main)
    report = run(waiver(account_id="a1"), rules=(MAIN, other), accounts=ACCOUNTS[:1])

    assert [(found.rule_id, found.is_suppressed) for found in report.findings] == [
        ("test/main", True),
        ("test/other", False),
    ]


@pytest.mark.parametrize("granted", [{"account_id": "a1"}, {"unit_id": "u1"}])
def test_a_waiver_excuses_the_posts_of_its_account_or_unit(granted: dict[str, str]) -> None:
    posts = [
        Post(id=f"p{number}", account_id=account_id, published_at=AS_OF, labels=["off_topic"])
        for number, account_id in enumerate(("a1", "a1", "a3"))
    ]
    granting = waiver(rule_id="test/on-topic", **granted)
    report = run(granting, rules=(ON_TOPIC,), posts=posts)

    assert excused(report) == {"p0": "w1", "p1": "w1", "p2": None}


def test_a_waiver_for_a_unit_excuses_the_unit_itself() -> None:
    report = run(waiver(rule_id="test/one-account", unit_id="u1"), rules=(ONE_ACCOUNT,))

    assert excused(report) == {"u1": "w1"}
    assert not report.has_failures


def test_a_waiver_for_an_account_does_not_excuse_its_unit() -> None:
    granted = waiver(rule_id="test/one-account", account_id="a1", unit_id="u1")
    report = run(granted, rules=(ONE_ACCOUNT,))

    assert excused(report) == {"u1": None}
    assert report.notices == (NOTHING_TO_EXCUSE,)


def test_a_suppressed_failure_stays_in_the_report_whole() -> None:
    granted = waiver(account_id="a1", expires_at="2020-01-01T00:00:00+08:00")
    bare = run(accounts=ACCOUNTS[:1])
    report = run(granted, accounts=ACCOUNTS[:1])

    suppression = Suppression(
        waiver_id="w1",
        authority="the office",
        document="paper 1",
        reason="moving house",
        expires_at=moment("2020-01-01T00:00:00+08:00"),
    )
    assert report == evolve(bare, findings=(evolve(bare.findings[0], suppression=suppression),))
    assert report.findings[0].fingerprint == bare.findings[0].fingerprint
    assert [run.failed for run in report.rules] == [1]


def test_a_report_with_suppressed_failures_alone_has_no_failures() -> None:
    report = run(waiver(unit_id="u1"), waiver(id="w2", account_id="a3"))

    assert excused(report) == {"a1": "w1", "a2": "w1", "a3": "w2"}
    assert not report.has_failures


def test_a_suppressed_veto_does_not_fail_the_account() -> None:
    granted = waiver(rule_id="test/veto", account_id="a1")
    report = run(granted, rules=(VETO,))

    assert report.verdicts == {"a1": Verdict.PASSES, "a2": Verdict.FAILS, "a3": Verdict.FAILS}


def test_an_open_question_is_not_excused() -> None:
    unknown = evolve(ACCOUNTS[0], is_main=None)
    report = run(waiver(account_id="a1"), accounts=(unknown,))

    def told(found: Finding) -> tuple[Outcome, bool]:
        return found.outcome, found.is_suppressed

    assert list(map(told, report.findings)) == [(Outcome.UNDETERMINED, False)]
    assert report.notices == (NOTHING_TO_EXCUSE,)


@pytest.mark.parametrize(
    ("valid_from_at", "is_valid"),
    [
        ("2019-06-04T23:59:59.999999+08:00", True),
        ("2019-06-05T00:00:00+08:00", True),
        ("2019-06-04T16:00:00Z", True),
        ("2019-06-05T00:00:00.000001+08:00", False),
        ("2019-06-04T16:00:00.000001Z", False),
    ],
)
def test_a_waiver_holds_from_its_first_moment_on(valid_from_at: str, is_valid: bool) -> None:
    report = run(waiver(account_id="a1", valid_from_at=valid_from_at))

    assert excused(report)["a1"] == ("w1" if is_valid else None)
    assert report.notices == (() if is_valid else (NOT_YET,))


@pytest.mark.parametrize(
    ("expires_at", "is_valid"),
    [
        (None, True),
        ("2019-06-05T00:00:00.000001+08:00", True),
        ("2019-06-05T00:00:00+08:00", False),
        ("2019-06-04T16:00:00Z", False),
        ("2019-06-04T23:59:59.999999+08:00", False),
    ],
)
def test_a_waiver_no_longer_holds_at_its_expiry(expires_at: str | None, is_valid: bool) -> None:
    report = run(waiver(account_id="a1", expires_at=expires_at))

    assert excused(report)["a1"] == ("w1" if is_valid else None)
    assert report.notices == (() if is_valid else (EXPIRED,))


def test_the_shortest_waiver_holds_for_one_microsecond() -> None:
    granted = waiver(account_id="a1", valid_from_at=AS_OF, expires_at=A_MICROSECOND_LATER)

    assert excused(run(granted, as_of=AS_OF))["a1"] == "w1"
    assert excused(run(granted, as_of=A_MICROSECOND_LATER))["a1"] is None


def test_a_waiver_that_expires_before_it_is_valid_never_holds() -> None:
    granted = waiver(account_id="a1", valid_from_at=A_MICROSECOND_LATER, expires_at=AS_OF)

    for as_of in (AS_OF, A_MICROSECOND_LATER):
        assert excused(run(granted, as_of=as_of))["a1"] is None


def test_of_two_waivers_that_hold_the_older_excuses_and_the_other_is_told_to_be_idle() -> None:
    older = waiver(id="w2", account_id="a1")
    newer = waiver(unit_id="u1", valid_from_at="2019-01-01T00:00:00.000001+08:00")

    report = run(older, newer, accounts=ACCOUNTS[:1])

    assert excused(report) == {"a1": "w2"}
    assert report.notices == (NOTHING_TO_EXCUSE,)
    assert run(newer, older, accounts=ACCOUNTS[:1]) == report


def test_of_two_waivers_of_one_age_the_one_with_the_lesser_id_excuses() -> None:
    one, other = waiver(id="w1", unit_id="u1"), waiver(id="w2", account_id="a1")

    for granted in ((one, other), (other, one)):
        assert excused(run(*granted, accounts=ACCOUNTS[:1])) == {"a1": "w1"}


@pytest.mark.parametrize("strict", STRICT, ids=lambda rule: rule.id)
def test_no_waiver_excuses_a_rule_that_is_not_defeasible(strict: Rule) -> None:
    report = run(waiver(rule_id=strict.id, account_id="a1"), rules=(strict,))

    assert excused(report) == {"a1": None, "a2": None, "a3": None}
    assert report.notices == (
        notice(
            f"规则{strict.id}不是“原则上”的规定，不得豁免",
            f"rule {strict.id} is strict and admits no waiver",
        ),
    )


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (
            {"rule_id": "test/mian", "account_id": "a1"},
            notice("本次未运行规则test/mian", "rule test/mian was not run"),
        ),
        (
            {"account_id": "A1"},
            notice("名单中没有该账号", "its account is not in the portfolio"),
        ),
        (
            {"account_id": "a9", "unit_id": "u1"},
            notice("名单中没有该账号", "its account is not in the portfolio"),
        ),
        ({"unit_id": "a1"}, notice("名单中没有该单位", "its unit is not in the portfolio")),
        ({"account_id": "a1", "valid_from_at": A_MICROSECOND_LATER}, NOT_YET),
        ({"account_id": "a9", "expires_at": AS_OF}, EXPIRED),
    ],
)
def test_a_waiver_that_did_nothing_is_told_with_the_reason(
    facts: dict[str, str], expected: Text
) -> None:
    report = run(waiver(**facts))

    assert excused(report) == {"a1": None, "a2": None, "a3": None}
    assert report.notices == (expected,)


def test_a_waiver_of_an_account_that_passes_is_told_to_be_idle() -> None:
    report = run(waiver(account_id="a1"), accounts=(evolve(ACCOUNTS[0], is_main=True),))

    assert report.findings == ()
    assert report.notices == (NOTHING_TO_EXCUSE,)


def test_a_waiver_that_excused_one_of_two_accounts_did_something() -> None:
    mixed = (ACCOUNTS[0], evolve(ACCOUNTS[1], is_main=True))

    assert run(waiver(unit_id="u1"), accounts=mixed).notices == ()


def test_idle_waivers_are_told_in_order_of_their_ids() -> None:
    report = run(
        waiver(id="w3", account_id="a9"),
        waiver(id="w1", account_id="a1", expires_at=AS_OF),
        waiver(id="w2", account_id="a1", valid_from_at=A_MICROSECOND_LATER),
    )

    assert [told.en for told in report.notices] == [
        "Waiver w1 did nothing: it has expired.",
        "Waiver w2 did nothing: it is not yet valid.",
        "Waiver w3 did nothing: its account is not in the portfolio.",
    ]
