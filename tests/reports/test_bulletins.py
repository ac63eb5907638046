"""Bulletins: the published examples, who counts where, and that the parts are the whole."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.evaluation import audit
from govmedia_rules.findings import Report, Verdict
from govmedia_rules.models import Account, AppFacts, Portfolio, Post, Unit
from govmedia_rules.moments import moment
from govmedia_rules.reports import (
    Bulletin,
    Comparison,
    DividedGroup,
    FailingAccount,
    Group,
    Reason,
    RuleTally,
    Tally,
    bulletin_to_plain,
    make_bulletin,
)
from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets import INSPECTION_2019, OPINION_2018
from govmedia_rules.rulesets.inspection_2019 import NO_INTERACTION, NO_UPDATE_IN_TWO_WEEKS
from govmedia_rules.sampling import RegisterCount, sample, sampled
from govmedia_rules.text import Text
from serialization_strategies import portfolios

AT = "2019-09-30T00:00:00+08:00"
CITY, COUNTY = "unit:city", "unit:county"
UNITS = (
    Unit(id=CITY, name="某市人民政府办公室", level="municipal", region="市直", kind="government"),
    Unit(id=COUNTY, name="某县人民政府办公室", level="county", region="某县", kind="government"),
)


def _account(account_id: str, platform: str = "wechat", **facts: Any) -> Account:
    """Return an account that passes every veto when it has a good post."""
    usual: dict[str, Any] = {
        "status": "active",
        "opened_at": "2018-01-01T00:00:00+08:00",
        "interaction_features": {"comments"},
        "labels": (),
        "app": AppFacts(is_downloadable=True, is_usable=True) if platform == "app" else None,
    }
    return Account(id=account_id, platform=platform, **{**usual, **facts})


def _post(account_id: str, at: str = "2019-09-29T00:00:00+08:00", **facts: Any) -> Post:
    return Post(id=f"post of {account_id}", account_id=account_id, published_at=at, **facts)


def _good_post(account_id: str) -> Post:
    return _post(account_id, labels=())


def _old_post(account_id: str) -> Post:
    return _post(account_id, at="2019-09-01T00:00:00+08:00", labels=())


def _passing_and_failing(accounts: list[Account], failing: set[str]) -> Portfolio:
    """Return a portfolio in which exactly the accounts in *failing* have posted nothing lately."""
    posts = [
        _old_post(account.id) if account.id in failing else _good_post(account.id)
        for account in accounts
    ]
    return Portfolio(accounts=accounts, posts=posts, units=UNITS)


def _bulletin(portfolio: Portfolio, as_of: str = AT, **options: Any) -> Bulletin:
    return make_bulletin(audit(portfolio, INSPECTION_2019, as_of=as_of), portfolio, **options)


# The counts are the published ones. Which of the accounts failed was not published: here it is
# every sixth, up to the published number.
PUBLISHED = (
    ("wechat", CITY, 53),
    ("wechat", COUNTY, 165),
    ("weibo", CITY, 28),
    ("weibo", COUNTY, 39),
    ("app", None, 3),
    ("百度贴吧", None, 1),
    ("百家号", None, 2),
    ("大鱼号", None, 2),
    ("douyin", CITY, 5),
    ("douyin", COUNTY, 1),
    ("toutiao", CITY, 10),
    ("toutiao", COUNTY, 3),
    ("企鹅号", None, 2),
)


def _published_2019_q3() -> Portfolio:
    accounts = [
        _account(f"{platform}/{unit_id}/{number}", platform, unit_id=unit_id)
        for platform, unit_id, count in PUBLISHED
        for number in range(count)
    ]
    order = [*accounts[::6], *accounts[1::6]]
    return _passing_and_failing(accounts, {account.id for account in order[:55]})


def test_the_published_bulletin_of_2019_q3_comes_out() -> None:
    bulletin = _bulletin(_published_2019_q3())
    assert bulletin.tally == Tally(inspected=314, failing=55)
    assert str(bulletin.pass_rate) == "82.48"
    assert [(group.key, group.tally.inspected) for group in bulletin.by_platform] == [
        ("wechat", 218),
        ("weibo", 67),
        ("douyin", 6),
        ("toutiao", 13),
        ("app", 3),
        ("企鹅号", 2),
        ("大鱼号", 2),
        ("百家号", 2),
        ("百度贴吧", 1),
    ]
    assert {
        group.key: [(part.key, part.tally.inspected) for part in group.parts]
        for group in bulletin.by_platform
        if group.parts[0].key is not None
    } == {
        "wechat": [("municipal", 53), ("county", 165)],
        "weibo": [("municipal", 28), ("county", 39)],
        "douyin": [("municipal", 5), ("county", 1)],
        "toutiao": [("municipal", 10), ("county", 3)],
    }
    assert len(bulletin.failing) == 55


def test_the_published_bulletin_of_2020_q4_comes_out() -> None:
    accounts = [_account(f"wechat/{number}", unit_id=CITY) for number in range(149)]
    failing = {account.id for account in accounts[:29]}
    closed = _account("wechat/closed", status="closed")
    bulletin = _bulletin(_passing_and_failing([*accounts, closed], failing), decimals=1)
    assert bulletin.register == RegisterCount(registered=150, running=149)
    assert (bulletin.tally.inspected, str(bulletin.sampling_ratio)) == (149, "100.0")
    assert (bulletin.tally.failing, str(bulletin.pass_rate)) == (29, "80.5")


def test_a_bulletin_says_all_of_this() -> None:
    accounts = [
        _account("bad", name="甲县发布", unit_id=COUNTY),
        _account("good", "weibo"),
        _account("open", interaction_features=None, unit_id=CITY),
    ]
    bulletin = _bulletin(
        _passing_and_failing(accounts, {"bad"}), rectify_by=date(2019, 11, 30), decimals=1
    )
    failing, passing, unexamined = (
        Tally(inspected=1, failing=1),
        Tally(inspected=1),
        Tally(inspected=1, unexamined=1),
    )
    assert bulletin == Bulletin(
        as_of=moment(AT),
        ruleset_id="inspection-2019",
        ruleset_fingerprint=INSPECTION_2019.fingerprint,
        register=RegisterCount(registered=3, running=3),
        tally=Tally(inspected=3, failing=1, unexamined=1),
        inspected_running=3,
        by_platform=(
            DividedGroup(
                key="wechat",
                tally=Tally(inspected=2, failing=1, unexamined=1),
                parts=(
                    Group(key="municipal", tally=unexamined),
                    Group(key="county", tally=failing),
                ),
            ),
            DividedGroup(key="weibo", tally=passing, parts=(Group(key=None, tally=passing),)),
        ),
        by_level=(
            Group(key="municipal", tally=unexamined),
            Group(key="county", tally=failing),
            Group(key=None, tally=passing),
        ),
        by_region=(
            Group(key="市直", tally=unexamined),
            Group(key="某县", tally=failing),
            Group(key=None, tally=passing),
        ),
        by_rule=tuple(
            RuleTally(
                rule_id=rule.id,
                title=rule.title,
                failing=int(rule == NO_UPDATE_IN_TWO_WEEKS),
                unexamined=int(rule == NO_INTERACTION),
            )
            for rule in INSPECTION_2019
        ),
        failing=(
            FailingAccount(
                id="bad",
                name="甲县发布",
                platform="wechat",
                unit_id=COUNTY,
                sponsor="某县人民政府办公室",
                level="county",  # type: ignore[arg-type]  # equal to the member
                region="某县",
                reasons=(
                    Reason(
                        rule_id=NO_UPDATE_IN_TWO_WEEKS.id,
                        message=NO_UPDATE_MESSAGE,
                        citations=bulletin.failing[0].reasons[0].citations,
                    ),
                ),
            ),
        ),
        rectify_by=date(2019, 11, 30),
        decimals=1,
    )
    assert [str(each) for each in bulletin.failing[0].reasons[0].citations] == [
        "国办秘函〔2019〕19号 2.1"
    ]


NO_UPDATE_MESSAGE = Text(
    zh="监测时间点前14天内没有更新。", en="No update in the 14 days before the monitoring moment."
)


def test_unexamined_accounts_count_as_passing_unless_they_are_left_out() -> None:
    accounts = [_account(name, interaction_features=None) for name in ("a", "b")]
    accounts += [_account(name) for name in ("c", "d")]
    portfolio = _passing_and_failing(accounts, {"d"})
    usual, strict = (
        _bulletin(portfolio, leave_out_unexamined=left_out) for left_out in (False, True)
    )
    assert usual.tally == strict.tally == Tally(inspected=4, failing=1, unexamined=2)
    assert (str(usual.pass_rate), str(strict.pass_rate)) == ("75.00", "50.00")


def test_an_account_that_fails_and_has_open_indicators_fails() -> None:
    portfolio = _passing_and_failing([_account("a", interaction_features=None)], {"a"})
    assert _bulletin(portfolio).tally == Tally(inspected=1, failing=1, unexamined=0)


def test_an_account_failing_two_vetoes_counts_once_and_lists_both() -> None:
    portfolio = _passing_and_failing([_account("a", interaction_features=())], {"a"})
    bulletin = _bulletin(portfolio)
    assert bulletin.tally.failing == 1
    assert sum(rule.failing for rule in bulletin.by_rule) == 2
    assert [reason.rule_id for reason in bulletin.failing[0].reasons] == [
        NO_UPDATE_IN_TWO_WEEKS.id,
        NO_INTERACTION.id,
    ]


def test_several_posts_that_fail_one_veto_are_one_reason_with_their_number() -> None:
    posts = [
        Post(id=f"p{number}", account_id="a", published_at=AT, labels={"state_secret"})
        for number in range(3)
    ]
    bulletin = _bulletin(Portfolio(accounts=[_account("a")], posts=posts))
    [reason] = bulletin.failing[0].reasons
    assert (reason.rule_id, reason.count) == ("inspection-2019/state-secret", 3)
    assert {rule.rule_id: rule.failing for rule in bulletin.by_rule if rule.failing} == {
        "inspection-2019/state-secret": 1
    }


def test_registered_running_and_inspected_are_three_things() -> None:
    accounts = [
        _account("running"),
        _account("no status", status=None),
        _account("suspended", status="suspended"),
        _account("closed", status="closed"),
        _account("later", opened_at="2019-10-01T00:00:00+08:00"),
        _account("party", unit_id="party"),
    ]
    portfolio = Portfolio(
        accounts=accounts,
        posts=[_good_post(each) for each in ("running", "no status", "suspended")],
        units=[Unit(id="party", kind="party_body")],
    )
    bulletin = _bulletin(portfolio)
    # The Party body's account is bound by no rule; the one opened later does not exist yet.
    assert bulletin.register == RegisterCount(registered=4, running=2, status_unknown=1)
    # A suspended account is still judged by its posts, but is no part of the sampling ratio.
    assert (bulletin.tally.inspected, bulletin.inspected_running) == (3, 2)
    assert str(bulletin.sampling_ratio) == "100.00"


def test_rules_without_a_veto_inspect_nobody_and_there_is_no_rate() -> None:
    portfolio = _published_2019_q3()
    report = audit(portfolio, OPINION_2018, as_of=AT)
    bulletin = make_bulletin(report, portfolio)
    assert (bulletin.tally, bulletin.by_rule) == (Tally(), ())
    assert (bulletin.pass_rate, str(bulletin.sampling_ratio)) == (None, "0.00")


def test_a_register_of_nobody_has_no_rates() -> None:
    bulletin = _bulletin(Portfolio(accounts=[]))
    assert (bulletin.pass_rate, bulletin.sampling_ratio, bulletin.change) == (None, None, None)


def test_a_draw_tells_the_register() -> None:
    register = _published_2019_q3()
    draw = sample(register, as_of=AT, seed="2019-Q3", ratio="30%", by=["platform"])
    part = sampled(register, draw)
    bulletin = _bulletin(part, draw=draw)
    assert (bulletin.register.running, bulletin.tally.inspected) == (314, 95)
    assert (bulletin.drawn, bulletin.seed, str(bulletin.sampling_ratio)) == (95, "2019-Q3", "30.25")


def test_accounts_that_were_not_drawn_are_refused_beside_a_draw() -> None:
    register = _published_2019_q3()
    draw = sample(register, as_of=AT, seed="s", count=3)
    with pytest.raises(InvalidValueError, match="an account that was drawn"):
        _bulletin(register, draw=draw)


def test_a_report_of_another_portfolio_is_refused() -> None:
    report = audit(Portfolio(accounts=[_account("a")]), INSPECTION_2019, as_of=AT)
    with pytest.raises(InvalidValueError, match="'a'"):
        make_bulletin(report, Portfolio(accounts=[]))


def _quarter(failing: set[str], names: str, as_of: str, rules: RuleSet = INSPECTION_2019) -> Report:
    accounts = [
        _account(name, interaction_features=() if name in failing else {"comments"})
        for name in names
    ]
    return audit(Portfolio(accounts=accounts), rules, as_of=as_of)


def test_an_earlier_inspection_is_compared_account_by_account() -> None:
    earlier = _quarter({"a", "b", "c"}, "abcd", "2019-06-30T00:00:00+08:00")
    accounts = [
        _account(name, interaction_features=() if name in "be" else {"comments"}) for name in "abde"
    ]
    portfolio = Portfolio(accounts=accounts)
    bulletin = _bulletin(portfolio, earlier=earlier)
    assert bulletin.comparison == Comparison(
        as_of=moment("2019-06-30T00:00:00+08:00"),
        tally=Tally(inspected=4, failing=3, unexamined=1),
        has_same_rules=True,
        still_failing=("b",),
        newly_failing=("e",),
        rectified=("a",),
        not_inspected_again=("c",),
    )
    assert bulletin.change == Decimal("25.00")


def test_an_earlier_bulletin_says_what_its_report_does() -> None:
    before = Portfolio(
        accounts=[
            _account(each, interaction_features=() if each in "abc" else {"comments"})
            for each in "abcd"
        ]
    )
    earlier = audit(before, INSPECTION_2019, as_of="2019-06-30T00:00:00+08:00")
    now = Portfolio(accounts=[_account("a"), _account("b", interaction_features=())])
    assert _bulletin(now, earlier=make_bulletin(earlier, before)) == _bulletin(now, earlier=earlier)


def test_other_rules_are_told() -> None:
    other = INSPECTION_2019.override(NO_UPDATE_IN_TWO_WEEKS.id, days=10)
    earlier = _quarter(set(), "a", "2019-06-30T00:00:00+08:00", other)
    bulletin = _bulletin(Portfolio(accounts=[_account("a")]), earlier=earlier)
    assert bulletin.comparison is not None
    assert not bulletin.comparison.has_same_rules


@pytest.mark.parametrize("as_of", [AT, "2019-10-01T00:00:00+08:00"])
def test_what_is_not_earlier_is_refused(as_of: str) -> None:
    with pytest.raises(InvalidValueError, match="a moment before"):
        _bulletin(Portfolio(accounts=[]), earlier=_quarter(set(), "a", as_of))


def test_an_earlier_inspection_of_nobody_gives_no_change() -> None:
    earlier = _quarter(set(), "", "2019-06-30T00:00:00+08:00")
    assert _bulletin(_published_2019_q3(), earlier=earlier).change is None


def test_failing_accounts_are_listed_by_level_region_platform_and_id() -> None:
    units = [
        *UNITS,
        Unit(id="unit:other county", level="county", region="乙县"),
        Unit(id="unit:blank", level="county", region=" "),
    ]
    accounts = [
        _account(f"{unit_id}/{platform}", platform, unit_id=unit_id, interaction_features=())
        for platform in ("other", "乙号", "wechat", "kuaishou", "weibo")
        for unit_id in (None, "unit:blank", COUNTY, "unit:other county", CITY)
    ]
    bulletin = _bulletin(Portfolio(accounts=accounts, units=units))
    assert [each.id for each in bulletin.failing] == [
        f"{unit_id}/{platform}"
        for unit_id in (CITY, "unit:other county", COUNTY, "unit:blank", None)
        for platform in ("wechat", "weibo", "kuaishou", "乙号", "other")
    ]


@settings(deadline=None)
@given(portfolios(), st.booleans(), st.integers(0, 6))
def test_the_parts_are_the_whole(portfolio: Portfolio, left_out: bool, decimals: int) -> None:
    report = audit(portfolio, INSPECTION_2019, as_of=AT)
    bulletin = make_bulletin(report, portfolio, leave_out_unexamined=left_out, decimals=decimals)
    verdicts = Counter(report.verdicts.values())
    assert bulletin.tally == Tally(
        inspected=len(report.inspected),
        failing=verdicts[Verdict.FAILS],
        unexamined=verdicts[Verdict.UNDETERMINED],
    )
    for groups in (bulletin.by_platform, bulletin.by_level, bulletin.by_region):
        for field in ("inspected", "failing", "unexamined", "passing"):
            assert sum(getattr(each.tally, field) for each in groups) == getattr(
                bulletin.tally, field
            )
    assert sorted(each.id for each in bulletin.failing) == sorted(
        each for each, verdict in report.verdicts.items() if verdict is Verdict.FAILS
    )
    # A rate that speaks of anything lies between those of its parts.
    rates = [
        rate for each in bulletin.by_platform if (rate := bulletin.rate_of(each.tally)) is not None
    ]
    if bulletin.pass_rate is not None:
        assert min(rates) <= bulletin.pass_rate <= max(rates)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"tally": Tally(inspected=4)}, "by_platform"),
        ({"by_level": ()}, "by_level"),
        ({"by_region": (Group(key=None, tally=Tally(inspected=2)),)}, "by_region"),
        ({"failing": ()}, "failing"),
        ({"inspected_running": 3}, "inspected_running"),
        ({"inspected_running": -1}, "inspected_running"),
        ({"decimals": 7}, "decimals"),
    ],
)
def test_parts_that_are_not_the_whole_are_refused(changes: dict[str, Any], field: str) -> None:
    bulletin = _bulletin(_passing_and_failing([_account("a"), _account("b")], {"a"}))
    with pytest.raises(InvalidValueError) as caught:
        evolve(bulletin, **changes)
    assert caught.value.field == field


def test_parts_of_a_group_that_are_not_the_group_are_refused() -> None:
    bulletin = _bulletin(_passing_and_failing([_account("a")], set()))
    [group] = bulletin.by_platform
    with pytest.raises(InvalidValueError, match="by_platform"):
        evolve(
            bulletin,
            by_platform=(evolve(group, parts=(Group(key=None, tally=Tally(inspected=2)),)),),
        )


@pytest.mark.parametrize("counts", [(1, 2, 0), (1, 1, 1), (-1, 0, 0), (1, -1, 0), (1, 0, -1)])
def test_a_tally_whose_parts_exceed_it_is_refused(counts: tuple[int, int, int]) -> None:
    inspected, failing, unexamined = counts
    with pytest.raises(InvalidValueError):
        Tally(inspected=inspected, failing=failing, unexamined=unexamined)


def test_as_plain_data_rates_stand_beside_the_counts_they_come_from() -> None:
    earlier = _quarter({"a"}, "abc", "2019-06-30T00:00:00+08:00")
    portfolio = _passing_and_failing([_account("a"), _account("b"), _account("c")], {"b"})
    plain = bulletin_to_plain(
        _bulletin(portfolio, earlier=earlier, rectify_by=date(2019, 11, 30), decimals=1)
    )
    tally = {"inspected": 3, "failing": 1, "unexamined": 0, "passing": 2, "pass_rate": "66.7"}
    assert plain["schema_version"] == 1
    assert plain["tally"] == tally
    assert plain["by_platform"] == [
        {
            "key": "wechat",
            "tally": tally,
            "parts": [{"key": None, "tally": tally}],
        }
    ]
    assert plain["comparison"]["tally"] == {**tally, "unexamined": 2}
    assert (plain["pass_rate"], plain["sampling_ratio"], plain["change"]) == (
        "66.7",
        "100.0",
        "0.0",
    )
    assert (plain["as_of"], plain["rectify_by"]) == (AT, "2019-11-30")
    assert plain["failing"][0]["reasons"][0]["rule_id"] == NO_UPDATE_IN_TWO_WEEKS.id
