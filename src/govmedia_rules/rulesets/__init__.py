"""The rule sets in the box, each named for the instrument that it encodes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets import local
from govmedia_rules.rulesets.inspection_2019 import INSPECTION_2019
from govmedia_rules.rulesets.opinion_2018 import OPINION_2018

__all__ = ["BUILT_IN", "INSPECTION_2019", "IN_THE_BOX", "LOCAL", "OPINION_2018"]

BUILT_IN: Final[Mapping[str, RuleSet]] = MappingProxyType(
    {
        "opinion-2018": OPINION_2018,
        "inspection-2019": INSPECTION_2019,
    }
)
"""The national rule sets by id, in the order of their instruments; they bind everywhere."""

LOCAL: Final[Mapping[str, RuleSet]] = MappingProxyType(
    {
        ruleset.id: ruleset
        for ruleset in (
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
"""The rule sets of provinces, cities and counties by id, run only by choice, beside the national."""

IN_THE_BOX: Final[Mapping[str, RuleSet]] = MappingProxyType({**BUILT_IN, **LOCAL})
"""Every rule set in the box by id, the national ones first."""
