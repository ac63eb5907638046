"""Strategies for whole portfolios and reports, valid by construction."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from pendulum import DateTime

from govmedia_rules import testing
from govmedia_rules.findings import (
    Evidence,
    EvidenceValue,
    Exclusion,
    Fate,
    Finding,
    FollowedUp,
    FollowUp,
    MissingFact,
    Outcome,
    Range,
    Report,
    RuleRun,
    SubjectRef,
    Suppression,
    TableRead,
)
from govmedia_rules.law import Citation, Confidence, Force, Severity
from govmedia_rules.models import (
    AccountStatus,
    AppFacts,
    Filing,
    Incident,
    Level,
    Message,
    Portfolio,
    Post,
    PostKind,
    Review,
    Role,
    Subject,
    UnitKind,
    UnitStatus,
    Waiver,
)
from govmedia_rules.moments import Window, moment
from govmedia_rules.text import Text

ZONES = (
    ZoneInfo("Asia/Shanghai"),
    ZoneInfo("America/New_York"),
    UTC,
    timezone(timedelta(hours=5, minutes=30)),
)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
# Ending in something visible, so that none is blank.
names = st.builds("{}{}".format, texts, st.sampled_from("aZ0-一𠮷"))
counts = st.integers(0, 2**63 - 1)
flags = st.booleans()
tags = st.frozensets(names, max_size=3)
days = st.dates(date(1992, 1, 1), date(2199, 12, 31))
# A day away from the limits, so that no zone carries a moment past them.
moments: SearchStrategy[Any] = st.datetimes(
    datetime(1992, 1, 2),  # noqa: DTZ001 -- Hypothesis wants it naive and adds the zone
    datetime(2199, 12, 30),  # noqa: DTZ001
    timezones=st.sampled_from(ZONES),
)


def maybe(strategy: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return st.none() | strategy


def texts_of(strategy: SearchStrategy[str]) -> SearchStrategy[Text]:
    return st.builds(Text, zh=strategy, en=strategy)


reviews = st.builds(
    Review,
    reviewed_at=maybe(moments),
    reviewers=maybe(st.lists(names, max_size=2)),
    gates=maybe(tags),
)
filings = st.builds(Filing, what=names, filed_at=maybe(moments), filed_with=maybe(names))
incidents = st.builds(Incident, kind=names, occurred_at=maybe(moments), resolved_at=maybe(moments))
apps = st.builds(
    AppFacts,
    is_downloadable=maybe(flags),
    is_usable=maybe(flags),
    supports_ipv6=maybe(flags),
    runs_on_terminals=maybe(tags),
)
units = testing.units(
    unknown=1,
    id=names,
    name=maybe(texts),
    level=maybe(st.sampled_from(Level)),
    kind=maybe(st.sampled_from(UnitKind)),
    region=maybe(texts),
    parent_id=maybe(names),
    status=maybe(st.sampled_from(UnitStatus)),
    status_changed_on=maybe(days),
    successor_id=maybe(names),
    aliases=maybe(tags),
    duty_keywords=maybe(tags),
    has_administrative_functions=maybe(flags),
    supervises_accounts=maybe(flags),
    inspected_at=maybe(moments),
    inspected_accounts=maybe(counts),
    supervised_accounts=maybe(counts),
    is_secret=maybe(flags),
    has_public_functions=maybe(flags),
)
accounts = testing.accounts(
    unknown=1,
    id=names,
    platform=names,
    name=maybe(texts),
    unit_id=maybe(names),
    verified_body=maybe(texts),
    opened_at=maybe(moments),
    status=maybe(st.sampled_from(AccountStatus)),
    closed_at=maybe(moments),
    closing_announced_at=maybe(moments),
    closing_notice_ended_at=maybe(moments),
    filings=maybe(st.lists(filings, max_size=2)),
    followers=maybe(counts),
    functions=maybe(tags),
    interaction_features=maybe(tags),
    service_features=maybe(tags),
    licences=maybe(tags),
    is_main=maybe(flags),
    is_in_personal_name=maybe(flags),
    is_for_campaign=maybe(flags),
    successor_id=maybe(names),
    operator=maybe(texts),
    app=maybe(apps),
    incidents=maybe(st.lists(incidents, max_size=2)),
    labels=maybe(tags),
    has_all_posts=maybe(flags),
    has_all_messages=maybe(flags),
)
attestations = testing.attestations(
    unknown=1,
    id=names,
    question_id=names,
    unit_id=maybe(names),
    account_id=names,
    answer=maybe(flags),
    answered_by=names,
    answered_as=maybe(st.sampled_from(tuple(Role))),
    answered_at=moments,
    remarks=maybe(texts),
)
waivers = st.builds(
    Waiver,
    id=names,
    rule_id=names,
    unit_id=maybe(names),
    account_id=names,
    authority=names,
    document=names,
    reason=names,
    valid_from_at=moments,
    expires_at=maybe(moments),
)


def posts_of(account_ids: SearchStrategy[str]) -> SearchStrategy[Post]:
    return testing.posts(
        unknown=1,
        id=names,
        account_id=account_ids,
        published_at=maybe(moments),
        title=maybe(texts),
        kind=maybe(st.sampled_from(PostKind)),
        format=maybe(texts),
        source=maybe(texts),
        reads=maybe(counts),
        likes=maybe(counts),
        deleted_at=maybe(moments),
        harm_detected_at=maybe(moments),
        review=maybe(reviews),
        labels=maybe(tags),
    )


def messages_of(account_ids: SearchStrategy[str]) -> SearchStrategy[Message]:
    return testing.messages(
        unknown=1,
        id=names,
        account_id=account_ids,
        received_at=maybe(moments),
        needs_reply=maybe(flags),
        replied_at=maybe(moments),
        reply_labels=maybe(tags),
    )


def tables(rows: SearchStrategy[Any]) -> SearchStrategy[Any]:
    """Draw a table that is not supplied, empty, or has rows with distinct ids."""
    return maybe(st.lists(rows, max_size=3, unique_by=lambda row: row.id))


@st.composite
def portfolios(draw: st.DrawFn) -> Portfolio:
    owners = draw(st.lists(accounts, max_size=3, unique_by=lambda row: row.id))
    ids = st.sampled_from([owner.id for owner in owners]) if owners else None
    nothing = st.sampled_from([None, ()])
    return Portfolio(
        accounts=owners,
        units=draw(tables(units)),
        posts=draw(nothing if ids is None else tables(posts_of(ids))),
        messages=draw(nothing if ids is None else tables(messages_of(ids))),
        attestations=draw(tables(attestations)),
        waivers=draw(tables(waivers)),
    )


def _moment(value: datetime) -> DateTime:
    return moment(value)


report_moments = moments.map(_moment)
words = texts_of(names)
tuples_of_texts = st.lists(texts, max_size=3).map(tuple)
ranges = st.builds(Range, at_least=counts, at_most=maybe(counts))
evidence_values: SearchStrategy[EvidenceValue] = st.one_of(
    st.none(),
    flags,
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    texts,
    report_moments,
    tuples_of_texts,
    ranges,
)
windows = st.builds(Window.up_to, report_moments, st.integers(1, 700_000))
subjects = st.builds(
    SubjectRef,
    kind=st.sampled_from(Subject),
    id=names,
    name=maybe(texts),
    account_id=maybe(names),
    account_name=maybe(names),
    unit_id=maybe(names),
)
evidence = st.builds(
    Evidence,
    what=words,
    condition=texts,
    truth=maybe(flags),
    value=evidence_values,
    operator=texts,
    threshold=evidence_values,
    window=maybe(windows),
    known=maybe(counts),
    total=maybe(counts),
    ids=tuples_of_texts,
    ids_total=counts,
)
citations = st.builds(
    Citation,
    instrument=names,
    number=maybe(names),
    title=words,
    provision=maybe(names),
    heading=maybe(words),
    in_force_on=days,
    repealed_on=maybe(days),
    confidence=st.sampled_from(Confidence),
)
suppressions = st.builds(
    Suppression,
    waiver_id=names,
    authority=names,
    document=names,
    reason=names,
    expires_at=maybe(report_moments),
)
findings = st.builds(
    Finding,
    rule_id=names,
    title=words,
    outcome=st.sampled_from(Outcome),
    force=st.sampled_from(Force),
    severity=st.sampled_from(Severity),
    subject=subjects,
    message=words,
    evidence=st.lists(evidence, max_size=2).map(tuple),
    missing=st.lists(st.builds(MissingFact, fact=names, what=words, count=counts), max_size=2).map(
        tuple
    ),
    citations=st.lists(citations, max_size=2).map(tuple),
    remedy=maybe(words),
    count=counts,
    suppression=maybe(suppressions),
    error=maybe(texts),
)
rule_runs = st.builds(
    RuleRun,
    rule_id=names,
    title=words,
    severity=st.sampled_from(Severity),
    subject=st.sampled_from(Subject),
    is_in_force=flags,
    passed=counts,
    failed=counts,
    undetermined=counts,
    not_applicable=counts,
    errors=counts,
    fingerprint=maybe(names),
)
table_reads = st.builds(TableRead, table=names, is_supplied=flags, rows=counts, read=counts)


exclusions = st.builds(
    Exclusion,
    scope_id=texts,
    title=words,
    citations=st.lists(citations, max_size=2).map(tuple),
    rules=counts,
    units=tuples_of_texts,
    accounts=tuples_of_texts,
)
follow_ups = st.builds(
    FollowUp,
    report_fingerprint=names,
    as_of=report_moments,
    items=st.lists(
        st.builds(FollowedUp, fingerprint=names, fate=st.sampled_from(Fate), now=maybe(findings)),
        max_size=2,
    ).map(tuple),
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    return Report(
        as_of=draw(report_moments),
        ruleset_id=draw(names),
        ruleset_fingerprint=draw(names),
        findings=tuple(draw(st.lists(findings, max_size=3))),
        rules=tuple(draw(st.lists(rule_runs, max_size=2))),
        tables=tuple(draw(st.lists(table_reads, max_size=2))),
        inspected=draw(tuples_of_texts),
        not_inspected=draw(tuples_of_texts),
        accounts_without_unit=draw(counts),
        exclusions=tuple(draw(st.lists(exclusions, max_size=1))),
        notices=tuple(draw(st.lists(words, max_size=2))),
        follow_up=draw(maybe(follow_ups)),
    )
