"""What several local instruments demand alike, each citing its own clause."""

from __future__ import annotations

from typing import Final

from govmedia_rules.conditions import (
    Condition,
    Origin,
    Param,
    Question,
    account,
    all_of,
    peer,
    posts,
    unit,
)
from govmedia_rules.law import Force, Instrument
from govmedia_rules.models import Role, Subject
from govmedia_rules.moments import midnight
from govmedia_rules.rules import Rule
from govmedia_rules.rulesets.opinion_2018.sponsors import IS_NOT_KNOWN_GONE
from govmedia_rules.rulesets.opinion_2018.terms import ANSWER_DAYS, PUBLISHES
from govmedia_rules.rulesets.scopes import GOVERNMENT_NEW_MEDIA
from govmedia_rules.text import Text

__all__ = [
    "SCOPE",
    "attested",
    "closed_under",
    "has_an_account",
    "no_account_below",
    "no_account_for_campaigns",
    "no_account_of_internal_offices",
    "no_personal_name",
    "opening_filed_in_time",
    "updated",
]

SCOPE: Final = GOVERNMENT_NEW_MEDIA

_OPEN: Final = unit.accounts.where(~peer.is_closed)
_SUPERVISORS: Final = (Role.SUPERVISOR, Role.INSPECTOR)


def closed_under(instrument: Instrument) -> Condition:
    """Return the condition that an account was closed since *instrument* binds."""
    return account.is_closed & (account.closed_at >= midnight(instrument.document.in_force_on))


def attested(
    instrument: Instrument,
    name: str,
    topic: str,
    wording: Text,
    *,
    title: Text,
    remedy: Text,
    explanation: Text,
    closings_only: bool = False,
) -> Rule:
    """
    Return the rule that a question of *instrument* is answered yes.

    It is asked of units that supervise accounts, or about accounts closed under it.
    """
    clause = instrument.provision(topic)
    question = Question(
        f"{instrument.id}/{name}",
        wording,
        answerable_by=(Role.SPONSOR, *_SUPERVISORS) if closings_only else _SUPERVISORS,
        days=ANSWER_DAYS,
    )
    return Rule(
        id=f"{instrument.id}/{name}",
        title=title,
        cites=(clause,),
        force=clause.force,
        subject=Subject.ACCOUNT if closings_only else Subject.UNIT,
        scope=SCOPE,
        applies=closed_under(instrument) if closings_only else unit.supervises_accounts,
        requires=account.answers(question) if closings_only else unit.answers(question),
        remedy=remedy,
        explanation=explanation,
    )


def has_an_account(
    instrument: Instrument,
    name: str,
    topic: str,
    *,
    who: Condition,
    title: Text,
    explanation: Text,
    exempt: Condition | None = None,
) -> Rule:
    """Return the rule that the units for which *who* holds have an account, unless *exempt*."""
    clause = instrument.provision(topic)
    has_one = _OPEN.count() >= 1
    return Rule(
        id=f"{instrument.id}/{name}",
        title=title,
        cites=(clause,),
        force=clause.force,
        subject=Subject.UNIT,
        scope=SCOPE,
        applies=all_of(IS_NOT_KNOWN_GONE, who),
        # An exemption matters only to a unit that has none; so nobody has to look for it else.
        requires=has_one if exempt is None else has_one | exempt,
        refines=("opinion-2018/must-open-an-account",) if exempt is None else (),
        message=Text(
            zh="没有未关停的政务新媒体。", en="The unit has no account that is not closed."
        ),
        remedy=Text(
            zh="开设至少一个政务新媒体并备案。",
            en="Open at least one account, and file its opening.",
        ),
        explanation=explanation,
    )


def no_account_below(instrument: Instrument, topic: str, explanation: Text) -> Rule:
    """Return the rule that departments of counties, and townships, have no account of their own."""
    return Rule(
        id=f"{instrument.id}/no-account-of-county-departments-and-townships",
        title=Text(
            zh="县级部门和乡镇、街道原则上不开设政务新媒体",
            en="In principle county departments and townships have no account",
        ),
        cites=(instrument.provision(topic),),
        force=Force.DEFEASIBLE,
        subject=Subject.UNIT,
        scope=SCOPE,
        applies=((unit.level == "county") & (unit.kind == "department"))
        | ((unit.level == "township") & unit.kind.is_in("government", "department")),
        requires=_OPEN.count() == 0,
        message=Text(
            zh="有{value}个未关停的账号。", en="Accounts of the unit that are not closed: {value}."
        ),
        remedy=Text(
            zh="并入县级以上政府的账号后关停；确需保留的，按程序取得同意并记录。",
            en="Merge it into an account of the government above and close it; where it has to"
            " stay, obtain and record the consent to it.",
        ),
        explanation=explanation,
    )


def no_personal_name(instrument: Instrument, topic: str) -> Rule:
    """Return the rule that an account is not opened in a person's name."""
    return Rule(
        id=f"{instrument.id}/no-personal-name",
        title=Text(zh="不得以个人名义开设", en="No account in a person's name"),
        cites=(instrument.provision(topic),),
        force=Force.PROHIBITION,
        scope=SCOPE,
        applies=~account.is_closed,
        forbids=account.is_in_personal_name,
        message=Text(zh="账号以个人名义开设。", en="The account was opened in a person's name."),
        remedy=Text(
            zh="改以主办单位的名义注册、认证，或者关停。",
            en="Have it registered and verified in the sponsor's name, or close it.",
        ),
        explanation=Text(
            zh="没有人查过开设名义的为“未能判定”；已关停的不适用。",
            en="Where nobody looked in whose name it was opened it is undetermined; it does not"
            " apply to a closed account.",
        ),
    )


def no_account_of_internal_offices(instrument: Instrument, topic: str) -> Rule:
    """Return the rule that an account is not an internal office's."""
    return Rule(
        id=f"{instrument.id}/no-account-of-internal-offices",
        title=Text(zh="不得以内设机构名义开设", en="No account of an internal office"),
        cites=(instrument.provision(topic),),
        force=Force.PROHIBITION,
        scope=SCOPE,
        applies=~account.is_closed,
        forbids=unit.kind == "internal_office",
        message=Text(zh="账号由内设机构主办。", en="The account's sponsor is an internal office."),
        remedy=Text(
            zh="改由所属单位主办，或者关停。",
            en="Have the unit that it belongs to sponsor the account, or close it.",
        ),
        explanation=Text(
            zh="看登记的主办单位是不是内设机构；主办单位性质无记录的为“未能判定”。主办单位是机关、名称却"
            "只写内设机构的，数据分不出来，由4.1.8的规则和人判断。",
            en="It goes by whether the sponsor on record is an internal office; a sponsor of"
            " unknown kind leaves it undetermined. Data do not tell an organ's account that bears"
            " an internal office's name; the rules of 4.1.8 and a person judge that.",
        ),
    )


def no_account_for_campaigns(instrument: Instrument, topic: str, title: Text) -> Rule:
    """Return the rule that an account is not opened for an event or a special campaign."""
    return Rule(
        id=f"{instrument.id}/no-account-for-campaigns",
        title=title,
        cites=(instrument.provision(topic),),
        force=Force.PROHIBITION,
        scope=SCOPE,
        applies=~account.is_closed,
        forbids=account.is_for_campaign,
        message=Text(
            zh="账号专为一次活动或专项工作开设。",
            en="The account was opened for one event or special campaign.",
        ),
        remedy=Text(
            zh="内容并入主办单位的账号，公告后关停。",
            en="Move the content to the sponsor's own account, announce the closing and close it.",
        ),
        explanation=Text(
            zh="没有人查过为何开设的为“未能判定”；已关停的不适用。",
            en="Where nobody looked what it was opened for it is undetermined; it does not apply to"
            " a closed account.",
        ),
    )


def opening_filed_in_time(instrument: Instrument, topic: str, days: int) -> Rule:
    """Return the rule that an opening is filed within so many working days."""
    return Rule(
        id=f"{instrument.id}/opening-filed-in-time",
        title=Text(
            zh=f"开设须在{days}个工作日内备案",
            en=f"The opening is filed within {days} working days",
        ),
        cites=(instrument.provision(topic),),
        force=Force.OBLIGATION,
        scope=SCOPE,
        applies=~account.is_closed
        & (account.opened_at >= midnight(instrument.document.in_force_on)),
        requires=account.opening_filing_days
        <= Param("working_days", days, unit="working day", origin=Origin.TEXT, minimum=1),
        message=Text(
            zh="开设后经过{value}个工作日才备案或仍未备案，超过{working_days}个工作日。",
            en="Working days until the opening was filed, or without its being filed: {value}; at"
            " most {working_days} allowed.",
        ),
        remedy=Text(
            zh="立即补办备案；今后开设当日即报。",
            en="File it now; from now on file an opening on its day.",
        ),
        explanation=Text(
            zh="工作日按审计所给的工作日历计算，开设当天不计；没有给日历的、没有人查过备案的、备案时间"
            "无记录的，为“未能判定”。尚未备案的算到监测时间点，期限未到的算符合。文件施行之前开设的"
            "不适用。这条只看开设；变更何时发生没有登记。",
            en="Working days go by the calendar given to the audit, the day of the opening not"
            " counted; without a calendar, where nobody looked for filings, or where the time of"
            " one is not on record, it is undetermined. What is not filed yet is counted up to the"
            " monitoring moment, and in time until then. It does not apply to openings from before"
            " the instrument. It is about openings alone; when a change happened is not on record.",
        ),
    )


def updated(
    instrument: Instrument,
    name: str,
    *,
    title: Text,
    days: Param,
    updates: int,
    also_refines: tuple[str, ...] = (),
    explanation: Text | None = None,
) -> Rule:
    """Return the rule that an account is updated so many times in a window of *days*."""
    clause = instrument.provision("更新间隔")
    recent = posts.within(days=days)
    several = Param("updates", updates, unit="post", origin=Origin.TEXT, minimum=1)
    wanted = 1 if updates == 1 else several
    shown = "1" if updates == 1 else "{updates}"
    return Rule(
        id=f"{instrument.id}/{name}",
        title=title,
        cites=(clause,),
        force=clause.force,
        scope=SCOPE,
        applies=account.is_active & PUBLISHES,
        # An account that has published enough passes, whether or not its opening is on record.
        unless=account.opened_at.within(days=days)
        & (posts.count() <= recent.count())
        & (recent.count() < wanted),
        requires=recent.count() >= wanted,
        refines=(
            "inspection-2019/no-update-in-two-weeks",
            "opinion-2018/timely-updates",
            *also_refines,
        ),
        message=Text(
            zh=f"最近{{days}}天只更新{{value}}次，不足{shown}次。",
            en=f"Updates in the last {{days}} days: {{value}}; wanted are at least {shown}.",
        ),
        remedy=Text(
            zh="恢复更新；确实无力维护的，按程序关停并公告。",
            en="Publish again; where the account cannot be maintained, close it by the procedure"
            " and tell the public.",
        ),
        explanation=explanation
        or Text(
            zh="原创、转载均算更新，已删除的和监测时间点之后的不算。窗口内新开设的账号，以办事为主、从未"
            "发布信息的移动客户端和小程序，暂停或关停的账号，不适用。不够不等于2019年检查指标的单项否决，"
            "那按其自己的期限判定。",
            en="Originals and reposts both count, deleted posts and posts after the monitoring"
            " moment do not. It does not apply to an account opened within the window, to an app or"
            " a mini program that never published anything, nor to a suspended or closed account."
            " Falling short is no veto of the 2019 indicators, which judge by their own period.",
        ),
    )
