"""
The words that conditions are written in: ``account``, ``unit``, ``superior``, ``post``,
``message``, ``peer``, ``removed``, and the tables ``posts``, ``removed_posts``,
``messages`` and ``unit.accounts``.

Every field is an attribute, so that an editor completes it and a type checker
knows it. ``peer`` is one of the accounts of a unit, for use inside
``unit.accounts.where(…)``.
"""

from __future__ import annotations

from typing import Final

from govmedia_rules.conditions.expressions import Field, Rows, field_of
from govmedia_rules.conditions.field_groups import FieldGroup, UnknownFieldError
from govmedia_rules.conditions.fields import FieldSpec, Table
from govmedia_rules.conditions.groups import (
    AccountFields,
    MessageFields,
    PostFields,
    SponsorFields,
    UnitFields,
)
from govmedia_rules.errors import nearest
from govmedia_rules.text import Text

__all__ = [
    "UnknownFieldError",
    "account",
    "all_fields",
    "field_named",
    "message",
    "messages",
    "peer",
    "post",
    "posts",
    "recorded_words",
    "removed",
    "removed_posts",
    "superior",
    "unit",
]

account: Final = AccountFields("account")
"""The account judged, or the one that the post or message judged belongs to."""

peer: Final = AccountFields("peer")
"""One of the accounts of a unit, inside ``unit.accounts.where(…)``."""

unit: Final = SponsorFields("unit")
"""The unit judged, or the sponsor of the account."""

superior: Final = UnitFields("superior")
"""The unit above the unit judged, or above the sponsor."""

post: Final = PostFields("post")
"""The post judged, or one of the account's posts inside ``posts.where(…)``."""

removed: Final = PostFields("removed")
"""One of the account's deleted posts, inside ``removed_posts.where(…)``."""

message: Final = MessageFields("message")
"""The message judged, or one of the account's messages inside ``messages.where(…)``."""

posts: Final = Rows(Table.POSTS)
"""The posts of the account that exist at as_of and have not been deleted."""

removed_posts: Final = Rows(Table.REMOVED_POSTS)
"""The posts of the account that had been published and deleted by as_of."""

messages: Final = Rows(Table.MESSAGES)
"""The messages to the account that exist at as_of."""


def _collect() -> dict[str, FieldSpec]:
    groups: list[FieldGroup] = [
        account,
        account.app,
        peer,
        peer.app,
        unit,
        superior,
        post,
        post.review,
        removed,
        removed.review,
        message,
    ]
    return {spec.name: spec for group in groups for spec in group.specs}


_ALL: Final = _collect()


def all_fields() -> tuple[FieldSpec, ...]:
    """Return every field that conditions may mention."""
    return tuple(_ALL.values())


def field_named(name: str) -> Field:
    """
    Return the field that code writes as *name*, such as ``"post.reads"``.

    Raises:
        UnknownFieldError: when there is none; the message suggests the near one.
    """
    spec = _ALL.get(name)
    if spec is None:
        candidates = _ALL if nearest(name, _ALL) else ()
        raise UnknownFieldError("field", name, candidates)
    return field_of(spec)


def recorded_words(spec: FieldSpec) -> Text:
    """Return what people call the fact that somebody would have to record for *spec* to be known."""
    recorded = _ALL.get(spec.record_name)
    return spec.words if recorded is None else recorded.words
