"""What a field of a condition is: where it is read, what it holds, what it is called."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen

from govmedia_rules.text import Text

__all__ = ["FieldSpec", "Kind", "Table"]


class Kind(StrEnum):
    """What sort of value an expression has."""

    NUMBER = "number"
    TEXT = "text"
    MOMENT = "moment"
    TAGS = "set of words"
    TRUTH = "truth value"


class Table(StrEnum):
    """Rows that belong to a subject: its posts, its messages, its unit's accounts."""

    POSTS = "posts"
    MESSAGES = "messages"
    ACCOUNTS = "accounts"

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

    @property
    def moment(self) -> str:
        """The field that says when a row came to be."""
        match self:
            case Table.POSTS:
                return "published_at"
            case Table.MESSAGES:
                return "received_at"
            case Table.ACCOUNTS:
                return "opened_at"


@frozen(kw_only=True)
class FieldSpec:
    """
    One field that conditions may mention.

    Parameters:
        root: whose field it is: ``post``, ``message``, ``account``, ``unit``, or
            ``peer`` for one of a unit's accounts.

        path: the attribute names that lead to it from there.

        kind: what it holds.

        words: its name in prose.

        vocabulary: the words it is known to hold, when it holds words.

        members: the enumeration whose members it holds, when no other words can occur.

        as_of_method: the model method that gives its value as of a moment, for a
            field whose value depends on it.
    """

    root: str
    path: tuple[str, ...]
    kind: Kind
    words: Text
    vocabulary: tuple[str, ...] = ()
    members: type[StrEnum] | None = None
    as_of_method: str | None = None

    @property
    def is_closed(self) -> bool:
        """Whether no other words than those of its vocabulary can occur in it."""
        return self.members is not None

    @property
    def name(self) -> str:
        """The name by which code and data mention it, such as ``post.reads``."""
        return ".".join((self.root, *self.path))
