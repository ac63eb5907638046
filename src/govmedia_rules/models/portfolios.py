"""Portfolios: everything under audit, with the answers and exceptions that people signed."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Protocol, TypeVar, cast

from attrs import Attribute, field, frozen
from pendulum import DateTime

from govmedia_rules.errors import GovmediaRulesError, InvalidValueError, shown
from govmedia_rules.models.accounts import Account
from govmedia_rules.models.fields import (
    as_items,
    as_moment,
    as_moment_required,
    check_flag,
    check_id,
    check_moment,
    check_moment_required,
    check_optional_id,
    check_text,
    refuse,
)
from govmedia_rules.models.posts import Message, Post
from govmedia_rules.models.units import Unit

__all__ = ["Attestation", "Portfolio", "PortfolioError", "Subject", "Waiver"]


class Subject(StrEnum):
    """What a rule judges."""

    UNIT = "unit"
    ACCOUNT = "account"
    POST = "post"
    MESSAGE = "message"


@frozen(kw_only=True)
class Attestation:
    """
    A person's dated, signed answer to a question that data cannot answer.

    Parameters:
        id: the caller's key for it.

        question_id: the id of the question answered.

        unit_id: the unit it speaks for, where it speaks for a unit.

        account_id: the account it speaks for, where it speaks for one account.

        answer: yes or no; None when the person could not say.

        answered_by: who signed.

        answered_at: when.

        remarks: what else the person wrote.
    """

    id: str = field(validator=check_id)
    question_id: str = field(validator=check_id)
    unit_id: str | None = field(default=None, validator=check_optional_id)
    account_id: str | None = field(default=None, validator=check_optional_id)
    answer: bool | None = field(default=None, validator=check_flag)
    answered_by: str = field(validator=check_id)
    answered_at: DateTime = field(converter=as_moment_required, validator=check_moment_required)
    remarks: str | None = field(default=None, validator=check_text)


@frozen(kw_only=True)
class Waiver:
    """
    A documented exception to a defeasible rule (原则上).

    Parameters:
        id: the caller's key for it.

        rule_id: the rule it excepts from.

        unit_id: the unit it is granted to, where it is granted to a unit.

        account_id: the account it is granted to, where it is granted to one account.

        authority: who granted it.

        document: the paper that grants it.

        reason: why.

        valid_from_at: the first moment at which it holds.

        expires_at: the first moment at which it no longer holds; None for one that
            was granted without end.

    Raises:
        InvalidValueError: when a field cannot hold what it was given, or when it is
            granted to neither a unit nor an account.
    """

    id: str = field(validator=check_id)
    rule_id: str = field(validator=check_id)
    unit_id: str | None = field(default=None, validator=check_optional_id)
    account_id: str | None = field(default=None, validator=check_optional_id)
    authority: str = field(validator=check_id)
    document: str = field(validator=check_id)
    reason: str = field(validator=check_id)
    valid_from_at: DateTime = field(converter=as_moment_required, validator=check_moment_required)
    expires_at: DateTime | None = field(default=None, converter=as_moment, validator=check_moment)

    def __attrs_post_init__(self) -> None:
        if self.unit_id is None and self.account_id is None:
            raise InvalidValueError(
                owner="Waiver",
                owner_id=self.id,
                field="account_id",
                value=None,
                expected="a unit_id or an account_id that the waiver is granted to",
            )


class PortfolioError(GovmediaRulesError, ValueError):
    """
    The tables of a portfolio do not fit together.

    Attributes:
        problems: every problem found, one sentence each.
    """

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        first = "\n".join(f"  {problem}" for problem in self.problems[:20])
        more = f"\n  … and {count - 20:,} more" if count > 20 else ""
        super().__init__(f"the portfolio has {count:,} problem(s):\n{first}{more}")


class _Keyed(Protocol):
    @property
    def id(self) -> str: ...


K = TypeVar("K", bound=_Keyed)


def _check_table(instance: object, attribute: Attribute[Any], value: Any) -> None:
    if value is None and attribute.default is None:
        return
    if not isinstance(value, tuple):
        raise refuse(instance, attribute, value, f"a list of {attribute.name}")
    kind = _ROW_KINDS[attribute.name]
    for row in value:
        if not isinstance(row, kind):
            raise refuse(instance, attribute, row, f"a list of {kind.__name__}")


_ROW_KINDS: dict[str, type[object]] = {
    "units": Unit,
    "accounts": Account,
    "posts": Post,
    "messages": Message,
    "attestations": Attestation,
    "waivers": Waiver,
}


def _duplicates(table: str, rows: Iterable[K] | None) -> Iterable[str]:
    seen: set[str] = set()
    told: set[str] = set()
    for row in rows or ():
        if row.id in seen and row.id not in told:
            told.add(row.id)
            yield f"{table}: the id {shown(row.id)} occurs more than once; ids are keys."
        seen.add(row.id)


def _accounts_converter(rows: Iterable[Account]) -> tuple[Account, ...]:
    return cast("tuple[Account, ...]", as_items(rows))


def _units_converter(rows: Iterable[Unit] | None) -> tuple[Unit, ...] | None:
    return as_items(rows)


def _posts_converter(rows: Iterable[Post] | None) -> tuple[Post, ...] | None:
    return as_items(rows)


def _messages_converter(rows: Iterable[Message] | None) -> tuple[Message, ...] | None:
    return as_items(rows)


def _attestations_converter(
    rows: Iterable[Attestation] | None,
) -> tuple[Attestation, ...] | None:
    return as_items(rows)


def _waivers_converter(rows: Iterable[Waiver] | None) -> tuple[Waiver, ...] | None:
    return as_items(rows)


@frozen(kw_only=True)
class Portfolio:
    """
    The units, accounts, posts, messages, attestations and waivers under audit.

    A table that is None was not supplied: nothing is known of its rows. An empty
    table was supplied and has no rows.

    Parameters:
        accounts: the accounts under audit.

        units: the units known; an account may name a unit that is not among them,
            whose facts are then unknown.

        posts: what the accounts published.

        messages: what the public wrote to them.

        attestations: people's signed answers.

        waivers: documented exceptions.

    Raises:
        PortfolioError: when an id occurs twice in a table, or a post or message
            belongs to an account that is not there. It lists every such row.
    """

    accounts: tuple[Account, ...] = field(converter=_accounts_converter, validator=_check_table)
    units: tuple[Unit, ...] | None = field(
        default=None, converter=_units_converter, validator=_check_table
    )
    posts: tuple[Post, ...] | None = field(
        default=None, converter=_posts_converter, validator=_check_table
    )
    messages: tuple[Message, ...] | None = field(
        default=None, converter=_messages_converter, validator=_check_table
    )
    attestations: tuple[Attestation, ...] | None = field(
        default=None, converter=_attestations_converter, validator=_check_table
    )
    waivers: tuple[Waiver, ...] | None = field(
        default=None, converter=_waivers_converter, validator=_check_table
    )

    def __attrs_post_init__(self) -> None:
        problems = [
            *_duplicates("units", self.units),
            *_duplicates("accounts", self.accounts),
            *_duplicates("posts", self.posts),
            *_duplicates("messages", self.messages),
            *_duplicates("attestations", self.attestations),
            *_duplicates("waivers", self.waivers),
        ]
        known = {account.id for account in self.accounts}
        for table, rows in (("posts", self.posts), ("messages", self.messages)):
            problems.extend(
                f"{table}: {shown(row.id)} belongs to the account {shown(row.account_id)},"
                " which is not in the portfolio."
                for row in rows or ()
                if row.account_id not in known
            )
        if problems:
            raise PortfolioError(problems)

    def __repr__(self) -> str:
        """Return the size of each table; a portfolio may hold millions of rows."""
        sizes = ", ".join(
            f"{name}={'not supplied' if rows is None else f'{len(rows):,}'}"
            for name, rows in (
                ("units", self.units),
                ("accounts", self.accounts),
                ("posts", self.posts),
                ("messages", self.messages),
                ("attestations", self.attestations),
                ("waivers", self.waivers),
            )
        )
        return f"<Portfolio {sizes}>"
