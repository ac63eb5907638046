"""The rules of places: what their instruments admit not to know, and how they stand beside the nation's."""

from __future__ import annotations

import re

import pytest

from govmedia_rules.calendars import CHINA
from govmedia_rules.evaluation import audit
from govmedia_rules.findings import Outcome
from govmedia_rules.law import INSTRUMENTS, Confidence, Force, Instrument
from govmedia_rules.models import Filing, Portfolio, Waiver
from govmedia_rules.rulesets import BUILT_IN, LOCAL, OPINION_2018
from situations import UNIT_ID, account_with, outcomes_of, unit_with

PLACES = [INSTRUMENTS[name] for name in LOCAL]

each_place = pytest.mark.parametrize("instrument", PLACES, ids=lambda instrument: instrument.id)


@each_place
def test_no_clause_pretends_to_a_number_or_to_a_wording_that_was_seen(
    instrument: Instrument,
) -> None:
    for provision in instrument.provisions:
        assert not re.search(r"\d", provision.number)
        assert provision.confidence is Confidence.PARAPHRASE


@each_place
def test_what_is_not_known_of_an_instrument_is_said(instrument: Instrument) -> None:
    document = instrument.document

    assert (
        document.issued_on is not None and document.number is not None
    ) or document.dating is not None


@each_place
def test_every_clause_is_cited_or_says_why_not(instrument: Instrument) -> None:
    cited = {cite.provision for rule in LOCAL[instrument.id] for cite in rule.cites}

    for provision in instrument.provisions:
        assert (provision.number in cited) is (provision.unchecked_because is None)


@each_place
def test_a_rule_is_as_binding_as_its_clause(instrument: Instrument) -> None:
    for rule in LOCAL[instrument.id]:
        (cite,) = rule.cites
        assert cite.provision is not None
        assert rule.force is instrument.provision(cite.provision).force


def test_no_rule_of_a_place_is_a_veto() -> None:
    """Verdicts stay those of the inspection: no instrument is known to add a veto."""
    assert {str(rule.severity) for rules in LOCAL.values() for rule in rules} == {
        "error",
        "warning",
        "note",
    }


def test_places_are_not_among_what_binds_everywhere() -> None:
    assert BUILT_IN.keys().isdisjoint(LOCAL)


def test_in_zhoushan_a_waiver_lifts_the_nations_rule_and_not_the_citys() -> None:
    rules = OPINION_2018.select("*/one-account-per-platform") | LOCAL["zhoushan-2020"].select(
        "*/one-account-per-platform"
    )
    facts = Portfolio(
        units=[unit_with()],
        accounts=[account_with(id=name, unit_id=UNIT_ID) for name in "ab"],
        waivers=[
            Waiver(
                id="w",
                rule_id="opinion-2018/one-account-per-platform",
                unit_id=UNIT_ID,
                authority="省政府办公厅",
                document="批复",
                reason="历史账号",
                valid_from_at="2020-01-01T00:00:00+08:00",
            )
        ],
    )

    report = audit(facts, rules, as_of="2021-01-01T00:00:00+08:00")

    assert {finding.rule_id: finding.is_suppressed for finding in report.findings} == {
        "opinion-2018/one-account-per-platform": True,
        "zhoushan-2020/one-account-per-platform": False,
    }
    assert rules.rule("zhoushan-2020/one-account-per-platform").force is Force.OBLIGATION
    assert any("从严执行" in notice.zh for notice in report.notices)


@pytest.mark.parametrize(
    ("filed_on", "outcome"),
    [
        # Opened on Friday 24 January 2025; worked are 26 and 27 January, 5, 6 and 7 February.
        ("2025-02-07", Outcome.PASS),
        ("2025-02-08", Outcome.FAIL),  # a Saturday worked: the sixth
    ],
)
def test_in_hubei_the_spring_festival_does_not_count_and_make_up_days_do(
    filed_on: str, outcome: Outcome
) -> None:
    rule = LOCAL["hubei-2021"].select("*/opening-filed-in-time")
    account = account_with(
        opened_at="2025-01-24T09:00:00+08:00",
        filings=[Filing(what="opening", filed_at=f"{filed_on}T17:00:00+08:00")],
    )

    report = audit(
        Portfolio(accounts=[account]), rule, as_of="2025-03-01T00:00:00+08:00", calendar=CHINA
    )

    assert outcomes_of(report, "hubei-2021/opening-filed-in-time") == {outcome: 1}
