"""Rules that contradict themselves are told, and told apart from those that were too hard."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from govmedia_rules.conditions import (
    Condition,
    Param,
    account,
    always,
    messages,
    never,
    post,
    posts,
    unit,
)
from govmedia_rules.models import Subject
from govmedia_rules.rules import Rule
from govmedia_rules.testing import (
    CannotBeError,
    CouldNotFindError,
    NotATreeError,
    at_the_boundary,
    failing,
    make_provision,
    make_rule,
    passing,
    undetermined,
)


@pytest.mark.parametrize(
    "condition",
    [
        never,
        account.is_active & account.is_closed,
        (account.followers > 10) & (account.followers < 11),
        (account.followers >= 5) & (account.followers <= 5) & (account.followers != 5),
        (account.operator == "own") & (account.operator != "own"),
        account.operator.is_in("a", "b") & account.operator.is_in("c"),
        account.labels.is_empty() & account.labels.has("forced_likes"),
        account.labels.has("a") & ~account.labels.overlaps("a", "b"),
        account.name.mentions("海安") & ~account.name.mentions("安"),
        account.opened_at.within(days=7) & ~account.opened_at.within(days=14),
        account.is_main & ~account.is_main,
        account.is_main & account.is_main.is_missing(),
        account.id.is_missing(),
        unit.id != account.unit_id,
        unit.id.is_missing() & (unit.level == "county"),
        posts.count() < 0,
        (posts.count() >= 3) & (posts.count() < 3),
        posts.where(post.reads > 1).count() == 0.5,
        ~(messages.count() >= 0),
    ],
    ids=repr,
)
def test_a_condition_that_nothing_satisfies_cannot_be(condition: Condition) -> None:
    with pytest.raises(CannotBeError) as caught:
        passing(make_rule(requires=condition))

    assert (caught.value.rule_id, caught.value.wanted) == ("example-2019/a-rule", "pass")


@pytest.mark.parametrize(
    "condition",
    [
        (account.followers > 10) & (account.followers < 12),
        account.operator.is_in("a", "b") & account.operator.is_in("b", "c"),
        account.opened_at.within(days=14) & ~account.opened_at.within(days=7),
        (posts.count() >= 3) & (posts.count() < 4),
        posts.count() == posts.within(days=7).count(),
        unit.id == account.unit_id,
    ],
    ids=repr,
)
def test_a_condition_that_something_satisfies_is_satisfied(condition: Condition) -> None:
    passing(make_rule(requires=condition))


def test_what_no_search_finds_is_not_called_impossible() -> None:
    # No post belongs to the last week and not to the last two.
    recent, longer = posts.within(days=7).count(), posts.within(days=14).count()

    with pytest.raises(CouldNotFindError):
        passing(make_rule(requires=recent > longer))


def test_a_rule_that_always_holds_cannot_fail_or_stay_open() -> None:
    rule = make_rule(requires=always)

    passing(rule)
    for strategy in (failing, undetermined):
        with pytest.raises(CannotBeError):
            strategy(rule)


def test_a_scope_that_excludes_what_is_required_is_found() -> None:
    rule = make_rule(
        subject=Subject.POST, applies=post.kind == "repost", requires=post.kind != "repost"
    )

    with pytest.raises(CannotBeError):
        passing(rule)
    failing(rule)


def test_a_rule_without_threshold_has_no_boundary() -> None:
    with pytest.raises(CannotBeError, match="no threshold"):
        at_the_boundary(make_rule(requires=account.is_main))


def test_a_rule_is_drawn_only_while_it_is_in_force() -> None:
    with pytest.raises(CannotBeError, match="not in force"):
        passing(make_rule(requires=account.is_main), as_of="2018-12-31T00:00:00+08:00")


@pytest.mark.parametrize("strategy", [passing, failing, undetermined, at_the_boundary])
def test_a_function_is_no_tree(strategy: Callable[[Rule], object]) -> None:
    rule = make_rule(check=lambda _: None)

    with pytest.raises(NotATreeError, match="a function decides it"):
        strategy(rule)


def test_parameters_count_as_their_values() -> None:
    least = Param("least", 4, unit="post", origin="text")
    rule = make_rule(requires=(posts.count() >= least) & (posts.count() < 5))

    passing(rule)
    with pytest.raises(CannotBeError):
        passing(rule.override(least=5))


def test_the_provision_of_the_kit_is_in_force_since_2019() -> None:
    assert make_provision().citation.in_force_on.year == 2019
