"""Small portfolios for consolidation, around one moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from govmedia_rules.consolidation import Action, Ground, Proposal, propose
from govmedia_rules.models import Account, Portfolio, Post, Unit

AS_OF: Final = "2019-06-05T00:00:00+08:00"
_AT: Final = datetime.fromisoformat(AS_OF)


def ago(days: float, *, seconds: int = 0) -> datetime:
    """Return the moment so long before the monitoring moment."""
    return _AT - timedelta(days=days, seconds=-seconds)


def unit(unit_id: str = "u", **facts: Any) -> Unit:
    """Return a unit of which enough is known."""
    known = {"name": f"单位{unit_id}", "kind": "department", "status": "active", **facts}
    return Unit(id=unit_id, **known)


def account(account_id: str, **facts: Any) -> Account:
    """Return a running account of unit u of which enough is known."""
    known = {
        "platform": "wechat",
        "name": f"账号{account_id}",
        "unit_id": "u",
        "status": "active",
        "opened_at": ago(1_000),
        "followers": 5_000,
        "functions": frozenset({account_id}),
        "is_main": False,
        "has_all_posts": True,
        **facts,
    }
    return Account(id=account_id, **known)


def post(account_id: str, days: float = 1, **facts: Any) -> Post:
    """Return a post so many days old."""
    known = {"published_at": ago(days), "reads": 500, **facts}
    return Post(id=f"{account_id}/{days}", account_id=account_id, **known)


def portfolio(
    *accounts: Account, units: Any = (), posts: Any = None, fresh: bool = True, **rest: Any
) -> Portfolio:
    """
    Return a portfolio of *accounts* with unit u.

    Unless *posts* are given, every account published yesterday, if *fresh*.
    """
    if posts is None:
        posts = [post(each.id) for each in accounts] if fresh else []
    known = {each.id: each for each in (unit(), *units)}
    return Portfolio(accounts=accounts, units=known.values(), posts=posts, **rest)


def proposals(given: Portfolio, as_of: Any = AS_OF, **options: Any) -> dict[str, Proposal]:
    """Return the proposals by account, after checking what holds for all."""
    found = propose(given, as_of=as_of, **options)
    by_id = {proposal.account.id: proposal for proposal in found}
    assert len(by_id) == len(found)
    check_targets(by_id)
    return by_id


def check_targets(found: dict[str, Proposal]) -> None:
    """Check that what is proposed for merging goes into open accounts that are kept."""
    for proposal in found.values():
        assert proposal.reasons
        assert (proposal.into is not None) == (proposal.action is Action.MERGE)
        if proposal.into is None or proposal.is_done:
            continue
        target = found.get(proposal.into)
        if target is not None:
            assert not target.is_done
            assert target.action in {Action.KEEP_MAIN, Action.KEEP, Action.CHANGE_SPONSOR}


def grounds(proposal: Proposal) -> list[Ground]:
    """Return the grounds of the reasons, in order."""
    return [reason.ground for reason in proposal.reasons]


def lacking(proposal: Proposal) -> set[str]:
    """Return the names of the facts that are missing."""
    return {fact.fact for fact in proposal.missing}


def clauses(proposal: Proposal) -> list[str | None]:
    """Return the numbers of the clauses cited, in order."""
    return [cite.provision for reason in proposal.reasons for cite in reason.citations]
