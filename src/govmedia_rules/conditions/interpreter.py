"""
The meaning of conditions, written to be obviously right.

Everything that runs conditions faster is tested against this module. It walks
the tree, reads each row it is asked about, and keeps the rows behind each number,
which is what evidence is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeAlias, cast

from pendulum import DateTime

from govmedia_rules.conditions.expressions import Aggregate, Field, Function, Rows
from govmedia_rules.conditions.fields import FieldSpec, Kind, Table
from govmedia_rules.conditions.logic import (
    ANYTHING,
    Interval,
    Truth3,
    compare,
    compare_intervals,
    distinct,
    kleene_and,
    kleene_not,
    kleene_or,
    mean,
    repeats,
)
from govmedia_rules.conditions.operands import Expression
from govmedia_rules.conditions.predicates import (
    And,
    Comparison,
    Condition,
    Has,
    IsEmpty,
    IsMissing,
    Membership,
    Mentions,
    Not,
    Or,
    Overlaps,
    Truth,
    Within,
)
from govmedia_rules.conditions.register import NOTHING_REGISTERED, Register
from govmedia_rules.errors import ConditionError, shown
from govmedia_rules.models import Account, Message, Post, Unit
from govmedia_rules.moments import cut_off

__all__ = [
    "Measure",
    "Reading",
    "Row",
    "RowsRead",
    "Situation",
    "exists",
    "has_all",
    "read_expression",
    "read_field",
    "read_rows",
    "truth_in",
    "truth_of",
]

Row: TypeAlias = Post | Message | Account


class Situation(NamedTuple):
    """
    One subject with everything a condition about it may read, as of a moment.

    Parameters:
        as_of: the monitoring moment.

        unit: the unit judged, or the sponsor of the account, where known.

        account: the account judged, or the one the post or message belongs to.

        post: the post judged, or the row looked at inside ``posts.where(…)``.

        message: the message judged, or the row looked at.

        peer: the account looked at inside ``unit.accounts.where(…)``.

        posts: the known posts of the account.

        has_all_posts: whether these are all its posts.

        messages: the known messages to the account.

        has_all_messages: whether these are all its messages.

        accounts: the accounts that name the unit as their sponsor.

        has_all_accounts: whether the unit is known, so that they can be counted.

        removed: the deleted post looked at inside ``removed_posts.where(…)``.

        register: the units and answers of the portfolio, and the calendar.
    """

    as_of: DateTime
    unit: Unit | None = None
    account: Account | None = None
    post: Post | None = None
    message: Message | None = None
    peer: Account | None = None
    posts: tuple[Post, ...] | list[Post] = ()
    has_all_posts: bool = False
    messages: tuple[Message, ...] | list[Message] = ()
    has_all_messages: bool = False
    accounts: tuple[Account, ...] | list[Account] = ()
    has_all_accounts: bool = False
    removed: Post | None = None
    register: Register = NOTHING_REGISTERED

    @property
    def superior(self) -> Unit | None:
        """The unit above the unit, where known."""
        return self.register.superior(self.unit)

    @property
    def removed_posts(self) -> tuple[Post, ...] | list[Post]:
        """The posts of the account among which the deleted ones are."""
        return self.posts

    def looking_at(self, table: Table, row: Row) -> Situation:
        """Return the same situation while one row of *table* is looked at."""
        match table:
            case Table.POSTS:
                return self._replace(post=cast("Post", row))
            case Table.MESSAGES:
                return self._replace(message=cast("Message", row))
            case Table.ACCOUNTS:
                return self._replace(peer=cast("Account", row))
            case Table.REMOVED_POSTS:
                return self._replace(removed=cast("Post", row))


class RowsRead(NamedTuple):
    """
    The rows that a condition was asked about.

    Parameters:
        certain: those that belong for certain.

        undecided: those of which nobody knows whether they belong.

        is_complete: whether there can be no others.
    """

    certain: list[Row]
    undecided: list[Row]
    is_complete: bool


class Measure(NamedTuple):
    """
    A mean, share or extreme, with how much of it is known.

    Parameters:
        value: the number, or None when too little is known.

        known: of how many rows the value is known.

        total: of how many rows it was wanted.
    """

    value: float | None
    known: int
    total: int


Reading: TypeAlias = (
    bool
    | int
    | float
    | str
    | DateTime
    | frozenset[str]
    | tuple[str, ...]
    | Interval
    | Measure
    | None
)
"""What an expression reads: a field's value, an interval for a count, a measure."""


def has_all(situation: Situation, table: Table) -> bool:
    """Return whether all rows of *table* are known in *situation*."""
    match table:
        case Table.POSTS | Table.REMOVED_POSTS:
            return situation.has_all_posts
        case Table.MESSAGES:
            return situation.has_all_messages
        case Table.ACCOUNTS:
            return situation.has_all_accounts


def exists(table: Table, row: Row, as_of: DateTime) -> bool:
    """
    Return whether *row* belongs to *table* at *as_of*.

    It had come to be by then; and a post had not been deleted, or had been, for the
    removed posts.
    """
    at: DateTime | None = getattr(row, table.moment)
    if at is not None and at > as_of:
        return False
    deleted_at = row.deleted_at if isinstance(row, Post) else None
    is_removed = deleted_at is not None and deleted_at <= as_of
    return is_removed is (table is Table.REMOVED_POSTS)


def read_field(spec: FieldSpec, situation: Situation) -> Reading:
    """Return what the field holds in *situation*; None when nobody looked or it lies after as_of."""
    value: object = getattr(situation, spec.root)
    if spec.question is not None:
        subject = cast("Account | Unit | None", value)
        return (
            None
            if subject is None
            else situation.register.answer(spec.question, spec.root, subject.id, situation.as_of)
        )
    if spec.as_of_method is not None and value is not None:
        ask: Callable[..., Reading] = getattr(value, spec.as_of_method)
        at, calendar = situation.as_of, situation.register.calendar
        return ask(at, calendar) if spec.uses_calendar else ask(at)
    for name in spec.path:
        if value is None:
            return None
        value = getattr(value, name)
    if spec.kind is Kind.MOMENT and value is not None and cast("DateTime", value) > situation.as_of:
        return None
    return cast("Reading", value)


def read_rows(rows: Rows, situation: Situation) -> RowsRead:
    """Return the rows of *situation* that *rows* asks about, certain ones and undecided ones."""
    table, as_of = rows.table, situation.as_of
    candidates: Iterable[Row] = getattr(situation, table.value)
    certain: list[Row] = []
    undecided: list[Row] = []
    for row in candidates:
        if not exists(table, row, as_of):
            continue
        inside = situation.looking_at(table, row)
        belongs: list[Truth3] = []
        if rows.days is not None:
            at: DateTime | None = getattr(row, table.moment)
            belongs.append(
                None if at is None else at > cut_off(as_of, cast("int", rows.days.plain))
            )
        if rows.condition is not None:
            belongs.append(truth_in(rows.condition, inside))
        truth = kleene_and(belongs)
        if truth is True:
            certain.append(row)
        elif truth is None:
            undecided.append(row)
    return RowsRead(certain, undecided, has_all(situation, table))


def read_expression(expression: Expression, situation: Situation) -> Reading:
    """Return what *expression* reads in *situation*."""
    if isinstance(expression, Field):
        return read_field(expression.spec, situation)
    if isinstance(expression, Aggregate):
        return _read_aggregate(expression, situation)
    plain = expression.plain
    return frozenset(plain) if isinstance(plain, tuple) else plain


def _read_aggregate(aggregate: Aggregate, situation: Situation) -> Interval | Measure:
    rows = read_rows(aggregate.rows, situation)
    if aggregate.function is Function.COUNT:
        low = len(rows.certain)
        return Interval(low, low + len(rows.undecided) if rows.is_complete else ANYTHING.high)
    if aggregate.function in {Function.DISTINCT, Function.REPEATS}:
        return _read_words(aggregate, rows, situation)
    values: list[float] = []
    for row in rows.certain:
        inside = situation.looking_at(aggregate.rows.table, row)
        value = (
            truth_in(aggregate.of, inside)
            if isinstance(aggregate.of, Condition)
            else read_expression(cast("Field", aggregate.of), inside)
        )
        if value is not None:
            values.append(cast("float", value))
    total = len(rows.certain) + len(rows.undecided)
    wanted = 1 if aggregate.coverage is None else cast("float", aggregate.coverage.plain)
    if not values or not rows.is_complete or len(values) / total < wanted:
        return Measure(None, len(values), total)
    match aggregate.function:
        case Function.MIN:
            value = min(values)
        case Function.MAX:
            value = max(values)
        case _:
            value = mean(values)
    return Measure(value, len(values), total)


def _read_words(aggregate: Aggregate, rows: RowsRead, situation: Situation) -> Interval:
    of, table = cast("Field", aggregate.of), aggregate.rows.table
    certain, undecided = (
        [read_field(of.spec, situation.looking_at(table, row)) for row in some]
        for some in (rows.certain, rows.undecided)
    )
    count = distinct if aggregate.function is Function.DISTINCT else repeats
    return count(certain, undecided, is_complete=rows.is_complete)


def truth_in(condition: Condition, situation: Situation) -> Truth3:
    """Return whether *condition* holds in *situation*; None for unknown."""
    return truth_of(
        condition, lambda expression: read_expression(expression, situation), situation.as_of
    )


def truth_of(
    condition: Condition, read: Callable[[Expression], Reading], as_of: DateTime
) -> Truth3:
    """
    Return whether *condition* holds, given what its expressions read.

    Parameters:
        condition: the condition.

        read: gives the value of each field and aggregate in it.

        as_of: the moment at which its windows end.
    """
    match condition:
        case And():
            return kleene_and(truth_of(part, read, as_of) for part in condition.parts)
        case Or():
            return kleene_or(truth_of(part, read, as_of) for part in condition.parts)
        case Not():
            return kleene_not(truth_of(condition.part, read, as_of))
        case Truth():
            return condition.value
        case _:
            return _truth_of_leaf(condition, read, as_of)


def _truth_of_leaf(
    leaf: Condition, read: Callable[[Expression], Reading], as_of: DateTime
) -> Truth3:
    match leaf:
        case Comparison():
            return _compare(leaf, read)
        case Membership():
            item = read(leaf.item)
            return None if item is None else item in cast("tuple[str, ...]", leaf.options.plain)
        case Has():
            tags = cast("frozenset[str] | None", read(leaf.tags))
            return None if tags is None else leaf.tag.plain in tags
        case Overlaps():
            tags = cast("frozenset[str] | None", read(leaf.tags))
            others = cast("frozenset[str] | None", read(leaf.others))
            # Some are kept in order, such as reviewers, and are no sets.
            return None if tags is None or others is None else any(tag in others for tag in tags)
        case Mentions():
            text = cast("str | None", read(leaf.text))
            words = cast("frozenset[str] | None", read(leaf.words))
            return None if text is None or words is None else any(word in text for word in words)
        case IsEmpty():
            tags = cast("frozenset[str] | None", read(leaf.tags))
            return None if tags is None else not tags
        case IsMissing():
            return read(leaf.of) is None
        case Within():
            at = cast("DateTime | None", read(leaf.moment))
            return None if at is None else at > cut_off(as_of, cast("int", leaf.days.plain))
        case Field():
            return cast("bool | None", read(leaf))
        case _:
            raise ConditionError(f"{shown(leaf)} is no kind of leaf that can be judged")


def _compare(condition: Comparison, read: Callable[[Expression], Reading]) -> Truth3:
    left, right = read(condition.left), read(condition.right)
    if condition.left.kind is not Kind.NUMBER:
        return compare(condition.operator, left, right)
    low, high = _as_interval(left), _as_interval(right)
    if low is None or high is None:
        return None
    return compare_intervals(condition.operator, low, high)


def _as_interval(reading: Reading) -> Interval | None:
    value = reading.value if isinstance(reading, Measure) else reading
    if value is None or isinstance(value, Interval):
        return value
    number = cast("float", value)
    return Interval(number, number)
