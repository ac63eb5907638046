"""Writing findings: from what a rule read and decided to evidence, missing facts and a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, cast

from attrs import define, field
from pendulum import DateTime

from govmedia_rules.conditions.expressions import Aggregate
from govmedia_rules.conditions.fields import Table
from govmedia_rules.conditions.interpreter import Measure, Reading, Row, RowsRead, Situation
from govmedia_rules.conditions.logic import Interval
from govmedia_rules.conditions.predicates import Truth
from govmedia_rules.conditions.words import in_words
from govmedia_rules.evaluation.contents import (
    MOST_KEPT,
    Content,
    FindingMaker,
    crash_finding,
    finding_maker,
)
from govmedia_rules.evaluation.folding import OpenRows
from govmedia_rules.evaluation.leaves import LeafPlan, as_evidence
from govmedia_rules.evaluation.makers import maker_of
from govmedia_rules.evaluation.messages import (
    missing_message,
    outside_message,
    quiet_message,
    said,
    valueless_message,
    words_of,
)
from govmedia_rules.evaluation.missing import MissingFacts, missing_table
from govmedia_rules.evaluation.plans import (
    Decision,
    Part,
    Readings,
    RulePlan,
    Truths,
    responsible,
)
from govmedia_rules.evaluation.rows import RowSource, RowStates, shown_ids
from govmedia_rules.evaluation.subjects import account_ref, subject_of
from govmedia_rules.findings import Evidence, Finding, MissingFact, Outcome, SubjectRef
from govmedia_rules.models import Account
from govmedia_rules.text import Text

__all__ = ["FindingWriter"]


class _Pattern(NamedTuple):
    """What a finding consists of, given which leaves hold: the same for many subjects."""

    shown: tuple[int, ...]
    blamed: tuple[int, ...]


@define(eq=False)
class FindingWriter:
    """
    Writes the findings of one rule in one audit.

    Parameters:
        plan: the rule's plan.

        as_of: the monitoring moment.

        limit: how many ids of rows a piece of evidence lists at most.

        rows: where the rows behind an aggregate come from.

        states: how the rule finds many rows at once, or None to ask them one by one.

    Attributes:
        about: returns the finding that says some content about a subject.
    """

    plan: RulePlan
    as_of: DateTime
    limit: int
    rows: RowSource
    states: RowStates | None = None
    about: FindingMaker = field(init=False)
    _missing: MissingFacts = field(init=False)
    _open_rows: OpenRows = field(init=False)
    _leaves: dict[int, LeafPlan] = field(factory=dict, init=False)
    _patterns: dict[tuple[object, ...], _Pattern] = field(factory=dict, init=False)
    _own_message: Text | None = field(default=None, init=False)
    _asked_for_rows: bool = field(default=False, init=False)
    _last_rows: tuple[Aggregate, Situation, RowsRead] | None = field(default=None, init=False)
    _shown_leaves: list[LeafPlan] | None = field(default=None, init=False)
    _kept_evidence: dict[tuple[object, ...], Evidence] = field(factory=dict, init=False)
    _open_messages: dict[tuple[object, ...], Text] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self._missing = MissingFacts(self.plan, self._rows)
        self.about = finding_maker(self.plan.rule)
        self._open_rows = OpenRows(self.plan, self._missing, self._blamed, self.states)

    def finding(
        self,
        situation: Situation,
        readings: Readings,
        truths: Truths,
        decision: Decision,
    ) -> Finding:
        """Return the finding for one subject, with the evidence of what decided."""
        content = self.content(situation, readings, truths, decision)
        return self.about(subject_of(self.plan.rule.subject, situation), content)

    def content(
        self, situation: Situation, readings: Readings, truths: Truths, decision: Decision
    ) -> Content:
        """Return what there is to say about a decision, whomever it concerns."""
        self._asked_for_rows = False
        pattern = self._pattern(decision.deciding, truths)
        evidence = tuple(
            [self._evidence(position, situation, readings, truths) for position in pattern.shown]
        )
        missing: tuple[MissingFact, ...] = ()
        if decision.outcome is Outcome.UNDETERMINED:
            missing = self._missing.of_leaves(pattern.blamed, situation, readings)
        message = self._message(decision, pattern, truths, evidence, missing)
        is_general = not self._asked_for_rows
        return Content(decision.outcome, evidence, missing, message, is_general)

    def message(
        self,
        decision: Decision,
        truths: Truths,
        evidence: Sequence[Evidence],
        missing: Sequence[MissingFact],
    ) -> Text:
        """
        Return the sentence of a finding whose evidence and missing facts are known already.

        Parameters:
            decision: what the rule came to.

            truths: whether its leaves hold; those of parts that did not decide are not asked.

            evidence: what the deciding leaves read, in the plan's order.

            missing: the facts that are missing.
        """
        pattern = self._pattern(decision.deciding, truths)
        return self._message(decision, pattern, truths, evidence, missing)

    def _message(
        self,
        decision: Decision,
        pattern: _Pattern,
        truths: Truths,
        evidence: Sequence[Evidence],
        missing: Sequence[MissingFact],
    ) -> Text:
        match decision.outcome:
            case Outcome.FAIL:
                return self._failure_message(pattern, truths, evidence)
            case Outcome.UNDETERMINED:
                return self._undetermined_message(missing, evidence)
            case _:
                return self._quiet_message(decision, pattern, evidence, truths)

    def _rows(self, aggregate: Aggregate, situation: Situation) -> RowsRead:
        """Find the rows behind an aggregate; evidence and missing facts ask one after the other."""
        self._asked_for_rows = True
        last = self._last_rows
        if last is None or last[0] is not aggregate or last[1] is not situation:
            last = self._last_rows = (aggregate, situation, self.rows(aggregate, situation))
        return last[2]

    def crash(self, situation: Situation, error: Exception) -> Finding:
        """Return the finding for one subject on which the rule's function raised *error*."""
        rule = self.plan.rule
        return crash_finding(rule, subject_of(rule.subject, situation), said(error))

    def folded(
        self,
        table: Table,
        situation: Situation,
        rows: Sequence[Row],
        *,
        is_complete: bool,
        open_part: Part | None = None,
        subject: SubjectRef | None = None,
        ids: tuple[str, ...] | None = None,
    ) -> Finding:
        """
        Return the one finding for all undetermined posts or messages of an account.

        Parameters:
            table: posts or messages.

            situation: the account's situation.

            rows: the rows that stayed undetermined.

            is_complete: whether there can be no others; if not, the table itself is a
                missing fact.

            open_part: the part that stayed open for all of them, where that is known:
                the demand when the rule is known to bind them, the scope when that
                is unknown for the whole account.
        """
        count = len(rows)
        missing = self._open_rows.facts(table, situation, rows, open_part)
        if not is_complete:
            missing = (*missing, missing_table(table))
        if ids is None:
            ids = shown_ids(table, rows, self.limit)
        evidence = tuple(
            [
                _make_evidence(
                    what=leaf.what,
                    condition=leaf.code,
                    truth=None,
                    value=None,
                    operator=leaf.operator,
                    threshold=leaf.threshold,
                    window=leaf.window,
                    ids=ids,
                    ids_total=count,
                )
                for leaf in self._demand_leaves()
            ]
        )
        message = self._undetermined_message(missing, evidence)
        content = Content(Outcome.UNDETERMINED, evidence, missing, message, is_general=False)
        if subject is None:
            subject = account_ref(cast("Account", situation.account))
        return self.about(subject, content, count)

    def _demand_leaves(self) -> list[LeafPlan]:
        """Return the leaves of the demand that look at anything."""
        if self._shown_leaves is None:
            leaves = map(self._leaf, self.plan.leaves_by_part.get("demand", ()))
            self._shown_leaves = [leaf for leaf in leaves if not isinstance(leaf.leaf, Truth)]
        return self._shown_leaves

    def _leaf(self, position: int) -> LeafPlan:
        leaf = self._leaves.get(position)
        if leaf is None:
            leaf = LeafPlan.of(self.plan.leaves[position], self.plan, self.as_of)
            self._leaves[position] = leaf
        return leaf

    def _blamed(self, deciding: tuple[Part, ...], truths: Truths) -> tuple[int, ...]:
        return self._pattern(deciding, truths).blamed

    def _pattern(self, deciding: tuple[Part, ...], truths: Truths) -> _Pattern:
        plan = self.plan
        asked = [p for part in deciding for p in plan.leaves_by_part.get(part, ())]
        key = (deciding, *[truths[position] for position in asked])
        pattern = self._patterns.get(key)
        if pattern is None:
            settled = plan.settled_scope(truths) if "scope" in deciding else frozenset[int]()
            shown = (p for p in asked if not isinstance(plan.leaves[p], Truth) and p not in settled)
            blamed = (
                position
                for part in deciding
                if part in plan.parts
                for position in responsible(plan, plan.parts[part], truths)
            )
            pattern = _Pattern(tuple(dict.fromkeys(shown)), tuple(dict.fromkeys(blamed)))
            self._patterns[key] = pattern
        return pattern

    def _evidence(
        self, position: int, situation: Situation, readings: Readings, truths: Truths
    ) -> Evidence:
        leaf = self._leaf(position)
        truth = truths[position]
        reading: Reading = None if leaf.slot is None else readings[leaf.slot]
        if leaf.counted is None and leaf.threshold_slot is None:
            # Whatever reads the same is the same evidence.
            key = (position, truth, type(reading), reading)
            evidence = self._kept_evidence.get(key)
            if evidence is None:
                evidence = self._new_evidence(leaf, truth, reading, readings, (), 0)
                if len(self._kept_evidence) < MOST_KEPT:
                    self._kept_evidence[key] = evidence
            return evidence
        ids: tuple[str, ...] = ()
        ids_total = 0
        if leaf.counted is not None:
            ids, ids_total = self._counted(leaf, situation, cast("Interval", reading), truth)
        return self._new_evidence(leaf, truth, reading, readings, ids, ids_total)

    def _new_evidence(
        self,
        leaf: LeafPlan,
        truth: bool | None,
        reading: Reading,
        readings: Readings,
        ids: tuple[str, ...],
        ids_total: int,
    ) -> Evidence:
        known = total = None
        if type(reading) is Measure:
            known, total = reading.known, reading.total
        threshold = leaf.threshold
        if leaf.threshold_slot is not None:
            threshold = as_evidence(readings[leaf.threshold_slot])
        return _make_evidence(
            what=leaf.what,
            condition=leaf.code,
            truth=truth,
            value=as_evidence(reading),
            operator=leaf.operator,
            threshold=threshold,
            window=leaf.window,
            known=known,
            total=total,
            ids=ids,
            ids_total=ids_total,
        )

    def _counted(
        self, leaf: LeafPlan, situation: Situation, count: Interval, truth: bool | None
    ) -> tuple[tuple[str, ...], int]:
        """Return the ids of the rows counted, or of the undecided ones where they matter."""
        # A count of nothing has no rows to show, and most failures are such.
        if leaf.counted is None or not (count.low if truth is not None else count.high > count.low):
            return (), 0
        read = self._rows(leaf.counted, situation)
        rows = read.undecided if truth is None else read.certain
        return shown_ids(leaf.counted.rows.table, rows, self.limit), len(rows)

    def _failure_message(
        self, pattern: _Pattern, truths: Truths, evidence: Sequence[Evidence]
    ) -> Text:
        rule = self.plan.rule
        if rule.message is not None:
            return self._filled(rule.message, pattern, evidence)
        zh: list[str] = []
        en: list[str] = []
        for position in pattern.blamed:
            leaf = self._leaf(position)
            wanted = leaf.forbidden if truths[position] else leaf.required
            value_zh, value_en = "", ""
            if position in pattern.shown:
                value_zh, value_en = words_of(evidence[pattern.shown.index(position)].value)
            zh.append(f"{wanted.zh}{value_zh}。")
            en.append(f"{wanted.en}{value_en}.")
        if not zh:
            return Text(zh=f"未满足：{rule.title.zh}。", en=f"Not met: {rule.title.en}.")
        return Text(zh="".join(zh), en=" ".join(en))

    def _filled(self, message: Text, pattern: _Pattern, evidence: Sequence[Evidence]) -> Text:
        """Return the rule's own message with its placeholders filled in."""
        if self._own_message is not None:
            return self._own_message
        rule = self.plan.rule
        values = {param.name: in_words(param.value) for param in rule.params}
        text = rule.filled(message, values)
        if (
            "{value}" not in message.zh + message.en
            and "{threshold}" not in message.zh + message.en
        ):
            self._own_message = text
            return text
        first = next((p for p in pattern.blamed if p in pattern.shown), None)
        if first is not None:
            piece = evidence[pattern.shown.index(first)]
            values["value"], values["threshold"] = in_words(piece.value), in_words(piece.threshold)
        return rule.filled(message, values)

    def _undetermined_message(
        self, missing: Sequence[MissingFact], evidence: Sequence[Evidence]
    ) -> Text:
        """Say what nobody recorded; the same facts in the same numbers are put into words once."""
        if not missing:
            return valueless_message(evidence)
        key = tuple([(fact.fact, fact.what, fact.count) for fact in missing])
        message = self._open_messages.get(key)
        if message is None:
            message = missing_message(missing)
            if len(self._open_messages) < MOST_KEPT:
                self._open_messages[key] = message
        return message

    def _quiet_message(
        self, decision: Decision, pattern: _Pattern, evidence: Sequence[Evidence], truths: Truths
    ) -> Text:
        """Say why a rule passed, or why it does not apply."""
        if decision.outcome is Outcome.PASS:
            opening = Text(zh="符合要求", en="Kept")
        elif decision.deciding == ("exception",):
            opening = Text(zh="属于例外，不适用", en="Does not apply, by its exception")
        else:
            opening = Text(zh="不在适用范围内", en="Does not apply, outside its scope")
            scope = self.plan.rule.scope
            if scope is not None and self.plan.truth(scope.binds, truths) is False:
                opening = outside_message(scope)
        shown = [p for p in pattern.blamed if p in pattern.shown]
        return quiet_message(opening, [evidence[pattern.shown.index(p)] for p in shown])


_make_evidence = maker_of(Evidence)
