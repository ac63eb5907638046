"""The conformance suite finds planted faults, each by its law, and lets the built-in rules pass."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from govmedia_rules.conditions import Param, account, posts
from govmedia_rules.conditions.interpreter import Situation
from govmedia_rules.errors import UnknownNameError
from govmedia_rules.models import Portfolio, Post, Subject
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets import INSPECTION_2019
from govmedia_rules.testing import (
    Monotone,
    NonconformityError,
    Scene,
    checks,
    make_provision,
    make_rule,
)
from govmedia_rules.text import Text

UPDATED = make_rule(
    requires=posts.within(days=Param("days", 7, unit="day", origin="text")).count() >= 1
)


def faults(rule: Rule, **options: Any) -> list[str]:
    """Return the laws that a rule does not stand."""
    found: list[str] = []
    for check in checks(RuleSet("test", (rule,)), **options):
        try:
            check()
        except NonconformityError as error:
            found.append(error.law if error.rule_id == rule.id else error.rule_id)
    return found


@pytest.mark.parametrize("check", checks(INSPECTION_2019.select("inspection-2019/no-*")), ids=str)
def test_built_in_rules_conform(check: Any) -> None:
    check()


def test_a_plain_rule_conforms() -> None:
    assert faults(UPDATED) == []


@pytest.mark.parametrize(
    ("parts", "laws"),
    [
        ({"title": Text(zh="title", en="title")}, ["speaks both languages"]),
        ({"remedy": Text(zh="更新", en="更新")}, ["speaks both languages"]),
        ({"cites": (evolve(make_provision().citation, provision=None),)}, ["cites a provision"]),
        (
            {"requires": (posts.count() >= 2) & (posts.count() < 2)},
            ["can pass"],
        ),
        ({"requires": (posts.count() >= 2) | (posts.count() < 2)}, ["can fail"]),
        ({"requires": account.labels.is_missing()}, ["does not pass without facts"]),
        (
            {
                "requires": account.is_main
                | (account.followers.is_missing() & account.is_main)
                | (account.is_main & (account.followers > Param("most", 5, origin="text")))
            },
            ["uses its parameters"],
        ),
    ],
)
def test_a_planted_fault_is_found_by_its_law(parts: dict[str, Any], laws: list[str]) -> None:
    assert faults(evolve(make_rule(requires=account.is_main), **parts)) == laws


def test_a_rule_may_be_meant_to_pass_without_facts() -> None:
    rule = make_rule(requires=account.labels.is_missing())

    assert faults(rule, may_pass_without_facts=[rule.id]) == []
    with pytest.raises(UnknownNameError):
        checks(RuleSet("test", (rule,)), may_pass_without_facts=["test/other"])


def _one_more_post(scene: Scene) -> Portfolio:
    more = Post(id="one-more", account_id=scene.subject.id, published_at=scene.as_of, reads=1)
    return evolve(scene.portfolio, posts=(*(scene.portfolio.posts or ()), more))


def test_what_is_declared_for_the_better_is_held_to_that() -> None:
    fewer = make_rule(requires=posts.within(days=7).count() <= 1)
    declared = Monotone(fewer.id, "one more post", _one_more_post)

    assert faults(UPDATED, monotone=[declared]) == []
    assert faults(fewer, monotone=[declared]) == ["still passes after one more post"]


def test_of_a_function_only_what_it_says_and_what_it_makes_of_nothing_is_asked() -> None:
    def careless(situation: Situation) -> bool:
        return not situation.posts

    rule = make_rule(check=careless)

    assert [check.law for check in checks(RuleSet("test", (rule,)))] == [
        "cites a provision",
        "speaks both languages",
        "does not pass without facts",
    ]
    assert faults(rule) == ["does not pass without facts"]


@pytest.mark.parametrize("subject", Subject)
def test_silence_is_no_yes_for_any_subject(subject: Subject) -> None:
    rule = make_rule(subject=subject, check=lambda _: True)

    assert faults(rule) == ["does not pass without facts"]
