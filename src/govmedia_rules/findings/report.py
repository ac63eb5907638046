"""Reports: every finding of one audit, and what was looked at to come to them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from attrs import frozen
from pendulum import DateTime

from govmedia_rules.errors import UnknownNameError
from govmedia_rules.findings.accounting import Exclusion, RuleRun, TableRead
from govmedia_rules.findings.comparing import compared
from govmedia_rules.findings.differences import ReportDiff
from govmedia_rules.findings.finding import Finding, Outcome
from govmedia_rules.findings.follow_ups import FollowUp
from govmedia_rules.law import Severity
from govmedia_rules.text import Text

__all__ = ["Report", "Verdict"]


class Verdict(StrEnum):
    """
    The inspection result of an account.

    *fails* (不合格): a veto failed. *passes* (合格): every veto that applies passed.
    *undetermined*: no veto failed, but some indicator nobody has looked at, or a
    rule crashed. *not_inspected*: no veto applies to the account, because it is
    closed or no veto rule was run.
    """

    PASSES = "passes"
    FAILS = "fails"
    UNDETERMINED = "undetermined"
    NOT_INSPECTED = "not_inspected"

    @property
    def label(self) -> Text:
        """The verdict as people write it."""
        match self:
            case Verdict.PASSES:
                return Text(zh="合格", en="passes")
            case Verdict.FAILS:
                return Text(zh="不合格", en="fails")
            case Verdict.UNDETERMINED:
                return Text(zh="未能判定", en="undetermined")
            case Verdict.NOT_INSPECTED:
                return Text(zh="未纳入检查", en="not inspected")


@frozen(kw_only=True)
class Report:
    """
    The result of one audit.

    Parameters:
        as_of: the monitoring moment (监测时间点).

        ruleset_id: the rule set's id.

        ruleset_fingerprint: the hash of the rule set's content.

        findings: every failure, open question and crash, in a fixed order: by account
            or unit, then as the rule set lists its rules, then by subject.

        rules: how each rule fared.

        tables: how much of each table was read.

        inspected: the ids of the accounts to which at least one veto applied.

        not_inspected: the ids of the other accounts that existed at the moment.

        accounts_without_unit: how many accounts name no sponsor, or one that the
            portfolio does not hold. Under rules about units they are undetermined,
            and they count for no unit.

        exclusions: whom the rules left out because their instrument does not bind them;
            scopes that left nobody out are not listed.

        notices: what the reader should know besides, such as a waiver that did nothing.

        follow_up: what became of the findings of an earlier report, where the audit was
            given one.
    """

    as_of: DateTime
    ruleset_id: str
    ruleset_fingerprint: str
    findings: tuple[Finding, ...]
    rules: tuple[RuleRun, ...]
    tables: tuple[TableRead, ...]
    inspected: tuple[str, ...] = ()
    not_inspected: tuple[str, ...] = ()
    accounts_without_unit: int = 0
    exclusions: tuple[Exclusion, ...] = ()
    notices: tuple[Text, ...] = ()
    follow_up: FollowUp | None = None

    @cached_property
    def fingerprint(self) -> str:
        """The hash of the moment, the rule set and whom it found what about, 16 hex digits."""
        digest = hashlib.sha256(f"{self.as_of.isoformat()}\0{self.ruleset_fingerprint}".encode())
        for finding in self.findings:
            digest.update(f"\0{finding.fingerprint} {finding.outcome}".encode())
        return digest.hexdigest()[:16]

    def diff(self, earlier: Report) -> ReportDiff:
        """
        Return what changed since an earlier report.

        Findings are matched by their fingerprint. One that is there no longer counts as
        resolved only when its rule is known to pass: the audit that made this report
        knows when it was given the earlier one (``audit(…, earlier=…)``); otherwise what
        the reports themselves say has to do, and the rest is told as unverified.

        Parameters:
            earlier: a report of the same portfolio as of an earlier moment, or of the
                same moment under other rules.

        Raises:
            InvalidValueError: when *earlier* is the later one.
        """
        return compared(self, earlier, earlier.fingerprint)

    @cached_property
    def verdicts(self) -> Mapping[str, Verdict]:
        """The verdict of every inspected account, by account id."""
        verdicts = dict.fromkeys(self.inspected, Verdict.PASSES)
        for finding in self.findings:
            account_id = finding.subject.account_id
            if finding.severity is not Severity.VETO or account_id is None:
                continue
            if finding.outcome is Outcome.FAIL and not finding.is_suppressed:
                verdicts[account_id] = Verdict.FAILS
            elif (
                finding.outcome in {Outcome.UNDETERMINED, Outcome.ERROR}
                and verdicts.get(account_id, Verdict.PASSES) is Verdict.PASSES
            ):
                verdicts[account_id] = Verdict.UNDETERMINED
        return MappingProxyType(verdicts)

    def verdict(self, account_id: str) -> Verdict:
        """
        Return the verdict of one account.

        Raises:
            UnknownNameError: when the report knows no such account.
        """
        verdict = self.verdicts.get(account_id)
        if verdict is not None:
            return verdict
        if account_id in self.not_inspected:
            return Verdict.NOT_INSPECTED
        raise UnknownNameError(
            "account", account_id, (*self.inspected, *self.not_inspected), where="in the report"
        )

    @property
    def has_failures(self) -> bool:
        """Whether any rule failed without a waiver."""
        return any(
            finding.outcome is Outcome.FAIL and not finding.is_suppressed
            for finding in self.findings
        )

    @property
    def has_errors(self) -> bool:
        """Whether any rule crashed."""
        return any(finding.outcome is Outcome.ERROR for finding in self.findings)

    @cached_property
    def missing(self) -> Mapping[str, int]:
        """
        The facts that kept rules from deciding: each fact with the number of rows on
        which it is missing, most missing first.

        A row whose fact several rules lack is counted once: per account or unit the
        rule that lacks the fact on most rows speaks for all.
        """
        most: dict[tuple[bool, str, str], int] = {}
        for finding in self.findings:
            subject = finding.subject
            for fact in finding.missing:
                # A unit may have the id of an account.
                is_unit = subject.account_id is None
                key = (is_unit, subject.account_id or subject.id, fact.fact)
                most[key] = max(most.get(key, 0), fact.count)
        counts: Counter[str] = Counter()
        for (_, _, name), count in most.items():
            counts[name] += count
        ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        return MappingProxyType(dict(ordered))

    def findings_of(self, subject_id: str) -> tuple[Finding, ...]:
        """Return the findings about the account or unit *subject_id*, its posts and messages included."""
        return tuple(
            finding
            for finding in self.findings
            if finding.subject.account_id == subject_id
            or (finding.subject.account_id is None and finding.subject.id == subject_id)
        )
