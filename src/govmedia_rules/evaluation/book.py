"""The books of one audit: findings in their order, and how each rule fared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import NamedTuple

from attrs import define, field
from pendulum import DateTime

from govmedia_rules.conditions.fields import Table
from govmedia_rules.conditions.interpreter import Row, Situation, exists, has_all
from govmedia_rules.conditions.logic import Truth3
from govmedia_rules.errors import shown
from govmedia_rules.evaluation.answers import answer_notices
from govmedia_rules.evaluation.exclusions import exclusions_of, units_outside
from govmedia_rules.evaluation.index import PortfolioIndex, named_in
from govmedia_rules.evaluation.plans import (
    Decision,
    InterpretedTruths,
    Part,
    RulePlan,
    decide,
    in_force_at,
)
from govmedia_rules.evaluation.rows import RowSource, RowStates
from govmedia_rules.evaluation.waivers import WaiverBook
from govmedia_rules.evaluation.writing import FindingWriter
from govmedia_rules.findings import Finding, Outcome, Report, RuleRun, TableRead
from govmedia_rules.law import Severity
from govmedia_rules.models import Subject
from govmedia_rules.rules import RuleSet, competing_rules
from govmedia_rules.text import Text

__all__ = ["AuditBook"]


@define
class _Tally:
    """How many subjects of one rule there are findings about, by what they came to."""

    failed: int = 0
    undetermined: int = 0
    errors: int = 0


class _Judged(NamedTuple):
    """One rule on one subject: the decision, what it rests on, and what was raised."""

    decision: Decision
    truths: InterpretedTruths
    error: Exception | None


@define(eq=False)
class AuditBook:
    """
    Collects what an audit finds and closes as its report.

    Parameters:
        ruleset: the rules run.

        index: the portfolio.

        plans: one plan for each rule, in the rule set's order.

        rows: where the rows behind an aggregate come from.

        limit: how many ids of rows a piece of evidence lists at most.

        strict: raise what a rule's function raises, instead of recording it.

        states: how rules about rows find many of them at once, or None to ask one by one.

    Attributes:
        writers: for each rule, what writes its findings.

        not_applicable: how many subjects each rule turned out not to apply to.

        in_force: for each rule, whether it binds at the moment.
    """

    ruleset: RuleSet
    index: PortfolioIndex
    plans: Sequence[RulePlan]
    rows: RowSource
    limit: int = 10
    strict: bool = False
    states: RowStates | None = None
    writers: list[FindingWriter] = field(init=False)
    not_applicable: list[int] = field(init=False)
    in_force: tuple[bool, ...] = field(init=False)
    _waivers: WaiverBook = field(init=False)
    _decisions: list[dict[tuple[bool, tuple[Truth3, ...]], Decision]] = field(init=False)
    _findings: list[Finding] = field(factory=list, init=False)
    _inspected: list[str] = field(factory=list, init=False)
    _not_inspected: list[str] = field(factory=list, init=False)
    _read: dict[str, int] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        as_of = self.index.as_of
        self.writers = [
            FindingWriter(plan, as_of, self.limit, self.rows, self.states) for plan in self.plans
        ]
        self._decisions = [{} for _ in self.plans]
        self.not_applicable = [0] * len(self.plans)
        self.in_force = in_force_at(self.plans, as_of)
        self._waivers = WaiverBook.of(self.index.portfolio, self.ruleset, as_of)

    @property
    def as_of(self) -> DateTime:
        """The monitoring moment."""
        return self.index.as_of

    def judge(self, position: int, situation: Situation) -> tuple[Outcome, Finding | None]:
        """Judge one subject by one rule, whole, through the interpreter."""
        judged = self._decide(position, situation)
        if judged.decision.outcome in {Outcome.PASS, Outcome.NOT_APPLICABLE}:
            return judged.decision.outcome, None
        return judged.decision.outcome, self._written(position, situation, judged)

    def decided(self, position: int, truths: tuple[Truth3, ...], *, is_in_scope: bool) -> Decision:
        """Return what a rule comes to, given its leaves; the same leaves are decided once."""
        known, key = self._decisions[position], (is_in_scope, truths)
        decision = known.get(key)
        if decision is None:
            decision = decide(self.plans[position], truths, is_in_scope=is_in_scope)
            known[key] = decision
        return decision

    def explained(self, position: int, situation: Situation) -> Finding:
        """Return what one rule comes to for one subject, whatever the outcome, with evidence."""
        judged = self._decide(position, situation)
        return self._waivers.applied(self._written(position, situation, judged))

    def _decide(self, position: int, situation: Situation) -> _Judged:
        plan = self.plans[position]
        truths = InterpretedTruths.of(plan, situation)
        check = plan.rule.check
        # A function is asked only where the rule binds, which is where a keeper would pass.
        decision = decide(plan, truths, answer=True)
        if check is None or decision.outcome is not Outcome.PASS:
            return _Judged(decision, truths, None)
        try:
            answer = _checked(check(situation))
        except Exception as error:
            if self.strict:
                raise
            return _Judged(Decision(Outcome.ERROR, ()), truths, error)
        return _Judged(decide(plan, truths, answer=answer), truths, None)

    def _written(self, position: int, situation: Situation, judged: _Judged) -> Finding:
        writer = self.writers[position]
        if judged.error is not None:
            return writer.crash(situation, judged.error)
        truths = judged.truths
        return writer.finding(situation, truths.readings, truths, judged.decision)

    def judge_whole(
        self, position: int, situation: Situation
    ) -> tuple[set[Outcome], list[Finding]]:
        """
        Judge everything that one rule judges in one situation, through the interpreter.

        Counts it, and returns the outcomes that occurred and the findings.
        """
        table = self.plans[position].table
        if table is not None:
            return self.judge_rows(position, situation, self.existing(situation, table))
        outcome, finding = self.judge(position, situation)
        if outcome is Outcome.NOT_APPLICABLE:
            self.not_applicable[position] += 1
        return {outcome}, [] if finding is None else [finding]

    def judge_rows(
        self, position: int, situation: Situation, rows: Iterable[Row]
    ) -> tuple[set[Outcome], list[Finding]]:
        """
        Judge *rows*, posts or messages of one account, by one rule, through the interpreter.

        Counts them, and returns the outcomes that occurred and the findings: one for each
        failure, and one for all that stayed undetermined, unseen rows included.
        """
        plan = self.plans[position]
        table = plan.table
        assert table is not None  # noqa: S101 -- callers judge rows by rules about rows
        outcomes: set[Outcome] = set()
        findings: list[Finding] = []
        undetermined: list[Row] = []
        for row in rows:
            outcome, finding = self.judge(position, situation.looking_at(table, row))
            outcomes.add(outcome)
            if outcome is Outcome.NOT_APPLICABLE:
                self.not_applicable[position] += 1
            elif outcome is Outcome.UNDETERMINED:
                undetermined.append(row)
            elif finding is not None:
                findings.append(finding)
        findings.sort(key=lambda finding: finding.subject.id)
        is_complete = has_all(situation, table)
        unseen = not is_complete and self.binds_unseen(plan, situation)
        if undetermined or unseen:
            outcomes.add(Outcome.UNDETERMINED)
            writer = self.writers[position]
            findings.append(writer.folded(table, situation, undetermined, is_complete=not unseen))
        return outcomes, findings

    def binds_unseen(self, plan: RulePlan, situation: Situation) -> bool:
        """Return whether a rule about rows may bind rows of the account that nobody supplied."""
        assert plan.table is not None  # noqa: S101 -- callers ask about rules about rows
        root = plan.table.row_root
        known = InterpretedTruths.of(plan, situation)
        # What asks about the row itself stays open; the rest may settle it all the same.
        truths: list[Truth3] = [None] * len(plan.leaves)
        parts: tuple[tuple[Part, bool], ...] = (("scope", False), ("exception", True))
        for part, lifts in parts:
            condition = plan.parts.get(part)
            if condition is None:
                continue
            for position in plan.leaves_by_part[part]:
                if not plan.leaf_asks_about(position, root):
                    truths[position] = known[position]
            if plan.truth(condition, truths) is lifts:
                return False
        return True

    def existing(self, situation: Situation, table: Table) -> list[Row]:
        """Return the rows of *table* that exist in *situation*."""
        rows: Iterable[Row] = getattr(situation, table.value)
        return [row for row in rows if exists(table, row, self.as_of)]

    def add(self, findings: Iterable[Finding]) -> None:
        """Enter findings, in the order in which the report will list them."""
        if self._waivers.is_empty:
            self._findings.extend(findings)
        else:
            self._findings.extend(map(self._waivers.applied, findings))

    def read(self, table: str, count: int) -> None:
        """Count rows of *table* that were read."""
        self._read[table] = self._read.get(table, 0) + count

    def mark(self, account_id: str, *, is_inspected: bool) -> None:
        """Enter whether at least one veto applied to an account."""
        (self._inspected if is_inspected else self._not_inspected).append(account_id)

    def is_veto(self, position: int) -> bool:
        """Return whether the rule at *position* is a veto."""
        return self.plans[position].rule.severity is Severity.VETO

    def close(self) -> Report:
        """Return the report."""
        portfolio = self.index.portfolio
        tallies = self._tallied()
        subjects = {
            Subject.UNIT: self._read.get("units", 0),
            Subject.ACCOUNT: self._read.get("accounts", 0),
            Subject.POST: self._read.get("posts", 0),
            Subject.MESSAGE: self._read.get("messages", 0),
        }
        return Report(
            as_of=self.as_of,
            ruleset_id=self.ruleset.id,
            ruleset_fingerprint=self.ruleset.fingerprint,
            findings=tuple(self._findings),
            rules=tuple(
                self._run(position, tallies[plan.rule.id], subjects[plan.rule.subject])
                for position, plan in enumerate(self.plans)
            ),
            tables=tuple(
                TableRead(
                    table=name,
                    is_supplied=rows is not None,
                    rows=len(rows or ()),
                    read=self._read.get(name, 0),
                )
                for name, rows in (
                    ("units", portfolio.units),
                    ("accounts", portfolio.accounts),
                    ("posts", portfolio.posts),
                    ("messages", portfolio.messages),
                )
            ),
            inspected=tuple(self._inspected),
            not_inspected=tuple(self._not_inspected),
            accounts_without_unit=self.index.accounts_without_unit,
            exclusions=exclusions_of(
                [
                    plan.rule
                    for plan, is_bound in zip(self.plans, self.in_force, strict=True)
                    if is_bound
                ],
                partial(units_outside, index=self.index),
                lambda unit_id: (each.id for each in self.index.accounts_of(unit_id)),
            ),
            notices=(
                *self._waivers.notices(),
                *self._answer_notices(),
                *self._competition_notices(),
            ),
        )

    def _competition_notices(self) -> list[Text]:
        return [each.notice for each in competing_rules(self.ruleset.in_force(self.as_of))]

    def _answer_notices(self) -> tuple[Text, ...]:
        portfolio = self.index.portfolio
        if not portfolio.attestations:
            return ()
        accounts, units = named_in(portfolio)
        return answer_notices(portfolio.attestations, accounts, units, self.ruleset, self.as_of)

    def _tallied(self) -> dict[str, _Tally]:
        """Count the subjects that the findings stand for, by rule."""
        tallies = {plan.rule.id: _Tally() for plan in self.plans}
        fail, undetermined = Outcome.FAIL, Outcome.UNDETERMINED
        for finding in self._findings:
            tally, outcome = tallies[finding.rule_id], finding.outcome
            if outcome is fail:
                tally.failed += 1
            elif outcome is undetermined:
                tally.undetermined += finding.count
            else:
                tally.errors += 1
        return tallies

    def _run(self, position: int, tally: _Tally, subjects: int) -> RuleRun:
        rule = self.plans[position].rule
        not_applicable = self.not_applicable[position] if self.in_force[position] else subjects
        rest = tally.failed + tally.undetermined + tally.errors + not_applicable
        return RuleRun(
            rule_id=rule.id,
            title=rule.title,
            severity=rule.severity,
            subject=rule.subject,
            is_in_force=self.in_force[position],
            passed=subjects - rest,
            failed=tally.failed,
            undetermined=tally.undetermined,
            not_applicable=not_applicable,
            errors=tally.errors,
            fingerprint=rule.fingerprint,
        )


def _checked(answer: object) -> bool | None:
    """Refuse what a check may not return."""
    if answer is not True and answer is not False and answer is not None:
        raise TypeError(f"a check returns True, False or None, not {shown(answer)}")
    return answer
