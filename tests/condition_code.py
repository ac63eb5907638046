"""Conditions written as code in text, so that tests can hold what a type checker would refuse."""

from typing import Any

import pytest

from govmedia_rules import conditions
from govmedia_rules.conditions.nodes import MAX_DEPTH
from govmedia_rules.conditions.operands import MAX_DAYS
from govmedia_rules.errors import ConditionError, GovmediaRulesError
from govmedia_rules.models import AccountStatus, PostKind, UnitKind
from govmedia_rules.moments import moment
from govmedia_rules.text import Text

_NAMES = {
    **{name: getattr(conditions, name) for name in conditions.__all__},
    "AccountStatus": AccountStatus,
    "MAX_DAYS": MAX_DAYS,
    "MAX_DEPTH": MAX_DEPTH,
    "PostKind": PostKind,
    "Text": Text,
    "moment": moment,
    "UnitKind": UnitKind,
}


def built(code: str) -> Any:
    """Return what *code* builds with the words of ``govmedia_rules.conditions``."""
    return eval(code, {"__builtins__": {"bool": bool, "float": float}}, dict(_NAMES))  # noqa: S307 -- the tests' own text


def refusal(code: str, error: type[GovmediaRulesError] = ConditionError) -> str:
    """Return the message with which *code* is refused."""
    with pytest.raises(error) as caught:
        built(code)
    assert type(caught.value) is error
    return str(caught.value)


CONDITIONS = (
    "always",
    "never",
    "account.is_main",
    "account.app.is_usable",
    "post.reads > 5",
    "post.reads >= 0.5",
    "post.reads < post.likes",
    "account.followers <= -3",
    "account.followers == 10",
    "account.followers != 10",
    "account.platform == 'wechat'",
    "account.name != '甲\"乙\\'丙\\\\丁\\n'",
    "account.operator == account.verified_body",
    "post.published_at < post.review.reviewed_at",
    "post.published_at <= post.deleted_at",
    "post.published_at > post.harm_detected_at",
    "message.replied_at >= message.received_at",
    "account.platform.is_in('wechat', 'weibo')",
    "account.platform.is_in('wechat')",
    "account.platform.is_in(Param('platforms', ('wechat', 'weibo'), origin='text'))",
    "post.labels.has('commercial_ad')",
    "post.labels.has(Param('label', 'mycity:betting', origin='operational', source='a list'))",
    "account.interaction_features.is_empty()",
    "account.name.is_missing()",
    "account.app.is_usable.is_missing()",
    "post.labels.is_missing()",
    "account.opened_at.within(days=14)",
    "account.opened_at.within(days=Param('days', 14, unit='day', origin='text', minimum=1))",
    "~account.is_main",
    "~~account.is_main",
    "~(post.reads > 5)",
    "~post.labels.has('commercial_ad')",
    "post.source.mentions('新华社', '.gov.cn')",
    "post.source.mentions(Param('sources', ('新华社',), origin='operational', source='a list'))",
    "account.name.mentions(unit.duty_keywords)",
    "peer.functions.overlaps(account.functions)",
    "post.labels.overlaps('commercial_ad', 'off_topic')",
    "superior.name == unit.name",
    "post.published_at >= moment('2018-12-07T00:00:00+08:00')",
    "unit.changed_at.within(days=30)",
    "account.filed.has('opening')",
    "unit.answers(Question('q', Text(zh='甲', en='a'), answerable_by=('sponsor',), days=365))",
    "account.answers(Question('q', Text(zh='甲', en='a'), answerable_by=('sponsor', 'supervisor'), days=7))",
    "unit.accounts.where(peer.platform != 'app').distinct(peer.platform) >= 2",
    "unit.accounts.repeats(peer.platform) == 0",
    "removed_posts.within(days=30).where(removed.removal_days > 1).count() == 0",
    "account.is_main & always",
    "account.is_main | never",
    "account.is_main & (post.reads > 5) & ~post.labels.is_empty()",
    "account.is_main | (post.reads > 5) | ~post.labels.is_empty()",
    "(account.is_main & always) | never",
    "account.is_main & (always | never)",
    "((account.is_main | always) & never) | (account.is_main & ~(always | never))",
    "~(account.is_main & always)",
    "~(account.is_main | always)",
    "posts.count() > 0",
    "posts.count() >= messages.count()",
    "unit.accounts.count() == 1",
    "unit.accounts.where(peer.platform == account.platform).count() <= 1",
    "unit.accounts.within(days=365).where(peer.app.is_usable).count() > 1",
    "posts.within(days=7).count() >= Param('posts', 1, unit='post', origin='operational', source='a test')",
    "posts.where(post.kind == 'original').count() != 0",
    "posts.within(days=30).where((post.reads > 5) & ~(post.kind == 'notice')).count() > 1",
    "posts.share(post.kind == 'original') >= 0.5",
    "posts.share((post.reads > 5) | (post.likes > 5), coverage=0.9) < 1",
    "posts.within(days=30).mean(post.reads) >= 100",
    "posts.mean(post.reads, coverage=Param('known', 0.9, origin='operational', source='a test')) < account.followers",
    "posts.min(post.likes) > 1",
    "posts.max(post.reads, coverage=1) > posts.mean(post.reads)",
)
"""At least one condition of every kind, as its own code."""
