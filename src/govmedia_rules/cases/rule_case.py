"""A rule case: one small situation, and what one rule comes to in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Protocol

from attrs import evolve, field, frozen
from pendulum import DateTime

from govmedia_rules.conditions import never
from govmedia_rules.errors import GovmediaRulesError, shown
from govmedia_rules.evaluation import audit
from govmedia_rules.findings import Finding, Outcome, Report
from govmedia_rules.models import Account, Message, Portfolio, Post, Subject, Unit
from govmedia_rules.moments import Calendar, moment
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.text import Text

__all__ = ["CALENDARS", "Auditor", "CaseError", "RuleCase", "Side"]


class CaseError(GovmediaRulesError, ValueError):
    """A case does not say enough for its rule to be asked."""


class Side(StrEnum):
    """
    On which side of a parameter's value a case stands.

    For a number: *below* it, *at* it exactly, or *above* it. For words: a word *inside*
    the list, or *outside* it.
    """

    BELOW = "below"
    AT = "at"
    ABOVE = "above"
    INSIDE = "inside"
    OUTSIDE = "outside"


@frozen
class _Weekdays:
    """A calendar for cases that shows its days plainly: Monday to Friday are worked, always."""

    def is_working_day(self, on: date, /) -> bool:
        return on.isoweekday() <= 5


CALENDARS: Final[Mapping[str, Calendar]] = MappingProxyType({"weekdays": _Weekdays()})
"""The calendars that a case may count working days by."""


class Auditor(Protocol):
    """A way to run rules: :func:`~govmedia_rules.audit`, or the interpreter."""

    def __call__(
        self,
        portfolio: Portfolio,
        ruleset: RuleSet,
        *,
        as_of: DateTime,
        calendar: Calendar | None = None,
    ) -> Report:
        """Return the report of *ruleset* on *portfolio*."""
        ...


@frozen(kw_only=True)
class RuleCase:
    """
    A situation, and the outcome that one rule should have in it.

    Parameters:
        rule_id: the rule.

        title: what the case shows, in a few words.

        expect: the outcome: pass, fail, undetermined or not applicable.

        as_of: the monitoring moment.

        portfolio: the facts.

        subject_id: the post, message, account or unit it is about; None for the first of
            the kind that the rule judges.

        boundary: the parameter at whose value it stands, if it stands at one.

        side: on which side of that value.

        calendar: what working days are counted by; None where nobody gave one.

        place: the file and the line it was read from.
    """

    rule_id: str
    title: Text
    expect: Outcome = field(converter=Outcome)
    as_of: DateTime = field(converter=moment)
    portfolio: Portfolio
    subject_id: str | None = None
    boundary: str | None = None
    side: Side | None = None
    calendar: Calendar | None = None
    place: str = ""

    def rule_in(self, rules: Rule | RuleSet) -> Rule:
        """
        Return the rule of the case.

        Raises:
            UnknownNameError: when *rules* is a set without it.
        """
        return rules if isinstance(rules, Rule) else rules.rule(self.rule_id)

    def report(self, rules: Rule | RuleSet, *, run: Auditor = audit) -> Report:
        """
        Return the report of the rule, run alone on the facts of the case.

        Parameters:
            rules: the rule, or a set that has it.

            run: what runs it.
        """
        rule = self.rule_in(rules)
        return run(self.portfolio, _only(rule), as_of=self.as_of, calendar=self.calendar)

    def finding(self, rules: Rule | RuleSet, *, run: Auditor = audit) -> Finding | None:
        """
        Return what the rule finds about the subject of the case; None when it finds nothing.

        Parameters:
            rules: the rule, or a set that has it.

            run: what runs it.

        Raises:
            CaseError: when the subject is not there to be judged.
        """
        return self._judged(self.rule_in(rules), run)[1]

    def outcome(self, rules: Rule | RuleSet, *, run: Auditor = audit) -> Outcome:
        """
        Return what the rule comes to for the subject of the case.

        Parameters:
            rules: the rule, or a set that has it.

            run: what runs it.

        Raises:
            CaseError: when the subject is not there to be judged.
        """
        return self._judged(self.rule_in(rules), run)[0]

    def _judged(self, rule: Rule, run: Auditor) -> tuple[Outcome, Finding | None]:
        about, portfolio = self._subject_in(rule)
        report = run(portfolio, _only(rule), as_of=self.as_of, calendar=self.calendar)
        for finding in report.findings:
            if finding.subject.id in about:
                return finding.outcome, finding
        judged = report.rules[0]
        exists = rule.subject is Subject.UNIT or about & {*report.inspected, *report.not_inspected}
        if not exists or not (judged.passed or judged.not_applicable):
            raise self._nobody(rule)
        passes = judged.passed > 0
        if passes and judged.not_applicable:
            # Other accounts or units were judged too; so ask whom the rule binds.
            probe = evolve(rule, requires=never, forbids=None, check=None, message=None)
            asked = run(portfolio, _only(probe), as_of=self.as_of, calendar=self.calendar)
            bound = asked.findings
            passes = any(finding.subject.id in about for finding in bound)
        return (Outcome.PASS if passes else Outcome.NOT_APPLICABLE), None

    def _subject_in(self, rule: Rule) -> tuple[set[str], Portfolio]:
        """Return whom findings may be about, and the facts with no other post or message in them."""
        portfolio = self.portfolio
        rows: tuple[Post | Message, ...]
        match rule.subject:
            case Subject.ACCOUNT:
                return self._chosen(rule, portfolio.accounts), portfolio
            case Subject.UNIT:
                return self._chosen(rule, portfolio.units or ()), portfolio
            case Subject.POST:
                rows = portfolio.posts or ()
            case Subject.MESSAGE:
                rows = portfolio.messages or ()
        if not rows and self.subject_id is None:
            # What nobody supplied is one finding, about the account.
            return self._chosen(rule, portfolio.accounts), portfolio
        chosen = self._chosen(rule, rows)
        row = next(row for row in rows if row.id in chosen)
        owner = next(each for each in portfolio.accounts if each.id == row.account_id)
        alone = evolve(
            portfolio,
            accounts=(evolve(owner, has_all_posts=True, has_all_messages=True),),
            posts=[row] if isinstance(row, Post) else None,
            messages=[row] if isinstance(row, Message) else None,
        )
        # Rows that stay undetermined are one finding, about the account.
        return {row.id, owner.id}, alone

    def _chosen(
        self, rule: Rule, rows: Sequence[Account] | Sequence[Unit] | Sequence[Post | Message]
    ) -> set[str]:
        ids = [row.id for row in rows]
        if not ids or self.subject_id not in {None, *ids}:
            raise self._nobody(rule)
        return {ids[0] if self.subject_id is None else self.subject_id}

    def _nobody(self, rule: Rule) -> CaseError:
        which = rule.subject.value if self.subject_id is None else shown(self.subject_id)
        return CaseError(
            f"{self.place}, case {shown(self.title.zh)}: there is no {which} that"
            f" {rule.id} could judge at {self.as_of.isoformat()}"
        )


def _only(rule: Rule) -> RuleSet:
    return RuleSet(rule.id, (rule,))
