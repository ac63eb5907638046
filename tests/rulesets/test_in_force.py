"""Every dated rule: nothing the day before it binds, judged on that day and after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import pytest

from govmedia_rules.cases import RuleCase, jiangsu_2019, rule_cases
from govmedia_rules.findings import Outcome, Report
from govmedia_rules.law import INSPECTION_2019 as INDICATORS
from govmedia_rules.law import OPINION_2018 as OPINION
from govmedia_rules.moments import midnight
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets import IN_THE_BOX, INSPECTION_2019, OPINION_2018
from situations import audited, run_of

FIRST_DAYS: Final = {
    OPINION.id: date(2018, 12, 7),
    INDICATORS.id: date(2019, 4, 1),
    "guangdong-2019": date(2019, 4, 24),
    "henan-2019": date(2019, 8, 6),
    "jiangsu-2019": date(2019, 6, 10),
    "yunnan-2019": date(2019, 8, 3),
    "liaoning-2019": date(2019, 12, 31),
    "zhoushan-2020": date(2020, 9, 14),
    "hubei-2021": date(2021, 2, 6),
    "yingkou-zhanqian-2022": date(2022, 12, 31),
    "xiayi-2022": date(2022, 12, 31),
    "minhou-2024": date(2024, 1, 1),
    "guizhou-2025": date(2025, 12, 31),
    "linyi-hedong": date(2026, 11, 22),
    "eshan": date(2026, 11, 22),
}
LAST_DAYS: Final = {"minhou-2024": date(2024, 12, 31)}
RULES: Final = [rule for ruleset in IN_THE_BOX.values() for rule in ruleset]


def test_a_rule_set_is_known_by_the_id_of_its_instrument() -> None:
    assert {name: ruleset.id for name, ruleset in IN_THE_BOX.items()} == {
        name: name for name in FIRST_DAYS
    }


def first_day_of(rule: Rule) -> date:
    return FIRST_DAYS[rule.id.partition("/")[0]]


def failing_case(rule: Rule) -> RuleCase:
    return next(
        case
        for case in rule_cases(rule.id.partition("/")[0])
        if case.rule_id == rule.id and case.expect is Outcome.FAIL
    )


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
class TestEveryRule:
    def test_binds_from_its_first_day_on(self, rule: Rule) -> None:
        first = first_day_of(rule)

        bound = [
            rule.is_in_force_on(first + timedelta(days=days)) for days in (-366, -1, 0, 1, 366)
        ]

        assert bound == [False, False, True, True, rule.id.partition("/")[0] not in LAST_DAYS]

    def test_judges_nothing_until_the_second_before(self, rule: Rule) -> None:
        portfolio = failing_case(rule).portfolio
        instant = midnight(first_day_of(rule)).subtract(seconds=1)

        report = audited(portfolio, rule, as_of=instant)

        run = run_of(report, rule.id)
        assert (run.is_in_force, run.passed, run.failed, run.undetermined) == (False, 0, 0, 0)
        assert (report.findings, report.exclusions, report.inspected) == ((), (), ())

    @pytest.mark.parametrize("seconds", [0, 1], ids=["the instant", "the second after"])
    def test_is_in_force_from_the_first_instant_of_its_day(self, rule: Rule, seconds: int) -> None:
        instant = midnight(first_day_of(rule)).add(seconds=seconds)

        report = audited(failing_case(rule).portfolio, rule, as_of=instant)

        assert run_of(report, rule.id).is_in_force

    def test_fails_what_fails_once_it_binds(self, rule: Rule) -> None:
        case = failing_case(rule)

        assert case.outcome(rule) is Outcome.FAIL


def _case_11(as_of: str) -> Report:
    return audited(jiangsu_2019(), OPINION_2018 | INSPECTION_2019, as_of=as_of)


def test_in_2017_neither_instrument_judges_the_employee_who_cheered_for_a_star() -> None:
    report = _case_11("2017-12-31T00:00:00+08:00")

    assert report.findings == ()
    assert {run.is_in_force for run in report.rules} == {False}


def test_between_the_two_first_days_only_the_opinion_binds() -> None:
    report = _case_11("2019-03-31T23:59:59+08:00")

    bound = {run.rule_id.partition("/")[0] for run in report.rules if run.is_in_force}
    assert bound == {"opinion-2018"}


def test_the_opinion_does_not_reach_back_to_a_post_of_2017() -> None:
    report = audited(jiangsu_2019(), OPINION_2018, as_of="2019-06-05T00:00:00+08:00")

    about = [
        finding.rule_id
        for finding in report.findings_of("weibo:永州市文明办")
        if finding.outcome is Outcome.FAIL
    ]
    assert about == []


def test_the_rules_in_force_are_those_of_the_instruments_in_force() -> None:
    both: RuleSet = OPINION_2018 | INSPECTION_2019

    assert tuple(both.in_force("2018-12-06T12:00:00+08:00")) == ()
    assert tuple(both.in_force("2018-12-07T00:00:00+08:00")) == tuple(OPINION_2018)
    assert tuple(both.in_force("2019-04-01T00:00:00+08:00")) == tuple(both)
