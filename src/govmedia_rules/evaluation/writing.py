"""Writing findings: from what a rule's operands read to evidence, missing facts and a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias, cast

from attrs import define, field, frozen
from pendulum import DateTime

from govmedia_rules.conditions.expressions import Aggregate, Field, Function
from govmedia_rules.conditions.fields import FieldSpec, Table
from govmedia_rules.conditions.interpreter import (
    Measure,
    Reading,
    Row,
    RowsRead,
    Situation,
    read_field,
    truth_in,
)
from govmedia_rules.conditions.logic import Interval
from govmedia_rules.conditions.nodes import Expression
from govmedia_rules.conditions.predicates import (
    Comparison,
    Condition,
    Has,
    IsEmpty,
    IsMissing,
    Membership,
    Truth,
    Within,
)
from govmedia_rules.conditions.vocabulary import field_named
from govmedia_rules.conditions.words import describe, describe_table, in_words, sentence
from govmedia_rules.evaluation.plans import (
    Decision,
    InterpretedReadings,
    Readings,
    RulePlan,
    decide,
    leaves_of,
    responsible,
)
from govmedia_rules.findings import (
    Evidence,
    EvidenceValue,
    Finding,
    MissingFact,
    Outcome,
    Range,
    SubjectRef,
)
from govmedia_rules.models import Account, Message, Post, Subject, Unit
from govmedia_rules.moments import Window
from govmedia_rules.text import Text

__all__ = ["FindingWriter", "RowSource", "newest_first", "subject_of"]

RowSource: TypeAlias = Callable[[Aggregate, Situation], RowsRead]
"""How the rows behind an aggregate are found; the interpreter and the compiler each have one."""


def subject_of(kind: Subject, situation: Situation) -> SubjectRef:
    """Return the reference to what a rule about *kind* judges in *situation*."""
    account = situation.account
    if kind is Subject.UNIT or account is None:
        unit = cast("Unit", situation.unit)
        return SubjectRef(kind=Subject.UNIT, id=unit.id, name=unit.name, unit_id=unit.id)
    if kind is Subject.ACCOUNT:
        return _account_ref(account)
    row = cast("Post | Message", situation.post if kind is Subject.POST else situation.message)
    return SubjectRef(
        kind=kind,
        id=row.id,
        name=row.title if isinstance(row, Post) else None,
        account_id=account.id,
        unit_id=account.unit_id,
    )


def _account_ref(account: Account) -> SubjectRef:
    return SubjectRef(
        kind=Subject.ACCOUNT,
        id=account.id,
        name=account.name,
        account_id=account.id,
        unit_id=account.unit_id,
    )


def newest_first(table: Table, rows: Iterable[Row]) -> list[Row]:
    """Return *rows* newest first; those without a moment last, ties by id."""
    moment = table.moment
    ordered = sorted(rows, key=lambda row: row.id)
    dated = [row for row in ordered if getattr(row, moment) is not None]
    dated.sort(key=lambda row: cast("DateTime", getattr(row, moment)), reverse=True)
    return dated + [row for row in ordered if getattr(row, moment) is None]


@frozen(eq=False)
class _LeafPlan:
    """What evidence says of one leaf whatever the subject."""

    leaf: Condition
    what: Text
    code: str
    operator: str
    value: Expression | None
    threshold: Expression | None
    aggregate: Aggregate | None
    window: Window | None
    required: Text
    forbidden: Text

    @classmethod
    def of(cls, leaf: Condition, as_of: DateTime) -> _LeafPlan:
        value, operator, threshold = _parts_of(leaf)
        aggregate = value if isinstance(value, Aggregate) else None
        days = leaf.days if isinstance(leaf, Within) else None
        if aggregate is not None:
            days = aggregate.rows.days
        words = sentence(leaf)
        return cls(
            leaf=leaf,
            what=words if value is None else describe(value),
            code=repr(leaf),
            operator=operator,
            value=value,
            threshold=threshold,
            aggregate=aggregate,
            window=None if days is None else Window.up_to(as_of, cast("int", days.plain)),
            required=Text(zh=f"应满足：{words.zh}", en=f"required: {words.en}"),
            forbidden=Text(zh=f"不得：{words.zh}", en=f"forbidden: {words.en}"),
        )


def _parts_of(leaf: Condition) -> tuple[Expression | None, str, Expression | None]:
    match leaf:
        case Comparison():
            return leaf.left, leaf.operator.value, leaf.right
        case Membership():
            return leaf.item, "is_in", leaf.options
        case Has():
            return leaf.tags, "has", leaf.tag
        case IsEmpty():
            return leaf.tags, "is_empty", None
        case IsMissing():
            return leaf.of, "is_missing", None
        case Within():
            return leaf.moment, "within", leaf.days
        case Field():
            return leaf, "is_true", None
        case _:
            return None, "is", None


def _as_evidence(reading: Reading) -> EvidenceValue:
    match reading:
        case Interval():
            if reading.is_certain:
                return int(reading.low)
            high = None if reading.high == float("inf") else int(reading.high)
            return Range(int(reading.low), high)
        case Measure():
            return reading.value
        case frozenset():
            return tuple(sorted(reading))
        case bool() | int() | float() | DateTime() | None:
            return reading
        case _:
            # A member of a closed vocabulary is told by its word.
            return str(reading)


@define(eq=False)
class FindingWriter:
    """
    Writes the findings of one rule in one audit.

    Parameters:
        plan: the rule's plan.

        as_of: the monitoring moment.

        limit: how many ids of rows a piece of evidence lists at most.

        rows: where the rows behind an aggregate come from.
    """

    plan: RulePlan
    as_of: DateTime
    limit: int
    rows: RowSource
    _leaves: dict[int, _LeafPlan] = field(factory=dict, init=False)

    def finding(
        self,
        situation: Situation,
        readings: Readings,
        decision: Decision,
        subject: SubjectRef | None = None,
    ) -> Finding:
        """Return the finding for one subject that failed or stayed undetermined."""
        rule = self.plan.rule
        evidence = tuple(
            self._evidence(self._leaf(leaf), situation, readings)
            for condition in decision.deciding
            for leaf in leaves_of(condition)
            if not isinstance(leaf, Truth)
        )
        missing: tuple[MissingFact, ...] = ()
        if decision.outcome is Outcome.UNDETERMINED:
            missing = tuple(self._missing(situation, readings, decision))
            message = _undetermined_message(missing, evidence)
        elif decision.outcome is Outcome.FAIL:
            message = self._failure_message(readings, decision, evidence)
        else:
            message = self._quiet_message(readings, decision)
        return Finding(
            rule_id=rule.id,
            title=rule.title,
            outcome=decision.outcome,
            force=rule.force,
            severity=rule.severity,
            subject=subject or subject_of(rule.subject, situation),
            message=message,
            evidence=evidence,
            missing=missing,
            citations=rule.cites,
            remedy=rule.remedy,
        )

    def crash(self, situation: Situation, error: Exception) -> Finding:
        """Return the finding for one subject on which the rule's function raised *error*."""
        rule = self.plan.rule
        said = f"{type(error).__name__}: {error}"[:500]
        return Finding(
            rule_id=rule.id,
            title=rule.title,
            outcome=Outcome.ERROR,
            force=rule.force,
            severity=rule.severity,
            subject=subject_of(rule.subject, situation),
            message=Text(zh=f"规则自身出错：{said}", en=f"The rule itself crashed: {said}"),
            citations=rule.cites,
            error=said,
        )

    def folded(self, situation: Situation, rows: Sequence[Row], *, is_complete: bool) -> Finding:
        """
        Return the one finding for all undetermined posts or messages of an account.

        Parameters:
            situation: the account's situation.

            rows: the rows that stayed undetermined.

            is_complete: whether there can be no others; if not, the table itself is a
                missing fact.
        """
        rule = self.plan.rule
        table = Table.POSTS if rule.subject is Subject.POST else Table.MESSAGES
        missing = tuple(self._missing_in_rows(table, situation, rows, is_complete=is_complete))
        ids = tuple(row.id for row in newest_first(table, rows)[: self.limit])
        demand = self.plan.demand
        evidence = tuple(
            Evidence(
                what=leaf.what,
                condition=leaf.code,
                truth=None,
                value=None,
                operator=leaf.operator,
                threshold=self._threshold(leaf, ()),
                window=leaf.window,
                ids=ids,
                ids_total=len(rows),
            )
            for leaf in map(self._leaf, () if demand is None else leaves_of(demand))
        )
        return Finding(
            rule_id=rule.id,
            title=rule.title,
            outcome=Outcome.UNDETERMINED,
            force=rule.force,
            severity=rule.severity,
            subject=_account_ref(cast("Account", situation.account)),
            message=_undetermined_message(missing, evidence),
            evidence=evidence,
            missing=missing,
            citations=rule.cites,
            remedy=rule.remedy,
            count=len(rows),
        )

    def _leaf(self, leaf: Condition) -> _LeafPlan:
        plan = self._leaves.get(id(leaf))
        if plan is None:
            plan = self._leaves[id(leaf)] = _LeafPlan.of(leaf, self.as_of)
        return plan

    def _reading(self, expression: Expression, readings: Readings) -> Reading:
        slot = self.plan.slots.get(id(expression))
        return None if slot is None or slot >= len(readings) else readings[slot]

    def _threshold(self, leaf: _LeafPlan, readings: Readings) -> EvidenceValue:
        if leaf.threshold is None:
            return None
        plain = leaf.threshold.plain
        return plain if plain is not None else _as_evidence(self._reading(leaf.threshold, readings))

    def _evidence(self, leaf: _LeafPlan, situation: Situation, readings: Readings) -> Evidence:
        truth = self.plan.truth(leaf.leaf, readings, self.as_of)
        reading = None if leaf.value is None else self._reading(leaf.value, readings)
        known, total = (reading.known, reading.total) if isinstance(reading, Measure) else (None, None)
        ids: tuple[str, ...] = ()
        ids_total = 0
        aggregate = leaf.aggregate
        if aggregate is not None and aggregate.function is Function.COUNT:
            interval = cast("Interval", reading)
            # A count of nothing has no rows to show, and most failures are such.
            if interval.low if truth is not None else interval.high > interval.low:
                read = self.rows(aggregate, situation)
                rows = read.undecided if truth is None else read.certain
                ordered = newest_first(aggregate.rows.table, rows)
                ids, ids_total = tuple(row.id for row in ordered[: self.limit]), len(rows)
        return Evidence(
            what=leaf.what,
            condition=leaf.code,
            truth=truth,
            value=_as_evidence(reading),
            operator=leaf.operator,
            threshold=self._threshold(leaf, readings),
            window=leaf.window,
            known=known,
            total=total,
            ids=ids,
            ids_total=ids_total,
        )

    def _missing(
        self, situation: Situation, readings: Readings, decision: Decision
    ) -> Iterable[MissingFact]:
        seen: set[str] = set()
        for leaf in self._unknown_leaves(decision, readings):
            for node in leaf.walk():
                if isinstance(node, Aggregate) and id(node) in self.plan.slots:
                    yield from self._missing_in_aggregate(node, situation, seen)
                elif isinstance(node, Field) and id(node) in self.plan.slots:
                    spec = node.spec
                    if spec.name not in seen and read_field(spec, situation) is None:
                        seen.add(spec.name)
                        yield MissingFact(fact=spec.name, what=spec.words)

    def _unknown_leaves(self, decision: Decision, readings: Readings) -> list[Condition]:
        return [
            leaf
            for condition in decision.deciding
            for leaf, truth in responsible(self.plan, condition, readings, self.as_of)
            if truth is None
        ]

    def _missing_in_aggregate(
        self, aggregate: Aggregate, situation: Situation, seen: set[str]
    ) -> Iterable[MissingFact]:
        table = aggregate.rows.table
        read = self.rows(aggregate, situation)
        if not read.is_complete and table.value not in seen:
            seen.add(table.value)
            yield MissingFact(fact=table.value, what=describe_table(table))
        open_rows = [*read.undecided, *_without_value(aggregate, read.certain, situation)]
        for spec in _row_fields(aggregate):
            if spec.name in seen:
                continue
            if spec.root == table.row_root:
                count = sum(
                    read_field(spec, situation.looking_at(table, row)) is None for row in open_rows
                )
            else:
                count = int(bool(open_rows) and read_field(spec, situation) is None)
            if count:
                seen.add(spec.name)
                yield MissingFact(fact=spec.name, what=spec.words, count=count)

    def _missing_in_rows(
        self, table: Table, situation: Situation, rows: Sequence[Row], *, is_complete: bool
    ) -> Iterable[MissingFact]:
        counts: dict[str, int] = {}
        words: dict[str, Text] = {}
        for row in rows:
            inside = situation.looking_at(table, row)
            readings = InterpretedReadings(self.plan, inside)
            decision = decide(self.plan, readings, self.as_of)
            for fact in self._missing(inside, readings, decision):
                words[fact.fact] = fact.what
                is_of_row = fact.fact.startswith(f"{table.row_root}.")
                counts[fact.fact] = counts.get(fact.fact, 0) + 1 if is_of_row else 1
        for name, count in counts.items():
            yield MissingFact(fact=name, what=words[name], count=count)
        if not is_complete:
            yield MissingFact(fact=table.value, what=describe_table(table))

    def _failure_message(
        self, readings: Readings, decision: Decision, evidence: tuple[Evidence, ...]
    ) -> Text:
        rule = self.plan.rule
        by_code = {piece.condition: piece for piece in evidence}
        blamed = [
            (self._leaf(leaf), truth)
            for condition in decision.deciding
            for leaf, truth in responsible(self.plan, condition, readings, self.as_of)
        ]
        if rule.message is not None:
            first = by_code.get(blamed[0][0].code) if blamed else None
            return self._own_message(rule.message, first)
        zh: list[str] = []
        en: list[str] = []
        for leaf, truth in blamed:
            wanted = leaf.forbidden if truth else leaf.required
            found = by_code.get(leaf.code)
            value = in_words(found.value if found else None)
            zh.append(f"{wanted.zh}；实际：{value.zh}。")
            en.append(f"{wanted.en}; found: {value.en}.")
        if not zh:
            return Text(zh=f"未满足：{rule.title.zh}。", en=f"Not met: {rule.title.en}.")
        return Text(zh="".join(zh), en=" ".join(en))

    def _quiet_message(self, readings: Readings, decision: Decision) -> Text:
        """Say why a rule passed, or why it does not apply."""
        rule = self.plan.rule
        if decision.outcome is Outcome.PASS:
            opening = Text(zh="符合要求", en="Kept")
        elif decision.deciding == (rule.unless,):
            opening = Text(zh="属于例外，不适用", en="Does not apply, by its exception")
        else:
            opening = Text(zh="不在适用范围内", en="Does not apply, outside its scope")
        found: dict[str, Text] = {}
        for condition in decision.deciding:
            for leaf, _ in responsible(self.plan, condition, readings, self.as_of):
                plan = self._leaf(leaf)
                reading = None if plan.value is None else self._reading(plan.value, readings)
                value = in_words(_as_evidence(reading))
                found[plan.what.zh] = Text(
                    zh=f"{plan.what.zh}：{value.zh}", en=f"{plan.what.en}: {value.en}"
                )
        return Text(
            zh="；".join([opening.zh, *(text.zh for text in found.values())]) + "。",
            en="; ".join([opening.en, *(text.en for text in found.values())]) + ".",
        )

    def _own_message(self, message: Text, first: Evidence | None) -> Text:
        rule = self.plan.rule
        values = {param.name: in_words(param.value) for param in rule.params}
        if first is not None:
            values["value"] = in_words(first.value)
            values["threshold"] = in_words(first.threshold)
        return Text(
            zh=rule.fill_message(message.zh, {name: text.zh for name, text in values.items()}),
            en=rule.fill_message(message.en, {name: text.en for name, text in values.items()}),
        )


def _undetermined_message(missing: Sequence[MissingFact], evidence: Sequence[Evidence]) -> Text:
    if missing:
        zh = "、".join(
            f"{fact.what.zh}({fact.count}条)" if fact.count > 1 else fact.what.zh for fact in missing
        )
        en = ", ".join(
            f"{fact.what.en} ({fact.count} rows)" if fact.count > 1 else fact.what.en
            for fact in missing
        )
        return Text(zh=f"未能判定，缺少：{zh}。", en=f"Undetermined; nobody recorded: {en}.")
    open_leaves = [piece for piece in evidence if piece.truth is None]
    zh = "、".join(piece.what.zh for piece in open_leaves)
    en = ", ".join(piece.what.en for piece in open_leaves)
    if not open_leaves:
        return Text(zh="未能判定。", en="Undetermined.")
    return Text(zh=f"未能判定：{zh}没有数值。", en=f"Undetermined: {en} has no value.")


def _row_fields(aggregate: Aggregate) -> list[FieldSpec]:
    found: dict[str, FieldSpec] = {}
    if aggregate.rows.days is not None:
        moment = _moment_field(aggregate.rows.table)
        found[moment.name] = moment
    for node in (aggregate.rows, aggregate.of):
        if node is not None:
            for inner in node.walk():
                if isinstance(inner, Field):
                    found.setdefault(inner.spec.name, inner.spec)
    return list(found.values())


def _moment_field(table: Table) -> FieldSpec:
    return field_named(f"{table.row_root}.{table.moment}").spec


def _without_value(aggregate: Aggregate, rows: list[Row], situation: Situation) -> list[Row]:
    of, table = aggregate.of, aggregate.rows.table
    if isinstance(of, Condition):
        return [row for row in rows if truth_in(of, situation.looking_at(table, row)) is None]
    if isinstance(of, Field):
        spec = of.spec
        return [row for row in rows if read_field(spec, situation.looking_at(table, row)) is None]
    return []

