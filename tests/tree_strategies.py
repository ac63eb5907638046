"""Hypothesis strategies for random condition trees, rules and small portfolios around one moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, cast

from attrs import evolve
from hypothesis import strategies as st

from govmedia_rules import testing
from govmedia_rules.conditions import (
    Aggregate,
    Comparison,
    Condition,
    Constant,
    Field,
    FieldSpec,
    Function,
    Kind,
    Operator,
    Param,
    Question,
    Rows,
    Table,
    account,
    all_fields,
    all_of,
    always,
    any_of,
    field_named,
    never,
    unit,
)
from govmedia_rules.conditions.expressions import MomentField, NumberField, TagsField, TextField
from govmedia_rules.law import INSPECTION_2019, Force, Severity
from govmedia_rules.models import (
    Account,
    AppFacts,
    Attestation,
    Filing,
    Incident,
    Message,
    Portfolio,
    Post,
    Review,
    Role,
    Subject,
)
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.text import Text

AS_OF = testing.AS_OF
DAYS = (1, 7, 14)
_PLAIN_AS_OF = datetime.fromisoformat("2019-06-05T00:00:00+08:00")


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Draw None, which means that nobody looked, or a value."""
    return st.none() | strategy


def moments() -> st.SearchStrategy[datetime]:
    """Draw moments at, just before and just after the edges of the windows used here."""
    return st.builds(
        lambda days, microseconds: (
            _PLAIN_AS_OF - timedelta(days=days) + timedelta(microseconds=microseconds)
        ),
        st.sampled_from((0, *DAYS, 3, 30, -1)),
        st.sampled_from((0, 1, -1, 3_600_000_000)),
    )


# Few words, so that what is asked about and what is there often meet.
_WORDS: dict[str, tuple[str, ...]] = {
    "account.platform": ("wechat", "app"),
    "account.status": ("active", "suspended", "closed"),
    "unit.level": ("county", "township"),
    "unit.kind": ("department", "party_body"),
    "unit.status": ("active", "abolished"),
    "post.kind": ("original", "repost"),
    "post.labels": ("commercial_ad", "forced_likes"),
    "account.labels": ("bought_followers", "forced_likes"),
    "message.reply_labels": ("hostile", "evasive"),
}
_ANY_WORD = ("a", "b")


def words_of(spec: FieldSpec) -> tuple[str, ...]:
    """Return the words that are drawn for a field."""
    name = spec.name
    for other, same in (("peer.", "account."), ("superior.", "unit."), ("removed.", "post.")):
        name = name.replace(other, same)
    return _WORDS.get(name, _ANY_WORD)


def _text(name: str) -> st.SearchStrategy[Any]:
    return maybe(st.sampled_from(_WORDS.get(name, _ANY_WORD)))


def _tags(name: str) -> st.SearchStrategy[Any]:
    return maybe(st.frozensets(st.sampled_from(_WORDS.get(name, _ANY_WORD))))


_flags = maybe(st.booleans())
_counts = maybe(st.integers(0, 3))
_moments = maybe(moments())


@st.composite
def portfolios(draw: st.DrawFn, *, max_accounts: int = 3, max_posts: int = 5) -> Portfolio:
    """Draw a small portfolio with facts missing anywhere."""
    units = draw(
        maybe(
            st.lists(
                testing.units(
                    unknown=1,
                    id=st.sampled_from(("u1", "u2")),
                    name=_text("unit.name"),
                    level=_text("unit.level"),
                    kind=_text("unit.kind"),
                    status=_text("unit.status"),
                    status_changed_on=maybe(moments().map(datetime.date)),
                    aliases=_tags("unit.aliases"),
                    duty_keywords=_tags("unit.duty_keywords"),
                    parent_id=maybe(st.sampled_from(("u1", "u2", "u9"))),
                    supervises_accounts=_flags,
                    inspected_at=_moments,
                ),
                max_size=2,
                unique_by=lambda unit: unit.id,
            )
        )
    )
    ids = [f"a{number}" for number in range(draw(st.integers(0, max_accounts)))]
    accounts = [draw(_accounts(account_id)) for account_id in ids]
    return Portfolio(
        units=units,
        accounts=accounts,
        posts=draw(_rows(ids, _post, "p", max_posts)),
        messages=draw(_rows(ids, _message, "m", 2)),
        attestations=draw(maybe(st.lists(_attestations(), max_size=4).map(_numbered))),
    )


def _attestations() -> st.SearchStrategy[Attestation]:
    return testing.attestations(
        unknown=1,
        id=st.just("answer"),
        question_id=st.sampled_from(("q1", "q2")),
        unit_id=maybe(st.sampled_from(("u1", "u2"))),
        account_id=st.sampled_from(("a0", "a1")),
        answer=_flags,
        answered_by=st.just("a person"),
        answered_as=maybe(st.sampled_from(tuple(Role))),
        answered_at=moments(),
    )


def _numbered(attestations: list[Attestation]) -> list[Attestation]:
    return [evolve(given, id=f"t{number}") for number, given in enumerate(attestations)]


def _rows(ids: list[str], row: Any, prefix: str, most: int) -> st.SearchStrategy[Any]:
    if not ids:
        return maybe(st.just([]))
    owners = st.lists(st.sampled_from(ids), max_size=most)
    return maybe(
        owners.flatmap(
            lambda drawn: st.tuples(
                *(row(f"{prefix}{number}", owner) for number, owner in enumerate(drawn))
            )
        )
    )


def _accounts(account_id: str) -> st.SearchStrategy[Account]:
    return testing.accounts(
        unknown=1,
        id=st.just(account_id),
        platform=st.sampled_from(_WORDS["account.platform"]),
        name=_text("account.name"),
        unit_id=maybe(st.sampled_from(("u1", "u2", "u9"))),
        opened_at=_moments,
        status=_text("account.status"),
        closed_at=_moments,
        closing_announced_at=_moments,
        closing_notice_ended_at=_moments,
        is_for_campaign=_flags,
        followers=_counts,
        interaction_features=_tags("account.interaction_features"),
        functions=_tags("account.functions"),
        filings=maybe(
            st.lists(
                st.builds(
                    Filing,
                    what=st.sampled_from((*_ANY_WORD, "opening", "closing")),
                    filed_at=_moments,
                ),
                max_size=2,
            )
        ),
        incidents=maybe(
            st.lists(
                st.builds(
                    Incident,
                    kind=st.sampled_from(_ANY_WORD),
                    occurred_at=_moments,
                    resolved_at=_moments,
                ),
                max_size=2,
            )
        ),
        is_main=_flags,
        app=maybe(st.builds(AppFacts, is_usable=_flags, is_downloadable=_flags)),
        labels=_tags("account.labels"),
        has_all_posts=_flags,
        has_all_messages=_flags,
    )


def _post(post_id: str, account_id: str) -> st.SearchStrategy[Post]:
    return testing.posts(
        unknown=1,
        id=st.just(post_id),
        account_id=st.just(account_id),
        published_at=_moments,
        title=_text("post.title"),
        kind=_text("post.kind"),
        reads=_counts,
        likes=_counts,
        deleted_at=_moments,
        harm_detected_at=_moments,
        review=maybe(
            st.builds(
                Review,
                reviewed_at=_moments,
                reviewers=maybe(st.lists(st.sampled_from(_ANY_WORD), max_size=2)),
                gates=_tags("post.review.gates"),
            )
        ),
        labels=_tags("post.labels"),
    )


def _message(message_id: str, account_id: str) -> st.SearchStrategy[Message]:
    return testing.messages(
        unknown=1,
        id=st.just(message_id),
        account_id=st.just(account_id),
        received_at=_moments,
        needs_reply=_flags,
        replied_at=_moments,
        reply_labels=_tags("message.reply_labels"),
    )


_BY_ROOT: dict[str, list[Field]] = {}
for _spec in all_fields():
    _BY_ROOT.setdefault(_spec.root, []).append(field_named(_spec.name))

ROOTS: dict[Subject, tuple[str, ...]] = {
    Subject.POST: ("post", "account", "unit", "superior"),
    Subject.MESSAGE: ("message", "account", "unit", "superior"),
    Subject.ACCOUNT: ("account", "unit", "superior"),
    Subject.UNIT: ("unit", "superior"),
}
TABLES: dict[Subject, tuple[Table, ...]] = {
    Subject.POST: (),
    Subject.MESSAGE: (),
    Subject.ACCOUNT: tuple(Table),
    Subject.UNIT: (Table.ACCOUNTS,),
}


def leaves(roots: tuple[str, ...], *, about_records: bool) -> st.SearchStrategy[Condition]:
    """Draw one comparison or question about a field of *roots*."""
    fields = st.sampled_from([field for root in roots for field in _BY_ROOT[root]])
    asked = [root for root in (account, unit) if repr(root) in roots]
    return st.one_of(
        st.sampled_from((always, never)),
        st.builds(
            lambda root, question: root.answers(question), st.sampled_from(asked), questions()
        ),
        fields.flatmap(lambda field: _about(field, roots, about_records=about_records)),
    )


def _about(
    field: Field, roots: tuple[str, ...], *, about_records: bool
) -> st.SearchStrategy[Condition]:
    options: list[st.SearchStrategy[Condition]] = []
    words = st.sampled_from(words_of(field.spec))
    if isinstance(field, NumberField):
        options.append(
            st.builds(
                lambda sign, value: cast("Condition", Comparison(sign, field, Constant(value))),
                st.sampled_from(tuple(Operator)),
                st.integers(0, 3) | st.sampled_from((0.5, 1.5)),
            )
        )
    elif isinstance(field, TextField):
        options.append(words.map(lambda word: field == word))
        options.append(words.map(lambda word: field != word))
        options.append(words.map(field.is_in))
        options.append(words.map(field.mentions))
        options.append(st.sampled_from(_sets_of(roots)).map(field.mentions))
    elif isinstance(field, MomentField):
        options.append(days().map(lambda length: field.within(days=length)))
        others = [
            other for root in roots for other in _BY_ROOT[root] if isinstance(other, MomentField)
        ]
        options.append(st.sampled_from(others).map(lambda other: field <= other))
        options.append(st.sampled_from(others).map(lambda other: field > other))
        options.append(moments().map(lambda at: field >= at))
    elif isinstance(field, TagsField):
        options.append(words.map(field.has))
        options.append(st.just(field.is_empty()))
        options.append(words.map(field.overlaps))
        options.append(st.sampled_from(_sets_of(roots)).map(field.overlaps))
    elif isinstance(field, Condition):
        options.append(st.just(field))
    if about_records:
        options.append(st.just(field.is_missing()))
    return st.one_of(options)


def _sets_of(roots: tuple[str, ...]) -> list[TagsField]:
    return [field for root in roots for field in _BY_ROOT[root] if isinstance(field, TagsField)]


def questions() -> st.SearchStrategy[Question]:
    """Draw a question of few."""
    return st.builds(
        Question,
        st.sampled_from(("q1", "q2")),
        st.just(Text(zh="问题", en="question")),
        answerable_by=st.sets(st.sampled_from(tuple(Role)), min_size=1),
        days=days(),
    )


def days() -> st.SearchStrategy[int | Param]:
    """Draw the length of a window, as a number or as a parameter."""
    return st.sampled_from(DAYS) | st.sampled_from(DAYS).map(
        lambda length: Param(f"days{length}", length, unit="day", origin="text")
    )


@st.composite
def aggregates(
    draw: st.DrawFn, table: Table, roots: tuple[str, ...], *, about_records: bool
) -> Aggregate:
    """Draw an aggregate over the rows of *table*."""
    inside = (table.row_root, *roots)
    rows = Rows(table)
    if draw(st.booleans()):
        rows = rows.within(days=draw(days()))
    if draw(st.booleans()):
        rows = rows.where(draw(joined(leaves(inside, about_records=about_records), max_leaves=3)))
    function = draw(st.sampled_from(tuple(Function)))
    coverage = draw(st.none() | st.sampled_from((0.5, 1, 0.75))) if about_records else None
    if function in {Function.DISTINCT, Function.REPEATS}:
        texts = [field for field in _BY_ROOT[table.row_root] if isinstance(field, TextField)]
        return Aggregate(function, rows, draw(st.sampled_from(texts)))
    numbers = [field for field in _BY_ROOT[table.row_root] if isinstance(field, NumberField)]
    if function is Function.COUNT or (function is not Function.SHARE and not numbers):
        return rows.count()
    if function is Function.SHARE:
        return rows.share(draw(leaves(inside, about_records=about_records)), coverage=coverage)
    number = draw(st.sampled_from(numbers))
    return cast("Aggregate", getattr(rows, function.value)(number, coverage=coverage))


@st.composite
def _aggregate_leaves(
    draw: st.DrawFn, tables: tuple[Table, ...], roots: tuple[str, ...], *, about_records: bool
) -> Condition:
    table = draw(st.sampled_from(tables))
    left = draw(aggregates(table, roots, about_records=about_records))
    sign = draw(st.sampled_from(tuple(Operator)))
    if draw(st.integers(0, 4)) == 0:
        other = draw(st.sampled_from(tables))
        right = draw(aggregates(other, roots, about_records=about_records))
        return Comparison(sign, left, right)
    return Comparison(sign, left, Constant(draw(st.integers(0, 3) | st.just(0.5))))


def joined(
    parts: st.SearchStrategy[Condition], *, max_leaves: int = 4
) -> st.SearchStrategy[Condition]:
    """Draw a tree of and, or, not over *parts*."""
    return st.recursive(
        parts,
        lambda inner: st.one_of(
            inner.map(lambda part: ~part),
            st.lists(inner, min_size=2, max_size=3).map(lambda drawn: all_of(*drawn)),
            st.lists(inner, min_size=2, max_size=3).map(lambda drawn: any_of(*drawn)),
        ),
        max_leaves=max_leaves,
    )


def conditions(
    subject: Subject = Subject.ACCOUNT, *, about_records: bool = True
) -> st.SearchStrategy[Condition]:
    """
    Draw a condition on *subject*.

    With *about_records* false it asks nowhere whether a fact is missing, and states no
    coverage; then what is definite stays so whatever is filled in.
    """
    roots, tables = ROOTS[subject], TABLES[subject]
    parts = leaves(roots, about_records=about_records)
    if tables:
        parts = st.one_of(parts, _aggregate_leaves(tables, roots, about_records=about_records))
    return joined(parts)


_TITLE = Text(zh="标题", en="title")


@st.composite
def rulesets(draw: st.DrawFn, *, max_rules: int = 4) -> RuleSet:
    """Draw a rule set of random rules about all kinds of subjects."""
    rules: list[Rule] = []
    for number in range(draw(st.integers(1, max_rules))):
        subject = draw(st.sampled_from(tuple(Subject)))
        demand = draw(st.sampled_from(("requires", "forbids")))
        rules.append(
            Rule(
                id=f"test/rule-{number}",
                title=_TITLE,
                cites=(INSPECTION_2019.provision("2.1"),),
                force=draw(st.sampled_from((Force.OBLIGATION, Force.DEFEASIBLE))),
                severity=draw(st.sampled_from((Severity.VETO, Severity.ERROR))),
                subject=subject,
                applies=draw(st.none() | conditions(subject)),
                unless=draw(st.none() | st.none() | conditions(subject)),
                **cast("Any", {demand: draw(conditions(subject))}),
            )
        )
    return RuleSet("test", rules)


__all__ = [
    "AS_OF",
    "Kind",
    "aggregates",
    "conditions",
    "leaves",
    "maybe",
    "moments",
    "portfolios",
    "rulesets",
]
