"""Accounts of one city as columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
from attrs import define, frozen

from govmedia_rules.models import KNOWN_ACCOUNT_LABELS
from govmedia_rules.synthetic.columns import DAY, table_of, with_gaps
from govmedia_rules.synthetic.contract import SCHEMAS
from govmedia_rules.synthetic.draws import Draws, Flags, Wholes
from govmedia_rules.synthetic.lives import (
    ACCOUNTS_PER_CITY,
    LIFE,
    NEVER,
    PLATFORM,
    Traits,
    traits_of,
)
from govmedia_rules.synthetic.name_parts import ACCOUNT_ENDINGS, COMPANIES, ODD_NAMES
from govmedia_rules.synthetic.requests import SyntheticRequest
from govmedia_rules.synthetic.shares import PLATFORMS, RATES, SPREADS
from govmedia_rules.synthetic.units import City, city_of

__all__ = ["AccountBatch", "account_batch"]

_SIZE: Final = ACCOUNTS_PER_CITY
_FUNCTIONS: Final = ("information", "policy", "service", "consultation", "emergency", "culture")
_INTERACTION: Final = ("comments", "messages", "consultation", "survey", "hotline")
_SERVICES: Final = ("query", "appointment", "payment", "certificates", "complaints")
_TERMINALS: Final[tuple[list[str], ...]] = (
    ["android", "ios"],
    ["android", "ios", "harmonyos"],
    ["android"],
    ["ios"],
    [],
)


@frozen
class AccountBatch:
    """
    The accounts of one city.

    Parameters:
        city: the city.

        traits: what decides their posts and messages.

        table: the accounts as columns.
    """

    city: City
    traits: Traits
    table: pa.Table

    @property
    def ids(self) -> list[str]:
        """The ids of the accounts."""
        return [str(each) for each in self.table.column("id").to_pylist()]


@define
class _Making:
    """What the columns of one batch are made from."""

    request: SyntheticRequest
    city: City
    traits: Traits
    draws: Draws
    ids: list[str]

    def of_each(self, make: Callable[[int], Any]) -> list[Any]:
        return [make(place) for place in range(_SIZE)]

    def chosen(self, values: Sequence[Any]) -> list[Any]:
        return [values[place] for place in self.draws.below(len(values), _SIZE)]

    def lately(self, low: float, high: float) -> list[int]:
        """Return one whole minute for each account, *low* to *high* days before the moment."""
        ages = (self.draws.uniform(low, high, _SIZE) * 1440).astype(np.int64)
        minutes: list[int] = ((self.request.as_of_us // 60_000_000 - ages) * 60_000_000).tolist()
        return minutes

    def some(self, share: float) -> list[bool]:
        flags: list[bool] = self.draws.flags(share, _SIZE).tolist()
        return flags

    def tags(self, vocabulary: tuple[str, ...], none: float = 0.0) -> list[list[str]]:
        """Return one to three of *vocabulary* for each account, or none of them."""
        first = self.draws.below(len(vocabulary), _SIZE)
        many = 1 + self.draws.below(3, _SIZE)
        empty = self.draws.flags(none, _SIZE)
        return [
            []
            if is_empty
            else [vocabulary[(start + step) % len(vocabulary)] for step in range(count)]
            for start, count, is_empty in zip(first, many, empty, strict=True)
        ]


def account_batch(request: SyntheticRequest, number: int) -> AccountBatch:
    """Return the accounts of city *number*, all of them."""
    city = city_of(request, number)
    draws = Draws.of(request.seed, "accounts", number)
    traits = traits_of(request, city, draws)
    platforms = list(PLATFORMS)
    ids = [
        f"{platforms[code]}:{number * _SIZE + place:08d}"
        for place, code in enumerate(traits.platform)
    ]
    making = _Making(request, city, traits, draws, ids)
    columns: dict[str, list[Any]] = {
        "id": ids,
        "platform": [platforms[code] for code in traits.platform],
        **_names(making),
        **_states(making),
        **_offers(making),
        **_apps(making),
        **_supervision(making),
    }
    table = table_of(SCHEMAS["accounts"], with_gaps("account", columns, draws))
    return AccountBatch(city, traits, table)


def _names(making: _Making) -> dict[str, list[Any]]:
    units = [making.city.units[place] for place in making.traits.unit]
    endings = making.chosen(ACCOUNT_ENDINGS)
    companies = making.chosen(COMPANIES)
    odd, odd_names = making.some(RATES["accounts with odd names"]), making.chosen(ODD_NAMES)
    verified_otherwise = making.some(RATES["accounts not verified as their sponsor"])
    names: list[str] = []
    for unit, ending, is_odd, odd_name in zip(units, endings, odd, odd_names, strict=True):
        short = unit.place.rstrip("省市县区")
        if is_odd:
            names.append(odd_name)
        elif unit.duty:
            names.append(f"{short}{unit.duty}{ending}")
        else:
            names.append(f"{short}{ending or '发布'}")
    verified = [
        (f"{unit.place}{company}" if len(company) % 2 else "") if is_other else unit.name
        for unit, company, is_other in zip(units, companies, verified_otherwise, strict=True)
    ]
    contracted = making.some(RATES["accounts run by a contractor"])
    return {
        "name": names,
        "unit_id": [unit.id for unit in units],
        "verified_body": verified,
        "operator": [
            f"{unit.place}{company}" if is_contracted else "own"
            for unit, company, is_contracted in zip(units, companies, contracted, strict=True)
        ],
        "is_main": making.some(0.45),
        # What only rules of places ask is left unrecorded.
        **dict.fromkeys(_OF_PLACES, [None] * _SIZE),
    }


_OF_PLACES: Final = ("closing_notice_ended_at", "is_in_personal_name", "is_for_campaign")


def _states(making: _Making) -> dict[str, list[Any]]:
    traits = making.traits
    status = {LIFE["closed"]: "closed", LIFE["suspended"]: "suspended"}
    announced = making.some(0.7)
    moved = making.some(0.4)
    moved_early = making.some(0.004)
    heirs = making.draws.below(_SIZE, _SIZE)
    closed = [None if at == NEVER else int(at) for at in traits.closed_us]
    return {
        "opened_at": traits.opened_us.tolist(),
        "status": [status.get(int(life), "active") for life in traits.life],
        "closed_at": closed,
        "closing_announced_at": [
            at - 15 * DAY if at is not None and told else None
            for at, told in zip(closed, announced, strict=True)
        ],
        "successor_id": [
            making.ids[heir] if heir != place and ((at is not None and has) or early) else None
            for place, (heir, at, has, early) in enumerate(
                zip(heirs, closed, moved, moved_early, strict=True)
            )
        ],
    }


def _offers(making: _Making) -> dict[str, list[Any]]:
    draws = making.draws
    followers = np.exp(7.5 + 0.6 * (making.traits.reach - 5.0)) * np.exp(
        draws.normal(SPREADS["followers"], _SIZE)
    )
    services = making.tags(_SERVICES, RATES["accounts without services"])
    broadcasts, reports = making.some(0.04), making.some(0.03)
    licensed = making.some(0.8)
    licences: list[list[str]] = []
    for place in range(_SIZE):
        asked = ["audio_visual"] * broadcasts[place] + ["internet_news"] * reports[place]
        services[place] += asked
        licences.append(asked if licensed[place] else [])
    return {
        "followers": np.minimum(followers, 5e8).astype(np.int64).tolist(),
        "functions": making.tags(_FUNCTIONS),
        "interaction_features": making.tags(_INTERACTION, RATES["accounts without interaction"]),
        "service_features": services,
        "licences": licences,
    }


def _apps(making: _Making) -> dict[str, list[Any]]:
    is_app: Flags = making.traits.platform == PLATFORM["app"]

    def where_app(values: Sequence[Any]) -> list[Any]:
        return [value if app else None for value, app in zip(values, is_app, strict=True)]

    return {
        "app_is_downloadable": where_app(making.some(1 - RATES["apps that cannot be downloaded"])),
        "app_is_usable": where_app(making.some(1 - RATES["apps that cannot be used"])),
        "app_supports_ipv6": where_app(making.some(1 - RATES["apps without IPv6"])),
        "app_runs_on_terminals": where_app(making.chosen(_TERMINALS)),
    }


def _supervision(making: _Making) -> dict[str, list[Any]]:
    units = [making.city.units[place] for place in making.traits.unit]
    opened = making.traits.opened_us
    unfiled = making.some(RATES["accounts not filed when opened"])
    closed: Wholes = making.traits.closed_us
    filed_closing = making.some(0.75)
    filings: list[list[dict[str, Any]]] = []
    for place, unit in enumerate(units):
        supervisor = unit.parent_id
        done: list[dict[str, Any]] = []
        if not unfiled[place]:
            at = int(opened[place]) + 3 * DAY
            done.append({"what": "opening", "filed_at": at, "filed_with": supervisor})
        if closed[place] != NEVER and filed_closing[place]:
            at = int(closed[place]) + 5 * DAY
            what = "closing" if place % 2 else "deregistration"
            done.append({"what": what, "filed_at": at, "filed_with": supervisor})
        filings.append(done)
    hit, is_open = making.some(0.03), making.some(RATES["accounts with an open incident"])
    began = making.lately(1.0, 300.0)
    incidents = [
        [
            {
                "kind": "hijacking" if place % 3 else "tampering",
                "occurred_at": began[place],
                "resolved_at": None if is_open[place] else began[place] + DAY // 2,
            }
        ]
        if hit[place] or is_open[place]
        else []
        for place in range(_SIZE)
    ]
    bad, labels = (
        making.some(RATES["accounts with a bad label"]),
        making.chosen(KNOWN_ACCOUNT_LABELS),
    )
    whole = making.draws.codes({"null": 0.97, "false": 0.02, "true": 0.01}, _SIZE)
    whole_messages = making.draws.codes({"null": 0.97, "false": 0.02, "true": 0.01}, _SIZE)
    return {
        "filings": filings,
        "incidents": incidents,
        "labels": [[label] if is_bad else [] for label, is_bad in zip(labels, bad, strict=True)],
        "has_all_posts": [(None, False, True)[code] for code in whole],
        "has_all_messages": [(None, False, True)[code] for code in whole_messages],
    }
