"""Findings of rules about posts or messages: each failure, and one for all that stay open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl
from attrs import frozen

from govmedia_rules.conditions.expressions import Field
from govmedia_rules.conditions.nodes import Key
from govmedia_rules.conditions.predicates import Truth
from govmedia_rules.evaluation.folding import fact_order
from govmedia_rules.evaluation.plans import RulePlan, operands_of
from govmedia_rules.frames.aggregates import count_of_existing
from govmedia_rules.frames.judging import BY_DEMAND, FAIL
from govmedia_rules.frames.rails import Pair, Rails
from govmedia_rules.frames.readers import COMPLETE
from govmedia_rules.frames.row_rules import Lack, RowRule, blamed_where_unknown, digest_of
from govmedia_rules.frames.tidy import EVIDENCE, FINDINGS, MISSING, TidyFindings, selected

__all__ = ["FoldedRule"]

_SURE: Final = Pair(pl.lit(True), pl.lit(True))
_UNKNOWN: Final = Pair(pl.lit(False), pl.lit(True))


@frozen(eq=False)
class FoldedRule:
    """
    A rule about rows, as seen from their accounts.

    Parameters:
        rule: the rule in the columns of its table.

        rails: writes conditions on accounts.

        lacks: what rows can lack where their account is in scope.

        scope_lacks: what they can lack of what the scope asks each row, where nobody
            knows that of the account.
    """

    rule: RowRule
    rails: Rails
    lacks: tuple[Lack, ...]
    scope_lacks: tuple[Lack, ...]

    @property
    def rows_in_doubt(self) -> str:
        """
        The mark of the rows that the rule may bind, of accounts that it may not bind.

        Where the scope asks nothing of each row, these are all rows of such accounts.
        """
        if self.plan.row_scope is not None or self.plan.account_scope is None:
            return self.rule.may_bind
        return f"{self.rule.book.prefix}doubt_{digest_of(self.plan.account_scope)}"

    @property
    def plan(self) -> RulePlan:
        """The rule's plan."""
        return self.rule.plan

    def scope(self) -> Pair:
        """Return whether the account is in scope."""
        condition = self.plan.account_scope
        return _SURE if condition is None else self.rails.pair(condition)

    def scope_asked_anew(self) -> Pair:
        """Return the same of accounts whose leaves have no columns yet."""
        condition = self.plan.account_scope
        rails = Rails(self.rails.as_of, self.rails.reader, self.rails.words)
        return _SURE if condition is None else rails.pair(condition)

    def unseen(self) -> pl.Expr:
        """Return where the rule may bind rows that nobody supplied."""
        plan, table = self.plan, self.rule.book.table
        root = table.row_root
        open_leaves: dict[Key, Pair] = {
            leaf.value_key: _UNKNOWN
            for position, leaf in enumerate(plan.leaves)
            if plan.leaf_asks_about(position, root)
        }
        known = {**self.rails.known, **open_leaves}
        rails = Rails(self.rails.as_of, self.rails.reader, self.rails.words, known)
        may_bind = ~pl.col(COMPLETE[table])
        if plan.rule.bound is not None:
            may_bind = may_bind & rails.pair(plan.rule.bound).possible
        if plan.rule.unless is not None:
            may_bind = may_bind & ~rails.pair(plan.rule.unless).certain
        return may_bind

    def open_count(self) -> pl.Expr:
        """Return how many rows stay open."""
        scope = self.scope()
        return (
            pl.when(scope.certain)
            .then(pl.col(self.rule.open_count))
            .otherwise(
                pl.when(scope.unknown)
                .then(pl.col(self.rule.binding_count))
                .otherwise(pl.lit(0, dtype=pl.Int64))
            )
        )

    def not_applicable_count(self) -> pl.Expr:
        """Return how many of the rows that exist the rule does not bind."""
        scope, there = self.scope(), pl.col(count_of_existing(self.rule.book.table))
        lifted = (
            pl.lit(0, dtype=pl.Int64)
            if self.rule.lifted_count is None
            else pl.col(self.rule.lifted_count)
        )
        return (
            pl.when(scope.certain)
            .then(lifted)
            .otherwise(
                pl.when(scope.unknown)
                .then(there - pl.col(self.rule.binding_count))
                .otherwise(there)
            )
        )

    def failed_count(self) -> pl.Expr:
        """Return how many rows fail."""
        return (
            pl.when(self.scope().certain)
            .then(pl.col(self.rule.failed_count))
            .otherwise(pl.lit(0, dtype=pl.Int64))
        )

    def add_open(self, tidy: TidyFindings, wide: pl.LazyFrame, key: Mapping[str, pl.Expr]) -> None:
        """Add the findings that stand for all rows of an account that stay open."""
        scope, unseen, position = self.scope(), self.unseen(), self.rule.position
        frame = wide.with_columns(count=self.open_count(), unseen=unseen, certain=scope.certain)
        count = pl.col("count")
        rows = frame.filter((count > 0) | pl.col("unseen"))
        given = {"position": pl.lit(position), **key, "code": pl.lit(BY_DEMAND)}
        tidy.findings.append(selected(rows, FINDINGS, {**given, "count": count}))
        stage = self.rule.book.table.value
        sets = [
            tidy.sets.number(stage, mark) for mark in (self.rule.stays_open, self.rows_in_doubt)
        ]
        row_set = pl.when(pl.col("certain")).then(pl.lit(sets[0])).otherwise(pl.lit(sets[1]))
        demand = dict.fromkeys(self.plan.leaves_by_part.get("demand", ()))
        shown = [leaf for leaf in self.plan.leaves_by_part.get("demand", ()) if leaf in demand]
        for order, leaf in enumerate(
            each for each in shown if not isinstance(self.plan.leaves[each], Truth)
        ):
            tidy.evidence.append(
                selected(
                    rows,
                    EVIDENCE,
                    {
                        **given,
                        "order": pl.lit(order),
                        "leaf": pl.lit(leaf),
                        "row_set": row_set,
                        "rows_total": count,
                    },
                )
            )
        for fact, where, place, number in self._missing():
            tidy.missing.append(
                selected(
                    rows.filter(where),
                    MISSING,
                    {**given, "order": pl.lit(place), "fact": pl.lit(fact), "count": number},
                )
            )

    def _missing(self) -> Iterator[tuple[str, pl.Expr, int, pl.Expr]]:
        """Yield what open rows lack: the fact, where, in which place, and on how many rows."""
        certain, one = pl.col("certain"), pl.lit(1, dtype=pl.Int64)
        order = fact_order(self.plan)
        ways: dict[str, list[tuple[pl.Expr, pl.Expr]]] = {}
        for lacks, here in ((self.lacks, certain), (self.scope_lacks, ~certain)):
            for lack in lacks:
                number = pl.col(lack.column)
                rows = number if lack.is_of_row else one
                ways.setdefault(lack.fact, []).append((here & (number > 0), rows))
        scope = self.plan.account_scope
        if scope is not None:
            guard = ~certain & (pl.col("count") > 0)
            for leaf, where in blamed_where_unknown(scope, guard, self.rails):
                for operand in operands_of(leaf):
                    if isinstance(operand, Field):
                        is_null = self.rails.reader.column(operand.spec).is_null()
                        fact = operand.spec.record_name
                        ways.setdefault(fact, []).append((where & is_null, one))
        for fact, found in ways.items():
            where = pl.lit(False)
            count: pl.Expr = one
            for here, number in reversed(found):
                where = where | here
                count = pl.when(here).then(number).otherwise(count)
            yield fact, where, order[fact], count
        yield self.rule.book.table.value, pl.col("unseen"), len(order), one

    def add_failed(
        self, tidy: TidyFindings, failed: pl.LazyFrame, rails: Rails, key: Mapping[str, pl.Expr]
    ) -> None:
        """
        Add the findings about rows that fail.

        Parameters:
            tidy: takes them.

            failed: the rows that fail, of accounts in scope.

            rails: writes conditions as columns of *failed*.

            key: the columns that name the row.
        """
        rows = failed.with_columns(code=pl.lit(FAIL, dtype=pl.Int8))
        tidy.add(rows, self.plan, self.rule.position, rails, key, {}, codes={FAIL})
