"""辽政办公开〔2019〕15号: how often Liaoning has its cities inspect."""

from __future__ import annotations

from typing import Final

from govmedia_rules.law.instruments import Document, Force, Instrument
from govmedia_rules.law.local.clauses import clause
from govmedia_rules.text import Text

__all__ = ["LIAONING_2019"]

_DOCUMENT: Final = Document(
    id="liaoning-2019",
    number="辽政办公开〔2019〕15号",
    title=Text(
        zh="辽宁省印发政府网站与政务新媒体检查指标、监管工作年度考核指标的通知",
        en="Liaoning's notice with its indicators for inspecting government websites and new media",
    ),
    issuer=Text(
        zh="辽宁省人民政府办公厅",
        en="General Office of the People's Government of Liaoning Province",
    ),
    issued_on=None,
    in_force_on="2019-12-31",
    dating=Text(
        zh="只知道是2019年的文件，以当年最后一天为第一天，此前是否施行不作断言。",
        en="It is known to be of 2019; the last day of that year stands for its first, and nothing"
        " is said of the days before.",
    ),
)

_INSPECTION: Final = Text(zh="监督检查", en="Inspection")

LIAONING_2019: Final = Instrument(
    document=_DOCUMENT,
    provisions=(
        clause(
            _DOCUMENT,
            "每月抽查",
            _INSPECTION,
            Text(zh="各市每个月抽查一次。", en="Cities sample the accounts every month."),
            Force.OBLIGATION,
        ),
        clause(
            _DOCUMENT,
            "抽查比例",
            _INSPECTION,
            Text(
                zh="各市每次抽查的账号不少于一半。",
                en="Cities sample at least half of the accounts.",
            ),
            Force.OBLIGATION,
        ),
    ),
)
"""What Liaoning adds to the Opinion."""
