"""Waivers: which failures a documented exception suppresses, and which waivers did nothing."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from types import MappingProxyType

from attrs import define, evolve, field
from pendulum import DateTime

from govmedia_rules.evaluation.index import named_in
from govmedia_rules.findings import Finding, Outcome, Suppression
from govmedia_rules.law import Force
from govmedia_rules.models import Portfolio, Waiver
from govmedia_rules.rules import RuleSet
from govmedia_rules.text import Text

__all__ = ["WaiverBook", "suppression_by"]


@define(eq=False)
class WaiverBook:
    """
    The waivers of a portfolio in one audit.

    A waiver suppresses the failure of a defeasible rule for the account or unit it was
    granted to, from the moment it is valid and before it expires. Of several, the one that
    has been valid longest does, in whatever order they were recorded.
    """

    ruleset: RuleSet
    as_of: DateTime
    _valid: dict[str, list[Waiver]] = field(factory=dict, init=False)
    _idle: list[tuple[Waiver, Text]] = field(factory=list, init=False)
    _used: set[str] = field(factory=set, init=False)

    @classmethod
    def of(cls, portfolio: Portfolio, ruleset: RuleSet, as_of: DateTime) -> WaiverBook:
        """Return the book for one audit of a portfolio."""
        if not portfolio.waivers:
            return cls(ruleset, as_of)
        accounts, units = named_in(portfolio)
        return cls.holding(portfolio.waivers, accounts, units, ruleset, as_of)

    @classmethod
    def holding(
        cls,
        waivers: Iterable[Waiver],
        accounts: Container[str | None],
        units: Container[str | None],
        ruleset: RuleSet,
        as_of: DateTime,
    ) -> WaiverBook:
        """Return the book that holds *waivers*, given the ids of all accounts and units."""
        book = cls(ruleset, as_of)
        for waiver in sorted(waivers, key=lambda each: (each.valid_from_at, each.id)):
            fault = book._fault(waiver, accounts, units)
            if fault is None:
                book._valid.setdefault(waiver.rule_id, []).append(waiver)
            else:
                book._idle.append((waiver, fault))
        return book

    def _fault(
        self, waiver: Waiver, accounts: Container[str | None], units: Container[str | None]
    ) -> Text | None:
        if waiver.rule_id not in self.ruleset:
            return Text(
                zh=f"本次未运行规则{waiver.rule_id}", en=f"rule {waiver.rule_id} was not run"
            )
        if self.ruleset.rule(waiver.rule_id).force is not Force.DEFEASIBLE:
            return Text(
                zh=f"规则{waiver.rule_id}不是“原则上”的规定，不得豁免",
                en=f"rule {waiver.rule_id} is strict and admits no waiver",
            )
        if not waiver.is_valid_at(self.as_of):
            if self.as_of < waiver.valid_from_at:
                return Text(zh="尚未生效", en="it is not yet valid")
            return Text(zh="已经失效", en="it has expired")
        if waiver.account_id is not None and waiver.account_id not in accounts:
            return Text(zh="名单中没有该账号", en="its account is not in the portfolio")
        if waiver.account_id is None and waiver.unit_id not in units:
            return Text(zh="名单中没有该单位", en="its unit is not in the portfolio")
        return None

    @property
    def valid(self) -> Mapping[str, Sequence[Waiver]]:
        """The waivers that can excuse something, by rule, in the order in which they are tried."""
        return MappingProxyType(self._valid)

    @property
    def is_empty(self) -> bool:
        """Whether no waiver can excuse anything."""
        return not self._valid

    def applied(self, finding: Finding) -> Finding:
        """Return *finding*, suppressed if it is a failure that a valid waiver excuses."""
        if finding.outcome is not Outcome.FAIL:
            return finding
        subject = finding.subject
        for waiver in self._valid.get(finding.rule_id, ()):
            # A waiver that names an account is for that account alone.
            granted = (
                waiver.account_id == subject.account_id
                if waiver.account_id is not None
                else waiver.unit_id == subject.unit_id
            )
            if granted:
                self._used.add(waiver.id)
                return evolve(finding, suppression=suppression_by(waiver))
        return finding

    def use(self, waiver_ids: Iterable[str]) -> None:
        """Take note that waivers excused something."""
        self._used.update(waiver_ids)

    def notices(self) -> tuple[Text, ...]:
        """Return what the reader should know of waivers that did nothing, in order of id."""
        idle = dict(self._idle_by_id())
        for waivers in self._valid.values():
            for waiver in waivers:
                if waiver.id not in self._used:
                    idle[waiver.id] = Text(
                        zh="没有需要豁免的问题", en="nothing failed that it excuses"
                    )
        return tuple(
            Text(
                zh=f"豁免{waiver_id}未起作用：{why.zh}。",
                en=f"Waiver {waiver_id} did nothing: {why.en}.",
            )
            for waiver_id, why in sorted(idle.items())
        )

    def _idle_by_id(self) -> list[tuple[str, Text]]:
        return [(waiver.id, why) for waiver, why in self._idle]


def suppression_by(waiver: Waiver) -> Suppression:
    """Return what a finding says of the waiver that excuses it."""
    return Suppression(
        waiver_id=waiver.id,
        authority=waiver.authority,
        document=waiver.document,
        reason=waiver.reason,
        expires_at=waiver.expires_at,
    )
