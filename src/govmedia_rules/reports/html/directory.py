"""Who is who: what the portfolio says about the accounts and units that a report names by id."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from attrs import frozen
from pendulum import DateTime

from govmedia_rules.conditions.lexicon import word
from govmedia_rules.models import Account, Portfolio, Unit
from govmedia_rules.reports.html.unseen import MOST_OF_A_NAME, shown
from govmedia_rules.text import Text

__all__ = ["NOBODY_KNOWS", "Directory"]

NOBODY_KNOWS: Final = Text(zh="未知", en="unknown")
"""What stands for a fact that nobody recorded."""


@frozen
class Directory:
    """
    The accounts and units of a portfolio by id, as of one moment.

    Parameters:
        as_of: the monitoring moment.

        accounts: the accounts by id.

        units: the units by id.

        latest: when each account last published, as far as the posts on record tell; posts
            after the moment, deleted ones, and those without a moment do not count.

        has_posts: whether the portfolio has a table of posts.
    """

    as_of: DateTime
    accounts: dict[str, Account]
    units: dict[str, Unit]
    latest: dict[str, DateTime]
    has_posts: bool

    @classmethod
    def of(cls, portfolio: Portfolio, as_of: DateTime) -> Directory:
        """Return the directory of *portfolio* as of the moment *as_of*."""
        latest: dict[str, DateTime] = {}
        for post in portfolio.posts or ():
            at = post.published_at
            if (
                at is None
                or at > as_of
                or (post.deleted_at is not None and post.deleted_at <= as_of)
            ):
                continue
            known = latest.get(post.account_id)
            if known is None or at > known:
                latest[post.account_id] = at
        return cls(
            as_of=as_of,
            accounts={account.id: account for account in portfolio.accounts},
            units={unit.id: unit for unit in portfolio.units or ()},
            latest=latest,
            has_posts=portfolio.posts is not None,
        )

    def platform(self, account_id: str) -> Text:
        """Return the platform on which an account lives, in words."""
        account = self.accounts.get(account_id)
        if account is None:
            return NOBODY_KNOWS
        # The vocabulary is open: a platform may be whatever somebody typed.
        return word(shown(account.platform, MOST_OF_A_NAME))

    def sponsor(self, account_id: str) -> Unit | None:
        """Return the unit that sponsors an account, where it is on record."""
        account = self.accounts.get(account_id)
        if account is None or account.unit_id is None:
            return None
        return self.units.get(account.unit_id)

    def level(self, account_id: str) -> Text:
        """Return the administrative level of an account's sponsor, in words."""
        unit = self.sponsor(account_id)
        return NOBODY_KNOWS if unit is None or unit.level is None else word(unit.level)

    def silent_days(self, account_id: str) -> float | None:
        """
        Return how many days of 24 hours passed since an account's latest post on record.

        None when no such post is on record; :meth:`is_known_silent` tells whether there is none.
        """
        latest = self.latest.get(account_id)
        if latest is None:
            return None
        # The standard library's subtraction; pendulum's builds an Interval, at many times the cost.
        return datetime.__sub__(self.as_of, latest) / timedelta(days=1)

    def is_known_silent(self, account_id: str) -> bool:
        """Return whether all posts of an account were supplied and none of them is out."""
        account = self.accounts.get(account_id)
        if account is None or account_id in self.latest:
            return False
        return self.has_posts if account.has_all_posts is None else account.has_all_posts
