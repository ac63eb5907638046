"""One audit through a compiled program: what did not certainly pass is decided and written down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any, cast

from attrs import define, field

from govmedia_rules.conditions.fields import Table
from govmedia_rules.conditions.interpreter import Row, Situation, has_all, read_expression
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

    Attributes:
        kept: what was written of demands that named no rows, by which tables were
            complete, by rule, by what was read.

        open_contents: the same of scopes that stayed unknown, by group and by what was read.
    """

    book: AuditBook
    program: RunningProgram
    functions: Sequence[tuple[int, bool]]
    kept: dict[tuple[bool, bool, bool], list[dict[tuple[Any, ...], Content]]] = field(
        factory=dict, init=False
    )
    open_contents: dict[tuple[object, ...], list[Content]] = field(factory=dict, init=False)

    @classmethod
    def of(cls, ruleset: RuleSet, index: PortfolioIndex, limit: int, *, strict: bool) -> Run:
        """Return the run of *ruleset* over what *index* holds; compiled once for each rule set."""
        plans = _plans_of(ruleset)
        in_force = in_force_at(plans, index.as_of)
        program = _program_of(ruleset, in_force).at(index.as_of, index.register)
        book = AuditBook(ruleset, index, plans, program.rows, limit, strict)
        functions = [
            (position, plan.rule.subject is Subject.UNIT)
            for position, plan in enumerate(plans)
            if plan.rule.check is not None and in_force[position]
        ]
        return cls(book, program, functions)

    def over_portfolio(self, progress: Callable[[int], None] | None) -> Report:
        """Judge every account and unit, in order of their ids, and return the report."""
        book, index = self.book, self.book.index
        posts = messages = done = 0
        judge, has_functions = self.program.judge_account, bool(self.functions)
        accounts = sorted(index.accounts, key=attrgetter("id"))
        for account, situation in zip(accounts, index.of_accounts(accounts), strict=True):
            judged = judge(situation)
            hits, row_hits, open_groups, posts_gone, messages_gone, vetoes = judged
            posts += len(situation.posts) - posts_gone
            messages += len(situation.messages) - messages_gone
            if hits or row_hits or open_groups or has_functions:
                vetoes += self._settle(judged, situation, units=False)
            book.mark(account.id, is_inspected=vetoes > 0)
            done += 1
            if progress is not None and done % 512 == 0:
                progress(done)
        if any(plan.rule.subject is Subject.UNIT for plan in book.plans):
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
        book, writers = self.book, self.book.writers
        correction = 0
        found: list[tuple[int, Finding]] = []
        subject = subject_of(Subject.UNIT if units else Subject.ACCOUNT, situation)
        kept = self._kept_for(situation)
        for position, slots in judged.hits:
            content = kept[position].get(slots)
            if content is None:
                content = self._content(position, slots, situation, kept[position])
            if content.outcome is Outcome.NOT_APPLICABLE:
                book.not_applicable[position] += 1
                correction -= book.is_veto(position)
            else:
                found.append((position, writers[position].about(subject, content)))
        for position, failed, rest in judged.row_hits:
            plan = book.plans[position]
            if not failed and not rest and has_all(situation, cast("Table", plan.table)):
                continue
            if plan.asks_row_by_row:
                bound = self._settle_row_by_row(position, rest, judged, situation, found)
                correction -= book.is_veto(position) and not bound
            else:
                self._settle_rows(position, failed, rest, situation, subject, found)
        for number in judged.open_groups:
            group = self.program.program.groups[number]
            correction += self._settle_open(group, situation, subject, found)
        for position, of_units in self.functions:
            if of_units == units:
                outcomes, findings = book.judge_whole(position, situation)
                correction += book.is_veto(position) and bool(outcomes - _OUT_OF_SCOPE)
                found.extend((position, finding) for finding in findings)
        if len(found) > 1:
            found.sort(key=itemgetter(0))
        book.add([finding for _, finding in found])
        return correction

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
        decision = book.decided(position, truths)
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

    def _settle_row_by_row(
        self,
        position: int,
        rest: list[Row],
        judged: Judged,
        situation: Situation,
        found: list[tuple[int, Finding]],
    ) -> bool:
        """Enter the findings of a rule that asks each row whether it applies; tell if one was bound."""
        outcomes, findings = self.book.judge_rows(position, situation, rest)
        found.extend((position, finding) for finding in findings)
        if self.book.plans[position].table is Table.POSTS:
            existing = len(situation.posts) - judged.posts_gone
        else:
            existing = len(situation.messages) - judged.messages_gone
        return existing > len(rest) or bool(outcomes - _OUT_OF_SCOPE)

    def _settle_rows(
        self,
        position: int,
        failed: list[Row],
        rest: list[Row],
        situation: Situation,
        subject: SubjectRef,
        found: list[tuple[int, Finding]],
    ) -> None:
        """Enter the findings of a rule about rows that is known to bind them all."""
        plan, writer = self.book.plans[position], self.book.writers[position]
        table = cast("Table", plan.table)
        if failed:
            kept = self._kept_for(situation)[position]
            operands = plan.operands[: plan.demanded]
            for row in sorted(failed, key=attrgetter("id")):
                inside = situation.looking_at(table, row)
                slots = tuple([read_expression(operand, inside) for operand in operands])
                content = kept.get(slots) or self._content(position, slots, inside, kept)
                about = subject_of(plan.rule.subject, inside)
                found.append((position, writer.about(about, content)))
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
            found.append((position, folded))

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
        table = group.table
        if table is None:
            contents = self._contents_of_open(group, situation)
            for (position, _), content in zip(group.plans, contents, strict=True):
                found.append((position, book.writers[position].about(subject, content)))
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
                found.append((position, folded))
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


_OPEN_SCOPE = Decision(Outcome.UNDETERMINED, ("scope",))
_DEMAND_ALONE = object()
_OUT_OF_SCOPE = frozenset({Outcome.NOT_APPLICABLE})
