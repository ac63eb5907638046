"""What a report says of a row that it has no finding for: gone, or did nobody look?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from attrs import frozen

from govmedia_rules.findings import Fate, Outcome, Report, RuleRun, fingerprint_of
from govmedia_rules.law import Severity
from govmedia_rules.models import Message, Portfolio, Post, Subject
from govmedia_rules.reports.ledger import LedgerRow, Recheck
from govmedia_rules.text import Text

__all__ = ["UNDECIDED", "Answer", "Rechecks"]

UNDECIDED: Final = frozenset({Outcome.UNDETERMINED, Outcome.ERROR})
"""The outcomes that leave open whether a rule fails."""


class Answer(NamedTuple):
    """What a report says of a row, and why where that needs a word."""

    recheck: Recheck
    note: Text | None = None


_RULE_NOT_RUN: Final = Answer(
    Recheck.NOT_RECHECKED, Text(zh="本次未运行该规则", en="the rule was not run")
)
_ALTERED: Final = Answer(
    Recheck.NOT_RECHECKED,
    Text(
        zh="规则标识或对象标识与指纹不符，无从核对",
        en="rule id or subject id do not agree with the fingerprint",
    ),
)
_INCOMPLETE: Final = Answer(
    Recheck.NOT_RECHECKED,
    Text(zh="报告未列出该规则的全部问题", en="the report does not list all findings of the rule"),
)
_NOT_THERE: Final = Answer(
    Recheck.NOT_RECHECKED,
    Text(zh="对象不在本次检查的数据中", en="the subject is not in the data of this audit"),
)
_NOT_TOLD: Final = Answer(
    Recheck.NOT_RECHECKED,
    Text(
        zh="报告未列出所查的单位、信息和留言，须提供数据",
        en="reports do not list units, posts and messages; the portfolio is needed",
    ),
)
_JUDGED_NOBODY: Final = Answer(
    Recheck.NOT_RECHECKED, Text(zh="该规则本次未判断任何对象", en="the rule judged no subject")
)
_NOT_IN_FORCE: Final = Answer(
    Recheck.NOT_APPLICABLE,
    Text(zh="规则在监测时间点未生效", en="the rule is not in force at the monitoring moment"),
)
_REMOVED: Final = Answer(
    Recheck.NOT_APPLICABLE, Text(zh="该信息已删除", en="the post has been removed")
)
_BINDS_NOBODY: Final = Answer(
    Recheck.NOT_APPLICABLE,
    Text(zh="该规则本次对所有未出问题的对象均不适用", en="the rule bound none that did not fail"),
)
_NO_VETO: Final = Answer(
    Recheck.NOT_APPLICABLE,
    Text(zh="该账号未纳入检查，单项否决不适用", en="not inspected: no veto applies to the account"),
)
_AMONG_OPEN: Final = Answer(
    Recheck.UNDETERMINED,
    Text(
        zh="该账号有若干对象未能判定，报告未逐一列出",
        en="some of the account's subjects are undetermined; the report does not name them",
    ),
)
_PASSES: Final = Answer(Recheck.GONE, Text(zh="本次检查符合", en="the rule passes"))
_UNBOUND: Final = Answer(
    Recheck.NOT_APPLICABLE,
    Text(zh="该规则现在不适用于该对象", en="the rule does not bind the subject now"),
)
_PASSES_OR_UNBOUND: Final = Answer(
    Recheck.GONE,
    Text(
        zh="本次检查符合，或该规则已不适用；报告未逐一说明",
        en="the rule passes, or no longer binds it; the report does not say which",
    ),
)

# What an audit says of findings that it was asked to follow up.
_OF_FATES: Final[Mapping[Fate, Answer]] = {
    Fate.PASSES: _PASSES,
    Fate.NOT_APPLICABLE: _UNBOUND,
    Fate.UNDETERMINED: _AMONG_OPEN,
    Fate.DELETED: _REMOVED,
}


@frozen(eq=False)
class Rechecks:
    """
    Answers for one report what has become of the rows of an earlier ledger.

    Parameters:
        report: the report.

        units: the ids of the units that were judged, or None when nobody said.

        rows: of the posts and messages that the earlier ledger names, those in the data,
            by kind and id; None when nobody supplied the data.

        runs: how the rules fared, by id.

        accounts: the ids of the accounts that existed.

        not_inspected: the ids of those to which no veto applied.

        undecided: the rules that are open for something of an account, with its id.

        incomplete: the rules of which the report lists less than it counts.
    """

    report: Report
    units: frozenset[str] | None
    rows: Mapping[tuple[Subject, str], Post | Message] | None
    runs: Mapping[str, RuleRun]
    accounts: frozenset[str]
    not_inspected: frozenset[str]
    undecided: frozenset[tuple[str, str | None]]
    incomplete: frozenset[str]

    @classmethod
    def of(
        cls, report: Report, portfolio: Portfolio | None, earlier: Iterable[LedgerRow]
    ) -> Rechecks:
        """
        Return what answers for *report*.

        Parameters:
            report: the report.

            portfolio: what was audited, or None.

            earlier: the rows that it will be asked about.
        """
        units = None
        if portfolio is not None and portfolio.units is not None:
            units = frozenset(unit.id for unit in portfolio.units)
        return cls(
            report=report,
            units=units,
            rows=None if portfolio is None else _named_rows(portfolio, earlier),
            runs={run.rule_id: run for run in report.rules},
            accounts=frozenset((*report.inspected, *report.not_inspected)),
            not_inspected=frozenset(report.not_inspected),
            undecided=frozenset(
                (finding.rule_id, finding.subject.account_id)
                for finding in report.findings
                if finding.outcome in UNDECIDED
            ),
            incomplete=_incompletely_listed(report),
        )

    def of_row(self, row: LedgerRow) -> Answer:
        """Return what the report says of *row*, for which it has no finding."""
        if not _is_identified(row):
            return _ALTERED
        run = self.runs.get(row.rule_id)
        if run is None:
            return _RULE_NOT_RUN
        if row.rule_id in self.incomplete:
            return _INCOMPLETE
        if not run.is_in_force:
            return _NOT_IN_FORCE
        return self._followed_up(row) or self._of_subject(row) or self._of_run(row, run)

    def _followed_up(self, row: LedgerRow) -> Answer | None:
        """Return what the audit itself says of the row, where it followed it up."""
        follow_up = self.report.follow_up
        if follow_up is None:
            return None
        item = follow_up.by_fingerprint.get(row.fingerprint)
        return None if item is None else _OF_FATES.get(item.fate)

    def _of_subject(self, row: LedgerRow) -> Answer | None:
        """Return what follows from the subject alone: that it was not there, or is no more."""
        match row.subject_kind:
            case Subject.ACCOUNT:
                return None if row.subject_id in self.accounts else _NOT_THERE
            case Subject.UNIT:
                if self.units is None:
                    return _NOT_TOLD
                return None if row.subject_id in self.units else _NOT_THERE
            case Subject.POST | Subject.MESSAGE:
                return self._of_listed_row(row.subject_kind, row.subject_id)
            case None:
                return _ALTERED

    def _of_listed_row(self, kind: Subject, subject_id: str) -> Answer | None:
        if self.rows is None:
            return _NOT_TOLD
        there = self.rows.get((kind, subject_id))
        if there is None or there.account_id not in self.accounts:
            return _NOT_THERE
        at = there.published_at if isinstance(there, Post) else there.received_at
        if at is not None and at > self.report.as_of:
            return _NOT_THERE
        if isinstance(there, Post) and there.deleted_at is not None:
            return _REMOVED if there.deleted_at <= self.report.as_of else None
        return None

    def _of_run(self, row: LedgerRow, run: RuleRun) -> Answer:
        if run.subject in {Subject.POST, Subject.MESSAGE}:
            # Undetermined ones of one account are folded into one finding.
            there = None if self.rows is None else self.rows.get((run.subject, row.subject_id))
            account_id = row.account_id if there is None else there.account_id
            if (run.rule_id, account_id) in self.undecided:
                return _AMONG_OPEN
        judged = run.passed + run.failed + run.undetermined + run.not_applicable + run.errors
        if judged == 0:
            return _JUDGED_NOBODY
        if run.passed == 0:
            return _BINDS_NOBODY
        is_veto_on_account = run.severity is Severity.VETO and row.subject_kind is Subject.ACCOUNT
        if is_veto_on_account and row.subject_id in self.not_inspected:
            return _NO_VETO
        return _PASSES if run.not_applicable == 0 else _PASSES_OR_UNBOUND


def _named_rows(
    portfolio: Portfolio, earlier: Iterable[LedgerRow]
) -> dict[tuple[Subject, str], Post | Message]:
    """Return the posts and messages that *earlier* names; there may be millions of others."""
    named = {(row.subject_kind, row.subject_id) for row in earlier}
    found: dict[tuple[Subject, str], Post | Message] = {}
    for post in portfolio.posts or ():
        if (Subject.POST, post.id) in named:
            found[Subject.POST, post.id] = post
    for message in portfolio.messages or ():
        if (Subject.MESSAGE, message.id) in named:
            found[Subject.MESSAGE, message.id] = message
    return found


def _incompletely_listed(report: Report) -> frozenset[str]:
    """Return the rules of which the report counts more than its findings list."""
    failed: Counter[str] = Counter()
    undecided: Counter[str] = Counter()
    for finding in report.findings:
        if finding.outcome is Outcome.FAIL:
            failed[finding.rule_id] += 1
        elif finding.outcome in UNDECIDED:
            undecided[finding.rule_id] += finding.count
    return frozenset(
        run.rule_id
        for run in report.rules
        if failed[run.rule_id] < run.failed
        or undecided[run.rule_id] < run.undetermined + run.errors
    )


def _is_identified(row: LedgerRow) -> bool:
    """Return whether the ids of *row* are still those that its fingerprint was made of."""
    kind = row.subject_kind
    return kind is not None and (
        fingerprint_of(row.rule_id, kind, row.subject_id) == row.fingerprint
    )
