"""
The eighteen rules of the benchmark written by hand: one pass over each account's posts.

This is what the compiled audit is measured against. It knows the rules by heart, asks
nothing twice, and shares every value that cannot differ between findings. It leaves out
only what the benchmark's portfolio does not hold: undated posts, apps, suspended
accounts, sponsors outside the register, labels that tell of bought popularity.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from bench_portfolio import RULES
from pendulum import DateTime

from govmedia_rules.findings import Evidence, Finding, MissingFact, Outcome, Range, SubjectRef
from govmedia_rules.models import Account, AccountStatus, Portfolio, Post, PostKind, Subject
from govmedia_rules.moments import Window
from govmedia_rules.rules import Rule
from govmedia_rules.text import Text

__all__ = ["hand_written_audit"]

_RULES: tuple[Rule, ...] = tuple(RULES)
_UPDATED, _, _INTERACTS, _POPULAR, _WEEKLY, _FORTNIGHTLY, _ALIVE = _RULES[4:11]
_NO_ADS, _NO_OFF_TOPIC, _READ, _ORIGINAL, _FOLLOWED, _OPERATED, _NO_FLOOD = _RULES[11:]

_FAIL = Outcome.FAIL
_UNDETERMINED = Outcome.UNDETERMINED

_id_of = attrgetter("id")
_moment_of = attrgetter("published_at")


# What the evidence says whatever the account.

_LABELS = Text(zh="内容筛查标签", en="content labels")
_ACCOUNT_LABELS = Text(zh="账号筛查标签", en="account labels")
_FOLLOWERS = Text(zh="粉丝数", en="followers")
_INTERACTION = Text(zh="互动功能", en="interaction features")
_KIND = Text(zh="信息类型", en="kind of post")
_READS = Text(zh="阅读数", en="reads")
_STATUS = Text(zh="运行状态", en="status")
_MEAN_READS = Text(
    zh="近90天内发布的信息的平均阅读数", en="mean reads of posts in the last 90 days"
)
_SHARE_ORIGINAL = Text(
    zh="近90天内发布的信息中符合“信息类型为“原创””的占比",
    en="share of posts in the last 90 days where kind of post is original",
)
_FORCED_LIKES = Text(
    zh="发布的信息(限于内容筛查标签含“强制点赞”)的数量",
    en="number of posts where content labels include forced likes",
)

_WORDS = {
    "serious_misstatement": ("严重表述错误", "serious misstatement"),
    "state_secret": ("泄露国家秘密", "state secret"),
    "harmful_content": ("反动、暴力、色情等有害内容", "harmful content"),
    "negative_opinion": ("引发严重负面舆情", "serious negative public opinion"),
    "commercial_ad": ("商业广告", "commercial advertising"),
    "off_topic": ("与职责无关", "unrelated to its duties"),
}

_CODE_OF_LABEL = {label: f"post.labels.has({label!r})" for label in _WORDS}
_CODE_OF_FORCED_LIKES = "posts.where(post.labels.has('forced_likes')).count() > 0"
_CODE_OF_FOLLOWERS = repr(_FOLLOWED.requires)
_CODE_OF_FORTNIGHT = repr(_FORTNIGHTLY.requires)
_CODE_OF_READS = repr(_READ.requires)
_CODE_OF_SHARE = repr(_ORIGINAL.requires)
_CODE_OF_FLOOD = repr(_NO_FLOOD.requires)


def _posts_in(days: int) -> Text:
    return Text(zh=f"近{days}天内发布的信息的数量", en=f"number of posts in the last {days} days")


def _lacking(*facts: MissingFact) -> Text:
    """Say that a rule is undetermined for want of *facts*."""
    zh = "、".join([f.what.zh if f.count == 1 else f"{f.what.zh}({f.count}条)" for f in facts])
    en = ", ".join([f.what.en if f.count == 1 else f"{f.what.en} ({f.count} rows)" for f in facts])
    return Text(zh=f"未能判定，缺少：{zh}。", en=f"Undetermined; nobody recorded: {en}.")


def _account_labels(truth: bool | None, value: tuple[str, ...] | None) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            what=_ACCOUNT_LABELS,
            condition=f"account.labels.has({label!r})",
            truth=truth,
            value=value,
            operator="has",
            threshold=label,
        )
        for label in ("bought_followers", "forced_likes", "fabricated_figures")
    )


_ACCOUNT_UNSCREENED = _account_labels(None, None)
_ACCOUNT_CLEAN = _account_labels(truth=False, value=())
_NO_FORCED_LIKES = Evidence(
    what=_FORCED_LIKES,
    condition=_CODE_OF_FORCED_LIKES,
    truth=False,
    value=0,
    operator=">",
    threshold=0,
)
_NO_ACCOUNT_LABELS = (MissingFact(fact="account.labels", what=_ACCOUNT_LABELS),)
_LACKING_ACCOUNT_LABELS = _lacking(*_NO_ACCOUNT_LABELS)

_NO_INTERACTION_FACTS = (MissingFact(fact="account.interaction_features", what=_INTERACTION),)
_NO_INTERACTION = Text(
    zh="未提供有效的互动功能。", en="The account offers no working interaction function."
)
_LACKING_INTERACTION = _lacking(*_NO_INTERACTION_FACTS)
_INTERACTION_UNKNOWN, _INTERACTION_NONE = (
    (
        Evidence(
            what=_INTERACTION,
            condition="account.interaction_features.is_empty()",
            truth=truth,
            value=value,
            operator="is_empty",
        ),
    )
    for truth, value in ((None, None), (True, ()))
)

_NO_FOLLOWER_FACTS = (MissingFact(fact="account.followers", what=_FOLLOWERS),)
_LACKING_FOLLOWERS = _lacking(*_NO_FOLLOWER_FACTS)
_FOLLOWERS_UNKNOWN = (
    Evidence(
        what=_FOLLOWERS,
        condition=_CODE_OF_FOLLOWERS,
        truth=None,
        value=None,
        operator=">=",
        threshold=120,
    ),
)

_NO_OPERATOR = Text(
    zh="不得：运维方无记录；实际：未知。",
    en="forbidden: operator is not on record; found: unknown.",
)
_OPERATOR_UNKNOWN = (
    Evidence(
        what=Text(zh="运维方", en="operator"),
        condition="account.operator.is_missing()",
        truth=True,
        value=None,
        operator="is_missing",
    ),
)

_NO_STATUS = (MissingFact(fact="account.status", what=_STATUS),)
_LACKING_STATUS = _lacking(*_NO_STATUS)
_MAYBE_ACTIVE, _MAYBE_CLOSED = (
    Evidence(
        what=_STATUS,
        condition=f"account.status == {status!r}",
        truth=None,
        value=None,
        operator="==",
        threshold=status,
    )
    for status in ("active", "closed")
)
_ON_WECHAT = Evidence(
    what=Text(zh="平台", en="platform"),
    condition="account.platform == 'wechat'",
    truth=True,
    value="wechat",
    operator="==",
    threshold="wechat",
)

# What an account whose status nobody knows leaves open, around its posts' own rules.
_OPEN_BEFORE_POSTS = (
    (_UPDATED, (_MAYBE_ACTIVE,)),
    (_INTERACTS, (_MAYBE_ACTIVE,)),
    (_POPULAR, (_MAYBE_CLOSED,)),
    (_WEEKLY, (_MAYBE_ACTIVE,)),
    (_FORTNIGHTLY, (_MAYBE_ACTIVE,)),
    (_ALIVE, (_MAYBE_ACTIVE,)),
)
_OPEN_AFTER_POSTS = (
    (_READ, (_MAYBE_ACTIVE,)),
    (_ORIGINAL, (_MAYBE_ACTIVE,)),
    (_FOLLOWED, (_MAYBE_ACTIVE, _ON_WECHAT)),
    (_OPERATED, (_MAYBE_ACTIVE,)),
    (_NO_FLOOD, (_MAYBE_ACTIVE,)),
)

_CONTENT_LABELS = tuple(
    zip(
        _RULES[:4],
        ("serious_misstatement", "state_secret", "harmful_content", "negative_opinion"),
        strict=True,
    )
)
_CITY_LABELS = ((_NO_ADS, "commercial_ad"), (_NO_OFF_TOPIC, "off_topic"))


def hand_written_audit(portfolio: Portfolio, as_of: DateTime) -> tuple[Finding, ...]:  # noqa: C901, PLR0912, PLR0915 -- one pass, all rules
    """Return the findings of ``audit(portfolio, RULES, as_of=as_of)``."""
    day, week, fortnight, quarter = (Window.up_to(as_of, days) for days in (1, 7, 14, 90))
    after_1, after_7, after_14, after_90 = day.after, week.after, fortnight.after, quarter.after
    no_update, no_update_text = _nothing_in(_UPDATED, 14, fortnight, wanted=1)
    no_week, no_week_text = _nothing_in(_WEEKLY, 7, week, wanted=1)
    no_fortnight, no_fortnight_text = _nothing_in(_FORTNIGHTLY, 14, fortnight, wanted=3)
    no_quarter, no_quarter_text = _nothing_in(_ALIVE, 90, quarter, wanted=1)
    no_reads = (_mean_reads(None, None, 0, 0, quarter),)
    no_reads_text = _no_value(_MEAN_READS)
    no_kinds = (_share_original(None, None, 0, 0, quarter),)
    no_kinds_text = _no_value(_SHARE_ORIGINAL)
    active, closed, original = AccountStatus.ACTIVE, AccountStatus.CLOSED, PostKind.ORIGINAL

    posts_of: defaultdict[str, list[Post]] = defaultdict(list)
    for post in portfolio.posts or ():
        posts_of[post.account_id].append(post)

    found: list[Finding] = []
    for account in sorted(portfolio.accounts, key=_id_of):
        opened_at = account.opened_at
        if opened_at is not None and opened_at > as_of:
            continue
        posts = posts_of[account.id]
        in_1 = in_7 = in_14 = in_90 = unread = reads_sum = unsorted = originals = 0
        unscreened: list[Post] = []
        labelled: list[Post] = []
        for post in posts:
            at = post.published_at
            assert at is not None
            if at > as_of:
                continue
            deleted_at = post.deleted_at
            if deleted_at is not None and deleted_at <= as_of:
                continue
            labels = post.labels
            if labels is None:
                unscreened.append(post)
            elif labels:
                labelled.append(post)
            if at > after_90:
                in_90 += 1
                reads = post.reads
                if reads is None:
                    unread += 1
                else:
                    reads_sum += reads
                kind = post.kind
                if kind is original:
                    originals += 1
                elif kind is None:
                    unsorted += 1
                if at > after_14:
                    in_14 += 1
                    if at > after_7:
                        in_7 += 1
                        if at > after_1:
                            in_1 += 1

        screening = _Screening.of(unscreened, labelled) if unscreened or labelled else None
        status = account.status_at(as_of)
        if status is closed:
            if screening is not None:
                found += _of_posts(_CITY_LABELS, _subject_of(account), screening)
            continue
        subject = _subject_of(account)
        if status is None:
            found += _of_unknown_status(account, subject, _existing(posts, as_of), screening)
            continue
        if status is not active or account.platform == "app":
            raise NotImplementedError(account)

        if screening is not None:
            found += _of_posts(_CONTENT_LABELS, subject, screening)
        if not in_14 and not (
            opened_at is not None and opened_at > after_14 and not _existing(posts, as_of)
        ):
            found.append(_finding(_UPDATED, _FAIL, subject, no_update_text, no_update))
        features = account.interaction_features
        if features is None:
            found.append(
                _finding(
                    _INTERACTS,
                    _UNDETERMINED,
                    subject,
                    _LACKING_INTERACTION,
                    _INTERACTION_UNKNOWN,
                    _NO_INTERACTION_FACTS,
                )
            )
        elif not features:
            found.append(_finding(_INTERACTS, _FAIL, subject, _NO_INTERACTION, _INTERACTION_NONE))
        account_labels = account.labels
        if account_labels is None or account_labels or screening is not None:
            found += _of_popularity(account, subject, screening)
        if not in_7:
            found.append(_finding(_WEEKLY, _FAIL, subject, no_week_text, no_week))
        if not in_14:
            found.append(_finding(_FORTNIGHTLY, _FAIL, subject, no_fortnight_text, no_fortnight))
        elif in_14 < 3:
            found.append(_too_few_in_fortnight(in_14, subject, posts, fortnight))
        if not in_90:
            found.append(_finding(_ALIVE, _FAIL, subject, no_quarter_text, no_quarter))
        if screening is not None:
            found += _of_posts(_CITY_LABELS, subject, screening)

        if not in_90:
            found.append(_finding(_READ, _UNDETERMINED, subject, no_reads_text, no_reads))
            found.append(_finding(_ORIGINAL, _UNDETERMINED, subject, no_kinds_text, no_kinds))
        else:
            read = in_90 - unread
            if not read or read < 0.5 * in_90:
                fact = MissingFact(fact="post.reads", what=_READS, count=unread)
                evidence = _mean_reads(None, None, read, in_90, quarter)
                found.append(
                    _finding(_READ, _UNDETERMINED, subject, _lacking(fact), (evidence,), (fact,))
                )
            elif (mean := reads_sum / read) < 100:
                text = Text(
                    zh=f"应满足：近90天内发布的信息的平均阅读数不少于100；实际：{_number(mean)}。",
                    en=f"required: mean reads of posts in the last 90 days is at least 100; found: {_number(mean)}.",
                )
                evidence = _mean_reads(False, mean, read, in_90, quarter)
                found.append(_finding(_READ, _FAIL, subject, text, (evidence,)))
            of_kind = in_90 - unsorted
            if not of_kind or of_kind < 0.5 * in_90:
                fact = MissingFact(fact="post.kind", what=_KIND, count=unsorted)
                evidence = _share_original(None, None, of_kind, in_90, quarter)
                found.append(
                    _finding(
                        _ORIGINAL, _UNDETERMINED, subject, _lacking(fact), (evidence,), (fact,)
                    )
                )
            elif (share := originals / of_kind) < 0.3:
                text = Text(
                    zh=f"应满足：近90天内发布的信息中符合“信息类型为“原创””的占比不少于0.3；实际：{_number(share)}。",
                    en=f"required: share of posts in the last 90 days where kind of post is original is at least 0.3; found: {_number(share)}.",
                )
                evidence = _share_original(False, share, of_kind, in_90, quarter)
                found.append(_finding(_ORIGINAL, _FAIL, subject, text, (evidence,)))

        if account.platform == "wechat":
            followers = account.followers
            if followers is None:
                found.append(
                    _finding(
                        _FOLLOWED,
                        _UNDETERMINED,
                        subject,
                        _LACKING_FOLLOWERS,
                        _FOLLOWERS_UNKNOWN,
                        _NO_FOLLOWER_FACTS,
                    )
                )
            elif followers < 120:
                found.append(_too_few_followers(followers, subject))
        if account.operator is None:
            found.append(_finding(_OPERATED, _FAIL, subject, _NO_OPERATOR, _OPERATOR_UNKNOWN))
        if in_1 > 20:
            found.append(_flood(in_1, subject, posts, day))
    return tuple(found)


def _subject_of(account: Account) -> SubjectRef:
    return SubjectRef(
        kind=Subject.ACCOUNT,
        id=account.id,
        name=account.name,
        account_id=account.id,
        unit_id=account.unit_id,
    )


def _finding(  # noqa: PLR0917 -- called thousands of times, by place
    rule: Rule,
    outcome: Outcome,
    subject: SubjectRef,
    message: Text,
    evidence: tuple[Evidence, ...],
    missing: tuple[MissingFact, ...] = (),
    count: int = 1,
) -> Finding:
    return Finding(
        rule_id=rule.id,
        title=rule.title,
        outcome=outcome,
        force=rule.force,
        severity=rule.severity,
        subject=subject,
        message=message,
        evidence=evidence,
        missing=missing,
        citations=rule.cites,
        remedy=rule.remedy,
        count=count,
    )


# Rules about the account.


def _nothing_in(
    rule: Rule, days: int, window: Window, *, wanted: int
) -> tuple[tuple[Evidence, ...], Text]:
    """Return what to say of an account without any post in a window that wants some."""
    what = _posts_in(days)
    evidence = Evidence(
        what=what,
        condition=repr(rule.requires),
        truth=False,
        value=0,
        operator=">=",
        threshold=wanted,
        window=window,
    )
    if rule.message is not None:
        zh, en = rule.message.zh.format(days=days), rule.message.en.format(days=days)
    else:
        zh = f"应满足：{what.zh}不少于{wanted}；实际：0。"
        en = f"required: {what.en} is at least {wanted}; found: 0."
    return (evidence,), Text(zh=zh, en=en)


_POSTS_IN_1, _POSTS_IN_14 = _posts_in(1), _posts_in(14)


@cache
def _too_few_text(count: int) -> Text:
    return Text(
        zh=f"应满足：{_POSTS_IN_14.zh}不少于3；实际：{count}。",
        en=f"required: {_POSTS_IN_14.en} is at least 3; found: {count}.",
    )


def _too_few_in_fortnight(
    count: int, subject: SubjectRef, posts: Sequence[Post], window: Window
) -> Finding:
    evidence = Evidence(
        what=_POSTS_IN_14,
        condition=_CODE_OF_FORTNIGHT,
        truth=False,
        value=count,
        operator=">=",
        threshold=3,
        window=window,
        ids=_newest_ids(_existing(posts, window.until, window.after)),
        ids_total=count,
    )
    return _finding(_FORTNIGHTLY, _FAIL, subject, _too_few_text(count), (evidence,))


def _flood(count: int, subject: SubjectRef, posts: Sequence[Post], window: Window) -> Finding:
    evidence = Evidence(
        what=_POSTS_IN_1,
        condition=_CODE_OF_FLOOD,
        truth=False,
        value=count,
        operator="<=",
        threshold=20,
        window=window,
        ids=_newest_ids(_existing(posts, window.until, window.after)),
        ids_total=count,
    )
    text = Text(
        zh=f"应满足：{_POSTS_IN_1.zh}不多于20；实际：{count}。",
        en=f"required: {_POSTS_IN_1.en} is at most 20; found: {count}.",
    )
    return _finding(_NO_FLOOD, _FAIL, subject, text, (evidence,))


def _number(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _no_value(what: Text) -> Text:
    return Text(zh=f"未能判定：{what.zh}没有数值。", en=f"Undetermined: {what.en} has no value.")


def _mean_reads(
    truth: bool | None, value: float | None, known: int, total: int, window: Window
) -> Evidence:
    return Evidence(
        what=_MEAN_READS,
        condition=_CODE_OF_READS,
        truth=truth,
        value=value,
        operator=">=",
        threshold=100,
        window=window,
        known=known,
        total=total,
    )


def _share_original(
    truth: bool | None, value: float | None, known: int, total: int, window: Window
) -> Evidence:
    return Evidence(
        what=_SHARE_ORIGINAL,
        condition=_CODE_OF_SHARE,
        truth=truth,
        value=value,
        operator=">=",
        threshold=0.3,
        window=window,
        known=known,
        total=total,
    )


def _too_few_followers(followers: int, subject: SubjectRef) -> Finding:
    evidence = Evidence(
        what=_FOLLOWERS,
        condition=_CODE_OF_FOLLOWERS,
        truth=False,
        value=followers,
        operator=">=",
        threshold=120,
    )
    text = Text(
        zh=f"应满足：粉丝数不少于120；实际：{followers}。",
        en=f"required: followers is at least 120; found: {followers}.",
    )
    return _finding(_FOLLOWED, _FAIL, subject, text, (evidence,))


def _of_popularity(
    account: Account, subject: SubjectRef, screening: _Screening | None
) -> list[Finding]:
    """Return the finding on bought popularity, if the account or a post was never screened."""
    labelled = () if screening is None else screening.labelled
    if account.labels or any("forced_likes" in (post.labels or ()) for post in labelled):
        raise NotImplementedError(account)
    on_account = _ACCOUNT_CLEAN if account.labels is not None else _ACCOUNT_UNSCREENED
    if screening is not None and screening.unscreened:
        on_posts = Evidence(
            what=_FORCED_LIKES,
            condition=_CODE_OF_FORCED_LIKES,
            truth=None,
            value=Range(0, screening.unscreened),
            operator=">",
            threshold=0,
            ids=screening.ids,
            ids_total=screening.unscreened,
        )
        missing, text = _lacking_labels(screening.unscreened)
        if account.labels is None:
            missing = (*_NO_ACCOUNT_LABELS, *missing)
            text = _lacking(*missing)
    elif account.labels is None:
        on_posts, missing, text = _NO_FORCED_LIKES, _NO_ACCOUNT_LABELS, _LACKING_ACCOUNT_LABELS
    else:
        return []
    return [_finding(_POPULAR, _UNDETERMINED, subject, text, (*on_account, on_posts), missing)]


def _of_unknown_status(
    account: Account, subject: SubjectRef, posts: Sequence[Post], screening: _Screening | None
) -> list[Finding]:
    """Return the findings of an account that may or may not be running."""
    found: list[Finding] = []
    if posts:
        ids, count = _newest_ids(posts), len(posts)
        for rule, label in _CONTENT_LABELS:
            evidence = (_undecided(label, ids, count),)
            found.append(
                _finding(rule, _UNDETERMINED, subject, _LACKING_STATUS, evidence, _NO_STATUS, count)
            )
    found += [
        _finding(rule, _UNDETERMINED, subject, _LACKING_STATUS, scope, _NO_STATUS)
        for rule, scope in _OPEN_BEFORE_POSTS
    ]
    if screening is not None:
        found += _of_posts(_CITY_LABELS, subject, screening)
    found += [
        _finding(rule, _UNDETERMINED, subject, _LACKING_STATUS, scope, _NO_STATUS)
        for rule, scope in _OPEN_AFTER_POSTS
        if rule is not _FOLLOWED or account.platform == "wechat"
    ]
    return found


# Rules about posts.


class _Screening(NamedTuple):
    """
    What the screening of an account's posts left to tell: those with labels, by id, and
    how many were never screened, with the ids of the newest.
    """

    labelled: list[Post]
    ids: tuple[str, ...]
    unscreened: int

    @classmethod
    def of(cls, unscreened: list[Post], labelled: list[Post]) -> _Screening:
        labelled.sort(key=_id_of)
        return cls(labelled, _newest_ids(unscreened), len(unscreened))


def _of_posts(
    rules: Iterable[tuple[Rule, str]], subject: SubjectRef, screening: _Screening
) -> list[Finding]:
    """Return the findings of rules that forbid a label: each post that has it, then the rest."""
    found: list[Finding] = []
    labelled, ids, count = screening
    for rule, label in rules:
        found += [
            _labelled(rule, label, post, subject)
            for post in labelled
            if post.labels is not None and label in post.labels
        ]
        if count:
            missing, text = _lacking_labels(count)
            evidence = (_undecided(label, ids, count),)
            found.append(_finding(rule, _UNDETERMINED, subject, text, evidence, missing, count))
    return found


def _labelled(rule: Rule, label: str, post: Post, account: SubjectRef) -> Finding:
    labels = tuple(sorted(post.labels or ()))
    evidence = Evidence(
        what=_LABELS,
        condition=_CODE_OF_LABEL[label],
        truth=True,
        value=labels,
        operator="has",
        threshold=label,
    )
    text = rule.message
    if text is None:
        bad_zh, bad_en = _WORDS[label]
        zh = "、".join([_WORDS[each][0] for each in labels])
        en = ", ".join([_WORDS[each][1] for each in labels])
        text = Text(
            zh=f"不得：内容筛查标签含“{bad_zh}”；实际：{zh}。",
            en=f"forbidden: content labels include {bad_en}; found: {en}.",
        )
    subject = SubjectRef(
        kind=Subject.POST,
        id=post.id,
        name=post.title,
        account_id=account.id,
        unit_id=account.unit_id,
    )
    return _finding(rule, _FAIL, subject, text, (evidence,))


def _undecided(label: str, ids: tuple[str, ...], count: int) -> Evidence:
    return Evidence(
        what=_LABELS,
        condition=_CODE_OF_LABEL[label],
        truth=None,
        value=None,
        operator="has",
        threshold=label,
        ids=ids,
        ids_total=count,
    )


@cache
def _lacking_labels(count: int) -> tuple[tuple[MissingFact, ...], Text]:
    fact = MissingFact(fact="post.labels", what=_LABELS, count=count)
    return (fact,), _lacking(fact)


def _existing(posts: Iterable[Post], as_of: DateTime, after: DateTime | None = None) -> list[Post]:
    """Return the posts that are out and not deleted, or those of them after a moment."""
    return [
        post
        for post in posts
        if (at := post.published_at) is not None
        and (after is None or at > after)
        and at <= as_of
        and (post.deleted_at is None or post.deleted_at > as_of)
    ]


def _newest_ids(posts: Sequence[Post]) -> tuple[str, ...]:
    """Return the ids of the ten newest posts, ties by id."""
    if len(posts) < 2:
        return tuple([post.id for post in posts])
    ordered = sorted(posts, key=_id_of)
    ordered.sort(key=_moment_of, reverse=True)
    return tuple([post.id for post in ordered[:10]])
