"""Rules whose demand is a Python function, for what no condition can say."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from govmedia_rules.conditions.predicates import Condition
from govmedia_rules.law import Citation, Force, Provision, Severity
from govmedia_rules.models import Subject
from govmedia_rules.rules.rule import CheckFunction, Rule
from govmedia_rules.rules.scope import Scope
from govmedia_rules.text import Text

__all__ = ["check"]


def check(  # noqa: PLR0913 -- a rule has as many parts as it has
    *,
    id: str,  # noqa: A002 -- the name that Rule has
    title: Text,
    cites: Iterable[Citation | Provision],
    force: Force,
    subject: Subject = Subject.ACCOUNT,
    severity: Severity | None = None,
    scope: Scope | None = None,
    applies: Condition | None = None,
    unless: Condition | None = None,
    version: str = "1",
    remedy: Text | None = None,
    explanation: Text | None = None,
) -> Callable[[CheckFunction], Rule]:
    """
    Turn the decorated function into a rule.

    The function gets the :class:`~govmedia_rules.conditions.interpreter.Situation` of
    one subject and returns True when the rule is kept, False when it is broken, None
    when that cannot be told. If it raises, the subject's outcome is *error* and the
    audit goes on. Prefer a condition wherever one can say it: functions run on objects
    only, are not explained, and their rule set's fingerprint knows them by name and
    *version* alone, so raise the version whenever the function decides differently.

    Parameters:
        id, title, cites, force, subject, severity, scope, applies, unless, remedy, explanation:
            as for :class:`~govmedia_rules.rules.Rule`.

        version: the version of the function.
    """

    def decorate(function: CheckFunction) -> Rule:
        return Rule(
            id=id,
            title=title,
            cites=tuple(cites),
            force=force,
            subject=subject,
            severity=Severity.of_force(force) if severity is None else severity,
            scope=scope,
            applies=applies,
            unless=unless,
            check=function,
            check_version=version,
            remedy=remedy,
            explanation=explanation,
        )

    return decorate
