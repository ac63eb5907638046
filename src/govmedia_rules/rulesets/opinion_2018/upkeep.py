"""How content is looked after (4.2.7 to 4.2.10): other units, duty, harm, qualifications."""

from __future__ import annotations

from typing import Final

from govmedia_rules.conditions import Condition, Param, account, post, posts, removed, removed_posts
from govmedia_rules.law import Force
from govmedia_rules.models import Subject
from govmedia_rules.rules import Rule
from govmedia_rules.rulesets.opinion_2018.terms import (
    FIRST_INSTANT,
    INSTRUMENT,
    PUBLISHES,
    SCOPE,
    attested,
    question,
)
from govmedia_rules.text import Text

__all__ = ["RULES"]

UPDATE_DAYS: Final = Param(
    "days",
    14,
    unit="day",
    source="文件没有规定期限；取2019年检查指标2.1的两周。 / The text states no period; the two weeks of"
    " the 2019 inspection indicators (2.1).",
    minimum=1,
)

REMOVAL_DAYS: Final = Param(
    "days",
    1,
    unit="day",
    source="文件只说立即，没有规定时限；给核实和处置留出24小时。 / The text says at once and states no"
    " time; 24 hours, in which to make sure and to act.",
    minimum=1,
)

OTHER_UNITS_CONSULTED: Final = attested(
    "other-units-consulted",
    "4.2.7",
    Subject.UNIT,
    question(
        "other-units-consulted",
        Text(
            zh="本单位的政务新媒体发布涉及其他单位工作的信息之前，都与该单位商量过",
            en="before its new media publish what touches another unit's work, the unit consults"
            " that unit",
        ),
    ),
    title=Text(
        zh="涉及其他单位的信息须事先会商", en="Other units consulted on what touches their work"
    ),
    remedy=Text(
        zh="在审核单上加列“涉及单位”一栏，未与其商妥的不发；已发布的补行会商，有误的更正。",
        en="Have the review ask which other units are touched, and publish nothing before they are"
        " consulted; consult them now on what is out, and correct what is wrong.",
    ),
    explanation=Text(
        zh="答“是”的算符合，期间没有这类信息的也答“是”；没有有效答复的为“未能判定”。",
        en="Yes is a pass, also where no such post came up; without a valid answer it is"
        " undetermined.",
    ),
)

DUTY_ROSTER_KEPT: Final = attested(
    "duty-roster-kept",
    "4.2.8",
    Subject.UNIT,
    question(
        "duty-roster-kept",
        Text(
            zh="本单位为政务新媒体排有值班表，每天有人查看账号上的信息和留言",
            en="the unit keeps a duty roster for its new media, by which somebody looks at their"
            " posts and messages every day",
        ),
    ),
    title=Text(zh="须排班值守", en="A duty roster is kept"),
    remedy=Text(
        zh="排出值班表，明确每天由谁查看、发现问题报给谁。",
        en="Draw up a roster that says who looks each day, and whom to tell of what is found.",
    ),
    explanation=Text(
        zh="文件要求排班值守和监测，没有规定多久查看一次；问题中的“每天”是操作性的。没有有效答复的为"
        "“未能判定”。",
        en="The text asks for a roster and for monitoring and does not say how often; “every day” in"
        " the question is operational. Without a valid answer it is undetermined.",
    ),
)

TIMELY_UPDATES: Final = Rule(
    id="opinion-2018/timely-updates",
    title=Text(zh="信息须及时更新", en="Timely updates"),
    cites=(INSTRUMENT.provision("4.2.8"),),
    force=Force.OBLIGATION,
    scope=SCOPE,
    applies=account.is_active & PUBLISHES,
    unless=account.opened_at.within(days=UPDATE_DAYS) & (posts.count() == 0),
    requires=posts.within(days=UPDATE_DAYS).count() >= 1,
    message=Text(zh="最近{days}天没有更新。", en="There was no update in the last {days} days."),
    remedy=Text(
        zh="恢复更新；确实无力维护的，按程序关停并公告。",
        en="Publish again; where the account cannot be maintained, close it by the procedure and"
        " tell the public.",
    ),
    explanation=Text(
        zh="文件要求信息及时，没有规定期限，限值是操作性的。原创、转载均算更新，已删除的和监测时间点"
        "之后的不算。开设时间还不到这个期限、尚未发布信息的账号，以办事为主、从未发布信息的移动客户端和"
        "小程序，暂停或关停的账号，不适用。",
        en="The text asks for timely information and states no period; the threshold is"
        " operational. Originals and reposts both count, deleted posts and posts after the"
        " monitoring moment do not. It does not apply to a still empty account opened within the"
        " period, to an app or a mini program that never published anything, nor to a suspended or"
        " closed account.",
    ),
)

# Whether somebody found harm is a matter of record: no record, nothing to act upon yet. What
# screening found counts as found, at a time nobody noted.
_IS_FOUND_HARMFUL: Final[Condition] = ~post.harm_detected_at.is_missing() | (
    ~post.labels.is_missing() & post.labels.has("harmful_content")
)
_WAS_FOUND_HARMFUL: Final[Condition] = ~removed.harm_detected_at.is_missing() | (
    ~removed.labels.is_missing() & removed.labels.has("harmful_content")
)

HARMFUL_CONTENT_TAKEN_DOWN: Final = Rule(
    id="opinion-2018/harmful-content-taken-down",
    title=Text(zh="违法有害信息须立即撤下", en="Harmful content is taken down at once"),
    cites=(INSTRUMENT.provision("4.2.9"),),
    force=Force.OBLIGATION,
    subject=Subject.POST,
    scope=SCOPE,
    applies=~account.is_closed & _IS_FOUND_HARMFUL,
    requires=post.harm_detected_at.within(days=REMOVAL_DAYS),
    message=Text(
        zh="信息被发现违法有害已满{days}天，仍未删除。",
        en="Found unlawful or harmful, the post is still up at the end of the limit (days: {days}).",
    ),
    remedy=Text(
        zh="立即删除并固定证据，记下处置时间。",
        en="Take the post down at once, keep the evidence, and record when it was done.",
    ),
    explanation=Text(
        zh="文件要求立即处置，没有规定时限，限值是操作性的。没有人发现有害的信息不适用：无从处置。"
        "筛查标签已有“有害内容”、但没有发现时间的，为“未能判定”。2018年12月7日之前发布的信息留到现在的"
        "同样适用。",
        en="The text says at once and states no time; the threshold is operational. It does not"
        " apply to a post that nobody found harmful: there is nothing to act upon. A post that"
        " screening labelled harmful, without the time at which that was found, is undetermined."
        " Posts from before 7 December 2018 that are still up are judged as well.",
    ),
)

HARMFUL_CONTENT_TAKEN_DOWN_IN_TIME: Final = Rule(
    id="opinion-2018/harmful-content-taken-down-in-time",
    title=Text(zh="违法有害信息的撤下须及时", en="Harmful content was taken down in time"),
    cites=(INSTRUMENT.provision("4.2.9"),),
    force=Force.OBLIGATION,
    scope=SCOPE,
    applies=~account.is_closed,
    requires=removed_posts.where(
        _WAS_FOUND_HARMFUL
        & (removed.harm_detected_at >= FIRST_INSTANT)
        & (removed.removal_days > REMOVAL_DAYS)
    ).count()
    == 0,
    message=Text(
        zh="有{value}条信息被发现违法有害，超过{days}天才删除。",
        en="Posts found unlawful or harmful, but removed only after the limit (days: {days}):"
        " {value}.",
    ),
    remedy=Text(
        zh="查明迟延的环节，定下发现、上报、删除各由谁负责。",
        en="Find out what took so long, and lay down who is to notice, to report and to delete.",
    ),
    explanation=Text(
        zh="文件要求立即处置，没有规定时限，限值是操作性的。只看已删除的信息：普通的删除不计；筛查标签"
        "已有“有害内容”、但没有发现时间的，为“未能判定”；2018年12月7日之前发现的不计。",
        en="The text says at once and states no time; the threshold is operational. Only posts"
        " since removed are looked at: ordinary deletions do not count, a post that screening"
        " labelled harmful without the time at which that was found leaves the rule undetermined,"
        " and what was found before 7 December 2018 is left aside.",
    ),
)

MAJOR_INCIDENTS_PASSED_ON: Final = attested(
    "major-incidents-passed-on",
    "4.2.9",
    Subject.UNIT,
    question(
        "major-incidents-passed-on",
        Text(
            zh="本单位的政务新媒体遇到重大舆情，都转给了负责的部门",
            en="whenever its new media met with a major public-opinion incident, the unit passed it"
            " on to the departments concerned",
        ),
    ),
    title=Text(zh="重大舆情须转送", en="Major public-opinion incidents are passed on"),
    remedy=Text(
        zh="补行转送，定下何为重大舆情、由谁转给谁。",
        en="Pass it on now; lay down what a major incident is, and who passes it on to whom.",
    ),
    explanation=Text(
        zh="答“是”的算符合，期间没有遇到重大舆情的也答“是”；没有有效答复的为“未能判定”。",
        en="Yes is a pass, also where no such incident came up; without a valid answer it is"
        " undetermined.",
    ),
)


def _licensed(name: str, service: str, *, title: Text, message: Text, remedy: Text) -> Rule:
    """Return the rule that an account with *service* holds the qualification for it."""
    return Rule(
        id=f"opinion-2018/{name}",
        title=title,
        cites=(INSTRUMENT.provision("4.2.10"),),
        force=Force.OBLIGATION,
        scope=SCOPE,
        applies=~account.is_closed & account.service_features.has(service),
        requires=account.licences.has(service),
        message=message,
        remedy=remedy,
        explanation=Text(
            zh="只看账号登记提供了该项服务的；发布本单位自己的政务信息不是该项服务。没有人查过服务或"
            "资质的为“未能判定”。",
            en="Asked only of accounts recorded to provide the service; publishing what the unit"
            " itself does is none. Where nobody looked at services or qualifications it is"
            " undetermined.",
        ),
    )


NEWS_SERVICE_LICENSED: Final = _licensed(
    "news-service-licensed",
    "internet_news",
    title=Text(
        zh="互联网新闻信息服务须有资质", en="An internet news service has its qualification"
    ),
    message=Text(
        zh="提供互联网新闻信息服务，没有相应资质。",
        en="The account provides an internet news service without the qualification for it.",
    ),
    remedy=Text(
        zh="向网信部门申请许可；取得之前停止该项服务。",
        en="Apply to the cyberspace administration, and stop the service until it is granted.",
    ),
)

AUDIO_VISUAL_SERVICE_LICENSED: Final = _licensed(
    "audio-visual-service-licensed",
    "audio_visual",
    title=Text(zh="网络视听节目服务须有资质", en="An audio-visual service has its qualification"),
    message=Text(
        zh="提供网络视听节目服务，没有相应资质。",
        en="The account provides an audio-visual service without the qualification for it.",
    ),
    remedy=Text(
        zh="向广播电视主管部门申请许可；取得之前停止该项服务。",
        en="Apply to the radio and television administration, and stop the service until it is"
        " granted.",
    ),
)

RULES: Final[tuple[Rule, ...]] = (
    OTHER_UNITS_CONSULTED,
    DUTY_ROSTER_KEPT,
    TIMELY_UPDATES,
    HARMFUL_CONTENT_TAKEN_DOWN,
    HARMFUL_CONTENT_TAKEN_DOWN_IN_TIME,
    MAJOR_INCIDENTS_PASSED_ON,
    NEWS_SERVICE_LICENSED,
    AUDIO_VISUAL_SERVICE_LICENSED,
)
