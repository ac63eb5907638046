"""The identity of the 2018 Opinion on government new media."""

from __future__ import annotations

from typing import Final

from govmedia_rules.law.instruments import Document
from govmedia_rules.text import Text

__all__ = ["DOCUMENT"]

DOCUMENT: Final = Document(
    id="opinion-2018",
    number="国办发〔2018〕123号",
    title=Text(
        zh="国务院办公厅关于推进政务新媒体健康有序发展的意见",
        en=(
            "Opinion of the General Office of the State Council on Promoting the Healthy and"
            " Orderly Development of Government New Media"
        ),
    ),
    issuer=Text(zh="国务院办公厅", en="General Office of the State Council"),
    issued_on="2018-12-07",
    published_on="2018-12-27",
    in_force_on="2018-12-07",
)
"""The Opinion, which binds from the day it is dated, before it was published."""
