"""assert_findings says what is missing and what is there besides."""

from __future__ import annotations

import pytest

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.evaluation import audit
from govmedia_rules.findings import Report
from govmedia_rules.rulesets import INSPECTION_2019
from govmedia_rules.testing import (
    AS_OF,
    UnexpectedFindingsError,
    assert_findings,
    make_account,
    make_portfolio,
)

SILENT = "inspection-2019/no-update-in-two-weeks"
NO_INTERACTION = "inspection-2019/no-interaction"
ID = "wechat:海安公安"


def report() -> Report:
    account = make_account(interaction_features=())
    rules = INSPECTION_2019.select(SILENT, NO_INTERACTION, "inspection-2019/fabricated-popularity")
    return audit(make_portfolio(account), rules, as_of=AS_OF)


def test_exactly_the_findings_expected_are_accepted_in_any_order() -> None:
    expected = [
        (NO_INTERACTION, ID),
        ("inspection-2019/fabricated-popularity", ID, "undetermined"),
        (SILENT, ID, "fail"),
    ]

    assert_findings(report(), expected)
    assert_findings(report(), reversed(expected))


def test_outcomes_that_do_not_matter_are_left_out() -> None:
    assert_findings(report(), [(SILENT, ID), (NO_INTERACTION, ID)], ignoring=["undetermined"])


def test_the_difference_names_what_is_missing_and_shows_what_is_there() -> None:
    with pytest.raises(UnexpectedFindingsError) as caught:
        assert_findings(
            report(),
            [(SILENT, ID, "undetermined"), ("inspection-2019/app-unusable", ID)],
            ignoring=["undetermined"],
        )

    error = caught.value
    assert error.missing == (
        ("inspection-2019/app-unusable", ID, "fail"),
        (SILENT, ID, "undetermined"),
    )
    assert error.surplus == ((NO_INTERACTION, ID, "fail"), (SILENT, ID, "fail"))
    lines = str(error).splitlines()
    assert "2 missing (-), 2 besides (+)" in lines[0]
    assert (
        lines[1] == f"- fail         inspection-2019/app-unusable for {ID} (no such rule was run)"
    )
    assert lines[2] == f"- undetermined {SILENT} for {ID} (it is fail)"
    assert lines[3] == f"+ fail         {NO_INTERACTION} for {ID}"
    assert "互动" in lines[4]


def test_an_error_of_an_assertion_is_one() -> None:
    with pytest.raises(AssertionError):
        assert_findings(report(), [])


@pytest.mark.parametrize("expected", [("a",), ("a", "b", "fail", "c")])
def test_what_is_expected_has_two_or_three_parts(expected: tuple[str, ...]) -> None:
    with pytest.raises(InvalidValueError):
        assert_findings(report(), [expected])
