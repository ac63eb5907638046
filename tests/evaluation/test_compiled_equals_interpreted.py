"""The compiled audit and the interpreter give the same report, whole."""

from __future__ import annotations

from hypothesis import given

from govmedia_rules.evaluation import audit, interpret_audit
from govmedia_rules.models import Portfolio
from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets import INSPECTION_2019
from tree_strategies import AS_OF, portfolios, rulesets


@given(portfolio=portfolios(), ruleset=rulesets())
def test_both_ways_give_the_same_report_for_random_rules(
    portfolio: Portfolio, ruleset: RuleSet
) -> None:
    assert audit(portfolio, ruleset, as_of=AS_OF) == interpret_audit(
        portfolio, ruleset, as_of=AS_OF
    )


@given(portfolio=portfolios())
def test_both_ways_give_the_same_report_for_the_inspection(portfolio: Portfolio) -> None:
    assert audit(portfolio, INSPECTION_2019, as_of=AS_OF) == interpret_audit(
        portfolio, INSPECTION_2019, as_of=AS_OF
    )
