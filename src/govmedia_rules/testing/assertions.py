"""Assertions about reports, with differences that a person can read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from govmedia_rules.errors import GovmediaRulesError, InvalidValueError
from govmedia_rules.findings import Finding, Outcome, Report

__all__ = ["Expected", "UnexpectedFindingsError", "assert_findings"]

Expected: TypeAlias = tuple[str, ...]
"""A rule's id, the id of what it is about, and, unless it is fail, the outcome."""

_Row: TypeAlias = tuple[str, str, str]


class UnexpectedFindingsError(GovmediaRulesError, AssertionError):
    """
    A report has other findings than expected.

    Attributes:
        missing: those expected that are not there, as rule, subject and outcome.

        surplus: those there that were not expected.
    """

    def __init__(
        self, missing: tuple[_Row, ...], surplus: tuple[_Row, ...], lines: list[str]
    ) -> None:
        self.missing = missing
        self.surplus = surplus
        super().__init__("\n".join(lines))


def assert_findings(
    report: Report, expected: Iterable[Expected], *, ignoring: Iterable[Outcome | str] = ()
) -> None:
    """
    Assert that a report has exactly the findings expected, in whatever order.

    Parameters:
        report: the report of an audit.

        expected: for each finding the rule's id and the subject's id, as in
            ``("inspection-2019/no-interaction", "wechat:旧铺发布")``; a third part says
            the outcome where that is not fail.

        ignoring: outcomes that are left out of account, such as undetermined.

    Raises:
        UnexpectedFindingsError: listing what is missing (−) and what is there besides (+),
            with the message of each finding that was not expected.
        InvalidValueError: when something expected has not two or three parts.
    """
    left_out = {Outcome(outcome) for outcome in ignoring}
    wanted = sorted({_row(each) for each in expected})
    found: dict[_Row, Finding] = {
        (finding.rule_id, finding.subject.id, finding.outcome.value): finding
        for finding in report.findings
        if finding.outcome not in left_out
    }
    missing = tuple(row for row in wanted if row not in found)
    surplus = tuple(sorted(row for row in found if row not in set(wanted)))
    if missing or surplus:
        raise UnexpectedFindingsError(missing, surplus, _lines(missing, surplus, found, report))


def _row(expected: Expected) -> _Row:
    if not 2 <= len(expected) <= 3:
        raise InvalidValueError(
            owner="assert_findings",
            owner_id=None,
            field="expected",
            value=expected,
            expected="a rule's id, a subject's id and perhaps an outcome",
        )
    outcome = Outcome.FAIL if len(expected) == 2 else Outcome(expected[2])
    return (expected[0], expected[1], outcome.value)


def _lines(
    missing: tuple[_Row, ...], surplus: tuple[_Row, ...], found: dict[_Row, Finding], report: Report
) -> list[str]:
    which = f"the report of {report.ruleset_id} as of {report.as_of.isoformat()}"
    how_many = f"{len(missing)} missing (-), {len(surplus)} besides (+)"
    lines = [f"{which} has other findings than expected: {how_many}"]
    for rule_id, subject_id, outcome in missing:
        same = [row for row in found if row[:2] == (rule_id, subject_id)]
        known = any(run.rule_id == rule_id for run in report.rules)
        hint = f" (it is {same[0][2]})" if same else "" if known else " (no such rule was run)"
        lines.append(f"- {outcome:<12} {rule_id} for {subject_id}{hint}")
    for row in surplus:
        rule_id, subject_id, outcome = row
        message = found[row].message
        lines.append(f"+ {outcome:<12} {rule_id} for {subject_id}")
        lines.append(f"    {message.zh}")
        lines.append(f"    {message.en}")
    return lines
