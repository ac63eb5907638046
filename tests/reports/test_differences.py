"""Differences in words: a word for every kind, cause and fate, and sentences of both languages."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given

from govmedia_rules.findings import Cause, Change, Difference, Fate, Report, RuleChange
from govmedia_rules.reports.differences import (
    CAUSES,
    CHANGES,
    FATES,
    RULE_CHANGES,
    cause_words,
    diff_summary,
    difference_words,
    outcome_words,
)
from govmedia_rules.text import Text
from serialization_strategies import reports


@pytest.mark.parametrize(
    ("kind", "words"),
    [(Change, CHANGES), (Cause, CAUSES), (Fate, FATES), (RuleChange, RULE_CHANGES)],
)
def test_every_member_has_words_of_its_own(kind: type[StrEnum], words: Any) -> None:
    assert sorted(words) == sorted(kind)
    assert len({text.zh for text in words.values()}) == len(kind)
    assert len({text.en for text in words.values()}) == len(kind)


@given(reports(), reports())
def test_every_difference_can_be_told(one: Report, other: Report) -> None:
    earlier, later = sorted((one, other), key=lambda report: report.as_of)
    diff = later.diff(earlier)

    for each in diff.differences:
        if cause_words(each) is None:
            assert each.change is Change.PERSISTING or each.fate is Fate.UNVERIFIED
        else:
            assert each.change is not Change.PERSISTING
        if each.later is not None:
            assert difference_words(each) == each.later.message
        else:
            assert each.fate is not None
            assert difference_words(each).zh.startswith(FATES[each.fate].zh)
    assert diff_summary(diff).zh.startswith(f"新增{len(diff.new)}项")


@given(reports())
def test_outcomes_that_agree_are_told_once(report: Report) -> None:
    for finding in report.findings:
        both = Difference(change=Change.PERSISTING, earlier=finding, later=finding)
        new = Difference(change=Change.NEW, cause=Cause.FACTS, later=finding)
        assert "→" not in outcome_words(both).zh
        assert outcome_words(new) == Text(
            zh=f"无 → {outcome_words(both).zh}", en=f"none → {outcome_words(both).en}"
        )
