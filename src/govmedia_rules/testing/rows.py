"""Rows made so that everything counted of them comes out as planned."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Final, cast

from attrs import define, evolve, field, frozen
from pendulum import DateTime

from govmedia_rules.conditions import Aggregate, FieldSpec, Function, Table
from govmedia_rules.conditions.interpreter import Row, Situation, read_expression, read_field
from govmedia_rules.conditions.nodes import Key
from govmedia_rules.models import Account, Message, Post
from govmedia_rules.testing.choosing import FirstChoices, ordered
from govmedia_rules.testing.counts import Sum, numbers
from govmedia_rules.testing.drawing import Drawing
from govmedia_rules.testing.measures import anything
from govmedia_rules.testing.objects import make_object
from govmedia_rules.testing.row_kinds import Counted, RowKind, counters_of, kinds_of
from govmedia_rules.testing.stores import Counter, FieldWish, Store, WordPlan, summed
from govmedia_rules.testing.values import texts
from govmedia_rules.testing.wishes import MISSING, Texts, merged
from govmedia_rules.testing.word_options import spelt

__all__ = ["KindBook", "build_rows"]

_MOST_TRIES: Final = 8
_FIRST: Final = FirstChoices()
_STEM_WORDS: Final = ("官方微博", "订阅号", "客户端", "官方")
_PLAIN_NAMES: Final = ("海安", "浦口", "金湖", "马坝", "长兴", "涟水", "靖江", "泰山")


@define(eq=False)
class KindBook:
    """
    The kinds of rows that a rule's plans need, found once for each.

    Parameters:
        as_of: the monitoring moment.
    """

    as_of: DateTime
    _known: dict[tuple[Table, Key], list[RowKind]] = field(factory=dict, init=False)

    def kinds(self, table: Table, counted: Counted) -> list[RowKind]:
        """Return the kinds of rows of *table*."""
        key = (table, counted.key)
        if key not in self._known:
            self._known[key] = kinds_of(table, counted, self.as_of)
        return self._known[key]


def _by_table(store: Store) -> dict[Table, Counted]:
    tables = dict.fromkeys(rows.table for rows, _ in store.counted.values())
    return {
        table: Counted(pair for pair in store.counted.values() if pair[0].table is table)
        for table in tables
    }


def build_rows(
    store: Store, book: KindBook, situation: Situation, drawing: Drawing
) -> Mapping[Table, list[Row]] | None:
    """
    Return the rows of each table that *store* counts, or None when none were found.

    Parameters:
        store: what is wished, with the sums of counters.

        book: where kinds of rows are found.

        situation: the subject, with the rows that are there already.

        drawing: what values are drawn with.
    """
    tables = _by_table(store)
    there = [
        counters_of(tables[Table.ACCOUNTS], situation.looking_at(Table.ACCOUNTS, row))
        for row in situation.accounts
        if Table.ACCOUNTS in tables
    ]
    possible: dict[int, tuple[RowKind, list[Store]]] = {}
    for table, counted in tables.items():
        if (
            table is Table.ACCOUNTS
            and situation.unit is None
            and situation.account is not None
            and situation.account.unit_id is None
        ):
            continue
        for kind in book.kinds(table, counted):
            stores = kind.possible_in(situation)
            if stores:
                possible[len(possible)] = (kind, stores)
    for _ in range(_MOST_TRIES):
        sums = _sums(store, {name: kind for name, (kind, _) in possible.items()}, there)
        wanted = numbers(list(possible), sums, drawing.choices)
        if wanted is None:
            return None
        chosen = [name for name, count in wanted.items() for _ in range(count)]
        chosen.extend(_beside(possible, drawing))
        rows = _Rows(store, situation, drawing).made([(name, *possible[name]) for name in chosen])
        if not isinstance(rows, int):
            return rows if len(store.words) < 2 or _is_spelt(store, situation, rows) else None
        del possible[rows]  # no row of this kind could be made beside what is settled
    return None


def _beside(possible: Mapping[int, tuple[RowKind, list[Store]]], drawing: Drawing) -> Iterator[int]:
    """Yield kinds of rows that nothing counts: at the edge one of each, else now and then one."""
    for name, (kind, _) in possible.items():
        if not kind.counters and (drawing.at_edge or drawing.choices.pick(3) == 2):
            yield name


def _is_spelt(store: Store, situation: Situation, rows: Mapping[Table, list[Row]]) -> bool:
    """Return whether plans for words, of which one row may serve several, came out side by side."""
    with_rows = situation._replace(
        accounts=[*situation.accounts, *cast("list[Account]", rows.get(Table.ACCOUNTS, []))],
        posts=cast("list[Post]", [*rows.get(Table.POSTS, []), *rows.get(Table.REMOVED_POSTS, [])]),
        has_all_posts=True,
        messages=cast("list[Message]", rows.get(Table.MESSAGES, [])),
        has_all_messages=True,
        has_all_accounts=True,
    )
    return all(
        read_expression(Aggregate(function, plan.rows, plan.field), with_rows)
        == spelt(function, plan.certain or 0, plan.distinct, plan.unknown, plan.open_rows)
        for plan in store.words.values()
        for function in (Function.DISTINCT, Function.REPEATS)
    )


def _sums(
    store: Store, kinds: Mapping[int, RowKind], there: Sequence[frozenset[Counter]]
) -> list[Sum]:
    """Return the sums of counters as sums over kinds of rows, less the rows there already."""
    sums: list[Sum] = []
    for linear in store.linear:
        of_counters = summed(linear).weights
        present = sum(of_counters.get(counter, 0) for counters in there for counter in counters)
        weights: dict[Hashable, int] = {}
        for name, kind in kinds.items():
            weight = sum(of_counters.get(counter, 0) for counter in kind.counters)
            if weight:
                weights[name] = weight
        sums.append(
            Sum(
                weights,
                None if linear.low is None else linear.low - present,
                None if linear.high is None else linear.high - present,
            )
        )
    return sums


@frozen(eq=False)
class _Rows:
    """Rows while they are made."""

    store: Store
    situation: Situation
    drawing: Drawing

    def made(
        self, chosen: Sequence[tuple[int, RowKind, list[Store]]]
    ) -> Mapping[Table, list[Row]] | int:
        """Return the rows, or the number of a kind of which none could be made."""
        speller = _Speller.of(self.store, self.situation)
        rows: dict[Table, list[Row]] = {}
        for position, (name, kind, stores) in enumerate(chosen):
            wishes = speller.wishes(kind)
            row = self._row(kind, stores, wishes, position)
            if row is None:
                return name
            rows.setdefault(kind.table, []).append(row)
        return rows

    def _row(
        self, kind: RowKind, stores: list[Store], words: tuple[FieldWish, ...], position: int
    ) -> Row | None:
        root = kind.table.row_root
        account = self.situation.account
        unit_id = (
            account.unit_id if account is not None else getattr(self.situation.unit, "id", None)
        )
        for store in ordered(self.drawing.choices, stores):
            spelt = store.with_fields(words)
            if spelt is None:
                continue
            links: dict[str, object] = {"id": f"{_PREFIX[kind.table]}{position + 1}"}
            if kind.table is Table.ACCOUNTS:
                links["unit_id"] = unit_id
            else:
                links["account_id"] = getattr(account, "id", None)
            of_row = evolve(
                spelt,
                fields={n: each for n, each in spelt.fields.items() if each.spec.root == root},
            )
            row = make_object(root, of_row, self.situation, self.drawing, links)
            if row is not None:
                return row  # type: ignore[return-value]  # a row, by its root
        return None


_PREFIX: Final = {
    Table.POSTS: "post-",
    Table.REMOVED_POSTS: "removed-",
    Table.MESSAGES: "message-",
    Table.ACCOUNTS: "account-",
}


@define(eq=False)
class _Speller:
    """Gives the words that rows spell, so that there are as many different ones as planned."""

    plans: Sequence[WordPlan]
    words: Mapping[int, Sequence[str]]
    used: dict[tuple[int, str], int] = field(factory=dict)

    @classmethod
    def of(cls, store: Store, situation: Situation) -> _Speller:
        """Return the speller for a store's plans; words that rows there already spell come first."""
        plans = list(store.words.values())
        speller = cls(
            plans, {i: _words(plan, plans, situation.as_of) for i, plan in enumerate(plans)}
        )
        for row in situation.accounts:
            speller._note(row, situation)
        return speller

    def _note(self, row: Account, situation: Situation) -> None:
        """Take a row that is there already for one of those planned."""
        for position, plan in enumerate(self.plans):
            if plan.rows.table is Table.ACCOUNTS:
                inside = situation.looking_at(Table.ACCOUNTS, row)
                counters = counters_of(Counted([(plan.rows, None)]), inside)
                word = read_field(plan.field.spec, inside)
                if ("certain", plan.rows.value_key) in counters and word is not None:
                    others = [each for each in self.words[position] if each != word]
                    self.words = {**self.words, position: [str(word), *others]}
                    self.used[position, "certain"] = self.used.get((position, "certain"), 0) + 1

    def wishes(self, kind: RowKind) -> tuple[FieldWish, ...]:
        """Return what the next row of a kind has to spell."""
        found: dict[str, FieldWish] = {}
        for position, plan in enumerate(self.plans):
            for name in ("certain", "open"):
                if (name, plan.rows.value_key) in kind.counters:
                    found.setdefault(plan.field.spec.name, self._next(position, name))
        return tuple(found.values())

    def _next(self, position: int, name: str) -> FieldWish:
        plan, spec = self.plans[position], self.plans[position].field.spec
        count = self.used[position, name] = self.used.get((position, name), 0) + 1
        words = self.words[position]
        if name == "open":
            return FieldWish(spec, Texts(frozenset({words[0]})))
        known = (plan.certain or 0) - plan.unknown
        if count > known or not plan.distinct:
            return FieldWish(spec, MISSING)
        return FieldWish(spec, Texts(frozenset({words[(count - 1) % plan.distinct]})))


def _words(plan: WordPlan, plans: Sequence[WordPlan], as_of: DateTime) -> list[str]:
    """Return words for a plan, as many as it needs different ones, and one more."""
    spec, count = plan.field.spec, plan.distinct + 1
    if spec.path[-1] not in {"name_key", "name_stem", "name"}:
        return _plain_words(plan, count, as_of)
    stems = next(
        (
            each.distinct
            for each in plans
            if each.field.spec.path[-1] == "name_stem"
            and each.rows.value_key == plan.rows.value_key
        ),
        count,
    )
    bare = [f"{name}发布" for name in _PLAIN_NAMES] + [f"甲{n}乙" for n in range(count)]
    if spec.path[-1] == "name_stem" or stems >= count:
        return bare[:count]
    more = [f"{bare[0]}{word}" for word in _STEM_WORDS]
    return [*bare[: max(stems, 1)], *more, *bare[max(stems, 1) :]][:count]


def _plain_words(plan: WordPlan, count: int, as_of: DateTime) -> list[str]:
    """Return words that the rows of a plan may hold at all."""
    spec: FieldSpec = plan.field.spec
    wish = anything(spec)
    for kind in kinds_of(plan.rows.table, Counted([(plan.rows, None)]), as_of):
        if ("certain", plan.rows.value_key) in kind.counters:
            wished = kind.stores[0].wish(spec.name)
            both = None if wished is None else merged(wish, wished)
            wish = wish if both is None else both
            break
    found: list[str] = []
    if isinstance(wish, Texts):
        found.extend(dict.fromkeys(texts(spec, wish, _FIRST)))
        if wish.allowed is None:
            found.extend(word for n in range(count) if wish.admits(word := f"其他{n + 3}"))
    return (
        [*found, *(f"其他{n}" for n in range(count))][: max(count, 1)]
        if len(found) < count
        else found[:count]
    )
