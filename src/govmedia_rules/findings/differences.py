"""What changed from one report to the next, and whether facts or rules made it change."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen
from pendulum import DateTime

from govmedia_rules.findings.finding import Finding, Outcome
from govmedia_rules.findings.follow_ups import Fate
from govmedia_rules.text import Text

__all__ = ["Cause", "Change", "Difference", "ReportDiff", "RuleChange", "RuleDifference"]


class Change(StrEnum):
    """
    How one report's finding stands to the other report.

    *new*: only the later report has it. *persisting*: both have it, and it came to the
    same. *changed*: both have it, and its outcome, its severity or whether it is waived
    differs. *resolved*: only the earlier report has it, and its rule passes now.
    *lapsed*: only the earlier report has it, and nothing says that the matter was put
    right: the rule binds no longer, the subject is gone, nobody looked …
    """

    NEW = "new"
    PERSISTING = "persisting"
    CHANGED = "changed"
    RESOLVED = "resolved"
    LAPSED = "lapsed"


class Cause(StrEnum):
    """
    Where a difference comes from.

    *facts*: the rule is the same, so what was recorded differs. *subject_added*,
    *subject_gone*: the account is new in the data, or the subject is not in them any
    more. The next five come from the rules: what the rule says was changed (the facts
    may differ besides), or it was added, removed, came into force or went out of it.
    *unknown*: the rule sets differ, and an older report does not say in which rules.
    """

    FACTS = "facts"
    SUBJECT_ADDED = "subject_added"
    SUBJECT_GONE = "subject_gone"
    RULE_ADDED = "rule_added"
    RULE_REMOVED = "rule_removed"
    RULE_CHANGED = "rule_changed"
    INTO_FORCE = "into_force"
    OUT_OF_FORCE = "out_of_force"
    UNKNOWN = "unknown"

    @property
    def is_of_rules(self) -> bool:
        """Whether the rules are known to have had a part in it."""
        return self in _OF_RULES


_OF_RULES = frozenset(
    {
        Cause.RULE_ADDED,
        Cause.RULE_REMOVED,
        Cause.RULE_CHANGED,
        Cause.INTO_FORCE,
        Cause.OUT_OF_FORCE,
    }
)


class RuleChange(StrEnum):
    """How a rule of one audit stands to the other audit."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    INTO_FORCE = "into_force"
    OUT_OF_FORCE = "out_of_force"
    UNKNOWN = "unknown"


@frozen(kw_only=True)
class RuleDifference:
    """
    A rule that the two audits did not run alike.

    Parameters:
        rule_id: the rule.

        title: its title, the later one where it was changed.

        change: what is different; *unknown* where an older report does not say.
    """

    rule_id: str
    title: Text
    change: RuleChange


@frozen(kw_only=True)
class Difference:
    """
    One finding of either report, and how it stands to the other.

    Parameters:
        change: how it stands.

        cause: where the difference comes from; None for a finding that persists, and where
            the reports do not say.

        earlier: the finding in the earlier report, if it is there.

        later: the finding in the later report, if it is there.

        fate: what became of a finding that the later report does not have.

        now: what its rule comes to for its subject now, where the later audit followed
            it up.
    """

    change: Change
    cause: Cause | None = None
    earlier: Finding | None = None
    later: Finding | None = None
    fate: Fate | None = None
    now: Finding | None = None

    @property
    def finding(self) -> Finding:
        """The finding, the later one where there are two."""
        found = self.earlier if self.later is None else self.later
        assert found is not None  # noqa: S101 -- a difference is of one finding at least
        return found

    @property
    def is_new_failure(self) -> bool:
        """Whether something fails, or a rule crashes, that did not do so before."""
        return _is_grave(self.later) and not _is_grave(self.earlier)

    @property
    def is_rectified(self) -> bool:
        """Whether a failure was put right, so that the same rule failed and passes by the facts."""
        return (
            self.change is Change.RESOLVED
            and self.cause is Cause.FACTS
            and self.earlier is not None
            and self.earlier.outcome is Outcome.FAIL
        )


def _is_grave(finding: Finding | None) -> bool:
    if finding is None:
        return False
    is_failure = finding.outcome is Outcome.FAIL and not finding.is_suppressed
    return is_failure or finding.outcome is Outcome.ERROR


@frozen(kw_only=True)
class ReportDiff:
    """
    What changed from an earlier report to a later one.

    Parameters:
        earlier_as_of, later_as_of: their moments.

        earlier_ruleset_id, later_ruleset_id: their rule sets.

        has_same_rules: whether both ran rules of the same content, in the same order.

        is_followed_up: whether the later audit was given the earlier report, so that it
            says of every finding what became of it.

        rules: the rules that were not run alike, in the later report's order, those
            that were removed at the end.

        differences: one for each finding of either: those of the later report in its
            order, then those that only the earlier one has, in its.
    """

    earlier_as_of: DateTime
    later_as_of: DateTime
    earlier_ruleset_id: str
    later_ruleset_id: str
    has_same_rules: bool
    is_followed_up: bool
    rules: tuple[RuleDifference, ...]
    differences: tuple[Difference, ...]

    def of(self, change: Change) -> tuple[Difference, ...]:
        """Return the differences of one kind."""
        return tuple(each for each in self.differences if each.change is change)

    @property
    def new(self) -> tuple[Difference, ...]:
        """What only the later report has."""
        return self.of(Change.NEW)

    @property
    def persisting(self) -> tuple[Difference, ...]:
        """What both have, and what came to the same."""
        return self.of(Change.PERSISTING)

    @property
    def changed(self) -> tuple[Difference, ...]:
        """What both have, but not alike."""
        return self.of(Change.CHANGED)

    @property
    def resolved(self) -> tuple[Difference, ...]:
        """What only the earlier report has, and whose rule passes now."""
        return self.of(Change.RESOLVED)

    @property
    def lapsed(self) -> tuple[Difference, ...]:
        """What only the earlier report has, without being resolved."""
        return self.of(Change.LAPSED)

    @property
    def new_failures(self) -> tuple[Difference, ...]:
        """What fails, or crashes, and did not do so before."""
        return tuple(each for each in self.differences if each.is_new_failure)

    @property
    def rectified(self) -> tuple[Difference, ...]:
        """The failures that were put right."""
        return tuple(each for each in self.differences if each.is_rectified)

    @property
    def from_rules(self) -> tuple[Difference, ...]:
        """The differences in which the rules had a part."""
        return tuple(
            each for each in self.differences if each.cause is not None and each.cause.is_of_rules
        )
