"""
Units: one city after another, sixteen to a province, each with its counties and townships.

A city is also the batch in which accounts are made. Everything about it depends on the
seed and its number, so the units that accounts name are there whatever the size.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
from attrs import define, field, frozen

from govmedia_rules.synthetic.columns import DAY, table_of, with_gaps
from govmedia_rules.synthetic.contract import SCHEMAS
from govmedia_rules.synthetic.draws import Draws
from govmedia_rules.synthetic.name_parts import (
    DEPARTMENTS,
    FIRST_CHARACTERS,
    INSTITUTIONS,
    PARTY_BODIES,
    SECOND_CHARACTERS,
    Body,
)
from govmedia_rules.synthetic.requests import SyntheticRequest
from govmedia_rules.synthetic.shares import RATES, UNIT_STATUSES

__all__ = ["CITIES_PER_PROVINCE", "City", "UnitFacts", "city_of"]

CITIES_PER_PROVINCE: Final = 16
_COUNTIES: Final = 6
_COUNTY_DEPARTMENTS: Final = 20
_TOWNSHIPS: Final = 10
_PROVINCIAL: Final = 4

_PLACES: Final = tuple(a + b for a in FIRST_CHARACTERS for b in SECOND_CHARACTERS if a != b)


@define
class UnitFacts:
    """One unit as it is put together."""

    id: str
    name: str
    level: str
    kind: str
    place: str
    duty: str
    region: str
    parent_id: str | None
    weight: float
    has_functions: bool | None = None
    aliases: list[str] = field(factory=list)


@frozen
class City:
    """
    One city with all its units, and some of its province's.

    Parameters:
        number: which one.

        units: its units; parents come before those below them.

        table: the same as columns.
    """

    number: int
    units: tuple[UnitFacts, ...]
    table: pa.Table

    @property
    def names(self) -> list[str]:
        """The names of the units."""
        return [unit.name for unit in self.units]


@define
class _Register:
    """Collects the units of one city."""

    city: int
    found: list[UnitFacts] = field(factory=list)

    def add(self, name: str, level: str, kind: str, place: str, **facts: Any) -> UnitFacts:
        unit = UnitFacts(
            id=f"unit:{self.city:05d}-{len(self.found):03d}",
            name=name,
            level=level,
            kind=kind,
            place=place,
            **facts,
        )
        self.found.append(unit)
        return unit


def city_of(request: SyntheticRequest, number: int) -> City:
    """Return city *number*."""
    draws = Draws.of(request.seed, "units", number)
    register = _Register(number)
    province_number = number // CITIES_PER_PROVINCE
    # A name that every city of the province can work out by itself.
    province = f"{_PLACES[(province_number * 613 + request.seed * 7) % len(_PLACES)]}省"
    places = [_PLACES[each] for each in draws.generator.permutation(len(_PLACES))]
    _add_provincial(register, province, province_number)
    _add_city(register, f"{places.pop()}市", province, province_number)
    top = next(unit for unit in register.found if unit.level == "municipal")
    for _ in range(_COUNTIES):
        ending = draws.words({"县": 0.6, "区": 0.25, "市": 0.15}, 1)[0]
        towns = [places.pop() for _ in range(_TOWNSHIPS)]
        endings = draws.words({"镇": 0.6, "乡": 0.2, "街道": 0.2}, _TOWNSHIPS)
        _add_county(
            register, f"{places.pop()}{ending}", top, list(zip(towns, endings, strict=True))
        )
    units = tuple(register.found)
    return City(number, units, _table(units, draws, request))


def _add_body(
    register: _Register, body: Body, place: str, level: str, kind: str, **facts: Any
) -> UnitFacts:
    return register.add(body.at(place), level, kind, place, duty=body.duty, **facts)


def _add_provincial(register: _Register, province: str, number: int) -> None:
    seat = f"unit:{number * CITIES_PER_PROVINCE:05d}-000"
    if register.city % CITIES_PER_PROVINCE == 0:
        register.add(
            f"{province}人民政府",
            "provincial",
            "government",
            province,
            duty="",
            region=province,
            parent_id=None,
            weight=4.0,
        )
    turn = register.city % CITIES_PER_PROVINCE
    for step in range(_PROVINCIAL):
        body = DEPARTMENTS[(turn * _PROVINCIAL + step) % len(DEPARTMENTS)]
        round_of = (turn * _PROVINCIAL + step) // len(DEPARTMENTS)
        # The second time round these are the agencies below the departments.
        name = body.at(province) if round_of == 0 else f"{body.at(province)}机关服务中心"
        kind = "department" if round_of == 0 else "institution"
        register.add(
            name,
            "provincial",
            kind,
            province,
            duty=body.duty,
            region=province,
            parent_id=seat,
            weight=1.0 if round_of == 0 else 0.5,
            has_functions=None if round_of == 0 else False,
        )


def _add_city(register: _Register, city: str, province: str, number: int) -> None:
    seat = f"unit:{number * CITIES_PER_PROVINCE:05d}-000"
    region = f"{province}{city}"
    top = register.add(
        f"{city}人民政府",
        "municipal",
        "government",
        city,
        duty="",
        region=region,
        parent_id=seat,
        weight=4.0,
    )
    _add_bodies(register, top, DEPARTMENTS, "municipal", region)


def _add_bodies(
    register: _Register, top: UnitFacts, departments: tuple[Body, ...], level: str, region: str
) -> None:
    place = top.place
    for body in departments:
        department = _add_body(
            register,
            body,
            place,
            level,
            "department",
            region=region,
            parent_id=top.id,
            weight=1.5 if body.duty == "公安" else 1.0,
        )
        if body.office:
            register.add(
                f"{department.name}{body.office}",
                level,
                "internal_office",
                place,
                duty=body.duty,
                region=region,
                parent_id=department.id,
                weight=0.4,
            )
    for turn, body in enumerate(INSTITUTIONS):
        _add_body(
            register,
            body,
            place,
            level,
            "institution",
            region=region,
            parent_id=top.id,
            weight=0.4,
            has_functions=turn == 0,
        )
    for body in PARTY_BODIES:
        _add_body(
            register,
            body,
            place,
            level,
            "party_body",
            region=region,
            parent_id=top.id,
            weight=0.4,
        )


def _add_county(
    register: _Register, county: str, city: UnitFacts, towns: list[tuple[str, str]]
) -> None:
    region = f"{city.region}{county}"
    top = register.add(
        f"{county}人民政府",
        "county",
        "government",
        county,
        duty="",
        region=region,
        parent_id=city.id,
        weight=3.0,
    )
    _add_bodies(register, top, DEPARTMENTS[:_COUNTY_DEPARTMENTS], "county", region)
    for town, ending in towns:
        seat = "办事处" if ending == "街道" else "人民政府"
        register.add(
            f"{county}{town}{ending}{seat}",
            "township",
            "government",
            f"{town}{ending}",
            duty="",
            region=region,
            parent_id=top.id,
            weight=0.8,
        )


_OF_PLACES: Final = (
    "inspected_accounts",
    "supervised_accounts",
    "is_secret",
    "has_public_functions",
)


def _table(units: tuple[UnitFacts, ...], draws: Draws, request: SyntheticRequest) -> pa.Table:
    columns: dict[str, list[Any]] = {
        "id": [unit.id for unit in units],
        "name": [unit.name for unit in units],
        "level": [unit.level for unit in units],
        "kind": [unit.kind for unit in units],
        "region": [unit.region for unit in units],
        "parent_id": [unit.parent_id for unit in units],
        "aliases": [[f"{unit.place}{unit.duty}"] if unit.duty else [] for unit in units],
        "duty_keywords": [[unit.duty] if unit.duty else [] for unit in units],
        "has_administrative_functions": [unit.has_functions for unit in units],
        **_fates(units, draws, request),
        **_oversight(units, draws, request),
        # What only rules of places ask is left unrecorded.
        **dict.fromkeys(_OF_PLACES, [None] * len(units)),
    }
    return table_of(SCHEMAS["units"], with_gaps("unit", columns, draws))


def _fates(
    units: tuple[UnitFacts, ...], draws: Draws, request: SyntheticRequest
) -> dict[str, list[Any]]:
    """Return what has become of units, since when, and who took over."""
    size = len(units)
    statuses = draws.words(UNIT_STATUSES, size)
    gone = [status != "active" for status in statuses]
    # Some day in the two years before, in Beijing, or in the next month.
    today = (request.as_of_us + DAY // 3) // DAY
    changed = today - draws.uniform(-30, 730, size).astype(np.int64)
    heirs = [units[place].id for place in draws.below(size, size)]
    has_heir = draws.flags(0.85, size)
    return {
        "status": statuses,
        "status_changed_on": [
            int(on) if is_gone else None for on, is_gone in zip(changed, gone, strict=True)
        ],
        "successor_id": [
            heir if is_gone and has and heir != unit.id else None
            for unit, heir, is_gone, has in zip(units, heirs, gone, has_heir, strict=True)
        ],
    }


def _oversight(
    units: tuple[UnitFacts, ...], draws: Draws, request: SyntheticRequest
) -> dict[str, list[Any]]:
    """Return which units supervise accounts of others, and when they last inspected them."""
    size = len(units)
    chosen = draws.flags(RATES["units that supervise accounts"], size)
    oversees = [
        bool(chance) or (unit.kind == "government" and unit.level != "township")
        for unit, chance in zip(units, chosen, strict=True)
    ]
    lately = draws.flags(RATES["supervisors that inspected lately"], size)
    ages = (draws.uniform(0.0, 85.0, size) * 1440).astype(np.int64) * 60_000_000
    ages += np.where(lately, 0, 200 * DAY)
    recorded = draws.flags(0.9, size)
    return {
        "supervises_accounts": oversees,
        "inspected_at": [
            request.as_of_us - int(age) if oversee and is_recorded else None
            for age, oversee, is_recorded in zip(ages, oversees, recorded, strict=True)
        ],
    }
