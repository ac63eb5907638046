"""
The nodes that are true, false or unknown: comparisons, questions, and, or, not.

Their parts are checked when they are built, and the messages name the field and
suggest the near word.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, cast

from attrs import field, frozen

from govmedia_rules.conditions.fields import Kind
from govmedia_rules.conditions.nodes import Node, check_depth, shown_node
from govmedia_rules.conditions.operands import Constant, Expression, check_days
from govmedia_rules.conditions.spelling import check_word
from govmedia_rules.errors import ConditionError, shown

__all__ = [
    "And",
    "Comparison",
    "Condition",
    "Has",
    "IsEmpty",
    "IsMissing",
    "Membership",
    "Mentions",
    "Not",
    "Operator",
    "Or",
    "Overlaps",
    "Truth",
    "Within",
    "all_of",
    "always",
    "any_of",
    "check_condition",
    "never",
]


class Operator(StrEnum):
    """How two values are compared."""

    EQ = "=="
    NE = "!="
    LT = "<"
    LE = "<="
    GT = ">"
    GE = ">="


_OPERATORS: dict[Kind, tuple[Operator, ...]] = {
    Kind.NUMBER: tuple(Operator),
    Kind.TEXT: (Operator.EQ, Operator.NE),
    Kind.MOMENT: (Operator.LT, Operator.LE, Operator.GT, Operator.GE),
    Kind.TAGS: (),
    Kind.TRUTH: (),
}


@frozen(eq=False, repr=False)
class Condition(Node):
    """Something that is true, false or unknown of a subject."""

    def __and__(self, other: Condition) -> Condition:
        return all_of(self, other)

    def __or__(self, other: Condition) -> Condition:
        return any_of(self, other)

    def __invert__(self) -> Condition:
        return Not(self)

    if not TYPE_CHECKING:
        # Hidden from type checkers, so that they report what is no condition themselves.
        def __rand__(self, other: object) -> Condition:
            return all_of(cast("Condition", other), self)

        def __ror__(self, other: object) -> Condition:
            return any_of(cast("Condition", other), self)


def check_condition(value: object, where: str) -> None:
    """
    Refuse what is no condition.

    Raises:
        ConditionError: naming *where* it was given and the likely cause.
    """
    if not isinstance(value, Condition):
        raise ConditionError(
            f"{where} takes a condition, not {shown_node(value)}. Compare it with something; and"
            " because & and | bind tighter than comparisons, put each comparison in parentheses."
        )


def all_of(*parts: Condition) -> Condition:
    """Return the condition that all of *parts* hold; ``a & b`` says the same."""
    flat = _flattened(parts, And, "&")
    return flat[0] if len(flat) == 1 else And(flat)


def any_of(*parts: Condition) -> Condition:
    """Return the condition that at least one of *parts* holds; ``a | b`` says the same."""
    flat = _flattened(parts, Or, "|")
    return flat[0] if len(flat) == 1 else Or(flat)


def _flattened(
    parts: Iterable[Condition], kind: type[And | Or], sign: str
) -> tuple[Condition, ...]:
    flat: list[Condition] = []
    for part in parts:
        check_condition(part, sign)
        flat.extend(part.parts if isinstance(part, kind) else (part,))
    return tuple(flat)


def _atomic(condition: Condition) -> str:
    """Return the code of *condition*, in parentheses where & | ~ would tear it apart."""
    text = repr(condition)
    return f"({text})" if isinstance(condition, (And, Or, Comparison)) else text


@frozen(eq=False)
class And(Condition):
    """Conditions that all have to hold."""

    parts: tuple[Condition, ...]

    def __attrs_post_init__(self) -> None:
        _check_parts(self, self.parts)

    def __repr__(self) -> str:
        return " & ".join(_atomic(part) for part in self.parts)


@frozen(eq=False)
class Or(Condition):
    """Conditions of which at least one has to hold."""

    parts: tuple[Condition, ...]

    def __attrs_post_init__(self) -> None:
        _check_parts(self, self.parts)

    def __repr__(self) -> str:
        return " | ".join(_atomic(part) for part in self.parts)


def _check_parts(node: Node, parts: tuple[Condition, ...]) -> None:
    name = type(node).__name__
    if len(parts) < 2:
        raise ConditionError(f"{name} joins at least two conditions, not {len(parts)}")
    for part in parts:
        check_condition(part, name)
        if type(part) is type(node):
            raise ConditionError(f"{name} directly within {name} is one list; join them")
    check_depth(node)


@frozen(eq=False)
class Not(Condition):
    """A condition that must not hold."""

    part: Condition

    def __attrs_post_init__(self) -> None:
        check_condition(self.part, "~")
        check_depth(self)

    def __repr__(self) -> str:
        return f"~{_atomic(self.part)}"


@frozen(eq=False)
class Truth(Condition):
    """A condition that always holds, or never does; write :data:`always` or :data:`never`."""

    value: bool

    def __attrs_post_init__(self) -> None:
        if not isinstance(cast("object", self.value), bool):
            raise ConditionError(f"{shown(self.value)} is neither True nor False")

    def __repr__(self) -> str:
        return "always" if self.value else "never"


always = Truth(True)
"""The condition that holds for everything."""

never = Truth(False)
"""The condition that holds for nothing."""


@frozen(eq=False)
class Comparison(Condition):
    """Two values of one kind, compared."""

    operator: Operator = field(converter=Operator)
    left: Expression
    right: Expression

    def __attrs_post_init__(self) -> None:
        left, right, sign = shown_node(self.left), shown_node(self.right), self.operator.value
        if self.left.plain is not None:
            raise ConditionError(f"{left} {sign} {right}: put what has to be read on the left")
        if self.left.kind is not self.right.kind:
            raise ConditionError(
                f"{left} {sign} {right}: one is a {self.left.kind.value}, the other a"
                f" {self.right.kind.value}"
            )
        allowed = _OPERATORS[self.left.kind]
        if self.operator not in allowed:
            use = ", ".join(allowed) or "has, has_any, is_empty or is_missing"
            raise ConditionError(
                f"{left} {sign} {right}: a {self.left.kind.value} has no {sign}; use {use}"
            )
        check_word(self.left, self.right.plain)
        check_depth(self)

    def __repr__(self) -> str:
        return f"{self.left!r} {self.operator.value} {self.right!r}"


@frozen(eq=False)
class Membership(Condition):
    """A word that is one of several."""

    item: Expression
    options: Expression

    def __attrs_post_init__(self) -> None:
        _check_field(self.item, Kind.TEXT, "is_in")
        options = self.options.plain
        if not isinstance(options, tuple):
            raise ConditionError(
                f"{shown_node(self.item)}.is_in takes words, or one parameter that lists words,"
                f" not {shown_node(self.options)}"
            )
        if not options:
            raise ConditionError(f"{shown_node(self.item)}.is_in takes at least one word")
        for option in options:
            check_word(self.item, option)

    def __repr__(self) -> str:
        options = (
            ", ".join(repr(option) for option in cast("tuple[str, ...]", self.options.plain))
            if isinstance(self.options, Constant)
            else repr(self.options)
        )
        return f"{self.item!r}.is_in({options})"


@frozen(eq=False)
class Has(Condition):
    """A set that holds a word."""

    tags: Expression
    tag: Expression

    def __attrs_post_init__(self) -> None:
        _check_field(self.tags, Kind.TAGS, "has")
        if not isinstance(self.tag.plain, str):
            raise ConditionError(
                f"{shown_node(self.tags)}.has takes one word, not {shown_node(self.tag)};"
                " for several words there is has_any"
            )
        check_word(self.tags, self.tag.plain)

    def __repr__(self) -> str:
        return f"{self.tags!r}.has({self.tag!r})"


@frozen(eq=False)
class Overlaps(Condition):
    """Two sets of words that have a word in common."""

    tags: Expression
    others: Expression

    def __attrs_post_init__(self) -> None:
        _check_field(self.tags, Kind.TAGS, "overlaps")
        _check_words(self.tags, self.others, "overlaps")
        for word in cast("tuple[str, ...]", self.others.plain or ()):
            check_word(self.tags, word)

    def __repr__(self) -> str:
        return f"{self.tags!r}.overlaps({_words_code(self.others)})"


@frozen(eq=False)
class Mentions(Condition):
    """A text in which at least one of several words occurs."""

    text: Expression
    words: Expression

    def __attrs_post_init__(self) -> None:
        _check_field(self.text, Kind.TEXT, "mentions")
        _check_words(self.text, self.words, "mentions")

    def __repr__(self) -> str:
        return f"{self.text!r}.mentions({_words_code(self.words)})"


def _check_words(beside: Expression, words: Expression, question: str) -> None:
    """Refuse what is neither a field that holds words nor a list of words."""
    plain = words.plain
    if words.field_spec is None and not (isinstance(plain, tuple) and plain):
        raise ConditionError(
            f"{shown_node(beside)}.{question} takes words, one parameter that lists words, or a"
            f" field that holds a set of words, not {shown_node(words)}"
        )
    if words.kind is not Kind.TAGS:
        raise ConditionError(
            f"{shown_node(beside)}.{question}: {shown_node(words)} is a {words.kind.value}, not a"
            f" {Kind.TAGS.value}"
        )
    if isinstance(plain, tuple) and "" in plain:
        raise ConditionError(f"{shown_node(beside)}.{question}: a word has letters, '' has none")


def _words_code(words: Expression) -> str:
    if isinstance(words, Constant):
        return ", ".join(repr(word) for word in cast("tuple[str, ...]", words.plain))
    return repr(words)


@frozen(eq=False)
class IsEmpty(Condition):
    """A set that somebody looked at and that has no members."""

    tags: Expression

    def __attrs_post_init__(self) -> None:
        _check_field(self.tags, Kind.TAGS, "is_empty")

    def __repr__(self) -> str:
        return f"{self.tags!r}.is_empty()"


@frozen(eq=False)
class IsMissing(Condition):
    """
    A field that nobody filled in.

    The one condition that a later answer may overturn: it is about the record, not
    about the world.
    """

    of: Expression

    def __attrs_post_init__(self) -> None:
        if self.of.field_spec is None:
            raise ConditionError(f"is_missing asks about a field, not {shown_node(self.of)}")

    def __repr__(self) -> str:
        return f"{self.of!r}.is_missing()"


@frozen(eq=False)
class Within(Condition):
    """A moment that lies in the window (as_of − days × 24 h, as_of]."""

    moment: Expression
    days: Expression

    def __attrs_post_init__(self) -> None:
        _check_field(self.moment, Kind.MOMENT, "within")
        check_days(self.days)

    def __repr__(self) -> str:
        return f"{self.moment!r}.within(days={self.days!r})"


def _check_field(expression: Expression, kind: Kind, question: str) -> None:
    if expression.field_spec is None or expression.kind is not kind:
        raise ConditionError(
            f"{question} asks about a field that holds a {kind.value}, not {shown_node(expression)}"
        )
