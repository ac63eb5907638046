"""Ledgers from reports: what gets a row, and what people wrote stays whatever the next audit finds."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules.errors import InvalidValueError, UnknownNameError
from govmedia_rules.findings import (
    Evidence,
    Finding,
    MissingFact,
    Outcome,
    Report,
    RuleRun,
    SubjectRef,
    Suppression,
)
from govmedia_rules.law import Force, Severity
from govmedia_rules.models import Account, Portfolio, Subject, Unit
from govmedia_rules.moments import moment, shifted
from govmedia_rules.reports.ledger import Ledger, LedgerRow, LedgerState, Recheck
from govmedia_rules.reports.ledger_building import LONGEST_PERIOD, rectification_ledger
from govmedia_rules.text import Text
from serialization_strategies import findings, report_moments

JUNE: Final = moment("2019-06-05T00:00:00+08:00")
SEPTEMBER: Final = moment("2019-09-05T23:30:00+08:00")
RULES: Final = ("set/a", "set/b")
ACCOUNTS: Final = ("x", "y", "z")
FOUND: Final = {Recheck.NEW, Recheck.PERSISTS, Recheck.RETURNED}
WAIVED: Final = Suppression(
    waiver_id="w", authority="市政府办公室", document="函1", reason="迁移", expires_at=SEPTEMBER
)


def finding(rule_id: str = "set/a", account_id: str = "x", **facts: Any) -> Finding:
    return Finding(
        **{
            "rule_id": rule_id,
            "title": Text(zh="须更新", en="update"),
            "outcome": Outcome.FAIL,
            "force": Force.OBLIGATION,
            "severity": Severity.VETO,
            "subject": SubjectRef(
                kind=Subject.ACCOUNT,
                id=account_id,
                name=f"{account_id}发布",
                account_id=account_id,
                unit_id="u",
            ),
            "message": Text(zh="没有更新", en="no update"),
            **facts,
        }
    )


def report_of(*listed: Finding, at: Any = JUNE, **facts: Any) -> Report:
    """Return a report in which every other account passes every rule."""
    runs = []
    for rule_id in RULES:
        outcomes = [each.outcome for each in listed if each.rule_id == rule_id]
        runs.append(
            RuleRun(
                rule_id=rule_id,
                title=Text(zh="规则", en="rule"),
                severity=Severity.VETO,
                subject=Subject.ACCOUNT,
                is_in_force=True,
                passed=len(ACCOUNTS) - len(outcomes),
                failed=outcomes.count(Outcome.FAIL),
                undetermined=outcomes.count(Outcome.UNDETERMINED),
                errors=outcomes.count(Outcome.ERROR),
            )
        )
    return Report(
        **{
            "as_of": at,
            "ruleset_id": "set",
            "ruleset_fingerprint": "0" * 16,
            "findings": listed,
            "rules": tuple(runs),
            "tables": (),
            "inspected": ACCOUNTS,
            **facts,
        }
    )


def rows_of(ledger: Ledger) -> dict[str, LedgerRow]:
    rows = {row.fingerprint: row for row in ledger.rows}
    assert len(rows) == len(ledger.rows)
    return rows


def one_row(report: Report, **options: Any) -> LedgerRow:
    (row,) = rectification_ledger(report, **options).rows
    return row


# -- What gets a row, and what stands in it ---------------------------------------------


def test_a_failure_as_a_row() -> None:
    fail = finding(
        evidence=(
            Evidence(
                what=Text(zh="数量", en="number"),
                condition="…",
                truth=False,
                value=0,
                operator=">=",
                threshold=1,
                ids=("p1", "p2"),
                ids_total=12,
            ),
        ),
        remedy=Text(zh="恢复更新", en="resume"),
    )
    portfolio = Portfolio(
        accounts=[Account(id="x", platform="wechat", unit_id="u")],
        units=[Unit(id="u", name="甲县政府")],
    )

    ledger = rectification_ledger(report_of(fail), portfolio=portfolio, rectification_days=30)

    assert tuple(ledger.rows) == (
        LedgerRow(
            number=1,
            sponsor_name="甲县政府",
            sponsor_id="u",
            account_name="x发布",
            account_id="x",
            platform="微信公众号",
            subject_kind=Subject.ACCOUNT,
            subject_id="x",
            problem="须更新：没有更新",
            evidence="数量：0(不少于1：否)[p1、p2等12条]",
            remedy="恢复更新",
            outcome="不符合",
            severity="单项否决",
            first_found_on=date(2019, 6, 5),
            last_found_on=date(2019, 6, 5),
            rechecked_on=date(2019, 6, 5),
            recheck=Recheck.NEW,
            due_on=date(2019, 7, 5),
            state=LedgerState.TO_RECTIFY,
            rule_id="set/a",
            fingerprint=fail.fingerprint,
        ),
    )


def test_a_row_in_english_without_names() -> None:
    row = one_row(report_of(finding()), language="en", unit_names={"v": "another"})

    assert (row.sponsor_name, row.platform, row.outcome) == ("u", "", "fail")
    assert (row.problem, row.due_on) == ("update: no update", None)


def test_a_unit_is_its_own_sponsor_and_a_post_stands_under_its_title() -> None:
    unit = finding(subject=SubjectRef(kind=Subject.UNIT, id="u", name="甲县政府"))
    post = finding(
        subject=SubjectRef(
            kind=Subject.POST, id="p", name="一条", account_id="x", account_name="x发布"
        )
    )

    rows = tuple(rectification_ledger(report_of(unit, post)).rows)

    shown = [(row.sponsor_name, row.account_name, row.subject_name, row.subject_id) for row in rows]
    assert shown == [("甲县政府", "", "", "u"), ("", "x发布", "一条", "p")]


def test_the_due_day_counts_shanghai_days_from_the_day_of_the_monitoring_moment() -> None:
    late = report_of(finding(), at=moment("2019-09-05T15:59:59Z"))
    later = report_of(finding(), at=moment("2019-09-05T16:00:00Z"))

    assert one_row(late, rectification_days=1).due_on == date(2019, 9, 6)
    assert one_row(later, rectification_days=1).due_on == date(2019, 9, 7)


@pytest.mark.parametrize("days", [0, -1, LONGEST_PERIOD + 1, True, 1.5, "30"])
def test_a_period_that_is_none_is_refused(days: Any) -> None:
    with pytest.raises(InvalidValueError, match="rectification_days"):
        rectification_ledger(report_of(), rectification_days=days)


@pytest.mark.parametrize("days", [1, LONGEST_PERIOD])
def test_the_shortest_and_the_longest_period_are_taken(days: int) -> None:
    assert one_row(report_of(finding()), rectification_days=days).due_on is not None


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(UnknownNameError):
        rectification_ledger(report_of(), language="fr")


def test_a_waived_failure_says_so_and_has_no_day_and_no_state() -> None:
    row = one_row(report_of(finding(suppression=WAIVED)), rectification_days=30)

    assert row.outcome == "已豁免"
    assert row.problem == "须更新：没有更新\n已豁免：市政府办公室，函1，迁移，至2019-09-05 23:30:00"
    assert (row.due_on, row.state, row.recheck) == (None, "", Recheck.NEW)


def test_undetermined_findings_and_crashes_get_rows_only_on_request() -> None:
    lacks = (MissingFact(fact="posts", what=Text(zh="信息", en="posts")),)
    report = report_of(
        finding(outcome=Outcome.UNDETERMINED, missing=lacks),
        finding(account_id="y", outcome=Outcome.ERROR, error="ZeroDivisionError: …"),
        finding(account_id="z"),
    )

    assert [row.account_id for row in rectification_ledger(report).rows] == ["z"]
    rows = tuple(rectification_ledger(report, includes_undetermined=True).rows)
    assert [(row.outcome, row.recheck, row.state, row.first_found_on) for row in rows] == [
        ("未能判定", Recheck.UNDETERMINED, "", None),
        ("规则出错", Recheck.UNDETERMINED, "", None),
        ("不符合", Recheck.NEW, LedgerState.TO_RECTIFY, date(2019, 6, 5)),
    ]
    assert rows[0].evidence == "缺少：信息(posts)"
    assert rows[1].problem.endswith("\nZeroDivisionError: …")


def test_two_findings_with_one_fingerprint_are_refused() -> None:
    with pytest.raises(InvalidValueError, match="there are several"):
        rectification_ledger(report_of(finding(), finding()))


# -- The next quarter -------------------------------------------------------------------


def next_quarter(report: Report, earlier: Ledger, **options: Any) -> dict[str, LedgerRow]:
    return rows_of(rectification_ledger(report, earlier=earlier, **options))


def test_new_persisting_and_gone_are_marked() -> None:
    june = rectification_ledger(report_of(finding(account_id="x"), finding(account_id="y")))
    september = report_of(finding(account_id="y"), finding(account_id="z"), at=SEPTEMBER)

    rows = tuple(rectification_ledger(september, earlier=june).rows)

    first, later = date(2019, 6, 5), date(2019, 9, 5)
    assert [
        (
            row.number,
            row.account_id,
            row.recheck,
            row.first_found_on,
            row.last_found_on,
            row.rechecked_on,
        )
        for row in rows
    ] == [
        (1, "x", Recheck.GONE, first, first, later),
        (2, "y", Recheck.PERSISTS, first, later, later),
        (3, "z", Recheck.NEW, later, later, later),
    ]
    assert [row.recheck_note for row in rows] == ["本次检查符合", "", ""]


def test_what_had_gone_and_fails_again_has_returned() -> None:
    ledger = rectification_ledger(report_of(finding()))
    for quarter, listed, recheck in (
        (1, (), Recheck.GONE),
        (2, (finding(),), Recheck.RETURNED),
        (3, (finding(),), Recheck.PERSISTS),
        (4, (), Recheck.GONE),
        (5, (finding(outcome=Outcome.UNDETERMINED),), Recheck.UNDETERMINED),
        (6, (finding(),), Recheck.RETURNED),
    ):
        report = report_of(*listed, at=shifted(JUNE, 90 * quarter))
        ledger = rectification_ledger(report, earlier=ledger)
        assert [row.recheck for row in ledger.rows] == [recheck]


def test_what_fails_no_more_for_want_of_facts_is_undetermined_and_keeps_its_evidence() -> None:
    june = rectification_ledger(report_of(finding(message=Text(zh="旧", en="old"))))
    lacks = (MissingFact(fact="posts", what=Text(zh="信息", en="posts")),)
    september = report_of(finding(outcome=Outcome.UNDETERMINED, missing=lacks), at=SEPTEMBER)

    for includes in (False, True):
        (row,) = next_quarter(september, june, includes_undetermined=includes).values()
        assert (row.recheck, row.recheck_note) == (Recheck.UNDETERMINED, "缺少：信息(posts)")
        assert (row.problem, row.rechecked_on) == ("须更新：旧", date(2019, 6, 5))


def test_what_people_wrote_stays_and_an_empty_day_is_filled_in() -> None:
    june = rectification_ledger(report_of(finding(), finding(account_id="y")))
    x, y = june.rows
    x = evolve(x, state="已约谈", remarks="催办", due_on=date(2019, 8, 1), extras=("张三",))
    y = evolve(y, state="", extras=("",))
    worked_on = evolve(june, rows=(y, x), extra_headings=("责任人",))
    september = report_of(finding(), finding(account_id="y"), at=SEPTEMBER)

    ledger = rectification_ledger(september, earlier=worked_on, rectification_days=10)

    assert ledger.extra_headings == ("责任人",)
    assert [(row.state, row.remarks, row.due_on, row.extras) for row in ledger.rows] == [
        ("已约谈", "催办", date(2019, 8, 1), ("张三",)),
        (LedgerState.TO_RECTIFY, "", date(2019, 9, 15), ("",)),
    ]


def test_a_row_that_people_entered_is_left_alone() -> None:
    own = LedgerRow(number=7, problem="群众来电反映", state="整改中")
    ledger = Ledger(rows=(own, evolve(own, number=None)))

    rows = tuple(rectification_ledger(report_of(finding()), earlier=ledger).rows)

    assert rows[:2] == (own, evolve(own, number=8))
    assert (rows[2].number, rows[2].account_id) == (9, "x")


def test_a_row_that_people_took_out_is_new_when_it_is_found_again() -> None:
    june = rectification_ledger(report_of(finding(), finding(account_id="y")))
    shortened = evolve(june, rows=tuple(june.rows)[1:])

    rows = tuple(
        rectification_ledger(
            report_of(finding(), finding(account_id="y"), at=SEPTEMBER), earlier=shortened
        ).rows
    )

    assert [(row.number, row.account_id, row.recheck) for row in rows] == [
        (2, "y", Recheck.PERSISTS),
        (3, "x", Recheck.NEW),
    ]


def test_numbers_that_were_lost_or_doubled_are_given_anew() -> None:
    june = rectification_ledger(report_of(*[finding(account_id=each) for each in ACCOUNTS]))
    x, y, z = june.rows
    worked_on = evolve(june, rows=(evolve(z, number=None), evolve(y, number=1), x))

    again = rectification_ledger(report_of(at=SEPTEMBER), earlier=worked_on)

    assert sorted(row.number or 0 for row in again.rows) == [1, 2, 3]
    assert len(rows_of(again)) == 3


def test_a_report_older_than_the_ledger_is_refused() -> None:
    september = rectification_ledger(report_of(finding(), at=SEPTEMBER))

    with pytest.raises(InvalidValueError, match="a day not before 2019-09-05"):
        rectification_ledger(report_of(finding()), earlier=september)


def test_going_through_the_rows_twice_gives_the_same_and_they_can_be_asked_for() -> None:
    rows = rectification_ledger(report_of(finding(), finding(account_id="y"))).rows

    assert tuple(rows) == tuple(rows)
    assert len(rows) == 2
    assert next(iter(rows)) in rows
    assert LedgerRow() not in rows


# -- Laws -------------------------------------------------------------------------------


@st.composite
def stories(draw: st.DrawFn) -> list[Report]:
    """Draw the reports of some quarters, over the same rules and accounts, not all of them each time."""
    told = []
    for quarter in range(draw(st.integers(1, 4))):
        listed: list[Finding] = []
        runs = []
        there = [each for each in ACCOUNTS if draw(st.booleans())]
        for rule_id in draw(st.sampled_from([RULES, RULES[:1], RULES[1:]])):
            outcomes = {each: draw(st.sampled_from(Outcome)) for each in there}
            for account_id, outcome in outcomes.items():
                if outcome not in {Outcome.PASS, Outcome.NOT_APPLICABLE}:
                    is_waived = outcome is Outcome.FAIL and draw(st.booleans())
                    waiver = WAIVED if is_waived else None
                    listed.append(finding(rule_id, account_id, outcome=outcome, suppression=waiver))
            counts = list(outcomes.values())
            runs.append(
                RuleRun(
                    rule_id=rule_id,
                    title=Text(zh="规则", en="rule"),
                    severity=Severity.ERROR,
                    subject=Subject.ACCOUNT,
                    is_in_force=True,
                    passed=counts.count(Outcome.PASS),
                    failed=counts.count(Outcome.FAIL),
                    undetermined=counts.count(Outcome.UNDETERMINED),
                    not_applicable=counts.count(Outcome.NOT_APPLICABLE),
                    errors=counts.count(Outcome.ERROR),
                )
            )
        at = shifted(JUNE, 90 * quarter)
        told.append(report_of(*listed, at=at, rules=tuple(runs), inspected=tuple(there)))
    return told


def worked_on(draw: st.DrawFn, ledger: Ledger) -> Ledger:
    """Return *ledger* as people may have left it: filled in, sorted."""
    states = st.sampled_from(["", "已约谈", *LedgerState])
    rows = [
        evolve(row, state=draw(states), remarks=draw(st.sampled_from(["", "催办"])))
        for row in ledger.rows
    ]
    return evolve(ledger, rows=tuple(draw(st.permutations(rows))))


@st.composite
def two_audits(draw: st.DrawFn) -> tuple[Ledger, Report]:
    """Draw a ledger that people worked on over some quarters, and the report after them."""
    ledger = Ledger(rows=())
    *before, last = draw(stories())
    for report in before:
        made = rectification_ledger(
            report, earlier=ledger, includes_undetermined=draw(st.booleans())
        )
        ledger = worked_on(draw, made)
    return ledger, last


@given(two_audits(), st.booleans())
def test_no_row_and_nothing_that_people_wrote_is_lost(
    audits: tuple[Ledger, Report], includes: bool
) -> None:
    ledger, report = audits

    after = next_quarter(report, ledger, includes_undetermined=includes)

    for row in ledger.rows:
        now = after[row.fingerprint]
        assert (now.number, now.remarks) == (row.number, row.remarks)
        assert now.state == row.state or (row.state == "" and now.state is LedgerState.TO_RECTIFY)
    listed = {Outcome.FAIL} | ({Outcome.UNDETERMINED, Outcome.ERROR} if includes else set())
    found = {each.fingerprint for each in report.findings if each.outcome in listed}
    assert set(after) == found | {row.fingerprint for row in ledger.rows}


@given(two_audits(), st.booleans())
def test_the_same_audit_once_more_changes_nothing(
    audits: tuple[Ledger, Report], includes: bool
) -> None:
    ledger, report = audits

    once = rectification_ledger(
        report, earlier=ledger, includes_undetermined=includes, rectification_days=30
    )
    twice = rectification_ledger(
        report, earlier=once, includes_undetermined=includes, rectification_days=30
    )

    assert tuple(twice.rows) == tuple(once.rows)


@given(two_audits(), st.randoms())
def test_in_what_order_people_left_the_rows_makes_no_difference(
    audits: tuple[Ledger, Report], random: Any
) -> None:
    ledger, report = audits
    rows = list(ledger.rows)
    random.shuffle(rows)

    shuffled = rectification_ledger(report, earlier=evolve(ledger, rows=tuple(rows)))

    assert tuple(shuffled.rows) == tuple(rectification_ledger(report, earlier=ledger).rows)


@given(two_audits())
def test_a_row_is_found_exactly_when_the_report_fails_it_and_gone_only_when_it_was_judged(
    audits: tuple[Ledger, Report],
) -> None:
    ledger, report = audits
    failing = {each.fingerprint for each in report.findings if each.outcome is Outcome.FAIL}
    open_ = {each.fingerprint for each in report.findings} - failing
    judged = {(run.rule_id, account_id) for run in report.rules for account_id in report.inspected}

    for fingerprint, row in next_quarter(report, ledger).items():
        assert (row.recheck in FOUND) == (fingerprint in failing)
        if fingerprint in open_:
            assert row.recheck is Recheck.UNDETERMINED
        if row.recheck is Recheck.GONE and row.rechecked_on == report.as_of.date():
            assert (row.rule_id, row.account_id) in judged
            assert fingerprint not in failing | open_


@given(st.lists(findings, max_size=3, unique_by=lambda each: each.fingerprint), report_moments)
def test_any_finding_makes_a_row(listed: list[Finding], at: Any) -> None:
    comparable = [
        evolve(each, evidence=tuple(evolve(piece, operator="has") for piece in each.evidence))
        for each in listed
    ]
    ledger = rectification_ledger(
        report_of(*comparable, at=at), includes_undetermined=True, rectification_days=LONGEST_PERIOD
    )

    opened = {Outcome.FAIL, Outcome.UNDETERMINED, Outcome.ERROR}
    expected = [each.fingerprint for each in listed if each.outcome in opened]
    assert [row.fingerprint for row in ledger.rows] == expected


def test_a_pass_that_a_report_lists_is_no_finding() -> None:
    june = rectification_ledger(report_of(finding()))
    listed = finding(outcome=Outcome.PASS)
    september = evolve(report_of(at=SEPTEMBER), findings=(listed,))

    (row,) = next_quarter(september, june).values()

    assert row.recheck is Recheck.GONE
