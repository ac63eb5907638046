"""
The search for what makes conditions true, false or unknown.

Each condition comes with the truths it may have. Of ``and``, ``or`` and ``not`` the parts
that matter are chosen, down to the leaves, whose options are merged into one store. Where
every way asks for what cannot be, that has been shown: the search only cuts what is exact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias, cast

from attrs import define
from pendulum import DateTime

from govmedia_rules.conditions import Aggregate, And, Comparison, Condition, Function, Not, Or
from govmedia_rules.conditions.logic import Truth3
from govmedia_rules.testing.choosing import Choices, ordered
from govmedia_rules.testing.leaf_options import field_options
from govmedia_rules.testing.row_options import row_options
from govmedia_rules.testing.stores import Option, Store

__all__ = ["ANY", "FALSE", "TRUE", "UNKNOWN", "Goal", "Search", "Truths"]

Truths: TypeAlias = frozenset[Truth3]
"""The truths that a condition may have."""

Goal: TypeAlias = tuple[Condition, Truths]
"""A condition and the truths it may have."""

TRUE: Final[Truths] = frozenset({True})
FALSE: Final[Truths] = frozenset({False})
UNKNOWN: Final[Truths] = frozenset({None})
ANY: Final[Truths] = frozenset({True, False, None})
_NOT_FALSE: Final[Truths] = frozenset({True, None})
_NOT_TRUE: Final[Truths] = frozenset({False, None})
_ORDER: Final[tuple[Truth3, ...]] = (True, False, None)

_Agenda: TypeAlias = tuple["Goal | Option", ...]


@define(eq=False)
class Search:
    """
    One search.

    Parameters:
        choices: who chooses what is tried first.

        as_of: the monitoring moment.

        steps: how many steps it may take.

        at_edge: look only for what lies as near to thresholds as can be.

    Attributes:
        is_exact: as long as nothing was given up: what was not found cannot be.
    """

    choices: Choices
    as_of: DateTime
    steps: int
    at_edge: bool = False
    is_exact: bool = True

    def stores(self, goals: Sequence[Goal], start: Store) -> Iterator[Store]:
        """Yield the stores in which every condition of *goals* has one of its truths."""
        stack: list[Iterator[tuple[_Agenda, Store]]] = [iter([(tuple(goals), start)])]
        while stack:
            state = next(stack[-1], None)
            if state is None:
                stack.pop()
                continue
            self.steps -= 1
            if self.steps < 0:
                self.is_exact = False
                return
            agenda, store = state
            if not agenda:
                yield store
            else:
                stack.append(self._next(agenda, store))

    def _next(self, agenda: _Agenda, store: Store) -> Iterator[tuple[_Agenda, Store]]:
        first, rest = agenda[0], agenda[1:]
        if isinstance(first, Option):
            after = store.with_option(first)
            if after is not None:
                yield rest, after
            elif first.words:
                self.is_exact = False  # other ways to spell the words are not all tried
            return
        condition, truths = first
        for more in ordered(self.choices, self._ways(condition, truths)):
            yield (*more, *rest), store

    def _ways(self, condition: Condition, truths: Truths) -> list[_Agenda]:
        if truths == ANY:
            return [()]
        match condition:
            case And():
                return _ways_of_and(condition.parts, truths)
            case Or():
                # By De Morgan: the same with true and false changed over.
                return [
                    tuple(
                        (part, _negated(allowed)) for part, allowed in cast("tuple[Goal, ...]", way)
                    )
                    for way in _ways_of_and(condition.parts, _negated(truths))
                ]
            case Not():
                return [((condition.part, _negated(truths)),)]
            case _:
                return [
                    (option,)
                    for truth in _ORDER
                    if truth in truths
                    for option in self._options(condition, truth)
                ]

    def _options(self, leaf: Condition, truth: Truth3) -> Iterator[Option]:
        if isinstance(leaf, Comparison) and (
            isinstance(leaf.left, Aggregate) or isinstance(leaf.right, Aggregate)
        ):
            if self.at_edge or not _is_count_of(leaf):
                self.is_exact = False  # rows are put together in the plainest ways, not in all
            yield from row_options(leaf, truth, at_edge=self.at_edge)
        else:
            yield from field_options(leaf, truth, self.as_of)


def _is_count_of(leaf: Comparison) -> bool:
    """Return whether a count is compared with a number: all its ways are tried."""
    return (
        isinstance(leaf.left, Aggregate)
        and leaf.left.function is Function.COUNT
        and leaf.right.plain is not None
    )


def _negated(truths: Truths) -> Truths:
    return frozenset(None if truth is None else not truth for truth in truths)


def _ways_of_and(parts: Sequence[Condition], truths: Truths) -> list[_Agenda]:
    """Return the ways in which a conjunction of *parts* has one of *truths*."""
    ways: list[_Agenda] = []
    if True in truths:
        allowed = _NOT_FALSE if None in truths else TRUE
        ways.append(tuple((part, allowed) for part in parts))
    if False in truths:
        # One part decides; the others may be what they are.
        one = _NOT_TRUE if None in truths else FALSE
        ways.extend(((part, one),) for part in parts)
    if truths == UNKNOWN:
        ways.extend(
            tuple((other, UNKNOWN if other is part else _NOT_FALSE) for other in parts)
            for part in parts
        )
    return ways
