"""By hand, at the edges: the compiled audit says what the interpreter says, of every kind of question."""

from __future__ import annotations

import pytest

from condition_code import CONDITIONS, built
from edge_portfolios import EDGES, RULES
from govmedia_rules.conditions import account, post, posts, unit
from govmedia_rules.errors import RuleError
from govmedia_rules.law import Severity
from govmedia_rules.models import Portfolio, Subject
from govmedia_rules.rules import Rule, RuleSet
from situations import audited, rule_with

COMPILED_APART = (
    "posts.mean(post.reads) == 5",
    "posts.mean(post.reads) != 5",
    "posts.max(post.reads) == 5",
    "posts.share(post.kind == 'original') == 1",
    "posts.min(post.reads, coverage=0.5) <= posts.max(post.likes, coverage=0.5)",
    "posts.count() == messages.count()",
    "posts.count() != messages.count()",
    "posts.where(post.labels.has('off_topic') | (post.kind == 'original')).count() == 0",
    "posts.where(post.labels.has('off_topic') | post.labels.has('hijacked')).count() == 0",
    "posts.where((post.reads > 2) & post.labels.has('off_topic')).count() == 0",
    "posts.within(days=7).where(post.labels.has('off_topic')).count() == 0",
    "posts.within(days=30).count() >= 1",
    "posts.where(~(post.labels.has('off_topic') & (post.reads > 2))).count() >= 1",
    "posts.where(~~(post.reads > 2)).mean(post.likes) >= 1",
    "posts.where(post.review.reviewers.has('甲')).count() == 0",
    "posts.where(post.title.is_missing()).count() == 0",
)
"""Conditions for which the compiler has a way of its own."""

ASKED = (*CONDITIONS, *COMPILED_APART)
PARTS = ("requires", "forbids", "applies", "unless")

each_edge = pytest.mark.parametrize("portfolio", EDGES.values(), ids=EDGES)


def _asking(number: int, part: str, subject: Subject) -> Rule | None:
    """Return a rule with a condition of each kind as that part, if the subject can be asked it."""
    demand = posts.count() >= 2 if subject is Subject.ACCOUNT else unit.name.mentions("人民")
    parts = {part: built(ASKED[number])}
    if part in {"applies", "unless"}:
        parts["requires"] = demand
    try:
        return rule_with(id=f"test-2019/{subject.value}-{part}-{number}", subject=subject, **parts)
    except RuleError:
        return None


ASKING = {
    part: RuleSet(
        "test-2019",
        [
            rule
            for number in range(len(ASKED))
            for subject in Subject
            if (rule := _asking(number, part, subject)) is not None
        ],
    )
    for part in PARTS
}
"""Conditions of every kind, as every part of a rule, about every subject that has what they ask."""


@each_edge
def test_both_ways_give_the_same_report_of_rules_about_edges(portfolio: Portfolio) -> None:
    assert {run.rule_id for run in audited(portfolio, RULES).rules} == {rule.id for rule in RULES}


@pytest.mark.parametrize("part", PARTS)
@each_edge
def test_both_ways_give_the_same_report_of_every_kind_of_condition(
    portfolio: Portfolio, part: str
) -> None:
    report = audited(portfolio, ASKING[part])

    assert [run.rule_id for run in report.rules] == [rule.id for rule in ASKING[part]]


EXCEPTED = RuleSet(
    "test-2019",
    [
        rule_with(
            id=f"test-2019/{number}-{place}-{whom}",
            subject=Subject.POST,
            severity=Severity.VETO,
            applies=applies,
            forbids=forbidden,
            unless=exception,
        )
        for number, forbidden in enumerate(
            (
                post.labels.has("off_topic"),
                post.labels.has("off_topic") & (post.reads > 2),
                post.reads > 2,
            )
        )
        for place, exception in enumerate(
            (post.labels.is_empty(), post.kind == "notice", post.likes > 1, account.is_main)
        )
        for whom, applies in enumerate(
            (None, account.is_active, post.kind == "original", account.is_active & (post.reads > 1))
        )
    ],
)
"""Rules about all or some posts with exceptions that lift them for some, also for posts without a label."""


@each_edge
def test_both_ways_lift_a_rule_for_single_rows(portfolio: Portfolio) -> None:
    report = audited(portfolio, EXCEPTED)

    assert [run.rule_id for run in report.rules] == [rule.id for rule in EXCEPTED]


@pytest.mark.parametrize("limit", [0, 1, 2, 24, 25, 26])
@pytest.mark.parametrize("edge", ["one row in each table", "more rows than evidence lists"])
def test_evidence_lists_as_many_ids_as_it_is_allowed_to(edge: str, limit: int) -> None:
    report = audited(EDGES[edge], RULES, evidence_limit=limit)

    for finding in report.findings:
        for piece in finding.evidence:
            assert len(piece.ids) == min(limit, piece.ids_total)
