"""What accounts are called, what their verification says, and what is filed (4.1.8 to 4.1.10, 4.1.13)."""

from __future__ import annotations

from typing import Final

from govmedia_rules.conditions import Param, account, peer, unit
from govmedia_rules.law import Force
from govmedia_rules.models import Subject
from govmedia_rules.rules import Rule
from govmedia_rules.rulesets.opinion_2018.terms import (
    FIRST_INSTANT,
    INSTRUMENT,
    IS_OPEN_ACCOUNT_OF_UNIT,
    SCOPE,
    question,
)
from govmedia_rules.text import Text

__all__ = ["RULES"]

NAME_CONCISE: Final = Rule(
    id="opinion-2018/name-concise",
    title=Text(zh="账号名称须简洁规范", en="The account's name is concise and regular"),
    cites=(INSTRUMENT.provision("4.1.8"),),
    force=Force.OBLIGATION,
    scope=SCOPE,
    applies=~account.is_closed,
    requires=(account.name_key != "")
    & (
        (
            account.name_length
            <= Param(
                "letters",
                20,
                unit="letter",
                source="文件没有规定字数；容得下地名、机关名和“发布”一类字样，取20个字。 / The text"
                " gives no number; twenty, room for a place, an organ and a word such as 发布.",
                minimum=1,
            )
        )
        | account.name_key.mentions(unit.name_keys)
        | account.answers(
            question(
                "name-is-concise",
                Text(
                    zh="账号名称是否简洁、规范？", en="Is the account's name concise and regular?"
                ),
            )
        )
    ),
    message=Text(
        zh="账号名称没有文字，或者有人查看后认为不简洁、不规范。",
        en="The account's name has no letters, or somebody looked and found it neither concise nor"
        " regular.",
    ),
    remedy=Text(
        zh="改用简短、规范的名称，办理变更备案。",
        en="Choose a short and regular name, and file the change.",
    ),
    explanation=Text(
        zh="空格、标点、表情不计字数。超出字数的，写有主办单位名称的即可，因为有的单位全称就长；"
        "否则由人判断，因为外文名称字母多而未必不简洁。只有表情、标点的名称不符合。",
        en="Spaces, punctuation and emoji do not count. A name above the limit is fine where it"
        " states the sponsor, since some official names are long; otherwise a person judges, since"
        " a foreign name has many letters and may be concise. A name of nothing but emoji or"
        " punctuation fails.",
    ),
)

NAME_TIED_TO_DUTIES: Final = Rule(
    id="opinion-2018/name-tied-to-duties",
    title=Text(
        zh="账号名称须与主办单位职责相关", en="The account's name is tied to its sponsor's duties"
    ),
    cites=(INSTRUMENT.provision("4.1.8"),),
    force=Force.OBLIGATION,
    scope=SCOPE,
    applies=~account.is_closed,
    # Duty keywords only spare a person the question. Where nobody listed any, what the person
    # answers has to count for yes and for no, not for yes alone.
    requires=account.name_key.mentions(unit.name_keys)
    | (~unit.duty_keys.is_missing() & account.name_key.mentions(unit.duty_keys))
    | account.answers(
        question(
            "name-is-tied-to-duties",
            Text(
                zh="账号名称是否与主办单位的职责相关？",
                en="Is the account's name tied to its sponsor's duties?",
            ),
        )
    ),
    message=Text(
        zh="账号名称看不出与主办单位或其职责有关，有人查看后也认为无关。",
        en="The account's name shows no tie to the sponsor or its duties, and somebody looked and"
        " found none.",
    ),
    remedy=Text(
        zh="改用含有主办单位简称或职责的名称，办理变更备案。",
        en="Choose a name with the sponsor's short name or its duty in it, and file the change.",
    ),
    explanation=Text(
        zh="名称含有主办单位的全称、简称，或者地名加职责(如浦口卫生)，或者登记的职责关键词，即为符合；"
        "繁简、全半角、表情不影响。看不出来的由人判断，无人答复为“未能判定”，不会因此判为不符合。",
        en="It is enough that the name holds the sponsor's full or short name, or its place and duty"
        " (as 浦口卫生 does), or one of the duty keywords on record, in whichever script, width or"
        " with whatever emoji. Where the letters do not show it a person judges; without an answer"
        " it is undetermined and never a failure.",
    ),
)

_COMPANY_WORDS: Final = Param(
    "company_words",
    (
        *("有限公司", "责任公司", "股份公司", "集团公司", "分公司", "总公司", "服务公司"),
        *("科技公司", "传媒公司", "文化公司", "发展公司", "开发公司", "建设公司", "工程公司"),
        *("投资公司", "管理公司", "实业公司", "物业公司", "旅游公司"),
    ),
    source="文件没有列举；企业登记名称通用的结尾，不取“公司”二字，因为“办公司法所”也含有它。 / The text"
    " lists none; the usual ends of companies' names. 公司 alone would also be found in 办公司法所.",
)

VERIFICATION_NAMES_SPONSOR: Final = Rule(
    id="opinion-2018/verification-names-sponsor",
    title=Text(
        zh="公开认证须写明主办单位名称", en="The public verification states the sponsor's name"
    ),
    cites=(INSTRUMENT.provision("4.1.9"),),
    force=Force.OBLIGATION,
    scope=SCOPE,
    applies=~account.is_closed & (account.platform != "app"),
    requires=(account.verified_key != "")
    # A company may have the sponsor's name in its own, so it is asked about first.
    & (~account.verified_key.mentions(_COMPANY_WORDS) | unit.name.mentions(_COMPANY_WORDS))
    & (
        account.verified_key.mentions(unit.body_keys)
        | account.answers(
            question(
                "verification-states-sponsor",
                Text(
                    zh="账号的公开认证是否写明了主办单位的名称？",
                    en="Does the account's public verification state the sponsor's name?",
                ),
            )
        )
    ),
    message=Text(
        zh="没有认证，或者认证的不是主办单位。",
        en="The account is not verified, or not in its sponsor's name.",
    ),
    remedy=Text(
        zh="以主办单位的名称办理平台认证。",
        en="Have the platform verify the account in the sponsor's name.",
    ),
    explanation=Text(
        zh="查过没有认证的(登记为空)、认证的是公司而主办单位不是公司的，不符合；"
        "写有主办单位全称或规范简称的，符合；其余由人判断，无人答复为“未能判定”。只有地名或职责不算写明："
        "马坝中学不是马坝镇人民政府。移动客户端没有平台认证，不适用。",
        en="It fails where somebody looked and found no verification (recorded as empty), and where"
        " a company is verified and the sponsor is none. It passes where the sponsor's full or"
        " regular short name is stated. Otherwise a person judges, and until then it is"
        " undetermined. A place or a duty alone states nobody: 马坝中学, a school, is not"
        " 马坝镇人民政府. Apps have no verification, and it does not apply to them.",
    ),
)

_ROWS: Final = unit.accounts.where(IS_OPEN_ACCOUNT_OF_UNIT)

SAME_NAME_ON_PLATFORMS: Final = Rule(
    id="opinion-2018/same-name-on-platforms",
    title=Text(
        zh="同一单位在不同平台的账号原则上同名",
        en="In principle a unit's accounts on different platforms bear one name",
    ),
    cites=(INSTRUMENT.provision("4.1.10"),),
    force=Force.DEFEASIBLE,
    subject=Subject.UNIT,
    scope=SCOPE,
    # Different platforms are two at least: no number of the text's, nor one to be overridden.
    applies=_ROWS.distinct(peer.platform) >= 2,
    requires=(_ROWS.distinct(peer.name_key) <= 1)
    | (
        (
            _ROWS.distinct(peer.name_stem)
            <= Param(
                "stems",
                2,
                unit="name",
                source="文件没有说差多少算不同名；两种叫法由人判断，三种以上一定不同名，取2种。 / The text"
                " does not say how different is different; two names are for a person to judge,"
                " three certainly differ: 2.",
                minimum=1,
            )
        )
        & unit.answers(
            question(
                "accounts-bear-one-name",
                Text(
                    zh="本单位在不同平台的账号名称是否可视为一致？",
                    en="Can the names of the unit's accounts on different platforms be taken for"
                    " the same?",
                ),
            )
        )
    ),
    message=Text(
        zh="不同平台的账号共有{value}个名称。",
        en="Names of the accounts on different platforms: {value}.",
    ),
    remedy=Text(
        zh="统一各平台的账号名称，办理变更备案；确需不同的，按程序取得同意并记录。",
        en="Give the accounts one name and file the change; where they have to differ, obtain and"
        " record the consent to it.",
    ),
    explanation=Text(
        zh="繁简、全半角、空格、标点和表情的差别不算。“官方”“微博”一类字样有无之差，以及总共只有两种叫法的"
        "(如海安市公安局与海安公安微警务)，由人判断，不直接判为不符合；三种以上的不符合。"
        "移动客户端、小程序和“其他”平台不计。例外须有批准的记录。",
        en="Script, width, spaces, punctuation and emoji make no difference. Names that differ by"
        " words such as 官方 or 微博, and two names in all (as 海安市公安局 beside 海安公安微警务), are"
        " for a person to judge and no failure by themselves; three or more are. Apps, mini"
        " programs and “other” platforms are left out. An exception has to be granted on record.",
    ),
)

OPENING_FILED: Final = Rule(
    id="opinion-2018/opening-filed",
    title=Text(zh="账号开设须备案", en="The account's opening is filed"),
    cites=(INSTRUMENT.provision("4.1.13"),),
    force=Force.OBLIGATION,
    scope=SCOPE,
    applies=~account.is_closed,
    requires=account.filed.has("opening"),
    message=Text(zh="没有开设备案。", en="The account's opening was never filed."),
    remedy=Text(
        zh="向主管单位补办开设备案。", en="File the opening with the supervising unit after all."
    ),
    explanation=Text(
        zh="没有人查过备案的为“未能判定”，查过而没有的不符合。文件施行前开设、仍在运行的账号也须备案，"
        "因为分级备案管的是现有的全部账号。",
        en="Where nobody looked for filings it is undetermined; where somebody looked and found none,"
        " it fails. Accounts opened before the Opinion and still running are to be filed too, since"
        " graded filing is about all the accounts there are.",
    ),
)

CLOSING_FILED: Final = Rule(
    id="opinion-2018/closing-filed",
    title=Text(zh="账号关停、注销须备案", en="The account's closing is filed"),
    cites=(INSTRUMENT.provision("4.1.13"),),
    force=Force.OBLIGATION,
    scope=SCOPE,
    # The Opinion does not reach back to closings from before its first day.
    applies=account.is_closed & (account.closed_at >= FIRST_INSTANT),
    requires=account.filed.has_any("closing", "deregistration"),
    message=Text(
        zh="没有关停或注销备案。", en="Neither its closing nor a deregistration was filed."
    ),
    remedy=Text(
        zh="向主管单位补办关停或注销备案。",
        en="File the closing or the deregistration with the supervising unit after all.",
    ),
    explanation=Text(
        zh="关停备案、注销备案有一项即可。没有人查过备案的，或关停时间无记录的，为“未能判定”；"
        "文件施行前关停的不适用。",
        en="Either filing is enough. Where nobody looked for filings, or the day of the closing is"
        " not on record, it is undetermined; it does not apply to a closing before the Opinion.",
    ),
)

RULES: Final[tuple[Rule, ...]] = (
    NAME_CONCISE,
    NAME_TIED_TO_DUTIES,
    VERIFICATION_NAMES_SPONSOR,
    SAME_NAME_ON_PLATFORMS,
    OPENING_FILED,
    CLOSING_FILED,
)
"""The rules of clauses 4.1.8, 4.1.9, 4.1.10 and 4.1.13, in that order."""
