"""
Deadlines: when a rule that does not fail now will fail if nothing changes.

Time enters a condition only through the moments of rows and the windows that look
back from as_of. So a condition can change only at one of those moments, or at one of
them plus the length of a window. The search asks the rule at these instants alone,
in order, and is therefore exact.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import cast

from pendulum import DateTime

from govmedia_rules.conditions.expressions import Aggregate, Field, Rows
from govmedia_rules.conditions.fields import AskedQuestion, FieldSpec, Kind, Table
from govmedia_rules.conditions.interpreter import Row, Situation, exists, read_rows
from govmedia_rules.conditions.nodes import Node
from govmedia_rules.conditions.predicates import Comparison, Operator, Within
from govmedia_rules.evaluation.index import PortfolioIndex
from govmedia_rules.evaluation.plans import (
    InterpretedTruths,
    RulePlan,
    decide,
)
from govmedia_rules.evaluation.subjects import subject_of
from govmedia_rules.findings import Deadline, Outcome
from govmedia_rules.models import Account, Portfolio, Post, Subject, Unit
from govmedia_rules.moments import LATEST_YEAR, day_of, midnight, moment, shifted
from govmedia_rules.rules import RuleSet

__all__ = ["deadlines"]


def deadlines(
    portfolio: Portfolio,
    ruleset: RuleSet,
    *,
    as_of: str | datetime,
    until: str | datetime | None = None,
) -> tuple[Deadline, ...]:
    """
    Return when rules that do not fail now will fail if nothing changes, soonest first.

    An audit of the same portfolio fails at that instant and not at any before it. Rules
    whose demand is a mean, a share or an extreme have no deadline, because such numbers
    drift as rows leave the window; neither have rules that a function decides, nor demands
    in working days, for which :func:`govmedia_rules.moments.due_on` gives the last day.

    Parameters:
        portfolio: the facts.

        ruleset: the rules.

        as_of: the present moment, with its offset from UTC.

        until: leave out what fails after this moment.

    Raises:
        MomentError: when a moment is naive or unreadable.
    """
    at = moment(as_of)
    end = None if until is None else moment(until)
    # Accounts opened later count among a unit's accounts once they exist.
    index = PortfolioIndex.of(portfolio, moment(f"{LATEST_YEAR}-12-31T00:00:00+08:00"))
    plans = [plan for plan in map(RulePlan.of, ruleset) if _has_deadline(plan)]
    found = [
        deadline
        for plan in plans
        for situation in _subjects(index, plan.rule.subject, at)
        if (deadline := _deadline(plan, situation, at)) is not None
        and (end is None or deadline.fails_at <= end)
    ]
    order = {rule.id: position for position, rule in enumerate(ruleset)}
    found.sort(
        key=lambda deadline: (deadline.fails_at, deadline.subject.id, order[deadline.rule_id])
    )
    return tuple(found)


def _has_deadline(plan: RulePlan) -> bool:
    return plan.demand is not None and not any(
        isinstance(node, Aggregate) and not node.function.is_count for node in plan.demand.walk()
    )


def _subjects(index: PortfolioIndex, subject: Subject, at: DateTime) -> Iterator[Situation]:
    if subject is Subject.UNIT:
        for unit in index.units.values():
            yield index.of_unit(unit)
        return
    for account in index.accounts:
        if account.opened_at is not None and account.opened_at > at:
            continue
        situation = index.of_account(account)
        match subject:
            case Subject.POST:
                for post in situation.posts:
                    if exists(Table.POSTS, post, at):
                        yield situation.looking_at(Table.POSTS, post)
            case Subject.MESSAGE:
                for message in situation.messages:
                    if exists(Table.MESSAGES, message, at):
                        yield situation.looking_at(Table.MESSAGES, message)
            case _:
                yield situation


def _deadline(plan: RulePlan, situation: Situation, at: DateTime) -> Deadline | None:
    if _outcome(plan, situation, at) is Outcome.FAIL:
        return None
    earliest = _earliest_shortfall(plan, situation, at)
    for instant in _instants(plan, situation, at):
        if (earliest is None or instant >= earliest) and _outcome(
            plan, situation, instant
        ) is Outcome.FAIL:
            return Deadline(
                rule_id=plan.rule.id,
                title=plan.rule.title,
                severity=plan.rule.severity,
                subject=subject_of(plan.rule.subject, situation),
                fails_at=instant,
            )
    return None


def _outcome(plan: RulePlan, situation: Situation, at: DateTime) -> Outcome:
    rule, then = plan.rule, situation._replace(as_of=at)
    if not rule.is_in_force_on(day_of(at)) or not _subject_exists(then):
        return Outcome.NOT_APPLICABLE
    return decide(plan, InterpretedTruths.of(plan, then)).outcome


def _subject_exists(situation: Situation) -> bool:
    return situation.post is None or exists(Table.POSTS, situation.post, situation.as_of)


def _earliest_shortfall(plan: RulePlan, situation: Situation, at: DateTime) -> DateTime | None:
    """
    Return the closed form for the commonest demand, at least *k* rows in a window.

    While nothing is added, the demand holds until the k-th last of the rows is gone: out of
    the window, or deleted. No instant before that has to be asked. None where the demand is
    another one.
    """
    demand = plan.rule.requires
    if not isinstance(demand, Comparison) or demand.operator not in {Operator.GE, Operator.GT}:
        return None
    count, wanted = demand.left, demand.right.plain
    if not isinstance(count, Aggregate) or not isinstance(wanted, (int, float)):
        return None
    rows = count.rows
    if rows.days is None or not isinstance(rows.days.plain, int) or _mentions_time(rows.condition):
        return None
    certain = read_rows(
        Rows(rows.table, None, rows.condition), situation._replace(as_of=at)
    ).certain
    days = rows.days.plain
    leaving = sorted(
        _gone_at(row, shifted(since, days), at)
        for row in certain
        if (since := _moment_of(rows.table, row)) is not None
    )
    needed = int(wanted) + 1 if demand.operator is Operator.GT else -int(-wanted // 1)
    if not 1 <= needed <= len(leaving):
        return None
    return leaving[-needed]


def _gone_at(row: Row, outdated_at: DateTime, at: DateTime) -> DateTime:
    """Return when a row that counts at the moment *at* no longer does."""
    deleted_at = row.deleted_at if isinstance(row, Post) else None
    if deleted_at is None or deleted_at <= at:
        return outdated_at
    return min(deleted_at, outdated_at)


def _mentions_time(node: Node | None) -> bool:
    return node is not None and any(
        isinstance(inner, Within)
        or (isinstance(inner, Field) and (inner.kind is Kind.MOMENT or inner.spec.is_as_of))
        for inner in node.walk()
    )


def _instants(plan: RulePlan, situation: Situation, at: DateTime) -> list[DateTime]:
    """Return, in order, the instants after *at* at which the rule's outcome can change."""
    found: set[DateTime] = set()
    for cite in plan.rule.cites:
        found.update(midnight(day) for day in (cite.in_force_on, cite.repealed_on) if day)
    for condition in plan.rule.conditions:
        for node in condition.walk():
            if isinstance(node, Rows):
                found.update(_row_instants(node, situation))
            elif isinstance(node, Field):
                found.update(_moments(node.spec, situation))
            elif isinstance(node, Within) and isinstance(node.days.plain, int):
                spec = node.moment.field_spec
                base = [] if spec is None else _moments(spec, situation)
                found.update(shifted(instant, node.days.plain) for instant in base)
    return sorted(instant for instant in found if instant > at)


def _row_instants(rows: Rows, situation: Situation) -> Iterator[DateTime]:
    table = rows.table
    days = rows.days.plain if rows.days is not None else None
    inner = [] if rows.condition is None else list(rows.condition.walk())
    for row in getattr(situation, table.value):
        published = _moment_of(table, row)
        if published is not None:
            yield published
            if isinstance(days, int):
                yield shifted(published, days)
        if isinstance(row, Post) and row.deleted_at is not None:
            yield row.deleted_at
        inside = situation.looking_at(table, row)
        for node in inner:
            if isinstance(node, Field):
                yield from _moments(node.spec, inside)
            elif isinstance(node, Within) and isinstance(node.days.plain, int):
                spec = node.moment.field_spec
                for instant in [] if spec is None else _moments(spec, inside):
                    yield shifted(instant, node.days.plain)


def _moment_of(table: Table, row: Row) -> DateTime | None:
    value: DateTime | None = getattr(row, table.moment)
    return value


def _moments(spec: FieldSpec, situation: Situation) -> list[DateTime]:
    """Return the moments at which what a field reads may change: its own, or those it turns at."""
    if spec.question is not None:
        return _moments_of_answers(spec.question, spec.root, situation)
    is_recorded = spec.kind is Kind.MOMENT and spec.as_of_method is None
    paths = (spec.path,) if is_recorded else spec.turns_at
    owner: object = getattr(situation, spec.root)
    return [instant for path in paths for instant in _recorded(owner, path)]


def _recorded(value: object, path: tuple[str, ...]) -> Iterator[DateTime]:
    """Yield the moments on record where *path* leads to; days begin at midnight."""
    if isinstance(value, tuple):
        for member in cast("tuple[object, ...]", value):
            yield from _recorded(member, path)
    elif value is not None and path:
        yield from _recorded(getattr(value, path[0]), path[1:])
    elif isinstance(value, DateTime):
        yield value
    elif isinstance(value, date):
        yield midnight(value)


def _moments_of_answers(asked: AskedQuestion, root: str, situation: Situation) -> list[DateTime]:
    subject: Account | Unit | None = getattr(situation, root)
    if subject is None:
        return []
    given = [each.answered_at for each in situation.register.answers_to(asked, root, subject.id)]
    return [*given, *(shifted(at, asked.days) for at in given)]
