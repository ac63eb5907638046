"""
What the accounts of one city are like: where they live, whose they are, how busy.

These traits decide the columns of an account, of its posts and of its messages alike.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from attrs import frozen

from govmedia_rules.synthetic.columns import DAY
from govmedia_rules.synthetic.draws import Draws, Flags, Reals, Wholes
from govmedia_rules.synthetic.requests import SyntheticRequest
from govmedia_rules.synthetic.shares import LEVELS, LIVES, PLATFORMS, RATES, SCREENING, SPREADS
from govmedia_rules.synthetic.units import City

__all__ = ["ACCOUNTS_PER_CITY", "LIFE", "NEVER", "PLATFORM", "Traits", "traits_of"]

ACCOUNTS_PER_CITY: Final = 360
"""How many accounts a city's units have; sixteen such cities are a province."""

NEVER: Final = np.iinfo(np.int64).max
"""The instant of what has not happened."""

PLATFORM: Final = {name: code for code, name in enumerate(PLATFORMS)}
"""Platforms by the numbers that stand for them here."""

LIFE: Final = {name: code for code, name in enumerate(LIVES)}
"""Lives by the numbers that stand for them here."""

_GROUP_OF_LEVEL: Final = {
    "provincial": "provincial",
    "municipal": "municipal",
    "county": "county",
    "township": "county",
}
_VIDEO: Final = [PLATFORM[name] for name in ("douyin", "kuaishou", "wechat_channels", "bilibili")]


@frozen
class Traits:
    """
    The traits of the accounts of one city, one array each.

    Parameters:
        platform, life: what they are, by :data:`PLATFORM` and :data:`LIFE`.

        unit: the position of the sponsor among the units of the city.

        opened_us, ends_us: from when and until when they publish, in microseconds;
            the end of one that goes on is the monitoring moment.

        closed_us: when they were or will be closed, or :data:`NEVER`.

        reach: the logarithm of what their posts are typically read.

        original: the share of posts of their own.

        bad: the share of posts with a bad label.

        off_topic: the share of posts off their duties.

        screened: the share of posts that were screened.

        keeps_reviews: reviews are on record.

        copies_superior: they repost their superior most of the time.

        push: how many posts they put out at once.
    """

    platform: Wholes
    life: Wholes
    unit: Wholes
    opened_us: Wholes
    ends_us: Wholes
    closed_us: Wholes
    reach: Reals
    original: Reals
    bad: Reals
    off_topic: Reals
    screened: Reals
    keeps_reviews: Flags
    copies_superior: Flags
    push: Wholes

    def is_living(self, *names: str) -> Flags:
        """Return which accounts lead one of these lives."""
        return np.isin(self.life, [LIFE[name] for name in names])


def traits_of(request: SyntheticRequest, city: City, draws: Draws) -> Traits:
    """Return the traits of the accounts of *city*."""
    size = ACCOUNTS_PER_CITY
    life = draws.codes(LIVES, size)
    platform = draws.codes(PLATFORMS, size)
    opened, ends, closed = _times(request.as_of_us, life, draws)
    level = draws.codes(LEVELS, size)
    reach = np.log([900.0, 400.0, 130.0])[level] + draws.normal(SPREADS["reads, account"], size)
    careless = draws.flags(RATES["careless accounts"], size)
    strays = draws.flags(RATES["accounts off their duties"], size)
    screening = np.array([1.0, 0.5, 0.0])[draws.codes(SCREENING, size)]
    wechat = platform == PLATFORM["wechat"]
    return Traits(
        platform=platform,
        life=life,
        unit=_sponsors(city, platform, level, draws),
        opened_us=opened,
        ends_us=ends,
        closed_us=closed,
        reach=reach + np.where(np.isin(platform, _VIDEO), 0.7, 0.0),
        original=draws.generator.beta(2.6, 1.9, size),
        bad=np.where(
            careless, RATES["bad labels, careless account"], RATES["bad labels, other account"]
        ),
        off_topic=np.where(
            strays, RATES["off-topic posts of those"], RATES["off-topic posts of others"]
        ),
        screened=screening,
        keeps_reviews=draws.flags(RATES["accounts that keep review records"], size),
        copies_superior=draws.flags(RATES["accounts that repost their superior most"], size),
        push=np.where(wechat, 1 + draws.below(5, size), 1),
    )


def _times(as_of: int, life: Wholes, draws: Draws) -> tuple[Wholes, Wholes, Wholes]:
    """Return when accounts were opened, when they fall silent, and when they are closed."""
    size = len(life)

    def living(*names: str) -> Flags:
        return np.isin(life, [LIFE[name] for name in names])

    quiet = np.where(
        living("fading"), draws.uniform(14.0, 90.0, size), draws.uniform(90.0, 730.0, size)
    )
    gone = draws.uniform(2.0, 400.0, size)
    quiet = np.where(living("closed"), gone + draws.uniform(1.0, 60.0, size), quiet)
    quiet = np.where(living("fading", "silent", "closed"), quiet, 0.0)
    quiet = np.where(living("suspended"), draws.uniform(0.0, 120.0, size), quiet)
    age = np.where(
        living("new", "new_and_empty"),
        draws.uniform(0.5, 13.0, size),
        quiet + draws.uniform(100.0, 2200.0, size),
    )
    ahead = -draws.uniform(1.0, 40.0, size)
    closed = np.where(living("closed"), gone, np.where(living("closing"), ahead, 0.0))
    is_closed = living("closed", "closing")
    return (
        as_of - (age * 86_400).astype(np.int64) * 1_000_000,
        as_of - (quiet * 86_400).astype(np.int64) * 1_000_000,
        np.where(is_closed, as_of - (closed * DAY / 6e7).astype(np.int64) * 60_000_000, NEVER),
    )


def _sponsors(city: City, platform: Wholes, level: Wholes, draws: Draws) -> Wholes:
    """
    Return the position of each account's sponsor.

    Units of the level asked for take turns, in an order of its own for each platform and
    important ones first, so that none has a second account there before each has one.
    """
    groups = [_GROUP_OF_LEVEL[unit.level] for unit in city.units]
    sponsor = np.zeros(len(platform), dtype=np.int64)
    for group_code, group in enumerate(LEVELS):
        members = np.array([place for place, each in enumerate(groups) if each == group])
        weights = [city.units[place].weight for place in members]
        for code in range(len(PLATFORM)):
            turn = members[draws.order(weights)]
            asking = np.flatnonzero((platform == code) & (level == group_code))
            sponsor[asking] = turn[np.arange(len(asking)) % len(turn)]
    return sponsor
