"""The audit as the interpreter runs it: slow, plain, and what every faster way is tested against."""

from __future__ import annotations

from datetime import datetime

from govmedia_rules.conditions.fields import Table
from govmedia_rules.conditions.interpreter import Situation
from govmedia_rules.evaluation.book import AuditBook
from govmedia_rules.evaluation.index import PortfolioIndex
from govmedia_rules.evaluation.plans import RulePlan
from govmedia_rules.evaluation.rows import interpreted_rows
from govmedia_rules.findings import Outcome, Report
from govmedia_rules.models import Portfolio, Subject
from govmedia_rules.moments import Calendar, moment
from govmedia_rules.rules import RuleSet

__all__ = ["interpret_audit"]


def interpret_audit(
    portfolio: Portfolio,
    ruleset: RuleSet,
    *,
    as_of: str | datetime,
    evidence_limit: int = 10,
    calendar: Calendar | None = None,
) -> Report:
    """
    Return the same report as :func:`govmedia_rules.audit`, through the interpreter alone.

    It asks every rule about every subject, one by one.
    """
    index = PortfolioIndex.of(portfolio, moment(as_of), calendar)
    plans = [RulePlan.of(rule) for rule in ruleset]
    book = AuditBook(ruleset, index, plans, interpreted_rows, evidence_limit)
    for account in sorted(index.accounts, key=lambda account: account.id):
        situation = index.of_account(account)
        book.read("accounts", 1)
        for table in (Table.POSTS, Table.MESSAGES):
            book.read(table.value, len(book.existing(situation, table)))
        outcomes = _judge_all(book, situation, units=False)
        book.mark(
            account.id,
            is_inspected=any(
                found - {Outcome.NOT_APPLICABLE}
                for position, found in outcomes.items()
                if book.is_veto(position)
            ),
        )
    for unit in sorted(index.units.values(), key=lambda unit: unit.id):
        book.read("units", 1)
        _judge_all(book, index.of_unit(unit), units=True)
    return book.close()


def _judge_all(book: AuditBook, situation: Situation, *, units: bool) -> dict[int, set[Outcome]]:
    """Ask every rule about units, or every other rule; return the outcomes by position."""
    outcomes: dict[int, set[Outcome]] = {}
    for position, plan in enumerate(book.plans):
        if book.in_force[position] and (plan.rule.subject is Subject.UNIT) == units:
            outcomes[position], found = book.judge_whole(position, situation)
            book.add(found)
    return outcomes
