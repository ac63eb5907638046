"""From a store of wishes to a portfolio: objects are made one after the other, then rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from attrs import define

from govmedia_rules.conditions import Aggregate, Field, Kind, Table, field_named
from govmedia_rules.conditions.interpreter import Row, Situation
from govmedia_rules.conditions.register import Register
from govmedia_rules.models import Account, Attestation, Message, Portfolio, Post, Subject, Unit
from govmedia_rules.rules import Rule
from govmedia_rules.testing.answers import answers_given
from govmedia_rules.testing.drawing import Drawing, Facts
from govmedia_rules.testing.measures import anything
from govmedia_rules.testing.objects import make_object
from govmedia_rules.testing.rows import KindBook, build_rows
from govmedia_rules.testing.stores import FieldWish, Store
from govmedia_rules.testing.values import texts
from govmedia_rules.testing.wishes import MISSING, Tags, Texts

__all__ = ["built_portfolio", "mentioned_beside_rows"]

_IDS: Final = {
    "unit": "unit:海安市公安局",
    "superior": "unit:海安市人民政府",
    "account": "wechat:海安发布",
    "post": "post-of-interest",
    "message": "message-of-interest",
}
_MAY_LACK: Final = frozenset({"id", "platform", "unit_id", "parent_id"})


def mentioned_beside_rows(rule: Rule) -> tuple[Field, ...]:
    """Return the fields that conditions on rows read of the account or unit beside them."""
    found: dict[str, Field] = {}
    for condition in rule.conditions:
        for node in condition.walk():
            if isinstance(node, Aggregate):
                root = node.rows.table.row_root
                for inner in node.walk():
                    if isinstance(inner, Field) and inner.spec.root != root and _may_lack(inner):
                        found.setdefault(inner.spec.name, inner)
    return tuple(found.values())


def _may_lack(each: Field) -> bool:
    return each.spec.question is None and each.spec.path[-1] not in _MAY_LACK


def built_portfolio(
    rule: Rule, store: Store, book: KindBook, drawing: Drawing, beside: tuple[Field, ...]
) -> Portfolio | None:
    """
    Return a portfolio in which everything is as wished, or None when none was found.

    Parameters:
        rule: the rule; its subject comes first in its table.

        store: what is wished.

        book: where kinds of rows are found.

        drawing: what values are drawn with.

        beside: fields that rows are compared with; they are known, unless wished otherwise.
    """
    return _Building(rule.subject, _with_usual(store, beside, drawing), book, drawing).portfolio()


def _with_usual(store: Store, beside: tuple[Field, ...], drawing: Drawing) -> Store:
    wishes: list[FieldWish] = []
    for each in beside:
        if store.wish(each.spec.name) is None and drawing.choices.pick(4) < 3:
            usual = Tags(is_empty=False) if each.spec.kind is Kind.TAGS else anything(each.spec)
            wishes.append(FieldWish(each.spec, usual))
    with_usual = store.with_fields(tuple(wishes))
    return store if with_usual is None else with_usual


@define(eq=False)
class _Building:
    subject: Subject
    store: Store
    book: KindBook
    drawing: Drawing

    def portfolio(self) -> Portfolio | None:
        """Return the portfolio, or None."""
        situation = self._with_units(Situation(as_of=self.drawing.as_of))
        if situation is not None and self.subject is not Subject.UNIT:
            situation = self._with_account(situation)
        if situation is None:
            return None
        ids = {"account": situation.account, "unit": situation.unit}
        answers = answers_given(
            list(self.store.answers.values()),
            {root: each.id for root, each in ids.items() if each is not None},
            self.drawing,
        )
        if answers is None:
            return None
        register = Register.of(situation.register.units, answers)
        situation = self._with_row(situation._replace(register=register))
        if situation is None:
            return None
        rows = (
            build_rows(self.store, self.book, situation, self.drawing) if self.store.counted else {}
        )
        return None if rows is None else self._assembled(situation, rows, answers)

    def _is_asked(self, root: str) -> bool:
        """Return whether something has to be known of an object."""
        return any(
            each.spec.root == root and each.wish is not MISSING
            for each in self.store.fields.values()
        ) or any(
            answer.spec.root == root and truth is not None
            for answer, truth in self.store.answers.values()
        )

    def _id(self, root: str, name: str | None = None) -> str:
        """Return an id that is as wished."""
        spec = field_named(name or f"{root}.id").spec
        wish = self.store.wish(spec.name)
        if isinstance(wish, Texts) and not wish.admits(_IDS[root]):
            return next(texts(spec, wish, self.drawing.choices), _IDS[root])
        return _IDS[root]

    def _with_units(self, situation: Situation) -> Situation | None:
        """Return the situation with the unit and the one above, where they are to be known."""
        has_superior = self._is_asked("superior")
        is_needed = self.subject is Subject.UNIT or has_superior or self._is_asked("unit")
        can_be = not self.store.is_missing("unit.id") and not self.store.is_missing(
            "account.unit_id"
        )
        if not is_needed and not (can_be and self.drawing.choices.pick(2) == 0):
            return situation
        links: Facts = {"id": self._id("unit")}
        if has_superior:
            links["parent_id"] = self._id("superior")
        elif isinstance(self.store.wish("unit.parent_id"), Texts):
            links["parent_id"] = self._id("superior", "unit.parent_id")
        unit = make_object("unit", self.store, situation, self.drawing, links)
        if not isinstance(unit, Unit):
            return None
        units = {unit.id: unit}
        situation = situation._replace(unit=unit, register=Register(units), has_all_accounts=True)
        if not has_superior:
            return situation
        superior = make_object(
            "superior", self.store, situation, self.drawing, {"id": links["parent_id"]}
        )
        if not isinstance(superior, Unit) or superior.id in units:
            return None
        return situation._replace(register=Register({**units, superior.id: superior}))

    def _with_account(self, situation: Situation) -> Situation | None:
        unit = situation.unit
        unit_id = None if unit is None else unit.id
        if unit is None and isinstance(self.store.wish("account.unit_id"), Texts):
            unit_id = self._id("unit", "account.unit_id")
        links: Facts = {"id": self._id("account"), "unit_id": unit_id}
        for group in ("posts", "messages"):
            if self.store.complete.get(group) is False:
                links[f"has_all_{group}"] = False
        account = make_object("account", self.store, situation, self.drawing, links)
        if not isinstance(account, Account):
            return None
        return situation._replace(
            account=account,
            accounts=[] if account.unit_id is None else [account],
            has_all_accounts=account.unit_id is not None,
        )

    def _with_row(self, situation: Situation) -> Situation | None:
        """Return the situation with the post or message that is judged, where one is."""
        if self.subject not in {Subject.POST, Subject.MESSAGE} or situation.account is None:
            return situation
        root = self.subject.value
        links: Facts = {"id": self._id(root), "account_id": situation.account.id}
        row = make_object(root, self.store, situation, self.drawing, links)
        if isinstance(row, Post):
            return situation._replace(post=row)
        return situation._replace(message=row) if isinstance(row, Message) else None

    def _assembled(
        self,
        situation: Situation,
        rows: Mapping[Table, list[Row]],
        answers: tuple[Attestation, ...],
    ) -> Portfolio | None:
        accounts = [
            *([] if situation.account is None else [situation.account]),
            *cast("list[Account]", rows.get(Table.ACCOUNTS, [])),
        ]
        posts = [
            *([] if situation.post is None else [situation.post]),
            *cast("list[Post]", rows.get(Table.POSTS, [])),
            *cast("list[Post]", rows.get(Table.REMOVED_POSTS, [])),
        ]
        messages = [
            *([] if situation.message is None else [situation.message]),
            *cast("list[Message]", rows.get(Table.MESSAGES, [])),
        ]
        units = situation.register.units
        first = situation.unit
        for table in (accounts, posts, messages):
            if len({row.id for row in table}) < len(table):
                return None  # two rows were wished to have one id
        return Portfolio(
            units=[] if first is None else [first, *(u for u in units.values() if u is not first)],
            accounts=accounts,
            posts=posts,
            messages=messages,
            attestations=answers,
        )
