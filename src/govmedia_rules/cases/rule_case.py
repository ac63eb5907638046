"""A rule case: one small situation, and what one rule comes to in it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

from attrs import evolve, field, frozen
from pendulum import DateTime

from govmedia_rules.errors import GovmediaRulesError, shown
from govmedia_rules.evaluation import audit
from govmedia_rules.findings import Finding, Outcome, Report, Verdict
from govmedia_rules.law import Severity
from govmedia_rules.models import Message, Portfolio, Post, Subject
from govmedia_rules.moments import moment
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.text import Text

__all__ = ["Auditor", "CaseError", "RuleCase", "Side"]


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


class Auditor(Protocol):
    """A way to run rules: :func:`~govmedia_rules.audit`, or the interpreter."""

    def __call__(self, portfolio: Portfolio, ruleset: RuleSet, *, as_of: DateTime) -> Report:
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
        return run(self.portfolio, _only(rule), as_of=self.as_of)

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
        if rule.subject is Subject.ACCOUNT:
            return self._account_judged(rule, run)
        # The rule sees no other rows than its subject, so they may as well not be there.
        report = run(self._alone(rule), _only(rule), as_of=self.as_of)
        if report.findings:
            return report.findings[0].outcome, report.findings[0]
        if report.rules[0].passed:
            return Outcome.PASS, None
        if report.rules[0].not_applicable:
            return Outcome.NOT_APPLICABLE, None
        raise self._nobody(rule)

    def _account_judged(self, rule: Rule, run: Auditor) -> tuple[Outcome, Finding | None]:
        account_id = self._subject_id(rule, (each.id for each in self.portfolio.accounts))
        # Other accounts of the unit are judged too, and only of a veto does a report say to
        # which accounts it applied.
        report = run(self.portfolio, _only(evolve(rule, severity=Severity.VETO)), as_of=self.as_of)
        if account_id not in {*report.inspected, *report.not_inspected}:
            raise self._nobody(rule)
        for finding in report.findings:
            if finding.subject.id == account_id:
                return finding.outcome, evolve(finding, severity=rule.severity)
        if report.verdict(account_id) is Verdict.NOT_INSPECTED:
            return Outcome.NOT_APPLICABLE, None
        return Outcome.PASS, None

    def _alone(self, rule: Rule) -> Portfolio:
        portfolio = self.portfolio
        if rule.subject is Subject.UNIT:
            units = portfolio.units or ()
            unit_id = self._subject_id(rule, (unit.id for unit in units))
            return evolve(portfolio, units=[unit for unit in units if unit.id == unit_id])
        posts, messages = portfolio.posts or (), portfolio.messages or ()
        rows: tuple[Post | Message, ...] = posts if rule.subject is Subject.POST else messages
        if not rows and self.subject_id is None:
            # What nobody supplied is judged as a whole.
            return portfolio
        row_id = self._subject_id(rule, (row.id for row in rows))
        row = next(row for row in rows if row.id == row_id)
        owner = next(each for each in portfolio.accounts if each.id == row.account_id)
        return evolve(
            portfolio,
            accounts=(evolve(owner, has_all_posts=True, has_all_messages=True),),
            posts=[row] if isinstance(row, Post) else None,
            messages=[row] if isinstance(row, Message) else None,
        )

    def _subject_id(self, rule: Rule, ids: Iterable[str]) -> str:
        known = tuple(ids)
        if not known or (self.subject_id is not None and self.subject_id not in known):
            raise self._nobody(rule)
        return known[0] if self.subject_id is None else self.subject_id

    def _nobody(self, rule: Rule) -> CaseError:
        which = rule.subject.value if self.subject_id is None else shown(self.subject_id)
        return CaseError(
            f"{self.place}, case {shown(self.title.zh)}: there is no {which} that"
            f" {rule.id} could judge at {self.as_of.isoformat()}"
        )


def _only(rule: Rule) -> RuleSet:
    return RuleSet(rule.id, (rule,))
