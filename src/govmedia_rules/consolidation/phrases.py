"""Phrases that the reasons are made of."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from pendulum import DateTime

from govmedia_rules.consolidation.elections import Basis
from govmedia_rules.consolidation.gaps import words_of
from govmedia_rules.consolidation.proposals import Fact
from govmedia_rules.findings import EvidenceValue
from govmedia_rules.law import OPINION_2018, Citation
from govmedia_rules.models import Account, Unit
from govmedia_rules.moments import day_of
from govmedia_rules.text import Text

__all__ = ["BASES", "PROVISIONAL", "called", "cites", "day_text", "fact", "unit_called"]


@cache
def cites(*numbers: str) -> tuple[Citation, ...]:
    """Return the citations of the Opinion's provisions *numbers*."""
    return tuple(OPINION_2018.provision(number).citation for number in numbers)


def fact(of: str, name: str, value: EvidenceValue) -> Fact:
    """Return the fact *name* about the row *of*."""
    return Fact(of=of, name=name, what=words_of(name), value=value)


def called(account: Account) -> str:
    """Return what an account is called in a sentence."""
    return account.id if account.name is None else f"“{account.name}”({account.id})"


def unit_called(unit: Unit) -> str:
    """Return what a unit is called in a sentence."""
    return unit.id if unit.name is None else f"“{unit.name}”({unit.id})"


def day_text(at: DateTime) -> str:
    """Return the day of a moment."""
    return day_of(at).isoformat()


BASES: Final[Mapping[Basis, Text]] = {
    Basis.ALONE: Text(
        zh="其余账号已记录由别的账号承接，或已停更、将关停",
        en="the others are on record as moved, or are silent or to be closed",
    ),
    Basis.DECLARED: Text(zh="它被记录为主账号", en="it is on record as the main account"),
    Basis.NAMED_AS_UNIT: Text(zh="它与单位同名", en="it bears the unit's name"),
    Basis.OWN: Text(
        zh="它由本单位直接开设，其余由内设机构开设",
        en="the unit itself opened it, its internal offices the others",
    ),
    Basis.FOLLOWERS: Text(zh="它的粉丝最多", en="it has the most followers"),
    Basis.POSTS: Text(zh="它发布的信息最多", en="it published the most posts"),
    Basis.READS: Text(zh="它的平均阅读数最高", en="its posts are read the most"),
    Basis.ID: Text(
        zh="没有事实可分高下，只是编号排在最前", en="no fact tells them apart; its id comes first"
    ),
}
"""Why one account of several remains."""

PROVISIONAL: Final = Text(
    zh="，因缺少数据，留哪一个只是暂定",
    en="; which one stays is provisional, for facts are missing",
)
"""What is added where that rests on a comparison for which facts are missing."""
