"""The rectification ledger (整改台账) as data: its rows, the states people give them, what rechecks found."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from attrs import frozen
from pendulum import DateTime

from govmedia_rules.models import Subject
from govmedia_rules.text import Language, Text

__all__ = ["Ledger", "LedgerFact", "LedgerRow", "LedgerState", "Recheck"]


class LedgerState(StrEnum):
    """
    How far the rectification of a row has come, as people say; the library never changes it.

    Only a new failure is given one, *to_rectify*. A person may write other words.
    """

    TO_RECTIFY = "to_rectify"
    IN_PROGRESS = "in_progress"
    AWAITING_REVIEW = "awaiting_review"
    CLOSED = "closed"
    DISPUTED = "disputed"

    @property
    def label(self) -> Text:
        """The state as people write it."""
        match self:
            case LedgerState.TO_RECTIFY:
                return Text(zh="待整改", en="to rectify")
            case LedgerState.IN_PROGRESS:
                return Text(zh="整改中", en="in progress")
            case LedgerState.AWAITING_REVIEW:
                return Text(zh="已整改待复核", en="rectified, awaiting review")
            case LedgerState.CLOSED:
                return Text(zh="已销号", en="closed")
            case LedgerState.DISPUTED:
                return Text(zh="有异议", en="disputed")


class Recheck(StrEnum):
    """
    What the latest audit says of a row; only the library writes it.

    *new*, *persists* and *returned*: the rule fails, for the first time, still, or again.
    *gone*: the audit judged the subject by the rule, and the rule does not fail any more.
    *not_applicable*: the rule does not bind the subject now. *undetermined*: it was looked
    at, and a fact is missing. *not_rechecked*: nobody looked, as far as the report tells.
    """

    NEW = "new"
    PERSISTS = "persists"
    RETURNED = "returned"
    GONE = "gone"
    NOT_APPLICABLE = "not_applicable"
    UNDETERMINED = "undetermined"
    NOT_RECHECKED = "not_rechecked"

    @property
    def label(self) -> Text:
        """The result of the recheck as people write it."""
        match self:
            case Recheck.NEW:
                return Text(zh="新发现", en="new")
            case Recheck.PERSISTS:
                return Text(zh="仍存在", en="persists")
            case Recheck.RETURNED:
                return Text(zh="再次出现", en="returned")
            case Recheck.GONE:
                return Text(zh="复查未再发现", en="gone")
            case Recheck.NOT_APPLICABLE:
                return Text(zh="不再适用", en="no longer applies")
            case Recheck.UNDETERMINED:
                return Text(zh="本次未能判定", en="undetermined")
            case Recheck.NOT_RECHECKED:
                return Text(zh="本次未复查", en="not rechecked")


@frozen(kw_only=True)
class LedgerRow:
    """
    One row of a ledger: one finding, or something that people entered themselves.

    Texts are in the language of the ledger they were first written in; blank ones are empty.

    Parameters:
        number: its number, which it keeps.

        sponsor_name, sponsor_id: the unit that sponsors the account, or the unit itself; here
            and below, where no name is known the id stands for it.

        account_name, account_id: the account it is about, or that holds the post.

        platform: where the account lives.

        subject_kind, subject_id: what the rule judged.

        subject_name: the title of the post or message that it judged, if it was one.

        problem: the rule's title and message; a waiver that excuses it is named.

        clauses: the provisions it rests on.

        evidence: what was read, in words.

        remedy: what to do about it.

        outcome: what the rule came to when it was last found; waived failures say so.

        severity: how grave it is.

        first_found_on, last_found_on: the days of the first and of the latest audit in
            which the rule failed; None when it never did.

        rechecked_on: the day of the latest audit that could tell.

        recheck: what the latest audit says; None for rows that people entered.

        recheck_note: why it says so, where that needs a word.

        due_on: the day by which to rectify.

        state: how far rectification is; one of :class:`LedgerState` or a person's own words.

        remarks: a person's own words.

        rule_id: the rule.

        fingerprint: the finding's fingerprint; empty for rows that people entered.

        extras: what stands in the columns that people added, in their order.
    """

    number: int | None = None
    sponsor_name: str = ""
    sponsor_id: str = ""
    account_name: str = ""
    account_id: str = ""
    platform: str = ""
    subject_kind: Subject | None = None
    subject_id: str = ""
    subject_name: str = ""
    problem: str = ""
    clauses: str = ""
    evidence: str = ""
    remedy: str = ""
    outcome: str = ""
    severity: str = ""
    first_found_on: date | None = None
    last_found_on: date | None = None
    rechecked_on: date | None = None
    recheck: Recheck | None = None
    recheck_note: str = ""
    due_on: date | None = None
    state: LedgerState | str = ""
    remarks: str = ""
    rule_id: str = ""
    fingerprint: str = ""
    extras: tuple[str, ...] = ()


@frozen
class LedgerFact:
    """
    One thing that a reader of the ledger should know about it.

    Parameters:
        name: what it is.

        value: how it is.
    """

    name: Text
    value: Text


@frozen(kw_only=True)
class Ledger:
    """
    A rectification ledger.

    Parameters:
        rows: its rows, in order. Those of a ledger made from a report are built one by one
            while somebody goes through them.

        extra_headings: the headings of the columns that people added.

        language: the language of its words.

        as_of: the monitoring moment of the report that it was made from; None for one that
            was read.

        facts: what the report that it was made from looked at; empty for one that was read.
    """

    rows: Collection[LedgerRow]
    extra_headings: tuple[str, ...] = ()
    language: Language = Language.ZH
    as_of: DateTime | None = None
    facts: tuple[LedgerFact, ...] = ()
