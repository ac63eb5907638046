"""Situations from random rules: what is found is so, and what cannot be is never met."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govmedia_rules.evaluation import audit, interpret_audit
from govmedia_rules.findings import Outcome
from govmedia_rules.models import Portfolio
from govmedia_rules.rules import RuleSet
from govmedia_rules.testing import CannotBeError, CouldNotFindError
from govmedia_rules.testing.choosing import DrawnChoices
from govmedia_rules.testing.scenes import outcome_in
from govmedia_rules.testing.solver import Solver
from random_situations import situations_in
from tree_strategies import AS_OF, portfolios, rulesets

OUTCOMES = st.sampled_from((Outcome.PASS, Outcome.FAIL, Outcome.UNDETERMINED))


@settings(max_examples=30)
@given(
    ruleset=rulesets(max_rules=1),
    outcome=OUTCOMES,
    some=st.lists(portfolios(), min_size=2, max_size=2),
    data=st.data(),
)
def test_a_random_rule_gets_a_situation_or_an_honest_no(
    ruleset: RuleSet, outcome: Outcome, some: list[Portfolio], data: st.DataObject
) -> None:
    rule = ruleset.rules[0]
    try:
        solver = Solver(rule, outcome, AS_OF).prove()
    except CouldNotFindError:
        return
    except CannotBeError:
        met = {outcome_in(rule, each) for one in some for each in situations_in(one, rule.subject)}
        assert outcome not in met
        return

    scene = solver.scene(DrawnChoices(lambda low, high: data.draw(st.integers(low, high))))

    assert scene.outcome is outcome
    assert audit(scene.portfolio, ruleset, as_of=AS_OF) == interpret_audit(
        scene.portfolio, ruleset, as_of=AS_OF
    )


@pytest.mark.parametrize("outcome", [Outcome.PASS, Outcome.FAIL])
@given(ruleset=rulesets(max_rules=1))
@settings(max_examples=5)
def test_the_same_rule_is_solved_the_same_way_again(outcome: Outcome, ruleset: RuleSet) -> None:
    rule = ruleset.rules[0]
    answers: list[object] = []
    for _ in range(2):
        try:
            Solver(rule, outcome, AS_OF).prove()
            answers.append(None)
        except (CannotBeError, CouldNotFindError) as error:
            answers.append((type(error), str(error)))

    assert answers[0] == answers[1]
