"""How a rule set treats each provision of an instrument, and how the provisions fared in an audit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Final

from attrs import frozen

from govmedia_rules.conditions import Field, Node, Rows, Table
from govmedia_rules.errors import RuleError
from govmedia_rules.findings import Report, RuleRun
from govmedia_rules.law import CheckKind, Citation, Instrument, Provision
from govmedia_rules.models import Subject
from govmedia_rules.rules import Rule, RuleSet, Scope

__all__ = [
    "AuditedProvision",
    "JudgedRule",
    "Means",
    "ProvisionCoverage",
    "RuleCoverage",
    "ScopeCoverage",
    "Tally",
    "Treatment",
    "audited_coverage",
    "coverage",
    "means_of",
    "rules_without_clause",
]


class Means(StrEnum):
    """
    By what means a rule decides, read off its conditions.

    *data*: its demand reads recorded facts. *screen*: it reads labels that a person or
    a classifier gave. *attest*: it asks people a question. *function*: a function
    decides, and what that reads cannot be told from outside.
    """

    DATA = "data"
    SCREEN = "screen"
    ATTEST = "attest"
    FUNCTION = "function"


class Treatment(StrEnum):
    """
    How a rule set treats a provision.

    *checked*: rules cite it, and decide by every means that it lists. *partly_checked*:
    rules cite it, but use not all of those. *scope*: it sets whom rules bind.
    *unchecked*: no audit can look at it, and the provision says why. *gap*: no rule
    cites it, and nothing says why.
    """

    CHECKED = "checked"
    PARTLY_CHECKED = "partly_checked"
    SCOPE = "scope"
    UNCHECKED = "unchecked"
    GAP = "gap"


@frozen(kw_only=True)
class RuleCoverage:
    """
    One rule that cites a provision.

    Parameters:
        rule: the rule.

        means: by what means it decides.
    """

    rule: Rule
    means: tuple[Means, ...]


@frozen(kw_only=True)
class ScopeCoverage:
    """
    One scope that rests on a provision.

    Parameters:
        scope: the scope.

        rules: the ids of the rules that have it.
    """

    scope: Scope
    rules: tuple[str, ...]


# A function may read anything; what can be said of it is that it is given recorded facts.
_KIND_OF: Final = {
    Means.DATA: CheckKind.DATA,
    Means.SCREEN: CheckKind.SCREEN,
    Means.ATTEST: CheckKind.ATTEST,
    Means.FUNCTION: CheckKind.DATA,
}


@frozen(kw_only=True)
class ProvisionCoverage:
    """
    How a rule set treats one provision.

    Parameters:
        provision: the provision.

        rules: the rules that cite it, in the order of the rule set.

        scopes: the scopes that rest on it.
    """

    provision: Provision
    rules: tuple[RuleCoverage, ...] = ()
    scopes: tuple[ScopeCoverage, ...] = ()

    @property
    def means(self) -> tuple[Means, ...]:
        """By what means its rules, and the scopes that rest on it, decide."""
        found = {means for each in self.rules for means in each.means}
        if self.scopes:
            # A scope asks what is on record about the unit and nothing else.
            found.add(Means.DATA)
        return tuple(means for means in Means if means in found)

    @property
    def missing(self) -> tuple[CheckKind, ...]:
        """The means of deciding it that the provision lists in its ``checks`` but no rule uses."""
        done = {_KIND_OF[means] for means in self.means}
        wanted = self.provision.checks - done - {CheckKind.NONE}
        return tuple(kind for kind in CheckKind if kind in wanted)

    @property
    def treatment(self) -> Treatment:
        """How it is treated, in one word."""
        if not self.rules and not self.scopes:
            is_explained = self.provision.unchecked_because is not None
            return Treatment.UNCHECKED if is_explained else Treatment.GAP
        if self.missing:
            return Treatment.PARTLY_CHECKED
        return Treatment.CHECKED if self.rules else Treatment.SCOPE

    @property
    def is_gap(self) -> bool:
        """Whether no rule cites it and nothing says why."""
        return self.treatment is Treatment.GAP


@frozen(kw_only=True)
class Tally:
    """
    How many judgements about one kind of subject came to each outcome.

    A subject that two rules judge counts once under each.

    Parameters:
        subject: what was judged.

        passed, failed, undetermined, not_applicable, errors: how many came to each
            outcome.

        suppressed: how many of the failed a waiver excuses.
    """

    subject: Subject
    passed: int = 0
    failed: int = 0
    undetermined: int = 0
    not_applicable: int = 0
    errors: int = 0
    suppressed: int = 0

    @property
    def total(self) -> int:
        """How many judgements there were."""
        return self.passed + self.failed + self.undetermined + self.not_applicable + self.errors


@frozen(kw_only=True)
class JudgedRule:
    """
    How one rule fared in an audit.

    Parameters:
        run: what the report says of it.

        suppressed: how many of its failures a waiver excuses.
    """

    run: RuleRun
    suppressed: int = 0

    @property
    def tally(self) -> Tally:
        """Its counts."""
        return _sum_of(self.run.subject, (self,))


@frozen(kw_only=True)
class AuditedProvision:
    """
    How one provision is treated, and how it fared in an audit.

    Parameters:
        coverage: how the rule set treats it.

        judged: how each rule that cites it fared, in the order of ``coverage.rules``.
    """

    coverage: ProvisionCoverage
    judged: tuple[JudgedRule, ...] = ()

    @property
    def totals(self) -> tuple[Tally, ...]:
        """The counts of all its rules, for each kind of subject that they judge."""
        return tuple(
            _sum_of(subject, [each for each in self.judged if each.run.subject is subject])
            for subject in Subject
            if any(each.run.subject is subject for each in self.judged)
        )


def _sum_of(subject: Subject, judged: Iterable[JudgedRule]) -> Tally:
    rules = tuple(judged)
    return Tally(
        subject=subject,
        passed=sum(each.run.passed for each in rules),
        failed=sum(each.run.failed for each in rules),
        undetermined=sum(each.run.undetermined for each in rules),
        not_applicable=sum(each.run.not_applicable for each in rules),
        errors=sum(each.run.errors for each in rules),
        suppressed=sum(each.suppressed for each in rules),
    )


def coverage(instrument: Instrument, ruleset: RuleSet) -> tuple[ProvisionCoverage, ...]:
    """
    Return how *ruleset* treats each provision of *instrument*, in the instrument's order.

    Every provision is there, whether or not a rule cites it.
    """
    rules = [RuleCoverage(rule=rule, means=means_of(rule)) for rule in ruleset]
    return tuple(
        ProvisionCoverage(
            provision=provision,
            rules=tuple(each for each in rules if _is_cited(provision, each.rule.cites)),
            scopes=tuple(_scopes_on(provision, ruleset)),
        )
        for provision in instrument.provisions
    )


def audited_coverage(
    instrument: Instrument, ruleset: RuleSet, report: Report
) -> tuple[AuditedProvision, ...]:
    """
    Return how each provision of *instrument* is treated, and how it fared in an audit.

    Parameters:
        instrument: the instrument.

        ruleset: the rule set that was audited by.

        report: what the audit found.

    Raises:
        RuleError: when the report is of other rules.
    """
    if report.ruleset_fingerprint != ruleset.fingerprint:
        raise RuleError(
            f"the report is of the rule set {report.ruleset_id} ({report.ruleset_fingerprint}),"
            f" not of {ruleset.id} ({ruleset.fingerprint}); audit again"
        )
    runs = {run.rule_id: run for run in report.rules}
    waived: Counter[str] = Counter()
    for finding in report.findings:
        if finding.is_suppressed:
            waived[finding.rule_id] += finding.count
    return tuple(
        AuditedProvision(
            coverage=treated,
            judged=tuple(
                JudgedRule(run=runs[each.rule.id], suppressed=waived[each.rule.id])
                for each in treated.rules
            ),
        )
        for treated in coverage(instrument, ruleset)
    )


def rules_without_clause(instrument: Instrument, ruleset: RuleSet) -> tuple[Rule, ...]:
    """Return the rules that cite *instrument*, but none of the provisions it has."""
    known = {provision.number for provision in instrument.provisions}
    return tuple(
        rule
        for rule in ruleset
        if (clauses := {c.provision for c in rule.cites if c.instrument == instrument.id})
        and not clauses & known
    )


def _is_cited(provision: Provision, cites: Iterable[Citation]) -> bool:
    place = (provision.document.id, provision.number)
    return any((cite.instrument, cite.provision) == place for cite in cites)


def _scopes_on(provision: Provision, ruleset: RuleSet) -> Iterator[ScopeCoverage]:
    rules: dict[str, list[str]] = {}
    scopes: dict[str, Scope] = {}
    for rule in ruleset:
        if rule.scope is not None and _is_cited(provision, rule.scope.cites):
            scopes.setdefault(rule.scope.id, rule.scope)
            rules.setdefault(rule.scope.id, []).append(rule.id)
    for scope_id, scope in scopes.items():
        yield ScopeCoverage(scope=scope, rules=tuple(rules[scope_id]))


def means_of(rule: Rule) -> tuple[Means, ...]:
    """
    Return by what means *rule* decides.

    Labels and questions count wherever it reads them, recorded facts only in its
    demand: that it binds running accounts alone is no check of theirs.
    """
    found: set[Means] = set()
    for condition in (rule.applies, rule.unless):
        if condition is not None:
            found |= _means_in(condition) - {Means.DATA}
    for demand in (rule.requires, rule.forbids):
        if demand is not None:
            found |= _means_in(demand)
    if rule.check is not None:
        found.add(Means.FUNCTION)
    return tuple(means for means in Means if means in found) or (Means.DATA,)


# When a row came to be says which rows are looked at, not what is looked for in them.
_MOMENTS_OF_ROWS: Final = frozenset(f"{table.row_root}.{table.moment}" for table in Table)


def _means_in(condition: Node) -> set[Means]:
    found: set[Means] = set()
    counts_rows = False
    for node in condition.walk():
        if isinstance(node, Rows):
            counts_rows = True
        elif not isinstance(node, Field):
            continue
        elif node.spec.question is not None:
            found.add(Means.ATTEST)
        elif node.spec.path[-1] in {"labels", "reply_labels"}:
            found.add(Means.SCREEN)
        elif node.spec.name not in _MOMENTS_OF_ROWS:
            found.add(Means.DATA)
    if counts_rows and Means.SCREEN not in found:
        found.add(Means.DATA)
    return found
