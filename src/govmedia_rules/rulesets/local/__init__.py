"""
Rule sets of provinces, cities and counties: each holds only what it adds to the Opinion.

Join one to the national sets for the accounts of its place: ``OPINION_2018 |
INSPECTION_2019 | HENAN_2019 | XIAYI_2022``. Whose accounts a portfolio holds is for the
caller to see to; no rule asks where a unit is.
"""

from govmedia_rules.rulesets.local.filing_and_closing import (
    HUBEI_2021,
    LINYI_HEDONG,
    YUNNAN_2019,
)
from govmedia_rules.rulesets.local.inspecting import JIANGSU_2019, LIAONING_2019
from govmedia_rules.rulesets.local.intervals import (
    ESHAN,
    GUIZHOU_2025,
    MINHOU_2024,
    XIAYI_2022,
    YINGKOU_ZHANQIAN_2022,
)
from govmedia_rules.rulesets.local.opening import GUANGDONG_2019, HENAN_2019, ZHOUSHAN_2020

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
