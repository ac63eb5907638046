"""How refused records are explained, on classes made for it."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import Attribute, field, frozen
from cattrs.errors import ClassValidationError

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.problems import Fault
from govmedia_rules.serialization.records import converter_of
from govmedia_rules.serialization.structuring import faults_of


def check_pair(_: object, attribute: Attribute[Any], value: Any) -> None:
    if len(value) == 2:
        raise InvalidValueError(
            owner="Sample", owner_id=None, field=attribute.name, value=value, expected="no pair"
        )


def fail(_: object, __: object, ___: object) -> None:
    raise ZeroDivisionError


@frozen(kw_only=True)
class Sample:
    unchecked: int = 0
    members: frozenset[str] = field(default=frozenset(), converter=frozenset, validator=check_pair)
    broken: int = field(default=0, validator=fail)


def faults_in(raw: Any) -> list[Fault]:
    with pytest.raises(ClassValidationError) as caught:
        converter_of("error", explains=True).structure(raw, Sample)
    return list(faults_of(caught.value, raw))


def test_a_list_whose_members_are_fine_each_by_itself_is_refused_as_a_whole() -> None:
    raw = {"unchecked": "anything", "members": ["a", "b"]}

    assert faults_in(raw) == [Fault(("members",), ["a", "b"], "no pair")]


def test_a_mistake_in_the_library_is_not_taken_for_one_in_the_file() -> None:
    with pytest.raises(ZeroDivisionError):
        faults_in({"broken": 1})
