"""豫政办明电〔2019〕28号: how Henan implements the Opinion."""

from __future__ import annotations

from typing import Final

from govmedia_rules.law.instruments import Document, Force, Instrument
from govmedia_rules.law.local.clauses import clause
from govmedia_rules.text import Text

__all__ = ["HENAN_2019"]

_DOCUMENT: Final = Document(
    id="henan-2019",
    number="豫政办明电〔2019〕28号",
    title=Text(
        zh="河南省人民政府办公厅关于推进政务新媒体健康有序发展的通知",
        en="Henan's Notice on Promoting the Healthy and Orderly Development of Government New"
        " Media",
    ),
    issuer=Text(
        zh="河南省人民政府办公厅",
        en="General Office of the People's Government of Henan Province",
    ),
    issued_on=None,
    published_on="2019-08-06",
    in_force_on="2019-08-06",
    dating=Text(
        zh="不知道成文日期，以见到的公开转载的日期2019年8月6日为施行的第一天。",
        en="The day it is dated is not known; 6 August 2019, the day of a public reprint, stands"
        " for its first day.",
    ),
)

_OPENING: Final = Text(zh="开设", en="Opening")

HENAN_2019: Final = Instrument(
    document=_DOCUMENT,
    provisions=(
        clause(
            _DOCUMENT,
            "必须开设",
            _OPENING,
            Text(
                zh="市、县两级政府和省政府部门都要有政务新媒体。",
                en="Governments of cities and counties and departments of the province must have"
                " new media.",
            ),
            Force.OBLIGATION,
        ),
        clause(
            _DOCUMENT,
            "县级部门和乡镇",
            _OPENING,
            Text(
                zh="县级部门和乡镇、街道通常不单独开设，工作上确有需要的，按程序报备后可以开设。",
                en="Departments of counties, townships and street offices normally open none by"
                " themselves, unless the need was filed and approved by the procedure.",
            ),
            Force.DEFEASIBLE,
        ),
        clause(
            _DOCUMENT,
            "个人名义",
            _OPENING,
            Text(
                zh="谁都不得用个人的名义开设政务新媒体。",
                en="Nobody opens government new media in a person's name.",
            ),
            Force.PROHIBITION,
        ),
    ),
)
"""What Henan adds to the Opinion."""
