"""One finding: what a rule came to for one subject, and the facts it rests on."""

from __future__ import annotations

import hashlib
import math
from enum import StrEnum
from typing import TypeAlias

from attrs import field, frozen
from pendulum import DateTime

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.law import Citation, Force, Severity
from govmedia_rules.models import Subject
from govmedia_rules.moments import Window
from govmedia_rules.text import Text

__all__ = [
    "Deadline",
    "Evidence",
    "EvidenceValue",
    "Finding",
    "MissingFact",
    "Outcome",
    "Range",
    "SubjectRef",
    "Suppression",
    "fingerprint_of",
    "plain_value",
]


class Outcome(StrEnum):
    """
    What a rule comes to for one subject.

    *undetermined* means that a fact is missing; *not_applicable* that the rule does
    not bind the subject now; *error* that the rule itself crashed. None of the
    three is a pass.
    """

    PASS = "pass"  # noqa: S105 -- an outcome, not a password
    FAIL = "fail"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"
    ERROR = "error"


@frozen
class Range:
    """
    A count of which some members are unknown.

    Parameters:
        at_least: how many there are for certain.

        at_most: how many there can be; None when nobody knows.
    """

    at_least: int
    at_most: int | None

    def __str__(self) -> str:
        """Return the range as people write it: ``3–5``, or ``3+`` without an upper end."""
        return f"{self.at_least}+" if self.at_most is None else f"{self.at_least}–{self.at_most}"


EvidenceValue: TypeAlias = bool | int | float | str | DateTime | tuple[str, ...] | Range | None
"""What a leaf of a condition can have read; None when nobody looked."""


def plain_value(value: EvidenceValue) -> object:
    """
    Return a value as JSON holds it: itself, a list of texts, or an object for a moment or range.

    Raises:
        InvalidValueError: when it is a number that is not finite.
    """
    match value:
        case DateTime():
            return {"at": value.isoformat()}
        case Range():
            return {"at_least": value.at_least, "at_most": value.at_most}
        case tuple():
            return [str(member) for member in value]
        case str():
            # A member of a vocabulary is its text.
            return str(value)
        case float() if not math.isfinite(value):
            raise InvalidValueError(
                owner="Evidence",
                owner_id=None,
                field="value",
                value=value,
                expected="a finite number; JSON holds no other",
            )
        case _:
            return value


@frozen(kw_only=True)
class SubjectRef:
    """
    A reference to what a finding is about.

    Parameters:
        kind: post, message, account or unit.

        id: its id in the portfolio.

        name: its name or title, where known.

        account_id: the account it is or belongs to; None for a unit.

        account_name: the name of the account that a post or message belongs to, where known.

        unit_id: the unit it is, or that sponsors its account, where known.
    """

    kind: Subject
    id: str
    name: str | None = None
    account_id: str | None = None
    account_name: str | None = None
    unit_id: str | None = None

    def __str__(self) -> str:
        """Return the id, and the account in parentheses where that is something else."""
        if self.account_id is None or self.account_id == self.id:
            return self.id
        return f"{self.id} ({self.account_id})"


def fingerprint_of(rule_id: str, kind: Subject, subject_id: str) -> str:
    """Return the stable key for a rule and a subject by which findings are compared, 16 hex digits."""
    key = f"{rule_id}\0{kind}\0{subject_id}"
    return hashlib.sha256(key.encode()).hexdigest()[:16]


@frozen(kw_only=True)
class Evidence:
    """
    What one leaf of a rule's condition read.

    Parameters:
        what: what was looked at, in words.

        condition: the leaf, as the code that builds it.

        truth: whether the leaf holds; None when unknown.

        value: what was found; a :class:`Range` where some members are unknown.

        operator: how it was compared: ``>=``, ``has``, ``is_missing`` …

        threshold: what it was compared with; None where there is nothing to compare.

        window: the stretch of time looked at, where there is one.

        known: of how many rows the value is known, for means, shares and extremes.

        total: of how many rows it was wanted.

        ids: the rows behind the value, newest first, cut to the audit's limit: those
            counted, or those that stayed undecided when the leaf is unknown.

        ids_total: how many such rows there are in all.
    """

    what: Text
    condition: str
    truth: bool | None
    value: EvidenceValue
    operator: str
    threshold: EvidenceValue = None
    window: Window | None = None
    known: int | None = None
    total: int | None = None
    ids: tuple[str, ...] = ()
    ids_total: int = 0


@frozen(kw_only=True)
class MissingFact:
    """
    A fact that nobody filled in, and that kept a rule from deciding.

    Parameters:
        fact: the field, such as ``"post.labels"``, or the table, such as ``"posts"``.

        what: the same in words.

        count: on how many rows it is missing.
    """

    fact: str
    what: Text
    count: int = 1


@frozen(kw_only=True)
class Suppression:
    """
    The waiver that suppresses a failure, as SARIF suppressions do.

    Parameters:
        waiver_id: the waiver's id.

        authority: who granted it.

        document: the paper that grants it.

        reason: why it was granted.

        expires_at: the first moment at which it no longer holds, or None.
    """

    waiver_id: str
    authority: str
    document: str
    reason: str
    expires_at: DateTime | None = None


@frozen(kw_only=True)
class Finding:
    """
    One outcome that someone should read: a failure, an open question, a crash.

    Parameters:
        rule_id: the rule.

        title: the rule's title.

        outcome: fail, undetermined or error.

        force: how binding the rule is.

        severity: how grave it is.

        subject: what it is about.

        message: one sentence with the values found, generated from the condition.

        evidence: what the deciding leaves read.

        missing: the facts that kept it from deciding.

        citations: the provisions it rests on.

        remedy: what to do about it, or None.

        count: how many posts or messages it stands for; undetermined ones of one
            account and rule are folded into one finding.

        suppression: the waiver that excuses it, or None.

        error: for a rule that crashed, the kind of exception and what it said.
    """

    rule_id: str
    title: Text
    outcome: Outcome
    force: Force
    severity: Severity
    subject: SubjectRef
    message: Text
    evidence: tuple[Evidence, ...] = ()
    missing: tuple[MissingFact, ...] = ()
    citations: tuple[Citation, ...] = field(default=())
    remedy: Text | None = None
    count: int = 1
    suppression: Suppression | None = None
    error: str | None = None

    @property
    def fingerprint(self) -> str:
        """
        A stable key for this rule and subject, 16 hex digits.

        It does not depend on the day or the values, so that runs can be compared.
        """
        return fingerprint_of(self.rule_id, self.subject.kind, self.subject.id)

    @property
    def is_suppressed(self) -> bool:
        """Whether a waiver excuses it."""
        return self.suppression is not None


@frozen(kw_only=True)
class Deadline:
    """
    The instant at which a rule that does not fail now will fail if nothing changes.

    Parameters:
        rule_id: the rule.

        title: the rule's title.

        severity: how grave the failure will be.

        subject: what will fail.

        fails_at: the first instant at which an audit of the same facts fails.
    """

    rule_id: str
    title: Text
    severity: Severity
    subject: SubjectRef
    fails_at: DateTime
