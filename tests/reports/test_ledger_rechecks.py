"""Gone, or did nobody look? What audits say of rows that they have no finding for."""

from __future__ import annotations

from typing import Any, Final

import pytest
from attrs import evolve

from govmedia_rules.conditions import account, post, posts, unit
from govmedia_rules.evaluation import audit
from govmedia_rules.findings import Outcome, Report
from govmedia_rules.models import Account, Portfolio, Post, Unit
from govmedia_rules.moments import moment
from govmedia_rules.reports.ledger import Ledger, LedgerRow, Recheck
from govmedia_rules.reports.ledger_building import rectification_ledger
from govmedia_rules.rules import Rule, RuleSet
from situations import (
    UNIT_ID,
    account_with,
    ago,
    audited,
    post_with,
    rule_with,
    unit_with,
)

LATER: Final = moment("2019-09-05T00:00:00+08:00")
NO_ADS: Final = rule_with(
    id="test-2019/no-ads", subject="post", forbids=post.labels.has("commercial_ad")
)
UPDATED: Final = rule_with(
    id="test-2019/updated",
    severity="veto",
    applies=account.is_active,
    requires=posts.within(days=14).count() >= 1,
)
ONE_ACCOUNT: Final = rule_with(
    id="test-2019/one-account", subject="unit", requires=unit.accounts.count() <= 1
)
AD: Final = post_with(published_at=ago(days=100), labels=["commercial_ad"])
OTHER: Final = post_with("p2", published_at=ago(days=1), labels=())


def portfolio_with(
    *listed: Post,
    accounts: tuple[Account, ...] | None = None,
    units: tuple[Unit, ...] | None = (unit_with(),),
) -> Portfolio:
    given = (account_with(unit_id=UNIT_ID),) if accounts is None else accounts
    return Portfolio(accounts=given, units=units, posts=listed)


def failed(rule: Rule, portfolio: Portfolio) -> Ledger:
    """Return the ledger of an audit in which *rule* failed once."""
    report = audited(portfolio, rule)
    assert [each.outcome for each in report.findings] == [Outcome.FAIL]
    return rectification_ledger(report, portfolio=portfolio)


def rechecked(earlier: Ledger, report: Report, portfolio: Portfolio | None) -> LedgerRow:
    return next(iter(rectification_ledger(report, earlier=earlier, portfolio=portfolio).rows))


def told(
    earlier: Ledger, rules: Rule | RuleSet, portfolio: Portfolio
) -> tuple[Recheck | None, str]:
    row = rechecked(earlier, audited(portfolio, rules, as_of=LATER), portfolio)
    return row.recheck, row.recheck_note


def named(portfolio: Portfolio, **facts: Any) -> Portfolio:
    return evolve(portfolio, accounts=(account_with(unit_id=UNIT_ID, **facts),))


NEW_POST: Final = post_with("p3", published_at=moment("2019-09-01T00:00:00+08:00"), labels=())
SILENT: Final = failed(UPDATED, portfolio_with())
ADVERTISED: Final = failed(NO_ADS, portfolio_with(AD))
TWO: Final = failed(
    ONE_ACCOUNT,
    portfolio_with(
        accounts=(account_with(unit_id=UNIT_ID), account_with(id="other", unit_id=UNIT_ID))
    ),
)


@pytest.mark.parametrize(
    ("portfolio", "recheck", "note"),
    [
        pytest.param(portfolio_with(NEW_POST), Recheck.GONE, "本次检查符合", id="passes"),
        pytest.param(
            evolve(
                portfolio_with(),
                accounts=(account_with(id="other", status="closed"),),
            ),
            Recheck.NOT_RECHECKED,
            "对象不在本次检查的数据中",
            id="account not in the data",
        ),
        pytest.param(
            named(portfolio_with(NEW_POST), status="closed"),
            Recheck.NOT_APPLICABLE,
            "该规则本次对所有未出问题的对象均不适用",
            id="the only account is closed",
        ),
        pytest.param(
            portfolio_with(
                evolve(NEW_POST, account_id="other"),
                accounts=(
                    account_with(unit_id=UNIT_ID, status="closed"),
                    account_with(id="other"),
                ),
            ),
            Recheck.NOT_APPLICABLE,
            "该账号未纳入检查，单项否决不适用",
            id="account closed, another passes",
        ),
        pytest.param(
            Portfolio(accounts=(account_with(),)),
            Recheck.UNDETERMINED,
            "缺少：发布的信息(posts)",
            id="no posts supplied",
        ),
    ],
)
def test_an_account(portfolio: Portfolio, recheck: Recheck, note: str) -> None:
    assert told(SILENT, UPDATED, portfolio) == (recheck, note)


def test_a_rule_that_was_not_run() -> None:
    found = told(SILENT, NO_ADS, portfolio_with(NEW_POST))

    assert found == (Recheck.NOT_RECHECKED, "本次未运行该规则")


def test_a_rule_that_judged_nobody() -> None:
    report = audited(portfolio_with(NEW_POST), UPDATED, as_of=LATER)
    run = evolve(report.rules[0], passed=0)

    row = rechecked(SILENT, evolve(report, rules=(run,)), None)

    assert (row.recheck, row.recheck_note) == (Recheck.NOT_RECHECKED, "该规则本次未判断任何对象")


def test_a_rule_that_is_no_longer_in_force() -> None:
    report = audited(portfolio_with(NEW_POST), UPDATED, as_of=LATER)
    run = evolve(report.rules[0], is_in_force=False)

    row = rechecked(SILENT, evolve(report, rules=(run,)), None)

    assert (row.recheck, row.recheck_note) == (
        Recheck.NOT_APPLICABLE,
        "规则在监测时间点未生效",
    )


@pytest.mark.parametrize("outcome", ["failed", "undetermined", "errors"])
def test_a_report_from_which_findings_were_taken_out_settles_nothing(outcome: str) -> None:
    report = audited(portfolio_with(NEW_POST), UPDATED, as_of=LATER)
    counted: dict[str, Any] = {outcome: 1}
    run = evolve(report.rules[0], **counted)

    row = rechecked(SILENT, evolve(report, rules=(run,)), None)

    assert (row.recheck, row.recheck_note) == (
        Recheck.NOT_RECHECKED,
        "报告未列出该规则的全部问题",
    )


def test_where_the_rule_does_not_bind_everybody_gone_says_that_it_may_be_for_that() -> None:
    closed = account_with(id="other", status="closed")
    portfolio = portfolio_with(NEW_POST, accounts=(account_with(unit_id=UNIT_ID), closed))

    assert told(SILENT, UPDATED, portfolio) == (
        Recheck.GONE,
        "本次检查符合，或该规则已不适用；报告未逐一说明",
    )


@pytest.mark.parametrize(
    ("status", "recheck", "note"),
    [
        ("active", Recheck.GONE, "本次检查符合"),
        ("closed", Recheck.NOT_APPLICABLE, "该规则现在不适用于该对象"),
    ],
)
def test_an_audit_that_followed_the_report_up_says_which_of_the_two(
    status: str, recheck: Recheck, note: str
) -> None:
    before = portfolio_with()
    accounts = (
        account_with(unit_id=UNIT_ID, status=status),
        account_with(id="open", status="active"),
        account_with(id="closed", status="closed"),
    )
    now = portfolio_with(NEW_POST, evolve(NEW_POST, id="p4", account_id="open"), accounts=accounts)
    rules = RuleSet("test", (evolve(UPDATED, severity="error"),))
    earlier = audited(before, rules)

    report = audit(now, rules, as_of=LATER, earlier=earlier)
    row = rechecked(rectification_ledger(earlier, portfolio=before), report, now)

    assert (row.recheck, row.recheck_note) == (recheck, note)


@pytest.mark.parametrize(
    ("listed", "recheck", "note"),
    [
        pytest.param((evolve(AD, labels=()), OTHER), Recheck.GONE, "本次检查符合", id="relabelled"),
        pytest.param(
            (OTHER,), Recheck.NOT_RECHECKED, "对象不在本次检查的数据中", id="not in the data"
        ),
        pytest.param(
            (evolve(AD, deleted_at=LATER), OTHER),
            Recheck.NOT_APPLICABLE,
            "该信息已删除",
            id="removed at the moment itself",
        ),
        pytest.param(
            (evolve(AD, deleted_at=moment("2019-09-05T00:00:01+08:00"), labels=()), OTHER),
            Recheck.GONE,
            "本次检查符合",
            id="removed a second later",
        ),
        pytest.param(
            (evolve(AD, published_at=moment("2019-09-05T00:00:01+08:00")), OTHER),
            Recheck.NOT_RECHECKED,
            "对象不在本次检查的数据中",
            id="not published yet",
        ),
        pytest.param(
            (evolve(AD, labels=None), OTHER),
            Recheck.UNDETERMINED,
            "该账号有若干对象未能判定，报告未逐一列出",
            id="not screened any more",
        ),
        pytest.param(
            (evolve(AD, labels=()), evolve(OTHER, labels=None)),
            Recheck.UNDETERMINED,
            "该账号有若干对象未能判定，报告未逐一列出",
            id="another of the account not screened",
        ),
    ],
)
def test_a_post(listed: tuple[Post, ...], recheck: Recheck, note: str) -> None:
    assert told(ADVERTISED, NO_ADS, portfolio_with(*listed)) == (recheck, note)


def test_a_post_of_which_only_the_report_is_at_hand() -> None:
    report = audited(portfolio_with(OTHER), NO_ADS, as_of=LATER)

    row = rechecked(ADVERTISED, report, None)

    assert (row.recheck, row.recheck_note) == (
        Recheck.NOT_RECHECKED,
        "报告未列出所查的单位、信息和留言，须提供数据",
    )


@pytest.mark.parametrize(
    ("units", "recheck"),
    [
        ((unit_with(),), Recheck.GONE),
        ((unit_with(id="another"),), Recheck.NOT_RECHECKED),
        (None, Recheck.NOT_RECHECKED),
    ],
)
def test_a_unit(units: tuple[Unit, ...] | None, recheck: Recheck) -> None:
    assert told(TWO, ONE_ACCOUNT, portfolio_with(units=units))[0] is recheck


@pytest.mark.parametrize(
    "altered", [{"rule_id": "test-2019/no-ads"}, {"subject_id": "x"}, {"subject_kind": None}]
)
def test_a_row_whose_ids_somebody_altered_is_not_taken_for_another(altered: dict[str, Any]) -> None:
    rows = tuple(evolve(row, **altered) for row in SILENT.rows)

    recheck, note = told(evolve(SILENT, rows=rows), UPDATED, portfolio_with(NEW_POST))

    assert (recheck, note) == (
        Recheck.NOT_RECHECKED,
        "规则标识或对象标识与指纹不符，无从核对",
    )


def test_what_an_earlier_audit_saw_stands_while_nobody_looks() -> None:
    passing = portfolio_with(NEW_POST)
    gone = rectification_ledger(
        audited(passing, UPDATED, as_of=LATER), earlier=SILENT, portfolio=passing
    )
    without = audited(passing, NO_ADS, as_of=moment("2019-12-05T00:00:00+08:00"))

    assert rechecked(gone, without, passing) == next(iter(gone.rows))
