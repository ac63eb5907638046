"""Operands that are plain values: constants, and parameters that a rule set may override."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, ClassVar, Final, Literal, TypeAlias, cast

from attrs import field, frozen
from pendulum import DateTime

from govmedia_rules.conditions.fields import FieldSpec, Kind
from govmedia_rules.conditions.nodes import Key, Node, shown_node
from govmedia_rules.errors import ConditionError, shown

__all__ = [
    "MAX_DAYS",
    "Constant",
    "Expression",
    "Origin",
    "Param",
    "PlainValue",
    "as_days",
    "as_operand",
    "check_days",
    "kind_of_value",
    "none_hint",
]

MAX_DAYS: Final = 36_500
"""The longest window, in days."""

PlainValue: TypeAlias = bool | int | float | str | tuple[str, ...] | DateTime
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


@frozen(eq=False, repr=False)
class Expression(Node):
    """Something with a value: a constant, a parameter, a field, an aggregate."""

    @property
    def kind(self) -> Kind:
        """What sort of value it has."""
        raise NotImplementedError  # abstract

    def __eq__(self, other: object) -> Any:
        hint = none_hint(self) if other is None else _INSTEAD.get(self.kind)
        if hint is None:
            return super().__eq__(other)
        raise ConditionError(hint.format(field=shown_node(self)))

    __hash__: ClassVar[None]  # as Node

    if not TYPE_CHECKING:
        # Hidden from type checkers, so that they report these mistakes themselves.
        def __and__(self, other: object) -> object:
            raise ConditionError(_unjoinable(self))

        __rand__ = __or__ = __ror__ = __and__

        def __invert__(self) -> object:
            raise ConditionError(_unjoinable(self))

    @property
    def field_spec(self) -> FieldSpec | None:
        """The field it reads, or None when it is no field."""
        return None

    @property
    def plain(self) -> PlainValue | None:
        """The value written into the condition, or None when it has to be read."""
        return None


_INSTEAD: Final = {
    Kind.TRUTH: "{field} is a condition by itself: write {field}, or ~{field}",
    Kind.TAGS: "{field} holds a set of words, which == cannot compare; use has, has_any or is_empty",
    Kind.MOMENT: "{field} holds a moment, which == cannot compare; use <, <=, >, >= or within",
}


def _unjoinable(expression: Expression) -> str:
    return (
        f"& | ~ take conditions, and {shown_node(expression)} is none. Compare it with something;"
        " and because & | ~ bind tighter than comparisons, put each comparison in parentheses."
    )


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
        case DateTime():
            return Kind.MOMENT
        case tuple() if all(isinstance(part, str) for part in cast("tuple[object, ...]", value)):
            return Kind.TAGS
        case _:
            raise ConditionError(
                f"{shown(value)} cannot stand in a condition; use a finite number, a word, a"
                " list of words or a moment"
            )


def _as_plain(value: PlainValue) -> PlainValue:
    """Return members of closed vocabularies, given as enum members, as their words."""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, tuple):
        return tuple([str(p) if isinstance(cast("object", p), str) else p for p in value])
    return value


@frozen(eq=False)
class Constant(Expression):
    """A value written into a condition."""

    value: PlainValue = field(converter=_as_plain)

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
        if isinstance(self.value, DateTime):
            return f"moment({self.value.isoformat()!r})"
        return repr(self.value)


def _as_param(value: float | str | tuple[str, ...]) -> float | str | tuple[str, ...]:
    return cast("float | str | tuple[str, ...]", _as_plain(value))


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
            minimum, or is not from the text and gives no source; when the unit or the
            source is no text, or the minimum no number.
    """

    name: str
    value: int | float | str | tuple[str, ...] = field(converter=_as_param)
    unit: str | None = field(default=None, kw_only=True)
    origin: Origin | Literal["text", "operational", "override"] = field(
        default=Origin.OPERATIONAL, kw_only=True, converter=Origin
    )
    source: str | None = field(default=None, kw_only=True)
    minimum: int | float | None = field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not isinstance(cast("object", self.name), str) or not self.name.isidentifier():
            raise ConditionError(f"{shown(self.name)} cannot name a parameter; use a plain word")
        kind = kind_of_value(self.value)
        if kind in {Kind.TRUTH, Kind.MOMENT}:
            raise ConditionError(f"parameter {self.name}: a {kind.value} is no parameter")
        for what, words in (("unit", self.unit), ("source", self.source)):
            if words is not None and not isinstance(cast("object", words), str):
                raise ConditionError(
                    f"parameter {self.name}: its {what} is {shown(words)}; expected text or None"
                )
        if self.minimum is not None and kind_of_value(self.minimum) is not Kind.NUMBER:
            raise ConditionError(
                f"parameter {self.name}: its minimum is {shown(self.minimum)}; expected a number"
                " or None"
            )
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

    def key(self, *, by_value: bool = False) -> Key:
        """Return its structure, or that of its value alone."""
        return Constant(self.value).key() if by_value else super().key()

    def replacing(self, params: Mapping[str, Node]) -> Node:
        """Return what replaces it, or itself."""
        return params.get(self.name, self)

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
        raise ConditionError(none_hint(beside))
    constant = Constant(cast("PlainValue", value))
    if constant.kind is not kind:
        raise ConditionError(
            f"{shown_node(beside)} takes a {kind.value}; {shown(value)} is a {constant.kind.value}"
        )
    return constant


def none_hint(beside: Expression) -> str:
    """Return what to do instead of comparing *beside* with None."""
    return (
        f"{shown_node(beside)} cannot be compared with None; ask"
        f" {shown_node(beside)}.is_missing() instead"
    )


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
