"""Contradictions: what is told is true, and what is plainly contradictory is told."""

from __future__ import annotations

from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from condition_code import built
from govmedia_rules import audit
from govmedia_rules.conditions import Condition, account, all_of, any_of, post, posts
from govmedia_rules.law import INSPECTION_2019 as INSTRUMENT
from govmedia_rules.law import Force
from govmedia_rules.models import Portfolio, Subject
from govmedia_rules.rulefile import (
    Contradiction,
    ContradictionKind,
    can_hold,
    contradictions,
)
from govmedia_rules.rules import Rule, RuleSet, check
from govmedia_rules.rulesets import BUILT_IN
from govmedia_rules.text import Text
from tree_strategies import AS_OF, conditions, portfolios, rulesets

TITLE: Final = Text(zh="标题", en="title")


def _rule(**parts: Any) -> Rule:
    return Rule(
        id="test/rule",
        title=TITLE,
        cites=(INSTRUMENT.provision("2.1"),),
        force=Force.OBLIGATION,
        **parts,
    )


@pytest.mark.parametrize("name", BUILT_IN)
def test_no_rule_in_the_box_contradicts_itself(name: str) -> None:
    assert list(contradictions(BUILT_IN[name])) == []


@pytest.mark.parametrize(
    "code",
    [
        "never",
        "account.is_main & ~account.is_main",
        "(account.followers > 5) & (account.followers < 5)",
        "(account.followers >= 5) & (account.followers <= 5) & (account.followers != 5)",
        "(account.followers > 5) & (account.followers == 3)",
        "(posts.count() > 3) & (posts.count() < 4)",
        "posts.count() < 0",
        "posts.count() == 0.5",
        "posts.count() <= -1",
        "posts.share(post.reads > 1) > 1",
        "posts.share(post.reads > 1) < 0",
        "(account.status != 'active') & (account.status != 'closed') & (account.status != 'suspended')",
        "(account.platform == 'wechat') & (account.platform == 'weibo')",
        "(account.platform == 'wechat') & account.platform.is_in('weibo', 'app')",
        "(account.platform == 'wechat') & (account.platform != 'wechat')",
        "account.labels.is_empty() & account.labels.has('forced_likes')",
        "account.labels.has('forced_likes') & ~account.labels.overlaps('forced_likes', 'mycity:x')",
        "account.opened_at.within(days=7) & ~account.opened_at.within(days=14)",
        "(account.opened_at < moment('2019-01-01T00:00:00+08:00')) & (account.opened_at > moment('2020-01-01T00:00:00+08:00'))",
        "(account.opened_at < account.closed_at) & (account.closed_at < account.opened_at)",
        "(account.operator == account.name) & (account.name != account.operator)",
        "account.followers < account.followers",
        "posts.where((post.reads > 5) & (post.reads < 3)).count() >= 1",
        "(account.is_main | account.is_closed) & ~account.is_main & ~account.is_closed",
    ],
)  # fmt: skip
def test_what_cannot_be_true_is_found_out(code: str) -> None:
    assert can_hold(built(code)) is False
    assert can_hold(~built(code)) is True


@pytest.mark.parametrize(
    "code",
    [
        "always",
        "(account.followers > 5) & (account.followers < 6)",
        "(account.followers > 5) & (account.followers < 5.000001)",
        "(posts.count() > 3) & (posts.count() < 5)",
        "posts.count() <= 0",
        "posts.count() != 0.5",
        "posts.share(post.reads > 1) >= 1",
        "(posts.share(post.reads > 1) > 0.2) & (posts.share(post.reads > 1) < 0.3)",
        "posts.mean(post.reads) > 10",
        "(account.status != 'active') & (account.status != 'closed')",
        "(account.platform != 'wechat') & (account.platform != 'weibo')",
        "account.labels.has('forced_likes') & account.labels.has('bought_followers')",
        "~account.labels.is_empty() & ~account.labels.has('forced_likes')",
        "account.opened_at.within(days=14) & ~account.opened_at.within(days=7)",
        "(account.opened_at >= moment('2019-01-01T00:00:00+08:00')) & (account.opened_at <= moment('2019-01-01T00:00:00+08:00'))",
        "(account.opened_at <= account.closed_at) & (account.closed_at <= account.opened_at)",
        "(account.operator != account.name) & (account.operator == account.verified_body)",
        "posts.where((post.reads > 3) & (post.reads < 5)).count() >= 1",
        "posts.where((post.reads > 5) & (post.reads < 3)).count() == 0",
        "(posts.within(days=7).count() > 3) & (posts.within(days=14).count() < 3)",
    ],
)  # fmt: skip
def test_what_can_be_true_as_far_as_is_known_here_is_left_alone(code: str) -> None:
    assert can_hold(built(code)) is True


@pytest.mark.parametrize(
    ("parts", "kind"),
    [
        ({"requires": posts.count() < 0}, ContradictionKind.NONE_CAN_PASS),
        ({"forbids": posts.count() >= 0}, ContradictionKind.NONE_CAN_PASS),
        ({"requires": posts.count() >= 0}, ContradictionKind.NONE_CAN_FAIL),
        ({"forbids": posts.count() < 0}, ContradictionKind.NONE_CAN_FAIL),
        (
            {"applies": account.is_active, "requires": account.is_closed},
            ContradictionKind.NONE_CAN_PASS,
        ),
        (
            {"applies": account.is_active, "requires": ~account.is_closed},
            ContradictionKind.NONE_CAN_FAIL,
        ),
        (
            {"applies": account.is_active & account.is_closed, "requires": account.is_main},
            ContradictionKind.BINDS_NOBODY,
        ),
        (
            {
                "applies": account.is_active,
                "unless": ~account.is_closed,
                "requires": account.is_main,
            },
            ContradictionKind.BINDS_NOBODY,
        ),
        (
            {"unless": account.followers < 10, "requires": account.followers > 5},
            ContradictionKind.NONE_CAN_FAIL,
        ),
        ({"applies": account.is_active, "requires": account.is_main}, None),
        ({"unless": account.followers < 10, "requires": account.followers > 15}, None),
    ],
)
def test_a_rule_that_contradicts_itself_is_told_with_how(
    parts: dict[str, Condition], kind: ContradictionKind | None
) -> None:
    expected = [] if kind is None else [Contradiction("test/rule", kind)]
    assert list(contradictions(RuleSet("test", [_rule(**parts)]))) == expected


def test_a_rule_that_a_function_decides_is_passed_over() -> None:
    decided = check(id="x/y", title=TITLE, cites=(INSTRUMENT.citation,), force=Force.CONTEXT)(
        lambda _: True
    )
    assert list(contradictions(RuleSet("x", [decided]))) == []


def test_a_search_that_grows_too_long_is_given_up_and_tells_nothing() -> None:
    # Nine pigeons in eight holes: impossible, and nothing short of trying finds it out.
    sits = [
        [posts.where(post.reads > 10 * pigeon + hole).count() > 0 for hole in range(8)]
        for pigeon in range(9)
    ]
    hard = all_of(
        *(any_of(*holes) for holes in sits),
        *(
            ~(sits[one][hole] & sits[two][hole])
            for hole in range(8)
            for one in range(9)
            for two in range(one)
        ),
    )
    assert can_hold(hard) is None


@given(ruleset=rulesets(), portfolio=portfolios())
def test_no_subject_does_what_is_said_that_none_can(ruleset: RuleSet, portfolio: Portfolio) -> None:
    found = {each.rule_id: each.kind for each in contradictions(ruleset)}
    report = audit(portfolio, ruleset, as_of=AS_OF)
    for run in report.rules:
        match found.get(run.rule_id):
            case ContradictionKind.BINDS_NOBODY:
                assert run.passed == run.failed == 0
            case ContradictionKind.NONE_CAN_PASS:
                assert run.passed == 0
            case ContradictionKind.NONE_CAN_FAIL:
                assert run.failed == 0
            case None:
                pass


@given(condition=st.sampled_from(tuple(Subject)).flatmap(conditions))
def test_a_condition_and_its_opposite_are_not_both_impossible(condition: Condition) -> None:
    assert can_hold(condition) is not False or can_hold(~condition) is not False
    assert can_hold(condition & ~condition) in {False, None}
    assert can_hold(condition | ~condition) in {True, None}
