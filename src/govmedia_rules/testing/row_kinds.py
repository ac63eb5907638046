"""
Kinds of rows: for everything that is counted, whether a row of the kind is counted.

A table's rows are told apart by what a plan counts: which filters they certainly pass,
certainly do not or perhaps do, and what is asked of those that do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import Final

from attrs import frozen
from pendulum import DateTime

from govmedia_rules.conditions import (
    Condition,
    Field,
    IsMissing,
    Rows,
    Table,
    Within,
    all_of,
    always,
    field_named,
)
from govmedia_rules.conditions.interpreter import Situation, read_field, truth_in
from govmedia_rules.conditions.logic import Truth3
from govmedia_rules.conditions.nodes import Key
from govmedia_rules.testing.choosing import FirstChoices
from govmedia_rules.testing.objects import admits
from govmedia_rules.testing.search import Goal, Search
from govmedia_rules.testing.stores import Counter, FieldWish, Store
from govmedia_rules.testing.wishes import MISSING, Texts

__all__ = ["Counted", "RowKind", "belongs", "counters_of", "kinds_of", "row_base"]

_MOST_KINDS: Final = 250
_MOST_STORES: Final = 6
_MOST_STEPS: Final = 400
_TRUTHS: Final[tuple[Truth3, ...]] = (True, False, None)


class Counted:
    """What a plan counts of one table: its filters, and what is asked of the rows that pass each."""

    def __init__(self, pairs: Iterable[tuple[Rows, Condition | None]]) -> None:
        self.filters: dict[Key, Rows] = {}
        self.asked: dict[tuple[Key, Key], Condition] = {}
        for rows, asked in pairs:
            self.filters.setdefault(rows.value_key, rows)
            if asked is not None:
                self.asked.setdefault((rows.value_key, asked.value_key), asked)

    @property
    def key(self) -> Key:
        """What tells it from others."""
        return (tuple(self.filters), tuple(self.asked))


@frozen(eq=False)
class RowKind:
    """
    One kind of row.

    Parameters:
        table: the table.

        counters: the counters in which a row of the kind is counted.

        stores: ways to make one.
    """

    table: Table
    counters: frozenset[Counter]
    stores: tuple[Store, ...]

    def possible_in(self, situation: Situation) -> list[Store]:
        """Return the ways that fit what is settled of the subject: what rows compare with it."""
        root = self.table.row_root
        return [
            store
            for store in self.stores
            if all(
                spec.root == root
                or admits(FieldWish(spec, wish), read_field(spec, situation), situation)
                for spec, wish in store.fields.values()
            )
            and all(
                read_field(answer.spec, situation) is truth
                for answer, truth in store.answers.values()
            )
        ]


def belongs(rows: Rows) -> Condition:
    """Return the condition on one row that it belongs to *rows*: in the window, and as asked."""
    parts: list[Condition] = []
    if rows.days is not None:
        parts.append(Within(_moment_of(rows.table), rows.days))
    if rows.condition is not None:
        parts.append(rows.condition)
    return all_of(*parts) if parts else always


def _moment_of(table: Table) -> Field:
    return field_named(f"{table.row_root}.{table.moment}")


def row_base(table: Table) -> Store:
    """Return what holds of every row that exists in *table*."""
    root = table.row_root
    wishes = [FieldWish(field_named(f"{root}.id").spec, Texts())]
    match table:
        case Table.POSTS:
            wishes.append(FieldWish(field_named("post.deleted_at").spec, MISSING))
        case Table.REMOVED_POSTS:
            deleted = ~IsMissing(field_named("removed.deleted_at"))
            return next(_search().stores([(deleted, frozenset({True}))], Store()))
        case Table.ACCOUNTS:
            wishes.append(FieldWish(field_named("peer.platform").spec, Texts()))
        case Table.MESSAGES:
            pass
    return Store(fields={each.spec.name: each for each in wishes})


def _search(as_of: DateTime | None = None) -> Search:
    return Search(FirstChoices(), _LONG_AFTER if as_of is None else as_of, _MOST_STEPS)


_LONG_AFTER: Final = DateTime(2100, 1, 1)


def kinds_of(table: Table, counted: Counted, as_of: DateTime) -> list[RowKind]:
    """Return the kinds of rows of *table* that there can be."""
    base = row_base(table)
    kinds: list[RowKind] = []
    for combination in islice(_combinations(counted), _MOST_KINDS):
        goals: list[Goal] = [(condition, frozenset({truth})) for _, condition, truth in combination]
        stores = tuple(islice(_search(as_of).stores(goals, base), _MOST_STORES))
        if stores:
            counters = frozenset(counter for counter, _, _ in combination if counter is not None)
            kinds.append(RowKind(table, counters, stores))
    return kinds


_Asked = tuple[Counter | None, Condition, Truth3]


def _combinations(counted: Counted) -> Iterator[list[_Asked]]:
    keys = list(counted.filters)
    for truths in product(_TRUTHS, repeat=len(keys)):
        passed = dict(zip(keys, truths, strict=True))
        asked = [key for key in counted.asked if passed[key[0]] is True]
        for answers in product(_TRUTHS, repeat=len(asked)):
            yield [
                *(
                    (_filter_counter(key, truth), belongs(counted.filters[key]), truth)
                    for key, truth in passed.items()
                ),
                *(
                    (_asked_counter(key, truth), counted.asked[key], truth)
                    for key, truth in zip(asked, answers, strict=True)
                ),
            ]


def _filter_counter(key: Key, truth: Truth3) -> Counter | None:
    return None if truth is False else ("certain" if truth else "open", key)


def _asked_counter(key: Key, truth: Truth3) -> Counter:
    return ({True: "yes", False: "no", None: "unknown"}[truth], key)


def counters_of(counted: Counted, situation: Situation) -> frozenset[Counter]:
    """Return the counters in which the row that *situation* looks at is counted."""
    found: list[Counter | None] = []
    for key, rows in counted.filters.items():
        truth = truth_in(belongs(rows), situation)
        found.append(_filter_counter(key, truth))
        if truth is True:
            found.extend(
                _asked_counter(pair, truth_in(asked, situation))
                for pair, asked in counted.asked.items()
                if pair[0] == key
            )
    return frozenset(counter for counter in found if counter is not None)
