"""From tables of findings to the very findings that an audit of objects gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final, TypeAlias

import polars as pl
from attrs import define, field

from govmedia_rules.conditions.expressions import Aggregate
from govmedia_rules.conditions.interpreter import RowsRead, Situation
from govmedia_rules.conditions.predicates import Truth
from govmedia_rules.evaluation.contents import Content
from govmedia_rules.evaluation.leaves import LeafPlan
from govmedia_rules.evaluation.plans import Decision, RulePlan
from govmedia_rules.evaluation.waivers import WaiverBook
from govmedia_rules.evaluation.writing import FindingWriter
from govmedia_rules.findings import (
    Evidence,
    EvidenceValue,
    Finding,
    MissingFact,
    Outcome,
    Range,
    SubjectRef,
)
from govmedia_rules.frames.judging import DECIDING, FAIL
from govmedia_rules.frames.rails import EPOCH
from govmedia_rules.frames.runs import FramesRun
from govmedia_rules.frames.tables import words_of_facts
from govmedia_rules.models import Subject
from govmedia_rules.moments import moment
from govmedia_rules.text import Text

__all__ = ["findings_of"]

_Key: TypeAlias = tuple[int, str, str]
_Row: TypeAlias = dict[str, Any]
_MICROSECOND: Final = timedelta(microseconds=1)
_VALUES: Final = ("flag", "whole", "number", "text", "moment", "words")


def findings_of(
    findings: pl.DataFrame,
    evidence: pl.DataFrame,
    missing: pl.DataFrame,
    run: FramesRun,
    waivers: WaiverBook,
) -> Iterator[Finding]:
    """
    Yield the findings that tables hold, in order.

    Parameters:
        findings, evidence, missing: the tables.

        run: the audit they come from.

        waivers: what excuses failures.
    """
    evidence_of = _grouped(evidence)
    missing_of = _grouped(missing)
    words = words_of_facts(run)
    writers = [_Writer(plan, position, run, words) for position, plan in enumerate(run.plans)]
    for row in findings.iter_rows(named=True):
        key = (row["position"], row["subject_kind"], row["subject_id"])
        finding = writers[row["position"]].finding(
            row, evidence_of.get(key, ()), missing_of.get(key, ())
        )
        yield waivers.applied(finding)


def _grouped(frame: pl.DataFrame) -> Mapping[_Key, list[_Row]]:
    groups: defaultdict[_Key, list[_Row]] = defaultdict(list)
    for row in frame.sort("order").iter_rows(named=True):
        groups[row["position"], row["subject_kind"], row["subject_id"]].append(row)
    return groups


@define(eq=False)
class _Writer:
    """Writes the findings of one rule."""

    plan: RulePlan
    position: int
    run: FramesRun
    words: Mapping[str, Text]
    _writer: FindingWriter = field(init=False)
    _truths: list[bool | None] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._writer = FindingWriter(self.plan, self.run.as_of, 0, _no_rows)
        self._truths = [
            leaf.value if isinstance(leaf, Truth) else None for leaf in self.plan.leaves
        ]

    def finding(self, row: _Row, evidence: Any, missing: Any) -> Finding:
        """Return the finding of one row of the table."""
        code = row["code"]
        outcome = Outcome.FAIL if code == FAIL else Outcome.UNDETERMINED
        pieces = tuple([self._evidence(each) for each in evidence])
        facts = tuple(
            [
                MissingFact(fact=each["fact"], what=self.words[each["fact"]], count=each["count"])
                for each in missing
            ]
        )
        truths = self._truths
        if code == FAIL:
            truths = truths.copy()
            for each in evidence:
                truths[each["leaf"]] = each["truth"]
        decision = Decision(outcome, DECIDING[code])
        message = self._writer.message(decision, truths, pieces, facts)
        content = Content(outcome, pieces, facts, message, is_general=False)
        return self._writer.about(_subject(row), content, row["count"])

    def _evidence(self, row: _Row) -> Evidence:
        leaf: LeafPlan = self.run.tidy.leaves[self.position][row["leaf"]]
        threshold = leaf.threshold
        if leaf.threshold_slot is not None:
            threshold = self._value("threshold", row, leaf.threshold_slot)
        return Evidence(
            what=leaf.what,
            condition=leaf.code,
            truth=row["truth"],
            value=self._value("value", row, leaf.slot),
            operator=leaf.operator,
            threshold=threshold,
            window=leaf.window,
            known=row["known"],
            total=row["total"],
            ids=tuple(row["ids"]),
            ids_total=row["rows_total"],
        )

    def _value(self, prefix: str, row: _Row, slot: int | None) -> EvidenceValue:
        least, most = row[f"{prefix}_whole"], row[f"{prefix}_most"]
        if row[f"{prefix}_is_open"] or (most is not None and most != least):
            return Range(least, most)
        for name in _VALUES:
            value = row[f"{prefix}_{name}"]
            if value is None:
                continue
            match name:
                case "moment":
                    return moment(EPOCH + value * _MICROSECOND)
                case "words":
                    return self._words(value, slot)
                case _:
                    return value  # type: ignore[no-any-return]  # each column holds its kind
        return None

    def _words(self, value: list[str], slot: int | None) -> tuple[str, ...]:
        assert slot is not None  # noqa: S101 -- what has a value was read somewhere
        spec = self.plan.operands[slot].field_spec
        is_in_order = spec is not None and spec.path[-1] == "reviewers"
        return tuple(value) if is_in_order else tuple(sorted(set(value)))


def _subject(row: _Row) -> SubjectRef:
    return SubjectRef(
        kind=Subject(row["subject_kind"]),
        id=row["subject_id"],
        name=row["name"],
        account_id=row["account_id"],
        account_name=row["account_name"],
        unit_id=row["unit_id"],
    )


def _no_rows(aggregate: Aggregate, situation: Situation) -> RowsRead:
    raise AssertionError(f"the rows of {aggregate!r} in {situation!r} were counted before")
