"""Accounts alike in function, little followed and little used (4.1.11)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from attrs import define, field, frozen

from govmedia_rules.conditions.logic import Truth3
from govmedia_rules.consolidation.gaps import Gaps
from govmedia_rules.consolidation.standings import Standing
from govmedia_rules.consolidation.thresholds import Thresholds

__all__ = ["Likeness", "Match"]

_Pool: TypeAlias = tuple[str, str]
_Rank: TypeAlias = tuple[bool, int, float, str]


@frozen(kw_only=True, eq=False)
class Match:
    """
    Whether an account is alike to a stronger one.

    Parameters:
        to: the stronger account, or None.

        share: the share of the account's functions that the stronger one has too.

        gaps: the facts whose lack leaves it open; empty when it is settled.
    """

    to: Standing | None = None
    share: float | None = None
    gaps: Gaps = field(factory=Gaps)


def _rank(standing: Standing) -> _Rank:
    """Return what accounts are ordered by; less is stronger. One order for all, so no circles."""
    account = standing.account
    return (
        account.is_main is not True,
        -(account.followers or 0),
        -(standing.publishing.mean_reads or 0.0),
        account.id,
    )


@define(eq=False)
class _Members:
    """The accounts of one pool that could take over, by what they offer and where they live."""

    strongest: dict[tuple[frozenset[str], str], Standing] = field(factory=dict)
    count: int = 0
    gaps: Gaps = field(factory=Gaps)

    def add(self, standing: Standing) -> None:
        self.count += 1
        account = standing.account
        if account.functions is None:
            self.gaps.add("account.functions", account.id)
        if account.followers is None:
            self.gaps.add("account.followers", account.id)
        if account.functions is None or account.followers is None:
            return
        key = account.functions, account.platform
        best = self.strongest.get(key)
        if best is None or _rank(standing) < _rank(best):
            self.strongest[key] = standing


@define(eq=False)
class Likeness:
    """
    The accounts among which likeness is looked for: those of one unit, or of one region.

    Parameters:
        thresholds: the numbers to go by.

        region: the region within which accounts of different units are compared, or None.
    """

    thresholds: Thresholds
    region: str | None
    _pools: defaultdict[_Pool, _Members] = field(factory=lambda: defaultdict(_Members), init=False)

    @classmethod
    def among(
        cls, standings: Iterable[Standing], thresholds: Thresholds, region: str | None
    ) -> Likeness:
        """Return the likeness among *standings*, all of which have a sponsor."""
        likeness = cls(thresholds, region)
        for standing in standings:
            if standing.can_take_over:
                for pool in likeness._pools_of(standing):
                    likeness._pools[pool].add(standing)
        return likeness

    def _pools_of(self, standing: Standing) -> Iterator[_Pool]:
        lineage = standing.lineage
        if lineage is None or lineage.body_id is None:
            return
        yield "unit", lineage.body_id
        if self.region is not None and lineage.lies_in(self.region):
            yield "region", self.region

    def match_for(self, standing: Standing) -> Match:
        """Return whether *standing* is to be merged into a stronger account alike to it."""
        account, publishing = standing.account, standing.publishing
        is_little_followed: Truth3 = (
            None
            if account.followers is None
            else account.followers < self.thresholds.number("few_followers")
        )
        if is_little_followed is False or publishing.is_little_used is False:
            return Match()
        pools = [
            pool
            for key in self._pools_of(standing)
            if (pool := self._pools.get(key)) is not None
            and pool.count > int(standing.can_take_over)
        ]
        if not pools or account.functions == frozenset():
            return Match()
        gaps = Gaps()
        if is_little_followed is None:
            gaps.add("account.followers", account.id)
        if publishing.is_little_used is None:
            gaps |= publishing.use_gaps
        if account.functions is None:
            gaps.add("account.functions", account.id)
        if gaps:
            return Match(gaps=gaps)
        best = min(
            (
                (other.account.platform != account.platform, _rank(other), share, other)
                for pool in pools
                for other, share in self._alike(standing, pool)
            ),
            key=lambda found: found[:2],
            default=None,
        )
        if best is not None:
            return Match(to=best[3], share=best[2])
        for pool in pools:
            gaps |= pool.gaps
        return Match(gaps=gaps)

    def _alike(self, standing: Standing, pool: _Members) -> Iterator[tuple[Standing, float]]:
        mine = standing.account.functions or frozenset()
        for (functions, _), other in pool.strongest.items():
            share = len(mine & functions) / len(mine)
            is_alike = share >= self.thresholds.number("shared_functions")
            if is_alike and _rank(other) < _rank(standing):
                yield other, share
