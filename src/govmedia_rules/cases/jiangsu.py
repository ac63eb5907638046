"""
Jiangsu, May and June 2019: fourteen cases, with what both rule sets should come to.

The facts are from a press report by The Paper (澎湃新闻). What the report does not
say is left unknown, except where a runnable portfolio needs it; the data file
lists every such value under ``illustrative``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any, Final

from attrs import field, frozen
from attrs.validators import ge, min_len
from pendulum import DateTime

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.findings import Outcome, Verdict
from govmedia_rules.models import Portfolio
from govmedia_rules.moments import moment
from govmedia_rules.serialization import loads_portfolio
from govmedia_rules.text import Text

__all__ = [
    "JIANGSU_2019_AS_OF",
    "AccountExpectation",
    "CaseExpectation",
    "ClauseExpectation",
    "ExpectedFinding",
    "OpinionSituation",
    "Situation",
    "SubjectExpectation",
    "jiangsu_2019",
    "jiangsu_2019_expectations",
]

JIANGSU_2019_AS_OF: Final = moment("2019-06-05T00:00:00+08:00")
"""The moment of the press report, and the monitoring moment unless a case says otherwise."""


@frozen
class ExpectedFinding:
    """
    The gravest outcome that one rule should have for one account and its posts.

    Parameters:
        rule_id: the rule.

        outcome: fail or undetermined.

    Raises:
        InvalidValueError: when the outcome is another one.
    """

    rule_id: str = field(validator=min_len(1))
    outcome: Outcome = field(converter=Outcome)

    def __attrs_post_init__(self) -> None:
        if self.outcome not in {Outcome.FAIL, Outcome.UNDETERMINED}:
            raise InvalidValueError(
                owner="ExpectedFinding",
                owner_id=self.rule_id,
                field="outcome",
                value=self.outcome.value,
                expected="fail or undetermined",
            )


def _verdicts_beside(findings: Iterable[ExpectedFinding]) -> frozenset[Verdict]:
    """Return the verdicts that can stand beside *findings*."""
    outcomes = {finding.outcome for finding in findings}
    if Outcome.FAIL in outcomes:
        return frozenset({Verdict.FAILS})
    if outcomes:
        return frozenset({Verdict.UNDETERMINED})
    return frozenset({Verdict.PASSES, Verdict.NOT_INSPECTED})


@frozen(kw_only=True)
class AccountExpectation:
    """
    What an audit of one account should come to.

    Parameters:
        account_id: the account.

        verdict: its inspection result.

        findings: the rules that fail or stay undetermined, in the order of the rule
            set; every other rule passes or does not apply.

    Raises:
        InvalidValueError: when the verdict contradicts the findings.
    """

    account_id: str = field(validator=min_len(1))
    verdict: Verdict = field(converter=Verdict)
    findings: tuple[ExpectedFinding, ...]

    def __attrs_post_init__(self) -> None:
        possible = _verdicts_beside(self.findings)
        if self.verdict not in possible:
            raise InvalidValueError(
                owner="AccountExpectation",
                owner_id=self.account_id,
                field="verdict",
                value=self.verdict.value,
                expected=f"{' or '.join(sorted(possible))}, by its findings",
            )


@frozen(kw_only=True)
class Situation:
    """
    A case at one monitoring moment.

    Parameters:
        as_of: the moment.

        expected: what each account of the case should come to, in the case's order.

        why: the reason, in words.
    """

    as_of: DateTime = field(converter=moment)
    expected: tuple[AccountExpectation, ...] = field(validator=min_len(1))
    why: Text


@frozen(kw_only=True)
class ClauseExpectation:
    """
    What a clause of the 2018 Opinion should say about a case.

    Parameters:
        clause: the clause's number, such as ``"4.1.3"``.

        rule_id: the rule that shows it; None for the clause on whom the Opinion binds,
            which the report shows among its exclusions.

        subjects: the ids of the accounts, units, posts or messages it speaks of.

        outcome: what the rule should come to for each of them. For an account and a rule
            about posts or messages it is the gravest outcome of its posts or messages.

        expectation: the same in words.

    Raises:
        InvalidValueError: when subjects are left out by no rule in particular, but not
            as not applicable.
    """

    clause: str = field(validator=min_len(1))
    rule_id: str | None
    subjects: tuple[str, ...] = field(validator=min_len(1))
    outcome: Outcome = field(converter=Outcome)
    expectation: Text

    def __attrs_post_init__(self) -> None:
        if self.rule_id is None and self.outcome is not Outcome.NOT_APPLICABLE:
            raise InvalidValueError(
                owner="ClauseExpectation",
                owner_id=self.clause,
                field="outcome",
                value=self.outcome.value,
                expected="not_applicable where no rule is named",
            )


@frozen(kw_only=True)
class SubjectExpectation:
    """
    What the rules of the Opinion should come to for one account or unit.

    Parameters:
        subject_id: the account, its posts and messages included, or the unit.

        findings: the rules that fail or stay undetermined, failures first and each half
            in the order of the rule set; every other rule passes or does not apply.
    """

    subject_id: str = field(validator=min_len(1))
    findings: tuple[ExpectedFinding, ...]

    @property
    def fails(self) -> tuple[str, ...]:
        """The rules that fail."""
        return self._rules_that_are(Outcome.FAIL)

    @property
    def undetermined(self) -> tuple[str, ...]:
        """The rules that stay undetermined."""
        return self._rules_that_are(Outcome.UNDETERMINED)

    def _rules_that_are(self, outcome: Outcome) -> tuple[str, ...]:
        return tuple(each.rule_id for each in self.findings if each.outcome is outcome)


@frozen(kw_only=True)
class OpinionSituation:
    """
    A case under the 2018 Opinion, at one or several moments with the same results.

    Parameters:
        moments: the monitoring moments.

        clauses: what its clauses should say, as the table of cases has it.

        expected: what each account and unit of the case should come to.

        why: the reason, in words.
    """

    moments: tuple[DateTime, ...] = field(validator=min_len(1))
    clauses: tuple[ClauseExpectation, ...] = field(validator=min_len(1))
    expected: tuple[SubjectExpectation, ...] = field(validator=min_len(1))
    why: Text


@frozen(kw_only=True)
class CaseExpectation:
    """
    What one of the cases should come to.

    Parameters:
        case: its number in the table of cases, from 1.

        title: what it is about.

        accounts: the ids of its accounts.

        units: the ids of its units.

        situations: the inspection at one or more moments, the report's own first
            unless the case happened at another time.

        opinion: the Opinion at one or more moments, in their order.

    Raises:
        InvalidValueError: when a situation does not speak of exactly these accounts, or
            one of the Opinion of exactly these accounts and units.
    """

    case: int = field(validator=ge(1))
    title: Text
    accounts: tuple[str, ...] = field(validator=min_len(1))
    units: tuple[str, ...]
    situations: tuple[Situation, ...] = field(validator=min_len(1))
    opinion: tuple[OpinionSituation, ...]

    def __attrs_post_init__(self) -> None:
        for situation in self.situations:
            spoken_of = tuple(expectation.account_id for expectation in situation.expected)
            if spoken_of != self.accounts:
                raise InvalidValueError(
                    owner="CaseExpectation",
                    owner_id=str(self.case),
                    field="situations",
                    value=spoken_of,
                    expected="an expectation for each account of the case, in its order",
                )
        for under_opinion in self.opinion:
            subjects = sorted(each.subject_id for each in under_opinion.expected)
            if subjects != sorted((*self.accounts, *self.units)):
                raise InvalidValueError(
                    owner="CaseExpectation",
                    owner_id=str(self.case),
                    field="opinion",
                    value=tuple(subjects),
                    expected="an expectation for each account and unit of the case",
                )


def jiangsu_2019() -> Portfolio:
    """Return the units, accounts, posts and messages of the fourteen cases."""
    name = "jiangsu-2019.json"
    return loads_portfolio(_data(name), source=name)


def jiangsu_2019_expectations() -> tuple[CaseExpectation, ...]:
    """Return what the fourteen cases should come to under both rule sets, by number."""
    expectations = json.loads(_data("jiangsu-2019.expected.json"))
    opinion = expectations["opinion_rule_set"]
    return tuple(_case(record, opinion) for record in expectations["cases"])


def _data(name: str) -> bytes:
    return (files("govmedia_rules.cases") / name).read_bytes()


def _case(record: Mapping[str, Any], opinion: str) -> CaseExpectation:
    return CaseExpectation(
        case=record["case"],
        title=Text(**record["title"]),
        accounts=tuple(record["accounts"]),
        units=tuple(record["units"]),
        situations=tuple(_situation(situation) for situation in record["situations"]),
        opinion=tuple(_opinion_situation(situation, opinion) for situation in record["opinion"]),
    )


def _situation(record: Mapping[str, Any]) -> Situation:
    return Situation(
        as_of=record["as_of"],
        expected=tuple(
            AccountExpectation(
                account_id=account_id,
                verdict=expectation["verdict"],
                findings=tuple(
                    ExpectedFinding(rule_id, outcome)
                    for rule_id, outcome in expectation["findings"].items()
                ),
            )
            for account_id, expectation in record["expected"].items()
        ),
        why=Text(**record["why"]),
    )


def _opinion_situation(record: Mapping[str, Any], ruleset_id: str) -> OpinionSituation:
    return OpinionSituation(
        moments=tuple(moment(as_of) for as_of in record["as_of"]),
        clauses=tuple(
            ClauseExpectation(
                clause=entry["clause"],
                rule_id=f"{ruleset_id}/{entry['rule']}" if "rule" in entry else None,
                subjects=tuple(entry["subjects"]),
                outcome=entry["outcome"],
                expectation=Text(**entry["expectation"]),
            )
            for entry in record["clauses"]
        ),
        expected=tuple(
            SubjectExpectation(
                subject_id=subject_id,
                findings=tuple(
                    ExpectedFinding(f"{ruleset_id}/{name}", outcome)
                    for names, outcome in (
                        (group["fails"], Outcome.FAIL),
                        (group["undetermined"], Outcome.UNDETERMINED),
                    )
                    for name in names
                ),
            )
            for group in record["expected"]
            for subject_id in group["subjects"]
        ),
        why=Text(**record["why"]),
    )
