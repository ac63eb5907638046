"""Where everything about one account or unit is found: a portfolio, indexed for one audit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain, pairwise, starmap
from typing import Final, Generic, Protocol, Self, TypeVar

from attrs import frozen
from pendulum import DateTime

from govmedia_rules.conditions.interpreter import Situation
from govmedia_rules.models import Account, Message, Portfolio, Post, Unit

__all__ = ["PortfolioIndex"]


class _Owned(Protocol):
    @property
    def account_id(self) -> str: ...


R = TypeVar("R", bound=_Owned)
_NOTHING: Final = slice(0, 0)
# Takes one tuple as it is, which is cheaper than twelve arguments, or than `_make`.
_make_situation: Final = partial(tuple.__new__, Situation)


@frozen(eq=False)
class RowsByAccount(Generic[R]):
    """
    The rows of one table, account by account.

    Parameters:
        rows: the rows; those of one account stand side by side.

        runs: where they stand, by account id.
    """

    rows: tuple[R, ...]
    runs: dict[str, slice]

    @classmethod
    def of(cls, rows: tuple[R, ...]) -> Self:
        """
        Return *rows* by account.

        Most tables come account by account, and are left as they are: noting where each
        account begins is cheaper than filling lists, through which the garbage collector
        would walk again and again.
        """
        starts: dict[str, int] = {}
        last: str | None = None
        for position, row in enumerate(rows):
            account_id = row.account_id
            if account_id != last:
                if account_id in starts:
                    return cls._of_scattered(rows)
                starts[account_id] = position
                last = account_id
        ends = [*starts.values(), len(rows)]
        return cls(rows, dict(zip(starts, starmap(slice, pairwise(ends)), strict=True)))

    @classmethod
    def _of_scattered(cls, rows: tuple[R, ...]) -> Self:
        """Return rows that come in no such order: each account's are put side by side."""
        grouped: defaultdict[str, list[R]] = defaultdict(list)
        for row in rows:
            grouped[row.account_id].append(row)
        return cls.of(tuple(chain.from_iterable(grouped.values())))


@frozen(eq=False)
class PortfolioIndex:
    """
    A portfolio as of a moment, by account and by unit.

    Parameters:
        portfolio: the portfolio.

        as_of: the monitoring moment; accounts opened after it do not exist.

        accounts: the accounts that exist.

        units: the units, by id.

        posts: the posts, by account.

        messages: the messages, by account.

        unit_accounts: the accounts that exist, by the id of their sponsor.
    """

    portfolio: Portfolio
    as_of: DateTime
    accounts: tuple[Account, ...]
    units: dict[str, Unit]
    posts: RowsByAccount[Post]
    messages: RowsByAccount[Message]
    unit_accounts: dict[str, list[Account]]

    @classmethod
    def of(cls, portfolio: Portfolio, as_of: DateTime) -> PortfolioIndex:
        """Return the index of *portfolio* as of *as_of*."""
        accounts = tuple(
            account
            for account in portfolio.accounts
            if account.opened_at is None or account.opened_at <= as_of
        )
        unit_accounts: defaultdict[str, list[Account]] = defaultdict(list)
        for account in accounts:
            if account.unit_id is not None:
                unit_accounts[account.unit_id].append(account)
        return cls(
            portfolio=portfolio,
            as_of=as_of,
            accounts=accounts,
            units={unit.id: unit for unit in portfolio.units or ()},
            posts=RowsByAccount.of(portfolio.posts or ()),
            messages=RowsByAccount.of(portfolio.messages or ()),
            unit_accounts=dict(unit_accounts),
        )

    def of_account(self, account: Account) -> Situation:
        """Return the situation of *account*."""
        return next(self.of_accounts((account,)))

    def of_accounts(self, accounts: Iterable[Account]) -> Iterator[Situation]:
        """Yield the situations of *accounts*, one after the other."""
        as_of, units, unit_accounts = self.as_of, self.units, self.unit_accounts
        posts, runs_of_posts = self.posts.rows, self.posts.runs
        messages, runs_of_messages = self.messages.rows, self.messages.runs
        all_posts = self.portfolio.posts is not None
        all_messages = self.portfolio.messages is not None
        for account in accounts:
            account_id, unit_id = account.id, account.unit_id
            has_posts, has_messages = account.has_all_posts, account.has_all_messages
            yield _make_situation(
                (
                    as_of,
                    None if unit_id is None else units.get(unit_id),
                    account,
                    None,
                    None,
                    None,
                    posts[runs_of_posts.get(account_id, _NOTHING)],
                    all_posts if has_posts is None else has_posts,
                    messages[runs_of_messages.get(account_id, _NOTHING)],
                    all_messages if has_messages is None else has_messages,
                    () if unit_id is None else unit_accounts.get(unit_id, ()),
                    unit_id is not None,
                )
            )

    def of_unit(self, unit: Unit) -> Situation:
        """Return the situation of *unit*."""
        return Situation(
            as_of=self.as_of,
            unit=unit,
            accounts=self.unit_accounts.get(unit.id, ()),
            has_all_accounts=True,
        )

    @property
    def accounts_without_unit(self) -> int:
        """How many accounts name no sponsor, or one that the portfolio does not hold."""
        return sum(account.unit_id not in self.units for account in self.accounts)
