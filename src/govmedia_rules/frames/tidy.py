"""
Findings as tables: one of findings, one of what each rests on, one of what each lacks.

All three go by the rule's position, the kind of subject and the subject's id.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from typing import Any, Final, cast

import polars as pl
from attrs import define, field

from govmedia_rules.conditions.expressions import Aggregate, Field, Function
from govmedia_rules.conditions.fields import Kind, Table
from govmedia_rules.conditions.operands import Expression
from govmedia_rules.conditions.predicates import Condition, Truth
from govmedia_rules.evaluation.leaves import LeafPlan
from govmedia_rules.evaluation.plans import Part, RulePlan, operands_of
from govmedia_rules.frames.aggregates import AggregateFacts
from govmedia_rules.frames.judging import (
    BY_DEMAND,
    BY_EXCEPTION,
    BY_EXCEPTION_AND_DEMAND,
    BY_SCOPE,
    DECIDING,
    FAIL,
    PASS,
)
from govmedia_rules.frames.rails import Bounds, Pair, Rails, any_true
from govmedia_rules.frames.readers import COMPLETE, Reader
from govmedia_rules.frames.row_rules import blamed_where_unknown

__all__ = ["EVIDENCE", "FINDINGS", "MISSING", "RowSets", "TidyFindings", "selected"]

FINDINGS: Final[Mapping[str, Any]] = {
    "position": pl.Int32(),
    "subject_kind": pl.String(),
    "subject_id": pl.String(),
    "owner": pl.String(),
    "account_id": pl.String(),
    "unit_id": pl.String(),
    "name": pl.String(),
    "account_name": pl.String(),
    "code": pl.Int8(),
    "count": pl.Int64(),
}
"""The columns of findings. The owner is the account or unit under which a finding is listed."""

_VALUES: Final[Mapping[str, Any]] = {
    "flag": pl.Boolean(),
    "whole": pl.Int64(),
    "most": pl.Int64(),
    "is_open": pl.Boolean(),
    "number": pl.Float64(),
    "text": pl.String(),
    "moment": pl.Int64(),
    "words": pl.List(pl.String()),
}

_KEY: Final[Mapping[str, Any]] = {
    "position": pl.Int32(),
    "subject_kind": pl.String(),
    "subject_id": pl.String(),
}

EVIDENCE: Final[Mapping[str, Any]] = {
    **_KEY,
    "owner_number": pl.UInt32(),
    "order": pl.Int32(),
    "leaf": pl.Int32(),
    "truth": pl.Boolean(),
    **{f"value_{name}": dtype for name, dtype in _VALUES.items()},
    **{f"threshold_{name}": dtype for name, dtype in _VALUES.items()},
    "known": pl.Int64(),
    "total": pl.Int64(),
    "row_set": pl.Int32(),
    "rows_total": pl.Int64(),
}
"""The columns of evidence, with the number of the owner, and the set of rows behind it."""

MISSING: Final[Mapping[str, Any]] = {
    **_KEY,
    "order": pl.Int32(),
    "fact": pl.String(),
    "count": pl.Int64(),
}
"""The columns of missing facts."""


@define(eq=False)
class RowSets:
    """Numbers the sets of rows whose ids evidence shows: by table and by the column that marks them."""

    numbers: dict[tuple[str, str], int] = field(factory=dict, init=False)

    def number(self, stage: str, mark: str) -> int:
        """Return the number of a set."""
        return self.numbers.setdefault((stage, mark), len(self.numbers))


def selected(
    frame: pl.LazyFrame, schema: Mapping[str, Any], given: Mapping[str, pl.Expr]
) -> pl.LazyFrame:
    """Return the columns of *schema* that are *given*, in their types; the others are null."""
    return frame.select(
        given[name].cast(dtype).alias(name) for name, dtype in schema.items() if name in given
    )


@define(eq=False)
class TidyFindings:
    """
    Collects findings as tables.

    Parameters:
        sets: numbers the sets of rows behind evidence.

        leaves: for each rule, what is the same of each leaf in all its findings.

    Attributes:
        findings, evidence, missing: the tables, in parts and not yet worked out; a part
            leaves out the columns that are null in all of it.
    """

    sets: RowSets
    leaves: Mapping[int, Mapping[int, LeafPlan]]
    findings: list[pl.LazyFrame] = field(factory=list, init=False)
    evidence: list[pl.LazyFrame] = field(factory=list, init=False)
    missing: list[pl.LazyFrame] = field(factory=list, init=False)

    def add(
        self,
        frame: pl.LazyFrame,
        plan: RulePlan,
        position: int,
        rails: Rails,
        key: Mapping[str, pl.Expr],
        stages: Mapping[Table, str],
        *,
        codes: Collection[int],
    ) -> None:
        """
        Add the findings of one rule.

        Parameters:
            frame: the subjects about which there are findings, with their ``code`` and
                the columns that the rule reads.

            plan: the rule's plan.

            position: the rule's position.

            rails: writes conditions as columns of *frame*.

            key: the columns of :data:`FINDINGS` that name the subject.

            stages: for each table, the name under which its sets of rows are numbered.

            codes: the codes that are among theirs: what only others have is not asked for.
        """
        if max(codes, default=PASS) < FAIL:
            return
        rows = frame
        given = {"position": pl.lit(position), **key, "code": pl.col("code")}
        self.findings.append(selected(rows, FINDINGS, {**given, "count": pl.lit(1)}))
        told = {part for code in codes for part in DECIDING.get(code, ())}
        for is_shown, order, leaf in _shown(plan, rails, told):
            shown = self._evidence(plan, position, leaf, rails, stages)
            self.evidence.append(
                selected(rows.filter(is_shown), EVIDENCE, {**given, **shown, "order": order})
            )
        opened = {part for code in codes if code != FAIL for part in DECIDING.get(code, ())}
        self.missing.extend(
            selected(
                rows.filter(where),
                MISSING,
                {**given, "order": order, "fact": pl.lit(fact), "count": count},
            )
            for fact, where, order, count in _missing(plan, rails, opened)
        )

    def _evidence(
        self,
        plan: RulePlan,
        position: int,
        leaf_position: int,
        rails: Rails,
        stages: Mapping[Table, str],
    ) -> dict[str, pl.Expr]:
        leaf = self.leaves[position][leaf_position]
        truth = rails.pair(plan.leaves[leaf_position])
        shown: dict[str, pl.Expr] = {
            "leaf": pl.lit(leaf_position),
            "truth": pl.when(truth.certain)
            .then(pl.lit(True))
            .otherwise(pl.when(truth.false).then(pl.lit(False))),
        }
        reader = cast("Reader", rails.reader)
        if leaf.slot is not None:
            operand = cast("Field | Aggregate", plan.operands[leaf.slot])
            shown.update(_values("value", operand, reader))
            if isinstance(operand, Aggregate) and not operand.function.is_count:
                facts = reader.facts(operand)
                rows = facts.rows
                shown["known"] = pl.col(facts.known)
                shown["total"] = rows.certain_rows + rows.undecided_rows
        if leaf.threshold_slot is not None:
            other = cast("Field | Aggregate", plan.operands[leaf.threshold_slot])
            shown.update(_values("threshold", other, reader))
        if leaf.counted is not None:
            shown.update(self._rows_behind(leaf.counted, truth, reader, stages))
        return shown

    def _rows_behind(
        self, counted: Aggregate, truth: Pair, reader: Reader, stages: Mapping[Table, str]
    ) -> dict[str, pl.Expr]:
        """Return which rows evidence shows: those counted, or the undecided ones where they matter."""
        facts = reader.facts(counted)
        bounds = cast("Bounds", reader.value(counted))
        stage = stages[counted.rows.table]
        certain = self.sets.number(stage, facts.rows.certain)
        # Where every row belongs, what is open are rows that nobody supplied.
        undecided = None if facts.rows.is_sure else self.sets.number(stage, facts.rows.undecided)
        has_certain = ~truth.unknown & (bounds.low > 0)
        has_undecided = truth.unknown & (bounds.high > bounds.low)
        return {
            "row_set": pl.when(has_certain)
            .then(pl.lit(certain))
            .otherwise(pl.when(has_undecided).then(pl.lit(undecided, dtype=pl.Int32))),
            "rows_total": pl.when(has_certain)
            .then(facts.rows.certain_rows)
            .otherwise(pl.when(has_undecided).then(facts.rows.undecided_rows).otherwise(pl.lit(0))),
        }


def _shown(
    plan: RulePlan, rails: Rails, told: Container[Part]
) -> Iterator[tuple[pl.Expr, pl.Expr, int]]:
    """Yield the leaves of the parts *told* that findings show: where they do, and in which place."""
    code = pl.col("code")
    parts = {
        part: _distinct(plan, part) if part in told else []
        for part in ("scope", "exception", "demand")
    }
    settled: pl.Expr | None = None
    bound_by: frozenset[int] = frozenset()
    scope = plan.rule.scope
    if scope is not None and parts["scope"]:
        settled = rails.pair(scope.binds).certain
        bound_by = frozenset(plan.positions[id(leaf)] for leaf in _leaves(scope.binds, plan))
    for order, leaf in enumerate(parts["scope"]):
        where = code == BY_SCOPE
        if settled is not None and leaf in bound_by:
            where = where & ~settled
        yield where, pl.lit(order), leaf
    exceptions = parts["exception"]
    for order, leaf in enumerate(exceptions):
        where = (code == BY_EXCEPTION) | (code == BY_EXCEPTION_AND_DEMAND)
        yield where, pl.lit(order), leaf
    for order, leaf in enumerate(parts["demand"]):
        where = (code == FAIL) | (code == BY_DEMAND)
        if leaf not in exceptions:
            where = where | (code == BY_EXCEPTION_AND_DEMAND)
        place = (
            pl.when(code == BY_EXCEPTION_AND_DEMAND)
            .then(pl.lit(order + len(exceptions)))
            .otherwise(pl.lit(order))
        )
        yield where, place, leaf


def _leaves(condition: Condition, plan: RulePlan) -> Iterator[Condition]:
    if id(condition) in plan.positions:
        yield condition
        return
    for child in condition.children():
        if isinstance(child, Condition):
            yield from _leaves(child, plan)


def _distinct(plan: RulePlan, part: Part) -> list[int]:
    """Return the leaves of a part that look at anything, each once."""
    return [
        position
        for position in dict.fromkeys(plan.leaves_by_part.get(part, ()))
        if not isinstance(plan.leaves[position], Truth)
    ]


def _values(prefix: str, operand: Field | Aggregate, reader: Reader) -> dict[str, pl.Expr]:
    """Return what an operand reads, in the column for its kind."""
    value = reader.value(operand)
    if isinstance(value, Bounds):
        is_open = value.high == math.inf
        most = pl.when(is_open).then(pl.lit(0.0)).otherwise(value.high).cast(pl.Int64)
        return {
            f"{prefix}_whole": value.low,
            f"{prefix}_most": pl.when(~is_open).then(most),
            f"{prefix}_is_open": is_open,
        }
    if isinstance(operand, Aggregate):
        of = operand.of
        is_whole = (
            operand.function in {Function.MIN, Function.MAX}
            and isinstance(of, Field)
            and not of.spec.is_fractional
        )
        return {f"{prefix}_{'whole' if is_whole else 'number'}": value}
    match operand.kind:
        case Kind.NUMBER:
            return {f"{prefix}_{'number' if operand.spec.is_fractional else 'whole'}": value}
        case Kind.TEXT:
            return {f"{prefix}_text": value}
        case Kind.MOMENT:
            return {f"{prefix}_moment": value}
        case Kind.TAGS:
            return {f"{prefix}_words": value}
        case Kind.TRUTH:
            return {f"{prefix}_flag": value}


def _missing(
    plan: RulePlan, rails: Rails, opened: Container[Part]
) -> Iterator[tuple[str, pl.Expr, pl.Expr, pl.Expr]]:
    """Yield the facts that a rule lacks: where it does, in which place, and on how many rows."""
    code = pl.col("code")
    found: dict[str, list[tuple[pl.Expr, int, pl.Expr]]] = {}
    place = 0
    guards: Sequence[tuple[Part, pl.Expr]] = (
        ("scope", code == BY_SCOPE),
        ("exception", (code == BY_EXCEPTION) | (code == BY_EXCEPTION_AND_DEMAND)),
        ("demand", (code == BY_DEMAND) | (code == BY_EXCEPTION_AND_DEMAND)),
    )
    for part, guard in guards:
        condition = plan.parts.get(part)
        if condition is None or part not in opened:
            continue
        for leaf, where in blamed_where_unknown(condition, guard, rails):
            for operand in operands_of(leaf):
                for fact, lacks, rows in _lacks_of(operand, cast("Reader", rails.reader)):
                    found.setdefault(fact, []).append((where & lacks, place, rows))
                    place += 1
    for fact, ways in found.items():
        order: pl.Expr = pl.lit(0)
        count: pl.Expr = pl.lit(0, dtype=pl.Int64)
        for where, each, number in reversed(ways):
            order = pl.when(where).then(pl.lit(each)).otherwise(order)
            count = pl.when(where).then(number).otherwise(count)
        yield fact, any_true([where for where, _, _ in ways]), order, count


def _lacks_of(operand: Expression, reader: Reader) -> Iterator[tuple[str, pl.Expr, pl.Expr]]:
    """Yield the facts that an operand can lack: where it does, and on how many rows."""
    one = pl.lit(1, dtype=pl.Int64)
    if isinstance(operand, Field):
        yield operand.spec.record_name, reader.column(operand.spec).is_null(), one
        return
    facts: AggregateFacts = reader.facts(cast("Aggregate", operand))
    rows = facts.rows
    complete = pl.col(COMPLETE[rows.table])
    matters = pl.lit(value=True)
    if not cast("Aggregate", operand).function.is_count:
        # The mean of nothing lacks no fact.
        total = rows.certain_rows + rows.undecided_rows
        matters = (total > 0) | ~complete
    yield rows.table.value, matters & ~complete, one
    is_open = matters & (facts.open_count > 0)
    for spec, column in facts.lacking:
        if column is None:
            yield spec.record_name, is_open & reader.column(spec).is_null(), one
        else:
            count = pl.col(column)
            yield spec.record_name, is_open & (count > 0), count
