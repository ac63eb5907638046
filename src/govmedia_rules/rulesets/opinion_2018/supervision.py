"""Supervision (2.2, 4.4.1 to 4.4.3) and what stands behind the accounts (5.1 to 5.3)."""

from __future__ import annotations

from typing import Final

from govmedia_rules.conditions import Condition, Param, Question, account, post, unit
from govmedia_rules.law import Force
from govmedia_rules.models import Role, Subject
from govmedia_rules.rules import Rule
from govmedia_rules.rulesets.opinion_2018.terms import (
    INSTRUMENT,
    IS_JUDGED_POST,
    SCOPE,
    attested,
    question,
)
from govmedia_rules.text import Text

__all__ = ["RULES"]

INSPECTION_DAYS: Final = Param(
    "days",
    92,
    unit="day",
    source="文件只要求定期检查，没有规定间隔；取最长的一个季度，92天：按2019年的检查办法，各省每季度"
    "至少抽查一次。 / The text says regularly and gives no interval; the longest quarter, 92 days,"
    " since under the 2019 indicators provinces inspect at least once a quarter.",
    minimum=1,
)
"""How long ago a supervising unit may have inspected last."""

_BY_SUPERVISORS: Final = (Role.SUPERVISOR, Role.INSPECTOR)

_FORCED: Final = ("forced_likes", "forced_download", "forced_follow", "forced_forward")

_HOW_SURE: Final = Text(
    zh="强制点赞见于2019年6月有关江苏关停政务新媒体的报道；强制下载、关注和转发，只在各省的规定里"
    "得到印证，本库按同一条款处理。",
    en="Forced likes are confirmed by the report of June 2019 on the closings in Jiangsu; forced"
    " downloads, follows and forwards only by provincial rules, and are read into the same clause"
    " here.",
)

SUPERVISORS_CARRY_THEIR_DUTY: Final = attested(
    "supervisors-carry-their-duty",
    "2.2",
    Subject.UNIT,
    question(
        "supervisory-duty",
        Text(
            zh="主管单位对所管的政务新媒体做了推进、指导、协调、监督的工作",
            en="the supervising unit promotes, guides, coordinates and supervises the new media"
            " in its charge",
        ),
        answerable_by=_BY_SUPERVISORS,
    ),
    title=Text(zh="主管单位须履行主管职责", en="Supervising units carry their duty"),
    remedy=Text(
        zh="明确承担主管职责的机构和人员，列出所管账号，制定年度工作安排。",
        en="Say which office and who carries the duty, list the accounts in its charge, and plan"
        " the year's work.",
    ),
    applies=unit.supervises_accounts,
    explanation=Text(
        zh="只约束主管单位；由主管单位或检查人员答复，所管的主办单位不能代答。",
        en="Binds supervising units only; they or an inspector may answer, the sponsors in their"
        " charge may not.",
    ),
)

SUPERVISORS_INSPECT_REGULARLY: Final = Rule(
    id="opinion-2018/supervisors-inspect-regularly",
    title=Text(zh="主管单位须定期检查", en="Supervising units inspect regularly"),
    cites=(INSTRUMENT.provision("4.4.1"),),
    force=Force.OBLIGATION,
    subject=Subject.UNIT,
    scope=SCOPE,
    applies=unit.supervises_accounts,
    requires=unit.inspected_at.within(days=INSPECTION_DAYS),
    message=Text(
        zh="监测时间点前{days}天内没有检查过所管账号。",
        en="The accounts in its charge were not inspected in the {days} days before the monitoring"
        " moment.",
    ),
    remedy=Text(
        zh="尽快检查所管账号，通报查出的问题，督促改正，并登记检查时间。",
        en="Inspect the accounts soon, report what is found, press for its correction, and record"
        " when it was done.",
    ),
    explanation=Text(
        zh="只约束主管单位。实时监测、通报和督促改正，数据看不出来，这里不判定；没有检查记录的为"
        "“未能判定”。",
        en="Binds supervising units only. Whether they monitor in real time, report and press for"
        " correction no data tells, and is not judged here; without a record of an inspection it"
        " is undetermined.",
    ),
)


def _not_labelled(labels: tuple[str, ...], asked: Question) -> Condition:
    """Return the condition that screening found none of *labels*, or a person where nobody screened."""
    was_screened = ~account.labels.is_missing()
    return (~account.labels.has_any(*labels) | ~was_screened) & (
        was_screened | account.answers(asked)
    )


NO_FABRICATED_FIGURES: Final = Rule(
    id="opinion-2018/no-fabricated-figures",
    title=Text(
        zh="不得购买粉丝或编造其他数据", en="No bought followers or other fabricated figures"
    ),
    cites=(INSTRUMENT.provision("4.4.2"),),
    force=Force.PROHIBITION,
    scope=SCOPE,
    applies=~account.is_closed,
    requires=_not_labelled(
        ("bought_followers", "fabricated_figures"),
        question(
            "no-fabricated-figures",
            Text(
                zh="查看后，没有发现该账号购买粉丝或者编造其他数据",
                en="somebody looked and found no bought followers and no fabricated figures",
            ),
        ),
    ),
    message=Text(
        zh="账号购买粉丝，或编造其他数据。",
        en="The account bought followers or fabricated other figures.",
    ),
    remedy=Text(
        zh="停止造假，清除虚假的粉丝和数据，书面说明情况。",
        en="Stop it, remove the false followers and figures, and report in writing.",
    ),
    explanation=Text(
        zh="依据对账号整体的筛查标签判定；从未筛查的账号由人答复，无人答复的为“未能判定”。",
        en="Judged by what screening found about the account as a whole; of an account that was"
        " never screened a person has to answer, and until then it is undetermined.",
    ),
)

NOBODY_IS_FORCED: Final = Rule(
    id="opinion-2018/nobody-is-forced",
    title=Text(
        zh="信息不得强制点赞、下载、关注或转发",
        en="No post forces anybody to like, download, follow or forward",
    ),
    cites=(INSTRUMENT.provision("4.4.3"),),
    force=Force.PROHIBITION,
    subject=Subject.POST,
    scope=SCOPE,
    applies=IS_JUDGED_POST,
    forbids=post.labels.has_any(*_FORCED),
    message=Text(
        zh="信息强制他人点赞、下载、关注或转发。",
        en="The post forces people to like, download, follow or forward.",
    ),
    remedy=Text(
        zh="删除该信息，收回有关要求，并告知被要求的人不必照办。",
        en="Take the post down, withdraw the demand, and tell those it went to that they need not"
        " comply.",
    ),
    explanation=Text(
        zh=f"依据信息的筛查标签判定；自愿参加的号召不算强制；从未筛查的信息为“未能判定”。"
        f"2018年12月7日之前发布的信息不适用。{_HOW_SURE.zh}",
        en="Judged by the labels that screening gave the post; an appeal that leaves people free"
        " forces nobody; a post that was never screened is undetermined. Posts from before 7"
        f" December 2018 are not judged. {_HOW_SURE.en}",
    ),
)

NOBODY_IS_FORCED_BY_THE_ACCOUNT: Final = Rule(
    id="opinion-2018/nobody-is-forced-by-the-account",
    title=Text(
        zh="运营账号不得强制点赞、下载、关注或转发",
        en="Nobody is forced to like, download, follow or forward on the account's behalf",
    ),
    cites=(INSTRUMENT.provision("4.4.3"),),
    force=Force.PROHIBITION,
    scope=SCOPE,
    applies=~account.is_closed,
    requires=_not_labelled(
        _FORCED,
        question(
            "nobody-is-forced",
            Text(
                zh="查看后，没有发现为该账号强制他人点赞、下载、关注或转发",
                en="somebody looked and found nobody forced to like, download, follow or forward on"
                " the account's behalf",
            ),
        ),
    ),
    message=Text(
        zh="存在为账号强制他人点赞、下载、关注或转发的情况。",
        en="People are forced to like, download, follow or forward on the account's behalf.",
    ),
    remedy=Text(
        zh="撤销摊派、考核、排名等强制要求，并告知被要求的人不必照办。",
        en="Withdraw quotas, assessments and rankings that force people, and tell those concerned"
        " that they need not comply.",
    ),
    explanation=Text(
        zh=f"依据对账号整体的筛查标签判定，例如查实有下达任务、排名通报的做法；信息里的强制要求由"
        f"另一条规则判定。从未筛查的账号由人答复，无人答复的为“未能判定”。{_HOW_SURE.zh}",
        en="Judged by what screening found about the account as a whole, such as quotas handed"
        " down or rankings made public; demands in posts are another rule's. Of an account that"
        f" was never screened a person has to answer, and until then it is undetermined. {_HOW_SURE.en}",
    ),
)

LEADERS_TAKE_RESPONSIBILITY: Final = attested(
    "leaders-take-responsibility",
    "5.1",
    Subject.UNIT,
    question(
        "leader-responsible",
        Text(
            zh="本单位有一名领导负责政务新媒体工作",
            en="one of the unit's leaders is responsible for its new media",
        ),
    ),
    question(
        "coordination-with-other-bodies",
        Text(
            zh="本单位就政务新媒体与宣传、网信、公安等部门有协调机制",
            en="the unit coordinates with the publicity, cyberspace and police bodies over its"
            " new media",
        ),
    ),
    title=Text(zh="领导负责，部门协调", en="Leaders are responsible, and bodies coordinate"),
    remedy=Text(
        zh="明确分管领导，与宣传、网信、公安等部门约定联系人和协调办法。",
        en="Name the responsible leader; agree on contacts and ways to coordinate with the"
        " publicity, cyberspace and police bodies.",
    ),
    explanation=Text(
        zh="两个问题都答“是”才算符合；只问开设了账号的单位。",
        en="Yes to both questions is a pass; only units that have an account are asked.",
    ),
)

STAFF_TRAINED: Final = attested(
    "staff-trained",
    "5.2",
    Subject.UNIT,
    question(
        "staff-trained",
        Text(
            zh="运营账号的人员都参加过培训",
            en="everybody who runs the unit's accounts was trained for it",
        ),
    ),
    title=Text(zh="运营人员须经培训", en="The people who run the accounts are trained"),
    remedy=Text(
        zh="安排运营人员参加培训，并留存培训记录。",
        en="Have the people who run the accounts trained, and keep a record of it.",
    ),
    explanation=Text(
        zh="文件只要求培训，没有规定内容和次数；答复过期后重新询问。委托他人运营的，受托方的人员也在内。",
        en="The text asks for training, and says neither what in nor how often; when the answer no"
        " longer holds it is asked anew. A contractor's people count too.",
    ),
)

ASSESSED_YEARLY: Final = attested(
    "assessed-yearly",
    "5.3",
    Subject.UNIT,
    question(
        "assessed-yearly",
        Text(
            zh="最近一次年度绩效考核包括了政务新媒体工作",
            en="the latest yearly performance assessment took in government new media",
        ),
        answerable_by=_BY_SUPERVISORS,
    ),
    title=Text(
        zh="政务新媒体须纳入年度绩效考核",
        en="Government new media is part of the yearly performance assessment",
    ),
    remedy=Text(
        zh="把政务新媒体工作列入下一次年度绩效考核，明确内容和分值。",
        en="Put government new media into the next yearly assessment, with what is assessed and"
        " how much it counts.",
    ),
    applies=unit.supervises_accounts,
    explanation=Text(
        zh="只约束主管单位；由主管单位或检查人员答复。",
        en="Binds supervising units only; they or an inspector may answer.",
    ),
)

RULES: Final[tuple[Rule, ...]] = (
    SUPERVISORS_CARRY_THEIR_DUTY,
    SUPERVISORS_INSPECT_REGULARLY,
    NO_FABRICATED_FIGURES,
    NOBODY_IS_FORCED,
    NOBODY_IS_FORCED_BY_THE_ACCOUNT,
    LEADERS_TAKE_RESPONSIBILITY,
    STAFF_TRAINED,
    ASSESSED_YEARLY,
)
