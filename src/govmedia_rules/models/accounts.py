"""Accounts: what government new media are opened as."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Final

from attrs import Attribute, field, frozen
from pendulum import DateTime

from govmedia_rules.models.fields import (
    as_items,
    as_moment,
    as_tags,
    check_count,
    check_flag,
    check_id,
    check_items,
    check_member,
    check_moment,
    check_optional_id,
    check_tags,
    check_text,
    read_member,
    refuse,
)
from govmedia_rules.models.name_keys import name_key
from govmedia_rules.models.names import name_stem
from govmedia_rules.moments import Calendar, working_days_between

__all__ = [
    "KNOWN_ACCOUNT_LABELS",
    "KNOWN_FILINGS",
    "KNOWN_LICENCES",
    "KNOWN_PLATFORMS",
    "Account",
    "AccountStatus",
    "AppFacts",
    "Filing",
    "Incident",
]

KNOWN_PLATFORMS: Final = (
    "wechat",
    "weibo",
    "toutiao",
    "douyin",
    "kuaishou",
    "wechat_channels",
    "xiaohongshu",
    "bilibili",
    "mini_program",
    "app",
    "other",
)
"""Platforms the library knows by name. The vocabulary is open: any other name may stand."""

KNOWN_ACCOUNT_LABELS: Final = (
    "bought_followers",
    "forced_likes",
    "fabricated_figures",
    "forced_download",
    "forced_follow",
    "forced_forward",
    "conditional_service",
)
"""Labels that the library's own rules read on an account. The vocabulary is open."""


KNOWN_FILINGS: Final = ("opening", "change", "closing", "deregistration")
"""Matters that are filed with the supervising unit (4.1.13). The vocabulary is open."""

KNOWN_LICENCES: Final = ("internet_news", "audio_visual")
"""Services that need a qualification, and the qualification for each (4.2.10)."""


class AccountStatus(StrEnum):
    """Whether an account is running."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"


def _as_status(value: AccountStatus | str | None) -> AccountStatus | None:
    return read_member(AccountStatus, value)


def _check_status(instance: object, attribute: Attribute[AccountStatus | None], value: Any) -> None:
    check_member(AccountStatus, instance, attribute, value)


@frozen(kw_only=True)
class Filing:
    """
    One record of a filing (备案) with the supervising unit.

    Parameters:
        what: what was filed: ``opening``, ``change``, ``closing`` or ``deregistration``.

        filed_at: when.

        filed_with: the id of the unit it was filed with.
    """

    what: str = field(validator=check_id)
    filed_at: DateTime | None = field(default=None, converter=as_moment, validator=check_moment)
    filed_with: str | None = field(default=None, validator=check_optional_id)


@frozen(kw_only=True)
class Incident:
    """
    One security incident of an account, such as a hijacking.

    Parameters:
        kind: what happened, in the caller's vocabulary.

        occurred_at: when it happened or was noticed.

        resolved_at: when it was over; None while no such moment is on record.
    """

    kind: str = field(validator=check_id)
    occurred_at: DateTime | None = field(default=None, converter=as_moment, validator=check_moment)
    resolved_at: DateTime | None = field(default=None, converter=as_moment, validator=check_moment)


@frozen(kw_only=True)
class AppFacts:
    """
    What was found when somebody tried a self-built app.

    Parameters:
        is_downloadable: it could be downloaded from where it is offered.

        is_usable: it started and its functions worked.

        supports_ipv6: it works over IPv6.

        runs_on_terminals: the kinds of terminal it was seen to run on.
    """

    is_downloadable: bool | None = field(default=None, validator=check_flag)
    is_usable: bool | None = field(default=None, validator=check_flag)
    supports_ipv6: bool | None = field(default=None, validator=check_flag)
    runs_on_terminals: frozenset[str] | None = field(
        default=None, converter=as_tags, validator=check_tags
    )


def _as_filings(value: Iterable[Filing] | None) -> tuple[Filing, ...] | None:
    return as_items(value)


def _check_filings(instance: object, attribute: Attribute[Any], value: Any) -> None:
    check_items(Filing, instance, attribute, value)


def _as_incidents(value: Iterable[Incident] | None) -> tuple[Incident, ...] | None:
    return as_items(value)


def _check_incidents(instance: object, attribute: Attribute[Any], value: Any) -> None:
    check_items(Incident, instance, attribute, value)


def _check_app(instance: object, attribute: Attribute[AppFacts | None], value: Any) -> None:
    if value is not None and not isinstance(value, AppFacts):
        raise refuse(instance, attribute, value, "AppFacts, or None when nobody looked")


@frozen(kw_only=True)
class Account:
    """
    One account or application opened as government new media (Opinion 2.1).

    In every field but ``id`` and ``platform``, None means that nobody looked; an
    empty set means that somebody looked and found none. The two exceptions are
    ``closed_at`` and ``closing_announced_at``: None there says that no such
    event is on record.

    Parameters:
        id: the caller's key for it, such as ``"wechat:马坝农业"``.

        platform: where it lives; an open vocabulary, see :data:`KNOWN_PLATFORMS`.

        name: its public name.

        unit_id: the id of the sponsoring unit (主办单位).

        verified_body: the name that the platform's verification shows.

        opened_at: when it was opened.

        status: whether it runs. Together with ``closed_at`` it is read as of the
            monitoring moment: an account closed later was still running.

        closed_at: when it was or will be closed.

        closing_announced_at: when the public was told.

        closing_notice_ended_at: when the notice of the closing was taken down; None
            when nobody noted it.

        filings: the filings on record.

        followers: how many follow it.

        functions: tags of what it offers.

        interaction_features: ways in which the public can interact with it.

        service_features: services it offers.

        is_main: it is its unit's main account.

        is_in_personal_name: it was opened in a person's name and not the unit's.

        is_for_campaign: it was opened for one event or special campaign alone.

        successor_id: the id of the account it was merged into or moved to.

        licences: the qualifications it holds for services that need one, such as
            ``internet_news`` or ``audio_visual`` (Opinion 4.2.10).

        operator: ``"own"``, or the name of the contractor that runs it.

        app: what was found about it, when it is an app.

        incidents: its security incidents.

        labels: what screening found about the account as a whole, see
            :data:`KNOWN_ACCOUNT_LABELS`.

        has_all_posts: the portfolio holds every post of this account. False when it
            holds only some or none of them; None to go by the portfolio, where a
            table that was supplied counts as complete.

        has_all_messages: the same for its messages.

    Raises:
        InvalidValueError: when a field cannot hold what it was given.
    """

    id: str = field(validator=check_id)
    platform: str = field(validator=check_id)
    name: str | None = field(default=None, validator=check_text)
    unit_id: str | None = field(default=None, validator=check_optional_id)
    verified_body: str | None = field(default=None, validator=check_text)
    opened_at: DateTime | None = field(default=None, converter=as_moment, validator=check_moment)
    status: AccountStatus | None = field(
        default=None, converter=_as_status, validator=_check_status
    )
    closed_at: DateTime | None = field(default=None, converter=as_moment, validator=check_moment)
    closing_announced_at: DateTime | None = field(
        default=None, converter=as_moment, validator=check_moment
    )
    closing_notice_ended_at: DateTime | None = field(
        default=None, converter=as_moment, validator=check_moment
    )
    filings: tuple[Filing, ...] | None = field(
        default=None, converter=_as_filings, validator=_check_filings
    )
    followers: int | None = field(default=None, validator=check_count)
    functions: frozenset[str] | None = field(default=None, converter=as_tags, validator=check_tags)
    interaction_features: frozenset[str] | None = field(
        default=None, converter=as_tags, validator=check_tags
    )
    service_features: frozenset[str] | None = field(
        default=None, converter=as_tags, validator=check_tags
    )
    licences: frozenset[str] | None = field(default=None, converter=as_tags, validator=check_tags)
    is_main: bool | None = field(default=None, validator=check_flag)
    is_in_personal_name: bool | None = field(default=None, validator=check_flag)
    is_for_campaign: bool | None = field(default=None, validator=check_flag)
    successor_id: str | None = field(default=None, validator=check_optional_id)
    operator: str | None = field(default=None, validator=check_text)
    app: AppFacts | None = field(default=None, validator=_check_app)
    incidents: tuple[Incident, ...] | None = field(
        default=None, converter=_as_incidents, validator=_check_incidents
    )
    labels: frozenset[str] | None = field(default=None, converter=as_tags, validator=check_tags)
    has_all_posts: bool | None = field(default=None, validator=check_flag)
    has_all_messages: bool | None = field(default=None, validator=check_flag)

    def status_at(self, as_of: DateTime) -> AccountStatus | None:
        """
        Return the status at the moment *as_of*.

        A recorded closing moment decides: from then on the account is closed, and
        before it an account recorded as closed was still active.
        """
        if self.closed_at is None:
            return self.status
        if self.closed_at <= as_of:
            return AccountStatus.CLOSED
        return AccountStatus.ACTIVE if self.status is AccountStatus.CLOSED else self.status

    def filed_at(self, as_of: DateTime) -> frozenset[str] | None:
        """Return what had been filed by *as_of* (备案); a filing without a moment counts as made."""
        if self.filings is None:
            return None
        return frozenset(
            filing.what
            for filing in self.filings
            if filing.filed_at is None or filing.filed_at <= as_of
        )

    def opening_filing_days_at(
        self, as_of: DateTime, calendar: Calendar | None = None
    ) -> int | None:
        """
        Return how many working days (工作日) after the opening it was filed.

        Up to *as_of* where it has not been filed by then, and 0 where it was filed first.
        None without a calendar, and when nobody looked or the moments are not on record.
        """
        return self._filing_days(frozenset({"opening"}), self.opened_at, as_of, calendar)

    def closing_filing_days_at(
        self, as_of: DateTime, calendar: Calendar | None = None
    ) -> int | None:
        """Return the same for the filing of its closing or deregistration."""
        matters = frozenset({"closing", "deregistration"})
        return self._filing_days(matters, self.closed_at, as_of, calendar)

    def _filing_days(
        self,
        matters: frozenset[str],
        since: DateTime | None,
        as_of: DateTime,
        calendar: Calendar | None,
    ) -> int | None:
        if self.filings is None:
            return None
        made = [filing.filed_at for filing in self.filings if filing.what in matters]
        noted = [at for at in made if at is not None]
        if len(noted) < len(made):
            # One was made at a time nobody noted, perhaps before the others.
            return None
        return working_days_between(since, min((*noted, as_of)), as_of, calendar)

    def closing_notice_days_at(
        self, as_of: DateTime, calendar: Calendar | None = None
    ) -> int | None:
        """
        Return for how many working days (工作日) the public notice of the closing was up.

        None without a calendar, and when its beginning or end is not on record by *as_of*.
        """
        return working_days_between(
            self.closing_announced_at, self.closing_notice_ended_at, as_of, calendar
        )

    def open_incidents_at(self, as_of: DateTime) -> frozenset[str] | None:
        """Return the kinds of security incidents that had begun by *as_of* and were not over."""
        if self.incidents is None:
            return None
        return frozenset(
            incident.kind
            for incident in self.incidents
            if (incident.occurred_at is None or incident.occurred_at <= as_of)
            and (incident.resolved_at is None or incident.resolved_at > as_of)
        )

    @property
    def name_key(self) -> str | None:
        """The form under which two spellings of its name are one; empty without any letter."""
        return None if self.name is None else name_key(self.name)

    @property
    def name_length(self) -> int | None:
        """How many letters its name has, spaces, punctuation and emoji left aside."""
        return None if self.name is None else len(name_key(self.name))

    @property
    def name_stem(self) -> str | None:
        """Its name's key without words that only say platform, official status or format."""
        return None if self.name is None else name_stem(name_key(self.name))

    @property
    def verified_key(self) -> str | None:
        """The key of the name that its verification shows; empty when it is not verified."""
        return None if self.verified_body is None else name_key(self.verified_body)
