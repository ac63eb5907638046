"""鄂政办发〔2021〕11号: Hubei's measures for government new media."""

from __future__ import annotations

from typing import Final

from govmedia_rules.law.instruments import CheckKind, Document, Force, Instrument
from govmedia_rules.law.local.clauses import clause
from govmedia_rules.text import Text

__all__ = ["HUBEI_2021"]

_DOCUMENT: Final = Document(
    id="hubei-2021",
    number="鄂政办发〔2021〕11号",
    title=Text(
        zh="湖北省政务新媒体管理办法(试行)",
        en="Hubei's Measures for the Administration of Government New Media (Trial)",
    ),
    issuer=Text(
        zh="湖北省人民政府办公厅",
        en="General Office of the People's Government of Hubei Province",
    ),
    issued_on="2021-02-06",
    in_force_on="2021-02-06",
    dating=Text(
        zh="日期见于公开转载；没有见到另定的施行日期，以印发之日为第一天。",
        en="Dated by public reprints; no other first day was seen than the day it was issued.",
    ),
)

_CONTENT: Final = Text(zh="内容发布", en="Content")
_CONDUCT: Final = Text(zh="减轻负担", en="Burdens")

HUBEI_2021: Final = Instrument(
    document=_DOCUMENT,
    provisions=(
        clause(
            _DOCUMENT,
            "备案时限",
            Text(zh="备案", en="Filing"),
            Text(
                zh="开设、关停、注销，都要在5个工作日内备案。",
                en="Opening, closing and deregistration are filed within 5 working days.",
            ),
            Force.OBLIGATION,
        ),
        clause(
            _DOCUMENT,
            "变更备案",
            Text(zh="备案", en="Filing"),
            Text(
                zh="变更也要在5个工作日内备案。",
                en="A change is filed within 5 working days too.",
            ),
            Force.OBLIGATION,
            unchecked_because=Text(
                zh="何时变更没有登记，只登记了何时备案，数不出用了几个工作日。",
                en="When a change happened is not on record, only when it was filed; so the working"
                " days between cannot be counted.",
            ),
        ),
        clause(
            _DOCUMENT,
            "转载来源",
            _CONTENT,
            Text(zh="转载要写明来源。", en="A repost names its source."),
            Force.OBLIGATION,
        ),
        clause(
            _DOCUMENT,
            "转载原意",
            _CONTENT,
            Text(
                zh="转载不得改动标题的原意和内容的意思。",
                en="A repost leaves title and meaning unaltered.",
            ),
            Force.PROHIBITION,
            CheckKind.SCREEN,
        ),
        clause(
            _DOCUMENT,
            "购买粉丝",
            _CONDUCT,
            Text(zh="不许买粉丝。", en="No followers are bought."),
            Force.PROHIBITION,
            CheckKind.SCREEN,
        ),
        clause(
            _DOCUMENT,
            "强制要求",
            _CONDUCT,
            Text(
                zh="不许逼人下载、点赞或者转发。",
                en="Nobody is forced to download, like or forward.",
            ),
            Force.PROHIBITION,
            CheckKind.SCREEN,
        ),
        clause(
            _DOCUMENT,
            "办事条件",
            _CONDUCT,
            Text(
                zh="办事不许以下载或者关注为前提。",
                en="No service is made conditional on downloading or following.",
            ),
            Force.PROHIBITION,
            CheckKind.SCREEN,
        ),
    ),
)
"""What Hubei adds to the Opinion."""
