"""Who sponsors an account (2.3, 2.4), who should open one, where and how many (4.1.1 to 4.1.7)."""

from __future__ import annotations

from typing import Final

from govmedia_rules.conditions import Param, account, peer, unit
from govmedia_rules.law import Force
from govmedia_rules.models import Subject
from govmedia_rules.rules import Rule
from govmedia_rules.rulesets.opinion_2018.sponsors import CHANGED_LATELY, IS_NOT_KNOWN_GONE
from govmedia_rules.rulesets.opinion_2018.terms import (
    INSTRUMENT,
    IS_OPEN_ACCOUNT_OF_UNIT,
    IS_SPONSOR,
    SCOPE,
    attested,
    question,
)
from govmedia_rules.text import Text

__all__ = ["RULES"]

_OPEN: Final = unit.accounts.where(~peer.is_closed)
_OPEN_APPS: Final = unit.accounts.where(~peer.is_closed & (peer.platform == "app"))
_OPEN_ON_PLATFORMS: Final = unit.accounts.where(
    ~peer.is_closed & ~peer.platform.is_in("app", "mini_program")
)
_OPEN_ELSEWHERE: Final = unit.accounts.where(~peer.is_closed & (peer.platform == "other"))

_IS_OUTSOURCED: Final = ~account.is_closed & (account.operator != "own")

SPONSOR_NAMED: Final = Rule(
    id="opinion-2018/sponsor-named",
    title=Text(
        zh="账号须有仍然存续的主办单位", en="The account has a sponsoring unit that still exists"
    ),
    cites=(INSTRUMENT.provision("2.3"),),
    force=Force.OBLIGATION,
    scope=SCOPE,
    applies=~account.is_closed,
    requires=(unit.id == account.unit_id) & (IS_NOT_KNOWN_GONE | CHANGED_LATELY),
    message=Text(
        zh="登记的主办单位合并或撤销已满{grace_days}天，账号没有负责的单位。",
        en="The sponsor on record was merged or abolished {grace_days} days ago or more; no unit"
        " answers for the account.",
    ),
    remedy=Text(
        zh="明确承接的主办单位并变更登记；无人承接的，关停注销。",
        en="Name the unit that takes over and change the record; where none does, close and"
        " deregister the account.",
    ),
    explanation=Text(
        zh="没有登记主办单位，或登记的单位不在单位名册中的，为“未能判定”：没有记录不等于没有主办单位。"
        "单位存续状态无记录的视为存续；刚合并或撤销的，给予交接时间。",
        en="Where no sponsor is on record, or the one named is not in the register of units, it is"
        " undetermined: no record is not the same as no sponsor. A unit without a recorded status"
        " is taken to exist; one that was merged or abolished lately has time to hand over.",
    ),
)

OUTSOURCED_ACCOUNT_NAMES_SPONSOR: Final = Rule(
    id="opinion-2018/outsourced-account-names-sponsor",
    title=Text(
        zh="外包运维的账号仍由主办单位出面",
        en="An account run by a contractor still stands in its sponsor's name",
    ),
    cites=(INSTRUMENT.provision("2.4"),),
    force=Force.OBLIGATION,
    scope=SCOPE,
    applies=_IS_OUTSOURCED,
    # Whoever enters the sponsor's own name as the operator means that nobody else runs it.
    requires=(unit.id == account.unit_id)
    & ((account.verified_body != account.operator) | (account.operator == unit.name)),
    message=Text(
        zh="平台认证的是运维承包方，而不是主办单位。",
        en="The platform's verification shows the contractor and not the sponsor.",
    ),
    remedy=Text(
        zh="登记主办单位，并把认证主体改为主办单位。",
        en="Put the sponsor on record, and have the verification changed to it.",
    ),
    explanation=Text(
        zh="外包的只是日常运维，责任仍在主办单位，所以公众看到的应是主办单位。"
        "只有认证主体与承包方名称一字不差的才判为不符合；认证是否写明主办单位，另按4.1.9检查。",
        en="Only the daily running is contracted out; the sponsor stays responsible, so it is the"
        " sponsor that the public should see. It fails only where the verified body is letter for"
        " letter the contractor; whether the verification states the sponsor is checked under"
        " 4.1.9.",
    ),
)

CONTRACT_KEEPS_RESPONSIBILITY: Final = attested(
    "contract-keeps-responsibility",
    "2.4",
    Subject.ACCOUNT,
    question(
        "contract-keeps-responsibility",
        Text(
            zh="外包合同或协议是否写明内容和安全责任仍由主办单位承担？",
            en="Does the contract say that the sponsor stays responsible for content and security?",
        ),
    ),
    title=Text(
        zh="外包合同写明责任仍由主办单位承担",
        en="The contract leaves the responsibility with the sponsor",
    ),
    # Nobody has a contract with themselves; a sponsor without a name on record is not taken
    # for its own contractor.
    applies=_IS_OUTSOURCED & (unit.name.is_missing() | (account.operator != unit.name)),
    remedy=Text(
        zh="补签或修改合同，写明主办单位对内容和安全负责。",
        en="Amend the contract so that the sponsor answers for content and security.",
    ),
    explanation=Text(
        zh="合同不在数据里，须由了解情况的人答复；无人答复为“未能判定”。自行运维的账号不适用，"
        "运维方一栏填的就是主办单位名称的也是自行运维。",
        en="Contracts are not in the data, so somebody who knows has to answer; without an answer"
        " it is undetermined. It does not apply to an account that the sponsor runs itself, also"
        " where the operator on record is the sponsor by name.",
    ),
)

MUST_OPEN_AN_ACCOUNT: Final = Rule(
    id="opinion-2018/must-open-an-account",
    title=Text(
        zh="县级以上政府和国务院部门应开设政务新媒体",
        en="Governments from county level up and State Council departments have an account",
    ),
    cites=(INSTRUMENT.provision("4.1.1"),),
    force=Force.OBLIGATION,
    subject=Subject.UNIT,
    scope=SCOPE,
    applies=IS_NOT_KNOWN_GONE
    # A renamed unit is judged under its new name, where that is on record as a unit of its own.
    & (unit.status.is_missing() | (unit.status != "renamed") | unit.successor_id.is_missing())
    & (
        (
            (unit.kind == "government")
            & unit.level.is_in("national", "provincial", "municipal", "county")
        )
        | ((unit.kind == "department") & (unit.level == "national"))
    ),
    # To have opened any is to have one: no number of the text's, nor one to be overridden.
    requires=_OPEN.count() >= 1,
    message=Text(zh="没有未关停的政务新媒体。", en="The unit has no account that is not closed."),
    remedy=Text(
        zh="开设至少一个政务新媒体并备案。", en="Open at least one account, and file its opening."
    ),
    explanation=Text(
        zh="任何平台的账号、小程序和移动客户端都算，暂停更新的也算，已关停的不算。"
        "没有登记主办单位的账号不计入任何单位。其他部门和乡镇可以开设，不作要求。",
        en="An account on any platform counts, so do mini programs and apps, even suspended ones;"
        " closed ones do not. An account whose sponsor is not on record counts for no unit. Other"
        " departments and townships may open accounts but need not.",
    ),
)

ONE_ACCOUNT_PER_PLATFORM: Final = Rule(
    id="opinion-2018/one-account-per-platform",
    title=Text(
        zh="一个单位在一个平台原则上只开设一个账号",
        en="In principle one account per unit and platform",
    ),
    cites=(INSTRUMENT.provision("4.1.3"),),
    force=Force.DEFEASIBLE,
    subject=Subject.UNIT,
    scope=SCOPE,
    applies=unit.accounts.where(IS_OPEN_ACCOUNT_OF_UNIT).count() >= 1,
    requires=unit.accounts.where(IS_OPEN_ACCOUNT_OF_UNIT).repeats(peer.platform) == 0,
    message=Text(
        zh="同一平台上有不止一个未关停的账号，多出{value}个。",
        en="More than one account on a platform that is not closed; accounts too many: {value}.",
    ),
    remedy=Text(
        zh="每个平台保留一个账号，其余的合并或关停；确需保留的，按程序取得同意并记录。",
        en="Keep one account on each platform and merge or close the others; where one has to stay,"
        " obtain and record the consent to it.",
    ),
    explanation=Text(
        zh="“一个”是文件写明的，不设参数。移动客户端另按4.1.5检查；小程序往往一事一个，文件所说的是账号；"
        "“其他”把不同平台混在一起：三者都不计。订阅号和服务号同属微信公众号。"
        "例外须有批准的记录。",
        en="“One” is the text's own, so it is no parameter. Left out are apps, which 4.1.5 is about;"
        " mini programs, which are often made for one matter each, where the clause is about"
        " accounts; and “other”, which lumps platforms together. WeChat subscription and service"
        " accounts are on the same platform. An exception has to be granted on record.",
    ),
)

PRESENCE_ON_NEW_PLATFORMS: Final = Rule(
    id="opinion-2018/presence-on-new-platforms",
    title=Text(
        zh="鼓励到公众聚集的新平台开设账号",
        en="Accounts on the new platforms where people gather are encouraged",
    ),
    cites=(INSTRUMENT.provision("4.1.4"),),
    force=Force.RECOMMENDATION,
    subject=Subject.UNIT,
    scope=SCOPE,
    # Two accounts on platforms recorded as "other" may be on one or on two of them.
    applies=IS_NOT_KNOWN_GONE & IS_SPONSOR & (_OPEN_ELSEWHERE.count() <= 1),
    requires=_OPEN_ON_PLATFORMS.distinct(peer.platform)
    >= Param(
        "platforms",
        2,
        unit="platform",
        source="文件没有规定数量；比只守一个平台多一个，即取2个。 / The text gives no number;"
        " two, one more than staying on a single platform.",
        minimum=1,
    ),
    message=Text(
        zh="有账号的平台：{value}个，鼓励不少于{platforms}个。",
        en="Platforms with an account: {value}; encouraged are at least {platforms}.",
    ),
    remedy=Text(
        zh="有力量维护的，可到服务对象常用的平台开设账号。",
        en="Where there are people to run it, open an account on a platform that the public uses.",
    ),
    explanation=Text(
        zh="只是鼓励，不足不算违规；先有余力维护，再增平台。只数平台，不评判平台新旧。"
        "移动客户端和小程序不算平台；有两个以上账号记为“其他”平台的，数不准，不适用。",
        en="This is encouragement: falling short breaks nothing, and an account that nobody can"
        " run is worse than none. Platforms are counted, not judged as new or old. Apps and mini"
        " programs are no platforms here. With two or more accounts on “other” platforms there is"
        " no counting, and the rule does not apply.",
    ),
)

APPS_PLANNED_SPARINGLY: Final = Rule(
    id="opinion-2018/apps-planned-sparingly",
    title=Text(zh="移动客户端从严控制", en="Apps are built sparingly"),
    cites=(INSTRUMENT.provision("4.1.5"),),
    force=Force.OBLIGATION,
    subject=Subject.UNIT,
    scope=SCOPE,
    applies=_OPEN_APPS.count() >= 1,
    requires=_OPEN_APPS.count()
    <= Param(
        "apps",
        1,
        unit="app",
        source="文件没有规定数量，只反对一事一端、各建各的；一个单位取1个。 / The text gives no"
        " number, it only speaks against an app for every matter; one per unit.",
        minimum=0,
    ),
    message=Text(
        zh="有{value}个未关停的移动客户端，超过{apps}个。",
        en="Apps that are not closed: {value}; at most {apps} wanted.",
    ),
    remedy=Text(
        zh="把功能归并到一个移动客户端或上级的统一平台，其余的关停。",
        en="Gather the functions in one app, or in that of the unit above, and close the others.",
    ),
    explanation=Text(
        zh="只能按单位数；同一地区各单位各建一个是否也属重复，要由主管单位判断。小程序不算。",
        en="Apps can be counted only per unit; whether several units of one place duplicate each"
        " other is for the supervising unit to judge. Mini programs are not counted.",
    ),
)

APP_SUPPORTS_IPV6: Final = Rule(
    id="opinion-2018/app-supports-ipv6",
    title=Text(zh="移动客户端须支持IPv6", en="The app supports IPv6"),
    cites=(INSTRUMENT.provision("4.1.6"),),
    force=Force.OBLIGATION,
    scope=SCOPE,
    applies=~account.is_closed & (account.platform == "app"),
    requires=account.app.supports_ipv6,
    message=Text(zh="移动客户端在IPv6网络下不能正常使用。", en="The app does not work over IPv6."),
    remedy=Text(
        zh="改造客户端和服务端，使其在IPv6网络下可用。",
        en="Have the app and its servers changed so that it works over IPv6.",
    ),
    explanation=Text(
        zh="以实测记录为准，没有测过的为“未能判定”。",
        en="It goes by a recorded test; an app that nobody tested is undetermined.",
    ),
)

_SYSTEMS_SOURCE: Final = (
    "文件只说不同终端，没有列举；取最通行的两种手机系统，并收常见写法。 / The text speaks of"
    " different terminals and names none; the two most common phone systems, in the usual spellings."
)

APP_RUNS_ON_TERMINALS: Final = Rule(
    id="opinion-2018/app-runs-on-terminals",
    title=Text(
        zh="移动客户端须能在不同终端上运行", en="The app runs on different kinds of terminal"
    ),
    cites=(INSTRUMENT.provision("4.1.6"),),
    force=Force.OBLIGATION,
    scope=SCOPE,
    applies=~account.is_closed & (account.platform == "app"),
    requires=account.app.runs_on_terminals.overlaps(
        Param("android", ("android", "Android", "安卓"), source=_SYSTEMS_SOURCE)
    )
    & account.app.runs_on_terminals.overlaps(
        Param("ios", ("ios", "iOS", "IOS", "苹果"), source=_SYSTEMS_SOURCE)
    ),
    message=Text(
        zh="移动客户端没有同时适配安卓和苹果手机。",
        en="The app was not found to run on Android and iOS phones alike.",
    ),
    remedy=Text(
        zh="补齐缺少的版本，并在各终端上测试。",
        en="Offer the version that is missing, and test it on each kind of terminal.",
    ),
    explanation=Text(
        zh="“适配的终端”记录的是测试时确能运行的终端；运行得好不好，由测试的人判断。",
        en="The terminals on record are those on which a tester saw it run; whether it runs well is"
        " for the tester to say.",
    ),
)

MAIN_ACCOUNT_NAMED: Final = Rule(
    id="opinion-2018/main-account-named",
    title=Text(
        zh="有多个账号的单位宜明确主账号", en="A unit with several accounts says which is the main"
    ),
    cites=(INSTRUMENT.provision("4.1.7"),),
    force=Force.RECOMMENDATION,
    subject=Subject.UNIT,
    scope=SCOPE,
    applies=IS_NOT_KNOWN_GONE
    & (
        _OPEN.count()
        >= Param(
            "accounts",
            2,
            unit="account",
            source="文件没有规定数量；有两个账号才谈得上主次，取2个。 / The text gives no number; two,"
            " because only among several can one be the main.",
            minimum=1,
        )
    ),
    requires=unit.accounts.where(~peer.is_closed & peer.is_main).count() >= 1,
    message=Text(zh="没有一个账号定为主账号。", en="None of the unit's accounts is its main one."),
    remedy=Text(
        zh="确定一个主账号，集中力量办好，其他账号与之联动。",
        en="Settle on a main account, put the effort there, and let the others work with it.",
    ),
    explanation=Text(
        zh="有无主账号看得出是否有所侧重；办得强不强、矩阵是否协同，数据看不出来。已关停的主账号不算。",
        en="A main account shows that there is a focus; whether it is strong and the matrix"
        " coordinated, the data do not tell. A main account that is closed does not count.",
    ),
)

RULES: Final[tuple[Rule, ...]] = (
    SPONSOR_NAMED,
    OUTSOURCED_ACCOUNT_NAMES_SPONSOR,
    CONTRACT_KEEPS_RESPONSIBILITY,
    MUST_OPEN_AN_ACCOUNT,
    ONE_ACCOUNT_PER_PLATFORM,
    PRESENCE_ON_NEW_PLATFORMS,
    APPS_PLANNED_SPARINGLY,
    APP_SUPPORTS_IPV6,
    APP_RUNS_ON_TERMINALS,
    MAIN_ACCOUNT_NAMED,
)
"""The rules of clauses 2.3, 2.4 and 4.1.1 to 4.1.7, in that order."""
