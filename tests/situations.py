"""Small portfolios, rules and provisions to judge, and audits that ask both ways of running."""

from datetime import date, datetime
from typing import Any

from pendulum import DateTime

from govmedia_rules.conditions.expressions import Field
from govmedia_rules.conditions.interpreter import Situation, truth_in
from govmedia_rules.conditions.logic import Truth3
from govmedia_rules.conditions.predicates import Condition
from govmedia_rules.evaluation import audit, interpret_audit
from govmedia_rules.findings import Finding, Outcome, Report, RuleRun
from govmedia_rules.law import Citation, Document, Provision
from govmedia_rules.models import Account, Message, Portfolio, Post, Unit
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.testing import factories
from govmedia_rules.testing.factories import (
    make_account,
    make_provision,
    make_rule,
    make_unit,
)
from govmedia_rules.text import Text

AS_OF = factories.AS_OF
"""The monitoring moment of most tests."""

ACCOUNT_ID = "wechat:甲县发布"
UNIT_ID = "unit:甲县"


class Weekdays:
    """A calendar for tests: Monday to Friday, in every year."""

    def is_working_day(self, on: date, /) -> bool:
        return on.isoweekday() <= 5


WEEKDAYS = Weekdays()


def ago(
    *, days: int = 0, hours: int = 0, minutes: int = 0, seconds: int = 0, microseconds: int = 0
) -> DateTime:
    """Return the moment that long before AS_OF; after it, when negative."""
    return AS_OF.subtract(
        days=days, hours=hours, minutes=minutes, seconds=seconds, microseconds=microseconds
    )


def text(words: str) -> Text:
    return Text(zh=words, en=words)


def unit_with(**facts: Any) -> Unit:
    usual = {"name": "甲县人民政府", "kind": "government", "level": None, "status": None}
    return make_unit(**{"id": UNIT_ID, **usual, **facts})


def account_with(**facts: Any) -> Account:
    return make_account(**{"id": ACCOUNT_ID, "name": "甲县发布", "unit_id": None, **facts})


def post_with(id_: str = "p1", **facts: Any) -> Post:
    return Post(**{"id": id_, "account_id": ACCOUNT_ID, **facts})


def message_with(id_: str = "m1", **facts: Any) -> Message:
    return Message(**{"id": id_, "account_id": ACCOUNT_ID, **facts})


def document_with(**facts: Any) -> Document:
    return Document(
        **{
            "id": "test-2019",
            "number": "测〔2019〕1号",
            "title": text("测试办法"),
            "issuer": text("测试机关"),
            "issued_on": date(2019, 1, 1),
            "in_force_on": date(2019, 1, 1),
            **facts,
        }
    )


def provision_with(number: str = "1.1", **facts: Any) -> Provision:
    usual = {"heading": text("总则"), "paraphrase": text("测试条款。")}
    return make_provision(**{"document": document_with(), "number": number, **usual, **facts})


CITATION: Citation = provision_with().citation


def rule_with(**parts: Any) -> Rule:
    """Return a rule; give it at least requires, forbids or check."""
    usual = {"title": text("测试规则"), "cites": (CITATION,)}
    return make_rule(**{"id": "test-2019/a-rule", **usual, **parts})


def audited(
    portfolio: Portfolio,
    rules: RuleSet | Rule,
    *,
    as_of: str | datetime = AS_OF,
    evidence_limit: int = 10,
) -> Report:
    """Return the report of an audit, once the interpreter was found to write the same one."""
    ruleset = rules if isinstance(rules, RuleSet) else RuleSet("test", (rules,))
    report = audit(portfolio, ruleset, as_of=as_of, evidence_limit=evidence_limit)
    assert report == interpret_audit(portfolio, ruleset, as_of=as_of, evidence_limit=evidence_limit)
    return report


def run_of(report: Report, rule_id: str) -> RuleRun:
    return next(run for run in report.rules if run.rule_id == rule_id)


def outcomes_of(report: Report, rule_id: str) -> dict[Outcome, int]:
    """Return how many subjects came to each outcome under one rule, without the zeros."""
    run = run_of(report, rule_id)
    counts = {
        Outcome.PASS: run.passed,
        Outcome.FAIL: run.failed,
        Outcome.UNDETERMINED: run.undetermined,
        Outcome.NOT_APPLICABLE: run.not_applicable,
        Outcome.ERROR: run.errors,
    }
    return {outcome: count for outcome, count in counts.items() if count}


def outcome_of(report: Report, rule_id: str) -> Outcome:
    """Return the outcome of a rule that judged exactly one subject."""
    outcomes = outcomes_of(report, rule_id)
    assert list(outcomes.values()) == [1], outcomes
    return next(iter(outcomes))


def findings_by(report: Report, rule_id: str) -> tuple[Finding, ...]:
    return tuple(finding for finding in report.findings if finding.rule_id == rule_id)


def situation_with(**facts: Any) -> Situation:
    """Return a situation in which no table was supplied, unless it is given."""
    return Situation(**{"as_of": AS_OF, "account": account_with(), **facts})


def truth(condition: Condition | Field, **facts: Any) -> Truth3:
    """Return whether *condition* holds in the situation with these facts."""
    assert isinstance(condition, Condition)
    return truth_in(condition, situation_with(**facts))
