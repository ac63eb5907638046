"""Explanations: what every rule comes to for one account, passes and exceptions included."""

from __future__ import annotations

from datetime import datetime

from govmedia_rules.errors import UnknownNameError
from govmedia_rules.evaluation.book import AuditBook
from govmedia_rules.evaluation.index import PortfolioIndex
from govmedia_rules.evaluation.plans import RulePlan
from govmedia_rules.evaluation.rows import interpreted_rows
from govmedia_rules.findings import Finding
from govmedia_rules.models import Portfolio, Subject
from govmedia_rules.moments import Calendar, moment
from govmedia_rules.rules import RuleSet

__all__ = ["explain"]


def explain(
    portfolio: Portfolio,
    ruleset: RuleSet,
    account_id: str,
    *,
    as_of: str | datetime,
    evidence_limit: int = 10,
    calendar: Calendar | None = None,
) -> tuple[Finding, ...]:
    """
    Return what every rule in force comes to for one account, with its evidence.

    Unlike a report it also says why a rule passed and why it does not apply: which
    part of its scope does not hold, or which exception lifts it. Rules about posts and
    messages give one entry for each of the account's posts and messages.

    Parameters:
        portfolio: the facts.

        ruleset: the rules.

        account_id: the account.

        as_of: the monitoring moment, with its offset from UTC.

        evidence_limit: how many ids a piece of evidence lists at most.

        calendar: which days are worked, as for :func:`govmedia_rules.audit`.

    Raises:
        UnknownNameError: when no such account exists at *as_of*.
    """
    index = PortfolioIndex.of(portfolio, moment(as_of), calendar)
    account = next((found for found in index.accounts if found.id == account_id), None)
    if account is None:
        raise UnknownNameError(
            "account", account_id, (known.id for known in index.accounts), where="at that moment"
        )
    plans = [RulePlan.of(rule) for rule in ruleset]
    book = AuditBook(ruleset, index, plans, interpreted_rows, evidence_limit)
    situation = index.of_account(account)
    explained: list[Finding] = []
    for position, plan in enumerate(plans):
        if not book.in_force[position] or plan.rule.subject is Subject.UNIT:
            continue
        table = plan.table
        if table is None:
            explained.append(book.explained(position, situation))
            continue
        rows = sorted(book.existing(situation, table), key=lambda row: row.id)
        explained.extend(book.explained(position, situation.looking_at(table, row)) for row in rows)
    return tuple(explained)
