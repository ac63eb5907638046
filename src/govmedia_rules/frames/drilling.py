"""Some accounts of frames as objects, for what runs on objects only: explanations and deadlines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import narwhals.stable.v2 as nw
from attrs import define, evolve

from govmedia_rules.errors import UnknownNameError
from govmedia_rules.evaluation import deadlines
from govmedia_rules.findings import Deadline
from govmedia_rules.frames.intake import Frame, FrameError, Source, local_table, take_in
from govmedia_rules.frames.table_models import models_of
from govmedia_rules.models import Account, Attestation, Portfolio, Unit, Waiver
from govmedia_rules.rules import RuleSet

__all__ = ["deadlines_of_frames", "portfolio_of_frames"]

_AT_ONCE: Final = 2_000


def portfolio_of_frames(
    accounts: Frame,
    posts: Frame | None = None,
    *,
    of: Iterable[str],
    messages: Frame | None = None,
    units: Frame | None = None,
    attestations: Frame | None = None,
    waivers: Frame | None = None,
) -> Portfolio:
    """
    Return some accounts of frames as a portfolio of objects, to explain them one by one.

    With each account come all accounts of its unit, which rules may count; but posts and
    messages come of the accounts asked for alone. What an audit of objects says of these
    is what it says of them in the whole portfolio.

    Parameters:
        accounts, posts, messages, units, attestations, waivers: the frames, as for
            :func:`audit_frames`.

        of: the ids of the accounts.

    Raises:
        UnknownNameError: when an account is not among the accounts.
        FrameError: when the frames do not keep the column contract.
    """
    tables = _Tables.of(
        {
            "units": units,
            "accounts": accounts,
            "posts": posts,
            "messages": messages,
            "attestations": attestations,
            "waivers": waivers,
        }
    )
    wanted = list(dict.fromkeys(of))
    known = {account.id for account in tables.accounts}
    for account_id in wanted:
        if account_id not in known:
            raise UnknownNameError("account", account_id, known)
    return tables.portfolio(wanted)


def deadlines_of_frames(  # noqa: PLR0913 -- one for each table, as audit_frames
    accounts: Frame,
    posts: Frame | None = None,
    *,
    ruleset: RuleSet,
    as_of: str | datetime,
    until: str | datetime | None = None,
    of: Iterable[str] | None = None,
    messages: Frame | None = None,
    units: Frame | None = None,
    attestations: Frame | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Deadline]:
    """
    Yield when rules will fail if nothing changes, as :func:`~govmedia_rules.deadlines` tells it.

    Accounts are looked at some thousand at a time, so that the deadlines come in the order
    of the accounts, and are in the order of time within each batch only. Rules about units
    have none here: they are few, and their portfolio fits in memory.

    Parameters:
        accounts, posts, messages, units, attestations: the frames, as for
            :func:`audit_frames`.

        ruleset, as_of, until: as for :func:`~govmedia_rules.deadlines`.

        of: the ids of the accounts; all of them when None.

        progress: called after each batch with the number of accounts looked at.

    Raises:
        FrameError: when the frames do not keep the column contract.
        MomentError: when a moment is naive or unreadable.
    """
    tables = _Tables.of(
        {
            "units": units,
            "accounts": accounts,
            "posts": posts,
            "messages": messages,
            "attestations": attestations,
        }
    )
    asked = None if of is None else frozenset(of)
    ids = [each.id for each in tables.accounts if asked is None or each.id in asked]
    for start in range(0, len(ids), _AT_ONCE):
        batch = ids[start : start + _AT_ONCE]
        own = frozenset(batch)
        for deadline in deadlines(tables.portfolio(batch), ruleset, as_of=as_of, until=until):
            if deadline.subject.account_id in own:
                yield deadline
        if progress is not None:
            progress(start + len(batch))


@define(eq=False)
class _Tables:
    """The tables: the small ones as objects, the large ones still to be read."""

    sources: Mapping[str, Source]
    accounts: tuple[Account, ...]
    units: tuple[Unit, ...] | None
    attestations: tuple[Attestation, ...] | None
    waivers: tuple[Waiver, ...] | None

    @classmethod
    def of(cls, tables: Mapping[str, Frame | None]) -> _Tables:
        """Return the tables, once they were checked."""
        problems: list[str] = []
        taken = {
            table: take_in(table, native, problems)
            for table, native in tables.items()
            if native is not None
        }
        if problems:
            raise FrameError(problems)
        sources = {table: source for table, source in taken.items() if source is not None}
        small = {
            table: _rows(table, sources[table], problems) if table in sources else None
            for table in ("accounts", "units", "attestations", "waivers")
        }
        if problems:
            raise FrameError(problems)
        return cls(
            sources,
            small["accounts"] or (),
            small["units"],
            small["attestations"],
            small["waivers"],
        )

    def portfolio(self, ids: list[str]) -> Portfolio:
        """Return some accounts with their units, whom these report to, and their peers."""
        wanted = frozenset(ids)
        sponsors = {each.unit_id for each in self.accounts if each.id in wanted} - {None}
        accounts = [each for each in self.accounts if each.id in wanted or each.unit_id in sponsors]
        own = [each for each in self.units or () if each.id in sponsors]
        near = sponsors | {each.parent_id for each in own}
        problems: list[str] = []
        rows = {
            table: _rows(table, _belonging(self.sources[table], ids), problems)
            if table in self.sources
            else None
            for table in ("posts", "messages")
        }
        if problems:
            raise FrameError(problems)
        return Portfolio(
            accounts=accounts,
            units=None if self.units is None else [each for each in self.units if each.id in near],
            posts=rows["posts"],
            messages=rows["messages"],
            attestations=self.attestations,
            waivers=self.waivers,
        )


def _belonging(source: Source, ids: list[str]) -> Source:
    return evolve(source, frame=source.frame.filter(nw.col("account_id").is_in(ids)))


def _rows(table: str, source: Source, problems: list[str]) -> tuple[Any, ...]:
    before = len(problems)
    frame = local_table(table, source, problems)
    return tuple(models_of(table, frame, problems)) if len(problems) == before else ()
