"""Following up an earlier report: what its findings come to now, though they are findings no more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import define, field
from pendulum import DateTime

from govmedia_rules.conditions.fields import Table
from govmedia_rules.conditions.interpreter import Row, Situation, exists
from govmedia_rules.evaluation.book import AuditBook
from govmedia_rules.evaluation.index import PortfolioIndex
from govmedia_rules.evaluation.plans import RulePlan
from govmedia_rules.evaluation.rows import interpreted_rows
from govmedia_rules.findings import Fate, Finding, FollowedUp, FollowUp, Outcome, Report
from govmedia_rules.models import Account, Subject
from govmedia_rules.rules import RuleSet

__all__ = ["followed_up"]

_FATES: Mapping[Outcome, Fate] = {
    Outcome.PASS: Fate.PASSES,
    Outcome.FAIL: Fate.FAILS,
    Outcome.UNDETERMINED: Fate.UNDETERMINED,
    Outcome.NOT_APPLICABLE: Fate.NOT_APPLICABLE,
    Outcome.ERROR: Fate.FAILS,
}

# What is said of several posts or messages that come to different things.
_GRAVEST_FIRST = (
    Outcome.FAIL,
    Outcome.ERROR,
    Outcome.UNDETERMINED,
    Outcome.PASS,
    Outcome.NOT_APPLICABLE,
)


def followed_up(
    report: Report, earlier: Report, ruleset: RuleSet, index: PortfolioIndex, limit: int
) -> FollowUp:
    """
    Return what became of the findings of *earlier* that *report* does not have.

    Parameters:
        report: the report of the present audit.

        earlier: the report to follow up.

        ruleset: the rules of the present audit.

        index: the portfolio of the present audit.

        limit: how many ids of rows a piece of evidence lists at most.
    """
    found = {finding.fingerprint for finding in report.findings}
    asking = _Asking(ruleset, index, limit, earlier.as_of)
    gone = {
        fingerprint: finding
        for finding in earlier.findings
        if (fingerprint := finding.fingerprint) not in found
    }
    return FollowUp(
        report_fingerprint=earlier.fingerprint,
        as_of=earlier.as_of,
        items=tuple(asking.about(key, finding) for key, finding in gone.items()),
    )


@define(eq=False)
class _Asking:
    """Asks single rules about single subjects, through the interpreter."""

    ruleset: RuleSet
    index: PortfolioIndex
    limit: int
    earlier_at: DateTime
    _book: AuditBook = field(init=False)
    _positions: dict[str, int] = field(init=False)
    _accounts: dict[str, Account] = field(init=False)
    _last: tuple[str, Situation] | None = field(default=None, init=False)
    _last_rows: dict[Table, dict[str, Row]] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        plans = [RulePlan.of(rule) for rule in self.ruleset]
        self._book = AuditBook(self.ruleset, self.index, plans, interpreted_rows, self.limit)
        self._positions = {plan.rule.id: position for position, plan in enumerate(plans)}
        self._accounts = {account.id: account for account in self.index.accounts}

    def about(self, fingerprint: str, finding: Finding) -> FollowedUp:
        """Return what became of *finding*."""
        position = self._positions.get(finding.rule_id)
        if position is None:
            return FollowedUp(fingerprint=fingerprint, fate=Fate.NOT_RUN)
        if not self._book.in_force[position]:
            return FollowedUp(fingerprint=fingerprint, fate=Fate.NOT_IN_FORCE)
        situation = self._situation(finding)
        if situation is None:
            return FollowedUp(fingerprint=fingerprint, fate=Fate.ABSENT)
        kind = finding.subject.kind
        if kind in {Subject.ACCOUNT, Subject.UNIT}:
            if self._book.plans[position].table is None:
                return self._asked(fingerprint, position, situation)
            fate = self._of_rows(position, finding, situation)
            return FollowedUp(fingerprint=fingerprint, fate=fate)
        return self._about_row(fingerprint, position, finding, situation)

    def _about_row(
        self, fingerprint: str, position: int, finding: Finding, situation: Situation
    ) -> FollowedUp:
        table = Table.POSTS if finding.subject.kind is Subject.POST else Table.MESSAGES
        row = self._rows(table, situation).get(finding.subject.id)
        if row is None:
            return FollowedUp(fingerprint=fingerprint, fate=Fate.ABSENT)
        if not exists(table, row, self.index.as_of):
            was_deleted = getattr(row, "deleted_at", None) is not None
            fate = Fate.DELETED if was_deleted else Fate.ABSENT
            return FollowedUp(fingerprint=fingerprint, fate=fate)
        return self._asked(fingerprint, position, situation.looking_at(table, row))

    def _situation(self, finding: Finding) -> Situation | None:
        subject = finding.subject
        if subject.kind is Subject.UNIT:
            unit = self.index.units.get(subject.id)
            return None if unit is None else self.index.of_unit(unit)
        account = self._accounts.get(subject.account_id or subject.id)
        if account is None:
            return None
        if self._last is None or self._last[0] != account.id:
            # Findings come account by account.
            self._last = (account.id, self.index.of_account(account))
            self._last_rows = {}
        return self._last[1]

    def _asked(self, fingerprint: str, position: int, situation: Situation) -> FollowedUp:
        now = self._book.explained(position, situation)
        return FollowedUp(fingerprint=fingerprint, fate=_FATES[now.outcome], now=now)

    def _rows(self, table: Table, situation: Situation) -> dict[str, Row]:
        """Return the rows of the account looked at last, by id, deleted ones included."""
        rows = self._last_rows.get(table)
        if rows is None:
            listed: Sequence[Row] = getattr(situation, table.value)
            rows = self._last_rows[table] = {row.id: row for row in listed}
        return rows

    def _of_rows(self, position: int, finding: Finding, situation: Situation) -> Fate:
        """Return what has become of posts or messages that had stayed undetermined together."""
        outcomes, _ = self._book.judge_whole(position, situation)
        gravest = next((each for each in _GRAVEST_FIRST if each in outcomes), None)
        if gravest is None:
            return Fate.ABSENT
        if gravest is Outcome.PASS and not self._holds_again(position, finding, situation):
            # That others pass answers nothing about those.
            return Fate.ABSENT
        return _FATES[gravest]

    def _holds_again(self, position: int, finding: Finding, situation: Situation) -> bool:
        """Return whether the data hold again what had stayed undetermined, as far as it was listed."""
        table = self._book.plans[position].table
        assert table is not None  # noqa: S101 -- rules about rows have a table
        rows = self._rows(table, situation)
        listed = {row_id for piece in finding.evidence for row_id in piece.ids}
        total = max((piece.ids_total for piece in finding.evidence), default=0)
        old = sum(
            (at := getattr(row, table.moment)) is None or at <= self.earlier_at
            for row in rows.values()
        )
        return listed <= rows.keys() and old >= total
