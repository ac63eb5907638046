"""Findings and reports: verdicts, what is missing, fingerprints, and how they are printed."""

from __future__ import annotations

import copy
import itertools
import pickle
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules.errors import UnknownNameError
from govmedia_rules.findings import (
    Finding,
    MissingFact,
    Outcome,
    Range,
    Report,
    SubjectRef,
    Suppression,
    Verdict,
)
from govmedia_rules.law import Force, Severity
from govmedia_rules.models import Subject
from govmedia_rules.moments import moment
from govmedia_rules.text import Text

WAIVED = Suppression(waiver_id="w1", authority="the office", document="paper 1", reason="moving")


def account_ref(account_id: str = "a1") -> SubjectRef:
    return SubjectRef(kind=Subject.ACCOUNT, id=account_id, account_id=account_id)


def post_ref(post_id: str = "p1", account_id: str = "a1") -> SubjectRef:
    return SubjectRef(kind=Subject.POST, id=post_id, account_id=account_id)


def unit_ref(unit_id: str = "u1") -> SubjectRef:
    return SubjectRef(kind=Subject.UNIT, id=unit_id, unit_id=unit_id)


def finding(
    outcome: Outcome = Outcome.FAIL,
    subject: SubjectRef | None = None,
    severity: Severity = Severity.VETO,
    **facts: Any,
) -> Finding:
    return Finding(
        **{
            "rule_id": "set/rule",
            "title": Text(zh="规则", en="a rule"),
            "outcome": outcome,
            "force": Force.PROHIBITION,
            "severity": severity,
            "subject": subject or account_ref(),
            "message": Text(zh="不符", en="broken"),
            **facts,
        }
    )


def missing(**counts: int) -> tuple[MissingFact, ...]:
    return tuple(
        MissingFact(fact=fact, what=Text(zh="事实", en="a fact"), count=count)
        for fact, count in counts.items()
    )


def report(*findings: Finding, **facts: Any) -> Report:
    return Report(
        **{
            "as_of": moment("2019-06-05T00:00:00+08:00"),
            "ruleset_id": "set",
            "ruleset_fingerprint": "0" * 16,
            "findings": findings,
            "rules": (),
            "tables": (),
            "inspected": ("a1", "a2"),
            "not_inspected": ("a3",),
            **facts,
        }
    )


FAILED = finding(Outcome.FAIL)
OPEN = finding(Outcome.UNDETERMINED)
CRASHED = finding(Outcome.ERROR)
EXCUSED = finding(Outcome.FAIL, suppression=WAIVED)


@pytest.mark.parametrize(
    ("findings", "verdict"),
    [
        ((), Verdict.PASSES),
        ((FAILED,), Verdict.FAILS),
        ((OPEN,), Verdict.UNDETERMINED),
        ((CRASHED,), Verdict.UNDETERMINED),
        ((EXCUSED,), Verdict.PASSES),
        ((FAILED, OPEN), Verdict.FAILS),
        ((FAILED, CRASHED), Verdict.FAILS),
        ((FAILED, EXCUSED), Verdict.FAILS),
        ((OPEN, CRASHED), Verdict.UNDETERMINED),
        ((OPEN, EXCUSED), Verdict.UNDETERMINED),
        ((CRASHED, EXCUSED), Verdict.UNDETERMINED),
        ((FAILED, OPEN, CRASHED, EXCUSED), Verdict.FAILS),
        ((finding(Outcome.PASS), finding(Outcome.NOT_APPLICABLE)), Verdict.PASSES),
    ],
)
def test_a_failure_beats_an_open_question_and_an_open_question_beats_a_pass_in_any_order(
    findings: tuple[Finding, ...], verdict: Verdict
) -> None:
    for ordered in itertools.permutations(findings):
        assert report(*ordered).verdicts == {"a1": verdict, "a2": Verdict.PASSES}


@pytest.mark.parametrize("severity", [Severity.ERROR, Severity.WARNING, Severity.NOTE])
@pytest.mark.parametrize("outcome", Outcome)
def test_only_vetoes_decide_the_verdict(severity: Severity, outcome: Outcome) -> None:
    assert report(finding(outcome, severity=severity)).verdict("a1") is Verdict.PASSES


def test_the_failure_of_a_post_is_its_accounts() -> None:
    inspected = report(finding(Outcome.FAIL, post_ref("p1", "a2")))

    assert inspected.verdicts == {"a1": Verdict.PASSES, "a2": Verdict.FAILS}


def test_what_a_unit_fails_is_no_accounts_failure() -> None:
    inspected = report(finding(Outcome.FAIL, unit_ref("a1")))

    assert inspected.verdicts == {"a1": Verdict.PASSES, "a2": Verdict.PASSES}
    assert inspected.has_failures


def test_an_account_that_no_veto_binds_is_not_inspected_and_has_no_entry() -> None:
    inspected = report(FAILED)

    assert inspected.verdict("a3") is Verdict.NOT_INSPECTED
    assert list(inspected.verdicts) == ["a1", "a2"]


@pytest.mark.parametrize(
    ("outcome", "verdict"),
    [(Outcome.FAIL, Verdict.FAILS), (Outcome.UNDETERMINED, Verdict.UNDETERMINED)],
)
def test_an_account_with_a_veto_finding_was_inspected_whatever_the_report_lists(
    outcome: Outcome, verdict: Verdict
) -> None:
    inspected = report(finding(outcome), inspected=(), not_inspected=("a1",))

    assert inspected.verdict("a1") is verdict


def test_the_verdict_of_an_account_that_the_report_does_not_know_is_an_error() -> None:
    inspected = report(inspected=("wechat:马坝农业",), not_inspected=("weibo:x",))

    with pytest.raises(UnknownNameError) as caught:
        inspected.verdict("wechat:马坝农村")

    assert str(caught.value) == (
        "there is no account 'wechat:马坝农村' in the report; did you mean 'wechat:马坝农业'?"
    )


def test_every_verdict_has_a_label_of_its_own() -> None:
    assert {verdict: verdict.label.zh for verdict in Verdict} == {
        Verdict.PASSES: "合格",
        Verdict.FAILS: "不合格",
        Verdict.UNDETERMINED: "未能判定",
        Verdict.NOT_INSPECTED: "未纳入检查",
    }
    assert len({verdict.label.en for verdict in Verdict}) == len(Verdict)


@pytest.mark.parametrize(
    ("findings", "has_failures", "has_errors"),
    [
        ((), False, False),
        ((FAILED,), True, False),
        ((EXCUSED,), False, False),
        ((EXCUSED, FAILED), True, False),
        ((OPEN,), False, False),
        ((CRASHED,), False, True),
        ((CRASHED, FAILED), True, True),
        ((finding(severity=Severity.NOTE),), True, False),
    ],
)
def test_a_report_knows_whether_anything_failed_or_crashed(
    findings: tuple[Finding, ...], has_failures: bool, has_errors: bool
) -> None:
    assert (report(*findings).has_failures, report(*findings).has_errors) == (
        has_failures,
        has_errors,
    )


def test_missing_facts_are_counted_over_accounts_most_missing_first_then_by_name() -> None:
    seen = report(
        finding(OPEN.outcome, account_ref("a1"), missing=missing(labels=3, app=1)),
        finding(OPEN.outcome, account_ref("a2"), missing=missing(labels=2, posts=1)),
    )

    assert list(seen.missing.items()) == [("labels", 5), ("app", 1), ("posts", 1)]


def test_a_fact_that_several_rules_lack_on_the_same_rows_is_counted_once() -> None:
    seen = report(
        finding(rule_id="set/one", missing=missing(labels=3)),
        finding(rule_id="set/two", missing=missing(labels=30)),
        finding(rule_id="set/six", missing=missing(labels=4)),
        finding(rule_id="set/one", subject=account_ref("a2"), missing=missing(labels=1)),
    )

    assert seen.missing == {"labels": 31}


def test_a_unit_and_an_account_of_one_id_lack_their_facts_each() -> None:
    seen = report(
        finding(subject=account_ref("x"), missing=missing(level=1)),
        finding(subject=unit_ref("x"), missing=missing(level=1)),
    )

    assert seen.missing == {"level": 2}


def test_nothing_is_missing_where_no_finding_lacks_anything() -> None:
    assert report(FAILED).missing == {}


def test_the_findings_of_an_account_include_those_of_its_posts_and_of_nothing_else() -> None:
    own = finding(subject=account_ref("a1"))
    of_post = finding(subject=post_ref("p1", "a1"))
    of_other = finding(subject=account_ref("a2"))
    # A post may bear the id of an account.
    of_namesake = finding(subject=post_ref("a1", "a2"))
    of_unit = finding(subject=unit_ref("u1"))
    seen = report(own, of_post, of_other, of_namesake, of_unit)

    assert seen.findings_of("a1") == (own, of_post)
    assert seen.findings_of("a2") == (of_other, of_namesake)
    assert seen.findings_of("u1") == (of_unit,)
    assert seen.findings_of("p1") == ()
    assert seen.findings_of("nobody") == ()


def test_verdicts_and_missing_facts_cannot_be_changed() -> None:
    seen = report(FAILED)

    with pytest.raises(TypeError):
        seen.verdicts["a1"] = Verdict.PASSES  # type: ignore[index]  # pyright: ignore[reportIndexIssue]
    with pytest.raises(TypeError):
        seen.missing["x"] = 1  # type: ignore[index]  # pyright: ignore[reportIndexIssue]


def test_a_report_survives_copying_and_pickling_after_it_was_read() -> None:
    seen = report(FAILED, EXCUSED, OPEN)
    verdicts = seen.verdicts

    for restored in (copy.deepcopy(seen), pickle.loads(pickle.dumps(seen))):  # noqa: S301 -- ours
        assert restored == seen
        assert restored.verdicts == verdicts


def test_the_fingerprint_is_the_same_tomorrow_and_in_the_next_release() -> None:
    # Baselines on disk hold these; they never change.
    assert finding(rule_id="set/rule", subject=account_ref("a1")).fingerprint == "cf7b81e531054dcb"
    assert finding(rule_id="set/rule", subject=post_ref("p1")).fingerprint == "442d4c4fe5c71f36"
    assert (
        finding(
            rule_id="inspection-2019/no-interaction", subject=account_ref("wechat:马坝农业")
        ).fingerprint
        == "923983e8b0e4bc65"
    )


def test_the_fingerprint_depends_on_rule_and_subject_and_on_nothing_else() -> None:
    one = finding()

    assert (
        len(
            {
                one.fingerprint,
                finding(
                    Outcome.UNDETERMINED,
                    severity=Severity.NOTE,
                    force=Force.DEFEASIBLE,
                    title=Text(zh="另", en="other"),
                    message=Text(zh="另", en="other"),
                    missing=missing(labels=1),
                    remedy=Text(zh="改", en="mend"),
                    count=5,
                    suppression=WAIVED,
                    error="ValueError",
                ).fingerprint,
                finding(
                    subject=evolve(one.subject, name="renamed", unit_id="u2", account_id="a9")
                ).fingerprint,
            }
        )
        == 1
    )


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a/b", "a/bc", "b/a"]), st.sampled_from(Subject), st.text("ab\0:/")
        ),
        unique=True,
        min_size=2,
        max_size=2,
    )
)
def test_two_rules_or_two_subjects_never_share_a_fingerprint(
    keys: list[tuple[str, Subject, str]],
) -> None:
    first, second = (
        finding(rule_id=rule_id, subject=SubjectRef(kind=kind, id=subject_id)).fingerprint
        for rule_id, kind, subject_id in keys
    )

    assert first != second
    assert len(first) == len(second) == 16


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        (account_ref("wechat:马坝农业"), "wechat:马坝农业"),
        (SubjectRef(kind=Subject.ACCOUNT, id="a1"), "a1"),
        (unit_ref("u1"), "u1"),
        (post_ref("p1", "a1"), "p1 (a1)"),
        (SubjectRef(kind=Subject.MESSAGE, id="m1", name="名", account_id="a1"), "m1 (a1)"),
        (SubjectRef(kind=Subject.POST, id="p1"), "p1"),
    ],
)
def test_a_subject_is_printed_as_its_id_and_its_account_where_that_is_another(
    subject: SubjectRef, text: str
) -> None:
    assert str(subject) == text


@pytest.mark.parametrize(
    ("bounds", "text"),
    [(Range(3, 5), "3–5"), (Range(3, None), "3+"), (Range(0, None), "0+"), (Range(0, 0), "0–0")],
)
def test_a_range_is_printed_as_people_write_it(bounds: Range, text: str) -> None:
    assert str(bounds) == text


def test_a_finding_is_suppressed_when_a_waiver_excuses_it() -> None:
    assert EXCUSED.is_suppressed
    assert not FAILED.is_suppressed
