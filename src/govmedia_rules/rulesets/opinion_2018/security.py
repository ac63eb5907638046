"""Security (4.3.1 to 4.3.4): what guards accounts, secrets, personal data and users."""

from __future__ import annotations

from typing import Final

from govmedia_rules.conditions import account, post
from govmedia_rules.law import Force
from govmedia_rules.models import Subject
from govmedia_rules.rules import Rule
from govmedia_rules.rulesets.opinion_2018.terms import (
    INSTRUMENT,
    SCOPE,
    SCREENED,
    about_each_post,
    attested,
    question,
)
from govmedia_rules.text import Text

__all__ = ["RULES"]


def _never_labelled(
    name: str, provision: str, label: str, *, title: Text, message: Text, remedy: Text
) -> Rule:
    """Return a rule that no post may bear *label*."""
    return about_each_post(
        name,
        provision,
        title=title,
        forbids=post.labels.has(label),
        message=message,
        remedy=remedy,
        explanation=SCREENED,
    )


SECURITY_SYSTEM_KEPT: Final = attested(
    "security-system-kept",
    "4.3.1",
    Subject.UNIT,
    question(
        "security-management-system",
        Text(
            zh="本单位的政务新媒体有成文的安全管理制度，并且照着执行",
            en="the unit has a written security management system for its new media, and keeps it",
        ),
    ),
    question(
        "secrecy-review-system",
        Text(
            zh="本单位的信息在发布之前都要过保密审查，并有成文的规定",
            en="written rules put whatever the unit publishes through a secrecy review first",
        ),
    ),
    question(
        "security-emergency-plan",
        Text(
            zh="本单位备有账号被盗、被攻击等情形的应急预案",
            en="the unit has an emergency plan for hijacked or attacked accounts",
        ),
    ),
    title=Text(
        zh="须有安全管理制度、保密审查制度和应急预案",
        en="A security system, a secrecy review and an emergency plan",
    ),
    remedy=Text(
        zh="补订所缺的制度或预案，指定专人负责，并组织演练。",
        en="Draw up what is lacking, name somebody responsible for it, and rehearse the plan.",
    ),
    explanation=Text(
        zh="三个问题都答“是”才算符合，有一个答“否”即不符合；没有有效答复的为“未能判定”。",
        en="Yes to all three questions is a pass, no to any of them a failure; without a valid"
        " answer it is undetermined.",
    ),
)

NO_OPEN_SECURITY_INCIDENT: Final = Rule(
    id="opinion-2018/no-open-security-incident",
    title=Text(
        zh="不得有尚未处置完毕的安全事件", en="No security incident that is still unresolved"
    ),
    cites=(INSTRUMENT.provision("4.3.2"),),
    force=Force.OBLIGATION,
    scope=SCOPE,
    applies=~account.is_closed,
    requires=account.open_incidents.is_empty(),
    message=Text(
        zh="账号有尚未处置完毕的安全事件。", en="A security incident of the account is unresolved."
    ),
    remedy=Text(
        zh="收回账号，更换密码，核对有权登录的人员，清除异常信息，处置完毕后登记。",
        en="Take the account back, change its passwords, check who may log in, remove what should"
        " not be there, and record when it was over.",
    ),
    explanation=Text(
        zh="文件要求的是防范；密码如何管理，数据看不出来，这里只看被盗、被攻击等事件在监测时间点"
        "是否已经处置完毕。没有结束时间的事件视为未处置完毕；已处置完毕的不算；没有人登记过"
        "安全事件的账号为“未能判定”。",
        en="The clause asks for prevention; how passwords are managed no data tells, so this only"
        " asks whether hijackings, attacks and the like were over at the monitoring moment. An"
        " incident without an end on record is unresolved, one that is over does not count, and"
        " an account whose incidents nobody recorded is undetermined.",
    ),
)

NO_HIJACKED_POSTS: Final = _never_labelled(
    "no-hijacked-posts",
    "4.3.2",
    "hijacked",
    title=Text(zh="不得有盗号者发布的信息", en="No posts by somebody who took over the account"),
    message=Text(
        zh="信息是账号被盗期间由他人发布的。",
        en="The post was put out by somebody who had taken over the account.",
    ),
    remedy=Text(
        zh="固定证据后删除，收回账号并更换密码，必要时报警，并向公众说明。",
        en="Keep the evidence and take the post down, win the account back and change its"
        " passwords, go to the police where needed, and tell the public.",
    ),
)

# Three rules, not one: other people are harmed, other laws say what to do then, and an
# office that also runs the inspection may leave out the one that repeats a veto. What is
# unscreened is one and the same fact for all of them.
NO_STATE_SECRETS_LEAKED: Final = _never_labelled(
    "no-state-secrets-leaked",
    "4.3.3",
    "state_secret",
    title=Text(zh="不得泄露国家秘密", en="No state secrets"),
    message=Text(zh="信息泄露国家秘密。", en="The post gives away a state secret."),
    remedy=Text(
        zh="立即删除，按保密规定报告，追查保密审查环节。",
        en="Take the post down at once, report as the secrecy rules demand, and find out how it"
        " passed the secrecy review.",
    ),
)

NO_BUSINESS_SECRETS_LEAKED: Final = _never_labelled(
    "no-business-secrets-leaked",
    "4.3.3",
    "business_secret",
    title=Text(zh="不得泄露商业秘密", en="No business secrets"),
    message=Text(zh="信息泄露商业秘密。", en="The post gives away a business secret."),
    remedy=Text(
        zh="立即删除，告知权利人，追查审核环节。",
        en="Take the post down at once, tell whose secret it is, and find out how it passed review.",
    ),
)

NO_PRIVACY_LEAKED: Final = _never_labelled(
    "no-privacy-leaked",
    "4.3.3",
    "privacy_leak",
    title=Text(zh="不得泄露个人隐私", en="No personal privacy given away"),
    message=Text(zh="信息泄露个人隐私。", en="The post gives away somebody's privacy."),
    remedy=Text(
        zh="立即删除或隐去个人信息，告知本人，追查审核环节。",
        en="Take the post down or black out the personal data at once, tell the person concerned,"
        " and find out how it passed review.",
    ),
)

NO_EXCESS_PERSONAL_DATA: Final = attested(
    "no-excess-personal-data",
    "4.3.4",
    Subject.ACCOUNT,
    question(
        "personal-data-within-need",
        Text(
            zh="该应用只收集其服务必需的个人信息",
            en="the application collects only the personal data that its service needs",
        ),
    ),
    title=Text(zh="不得超出服务需要收集个人信息", en="No personal data beyond the service's need"),
    remedy=Text(
        zh="停止收集不必要的信息，删除已收集的部分，并修改授权请求和隐私政策。",
        en="Stop collecting what is not needed, delete what was collected, and change the"
        " permissions asked for and the privacy policy.",
    ),
    applies=~account.is_closed & account.platform.is_in("app", "mini_program"),
    explanation=Text(
        zh="只问移动客户端和小程序；其他平台上的账号，个人信息由平台收集。答“是”表示没有超出需要。",
        en="Asked of apps and mini programs only; on other platforms it is the platform that"
        " collects. Yes says that nothing beyond the need is collected.",
    ),
)

NOTHING_HARMS_USERS: Final = _never_labelled(
    "nothing-harms-users",
    "4.3.4",
    "harmful_to_users",
    title=Text(zh="不得发布损害用户权益的信息", en="Nothing published that harms users"),
    message=Text(zh="信息损害用户的权益。", en="The post harms the account's users."),
    remedy=Text(
        zh="删除该信息，告知受影响的用户，并作出补救。",
        en="Take the post down, tell the users it affects, and make good the harm.",
    ),
)

RULES: Final[tuple[Rule, ...]] = (
    SECURITY_SYSTEM_KEPT,
    NO_OPEN_SECURITY_INCIDENT,
    NO_HIJACKED_POSTS,
    NO_STATE_SECRETS_LEAKED,
    NO_BUSINESS_SECRETS_LEAKED,
    NO_PRIVACY_LEAKED,
    NO_EXCESS_PERSONAL_DATA,
    NOTHING_HARMS_USERS,
)
