"""What an audit accounts for beside its findings: rules run, tables read, whom scopes left out."""

from __future__ import annotations

from attrs import frozen

from govmedia_rules.law import Citation, Severity
from govmedia_rules.models import Subject
from govmedia_rules.text import Text

__all__ = ["Exclusion", "RuleRun", "TableRead"]


@frozen(kw_only=True)
class RuleRun:
    """
    How one rule fared over all its subjects.

    Parameters:
        rule_id: the rule.

        title: its title.

        severity: its severity.

        subject: what it judges.

        is_in_force: whether it binds at the monitoring moment; if not, every subject
            is not applicable.

        passed, failed, undetermined, not_applicable, errors: how many subjects came to
            each outcome; failures that a waiver suppresses are among the failed.

        fingerprint: the hash of the rule's content; None in reports from before it was
            recorded.
    """

    rule_id: str
    title: Text
    severity: Severity
    subject: Subject
    is_in_force: bool
    passed: int = 0
    failed: int = 0
    undetermined: int = 0
    not_applicable: int = 0
    errors: int = 0
    fingerprint: str | None = None


@frozen(kw_only=True)
class TableRead:
    """
    How much of one table an audit read.

    Parameters:
        table: ``units``, ``accounts``, ``posts`` or ``messages``.

        is_supplied: whether the portfolio had the table at all.

        rows: how many rows it holds.

        read: how many of them existed at the monitoring moment and were judged or
            counted: the rest lie after it or had been deleted.
    """

    table: str
    is_supplied: bool
    rows: int = 0
    read: int = 0


@frozen(kw_only=True)
class Exclusion:
    """
    Whom the rules of one scope left out, because their instrument does not bind them.

    Parameters:
        scope_id: the scope.

        title: whom it binds.

        citations: the provisions that set it.

        rules: how many of the rules that were run, and bind at the moment, have it.

        units: the ids of the units left out.

        accounts: the ids of the accounts left out.
    """

    scope_id: str
    title: Text
    citations: tuple[Citation, ...]
    rules: int
    units: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
