"""The command line and the rules of places: named, listed, explained, covered, and never by default."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Final
from unittest.mock import patch

import pytest
from click.testing import Result

from govmedia_rules.errors import MissingExtraError
from govmedia_rules.law import INSTRUMENTS
from govmedia_rules.rulesets import BUILT_IN, IN_THE_BOX, LOCAL
from govmedia_rules.serialization import loads_report

FACTS: Final[dict[str, list[dict[str, object]]]] = {
    "units": [{"id": "u", "kind": "government", "level": "municipal", "supervises_accounts": True}],
    "accounts": [
        {
            "id": "a",
            "platform": "wechat",
            "status": "active",
            "opened_at": "2025-01-24T09:00:00+08:00",
            "filings": [{"what": "opening", "filed_at": "2025-02-08T09:00:00+08:00"}],
        }
    ],
}
RULE_ID: Final = "hubei-2021/opening-filed-in-time"
HUBEI: Final = ("--rules", "hubei-2021", "--as-of", "2025-03-01", "--format", "json")


@pytest.fixture
def facts(tmp_path: Path) -> Path:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(FACTS), encoding="utf-8")
    return path


def outcomes(result: Result) -> dict[str, str]:
    return {
        finding.rule_id: finding.outcome.value for finding in loads_report(result.stdout).findings
    }


class TestWorkingDays:
    def test_are_counted_when_asked_for(self, invoke: Callable[..., Result], facts: Path) -> None:
        result = invoke("check", facts, *HUBEI, "--working-days")

        assert result.exit_code == 1
        assert outcomes(result)[RULE_ID] == "fail"

    def test_are_not_counted_otherwise(self, invoke: Callable[..., Result], facts: Path) -> None:
        result = invoke("check", facts, *HUBEI)

        assert outcomes(result)[RULE_ID] == "undetermined"

    def test_of_a_year_that_is_not_known_end_it(
        self, invoke: Callable[..., Result], tmp_path: Path
    ) -> None:
        path = tmp_path / "late.json"
        late = {**FACTS["accounts"][0], "opened_at": "2198-01-01T00:00:00+08:00", "filings": []}
        path.write_text(json.dumps({"accounts": [late]}), encoding="utf-8")

        result = invoke(
            "check", path, "--rules", "hubei-2021", "--as-of", "2198-02-01", "--working-days"
        )

        assert (result.exit_code, result.stdout) == (2, "")
        assert "whether 2198-01-02 is a working day is not known" in result.stderr

    def test_without_the_extra_one_sentence_says_what_to_install(
        self, invoke: Callable[..., Result], facts: Path
    ) -> None:
        missing = MissingExtraError("calendar", "the calendar of China's working days")
        with patch("govmedia_rules.cli.working_days._missing", missing):
            result = invoke("check", facts, *HUBEI, "--working-days")

        assert (result.exit_code, result.stdout) == (2, "")
        assert str(missing) in result.stderr


def test_all_rules_of_places_are_listed_and_explained(invoke: Callable[..., Result]) -> None:
    listed = json.loads(invoke("rules", "--format", "json").stdout)["rules"]

    assert [each["id"] for each in listed] == [
        rule.id for rules in IN_THE_BOX.values() for rule in rules
    ]
    assert invoke("explain", RULE_ID).exit_code == 0


def test_every_place_has_an_instrument_and_its_rules_by_one_name() -> None:
    assert list(INSTRUMENTS) == list(IN_THE_BOX) == [*BUILT_IN, *LOCAL]
    for name, rules in LOCAL.items():
        assert rules.id == name
        assert {rule.id.partition("/")[0] for rule in rules} == {name}
        assert {cite.instrument for rule in rules for cite in rule.cites} == {name}


@pytest.mark.parametrize("name", LOCAL)
def test_the_clauses_of_a_place_are_covered_by_its_own_rules_without_gaps(
    name: str, invoke: Callable[..., Result]
) -> None:
    result = invoke("coverage", name, "--format", "json")

    assert result.exit_code == 0
    plain = json.loads(result.stdout)
    assert plain["ruleset_id"] == f"opinion-2018+inspection-2019+{name}"
    assert "缺口" not in result.stderr


def test_nobody_is_asked_the_questions_of_places_unless_they_are_named(
    invoke: Callable[..., Result], facts: Path
) -> None:
    day = ("--as-of", "2025-03-01", "--format", "json")
    national = invoke("questionnaire", facts, *day).stdout
    named = invoke("questionnaire", facts, "--rules", "guangdong-2019", *day).stdout

    assert "guangdong-2019/" not in national
    assert "guangdong-2019/consolidation-finished" in named
