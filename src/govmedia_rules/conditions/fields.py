"""What a field of a condition is: where it is read, what it holds, what it is called."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from attrs import frozen

from govmedia_rules.models import Role
from govmedia_rules.text import Text

__all__ = ["AskedQuestion", "FieldSpec", "Kind", "Table"]


class Kind(StrEnum):
    """What sort of value an expression has."""

    NUMBER = "number"
    TEXT = "text"
    MOMENT = "moment"
    TAGS = "set of words"
    TRUTH = "truth value"


class Table(StrEnum):
    """
    Rows that belong to a subject: its posts, its messages, its unit's accounts.

    Posts that were deleted are no longer among the posts; they are removed posts.
    """

    POSTS = "posts"
    MESSAGES = "messages"
    ACCOUNTS = "accounts"
    REMOVED_POSTS = "removed_posts"

    @property
    def row_root(self) -> str:
        """The name under which conditions mention one row of the table."""
        match self:
            case Table.POSTS:
                return "post"
            case Table.MESSAGES:
                return "message"
            case Table.ACCOUNTS:
                return "peer"
            case Table.REMOVED_POSTS:
                return "removed"

    @property
    def moment(self) -> str:
        """The field that says when a row came to be."""
        match self:
            case Table.POSTS | Table.REMOVED_POSTS:
                return "published_at"
            case Table.MESSAGES:
                return "received_at"
            case Table.ACCOUNTS:
                return "opened_at"


class AskedQuestion(NamedTuple):
    """
    What it takes to find the answer to a question.

    Parameters:
        question_id: the question.

        roles: who may answer it.

        days: for how many days of 24 hours an answer holds.
    """

    question_id: str
    roles: frozenset[Role]
    days: int


@frozen(kw_only=True)
class FieldSpec:
    """
    One field that conditions may mention.

    Parameters:
        root: whose field it is: ``post``, ``message``, ``account``, ``unit``,
            ``superior`` for the unit above, ``peer`` for one of a unit's accounts, or
            ``removed`` for a post that was deleted.

        path: the attribute names that lead to it from there.

        kind: what it holds.

        words: its name in prose.

        vocabulary: the words it is known to hold, when it holds words.

        members: the enumeration whose members it holds, when no other words can occur.

        as_of_method: the model method that gives its value as of a moment, for a
            field whose value depends on it.

        record: for a field that is worked out, the path to what is on record.

        turns_at: for a field whose value depends on the moment, the paths to the
            recorded moments and days at which it can change.

        uses_calendar: its model method counts working days, by a calendar that it is
            given after the moment; without a calendar its value is not known.

        question: for the answer to a question, how it is found.
    """

    root: str
    path: tuple[str, ...]
    kind: Kind
    words: Text
    vocabulary: tuple[str, ...] = ()
    members: type[StrEnum] | None = None
    as_of_method: str | None = None
    record: tuple[str, ...] | None = None
    turns_at: tuple[tuple[str, ...], ...] = ()
    uses_calendar: bool = False
    question: AskedQuestion | None = None

    @property
    def is_fractional(self) -> bool:
        """Whether it is a number with parts, days between two moments, and not a count."""
        is_worked_out = self.as_of_method is not None and not self.uses_calendar
        return self.kind is Kind.NUMBER and is_worked_out

    @property
    def is_closed(self) -> bool:
        """Whether no other words than those of its vocabulary can occur in it."""
        return self.members is not None

    @property
    def is_as_of(self) -> bool:
        """Whether its value depends on the monitoring moment beyond what is recorded."""
        return self.as_of_method is not None or self.question is not None

    @property
    def name(self) -> str:
        """The name by which code and data mention it, such as ``post.reads``."""
        return ".".join((self.root, *self.path))

    @property
    def record_name(self) -> str:
        """The name of what somebody would have to fill in for it to be known."""
        return self.name if self.record is None else ".".join((self.root, *self.record))
