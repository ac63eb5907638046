"""The words conditions are written in: each field reads what the models hold, and can be told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from govmedia_rules.conditions import account, message, peer, post, removed, superior, unit
from govmedia_rules.conditions.expressions import Field
from govmedia_rules.conditions.field_groups import FieldGroup
from govmedia_rules.conditions.fields import FieldSpec, Kind
from govmedia_rules.conditions.lexicon import word
from govmedia_rules.conditions.vocabulary import all_fields, field_named, recorded_words
from govmedia_rules.models import Account, AppFacts, Filing, Incident, Message, Post, Review, Unit
from govmedia_rules.text import Text

MODELS: dict[str, type] = {
    "account": Account,
    "peer": Account,
    "unit": Unit,
    "superior": Unit,
    "post": Post,
    "removed": Post,
    "message": Message,
}
PARTS: dict[str, type] = {
    "app": AppFacts,
    "filings": Filing,
    "incidents": Incident,
    "review": Review,
}
GROUPS: tuple[FieldGroup, ...] = (
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
)

each_field = pytest.mark.parametrize("spec", all_fields(), ids=lambda spec: spec.name)


def is_held(model: type, path: tuple[str, ...]) -> bool:
    """Return whether objects of *model* have what *path* leads to."""
    for step in path:
        if not hasattr(model, step):
            return False
        model = PARTS.get(step, object)
    return True


def test_a_field_is_written_as_it_is_named() -> None:
    for group in GROUPS:
        fields = {name: node for name, node in vars(group).items() if isinstance(node, Field)}

        assert {f"{group!r}.{name}": node.spec.name for name, node in fields.items()} == {
            spec.name: spec.name for spec in group.specs
        }


@each_field
def test_a_field_is_found_by_its_name(spec: FieldSpec) -> None:
    assert field_named(spec.name).spec == spec


@each_field
def test_what_is_recorded_for_a_field_stands_in_the_model(spec: FieldSpec) -> None:
    model = MODELS[spec.root]

    # What a calendar counts is recorded in several places, so that no one of them is named.
    assert spec.uses_calendar or is_held(model, spec.record or spec.path)
    if spec.as_of_method is not None:
        method: Callable[..., object] = getattr(model, spec.as_of_method)
        assert callable(method)


@each_field
def test_a_field_turns_at_moments_that_the_model_records(spec: FieldSpec) -> None:
    for path in spec.turns_at:
        assert is_held(MODELS[spec.root], path)
        assert path[-1].endswith(("_at", "_on"))


def test_a_field_that_depends_on_the_moment_says_when_it_turns_unless_a_calendar_counts() -> None:
    asked = {spec.name for spec in all_fields() if spec.as_of_method is not None}
    turning = {spec.name for spec in all_fields() if spec.turns_at}
    counting = {spec.name for spec in all_fields() if spec.uses_calendar}

    assert asked - counting == turning
    assert counting == {
        f"{root}.{name}"
        for root in ("account", "peer")
        for name in ("opening_filing_days", "closing_filing_days", "closing_notice_days")
    }


def test_only_days_between_two_moments_have_parts() -> None:
    assert {spec.name for spec in all_fields() if spec.is_fractional} == {
        "message.reply_days",
        "post.removal_days",
        "removed.removal_days",
    }


@each_field
def test_a_vocabulary_belongs_to_words(spec: FieldSpec) -> None:
    assert not spec.vocabulary or spec.kind in {Kind.TEXT, Kind.TAGS}
    assert len(set(spec.vocabulary)) == len(spec.vocabulary)
    if spec.members is not None:
        assert spec.vocabulary == tuple(spec.members)


@each_field
def test_every_word_of_a_vocabulary_has_a_name_in_both_languages(spec: FieldSpec) -> None:
    for value in spec.vocabulary:
        name = word(value)

        assert name.zh != value
        assert name.en.strip("_").isprintable()
        assert "_" not in name.en


def test_what_the_unit_above_is_asked_is_said_of_the_unit_above() -> None:
    assert superior.name.spec.words == Text(zh="上级的单位名称", en="unit name (the unit above)")


def test_what_is_worked_out_is_missing_where_its_record_is() -> None:
    of_account = {
        "name_key": "name",
        "name_stem": "name",
        "name_length": "name",
        "verified_key": "verified_body",
        "filed": "filings",
        "open_incidents": "incidents",
    }
    of_unit = {
        "changed_at": "status_changed_on",
        "name_keys": "name",
        "body_keys": "name",
        "duty_keys": "duty_keywords",
        "inspected_share": "inspected_accounts",
    }
    of_post = {"source_site": "source", "removal_days": "harm_detected_at"}

    recorded: dict[str, dict[str, str]] = {}
    for spec in all_fields():
        if spec.record is not None:
            recorded.setdefault(spec.root, {})[".".join(spec.path)] = ".".join(spec.record)

    assert recorded == {
        "account": of_account,
        "peer": of_account,
        "unit": of_unit,
        "superior": of_unit,
        "post": of_post,
        "removed": of_post,
        "message": {"reply_days": "replied_at"},
    }


@pytest.mark.parametrize(
    ("field", "recorded"),
    [
        (account.name_length, account.name),
        (account.name_key, account.name),
        (account.name_stem, account.name),
        (account.verified_key, account.verified_body),
        (account.followers, account.followers),
    ],
)
def test_what_is_missing_is_called_by_what_would_be_recorded(field: Field, recorded: Field) -> None:
    assert recorded_words(field.spec) == recorded.spec.words
