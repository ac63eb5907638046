"""What portfolio is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from attrs import Attribute, field, frozen
from pendulum import DateTime

from govmedia_rules.models import Role, Subject
from govmedia_rules.models.fields import as_items, as_moment_required, check_moment_required, refuse

__all__ = ["MOST_ACCOUNTS", "MOST_PER_ACCOUNT", "SyntheticQuestion", "SyntheticRequest"]

MOST_ACCOUNTS: Final = 10_000_000
"""The most accounts that ids have digits for."""

# The busiest account gets at most twenty times the mean, which has to fit in memory at once.
MOST_PER_ACCOUNT: Final = 20_000
"""The highest mean of posts or messages per account."""


def _check_size(instance: object, attribute: Attribute[int], value: Any) -> None:
    most = MOST_ACCOUNTS if attribute.name == "accounts" else MOST_PER_ACCOUNT
    least = 1 if attribute.name == "accounts" else 0
    if type(value) is not int or not least <= value <= most:
        raise refuse(instance, attribute, value, f"a whole number from {least} to {most:,}")


def _check_seed(instance: object, attribute: Attribute[int], value: Any) -> None:
    if type(value) is not int or not 0 <= value < 2**63:
        raise refuse(instance, attribute, value, "a whole number from 0 to 2^63-1")


@frozen(kw_only=True)
class SyntheticQuestion:
    """
    A question that some units or accounts will have answered.

    Parameters:
        question_id: the id under which a rule asks it.

        subject: what it is about, a unit or an account.

        roles: in which roles people may answer it.
    """

    question_id: str
    subject: Subject
    roles: tuple[Role, ...] = tuple(Role)


def _as_questions(value: Iterable[SyntheticQuestion]) -> tuple[SyntheticQuestion, ...]:
    return as_items(value) or ()


def _as_ids(value: Iterable[str]) -> tuple[str, ...]:
    return as_items(value) or ()


@frozen(kw_only=True)
class SyntheticRequest:
    """
    How large a portfolio is wanted, and which one of that size.

    What account number *i* is depends on the seed, the moment and *i* only: a larger
    portfolio begins with the smaller one. Its posts depend on ``posts_per_account``
    besides, its messages on ``messages_per_account``.

    Parameters:
        accounts: how many accounts.

        as_of: the monitoring moment that the portfolio is made for.

        posts_per_account: the mean number of posts of an account.

        messages_per_account: the mean number of messages to an account.

        seed: which of the portfolios of that size.

        questions: what people were asked; about a third of the forms come back.

        waivable_rules: the ids of rules from which exceptions are granted now and then.

    Raises:
        InvalidValueError: when a number is out of range.
        MomentError: when *as_of* is naive or unreadable.
    """

    accounts: int = field(validator=_check_size)
    as_of: DateTime = field(converter=as_moment_required, validator=check_moment_required)
    posts_per_account: int = field(default=30, validator=_check_size)
    messages_per_account: int = field(default=2, validator=_check_size)
    seed: int = field(default=0, validator=_check_seed)
    questions: tuple[SyntheticQuestion, ...] = field(default=(), converter=_as_questions)
    waivable_rules: tuple[str, ...] = field(default=(), converter=_as_ids)

    @property
    def as_of_us(self) -> int:
        """The monitoring moment in microseconds since 1970 (UTC), as columns hold moments."""
        return round(self.as_of.int_timestamp) * 1_000_000 + self.as_of.microsecond
