"""What can go wrong when a situation is to be built from a rule, each as an error of its own."""

from __future__ import annotations

from govmedia_rules.errors import GovmediaRulesError
from govmedia_rules.findings import Outcome

__all__ = [
    "BrokenPromiseError",
    "CannotBeError",
    "CouldNotFindError",
    "NoSituationError",
    "NotATreeError",
]


class NoSituationError(GovmediaRulesError, ValueError):
    """
    No situation was built in which a rule has the outcome that was asked for.

    Attributes:
        rule_id: the rule.

        wanted: the outcome, or ``"boundary"``.
    """

    def __init__(self, rule_id: str, wanted: Outcome | str, why: str) -> None:
        self.rule_id = rule_id
        self.wanted = wanted
        super().__init__(f"rule {rule_id}: no situation with the outcome {wanted}: {why}")


class CannotBeError(NoSituationError):
    """
    There is no such situation: whatever is tried asks one field, or the rule, for two things.

    A rule of which this is said for *pass* and *fail* alike contradicts itself, or can
    never apply.
    """


class CouldNotFindError(NoSituationError):
    """The search ended without one. There may be one; nobody has shown that there is none."""


class NotATreeError(NoSituationError):
    """The rule is decided by a function, which says nothing of what it reads."""


class BrokenPromiseError(GovmediaRulesError, AssertionError):
    """
    A situation was built, and the interpreter comes to another outcome: a bug of this library.

    Attributes:
        rule_id: the rule.

        wanted: the outcome promised.

        found: the outcome that the interpreter comes to.
    """

    def __init__(self, rule_id: str, wanted: Outcome, found: Outcome) -> None:
        self.rule_id = rule_id
        self.wanted = wanted
        self.found = found
        super().__init__(
            f"rule {rule_id}: built for the outcome {wanted}, and it is {found}; please report"
            " this rule as a bug of govmedia_rules.testing"
        )
