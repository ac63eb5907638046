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

NUMBERS_ASKED = {
    "inspection-2019/no-update-in-two-weeks": {"days": 14},
    "opinion-2018/presence-on-new-platforms": {"platforms": 2},
    "opinion-2018/apps-planned-sparingly": {"apps": 1},
    "opinion-2018/main-account-named": {"accounts": 2},
    "opinion-2018/not-one-way": {"days": 90},
    "opinion-2018/messages-answered-in-time": {"days": 15},
    "opinion-2018/name-concise": {"letters": 20},
    "opinion-2018/same-name-on-platforms": {"stems": 2},
    "opinion-2018/alike-accounts-merged": {
        "followers": 1000,
        "days": 90,
        "coverage": 0.8,
        "reads": 100,
    },
    "opinion-2018/little-read": {"days": 90, "coverage": 0.8, "reads": 100},
    "opinion-2018/seldom-updated": {"days": 90, "posts": 6},
    "opinion-2018/silent-accounts-closed": {"days": 90},
    "opinion-2018/originals-encouraged": {"days": 90, "coverage": 0.8, "least_share": 0.3},
    "opinion-2018/not-mostly-the-superiors-posts": {"days": 90, "coverage": 0.8, "most_share": 0.5},
    "opinion-2018/posts-keep-to-duties": {"days": 365, "coverage": 0.8, "most_share": 0.2},
    "opinion-2018/timely-updates": {"days": 14},
    "opinion-2018/harmful-content-taken-down": {"days": 1},
    "opinion-2018/harmful-content-taken-down-in-time": {"days": 1},
    "opinion-2018/supervisors-inspect-regularly": {"days": 92},
}
"""The numbers that verdicts rest on where nobody overrides them, but for answers and days of grace."""

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


def test_the_numbers_are_those_that_verdicts_have_rested_on() -> None:
    periods = {"answer_days": 365, "grace_days": 30}

    asked: dict[str, dict[str, object]] = {}
    for rule, param in NUMBERS:
        if param.name in periods:
            assert param.value == periods[param.name]
        else:
            asked.setdefault(rule.id, {})[param.name] = param.value

    assert asked == NUMBERS_ASKED


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
