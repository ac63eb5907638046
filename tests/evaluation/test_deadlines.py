"""Deadlines are exact: an audit fails at that instant, and not at any before it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import DateTime

from govmedia_rules.conditions import Condition, account, message, messages, peer, post, posts, unit
from govmedia_rules.conditions.expressions import Aggregate, Function
from govmedia_rules.evaluation import deadlines, interpret_audit
from govmedia_rules.findings import Deadline, Outcome, SubjectRef
from govmedia_rules.law import INSPECTION_2019 as INSTRUMENT
from govmedia_rules.law import Force, Severity
from govmedia_rules.models import Account, Message, Portfolio, Post, Review, Subject, Unit
from govmedia_rules.moments import moment
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets import INSPECTION_2019
from govmedia_rules.text import Text
from tree_strategies import AS_OF, portfolios, rulesets

TWO_WEEKS = INSPECTION_2019.select("inspection-2019/no-update-in-two-weeks")


def an_account(**facts: object) -> Account:
    return Account(id="a", platform="wechat", **{"status": "active", **facts})  # type: ignore[arg-type]  # facts of an account


def a_portfolio(*days_of_june: int, **facts: object) -> Portfolio:
    return Portfolio(
        accounts=[an_account(**facts)],
        posts=[
            Post(id=f"p{day}", account_id="a", published_at=f"2019-06-{day:02}T12:00:00+08:00")
            for day in days_of_june
        ],
    )


def a_rule(**parts: object) -> RuleSet:
    rule = Rule(
        id="test/rule",
        title=Text(zh="规则", en="A rule"),
        cites=(INSTRUMENT.provision("2.1"),),
        force=Force.OBLIGATION,
        **parts,  # type: ignore[arg-type]  # keyword arguments of Rule
    )
    return RuleSet("test", [rule])


def fails(portfolio: Portfolio, ruleset: RuleSet, deadline: Deadline, *, microseconds: int) -> bool:
    at = moment(deadline.fails_at + timedelta(microseconds=microseconds))
    return any(
        finding.outcome is Outcome.FAIL
        and finding.rule_id == deadline.rule_id
        and finding.subject.id == deadline.subject.id
        for finding in interpret_audit(portfolio, ruleset, as_of=at).findings
    )


def test_an_account_that_posts_now_fails_two_weeks_after_its_last_post() -> None:
    portfolio = a_portfolio(1, 3)

    assert deadlines(portfolio, TWO_WEEKS, as_of=AS_OF) == (
        Deadline(
            rule_id="inspection-2019/no-update-in-two-weeks",
            title=TWO_WEEKS.rule("inspection-2019/no-update-in-two-weeks").title,
            severity=Severity.VETO,
            subject=SubjectRef(kind=Subject.ACCOUNT, id="a", account_id="a"),
            fails_at=moment("2019-06-17T12:00:00+08:00"),
        ),
    )


def test_the_rule_holds_a_microsecond_before_the_deadline_and_fails_at_it() -> None:
    portfolio = a_portfolio(1, 3)
    (deadline,) = deadlines(portfolio, TWO_WEEKS, as_of=AS_OF)

    assert not fails(portfolio, TWO_WEEKS, deadline, microseconds=-1)
    assert fails(portfolio, TWO_WEEKS, deadline, microseconds=0)


def test_a_new_empty_account_fails_once_it_is_two_weeks_old() -> None:
    portfolio = a_portfolio(opened_at="2019-06-04T08:00:00+08:00")

    (deadline,) = deadlines(portfolio, TWO_WEEKS, as_of=AS_OF)

    assert deadline.fails_at == moment("2019-06-18T08:00:00+08:00")


def test_an_account_that_closes_before_then_has_no_deadline() -> None:
    portfolio = a_portfolio(3, closed_at="2019-06-17T11:59:59+08:00")

    assert deadlines(portfolio, TWO_WEEKS, as_of=AS_OF) == ()


def test_an_account_that_fails_already_has_no_deadline() -> None:
    assert deadlines(a_portfolio(), TWO_WEEKS, as_of="2019-06-30T00:00:00+08:00") == ()


def test_a_scheduled_post_puts_the_deadline_off() -> None:
    portfolio = a_portfolio(3, 16)

    (deadline,) = deadlines(portfolio, TWO_WEEKS, as_of=AS_OF)

    assert deadline.fails_at == moment("2019-06-30T12:00:00+08:00")


def test_a_scheduled_post_that_comes_too_late_does_not() -> None:
    portfolio = a_portfolio(3, 20)

    (deadline,) = deadlines(portfolio, TWO_WEEKS, as_of=AS_OF)

    assert deadline.fails_at == moment("2019-06-17T12:00:00+08:00")


def test_a_rule_that_wants_several_posts_fails_when_the_last_needed_one_leaves() -> None:
    rule = Rule(
        id="test/two-a-week",
        title=Text(zh="每周两条", en="Two a week"),
        cites=(INSTRUMENT.provision("2.1"),),
        force=Force.OBLIGATION,
        applies=account.is_active,
        requires=posts.within(days=7).count() >= 2,
    )

    (deadline,) = deadlines(a_portfolio(1, 2, 4), RuleSet("test", [rule]), as_of=AS_OF)

    assert deadline.fails_at == moment("2019-06-09T12:00:00+08:00")


_COUNT = posts.within(days=7).count()


@pytest.mark.parametrize(
    ("demand", "leaving"),
    [
        (_COUNT >= 1, 11),
        (_COUNT > 0, 11),
        (_COUNT > 0.5, 11),
        (_COUNT >= 1.5, 9),
        (_COUNT >= 2, 9),
        (_COUNT > 1, 9),
        (_COUNT > 1.5, 9),
        (_COUNT >= 2.5, 8),
        (_COUNT > 2, 8),
        (_COUNT >= 3, 8),
        (_COUNT >= 0, None),
        (_COUNT > -1, None),
        (_COUNT >= 3.5, None),
        (_COUNT > 3, None),
    ],
    ids=repr,
)
def test_so_many_posts_as_are_wanted_are_there_until_one_more_leaves(
    demand: Condition, leaving: int | None
) -> None:
    """Three posts leave the window on the 8th, the 9th and the 11th; one more than three fails now."""
    found = deadlines(a_portfolio(1, 2, 4), a_rule(requires=demand), as_of=AS_OF)

    assert [deadline.fails_at for deadline in found] == (
        [] if leaving is None else [moment(f"2019-06-{leaving:02}T12:00:00+08:00")]
    )


def test_a_post_without_a_moment_never_leaves_and_another_one_comes_when_it_does() -> None:
    portfolio = Portfolio(
        accounts=[an_account()],
        posts=[
            Post(id="dated", account_id="a", published_at="2019-06-04T00:00:00+08:00"),
            Post(id="undated", account_id="a"),
        ],
    )
    one_at_most = a_rule(requires=posts.count() <= 1)

    (deadline,) = deadlines(portfolio, one_at_most, as_of="2019-06-03T00:00:00+08:00")

    assert deadline.fails_at == moment("2019-06-04T00:00:00+08:00")


def test_two_counts_are_compared_as_they_change() -> None:
    portfolio = Portfolio(
        accounts=[an_account()],
        posts=[Post(id="p", account_id="a", published_at="2019-06-01T00:00:00+08:00")],
        messages=[Message(id="m", account_id="a", received_at="2019-06-03T00:00:00+08:00")],
    )
    demand = posts.within(days=7).count() >= messages.within(days=7).count()

    (deadline,) = deadlines(portfolio, a_rule(requires=demand), as_of=AS_OF)

    assert deadline.fails_at == moment("2019-06-08T00:00:00+08:00")


def test_posts_of_one_kind_are_counted_by_themselves() -> None:
    portfolio = Portfolio(
        accounts=[an_account()],
        posts=[
            Post(id="1", account_id="a", published_at="2019-06-01T00:00:00+08:00", kind="original"),
            Post(id="2", account_id="a", published_at="2019-06-04T00:00:00+08:00", kind="repost"),
        ],
    )
    originals = posts.within(days=7).where(post.kind == "original")

    (deadline,) = deadlines(portfolio, a_rule(requires=originals.count() >= 1), as_of=AS_OF)

    assert deadline.fails_at == moment("2019-06-08T00:00:00+08:00")


def test_what_is_asked_of_posts_may_change_before_they_leave() -> None:
    """The harm is found on the 6th, so that the one harmless post is none from then on."""
    portfolio = Portfolio(
        accounts=[an_account()],
        posts=[
            Post(
                id="1",
                account_id="a",
                published_at="2019-06-01T00:00:00+08:00",
                harm_detected_at="2019-06-06T00:00:00+08:00",
            )
        ],
    )
    harmless = posts.within(days=7).where(post.harm_detected_at.is_missing())

    (deadline,) = deadlines(portfolio, a_rule(requires=harmless.count() >= 1), as_of=AS_OF)

    assert deadline.fails_at == moment("2019-06-06T00:00:00+08:00")


@pytest.mark.parametrize("subject", [Subject.POST, Subject.MESSAGE, Subject.ACCOUNT])
def test_what_does_not_exist_yet_has_no_deadline(subject: Subject) -> None:
    later = "2019-06-06T00:00:00+08:00"
    portfolio = Portfolio(
        accounts=[
            an_account(),
            Account(id="b", platform="weibo", status="active", opened_at=later),
        ],
        posts=[Post(id="p", account_id="a", published_at=later)],
        messages=[Message(id="m", account_id="a", received_at=later)],
    )
    judged = {
        Subject.POST: post.published_at.within(days=1),
        Subject.MESSAGE: message.received_at.within(days=1),
        Subject.ACCOUNT: account.opened_at.within(days=1),
    }

    found = deadlines(portfolio, a_rule(subject=subject, requires=judged[subject]), as_of=AS_OF)

    assert found == ()


def test_rules_that_fail_together_come_in_the_order_of_the_rule_set() -> None:
    first, second = (
        Rule(
            id=f"test/{name}",
            title=Text(zh="规则", en="A rule"),
            cites=(INSTRUMENT.provision("2.1"),),
            force=Force.OBLIGATION,
            requires=posts.within(days=7).count() >= 1,
        )
        for name in ("z", "a")
    )

    found = deadlines(a_portfolio(4), RuleSet("test", [first, second]), as_of=AS_OF)

    assert [deadline.rule_id for deadline in found] == ["test/z", "test/a"]


def test_what_fails_after_until_is_left_out() -> None:
    portfolio = a_portfolio(3)

    just_before = deadlines(
        portfolio, TWO_WEEKS, as_of=AS_OF, until="2019-06-17T11:59:59.999999+08:00"
    )
    just_then = deadlines(portfolio, TWO_WEEKS, as_of=AS_OF, until="2019-06-17T12:00:00+08:00")

    assert just_before == ()
    assert [deadline.fails_at for deadline in just_then] == [moment("2019-06-17T12:00:00+08:00")]


def test_soonest_first() -> None:
    portfolio = Portfolio(
        accounts=[an_account(), Account(id="b", platform="weibo", status="active")],
        posts=[
            Post(id="1", account_id="a", published_at="2019-06-04T00:00:00+08:00"),
            Post(id="2", account_id="b", published_at="2019-06-02T00:00:00+08:00"),
        ],
    )

    found = deadlines(portfolio, TWO_WEEKS, as_of=AS_OF)

    assert [deadline.subject.id for deadline in found] == ["b", "a"]


def test_an_account_fails_when_the_exception_that_lifts_the_rule_runs_out() -> None:
    rules = a_rule(requires=account.followers >= 100, unless=account.opened_at.within(days=30))
    young = an_account(followers=99, opened_at="2019-05-26T00:00:00+08:00")

    (deadline,) = deadlines(Portfolio(accounts=[young]), rules, as_of=AS_OF)

    assert deadline.fails_at == moment("2019-06-25T00:00:00+08:00")


def test_an_account_fails_when_the_last_review_of_its_posts_is_too_long_ago() -> None:
    reviewed = Post(
        id="p",
        account_id="a",
        published_at="2019-05-01T00:00:00+08:00",
        review=Review(reviewed_at="2019-05-31T10:00:00+08:00"),
    )
    recently = posts.where(post.review.reviewed_at.within(days=7))

    (deadline,) = deadlines(
        Portfolio(accounts=[an_account()], posts=[reviewed]),
        a_rule(requires=recently.count() >= 1),
        as_of=AS_OF,
    )

    assert deadline.fails_at == moment("2019-06-07T10:00:00+08:00")


def test_a_message_that_has_to_be_answered_in_a_week_fails_a_week_after_it_came() -> None:
    portfolio = Portfolio(
        accounts=[an_account()],
        messages=[Message(id="m", account_id="a", received_at="2019-06-01T09:00:00+08:00")],
    )
    rules = a_rule(
        subject=Subject.MESSAGE,
        requires=~message.replied_at.is_missing() | message.received_at.within(days=7),
    )

    (deadline,) = deadlines(portfolio, rules, as_of=AS_OF)

    assert (deadline.subject.id, deadline.fails_at) == ("m", moment("2019-06-08T09:00:00+08:00"))


def test_a_post_fails_when_its_time_is_up_unless_it_is_taken_down_before() -> None:
    posts_given = [
        Post(id="stays", account_id="a", published_at="2019-06-01T00:00:00+08:00"),
        Post(
            id="goes",
            account_id="a",
            published_at="2019-06-01T00:00:00+08:00",
            deleted_at="2019-06-10T00:00:00+08:00",
        ),
    ]
    rules = a_rule(subject=Subject.POST, requires=post.published_at.within(days=14))

    found = deadlines(Portfolio(accounts=[an_account()], posts=posts_given), rules, as_of=AS_OF)

    assert [(d.subject.id, d.fails_at) for d in found] == [
        ("stays", moment("2019-06-15T00:00:00+08:00"))
    ]


def test_a_unit_fails_on_the_day_its_status_changes() -> None:
    unit_given = Unit(id="u", status="merged", status_changed_on="2019-07-01")
    rules = a_rule(subject=Subject.UNIT, forbids=unit.status == "merged")

    (deadline,) = deadlines(Portfolio(accounts=[], units=[unit_given]), rules, as_of=AS_OF)

    assert (deadline.subject.id, deadline.fails_at) == ("u", moment("2019-07-01T00:00:00+08:00"))


def test_a_unit_fails_when_its_time_to_adapt_is_up() -> None:
    unit_given = Unit(id="u", status="merged", status_changed_on="2019-05-26")
    rules = a_rule(subject=Subject.UNIT, requires=unit.changed_at.within(days=30))

    (deadline,) = deadlines(Portfolio(accounts=[], units=[unit_given]), rules, as_of=AS_OF)

    assert deadline.fails_at == moment("2019-06-25T00:00:00+08:00")


def test_an_account_fails_when_the_post_that_kept_the_rule_is_taken_down() -> None:
    last = Post(
        id="p",
        account_id="a",
        published_at="2019-06-04T00:00:00+08:00",
        deleted_at="2019-06-08T00:00:00+08:00",
    )
    opened_at = "2018-01-01T00:00:00+08:00"
    portfolio = Portfolio(accounts=[an_account(opened_at=opened_at)], posts=[last])

    (deadline,) = deadlines(portfolio, TWO_WEEKS, as_of=AS_OF)

    assert deadline.fails_at == moment("2019-06-08T00:00:00+08:00")


def test_a_unit_fails_when_an_account_opens_that_is_one_too_many() -> None:
    portfolio = Portfolio(
        units=[Unit(id="u")],
        accounts=[
            an_account(unit_id="u"),
            Account(
                id="b",
                platform="wechat",
                status="active",
                unit_id="u",
                opened_at="2019-08-01T00:00:00+08:00",
            ),
        ],
    )
    rules = a_rule(subject=Subject.UNIT, requires=unit.accounts.where(peer.is_active).count() <= 1)

    (deadline,) = deadlines(portfolio, rules, as_of=AS_OF)

    assert deadline.fails_at == moment("2019-08-01T00:00:00+08:00")


def test_a_mean_has_no_deadline() -> None:
    portfolio = Portfolio(
        accounts=[an_account()],
        posts=[Post(id="p", account_id="a", published_at="2019-06-04T00:00:00+08:00", reads=9)],
    )
    rules = a_rule(requires=posts.within(days=7).mean(post.reads) >= 5)

    assert deadlines(portfolio, rules, as_of=AS_OF) == ()


def test_a_rule_fails_on_the_day_it_comes_into_force() -> None:
    portfolio = a_portfolio(opened_at="2018-01-01T00:00:00+08:00")

    (deadline,) = deadlines(portfolio, TWO_WEEKS, as_of="2019-03-01T00:00:00+08:00")

    assert deadline.fails_at == moment("2019-04-01T00:00:00+08:00")


@given(portfolio=portfolios(), ruleset=rulesets(max_rules=2))
def test_every_deadline_is_a_failure_that_was_none_a_microsecond_before(
    portfolio: Portfolio, ruleset: RuleSet
) -> None:
    for deadline in deadlines(portfolio, ruleset, as_of=AS_OF):
        assert deadline.fails_at > AS_OF
        assert fails(portfolio, ruleset, deadline, microseconds=0)
        if deadline.fails_at > moment(AS_OF + timedelta(microseconds=1)):
            assert not fails(portfolio, ruleset, deadline, microseconds=-1)


def failures(portfolio: Portfolio, ruleset: RuleSet, at: DateTime) -> set[tuple[str, str]]:
    return {
        (finding.rule_id, finding.subject.id)
        for finding in interpret_audit(portfolio, ruleset, as_of=at).findings
        if finding.outcome is Outcome.FAIL
    }


@given(portfolio=portfolios(), ruleset=rulesets(max_rules=2), days=st.integers(1, 40))
def test_what_fails_later_has_a_deadline_no_later(
    portfolio: Portfolio, ruleset: RuleSet, days: int
) -> None:
    later = moment(AS_OF + timedelta(days=days))
    found = {
        (deadline.rule_id, deadline.subject.id): deadline.fails_at
        for deadline in deadlines(portfolio, ruleset, as_of=AS_OF)
    }
    drifting = {rule.id for rule in ruleset if drifts(rule)}
    for rule_id, subject_id in failures(portfolio, ruleset, later):
        if rule_id in drifting or subject_id not in there_now(portfolio):
            continue
        if (rule_id, subject_id) not in failures(portfolio, ruleset, AS_OF):
            assert found[rule_id, subject_id] <= later


def drifts(rule: Rule) -> bool:
    """Return whether a rule demands a mean, a share or an extreme."""
    return any(
        isinstance(node, Aggregate) and node.function not in {Function.COUNT, Function.DISTINCT}
        for demand in (rule.requires, rule.forbids)
        if demand is not None
        for node in demand.walk()
    )


def there_now(portfolio: Portfolio) -> set[str]:
    """Return the ids of what exists at the moment: only that gets a deadline."""
    dated = [
        *((each.id, each.opened_at) for each in portfolio.accounts),
        *((each.id, each.published_at) for each in portfolio.posts or ()),
        *((each.id, each.received_at) for each in portfolio.messages or ()),
    ]
    ids = {each_id for each_id, since in dated if since is None or since <= AS_OF}
    return ids | {each.id for each in portfolio.units or ()}
