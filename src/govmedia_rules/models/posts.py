"""Posts and messages: what accounts publish and what the public writes to them."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

from attrs import Attribute, field, frozen
from pendulum import DateTime

from govmedia_rules.models.fields import (
    as_items,
    as_moment,
    as_tags,
    check_count,
    check_flag,
    check_id,
    check_items,
    check_member,
    check_moment,
    check_tags,
    check_text,
    read_member,
    refuse,
)
from govmedia_rules.moments import days_between

__all__ = [
    "KNOWN_GATES",
    "KNOWN_POST_LABELS",
    "KNOWN_REPLY_LABELS",
    "Message",
    "Post",
    "PostKind",
    "Review",
]

KNOWN_POST_LABELS: Final = (
    "serious_misstatement",
    "state_secret",
    "harmful_content",
    "negative_opinion",
    "commercial_ad",
    "personal_opinion",
    "business_secret",
    "privacy_leak",
    "harmful_to_users",
    "forced_likes",
    "forced_download",
    "forced_follow",
    "forced_forward",
    "off_topic",
    "hijacked",
    "altered_repost",
)
"""Labels that the library's own rules read on a post. The vocabulary is open."""

KNOWN_REPLY_LABELS: Final = ("evasive", "perfunctory", "hostile")
"""Labels that the library's own rules read on a reply. The vocabulary is open."""


KNOWN_GATES: Final = ("politics", "law", "policy", "secrecy", "wording")
"""The five gates of the review before publication (4.2.2)."""


class PostKind(StrEnum):
    """Where a post comes from."""

    ORIGINAL = "original"
    REPOST = "repost"
    NOTICE = "notice"


def _as_kind(value: PostKind | str | None) -> PostKind | None:
    return read_member(PostKind, value)


def _as_reviewers(value: Iterable[str] | None) -> tuple[str, ...] | None:
    return as_items(value)


def _check_reviewers(instance: object, attribute: Attribute[Any], value: Any) -> None:
    check_items(str, instance, attribute, value)
    for reviewer in value or ():
        check_id(instance, attribute, reviewer)


def _check_kind(instance: object, attribute: Attribute[PostKind | None], value: Any) -> None:
    check_member(PostKind, instance, attribute, value)


@frozen(kw_only=True)
class Review:
    """
    The record of a review of one post (先审后发, Opinion 4.2.1).

    Parameters:
        reviewed_at: when the last review was finished.

        reviewers: who reviewed, in order.

        gates: which of the five gates it passed (Opinion 4.2.2).
    """

    reviewed_at: DateTime | None = field(default=None, converter=as_moment, validator=check_moment)
    reviewers: tuple[str, ...] | None = field(
        default=None, converter=_as_reviewers, validator=_check_reviewers
    )
    gates: frozenset[str] | None = field(default=None, converter=as_tags, validator=check_tags)


def _check_review(instance: object, attribute: Attribute[Review | None], value: Any) -> None:
    if value is not None and not isinstance(value, Review):
        raise refuse(instance, attribute, value, "a Review, or None when nobody looked")


@frozen(kw_only=True)
class Post:
    """
    One thing that an account published, or is about to publish.

    In every field but the ids, None means that nobody looked. The exception is
    ``deleted_at``: None there says that no deletion is on record.

    Parameters:
        id: the caller's key for it, unique in the portfolio.

        account_id: the id of the account.

        published_at: when it was or will be published. A recorded post without a
            moment is taken to be out already, at a time nobody noted.

        title: its title or first words.

        kind: original, repost or notice.

        format: text, image, video … in the caller's vocabulary.

        source: for a repost, where it comes from.

        reads: how often it was read.

        likes: how often it was liked.

        deleted_at: when it was taken down.

        harm_detected_at: when somebody noticed that its content is unlawful or harmful.

        review: the record of its review before publication.

        labels: what screening found, see :data:`KNOWN_POST_LABELS`; None when it was
            never screened, empty when it was screened and nothing was found.

    Raises:
        InvalidValueError: when a field cannot hold what it was given.
    """

    id: str = field(validator=check_id)
    account_id: str = field(validator=check_id)
    published_at: DateTime | None = field(default=None, converter=as_moment, validator=check_moment)
    title: str | None = field(default=None, validator=check_text)
    kind: PostKind | None = field(default=None, converter=_as_kind, validator=_check_kind)
    format: str | None = field(default=None, validator=check_text)
    source: str | None = field(default=None, validator=check_text)
    reads: int | None = field(default=None, validator=check_count)
    likes: int | None = field(default=None, validator=check_count)
    deleted_at: DateTime | None = field(default=None, converter=as_moment, validator=check_moment)
    harm_detected_at: DateTime | None = field(
        default=None, converter=as_moment, validator=check_moment
    )
    review: Review | None = field(default=None, validator=_check_review)
    labels: frozenset[str] | None = field(default=None, converter=as_tags, validator=check_tags)

    @property
    def source_site(self) -> str | None:
        """
        The host of the source and a slash, in lower case, such as ``www.gov.cn/``.

        The source itself, and a slash, where it is no address; None when nobody looked.
        """
        if self.source is None:
            return None
        address = self.source.strip()
        try:
            host = urlsplit(address if "//" in address else f"//{address}").hostname
        except ValueError:
            host = None
        return f"{(host or '').rstrip('.')}/"

    def removal_days_at(self, as_of: DateTime) -> float | None:
        """
        Return how many days passed from the detection of harm to the removal.

        None when either is not on record or lies after *as_of*.
        """
        return days_between(self.harm_detected_at, self.deleted_at, as_of)


@frozen(kw_only=True)
class Message:
    """
    One message from the public to an account, with the reply it got.

    In every field but the ids, None means that nobody looked. The exception is
    ``replied_at``: None there says that no reply is on record.

    Parameters:
        id: the caller's key for it, unique in the portfolio.

        account_id: the id of the account it was sent to.

        received_at: when it came in.

        needs_reply: whether it asks for an answer.

        replied_at: when it was answered.

        reply_labels: what screening found in the answer, see :data:`KNOWN_REPLY_LABELS`.

    Raises:
        InvalidValueError: when a field cannot hold what it was given.
    """

    id: str = field(validator=check_id)
    account_id: str = field(validator=check_id)
    received_at: DateTime | None = field(default=None, converter=as_moment, validator=check_moment)
    needs_reply: bool | None = field(default=None, validator=check_flag)
    replied_at: DateTime | None = field(default=None, converter=as_moment, validator=check_moment)
    reply_labels: frozenset[str] | None = field(
        default=None, converter=as_tags, validator=check_tags
    )

    def reply_days_at(self, as_of: DateTime) -> float | None:
        """
        Return how many days passed from the receipt to the reply.

        None when either is not on record or lies after *as_of*.
        """
        return days_between(self.received_at, self.replied_at, as_of)
