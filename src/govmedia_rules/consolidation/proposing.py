"""Proposing what to do with every account of a unit, a region or a portfolio."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from attrs import define, evolve, field

from govmedia_rules.consolidation.gaps import Gaps
from govmedia_rules.consolidation.mergers import Lead, Mergers
from govmedia_rules.consolidation.proposals import Action, Ground, Proposal, Reason
from govmedia_rules.consolidation.reasons import Reasons
from govmedia_rules.consolidation.standings import Standing
from govmedia_rules.consolidation.surveys import Survey
from govmedia_rules.consolidation.thresholds import Thresholds
from govmedia_rules.errors import InvalidValueError, UnknownNameError
from govmedia_rules.evaluation.subjects import account_ref
from govmedia_rules.models import Portfolio, Unit
from govmedia_rules.moments import moment
from govmedia_rules.rulesets.opinion_2018.opening import ONE_ACCOUNT_PER_PLATFORM
from govmedia_rules.text import Text

__all__ = ["propose"]

_DEFAULT: Final = Thresholds()


def propose(
    portfolio: Portfolio,
    *,
    as_of: str | datetime,
    unit_id: str | None = None,
    region: str | None = None,
    thresholds: Thresholds = _DEFAULT,
    one_account_rules: Collection[str] = (ONE_ACCOUNT_PER_PLATFORM.id,),
) -> tuple[Proposal, ...]:
    """
    Return what is proposed for each account: a recommendation to people, never a verdict.

    Every account that exists at the moment gets exactly one proposal, with the provisions
    and the facts it rests on and the facts that could change it. Facts that nobody recorded
    lead to no merger and no closing. The order of the portfolio's rows plays no part.

    Parameters:
        portfolio: the facts; those outside the unit or region are read too, as an account
            may move to one elsewhere.

        as_of: the moment, with its offset from UTC.

        unit_id: only the accounts of this unit, its internal offices, and the units that
            it succeeded.

        region: only the accounts of units in this region; accounts of different units in
            it are then compared as well (4.1.11).

        thresholds: the numbers to go by; none of them is in the law's text.

        one_account_rules: ids of rules that a unit have one account on a platform, that of
            the Opinion unless said otherwise; a waiver of one of them lets an account stay
            beside another.

    Returns:
        The proposals, by sponsor, platform and account.

    Raises:
        MomentError: when the moment is naive or unreadable.
        UnknownNameError: when the portfolio has no such unit or region.
        InvalidValueError: when both a unit and a region are given.
    """
    at = moment(as_of)
    _check_scope(portfolio, unit_id, region)
    survey = Survey.of(portfolio, at, thresholds, frozenset(one_account_rules))
    council = _Council(survey, Mergers.of(survey, region), Reasons(at, thresholds))
    chosen = [
        standing
        for standing in survey.standings.values()
        if _is_asked_for(standing, unit_id, region)
    ]
    return tuple(map(council.proposal, sorted(chosen, key=_place)))


def _place(standing: Standing) -> tuple[bool, str, str, str]:
    account = standing.account
    return account.unit_id is None, account.unit_id or "", account.platform, account.id


def _check_scope(portfolio: Portfolio, unit_id: str | None, region: str | None) -> None:
    if unit_id is not None and region is not None:
        raise InvalidValueError(
            owner="propose",
            owner_id=None,
            field="region",
            value=region,
            expected="None beside a unit_id; ask for a unit or for a region",
        )
    units = portfolio.units or ()
    if unit_id is not None:
        known = {unit.id for unit in units}
        known.update(account.unit_id for account in portfolio.accounts if account.unit_id)
        if unit_id not in known:
            raise UnknownNameError("unit", unit_id, sorted(known), where="in the portfolio")
    if region is not None:
        regions = {unit.region for unit in units if unit.region is not None}
        if region not in regions:
            raise UnknownNameError("region", region, sorted(regions), where="in the portfolio")


def _is_asked_for(standing: Standing, unit_id: str | None, region: str | None) -> bool:
    lineage = standing.lineage
    if unit_id is not None:
        return lineage is not None and unit_id in lineage.path
    if region is not None:
        return lineage is not None and lineage.lies_in(region)
    return True


@define(eq=False)
class _Council:
    """Settles on a proposal for each account of a survey."""

    survey: Survey
    mergers: Mergers
    say: Reasons
    _taken: Mapping[str, Sequence[str]] = field(init=False)
    _received: dict[str, list[str]] = field(factory=dict, init=False)
    _crowd_reasons: dict[tuple[str, str], Reason] = field(factory=dict, init=False)
    _ends: dict[str, Proposal] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self._taken = self.mergers.taken_over_by()
        for standing in self.survey.standings.values():
            successor = standing.account.successor_id
            if standing.is_closed and successor is not None:
                self._received.setdefault(successor, []).append(standing.id)

    def proposal(self, standing: Standing) -> Proposal:
        """Return the proposal for *standing*."""
        if standing.id in self.mergers.leads:
            return self._merger(standing)
        return self._end(standing)

    def _end(self, standing: Standing) -> Proposal:
        """Return the proposal for an account that is not to be merged; many may lead to it."""
        found = self._ends.get(standing.id)
        if found is None:
            found = self._ends[standing.id] = self._settled(standing)
        return found

    def _made(
        self,
        standing: Standing,
        action: Action,
        reasons: Sequence[Reason],
        gaps: Gaps | None = None,
        *,
        into: str | None = None,
        sponsor_id: str | None = None,
    ) -> Proposal:
        account, lineage = standing.account, standing.lineage
        units = () if lineage is None else lineage.units
        return Proposal(
            account=account_ref(account),
            platform=account.platform,
            unit_name=next((unit.name for unit in units if unit.id == account.unit_id), None),
            action=action,
            into=into,
            sponsor_id=sponsor_id,
            reasons=tuple(reasons),
            missing=() if gaps is None else gaps.as_facts(),
            is_done=standing.is_closed,
        )

    def _merger(self, standing: Standing) -> Proposal:
        lead, survey = self.mergers.leads[standing.id], self.survey
        reasons = list(self._why_merged(standing, lead))
        end = self._end(survey.standings[self.mergers.end_of(standing.id)])
        if end.action is Action.UNDECIDED:
            unclear = Text(
                zh=f"应由{end.account.id}承接，但它自身的去留还不能定。",
                en=f"{end.account.id} should take over, but what is to become of it cannot be"
                " said yet.",
            )
            made = self._made(standing, Action.UNDECIDED, [*reasons, self.say.unknown(unclear)])
            return evolve(made, missing=end.missing)
        if end.account.id != lead.to:
            reasons.append(self._onward(survey.standings[lead.to]))
        is_by_platform = lead.ground in {Ground.ONE_PER_PLATFORM, Ground.SPONSOR_GONE}
        gaps = None
        if is_by_platform and standing.shelf is not None:
            gaps = self.mergers.elections[standing.shelf].gaps
        elif lead.ground is Ground.ALIKE and standing.lineage is not None:
            gaps = standing.lineage.gaps
        return self._made(standing, Action.MERGE, reasons, gaps, into=end.account.id)

    def _why_merged(self, standing: Standing, lead: Lead) -> Iterator[Reason]:
        to, shelf = self.survey.standings[lead.to].account, standing.shelf
        if lead.ground is Ground.FUNCTIONS_MOVED:
            yield self.say.moved(standing, to)
        if lead.ground is Ground.ALIKE:
            yield self.say.alike(standing, self.mergers.matches[standing.id], to)
        if standing.lineage is not None and standing.lineage.gone is not None:
            yield self.say.sponsor_gone(standing, standing.lineage.gone)
        election = None if shelf is None else self.mergers.elections.get(shelf)
        if shelf is not None and election is not None and election.main.id == to.id:
            yield self._crowd_reason(standing, shelf)
        yield from self._notes(standing)

    def _crowd_reason(self, standing: Standing, shelf: tuple[str, str]) -> Reason:
        """Return the reason that all accounts of a unit on a platform share."""
        reason = self._crowd_reasons.get(shelf)
        if reason is None:
            crowd, election = self.mergers.crowds[shelf], self.mergers.elections[shelf]
            reason = self.say.one_per_platform(standing, crowd, election)
            self._crowd_reasons[shelf] = reason
        return reason

    def _onward(self, standing: Standing) -> Reason:
        """Return why the account that would take over is itself to be merged."""
        deciding = next(self._why_merged(standing, self.mergers.leads[standing.id]))
        zh = f"{standing.id}自身也将并入他处：{deciding.text.zh}"
        en = f"{standing.id} is itself to be merged: {deciding.text.en}"
        return evolve(deciding, text=Text(zh=zh, en=en))

    def _notes(self, standing: Standing) -> Iterator[Reason]:
        """Yield what bears on an account besides the reason that decides."""
        succession = self.mergers.successions.get(standing.id)
        if succession is not None and not self._is_followed(standing):
            yield self.say.not_followed(standing, succession)
        if standing.is_announced:
            yield self.say.announced(standing)
        if standing.publishing.is_silent:
            yield self.say.silent(standing)

    def _is_followed(self, standing: Standing) -> bool:
        lead = self.mergers.leads.get(standing.id)
        return lead is not None and lead.ground is Ground.FUNCTIONS_MOVED

    def _settled(self, standing: Standing) -> Proposal:
        if standing.is_closed:
            return self._done(standing)
        if not standing.is_in_force:
            return self._made(standing, Action.KEEP, [self.say.not_in_force()])
        if standing.is_outside:
            return self._made(standing, Action.KEEP, [self.say.out_of_scope(standing)])
        if standing.status is None:
            unclear = Text(
                zh="没有人记录它是否还在运行。", en="Nobody recorded whether it still runs."
            )
            gaps = Gaps({"account.status": [standing.id]})
            return self._undecided(standing, unclear, gaps)
        if standing.is_announced:
            return self._made(standing, Action.CLOSE, list(self._notes_announced_first(standing)))
        gone = None if standing.lineage is None else standing.lineage.gone
        if gone is not None:
            return self._without_sponsor(standing, gone)
        notes = list(self._notes(standing))
        if standing.publishing.is_silent:
            notes.sort(key=lambda reason: reason.ground is not Ground.SILENT)
            return self._made(standing, Action.CLOSE, notes)
        if self.mergers.is_open(standing.id):
            unclear = Text(
                zh="功能是否已有账号承接，还不能定。",
                en="Whether another account has taken over cannot be said yet.",
            )
            gaps = self.mergers.successions[standing.id].gaps
            return self._undecided(standing, unclear, gaps, before=notes)
        has_taken_over = standing.id in self._taken or standing.id in self._received
        if standing.lineage is None and not has_taken_over:
            unclear = Text(zh="没有人记录它的主办单位。", en="Nobody recorded its sponsor.")
            gaps = Gaps({"account.unit_id": [standing.id]}) | standing.publishing.silence_gaps
            return self._undecided(standing, unclear, gaps, before=notes)
        return self._kept(standing, notes)

    def _done(self, standing: Standing) -> Proposal:
        successor = standing.account.successor_id
        into = None if successor == standing.id else successor
        action = Action.CLOSE if into is None else Action.MERGE
        return self._made(standing, action, [self.say.closed(standing)], into=into)

    def _undecided(
        self, standing: Standing, why: Text, gaps: Gaps, *, before: Sequence[Reason] = ()
    ) -> Proposal:
        reasons = [*before, self.say.unknown(why)]
        return self._made(standing, Action.UNDECIDED, reasons, gaps)

    def _notes_announced_first(self, standing: Standing) -> Iterator[Reason]:
        notes = list(self._notes(standing))
        yield from sorted(notes, key=lambda each: each.ground is not Ground.CLOSING_ANNOUNCED)
        if standing.lineage is not None and standing.lineage.gone is not None:
            yield self.say.sponsor_gone(standing, standing.lineage.gone)

    def _without_sponsor(self, standing: Standing, gone: Unit) -> Proposal:
        publishing, lineage = standing.publishing, standing.lineage
        reasons = [self.say.sponsor_gone(standing, gone), *self._notes(standing)]
        if publishing.is_silent:
            return self._made(standing, Action.CLOSE, reasons)
        body_id = None if lineage is None else lineage.body_id
        gaps = publishing.silence_gaps
        if lineage is not None and body_id is None:
            gaps |= lineage.gaps
        if self.mergers.is_open(standing.id):
            gaps |= self.mergers.successions[standing.id].gaps
        if gaps or body_id is None:
            unclear = Text(
                zh="是注销、并入还是变更主办单位，还不能定。",
                en="Whether to deregister it, to merge it or to change its sponsor cannot be said"
                " yet.",
            )
            return self._undecided(standing, unclear, gaps, before=reasons)
        reasons.extend(self._taking_over(standing))
        return self._made(standing, Action.CHANGE_SPONSOR, reasons, sponsor_id=body_id)

    def _taking_over(self, standing: Standing) -> Iterator[Reason]:
        if taken := self._taken.get(standing.id):
            yield self.say.taking_over(standing, taken)
        if received := self._received.get(standing.id):
            yield self.say.took_over(standing, received)

    def _kept(self, standing: Standing, notes: Sequence[Reason]) -> Proposal:
        account, lineage = standing.account, standing.lineage
        gaps = Gaps() | standing.publishing.silence_gaps
        if lineage is None:
            gaps.add("account.unit_id", account.id)
        else:
            gaps |= lineage.gaps
        if match := self.mergers.matches.get(account.id):
            gaps |= match.gaps
        reasons, is_main = self._place_among_others(standing, gaps)
        reasons.extend([*self._taking_over(standing), *notes])
        if standing.publishing.is_little_used:
            reasons.append(self.say.little_used(standing))
        renaming = self._renaming(standing, gaps)
        if renaming is None:
            action = Action.KEEP_MAIN if is_main else Action.KEEP
            return self._made(standing, action, reasons, gaps)
        body_id = None if lineage is None else lineage.body_id
        changed = [renaming, *reasons]
        return self._made(standing, Action.CHANGE_SPONSOR, changed, gaps, sponsor_id=body_id)

    def _place_among_others(self, standing: Standing, gaps: Gaps) -> tuple[list[Reason], bool]:
        """Return why the account is kept on its platform, and whether as the main one."""
        account, shelf = standing.account, standing.shelf
        is_main = account.is_main is True
        if shelf is None:
            if account.platform == "other":
                gaps.add("account.platform", account.id)
            return [self.say.kept(standing, is_only_one=False)], is_main
        members = self.survey.shelves[shelf]
        gaps.add("account.status", *(each.id for each in members if each.status is None))
        election = self.mergers.elections.get(shelf)
        if election is None or len(self.mergers.crowds[shelf]) == 1:
            is_only_one = account.is_main is not False
            return [self.say.kept(standing, is_only_one=is_only_one)], is_main or is_only_one
        reason = self._crowd_reason(standing, shelf)
        if election.main is standing:
            for fact, ids in election.gaps.items():
                gaps.add(fact, *ids)
            return [reason], True
        waiver = self.survey.waiver_for(standing)
        return [reason] if waiver is None else [
            self.say.excepted(standing, waiver),
            reason,
        ], is_main

    def _renaming(self, standing: Standing, gaps: Gaps) -> Reason | None:
        """Return why the registered data has to change after a renaming; note what is unknown."""
        lineage, verified = standing.lineage, standing.account.verified_body
        if lineage is None or lineage.renamed is None:
            return None
        if lineage.body is None or lineage.body.name is None:
            gaps.add("unit.name", lineage.body_id or lineage.renamed.id)
            return None
        if verified is None:
            gaps.add("account.verified_body", standing.id)
            return None
        if verified == lineage.body.name:
            return None
        return self.say.sponsor_renamed(standing, lineage.renamed, lineage.body)
