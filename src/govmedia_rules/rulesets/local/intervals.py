"""How often accounts are updated in places that say so: Minhou, Eshan, Xiayi, Zhanqian; Guizhou's zombies."""

from __future__ import annotations

from typing import Final

from govmedia_rules.conditions import Origin, Param
from govmedia_rules.law import local
from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets.local.demands import updated
from govmedia_rules.text import Text

__all__ = ["ESHAN", "GUIZHOU_2025", "MINHOU_2024", "XIAYI_2022", "YINGKOU_ZHANQIAN_2022"]


def _days(days: int) -> Param:
    return Param("days", days, unit="day", origin=Origin.TEXT, minimum=1)


_WEEK: Final = _days(7)

MINHOU_2024: Final = RuleSet(
    "minhou-2024",
    (
        updated(
            local.MINHOU_2024,
            "update-every-ten-days",
            title=Text(zh="至少每10天更新一次", en="An update at least every 10 days"),
            days=_days(10),
            updates=1,
        ),
    ),
)
"""What Minhou County adds: ten days in place of fourteen."""

ESHAN: Final = RuleSet(
    "eshan",
    (
        updated(
            local.ESHAN,
            "post-every-fourteen-days",
            title=Text(zh="任何14天内至少发布一条", en="At least one post in any 14 days"),
            days=_days(14),
            updates=1,
            explanation=Text(
                zh="文件说的是任何14天；审计只看监测时间点之前的14天，要看全年须逐日审计。原创、转载均算。"
                "窗口内新开设的账号，以办事为主、从未发布信息的移动客户端和小程序，暂停或关停的账号，"
                "不适用。",
                en="The text speaks of any fourteen days; an audit looks at the fourteen before its"
                " moment, and a whole year takes an audit a day. Originals and reposts both count."
                " It does not apply to an account opened within the window, to an app or a mini"
                " program that never published anything, nor to a suspended or closed account.",
            ),
        ),
    ),
)
"""What a bureau of Eshan County says: the same as the inspection indicators, with no veto."""

XIAYI_2022: Final = RuleSet(
    "xiayi-2022",
    (
        updated(
            local.XIAYI_2022,
            "three-updates-a-week",
            title=Text(zh="每周至少更新三次", en="At least three updates a week"),
            days=_WEEK,
            updates=3,
        ),
    ),
)
"""What Xiayi County adds: three updates in seven days."""

YINGKOU_ZHANQIAN_2022: Final = RuleSet(
    "yingkou-zhanqian-2022",
    (
        updated(
            local.YINGKOU_ZHANQIAN_2022,
            "post-every-week",
            title=Text(zh="每周至少发布一条", en="At least one post a week"),
            days=_WEEK,
            updates=1,
        ),
    ),
)
"""What Zhanqian District adds: one post in seven days."""

GUIZHOU_2025: Final = RuleSet(
    "guizhou-2025",
    (
        updated(
            local.GUIZHOU_2025,
            "not-a-zombie",
            title=Text(
                zh="三个月以上不更新的列为“僵尸”账号",
                en="Silent for over three months, an account counts as a zombie",
            ),
            days=Param(
                "days",
                92,
                unit="day",
                source="“三个月”是口径所写；三个月最长92天，超过92天一定满三个月。 / Three months is"
                " the practice's own; the longest three months have 92 days.",
                minimum=1,
            ),
            updates=1,
            also_refines=("opinion-2018/silent-accounts-closed",),
            explanation=Text(
                zh="通报的口径，不是规范性文件，只作提示。它比2019年检查指标的两周宽，不减轻那里的要求。"
                "窗口内新开设的账号，以办事为主、从未发布信息的移动客户端和小程序，暂停或关停的账号，"
                "不适用。",
                en="A practice of bulletins and no regulation, so it only tells. It is laxer than"
                " the two weeks of the 2019 indicators and does not ease them. It does not apply to"
                " an account opened within the window, to an app or a mini program that never"
                " published anything, nor to a suspended or closed account.",
            ),
        ),
    ),
)
"""How bulletins of Guizhou count zombies: laxer than the inspection indicators."""
