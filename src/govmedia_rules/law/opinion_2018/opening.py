"""How the Opinion has accounts opened, named, merged, filed and closed (4.1.1 to 4.1.14)."""

from __future__ import annotations

from functools import partial
from typing import Final

from govmedia_rules.law.instruments import CheckKind, Confidence, Force, Provision
from govmedia_rules.law.opinion_2018.document import DOCUMENT
from govmedia_rules.text import Text

__all__ = ["PROVISIONS"]

_opening = partial(
    Provision,
    document=DOCUMENT,
    heading=Text(zh="开设整合", en="Opening and consolidation"),
)

PROVISIONS: Final = (
    _opening(
        number="4.1.1",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.DATA}),
        confidence=Confidence.REPORT,
        paraphrase=Text(
            zh="约束县级及县级以上的地方政府和国务院各部门：它们都应当有自己的政务新媒体。",
            en=(
                "Binds people's governments at county level and above, and State Council"
                " departments: each should open government new media of its own."
            ),
        ),
    ),
    _opening(
        number="4.1.2",
        force=Force.RECOMMENDATION,
        checks=frozenset({CheckKind.NONE}),
        confidence=Confidence.REPORT,
        paraphrase=Text(
            zh="对其余单位是许可：工作上有需要的，可以按规范开设，不作要求。",
            en=(
                "Permits the remaining units to open accounts, in a regulated way, where their"
                " work needs it; it does not ask them to."
            ),
        ),
        unchecked_because=Text(
            zh="这是许可，开与不开都不违反；开设时要守的规范另由其他条款检查。",
            en=(
                "It is a permission, which opening and not opening both keep; the rules for doing"
                " so are checked under the other clauses."
            ),
        ),
    ),
    _opening(
        number="4.1.3",
        force=Force.DEFEASIBLE,
        checks=frozenset({CheckKind.DATA}),
        confidence=Confidence.REPORT,
        paraphrase=Text(
            zh="每个单位在每个平台上通常只应有一个账号；“原则上”的措辞给有理由的例外留了余地。",
            en=(
                "A unit should normally have a single account on any one platform; the wording"
                " “in principle” (原则上) leaves room for a justified exception."
            ),
        ),
    ),
    _opening(
        number="4.1.4",
        force=Force.RECOMMENDATION,
        checks=frozenset({CheckKind.DATA}),
        confidence=Confidence.REPORT,
        paraphrase=Text(
            zh="公众聚到哪个新平台，就鼓励单位到那里去开设账号。",
            en="Encourages units to open accounts on the new platforms where people gather.",
        ),
    ),
    _opening(
        number="4.1.5",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.DATA}),
        paraphrase=Text(
            zh="移动客户端要统筹规划、从严控制，不能每件事、每个单位都各建一个。",
            en="Apps are planned sparingly: not one app per matter, nor one per unit.",
        ),
    ),
    _opening(
        number="4.1.6",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.DATA}),
        paraphrase=Text(
            zh="移动客户端须完整支持 IPv6，并在各种终端上都运行良好。",
            en="Apps fully support IPv6 and run well on different terminals.",
        ),
    ),
    _opening(
        number="4.1.7",
        force=Force.RECOMMENDATION,
        checks=frozenset({CheckKind.DATA}),
        paraphrase=Text(
            zh="提倡先把主账号办强，再让各账号彼此配合，形成矩阵。",
            en=(
                "Encourages units to concentrate on a strong main account and to coordinate their"
                " accounts as a matrix."
            ),
        ),
    ),
    _opening(
        number="4.1.8",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.DATA}),
        paraphrase=Text(
            zh="账号的名字须简短、合乎规范，并看得出与主办单位的职责有关。",
            en="An account's name is concise and regular, and tied to the sponsor's duties.",
        ),
    ),
    _opening(
        number="4.1.9",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.DATA}),
        paraphrase=Text(
            zh="平台上公开的认证资料必须写出主办单位叫什么。",
            en="The public verification of an account states the sponsor's name.",
        ),
    ),
    _opening(
        number="4.1.10",
        force=Force.DEFEASIBLE,
        checks=frozenset({CheckKind.DATA}),
        paraphrase=Text(
            zh="同一主办单位在各平台的账号通常应叫同一个名字；“原则上”的措辞容许例外。",
            en=(
                "One sponsor's accounts on different platforms should normally bear the same name;"
                " the wording “in principle” (原则上) allows exceptions."
            ),
        ),
    ),
    _opening(
        number="4.1.11",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.DATA}),
        confidence=Confidence.REPORT,
        paraphrase=Text(
            zh="功能雷同、关注的人少、用得也少的账号，要清理、合并；多少算少，文件没有写明。",
            en=(
                "Accounts alike in function, little followed and little used are cleaned up and"
                " merged. How little, the document does not say."
            ),
        ),
    ),
    _opening(
        number="4.1.12",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.DATA}),
        confidence=Confidence.REPORT,
        paraphrase=Text(
            zh="实在维护不下去的账号，主办单位要果断关停，不能挂着不管。",
            en="An account that its sponsor really cannot maintain is resolutely closed.",
        ),
    ),
    _opening(
        number="4.1.13",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.DATA}),
        paraphrase=Text(
            zh="实行分级备案：账号新开、改动、停用和销号，主办单位每一步都要报主管单位备案。",
            en=(
                "Graded filing (分级备案): the sponsor files an account's opening, change, closing"
                " and deregistration with the supervising unit."
            ),
        ),
    ),
    _opening(
        number="4.1.14",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.DATA}),
        paraphrase=Text(
            zh="主办单位有了变动，比如合并、撤销或改名，账号就要尽快销号或改正资料，并让公众知道。",
            en=(
                "When the sponsor changes, as by merger, abolition or renaming, the account is"
                " deregistered or its data changed in time, and the public is told."
            ),
        ),
    ),
)
"""The life of an account, from the decision to open it to its deregistration."""
