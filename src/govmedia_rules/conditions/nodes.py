"""
The ground of the condition tree: nodes, and the operands that are plain values.

A condition is data: small frozen values that say what is read, how it is
compared and how comparisons are joined. Everything is checked when it is built,
so that a condition that exists has a meaning. Nodes carry no way to run
themselves; the interpreter, the compiler and the writers of text do that.

``==`` and ``!=`` on an expression build a comparison. Nodes therefore have no
equality of their own and no hash: :meth:`Node.key` compares structure.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from typing import Any, Final, Literal, Self, TypeAlias, cast

from attrs import evolve, field, fields, frozen

from govmedia_rules.conditions.fields import FieldSpec, Kind
from govmedia_rules.errors import ConditionError, shown

__all__ = [
    "MAX_DAYS",
    "MAX_DEPTH",
    "Constant",
    "Expression",
    "Key",
    "Node",
    "Origin",
    "Param",
    "PlainValue",
    "as_days",
    "as_operand",
    "check_days",
    "check_depth",
    "kind_of_value",
    "shown_node",
]

MAX_DEPTH: Final = 60
"""How deep a condition may nest; no rule that a person can read comes near it."""

MAX_DAYS: Final = 36_500
"""The longest window, in days."""

Key: TypeAlias = tuple[object, ...]
PlainValue: TypeAlias = bool | int | float | str | tuple[str, ...]
"""What can be written into a condition."""


class Origin(StrEnum):
    """
    Where a parameter's value comes from.

    *text*: the cited provision states it. *operational*: it does not; the value is a
    default of whoever wrote the rule, for the reason its source gives. *override*: a
    rule set replaced the value.
    """

    TEXT = "text"
    OPERATIONAL = "operational"
    OVERRIDE = "override"


@cache
def _names_of(kind: type[Any]) -> tuple[str, ...]:
    """Return the names of a node class's fields."""
    return tuple(attribute.name for attribute in fields(kind))


@frozen(eq=False)
class Node:
    """Base of everything in a condition tree."""

    def children(self) -> tuple[Node, ...]:
        """Return the nodes directly beneath this one, in reading order."""
        found: list[Node] = []
        for name in _names_of(type(self)):
            value: object = getattr(self, name)
            if isinstance(value, Node):
                found.append(value)
            elif isinstance(value, tuple):
                parts = cast("tuple[object, ...]", value)
                found.extend(part for part in parts if isinstance(part, Node))
        return tuple(found)

    def walk(self) -> Iterator[Node]:
        """Yield this node and all beneath it, in reading order."""
        stack: list[Node] = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children()))

    def key(self, *, by_value: bool = False) -> Key:
        """
        Return the structure as nested tuples of plain values.

        Two nodes say the same thing in the same way exactly when their keys are equal.

        Parameters:
            by_value: let a parameter count as the value it has, so that the same reading
                asked for by two rules is recognised.
        """
        return (
            type(self).__name__,
            *[_key_of(getattr(self, name), by_value) for name in _names_of(type(self))],
        )

    def replacing(self, params: Mapping[str, Param]) -> Self:
        """Return the same tree with each parameter that *params* names replaced."""
        changes: dict[str, object] = {}
        for name in _names_of(type(self)):
            value: object = getattr(self, name)
            changed = _replaced(value, params)
            if changed is not value:
                changes[name] = changed
        return evolve(self, **changes) if changes else self

    def __bool__(self) -> bool:
        raise ConditionError(
            f"{shown_node(self)} has no truth value until it is judged. Join conditions with"
            " & | ~ instead of and, or, not; put each comparison in parentheses; and write"
            " a < b < c as two comparisons."
        )

    def __iter__(self) -> Iterator[Node]:
        raise ConditionError(f"{shown_node(self)} is one node of a condition, not a collection.")


def _replaced(value: object, params: Mapping[str, Param]) -> object:
    if isinstance(value, Param):
        return params.get(value.name, value)
    if isinstance(value, Node):
        return value.replacing(params)
    if isinstance(value, tuple):
        parts = cast("tuple[object, ...]", value)
        changed = tuple(_replaced(part, params) for part in parts)
        return changed if any(a is not b for a, b in zip(parts, changed, strict=True)) else value
    return value


def _key_of(value: object, by_value: bool) -> object:
    if isinstance(value, Node):
        if by_value and isinstance(value, Param):
            return Constant(value.value).key()
        return value.key(by_value=by_value)
    if isinstance(value, tuple):
        return tuple([_key_of(part, by_value) for part in cast("tuple[object, ...]", value)])
    # True == 1 == 1.0, and yet they say different things.
    return (type(value).__name__, value)


def shown_node(node: object) -> str:
    """Return *node* as a message may show it: its code, cut to 120 characters."""
    if not isinstance(node, Node):
        return shown(node)
    text = repr(node)
    return text if len(text) <= 120 else text[:119] + "…"


def check_depth(node: Node) -> None:
    """
    Refuse a tree that nests too deep to be walked safely.

    Raises:
        ConditionError: when it nests deeper than :data:`MAX_DEPTH`.
    """
    level: tuple[Node, ...] = (node,)
    depth = 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise ConditionError(f"a condition nests at most {MAX_DEPTH} levels deep")
        level = tuple(child for parent in level for child in parent.children())


@frozen(eq=False)
class Expression(Node):
    """Something with a value: a constant, a parameter, a field, an aggregate."""

    @property
    def kind(self) -> Kind:
        """What sort of value it has."""
        raise NotImplementedError  # abstract

    @property
    def field_spec(self) -> FieldSpec | None:
        """The field it reads, or None when it is no field."""
        return None

    @property
    def plain(self) -> PlainValue | None:
        """The value written into the condition, or None when it has to be read."""
        return None


def kind_of_value(value: object) -> Kind:
    """
    Return what sort of value a plain value is.

    Raises:
        ConditionError: when it cannot stand in a condition.
    """
    match value:
        case bool():
            return Kind.TRUTH
        case int() if abs(value) < 2**63:
            return Kind.NUMBER
        case float() if math.isfinite(value):
            return Kind.NUMBER
        case str():
            return Kind.TEXT
        case tuple() if all(isinstance(part, str) for part in cast("tuple[object, ...]", value)):
            return Kind.TAGS
        case _:
            raise ConditionError(
                f"{shown(value)} cannot stand in a condition; use a finite number, a word or"
                " a list of words"
            )


@frozen(eq=False)
class Constant(Expression):
    """A value written into a condition."""

    value: PlainValue

    def __attrs_post_init__(self) -> None:
        kind_of_value(self.value)

    @property
    def kind(self) -> Kind:
        """What sort of value it is."""
        return kind_of_value(self.value)

    @property
    def plain(self) -> PlainValue:
        """The value."""
        return self.value

    def __repr__(self) -> str:
        return repr(self.value)


@frozen(eq=False)
class Param(Expression):
    """
    A named number, word or list of words that a rule set may override.

    Parameters:
        name: its name, unique within a rule.

        value: its value.

        unit: what a number counts: ``"day"``, ``"read"``, ``"post"`` …

        origin: whether the cited text states the value or somebody chose it.

        source: where the value comes from and why; required unless the text states it.

        minimum: the least value that an override may give a number, or None.

    Raises:
        ConditionError: when the value cannot stand in a condition, lies below the
            minimum, or is not from the text and gives no source.
    """

    name: str
    value: int | float | str | tuple[str, ...]
    unit: str | None = field(default=None, kw_only=True)
    origin: Origin | Literal["text", "operational", "override"] = field(
        default=Origin.OPERATIONAL, kw_only=True, converter=Origin
    )
    source: str | None = field(default=None, kw_only=True)
    minimum: int | float | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not isinstance(cast("object", self.name), str) or not self.name.isidentifier():
            raise ConditionError(f"{shown(self.name)} cannot name a parameter; use a plain word")
        if kind_of_value(self.value) is Kind.TRUTH:
            raise ConditionError(f"parameter {self.name}: a truth value is no parameter")
        if self.minimum is not None and (
            not isinstance(self.value, (int, float)) or self.value < self.minimum
        ):
            raise ConditionError(
                f"parameter {self.name} is {shown(self.value)}; expected at least {self.minimum}"
            )
        if self.origin is not Origin.TEXT and not self.source:
            raise ConditionError(
                f"parameter {self.name}: a value that the cited text does not state needs a"
                " source, which says where it comes from and why"
            )

    @property
    def kind(self) -> Kind:
        """What sort of value it has."""
        return kind_of_value(self.value)

    @property
    def plain(self) -> PlainValue:
        """The value."""
        return self.value

    def __repr__(self) -> str:
        parts = [repr(self.name), repr(self.value)]
        if self.unit is not None:
            parts.append(f"unit={self.unit!r}")
        parts.append(f"origin={str(self.origin)!r}")
        if self.source is not None:
            parts.append(f"source={self.source!r}")
        if self.minimum is not None:
            parts.append(f"minimum={self.minimum!r}")
        return f"Param({', '.join(parts)})"


def as_operand(value: object, beside: Expression, kind: Kind) -> Expression:
    """
    Return *value* as an expression that can stand beside *beside*, where a *kind* belongs.

    Raises:
        ConditionError: when it cannot; the message says what it stood beside.
    """
    if isinstance(value, Expression):
        return value
    if value is None:
        raise ConditionError(
            f"{shown_node(beside)} cannot be compared with None; ask"
            f" {shown_node(beside)}.is_missing() instead"
        )
    constant = Constant(cast("PlainValue", value))
    if constant.kind is not kind:
        raise ConditionError(
            f"{shown_node(beside)} takes a {kind.value}; {shown(value)} is a"
            f" {constant.kind.value}"
        )
    return constant


def as_days(days: object) -> Expression:
    """Return a window's length as an expression; :func:`check_days` judges it."""
    if isinstance(days, Expression):
        return days
    return Constant(cast("int", days))


def check_days(days: Expression) -> None:
    """
    Refuse a window's length that is no whole number of days.

    Raises:
        ConditionError: unless it is a constant or parameter from 1 to :data:`MAX_DAYS`.
    """
    value = days.plain
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MAX_DAYS:
        raise ConditionError(
            f"within(days=…) takes a whole number of days from 1 to {MAX_DAYS:,}, not"
            f" {shown_node(days)}"
        )
