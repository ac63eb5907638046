"""Rules that forbid words, which are asked only of rows with any word at all."""

from __future__ import annotations

from typing import Any

import pytest

from frame_kinds import KINDS, audit_of
from govmedia_rules import audit
from govmedia_rules.conditions import account, post
from govmedia_rules.conditions.predicates import Condition
from govmedia_rules.law import Force
from govmedia_rules.models import Account, Portfolio, Post, Subject
from govmedia_rules.rules import Rule, RuleSet
from portfolio_frames import frames_of
from situations import AS_OF, CITATION, ago, text

OWN = post.labels.has("off_topic")
OF_THE_ACCOUNT = account.labels.has("bought_followers")
OF_A_REVIEW = post.review.gates.has("wording")


def forbidding(*conditions: Condition, **parts: Any) -> RuleSet:
    return RuleSet(
        "forbidding",
        [
            Rule(
                id=f"test/{number}",
                title=text("不得"),
                cites=(CITATION,),
                force=Force.PROHIBITION,
                subject=Subject.POST,
                forbids=condition,
                **parts,
            )
            for number, condition in enumerate(conditions)
        ],
    )


def portfolio(*labels: list[str] | None) -> Portfolio:
    accounts = [
        Account(id="a", platform="wechat", name="甲县发布", status="active", labels=[]),
        Account(id="b", platform="weibo", status="active", labels=["bought_followers"]),
        Account(id="c", platform="weibo", status=None, labels=None),
    ]
    posts = [
        Post(
            id=f"{each.id}{number:03}",
            account_id=each.id,
            title=f"第{number}条",
            published_at=ago(days=number % 40),
            deleted_at=ago(days=1) if number == 2 else None,
            labels=some,
        )
        for each in accounts
        for number, some in enumerate(labels[:1] if each.id == "b" else labels)
    ]
    return Portfolio(accounts=accounts, posts=posts)


FEW = portfolio(["off_topic"], None, *[[] for _ in range(60)])
MANY = portfolio(["off_topic"], ["other"], ["other", "off_topic"], None, [])


@pytest.mark.parametrize("kind", ["polars lazy", "duckdb"])
@pytest.mark.parametrize("facts", [FEW, MANY], ids=["few rows have words", "most rows have words"])
@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(forbidding(OWN), id="of the row"),
        pytest.param(forbidding(OWN, post.labels.has("other")), id="two of the row"),
        pytest.param(forbidding(OF_THE_ACCOUNT), id="of its account"),
        pytest.param(forbidding(OWN, OF_THE_ACCOUNT), id="of the row, and of its account"),
        pytest.param(forbidding(OWN, OF_A_REVIEW), id="in two lists"),
        pytest.param(forbidding(OWN, post.kind == "repost"), id="beside a rule without words"),
        pytest.param(
            forbidding(OWN, applies=post.published_at.within(days=7)), id="of some rows only"
        ),
        pytest.param(forbidding(OWN, unless=account.labels.has("bought_followers")), id="excused"),
    ],
)
def test_give_the_report_of_the_objects(rules: RuleSet, facts: Portfolio, kind: str) -> None:
    report = audit(facts, rules, as_of=AS_OF)

    assert audit_of(frames_of(facts), rules, AS_OF, KINDS[kind]).to_report() == report
    assert report.findings
