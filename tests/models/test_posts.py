"""Posts, their reviews, and messages: what each field holds and refuses."""

from __future__ import annotations

from typing import Any

import pytest

from field_kinds import (
    COUNT,
    FLAG,
    IDENTIFIER,
    MOMENT,
    TAGS,
    TEXT,
    FieldKind,
    Refused,
    expected_refusal,
    field_names,
    held_cases,
    list_of,
    member_of,
    one_of,
    refusal,
    refused_cases,
)
from govmedia_rules.errors import InvalidValueError
from govmedia_rules.models import (
    KNOWN_POST_LABELS,
    KNOWN_REPLY_LABELS,
    Message,
    Post,
    PostKind,
    Review,
)

POST: dict[str, FieldKind] = {
    "id": IDENTIFIER,
    "account_id": IDENTIFIER,
    "published_at": MOMENT,
    "title": TEXT,
    "kind": member_of(PostKind, "re-post", "repost"),
    "format": TEXT,
    "source": TEXT,
    "reads": COUNT,
    "likes": COUNT,
    "deleted_at": MOMENT,
    "harm_detected_at": MOMENT,
    "review": one_of(Review, "a Review", Review(gates=["politics"])),
    "labels": TAGS,
}
# A reviewer is named as an id is.
REVIEWERS = list_of(str, "a")
REVIEW: dict[str, FieldKind] = {
    "reviewed_at": MOMENT,
    "reviewers": FieldKind(
        (*REVIEWERS.held, (["b", "a", "b"], ("b", "a", "b"))),
        (
            *REVIEWERS.refused,
            Refused(["a", ""], "a name that is not blank", ""),
            Refused(
                ["\ud800"],
                "text without lone surrogates (this one cannot be written as UTF-8)",
                "\ud800",
            ),
        ),
    ),
    "gates": TAGS,
}
MESSAGE: dict[str, FieldKind] = {
    "id": IDENTIFIER,
    "account_id": IDENTIFIER,
    "received_at": MOMENT,
    "needs_reply": FLAG,
    "replied_at": MOMENT,
    "reply_labels": TAGS,
}


def build_post(**given: Any) -> Post:
    return Post(**{"id": "p1", "account_id": "a1", **given})


def build_message(**given: Any) -> Message:
    return Message(**{"id": "m1", "account_id": "a1", **given})


def test_every_field_is_tested_here() -> None:
    tested = [list(fields) for fields in (POST, REVIEW, MESSAGE)]

    assert tested == [field_names(kind) for kind in (Post, Review, Message)]


@pytest.mark.parametrize(("name", "given", "held"), held_cases(POST))
def test_a_field_of_a_post_holds(name: str, given: Any, held: Any) -> None:
    value = getattr(build_post(**{name: given}), name)

    assert value == held
    assert type(value) is type(held)


@pytest.mark.parametrize(("name", "case"), refused_cases(POST))
def test_a_field_of_a_post_refuses(name: str, case: Refused) -> None:
    with pytest.raises(InvalidValueError) as caught:
        build_post(**{name: case.given})

    assert refusal(caught.value) == expected_refusal("Post", "p1", name, case)
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize(("name", "given", "held"), held_cases(REVIEW))
def test_a_field_of_a_review_holds(name: str, given: Any, held: Any) -> None:
    value = getattr(Review(**{name: given}), name)

    assert value == held
    assert type(value) is type(held)


@pytest.mark.parametrize(("name", "case"), refused_cases(REVIEW))
def test_a_field_of_a_review_refuses(name: str, case: Refused) -> None:
    with pytest.raises(InvalidValueError) as caught:
        Review(**{name: case.given})

    assert refusal(caught.value) == expected_refusal("Review", None, name, case)


@pytest.mark.parametrize(("name", "given", "held"), held_cases(MESSAGE))
def test_a_field_of_a_message_holds(name: str, given: Any, held: Any) -> None:
    value = getattr(build_message(**{name: given}), name)

    assert value == held
    assert type(value) is type(held)


@pytest.mark.parametrize(("name", "case"), refused_cases(MESSAGE))
def test_a_field_of_a_message_refuses(name: str, case: Refused) -> None:
    with pytest.raises(InvalidValueError) as caught:
        build_message(**{name: case.given})

    assert refusal(caught.value) == expected_refusal("Message", "m1", name, case)


@pytest.mark.parametrize(
    ("row", "fields", "known"),
    [
        (Post(id="x", account_id="a1"), POST, {"id": "x", "account_id": "a1"}),
        (Message(id="x", account_id="a1"), MESSAGE, {"id": "x", "account_id": "a1"}),
        (Review(), REVIEW, {}),
    ],
    ids=["post", "message", "review"],
)
def test_what_is_not_given_is_none(
    row: object, fields: dict[str, FieldKind], known: dict[str, str]
) -> None:
    assert {name: getattr(row, name) for name in fields} == {**dict.fromkeys(fields), **known}


def test_a_post_screened_and_found_clean_is_not_one_never_screened() -> None:
    screened, unscreened = build_post(labels=[]), build_post()

    assert screened.labels == frozenset()
    assert unscreened.labels is None
    assert screened != unscreened


@pytest.mark.parametrize("label", [*KNOWN_POST_LABELS, *KNOWN_REPLY_LABELS, "of_tomorrow"])
def test_any_label_may_be_given(label: str) -> None:
    assert build_post(labels=[label]).labels == frozenset({label})
    assert build_message(reply_labels=[label]).reply_labels == frozenset({label})


def test_posts_of_one_instant_in_two_zones_are_equal() -> None:
    there = build_post(published_at="2019-06-04T16:00:00Z")

    assert there == build_post(published_at="2019-06-05T00:00:00+08:00")
    assert hash(there) == hash(build_post(published_at="2019-06-05T00:00:00+08:00"))


def test_a_refusal_reads_as_a_sentence() -> None:
    with pytest.raises(InvalidValueError) as caught:
        build_post(kind="re-post")

    assert str(caught.value) == (
        "Post 'p1': kind is 're-post'; expected one of original, repost, notice"
        " (did you mean 'repost'?)."
    )
