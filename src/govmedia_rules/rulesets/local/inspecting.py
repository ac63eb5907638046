"""How supervisors inspect: Liaoning's monthly half, Jiangsu's own indicators."""

from __future__ import annotations

from typing import Final

from govmedia_rules.conditions import Origin, Param, unit
from govmedia_rules.law import Force, local
from govmedia_rules.models import Subject
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets.local.demands import SCOPE, attested
from govmedia_rules.text import Text

__all__ = ["JIANGSU_2019", "LIAONING_2019"]

JIANGSU_2019: Final = RuleSet(
    "jiangsu-2019",
    (
        attested(
            local.JIANGSU_2019,
            "inspected-by-own-indicators",
            "本省指标",
            Text(
                zh="最近一次检查用的是省里随文印发的指标",
                en="the latest inspection went by the indicators that the province issued",
            ),
            title=Text(zh="按本省指标检查", en="Inspections go by the province's own indicators"),
            remedy=Text(
                zh="改用本省指标重新检查。", en="Inspect anew, by the province's indicators."
            ),
            explanation=Text(
                zh="本省指标的内容本库没有掌握，所以不另立规则；只问主管单位检查时用没用。没有有效答复的"
                "为“未能判定”。",
                en="The content of the indicators is not known here, so no rules stand for them;"
                " supervising units are only asked whether they used them. Without a valid answer"
                " it is undetermined.",
            ),
        ),
    ),
)
"""What Jiangsu adds to the Opinion, as far as it is known here."""

_OF_A_CITY: Final = unit.supervises_accounts & (unit.level == "municipal")

LIAONING_2019: Final = RuleSet(
    "liaoning-2019",
    (
        Rule(
            id="liaoning-2019/sampled-monthly",
            title=Text(zh="各市每月抽查", en="Cities sample every month"),
            cites=(local.LIAONING_2019.provision("每月抽查"),),
            force=Force.OBLIGATION,
            subject=Subject.UNIT,
            scope=SCOPE,
            applies=_OF_A_CITY,
            requires=unit.inspected_at.within(
                days=Param(
                    "days",
                    31,
                    unit="day",
                    source="“每月”是文件写明的；一个月最长31天。 / Monthly is the text's own; the"
                    " longest month has 31 days.",
                    minimum=1,
                )
            ),
            refines=("opinion-2018/supervisors-inspect-regularly",),
            message=Text(
                zh="监测时间点前{days}天内没有抽查过所管账号。",
                en="The accounts in its charge were not sampled in the {days} days before the"
                " monitoring moment.",
            ),
            remedy=Text(
                zh="尽快抽查，通报结果，并登记检查时间。",
                en="Sample them soon, report what is found, and record when it was done.",
            ),
            explanation=Text(
                zh="只约束市级主管单位；没有检查记录的为“未能判定”。",
                en="Binds supervising units of cities only; without a record of an inspection it is"
                " undetermined.",
            ),
        ),
        Rule(
            id="liaoning-2019/half-of-accounts-sampled",
            title=Text(zh="各市抽查比例不低于50%", en="Cities sample at least half"),
            cites=(local.LIAONING_2019.provision("抽查比例"),),
            force=Force.OBLIGATION,
            subject=Subject.UNIT,
            scope=SCOPE,
            applies=_OF_A_CITY,
            requires=unit.inspected_share
            >= Param("least_share", 0.5, unit="share", origin=Origin.TEXT, minimum=0.01),
            message=Text(
                zh="最近一次只抽查了所管账号的{value}，不足{least_share}。",
                en="The last inspection looked at {value} of the accounts in its charge; wanted are"
                " at least {least_share}.",
            ),
            remedy=Text(
                zh="扩大抽查范围，补查其余账号。",
                en="Widen the sample, and inspect the accounts left out.",
            ),
            explanation=Text(
                zh="抽查账号数除以在册运行的账号数；两个数字有一个没有登记的为“未能判定”。",
                en="Accounts looked at, divided by those registered and running; where either"
                " number is not on record it is undetermined.",
            ),
        ),
    ),
)
"""What Liaoning adds to the Opinion."""
