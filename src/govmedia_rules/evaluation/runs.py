"""One audit through a compiled program: what did not certainly pass is decided and written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any, cast

from attrs import define, field

from govmedia_rules.conditions.fields import Table
from govmedia_rules.conditions.interpreter import (
    Row,
    Situation,
    has_all,
    read_expression,
    truth_in,
)
from govmedia_rules.evaluation.book import AuditBook
from govmedia_rules.evaluation.compiler import Judged, Program, RunningProgram, compile_program
from govmedia_rules.evaluation.contents import MOST_KEPT, Content
from govmedia_rules.evaluation.fusing import Group
from govmedia_rules.evaluation.index import PortfolioIndex
from govmedia_rules.evaluation.plans import (
    Decision,
    InterpretedTruths,
    RulePlan,
    in_force_at,
)
from govmedia_rules.evaluation.rows import shown_ids
from govmedia_rules.evaluation.slots import readings_of
from govmedia_rules.evaluation.subjects import subject_of
from govmedia_rules.findings import Finding, Outcome, Report, SubjectRef
from govmedia_rules.models import Subject
from govmedia_rules.rules import RuleSet

__all__ = ["Run"]


@lru_cache(maxsize=64)
def _plans_of(ruleset: RuleSet) -> tuple[RulePlan, ...]:
    return tuple(RulePlan.of(rule) for rule in ruleset)


@lru_cache(maxsize=64)
def _program_of(ruleset: RuleSet, in_force: tuple[bool, ...]) -> Program:
    return compile_program(
        [
            plan if binds and plan.rule.check is None else None
            for plan, binds in zip(_plans_of(ruleset), in_force, strict=True)
        ]
    )


@define(eq=False)
class Run:
    """
    One audit through a compiled program.

    Parameters:
        book: where findings and counts are entered.

        program: the program, as of the monitoring moment.

        functions: the positions of the rules that a function decides, and whether they
            are about units.

        positions: the position of each rule, by its id.

    Attributes:
        kept: what was written of demands that named no rows, by which tables were
            complete, by rule, by what was read.

        open_contents: the same of scopes that stayed unknown, by group and by what was read.

        last_open: the rows that were last found open, and the ids of the newest.
    """

    book: AuditBook
    program: RunningProgram
    functions: Sequence[tuple[int, bool]]
    positions: Mapping[str, int]
    kept: dict[tuple[bool, bool, bool], list[dict[tuple[Any, ...], Content]]] = field(
        factory=dict, init=False
    )
    open_contents: dict[tuple[object, ...], list[Content]] = field(factory=dict, init=False)
    last_open: tuple[list[Row], tuple[str, ...]] | None = field(default=None, init=False)

    @classmethod
    def of(cls, ruleset: RuleSet, index: PortfolioIndex, limit: int, *, strict: bool) -> Run:
        """Return the run of *ruleset* over what *index* holds; compiled once for each rule set."""
        plans = _plans_of(ruleset)
        in_force = in_force_at(plans, index.as_of)
        program = _program_of(ruleset, in_force).at(index.as_of, index.register)
        book = AuditBook(ruleset, index, plans, program.rows, limit, strict, program.states)
        functions = [
            (position, plan.rule.subject is Subject.UNIT)
            for position, plan in enumerate(plans)
            if plan.rule.check is not None and in_force[position]
        ]
        positions = {plan.rule.id: position for position, plan in enumerate(plans)}
        return cls(book, program, functions, positions)

    def over_portfolio(self, progress: Callable[[int], None] | None) -> Report:
        """Judge every account and unit, in order of their ids, and return the report."""
        book, index, program = self.book, self.book.index, self.program
        tells_all = bool(self.functions)
        accounts = sorted(index.accounts, key=attrgetter("id"))
        vetoed: list[int] = []
        with_peers = any(plan.may_ask_peers for plan in book.plans)
        situations = _followed(index.of_accounts(accounts, with_peers=with_peers), progress)
        for judged in program.judge_accounts(situations, vetoed, tells_all):
            vetoed[-1] += self._settle(judged, units=False)
        for account, vetoes in zip(accounts, vetoed, strict=True):
            book.mark(account.id, is_inspected=vetoes > 0)
        if any(plan.rule.subject is Subject.UNIT for plan in book.plans):
            units = sorted(index.units.values(), key=attrgetter("id"))
            for judged in program.judge_units(map(index.of_unit, units), [], tells_all):
                self._settle(judged, units=True)
        self._close()
        book.read("accounts", len(accounts))
        book.read("units", len(index.units))
        for table, count in program.rows_read.items():
            book.read(table, count)
        if progress is not None:
            progress(len(accounts))
        return book.close()

    def _settle(self, judged: Judged, *, units: bool) -> int:
        """
        Decide what did not certainly pass, and enter it.

        Returns by how much the number of vetoes judged has to be corrected.
        """
        situation, hits, open_groups, _, _ = judged
        book, plans, writers = self.book, self.book.plans, self.book.writers
        correction = 0
        found: list[Finding] = []
        subject = subject_of(Subject.UNIT if units else Subject.ACCOUNT, situation)
        kept = self._kept_for(situation)
        for position, read in hits:
            if plans[position].table is not None:
                correction -= self._settle_rows(position, read, judged, subject, found)
                continue
            content = kept[position].get(read)
            if content is None:
                content = self._content(position, read, situation, kept[position])
            if content.outcome is _NOT_APPLICABLE:
                book.not_applicable[position] += 1
                correction -= book.is_veto(position)
            else:
                found.append(writers[position].about(subject, content))
        for number in open_groups:
            group = self.program.program.groups[number]
            correction += self._settle_open(group, situation, subject, found)
        for position, of_units in self.functions:
            if of_units == units:
                outcomes, findings = book.judge_whole(position, situation)
                correction += book.is_veto(position) and bool(outcomes - _OUT_OF_SCOPE)
                found.extend(findings)
        if open_groups or self.functions:
            # Only hits come in the order of the rules.
            found.sort(key=self._position_of)
        book.add(found)
        return correction

    def _position_of(self, finding: Finding) -> int:
        return self.positions[finding.rule_id]

    def _kept_for(self, situation: Situation) -> list[dict[tuple[Any, ...], Content]]:
        """Return what was written before, by rule, where the same tables were complete."""
        complete = _complete(situation)
        kept = self.kept.get(complete)
        if kept is None:
            kept = self.kept[complete] = [{} for _ in self.book.plans]
        return kept

    def _content(
        self,
        position: int,
        slots: tuple[Any, ...],
        situation: Situation,
        kept: dict[tuple[Any, ...], Content],
    ) -> Content:
        """
        Return what to say about a subject in scope that did not certainly pass.

        What rests on the demand alone and names no rows is the same wherever the same was
        read, and is written once.
        """
        book = self.book
        plan = book.plans[position]
        truths = self.program.truths(position, plan, situation, slots)
        decision = book.decided(position, truths, is_in_scope=True)
        is_exception_idle = decision.deciding == ("demand",)
        key = slots
        if plan.rule.unless is not None and is_exception_idle:
            # Two subjects that differ in what the idle exception read get the same finding.
            key = (_DEMAND_ALONE, *slots[: plan.demand_slots])
            content = kept.get(key)
            if content is not None:
                return content
        readings = readings_of(plan, slots, situation)
        content = book.writers[position].content(situation, readings, truths, decision)
        if content.is_general and is_exception_idle and len(kept) < MOST_KEPT:
            kept[key] = content
        return content

    def _settle_rows(
        self,
        position: int,
        rows: tuple[list[Row], list[Row], Sequence[Row]],
        judged: Judged,
        subject: SubjectRef,
        found: list[Finding],
    ) -> bool:
        """Enter the findings of a rule about rows; tell whether it is a veto that bound none."""
        book, situation = self.book, judged.situation
        plan = book.plans[position]
        failed, rest, unsure = rows
        table = cast("Table", plan.table)
        is_complete = has_all(situation, table)
        if not failed and not rest and not unsure and is_complete:
            return False
        if unsure:
            # What is missing is told in the order of the rows.
            open_ids = {id(row) for row in (*rest, *unsure)}
            known: Iterable[Row] = getattr(situation, table.value)
            rest = [row for row in known if id(row) in open_ids]
        if plan.asks_row_by_row:
            outcomes = self._settle_one_by_one(position, rest, situation, subject, found)
            if table is Table.POSTS:
                existing = len(situation.posts) - judged.posts_gone
            else:
                existing = len(situation.messages) - judged.messages_gone
            is_bound = existing > len(rest) or bool(outcomes - _OUT_OF_SCOPE)
            return book.is_veto(position) and not is_bound
        writer = book.writers[position]
        if failed:
            kept = self._kept_for(situation)[position]
            operands = plan.operands[: plan.demanded]
            for row in sorted(failed, key=attrgetter("id")):
                inside = situation.looking_at(table, row)
                slots = tuple([read_expression(operand, inside) for operand in operands])
                content = kept.get(slots) or self._content(position, slots, inside, kept)
                found.append(writer.about(subject_of(plan.rule.subject, inside), content))
        # A scope may be one that no row can meet.
        unseen = not is_complete and (plan.row_scope is None or book.binds_unseen(plan, situation))
        if rest or unseen:
            folded = writer.folded(
                table,
                situation,
                rest,
                is_complete=not unseen,
                open_part=None if unsure else "demand",
                subject=subject,
                ids=self._ids_of(table, rest),
            )
            found.append(folded)
        if unseen or is_complete or plan.row_scope is None:
            return False
        there = (situation.looking_at(table, row) for row in book.existing(situation, table))
        is_bound = any(truth_in(plan.row_scope, inside) is not False for inside in there)
        return book.is_veto(position) and not is_bound

    def _ids_of(self, table: Table, rows: list[Row]) -> tuple[str, ...]:
        """Return the ids of the newest of *rows*; rules mostly leave the same posts open in turn."""
        if self.last_open is None or self.last_open[0] != rows:
            self.last_open = (rows, shown_ids(table, rows, self.book.limit))
        return self.last_open[1]

    def _settle_one_by_one(
        self,
        position: int,
        rows: Sequence[Row],
        situation: Situation,
        subject: SubjectRef,
        found: list[Finding],
    ) -> set[Outcome]:
        """Decide rows by a rule whose exception may lift it for some; return what they came to."""
        book = self.book
        plan, writer = book.plans[position], book.writers[position]
        table = cast("Table", plan.table)
        outcomes: set[Outcome] = set()
        undetermined: list[Row] = []
        failed: list[Finding] = []
        states = self.program.states(plan, situation, rows)
        for row, (truths, readings) in zip(rows, states, strict=True):
            decision = book.decided(position, truths, is_in_scope=False)
            outcomes.add(decision.outcome)
            if decision.outcome is Outcome.NOT_APPLICABLE:
                book.not_applicable[position] += 1
            elif decision.outcome is Outcome.UNDETERMINED:
                undetermined.append(row)
            elif decision.outcome is Outcome.FAIL:
                inside = situation.looking_at(table, row)
                failed.append(writer.finding(inside, readings, truths, decision))
        found.extend(sorted(failed, key=lambda finding: finding.subject.id))
        unseen = not has_all(situation, table) and book.binds_unseen(plan, situation)
        if undetermined or unseen:
            outcomes.add(Outcome.UNDETERMINED)
            found.append(
                writer.folded(
                    table, situation, undetermined, is_complete=not unseen, subject=subject
                )
            )
        return outcomes

    def _settle_open(
        self,
        group: Group,
        situation: Situation,
        subject: SubjectRef,
        found: list[Finding],
    ) -> int:
        """
        Enter the findings of a group whose scope is unknown for the account or unit.

        Returns how many vetoes were judged.
        """
        book = self.book
        table = group.table
        if table is None:
            contents = self._contents_of_open(group, situation)
            for (position, _), content in zip(group.plans, contents, strict=True):
                found.append(book.writers[position].about(subject, content))
            return group.vetoes
        rows = book.existing(situation, table)
        is_complete = has_all(situation, table)
        judged = 0
        ids = shown_ids(table, rows, book.limit)
        for position, plan in group.plans:
            unseen = not is_complete and book.binds_unseen(plan, situation)
            if rows or unseen:
                folded = book.writers[position].folded(
                    table,
                    situation,
                    rows,
                    is_complete=not unseen,
                    open_part="scope",
                    subject=subject,
                    ids=ids,
                )
                found.append(folded)
                judged += book.is_veto(position)
        return judged

    def _contents_of_open(self, group: Group, situation: Situation) -> list[Content]:
        """Return what each rule of a group says of a scope that is unknown for its subject."""
        first = group.plans[0][1]
        read = [read_expression(operand, situation) for operand in first.scope_operands]
        complete = _complete(situation)
        key = (group.number, complete, *[(type(reading), reading) for reading in read])
        contents = self.open_contents.get(key)
        if contents is None:
            contents = []
            for position, plan in group.plans:
                truths = InterpretedTruths.of(plan, situation)
                writer = self.book.writers[position]
                contents.append(writer.content(situation, truths.readings, truths, _OPEN_SCOPE))
            is_general = all(content.is_general for content in contents)
            if is_general and len(self.open_contents) < MOST_KEPT:
                self.open_contents[key] = contents
        return contents

    def _close(self) -> None:
        """Count the subjects of groups whose scope does not hold as not applicable."""
        for number, count in enumerate(self.program.out_of_scope):
            for position, _ in self.program.program.groups[number].plans:
                self.book.not_applicable[position] += count


def _complete(situation: Situation) -> tuple[bool, bool, bool]:
    """Return which tables are complete, on which it depends what facts a number lacks."""
    return (situation.has_all_posts, situation.has_all_messages, situation.has_all_accounts)


def _followed(
    situations: Iterator[Situation], progress: Callable[[int], None] | None
) -> Iterator[Situation]:
    """Hand *situations* on, and tell now and then how many of them have been judged."""
    return situations if progress is None else _counted(situations, progress)


def _counted(
    situations: Iterator[Situation], progress: Callable[[int], None]
) -> Iterator[Situation]:
    for done, situation in enumerate(situations, start=1):
        yield situation
        # Whoever asks for the next one has judged this one.
        if done % 512 == 0:
            progress(done)


_OPEN_SCOPE = Decision(Outcome.UNDETERMINED, ("scope",))
_DEMAND_ALONE = object()
_NOT_APPLICABLE = Outcome.NOT_APPLICABLE
_OUT_OF_SCOPE = frozenset({_NOT_APPLICABLE})
