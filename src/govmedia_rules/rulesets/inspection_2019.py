"""
The eight single-item vetoes (单项否决) of the 2019 inspection indicators.

国办秘函〔2019〕19号: an inspected account that shows any one of them fails the
inspection. Group 1 and the fabricated popularity of 3.2 can be judged until an
account is closed; the others only while it is running.
"""

from __future__ import annotations

from govmedia_rules.conditions import Origin, Param, account, post, posts
from govmedia_rules.law import INSPECTION_2019 as INSTRUMENT
from govmedia_rules.law import Force, Severity
from govmedia_rules.models import Subject
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets.scopes import GOVERNMENT_NEW_MEDIA
from govmedia_rules.text import Text

__all__ = ["INSPECTION_2019"]

DAYS = Param("days", 14, unit="day", origin=Origin.TEXT, minimum=1)

_REMOVE = Text(
    zh="立即删除并固定证据，追查审核环节，书面说明情况。",
    en="Take the post down at once, keep the evidence, find out how it passed review, and report.",
)


def _content_veto(
    name: str, provision: str, title: Text, label: str, message: Text, remedy: Text = _REMOVE
) -> Rule:
    """Return a veto on posts that screening gave *label*."""
    return Rule(
        id=f"inspection-2019/{name}",
        title=title,
        cites=(INSTRUMENT.provision(provision),),
        force=Force.PROHIBITION,
        severity=Severity.VETO,
        subject=Subject.POST,
        scope=GOVERNMENT_NEW_MEDIA,
        applies=~account.is_closed,
        forbids=post.labels.has(label),
        message=message,
        remedy=remedy,
        explanation=Text(
            zh="依据人工或分类器给信息加注的标签判定；从未筛查的信息为“未能判定”，不视为通过。",
            en="Judged by the label that a person or a classifier gave the post; a post that was"
            " never screened is undetermined, not a pass.",
        ),
    )


SERIOUS_MISSTATEMENT = _content_veto(
    "serious-misstatement",
    "1.1",
    Text(zh="不得出现严重表述错误", en="No serious misstatement"),
    "serious_misstatement",
    Text(zh="发布的信息有严重表述错误。", en="A post holds a serious misstatement."),
)

STATE_SECRET = _content_veto(
    "state-secret",
    "1.2",
    Text(zh="不得泄露国家秘密", en="No state secrets"),
    "state_secret",
    Text(zh="发布的信息泄露国家秘密。", en="A post gives away a state secret."),
    Text(
        zh="立即删除，按保密规定报告并处置。",
        en="Take the post down at once; report and act as the secrecy rules demand.",
    ),
)

HARMFUL_CONTENT = _content_veto(
    "harmful-content",
    "1.3",
    Text(
        zh="不得发布或链接反动、暴力、色情等内容",
        en="No reactionary, violent or pornographic content",
    ),
    "harmful_content",
    Text(
        zh="发布或链接了反动、暴力、色情等有害内容。",
        en="A post holds or links to reactionary, violent or pornographic content.",
    ),
)

NEGATIVE_PUBLIC_OPINION = _content_veto(
    "negative-public-opinion",
    "1.4",
    Text(zh="不得因发布不当引发严重负面舆情", en="No improper content that stirs public anger"),
    "negative_opinion",
    Text(
        zh="发布的信息内容不当，引发严重负面舆情。",
        en="An improper post set off serious negative public opinion.",
    ),
)

NO_UPDATE_IN_TWO_WEEKS = Rule(
    id="inspection-2019/no-update-in-two-weeks",
    title=Text(
        zh="监测时间点前两周内须有更新",
        en="An update in the two weeks before the monitoring moment",
    ),
    cites=(INSTRUMENT.provision("2.1"),),
    force=Force.OBLIGATION,
    severity=Severity.VETO,
    scope=GOVERNMENT_NEW_MEDIA,
    applies=account.is_active,
    unless=account.opened_at.within(days=DAYS) & (posts.count() == 0),
    requires=posts.within(days=DAYS).count() >= 1,
    message=Text(
        zh="监测时间点前{days}天内没有更新。",
        en="No update in the {days} days before the monitoring moment.",
    ),
    remedy=Text(
        zh="恢复更新；确实无力维护的，按程序关停并公告。",
        en="Publish again; where the account cannot be maintained, close it by the procedure and tell the public.",
    ),
    explanation=Text(
        zh="原创、转载均算更新；已删除的和监测时间点之后的不算。开设不足两周且尚未发布信息的账号、"
        "暂停或关停的账号不适用。",
        en="Originals and reposts both count; deleted posts and posts after the monitoring moment do"
        " not. It does not apply to an account opened less than two weeks ago that is still empty,"
        " nor to a suspended or closed one.",
    ),
)

APP_UNUSABLE = Rule(
    id="inspection-2019/app-unusable",
    title=Text(zh="移动客户端须可下载、可使用", en="The app can be downloaded and used"),
    cites=(INSTRUMENT.provision("2.2"),),
    force=Force.OBLIGATION,
    severity=Severity.VETO,
    scope=GOVERNMENT_NEW_MEDIA,
    applies=account.is_active & (account.platform == "app"),
    requires=account.app.is_downloadable & account.app.is_usable,
    remedy=Text(
        zh="修复并重新上架；不再使用的，按程序关停并公告。",
        en="Mend the app and offer it again; where it is no longer needed, close it by the procedure and tell the public.",
    ),
)


NO_INTERACTION = Rule(
    id="inspection-2019/no-interaction",
    title=Text(zh="须有有效的互动功能", en="A working interaction function"),
    cites=(INSTRUMENT.provision("3.1"),),
    force=Force.OBLIGATION,
    severity=Severity.VETO,
    scope=GOVERNMENT_NEW_MEDIA,
    applies=account.is_active,
    requires=~account.interaction_features.is_empty(),
    message=Text(
        zh="未提供有效的互动功能。", en="The account offers no working interaction function."
    ),
    remedy=Text(
        zh="开通留言、私信、征集等至少一种有效的互动功能。",
        en="Open at least one working way to interact, such as comments, messages or consultations.",
    ),
)

FABRICATED_POPULARITY = Rule(
    id="inspection-2019/fabricated-popularity",
    title=Text(zh="不得购买粉丝、强制点赞等", en="No bought followers, forced likes or the like"),
    cites=(INSTRUMENT.provision("3.2"),),
    force=Force.PROHIBITION,
    severity=Severity.VETO,
    scope=GOVERNMENT_NEW_MEDIA,
    applies=~account.is_closed,
    forbids=account.labels.has_any("bought_followers", "forced_likes", "fabricated_figures")
    | (posts.where(post.labels.has("forced_likes")).count() > 0),
    remedy=Text(
        zh="停止相关行为，清除虚假数据，书面说明情况。",
        en="Stop it, remove the false figures, and report.",
    ),
    explanation=Text(
        zh="账号标签和信息标签有一处发现即不合格；两处都筛查过且均未发现才算通过。",
        en="Found in the account's labels or in one post's, it is a failure; only when both were"
        " screened and nothing was found is it a pass.",
    ),
)

INSPECTION_2019 = RuleSet(
    "inspection-2019",
    (
        SERIOUS_MISSTATEMENT,
        STATE_SECRET,
        HARMFUL_CONTENT,
        NEGATIVE_PUBLIC_OPINION,
        NO_UPDATE_IN_TWO_WEEKS,
        APP_UNUSABLE,
        NO_INTERACTION,
        FABRICATED_POPULARITY,
    ),
)
"""The new-media part of the 2019 inspection indicators, all eight vetoes."""
