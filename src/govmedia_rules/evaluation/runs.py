"""One audit through a compiled program: what did not certainly pass is decided and written down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any, cast

from attrs import define, field

from govmedia_rules.conditions.fields import Table
from govmedia_rules.conditions.interpreter import Row, Situation, read_expression
from govmedia_rules.evaluation.book import AuditBook
from govmedia_rules.evaluation.compiler import Judged, Program, RunningProgram, compile_program
from govmedia_rules.evaluation.fusing import Group, asks_row_by_row
from govmedia_rules.evaluation.index import PortfolioIndex
from govmedia_rules.evaluation.plans import (
    Decision,
    InterpretedReadings,
    InterpretedTruths,
    RulePlan,
)
from govmedia_rules.evaluation.slots import readings_of
from govmedia_rules.evaluation.subjects import subject_of
from govmedia_rules.evaluation.writing import Content
from govmedia_rules.findings import Finding, Outcome, Report, SubjectRef
from govmedia_rules.models import Subject
from govmedia_rules.moments import day_of
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
    """One audit through a compiled program."""

    book: AuditBook
    program: RunningProgram
    functions: Sequence[tuple[int, bool]]
    contents: list[dict[tuple[object, ...], Content]]
    open_contents: dict[tuple[object, ...], list[Content]] = field(factory=dict, init=False)

    @classmethod
    def of(cls, ruleset: RuleSet, index: PortfolioIndex, limit: int, *, strict: bool) -> Run:
        """Return the run of *ruleset* over what *index* holds; compiled once for each rule set."""
        plans = _plans_of(ruleset)
        on = day_of(index.as_of)
        in_force = tuple(rule.is_in_force_on(on) for rule in ruleset)
        program = _program_of(ruleset, in_force).at(index.as_of)
        book = AuditBook(ruleset, index, plans, program.rows, limit, strict)
        functions = [
            (position, plan.rule.subject is Subject.UNIT)
            for position, plan in enumerate(plans)
            if plan.rule.check is not None and in_force[position]
        ]
        return cls(book, program, functions, [{} for _ in plans])

    def over_portfolio(self, progress: Callable[[int], None] | None) -> Report:
        """Judge every account and unit, in order of their ids, and return the report."""
        book, index = self.book, self.book.index
        posts = messages = done = 0
        for account in sorted(index.accounts, key=attrgetter("id")):
            situation = index.of_account(account)
            judged = self.program.judge_account(situation)
            posts += len(situation.posts) - judged.posts_gone
            messages += len(situation.messages) - judged.messages_gone
            vetoes = judged.vetoes
            if judged.hits or judged.row_hits or judged.open_groups or self.functions:
                vetoes += self._settle(judged, situation, units=False)
            book.mark(account.id, is_inspected=vetoes > 0)
            done += 1
            if progress is not None and done % 512 == 0:
                progress(done)
        for unit in sorted(index.units.values(), key=attrgetter("id")):
            situation = index.of_unit(unit)
            judged = self.program.judge_unit(situation)
            if judged.hits or judged.open_groups or self.functions:
                self._settle(judged, situation, units=True)
        self._close()
        book.read("accounts", done)
        book.read("units", len(index.units))
        book.read("posts", posts)
        book.read("messages", messages)
        if progress is not None:
            progress(done)
        return book.close()

    def _settle(self, judged: Judged, situation: Situation, *, units: bool) -> int:
        """
        Decide what did not certainly pass, and enter it.

        Returns by how much the number of vetoes judged has to be corrected.
        """
        book = self.book
        correction = 0
        found: list[tuple[int, Finding]] = []
        subject = subject_of(Subject.UNIT if units else Subject.ACCOUNT, situation)
        complete = (
            situation.has_all_posts,
            situation.has_all_messages,
            situation.has_all_accounts,
        )
        for position, slots in judged.hits:
            content = self._content_of_hit(position, slots, situation, complete)
            book.tallies[position].add(content.outcome)
            if content.outcome is Outcome.NOT_APPLICABLE:
                correction -= book.is_veto(position)
            else:
                found.append((position, book.writers[position].about(subject, content)))
        for position, failed, rest in judged.row_hits:
            table = book.table_of(position)
            if failed or rest or not has_all(situation, table):
                applied, findings = self._settle_rows(
                    position, failed, rest, judged, situation, subject
                )
                correction -= book.is_veto(position) and not applied
                found.extend((position, finding) for finding in findings)
        for number in judged.open_groups:
            group = self.program.program.groups[number]
            correction += self._settle_open(group, situation, subject, found)
        for position, of_units in self.functions:
            if of_units == units:
                outcomes, findings = book.judge_whole(position, situation)
                correction += book.is_veto(position) and bool(outcomes - _OUT_OF_SCOPE)
                found.extend((position, finding) for finding in findings)
        found.sort(key=itemgetter(0))
        book.add([finding for _, finding in found])
        return correction

    def _content_of_hit(
        self,
        position: int,
        slots: tuple[Any, ...],
        situation: Situation,
        complete: tuple[bool, bool, bool],
    ) -> Content:
        """
        Return what to say about a subject in scope that did not certainly pass.

        What rests on the demand alone and names no rows is the same wherever the same was
        read, and is written once.
        """
        book = self.book
        plan, kept = book.plans[position], self.contents[position]
        decision = truths = None
        if plan.rule.unless is not None:
            truths = self.program.truths(position, plan, situation, slots)
            decision = book.decided(position, truths)
        key = None
        if decision is None or decision.deciding == ("demand",):
            key = (complete, slots[: plan.demand_slots])
            content = kept.get(key)
            if content is not None:
                return content
        if decision is None or truths is None:
            truths = self.program.truths(position, plan, situation, slots)
            decision = book.decided(position, truths)
        readings = readings_of(plan, slots, situation)
        content = book.writers[position].content(situation, readings, truths, decision)
        if key is not None and content.is_general and len(kept) < _MOST_KEPT:
            kept[key] = content
        return content

    def _settle_rows(  # noqa: PLR0917 -- private, called once
        self,
        position: int,
        failed: list[Row],
        rest: list[Row],
        judged: Judged,
        situation: Situation,
        subject: SubjectRef,
    ) -> tuple[bool, list[Finding]]:
        """Return whether the rule bound any row, and its findings on the account's rows."""
        book = self.book
        plan, tally, writer = book.plans[position], book.tallies[position], book.writers[position]
        table = cast("Table", book.table_of(position))
        if asks_row_by_row(plan):
            outcomes, findings = book.judge_rows(position, situation, rest)
            gone = judged.posts_gone if table is Table.POSTS else judged.messages_gone
            passed = len(getattr(situation, table.value)) - gone - len(rest)
            return passed > 0 or bool(outcomes - _OUT_OF_SCOPE), findings
        findings = []
        complete = (True, True, True)  # a rule about rows counts none
        for row in sorted(failed, key=attrgetter("id")):
            inside = situation.looking_at(table, row)
            slots = tuple(
                [read_expression(operand, inside) for operand in plan.operands[: plan.demanded]]
            )
            content = self._content_of_hit(position, slots, inside, complete)
            findings.append(writer.about(subject_of(plan.rule.subject, inside), content))
        tally.add(Outcome.FAIL, len(failed))
        tally.add(Outcome.UNDETERMINED, len(rest))
        is_complete = has_all(situation, table)
        if rest or not is_complete:
            folded = writer.folded(
                table,
                situation,
                rest,
                is_complete=is_complete,
                open_part="demand",
                subject=subject,
            )
            findings.append(folded)
        return True, findings

    def _settle_open(
        self,
        group: Group,
        situation: Situation,
        subject: SubjectRef,
        found: list[tuple[int, Finding]],
    ) -> int:
        """
        Enter the findings of a group whose scope is unknown for the account or unit.

        Returns how many vetoes were judged.
        """
        book = self.book
        table = book.table_of(group.plans[0][0])
        if table is None:
            for (position, _), content in zip(
                group.plans, self._contents_of_open(group, situation), strict=True
            ):
                book.tallies[position].add(Outcome.UNDETERMINED)
                found.append((position, book.writers[position].about(subject, content)))
            return group.vetoes
        rows = book.existing(situation, table)
        is_complete = has_all(situation, table)
        judged = 0
        for position, plan in group.plans:
            book.tallies[position].add(Outcome.UNDETERMINED, len(rows))
            unseen = not is_complete and book.binds_unseen(plan, situation)
            if rows or unseen:
                folded = book.writers[position].folded(
                    table,
                    situation,
                    rows,
                    is_complete=not unseen,
                    open_part="scope",
                    subject=subject,
                )
                found.append((position, folded))
                judged += book.is_veto(position)
        return judged

    def _contents_of_open(self, group: Group, situation: Situation) -> list[Content]:
        """Return what each rule of a group says of a scope that is unknown for its subject."""
        first = group.plans[0][1]
        readings = InterpretedReadings(first, situation)
        slots = sorted({first.slots[id(node)] for node in first.scope_operands})
        key = (
            group.number,
            *[(type(value), value) for slot in slots for value in (readings[slot],)],
        )
        contents = self.open_contents.get(key)
        if contents is None:
            contents = []
            for position, plan in group.plans:
                readings = InterpretedReadings(plan, situation)
                truths = InterpretedTruths(plan, readings, self.book.as_of)
                writer = self.book.writers[position]
                contents.append(writer.content(situation, readings, truths, _OPEN_SCOPE))
            is_general = all(content.is_general for content in contents)
            if is_general and len(self.open_contents) < _MOST_KEPT:
                self.open_contents[key] = contents
        return contents

    def _close(self) -> None:
        """Count the subjects of groups whose scope does not hold as not applicable."""
        for number, count in enumerate(self.program.out_of_scope):
            for position, _ in self.program.program.groups[number].plans:
                self.book.tallies[position].add(Outcome.NOT_APPLICABLE, count)


_OPEN_SCOPE = Decision(Outcome.UNDETERMINED, ("scope",))
_OUT_OF_SCOPE = frozenset({Outcome.NOT_APPLICABLE})
# Enough for the values that recur, and no more than a nation's audit can spare.
_MOST_KEPT = 4_096


def has_all(situation: Situation, table: Table | None) -> bool:
    """Return whether all rows of *table* are known in *situation*."""
    if table is Table.POSTS:
        return situation.has_all_posts
    if table is Table.MESSAGES:
        return situation.has_all_messages
    return situation.has_all_accounts
