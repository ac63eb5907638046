"""Who opens accounts and who does not: Guangdong, Henan and Zhoushan."""

from __future__ import annotations

from typing import Final

from govmedia_rules.conditions import Param, peer, unit
from govmedia_rules.law import Force, local
from govmedia_rules.models import Subject
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets.local.demands import (
    SCOPE,
    attested,
    has_an_account,
    no_account_below,
    no_personal_name,
)
from govmedia_rules.rulesets.opinion_2018.terms import IS_OPEN_ACCOUNT_OF_UNIT
from govmedia_rules.text import Text

__all__ = ["GUANGDONG_2019", "HENAN_2019", "ZHOUSHAN_2020"]

_COUNTED: Final = Text(
    zh="任何平台的账号、小程序和移动客户端都算，已关停的不算；没有登记主办单位的账号不计入任何单位。",
    en="An account on any platform counts, so do mini programs and apps; closed ones do not. An"
    " account whose sponsor is not on record counts for no unit.",
)

QUARTER_DAYS: Final = Param(
    "days",
    92,
    unit="day",
    source="“每季度”是文件写明的；一个季度最长92天。 / Quarterly is the text's own; the longest quarter"
    " has 92 days.",
    minimum=1,
)

GUANGDONG_2019: Final = RuleSet(
    "guangdong-2019",
    (
        has_an_account(
            local.GUANGDONG_2019,
            "governments-have-an-account",
            "政府开设",
            who=(unit.kind == "government") & unit.level.is_in("provincial", "municipal", "county"),
            title=Text(
                zh="县级以上政府应开设政务新媒体",
                en="Governments from county level up have an account",
            ),
            explanation=_COUNTED,
        ),
        no_account_below(
            local.GUANGDONG_2019,
            "县级部门和乡镇",
            Text(
                zh="“原则上”容许例外：例外须有批准的记录。在文件之前开设的账号，清理整合的期限是2019年"
                "5月30日。事业单位和内设机构不在其列。",
                en="“In principle” allows exceptions, granted on record. Accounts from before the"
                " instrument were to be consolidated by 30 May 2019. Institutions and internal"
                " offices are not meant.",
            ),
        ),
        attested(
            local.GUANGDONG_2019,
            "consolidation-finished",
            "整合期限",
            Text(
                zh="所管账号的清理整合在2019年5月30日之前已经完成",
                en="the consolidation of the accounts in its charge was finished by 30 May 2019",
            ),
            title=Text(
                zh="清理整合须在2019年5月30日前完成",
                en="The consolidation was finished by 30 May 2019",
            ),
            remedy=Text(
                zh="列出没有清理的账号，限期关停、合并，并书面说明。",
                en="List what is left, close or merge it by a set day, and report in writing.",
            ),
            explanation=Text(
                zh="只问主管单位，由主管单位或检查人员答复；没有有效答复的为“未能判定”。",
                en="Asked of supervising units only; they or an inspector answer. Without a valid"
                " answer it is undetermined.",
            ),
        ),
        attested(
            local.GUANGDONG_2019,
            "problem-accounts-rectified",
            "问题账号",
            Text(
                zh="所管账号中查出问题的已经整改，办得弱的已经关停或者合并",
                en="of the accounts in its charge those found wanting were rectified, and the weak"
                " ones closed or merged",
            ),
            title=Text(
                zh="问题账号须整改，弱的立即关停合并",
                en="Accounts found wanting are rectified, weak ones closed or merged at once",
            ),
            remedy=Text(
                zh="逐个列出问题账号，定下整改或者关停的日期和负责人。",
                en="List them one by one, each with a day and somebody responsible.",
            ),
            explanation=Text(
                zh="哪些算问题账号，由其他规则逐项判定；这里问的是查出之后有没有处理。没有查出问题的答“是”。",
                en="What is wrong with an account other rules judge one by one; this asks whether"
                " what was found was dealt with. Where nothing was found the answer is yes.",
            ),
        ),
        Rule(
            id="guangdong-2019/sampled-quarterly",
            title=Text(zh="每季度抽查", en="Accounts are sampled every quarter"),
            cites=(local.GUANGDONG_2019.provision("季度抽查"),),
            force=Force.OBLIGATION,
            subject=Subject.UNIT,
            scope=SCOPE,
            applies=unit.supervises_accounts,
            requires=unit.inspected_at.within(days=QUARTER_DAYS),
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
                zh="只约束主管单位；没有检查记录的为“未能判定”。",
                en="Binds supervising units only; without a record of an inspection it is"
                " undetermined.",
            ),
        ),
    ),
)
"""What Guangdong adds to the Opinion."""

HENAN_2019: Final = RuleSet(
    "henan-2019",
    (
        has_an_account(
            local.HENAN_2019,
            "governments-and-departments-have-an-account",
            "必须开设",
            who=(
                (unit.kind == "government") & unit.level.is_in("municipal", "county")
                | (unit.kind == "department") & (unit.level == "provincial")
            ),
            title=Text(
                zh="市县政府和省政府部门要开设政务新媒体",
                en="City and county governments and provincial departments have an account",
            ),
            explanation=_COUNTED,
        ),
        no_account_below(
            local.HENAN_2019,
            "县级部门和乡镇",
            Text(
                zh="按程序报备、因工作需要而开设的是例外：例外须有同意的记录(豁免)，只有开设备案不够，因为"
                "备案不说明需要。事业单位和内设机构不在其列。",
                en="What was filed and approved for need by the procedure is excepted: the exception"
                " has to be granted on record, as a waiver. A filed opening alone is not enough,"
                " because it does not show the need. Institutions and internal offices are not"
                " meant.",
            ),
        ),
        no_personal_name(local.HENAN_2019, "个人名义"),
    ),
)
"""What Henan adds to the Opinion."""

ZHOUSHAN_2020: Final = RuleSet(
    "zhoushan-2020",
    (
        Rule(
            id="zhoushan-2020/one-account-per-platform",
            title=Text(
                zh="一个单位在一个平台只能有一个账号", en="One account per unit and platform"
            ),
            cites=(local.ZHOUSHAN_2020.provision("一个账号"),),
            force=Force.OBLIGATION,
            subject=Subject.UNIT,
            scope=SCOPE,
            applies=unit.accounts.where(IS_OPEN_ACCOUNT_OF_UNIT).count() >= 1,
            requires=unit.accounts.where(IS_OPEN_ACCOUNT_OF_UNIT).repeats(peer.platform) == 0,
            refines=("opinion-2018/one-account-per-platform",),
            message=Text(
                zh="同一平台上有不止一个未关停的账号，多出{value}个。",
                en="More than one account on a platform that is not closed; accounts too many:"
                " {value}.",
            ),
            remedy=Text(
                zh="每个平台保留一个账号，其余的合并或关停。",
                en="Keep one account on each platform and merge or close the others.",
            ),
            explanation=Text(
                zh="与《意见》4.1.3数量相同，少了“原则上”，所以没有例外，豁免不起作用。移动客户端、小程序"
                "和“其他”平台不计。",
                en="The same number as the Opinion's 4.1.3 without “in principle”: there are no"
                " exceptions, and waivers do nothing. Apps, mini programs and “other” platforms are"
                " left out.",
            ),
        ),
        has_an_account(
            local.ZHOUSHAN_2020,
            "municipal-departments-have-an-account",
            "市级部门",
            who=(unit.kind == "department") & (unit.level == "municipal"),
            exempt=unit.is_secret | ~unit.has_public_functions,
            title=Text(zh="市级部门应开设政务新媒体", en="Departments of the city have an account"),
            explanation=Text(
                zh="涉密单位和没有公共职能的单位不开设也算符合；没有账号、又没有人查过是否属于这两类的，"
                f"为“未能判定”。{_COUNTED.zh}",
                en="Secret units and units without public functions keep it without an account;"
                " where there is none and nobody looked whether the unit is one of these, it is"
                f" undetermined. {_COUNTED.en}",
            ),
        ),
    ),
)
"""What Zhoushan adds to the Opinion."""
