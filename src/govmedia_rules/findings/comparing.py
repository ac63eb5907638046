"""Comparing two reports: matching their findings, and telling facts from rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, TypeAlias

from attrs import define, field
from pendulum import DateTime

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.findings.accounting import RuleRun
from govmedia_rules.findings.differences import (
    Cause,
    Change,
    Difference,
    ReportDiff,
    RuleChange,
    RuleDifference,
)
from govmedia_rules.findings.finding import Finding, Outcome
from govmedia_rules.findings.follow_ups import Fate, FollowUp
from govmedia_rules.law import Severity
from govmedia_rules.models import Subject

__all__ = ["check_order", "compared"]

_CAUSES: Mapping[RuleChange, Cause] = {
    RuleChange.ADDED: Cause.RULE_ADDED,
    RuleChange.REMOVED: Cause.RULE_REMOVED,
    RuleChange.CHANGED: Cause.RULE_CHANGED,
    RuleChange.INTO_FORCE: Cause.INTO_FORCE,
    RuleChange.OUT_OF_FORCE: Cause.OUT_OF_FORCE,
    RuleChange.UNKNOWN: Cause.UNKNOWN,
}


class _Compared(Protocol):
    """What of a report a comparison looks at."""

    @property
    def as_of(self) -> DateTime: ...
    @property
    def ruleset_id(self) -> str: ...
    @property
    def ruleset_fingerprint(self) -> str: ...
    @property
    def findings(self) -> tuple[Finding, ...]: ...
    @property
    def rules(self) -> tuple[RuleRun, ...]: ...
    @property
    def inspected(self) -> tuple[str, ...]: ...
    @property
    def not_inspected(self) -> tuple[str, ...]: ...
    @property
    def follow_up(self) -> FollowUp | None: ...


def check_order(earlier_at: DateTime, later_at: DateTime) -> None:
    """
    Refuse to take a report for the earlier one that is the later one.

    Raises:
        InvalidValueError: when *earlier_at* is after *later_at*.
    """
    if earlier_at > later_at:
        raise InvalidValueError(
            owner="Report",
            owner_id=None,
            field="as_of",
            value=earlier_at.isoformat(),
            expected=f"a moment not after {later_at.isoformat()}, that of the later report;"
            " compare them the other way round",
        )


def compared(later: _Compared, earlier: _Compared, fingerprint: str) -> ReportDiff:
    """
    Return what changed from *earlier* to *later*.

    Parameters:
        later: the later report.

        earlier: the earlier report.

        fingerprint: the earlier report's, by which a follow-up of it is known.

    Raises:
        InvalidValueError: when *earlier* is the later one.
    """
    check_order(earlier.as_of, later.as_of)
    comparison = _Comparison(earlier, later, fingerprint)
    return ReportDiff(
        earlier_as_of=earlier.as_of,
        later_as_of=later.as_of,
        earlier_ruleset_id=earlier.ruleset_id,
        later_ruleset_id=later.ruleset_id,
        has_same_rules=comparison.has_same_rules,
        is_followed_up=comparison.follow_up is not None,
        rules=tuple(comparison.rule_differences()),
        differences=tuple(comparison.differences()),
    )


_Key: TypeAlias = tuple[str, int]


def _keyed(findings: Iterable[Finding]) -> dict[_Key, Finding]:
    """Return findings by fingerprint; one that occurs again in the same report is another."""
    seen: Counter[str] = Counter()
    keyed: dict[_Key, Finding] = {}
    for finding in findings:
        fingerprint = finding.fingerprint
        keyed[fingerprint, seen[fingerprint]] = finding
        seen[fingerprint] += 1
    return keyed


def _state(finding: Finding) -> tuple[Outcome, Severity, bool]:
    return finding.outcome, finding.severity, finding.is_suppressed


@define(eq=False)
class _Comparison:
    earlier: _Compared
    later: _Compared
    earlier_fingerprint: str
    has_same_rules: bool = field(init=False)
    follow_up: FollowUp | None = field(init=False)
    _runs_before: dict[str, RuleRun] = field(init=False)
    _runs_now: dict[str, RuleRun] = field(init=False)
    _known_before: frozenset[str] = field(init=False)
    _known_now: frozenset[str] = field(init=False)
    _idle_now: frozenset[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        earlier, later = self.earlier, self.later
        self.has_same_rules = earlier.ruleset_fingerprint == later.ruleset_fingerprint
        followed = later.follow_up
        is_of_this = (
            followed is not None and followed.report_fingerprint == self.earlier_fingerprint
        )
        self.follow_up = followed if is_of_this else None
        self._runs_before = {run.rule_id: run for run in earlier.rules}
        self._runs_now = {run.rule_id: run for run in later.rules}
        self._known_before = frozenset((*earlier.inspected, *earlier.not_inspected))
        self._known_now = frozenset((*later.inspected, *later.not_inspected))
        self._idle_now = frozenset(later.not_inspected)

    def rule_differences(self) -> Iterator[RuleDifference]:
        for rule_id, run in (self._runs_before | self._runs_now).items():
            change = self._change_of_rule(rule_id)
            if change is not None and change is not RuleChange.REMOVED:
                yield RuleDifference(rule_id=rule_id, title=run.title, change=change)
        for rule_id, run in self._runs_before.items():
            if rule_id not in self._runs_now:
                yield RuleDifference(rule_id=rule_id, title=run.title, change=RuleChange.REMOVED)

    def _change_of_rule(self, rule_id: str) -> RuleChange | None:
        before, now = self._runs_before.get(rule_id), self._runs_now.get(rule_id)
        if before is None:
            return RuleChange.ADDED
        if now is None:
            return RuleChange.REMOVED
        if before.is_in_force != now.is_in_force:
            return RuleChange.INTO_FORCE if now.is_in_force else RuleChange.OUT_OF_FORCE
        if self.has_same_rules:
            return None
        if before.fingerprint is None or now.fingerprint is None:
            return RuleChange.UNKNOWN
        return None if before.fingerprint == now.fingerprint else RuleChange.CHANGED

    def differences(self) -> Iterator[Difference]:
        before, now = _keyed(self.earlier.findings), _keyed(self.later.findings)
        for key, later in now.items():
            earlier = before.get(key)
            if earlier is None:
                yield Difference(change=Change.NEW, cause=self._cause_of_new(later), later=later)
            elif _state(earlier) == _state(later):
                yield Difference(change=Change.PERSISTING, earlier=earlier, later=later)
            else:
                yield Difference(
                    change=Change.CHANGED,
                    cause=self._cause(later.rule_id),
                    earlier=earlier,
                    later=later,
                )
        for key, earlier in before.items():
            if key not in now:
                yield self._gone(earlier)

    def _cause(self, rule_id: str) -> Cause:
        change = self._change_of_rule(rule_id)
        return Cause.FACTS if change is None else _CAUSES[change]

    def _cause_of_new(self, finding: Finding) -> Cause:
        cause = self._cause(finding.rule_id)
        account_id = finding.subject.account_id
        if cause in {Cause.RULE_ADDED, Cause.INTO_FORCE} or account_id is None:
            return cause
        return cause if account_id in self._known_before else Cause.SUBJECT_ADDED

    def _gone(self, earlier: Finding) -> Difference:
        followed = None
        if self.follow_up is not None:
            followed = self.follow_up.by_fingerprint.get(earlier.fingerprint)
        fate = self._fate(earlier) if followed is None else followed.fate
        cause: Cause | None = self._cause(earlier.rule_id)
        if fate is Fate.ABSENT:
            cause = Cause.SUBJECT_GONE
        elif fate is Fate.UNVERIFIED and cause is Cause.FACTS:
            # Perhaps nobody supplied the facts again.
            cause = None
        return Difference(
            change=Change.RESOLVED if fate is Fate.PASSES else Change.LAPSED,
            cause=cause,
            earlier=earlier,
            fate=fate,
            now=None if followed is None else followed.now,
        )

    def _fate(self, finding: Finding) -> Fate:
        """Return what became of a finding, as far as the reports alone tell."""
        run = self._runs_now.get(finding.rule_id)
        if run is None:
            return Fate.NOT_RUN
        if not run.is_in_force:
            return Fate.NOT_IN_FORCE
        account_id = finding.subject.account_id
        if account_id is None:
            return Fate.UNVERIFIED
        if account_id not in self._known_now:
            return Fate.ABSENT
        if run.severity is Severity.VETO and account_id in self._idle_now:
            return Fate.NOT_APPLICABLE
        # Of accounts there is one judgement each: what is no finding passed or does not
        # apply. Posts and messages may merely not have been supplied again.
        if run.subject is Subject.ACCOUNT:
            if run.not_applicable == 0:
                return Fate.PASSES
            if run.passed == 0:
                return Fate.NOT_APPLICABLE
        return Fate.UNVERIFIED
