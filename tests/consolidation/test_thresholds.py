"""Thresholds: each says that it is not the text's, and only known ones can be overridden."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from govmedia_rules.conditions import Origin, Param
from govmedia_rules.consolidation import Action, Proposal, Thresholds
from govmedia_rules.errors import InvalidValueError, UnknownNameError
from govmedia_rules.findings import SubjectRef
from govmedia_rules.models import Subject

DEFAULTS = Thresholds()


def test_none_is_in_the_text() -> None:
    for param in DEFAULTS:
        assert param.origin is Origin.OPERATIONAL
        assert param.source is not None
        assert "states no number" in param.source


def test_the_defaults() -> None:
    assert {param.name: param.value for param in DEFAULTS} == {
        "few_followers": 1_000,
        "little_read": 100,
        "use_days": 90,
        "silent_days": 90,
        "shared_functions": 0.5,
    }


def test_an_override_remembers_what_it_replaced() -> None:
    changed = DEFAULTS.override(silent_days=180)
    assert changed.silent_days.value == 180
    assert changed.silent_days.origin is Origin.OVERRIDE
    assert (changed.silent_days.source or "").startswith("overrides 90 (")
    assert changed.few_followers is DEFAULTS.few_followers
    assert DEFAULTS.silent_days.value == 90


def test_thresholds_are_values() -> None:
    assert Thresholds() == DEFAULTS
    assert hash(Thresholds()) == hash(DEFAULTS)
    assert DEFAULTS.override(silent_days=91) != DEFAULTS


@pytest.mark.parametrize("name", ["silent_day", "self"])
def test_an_unknown_name_is_an_error(name: str) -> None:
    with pytest.raises(UnknownNameError, match="no threshold"):
        DEFAULTS.override(**{name: 1})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("silent_days", 0),
        ("silent_days", 1.5),
        ("silent_days", True),
        ("use_days", 36_501),
        ("few_followers", -1),
        ("little_read", "many"),
        ("little_read", float("nan")),
        ("little_read", None),
        ("shared_functions", 0),
        ("shared_functions", 1.01),
    ],
)
def test_a_value_that_cannot_be_is_an_error(name: str, value: Any) -> None:
    with pytest.raises(InvalidValueError, match=f"Thresholds: {name} is"):
        DEFAULTS.override(**{name: value})


@pytest.mark.parametrize(
    "param",
    [
        5,
        Param("other", 5, source="ours"),
        Param("few_followers", 5, origin="text"),
        Param("few_followers", "many", source="ours"),
    ],
)
def test_a_parameter_that_is_no_threshold_is_an_error(param: Any) -> None:
    with pytest.raises(InvalidValueError, match="few_followers"):
        evolve(DEFAULTS, few_followers=param)


@pytest.mark.parametrize(
    ("action", "into"),
    [(Action.MERGE, None), (Action.MERGE, "a"), (Action.KEEP, "b"), (Action.CLOSE, "a")],
)
def test_a_proposal_that_contradicts_itself_is_an_error(action: Action, into: str | None) -> None:
    with pytest.raises(InvalidValueError, match="another account"):
        Proposal(
            account=SubjectRef(kind=Subject.ACCOUNT, id="a"),
            platform="wechat",
            unit_name=None,
            action=action,
            into=into,
            reasons=(),
        )


def test_every_action_has_a_label_in_both_languages() -> None:
    assert len({action.label.zh for action in Action}) == len(Action)
    assert len({action.label.en for action in Action}) == len(Action)
