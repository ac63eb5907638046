"""Which questions are open: those, and only those, for want of which a rule stays undetermined."""

from __future__ import annotations

from random import Random
from typing import Any

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules.conditions import Param, Question, account, never, post, unit
from govmedia_rules.conditions.predicates import Condition
from govmedia_rules.evaluation import OpenQuestion, audit, questionnaire
from govmedia_rules.evaluation.answers import questions_asked
from govmedia_rules.findings import Finding, Outcome, SubjectRef
from govmedia_rules.models import Attestation, Portfolio, Role, Subject
from govmedia_rules.rules import RuleSet
from govmedia_rules.text import Text
from situations import (
    ACCOUNT_ID,
    AS_OF,
    CITATION,
    UNIT_ID,
    account_with,
    ago,
    post_with,
    rule_with,
    unit_with,
)
from tree_strategies import portfolios, rulesets

EVERYBODY = (Role.SPONSOR, Role.SUPERVISOR, Role.INSPECTOR)


def question(name: str = "plan", *roles: Role, days: int | Param = 365) -> Question:
    wording = Text(zh=f"有{name}", en=f"there is a {name}")
    return Question(name, wording, answerable_by=roles or EVERYBODY, days=days)


PLAN, STAFF = question("plan"), question("staff")


def rules_of(*demands: Condition, **parts: Any) -> RuleSet:
    subject = parts.pop("subject", Subject.UNIT)
    return RuleSet(
        "test-2019",
        (
            rule_with(id=f"test-2019/rule-{number}", subject=subject, requires=demand, **parts)
            for number, demand in enumerate(demands)
        ),
    )


BOTH = rules_of(unit.answers(PLAN) & unit.answers(STAFF))


def portfolio_with(*answers: Attestation, **facts: Any) -> Portfolio:
    return Portfolio(
        units=facts.pop("units", (unit_with(),)),
        accounts=(account_with(unit_id=UNIT_ID, **facts),),
        attestations=answers,
    )


def answer(to: str = "plan", answer: bool | None = True, **facts: Any) -> Attestation:
    return Attestation(
        **{
            "id": f"{to}/{facts.get('answered_at', '')}",
            "question_id": to,
            "unit_id": UNIT_ID,
            "answer": answer,
            "answered_by": "张三",
            "answered_as": "sponsor",
            "answered_at": ago(days=30),
            **facts,
        }
    )


def open_in(portfolio: Portfolio, rules: RuleSet) -> list[str]:
    return [each.question_id for each in questionnaire(portfolio, rules, as_of=AS_OF)]


class TestWhatIsOpen:
    def test_is_what_nobody_answered(self) -> None:
        assert open_in(portfolio_with(), BOTH) == ["plan", "staff"]
        assert open_in(portfolio_with(answer("plan")), BOTH) == ["staff"]
        assert open_in(portfolio_with(answer("plan"), answer("staff")), BOTH) == []

    def test_is_nothing_where_a_no_has_decided(self) -> None:
        assert open_in(portfolio_with(answer("plan", answer=False)), BOTH) == []

    def test_is_nothing_where_the_rule_does_not_apply(self) -> None:
        rules = rules_of(unit.answers(PLAN), applies=unit.supervises_accounts)

        assert open_in(portfolio_with(units=(unit_with(supervises_accounts=False),)), rules) == []
        assert open_in(portfolio_with(units=(unit_with(supervises_accounts=True),)), rules)
        assert open_in(portfolio_with(units=(unit_with(),)), rules), "it may apply"

    def test_is_nothing_where_an_exception_lifts_the_rule(self) -> None:
        rules = rules_of(unit.answers(PLAN), unless=unit.kind == "government")

        assert open_in(portfolio_with(), rules) == []

    def test_is_nothing_before_the_rule_is_in_force(self) -> None:
        assert questionnaire(portfolio_with(), BOTH, as_of="2010-01-01T00:00:00+08:00") == ()

    def test_may_stand_in_a_scope_or_an_exception(self) -> None:
        assert open_in(portfolio_with(), rules_of(never, applies=unit.answers(PLAN))) == ["plan"]
        assert open_in(portfolio_with(), rules_of(never, unless=unit.answers(PLAN))) == ["plan"]

    def test_is_what_somebody_could_not_say(self) -> None:
        (only,) = questionnaire(
            portfolio_with(answer("plan", answer=None), answer("staff")), BOTH, as_of=AS_OF
        )

        assert only.question_id == "plan"
        assert only.last_answer is not None
        assert only.last_answer.answer is None
        assert str(only.last_answer_fault) == "答复人说不清楚 / the person could not say"

    def test_is_what_the_wrong_person_answered_too_early_or_too_late(self) -> None:
        rules = rules_of(unit.answers(question("plan", Role.INSPECTOR)))

        def last(**facts: Any) -> tuple[str | None, str | None]:
            (only,) = questionnaire(portfolio_with(answer(**facts)), rules, as_of=AS_OF)
            why = only.last_answer_fault
            given = None if only.last_answer is None else only.last_answer.id
            return given, None if why is None else why.en

        inspector = {"answered_as": "inspector"}
        assert last() == ("plan/", "given in a role that may not answer")
        assert last(answered_at=ago(days=365), **inspector)[1] == "the answer no longer holds"
        assert last(answered_at=ago(seconds=-1), **inspector) == (None, None), "not given yet"

    def test_says_whom_what_and_why_and_who_may_answer(self) -> None:
        last = answer("plan", answer=None)
        about_account = answer(
            "staff", unit_id=None, account_id=ACCOUNT_ID, answered_at=ago(days=99)
        )
        rules = RuleSet(
            "test-2019",
            (
                rule_with(id="test-2019/plan", subject=Subject.UNIT, requires=unit.answers(PLAN)),
                rule_with(
                    id="test-2019/staff",
                    requires=account.answers(question("staff", Role.SPONSOR, days=99)),
                ),
            ),
        )

        assert questionnaire(portfolio_with(last, about_account), rules, as_of=AS_OF) == (
            OpenQuestion(
                question_id="plan",
                wording=PLAN.wording,
                answerable_by=EVERYBODY,
                subject=SubjectRef(
                    kind=Subject.UNIT, id=UNIT_ID, name="甲县人民政府", unit_id=UNIT_ID
                ),
                sponsor_name="甲县人民政府",
                rule_ids=("test-2019/plan",),
                citations=(CITATION,),
                last_answer=last,
                last_answer_fault=Text(zh="答复人说不清楚", en="the person could not say"),
            ),
            OpenQuestion(
                question_id="staff",
                wording=STAFF.wording,
                answerable_by=(Role.SPONSOR,),
                subject=SubjectRef(
                    kind=Subject.ACCOUNT,
                    id=ACCOUNT_ID,
                    name="甲县发布",
                    account_id=ACCOUNT_ID,
                    unit_id=UNIT_ID,
                ),
                sponsor_name="甲县人民政府",
                rule_ids=("test-2019/staff",),
                citations=(CITATION,),
                last_answer=about_account,
                last_answer_fault=Text(zh="答复已过有效期", en="the answer no longer holds"),
            ),
        )

    def test_comes_once_for_all_accounts_and_rules_that_ask(self) -> None:
        rules = rules_of(
            unit.answers(PLAN),
            unit.answers(PLAN) & (account.platform == "wechat"),
            subject=Subject.ACCOUNT,
        )
        accounts = [account_with(id=each, unit_id=UNIT_ID) for each in ("b", "a")]
        (only,) = questionnaire(
            Portfolio(units=[unit_with()], accounts=accounts), rules, as_of=AS_OF
        )

        assert only.subject.kind is Subject.UNIT
        assert only.subject.id == UNIT_ID
        assert only.rule_ids == ("test-2019/rule-0", "test-2019/rule-1")
        assert len(only.citations) == 1

    def test_is_answered_best_by_whoever_may_answer_all_rules(self) -> None:
        def roles(*asked: tuple[Role, ...]) -> tuple[Role, ...]:
            rules = rules_of(*(unit.answers(question("plan", *each)) for each in asked))
            (only,) = questionnaire(portfolio_with(), rules, as_of=AS_OF)
            return only.answerable_by

        assert roles(EVERYBODY, (Role.INSPECTOR,)) == (Role.INSPECTOR,)
        assert roles((Role.SPONSOR,), (Role.INSPECTOR,)) == (Role.SPONSOR, Role.INSPECTOR)

    def test_is_asked_of_nobody_where_the_sponsor_is_not_on_record(self) -> None:
        rules = rules_of(unit.answers(PLAN), subject=Subject.ACCOUNT)

        assert open_in(portfolio_with(units=None), rules) == []

    def test_may_wait_behind_posts(self) -> None:
        rules = rules_of(account.answers(PLAN), applies=post.labels.has("x"), subject=Subject.POST)
        portfolio = portfolio_with()

        assert open_in(evolve(portfolio, posts=()), rules) == []
        assert open_in(evolve(portfolio, posts=(post_with(labels=["y"]),)), rules) == []
        assert open_in(evolve(portfolio, posts=(post_with(labels=["x"]),)), rules) == ["plan"]
        assert open_in(evolve(portfolio, posts=(post_with(),)), rules) == ["plan"], "never screened"
        assert open_in(portfolio, rules) == ["plan"], "no posts were supplied"

    def test_may_wait_behind_posts_that_nobody_supplied(self) -> None:
        rules = rules_of(
            account.answers(PLAN), applies=~post.title.is_missing(), subject=Subject.POST
        )

        assert open_in(evolve(portfolio_with(), posts=()), rules) == []
        assert open_in(evolve(portfolio_with(), posts=(post_with(),)), rules) == []
        assert open_in(evolve(portfolio_with(), posts=(post_with(title="题"),)), rules) == ["plan"]
        assert open_in(portfolio_with(), rules) == ["plan"], "one of them may have a title"

    def test_comes_by_sponsor_the_unit_before_its_accounts(self) -> None:
        rules = rules_of(unit.answers(STAFF), unit.answers(PLAN)) | RuleSet(
            "more",
            (rule_with(id="test-2019/of-accounts", requires=account.answers(question("data"))),),
        )
        portfolio = Portfolio(
            units=[unit_with(id="u2"), unit_with(id="u1")],
            accounts=[account_with(id="a", unit_id="u2"), account_with(id="b")],
        )

        assert [
            (each.subject.id, each.question_id)
            for each in questionnaire(portfolio, rules, as_of=AS_OF)
        ] == [
            ("b", "data"),
            ("u1", "staff"),
            ("u1", "plan"),
            ("u2", "staff"),
            ("u2", "plan"),
            ("a", "data"),
        ]
        assert open_in(portfolio_with(), RuleSet("none", ())) == []

    def test_is_found_while_progress_is_told(self) -> None:
        told: list[int] = []
        rules = rules_of(account.answers(PLAN), subject=Subject.ACCOUNT)
        accounts = [account_with(id=f"a{number}") for number in range(600)]
        found = questionnaire(
            Portfolio(accounts=accounts), rules, as_of=AS_OF, progress=told.append
        )

        assert len(found) == 600
        assert told == [0, 512]


# -- Against the audit ------------------------------------------------------------------


def whom(finding: Finding, kind: Subject) -> str | None:
    return finding.subject.unit_id if kind is Subject.UNIT else finding.subject.account_id


def undetermined(portfolio: Portfolio, rules: RuleSet) -> list[Finding]:
    report = audit(portfolio, rules, as_of=AS_OF)
    return [finding for finding in report.findings if finding.outcome is Outcome.UNDETERMINED]


def keys_of(questions: tuple[OpenQuestion, ...]) -> set[tuple[Subject, str | None, str]]:
    return {(each.subject.kind, each.subject.id, each.question_id) for each in questions}


@given(portfolios(), rulesets())
def test_every_rule_that_waits_is_undetermined(portfolio: Portfolio, rules: RuleSet) -> None:
    waiting = undetermined(portfolio, rules)
    for each in questionnaire(portfolio, rules, as_of=AS_OF):
        for rule_id in each.rule_ids:
            assert any(
                finding.rule_id == rule_id and whom(finding, each.subject.kind) == each.subject.id
                for finding in waiting
            )


@given(portfolios(), rulesets())
def test_every_answer_that_an_audit_misses_is_asked_for(
    portfolio: Portfolio, rules: RuleSet
) -> None:
    asked = keys_of(questionnaire(portfolio, rules, as_of=AS_OF))
    units = {unit.id for unit in portfolio.units or ()}
    for finding in undetermined(portfolio, rules):
        for fact in finding.missing:
            root, _, question_id = fact.fact.removesuffix("')").partition(".answers('")
            kind = Subject(root) if question_id else None
            if kind is None or (kind is Subject.UNIT and whom(finding, kind) not in units):
                continue
            assert (kind, whom(finding, kind), question_id) in asked


@given(portfolios(), rulesets(), st.randoms(use_true_random=False))
def test_answers_that_were_not_asked_for_decide_nothing(
    portfolio: Portfolio, rules: RuleSet, chance: Random
) -> None:
    known = portfolio.attestations or ()
    settled = keys_of(questionnaire(portfolio, rules, as_of=AS_OF)) | {
        (kind, subject_id, each.question_id)
        for each in known
        for kind, subject_id in ((Subject.UNIT, each.unit_id), (Subject.ACCOUNT, each.account_id))
    }
    subjects = [(Subject.UNIT, row.id) for row in portfolio.units or ()]
    subjects += [(Subject.ACCOUNT, row.id) for row in portfolio.accounts]
    unasked = [
        (kind, subject_id, asked.question.id)
        for asked in questions_asked(rules)
        for kind, subject_id in subjects
        if asked.spec.root == kind and (kind, subject_id, asked.question.id) not in settled
    ]
    given = [
        Attestation(
            id=f"{kind} {subject_id} {question_id} {role}",
            question_id=question_id,
            unit_id=subject_id if kind is Subject.UNIT else None,
            account_id=subject_id if kind is Subject.ACCOUNT else None,
            answer=chance.choice((True, False)),
            answered_by="张三",
            answered_as=role,
            answered_at=AS_OF,
        )
        for kind, subject_id, question_id in dict.fromkeys(unasked)
        for role in Role
    ]
    answered = evolve(portfolio, attestations=(*known, *given))

    def outcomes(of: Portfolio) -> list[tuple[str, str, Outcome, int]]:
        report = audit(of, rules, as_of=AS_OF)
        return [(f.rule_id, f.subject.id, f.outcome, f.count) for f in report.findings]

    assert outcomes(answered) == outcomes(portfolio)
