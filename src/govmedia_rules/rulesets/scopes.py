"""Whom the built-in rules bind: government new media, as the Opinion defines it (2.1)."""

from __future__ import annotations

from typing import Final

from govmedia_rules.conditions import unit
from govmedia_rules.law import OPINION_2018
from govmedia_rules.rules import Scope
from govmedia_rules.text import Text

__all__ = ["GOVERNMENT_NEW_MEDIA"]

GOVERNMENT_NEW_MEDIA: Final = Scope(
    id="opinion-2018/government-new-media",
    title=Text(
        zh="行政机关、承担行政职能的事业单位及其内设机构开设的政务新媒体",
        en="new media opened by administrative organs, public institutions with administrative"
        " functions, and their internal offices",
    ),
    # An account under audit is taken to be government new media unless its sponsor is known
    # not to be one of these: asking to know it first would leave every check undetermined that
    # a publishing system makes without a register of units.
    binds=(unit.kind.is_missing() | ~unit.kind.is_in("party_body", "other"))
    & (
        unit.kind.is_missing()
        | (unit.kind != "institution")
        | unit.has_administrative_functions.is_missing()
        | unit.has_administrative_functions
    ),
    cites=(OPINION_2018.provision("2.1"),),
)
"""Organs of the Party, companies, and institutions without administrative functions are outside."""
