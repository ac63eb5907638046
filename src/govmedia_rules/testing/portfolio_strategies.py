"""The Hypothesis strategy for whole portfolios."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from pendulum import DateTime

from govmedia_rules.models import Account, Message, Portfolio, Post, Unit
from govmedia_rules.testing.factories import AS_OF
from govmedia_rules.testing.gaps import check_rate
from govmedia_rules.testing.row_strategies import Fields, check_names, draw_row
from govmedia_rules.testing.row_strategies import account_fields as account_fields_of
from govmedia_rules.testing.row_strategies import message_fields as message_fields_of
from govmedia_rules.testing.row_strategies import post_fields as post_fields_of
from govmedia_rules.testing.row_strategies import unit_fields as unit_fields_of

__all__ = ["portfolios"]

_NOTHING: Final[Mapping[str, object]] = MappingProxyType({})
_FEW: Final = st.integers(0, 3)
_SEVERAL: Final = st.integers(0, 4)


def portfolios(
    *,
    size: int | SearchStrategy[int] = _SEVERAL,
    per_account: int | SearchStrategy[int] = _FEW,
    unknown: float = 0.2,
    as_of: DateTime = AS_OF,
    unit_fields: Mapping[str, object] = _NOTHING,
    account_fields: Mapping[str, object] = _NOTHING,
    post_fields: Mapping[str, object] = _NOTHING,
    message_fields: Mapping[str, object] = _NOTHING,
) -> SearchStrategy[Portfolio]:
    """
    Draw a portfolio: units, their accounts, and what these published and were asked.

    Parameters:
        size: how many accounts it has, or a strategy for that.

        per_account: how many posts, and as many messages, an account has at most, or a
            strategy for that.

        unknown: the share of facts that are unknown, links and whole tables included.

        as_of: the monitoring moment around which moments lie.

        unit_fields: fields of every unit, each a value or a strategy.

        account_fields: the same of every account.

        post_fields: the same of every post.

        message_fields: the same of every message.

    Raises:
        UnknownNameError: when a model has no such field.
        InvalidValueError: when *unknown* is no share.
    """
    check_rate(unknown)
    tables = {
        "unit": _Table(Unit, unit_fields_of(as_of), unit_fields),
        "account": _Table(Account, account_fields_of(as_of), account_fields),
        "post": _Table(Post, post_fields_of(as_of), post_fields),
        "message": _Table(Message, message_fields_of(as_of), message_fields),
    }
    for table in tables.values():
        check_names(table.model, table.given)  # told before any draw
    return _portfolios(size, per_account, unknown, tables)


class _Table(NamedTuple):
    """What is known of the rows of one table before they are drawn."""

    model: type[Any]
    usual: Fields
    given: Mapping[str, object]

    def row(self, draw: DrawFn, unknown: float, **links: str | None) -> Any:
        """Draw one row; links are as they are unless the caller gave that field."""
        return draw_row(draw, self.model, self.usual, {**links, **self.given}, unknown)


@st.composite
def _portfolios(
    draw: DrawFn,
    size: int | SearchStrategy[int],
    per_account: int | SearchStrategy[int],
    unknown: float,
    tables: Mapping[str, _Table],
) -> Portfolio:
    count = _number(draw, size)
    known = st.integers(1, 100).map(lambda n: n > unknown * 100)
    unit_ids = [f"unit-{n}" for n in range(1, 2 + count // 3)]
    units = [tables["unit"].row(draw, unknown, id=unit_id) for unit_id in unit_ids]
    sponsors = st.sampled_from(unit_ids)
    accounts = [
        tables["account"].row(
            draw, unknown, id=f"account-{n}", unit_id=draw(sponsors) if draw(known) else None
        )
        for n in range(1, count + 1)
    ]
    rows: dict[str, list[Any] | None] = {}
    for kind in ("post", "message"):
        owners = [account.id for account in accounts for _ in range(_number(draw, per_account))]
        drawn = [
            tables[kind].row(draw, unknown, id=f"{kind}-{n}", account_id=owner)
            for n, owner in enumerate(owners, 1)
        ]
        is_supplied: bool = bool(drawn) or draw(known)
        rows[f"{kind}s"] = drawn if is_supplied else None
    has_units: bool = bool(accounts) or draw(known)
    return Portfolio(
        units=units if has_units else None,
        accounts=accounts,
        posts=rows["posts"],
        messages=rows["messages"],
    )


def _number(draw: DrawFn, given: int | SearchStrategy[int]) -> int:
    return given if isinstance(given, int) else draw(given)
