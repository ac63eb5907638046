"""Where everything about one account or unit is found: a portfolio, indexed for one audit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import pairwise, starmap
from typing import Final, Protocol, TypeVar

from attrs import frozen
from pendulum import DateTime

from govmedia_rules.conditions.interpreter import Situation
from govmedia_rules.conditions.register import Register
from govmedia_rules.models import Account, Message, Portfolio, Post, Unit
from govmedia_rules.moments import Calendar

__all__ = ["PortfolioIndex", "named_in"]


class _Owned(Protocol):
    @property
    def account_id(self) -> str: ...


R = TypeVar("R", bound=_Owned)
_NOTHING: Final = slice(0, 0)
# Takes one tuple as it is, which is cheaper than fourteen arguments, or than `_make`.
_make_situation: Final = partial(tuple.__new__, Situation)


def _by_account(rows: tuple[R, ...]) -> Callable[[str], Sequence[R]]:
    """
    Return the function that finds the rows of an account in *rows*, by its id.

    Most tables come account by account: noting where each account begins is cheaper than
    filling lists, through which the garbage collector would walk again and again.
    """
    starts: dict[str, int] = {}
    last: str | None = None
    for position, row in enumerate(rows):
        account_id = row.account_id
        if account_id != last:
            if account_id in starts:
                return _by_account_in_lists(rows)
            starts[account_id] = position
            last = account_id
    ends = pairwise([*starts.values(), len(rows)])
    runs = dict(zip(starts, starmap(slice, ends), strict=True))
    return lambda account_id: rows[runs.get(account_id, _NOTHING)]


def _by_account_in_lists(rows: tuple[R, ...]) -> Callable[[str], Sequence[R]]:
    """Return the same for rows that come in no such order."""
    grouped: defaultdict[str, list[R]] = defaultdict(list)
    for row in rows:
        grouped[row.account_id].append(row)
    lists = dict(grouped)
    return lambda account_id: lists.get(account_id, ())


@frozen(eq=False)
class PortfolioIndex:
    """
    A portfolio as of a moment, by account and by unit.

    Parameters:
        portfolio: the portfolio.

        as_of: the monitoring moment; accounts opened after it do not exist.

        accounts: the accounts that exist.

        units: the units, by id.

        posts_of: finds the posts of an account, by its id.

        messages_of: finds the messages to an account, by its id.

        register: the units, the answers and the calendar, for conditions to look up.
    """

    portfolio: Portfolio
    as_of: DateTime
    accounts: tuple[Account, ...]
    units: dict[str, Unit]
    posts_of: Callable[[str], Sequence[Post]]
    messages_of: Callable[[str], Sequence[Message]]
    register: Register

    @classmethod
    def of(
        cls, portfolio: Portfolio, as_of: DateTime, calendar: Calendar | None = None
    ) -> PortfolioIndex:
        """Return the index of *portfolio* as of *as_of*, where working days go by *calendar*."""
        accounts = tuple(
            account
            for account in portfolio.accounts
            if account.opened_at is None or account.opened_at <= as_of
        )
        units = {unit.id: unit for unit in portfolio.units or ()}
        return cls(
            portfolio=portfolio,
            as_of=as_of,
            accounts=accounts,
            units=units,
            posts_of=_by_account(portfolio.posts or ()),
            messages_of=_by_account(portfolio.messages or ()),
            register=Register.of(units, portfolio.attestations or (), calendar),
        )

    @cached_property
    def unit_accounts(self) -> dict[str, list[Account]]:
        """The accounts that exist, by the id of their sponsor; gathered when first asked for."""
        found: defaultdict[str, list[Account]] = defaultdict(list)
        for account in self.accounts:
            if account.unit_id is not None:
                found[account.unit_id].append(account)
        return dict(found)

    def of_account(self, account: Account) -> Situation:
        """Return the situation of *account*."""
        return next(self.of_accounts((account,)))

    def of_accounts(
        self, accounts: Iterable[Account], *, with_peers: bool = True
    ) -> Iterator[Situation]:
        """
        Yield the situations of *accounts*, one after the other.

        Parameters:
            accounts: the accounts.

            with_peers: whether anybody will look at the accounts of their units.
        """
        as_of, units = self.as_of, self.units
        unit_accounts = self.unit_accounts if with_peers else {}
        posts_of, messages_of, register = self.posts_of, self.messages_of, self.register
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
                    posts_of(account_id),
                    all_posts if has_posts is None else has_posts,
                    messages_of(account_id),
                    all_messages if has_messages is None else has_messages,
                    () if unit_id is None else unit_accounts.get(unit_id, ()),
                    unit_id is not None,
                    None,
                    register,
                )
            )

    def of_unit(self, unit: Unit) -> Situation:
        """Return the situation of *unit*."""
        return Situation(
            as_of=self.as_of,
            unit=unit,
            accounts=self.accounts_of(unit.id),
            has_all_accounts=True,
            register=self.register,
        )

    @property
    def accounts_without_unit(self) -> int:
        """How many accounts name no sponsor, or one that the portfolio does not hold."""
        return sum(account.unit_id not in self.units for account in self.accounts)

    def accounts_of(self, unit_id: str) -> list[Account]:
        """Return the accounts that exist and name the unit *unit_id* as their sponsor."""
        return self.unit_accounts.get(unit_id, [])


def named_in(portfolio: Portfolio) -> tuple[set[str], set[str]]:
    """Return the ids of all accounts, and of all units, those that only an account names included."""
    accounts = {account.id for account in portfolio.accounts}
    units = {unit.id for unit in portfolio.units or ()}
    units.update(account.unit_id for account in portfolio.accounts if account.unit_id)
    return accounts, units
