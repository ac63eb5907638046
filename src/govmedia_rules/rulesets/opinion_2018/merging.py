"""What is merged or closed, and what becomes of an account whose sponsor changes (4.1.11 to 4.1.14)."""

from __future__ import annotations

from typing import Final

from govmedia_rules.conditions import Param, account, peer, post, posts, unit
from govmedia_rules.law import Force
from govmedia_rules.rules import Rule
from govmedia_rules.rulesets.opinion_2018.sponsors import CHANGED_LATELY, IS_GONE
from govmedia_rules.rulesets.opinion_2018.terms import (
    FIRST_INSTANT,
    INSTRUMENT,
    PUBLISHES,
    SCOPE,
    USE_DAYS,
    question,
)
from govmedia_rules.text import Text

__all__ = ["RULES"]

_RECENT: Final = posts.within(days=USE_DAYS)

# As many posts in all as in the window: none shows that the account is older than that.
_IS_NEW: Final = account.opened_at.within(days=USE_DAYS) & (posts.count() <= _RECENT.count())

_READS: Final = Param(
    "reads",
    100,
    unit="read",
    source="文件没有规定数量；江苏2019年清理的账号大多篇均阅读不到100次，取100次。 / The text gives"
    " no number; most accounts cleaned up in Jiangsu in 2019 had under 100 reads a post.",
    minimum=1,
)
_COVERAGE: Final = Param(
    "coverage",
    0.8,
    unit="share",
    source="为本库所定：至少八成信息的阅读数有记录，才计算平均数。 / This library's choice: a mean"
    " is taken once the reads of four posts in five are known.",
    minimum=0.01,
)
_MEAN_READS: Final = _RECENT.mean(post.reads, coverage=_COVERAGE)

ALIKE_ACCOUNTS_MERGED: Final = Rule(
    id="opinion-2018/alike-accounts-merged",
    title=Text(
        zh="功能相近、关注少、使用少的账号须清理合并",
        en="Accounts alike in function, little followed and little used are merged",
    ),
    cites=(INSTRUMENT.provision("4.1.11"),),
    force=Force.OBLIGATION,
    scope=SCOPE,
    applies=account.is_active & ~account.platform.is_in("app", "mini_program"),
    forbids=(
        unit.accounts.where(
            ~peer.is_closed
            & (peer.id != account.id)
            # The Opinion wants units on several platforms (4.1.4), under one name (4.1.10).
            & (peer.platform == account.platform)
            & peer.functions.overlaps(account.functions)
        ).count()
        > 0
    )
    & (
        account.followers
        < Param(
            "followers",
            1_000,
            unit="follower",
            source="文件没有规定数量；一千为本库所取的整数，各地可按人口和平台另定。 / The text"
            " gives no number; a thousand is a round number of this library's choosing, to be set"
            " anew by population and platform.",
            minimum=1,
        )
    )
    & ((_RECENT.count() == 0) | (_MEAN_READS < _READS))
    & ~_IS_NEW,
    message=Text(
        zh="与本单位同一平台的另一账号功能相近，粉丝不足{followers}，近{days}天没有发布或篇均阅读不足{reads}次。",
        en="Alike in function to another account of the unit on the platform, with fewer than {followers} followers"
        " and, over the last {days} days, no posts or fewer than {reads} reads a post.",
    ),
    remedy=Text(
        zh="与功能相近的账号合并，关停其中之一，按规定备案并公告。",
        en="Merge it with the account that is alike and close one of them; file it and tell the"
        " public.",
    ),
    explanation=Text(
        zh="三项同时具备才不符合：同一单位在同一平台另有未关停的账号与它有共同的功能标签，粉丝少，阅读少。"
        "有一项肯定不具备，或者账号开设不久、还没有积累的，即为符合。两个账号都小的，两个都列出，留哪个由主办单位定。"
        "移动客户端和小程序另按4.1.5检查。",
        en="It takes all three: another account of the unit on the same platform that is not closed"
        " shares a function tag with it, it has few followers, and few reads. Where one of them is certainly not so, or"
        " the account is too new to have gathered any, it passes. Of two small accounts both are listed; which one stays is for the sponsor to"
        " decide. Apps are left to 4.1.5, and mini programs are left out.",
    ),
)

LITTLE_READ: Final = Rule(
    id="opinion-2018/little-read",
    title=Text(zh="账号发布的信息宜有人看", en="What an account publishes is read"),
    cites=(INSTRUMENT.provision("4.1.11"),),
    force=Force.RECOMMENDATION,
    scope=SCOPE,
    applies=account.is_active & (_RECENT.count() >= 1),
    requires=_MEAN_READS >= _READS,
    message=Text(
        zh="近{days}天篇均阅读{value}次，不足{reads}次。",
        en="Mean reads of the last {days} days: {value}; wanted are at least {reads}.",
    ),
    remedy=Text(
        zh="改进内容和推送；长期无人看的，考虑合并或关停。",
        en="Improve what is published and how; where it stays unread, consider merging or closing.",
    ),
    explanation=Text(
        zh="文件只在精神上涉及：它说的是功能相近而又用得少的账号，没有规定阅读数；数值为操作口径。"
        "单凭阅读少不算违规。刚发布的信息阅读还会增长；窗口内没有发布的，不适用。",
        en="The Opinion covers this in spirit only: it speaks of accounts alike in function and"
        " little used, and the threshold is operational. Few reads alone break nothing. Reads of"
        " the newest posts still grow; without posts in the window the rule does not apply.",
    ),
)

_POSTS: Final = Param(
    "posts",
    6,
    unit="post",
    source="文件没有规定数量；2019年检查指标要求两周内有更新，折合一个季度约6条。 / The text gives no"
    " number; the 2019 indicators want an update in any two weeks, about six in a quarter.",
    minimum=1,
)

SELDOM_UPDATED: Final = Rule(
    id="opinion-2018/seldom-updated",
    title=Text(zh="账号宜经常更新", en="An account is updated often"),
    cites=(INSTRUMENT.provision("4.1.11"),),
    force=Force.RECOMMENDATION,
    scope=SCOPE,
    applies=account.is_active & PUBLISHES,
    # An account that has published enough passes, whether or not its opening is on record.
    unless=_IS_NEW & (_RECENT.count() < _POSTS),
    requires=_RECENT.count() >= _POSTS,
    message=Text(
        zh="近{days}天只发布{value}条信息，不足{posts}条。",
        en="Posts in the last {days} days: {value}; wanted are at least {posts}.",
    ),
    remedy=Text(
        zh="定出更新计划；无力经常更新的，考虑合并或关停。",
        en="Set up a plan of publication; where there is no strength for it, consider merging or"
        " closing.",
    ),
    explanation=Text(
        zh="文件只在精神上涉及：它要求清理用得少的账号，没有规定条数；数值为操作口径。"
        "新开设、还来不及发满的账号不适用；以办事为主、从未发布信息的移动客户端和小程序不适用。",
        en="The Opinion covers this in spirit only: it wants little used accounts cleaned up, and"
        " the threshold is operational. It does not apply to an account too new to have published"
        " as much, nor to an app or a mini program that never published anything.",
    ),
)

FUNCTIONS_MOVED: Final = Rule(
    id="opinion-2018/functions-moved",
    title=Text(
        zh="功能已移交的账号宜及时关停", en="An account whose functions moved elsewhere is closed"
    ),
    cites=(INSTRUMENT.provision("4.1.11"),),
    force=Force.RECOMMENDATION,
    scope=SCOPE,
    # That a successor is on record is what says that the functions moved.
    applies=~account.successor_id.is_missing(),
    requires=account.is_closed,
    message=Text(
        zh="功能已移交另一账号，本账号仍未关停。",
        en="Its functions moved to another account, and it is not closed.",
    ),
    remedy=Text(
        zh="公告后关停，并引导关注者转到承接账号。",
        en="Announce and close it, and lead its followers to the successor.",
    ),
    explanation=Text(
        zh="文件只在精神上涉及：它要求合并功能相近的账号，没有规定移交后何时关停；不留期限是操作口径。"
        "没有登记承接账号的，视为没有移交，不适用。",
        en="The Opinion covers this in spirit only: it wants alike accounts merged and does not say"
        " when the old one closes; that it allows no time is operational. Where no successor is on"
        " record, nothing is taken to have moved, and it does not apply.",
    ),
)

_SILENT_DAYS: Final = Param(
    "days",
    90,
    unit="day",
    source="文件没有规定期限；贵州省2025年通报把三个月以上不更新的列为“僵尸”账号，取90天。 / The text"
    " gives no number; bulletins of Guizhou in 2025 list accounts silent for over three months as"
    " zombies: 90 days.",
    minimum=1,
)

SILENT_ACCOUNTS_CLOSED: Final = Rule(
    id="opinion-2018/silent-accounts-closed",
    title=Text(zh="确实无力维护的账号须关停", en="An account that cannot be maintained is closed"),
    cites=(INSTRUMENT.provision("4.1.12"),),
    force=Force.OBLIGATION,
    scope=SCOPE,
    applies=account.is_active & PUBLISHES,
    unless=account.opened_at.within(days=_SILENT_DAYS) & (posts.count() == 0),
    requires=posts.within(days=_SILENT_DAYS).count() >= 1,
    message=Text(
        zh="连续{days}天没有更新，也没有关停。",
        en="No update in {days} days, and not closed.",
    ),
    remedy=Text(
        zh="关停注销，按规定备案并公告；要保留的，恢复更新并落实人员。",
        en="Close and deregister it, file it and tell the public; to keep it, publish again and"
        " assign people to it.",
    ),
    explanation=Text(
        zh="以长期不更新认定无力维护。原创、转载均算更新，已删除的不算。暂停更新的账号、新开设尚未发布的账号，"
        "以及以办事为主、从未发布信息的移动客户端和小程序不适用。两周内须有更新是2019年检查指标的要求，另行检查。",
        en="Long silence is taken to show that the account cannot be maintained. Originals and"
        " reposts count, deleted posts do not. It does not apply to a suspended account, to a new"
        " one that is still empty, nor to an app or a mini program that never published anything."
        " The update in any two weeks is a demand of the 2019 indicators, checked there.",
    ),
)

_FILED_EXPLANATION: Final = Text(
    zh="已关停的账号不适用。单位存续状态或变动日期无记录的为“未能判定”。备案只看有无此类记录，不核对是否为这次变动所办。",
    en="It does not apply to a closed account. Where the unit's status or the day it changed is not"
    " on record, it is undetermined. Filings are asked for by kind; whether one was made for this"
    " change is not looked into.",
)

ACCOUNT_OF_GONE_SPONSOR_DEREGISTERED: Final = Rule(
    id="opinion-2018/account-of-gone-sponsor-deregistered",
    title=Text(
        zh="主办单位合并或撤销的，账号须及时注销或变更",
        en="The account of a merged or abolished sponsor is deregistered or changed in time",
    ),
    cites=(INSTRUMENT.provision("4.1.14"),),
    force=Force.OBLIGATION,
    scope=SCOPE,
    # What is closed has nothing left to change; whether the closing was filed is 4.1.13.
    applies=IS_GONE & ~account.is_closed,
    requires=account.filed.has_any("change", "deregistration") | CHANGED_LATELY,
    message=Text(
        zh="主办单位合并或撤销已满{grace_days}天，账号没有关停，也没有变更或注销的备案。",
        en="The sponsor was merged or abolished {grace_days} days ago or more; the account is not"
        " closed, and neither a change nor a deregistration is filed.",
    ),
    remedy=Text(
        zh="由承接单位办理变更；不再需要的，关停注销。均须备案并公告。",
        en="Have the unit that took over change the account's data, or close and deregister it; file"
        " it and tell the public.",
    ),
    explanation=_FILED_EXPLANATION,
)

ACCOUNT_OF_RENAMED_SPONSOR_CHANGED: Final = Rule(
    id="opinion-2018/account-of-renamed-sponsor-changed",
    title=Text(
        zh="主办单位更名的，账号信息须及时变更",
        en="The account of a renamed sponsor is changed in time",
    ),
    cites=(INSTRUMENT.provision("4.1.14"),),
    force=Force.OBLIGATION,
    scope=SCOPE,
    applies=(unit.status == "renamed") & ~account.is_closed,
    requires=account.filed.has("change") | CHANGED_LATELY,
    message=Text(
        zh="主办单位更名已满{grace_days}天，账号没有变更的备案。",
        en="The sponsor was renamed {grace_days} days ago or more, and no change of the account is"
        " filed.",
    ),
    remedy=Text(
        zh="变更账号名称、认证等信息并备案，公告公众。",
        en="Change the account's name, verification and other data, file it and tell the public.",
    ),
    explanation=_FILED_EXPLANATION,
)

PUBLIC_TOLD_OF_CHANGE: Final = Rule(
    id="opinion-2018/public-told-of-change",
    title=Text(
        zh="主办单位变动引起的账号注销或变更须告知公众",
        en="The public is told what becomes of an account whose sponsor changed",
    ),
    cites=(INSTRUMENT.provision("4.1.14"),),
    force=Force.OBLIGATION,
    scope=SCOPE,
    # The Opinion does not reach back to closings from before its first day.
    applies=(IS_GONE | (unit.status == "renamed"))
    & (~account.is_closed | account.closed_at.is_missing() | (account.closed_at >= FIRST_INSTANT)),
    requires=CHANGED_LATELY
    # A closing without announcement on record proves nothing: the public may have been told
    # of a change instead, which only a person can say.
    | ~account.closing_announced_at.is_missing()
    | account.answers(
        question(
            "public-told-of-change",
            Text(
                zh="主办单位变动后，是否已公告账号的注销或变更？",
                en="After the sponsor changed, was the public told of the account's deregistration"
                " or change?",
            ),
        )
    ),
    message=Text(
        zh="主办单位变动已满{grace_days}天，没有告知公众账号如何处理。",
        en="The sponsor changed {grace_days} days ago or more, and the public was not told what"
        " becomes of the account.",
    ),
    remedy=Text(
        zh="在账号和政府网站上发布公告。",
        en="Publish a notice on the account and on the government website.",
    ),
    explanation=Text(
        zh="有关停公告的记录即为符合；没有的，由了解情况的人答复，无人答复为“未能判定”。"
        "2018年12月7日之前关停的账号不适用；关停时间无记录的，不视为在此之前。",
        en="An announcement of the closing on record is enough; without one, somebody who knows has"
        " to answer, and until then it is undetermined. It does not apply to an account closed"
        " before 7 December 2018; one whose closing has no day on record is not taken to be.",
    ),
)

RULES: Final[tuple[Rule, ...]] = (
    ALIKE_ACCOUNTS_MERGED,
    LITTLE_READ,
    SELDOM_UPDATED,
    FUNCTIONS_MOVED,
    SILENT_ACCOUNTS_CLOSED,
    ACCOUNT_OF_GONE_SPONSOR_DEREGISTERED,
    ACCOUNT_OF_RENAMED_SPONSOR_CHANGED,
    PUBLIC_TOLD_OF_CHANGE,
)
"""The rules of clauses 4.1.11, 4.1.12 and 4.1.14, in that order."""
