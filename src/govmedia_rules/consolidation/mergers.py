"""
Which account goes into which: by record, by platform, by likeness.

Every account leads to at most one other, and following these leads always ends: an
account on record as taking over is never part of a circle; the others of a unit's
accounts on a platform lead to the one that remains; and one that is merged for likeness
leads to a stronger one, by an order that holds for all.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import define, evolve, field, frozen

from govmedia_rules.consolidation.elections import Election, elect
from govmedia_rules.consolidation.gaps import Gaps
from govmedia_rules.consolidation.likeness import Likeness, Match
from govmedia_rules.consolidation.proposals import Ground
from govmedia_rules.consolidation.standings import Standing
from govmedia_rules.consolidation.surveys import Survey

__all__ = ["Lead", "Mergers", "Succession"]


@frozen(kw_only=True)
class Lead:
    """
    Where one account goes, one step.

    Parameters:
        to: the id of the account that takes over.

        ground: why.
    """

    to: str
    ground: Ground


@frozen(kw_only=True, eq=False)
class Succession:
    """
    What comes of the account that the records name as the successor.

    Parameters:
        named: its id, as recorded.

        to: the id of the account that takes over in fact, or None.

        gaps: what has to be known before it can be said.
    """

    named: str
    to: str | None = None
    gaps: Gaps = field(factory=Gaps)


@define(eq=False)
class Mergers:
    """
    All leads in a survey.

    Parameters:
        survey: the survey.

        region: the region within which accounts of different units are compared, or None.

        leads: where an account goes, by its id.

        successions: what comes of the successor on record, by the account's id.

        elections: which account remains, by unit and platform.

        matches: whether an account is alike to a stronger one, by its id.

        crowds: the accounts among which one remains, by unit and platform.

        excepted: the ids of those that a waiver lets stay beside another.
    """

    survey: Survey
    region: str | None
    leads: dict[str, Lead] = field(factory=dict, init=False)
    successions: dict[str, Succession] = field(factory=dict, init=False)
    elections: dict[tuple[str, str], Election] = field(factory=dict, init=False)
    matches: dict[str, Match] = field(factory=dict, init=False)
    crowds: dict[tuple[str, str], list[Standing]] = field(factory=dict, init=False)
    excepted: set[str] = field(factory=set, init=False)
    _ends: dict[str, str] = field(factory=dict, init=False)

    @classmethod
    def of(cls, survey: Survey, region: str | None) -> Mergers:
        """Return the leads in *survey*."""
        mergers = cls(survey, region)
        mergers._by_record()
        mergers._by_platform()
        mergers._by_likeness()
        return mergers

    def end_of(self, account_id: str) -> str:
        """Return the account in which following the leads from *account_id* ends; maybe itself."""
        passed: list[str] = []
        while account_id in self.leads and account_id not in self._ends:
            passed.append(account_id)
            account_id = self.leads[account_id].to
        end = self._ends.get(account_id, account_id)
        self._ends.update(dict.fromkeys(passed, end))
        return end

    def taken_over_by(self) -> Mapping[str, list[str]]:
        """Return for each account the ids of those that are to be merged into it."""
        found: dict[str, list[str]] = {}
        for account_id in sorted(self.leads):
            found.setdefault(self.end_of(account_id), []).append(account_id)
        return found

    def _by_record(self) -> None:
        for standing in self.survey.judged:
            named = standing.account.successor_id
            if named is not None and named != standing.id:
                self.successions[standing.id] = self._succession(standing, named)
        found = {of: each.to for of, each in self.successions.items() if each.to is not None}
        circles = _in_circles(found)
        for account_id, to in found.items():
            if account_id not in circles:
                self.leads[account_id] = Lead(to=to, ground=Ground.FUNCTIONS_MOVED)

    def _succession(self, standing: Standing, named: str) -> Succession:
        """Follow the records past accounts that cannot take over themselves."""
        seen, next_id = {standing.id}, named
        while next_id not in seen:
            seen.add(next_id)
            other = self.survey.standings.get(next_id)
            if other is None:
                return Succession(named=named, gaps=Gaps({"account": [next_id]}))
            if other.status is None:
                return Succession(named=named, gaps=Gaps({"account.status": [next_id]}))
            if other.can_take_over:
                return Succession(named=named, to=next_id)
            if other.account.successor_id is None:
                break
            next_id = other.account.successor_id
        return Succession(named=named)

    def _by_platform(self) -> None:
        for shelf, members in self.survey.shelves.items():
            crowd = self.crowds[shelf] = [each for each in members if each.is_judged]
            staying = [each for each in crowd if each.id not in self.leads]
            able = [each for each in staying if each.can_take_over]
            candidates = [each for each in able if each.is_sponsored] or [
                each for each in able if each.publishing.is_silent is False
            ]
            if not candidates:
                continue
            election = elect(candidates)
            gaps = election.gaps | Gaps(
                {"account.status": [each.id for each in members if each.status is None]}
            )
            for lineage in {each.account.unit_id: each.lineage for each in crowd}.values():
                gaps |= Gaps() if lineage is None else lineage.gaps
            election = self.elections[shelf] = evolve(election, gaps=gaps)
            for each in staying:
                if each is election.main:
                    continue
                if each.is_sponsored and self.survey.waiver_for(each) is not None:
                    self.excepted.add(each.id)
                    continue
                ground = Ground.ONE_PER_PLATFORM if each.is_sponsored else Ground.SPONSOR_GONE
                self.leads[each.id] = Lead(to=election.main.id, ground=ground)

    def _by_likeness(self) -> None:
        roots = [
            each
            for each in self.survey.judged
            if each.id not in self.leads and each.is_sponsored and not each.is_announced
        ]
        likeness = Likeness.among(roots, self.survey.thresholds, self.region)
        for each in roots:
            if self.is_open(each.id) or each.id in self.excepted:
                continue
            match = self.matches[each.id] = likeness.match_for(each)
            if match.to is not None:
                self.leads[each.id] = Lead(to=match.to.id, ground=Ground.ALIKE)

    def is_open(self, account_id: str) -> bool:
        """Return whether a successor is on record of which too little is known."""
        succession = self.successions.get(account_id)
        return succession is not None and bool(succession.gaps)


def _in_circles(leads: Mapping[str, str]) -> set[str]:
    """Return the accounts that following the leads leads back to."""
    circles, settled = set[str](), set[str]()
    for start in leads:
        path: dict[str, None] = {}
        next_id: str | None = start
        while next_id is not None and next_id not in settled and next_id not in path:
            path[next_id] = None
            next_id = leads.get(next_id)
        if next_id in path:
            passed = list(path)
            circles.update(passed[passed.index(next_id) :])
        settled.update(path)
    return circles
