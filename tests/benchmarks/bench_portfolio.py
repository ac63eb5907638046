"""A portfolio and a rule set of realistic shape for measuring."""

from __future__ import annotations

import random
from datetime import timedelta

from pendulum import DateTime

from govmedia_rules.conditions import Param, account, post, posts
from govmedia_rules.law import INSPECTION_2019 as INSTRUMENT
from govmedia_rules.law import Force
from govmedia_rules.models import Account, Portfolio, Post, Subject, Unit
from govmedia_rules.moments import SHANGHAI, moment
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets import INSPECTION_2019
from govmedia_rules.text import Text

AS_OF = moment("2019-06-05T00:00:00+08:00")
_PLAIN = AS_OF.naive()


def make_portfolio(accounts: int, posts_each: int, seed: int = 20190605) -> Portfolio:
    """Return a portfolio with that many accounts and posts; facts are missing here and there."""
    dice = random.Random(seed)  # noqa: S311 -- reproducible, not secret
    units = [
        Unit(id=f"u{number}", kind="department", level="county")
        for number in range(max(1, accounts // 3))
    ]
    return Portfolio(
        units=units,
        accounts=[_account(dice, number, len(units)) for number in range(accounts)],
        posts=[
            _post(dice, f"p{number}-{turn}", f"a{number}", age)
            for number in range(accounts)
            for age in (dice.choice((4, 4, 4, 4, 4, 4, 30, 120)),)
            for turn in range(posts_each)
        ],
    )


def _account(dice: random.Random, number: int, units: int) -> Account:
    return Account(
        id=f"a{number}",
        platform=dice.choice(("wechat", "wechat", "wechat", "weibo", "douyin")),
        unit_id=f"u{number % units}",
        opened_at="2017-01-01T00:00:00+08:00",
        status=dice.choices(("active", "closed", None), (94, 5, 1))[0],
        followers=None if dice.random() < 0.05 else int(dice.paretovariate(0.7) * 100),
        interaction_features=None if dice.random() < 0.02 else ["comments"],
        labels=None if dice.random() < 0.02 else [],
        operator=None if dice.random() < 0.5 else "own",
    )


def _post(dice: random.Random, post_id: str, account_id: str, spacing: int) -> Post:
    at = _PLAIN - timedelta(hours=dice.random() * spacing * 24 * 15)
    published = DateTime(at.year, at.month, at.day, at.hour, at.minute, at.second, tzinfo=SHANGHAI)
    roll = dice.random()
    labels = None if roll < 0.002 else ["commercial_ad"] if roll > 0.999 else []
    return Post(
        id=post_id,
        account_id=account_id,
        published_at=published,
        kind=None if dice.random() < 0.01 else dice.choice(("original", "original", "repost")),
        reads=None if dice.random() < 0.01 else int(dice.paretovariate(0.8) * 80),
        likes=int(dice.paretovariate(1.0)),
        labels=labels,
        deleted_at=AS_OF if dice.random() < 0.002 else None,
    )


def _param(name: str, value: float, unit: str) -> Param:
    return Param(name, value, unit=unit, source="benchmark")


def _rule(name: str, **parts: object) -> Rule:
    return Rule(
        id=f"mycity-2024/{name}",
        title=Text(zh=f"规则 {name}", en=name),
        cites=(INSTRUMENT.provision("2.1"),),
        force=Force.RECOMMENDATION,
        **parts,  # type: ignore[arg-type]  # keyword arguments of Rule
    )


MYCITY_2024 = RuleSet(
    "mycity-2024",
    (
        _rule(
            "one-post-a-week",
            applies=account.is_active,
            requires=posts.within(days=7).count() >= 1,
        ),
        _rule(
            "three-posts-a-fortnight",
            applies=account.is_active,
            requires=posts.within(days=14).count() >= 3,
        ),
        _rule(
            "not-a-zombie",
            applies=account.is_active,
            requires=posts.within(days=90).count() >= 1,
        ),
        _rule("no-advertising", subject=Subject.POST, forbids=post.labels.has("commercial_ad")),
        _rule("no-off-topic", subject=Subject.POST, forbids=post.labels.has("off_topic")),
        _rule(
            "read-at-all",
            applies=account.is_active,
            requires=posts.within(days=90).mean(post.reads, coverage=0.5)
            >= _param("reads", 100, "read"),
        ),
        _rule(
            "mostly-original",
            applies=account.is_active,
            requires=posts.within(days=90).share(post.kind == "original", coverage=0.5)
            >= _param("share", 0.3, "share"),
        ),
        _rule(
            "some-followers",
            applies=account.is_active & (account.platform == "wechat"),
            requires=account.followers >= _param("followers", 120, "follower"),
        ),
        _rule(
            "names-its-operator", applies=account.is_active, forbids=account.operator.is_missing()
        ),
        _rule(
            "no-flood",
            applies=account.is_active,
            requires=posts.within(days=1).count() <= _param("most", 20, "post"),
        ),
    ),
)
RULES = INSPECTION_2019 | MYCITY_2024
