"""Portfolios: everything under audit, with the answers and exceptions that people signed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, Protocol, TypeVar, cast

from attrs import Attribute, field, frozen

from govmedia_rules.errors import GovmediaRulesError, shown
from govmedia_rules.models.accounts import Account
from govmedia_rules.models.fields import as_items, refuse
from govmedia_rules.models.posts import Message, Post
from govmedia_rules.models.statements import Attestation, Waiver
from govmedia_rules.models.units import Unit

__all__ = ["ROW_KINDS", "Portfolio", "PortfolioError", "Subject"]

ROW_KINDS: Final[Mapping[str, type[Any]]] = MappingProxyType(
    {
        "units": Unit,
        "accounts": Account,
        "posts": Post,
        "messages": Message,
        "attestations": Attestation,
        "waivers": Waiver,
    }
)
"""The tables of a portfolio, in order, with the model that their records become."""


class Subject(StrEnum):
    """What a rule judges."""

    UNIT = "unit"
    ACCOUNT = "account"
    POST = "post"
    MESSAGE = "message"


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
    kind = ROW_KINDS[attribute.name]
    for row in value:
        if not isinstance(row, kind):
            raise refuse(instance, attribute, row, f"a list of {kind.__name__}")


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
