"""Running a rule set: over a portfolio, or over one post before it goes out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from typing import TypeAlias

from attrs import evolve

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.evaluation.compiler import Program, compile_program
from govmedia_rules.evaluation.following import followed_up
from govmedia_rules.evaluation.index import PortfolioIndex
from govmedia_rules.evaluation.plans import RulePlan
from govmedia_rules.evaluation.runs import Run
from govmedia_rules.findings import Report
from govmedia_rules.findings.comparing import check_order
from govmedia_rules.models import Account, Portfolio, Post, Subject, Unit
from govmedia_rules.moments import Calendar, moment
from govmedia_rules.rules import RuleSet

__all__ = ["audit", "check_post", "compile_ruleset"]

Progress: TypeAlias = Callable[[int], None]
"""Called now and then with the number of accounts judged so far."""


def compile_ruleset(ruleset: RuleSet) -> Program:
    """
    Return the program that runs *ruleset* with all its rules in force.

    Audits compile by themselves and keep what they compiled; this is for those who
    want to look at the generated source, or to measure.
    """
    return compile_program(
        [None if rule.check is not None else RulePlan.of(rule) for rule in ruleset]
    )


def audit(
    portfolio: Portfolio,
    ruleset: RuleSet,
    *,
    as_of: str | datetime,
    evidence_limit: int = 10,
    strict: bool = False,
    earlier: Report | None = None,
    progress: Progress | None = None,
    calendar: Calendar | None = None,
) -> Report:
    """
    Judge a portfolio by a rule set as of a moment.

    Parameters:
        portfolio: what is audited.

        ruleset: the rules.

        as_of: the monitoring moment (监测时间点), with its offset from UTC. Posts,
            messages and accounts after it do not exist for the audit.

        evidence_limit: how many ids of posts, messages or accounts a piece of evidence
            lists at most; their total is always given.

        strict: raise what the function of a ``@check`` rule raises, instead of
            recording the outcome *error* and going on.

        earlier: a report to follow up: what its findings come to now goes into the new
            report, so that ``report.diff(earlier)`` knows what was put right.

        progress: called now and then with the number of accounts judged so far.

        calendar: which days are worked, for rules that count working days (工作日); such
            rules stay undetermined without one.

    Returns:
        The report, with findings for whatever did not pass.

    Raises:
        MomentError: when *as_of* is naive or unreadable.
        CalendarError: when a rule counts days that the calendar does not know.
        InvalidValueError: when *earlier* is of a later moment.
    """
    at = moment(as_of)
    if earlier is not None:
        check_order(earlier.as_of, at)
    index = PortfolioIndex.of(portfolio, at, calendar)
    report = Run.of(ruleset, index, evidence_limit, strict=strict).over_portfolio(progress)
    if earlier is None:
        return report
    follow_up = followed_up(report, earlier, ruleset, index, evidence_limit)
    return evolve(report, follow_up=follow_up)


def check_post(
    post: Post,
    account: Account,
    ruleset: RuleSet,
    *,
    as_of: str | datetime,
    unit: Unit | None = None,
    evidence_limit: int = 10,
    strict: bool = False,
) -> Report:
    """
    Judge one post by the post rules of a rule set, before or after it goes out.

    A post that is still to be published is judged as of its publication, if that lies
    after *as_of*; one without a moment is judged as if it went out at *as_of*. Rules
    about accounts and units are left out: one post says nothing about them.

    Parameters:
        post: the post.

        account: the account it is for.

        ruleset: the rules.

        as_of: the present moment, with its offset from UTC.

        unit: the sponsor of the account, where known.

        evidence_limit: as for :func:`audit`.

        strict: as for :func:`audit`.

    Returns:
        A report about this one post. It may go out when ``report.findings`` is empty;
        an *undetermined* finding says which check nobody has made yet.

    Raises:
        InvalidValueError: when the post belongs to another account, or the account to
            another unit.
        MomentError: when *as_of* is naive or unreadable.
    """
    if post.account_id != account.id:
        raise InvalidValueError(
            owner="Post",
            owner_id=post.id,
            field="account_id",
            value=post.account_id,
            expected=f"the id of the account it is checked for, {account.id!r}",
        )
    at = moment(as_of)
    out_at = at if post.published_at is None else post.published_at
    post, at = evolve(post, published_at=out_at), max(at, out_at)
    if unit is not None and account.unit_id not in {None, unit.id}:
        raise InvalidValueError(
            owner="Account",
            owner_id=account.id,
            field="unit_id",
            value=account.unit_id,
            expected=f"the id of the unit it is checked with, {unit.id!r}",
        )
    # The post is judged by itself: what else the account published is not asked.
    alone = evolve(
        account, has_all_posts=True, unit_id=account.unit_id if unit is None else unit.id
    )
    units = None if unit is None else (unit,)
    index = PortfolioIndex.of(Portfolio(accounts=(alone,), posts=(post,), units=units), at)
    # An account that opens later may prepare its first post today.
    index = evolve(index, accounts=(alone,))
    run = Run.of(_about_posts(ruleset), index, evidence_limit, strict=strict)
    return run.over_portfolio(None)


@lru_cache(maxsize=64)
def _about_posts(ruleset: RuleSet) -> RuleSet:
    return RuleSet(ruleset.id, (rule for rule in ruleset if rule.subject is Subject.POST))
