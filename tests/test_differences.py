"""What changed from one report to the next: kinds, causes, and what honestly counts as put right."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from pendulum import DateTime

from govmedia_rules import audit
from govmedia_rules.conditions import account, message, post, unit
from govmedia_rules.errors import InvalidValueError
from govmedia_rules.findings import (
    Cause,
    Change,
    Difference,
    Fate,
    Outcome,
    Report,
    ReportDiff,
    RuleChange,
)
from govmedia_rules.law import Force, Severity
from govmedia_rules.models import Account, Portfolio, Post, Subject, Unit, Waiver
from govmedia_rules.rules import Rule, RuleSet, check
from govmedia_rules.serialization import diff_to_plain, dumps_diff, dumps_report, loads_report
from govmedia_rules.text import Text
from serialization_strategies import reports
from situations import (
    ACCOUNT_ID,
    AS_OF,
    CITATION,
    UNIT_ID,
    account_with,
    ago,
    message_with,
    post_with,
    provision_with,
    rule_with,
    text,
    unit_with,
)

BEFORE = ago(days=90)
MAIN = rule_with(applies=account.is_active, requires=account.is_main)
NO_ADS = rule_with(
    id="test-2019/no-ads",
    subject=Subject.POST,
    force=Force.PROHIBITION,
    forbids=post.labels.has("commercial_ad"),
)
OF_UNITS = rule_with(id="test-2019/a-unit", subject=Subject.UNIT, requires=unit.supervises_accounts)


def rules(*given_: Rule) -> RuleSet:
    return RuleSet("test", given_)


THE_RULE = rules(MAIN)


def portfolio(
    *accounts: Account, posts: tuple[Post, ...] = (), units: tuple[Unit, ...] = ()
) -> Portfolio:
    return Portfolio(accounts=accounts, posts=posts, units=units)


def audited(
    facts: Portfolio,
    ruleset: RuleSet = THE_RULE,
    *,
    as_of: DateTime = AS_OF,
    earlier: Report | None = None,
) -> Report:
    return audit(facts, ruleset, as_of=as_of, earlier=earlier)


def difference(
    before: Portfolio,
    now: Portfolio,
    ruleset: RuleSet = THE_RULE,
    then: RuleSet | None = None,
    *,
    follows_up: bool = True,
) -> ReportDiff:
    """Return the difference of two audits, of which *then* ran the earlier one."""
    earlier = audited(before, ruleset if then is None else then, as_of=BEFORE)
    later = audited(now, ruleset, earlier=earlier if follows_up else None)
    return later.diff(earlier)


def told(diff: ReportDiff) -> list[tuple[Any, ...]]:
    return [(each.change, each.cause, each.fate) for each in diff.differences]


FAILING = account_with(is_main=False)
PASSING = account_with(is_main=True)
OPEN = account_with(is_main=None)
CLOSED = account_with(is_main=False, status="closed")
OTHER = account_with(id="wechat:other", is_main=True)
IDLE = account_with(id="wechat:idle", status="closed")


# -- What both reports have, or only the later one ------------------------------------------


def test_a_failure_that_fails_again_persists() -> None:
    diff = difference(portfolio(FAILING), portfolio(FAILING))

    assert told(diff) == [(Change.PERSISTING, None, None)]
    assert diff.new_failures == diff.rectified == ()


def test_a_failure_that_was_none_is_new_by_the_facts() -> None:
    diff = difference(portfolio(PASSING), portfolio(FAILING))

    assert told(diff) == [(Change.NEW, Cause.FACTS, None)]
    assert diff.new_failures == diff.new == diff.differences


def test_a_failure_of_an_account_that_was_not_there_is_new_with_the_account() -> None:
    diff = difference(portfolio(OTHER), portfolio(OTHER, FAILING))

    assert told(diff) == [(Change.NEW, Cause.SUBJECT_ADDED, None)]


@pytest.mark.parametrize(
    ("before", "now", "is_new_failure"),
    [(OPEN, FAILING, True), (FAILING, OPEN, False)],
)
def test_a_finding_of_another_outcome_is_changed(
    before: Account, now: Account, is_new_failure: bool
) -> None:
    diff = difference(portfolio(before), portfolio(now))

    assert told(diff) == [(Change.CHANGED, Cause.FACTS, None)]
    assert bool(diff.new_failures) is is_new_failure
    assert diff.rectified == ()


def test_a_failure_that_is_waived_by_now_is_changed_and_not_rectified() -> None:
    lenient = rules(evolve(MAIN, force=Force.DEFEASIBLE))
    waiver = Waiver(
        id="w",
        rule_id=MAIN.id,
        account_id=ACCOUNT_ID,
        authority="办公室",
        document="1号",
        reason="迁移",
        valid_from_at=ago(days=10),
    )
    excused = evolve(portfolio(FAILING), waivers=(waiver,))

    there, back = (
        difference(portfolio(FAILING), excused, lenient),
        audited(portfolio(FAILING), lenient).diff(audited(excused, lenient)),
    )

    assert told(there) == told(back) == [(Change.CHANGED, Cause.FACTS, None)]
    assert (len(there.new_failures), len(back.new_failures)) == (0, 1)


def test_a_rule_that_crashes_now_is_a_new_failure() -> None:
    @check(
        id="test-2019/fragile",
        title=text("易碎"),
        cites=(CITATION,),
        force=Force.OBLIGATION,
        subject=Subject.ACCOUNT,
    )
    def fragile(situation: Any) -> bool:
        return bool(1 / (situation.account.followers or 0))

    diff = difference(
        portfolio(account_with(followers=1)), portfolio(account_with(followers=0)), rules(fragile)
    )

    assert told(diff) == [(Change.NEW, Cause.FACTS, None)]
    assert len(diff.new_failures) == 1


# -- What only the earlier report has --------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "change", "cause", "fate"),
    [
        (portfolio(PASSING), Change.RESOLVED, Cause.FACTS, Fate.PASSES),
        (portfolio(CLOSED), Change.LAPSED, Cause.FACTS, Fate.NOT_APPLICABLE),
        (portfolio(OTHER), Change.LAPSED, Cause.SUBJECT_GONE, Fate.ABSENT),
    ],
    ids=["the rule passes", "the account is closed", "the account is gone"],
)
def test_only_a_rule_that_passes_now_makes_a_failure_resolved(
    now: Portfolio, change: Change, cause: Cause, fate: Fate
) -> None:
    diff = difference(portfolio(FAILING), now)

    assert told(diff) == [(change, cause, fate)]
    assert bool(diff.rectified) is (fate is Fate.PASSES)


def test_what_was_followed_up_says_what_the_rule_comes_to_now_and_why() -> None:
    diff = difference(portfolio(FAILING), portfolio(PASSING))

    now = diff.resolved[0].now
    assert now is not None
    assert (now.outcome, now.subject.id, now.evidence[-1].value) == (
        Outcome.PASS,
        ACCOUNT_ID,
        True,
    )


def test_an_open_question_that_is_answered_is_resolved_and_no_rectification() -> None:
    diff = difference(portfolio(OPEN), portfolio(PASSING))

    assert told(diff) == [(Change.RESOLVED, Cause.FACTS, Fate.PASSES)]
    assert diff.rectified == ()


AD = post_with(labels={"commercial_ad"}, published_at=ago(days=100))


@pytest.mark.parametrize(
    ("posts", "change", "cause", "fate"),
    [
        ((evolve(AD, labels=frozenset()),), Change.RESOLVED, Cause.FACTS, Fate.PASSES),
        ((evolve(AD, deleted_at=ago(days=1)),), Change.LAPSED, Cause.FACTS, Fate.DELETED),
        ((), Change.LAPSED, Cause.SUBJECT_GONE, Fate.ABSENT),
        (
            (evolve(AD, published_at=ago(days=-1)),),
            Change.LAPSED,
            Cause.SUBJECT_GONE,
            Fate.ABSENT,
        ),
    ],
    ids=["other labels", "deleted", "not supplied", "published later"],
)
def test_a_post_that_is_not_supplied_again_was_not_put_right(
    posts: tuple[Post, ...], change: Change, cause: Cause, fate: Fate
) -> None:
    diff = difference(
        portfolio(PASSING, posts=(AD,)), portfolio(PASSING, posts=posts), rules(NO_ADS)
    )

    assert told(diff) == [(change, cause, fate)]


def test_a_post_that_nobody_screens_again_is_undetermined_now() -> None:
    diff = difference(
        portfolio(PASSING, posts=(AD,)),
        portfolio(PASSING, posts=(evolve(AD, labels=None),)),
        rules(NO_ADS),
    )

    assert told(diff) == [
        (Change.NEW, Cause.FACTS, None),
        (Change.LAPSED, Cause.FACTS, Fate.UNDETERMINED),
    ]


UNSCREENED = (post_with("p1"), post_with("p2"))


@pytest.mark.parametrize(
    ("labels", "fates"),
    [
        (((), ()), [(Change.RESOLVED, Fate.PASSES)]),
        (((), ("commercial_ad",)), [(Change.NEW, None), (Change.LAPSED, Fate.FAILS)]),
    ],
    ids=["all pass", "one fails"],
)
def test_posts_that_had_stayed_open_together_are_resolved_when_all_pass(
    labels: tuple[tuple[str, ...], ...], fates: list[tuple[Change, Fate | None]]
) -> None:
    screened = tuple(
        evolve(each, labels=frozenset(found))
        for each, found in zip(UNSCREENED, labels, strict=True)
    )

    diff = difference(
        portfolio(PASSING, posts=UNSCREENED), portfolio(PASSING, posts=screened), rules(NO_ADS)
    )

    assert [(each.change, each.fate) for each in diff.differences] == fates


@pytest.mark.parametrize(
    "rule",
    [
        NO_ADS,
        check(
            id="test-2019/checked",
            title=text("由函数判定"),
            cites=(CITATION,),
            force=Force.OBLIGATION,
            subject=Subject.POST,
        )(lambda _: True),
    ],
    ids=["a condition", "a function"],
)
def test_posts_that_nobody_had_supplied_are_resolved_when_new_ones_pass(rule: Rule) -> None:
    new = post_with(published_at=ago(days=1), labels=frozenset())

    diff = difference(Portfolio(accounts=(PASSING,)), portfolio(PASSING, posts=(new,)), rules(rule))

    assert told(diff) == [(Change.RESOLVED, Cause.FACTS, Fate.PASSES)]


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (("p1", "p2"), ("p1", "p2"), (Change.RESOLVED, Fate.PASSES)),
        (("p1", "p2"), ("p1", "p3"), (Change.LAPSED, Fate.ABSENT)),
        (("p1", "p2"), ("p1", "p3", "p4"), (Change.LAPSED, Fate.ABSENT)),
        # Evidence lists the first ten; of the others only the number is known.
        (tuple("abcdefghijkl"), tuple("abcdefghij"), (Change.LAPSED, Fate.ABSENT)),
        (tuple("abcdefghijkl"), tuple("abcdefghijkx"), (Change.RESOLVED, Fate.PASSES)),
    ],
)
def test_posts_that_had_stayed_open_are_resolved_when_those_listed_and_as_many_pass(
    before: tuple[str, ...], now: tuple[str, ...], expected: tuple[Change, Fate]
) -> None:
    published = ago(days=100)
    unscreened = tuple(post_with(each, published_at=published) for each in before)
    screened = tuple(post_with(each, published_at=published, labels=frozenset()) for each in now)

    diff = difference(
        portfolio(PASSING, posts=unscreened), portfolio(PASSING, posts=screened), rules(NO_ADS)
    )

    assert [(each.change, each.fate) for each in diff.differences] == [expected]


def test_posts_that_had_stayed_open_and_are_not_supplied_again_are_absent() -> None:
    diff = difference(portfolio(PASSING, posts=UNSCREENED), portfolio(PASSING), rules(NO_ADS))

    assert [(each.change, each.fate) for each in diff.differences] == [(Change.LAPSED, Fate.ABSENT)]


def test_messages_are_followed_up_as_posts_are() -> None:
    rule = rule_with(id="test-2019/reply", subject=Subject.MESSAGE, requires=message.needs_reply)
    before, now = (
        Portfolio(accounts=(PASSING,), messages=(message_with(needs_reply=needs),))
        for needs in (False, True)
    )

    assert told(difference(before, now, rules(rule))) == [
        (Change.RESOLVED, Cause.FACTS, Fate.PASSES)
    ]


@pytest.mark.parametrize(
    ("now", "change", "fate"),
    [
        ((unit_with(supervises_accounts=True),), Change.RESOLVED, Fate.PASSES),
        ((), Change.LAPSED, Fate.ABSENT),
    ],
)
def test_units_are_followed_up_too(now: tuple[Unit, ...], change: Change, fate: Fate) -> None:
    failing = unit_with(supervises_accounts=False)

    diff = difference(
        portfolio(PASSING, units=(failing,)), portfolio(PASSING, units=now), rules(OF_UNITS)
    )

    assert [(each.change, each.fate) for each in diff.differences] == [(change, fate)]
    assert diff.differences[0].finding.subject.id == UNIT_ID


# -- Without a follow-up -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "fate"),
    [
        (portfolio(PASSING), Fate.PASSES),
        (portfolio(PASSING, OTHER), Fate.PASSES),
        (portfolio(PASSING, IDLE), Fate.UNVERIFIED),
        (portfolio(CLOSED), Fate.NOT_APPLICABLE),
        (portfolio(OTHER), Fate.ABSENT),
    ],
    ids=["all pass", "all pass, of two", "somebody is not bound", "nobody is bound", "gone"],
)
def test_reports_alone_tell_what_follows_from_their_counts(now: Portfolio, fate: Fate) -> None:
    diff = difference(portfolio(FAILING), now, follows_up=False)

    assert [each.fate for each in diff.differences] == [fate]
    assert not diff.is_followed_up


def test_reports_alone_tell_that_no_veto_applies_to_an_account_that_is_not_inspected() -> None:
    veto = rules(evolve(MAIN, severity=Severity.VETO))
    before, now = portfolio(FAILING, OTHER), portfolio(CLOSED, OTHER)

    diff = difference(before, now, veto, follows_up=False)

    assert [each.fate for each in diff.differences] == [Fate.NOT_APPLICABLE]


@pytest.mark.parametrize("rule", [NO_ADS, OF_UNITS], ids=["posts", "units"])
def test_reports_alone_do_not_tell_what_became_of_posts_and_units(rule: Rule) -> None:
    failing = unit_with(supervises_accounts=False)
    before = portfolio(PASSING, posts=(AD,), units=(failing,))

    diff = difference(before, portfolio(PASSING), rules(rule), follows_up=False)

    assert told(diff) == [(Change.LAPSED, None, Fate.UNVERIFIED)]
    assert diff.resolved == ()


def test_a_follow_up_of_another_report_counts_for_nothing() -> None:
    earlier = audited(portfolio(FAILING, IDLE), as_of=BEFORE)
    another = audited(portfolio(FAILING, OTHER, IDLE), as_of=ago(days=80))

    later = audited(portfolio(PASSING, IDLE), earlier=another)

    assert [each.fate for each in later.diff(earlier).differences] == [Fate.UNVERIFIED]
    assert [each.fate for each in later.diff(another).differences] == [Fate.PASSES]


# -- Rules that differ -------------------------------------------------------------------------

STRICTER = evolve(MAIN, requires=account.is_main & account.licences.has("x"))
OTHER_ACCOUNT_RULE = rule_with(id="test-2019/another", requires=account.is_main)


def changes_of_rules(diff: ReportDiff) -> dict[str, RuleChange]:
    return {each.rule_id: each.change for each in diff.rules}


def test_the_same_rules_have_no_differences() -> None:
    diff = difference(portfolio(FAILING), portfolio(PASSING))

    assert (diff.has_same_rules, diff.rules) == (True, ())


def test_a_finding_of_an_added_rule_is_new_by_the_rules() -> None:
    diff = difference(
        portfolio(FAILING), portfolio(FAILING), rules(MAIN, OTHER_ACCOUNT_RULE), rules(MAIN)
    )

    assert told(diff) == [(Change.PERSISTING, None, None), (Change.NEW, Cause.RULE_ADDED, None)]
    assert changes_of_rules(diff) == {"test-2019/another": RuleChange.ADDED}
    assert diff.from_rules == diff.new


@pytest.mark.parametrize("follows_up", [True, False])
def test_a_finding_of_a_removed_rule_lapses_by_the_rules(follows_up: bool) -> None:
    diff = difference(
        portfolio(FAILING),
        portfolio(FAILING),
        rules(MAIN),
        rules(MAIN, OTHER_ACCOUNT_RULE),
        follows_up=follows_up,
    )

    assert told(diff)[1:] == [(Change.LAPSED, Cause.RULE_REMOVED, Fate.NOT_RUN)]
    assert changes_of_rules(diff) == {"test-2019/another": RuleChange.REMOVED}


def test_a_finding_of_a_changed_rule_is_new_by_the_rules() -> None:
    diff = difference(portfolio(PASSING), portfolio(PASSING), rules(STRICTER), rules(MAIN))

    assert told(diff) == [(Change.NEW, Cause.RULE_CHANGED, None)]
    assert changes_of_rules(diff) == {MAIN.id: RuleChange.CHANGED}


def test_what_passes_because_the_rule_was_changed_is_not_rectified() -> None:
    lenient = evolve(MAIN, requires=account.is_active)

    diff = difference(portfolio(FAILING), portfolio(FAILING), rules(lenient), rules(MAIN))

    assert told(diff) == [(Change.RESOLVED, Cause.RULE_CHANGED, Fate.PASSES)]
    assert diff.rectified == ()


def test_another_rule_of_the_set_may_change_without_being_blamed() -> None:
    diff = difference(
        portfolio(PASSING),
        portfolio(FAILING),
        rules(MAIN, OTHER_ACCOUNT_RULE),
        rules(MAIN, evolve(OTHER_ACCOUNT_RULE, remedy=text("改"))),
    )

    causes = {each.finding.rule_id: each.cause for each in diff.differences}
    assert causes == {MAIN.id: Cause.FACTS, OTHER_ACCOUNT_RULE.id: Cause.RULE_CHANGED}


def test_a_rule_that_came_into_force_or_went_out_of_it_is_told() -> None:
    document = provision_with().document
    coming = evolve(document, in_force_on=ago(days=30).date())
    going = evolve(document, repealed_on=ago(days=30).date())
    new, old = (
        evolve(MAIN, id=id_, cites=(provision_with(document=each).citation,))
        for id_, each in (("test-2019/new", coming), ("test-2019/old", going))
    )

    diff = difference(portfolio(FAILING), portfolio(FAILING), rules(new, old))

    assert told(diff) == [
        (Change.NEW, Cause.INTO_FORCE, None),
        (Change.LAPSED, Cause.OUT_OF_FORCE, Fate.NOT_IN_FORCE),
    ]
    assert changes_of_rules(diff) == {
        "test-2019/new": RuleChange.INTO_FORCE,
        "test-2019/old": RuleChange.OUT_OF_FORCE,
    }
    assert diff.has_same_rules


def test_an_older_report_does_not_say_in_which_rules_the_sets_differ() -> None:
    earlier = audited(portfolio(PASSING), as_of=BEFORE)
    older = evolve(earlier, rules=tuple(evolve(run, fingerprint=None) for run in earlier.rules))
    later = audited(portfolio(PASSING), rules(STRICTER))

    diff = later.diff(older)

    assert told(diff) == [(Change.NEW, Cause.UNKNOWN, None)]
    assert changes_of_rules(diff) == {MAIN.id: RuleChange.UNKNOWN}
    assert diff.from_rules == ()


def test_an_older_report_of_the_same_rules_is_as_good_as_a_new_one() -> None:
    earlier = audited(portfolio(PASSING), as_of=BEFORE)
    older = evolve(earlier, rules=tuple(evolve(run, fingerprint=None) for run in earlier.rules))

    assert told(audited(portfolio(FAILING)).diff(older)) == [(Change.NEW, Cause.FACTS, None)]


# -- Laws ------------------------------------------------------------------------------------------


def test_reports_cannot_be_compared_the_wrong_way_round() -> None:
    earlier, later = audited(portfolio(FAILING), as_of=BEFORE), audited(portfolio(FAILING))

    with pytest.raises(InvalidValueError, match="compare them the other way round"):
        earlier.diff(later)
    with pytest.raises(InvalidValueError, match="compare them the other way round"):
        audited(portfolio(FAILING), as_of=BEFORE, earlier=later)


def pairs(report: Report) -> Counter[str]:
    return Counter(finding.fingerprint for finding in report.findings)


@given(reports(), reports())
def test_every_finding_of_either_report_is_told_once(one: Report, other: Report) -> None:
    earlier, later = sorted((one, other), key=lambda report: report.as_of)

    diff = later.diff(earlier)

    assert [each.later for each in diff.differences if each.later] == list(later.findings)
    olds = Counter(each.earlier.fingerprint for each in diff.differences if each.earlier)
    assert olds == pairs(earlier)
    kinds = (diff.new, diff.persisting, diff.changed, diff.resolved, diff.lapsed)
    assert sum(map(len, kinds)) == len(diff.differences)
    assert diff.differences[: len(later.findings)] == tuple(
        each for each in diff.differences if each.later
    )


@given(reports())
def test_a_report_does_not_differ_from_itself(report: Report) -> None:
    diff = report.diff(report)

    assert [each.change for each in diff.differences] == [Change.PERSISTING] * len(report.findings)
    assert diff.rules == ()
    assert diff.new_failures == diff.rectified == ()


@given(reports(), reports())
def test_the_way_through_a_file_changes_no_difference(one: Report, other: Report) -> None:
    earlier, later = sorted((one, other), key=lambda report: report.as_of)

    diff = later.diff(earlier)
    again = loads_report(dumps_report(later)).diff(loads_report(dumps_report(earlier)))

    assert again == diff
    assert dumps_diff(again) == dumps_diff(diff)


def test_a_difference_is_written_whole_with_one_line_each() -> None:
    diff = difference(portfolio(FAILING), portfolio(PASSING))

    written = dumps_diff(diff)
    plain = diff_to_plain(diff)

    assert sum(line.startswith('{"change":') for line in written.splitlines()) == 1
    assert {key: plain["differences"][0][key] for key in ("change", "cause", "fate")} == {
        "change": "resolved",
        "cause": "facts",
        "fate": "passes",
    }
    assert list(plain) == [
        "schema_version",
        "earlier_as_of",
        "later_as_of",
        "earlier_ruleset_id",
        "later_ruleset_id",
        "has_same_rules",
        "is_followed_up",
        "rules",
        "differences",
    ]


def test_a_difference_needs_no_more_than_one_finding() -> None:
    finding = audited(portfolio(FAILING)).findings[0]

    assert Difference(change=Change.NEW, later=finding).finding is finding
    assert Difference(change=Change.LAPSED, earlier=finding).finding is finding
    assert Text(zh="测试规则", en="测试规则") == finding.title
