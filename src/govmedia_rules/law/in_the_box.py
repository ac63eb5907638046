"""Every instrument that the library holds."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from govmedia_rules.law import local
from govmedia_rules.law.inspection_2019 import INSPECTION_2019
from govmedia_rules.law.instruments import Instrument
from govmedia_rules.law.opinion_2018 import OPINION_2018

__all__ = ["INSTRUMENTS"]

INSTRUMENTS: Final[Mapping[str, Instrument]] = MappingProxyType(
    {
        instrument.id: instrument
        for instrument in (
            OPINION_2018,
            INSPECTION_2019,
            local.GUANGDONG_2019,
            local.HENAN_2019,
            local.JIANGSU_2019,
            local.YUNNAN_2019,
            local.LIAONING_2019,
            local.ZHOUSHAN_2020,
            local.HUBEI_2021,
            local.YINGKOU_ZHANQIAN_2022,
            local.XIAYI_2022,
            local.MINHOU_2024,
            local.GUIZHOU_2025,
            local.LINYI_HEDONG,
            local.ESHAN,
        )
    }
)
"""The instruments by id, the national ones first, then the local ones, undated ones last."""
