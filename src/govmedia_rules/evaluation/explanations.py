"""Explanations: what every rule comes to for one account, passes and exceptions included."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from attrs import frozen

from govmedia_rules.conditions.interpreter import Situation
from govmedia_rules.errors import UnknownNameError
from govmedia_rules.evaluation.book import AuditBook
from govmedia_rules.evaluation.index import PortfolioIndex
from govmedia_rules.evaluation.plans import RulePlan
from govmedia_rules.evaluation.rows import interpreted_rows
from govmedia_rules.findings import Finding
from govmedia_rules.models import Portfolio, Subject
from govmedia_rules.moments import Calendar, moment
from govmedia_rules.rules import RuleSet

__all__ = ["explain", "explain_all"]


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
    explainer = _Explainer.of(ruleset, index, evidence_limit)
    return tuple(explainer.explained(index.of_account(account), of_unit=False))


def explain_all(
    portfolio: Portfolio,
    ruleset: RuleSet,
    *,
    as_of: str | datetime,
    evidence_limit: int = 10,
) -> Iterator[Finding]:
    """
    Yield what every rule in force comes to for every account and unit, one after the other.

    A report tells passes and what does not apply by number only; this names them. It
    goes through the plain interpreter, which takes far longer than an audit.

    Parameters:
        portfolio: the facts.

        ruleset: the rules.

        as_of: the monitoring moment, with its offset from UTC.

        evidence_limit: how many ids a piece of evidence lists at most.

    Returns:
        An iterator over the accounts' findings, as :func:`explain` gives them, then the
        units', in the portfolio's order.
    """
    index = PortfolioIndex.of(portfolio, moment(as_of))
    explainer = _Explainer.of(ruleset, index, evidence_limit)
    for situation in index.of_accounts(index.accounts):
        yield from explainer.explained(situation, of_unit=False)
    for unit in index.units.values():
        yield from explainer.explained(index.of_unit(unit), of_unit=True)


@frozen
class _Explainer:
    """Tells what the rules of one set come to in one situation after the other."""

    plans: Sequence[RulePlan]
    book: AuditBook

    @classmethod
    def of(cls, ruleset: RuleSet, index: PortfolioIndex, evidence_limit: int) -> _Explainer:
        plans = [RulePlan.of(rule) for rule in ruleset]
        return cls(plans, AuditBook(ruleset, index, plans, interpreted_rows, evidence_limit))

    def explained(self, situation: Situation, *, of_unit: bool) -> Iterator[Finding]:
        """Yield what the rules about units, or those about everything else, come to."""
        book = self.book
        for position, plan in enumerate(self.plans):
            if not book.in_force[position] or (plan.rule.subject is Subject.UNIT) is not of_unit:
                continue
            table = plan.table
            if table is None:
                yield book.explained(position, situation)
                continue
            rows = sorted(book.existing(situation, table), key=lambda row: row.id)
            for row in rows:
                yield book.explained(position, situation.looking_at(table, row))
