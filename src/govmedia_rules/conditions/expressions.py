"""
The nodes that have to be read: fields of rows, rows of tables, aggregates of rows.

They carry the operators and methods with which people write conditions.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar, cast

from attrs import field, frozen

from govmedia_rules.conditions.fields import FieldSpec, Kind, Table
from govmedia_rules.conditions.nodes import Key, Node, check_depth, shown_node
from govmedia_rules.conditions.operands import (
    Constant,
    Expression,
    Param,
    as_days,
    as_operand,
    check_days,
)
from govmedia_rules.conditions.predicates import (
    Comparison,
    Condition,
    Has,
    IsEmpty,
    IsMissing,
    Membership,
    Mentions,
    Operator,
    Overlaps,
    Within,
    all_of,
    any_of,
    check_condition,
)
from govmedia_rules.errors import ConditionError, shown
from govmedia_rules.moments import moment

__all__ = [
    "Aggregate",
    "Field",
    "Function",
    "MomentField",
    "Number",
    "NumberField",
    "Rows",
    "TagsField",
    "TextField",
    "TruthField",
    "field_of",
]


class Function(StrEnum):
    """What an aggregate makes of its rows."""

    COUNT = "count"
    DISTINCT = "distinct"
    REPEATS = "repeats"
    SHARE = "share"
    MEAN = "mean"
    MIN = "min"
    MAX = "max"

    @property
    def is_count(self) -> bool:
        """Whether it counts, so that uncertain rows make its value an interval."""
        return self in {Function.COUNT, Function.DISTINCT, Function.REPEATS}


@frozen(eq=False, repr=False)
class Number(Expression):
    """An expression whose value is a number."""

    @property
    def kind(self) -> Kind:
        """What sort of value it has."""
        return Kind.NUMBER

    def _compare(self, operator: Operator, other: object) -> Condition:
        return Comparison(operator, self, as_operand(other, self, Kind.NUMBER))

    def __lt__(self, other: Number | Param | float) -> Condition:
        return self._compare(Operator.LT, other)

    def __le__(self, other: Number | Param | float) -> Condition:
        return self._compare(Operator.LE, other)

    def __gt__(self, other: Number | Param | float) -> Condition:
        return self._compare(Operator.GT, other)

    def __ge__(self, other: Number | Param | float) -> Condition:
        return self._compare(Operator.GE, other)

    def __eq__(self, other: Number | Param | float) -> Condition:  # type: ignore[override]  # builds a node
        return self._compare(Operator.EQ, other)

    def __ne__(self, other: Number | Param | float) -> Condition:  # type: ignore[override]  # builds a node
        return self._compare(Operator.NE, other)

    __hash__: ClassVar[None]  # == builds a node, so nodes are no keys


@frozen(eq=False)
class Field(Expression):
    """A field of the subject, of what it belongs to, or of one of its rows."""

    is_operand: ClassVar[bool] = True

    spec: FieldSpec

    @property
    def kind(self) -> Kind:
        """What sort of value it has."""
        return self.spec.kind

    @property
    def field_spec(self) -> FieldSpec:
        """The field it reads."""
        return self.spec

    def children(self) -> tuple[Node, ...]:
        """Return nothing: a field is a leaf of the tree."""
        return ()

    def key(self, *, by_value: bool = False) -> Key:  # noqa: ARG002 -- a field has no parameters
        """Return the field's name as its structure."""
        return (type(self).__name__, self.spec.name)

    def is_missing(self) -> Condition:
        """Return the condition that nobody filled the field in, or that its moment lies after as_of."""
        return IsMissing(self)

    def __repr__(self) -> str:
        return self.spec.name


@frozen(eq=False, repr=False)
class NumberField(Number, Field):
    """A field that holds a number."""


@frozen(eq=False, repr=False)
class TextField(Field):
    """A field that holds a word or a name."""

    def _compare(self, operator: Operator, other: object) -> Condition:
        return Comparison(operator, self, as_operand(other, self, Kind.TEXT))

    def __eq__(self, other: TextField | Param | str) -> Condition:  # type: ignore[override]  # builds a node
        return self._compare(Operator.EQ, other)

    def __ne__(self, other: TextField | Param | str) -> Condition:  # type: ignore[override]  # builds a node
        return self._compare(Operator.NE, other)

    __hash__: ClassVar[None]  # type: ignore[assignment]  # == builds a node, so nodes are no keys

    def is_in(self, *options: str | Param) -> Condition:
        """Return the condition that the value is one of *options*: words, or one list parameter."""
        if len(options) == 1 and isinstance(options[0], Param):
            return Membership(self, options[0])
        return Membership(self, Constant(cast("tuple[str, ...]", options)))

    def mentions(self, *words: str | Param | TagsField) -> Condition:
        """Return the condition that one of *words* occurs in the text: words, a list, or a set."""
        return Mentions(self, _as_words(words))


@frozen(eq=False, repr=False)
class MomentField(Field):
    """A field that holds a moment. A moment after as_of reads as missing: it has not come yet."""

    def _compare(self, operator: Operator, other: object) -> Condition:
        if isinstance(other, datetime):
            other = Constant(moment(other))
        return Comparison(operator, self, as_operand(other, self, Kind.MOMENT))

    def __lt__(self, other: MomentField | datetime) -> Condition:
        return self._compare(Operator.LT, other)

    def __le__(self, other: MomentField | datetime) -> Condition:
        return self._compare(Operator.LE, other)

    def __gt__(self, other: MomentField | datetime) -> Condition:
        return self._compare(Operator.GT, other)

    def __ge__(self, other: MomentField | datetime) -> Condition:
        return self._compare(Operator.GE, other)

    def within(self, *, days: int | Param) -> Condition:
        """Return the condition that the moment lies in (as_of − *days* × 24 h, as_of]."""
        return Within(self, as_days(days))


@frozen(eq=False, repr=False)
class TagsField(Field):
    """A field that holds a set of words."""

    def has(self, tag: str | Param) -> Condition:
        """Return the condition that the set holds *tag*."""
        return Has(self, as_operand(tag, self, Kind.TEXT))

    def has_any(self, *tags: str) -> Condition:
        """Return the condition that the set holds at least one of *tags*."""
        if not tags:
            raise ConditionError(f"{self!r}.has_any takes at least one word")
        return any_of(*(self.has(tag) for tag in tags))

    def overlaps(self, *others: str | Param | TagsField) -> Condition:
        """Return the condition that the set holds one of *others*: words, a list, or a set."""
        return Overlaps(self, _as_words(others))

    def is_empty(self) -> Condition:
        """Return the condition that somebody looked and the set has no members."""
        return IsEmpty(self)


@frozen(eq=False, repr=False)
class TruthField(Condition, Field):
    """A field that holds yes or no; it is a condition by itself."""


def _as_words(words: tuple[str | Param | TagsField, ...]) -> Expression:
    if len(words) == 1 and isinstance(words[0], Expression):
        return words[0]
    return Constant(cast("tuple[str, ...]", words))


_FIELD_CLASSES: dict[Kind, type[Field]] = {
    Kind.NUMBER: NumberField,
    Kind.TEXT: TextField,
    Kind.MOMENT: MomentField,
    Kind.TAGS: TagsField,
    Kind.TRUTH: TruthField,
}


def field_of(spec: FieldSpec) -> Field:
    """Return the field node for *spec*."""
    return _FIELD_CLASSES[spec.kind](spec)


@frozen(eq=False)
class Rows(Node):
    """
    The rows of a table that belong to the subject, narrowed by time and by a condition.

    Rows after as_of do not exist, and deleted posts do not count.
    """

    table: Table = field(converter=Table)
    days: Expression | None = None
    condition: Condition | None = None

    def __attrs_post_init__(self) -> None:
        if self.days is not None:
            check_days(self.days)
        if self.condition is not None:
            check_condition(self.condition, f"{self.table.value}.where")
            _check_row_condition(self.table, self.condition)

    def within(self, *, days: int | Param) -> Rows:
        """Return those rows that came to be in (as_of − *days* × 24 h, as_of]."""
        if self.days is not None:
            raise ConditionError(f"{shown_node(self)} already has a window")
        return Rows(self.table, as_days(days), self.condition)

    def where(self, condition: Condition) -> Rows:
        """Return those rows for which *condition* holds as well."""
        check_condition(condition, f"{self.table.value}.where")
        both = condition if self.condition is None else all_of(self.condition, condition)
        return Rows(self.table, self.days, both)

    def count(self) -> Aggregate:
        """Return how many rows there are; between two numbers where some are uncertain."""
        return Aggregate(Function.COUNT, self)

    def distinct(self, of: TextField) -> Aggregate:
        """Return how many different words a text field holds; between two numbers where uncertain."""
        return Aggregate(Function.DISTINCT, self, of)

    def repeats(self, of: TextField) -> Aggregate:
        """Return how many rows there are more than different words; an interval where uncertain."""
        return Aggregate(Function.REPEATS, self, of)

    def share(self, condition: Condition, *, coverage: float | Param | None = None) -> Aggregate:
        """
        Return the share, from 0 to 1, of the rows for which *condition* holds.

        Unknown when there are no rows, or when a row or its condition is uncertain,
        unless they are certain for at least the share *coverage* of all.
        """
        return Aggregate(Function.SHARE, self, condition, _as_coverage(coverage))

    def mean(self, of: NumberField, *, coverage: float | Param | None = None) -> Aggregate:
        """Return the mean of a number over the rows; unknown where :meth:`share` would be."""
        return Aggregate(Function.MEAN, self, of, _as_coverage(coverage))

    def min(self, of: NumberField, *, coverage: float | Param | None = None) -> Aggregate:
        """Return the least value of a number over the rows; unknown where :meth:`share` would be."""
        return Aggregate(Function.MIN, self, of, _as_coverage(coverage))

    def max(self, of: NumberField, *, coverage: float | Param | None = None) -> Aggregate:
        """Return the greatest value over the rows; unknown where :meth:`share` would be."""
        return Aggregate(Function.MAX, self, of, _as_coverage(coverage))

    def __repr__(self) -> str:
        text = "unit.accounts" if self.table is Table.ACCOUNTS else self.table.value
        if self.days is not None:
            text += f".within(days={self.days!r})"
        if self.condition is not None:
            text += f".where({self.condition!r})"
        return text


@frozen(eq=False)
class Aggregate(Number):
    """One number made of rows."""

    is_operand: ClassVar[bool] = True

    function: Function = field(converter=Function)
    rows: Rows
    of: Node | None = None
    coverage: Expression | None = None

    def __attrs_post_init__(self) -> None:
        if not isinstance(cast("object", self.rows), Rows):
            raise ConditionError(f"{self.function.value} takes rows, such as posts or messages")
        name, root = f"{self.rows.table.value}.{self.function.value}", self.rows.table.row_root
        match self.function:
            case Function.COUNT:
                if self.of is not None or self.coverage is not None:
                    raise ConditionError(f"{name} takes nothing; narrow its rows with where(…)")
            case Function.DISTINCT | Function.REPEATS:
                if not isinstance(self.of, TextField) or self.of.spec.root != root:
                    raise ConditionError(
                        f"{name} takes a word of each {root}, not {shown_node(self.of)}"
                    )
                if self.coverage is not None:
                    raise ConditionError(f"{name} has no coverage; it tells what it may be")
            case Function.SHARE:
                check_condition(self.of, name)
                _check_row_condition(self.rows.table, cast("Condition", self.of))
            case Function.MEAN | Function.MIN | Function.MAX:
                if not isinstance(self.of, NumberField) or self.of.spec.root != root:
                    raise ConditionError(
                        f"{name} takes a number of each {root}, not {shown_node(self.of)}"
                    )
        if self.coverage is not None:
            value = self.coverage.plain
            if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 1:
                raise ConditionError(
                    f"{name}: coverage is {shown_node(self.coverage)}; expected a share above 0"
                    " and at most 1"
                )
        check_depth(self)

    def __repr__(self) -> str:
        given = [] if self.of is None else [repr(self.of)]
        if self.coverage is not None:
            given.append(f"coverage={self.coverage!r}")
        return f"{self.rows!r}.{self.function.value}({', '.join(given)})"


def _as_coverage(coverage: object) -> Expression | None:
    if coverage is None or isinstance(coverage, Expression):
        return coverage
    if not isinstance(coverage, (int, float)):
        raise ConditionError(f"coverage is {shown(coverage)}; expected a share")
    return Constant(coverage)


_ROW_ROOTS = frozenset(table.row_root for table in Table)


def _check_row_condition(table: Table, condition: Condition) -> None:
    for node in condition.walk():
        if isinstance(node, Rows):
            raise ConditionError(
                f"{shown_node(node)}: a condition on each {table.row_root} cannot count rows itself"
            )
        if isinstance(node, Field):
            root = node.spec.root
            if root in _ROW_ROOTS and root != table.row_root:
                raise ConditionError(
                    f"{node.spec.name} is no field of {table.value}; ask about"
                    f" {table.row_root}.… there"
                )
