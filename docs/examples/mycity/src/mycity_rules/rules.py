"""The rule set mycity-2024: the vetoes of 2019, and what the city asks for besides."""

from __future__ import annotations

from typing import Final

from govmedia_rules import Force, Instrument, Provision, Rule, RuleSet, Subject, Text
from govmedia_rules.conditions import Origin, Param, account, post, posts
from govmedia_rules.law import CheckKind, Document
from govmedia_rules.rulesets import INSPECTION_2019

__all__ = ["MYCITY_2024"]

_PLAN: Final = Document(
    id="mycity-2024",
    number=None,
    title=Text(
        zh="某市2024年政务新媒体工作方案", en="Plan for government new media of a city, 2024"
    ),
    issuer=Text(zh="某市人民政府办公室", en="General office of a municipal government"),
    issued_on="2024-01-15",
    in_force_on="2024-02-01",
)
_INSTRUMENT: Final = Instrument(
    document=_PLAN,
    provisions=(
        Provision(
            document=_PLAN,
            number="3.2",
            heading=Text(zh="更新", en="Updates"),
            paraphrase=Text(zh="账号每周都要有更新。", en="Accounts publish every week."),
            force=Force.OBLIGATION,
            checks=frozenset({CheckKind.DATA}),
        ),
        Provision(
            document=_PLAN,
            number="3.5",
            heading=Text(zh="内容", en="Content"),
            paraphrase=Text(zh="账号不推介博彩。", en="Accounts do not promote gambling."),
            force=Force.PROHIBITION,
            checks=frozenset({CheckKind.SCREEN}),
        ),
    ),
)

_DAYS: Final = Param("days", 7, unit="day", origin=Origin.TEXT, minimum=1)

_ONE_POST_A_WEEK: Final = Rule(
    id="mycity-2024/one-post-a-week",
    title=Text(zh="每周至少更新一次", en="At least one post a week"),
    cites=(_INSTRUMENT.provision("3.2"),),
    force=Force.OBLIGATION,
    applies=account.is_active,
    requires=posts.within(days=_DAYS).count() >= 1,
    remedy=Text(zh="恢复更新。", en="Publish again."),
)

# The city takes the word of its own screener, until a person decides otherwise.
_NO_GAMBLING: Final = Rule(
    id="mycity-2024/no-gambling",
    title=Text(zh="不得推介博彩", en="No promotion of gambling"),
    cites=(_INSTRUMENT.provision("3.5"),),
    force=Force.PROHIBITION,
    subject=Subject.POST,
    forbids=post.labels.has_any("mycity:gambling", "mycity:gambling@mycity-gambling"),
    remedy=Text(zh="删除该信息。", en="Take the post down."),
)

MYCITY_2024: Final = RuleSet("mycity-2024", (*INSPECTION_2019, _ONE_POST_A_WEEK, _NO_GAMBLING))
"""The rules of the city, on top of the eight vetoes of 2019."""
