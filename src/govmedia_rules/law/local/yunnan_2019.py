"""云政办规〔2019〕6号: Yunnan's measures for government new media."""

from __future__ import annotations

from typing import Final

from govmedia_rules.law.instruments import CheckKind, Document, Force, Instrument
from govmedia_rules.law.local.clauses import clause
from govmedia_rules.text import Text

__all__ = ["YUNNAN_2019"]

_DOCUMENT: Final = Document(
    id="yunnan-2019",
    number="云政办规〔2019〕6号",
    title=Text(
        zh="云南省政务新媒体管理办法",
        en="Yunnan's Measures for the Administration of Government New Media",
    ),
    issuer=Text(
        zh="云南省人民政府办公厅",
        en="General Office of the People's Government of Yunnan Province",
    ),
    issued_on="2019-08-03",
    in_force_on="2019-08-03",
    dating=Text(
        zh="日期见于公开转载；没有见到另定的施行日期，以印发之日为第一天。",
        en="Dated by public reprints; no other first day was seen than the day it was issued.",
    ),
)

_OPENING: Final = Text(zh="开设", en="Opening")
_CHANGE: Final = Text(zh="变更、停用和注销", en="Change, suspension and deregistration")

YUNNAN_2019: Final = Instrument(
    document=_DOCUMENT,
    provisions=(
        clause(
            _DOCUMENT,
            "内设机构",
            _OPENING,
            Text(
                zh="不得用内设机构的名义开设。",
                en="No account is opened in the name of an internal office.",
            ),
            Force.PROHIBITION,
        ),
        clause(
            _DOCUMENT,
            "活动和专项工作",
            _OPENING,
            Text(
                zh="不为一次活动或者一项专项工作另开账号。",
                en="No account is opened for an event or a special campaign.",
            ),
            Force.PROHIBITION,
        ),
        clause(
            _DOCUMENT,
            "领导决定",
            _CHANGE,
            Text(
                zh="注销先由单位领导决定。",
                en="A deregistration is decided by the unit's leaders.",
            ),
            Force.OBLIGATION,
            CheckKind.ATTEST,
        ),
        clause(
            _DOCUMENT,
            "备案",
            _CHANGE,
            Text(
                zh="注销要备案。",
                en="A deregistration is filed.",
            ),
            Force.OBLIGATION,
        ),
        clause(
            _DOCUMENT,
            "公告期",
            _CHANGE,
            Text(
                zh="注销要公告，公告不少于15个工作日。",
                en="A deregistration is announced publicly for at least 15 working days.",
            ),
            Force.OBLIGATION,
        ),
        clause(
            _DOCUMENT,
            "变更和停用",
            _CHANGE,
            Text(
                zh="变更和停用，同样由领导决定，同样要备案和公告。",
                en="The same holds for a change and for a suspension: decided, filed, announced.",
            ),
            Force.OBLIGATION,
            unchecked_because=Text(
                zh="何时变更、停用没有登记，无从判断当时有没有照办。",
                en="When a change or a suspension happened is not on record, so whether it was done"
                " by the rules cannot be told.",
            ),
        ),
    ),
)
"""What Yunnan adds to the Opinion."""
