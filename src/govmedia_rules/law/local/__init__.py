"""
Instruments of provinces, cities and counties that implement or tighten the Opinion.

Only what differs from the Opinion stands here. Most of the instruments are known from
summaries: where a clause's number is not known, a word of ours for what it is about
stands in its place, and where a date is not known, the document says what stands for it.
"""

from govmedia_rules.law.local.guangdong_2019 import GUANGDONG_2019
from govmedia_rules.law.local.henan_2019 import HENAN_2019
from govmedia_rules.law.local.hubei_2021 import HUBEI_2021
from govmedia_rules.law.local.intervals import (
    ESHAN,
    GUIZHOU_2025,
    MINHOU_2024,
    XIAYI_2022,
    YINGKOU_ZHANQIAN_2022,
)
from govmedia_rules.law.local.jiangsu_2019 import JIANGSU_2019
from govmedia_rules.law.local.liaoning_2019 import LIAONING_2019
from govmedia_rules.law.local.linyi_hedong import LINYI_HEDONG
from govmedia_rules.law.local.yunnan_2019 import YUNNAN_2019
from govmedia_rules.law.local.zhoushan_2020 import ZHOUSHAN_2020

__all__ = [
    "ESHAN",
    "GUANGDONG_2019",
    "GUIZHOU_2025",
    "HENAN_2019",
    "HUBEI_2021",
    "JIANGSU_2019",
    "LIAONING_2019",
    "LINYI_HEDONG",
    "MINHOU_2024",
    "XIAYI_2022",
    "YINGKOU_ZHANQIAN_2022",
    "YUNNAN_2019",
    "ZHOUSHAN_2020",
]
