"""Every situation that a random portfolio holds for one kind of subject."""

from __future__ import annotations

from govmedia_rules.conditions import Table
from govmedia_rules.conditions.interpreter import Situation, exists
from govmedia_rules.evaluation.index import PortfolioIndex
from govmedia_rules.models import Portfolio, Subject
from tree_strategies import AS_OF


def situations_in(portfolio: Portfolio, subject: Subject) -> list[Situation]:
    """Return the situation of each unit, account, post or message that there is at AS_OF."""
    index = PortfolioIndex.of(portfolio, AS_OF)
    if subject is Subject.UNIT:
        return [index.of_unit(unit) for unit in index.units.values()]
    found = [index.of_account(account) for account in index.accounts]
    if subject is Subject.POST:
        return [
            each._replace(post=post)
            for each in found
            for post in each.posts
            if exists(Table.POSTS, post, AS_OF)
        ]
    if subject is Subject.MESSAGE:
        return [
            each._replace(message=message)
            for each in found
            for message in each.messages
            if exists(Table.MESSAGES, message, AS_OF)
        ]
    return found
