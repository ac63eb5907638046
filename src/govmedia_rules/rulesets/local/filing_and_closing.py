"""Filing in working days, what is not opened, and how accounts are closed: Hubei, Yunnan, Hedong."""

from __future__ import annotations

from typing import Final

from govmedia_rules.conditions import Origin, Param, account, post, posts
from govmedia_rules.law import Force, local
from govmedia_rules.models import Subject
from govmedia_rules.moments import midnight
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets.local.demands import (
    SCOPE,
    attested,
    closed_under,
    no_account_for_campaigns,
    no_account_of_internal_offices,
    no_personal_name,
    opening_filed_in_time,
)
from govmedia_rules.text import Text

__all__ = ["HUBEI_2021", "LINYI_HEDONG", "YUNNAN_2019"]

_HUBEI: Final = local.HUBEI_2021
_YUNNAN: Final = local.YUNNAN_2019
_FORCED: Final = ("forced_likes", "forced_download", "forced_forward")

_REPOST_UNDER_HUBEI: Final = (
    ~account.is_closed
    & (post.kind == "repost")
    & (post.published_at >= midnight(_HUBEI.document.in_force_on))
)

_CLOSING_DATES: Final = Text(
    zh="只判定文件施行之后关停的账号；变更和停用没有登记发生的时间，这里不判定。",
    en="Only accounts closed since the instrument binds are judged; when a change or a suspension"
    " happened is not on record, and they are not judged here.",
)

HUBEI_2021: Final = RuleSet(
    "hubei-2021",
    (
        opening_filed_in_time(_HUBEI, "备案时限", 5),
        Rule(
            id="hubei-2021/closing-filed-in-time",
            title=Text(
                zh="关停、注销须在5个工作日内备案",
                en="The closing is filed within 5 working days",
            ),
            cites=(_HUBEI.provision("备案时限"),),
            force=Force.OBLIGATION,
            scope=SCOPE,
            applies=closed_under(_HUBEI),
            requires=account.closing_filing_days
            <= Param("working_days", 5, unit="working day", origin=Origin.TEXT, minimum=1),
            message=Text(
                zh="关停后经过{value}个工作日才备案或仍未备案，超过{working_days}个工作日。",
                en="Working days until the closing was filed, or without its being filed: {value};"
                " at most {working_days} allowed.",
            ),
            remedy=Text(zh="立即补办备案。", en="File it now."),
            explanation=Text(
                zh="关停备案、注销备案有一项即可。工作日按审计所给的工作日历计算，关停当天不计；没有给"
                f"日历的为“未能判定”。{_CLOSING_DATES.zh}",
                en="Filing the closing or the deregistration is enough. Working days go by the"
                " calendar given to the audit, the day of the closing not counted; without a"
                f" calendar it is undetermined. {_CLOSING_DATES.en}",
            ),
        ),
        Rule(
            id="hubei-2021/reposts-name-source",
            title=Text(zh="转载须注明来源", en="A repost names its source"),
            cites=(_HUBEI.provision("转载来源"),),
            force=Force.OBLIGATION,
            subject=Subject.POST,
            scope=SCOPE,
            applies=_REPOST_UNDER_HUBEI,
            requires=post.source != "",
            message=Text(zh="转载没有写明来源。", en="The repost names no source."),
            remedy=Text(zh="补上来源，或者删除。", en="Add the source, or take the post down."),
            explanation=Text(
                zh="查过而没有来源的(登记为空)不符合，没有人查过的为“未能判定”。文件施行之前发布的不适用。",
                en="A repost that somebody looked at and found no source on (recorded as empty)"
                " fails; where nobody looked it is undetermined. Posts from before the instrument"
                " are not judged.",
            ),
        ),
        Rule(
            id="hubei-2021/reposts-unaltered",
            title=Text(zh="转载不得改动原意", en="A repost is not altered in meaning"),
            cites=(_HUBEI.provision("转载原意"),),
            force=Force.PROHIBITION,
            subject=Subject.POST,
            scope=SCOPE,
            applies=_REPOST_UNDER_HUBEI,
            forbids=post.labels.has("altered_repost"),
            message=Text(
                zh="转载改动了标题或者内容的原意。",
                en="The repost alters the meaning of the title or the content.",
            ),
            remedy=Text(
                zh="恢复原题原文，或者删除。",
                en="Restore title and text, or take the post down.",
            ),
            explanation=Text(
                zh="依据筛查标签判定；从未筛查的为“未能判定”。文件施行之前发布的不适用。",
                en="Judged by the labels of screening; a post that was never screened is"
                " undetermined. Posts from before the instrument are not judged.",
            ),
        ),
        Rule(
            id="hubei-2021/no-bought-followers",
            title=Text(zh="不得购买粉丝", en="No bought followers"),
            cites=(_HUBEI.provision("购买粉丝"),),
            force=Force.PROHIBITION,
            scope=SCOPE,
            applies=~account.is_closed,
            forbids=account.labels.has("bought_followers"),
            message=Text(zh="账号购买粉丝。", en="The account bought followers."),
            remedy=Text(
                zh="停止购买，清除虚假粉丝，书面说明情况。",
                en="Stop it, remove the false followers, and report in writing.",
            ),
            explanation=Text(
                zh="依据对账号整体的筛查标签判定；从未筛查的为“未能判定”。",
                en="Judged by what screening found about the account; without it, undetermined.",
            ),
        ),
        Rule(
            id="hubei-2021/nobody-is-forced",
            title=Text(
                zh="不得强制下载、点赞、转发",
                en="Nobody is forced to download, like or forward",
            ),
            cites=(_HUBEI.provision("强制要求"),),
            force=Force.PROHIBITION,
            scope=SCOPE,
            applies=~account.is_closed,
            forbids=account.labels.has_any(*_FORCED)
            | (posts.where(post.labels.has_any(*_FORCED)).count() > 0),
            message=Text(
                zh="账号或者其信息强制他人下载、点赞或者转发。",
                en="The account or its posts force people to download, like or forward.",
            ),
            remedy=Text(
                zh="撤销强制要求，并告知被要求的人不必照办。",
                en="Withdraw the demand, and tell those it went to that they need not comply.",
            ),
            explanation=Text(
                zh="账号标签和信息标签有一处发现即不符合；两处都筛查过且均未发现才算符合。",
                en="Found in the account's labels or in one post's it is a failure; only when both"
                " were screened and nothing was found is it a pass.",
            ),
        ),
        Rule(
            id="hubei-2021/no-service-made-conditional",
            title=Text(
                zh="办事不得以下载或关注为条件",
                en="No service is conditional on downloading or following",
            ),
            cites=(_HUBEI.provision("办事条件"),),
            force=Force.PROHIBITION,
            scope=SCOPE,
            applies=~account.is_closed,
            forbids=account.labels.has("conditional_service"),
            message=Text(
                zh="办事以下载或者关注账号为前提。",
                en="A service is offered only to those who download or follow.",
            ),
            remedy=Text(
                zh="取消这一前提，保留其他办理途径。",
                en="Drop the condition, and keep other ways to the service.",
            ),
            explanation=Text(
                zh="依据对账号整体的筛查标签判定；从未筛查的为“未能判定”。",
                en="Judged by what screening found about the account; without it, undetermined.",
            ),
        ),
    ),
)
"""What Hubei adds to the Opinion."""

YUNNAN_2019: Final = RuleSet(
    "yunnan-2019",
    (
        no_account_of_internal_offices(_YUNNAN, "内设机构"),
        no_account_for_campaigns(
            _YUNNAN,
            "活动和专项工作",
            Text(
                zh="不得为活动或专项工作开设账号",
                en="No account for an event or a special campaign",
            ),
        ),
        attested(
            _YUNNAN,
            "leaders-decide-closing",
            "领导决定",
            Text(
                zh="关停该账号由主办单位领导决定",
                en="the closing of the account was decided by its sponsor's leaders",
            ),
            title=Text(zh="关停须由单位领导决定", en="Leaders decide on a closing"),
            remedy=Text(
                zh="补请单位领导决定，并留存记录。",
                en="Have the unit's leaders decide, and keep a record of it.",
            ),
            explanation=Text(
                zh=f"没有有效答复的为“未能判定”。{_CLOSING_DATES.zh}",
                en=f"Without a valid answer it is undetermined. {_CLOSING_DATES.en}",
            ),
            closings_only=True,
        ),
        Rule(
            id="yunnan-2019/closing-filed",
            title=Text(zh="关停、注销须备案", en="The closing is filed"),
            cites=(_YUNNAN.provision("备案"),),
            force=Force.OBLIGATION,
            scope=SCOPE,
            applies=closed_under(_YUNNAN),
            requires=account.filed.has_any("closing", "deregistration"),
            refines=("opinion-2018/closing-filed",),
            message=Text(
                zh="没有关停或注销备案。",
                en="Neither its closing nor a deregistration was filed.",
            ),
            remedy=Text(zh="补办备案。", en="File it after all."),
            explanation=_CLOSING_DATES,
        ),
        Rule(
            id="yunnan-2019/closing-announced-long-enough",
            title=Text(
                zh="关停公告不少于15个工作日",
                en="A closing is announced for at least 15 working days",
            ),
            cites=(_YUNNAN.provision("公告期"),),
            force=Force.OBLIGATION,
            scope=SCOPE,
            applies=closed_under(_YUNNAN),
            requires=account.closing_notice_days
            >= Param("working_days", 15, unit="working day", origin=Origin.TEXT, minimum=1),
            message=Text(
                zh="关停公告只挂了{value}个工作日，不足{working_days}个工作日。",
                en="Working days that the notice of the closing was up: {value}; at least"
                " {working_days} wanted.",
            ),
            remedy=Text(
                zh="重新公告，挂满期限再撤下。",
                en="Announce it again, and leave the notice up for the whole period.",
            ),
            explanation=Text(
                zh="从公告发出到撤下，按审计所给的工作日历计算，发出当天不计；没有给日历的、公告何时发出或"
                f"撤下无记录的，为“未能判定”。{_CLOSING_DATES.zh}",
                en="Counted from the notice's going up to its coming down, by the calendar given to"
                " the audit, the first day not counted; without a calendar, or where either moment"
                f" is not on record, it is undetermined. {_CLOSING_DATES.en}",
            ),
        ),
    ),
)
"""What Yunnan adds to the Opinion."""

LINYI_HEDONG: Final = RuleSet(
    "linyi-hedong",
    (
        opening_filed_in_time(local.LINYI_HEDONG, "备案时限", 2),
        no_account_of_internal_offices(local.LINYI_HEDONG, "内设机构"),
        no_account_for_campaigns(
            local.LINYI_HEDONG,
            "专项工作",
            Text(zh="不得为专项工作开设账号", en="No account for a special campaign"),
        ),
        no_personal_name(local.LINYI_HEDONG, "个人名义"),
    ),
)
"""What Hedong District adds to the Opinion."""
