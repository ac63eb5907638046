"""Mentions, overlaps, distinct words, removed posts, the unit above, elapsed days: one case each."""

from __future__ import annotations

from typing import Any

import pytest

from condition_code import built
from govmedia_rules.conditions import account, peer, removed, removed_posts, superior, unit
from govmedia_rules.conditions.interpreter import read_expression
from govmedia_rules.conditions.logic import Interval, Truth3
from govmedia_rules.conditions.register import Register
from govmedia_rules.models import Account, Filing, Incident, Portfolio, Review, Unit
from situations import (
    AS_OF,
    account_with,
    ago,
    audited,
    message_with,
    outcome_of,
    post_with,
    rule_with,
    situation_with,
    truth,
    unit_with,
)

UNKNOWN: Truth3 = None


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("转自新华社", True),
        ("www.jiangsu.gov.cn", True),
        ("某自媒体", False),
        ("", False),
        (None, UNKNOWN),
    ],
)
def test_a_text_mentions_a_word_wherever_it_occurs(source: str | None, expected: Truth3) -> None:
    condition = built("post.source.mentions('新华社', '.gov.cn')")

    assert truth(condition, post=post_with(source=source)) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [(["甲县"], True), (["乙县"], False), ([], False), (None, UNKNOWN)],
)
def test_a_text_mentions_a_word_of_a_set(words: list[str] | None, expected: Truth3) -> None:
    condition = account.name.mentions(unit.duty_keywords)

    assert truth(condition, unit=unit_with(duty_keywords=words)) is expected


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        (["news"], ["news", "services"], True),
        (["news"], ["services"], False),
        ([], ["services"], False),
        (["news"], [], False),
        (None, ["news"], UNKNOWN),
        (["news"], None, UNKNOWN),
    ],
)
def test_two_sets_overlap_when_they_share_a_word(
    mine: list[str] | None, theirs: list[str] | None, expected: Truth3
) -> None:
    condition = peer.functions.overlaps(account.functions)

    assert (
        truth(condition, account=account_with(functions=mine), peer=account_with(functions=theirs))
        is expected
    )


@pytest.mark.parametrize(
    ("reviewers", "expected"), [(["张三", "李四"], "pass"), (["王五"], "fail")]
)
def test_a_list_in_order_overlaps_as_a_set_does(reviewers: list[str], expected: str) -> None:
    post = post_with(review=Review(reviewers=reviewers))
    rule = rule_with(subject="post", requires=built("post.review.reviewers.overlaps('李四')"))

    report = audited(Portfolio(accounts=[account_with()], posts=[post]), rule)

    assert outcome_of(report, rule.id) == expected


@pytest.mark.parametrize("reviewers", [[], ["李四", "张三"]])
def test_evidence_shows_a_list_in_its_order(reviewers: list[str]) -> None:
    post = post_with(review=Review(reviewers=reviewers))
    rule = rule_with(subject="post", requires=built("post.review.reviewers.has('王五')"))

    (finding,) = audited(Portfolio(accounts=[account_with()], posts=[post]), rule).findings

    assert [piece.value for piece in finding.evidence] == [tuple(reviewers)]


def named(*names: str | None, **facts: Any) -> list[Account]:
    return [account_with(id=f"a{number}", name=name, **facts) for number, name in enumerate(names)]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ((), Interval(0, 0)),
        (("甲",), Interval(1, 1)),
        (("甲", "甲"), Interval(1, 1)),
        (("甲", "乙"), Interval(2, 2)),
        (("甲", None), Interval(1, 2)),
        ((None,), Interval(1, 1)),
        ((None, None), Interval(1, 2)),
    ],
)
def test_the_number_of_different_words_is_as_certain_as_the_words(
    names: tuple[str | None, ...], expected: Interval
) -> None:
    situation = situation_with(accounts=named(*names), has_all_accounts=True)

    assert read_expression(unit.accounts.distinct(peer.name), situation) == expected


@pytest.mark.parametrize(
    ("certain", "uncertain", "expected"),
    [
        ((), (), Interval(0, 0)),
        (("甲",), (), Interval(0, 0)),
        (("甲", "乙"), (), Interval(0, 0)),
        (("甲", "甲"), (), Interval(1, 1)),
        (("甲", "甲", "甲", "乙"), (), Interval(2, 2)),
        ((None,), (), Interval(0, 0)),
        (("甲", None), (), Interval(0, 1)),
        (("甲",), ("乙",), Interval(0, 0)),
        (("甲",), ("甲",), Interval(0, 1)),
        ((), ("甲", "甲"), Interval(0, 1)),
        (("甲", "甲"), ("乙",), Interval(1, 1)),
        (("甲", "甲"), (None,), Interval(1, 2)),
    ],
)
def test_rows_repeat_a_word_for_certain_or_perhaps(
    certain: tuple[str | None, ...], uncertain: tuple[str | None, ...], expected: Interval
) -> None:
    perhaps = [
        account_with(id=f"b{number}", name=name, status=None)
        for number, name in enumerate(uncertain)
    ]
    situation = situation_with(accounts=[*named(*certain), *perhaps], has_all_accounts=True)

    repeats = unit.accounts.where(~peer.is_closed).repeats(peer.name)

    assert read_expression(repeats, situation) == expected


def test_rows_that_may_not_belong_may_add_a_word() -> None:
    accounts = [*named("甲"), *[account_with(id="b", name="乙", status=None)]]
    situation = situation_with(accounts=accounts, has_all_accounts=True)

    distinct = unit.accounts.where(~peer.is_closed).distinct(peer.name)

    assert read_expression(distinct, situation) == Interval(1, 2)


@pytest.mark.parametrize(
    ("deleted_at", "count"),
    [(None, 0), (ago(days=1), 1), (ago(), 1), (ago(microseconds=-1), 0)],
)
def test_a_post_is_removed_from_the_instant_of_its_deletion(deleted_at: Any, count: int) -> None:
    post = post_with(published_at=ago(days=3), deleted_at=deleted_at)
    situation = situation_with(posts=[post], has_all_posts=True)

    assert read_expression(removed_posts.count(), situation) == Interval(count, count)


def test_days_to_the_removal_are_days_of_24_hours() -> None:
    late = post_with(
        published_at=ago(days=9), harm_detected_at=ago(days=5), deleted_at=ago(days=3, hours=12)
    )
    condition = removed.removal_days > 1.5

    assert truth(condition, removed=late) is False
    later = post_with(harm_detected_at=ago(days=5), deleted_at=ago(days=3, hours=12, seconds=-1))
    assert truth(condition, removed=later) is True
    assert truth(condition, removed=post_with(deleted_at=ago())) is UNKNOWN


@pytest.mark.parametrize(
    ("replied_at", "expected"),
    [(ago(days=5), True), (ago(days=5, microseconds=-1), False), (None, UNKNOWN)],
)
def test_days_to_the_reply(replied_at: Any, expected: Truth3) -> None:
    letter = message_with(received_at=ago(days=20), replied_at=replied_at)

    assert truth(built("message.reply_days <= 15"), message=letter) is expected


def test_the_unit_above_is_looked_up_and_unknown_where_it_is_not_on_record() -> None:
    above = Unit(id="above", name="甲市公安局")
    register = Register.of({"above": above}, ())
    condition = superior.name == "甲市公安局"

    below = unit_with(parent_id="above")
    assert truth(condition, unit=below, register=register) is True
    assert truth(condition, unit=below) is UNKNOWN
    assert truth(condition, unit=unit_with(), register=register) is UNKNOWN


@pytest.mark.parametrize(
    ("filings", "expected"),
    [
        (None, UNKNOWN),
        ([], False),
        ([{"what": "opening"}], True),
        ([{"what": "opening", "filed_at": ago()}], True),
        ([{"what": "opening", "filed_at": ago(microseconds=-1)}], False),
        ([{"what": "closing", "filed_at": ago(days=1)}], False),
    ],
)
def test_a_matter_is_filed_from_the_instant_of_its_filing(filings: Any, expected: Truth3) -> None:

    rows = None if filings is None else [Filing(**each) for each in filings]

    assert truth(account.filed.has("opening"), account=account_with(filings=rows)) is expected


@pytest.mark.parametrize(
    ("occurred_at", "resolved_at", "is_open"),
    [
        (None, None, True),
        (ago(), None, True),
        (ago(microseconds=-1), None, False),
        (ago(days=2), ago(), False),
        (ago(days=2), ago(microseconds=-1), True),
    ],
)
def test_an_incident_is_open_until_it_is_resolved(
    occurred_at: Any, resolved_at: Any, is_open: bool
) -> None:

    incident = Incident(kind="hijacked", occurred_at=occurred_at, resolved_at=resolved_at)
    condition = account.open_incidents.has("hijacked")

    assert truth(condition, account=account_with(incidents=[incident])) is is_open


def test_a_unit_changed_at_the_midnight_of_its_day() -> None:
    condition = unit.changed_at.within(days=30)
    day = AS_OF.date()

    assert truth(condition, unit=unit_with(status_changed_on=day.subtract(days=30))) is False
    assert truth(condition, unit=unit_with(status_changed_on=day.subtract(days=29))) is True
    assert truth(condition, unit=unit_with(status_changed_on=day.add(days=1))) is UNKNOWN


def test_a_moment_is_compared_with_an_instant() -> None:
    condition = built("post.published_at >= moment('2018-12-07T00:00:00+08:00')")

    assert truth(condition, post=post_with(published_at="2018-12-06T23:59:59+08:00")) is False
    assert truth(condition, post=post_with(published_at="2018-12-07T00:00:00+08:00")) is True
    assert truth(condition, post=post_with()) is UNKNOWN
