"""Scopes: whom an instrument binds, told with the clause that says so."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from govmedia_rules.conditions import account, always, never, posts, unit
from govmedia_rules.errors import ConditionError, RuleError
from govmedia_rules.evaluation import explain
from govmedia_rules.findings import Exclusion, Outcome
from govmedia_rules.law import OPINION_2018
from govmedia_rules.models import Portfolio, UnitKind
from govmedia_rules.rules import RuleSet, Scope
from govmedia_rules.rulesets.scopes import GOVERNMENT_NEW_MEDIA
from situations import (
    AS_OF,
    CITATION,
    UNIT_ID,
    account_with,
    ago,
    audited,
    outcome_of,
    provision_with,
    rule_with,
    text,
    unit_with,
)

SCOPE = Scope(
    id="test/governments",
    title=text("人民政府"),
    binds=unit.kind == "government",
    cites=(provision_with("0.1"),),
)
RULE = rule_with(scope=SCOPE, requires=account.is_main)


def portfolio(**facts: Any) -> Portfolio:
    return Portfolio(
        units=[unit_with(**facts)], accounts=[account_with(unit_id=UNIT_ID, is_main=True)]
    )


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("government", Outcome.PASS),
        ("party_body", Outcome.NOT_APPLICABLE),
        (None, Outcome.UNDETERMINED),
    ],
)
def test_a_rule_binds_those_in_its_scope(kind: str | None, expected: Outcome) -> None:
    assert outcome_of(audited(portfolio(kind=kind), RULE), RULE.id) is expected


@pytest.mark.parametrize(
    ("kind", "status", "expected"),
    [
        ("government", "active", Outcome.PASS),
        ("government", "closed", Outcome.NOT_APPLICABLE),
        ("party_body", "active", Outcome.NOT_APPLICABLE),
        ("party_body", None, Outcome.NOT_APPLICABLE),
        (None, "closed", Outcome.NOT_APPLICABLE),
        (None, "active", Outcome.UNDETERMINED),
    ],
)
def test_scope_and_applies_both_have_to_hold(
    kind: str | None, status: str | None, expected: Outcome
) -> None:
    rule = rule_with(scope=SCOPE, applies=account.is_active, requires=account.is_main)
    facts = Portfolio(
        units=[unit_with(kind=kind)],
        accounts=[account_with(unit_id=UNIT_ID, is_main=True, status=status)],
    )

    assert outcome_of(audited(facts, rule), rule.id) is expected


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("government", ["account.is_for_campaign"]),
        (None, ["unit.kind == 'government'", "account.is_for_campaign"]),
    ],
)
def test_what_leaves_open_whom_a_rule_binds_is_told_without_a_scope_that_holds(
    kind: str | None, asked: list[str]
) -> None:
    rule = evolve(RULE, applies=account.is_for_campaign)

    (finding,) = audited(portfolio(kind=kind), rule).findings

    assert finding.outcome is Outcome.UNDETERMINED
    assert [piece.condition for piece in finding.evidence] == asked


def test_the_report_names_whom_a_scope_leaves_out_and_cites_the_clause() -> None:
    report = audited(portfolio(kind="party_body"), RULE)

    assert report.exclusions == (
        Exclusion(
            scope_id="test/governments",
            title=text("人民政府"),
            citations=(provision_with("0.1").citation,),
            rules=1,
            units=(UNIT_ID,),
            accounts=(account_with().id,),
        ),
    )
    assert report.findings == ()


def test_nobody_is_left_out_by_a_rule_that_does_not_bind_yet() -> None:
    report = audited(portfolio(kind="party_body"), RULE, as_of="2018-12-31T23:59:59+08:00")

    assert report.exclusions == ()


@pytest.mark.parametrize("kind", ["government", None])
def test_whoever_is_bound_or_may_be_is_not_listed(kind: str | None) -> None:
    assert audited(portfolio(kind=kind), RULE).exclusions == ()


def test_units_are_left_out_by_what_holds_at_the_moment_and_not_by_what_is_recorded() -> None:
    """Both are recorded as merged; one of them is only after the monitoring moment."""
    scope = evolve(SCOPE, binds=unit.status == "active")
    facts = Portfolio(
        units=[
            unit_with(id="u1", status="merged", status_changed_on="2019-01-01"),
            unit_with(id="u2", status="merged", status_changed_on="2030-01-01"),
        ],
        accounts=[account_with(unit_id="u2", is_main=True)],
    )

    (excluded,) = audited(facts, evolve(RULE, scope=scope)).exclusions

    assert (excluded.units, excluded.accounts) == (("u1",), ())


def test_units_are_left_out_by_each_of_the_things_that_a_scope_asks() -> None:
    scope = evolve(SCOPE, binds=(unit.kind == "government") & (unit.level == "county"))
    facts = Portfolio(
        units=[
            unit_with(id="bound", level="county"),
            unit_with(id="higher", level="municipal"),
            unit_with(id="unknown", level=None),
        ],
        accounts=[],
    )

    (excluded,) = audited(facts, evolve(RULE, scope=scope)).exclusions

    assert excluded.units == ("higher",)


def test_a_scope_that_asks_nothing_leaves_nobody_out_and_one_that_nobody_meets_everybody() -> None:
    everybody, nobody = (evolve(RULE, scope=evolve(SCOPE, binds=each)) for each in (always, never))

    assert audited(portfolio(), everybody).exclusions == ()
    assert [each.units for each in audited(portfolio(), nobody).exclusions] == [(UNIT_ID,)]


@pytest.mark.parametrize("has_administrative_functions", [None, True, False])
@pytest.mark.parametrize("kind", [None, *UnitKind])
def test_only_party_bodies_others_and_institutions_without_functions_are_outside_the_opinion(
    kind: UnitKind | None, has_administrative_functions: bool | None
) -> None:
    facts = portfolio(kind=kind, has_administrative_functions=has_administrative_functions)
    is_outside = kind in {UnitKind.PARTY_BODY, UnitKind.OTHER} or (
        kind is UnitKind.INSTITUTION and has_administrative_functions is False
    )

    report = audited(facts, evolve(RULE, scope=GOVERNMENT_NEW_MEDIA))

    assert outcome_of(report, RULE.id) is (Outcome.NOT_APPLICABLE if is_outside else Outcome.PASS)
    assert [each.units for each in report.exclusions] == ([(UNIT_ID,)] if is_outside else [])


def test_rules_of_one_scope_are_counted_once_each() -> None:
    rules = RuleSet(
        "test",
        (
            RULE,
            evolve(RULE, id="test-2019/another"),
            rule_with(id="t/no", requires=account.is_main),
        ),
    )

    (excluded,) = audited(portfolio(kind="other"), rules).exclusions

    assert excluded.rules == 2


def test_an_explanation_says_which_clause_leaves_the_subject_out() -> None:
    (finding,) = explain(
        portfolio(kind="other"), RuleSet("test", (RULE,)), account_with().id, as_of=AS_OF
    )

    assert (
        finding.message.zh == "不在适用范围内；只约束人民政府(测〔2019〕1号 0.1)；单位性质：其他。"
    )


def test_a_scope_asks_about_the_unit_alone_and_cites_something() -> None:
    for binds in (account.is_main, posts.count() > 0):
        with pytest.raises(RuleError, match="asks about the unit alone"):
            Scope(id="t/s", title=text("甲"), binds=binds, cites=(CITATION,))
    with pytest.raises(RuleError, match="at least one provision"):
        Scope(id="t/s", title=text("甲"), binds=unit.kind == "other", cites=())
    with pytest.raises(ConditionError, match="takes a condition"):
        Scope(id="t/s", title=text("甲"), binds=unit.kind, cites=(CITATION,))  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def test_the_fingerprint_knows_the_scope() -> None:
    without = RuleSet("test", (evolve(RULE, scope=None),))

    assert RuleSet("test", (RULE,)).fingerprint != without.fingerprint
    assert evolve(RULE, scope=None) != RULE


@pytest.mark.parametrize(
    ("facts", "is_bound"),
    [
        *(({"kind": kind}, kind not in {"party_body", "other"}) for kind in UnitKind),
        ({"kind": None}, True),
        ({"kind": "institution", "has_administrative_functions": True}, True),
        ({"kind": "institution", "has_administrative_functions": False}, False),
        ({"kind": "department", "has_administrative_functions": False}, True),
    ],
)
def test_the_opinion_binds_administrative_organs_and_institutions_with_their_functions(
    facts: dict[str, Any], is_bound: bool
) -> None:
    rule = rule_with(
        scope=GOVERNMENT_NEW_MEDIA, cites=(OPINION_2018.provision("2.1"),), requires=account.is_main
    )

    outcome = outcome_of(audited(portfolio(**facts), rule, as_of=ago()), rule.id)

    assert outcome is (Outcome.PASS if is_bound else Outcome.NOT_APPLICABLE)


def test_in_words_a_rule_names_its_scope_and_not_how_it_is_told() -> None:
    bare = rule_with(scope=SCOPE, requires=account.is_main)
    narrowed = rule_with(scope=SCOPE, applies=account.is_active, requires=account.is_main)

    assert bare.statement.zh == "适用于：人民政府；要求：是主账号。"
    assert narrowed.statement.zh == "适用于：人民政府，且运行状态为“正常运行”；要求：是主账号。"
    assert narrowed.statement.en == (
        "Binds 人民政府, where status is active; Requires that it is the unit's main account."
    )
