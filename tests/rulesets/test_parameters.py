"""The numbers of the two instruments' rules: what they count, and how far a city may move them."""

from __future__ import annotations

import pytest

from govmedia_rules.conditions import Origin, Param
from govmedia_rules.errors import RuleError
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets import INSPECTION_2019, OPINION_2018

RULES: RuleSet = INSPECTION_2019 | OPINION_2018

NUMBERS: list[tuple[Rule, Param]] = [
    (rule, param)
    for rule in RULES
    for param in rule.params
    if isinstance(param.value, (int, float))
]

LEAST = {
    "account": 1,
    "app": 0,  # a city may want none at all
    "day": 1,
    "follower": 1,
    "letter": 1,
    "name": 1,
    "platform": 1,
    "post": 1,
    "read": 1,
}
"""The least that each thing counted may be set to; shares have no common bound."""

each_number = pytest.mark.parametrize(
    ("rule", "param"), NUMBERS, ids=[f"{rule.id}:{param.name}" for rule, param in NUMBERS]
)
each_count = pytest.mark.parametrize(
    ("rule", "param"),
    [(rule, param) for rule, param in NUMBERS if param.unit != "share"],
    ids=[f"{rule.id}:{param.name}" for rule, param in NUMBERS if param.unit != "share"],
)


@each_number
def test_a_number_says_what_it_counts(rule: Rule, param: Param) -> None:
    assert param.unit in {*LEAST, "share"}
    assert isinstance(param.value, float) is (param.unit == "share")


@each_count
def test_a_number_may_be_set_to_the_least_that_makes_sense_and_no_lower(
    rule: Rule, param: Param
) -> None:
    least = LEAST[str(param.unit)]

    (changed,) = (
        each
        for each in RULES.override(rule.id, **{param.name: least}).rule(rule.id).params
        if each.name == param.name
    )
    assert changed.value == least
    with pytest.raises(RuleError, match=f"{param.name} is {least - 1}; expected at least {least}"):
        RULES.override(rule.id, **{param.name: least - 1})


def test_a_mean_of_reads_may_not_rest_on_nothing() -> None:
    for name in ("alike-accounts-merged", "little-read"):
        rule_id = f"opinion-2018/{name}"

        assert RULES.override(rule_id, coverage=0.01).rule(rule_id) != RULES.rule(rule_id)
        with pytest.raises(RuleError, match=r"coverage is 0\.0; expected at least 0\.01"):
            RULES.override(rule_id, coverage=0.0)


@each_number
def test_a_number_that_the_text_does_not_state_gives_its_reason_in_both_languages(
    rule: Rule, param: Param
) -> None:
    if param.origin is Origin.TEXT:
        assert (rule.id, param.name) == ("inspection-2019/no-update-in-two-weeks", "days")
    else:
        zh, _, en = str(param.source).partition(" / ")
        assert not zh[:1].isascii()
        assert en[:1].isascii()


def test_what_a_city_overrides_keeps_its_name() -> None:
    """Rule files and calls of override say it."""
    assert {param.name for rule in RULES for param in rule.params} == {
        "accounts",
        "android",
        "answer_days",
        "apps",
        "company_words",
        "coverage",
        "days",
        "followers",
        "grace_days",
        "ios",
        "least_share",
        "letters",
        "most_share",
        "names",
        "platforms",
        "posts",
        "reads",
        "sites",
        "stems",
    }
