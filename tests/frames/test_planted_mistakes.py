"""
Mistakes planted in the way to frames are noticed by comparing reports with those of objects.

A suite that compares two ways of judging is worth what it notices. So every mistake here is
one that a careless change could make, and the comparison on a fixed sample has to find it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Final

import narwhals.stable.v2 as nw
import polars as pl
import pytest
from attrs import evolve
from hypothesis import Phase, given, settings

from edge_portfolios import EDGES, RULES
from frame_kinds import KINDS, audit_of
from govmedia_rules.conditions import And, Condition, Not, Operator, Or, Truth
from govmedia_rules.evaluation import audit
from govmedia_rules.findings import Report
from govmedia_rules.frames import (
    FrameAudit,
    aggregates,
    audits,
    engines,
    facts,
    folded,
    judging,
    passes,
    rails,
    row_rules,
    row_stage,
    runs,
    subjects,
    tidy,
)
from govmedia_rules.frames.counts import Count, Counting, narwhals_count
from govmedia_rules.frames.rails import Pair
from govmedia_rules.models import Portfolio
from govmedia_rules.moments import cut_off
from govmedia_rules.rules import RuleSet
from portfolio_frames import frames_of
from tree_strategies import AS_OF, portfolios, rulesets

Case = tuple[Portfolio, RuleSet]
Patch = pytest.MonkeyPatch


@cache
def _sample() -> tuple[Case, ...]:
    """Return the edges, and random portfolios with random rules: the same ones every time."""
    drawn: list[Case] = [(portfolio, RULES) for portfolio in EDGES.values()]

    @settings(
        max_examples=15,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
    )
    @given(portfolio=portfolios(), ruleset=rulesets())
    def draw(portfolio: Portfolio, ruleset: RuleSet) -> None:
        drawn.append((portfolio, ruleset))

    draw()
    return tuple(drawn)


@cache
def _of_objects(number: int) -> Report:
    portfolio, ruleset = _sample()[number]
    return audit(portfolio, ruleset, as_of=AS_OF, evidence_limit=2)


def _differs(number: int) -> bool:
    portfolio, ruleset = _sample()[number]
    of_objects = _of_objects(number)
    judged = audit_of(frames_of(portfolio), ruleset, AS_OF, KINDS["polars lazy"], evidence_limit=2)
    return judged.to_report() != of_objects or _waived(judged) != {
        (finding.rule_id, finding.subject.id, finding.suppression.waiver_id)
        for finding in of_objects.findings
        if finding.suppression is not None
    }


def _waived(judged: FrameAudit) -> set[tuple[str, str, str]]:
    """Return the findings that the table says are excused, and by which waiver."""
    table = judged.findings.collect().drop_nulls("waiver_id")
    return set(table.select("rule_id", "subject_id", "waiver_id").iter_rows())


def _is_noticed() -> bool:
    return any(_differs(number) for number in range(len(_sample())))


def _earlier(as_of: Any, days: int) -> datetime:
    edge = cut_off(as_of, days)
    return edge - timedelta(microseconds=1)


def window_of_rows_takes_its_edge_in(patch: Patch) -> None:
    patch.setattr(facts, "cut_off", _earlier)


def window_of_moments_takes_its_edge_in(patch: Patch) -> None:
    patch.setattr(rails, "cut_off", _earlier)


def at_most_is_less_than(patch: Patch) -> None:
    patch.setitem(rails._APPLY, Operator.LE, lambda left, right: left < right)


def _both_rails_are(patch: Patch, rail_of: Callable[[Pair], Any]) -> None:
    paired = rails.Rails.pair

    def pair(self: rails.Rails, condition: Condition) -> Pair:
        rail = rail_of(paired(self, condition))
        return Pair(rail, rail)

    patch.setattr(rails.Rails, "pair", pair)


def unknown_is_false(patch: Patch) -> None:
    _both_rails_are(patch, lambda pair: pair.certain)


def unknown_is_true(patch: Patch) -> None:
    _both_rails_are(patch, lambda pair: pair.possible)


def deleted_posts_exist(patch: Patch) -> None:
    existing = row_stage.RowStage._existence

    def existence(self: row_stage.RowStage, source: Any) -> list[nw.Expr]:
        there, removed = existing(self, source)
        return [(there | removed).alias("is_there"), removed]

    patch.setattr(row_stage.RowStage, "_existence", existence)


def coverage_is_ignored(patch: Patch) -> None:
    measured = aggregates.AggregateFacts._measure

    def measure(self: aggregates.AggregateFacts, *columns: pl.Expr) -> pl.Expr:
        return measured(evolve(self, aggregate=evolve(self.aggregate, coverage=None)), *columns)

    patch.setattr(aggregates.AggregateFacts, "_measure", measure)


def undecided_rows_count_as_certain(patch: Patch) -> None:
    belonging = facts.FactBook._membership

    def membership(self: facts.FactBook, rows: Any) -> Pair:
        pair = belonging(self, rows)
        return Pair(pair.possible, pair.possible)

    patch.setattr(facts.FactBook, "_membership", membership)


def unknown_scope_of_an_account_is_out(patch: Patch) -> None:
    patch.setattr(judging, "BY_SCOPE", judging.NOT_APPLICABLE)


def unknown_scope_of_rows_is_out(patch: Patch) -> None:
    scoped = folded.FoldedRule.scope

    def scope(self: folded.FoldedRule) -> Pair:
        certain = scoped(self).certain
        return Pair(certain, certain)

    patch.setattr(folded.FoldedRule, "scope", scope)


def exceptions_are_ignored(patch: Patch) -> None:
    def code_of(plan: Any, rails: Any) -> pl.Expr:
        return judging.code_of(evolve(plan, rule=evolve(plan.rule, unless=None)), rails)

    patch.setattr(runs, "code_of", code_of)


def every_leaf_is_blamed(patch: Patch) -> None:
    def blamed(condition: Condition, guard: Any, rails: Any) -> Iterator[tuple[Condition, Any]]:
        match condition:
            case And() | Or():
                for part in condition.parts:
                    yield from blamed(part, guard, rails)
            case Not():
                yield from blamed(condition.part, guard, rails)
            case Truth():
                return
            case _:
                yield condition, guard

    for module in (folded, row_rules, tidy):
        patch.setattr(module, "blamed_where_unknown", blamed)


def _newest(patch: Patch, newest_of: Callable[[pl.LazyFrame, int], pl.LazyFrame]) -> None:
    for module in (engines, passes):
        patch.setattr(module, "newest_of", newest_of)


def oldest_rows_come_first(patch: Patch) -> None:
    def oldest_of(rows: pl.LazyFrame, limit: int) -> pl.LazyFrame:
        ids = pl.col("id").sort_by("came_at", "id", nulls_last=True)
        return rows.group_by("owner").agg(ids=ids.head(limit))

    _newest(patch, oldest_of)


def rows_without_a_moment_come_first(patch: Patch) -> None:
    def newest_of(rows: pl.LazyFrame, limit: int) -> pl.LazyFrame:
        ids = pl.col("id").sort_by("came_at", "id", descending=[True, False], nulls_last=False)
        return rows.group_by("owner").agg(ids=ids.head(limit))

    _newest(patch, newest_of)


def evidence_lists_one_id_more(patch: Patch) -> None:
    newest = passes.newest_of
    _newest(patch, lambda rows, limit: newest(rows, limit + 1))


def waivers_excuse_nothing(patch: Patch) -> None:
    def without(findings: pl.DataFrame, *_: object) -> pl.DataFrame:
        return findings.with_columns(waiver_id=pl.lit(None, dtype=pl.String))

    patch.setattr(audits, "with_waivers", without)


def every_table_is_complete(patch: Patch) -> None:
    told = subjects.Subjects.accounts

    def accounts(self: subjects.Subjects, specs: Any) -> pl.DataFrame:
        return told(self, specs).with_columns(
            has_all_posts=pl.lit(value=True), has_all_messages=pl.lit(value=True)
        )

    patch.setattr(subjects.Subjects, "accounts", accounts)


def rows_unseen_are_forgotten(patch: Patch) -> None:
    patch.setattr(folded.FoldedRule, "unseen", lambda _: pl.lit(value=False))


def upper_halves_are_lost(patch: Patch) -> None:
    patch.setattr(row_stage, "HALF", 0)


def gaps_are_a_word_of_their_own(patch: Patch) -> None:
    counted = narwhals_count

    def count(asked: Count) -> nw.Expr:
        if asked.counting is not Counting.DISTINCT:
            return counted(asked)
        return nw.col(asked.column).n_unique().cast(nw.Int64).alias(asked.name)

    patch.setattr(engines, "narwhals_count", count)


def accounts_still_to_be_opened_exist(patch: Patch) -> None:
    made = subjects.Subjects.__init__

    def make(self: subjects.Subjects, accounts: pl.DataFrame, *rest: Any) -> None:
        made(self, accounts, *rest)
        self.existing = accounts

    patch.setattr(subjects.Subjects, "__init__", make)


MISTAKES: Final[Mapping[str, Callable[[Patch], None]]] = {
    mistake.__name__.replace("_", " "): mistake
    for mistake in (
        window_of_rows_takes_its_edge_in,
        window_of_moments_takes_its_edge_in,
        at_most_is_less_than,
        unknown_is_false,
        unknown_is_true,
        deleted_posts_exist,
        coverage_is_ignored,
        undecided_rows_count_as_certain,
        unknown_scope_of_an_account_is_out,
        unknown_scope_of_rows_is_out,
        exceptions_are_ignored,
        every_leaf_is_blamed,
        oldest_rows_come_first,
        rows_without_a_moment_come_first,
        evidence_lists_one_id_more,
        waivers_excuse_nothing,
        every_table_is_complete,
        rows_unseen_are_forgotten,
        upper_halves_are_lost,
        gaps_are_a_word_of_their_own,
        accounts_still_to_be_opened_exist,
    )
}


def test_without_a_mistake_nothing_is_noticed() -> None:
    assert not _is_noticed()


@pytest.mark.parametrize("plant", MISTAKES.values(), ids=MISTAKES)
def test_a_planted_mistake_is_noticed(
    plant: Callable[[Patch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(monkeypatch)
    assert _is_noticed()
