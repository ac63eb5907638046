"""How the Opinion has content reviewed, sourced and looked after (4.2.1 to 4.2.10)."""

from __future__ import annotations

from functools import partial
from typing import Final

from govmedia_rules.law.instruments import CheckKind, Force, Provision
from govmedia_rules.law.opinion_2018.document import DOCUMENT
from govmedia_rules.text import Text

__all__ = ["PROVISIONS"]

_content = partial(
    Provision,
    document=DOCUMENT,
    heading=Text(zh="内容保障", en="Safeguarding content"),
)

PROVISIONS: Final = (
    _content(
        number="4.2.1",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.DATA}),
        paraphrase=Text(
            zh="一律先审后发，按级别和类别来审，由谁审、怎么审都要事先定好。",
            en=(
                "Everything is reviewed before it is published (先审后发), by grade and by class,"
                " with reviewers and procedure laid down."
            ),
        ),
    ),
    _content(
        number="4.2.2",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.DATA}),
        paraphrase=Text(
            zh="审核要逐一过五关：政治、法律、政策、保密、文字。",
            en="A review passes five gates: politics, law, policy, secrecy and wording.",
        ),
    ),
    _content(
        number="4.2.3",
        force=Force.DEFEASIBLE,
        checks=frozenset({CheckKind.DATA}),
        paraphrase=Text(
            zh="转载的来源通常限于党委网站、政府网站和主管部门指定的稿源；“原则上”的措辞容许例外。",
            en=(
                "Reposts should normally come only from party and government sites and from"
                " sources designated by the competent departments; the wording “in principle”"
                " (原则上) allows exceptions."
            ),
        ),
    ),
    _content(
        number="4.2.4",
        force=Force.PROHIBITION,
        checks=frozenset({CheckKind.SCREEN}),
        paraphrase=Text(
            zh="未经许可，谁都不能借账号表达自己的看法、主张或者情绪。",
            en="No personal views, opinions or moods may be published without authority.",
        ),
    ),
    _content(
        number="4.2.5",
        force=Force.PROHIBITION,
        checks=frozenset({CheckKind.SCREEN}),
        paraphrase=Text(
            zh="账号里不能有商业广告，也不能放通往广告页面的链接。",
            en="No commercial advertising and no links to advertising pages.",
        ),
    ),
    _content(
        number="4.2.6",
        force=Force.RECOMMENDATION,
        checks=frozenset({CheckKind.DATA}),
        paraphrase=Text(
            zh="鼓励多做原创，让原创占到更大的份额；份额多大，文件没有写明。",
            en=(
                "Encourages original work and a larger share of it. How large, the document does"
                " not say."
            ),
        ),
    ),
    _content(
        number="4.2.7",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.ATTEST}),
        paraphrase=Text(
            zh="要发的内容牵涉别的单位的工作时，须先与该单位商量妥当再发。",
            en=(
                "Where a post touches another unit's work, the sponsor coordinates with that unit"
                " before publishing."
            ),
        ),
    ),
    _content(
        number="4.2.8",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.ATTEST, CheckKind.DATA}),
        paraphrase=Text(
            zh="主办单位要排班值守、经常查看，让账号上的信息不过时、不出错、有权威。",
            en=(
                "The sponsor keeps a duty roster and monitors the account, so that its information"
                " is timely, accurate and authoritative."
            ),
        ),
    ),
    _content(
        number="4.2.9",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.DATA}),
        paraphrase=Text(
            zh="违法有害的内容一经发现就要立刻处置；碰到重大舆情，要转给负责的部门。",
            en=(
                "Unlawful or harmful information is dealt with at once when found; major"
                " public-opinion incidents are passed on to the departments concerned."
            ),
        ),
    ),
    _content(
        number="4.2.10",
        force=Force.OBLIGATION,
        checks=frozenset({CheckKind.DATA}),
        paraphrase=Text(
            zh="账号要做互联网新闻或者网络视听业务的，须持有相应的资质。",
            en=(
                "An account that provides internet news or audio-visual services holds the"
                " qualification for them."
            ),
        ),
    ),
)
"""What may be published, who looks at it first, and who looks after it."""
