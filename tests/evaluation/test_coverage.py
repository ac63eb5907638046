"""For every provision: which rules cite it, by what means, or why none; and the counts of an audit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given

from govmedia_rules.conditions import (
    Condition,
    Question,
    account,
    message,
    messages,
    never,
    post,
    posts,
    removed,
    removed_posts,
    unit,
)
from govmedia_rules.errors import RuleError
from govmedia_rules.evaluation import (
    JudgedRule,
    Means,
    ProvisionCoverage,
    Tally,
    Treatment,
    audit,
    audited_coverage,
    coverage,
    means_of,
    rules_without_clause,
)
from govmedia_rules.findings import RuleRun
from govmedia_rules.law import (
    INSPECTION_2019 as INSPECTION,
)
from govmedia_rules.law import (
    OPINION_2018 as OPINION,
)
from govmedia_rules.law import (
    CheckKind,
    Citation,
    Force,
    Instrument,
    Provision,
    Severity,
)
from govmedia_rules.models import Portfolio, Role, Subject, Waiver
from govmedia_rules.rules import Rule, RuleSet, Scope, check
from govmedia_rules.rulesets import INSPECTION_2019, OPINION_2018
from situations import (
    ACCOUNT_ID,
    AS_OF,
    account_with,
    ago,
    document_with,
    post_with,
    provision_with,
    rule_with,
    text,
)
from tree_strategies import portfolios, rulesets

# The rows of the shared inventory, by hand: what each takes to be decided, in its words.
# 2.1 sets the scope of every rule; 1.1–1.3 is one row there too.
INVENTORY: dict[str, str] = {
    "0.1": "none",
    "1.1–1.3": "none",
    "2.1": "data",
    "2.2": "attest",
    "2.3": "data",
    "2.4": "data attest",
    "3.1.1": "attest",
    "3.1.2": "attest",
    "3.2.1": "data",
    "3.2.2": "data",
    "3.2.3": "screen",
    "3.3.1": "data",
    "4.1.1": "data",
    "4.1.2": "none",
    "4.1.3": "data",
    "4.1.4": "data",
    "4.1.5": "data",
    "4.1.6": "data",
    "4.1.7": "data",
    "4.1.8": "data",
    "4.1.9": "data",
    "4.1.10": "data",
    "4.1.11": "data",
    "4.1.12": "data",
    "4.1.13": "data",
    "4.1.14": "data",
    "4.2.1": "data",
    "4.2.2": "data",
    "4.2.3": "data",
    "4.2.4": "screen",
    "4.2.5": "screen",
    "4.2.6": "data",
    "4.2.7": "attest",
    "4.2.8": "data attest",
    "4.2.9": "data",
    "4.2.10": "data",
    "4.3.1": "attest",
    "4.3.2": "data",
    "4.3.3": "screen",
    "4.3.4": "data attest",
    "4.4.1": "data",
    "4.4.2": "screen attest",
    "4.4.3": "screen attest",
    "4.4.4": "none",
    "5.1": "attest",
    "5.2": "attest",
    "5.3": "attest",
}

# The failings at the foot of the inventory: each is a recommendation that cites the clause
# named (or one of two), beside what the clause itself demands. The sixth, an account of an
# abolished unit, breaks 4.1.14 itself, so a rule may make it an obligation.
FAILINGS: dict[str, tuple[str, ...]] = {
    "content unrelated to the unit's work": ("4.1.8", "4.2.8"),
    "average reads too low": ("4.1.11",),
    "mostly reposts of the superior unit": ("4.2.6",),
    "one-way publishing without interaction": ("3.2.1",),
    "left open after its function moved": ("4.1.11",),
    "an account of an abolished unit": ("4.1.14",),
}

ALL_RULES = OPINION_2018 | INSPECTION_2019
QUESTION = Question("test/question", text("都好吗？"), answerable_by=(Role.SPONSOR,), days=365)


def row_of(number: str) -> ProvisionCoverage:
    return next(row for row in coverage(OPINION, ALL_RULES) if row.provision.number == number)


def instrument_with(*provisions: Provision) -> Instrument:
    return Instrument(document=document_with(), provisions=provisions)


def treated(provision: Provision, rules: Iterable[Rule]) -> ProvisionCoverage:
    (row,) = coverage(instrument_with(provision), RuleSet("test", rules))
    return row


class TestTheOpinion:
    def test_lists_every_row_of_the_inventory_in_order_and_no_other(self) -> None:
        rows = coverage(OPINION, ALL_RULES)

        assert [row.provision.number for row in rows] == list(INVENTORY)
        assert {
            row.provision.number: " ".join(
                kind.value for kind in CheckKind if kind in row.provision.checks
            )
            for row in rows
        } == INVENTORY

    @pytest.mark.parametrize(
        "number", [each for each, checks in INVENTORY.items() if checks != "none"]
    )
    def test_has_a_rule_or_a_scope_for_what_the_inventory_checks(self, number: str) -> None:
        row = row_of(number)

        assert row.rules or row.scopes
        assert not row.is_gap

    @pytest.mark.parametrize(
        "number", [each for each, checks in INVENTORY.items() if checks == "none"]
    )
    def test_says_why_of_what_nothing_checks(self, number: str) -> None:
        row = row_of(number)

        assert row.treatment is Treatment.UNCHECKED
        assert row.provision.unchecked_because is not None

    def test_is_partly_checked_at_most_where_the_inventory_names_two_kinds(self) -> None:
        partly = [
            row.provision.number
            for row in coverage(OPINION, ALL_RULES)
            if row.treatment is Treatment.PARTLY_CHECKED
        ]

        assert [number for number in partly if " " not in INVENTORY[number]] == []

    def test_clause_2_1_sets_the_scope_of_every_rule(self) -> None:
        bound = {rule_id for scope in row_of("2.1").scopes for rule_id in scope.rules}

        assert bound == {rule.id for rule in ALL_RULES}

    @pytest.mark.parametrize("failing", FAILINGS)
    def test_has_the_failings_at_the_foot_of_the_inventory_as_recommendations(
        self, failing: str
    ) -> None:
        numbers = FAILINGS[failing]
        wanted = sum(each == numbers for each in FAILINGS.values())
        forces = {Force.RECOMMENDATION}
        if numbers == ("4.1.14",):
            forces.add(Force.OBLIGATION)
        citing = {
            each.rule.id
            for number in numbers
            for each in row_of(number).rules
            if each.rule.force in forces
        }

        assert len(citing) >= wanted

    def test_leaves_no_rule_of_its_own_without_a_clause(self) -> None:
        assert rules_without_clause(OPINION, ALL_RULES) == ()
        listed = {each.rule.id for row in coverage(OPINION, ALL_RULES) for each in row.rules}

        assert listed == {rule.id for rule in OPINION_2018}


def test_the_inspection_has_a_rule_for_every_indicator() -> None:
    rows = coverage(INSPECTION, INSPECTION_2019)

    assert [row.provision.number for row in rows] == [
        provision.number for provision in INSPECTION.provisions
    ]
    assert [len(row.rules) for row in rows] == [1] * 8
    assert {row.provision.number: row.missing for row in rows if row.missing} == {
        "1.4": (CheckKind.ATTEST,),
        "3.2": (CheckKind.ATTEST,),
    }


SCREENED = post.labels.has("commercial_ad")
FACTS = account.followers >= 100


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"requires": FACTS}, "data"),
        ({"forbids": FACTS}, "data"),
        ({"subject": "post", "forbids": SCREENED}, "screen"),
        ({"subject": "message", "forbids": message.reply_labels.has("evasive")}, "screen"),
        ({"requires": account.answers(QUESTION)}, "attest"),
        ({"requires": account.answers(QUESTION) & FACTS}, "data attest"),
        ({"subject": "post", "requires": ~SCREENED | (post.reads > 1)}, "data screen"),
        # Of whom it binds only labels and questions count: somebody has to give them.
        ({"applies": account.is_active, "requires": account.answers(QUESTION)}, "attest"),
        (
            {"applies": account.is_active, "forbids": account.labels.has("bought_followers")},
            "screen",
        ),
        ({"applies": account.answers(QUESTION), "requires": FACTS}, "data attest"),
        ({"requires": FACTS, "unless": account.labels.has("bought_followers")}, "data screen"),
        ({"applies": FACTS, "requires": never}, "data"),
        ({"applies": account.labels.is_empty(), "requires": never}, "screen"),
        # Rows that are counted are facts, unless what is counted are labels.
        ({"requires": posts.count() >= 1}, "data"),
        ({"requires": posts.within(days=7).count() >= 1}, "data"),
        ({"forbids": posts.where(SCREENED).count() > 0}, "screen"),
        ({"forbids": posts.within(days=7).where(SCREENED).count() > 0}, "screen"),
        ({"forbids": posts.where(SCREENED & (post.published_at >= AS_OF)).count() > 0}, "screen"),
        ({"forbids": posts.where(SCREENED & (post.reads > 1)).count() > 0}, "data screen"),
        (
            {"forbids": removed_posts.where(removed.labels.has("harmful_content")).count() > 0},
            "screen",
        ),
        ({"requires": messages.share(~message.reply_labels.has("evasive")) >= 1}, "screen"),
        ({"subject": "post", "requires": post.published_at >= AS_OF}, "data"),
        ({"subject": "unit", "requires": unit.answers(QUESTION)}, "attest"),
    ],
)
def test_the_means_of_a_rule_are_read_off_its_conditions(
    parts: dict[str, Any], expected: str
) -> None:
    assert " ".join(means_of(rule_with(**parts))) == expected


def test_a_function_is_a_means_of_its_own_and_counts_as_data() -> None:
    provision = provision_with()

    @check(id="test-2019/f", title=text("函数"), cites=(provision,), force=Force.OBLIGATION)
    def rule(situation: object) -> bool | None:
        return None

    assert means_of(rule) == (Means.FUNCTION,)
    assert treated(provision, (rule,)).treatment is Treatment.CHECKED
    attested = provision_with(checks={CheckKind.ATTEST})
    assert treated(attested, (rule,)).missing == (CheckKind.ATTEST,)


def test_means_and_treatments_are_called_what_files_of_coverage_call_them() -> None:
    assert [*Means] == ["data", "screen", "attest", "function"]
    assert [*Treatment] == ["checked", "partly_checked", "scope", "unchecked", "gap"]


class TestTreatments:
    def test_without_a_rule_or_a_reason_it_is_a_gap(self) -> None:
        row = treated(provision_with(), ())

        assert row.treatment is Treatment.GAP
        assert row.is_gap
        assert row.missing == (CheckKind.DATA,)
        assert row.means == ()

    def test_with_a_reason_it_is_none(self) -> None:
        provision = provision_with(
            checks=frozenset({CheckKind.NONE}), unchecked_because=text("只是背景。")
        )
        row = treated(provision, ())

        assert row.treatment is Treatment.UNCHECKED
        assert not row.is_gap
        assert row.missing == ()

    def test_a_rule_may_check_what_was_thought_to_be_beyond_checking(self) -> None:
        provision = provision_with(
            checks=frozenset({CheckKind.NONE}), unchecked_because=text("只是背景。")
        )
        rule = rule_with(cites=(provision,), requires=FACTS)

        assert treated(provision, (rule,)).treatment is Treatment.CHECKED

    def test_a_kind_that_no_rule_does_makes_it_partly_checked(self) -> None:
        provision = provision_with(checks=frozenset({CheckKind.ATTEST, CheckKind.DATA}))
        facts = rule_with(id="test-2019/facts", cites=(provision,), requires=FACTS)
        asked = rule_with(
            id="test-2019/asked", cites=(provision,), requires=account.answers(QUESTION)
        )

        partly = treated(provision, (facts,))
        assert partly.treatment is Treatment.PARTLY_CHECKED
        assert partly.missing == (CheckKind.ATTEST,)
        assert not partly.is_gap
        both = treated(provision, (asked, facts))
        assert both.treatment is Treatment.CHECKED
        assert both.means == (Means.DATA, Means.ATTEST)
        assert [each.rule for each in both.rules] == [asked, facts]

    def test_a_scope_that_rests_on_it_is_data(self) -> None:
        def scope(binds: Condition = unit.kind == "government") -> Scope:
            return Scope(id="test/scope", title=text("政府"), binds=binds, cites=(provision,))

        provision = provision_with("2")
        other = provision_with("1")
        rules = [
            rule_with(id=f"test-2019/{name}", cites=(other,), scope=scope(), requires=FACTS)
            for name in "ab"
        ]
        first, second = coverage(instrument_with(other, provision), RuleSet("test", rules))

        assert (first.treatment, second.treatment) == (Treatment.CHECKED, Treatment.SCOPE)
        assert first.scopes == ()
        assert [each.rules for each in second.scopes] == [("test-2019/a", "test-2019/b")]
        assert second.means == (Means.DATA,)

    def test_a_rule_may_cite_several_and_stands_under_each(self) -> None:
        one, other = provision_with("1"), provision_with("2")
        rule = rule_with(cites=(other, one), requires=FACTS)
        rows = coverage(instrument_with(one, other), RuleSet("test", (rule,)))

        assert [[each.rule for each in row.rules] for row in rows] == [[rule], [rule]]

    def test_a_clause_of_the_same_number_elsewhere_is_another(self) -> None:
        rule = rule_with(requires=FACTS, cites=(INSPECTION.provision("1.1"),))

        assert treated(provision_with("1.1"), (rule,)).is_gap


def test_a_rule_that_cites_the_instrument_but_no_clause_of_it_is_not_lost() -> None:
    provision = provision_with("1.1")
    instrument = instrument_with(provision)

    def citing(name: str, *cites: Citation | Provision) -> Rule:
        return rule_with(id=f"test-2019/{name}", cites=cites, requires=FACTS)

    whole = citing("whole", instrument.citation)
    unknown = citing("unknown", provision_with("9"))
    known = citing("known", provision)
    both = citing("both", instrument.citation, provision)
    elsewhere = citing("elsewhere", INSPECTION.citation)
    rules = RuleSet("test", (whole, unknown, known, both, elsewhere))

    assert rules_without_clause(instrument, rules) == (whole, unknown)


def test_every_outcome_is_a_judgement_and_what_a_waiver_excuses_is_none_more() -> None:
    tally = Tally(
        subject=Subject.POST,
        passed=1,
        failed=10,
        undetermined=100,
        not_applicable=1000,
        errors=10_000,
        suppressed=5,
    )

    assert tally.total == 11_111


def test_a_rule_is_tallied_as_its_run_counted_it() -> None:
    counts: dict[str, Any] = {
        "passed": 1,
        "failed": 10,
        "undetermined": 100,
        "not_applicable": 1000,
        "errors": 10_000,
    }
    run = RuleRun(
        rule_id="test-2019/a-rule",
        title=text("测试规则"),
        severity=Severity.ERROR,
        subject=Subject.POST,
        is_in_force=True,
        **counts,
    )

    assert JudgedRule(run=run).tally == Tally(subject=Subject.POST, **counts)
    assert JudgedRule(run=run).tally.suppressed == 0
    assert JudgedRule(run=run, suppressed=5).tally == Tally(
        subject=Subject.POST, **counts, suppressed=5
    )


class TestAudits:
    def test_count_the_subjects_of_every_rule_by_kind(self) -> None:
        one, other = provision_with("1"), provision_with("2")
        rules = RuleSet(
            "test",
            (
                rule_with(id="test-2019/many", cites=(one,), force="defeasible", requires=FACTS),
                rule_with(
                    id="test-2019/read", cites=(one,), subject="post", requires=post.reads > 1
                ),
                rule_with(id="test-2019/active", cites=(one,), requires=account.status == "active"),
            ),
        )
        portfolio = Portfolio(
            accounts=(
                account_with(followers=1),
                account_with(id="wechat:b", followers=1),
                account_with(id="wechat:c", followers=None, status="closed"),
            ),
            posts=tuple(
                post_with(f"p{reads}", reads=reads, published_at=ago(days=1)) for reads in (1, 2, 3)
            ),
            waivers=(
                Waiver(
                    id="w1",
                    rule_id="test-2019/many",
                    account_id=ACCOUNT_ID,
                    authority="某市政府办公室",
                    document="某办函〔2019〕1号",
                    reason="刚刚开设",
                    valid_from_at=ago(days=10),
                ),
            ),
        )
        instrument = instrument_with(one, other)
        report = audit(portfolio, rules, as_of=AS_OF)
        first, second = audited_coverage(instrument, rules, report)

        assert first.totals == (
            Tally(subject=Subject.ACCOUNT, passed=2, failed=3, undetermined=1, suppressed=1),
            Tally(subject=Subject.POST, passed=2, failed=1),
        )
        assert [each.total for each in first.totals] == [6, 3]
        assert [(each.run.rule_id, each.suppressed) for each in first.judged] == [
            ("test-2019/many", 1),
            ("test-2019/read", 0),
            ("test-2019/active", 0),
        ]
        assert first.judged[0].tally == Tally(
            subject=Subject.ACCOUNT, failed=2, undetermined=1, suppressed=1
        )
        assert second.totals == ()
        assert second.judged == ()
        assert [row.coverage for row in (first, second)] == list(coverage(instrument, rules))

    def test_of_other_rules_are_refused(self) -> None:
        report = audit(Portfolio(accounts=()), INSPECTION_2019, as_of=AS_OF)

        with pytest.raises(
            RuleError, match=r"the report is of the rule set inspection-2019 .*again"
        ):
            audited_coverage(
                INSPECTION, INSPECTION_2019 | RuleSet("x", (rule_with(requires=FACTS),)), report
            )

    @given(portfolio=portfolios(), ruleset=rulesets())
    def test_add_up_to_what_the_report_says(self, portfolio: Portfolio, ruleset: RuleSet) -> None:
        report = audit(portfolio, ruleset, as_of=AS_OF)
        rows = audited_coverage(INSPECTION, ruleset, report)

        # Every one of these rules cites clause 2.1 and no other.
        tallies = {tally.subject: tally for row in rows for tally in row.totals}
        for subject in Subject:
            runs = [run for run in report.rules if run.subject is subject]
            tally = tallies.get(subject, Tally(subject=subject))
            assert tally.passed == sum(run.passed for run in runs)
            assert tally.failed == sum(run.failed for run in runs)
            assert tally.undetermined == sum(run.undetermined for run in runs)
            assert tally.not_applicable == sum(run.not_applicable for run in runs)
            assert tally.errors == sum(run.errors for run in runs)
            assert tally.suppressed <= tally.failed
        suppressed = sum(finding.is_suppressed for finding in report.findings)
        assert sum(tally.suppressed for tally in tallies.values()) == suppressed
        assert rows == audited_coverage(INSPECTION, ruleset, report)
