"""粤办函〔2019〕90号: how Guangdong implements the Opinion."""

from __future__ import annotations

from typing import Final

from govmedia_rules.law.instruments import CheckKind, Document, Force, Instrument
from govmedia_rules.law.local.clauses import clause
from govmedia_rules.text import Text

__all__ = ["GUANGDONG_2019"]

_DOCUMENT: Final = Document(
    id="guangdong-2019",
    number="粤办函〔2019〕90号",
    title=Text(
        zh="广东省推进政务新媒体健康有序发展实施意见",
        en="Guangdong's Opinions on Implementing the Healthy and Orderly Development of Government"
        " New Media",
    ),
    issuer=Text(
        zh="广东省人民政府办公厅",
        en="General Office of the People's Government of Guangdong Province",
    ),
    issued_on="2019-04-24",
    in_force_on="2019-04-24",
)

_OPENING: Final = Text(zh="开设", en="Opening")
_CONSOLIDATION: Final = Text(zh="清理整合", en="Consolidation")

GUANGDONG_2019: Final = Instrument(
    document=_DOCUMENT,
    provisions=(
        clause(
            _DOCUMENT,
            "政府开设",
            _OPENING,
            Text(
                zh="县级以上政府都应当有政务新媒体。",
                en="People's governments from county level up should have new media.",
            ),
            Force.OBLIGATION,
        ),
        clause(
            _DOCUMENT,
            "省市部门",
            _OPENING,
            Text(
                zh="省级和市级政府部门可以开设，不作要求。",
                en="Departments of the province and of cities may open accounts.",
            ),
            Force.RECOMMENDATION,
            unchecked_because=Text(
                zh="这是许可，开与不开都不违反。",
                en="It is a permission, which opening and not opening both keep.",
            ),
        ),
        clause(
            _DOCUMENT,
            "县级部门和乡镇",
            _OPENING,
            Text(
                zh="县级部门和乡镇、街道通常不应自己开设；“原则上”的措辞容许例外。",
                en="Departments of counties, townships and street offices normally open none of"
                " their own; the wording “in principle” (原则上) allows exceptions.",
            ),
            Force.DEFEASIBLE,
        ),
        clause(
            _DOCUMENT,
            "整合期限",
            _CONSOLIDATION,
            Text(
                zh="清理整合要在2019年5月30日之前做完。",
                en="The consolidation was to be finished by 30 May 2019.",
            ),
            Force.OBLIGATION,
            CheckKind.ATTEST,
        ),
        clause(
            _DOCUMENT,
            "问题账号",
            _CONSOLIDATION,
            Text(
                zh="不更新或更新无常、回应迟缓、内容与职责无关、敷衍了事、不能使用或者言论失当的账号要"
                "整改；办得弱的立即关停或者合并。",
                en="Accounts that are silent, erratic, slow, off-topic, perfunctory, unusable or"
                " outrageous are rectified; weak ones are closed or merged at once.",
            ),
            Force.OBLIGATION,
            CheckKind.ATTEST,
        ),
        clause(
            _DOCUMENT,
            "季度抽查",
            Text(zh="监督检查", en="Inspection"),
            Text(zh="每个季度抽查一次。", en="Accounts are sampled every quarter."),
            Force.OBLIGATION,
        ),
    ),
)
"""What Guangdong adds to the Opinion."""
