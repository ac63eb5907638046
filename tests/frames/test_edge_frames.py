"""Hand-made frames at the edges: the report is that of the same objects, on every kind of frame."""

from __future__ import annotations

import pytest

from edge_portfolios import EDGES, RULES
from frame_kinds import KINDS, AsKind, audit_of, report_of
from govmedia_rules.evaluation import audit
from govmedia_rules.models import Message, Portfolio
from govmedia_rules.rulesets import OPINION_2018
from portfolio_frames import frames_of
from situations import ACCOUNT_ID, AS_OF, account_with, ago, audited


@pytest.mark.parametrize("as_kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("portfolio", EDGES.values(), ids=EDGES)
def test_frames_at_an_edge_give_the_report_of_the_objects(
    portfolio: Portfolio, as_kind: AsKind
) -> None:
    assert report_of(portfolio, RULES, AS_OF, as_kind) == audited(portfolio, RULES)


@pytest.mark.parametrize("as_kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("limit", [0, 1, 2, 24, 25, 26])
def test_evidence_lists_as_many_ids_as_it_is_allowed_to(limit: int, as_kind: AsKind) -> None:
    portfolio = EDGES["more rows than evidence lists"]
    report = report_of(portfolio, RULES, AS_OF, as_kind, evidence_limit=limit)
    assert report == audited(portfolio, RULES, evidence_limit=limit)


@pytest.mark.parametrize("as_kind", KINDS.values(), ids=KINDS)
def test_days_in_parts_are_the_same_to_the_last_digit(as_kind: AsKind) -> None:
    # Engines may multiply many rows by the reciprocal of a constant, and one row not.
    late = [
        Message(
            id=f"m{micros}",
            account_id=ACCOUNT_ID,
            received_at=ago(days=60),
            needs_reply=True,
            replied_at=ago(days=45).add(microseconds=micros),
        )
        for micros in range(1, 9)
    ]
    portfolio = Portfolio(accounts=[account_with()], messages=late)
    ruleset = OPINION_2018.select("*/messages-answered-in-time")

    report = report_of(portfolio, ruleset, AS_OF, as_kind)

    assert report == audit(portfolio, ruleset, as_of=AS_OF)


@pytest.mark.parametrize("edge", ["one row in each table", "waivers of all sorts"])
def test_notices_of_waivers_are_the_reports_before_any_finding_is_taken_out(edge: str) -> None:
    frames = frames_of(EDGES[edge])
    audited_frames = audit_of(frames, RULES, AS_OF, next(iter(KINDS.values())))

    assert audited_frames.notices == audited(EDGES[edge], RULES).notices
