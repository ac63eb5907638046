"""Questions and answers: which answer on record counts, and to the second how long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from pendulum import DateTime

from condition_code import refusal
from govmedia_rules.conditions import Question, account, unit
from govmedia_rules.conditions.fields import AskedQuestion
from govmedia_rules.conditions.logic import Truth3
from govmedia_rules.conditions.operands import Param
from govmedia_rules.conditions.register import Register
from govmedia_rules.errors import RuleError
from govmedia_rules.evaluation import audit
from govmedia_rules.findings import MissingFact, Outcome
from govmedia_rules.models import Attestation, Portfolio, Role
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.text import Text
from situations import (
    ACCOUNT_ID,
    AS_OF,
    UNIT_ID,
    account_with,
    ago,
    audited,
    findings_by,
    outcome_of,
    rule_with,
    unit_with,
)

WORDING = Text(zh="是否建立值班制度？", en="Is there a duty roster?")
QUESTION = Question(
    "test/roster",
    WORDING,
    answerable_by=("sponsor", "inspector"),
    days=Param("answer_days", 365, unit="day", source="a year", minimum=1),
)
RULE = rule_with(id="test/roster-kept", requires=account.answers(QUESTION))


def answer(id_: str = "t1", *, answered_at: DateTime = AS_OF, **facts: Any) -> Attestation:
    return Attestation(
        **{
            "id": id_,
            "question_id": "test/roster",
            "account_id": ACCOUNT_ID,
            "answer": True,
            "answered_by": "张三",
            "answered_as": "sponsor",
            "answered_at": answered_at,
            **facts,
        }
    )


def outcome(*answers: Attestation, rule: Rule = RULE) -> Outcome:
    portfolio = Portfolio(
        units=[unit_with()], accounts=[account_with(unit_id=UNIT_ID)], attestations=answers
    )
    return outcome_of(audited(portfolio, rule), rule.id)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (True, Outcome.PASS),
        (False, Outcome.FAIL),
        (None, Outcome.UNDETERMINED),
    ],
)
def test_yes_keeps_no_breaks_and_unsure_leaves_open(given: Truth3, expected: Outcome) -> None:
    assert outcome(answer(answer=given)) is expected


@pytest.mark.parametrize(
    ("answered_at", "expected"),
    [
        (ago(days=365), Outcome.UNDETERMINED),
        (ago(days=365, microseconds=-1), Outcome.PASS),
        (ago(), Outcome.PASS),
        (ago(microseconds=-1), Outcome.UNDETERMINED),
    ],
)
def test_an_answer_holds_for_its_days_and_not_before_it_was_given(
    answered_at: DateTime, expected: Outcome
) -> None:
    assert outcome(answer(answered_at=answered_at)) is expected


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        ("sponsor", Outcome.PASS),
        ("inspector", Outcome.PASS),
        ("supervisor", Outcome.UNDETERMINED),
        (None, Outcome.UNDETERMINED),
    ],
)
def test_only_those_may_answer_who_are_asked(role: str | None, expected: Outcome) -> None:
    assert outcome(answer(answered_as=role)) is expected


def test_the_latest_valid_answer_counts_in_whatever_order_they_are_given() -> None:
    old = answer("old", answered_at=ago(days=30), answer=False)
    new = answer("new", answered_at=ago(days=2))
    foreign = answer("foreign", answered_at=ago(days=1), answer=False, answered_as="supervisor")

    assert outcome(old, new, foreign) is outcome(foreign, new, old) is Outcome.PASS


def test_a_later_unsure_answer_withdraws_an_earlier_one() -> None:
    assert (
        outcome(answer("old", answered_at=ago(days=3)), answer("new", answer=None))
        is Outcome.UNDETERMINED
    )


def test_an_answer_about_another_subject_or_question_counts_for_nothing() -> None:
    assert outcome(answer(account_id="another")) is Outcome.UNDETERMINED
    assert outcome(answer(account_id=None, unit_id=UNIT_ID)) is Outcome.UNDETERMINED
    assert outcome(answer(question_id="test/other")) is Outcome.UNDETERMINED


def test_an_account_rule_may_ask_about_its_unit() -> None:
    rule = rule_with(requires=unit.answers(QUESTION))

    assert outcome(answer(account_id=None, unit_id=UNIT_ID), rule=rule) is Outcome.PASS
    assert outcome(answer(), rule=rule) is Outcome.UNDETERMINED


def test_what_is_missing_is_the_answer() -> None:
    report = audited(Portfolio(accounts=[account_with()]), RULE)

    (finding,) = findings_by(report, RULE.id)
    assert finding.missing == (MissingFact(fact="account.answers('test/roster')", what=WORDING),)


def test_overriding_how_long_answers_hold_moves_the_boundary() -> None:
    shorter = RULE.override(answer_days=30)

    assert outcome(answer(answered_at=ago(days=29)), rule=shorter) is Outcome.PASS
    assert outcome(answer(answered_at=ago(days=30)), rule=shorter) is Outcome.UNDETERMINED


def test_an_answer_that_cannot_count_is_reported_with_the_reason() -> None:
    given = (
        answer("asked by nobody", question_id="test/other"),
        answer("expired", answered_at=ago(days=365)),
        answer("future", answered_at=ago(days=-1)),
        answer("foreign", answered_as="supervisor"),
        answer("roleless", answered_as=None),
        answer("of a unit", account_id=None, unit_id=UNIT_ID),
        answer("of a stranger", account_id="another"),
        answer("good"),
        answer("replaced", answered_at=ago(days=5)),
    )

    report = audit(
        Portfolio(accounts=[account_with()], attestations=given),
        RuleSet("test", (RULE,)),
        as_of=AS_OF,
    )

    # In order of id, and not of the rows.
    assert [notice.en for notice in report.notices] == [
        "1 attestation(s) did not count: no rule that was run asks the question (asked by nobody).",
        "1 attestation(s) did not count: the answer no longer holds (expired).",
        "1 attestation(s) did not count: given in a role that may not answer (foreign).",
        "1 attestation(s) did not count: given after the monitoring moment (future).",
        (
            "1 attestation(s) did not count: the unit or account is not in the portfolio"
            " (of a stranger)."
        ),
        (
            "1 attestation(s) did not count: the question is about a unit and the answer about an"
            " account, or the other way round (of a unit)."
        ),
        "1 attestation(s) did not count: nobody noted in which role it was given (roleless).",
    ]


def test_notices_of_answers_do_not_depend_on_the_order_of_the_answers() -> None:
    given = [answer("b", answered_as=None), answer("a", answered_at=ago(days=365)), answer("c")]

    assert _notices(given) == _notices(given[::-1])


def _notices(given: Sequence[Attestation]) -> tuple[Text, ...]:
    portfolio = Portfolio(accounts=[account_with()], attestations=given)
    return audit(portfolio, RuleSet("test", (RULE,)), as_of=AS_OF).notices


@pytest.mark.parametrize(
    ("count", "named"),
    [
        (5, "(q0, q1, q2, q3, q4)"),
        (6, "(q0, q1, q2, q3, q4 and 1 more)"),
        (8, "(q0, q1, q2, q3, q4 and 3 more)"),
    ],
)
def test_of_many_answers_that_cannot_count_five_are_named(count: int, named: str) -> None:
    given = tuple(answer(f"q{number}", answered_at=ago(days=365)) for number in range(count))

    report = audit(
        Portfolio(accounts=[account_with()], attestations=given),
        RuleSet("test", (RULE,)),
        as_of=AS_OF,
    )

    zh = named.replace(", ", "、").removesuffix(")").partition(" and")[0]
    assert report.notices == (
        Text(
            zh=f"{count}份答复未采用：答复已过有效期{zh}{'等' if count > 5 else ''})。",
            en=f"{count} attestation(s) did not count: the answer no longer holds {named}.",
        ),
    )


def test_an_empty_register_knows_nobody_and_no_answer() -> None:
    asked = AskedQuestion("test/roster", frozenset({Role.SPONSOR}), 1)

    assert Register().superior(unit_with(parent_id="v")) is None
    assert Register().answers_to(asked, "account", ACCOUNT_ID) == ()
    assert Register().valid_answer(asked, "account", ACCOUNT_ID, AS_OF) is None


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("Question('', Text(zh='甲', en='a'), answerable_by=('sponsor',), days=1)", "has an id"),
        ("Question('q', 'what?', answerable_by=('sponsor',), days=1)", "both languages"),
        ("Question('q', Text(zh='甲', en='a'), answerable_by=(), days=1)", "somebody"),
        ("Question('q', Text(zh='甲', en='a'), answerable_by='sponsor', days=1)", "lists roles"),
        ("Question('q', Text(zh='甲', en='a'), answerable_by=('king',), days=1)", "known roles"),
        (
            "Question('q', Text(zh='甲', en='a'), answerable_by=('sponsor',), days=0)",
            "whole number",
        ),
        ("unit.answers('q')", "takes a Question"),
        (
            "peer.answers(Question('q', Text(zh='甲', en='a'), answerable_by=('sponsor',), days=1))",
            "asked about account or unit",
        ),
    ],
)
def test_a_question_that_means_nothing_is_refused(code: str, message: str) -> None:
    assert message in refusal(code)


def test_a_rule_about_units_cannot_ask_about_an_account() -> None:
    with pytest.raises(RuleError, match="has no account"):
        rule_with(subject="unit", requires=account.answers(QUESTION))


def test_equal_moments_are_told_apart_by_id() -> None:
    register = Register.of({}, [answer("a", answer=False), answer("b")])
    asked = AskedQuestion("test/roster", frozenset({Role.SPONSOR}), 1)

    found = register.valid_answer(asked, "account", ACCOUNT_ID, AS_OF)

    assert found is not None
    assert found.id == "b"
