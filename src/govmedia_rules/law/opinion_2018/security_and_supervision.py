"""Security, supervision, and the support that units owe (4.3.1 to 5.3)."""

from __future__ import annotations

from functools import partial
from typing import Final

from govmedia_rules.law.instruments import CheckKind, Confidence, Force, Provision
from govmedia_rules.law.opinion_2018.document import DOCUMENT
from govmedia_rules.text import Text

__all__ = ["PROVISIONS"]

_security = partial(
    Provision,
    document=DOCUMENT,
    heading=Text(zh="安全防护", en="Security"),
)
_supervision = partial(
    Provision,
    document=DOCUMENT,
    heading=Text(zh="监督管理", en="Supervision"),
)
_leadership = partial(
    Provision,
    document=DOCUMENT,
    heading=Text(zh="加强组织领导", en="Strengthening leadership"),
)
_training = partial(
    Provision,
    document=DOCUMENT,
    heading=Text(zh="加强人员培养", en="Strengthening staff training"),
)
_assessment = partial(
    Provision,
    document=DOCUMENT,
    heading=Text(zh="加强考核评价", en="Strengthening assessment"),
)

PROVISIONS: Final = (
    _security(
        number="4.3.1",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.ATTEST}),
        paraphrase=Text(
            zh="安全管理和保密审查都要有制度可依，还要备好应急预案。",
            en=(
                "There is a security management system, a system of secrecy review and an"
                " emergency plan."
            ),
        ),
    ),
    _security(
        number="4.3.2",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.DATA}),
        paraphrase=Text(
            zh="账号密码须管理到位，不给盗号和恶意攻击可乘之机。",
            en="Account passwords are managed so that hijacking and malicious attack are prevented.",
        ),
    ),
    _security(
        number="4.3.3",
        force=Force.PROHIBITION,
        checks=frozenset({CheckKind.SCREEN}),
        paraphrase=Text(
            zh="国家秘密、商业秘密和个人隐私都不能经由账号外泄。",
            en="No state secret, business secret or personal privacy may be leaked.",
        ),
    ),
    _security(
        number="4.3.4",
        force=Force.PROHIBITION,
        checks=frozenset({CheckKind.ATTEST, CheckKind.DATA}),
        paraphrase=Text(
            zh="收集个人信息不能越过服务所必需的限度；会损害用户的内容，不能公开。",
            en=(
                "No personal data may be collected beyond what the service needs, and nothing"
                " published that harms its users."
            ),
        ),
    ),
    _supervision(
        number="4.4.1",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.DATA}),
        paraphrase=Text(
            zh="约束主管单位：须定期检查、实时监测，通报查出的问题并督促改正。",
            en=(
                "Binds supervising units: they inspect regularly, monitor in real time, report"
                " what they find and press for its correction."
            ),
        ),
    ),
    _supervision(
        number="4.4.2",
        force=Force.PROHIBITION,
        checks=frozenset({CheckKind.SCREEN, CheckKind.ATTEST}),
        paraphrase=Text(
            zh="不能花钱买粉丝，也不能编造其他数据。",
            en="No followers may be bought and no other figures fabricated.",
        ),
    ),
    _supervision(
        number="4.4.3",
        force=Force.PROHIBITION,
        checks=frozenset({CheckKind.SCREEN, CheckKind.ATTEST}),
        # The report confirms forced likes; downloading and forwarding are confirmed only in
        # provincial rules, so the weaker of the two sources decides the confidence.
        confidence=Confidence.REPORT,
        paraphrase=Text(
            zh="不能强迫任何人去下载客户端、关注账号、点赞或转发。",
            en="Nobody may be forced to download an app, or to follow, like or forward.",
        ),
    ),
    _supervision(
        number="4.4.4",
        force=Force.CONTEXT,
        checks=frozenset({CheckKind.NONE}),
        paraphrase=Text(
            zh="散布有害内容、扰乱传播秩序、让公众受损的，情节严重就要追究责任。",
            en=(
                "Serious breaches, such as harmful content, broken order or harm to the public,"
                " are pursued."
            ),
        ),
        unchecked_because=Text(
            zh="追责是违规之后的结果，不是账号能够履行、能够证明的义务。",
            en="Being pursued is the outcome of a breach, not a duty that an account could show.",
        ),
    ),
    _leadership(
        number="5.1",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.ATTEST}),
        paraphrase=Text(
            zh="约束各单位：这项工作由领导负责，并与宣传、网信、公安等部门协调配合。",
            en=(
                "Binds units: their leaders answer for this work, and they coordinate with the"
                " publicity, cyberspace and police bodies."
            ),
        ),
    ),
    _training(
        number="5.2",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.ATTEST}),
        confidence=Confidence.PARAPHRASE,
        paraphrase=Text(
            zh="约束各单位：要给运营账号的人员安排培训。",
            en="Binds units: they train the people who run their accounts.",
        ),
    ),
    _assessment(
        number="5.3",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.ATTEST}),
        paraphrase=Text(
            zh="约束主管单位：每年的绩效考核须涵盖政务新媒体。",
            en="Binds supervising units: yearly performance assessment takes in government new media.",
        ),
    ),
)
"""What protects accounts, who watches over them, and what stands behind them."""
