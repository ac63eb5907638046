"""Which of two demands is the stricter, read off their conditions: by their numbers, then their force."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, TypeAlias, cast

from attrs import fields, frozen

from govmedia_rules.conditions.expressions import Aggregate, Field, Function, Rows
from govmedia_rules.conditions.nodes import Node
from govmedia_rules.conditions.operands import Constant, Param
from govmedia_rules.conditions.predicates import And, Comparison, Not, Operator, Or, Within
from govmedia_rules.law import Force
from govmedia_rules.rules.rule import Rule

__all__ = ["Numbers", "is_stricter", "numbers_of"]

_RANK: Final = {
    Force.OBLIGATION: 3,
    Force.PROHIBITION: 3,
    Force.DEFEASIBLE: 2,
    Force.RECOMMENDATION: 1,
    Force.CONTEXT: 0,
}

# More rows make none of these smaller.
_GROWING: Final = frozenset({Function.COUNT, Function.DISTINCT, Function.REPEATS})

_AT_LEAST: Final = frozenset({Operator.GE, Operator.GT})
_AT_MOST: Final = frozenset({Operator.LE, Operator.LT})

Shape: TypeAlias = tuple[object, ...]


@frozen
class Numbers:
    """
    The numbers of a demand, and what it is besides them.

    Parameters:
        shape: the demand with its numbers left out; two demands of one shape differ in
            their numbers alone.

        values: the numbers, in reading order.

        easing: for each number, 1 where a greater one is easier to keep, -1 where it is
            harder, 0 where that cannot be told.
    """

    shape: Shape
    values: tuple[float, ...]
    easing: tuple[int, ...]


def numbers_of(rule: Rule) -> Numbers | None:
    """Return the numbers of what *rule* demands; None where a function decides."""
    demand = rule.requires if rule.forbids is None else rule.forbids
    if demand is None:
        return None
    found: list[tuple[float, int]] = []
    shape = _shape(demand, 1 if rule.forbids is None else -1, found)
    return Numbers(
        (rule.subject.value, rule.forbids is None, shape),
        tuple(value for value, _ in found),
        tuple(easing for _, easing in found),
    )


def is_stricter(rule: Rule, other: Rule) -> bool | None:
    """
    Return whether *rule* demands more than *other* does, where the demands can be compared.

    They can when they differ in numbers alone, and every number that differs points the same
    way. Between equal numbers the greater force is the stricter: what holds in principle
    (原则上) allows exceptions. None where it cannot be told, as where the harder number has the
    lesser force: a recommendation binds nobody. False between equal demands.
    """
    mine, theirs = numbers_of(rule), numbers_of(other)
    if mine is None or theirs is None or mine.shape != theirs.shape:
        return None
    ways = {
        easing if value < another else -easing
        for value, another, easing in zip(mine.values, theirs.values, mine.easing, strict=True)
        if value != another
    }
    lead = _RANK[rule.force] - _RANK[other.force]
    if not ways:
        return lead > 0
    is_harder = ways == {1}
    if 0 in ways or len(ways) > 1 or (lead and (lead > 0) is not is_harder):
        return None
    return is_harder


def _shape(value: object, easing: int, found: list[tuple[float, int]]) -> object:
    """Return what *value* is but for its numbers, which go to *found*, each with its way."""
    if isinstance(value, (Param, Constant)) and _is_number(value.plain):
        found.append((cast("float", value.plain), easing))
        return "number"
    if isinstance(value, (Param, Constant)):
        return value.key(by_value=True)
    if isinstance(value, Field):
        return value.key(by_value=True)
    if isinstance(value, Node):
        parts = (
            _shape(part, easing * _passed_on(value, name), found) for name, part in _parts(value)
        )
        return (type(value).__name__, *parts)
    if isinstance(value, tuple):
        return tuple([_shape(each, easing, found) for each in cast("tuple[object, ...]", value)])
    return value


def _parts(node: Node) -> Iterator[tuple[str, object]]:
    for attribute in fields(type(node)):
        yield attribute.name, getattr(node, attribute.name)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _passed_on(node: Node, part: str) -> int:
    """Return 1 where a greater or truer part makes *node* greater or truer, -1 the opposite, or 0."""
    match node:
        case And() | Or() | Within() | Rows():
            return 1
        case Not():
            return -1
        case Comparison(operator=operator) if operator in _AT_LEAST:
            return 1 if part == "left" else -1
        case Comparison(operator=operator) if operator in _AT_MOST:
            return -1 if part == "left" else 1
        case Aggregate(function=function) if function in _GROWING:
            return 1 if part == "rows" else 0
        case _:
            return 0
