"""Registers: which accounts are registered and which of those are running, at one moment."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from attrs import frozen
from pendulum import DateTime

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.models import Account, AccountStatus

__all__ = ["RegisterCount", "exists_at", "is_running_at"]

_STOPPED = frozenset({AccountStatus.SUSPENDED, AccountStatus.CLOSED})


def exists_at(account: Account, as_of: DateTime) -> bool:
    """Return whether *account* had been opened by *as_of*; one without an opening moment had."""
    return account.opened_at is None or account.opened_at <= as_of


def is_running_at(account: Account, as_of: DateTime) -> bool:
    """
    Return whether *account* was running at *as_of*: opened, and neither suspended nor closed.

    One whose status nobody recorded counts as running, so that no account escapes an
    inspection because a field was left blank.
    """
    return exists_at(account, as_of) and account.status_at(as_of) not in _STOPPED


@frozen(kw_only=True)
class RegisterCount:
    """
    How many accounts a register holds at one moment.

    Parameters:
        registered: how many had been opened, whatever has become of them since.

        running: how many of those were running, see :func:`is_running_at`.

        status_unknown: how many of the running ones count so only because nobody
            recorded their status.

    Raises:
        InvalidValueError: when they are not whole numbers, or a part exceeds its whole.
    """

    registered: int
    running: int
    status_unknown: int = 0

    def __attrs_post_init__(self) -> None:
        for field, value, most in (
            ("registered", self.registered, self.registered),
            ("running", self.running, self.registered),
            ("status_unknown", self.status_unknown, self.running),
        ):
            if type(value) is not int or not 0 <= value <= most:
                raise InvalidValueError(
                    owner=type(self).__name__,
                    owner_id=None,
                    field=field,
                    value=value,
                    expected="a whole number from 0, not above the number it is a part of",
                )

    @classmethod
    def of(cls, accounts: Iterable[Account], as_of: DateTime) -> Self:
        """Return the count of *accounts* at *as_of*."""
        registered = [account for account in accounts if exists_at(account, as_of)]
        running = [account for account in registered if is_running_at(account, as_of)]
        return cls(
            registered=len(registered),
            running=len(running),
            status_unknown=sum(account.status_at(as_of) is None for account in running),
        )
