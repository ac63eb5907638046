"""The cases in the box: each comes out as it says, and together they leave no rule's edge untried."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

import attrs
import pytest
from attrs import evolve

from govmedia_rules.cases import RuleCase, Side, rule_cases
from govmedia_rules.conditions import Condition, Param
from govmedia_rules.errors import RuleError, UnknownNameError
from govmedia_rules.evaluation import audit, interpret_audit
from govmedia_rules.findings import Outcome
from govmedia_rules.models import Portfolio
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets import IN_THE_BOX, INSPECTION_2019
from govmedia_rules.text import Text
from situations import AS_OF, account_with, ago, post_with, rule_with

ALWAYS_KNOWN: Final[dict[str, str]] = {}
"""Rules that can never be undetermined, each with the reason."""


@cache
def cases_by_rule() -> dict[str, list[RuleCase]]:
    found: dict[str, list[RuleCase]] = {}
    for ruleset in IN_THE_BOX.values():
        for case in rule_cases(ruleset):
            found.setdefault(case.rule_id, []).append(case)
    return found


def rules_with_cases() -> Iterator[Rule]:
    """Yield the rules of every rule set that has any cases."""
    for ruleset in IN_THE_BOX.values():
        if rule_cases(ruleset):
            yield from ruleset


ALL_CASES: Final = [(rules, case) for rules in IN_THE_BOX.values() for case in rule_cases(rules)]
RULES: Final = list(rules_with_cases())


def name_of(value: object) -> str:
    match value:
        case RuleCase():
            return f"{value.place} {value.title.zh}"
        case Rule() | RuleSet():
            return value.id
        case _:
            return str(value)


@pytest.mark.parametrize("run", [audit, interpret_audit])
@pytest.mark.parametrize(("rules", "case"), ALL_CASES, ids=name_of)
def test_every_case_comes_out_as_it_says(rules: RuleSet, case: RuleCase, run: object) -> None:
    assert run in {audit, interpret_audit}
    runner = audit if run is audit else interpret_audit

    assert case.outcome(rules, run=runner) is case.expect
    finding = case.finding(rules, run=runner)
    has_finding = case.expect in {Outcome.FAIL, Outcome.UNDETERMINED}
    assert (None if finding is None else finding.outcome) == (case.expect if has_finding else None)


def test_the_inspection_has_cases() -> None:
    assert {case.rule_id for _, case in ALL_CASES} >= {rule.id for rule in INSPECTION_2019}


def missing_outcomes(rule: Rule, cases: list[RuleCase]) -> set[Outcome]:
    due = {Outcome.PASS, Outcome.FAIL}
    if rule.id not in ALWAYS_KNOWN:
        due.add(Outcome.UNDETERMINED)
    if rule.applies is not None or rule.unless is not None:
        due.add(Outcome.NOT_APPLICABLE)
    return due - {case.expect for case in cases}


def test_every_rule_has_a_case_of_every_outcome_it_can_come_to() -> None:
    missing = {
        rule.id: sorted(outcomes)
        for rule in RULES
        if (outcomes := missing_outcomes(rule, cases_by_rule().get(rule.id, [])))
    }

    assert missing == {}


def test_the_rules_excused_from_being_undetermined_are_there_and_never_are() -> None:
    cases = cases_by_rule()

    assert ALWAYS_KNOWN.keys() <= {rule.id for rule in RULES}
    for rule_id in ALWAYS_KNOWN:
        assert Outcome.UNDETERMINED not in {case.expect for case in cases[rule_id]}


@pytest.mark.parametrize("part", ["applies", "unless"])
def test_every_scope_and_exception_is_what_makes_some_case_not_applicable(part: str) -> None:
    """Without it, that case would come out otherwise."""
    untried: list[str] = []
    for rule in RULES:
        if getattr(rule, part) is None:
            continue
        # The message may speak of a parameter that only this part has.
        parts: dict[str, Any] = {part: None, "message": None}
        without = evolve(rule, **parts)
        if not any(
            case.outcome(without) is not Outcome.NOT_APPLICABLE
            for case in cases_by_rule()[rule.id]
            if case.expect is Outcome.NOT_APPLICABLE
        ):
            untried.append(rule.id)

    assert untried == []


def moved(rule: Rule, param: Param) -> Iterator[Rule]:
    """Yield the rule with a number moved a little down and up: by one, or a fifth of a fraction."""
    assert isinstance(param.value, (int, float))
    step = 1 if isinstance(param.value, int) else param.value / 5
    for value in (param.value - step, param.value + step):
        try:
            yield rule.override(**{param.name: value})
        except RuleError:
            continue  # below the least value there is


def boundary_faults(rule: Rule, param: Param, cases: list[RuleCase]) -> Iterator[str]:
    """Yield what is missing of the cases at the value of one parameter."""
    here = [case for case in cases if case.boundary == param.name]
    if len({case.expect for case in here}) < 2 or len({case.side for case in here}) < 2:
        yield "no two cases on different sides that come out differently"
        return
    if not isinstance(param.value, (int, float)):
        if not {case.side for case in here} <= {Side.INSIDE, Side.OUTSIDE}:
            yield "sides of words are inside and outside"
        return
    if Side.AT not in {case.side for case in here}:
        yield "no case exactly at the value"
    if {case.side for case in here} & {Side.INSIDE, Side.OUTSIDE}:
        yield "sides of numbers are below, at and above"
    others = list(moved(rule, param))
    close = {
        case.expect
        for case in here
        if any(case.outcome(other) is not case.expect for other in others)
    }
    # A value that is the least there is moves one way only.
    if len(close) < min(2, len(others)):
        yield "the cases stand so far from the value that moving it by one step changes nothing"


def test_every_parameter_has_cases_on_both_sides_of_its_value() -> None:
    faults = {
        f"{rule.id}: {param.name}": found
        for rule in RULES
        for param in rule.params
        if (found := list(boundary_faults(rule, param, cases_by_rule().get(rule.id, []))))
    }

    assert faults == {}


def test_every_case_is_about_a_rule_there_is_and_a_parameter_it_has() -> None:
    params = {
        rule.id: {param.name for param in rule.params}
        for ruleset in IN_THE_BOX.values()
        for rule in ruleset
    }
    strays = [
        (case.place, case.rule_id, case.boundary)
        for instrument in {rule_id.partition("/")[0] for rule_id in params}
        for case in _kept(instrument)
        if case.rule_id not in params
        or (case.boundary is not None and case.boundary not in params[case.rule_id])
    ]

    assert strays == []


def _kept(instrument: str) -> tuple[RuleCase, ...]:
    try:
        return rule_cases(instrument)
    except UnknownNameError:
        return ()


class TestTheCheckOfTheBoundaries:
    RULE = INSPECTION_2019.rule("inspection-2019/no-update-in-two-weeks")

    def faults(self, *kept: tuple[str, Side]) -> list[str]:
        (param,) = self.RULE.params
        cases = [
            RuleCase(
                rule_id=self.RULE.id,
                title=Text(zh="例", en="case"),
                expect=Outcome.PASS if side is Side.BELOW else Outcome.FAIL,
                as_of=AS_OF,
                portfolio=Portfolio(
                    accounts=(account_with(),),
                    posts=(post_with(published_at=ago(seconds=int(seconds))),),
                ),
                boundary="days",
                side=side,
            )
            for seconds, side in kept
        ]
        return list(boundary_faults(self.RULE, param, cases))

    def test_is_content_with_the_exact_value_and_a_neighbour(self) -> None:
        days = 14 * 86_400

        assert self.faults((f"{days}", Side.AT), (f"{days - 1}", Side.BELOW)) == []

    def test_notices_what_is_missing(self) -> None:
        days = 14 * 86_400

        assert self.faults((f"{days}", Side.AT))
        assert self.faults((f"{days}", Side.AT), (f"{days + 1}", Side.ABOVE))
        assert self.faults((f"{days + 1}", Side.ABOVE), (f"{days - 1}", Side.BELOW))
        assert self.faults((f"{days}", Side.AT), ("86400", Side.BELOW))
        assert self.faults((f"{days}", Side.OUTSIDE), (f"{days - 1}", Side.BELOW))


class TestTheCasesInTheBox:
    def test_are_given_by_rule_set_or_by_instrument(self) -> None:
        few = INSPECTION_2019.select("inspection-2019/app-*")

        assert rule_cases("inspection-2019") == rule_cases(INSPECTION_2019)
        assert {case.rule_id for case in rule_cases(few)} == {"inspection-2019/app-unusable"}
        assert rule_cases(RuleSet("mine", (rule_with(requires=rule_condition()),))) == ()

    def test_are_not_kept_for_an_unknown_instrument(self) -> None:
        with pytest.raises(UnknownNameError, match="did you mean 'inspection-2019'"):
            rule_cases("inspection-2018")

    def test_are_values(self) -> None:
        case = rule_cases("inspection-2019")[0]

        assert attrs.evolve(case) == case
        assert hash(case) == hash(rule_cases("inspection-2019")[0])


def rule_condition() -> Condition | None:
    return INSPECTION_2019.rule("inspection-2019/no-interaction").requires
