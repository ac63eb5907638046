"""
The public face as mypy and pyright see it. Never run; only type-checked.

``assert_type`` holds what a type checker infers. A line that ends in an ignore has to be
an error to both checkers: mypy (strict) warns of an ignore that ignores nothing, and for
pyright, which heeds the same comments, the next line turns that on.
"""

# pyright: reportUnnecessaryTypeIgnoreComment=true

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import assert_type

from pendulum import DateTime

from govmedia_rules import (
    Account,
    Attestation,
    Citation,
    Deadline,
    Evidence,
    Finding,
    Force,
    Message,
    MissingFact,
    Outcome,
    Portfolio,
    Post,
    Provision,
    Report,
    Rule,
    RuleSet,
    Severity,
    Subject,
    SubjectRef,
    Text,
    Unit,
    Verdict,
    Waiver,
    audit,
    check,
    check_post,
    deadlines,
)
from govmedia_rules.conditions import (
    Aggregate,
    Answer,
    Condition,
    Origin,
    Param,
    Question,
    Rows,
    account,
    all_of,
    any_of,
    message,
    messages,
    peer,
    post,
    posts,
    removed,
    removed_posts,
    superior,
    unit,
)
from govmedia_rules.conditions.expressions import (
    MomentField,
    NumberField,
    TagsField,
    TextField,
    TruthField,
)
from govmedia_rules.conditions.interpreter import Situation
from govmedia_rules.consolidation import Proposal, propose
from govmedia_rules.evaluation import OpenQuestion, ProvisionCoverage, coverage, questionnaire
from govmedia_rules.findings import Exclusion
from govmedia_rules.law import OPINION_2018
from govmedia_rules.models import AccountStatus, AppFacts, Filing, Incident, Review
from govmedia_rules.moments import Window
from govmedia_rules.rules import Scope
from govmedia_rules.rulesets import INSPECTION_2019


def take(value: object) -> None:
    """Use a value, so that no checker calls an expression unused and leaves it at that."""


# Models take moments and days as text or as values, words for members, any iterable for
# tags and rows; and hold the one kind that their fields name.

AT = datetime(2019, 6, 5, tzinfo=UTC)

bureau = Unit(
    id="u1", level="county", status_changed_on="2018-07-01", aliases=["甲"], duty_keywords=()
)
Unit(id="u1", status_changed_on=date(2018, 7, 1))
farm = Account(
    id="wechat:马坝农业",
    platform="wechat",
    opened_at="2016-01-01T00:00:00+08:00",
    closed_at=AT,
    status="active",
    filings=[Filing(what="opening", filed_at=AT)],
    incidents=(Incident(kind="hijacking", occurred_at="2019-06-05T00:00:00Z") for _ in "a"),
    app=AppFacts(is_usable=True),
    labels={"bought_followers"},
)
Account(id="a", platform="b", status=AccountStatus.CLOSED)
news = Post(
    id="p1",
    account_id=farm.id,
    published_at=AT,
    kind="repost",
    reads=5,
    review=Review(reviewed_at="2019-06-05T00:00:00Z", reviewers=["甲", "乙"], gates=["politics"]),
    labels=[],
)
letter = Message(id="m1", account_id=farm.id, received_at=AT, needs_reply=True)
answer = Attestation(
    id="t1", question_id="q", account_id=farm.id, answered_by="甲", answered_at=AT, answer=None
)
excuse = Waiver(
    id="w1",
    rule_id="a/b",
    account_id="a",
    authority="甲",
    document="乙",
    reason="丙",
    valid_from_at="2019-06-05T00:00:00Z",
    expires_at=AT,
)
portfolio = Portfolio(
    accounts=[farm],
    units=(bureau,),
    posts=(each for each in [news]),
    messages={letter},
    attestations=[answer],
    waivers=[excuse],
)

assert_type(news.published_at, DateTime | None)
assert_type(news.labels, frozenset[str] | None)
assert_type(news.reads, int | None)
assert_type(bureau.status_changed_on, date | None)
assert_type(farm.filings, tuple[Filing, ...] | None)
assert_type(farm.status_at(answer.answered_at), AccountStatus | None)
assert_type(answer.answered_at, DateTime)
assert_type(portfolio.accounts, tuple[Account, ...])
assert_type(portfolio.posts, tuple[Post, ...] | None)

Post("p1", "a1")  # type: ignore[call-arg]
Post(id="p1")  # type: ignore[call-arg]
Post(id="p1", account_id="a", raeds=1)  # type: ignore[call-arg]
Post(id="p1", account_id="a", reads="5")  # type: ignore[arg-type]
Post(id="p1", account_id="a", published_at=5)  # type: ignore[arg-type]
Post(id="p1", account_id="a", published_at=date(2019, 6, 5))  # type: ignore[arg-type]
Account(id="a", platform=None)  # type: ignore[arg-type]
Portfolio(accounts=[news])  # type: ignore[list-item]
news.reads = 6  # type: ignore[misc]

# Audits.

report = audit(portfolio, INSPECTION_2019, as_of="2019-06-05T00:00:00+08:00")
assert_type(report, Report)
assert_type(audit(portfolio, INSPECTION_2019, as_of=AT, evidence_limit=3, strict=True), Report)
assert_type(check_post(news, farm, INSPECTION_2019, as_of=AT, unit=bureau), Report)
assert_type(report.verdict("wechat:马坝农业"), Verdict)
assert_type(report.verdicts, Mapping[str, Verdict])
assert_type(report.missing, Mapping[str, int])
assert_type(report.has_failures, bool)
assert_type(report.as_of, DateTime)
for due in deadlines(portfolio, INSPECTION_2019, as_of=AT):
    assert_type(due, Deadline)
    assert_type(due.fails_at, DateTime)
for finding in report.findings:
    assert_type(finding, Finding)
    assert_type(finding.rule_id, str)
    assert_type(finding.subject, SubjectRef)
    assert_type(finding.outcome, Outcome)
    assert_type(finding.severity, Severity)
    assert_type(finding.message.zh, str)
    assert_type(finding.message.in_language("en"), str)
    assert_type(finding.evidence, tuple[Evidence, ...])
    assert_type(finding.missing, tuple[MissingFact, ...])
    assert_type(finding.citations, tuple[Citation, ...])
    assert_type(finding.remedy, Text | None)
    assert_type(finding.fingerprint, str)
    assert_type(finding.evidence[0].window, Window | None)

audit(portfolio, INSPECTION_2019)  # type: ignore[call-arg]
audit(portfolio, INSPECTION_2019, as_of=date(2019, 6, 5))  # type: ignore[arg-type]
audit(portfolio, [INSPECTION_2019], as_of=AT)  # type: ignore[arg-type]

# What the Opinion needs besides.

roster = Question(
    "q", Text(zh="甲", en="a"), answerable_by=("sponsor",), days=Param("d", 9, source="ours")
)
bodies = Scope(
    id="a/b",
    title=Text(zh="甲", en="a"),
    binds=unit.kind == "government",
    cites=(OPINION_2018.citation,),
)
assert_type(unit.answers(roster), Answer)
assert_type(account.answers(roster) & ~unit.answers(roster), Condition)
assert_type(post.source.mentions("甲", "乙"), Condition)
assert_type(account.name_key.mentions(unit.name_keys), Condition)
assert_type(peer.functions.overlaps(account.functions), Condition)
assert_type(unit.accounts.distinct(peer.platform), Aggregate)
assert_type(removed_posts.where(removed.removal_days > 1).count(), Aggregate)
assert_type(superior.name_keys, TagsField)
assert_type(post.published_at >= AT, Condition)
assert_type(bodies.binds, Condition)
assert_type(report.exclusions, tuple[Exclusion, ...])
assert_type(questionnaire(portfolio, INSPECTION_2019, as_of=AT), tuple[OpenQuestion, ...])
assert_type(coverage(OPINION_2018, INSPECTION_2019), tuple[ProvisionCoverage, ...])
assert_type(propose(portfolio, as_of=AT), tuple[Proposal, ...])
take(peer.functions.overlaps(account.name))  # type: ignore[arg-type]
take(unit.accounts.distinct(peer.followers))  # type: ignore[arg-type]
take(superior.accounts)  # type: ignore[attr-defined]

# Conditions.

assert_type(post.reads, NumberField)
assert_type(post.labels, TagsField)
assert_type(post.title, TextField)
assert_type(post.published_at, MomentField)
assert_type(account.app.is_usable, TruthField)
assert_type(peer.platform, TextField)
assert_type(posts, Rows)
assert_type(posts.within(days=7), Rows)
assert_type(messages.where(message.needs_reply), Rows)
assert_type(unit.accounts.where(peer.is_active), Rows)
assert_type(posts.count(), Aggregate)
assert_type(posts.share(post.kind == "original", coverage=0.9), Aggregate)
assert_type(posts.mean(post.reads), Aggregate)
assert_type(posts.count() >= 1, Condition)
assert_type(post.reads == 5, Condition)
assert_type(post.kind != "repost", Condition)
assert_type(post.reads < post.likes, Condition)
assert_type(post.published_at.within(days=7), Condition)
assert_type(message.replied_at > message.received_at, Condition)
assert_type(post.labels.has("commercial_ad"), Condition)
assert_type(post.labels.has_any("a", "b"), Condition)
assert_type(account.interaction_features.is_empty(), Condition)
assert_type(account.platform.is_in("wechat", "weibo"), Condition)
assert_type(post.reads.is_missing(), Condition)
assert_type(account.is_active, Condition)
assert_type(account.is_active & (posts.count() >= 1), Condition)
assert_type(account.is_active | account.is_main, Condition)
assert_type(~account.is_main, Condition)
assert_type(all_of(account.is_active, account.is_main), Condition)
assert_type(any_of(account.is_active, account.is_main), Condition)

take(post.raeds)  # type: ignore[attr-defined]
take(post.reads >= "5")  # type: ignore[operator]
take(post.title >= "5")  # type: ignore[operator]
post.labels.has(5)  # type: ignore[arg-type]
take(post.published_at > "2019-06-05")  # type: ignore[operator]
take(account.is_active & True)  # type: ignore[operator]
posts.within(7)  # type: ignore[call-arg]
posts.within(days="7")  # type: ignore[arg-type]
posts.where(post.reads)  # type: ignore[arg-type]
posts.mean(post.title)  # type: ignore[arg-type]
posts.where("reads > 5")  # type: ignore[arg-type]

# Rules.

DAYS = Param("days", 7, unit="day", origin=Origin.TEXT)
CLAUSE = OPINION_2018.provision("4.1.1")
assert_type(CLAUSE, Provision)
ONE_A_WEEK = Rule(
    id="mycity-2024/one-post-a-week",
    title=Text(zh="每周至少更新一次", en="At least one post a week"),
    cites=(CLAUSE, CLAUSE.citation),
    force=Force.OBLIGATION,
    applies=account.is_active,
    requires=posts.within(days=DAYS).count() >= 1,
)
assert_type(ONE_A_WEEK, Rule)
assert_type(ONE_A_WEEK.params, tuple[Param, ...])
assert_type(ONE_A_WEEK.override(days=10), Rule)
assert_type(ONE_A_WEEK.cites, tuple[Citation, ...])


@check(
    id="mycity-2024/by-hand",
    title=Text(zh="人工", en="by hand"),
    cites=[CLAUSE],
    force=Force.DEFEASIBLE,
    subject=Subject.POST,
)
def by_hand(situation: Situation) -> bool | None:
    return None if situation.post is None else situation.post.title == "x"


assert_type(by_hand, Rule)

MYCITY = RuleSet("mycity-2024", (ONE_A_WEEK, by_hand))
assert_type(MYCITY, RuleSet)
assert_type(INSPECTION_2019 | MYCITY, RuleSet)
assert_type(INSPECTION_2019 - MYCITY, RuleSet)
assert_type(MYCITY.override("mycity-2024/one-post-a-week", days=10), RuleSet)
assert_type(MYCITY.select("mycity-2024/*").without("*/by-hand"), RuleSet)
assert_type(MYCITY.in_force("2019-06-05T00:00:00+08:00"), RuleSet)
assert_type(MYCITY.fingerprint, str)
assert_type([rule.id for rule in MYCITY], list[str])

Rule(id="a/b", title="a title", cites=(CLAUSE,), force=Force.OBLIGATION)  # type: ignore[arg-type]
Rule(id="a/b", title=Text(zh="a", en="a"), force=Force.OBLIGATION)  # type: ignore[call-arg]
take(INSPECTION_2019 | ONE_A_WEEK)  # type: ignore[operator]
MYCITY.override(days=10)  # type: ignore[call-arg]
