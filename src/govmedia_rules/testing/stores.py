"""A store of wishes: what has been decided of a situation while it is searched for."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from attrs import evolve, frozen

from govmedia_rules.conditions import Condition, Field, FieldSpec, Rows
from govmedia_rules.conditions.logic import Truth3
from govmedia_rules.conditions.nodes import Key
from govmedia_rules.conditions.questions import Answer
from govmedia_rules.testing.counts import Sum, can_be
from govmedia_rules.testing.wishes import MISSING, Wish, merged

__all__ = [
    "Counter",
    "FieldWish",
    "Linear",
    "Option",
    "Store",
    "WordPlan",
    "summed",
]

Counter: TypeAlias = tuple[str, Key]
"""
What is counted of rows: ``certain`` or ``open`` rows of a filter, and of the certain ones
those of which a question holds (``yes``), does not (``no``) or is not known (``unknown``).
"""


class FieldWish(NamedTuple):
    """A field and what it is wished to hold."""

    spec: FieldSpec
    wish: Wish


class Linear(NamedTuple):
    """A sum of counts that has to lie between two ends; None for no end."""

    terms: tuple[tuple[int, Counter], ...]
    low: int | None
    high: int | None


class WordPlan(NamedTuple):
    """How the rows of a filter spell a field: so many different words, so many unknown."""

    rows: Rows
    field: Field
    distinct: int
    unknown: int
    open_rows: int
    certain: int | None


@frozen(eq=False)
class Option:
    """
    One way to make a leaf true, false or unknown: everything in it has to come about.

    Parameters:
        fields: what fields hold.

        relation: two fields of which a comparison is to be true or false.

        answer: what the answer to a question is to be.

        linear: sums of counts of rows.

        counted: what the counters mean: rows, and the question asked of each.

        complete: which tables have to be complete, or must not be.

        words: how rows spell a field.

        is_threshold: it says on which side of a threshold something lies.
    """

    fields: tuple[FieldWish, ...] = ()
    relation: tuple[Condition, bool] | None = None
    answer: tuple[Answer, Truth3] | None = None
    linear: tuple[Linear, ...] = ()
    counted: tuple[tuple[Rows, Condition | None], ...] = ()
    complete: tuple[tuple[str, bool], ...] = ()
    words: tuple[WordPlan, ...] = ()
    is_threshold: bool = False


@frozen(eq=False)
class Store:
    """Everything wished of one situation, or of one row, so far."""

    fields: Mapping[str, FieldWish] = MappingProxyType({})
    relations: tuple[tuple[Condition, bool], ...] = ()
    answers: Mapping[str, tuple[Answer, Truth3]] = MappingProxyType({})
    linear: tuple[Linear, ...] = ()
    counted: Mapping[Key, tuple[Rows, Condition | None]] = MappingProxyType({})
    complete: Mapping[str, bool] = MappingProxyType({})
    words: Mapping[Key, WordPlan] = MappingProxyType({})
    thresholds: int = 0

    def wish(self, name: str) -> Wish | None:
        """Return what is wished of the field *name*, or None when nothing is."""
        known = self.fields.get(name)
        return None if known is None else known.wish

    def is_missing(self, name: str) -> bool:
        """Return whether the field *name* has to be missing."""
        return self.wish(name) is MISSING

    def with_fields(self, wishes: tuple[FieldWish, ...]) -> Store | None:
        """Return the store with more wishes for fields, or None when that cannot be."""
        fields = dict(self.fields)
        for spec, wish in wishes:
            known = fields.get(spec.name)
            both = merged(None if known is None else known.wish, wish)
            if both is None:
                return None
            fields[spec.name] = FieldWish(spec, both)
        return evolve(self, fields=fields)

    def with_option(self, option: Option) -> Store | None:
        """Return the store with all that *option* asks for, or None when that cannot be."""
        store = self.with_fields(option.fields)
        if store is None:
            return None
        complete = dict(self.complete)
        for group, flag in option.complete:
            if complete.setdefault(group, flag) is not flag:
                return None
        answers = dict(self.answers)
        if option.answer is not None:
            name = option.answer[0].spec.name
            if answers.setdefault(name, option.answer)[1] is not option.answer[1]:
                return None
        words = dict(self.words)
        for plan in option.words:
            if words.setdefault((plan.rows.value_key, plan.field.spec.name), plan) is not plan:
                return None
        counted = dict(self.counted)
        for rows, asked in option.counted:
            counted[_counted_key(rows, asked)] = (rows, asked)
        linear = (*self.linear, *option.linear)
        if option.linear and not can_be([summed(each) for each in linear]):
            return None
        relations = (
            self.relations if option.relation is None else (*self.relations, option.relation)
        )
        return evolve(
            store,
            relations=relations,
            answers=answers,
            linear=linear,
            counted=counted,
            complete=complete,
            words=words,
            thresholds=self.thresholds + option.is_threshold,
        )


def summed(each: Linear) -> Sum:
    """Return a sum of counters, those that occur twice taken together."""
    weights: dict[Hashable, int] = {}
    for weight, counter in each.terms:
        weights[counter] = weights.get(counter, 0) + weight
    return Sum(weights, each.low, each.high)


def _counted_key(rows: Rows, asked: Condition | None) -> Key:
    return (rows.value_key, None if asked is None else asked.value_key)
