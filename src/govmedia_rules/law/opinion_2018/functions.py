"""What the Opinion wants accounts to do for the public (3.1.1 to 3.3.1)."""

from __future__ import annotations

from functools import partial
from typing import Final

from govmedia_rules.law.instruments import CheckKind, Confidence, Force, Provision
from govmedia_rules.law.opinion_2018.document import DOCUMENT
from govmedia_rules.text import Text

__all__ = ["PROVISIONS"]

_openness = partial(
    Provision,
    document=DOCUMENT,
    heading=Text(
        zh="推进政务公开，强化解读回应",
        en="Advancing openness, strengthening interpretation and response",
    ),
)
_interaction = partial(
    Provision,
    document=DOCUMENT,
    heading=Text(
        zh="加强政民互动，创新社会治理",
        en="Strengthening interaction with the public, renewing social governance",
    ),
)
_services = partial(
    Provision,
    document=DOCUMENT,
    heading=Text(
        zh="突出民生事项，优化掌上服务",
        en="Putting daily-life matters first, improving services on the phone",
    ),
)

PROVISIONS: Final = (
    _openness(
        number="3.1.1",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.ATTEST}),
        paraphrase=Text(
            zh="账号要发布政策、把政策讲明白，并对公众关心的事作出回应。",
            en="Accounts publish policy, explain it, and respond to what concerns the public.",
        ),
    ),
    _openness(
        number="3.1.2",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.ATTEST}),
        confidence=Confidence.PARAPHRASE,
        paraphrase=Text(
            zh="遇到突发事件，要尽快通过账号给出权威的信息。",
            en="In an emergency accounts put out authoritative information promptly.",
        ),
    ),
    _interaction(
        number="3.2.1",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.DATA}),
        paraphrase=Text(
            zh="账号要为公众留出能用的互动渠道，并保持畅通。",
            en="Accounts keep channels open through which the public can interact with them.",
        ),
    ),
    _interaction(
        number="3.2.2",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.DATA}),
        paraphrase=Text(
            zh="公众留言要有人看、有人办、有人答，所提的事及时了结并告知结果；多久算及时，文件没有写明。",
            en=(
                "Public messages are reviewed, handled and answered; what they raise is settled in"
                " time and the outcome fed back. How soon is in time, the document does not say."
            ),
        ),
    ),
    _interaction(
        number="3.2.3",
        force=Force.PROHIBITION,
        checks=frozenset({CheckKind.SCREEN}),
        paraphrase=Text(
            zh="回复须守法、诚恳、慎重；敷衍躲闪、空话连篇、态度冷漠的回复都不允许。",
            en="Replies are lawful, sincere and careful; none may be evasive, empty or cold.",
        ),
    ),
    _services(
        number="3.3.1",
        force=Force.RECOMMENDATION,
        checks=frozenset({CheckKind.DATA}),
        paraphrase=Text(
            zh="提倡让人在手机上就能办事，各项服务汇到同一个入口，数据出自同一个来源。",
            en=(
                "Encourages offering services on the phone, gathered behind one entry and fed from"
                " one source of data."
            ),
        ),
    ),
)
"""The functions of an account: openness, interaction, service."""
