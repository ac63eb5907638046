"""The compiled audit and the interpreter give the same report, whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules.conditions import (
    Aggregate,
    Function,
    account,
    never,
    peer,
    post,
    posts,
    removed,
    removed_posts,
    unit,
)
from govmedia_rules.conditions.expressions import NumberField
from govmedia_rules.evaluation import audit, compile_ruleset, explain, interpret_audit
from govmedia_rules.models import Portfolio, Subject
from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets import IN_THE_BOX
from situations import UNIT_ID, WEEKDAYS, account_with, audited, post_with, rule_with, unit_with
from tree_strategies import AS_OF, portfolios, rulesets

BY_CALENDAR = (
    account.opening_filing_days,
    account.closing_filing_days,
    account.closing_notice_days,
)


@given(portfolio=portfolios(), ruleset=rulesets())
def test_both_ways_give_the_same_report_for_random_rules(
    portfolio: Portfolio, ruleset: RuleSet
) -> None:
    assert audit(portfolio, ruleset, as_of=AS_OF) == interpret_audit(
        portfolio, ruleset, as_of=AS_OF
    )


@given(portfolio=portfolios(), number=st.integers(0, 12), demanded=st.sampled_from(BY_CALENDAR))
def test_both_ways_count_working_days_alike(
    portfolio: Portfolio, number: int, demanded: NumberField
) -> None:
    rules = RuleSet(
        "test-2019",
        (
            rule_with(id="test-2019/own", requires=demanded <= number),
            rule_with(
                id="test-2019/peers",
                subject="unit",
                requires=unit.accounts.where(peer.opening_filing_days > number).count() == 0,
            ),
        ),
    )

    assert audit(portfolio, rules, as_of=AS_OF, calendar=WEEKDAYS) == interpret_audit(
        portfolio, rules, as_of=AS_OF, calendar=WEEKDAYS
    )


@pytest.mark.parametrize("ruleset", IN_THE_BOX.values(), ids=IN_THE_BOX)
@given(portfolio=portfolios())
def test_both_ways_give_the_same_report_for_the_rules_in_the_box(
    ruleset: RuleSet, portfolio: Portfolio
) -> None:
    assert audit(portfolio, ruleset, as_of=AS_OF) == interpret_audit(
        portfolio, ruleset, as_of=AS_OF
    )


@given(portfolio=portfolios(), ruleset=rulesets())
def test_what_is_said_of_an_account_does_not_depend_on_who_came_before(
    portfolio: Portfolio, ruleset: RuleSet
) -> None:
    by_account = {rule.id for rule in ruleset if rule.subject is Subject.ACCOUNT}
    for finding in audit(portfolio, ruleset, as_of=AS_OF).findings:
        if finding.rule_id in by_account:
            assert finding in explain(portfolio, ruleset, finding.subject.id, as_of=AS_OF)


def test_what_is_missing_is_called_by_what_is_to_be_recorded() -> None:
    # Of the main account a name that follows from the unit's is wanted, of the other both.
    rule = rule_with(
        requires=(account.is_main | ~unit.name.mentions("有限公司"))
        & account.name_key.mentions(unit.body_keys)
    )
    accounts = [
        account_with(id="a", unit_id=UNIT_ID, is_main=False),
        account_with(id="b", unit_id=UNIT_ID, is_main=True),
    ]

    report = audited(Portfolio(accounts=accounts, units=[unit_with(name=None)]), rule)

    assert {finding.message.zh for finding in report.findings} == {"未能判定，缺少：单位名称。"}
    assert {fact.what.zh for finding in report.findings for fact in finding.missing} == {"单位名称"}


_RECENT, _LABELLED = posts.within(days=30), posts.where(post.labels.has("commercial_ad"))
SAME_ROWS = RuleSet(
    "same-rows",
    [
        rule_with(id=f"test-2019/same-rows-{number}", requires=demand)
        for number, demand in enumerate(
            demand
            for rows in (posts, _RECENT, _LABELLED, _LABELLED.within(days=30))
            for demand in (
                rows.count() >= 2,
                rows.mean(post.reads) >= 50,
                rows.mean(post.reads, coverage=0.5) >= 50,
                rows.share(post.kind == "original", coverage=0.5) >= 0.5,
                rows.share(post.labels.has("off_topic")) <= 0.5,
                rows.min(post.reads) >= 50,
                rows.max(post.reads, coverage=0.5) >= 50,
                rows.distinct(post.title) >= 2,
                rows.repeats(post.title) < 1,
            )
        )
    ],
)


@given(portfolio=portfolios())
def test_both_ways_agree_where_several_numbers_are_made_of_the_same_rows(
    portfolio: Portfolio,
) -> None:
    assert audit(portfolio, SAME_ROWS, as_of=AS_OF) == interpret_audit(
        portfolio, SAME_ROWS, as_of=AS_OF
    )


MADE_OF_ROWS = {
    Function.COUNT: (posts.count(), 3),
    Function.DISTINCT: (posts.distinct(post.title), 2),
    Function.REPEATS: (posts.repeats(post.title), 1),
    Function.SHARE: (posts.share(post.reads > 4), 1 / 3),
    Function.MEAN: (posts.mean(post.reads), 3.0),
    Function.MIN: (posts.min(post.reads), 1),
    Function.MAX: (posts.max(post.reads), 6),
}


@pytest.mark.parametrize("other", MADE_OF_ROWS)
@pytest.mark.parametrize("function", MADE_OF_ROWS)
def test_a_number_made_of_rows_does_not_stand_in_the_way_of_what_is_asked_after_it(
    function: Function, other: Function
) -> None:
    (number, value), (next_number, next_value) = MADE_OF_ROWS[function], MADE_OF_ROWS[other]
    rule = rule_with(
        forbids=(number != 99) & (next_number != 98) & (account.followers != 97),
    )
    facts = Portfolio(
        accounts=[account_with(followers=5)],
        posts=[
            post_with(f"p{reads}", reads=reads, title=title)
            for reads, title in ((1, "甲"), (2, "乙"), (6, "甲"))
        ],
    )

    (finding,) = audited(facts, rule).findings

    assert [(piece.value, piece.threshold) for piece in finding.evidence] == [
        (value, 99),
        (next_value, 98),
        (5, 97),
    ]


def test_a_compiled_rule_set_judges_by_those_rules_that_conditions_decide() -> None:
    rules = RuleSet(
        "test-2019",
        (
            rule_with(id="test-2019/first", requires=account.is_main),
            rule_with(id="test-2019/function", requires=None, check=lambda _: True),
            rule_with(id="test-2019/last", subject="post", requires=never),
        ),
    )

    judged = {
        position: plan.rule.id
        for group in compile_ruleset(rules).groups
        for position, plan in group.plans
    }

    assert judged == {0: "test-2019/first", 2: "test-2019/last"}


def test_facts_of_removed_posts_do_not_run_into_the_posts_that_fail() -> None:
    """Both were kept under one name: what was read of a removed post took the place of the failures."""
    rules = RuleSet(
        "test-2019",
        (
            rule_with(id="test-2019/posts", subject="post", requires=never),
            rule_with(id="test-2019/removed", requires=removed_posts.mean(removed.reads) == 1),
        ),
    )
    portfolio = Portfolio(
        accounts=(account_with(),),
        posts=(post_with("p1"), post_with("p2", reads=1, deleted_at=AS_OF)),
    )
    report = audit(portfolio, rules, as_of=AS_OF)

    assert [finding.rule_id for finding in report.findings] == ["test-2019/posts"]
    assert report == interpret_audit(portfolio, rules, as_of=AS_OF)


def test_a_field_may_be_asked_of_the_subject_and_within_its_rows() -> None:
    # One and the same node stands in the scope and inside the rows that the demand counts.
    rule = rule_with(
        applies=account.platform != "app",
        requires=unit.accounts.where(
            (peer.platform == account.platform) & peer.functions.overlaps(account.functions)
        ).count()
        == 0,
    )
    facts = Portfolio(units=[unit_with()], accounts=[account_with(unit_id=UNIT_ID)])

    (finding,) = audited(facts, rule).findings

    assert {fact.fact for fact in finding.missing} == {"account.functions", "peer.functions"}


@pytest.mark.parametrize("days", [None, 30])
@pytest.mark.parametrize("function", [Function.DISTINCT, Function.REPEATS])
@pytest.mark.parametrize(
    "names",
    [
        (),
        ("甲",),
        ("甲", "甲"),
        ("甲", "乙"),
        (None,),
        ("甲", None),
        (None, None),
        ("甲", "甲", None),
    ],
)
@pytest.mark.parametrize("perhaps", [(), ("甲",), ("丙",), (None,), ("丙", "丙")])
def test_words_are_counted_alike_where_some_are_unknown_or_may_not_belong(
    names: tuple[str | None, ...],
    perhaps: tuple[str | None, ...],
    function: Function,
    days: int | None,
) -> None:
    rows = unit.accounts if days is None else unit.accounts.within(days=days)
    accounts = [
        account_with(id=f"{status}{n}", unit_id=UNIT_ID, name=name, status=status, opened_at=opened)
        for status, some in (("active", names), (None, perhaps))
        for n, name in enumerate(some)
        for opened in [None if n and status is None else AS_OF.subtract(days=3)]
    ]
    counted = Aggregate(function, rows.where(~peer.is_closed), peer.name)
    facts = Portfolio(units=[unit_with()], accounts=accounts)

    for number in range(5):
        audited(facts, rule_with(subject="unit", requires=counted == number))


@pytest.mark.parametrize("published", [None, [], ["p1"]])
@pytest.mark.parametrize("severity", ["veto", "error"])
def test_rows_that_nobody_supplied_are_not_open_where_no_row_can_be_in_scope(
    published: list[str] | None, severity: str
) -> None:
    rule = rule_with(
        subject="post",
        severity=severity,
        applies=~~((post.id == "p1") & never),
        requires=unit.kind != "department",
    )
    facts = Portfolio(
        accounts=(account_with(has_all_posts=False),),
        posts=None if published is None else tuple(map(post_with, published)),
    )

    report = audit(facts, RuleSet("test-2019", (rule,)), as_of=AS_OF)

    assert report.findings == ()
    assert report == interpret_audit(facts, RuleSet("test-2019", (rule,)), as_of=AS_OF)
