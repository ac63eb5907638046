"""
The solver: from a rule and an outcome to a portfolio in which the rule has it.

First the conditions are taken apart until it is known what each field, each answer and
each count of rows has to be; then objects are made, those first that others compare with.
"""

from __future__ import annotations

from typing import Final

from attrs import define, field
from pendulum import DateTime

from govmedia_rules.conditions import Aggregate, Comparison, Field, Kind, Within, field_named
from govmedia_rules.conditions.questions import Answer
from govmedia_rules.findings import Outcome
from govmedia_rules.models import Account, Message, Portfolio, Post, Subject, Unit
from govmedia_rules.moments import day_of
from govmedia_rules.rules import Rule
from govmedia_rules.testing.building import built_portfolio, mentioned_beside_rows
from govmedia_rules.testing.choosing import Choices, FirstChoices
from govmedia_rules.testing.drawing import Drawing
from govmedia_rules.testing.failures import (
    BrokenPromiseError,
    CannotBeError,
    CouldNotFindError,
    NotATreeError,
)
from govmedia_rules.testing.goals import goals_for
from govmedia_rules.testing.measures import anything
from govmedia_rules.testing.rows import KindBook
from govmedia_rules.testing.scenes import Scene, scene_of
from govmedia_rules.testing.search import Search
from govmedia_rules.testing.stores import FieldWish, Store
from govmedia_rules.testing.wishes import MISSING, Texts, merged

__all__ = ["Solver"]

_MOST_STEPS: Final = 6_000
_MOST_PLANS: Final = 60
_MOST_ATTEMPTS: Final = 4


@define(eq=False)
class Solver:
    """
    Builds scenes for one rule and one outcome.

    Parameters:
        rule: the rule.

        outcome: the outcome.

        as_of: the monitoring moment.

        at_edge: only scenes in which something lies next to a threshold.

    Raises:
        NotATreeError: when a function decides the rule.
    """

    rule: Rule
    outcome: Outcome
    as_of: DateTime
    at_edge: bool = False
    _book: KindBook = field(init=False)
    _beside: tuple[Field, ...] = field(init=False)
    _first: Portfolio | None = field(default=None, init=False)

    def __attrs_post_init__(self) -> None:
        if self.rule.check is not None:
            raise NotATreeError(self.rule.id, self.outcome, "a function decides it")
        self._book = KindBook(self.as_of)
        self._beside = mentioned_beside_rows(self.rule)

    def prove(self) -> Solver:
        """
        Build one scene, or say why there is none, and return the solver.

        Raises:
            CannotBeError: when there is none.
            CouldNotFindError: when none was found.
        """
        if not self.rule.is_in_force_on(day_of(self.as_of)):
            raise CannotBeError(self.rule.id, self.outcome, f"not in force at {self.as_of}")
        if self.at_edge and not has_threshold(self.rule):
            raise CannotBeError(self.rule.id, "boundary", "its conditions have no threshold")
        is_exact = True
        for attempt in range(_MOST_ATTEMPTS):
            found, is_exact = self._search(FirstChoices(attempt))
            if found is not None:
                self._first = found
                return self
            if is_exact:
                break
        if is_exact:
            raise CannotBeError(
                self.rule.id,
                self.outcome,
                "every way to it asks one field, or one count of rows, for two things at once",
            )
        raise CouldNotFindError(
            self.rule.id,
            self.outcome,
            f"{_MOST_ATTEMPTS} searches of {_MOST_STEPS:,} steps found none",
        )

    def scene(self, choices: Choices) -> Scene:
        """
        Return a scene.

        Parameters:
            choices: who chooses; where that leads nowhere, the scene found first is given.

        Raises:
            BrokenPromiseError: when the interpreter comes to another outcome: a bug.
        """
        portfolio, _ = self._search(choices)
        if portfolio is None:
            portfolio = self._first
        if portfolio is None:
            return self.prove().scene(choices)
        scene = scene_of(
            self.rule, portfolio, _subject_id(self.rule.subject, portfolio), self.as_of
        )
        if scene.outcome is not self.outcome:
            raise BrokenPromiseError(self.rule.id, self.outcome, scene.outcome)
        return scene

    def _search(self, choices: Choices) -> tuple[Portfolio | None, bool]:
        """Return a portfolio, or None and whether that there is none has been shown."""
        search = Search(choices, self.as_of, _MOST_STEPS, self.at_edge)
        drawing = Drawing(choices, self.as_of, self.at_edge)
        plans = 0
        base = _base(self.rule.subject)
        for goals in goals_for(self.rule, self.outcome, choices):
            for store in search.stores(goals, base):
                if self.at_edge and not store.thresholds:
                    search.is_exact = False
                    continue
                linked = _linked(store, self.rule.subject)
                if linked is None:
                    continue
                plans += 1
                if plans > _MOST_PLANS:
                    return None, False
                search.is_exact = False
                built = built_portfolio(self.rule, linked, self._book, drawing, self._beside)
                if built is not None:
                    return built, True
        return None, search.is_exact


def has_threshold(rule: Rule) -> bool:
    """Return whether anything in a rule's conditions is counted, measured or dated."""
    return any(
        isinstance(node, (Aggregate, Within, Answer))
        or (isinstance(node, Comparison) and node.left.kind in {Kind.NUMBER, Kind.MOMENT})
        for condition in rule.conditions
        for node in condition.walk()
    )


def _subject_id(subject: Subject, portfolio: Portfolio) -> str:
    """Return the id of what is judged, which comes first in its table."""
    rows: tuple[Unit | Account | Post | Message, ...] | None
    match subject:
        case Subject.UNIT:
            rows = portfolio.units
        case Subject.ACCOUNT:
            rows = portfolio.accounts
        case Subject.POST:
            rows = portfolio.posts
        case Subject.MESSAGE:
            rows = portfolio.messages
    return next(row.id for row in rows or ())


def _base(subject: Subject) -> Store:
    """Return what holds of every situation of a subject: it exists, and has an id."""
    names = {
        Subject.UNIT: ("unit.id",),
        Subject.ACCOUNT: ("account.id", "account.platform"),
        Subject.POST: ("account.id", "account.platform", "post.id"),
        Subject.MESSAGE: ("account.id", "account.platform", "message.id"),
    }[subject]
    fields = {name: FieldWish(field_named(name).spec, Texts()) for name in names}
    if subject is Subject.POST:
        deleted = field_named("post.deleted_at").spec
        fields[deleted.name] = FieldWish(deleted, MISSING)
    return Store(fields=fields)


def _linked(store: Store, subject: Subject) -> Store | None:
    """
    Return the store with what follows of its fields for one another's objects.

    An account whose unit is not known has no facts of a unit; what leads to an object and
    the object's id are one. None when that cannot be.
    """
    wishes: list[FieldWish] = []
    complete = store.complete.get("accounts")
    if complete is not None:
        if subject is Subject.UNIT and not complete:
            return None
        spec = field_named("account.unit_id").spec
        if subject is not Subject.UNIT:
            wishes.append(FieldWish(spec, anything(spec) if complete else MISSING))
    linked = store.with_fields(tuple(wishes))
    if linked is None:
        return None
    for root, link in (("unit", "account.unit_id"), ("superior", "unit.parent_id")):
        if root == "unit" and subject is Subject.UNIT:
            continue
        is_asked = any(
            each.spec.root == root and each.wish is not MISSING for each in linked.fields.values()
        ) or any(
            answer.spec.root == root and truth is not None
            for answer, truth in linked.answers.values()
        )
        if not is_asked:
            continue
        ids = [field_named(f"{root}.id").spec, field_named(link).spec]
        both = tuple(FieldWish(spec, anything(spec)) for spec in ids)
        linked = linked.with_fields(both)
        if linked is None:
            return None
        one = merged(linked.wish(ids[0].name), linked.wish(link) or Texts())
        linked = None if one is None else linked.with_fields(tuple(FieldWish(s, one) for s in ids))
        if linked is None or not _is_there(linked, root, subject):
            return None
    return linked


def _is_there(store: Store, root: str, subject: Subject) -> bool:
    """Return whether a superior is only asked for where there can be a unit below it."""
    return root != "superior" or subject is Subject.UNIT or not store.is_missing("account.unit_id")
