"""
Hypothesis strategies for units, accounts, posts, messages and answers.

Every field can be given by keyword, as a value or as a strategy; what is not given is drawn,
or is unknown at the rate that the caller sets. Rows are valid as they are drawn: nothing is
filtered. Links to other rows, and a closing or a deletion, are there only where they are
given. They shrink towards few known facts, the first names and the latest moments.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations
from typing import Any, Final, TypeVar, cast

from attrs import fields as fields_of
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from pendulum import DateTime

from govmedia_rules.errors import UnknownNameError
from govmedia_rules.models import (
    KNOWN_ACCOUNT_LABELS,
    KNOWN_FILINGS,
    KNOWN_GATES,
    KNOWN_LICENCES,
    KNOWN_PLATFORMS,
    KNOWN_POST_LABELS,
    KNOWN_REPLY_LABELS,
    Account,
    AccountStatus,
    AppFacts,
    Attestation,
    Filing,
    Incident,
    Level,
    Message,
    Post,
    PostKind,
    Review,
    Role,
    Unit,
    UnitKind,
    UnitStatus,
)
from govmedia_rules.moments import day_of
from govmedia_rules.testing.factories import AS_OF
from govmedia_rules.testing.gaps import check_rate, drawn_gaps
from govmedia_rules.testing.measures import DAY, moment_at
from govmedia_rules.testing.names_pool import UNIT_NAMES, WORDS_OF

__all__ = [
    "Fields",
    "account_fields",
    "accounts",
    "attestations",
    "check_names",
    "draw_row",
    "message_fields",
    "messages",
    "moments",
    "post_fields",
    "posts",
    "unit_fields",
    "units",
]

M = TypeVar("M")
_HOUR: Final = DAY // 24
_ALWAYS_KNOWN: Final = frozenset(
    {"id", "account_id", "platform", "answered_by", "answered_at", "question_id"}
)


def moments(
    *, as_of: DateTime = AS_OF, days: int = 120, after: int = 2
) -> SearchStrategy[DateTime]:
    """
    Draw moments around *as_of*, on the hour, the latest before it first.

    Parameters:
        as_of: the monitoring moment.

        days: how many days before it they may lie.

        after: how many days after it.
    """
    return st.integers(-after * 24, days * 24).map(lambda hours: moment_at(-hours * _HOUR, as_of))


@cache
def _sets(words: Sequence[str]) -> SearchStrategy[frozenset[str]]:
    """Draw none, one or two of *words*."""
    single = [frozenset({word}) for word in words]
    pairs = [frozenset(pair) for pair in combinations(words, 2)]
    return st.sampled_from([frozenset[str](), *single, *pairs])


@cache
def _words(name: str) -> SearchStrategy[str]:
    return st.sampled_from(WORDS_OF[name])


@cache
def _moments(as_of: DateTime) -> SearchStrategy[DateTime]:
    return moments(as_of=as_of)


_FLAGS: Final = st.booleans()
_COUNTS: Final = st.integers(0, 5_000)
Fields = Mapping[str, SearchStrategy[Any]]
"""What the fields of a model hold where they are known."""


@cache
def unit_fields(as_of: DateTime) -> Fields:
    """Return what the fields of a unit hold where they are known."""
    return {
        "id": st.integers(1, 999).map("unit-{}".format),
        "name": st.sampled_from(UNIT_NAMES),
        "level": st.sampled_from(Level),
        "kind": st.sampled_from(UnitKind),
        "region": _words("region"),
        "status": st.sampled_from(UnitStatus),
        "status_changed_on": _moments(as_of).map(day_of),
        "aliases": _sets(WORDS_OF["aliases"]),
        "duty_keywords": _sets(WORDS_OF["duty_keywords"]),
        "has_administrative_functions": _FLAGS,
        "supervises_accounts": _FLAGS,
        "inspected_at": _moments(as_of),
    }


@cache
def account_fields(as_of: DateTime) -> Fields:
    """Return what the fields of an account hold where they are known."""
    at = _moments(as_of)
    filing = st.builds(Filing, what=st.sampled_from(KNOWN_FILINGS), filed_at=at)
    incident = st.builds(
        Incident, kind=_words("open_incidents"), occurred_at=at, resolved_at=st.none() | at
    )
    app = st.builds(
        AppFacts,
        is_downloadable=_FLAGS,
        is_usable=_FLAGS,
        supports_ipv6=_FLAGS,
        runs_on_terminals=_sets(WORDS_OF["runs_on_terminals"]),
    )
    return {
        "id": st.integers(1, 999).map("account-{}".format),
        "platform": st.sampled_from(KNOWN_PLATFORMS),
        "name": _words("name"),
        "verified_body": _words("verified_body"),
        "opened_at": moments(as_of=as_of, days=2_000, after=0),
        "status": st.sampled_from(AccountStatus),
        "closing_announced_at": at,
        "filings": st.lists(filing, max_size=2).map(tuple),
        "followers": _COUNTS,
        "functions": _sets(WORDS_OF["functions"]),
        "interaction_features": _sets(WORDS_OF["interaction_features"]),
        "service_features": _sets(WORDS_OF["service_features"]),
        "licences": _sets(KNOWN_LICENCES),
        "is_main": _FLAGS,
        "operator": _words("operator"),
        "app": st.none() | app,
        "incidents": st.lists(incident, max_size=1).map(tuple),
        "labels": _sets(KNOWN_ACCOUNT_LABELS),
    }


@cache
def post_fields(as_of: DateTime) -> Fields:
    """Return what the fields of a post hold where they are known."""
    at = _moments(as_of)
    review = st.builds(
        Review,
        reviewed_at=at,
        reviewers=_sets(WORDS_OF["reviewers"]).map(lambda names: tuple(sorted(names))),
        gates=st.sampled_from([frozenset(KNOWN_GATES[:n]) for n in range(len(KNOWN_GATES) + 1)]),
    )
    return {
        "id": st.integers(1, 9_999).map("post-{}".format),
        "account_id": st.just("account-1"),
        "published_at": at,
        "title": _words("title"),
        "kind": st.sampled_from(PostKind),
        "format": _words("format"),
        "source": _words("source"),
        "reads": _COUNTS,
        "likes": _COUNTS,
        "harm_detected_at": st.none() | at,
        "review": review,
        "labels": _sets(KNOWN_POST_LABELS),
    }


@cache
def message_fields(as_of: DateTime) -> Fields:
    """Return what the fields of a message hold where they are known."""
    return {
        "id": st.integers(1, 9_999).map("message-{}".format),
        "account_id": st.just("account-1"),
        "received_at": _moments(as_of),
        "needs_reply": _FLAGS,
        "replied_at": st.none() | _moments(as_of),
        "reply_labels": _sets(KNOWN_REPLY_LABELS),
    }


@cache
def _attestation_fields(as_of: DateTime) -> Fields:
    return {
        "id": st.integers(1, 999).map("answer-{}".format),
        "question_id": st.just("question-1"),
        "account_id": st.just("account-1"),
        "answer": _FLAGS,
        "answered_by": _words("reviewers"),
        "answered_as": st.sampled_from(Role),
        "answered_at": moments(as_of=as_of, days=500),
    }


def draw_row(
    draw: DrawFn, model: type[M], usual: Fields, given: Mapping[str, object], unknown: float
) -> M:
    """
    Draw one row: fields as given, others unknown at a rate or as usual.

    Parameters:
        draw: draws from a strategy.

        model: what it is a row of.

        usual: for each field, what it holds where it is known.

        given: fields that the caller controls, as values or strategies.

        unknown: the share of the other fields that are unknown.
    """
    others = [name for name in usual if name not in given and name not in _ALWAYS_KNOWN]
    gaps = drawn_gaps(draw, others, unknown)
    facts: dict[str, Any] = {
        name: draw(strategy)
        for name, strategy in usual.items()
        if name not in gaps and name not in given
    }
    for name, value in given.items():
        facts[name] = draw(value) if isinstance(value, SearchStrategy) else value
    return model(**facts)


_row: Final = st.composite(draw_row)


def _rows(
    model: type[M], usual: Fields, given: Mapping[str, object], unknown: float
) -> SearchStrategy[M]:
    check_rate(unknown)
    check_names(model, given)
    return _row(model, usual, given, unknown)


def check_names(model: type[object], given: Mapping[str, object]) -> None:
    """
    Refuse fields that a model does not have.

    Raises:
        UnknownNameError: naming the near one.
    """
    names = [attribute.name for attribute in fields_of(cast("Any", model))]
    for name in given:
        if name not in names:
            raise UnknownNameError("field", name, names, where=f"in {model.__name__}")


def units(
    *, unknown: float = 0.2, as_of: DateTime = AS_OF, **fields: object
) -> SearchStrategy[Unit]:
    """
    Draw a unit.

    Parameters:
        unknown: the share of fields that are unknown, of those not given.

        as_of: the monitoring moment around which its moments lie.

        fields: fields of :class:`~govmedia_rules.Unit`, each a value or a strategy.

    Raises:
        UnknownNameError: when it has no such field.
        InvalidValueError: when *unknown* is no share.
    """
    return _rows(Unit, unit_fields(as_of), fields, unknown)


def accounts(
    *, unknown: float = 0.2, as_of: DateTime = AS_OF, **fields: object
) -> SearchStrategy[Account]:
    """
    Draw an account.

    Parameters:
        unknown: the share of fields that are unknown, of those not given.

        as_of: the monitoring moment around which its moments lie.

        fields: fields of :class:`~govmedia_rules.Account`, each a value or a strategy.

    Raises:
        UnknownNameError: when it has no such field.
        InvalidValueError: when *unknown* is no share.
    """
    return _rows(Account, account_fields(as_of), fields, unknown)


def posts(
    *, unknown: float = 0.2, as_of: DateTime = AS_OF, **fields: object
) -> SearchStrategy[Post]:
    """
    Draw a post.

    Parameters:
        unknown: the share of fields that are unknown, of those not given.

        as_of: the monitoring moment around which its moments lie.

        fields: fields of :class:`~govmedia_rules.Post`, each a value or a strategy.

    Raises:
        UnknownNameError: when it has no such field.
        InvalidValueError: when *unknown* is no share.
    """
    return _rows(Post, post_fields(as_of), fields, unknown)


def messages(
    *, unknown: float = 0.2, as_of: DateTime = AS_OF, **fields: object
) -> SearchStrategy[Message]:
    """
    Draw a message from the public.

    Parameters:
        unknown: the share of fields that are unknown, of those not given.

        as_of: the monitoring moment around which its moments lie.

        fields: fields of :class:`~govmedia_rules.Message`, each a value or a strategy.

    Raises:
        UnknownNameError: when it has no such field.
        InvalidValueError: when *unknown* is no share.
    """
    return _rows(Message, message_fields(as_of), fields, unknown)


def attestations(
    *, unknown: float = 0.2, as_of: DateTime = AS_OF, **fields: object
) -> SearchStrategy[Attestation]:
    """
    Draw an answer to a question.

    Parameters:
        unknown: the share of fields that are unknown, of those not given.

        as_of: the monitoring moment before which it was given.

        fields: fields of :class:`~govmedia_rules.Attestation`, each a value or a strategy.

    Raises:
        UnknownNameError: when it has no such field.
        InvalidValueError: when *unknown* is no share.
    """
    given = {"account_id": st.just("account-1"), **fields}
    return _rows(Attestation, _attestation_fields(as_of), given, unknown)
