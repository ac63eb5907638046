"""Rules of Hedong District of Linyi: filing within two working days, and what is not opened."""

from __future__ import annotations

from typing import Final

from govmedia_rules.law.instruments import Document, Force, Instrument
from govmedia_rules.law.local.clauses import clause
from govmedia_rules.law.local.undated import SEEN_ON, UNDATED
from govmedia_rules.text import Text

__all__ = ["LINYI_HEDONG"]

_DOCUMENT: Final = Document(
    id="linyi-hedong",
    number=None,
    title=Text(
        zh="临沂市河东区关于政务新媒体的规定",
        en="Rules of Hedong District, Linyi, on government new media",
    ),
    issuer=Text(zh="临沂市河东区", en="Hedong District, Linyi"),
    issued_on=None,
    in_force_on=SEEN_ON,
    dating=UNDATED,
)

_OPENING: Final = Text(zh="开设", en="Opening")

LINYI_HEDONG: Final = Instrument(
    document=_DOCUMENT,
    provisions=(
        clause(
            _DOCUMENT,
            "备案时限",
            Text(zh="备案", en="Filing"),
            Text(zh="要在2个工作日内备案。", en="Filing is made within 2 working days."),
            Force.OBLIGATION,
        ),
        clause(
            _DOCUMENT,
            "内设机构",
            _OPENING,
            Text(
                zh="内设机构不开账号。",
                en="No account is opened for an internal office.",
            ),
            Force.PROHIBITION,
        ),
        clause(
            _DOCUMENT,
            "专项工作",
            _OPENING,
            Text(
                zh="不为专项工作开账号。",
                en="No account is opened for a special campaign.",
            ),
            Force.PROHIBITION,
        ),
        clause(
            _DOCUMENT,
            "个人名义",
            _OPENING,
            Text(
                zh="不用个人名义开账号。",
                en="No account is opened in a person's name.",
            ),
            Force.PROHIBITION,
        ),
    ),
)
"""What Hedong District adds to the Opinion."""
