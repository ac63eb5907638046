"""
Factories: one account, one post, one rule, with sensible defaults; nothing to install.

They are for tests that say everything that matters by keyword and leave the rest alone.
What a field is not given is what a plain case has: a running account of a county's public
security bureau, a post of the day before, a message that asks for an answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from govmedia_rules.law import CheckKind, Document, Force, Provision
from govmedia_rules.models import Account, Message, Portfolio, Post, Unit
from govmedia_rules.moments import moment
from govmedia_rules.rules import Rule
from govmedia_rules.text import Text

__all__ = [
    "AS_OF",
    "make_account",
    "make_message",
    "make_portfolio",
    "make_post",
    "make_provision",
    "make_rule",
    "make_unit",
]

AS_OF: Final = moment("2019-06-05T00:00:00+08:00")
"""The monitoring moment that goes with the defaults: that of the press report of 2019."""

_DAY: Final = timedelta(days=1)


def make_unit(**facts: Any) -> Unit:
    """
    Return a unit: 海安市公安局, a county's government department.

    Parameters:
        facts: fields of :class:`~govmedia_rules.Unit`, in place of the defaults.

    Raises:
        InvalidValueError: when a field cannot hold what it was given.
    """
    return Unit(
        **{
            "id": "unit:海安市公安局",
            "name": "海安市公安局",
            "level": "county",
            "kind": "department",
            "status": "active",
            **facts,
        }
    )


def make_account(**facts: Any) -> Account:
    """
    Return an account: 海安公安 on WeChat, running for some years.

    Parameters:
        facts: fields of :class:`~govmedia_rules.Account`, in place of the defaults.

    Raises:
        InvalidValueError: when a field cannot hold what it was given.
    """
    return Account(
        **{
            "id": "wechat:海安公安",
            "platform": "wechat",
            "name": "海安公安",
            "unit_id": "unit:海安市公安局",
            "status": "active",
            "opened_at": "2015-01-01T00:00:00+08:00",
            **facts,
        }
    )


def make_post(**facts: Any) -> Post:
    """
    Return a post of the account of :func:`make_account`, published a day before :data:`AS_OF`.

    Parameters:
        facts: fields of :class:`~govmedia_rules.Post`, in place of the defaults.

    Raises:
        InvalidValueError: when a field cannot hold what it was given.
    """
    return Post(
        **{
            "id": "post-1",
            "account_id": "wechat:海安公安",
            "published_at": AS_OF - _DAY,
            "title": "防范电信网络诈骗十条提示",
            "kind": "original",
            "labels": (),
            **facts,
        }
    )


def make_message(**facts: Any) -> Message:
    """
    Return a message to the account of :func:`make_account`, a day old and not answered yet.

    Parameters:
        facts: fields of :class:`~govmedia_rules.Message`, in place of the defaults.

    Raises:
        InvalidValueError: when a field cannot hold what it was given.
    """
    return Message(
        **{
            "id": "message-1",
            "account_id": "wechat:海安公安",
            "received_at": AS_OF - _DAY,
            "needs_reply": True,
            **facts,
        }
    )


def make_portfolio(
    *rows: Unit | Account | Post | Message, supplied: Iterable[str] = ("units", "posts", "messages")
) -> Portfolio:
    """
    Return a portfolio of *rows*, each put into its table.

    Parameters:
        rows: units, accounts, posts and messages, in any order; where a post or message
            belongs to the account of :func:`make_account`, that need not be among them.

        supplied: the tables that count as supplied, even without a row.

    Raises:
        PortfolioError: when the rows do not fit together.
    """
    accounts = [row for row in rows if isinstance(row, Account)]
    owners = {row.account_id for row in rows if isinstance(row, (Post, Message))}
    usual = make_account()
    if usual.id in owners and all(account.id != usual.id for account in accounts):
        accounts.append(usual)
    tables: dict[str, list[Any]] = {
        "units": [row for row in rows if isinstance(row, Unit)],
        "posts": [row for row in rows if isinstance(row, Post)],
        "messages": [row for row in rows if isinstance(row, Message)],
    }
    named = frozenset(supplied)
    return Portfolio(
        accounts=accounts,
        **{name: table if table or name in named else None for name, table in tables.items()},
    )


def make_provision(**parts: Any) -> Provision:
    """
    Return a provision of a made-up instrument in force since 2019, for rules in tests to cite.

    Parameters:
        parts: fields of :class:`~govmedia_rules.Provision`, in place of the defaults.
    """
    document = Document(
        id="example-2019",
        number="示〔2019〕1号",
        title=Text(zh="示例办法", en="Example measures"),
        issuer=Text(zh="示例机关", en="Example organ"),
        issued_on=date(2019, 1, 1),
        in_force_on=date(2019, 1, 1),
    )
    return Provision(
        **{
            "document": document,
            "number": "1.1",
            "heading": Text(zh="总则", en="General"),
            "paraphrase": Text(zh="示例条款。", en="An example."),
            "force": Force.OBLIGATION,
            "checks": frozenset({CheckKind.DATA}),
            **parts,
        }
    )


def make_rule(**parts: Any) -> Rule:
    """
    Return a rule that cites a made-up provision; give it at least requires, forbids or check.

    Parameters:
        parts: fields of :class:`~govmedia_rules.Rule`, in place of the defaults.

    Raises:
        RuleError: when the rule is not well formed.
    """
    return Rule(
        **{
            "id": "example-2019/a-rule",
            "title": Text(zh="示例规则", en="An example rule"),
            "cites": (make_provision(),),
            "force": Force.OBLIGATION,
            **parts,
        }
    )
