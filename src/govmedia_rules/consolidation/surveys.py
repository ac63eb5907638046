"""A portfolio surveyed for consolidation: every account's standing, and who shares a platform."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from attrs import frozen
from pendulum import DateTime

from govmedia_rules.consolidation.standings import (
    Standing,
    lineage_of,
    publishing_of,
)
from govmedia_rules.consolidation.thresholds import Thresholds
from govmedia_rules.evaluation.index import PortfolioIndex
from govmedia_rules.law import OPINION_2018
from govmedia_rules.models import Portfolio, Waiver
from govmedia_rules.moments import day_of

__all__ = ["Survey"]


@frozen(kw_only=True, eq=False)
class Survey:
    """
    Every account that exists at a moment, as it stands then.

    Parameters:
        as_of: the moment.

        thresholds: the numbers to go by.

        standings: the accounts, by id and in order of id.

        shelves: the accounts not known to be closed, by the unit that answers for them now
            and by platform.

        waivers: the waivers that hold for having several accounts on a platform.
    """

    as_of: DateTime
    thresholds: Thresholds
    standings: Mapping[str, Standing]
    shelves: Mapping[tuple[str, str], list[Standing]]
    waivers: tuple[Waiver, ...]

    @classmethod
    def of(
        cls,
        portfolio: Portfolio,
        as_of: DateTime,
        thresholds: Thresholds,
        one_account_rules: Collection[str],
    ) -> Survey:
        """Return the survey of *portfolio* as of *as_of*."""
        index = PortfolioIndex.of(portfolio, as_of)
        citation = OPINION_2018.provision("4.1.3").citation
        is_in_force = citation.is_in_force_on(day_of(as_of))
        lineages = {
            unit_id: lineage_of(unit_id, index.units, as_of)
            for unit_id in {account.unit_id for account in index.accounts}
            if unit_id is not None
        }
        standings: dict[str, Standing] = {}
        shelves: defaultdict[tuple[str, str], list[Standing]] = defaultdict(list)
        for account in sorted(index.accounts, key=lambda each: each.id):
            has_all = account.has_all_posts
            told_at = account.closing_announced_at
            standing = Standing(
                account=account,
                status=account.status_at(as_of),
                lineage=None if account.unit_id is None else lineages[account.unit_id],
                publishing=publishing_of(
                    account,
                    index.posts_of(account.id),
                    has_all=portfolio.posts is not None if has_all is None else has_all,
                    as_of=as_of,
                    thresholds=thresholds,
                ),
                is_announced=told_at is not None and told_at <= as_of,
                is_in_force=is_in_force,
            )
            standings[account.id] = standing
            if standing.shelf is not None and not standing.is_closed:
                shelves[standing.shelf].append(standing)
        return cls(
            as_of=as_of,
            thresholds=thresholds,
            standings=standings,
            shelves=shelves,
            waivers=tuple(_valid(portfolio.waivers or (), one_account_rules, as_of)),
        )

    @property
    def judged(self) -> list[Standing]:
        """The accounts for which there is something to decide, in order of id."""
        return [standing for standing in self.standings.values() if standing.is_judged]

    def waiver_for(self, standing: Standing) -> Waiver | None:
        """Return the waiver by which *standing* may stay beside another account, or None."""
        for waiver in self.waivers:
            if waiver.account_id is not None:
                if waiver.account_id == standing.id:
                    return waiver
            elif standing.lineage is not None and waiver.unit_id in standing.lineage.path:
                return waiver
        return None


def _valid(
    waivers: Iterable[Waiver], rule_ids: Collection[str], as_of: DateTime
) -> Iterable[Waiver]:
    for waiver in sorted(waivers, key=lambda each: each.id):
        if waiver.rule_id in rule_ids and waiver.is_valid_at(as_of):
            yield waiver
