"""What an audit of frames looked at: how each rule fared, which accounts were inspected."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from govmedia_rules.conditions.fields import Table
from govmedia_rules.evaluation.exclusions import exclusions_of
from govmedia_rules.findings import Exclusion, RuleRun, TableRead
from govmedia_rules.frames.aggregates import count_of_existing
from govmedia_rules.frames.folded import FoldedRule
from govmedia_rules.frames.judging import FAIL, NOT_APPLICABLE
from govmedia_rules.frames.rails import Rails, any_true
from govmedia_rules.frames.readers import Reader
from govmedia_rules.frames.runs import FramesRun
from govmedia_rules.frames.subjects import with_tests
from govmedia_rules.law import Severity
from govmedia_rules.models import Subject
from govmedia_rules.rules import Scope

__all__ = ["exclusions", "inspected", "rule_runs", "tables_read"]

_ROWS: Final = {Subject.POST: Table.POSTS, Subject.MESSAGE: Table.MESSAGES}


def inspected(run: FramesRun) -> pl.DataFrame:
    """Return the accounts that existed, by id, and whether at least one veto applied to each."""
    bound: list[pl.Expr] = []
    for position, plan in enumerate(run.plans):
        is_about_account = plan.rule.subject is Subject.ACCOUNT
        if plan.rule.severity is Severity.VETO and run.in_force[position] and is_about_account:
            bound.append(pl.col(f"code{position}") != NOT_APPLICABLE)
    for folded in run.folded:
        if folded.plan.rule.severity is Severity.VETO:
            there = pl.col(count_of_existing(folded.rule.book.table))
            bound.append((there > folded.not_applicable_count()) | folded.unseen())
    is_inspected = any_true(bound) if bound else pl.lit(value=False)
    return run.wide.select("account_id", is_inspected=is_inspected).sort("account_id")


def rule_runs(run: FramesRun) -> tuple[RuleRun, ...]:
    """Return how each rule fared over all its subjects."""
    folded = {each.rule.position: each for each in run.folded}
    return tuple(_rule_run(run, position, folded) for position in range(len(run.plans)))


def _rule_run(run: FramesRun, position: int, folded: Mapping[int, FoldedRule]) -> RuleRun:
    rule = run.plans[position].rule
    subjects = _subjects(run, rule.subject)
    failed = undetermined = 0
    not_applicable = subjects
    if run.in_force[position]:
        if position in folded:
            failed, undetermined, not_applicable = _counts_of_rows(run, folded[position])
        else:
            frame = run.wide_units if rule.subject is Subject.UNIT else run.wide
            codes = frame[f"code{position}"]
            failed = int((codes == FAIL).sum())
            undetermined = int((codes > FAIL).sum())
            not_applicable = int((codes == NOT_APPLICABLE).sum())
    return RuleRun(
        rule_id=rule.id,
        title=rule.title,
        severity=rule.severity,
        subject=rule.subject,
        is_in_force=run.in_force[position],
        passed=subjects - failed - undetermined - not_applicable,
        failed=failed,
        undetermined=undetermined,
        not_applicable=not_applicable,
        fingerprint=rule.fingerprint,
    )


def _subjects(run: FramesRun, subject: Subject) -> int:
    match subject:
        case Subject.ACCOUNT:
            return len(run.wide)
        case Subject.UNIT:
            return len(run.wide_units)
        case _:
            return int(run.wide[count_of_existing(_ROWS[subject])].sum())


def _counts_of_rows(run: FramesRun, folded: FoldedRule) -> tuple[int, int, int]:
    counts = run.wide.select(
        failed=folded.failed_count().sum(),
        undetermined=folded.open_count().sum(),
        not_applicable=folded.not_applicable_count().sum(),
    )
    failed, undetermined, not_applicable = counts.row(0)
    return int(failed), int(undetermined), int(not_applicable)


def tables_read(run: FramesRun) -> tuple[TableRead, ...]:
    """Return how much of each table was read."""
    return (
        TableRead(
            table="units",
            is_supplied="units" in run.sources,
            rows=len(run.units),
            read=len(run.wide_units),
        ),
        TableRead(table="accounts", is_supplied=True, rows=len(run.accounts), read=len(run.wide)),
        *(
            TableRead(
                table=table.value,
                is_supplied=table.value in run.sources,
                rows=run.rows_held[table],
                read=int(run.wide[count_of_existing(table)].sum()),
            )
            for table in (Table.POSTS, Table.MESSAGES)
        ),
    )


def exclusions(run: FramesRun) -> tuple[Exclusion, ...]:
    """Return whom the rules left out because their instrument does not bind them."""
    rules = [plan.rule for plan, binds in zip(run.plans, run.in_force, strict=True) if binds]
    sponsored = run.wide.select("unit_id", "account_id").drop_nulls()
    by_unit: dict[Any, list[str]] = {}
    for unit_id, account_id in sponsored.iter_rows():
        by_unit.setdefault(unit_id, []).append(account_id)

    def outside(scope: Scope) -> list[str]:
        reader = Reader(pl)
        left_out = Rails(run.as_of, reader, pl).pair(scope.binds).false
        units = with_tests(run.subjects.units(reader.specs.values()), reader)
        return units.filter(left_out)["unit_id"].to_list()

    return exclusions_of(rules, outside, lambda unit_id: by_unit.get(unit_id, ()))
