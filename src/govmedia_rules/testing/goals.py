"""What each condition of a rule has to be for the rule to have an outcome."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from govmedia_rules.conditions import Condition
from govmedia_rules.findings import Outcome
from govmedia_rules.rules import Rule
from govmedia_rules.testing.choosing import Choices, ordered
from govmedia_rules.testing.search import FALSE, TRUE, UNKNOWN, Goal, Truths

__all__ = ["goals_for"]


def goals_for(rule: Rule, outcome: Outcome, choices: Choices) -> Iterator[list[Goal]]:
    """
    Yield the ways to an outcome: the conditions that matter, with the truths they need.

    Parameters:
        rule: the rule; its demand is a condition.

        outcome: pass, fail, undetermined or not applicable.

        choices: who chooses what comes first.
    """
    demand = cast("Condition", rule.forbids if rule.requires is None else rule.requires)
    kept, broken = (TRUE, FALSE) if rule.requires is not None else (FALSE, TRUE)

    def way(bound: Truths, unless: Truths | None = None, asked: Truths | None = None) -> list[Goal]:
        given = ((rule.bound, bound), (rule.unless, unless), (demand, asked))
        return [
            (condition, truths)
            for condition, truths in given
            if condition is not None and truths is not None
        ]

    match outcome:
        case Outcome.PASS:
            yield way(TRUE, FALSE, kept)
        case Outcome.FAIL:
            yield way(TRUE, FALSE, broken)
        case Outcome.UNDETERMINED:
            ways = [way(TRUE, FALSE, UNKNOWN)]
            if rule.bound is not None:
                ways.append(way(UNKNOWN))
            if rule.unless is not None:
                ways.append(way(TRUE, UNKNOWN))
            yield from ordered(choices, ways)
        case _:
            ways = [] if rule.bound is None else [way(FALSE)]
            if rule.unless is not None:
                ways.append(way(TRUE, TRUE))
            yield from ordered(choices, ways)
