"""Draws: what was drawn, from what, and all that it takes to draw it again."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from attrs import frozen
from pendulum import DateTime

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.models import Level
from govmedia_rules.text import Text

__all__ = ["ALGORITHM", "Draw", "DrawnAccount", "Stratum", "StratumField"]

ALGORITHM: Final = "stratified-sha256/1"
"""The name and version of the way in which accounts are drawn; another way gets another name."""


class StratumField(StrEnum):
    """A field by which a register is divided into strata: the platform, or one of the sponsor's."""

    PLATFORM = "platform"
    LEVEL = "level"
    REGION = "region"

    @property
    def label(self) -> Text:
        """What people call it."""
        match self:
            case StratumField.PLATFORM:
                return Text(zh="平台", en="platform")
            case StratumField.LEVEL:
                return Text(zh="层级", en="level")
            case StratumField.REGION:
                return Text(zh="地区", en="region")


@frozen(kw_only=True)
class Stratum:
    """
    One part of the register that is drawn from by itself.

    Parameters:
        values: what its accounts have in common, one value for each field that divides
            the register; empty text where nobody recorded it.

        size: how many accounts could be drawn from it.

        allocated: how many were.
    """

    values: tuple[str, ...]
    size: int
    allocated: int


@frozen(kw_only=True)
class DrawnAccount:
    """
    One account that was drawn.

    Parameters:
        id: its id.

        name: its public name, where known.

        platform: where it lives.

        unit_id: its sponsor, where known.

        unit_name: the sponsor's name, where known.

        level: the sponsor's administrative level, where known.

        region: the sponsor's region, where known.

        digest: the SHA-256 digest by which it was drawn, 64 hex digits.
    """

    id: str
    name: str | None
    platform: str
    unit_id: str | None
    unit_name: str | None
    level: Level | None
    region: str | None
    digest: str


@frozen(kw_only=True)
class Draw:
    """
    A sample of a register, with all that it takes to draw it again.

    Parameters:
        algorithm: how it was drawn, see :data:`ALGORITHM`.

        seed: the seed.

        as_of: the moment at which accounts had to exist and run.

        by: the fields that divide the register into strata.

        count: how many were asked for; None where a ratio was.

        ratio: the part of the running accounts that was asked for, as it was given;
            None where a count was.

        minimum: how many each stratum was to give at least.

        registered: how many accounts were registered.

        running: how many of those were running.

        status_unknown: how many of the running ones count so only because nobody
            recorded their status.

        left_out: the ids of running accounts that could not be drawn, because they had
            been inspected recently.

        strata: the strata, in the order that breaks ties.

        accounts: what was drawn, stratum by stratum, in the order of their digests.

    Raises:
        InvalidValueError: when the numbers do not agree with each other.
    """

    algorithm: str
    seed: str
    as_of: DateTime
    by: tuple[StratumField, ...]
    count: int | None
    ratio: str | None
    minimum: int
    registered: int
    running: int
    status_unknown: int
    left_out: tuple[str, ...]
    strata: tuple[Stratum, ...]
    accounts: tuple[DrawnAccount, ...]

    def __attrs_post_init__(self) -> None:
        drawable = self.running - len(self.left_out)
        allocated = sum(stratum.allocated for stratum in self.strata)
        possible = sum(min(max(each.allocated, 0), each.size) for each in self.strata)
        for field, value, right in (
            ("strata", sum(stratum.size for stratum in self.strata), drawable),
            ("strata", allocated, possible),
            ("accounts", len(self.accounts), allocated),
            ("accounts", len({account.id for account in self.accounts}), len(self.accounts)),
            ("running", self.running, min(self.running, self.registered)),
        ):
            if value != right:
                raise InvalidValueError(
                    owner="Draw",
                    owner_id=None,
                    field=field,
                    value=value,
                    expected=f"a number that agrees with the others, {right:,}",
                )

    @property
    def is_minimum_met(self) -> bool:
        """Whether every stratum gave the minimum, or all it has."""
        return all(stratum.allocated >= min(self.minimum, stratum.size) for stratum in self.strata)
