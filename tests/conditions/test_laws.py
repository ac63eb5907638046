"""The laws of Kleene logic hold for what conditions come to, in every situation."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import assume, example, given
from hypothesis import strategies as st

from govmedia_rules.conditions import Condition, all_of, always, any_of, never
from govmedia_rules.conditions.interpreter import Situation, truth_in
from govmedia_rules.conditions.logic import kleene_and, kleene_not, kleene_or, mean
from govmedia_rules.evaluation.index import PortfolioIndex
from govmedia_rules.models import Portfolio
from tree_strategies import AS_OF, conditions, portfolios

TRUTHS = (True, False, None)


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    portfolio: Portfolio = draw(portfolios())
    index = PortfolioIndex.of(portfolio, AS_OF)
    assume(index.accounts)
    return index.of_account(draw(st.sampled_from(index.accounts)))


@given(situation=situations(), a=conditions())
def test_joining_with_what_is_neutral_changes_nothing(situation: Situation, a: Condition) -> None:
    truth = truth_in(a, situation)

    assert truth_in(a & always, situation) is truth
    assert truth_in(a | never, situation) is truth


@given(situation=situations(), a=conditions())
def test_never_defeats_a_conjunction_and_always_a_disjunction(
    situation: Situation, a: Condition
) -> None:
    assert truth_in(a & never, situation) is False
    assert truth_in(a | always, situation) is True


@given(situation=situations(), a=conditions())
def test_saying_it_twice_says_it_once(situation: Situation, a: Condition) -> None:
    truth = truth_in(a, situation)

    assert truth_in(all_of(a, a), situation) is truth
    assert truth_in(any_of(a, a), situation) is truth


@given(situation=situations(), a=conditions(), b=conditions())
def test_the_order_of_parts_does_not_matter(
    situation: Situation, a: Condition, b: Condition
) -> None:
    assert truth_in(a & b, situation) is truth_in(b & a, situation)
    assert truth_in(a | b, situation) is truth_in(b | a, situation)


@given(situation=situations(), a=conditions(), b=conditions(), c=conditions())
def test_grouping_does_not_matter(
    situation: Situation, a: Condition, b: Condition, c: Condition
) -> None:
    assert truth_in((a & b) & c, situation) is truth_in(a & (b & c), situation)
    assert truth_in((a | b) | c, situation) is truth_in(a | (b | c), situation)


@given(situation=situations(), a=conditions(), b=conditions())
def test_de_morgan(situation: Situation, a: Condition, b: Condition) -> None:
    assert truth_in(~(a & b), situation) is truth_in(~a | ~b, situation)
    assert truth_in(~(a | b), situation) is truth_in(~a & ~b, situation)


@given(situation=situations(), a=conditions())
def test_a_double_negation_says_what_it_negates_twice(situation: Situation, a: Condition) -> None:
    assert truth_in(~~a, situation) is truth_in(a, situation)


@given(situation=situations(), a=conditions(), b=conditions(), c=conditions())
def test_and_distributes_over_or(
    situation: Situation, a: Condition, b: Condition, c: Condition
) -> None:
    assert truth_in(a & (b | c), situation) is truth_in((a & b) | (a & c), situation)


def test_the_tables_of_and_or_not_are_kleenes() -> None:
    conjunction = [[kleene_and((a, b)) for b in TRUTHS] for a in TRUTHS]
    disjunction = [[kleene_or((a, b)) for b in TRUTHS] for a in TRUTHS]

    assert conjunction == [
        [True, False, None],
        [False, False, False],
        [None, False, None],
    ]
    assert disjunction == [
        [True, True, True],
        [True, False, None],
        [True, None, None],
    ]
    assert [kleene_not(a) for a in TRUTHS] == [False, True, None]


@given(values=st.lists(st.integers(0, 2**60), min_size=1))
@example(values=[1, 2**53 - 1, 1])
def test_a_mean_of_whole_numbers_is_the_number_nearest_to_it(values: list[int]) -> None:
    assert mean(values) == float(Fraction(sum(values), len(values)))


@given(values=st.lists(st.floats(0, 1000), min_size=1))
@example(values=[0.1, 0.2, 0.3])
def test_a_mean_of_numbers_with_parts_does_not_depend_on_their_order(values: list[float]) -> None:
    assert mean(values) == mean(values[::-1]) == mean(sorted(values))
