"""The Opinion's preamble, general requirements and division of duties (0.1 to 2.4)."""

from __future__ import annotations

from functools import partial
from typing import Final

from govmedia_rules.law.instruments import CheckKind, Force, Provision
from govmedia_rules.law.opinion_2018.document import DOCUMENT
from govmedia_rules.text import Text

__all__ = ["PROVISIONS"]

_preamble = partial(
    Provision,
    document=DOCUMENT,
    heading=Text(zh="引言", en="Preamble"),
)
_requirements = partial(
    Provision,
    document=DOCUMENT,
    heading=Text(zh="总体要求", en="General requirements"),
)
_duties = partial(
    Provision,
    document=DOCUMENT,
    heading=Text(zh="明确工作职责", en="Making clear who is responsible"),
)

PROVISIONS: Final = (
    _preamble(
        number="0.1",
        force=Force.CONTEXT,
        checks=frozenset({CheckKind.NONE}),
        paraphrase=Text(
            zh="点出要纠正的毛病：有的账号沦为“僵尸”或一直“睡眠”，有的言论出格，有的既不互动也不提供服务。",
            en=(
                "Names the failings it is aimed at: zombie and sleeping accounts, outrageous"
                " remarks, and accounts that neither interact nor serve."
            ),
        ),
        unchecked_because=Text(
            zh="这里只交代为何发文，没有给任何单位或账号设定义务。",
            en="It says why the document was issued and lays no duty on any unit or account.",
        ),
    ),
    _requirements(
        number="1.1–1.3",
        force=Force.CONTEXT,
        checks=frozenset({CheckKind.NONE}),
        paraphrase=Text(
            zh="定下指导思想、2022年要达到的目标和四项原则：方向要正、从需求出发、彼此联通、不断创新。",
            en=(
                "Sets the guiding thought, the goals for 2022 and four principles: right"
                " orientation, led by demand, interconnected, innovative."
            ),
        ),
        unchecked_because=Text(
            zh="这里讲的是方向和全国的目标，单个账号或单位的事实证明不了它是否做到。",
            en=(
                "It sets a direction and nationwide goals; no fact about a single account or unit"
                " could show them kept or broken."
            ),
        ),
    ),
    _duties(
        number="2.1",
        force=Force.CONTEXT,
        checks=frozenset({CheckKind.DATA}),
        paraphrase=Text(
            zh="划定谁受约束：开设者是行政机关、有行政职能的事业单位或者它们的内设机构，其第三方平台账号、应用和自建的移动客户端都在范围内。",
            en=(
                "Defines who is bound: accounts and applications on third-party platforms, and"
                " self-built apps, that were opened by administrative organs, by public"
                " institutions with administrative functions, or by the internal offices of either."
            ),
        ),
    ),
    _duties(
        number="2.2",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.ATTEST}),
        paraphrase=Text(
            zh="约束主管单位：对所管的政务新媒体，既要推动、指导，也要统筹协调并加以监督。",
            en=(
                "Binds supervising units (主管单位): they promote, guide, coordinate and supervise"
                " the government new media in their charge."
            ),
        ),
    ),
    _duties(
        number="2.3",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.DATA}),
        paraphrase=Text(
            zh="谁开设、谁主办：开设账号的单位就是主办单位，规划、投入、健康运行和安全都由它负责。",
            en=(
                "The unit that opens an account is its sponsor (主办单位) and answers for its"
                " planning, its resources, its healthy running and its security."
            ),
        ),
    ),
    _duties(
        number="2.4",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.DATA, CheckKind.ATTEST}),
        paraphrase=Text(
            zh="日常运维可以外包，但责任并不随之转移，仍由主办单位承担。",
            en=(
                "Daily operation may be contracted out, but the responsibility does not go with"
                " it: the sponsor still bears it."
            ),
        ),
    ),
)
"""What the Opinion is for, whom it binds, and who answers for an account."""
