"""What differs between two rule sets."""

from __future__ import annotations

from attrs import evolve
from hypothesis import given

from govmedia_rules.conditions import Param, account, posts
from govmedia_rules.law import INSPECTION_2019 as INSTRUMENT
from govmedia_rules.law import Force, Severity
from govmedia_rules.models import Subject
from govmedia_rules.rulefile import Change, diff_rulesets
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets import INSPECTION_2019
from govmedia_rules.text import Text
from tree_strategies import rulesets

TWO_WEEKS = "inspection-2019/no-update-in-two-weeks"
DAYS = Param("days", 7, unit="day", origin="text")
RULE = Rule(
    id="x/y",
    title=Text(zh="标题", en="title"),
    cites=(INSTRUMENT.provision("2.1"),),
    force=Force.OBLIGATION,
    requires=posts.within(days=DAYS).count() >= 1,
)


def _changes(new: Rule) -> tuple[Change, ...]:
    diff = diff_rulesets(RuleSet("a", [RULE]), RuleSet("b", [new]))
    (change,) = diff.changed
    assert (change.old, change.new) == (RULE, new)
    return change.changes


def test_equal_sets_do_not_differ_whatever_they_are_called() -> None:
    other = RuleSet("other", INSPECTION_2019.rules)
    assert diff_rulesets(INSPECTION_2019, other).is_empty


def test_rules_that_only_one_set_has_are_added_or_removed() -> None:
    less = INSPECTION_2019.without("*/app-*")
    diff = diff_rulesets(INSPECTION_2019, less)
    assert ([rule.id for rule in diff.removed], diff.added, diff.changed, diff.is_reordered) == (
        ["inspection-2019/app-unusable"],
        (),
        (),
        False,
    )
    back = diff_rulesets(less, INSPECTION_2019)
    assert (back.added, back.removed) == (diff.removed, diff.added)


def test_another_order_is_told() -> None:
    turned = RuleSet("x", INSPECTION_2019.rules[::-1])
    diff = diff_rulesets(INSPECTION_2019, turned)
    assert (diff.is_reordered, diff.is_empty, diff.added, diff.changed) == (True, False, (), ())


def test_another_value_is_told_as_a_parameter_and_not_as_a_condition() -> None:
    new = INSPECTION_2019.override(TWO_WEEKS, days=10)
    diff = diff_rulesets(INSPECTION_2019, new)
    (change,) = diff.changed
    (param,) = change.params
    assert change.changes == ()
    assert param.old is not None
    assert param.new is not None
    assert (param.name, param.old.value, param.new.value) == ("days", 14, 10)


def test_each_other_part_is_told_with_what_it_was_and_is() -> None:
    cites = (INSTRUMENT.provision("2.1").citation, INSTRUMENT.citation)
    changed = evolve(
        RULE,
        title=Text(zh="题", en="t"),
        force=Force.DEFEASIBLE,
        severity=Severity.NOTE,
        cites=cites,
        remedy=Text(zh="改", en="mend"),
    )
    assert _changes(changed) == (
        Change("title", RULE.title, changed.title),
        Change("force", Force.OBLIGATION, Force.DEFEASIBLE),
        Change("severity", Severity.ERROR, Severity.NOTE),
        Change("cites", RULE.cites, cites),
        Change("remedy", None, changed.remedy),
    )
    assert (
        _changes(evolve(RULE, subject=Subject.ACCOUNT, applies=account.is_main))[0].part
        == "applies"
    )


def test_another_condition_and_a_parameter_more_are_both_told() -> None:
    least = Param("least", 2, origin="text")
    new = evolve(RULE, requires=posts.within(days=DAYS).count() >= least)
    diff = diff_rulesets(RuleSet("a", [RULE]), RuleSet("b", [new]))
    (change,) = diff.changed
    assert [(param.name, param.old) for param in change.params] == [("least", None)]
    assert [part.part for part in change.changes] == ["requires"]


def test_a_parameter_that_became_a_word_differs_and_so_does_its_condition() -> None:
    word = Param("days", "wechat", origin="text")
    new = evolve(RULE, requires=account.platform == word)
    diff = diff_rulesets(RuleSet("a", [RULE]), RuleSet("b", [new]))
    (change,) = diff.changed
    assert [part.part for part in change.changes] == ["requires"]
    assert [param.name for param in change.params] == ["days"]


@given(old=rulesets(), new=rulesets())
def test_sets_are_equal_exactly_when_nothing_differs(old: RuleSet, new: RuleSet) -> None:
    diff = diff_rulesets(old, new)
    assert diff.is_empty == (old == new)
    for change in diff.changed:
        assert change.params or change.changes
    assert diff_rulesets(old, old).is_empty
