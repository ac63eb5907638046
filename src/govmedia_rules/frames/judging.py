"""What a rule comes to for each account or unit, as one column of codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import polars as pl
from attrs import define, field

from govmedia_rules.conditions.nodes import Key
from govmedia_rules.conditions.predicates import Comparison, Operator, Truth
from govmedia_rules.evaluation.plans import Part, RulePlan
from govmedia_rules.frames.rails import Pair, Rails
from govmedia_rules.frames.row_rules import kept_pair

__all__ = [
    "BY_DEMAND",
    "BY_EXCEPTION",
    "BY_EXCEPTION_AND_DEMAND",
    "BY_SCOPE",
    "DECIDING",
    "FAIL",
    "NOT_APPLICABLE",
    "PASS",
    "LeafColumns",
    "asks_for_any",
    "code_of",
]

PASS: Final = 0
NOT_APPLICABLE: Final = 1
FAIL: Final = 2
BY_DEMAND: Final = 3
"""Undetermined, because of the demand; the codes below say likewise what stayed open."""
BY_EXCEPTION: Final = 4
BY_EXCEPTION_AND_DEMAND: Final = 5
BY_SCOPE: Final = 6

DECIDING: Final[dict[int, tuple[Part, ...]]] = {
    FAIL: ("demand",),
    BY_DEMAND: ("demand",),
    BY_EXCEPTION: ("exception",),
    BY_EXCEPTION_AND_DEMAND: ("exception", "demand"),
    BY_SCOPE: ("scope",),
}
"""The parts of a rule that decided, by the code of what it came to."""


def asks_for_any(plan: RulePlan, leaf: int) -> bool:
    """
    Return whether a rule demands nothing but that there be any rows, and *leaf* says so.

    Its failures then have no rows to show.
    """
    demand = plan.leaves[leaf]
    if plan.rule.requires is not demand or not isinstance(demand, Comparison):
        return False
    sides = [position for some in plan.leaves_by_part.values() for position in some]
    least = {Operator.GE: 1, Operator.GT: 0}.get(demand.operator)
    return sides.count(leaf) == 1 and demand.right.plain == least


def code_of(plan: RulePlan, rails: Rails) -> pl.Expr:
    """Return what a rule comes to, as one of the codes of this module."""
    rule = plan.rule
    kept = kept_pair(plan, rails)
    asked: list[tuple[pl.Expr, int]] = []
    if rule.bound is not None:
        scope = rails.pair(rule.bound)
        asked += [(scope.false, NOT_APPLICABLE), (scope.unknown, BY_SCOPE)]
    if rule.unless is not None:
        lifted = rails.pair(rule.unless)
        asked += [
            (lifted.certain, NOT_APPLICABLE),
            (lifted.unknown & kept.unknown, BY_EXCEPTION_AND_DEMAND),
            (lifted.unknown, BY_EXCEPTION),
        ]
    asked += [(kept.certain, PASS), (kept.unknown, BY_DEMAND)]
    return _first_of(asked, FAIL)


def _first_of(asked: Iterable[tuple[pl.Expr, int]], otherwise: int) -> pl.Expr:
    """Return the code beside the first condition that holds."""
    code: pl.Expr = pl.lit(otherwise, dtype=pl.Int8)
    for holds, value in reversed(list(asked)):
        code = pl.when(holds).then(pl.lit(value, dtype=pl.Int8)).otherwise(code)
    return code


@define(eq=False)
class LeafColumns:
    """
    The leaves of several rules, each with columns for both its rails.

    Parameters:
        rails: writes conditions as columns.
    """

    rails: Rails
    _known: dict[Key, Pair] = field(factory=dict, init=False)
    _written: dict[str, pl.Expr] = field(factory=dict, init=False)

    def enter(self, plan: RulePlan) -> None:
        """Enter the leaves of a rule; what two rules ask alike is asked once."""
        for leaf in plan.leaves:
            key = leaf.value_key
            if isinstance(leaf, Truth) or key in self._known:
                continue
            name = f"l{len(self._known)}"
            written = self.rails.pair(leaf)
            self._known[key] = Pair(pl.col(f"{name}c"), pl.col(f"{name}p"))
            self._written[f"{name}c"] = written.certain
            self._written[f"{name}p"] = written.possible

    def written(self) -> Iterator[pl.Expr]:
        """Yield the columns of the leaves entered."""
        for name, expression in self._written.items():
            yield expression.alias(name)

    def read(self) -> Rails:
        """Return what writes conditions by the columns of their leaves."""
        return Rails(self.rails.as_of, self.rails.reader, self.rails.words, self._known)
