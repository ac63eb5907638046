"""Zhoushan's instrument of 14 September 2020: one account per platform without exception."""

from __future__ import annotations

from typing import Final

from govmedia_rules.law.instruments import Document, Force, Instrument
from govmedia_rules.law.local.clauses import clause
from govmedia_rules.text import Text

__all__ = ["ZHOUSHAN_2020"]

_DOCUMENT: Final = Document(
    id="zhoushan-2020",
    number=None,
    title=Text(
        zh="舟山市2020年9月14日关于政务新媒体的文件",
        en="Zhoushan's instrument of 14 September 2020 on government new media",
    ),
    issuer=Text(zh="舟山市", en="City of Zhoushan"),
    issued_on="2020-09-14",
    in_force_on="2020-09-14",
    dating=Text(
        zh="不知道文号和发文机关，标题是本库所拟，不是原题。",
        en="Neither its number nor the issuing office is known; the title is ours, not the"
        " instrument's.",
    ),
)

_OPENING: Final = Text(zh="开设", en="Opening")

ZHOUSHAN_2020: Final = Instrument(
    document=_DOCUMENT,
    provisions=(
        clause(
            _DOCUMENT,
            "一个账号",
            _OPENING,
            Text(
                zh="一个单位在一个平台上只能有一个账号，没有“原则上”三个字。",
                en="A unit has one account per platform, without the words “in principle”.",
            ),
            Force.OBLIGATION,
        ),
        clause(
            _DOCUMENT,
            "市级部门",
            _OPENING,
            Text(
                zh="市级部门也应当开设，涉密的和没有公共职能的除外。",
                en="Departments of the city should open accounts too, except secret units and"
                " those without public functions.",
            ),
            Force.OBLIGATION,
        ),
    ),
)
"""What Zhoushan adds to the Opinion."""
