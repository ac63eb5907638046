"""Objects made fast are those that the class itself would have made."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import Factory, field, fields, frozen
from attrs.exceptions import FrozenInstanceError
from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules.evaluation.makers import maker_of
from govmedia_rules.findings import Evidence, Finding, SubjectRef
from govmedia_rules.models import Subject
from govmedia_rules.text import Text

anything = st.none() | st.integers() | st.text(max_size=3)


@pytest.mark.parametrize("cls", [Evidence, Finding, SubjectRef])
@given(data=st.data())
def test_it_makes_what_the_class_makes(cls: Any, data: st.DataObject) -> None:
    given_fields = {
        each.name: data.draw(anything)
        for each in fields(cls)
        if each.default is not None and not isinstance(each.default, (int, tuple))
    }
    made, expected = maker_of(cls)(**given_fields), cls(**given_fields)
    assert type(made) is cls
    assert made == expected
    assert hash(made) == hash(expected)
    assert repr(made) == repr(expected)


def test_what_it_makes_is_frozen() -> None:
    made: Any = maker_of(SubjectRef)(kind=Subject.ACCOUNT, id="a")
    with pytest.raises(FrozenInstanceError):
        made.id = "b"
    with pytest.raises(FrozenInstanceError):
        del made.id


def test_a_field_left_out_is_missed() -> None:
    with pytest.raises(TypeError):
        maker_of(SubjectRef)()  # type: ignore[call-arg]


def test_a_class_that_checks_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Text\.zh"):
        maker_of(Text)


@frozen
class _Converting:
    number: int = field(converter=int)


@frozen
class _Filling:
    numbers: list[int] = field(default=Factory(list))


@pytest.mark.parametrize("cls", [_Converting, _Filling])
def test_a_class_that_converts_or_fills_in_is_refused(cls: Any) -> None:
    with pytest.raises(TypeError, match=r"takes more than being set"):
        maker_of(cls)
