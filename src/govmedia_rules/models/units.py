"""Units: the bodies that sponsor and supervise accounts."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any

from attrs import Attribute, field, frozen
from pendulum import DateTime

from govmedia_rules.models.fields import (
    as_day,
    as_moment,
    as_tags,
    check_count,
    check_day,
    check_flag,
    check_id,
    check_member,
    check_moment,
    check_optional_id,
    check_tags,
    check_text,
    read_member,
)
from govmedia_rules.models.names import unit_body_keys, unit_duty_keys, unit_name_keys
from govmedia_rules.moments import day_of, midnight

__all__ = ["Level", "Unit", "UnitKind", "UnitStatus"]


class Level(StrEnum):
    """The administrative level of a unit."""

    NATIONAL = "national"
    PROVINCIAL = "provincial"
    MUNICIPAL = "municipal"
    COUNTY = "county"
    TOWNSHIP = "township"


class UnitKind(StrEnum):
    """
    What a unit is. The Opinion (2.1) binds government, departments, institutions
    with administrative functions, and their internal offices.
    """

    GOVERNMENT = "government"
    DEPARTMENT = "department"
    INSTITUTION = "institution"
    INTERNAL_OFFICE = "internal_office"
    PARTY_BODY = "party_body"
    OTHER = "other"


class UnitStatus(StrEnum):
    """What has become of a unit."""

    ACTIVE = "active"
    MERGED = "merged"
    ABOLISHED = "abolished"
    RENAMED = "renamed"


def _as_level(value: Level | str | None) -> Level | None:
    return read_member(Level, value)


def _check_level(instance: object, attribute: Attribute[Level | None], value: Any) -> None:
    check_member(Level, instance, attribute, value)


def _as_kind(value: UnitKind | str | None) -> UnitKind | None:
    return read_member(UnitKind, value)


def _check_kind(instance: object, attribute: Attribute[UnitKind | None], value: Any) -> None:
    check_member(UnitKind, instance, attribute, value)


def _as_status(value: UnitStatus | str | None) -> UnitStatus | None:
    return read_member(UnitStatus, value)


def _check_status(instance: object, attribute: Attribute[UnitStatus | None], value: Any) -> None:
    check_member(UnitStatus, instance, attribute, value)


@frozen(kw_only=True)
class Unit:
    """
    A body that sponsors (主办单位) or supervises (主管单位) accounts.

    In every field but ``id``, None means that nobody looked.

    Parameters:
        id: the caller's key for it.

        name: its official name.

        level: its administrative level.

        kind: what it is; decides whether the Opinion binds it (2.1).

        region: where it is, in the caller's own vocabulary.

        parent_id: the id of the unit that supervises it.

        status: what has become of it.

        status_changed_on: the first day of that status.

        successor_id: the id of the unit that took over, after a merger or renaming.

        aliases: other names and short forms in use; empty when it has none.

        duty_keywords: words that its duties are known by; empty when none were found.

        has_administrative_functions: for a public institution (事业单位), whether it has
            administrative functions; the Opinion binds only those that do (2.1).

        supervises_accounts: whether it supervises accounts of others, as 主管单位 (2.2).

        inspected_at: when it last inspected the accounts it supervises (4.4.1).

        inspected_accounts: how many accounts that inspection looked at.

        supervised_accounts: how many accounts were registered and running in its charge.

        is_secret: it is a unit whose work is secret (涉密单位).

        has_public_functions: it has functions towards the public.

    Raises:
        InvalidValueError: when a field cannot hold what it was given.
    """

    id: str = field(validator=check_id)
    name: str | None = field(default=None, validator=check_text)
    level: Level | None = field(default=None, converter=_as_level, validator=_check_level)
    kind: UnitKind | None = field(default=None, converter=_as_kind, validator=_check_kind)
    region: str | None = field(default=None, validator=check_text)
    parent_id: str | None = field(default=None, validator=check_optional_id)
    status: UnitStatus | None = field(default=None, converter=_as_status, validator=_check_status)
    status_changed_on: date | None = field(default=None, converter=as_day, validator=check_day)
    successor_id: str | None = field(default=None, validator=check_optional_id)
    aliases: frozenset[str] | None = field(default=None, converter=as_tags, validator=check_tags)
    duty_keywords: frozenset[str] | None = field(
        default=None, converter=as_tags, validator=check_tags
    )

    has_administrative_functions: bool | None = field(default=None, validator=check_flag)
    supervises_accounts: bool | None = field(default=None, validator=check_flag)
    inspected_at: DateTime | None = field(default=None, converter=as_moment, validator=check_moment)
    inspected_accounts: int | None = field(default=None, validator=check_count)
    supervised_accounts: int | None = field(default=None, validator=check_count)
    is_secret: bool | None = field(default=None, validator=check_flag)
    has_public_functions: bool | None = field(default=None, validator=check_flag)

    @property
    def inspected_share(self) -> float | None:
        """
        The sampling ratio (抽查比例) of its last inspection.

        None when a count is not on record, or there was nothing to inspect.
        """
        if self.inspected_accounts is None or not self.supervised_accounts:
            return None
        return self.inspected_accounts / self.supervised_accounts

    def changed_at(self, as_of: DateTime) -> DateTime | None:
        """Return the beginning of the day on which the status changed; None before that day."""
        if self.status_changed_on is None:
            return None
        at = midnight(self.status_changed_on)
        return at if at <= as_of else None

    def status_at(self, as_of: DateTime) -> UnitStatus | None:
        """Return the status at the moment *as_of*: before the day it changed the unit was active."""
        if self.status_changed_on is not None and day_of(as_of) < self.status_changed_on:
            return UnitStatus.ACTIVE
        return self.status

    @cached_property
    def name_keys(self) -> frozenset[str] | None:
        """The keys that name it, or its place and duty; None when no name of it is known."""
        return unit_name_keys(self.name, self.aliases)

    @cached_property
    def body_keys(self) -> frozenset[str] | None:
        """Those of its name keys that name it as a body, not only its place or duty."""
        return unit_body_keys(self.name, self.aliases)

    @cached_property
    def duty_keys(self) -> frozenset[str] | None:
        """The keys of its duty keywords; those of one character say too little."""
        return unit_duty_keys(self.duty_keywords)
