"""Which facts are missing on which rows, added up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import nsmallest
from typing import Final

from govmedia_rules.conditions import Table, field_named
from govmedia_rules.conditions.words import describe_table
from govmedia_rules.consolidation.proposals import MOST_IDS, UnknownFact
from govmedia_rules.text import Text

__all__ = ["Gaps", "words_of"]

_OTHER_WORDS: Final = {
    "posts": describe_table(Table.POSTS),
    "account": Text(zh="该账号的记录", en="the record of that account"),
    "unit": Text(zh="该单位的记录", en="the record of that unit"),
    "unit.status_changed_on": Text(zh="单位变动日期", en="day on which the unit changed"),
    "accounts_on_platform": Text(
        zh="本单位在该平台的账号数", en="accounts of the unit on the platform"
    ),
    "last_published_at": Text(zh="最近一次发布", en="last publication"),
    "posts_in_use_window": Text(zh="考察期内发布的信息数", en="posts in the days measured"),
    "mean_reads": Text(zh="平均阅读数", en="average reads"),
    "shared_functions": Text(zh="相同功能的占比", en="share of functions in common"),
    "name_key": Text(zh="名称与单位相同", en="named as the unit is"),
    "waiver": Text(zh="豁免文件", en="paper that grants the waiver"),
    "merged_accounts": Text(zh="将并入的账号数", en="accounts to be merged into it"),
}


def words_of(fact: str) -> Text:
    """Return a fact's name in words."""
    return _OTHER_WORDS.get(fact) or field_named(fact).spec.words


class Gaps:
    """
    Facts that are missing, each with the ids of the rows that lack it.

    Parameters:
        of: the gaps to begin with, by fact.
    """

    def __init__(self, of: Mapping[str, Iterable[str]] | None = None) -> None:
        self._ids: dict[str, frozenset[str]] = {}
        self._facts: tuple[UnknownFact, ...] | None = None
        for fact, ids in (of or {}).items():
            self.add(fact, *ids)

    def add(self, fact: str, *ids: str) -> None:
        """Add that the rows *ids* lack *fact*."""
        if ids:
            self._facts = None
            self._ids[fact] = self._ids.get(fact, frozenset()) | frozenset(ids)

    def __or__(self, other: Gaps) -> Gaps:
        """Return the gaps of both."""
        joined = Gaps(self._ids)
        for fact, ids in other.items():
            joined.add(fact, *ids)
        return joined

    def __bool__(self) -> bool:
        """Return whether anything is missing."""
        return bool(self._ids)

    def items(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Yield each fact with the ids that lack it."""
        yield from self._ids.items()

    def as_facts(self) -> tuple[UnknownFact, ...]:
        """Return what is missing for a proposal, in order of fact."""
        if self._facts is None:
            # Kept, because all accounts of a large unit may lack the same.
            self._facts = tuple(
                UnknownFact(
                    fact=fact,
                    what=words_of(fact),
                    ids=tuple(nsmallest(MOST_IDS, ids)),
                    ids_total=len(ids),
                )
                for fact, ids in sorted(self._ids.items())
            )
        return self._facts
