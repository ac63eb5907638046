"""
Rules that judge posts or messages: which rows fail, which stay open, and what those lack.

What a rule's scope asks about the account is left to the account: a row is judged here as
if its account were in scope, and counted so that both other cases follow from the counts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cached_property
from typing import Final

import narwhals.stable.v2 as nw
from attrs import frozen

from govmedia_rules.conditions.expressions import Field
from govmedia_rules.conditions.fields import FieldSpec
from govmedia_rules.conditions.predicates import And, Condition, Has, IsMissing, Not, Or, Truth
from govmedia_rules.evaluation.plans import RulePlan, operands_of
from govmedia_rules.frames.aggregates import count_of_existing
from govmedia_rules.frames.counts import Counting
from govmedia_rules.frames.facts import FactBook
from govmedia_rules.frames.rails import Column, Pair, Rails
from govmedia_rules.frames.values import column_of

__all__ = ["Lack", "RowRule", "blamed_where_unknown", "digest_of", "kept_pair"]


def digest_of(condition: Condition | None) -> str:
    """Return what stands for a condition in the names of columns, the same for all that ask the same."""
    key = None if condition is None else condition.value_key
    return hashlib.sha256(repr(key).encode()).hexdigest()[:12]


def kept_pair(plan: RulePlan, rails: Rails) -> Pair:
    """Return the rails of what a rule demands: that it is kept, required or not forbidden."""
    rule = plan.rule
    demand = plan.parts["demand"]
    return rails.pair(demand if rule.forbids is None else Not(demand))


def blamed_where_unknown(
    condition: Condition, guard: Column, rails: Rails
) -> Iterator[tuple[Condition, Column]]:
    """
    Yield the leaves that can keep *condition* unknown, each with where it does.

    Parameters:
        condition: a condition.

        guard: where *condition* is unknown and that matters.

        rails: writes conditions as columns.
    """
    match condition:
        case And() | Or():
            for part in condition.parts:
                yield from blamed_where_unknown(part, guard & rails.pair(part).unknown, rails)
        case Not():
            yield from blamed_where_unknown(condition.part, guard, rails)
        case Truth():
            return
        case _:
            yield condition, guard


@frozen
class Lack:
    """
    A fact that can keep rows of a rule open.

    Parameters:
        fact: the fact, as people have to record it.

        is_of_row: whether it is a fact of each row, so that the rows without it count.

        column: the column that counts the rows that stay open for want of it.
    """

    fact: str
    is_of_row: bool
    column: str


@frozen(eq=False)
class RowRule:
    """
    One rule about rows, in the columns of a table.

    Parameters:
        position: the rule's position.

        plan: the rule's plan.

        book: the columns of the rule's table.
    """

    position: int
    plan: RulePlan
    book: FactBook

    def _name(self, part: str) -> str:
        return f"{self.book.prefix}r{self.position}{part}"

    def _name_by_scope(self, part: str) -> str:
        """Return the name of a column that rules share whose scope asks the same of each row."""
        return f"{self.book.prefix}k{digest_of(self.plan.row_scope)}{part}"

    @cached_property
    def only_field(self) -> FieldSpec | None:
        """
        The one field of each row that it asks, and nothing besides; None where there is more.

        What stays open then lacks just that, and rules that ask the same field leave the
        same rows open.
        """
        plan = self.plan
        leaves = plan.leaves_by_part.get("demand", ())
        if plan.rule.unless is not None or plan.row_scope is not None or len(leaves) != 1:
            return None
        operands = plan.operands[: plan.demanded]
        if len(operands) != 1 or not isinstance(operands[0], Field) or plan.table is None:
            return None
        spec = operands[0].spec
        is_sure = isinstance(plan.leaves[leaves[0]], IsMissing)
        return spec if spec.root == plan.table.row_root and not is_sure else None

    @property
    def fails(self) -> str:
        """The column that marks the rows that fail, if their account is in scope."""
        return self._name("f")

    @property
    def stays_open(self) -> str:
        """The column that marks the rows left undetermined, if their account is in scope."""
        if self.only_field is not None:
            return f"{self.book.prefix}without_{column_of(self.only_field)}"
        return self._name("o")

    @property
    def may_bind(self) -> str:
        """The column that marks the rows that the rule may bind."""
        return "is_there" if self.plan.row_scope is None else self._name_by_scope("b")

    @property
    def open_count(self) -> str:
        """The column that counts the rows left undetermined, if their account is in scope."""
        return f"{self.stays_open}_n"

    @property
    def failed_count(self) -> str:
        """The column that counts the rows that fail, if their account is in scope."""
        return f"{self.fails}n"

    def _gate(self) -> Column | None:
        """Return the mark of rows with any word where the rule forbids one word and asks nothing else."""
        plan = self.plan
        forbidden = plan.rule.forbids
        if not isinstance(forbidden, Has) or not isinstance(forbidden.tags, Field):
            return None
        if plan.rule.unless is not None or plan.row_scope is not None:
            return None
        if plan.table is None or forbidden.tags.spec.root != plan.table.row_root:
            return None
        words = self.book.rails.reader.column(forbidden.tags.spec)
        return (words.list.len() > 0).fill_null(False)

    @property
    def binding_count(self) -> str:
        """The column that counts the rows that the rule may bind."""
        if self.plan.row_scope is None:
            return count_of_existing(self.book.table)
        return self._name_by_scope("bn")

    @property
    def lifted_count(self) -> str | None:
        """The column that counts the rows that it does not bind, if their account is in scope."""
        return None if self._released is None else f"{self._released}n"

    @property
    def _released(self) -> str | None:
        """The column that marks the rows that it does not bind, if their account is in scope."""
        if self.plan.rule.unless is not None:
            return self._name("y")
        return None if self.plan.row_scope is None else self._name_by_scope("y")

    def enter(self) -> tuple[tuple[Lack, ...], tuple[Lack, ...]]:
        """
        Enter the rule's columns.

        Returns what its rows can lack where their account is in scope, and what they can
        lack of what its scope asks each row, where nobody knows that of the account.
        """
        plan, book, rails = self.plan, self.book, self.book.rails
        exists = nw.col("is_there")
        scope = _SURE if plan.row_scope is None else rails.pair(plan.row_scope)
        unless = plan.rule.unless
        lifted = _NEVER if unless is None else rails.pair(unless)
        bound = exists if plan.row_scope is None else exists & scope.certain
        not_lifted = bound if unless is None else bound & lifted.false
        gate = self._gate()
        if gate is None:
            book.fail(self.fails, not_lifted & kept_pair(plan, rails).false, None)
        else:
            # Few rows get past a gate: what is asked only there is asked there.
            book.fail(self.fails, kept_pair(plan, book.inline).false, gate)
        if self.only_field is not None:
            mark = book.without(self.only_field, book.table)
            book.count(self.open_count, Counting.MARKED, mark)
            return (Lack(self.only_field.record_name, True, self.open_count),), ()
        kept = kept_pair(plan, rails)
        by_scope = exists & scope.unknown
        by_exception = bound & lifted.unknown
        by_demand = bound & ~lifted.certain & kept.unknown
        opened = book.mark(self.stays_open, by_scope | by_exception | by_demand)
        book.count(self.open_count, Counting.MARKED, opened)
        if plan.row_scope is not None:
            mark = book.mark(self.may_bind, exists & scope.possible)
            book.count(self.binding_count, Counting.MARKED, mark)
        if self.lifted_count is not None and self._released is not None:
            released = exists & (scope.false | (scope.certain & lifted.certain))
            book.count(self.lifted_count, Counting.MARKED, book.mark(self._released, released))
        of_scope = (
            []
            if plan.row_scope is None
            else list(blamed_where_unknown(plan.row_scope, by_scope, rails))
        )
        in_scope = [
            *of_scope,
            *([] if unless is None else blamed_where_unknown(unless, by_exception, rails)),
            *blamed_where_unknown(plan.parts["demand"], by_demand, rails),
        ]
        return self._lacks(in_scope, self._name("l")), self._lacks(
            of_scope, self._name_by_scope("m")
        )

    def _lacks(self, blamed: list[tuple[Condition, nw.Expr]], name: str) -> tuple[Lack, ...]:
        root = "" if self.plan.table is None else self.plan.table.row_root
        found: dict[str, nw.Expr] = {}
        for leaf, guard in blamed:
            for operand in operands_of(leaf):
                if not isinstance(operand, Field):
                    continue
                here = guard & self.book.rails.reader.column(operand.spec).is_null()
                fact = operand.spec.record_name
                found[fact] = found[fact] | here if fact in found else here
        lacks: list[Lack] = []
        for number, (fact, here) in enumerate(found.items()):
            mark = self.book.mark(f"{name}{number}w", here)
            column = f"{name}{number}n"
            self.book.count(column, Counting.MARKED, mark)
            lacks.append(Lack(fact, fact.startswith(f"{root}."), column))
        return tuple(lacks)


_SURE: Final = Pair(nw.lit(True), nw.lit(True))
_NEVER: Final = Pair(nw.lit(False), nw.lit(False))
