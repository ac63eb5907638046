"""What accounts do for the public (3.1.1 to 3.3.1): openness, interaction, services."""

from __future__ import annotations

from typing import Final

from govmedia_rules.conditions import Condition, Param, account, message, messages, posts
from govmedia_rules.law import Force
from govmedia_rules.models import Subject
from govmedia_rules.rules import Rule
from govmedia_rules.rulesets.opinion_2018.terms import (
    INSTRUMENT,
    RECEIVED_UNDER_THE_OPINION,
    SCOPE,
    USE_DAYS,
    attested,
    question,
)
from govmedia_rules.text import Text

__all__ = ["RULES"]

_IS_JUDGED: Final[Condition] = ~account.is_closed & RECEIVED_UNDER_THE_OPINION
_IS_ANSWERED: Final[Condition] = ~message.replied_at.is_missing()

REPLY_DAYS: Final = Param(
    "days",
    15,
    unit="day",
    source="文件只说及时，没有规定时限；参照2005年《信访条例》收到信访事项后15日内告知是否受理的期限。"
    " / The text says in time and states none; 15 days, within which the 2005 regulations on"
    " petitions had an office say whether it takes a matter on.",
    minimum=1,
)

POLICY_PUBLISHED_AND_INTERPRETED: Final = attested(
    "policy-published-and-interpreted",
    "3.1.1",
    Subject.UNIT,
    question(
        "policy-interpreted",
        Text(
            zh="本单位出台的重要政策，都通过政务新媒体发布并作了解读",
            en="whatever important policy the unit adopts its new media publish and explain",
        ),
    ),
    question(
        "concerns-answered",
        Text(
            zh="对公众关心的事，本单位都通过政务新媒体作了回应",
            en="what concerns the public the unit responds to through its new media",
        ),
    ),
    title=Text(
        zh="发布和解读政策，回应公众关切",
        en="Policy is published and explained, public concern responded to",
    ),
    remedy=Text(
        zh="补发解读和回应；今后解读与政策同步准备，一并发布。",
        en="Publish the explanation or the response now; from now on prepare explanations along"
        " with the policy.",
    ),
    explanation=Text(
        zh="两个问题都答“是”才算符合，有一个答“否”即不符合；没有有效答复的为“未能判定”。期间没有这类政策"
        "或关切的，答“是”。",
        en="Yes to both questions is a pass, no to either a failure; without a valid answer it is"
        " undetermined. Where there was no such policy or concern, the answer is yes.",
    ),
)

EMERGENCIES_ANSWERED_PROMPTLY: Final = attested(
    "emergencies-answered-promptly",
    "3.1.2",
    Subject.UNIT,
    question(
        "emergencies-answered-promptly",
        Text(
            zh="发生应由本单位回应的突发事件时，政务新媒体都及时发布了权威信息",
            en="in every emergency that was the unit's to respond to, its new media put out"
            " authoritative information promptly",
        ),
    ),
    title=Text(
        zh="突发事件须及时发布权威信息", en="Authoritative information promptly in emergencies"
    ),
    remedy=Text(
        zh="补发权威信息；在应急预案中定下由谁、经谁审核、通过哪个账号发布。",
        en="Put out the information now; have the emergency plan say who publishes, after whose"
        " review and on which account.",
    ),
    explanation=Text(
        zh="答“是”的算符合，期间没有这类突发事件的也答“是”；多快算及时，文件没有写明，由答复人判断。"
        "没有有效答复的为“未能判定”。",
        en="Yes is a pass, also where there was no such emergency; how soon is promptly the text"
        " does not say, whoever answers judges. Without a valid answer it is undetermined.",
    ),
)

INTERACTION_CHANNELS_OPEN: Final = Rule(
    id="opinion-2018/interaction-channels-open",
    title=Text(zh="互动渠道须畅通", en="Channels of interaction are open"),
    cites=(INSTRUMENT.provision("3.2.1"),),
    force=Force.OBLIGATION,
    scope=SCOPE,
    applies=account.is_active,
    requires=~account.interaction_features.is_empty(),
    message=Text(zh="没有互动渠道。", en="The account has no channel of interaction."),
    remedy=Text(
        zh="开通留言、私信、征集等至少一种互动渠道，并安排人答复。",
        en="Open at least one channel, such as comments, messages or consultations, and have"
        " somebody answer.",
    ),
    explanation=Text(
        zh="有一种渠道即可；没有人查过的为“未能判定”。暂停或关停的账号不适用。",
        en="One channel will do; where nobody looked it is undetermined. It does not apply to a"
        " suspended or closed account.",
    ),
)

NOT_ONE_WAY: Final = Rule(
    id="opinion-2018/not-one-way",
    title=Text(zh="不宜只发布、不互动", en="Not publishing only"),
    cites=(INSTRUMENT.provision("3.2.1"),),
    force=Force.RECOMMENDATION,
    scope=SCOPE,
    applies=account.is_active & (posts.within(days=USE_DAYS).count() >= 1),
    requires=messages.where(_IS_ANSWERED & message.replied_at.within(days=USE_DAYS)).count() >= 1,
    message=Text(
        zh="最近{days}天只发布信息，没有答复过一条留言。",
        en="In the last {days} days the account only published, and answered no message.",
    ),
    remedy=Text(
        zh="答复已有的留言；没有人留言的，办征集、问答，引导公众参与。",
        en="Answer the messages there are; where there are none, invite them by consultations and"
        " questions.",
    ),
    explanation=Text(
        zh="《意见》对此只有精神上的要求(互动渠道要畅通)，限值是操作性的。期限内发布过信息、却没有答复过"
        "留言的，算只发布、不互动，没有收到留言的也算；更早收到、期限内答复的算答复。期限内没有发布"
        "信息的不适用。",
        en="The Opinion covers this in spirit only, where it asks for open channels, and the"
        " threshold is operational. An account that published in the period and answered no message"
        " publishes only, also where nobody wrote; an answer in the period to an older message"
        " counts. It does not apply where nothing was published in the period.",
    ),
)

MESSAGES_ANSWERED_IN_TIME: Final = Rule(
    id="opinion-2018/messages-answered-in-time",
    title=Text(zh="公众留言须及时答复", en="Messages are answered in time"),
    cites=(INSTRUMENT.provision("3.2.2"),),
    force=Force.OBLIGATION,
    subject=Subject.MESSAGE,
    scope=SCOPE,
    applies=_IS_JUDGED & message.needs_reply,
    requires=message.received_at.within(days=REPLY_DAYS)
    | (_IS_ANSWERED & (message.reply_days <= REPLY_DAYS)),
    message=Text(
        zh="留言收到后{days}天内没有答复。",
        en="The message was not answered within {days} days of its receipt.",
    ),
    remedy=Text(
        zh="尽快答复并致歉；一时办不结的，先告知进展。",
        en="Answer it now, with an apology; where the matter takes longer, say how it stands.",
    ),
    explanation=Text(
        zh="文件要求及时办结反馈，没有规定时限，限值是操作性的。正好满期限答复的算及时；还没有满期限的算"
        "符合。没有答复时间的视为没有答复；是否需要答复没有人看过的，为“未能判定”。2018年12月7日之前"
        "收到的留言不适用。",
        en="The text asks for settling and feeding back in time and states no time; the threshold is"
        " operational. An answer exactly at its end is in time, and until then the rule is kept. A"
        " message without an answer on record is unanswered; where nobody said whether it needs"
        " one, it is undetermined. Messages from before 7 December 2018 are not judged.",
    ),
)

REPLIES_NOT_EVASIVE: Final = Rule(
    id="opinion-2018/replies-not-evasive",
    title=Text(zh="答复不得推诿、敷衍、生硬", en="No evasive, perfunctory or hostile answers"),
    cites=(INSTRUMENT.provision("3.2.3"),),
    force=Force.PROHIBITION,
    subject=Subject.MESSAGE,
    scope=SCOPE,
    applies=_IS_JUDGED & _IS_ANSWERED,
    forbids=message.reply_labels.has_any("evasive", "perfunctory", "hostile"),
    message=Text(
        zh="答复答非所问、敷衍或者生硬冷漠。",
        en="The answer is evasive, perfunctory or hostile.",
    ),
    remedy=Text(
        zh="重新答复，态度不当的向当事人致歉；答复发出之前由人审核。",
        en="Answer anew, with an apology where the tone was wrong; have answers reviewed before"
        " they go out.",
    ),
    explanation=Text(
        zh="依据人工或分类器给答复加注的标签判定；从未筛查的答复为“未能判定”，不视为符合。没有答复的留言、"
        "2018年12月7日之前收到的留言不适用。",
        en="Judged by the label that a person or a classifier gave the answer; an answer that was"
        " never screened is undetermined, not a pass. Messages without an answer, and messages from"
        " before 7 December 2018, are not judged.",
    ),
)

SERVICES_ON_THE_PHONE: Final = Rule(
    id="opinion-2018/services-on-the-phone",
    title=Text(zh="提供掌上服务", en="Services on the phone"),
    cites=(INSTRUMENT.provision("3.3.1"),),
    force=Force.RECOMMENDATION,
    scope=SCOPE,
    applies=account.is_active,
    requires=~account.service_features.is_empty(),
    message=Text(zh="没有掌上服务。", en="The account offers no service."),
    remedy=Text(
        zh="接入与本单位职责有关的查询、预约、办理等服务，并链接到统一的政务服务平台。",
        en="Offer look-ups, appointments or applications that belong to the unit's duties, linked to"
        " the common service platform.",
    ),
    explanation=Text(
        zh="文件只是鼓励；是否汇于一个入口、数据是否同源，数据看不出来。没有人查过的为“未能判定”，暂停或"
        "关停的账号不适用。",
        en="The text encourages; whether services share one entry and one source no data tells."
        " Where nobody looked it is undetermined; it does not apply to a suspended or closed"
        " account.",
    ),
)

RULES: Final[tuple[Rule, ...]] = (
    POLICY_PUBLISHED_AND_INTERPRETED,
    EMERGENCIES_ANSWERED_PROMPTLY,
    INTERACTION_CHANNELS_OPEN,
    NOT_ONE_WAY,
    MESSAGES_ANSWERED_IN_TIME,
    REPLIES_NOT_EVASIVE,
    SERVICES_ON_THE_PHONE,
)
