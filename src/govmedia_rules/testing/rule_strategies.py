"""
Hypothesis strategies from rules: scenes in which a rule passes, fails, or is left undetermined.

They are built from the rule's conditions, so nothing is drawn in vain; and each is judged by
the interpreter before it is given.
"""

from __future__ import annotations

from datetime import datetime

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from govmedia_rules.findings import Outcome
from govmedia_rules.rules import Rule
from govmedia_rules.testing.choosing import DrawnChoices
from govmedia_rules.testing.failures import NoSituationError
from govmedia_rules.testing.scenes import Scene
from govmedia_rules.testing.solver import Solver
from govmedia_rules.testing.times import moment_in_force

__all__ = ["at_the_boundary", "failing", "passing", "undetermined"]


def passing(rule: Rule, *, as_of: str | datetime | None = None) -> SearchStrategy[Scene]:
    """
    Draw scenes in which *rule* passes: it applies, no exception lifts it, it is kept.

    Parameters:
        rule: a rule whose demand is a condition.

        as_of: the monitoring moment; one at which the rule is in force unless given.

    Raises:
        CannotBeError: when there is no such scene.
        CouldNotFindError: when none was found.
        NotATreeError: when a function decides the rule.
    """
    return _scenes(rule, Outcome.PASS, as_of)


def failing(rule: Rule, *, as_of: str | datetime | None = None) -> SearchStrategy[Scene]:
    """
    Draw scenes in which *rule* fails: it applies, no exception lifts it, it is broken.

    Parameters:
        rule: a rule whose demand is a condition.

        as_of: the monitoring moment; one at which the rule is in force unless given.

    Raises:
        CannotBeError: when there is no such scene.
        CouldNotFindError: when none was found.
        NotATreeError: when a function decides the rule.
    """
    return _scenes(rule, Outcome.FAIL, as_of)


def undetermined(rule: Rule, *, as_of: str | datetime | None = None) -> SearchStrategy[Scene]:
    """
    Draw scenes in which facts are missing without which *rule* cannot be decided.

    Parameters:
        rule: a rule whose demand is a condition.

        as_of: the monitoring moment; one at which the rule is in force unless given.

    Raises:
        CannotBeError: when there is no such scene.
        CouldNotFindError: when none was found.
        NotATreeError: when a function decides the rule.
    """
    return _scenes(rule, Outcome.UNDETERMINED, as_of)


def at_the_boundary(rule: Rule, *, as_of: str | datetime | None = None) -> SearchStrategy[Scene]:
    """
    Draw scenes that pass or fail next to a threshold, just inside or just outside.

    Counts are at the number asked for or one beside it, moments at the edge of a window or
    a microsecond before or after it, answers given when they just still hold; rows that a
    window leaves out stand right before it.

    Parameters:
        rule: a rule whose conditions count, measure or date something.

        as_of: the monitoring moment; one at which the rule is in force unless given.

    Raises:
        CannotBeError: when its conditions have no threshold, or it can neither pass nor fail.
        CouldNotFindError: when no such scene was found.
        NotATreeError: when a function decides the rule.
    """
    found: list[SearchStrategy[Scene]] = []
    failed: NoSituationError | None = None
    for outcome in (Outcome.FAIL, Outcome.PASS):
        try:
            found.append(_scenes(rule, outcome, as_of, at_edge=True))
        except NoSituationError as error:
            failed = error
    if not found and failed is not None:
        raise failed
    return st.one_of(found)


def _scenes(
    rule: Rule, outcome: Outcome, as_of: str | datetime | None, *, at_edge: bool = False
) -> SearchStrategy[Scene]:
    return _built(Solver(rule, outcome, moment_in_force(rule, as_of), at_edge).prove())


@st.composite
def _built(draw: DrawFn, solver: Solver) -> Scene:
    return solver.scene(DrawnChoices(lambda low, high: draw(st.integers(low, high))))
