"""Units: what each field holds and refuses, and the status at a moment."""

from __future__ import annotations

from typing import Any

import pytest

from field_kinds import (
    COUNT,
    FLAG,
    IDENTIFIER,
    MOMENT,
    OPTIONAL_DAY,
    OPTIONAL_IDENTIFIER,
    TAGS,
    TEXT,
    FieldKind,
    Refused,
    expected_refusal,
    field_names,
    held_cases,
    member_of,
    refusal,
    refused_cases,
)
from govmedia_rules.errors import InvalidValueError
from govmedia_rules.models import Level, Unit, UnitKind, UnitStatus
from govmedia_rules.moments import moment

FIELDS: dict[str, FieldKind] = {
    "id": IDENTIFIER,
    "name": TEXT,
    "level": member_of(Level, "County", "county"),
    "kind": member_of(UnitKind, "goverment", "government"),
    "region": TEXT,
    "parent_id": OPTIONAL_IDENTIFIER,
    "status": member_of(UnitStatus, "merge", "merged"),
    "status_changed_on": OPTIONAL_DAY,
    "successor_id": OPTIONAL_IDENTIFIER,
    "aliases": TAGS,
    "duty_keywords": TAGS,
    "has_administrative_functions": FLAG,
    "supervises_accounts": FLAG,
    "inspected_at": MOMENT,
    "inspected_accounts": COUNT,
    "supervised_accounts": COUNT,
    "is_secret": FLAG,
    "has_public_functions": FLAG,
}


def build(**given: Any) -> Unit:
    return Unit(**{"id": "u1", **given})


def test_every_field_of_a_unit_is_tested_here() -> None:
    assert list(FIELDS) == field_names(Unit)


@pytest.mark.parametrize(("name", "given", "held"), held_cases(FIELDS))
def test_a_field_of_a_unit_holds(name: str, given: Any, held: Any) -> None:
    value = getattr(build(**{name: given}), name)

    assert value == held
    assert type(value) is type(held)


@pytest.mark.parametrize(("name", "case"), refused_cases(FIELDS))
def test_a_field_of_a_unit_refuses(name: str, case: Refused) -> None:
    with pytest.raises(InvalidValueError) as caught:
        build(**{name: case.given})

    assert refusal(caught.value) == expected_refusal("Unit", "u1", name, case)
    assert len(str(caught.value)) < 500


def test_a_unit_of_which_only_the_id_is_known_has_none_everywhere_else() -> None:
    unit = Unit(id="u1")

    assert {name: getattr(unit, name) for name in FIELDS} == {
        **dict.fromkeys(FIELDS),
        "id": "u1",
    }


def test_no_aliases_are_not_unknown_aliases() -> None:
    assert Unit(id="u1", aliases=[]) != Unit(id="u1")


@pytest.mark.parametrize("status", [UnitStatus.MERGED, UnitStatus.ABOLISHED, None])
@pytest.mark.parametrize(
    ("as_of", "is_over"),
    [
        ("2018-06-30T23:59:59.999999+08:00", False),
        ("2018-06-30T15:59:59.999999Z", False),
        ("2018-07-01T00:00:00+08:00", True),
        ("2018-06-30T16:00:00Z", True),
        ("2018-07-01T00:00:00.000001+08:00", True),
        ("2019-07-01T00:00:00+08:00", True),
    ],
)
def test_a_unit_was_active_before_the_day_on_which_its_status_changed(
    status: UnitStatus | None, as_of: str, is_over: bool
) -> None:
    unit = Unit(id="u1", status=status, status_changed_on="2018-07-01")

    assert unit.status_at(moment(as_of)) is (status if is_over else UnitStatus.ACTIVE)


@pytest.mark.parametrize("status", [*UnitStatus, None])
def test_a_unit_whose_status_never_changed_on_record_always_had_it(
    status: UnitStatus | None,
) -> None:
    unit = Unit(id="u1", status=status)

    assert unit.status_at(moment("1992-01-01T00:00:00+08:00")) is status
    assert unit.status_at(moment("2199-12-31T00:00:00+08:00")) is status
