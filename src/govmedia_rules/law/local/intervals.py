"""Instruments of which only an interval between updates is known."""

from __future__ import annotations

from typing import Final

from govmedia_rules.law.instruments import Document, Force, Instrument
from govmedia_rules.law.local.clauses import clause
from govmedia_rules.law.local.undated import SEEN_ON, UNDATED
from govmedia_rules.text import Text

__all__ = [
    "ESHAN",
    "GUIZHOU_2025",
    "MINHOU_2024",
    "XIAYI_2022",
    "YINGKOU_ZHANQIAN_2022",
]

_UPDATES: Final = Text(zh="内容更新", en="Updates")


def _of_2022(document_id: str, place: Text) -> Document:
    return Document(
        id=document_id,
        number=None,
        title=Text(
            zh=f"{place.zh}2022年关于政务新媒体更新的要求",
            en=f"Demand of {place.en} in 2022 on updates of government new media",
        ),
        issuer=place,
        issued_on=None,
        in_force_on="2022-12-31",
        dating=Text(
            zh="只知道是2022年的文件，以当年最后一天为第一天，此前是否施行不作断言；标题是本库所拟，"
            "不是原题。",
            en="It is known to be of 2022; the last day of that year stands for its first, and"
            " nothing is said of the days before. The title is ours, not the instrument's.",
        ),
    )


def _interval(document: Document, paraphrase: Text, force: Force = Force.OBLIGATION) -> Instrument:
    return Instrument(
        document=document,
        provisions=(clause(document, "更新间隔", _UPDATES, paraphrase, force),),
    )


MINHOU_2024: Final = _interval(
    Document(
        id="minhou-2024",
        number=None,
        title=Text(zh="闽侯县2024年绩效方案", en="Performance plan of Minhou County for 2024"),
        issuer=Text(zh="闽侯县", en="Minhou County"),
        issued_on=None,
        in_force_on="2024-01-01",
        repealed_on="2025-01-01",
        dating=Text(
            zh="不知道成文日期；是2024年度的绩效方案，按该年度起止。标题是本库所拟，不是原题。",
            en="The day it is dated is not known; as a performance plan for 2024 it is taken to"
            " hold for that year. The title is ours, not the instrument's.",
        ),
    ),
    Text(zh="至少每10天更新一次。", en="An update at least every 10 days."),
)
"""Minhou County wants an update at least every ten days."""

ESHAN: Final = _interval(
    Document(
        id="eshan",
        number=None,
        title=Text(
            zh="峨山县农业农村局关于政务新媒体更新的要求",
            en="Demand of the agriculture bureau of Eshan County on updates of government new media",
        ),
        issuer=Text(
            zh="峨山县农业农村局", en="Bureau of Agriculture and Rural Affairs, Eshan County"
        ),
        issued_on=None,
        in_force_on=SEEN_ON,
        dating=UNDATED,
    ),
    Text(zh="任何14天里都要有一条以上信息。", en="At least one post in any 14 days."),
)
"""A bureau of Eshan County wants a post in any fourteen days."""

XIAYI_2022: Final = _interval(
    _of_2022("xiayi-2022", Text(zh="夏邑县", en="Xiayi County")),
    Text(zh="每周更新3次以上。", en="At least 3 updates a week."),
)
"""Xiayi County wants three updates a week."""

YINGKOU_ZHANQIAN_2022: Final = _interval(
    _of_2022("yingkou-zhanqian-2022", Text(zh="营口市站前区", en="Zhanqian District, Yingkou")),
    Text(zh="每周发布1条以上信息。", en="At least one post a week."),
)
"""Zhanqian District of Yingkou wants a post a week."""

GUIZHOU_2025: Final = _interval(
    Document(
        id="guizhou-2025",
        number=None,
        title=Text(
            zh="贵州省2025年政务新媒体通报的口径",
            en="How bulletins of Guizhou count in 2025",
        ),
        issuer=Text(zh="贵州省", en="Guizhou Province"),
        issued_on=None,
        in_force_on="2025-12-31",
        dating=Text(
            zh="是通报中的做法，不是规范性文件；只知道是2025年，以当年最后一天为第一天。标题是本库所拟。",
            en="This is a practice of bulletins and no regulation; it is known to be of 2025, and"
            " the last day of that year stands for its first. The title is ours.",
        ),
    ),
    Text(
        zh="三个月以上没有更新的，算“僵尸”账号。",
        en="An account silent for more than three months counts as a zombie.",
    ),
    Force.RECOMMENDATION,
)
"""Bulletins of Guizhou count accounts silent for over three months as zombies."""
