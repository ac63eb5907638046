"""
The 2019 inspection indicators, as far as they concern government new media.

Only the single-item vetoes (单项否决) apply to accounts; the deduction and bonus
indicators are for government portals and are left out.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from govmedia_rules.law.instruments import (
    CheckKind,
    Confidence,
    Document,
    Force,
    Instrument,
    Provision,
)
from govmedia_rules.text import Text

__all__ = ["INSPECTION_2019"]

_DOCUMENT = Document(
    id="inspection-2019",
    number="国办秘函〔2019〕19号",
    title=Text(
        zh="政府网站与政务新媒体检查指标",
        en="Inspection Indicators for Government Websites and Government New Media",
    ),
    issuer=Text(
        zh="国务院办公厅秘书局",
        en="Secretary Bureau of the General Office of the State Council",
    ),
    issued_on="2019-04-01",
    published_on="2019-04-18",
    in_force_on="2019-04-01",
)

_incidents = partial(
    Provision,
    document=_DOCUMENT,
    heading=Text(
        zh="安全、泄密事故等严重问题",
        en="Security incidents, leaks and other serious problems",
    ),
)
_updates = partial(
    Provision,
    document=_DOCUMENT,
    heading=Text(zh="内容不更新", en="Content not updated"),
)
_interaction = partial(
    Provision,
    document=_DOCUMENT,
    heading=Text(zh="互动回应差", en="Poor interaction and response"),
)

INSPECTION_2019: Final = Instrument(
    document=_DOCUMENT,
    provisions=(
        _incidents(
            number="1.1",
            force=Force.PROHIBITION,
            checks=frozenset({CheckKind.SCREEN}),
            paraphrase=Text(
                zh="账号发布过严重的错误表述，即判不合格。",
                en="An account that published a serious misstatement fails.",
            ),
        ),
        _incidents(
            number="1.2",
            force=Force.PROHIBITION,
            checks=frozenset({CheckKind.SCREEN}),
            paraphrase=Text(
                zh="账号让国家秘密外泄，即判不合格。",
                en="An account that leaked a state secret fails.",
            ),
        ),
        _incidents(
            number="1.3",
            force=Force.PROHIBITION,
            checks=frozenset({CheckKind.SCREEN}),
            paraphrase=Text(
                zh="账号里出现反动、暴力或色情的内容，或放了通向这类内容的链接，即判不合格。",
                en=(
                    "An account that published reactionary, violent or pornographic content, or"
                    " linked to it, fails."
                ),
            ),
        ),
        _incidents(
            number="1.4",
            force=Force.PROHIBITION,
            checks=frozenset({CheckKind.SCREEN, CheckKind.ATTEST}),
            confidence=Confidence.REPORT,
            paraphrase=Text(
                zh="账号发了不当的内容，并由此招来严重的负面舆情，即判不合格。",
                en=(
                    "An account whose improper content set off serious negative public opinion"
                    " fails."
                ),
            ),
        ),
        _updates(
            number="2.1",
            force=Force.OBLIGATION,
            checks=frozenset({CheckKind.DATA}),
            confidence=Confidence.REPORT,
            paraphrase=Text(
                zh="从监测时间点往回数两周，账号在此期间没有任何更新，即判不合格。",
                en=(
                    "An account without any update in the two weeks up to the monitoring moment"
                    " (监测时间点) fails."
                ),
            ),
        ),
        _updates(
            number="2.2",
            force=Force.OBLIGATION,
            checks=frozenset({CheckKind.DATA}),
            confidence=Confidence.REPORT,
            paraphrase=Text(
                zh="移动客户端下载不了或用不了，成为“僵尸”“睡眠”应用的，即判不合格。",
                en=(
                    "An app that cannot be downloaded or cannot be used, a zombie or sleeping"
                    " app, fails."
                ),
            ),
        ),
        _interaction(
            number="3.1",
            force=Force.OBLIGATION,
            checks=frozenset({CheckKind.DATA}),
            paraphrase=Text(
                zh="账号没有公众真正用得上的互动功能，即判不合格。",
                en="An account that offers the public no effective way to interact fails.",
            ),
        ),
        _interaction(
            number="3.2",
            force=Force.PROHIBITION,
            checks=frozenset({CheckKind.SCREEN, CheckKind.ATTEST}),
            confidence=Confidence.REPORT,
            paraphrase=Text(
                zh="账号花钱买粉丝、逼人点赞，或用类似办法弄虚作假，即判不合格。",
                en=(
                    "An account that bought followers, forced people to like its posts, or"
                    " fabricated its popularity in some such way fails."
                ),
            ),
        ),
    ),
)
"""The eight single-item vetoes (单项否决) by which an account passes or fails its inspection."""
