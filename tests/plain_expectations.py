"""
What fifteen of the rules should come to, worked out in plain Python from the clauses.

Nothing of conditions, rules or evaluation is used here: the facts are read off the objects,
so that a mistake in either is a difference between the two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final, NamedTuple, TypeAlias

from govmedia_rules.findings import Outcome
from govmedia_rules.models import Account, Message, Portfolio, Post, Role, Subject, Unit

__all__ = ["EXPECTED_RULES", "Key", "Stated", "expected_findings", "expected_outcomes"]

_OPINION_BINDS_AT: Final = datetime.fromisoformat("2018-12-07T00:00:00+08:00")
_INSPECTION_BINDS_AT: Final = datetime.fromisoformat("2019-04-01T00:00:00+08:00")
_APPROVED: Final = frozenset({"新华社", "https://www.gov.cn/zhengce/"})
_ROLES: Final = frozenset({Role.SPONSOR, Role.SUPERVISOR, Role.INSPECTOR})
_NAMELESS: Final = "🎉🎉"

_PASS, _FAIL = Outcome.PASS, Outcome.FAIL
_OPEN, _NONE = Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE


class Key(NamedTuple):
    """What an outcome is about."""

    rule_id: str
    kind: Subject
    subject_id: str


class Stated(NamedTuple):
    """What a report should say of it."""

    outcome: Outcome
    is_suppressed: bool = False
    rows: int = 1


class _Of(NamedTuple):
    """One account with all that is its own, at one moment."""

    portfolio: Portfolio
    now: datetime
    account: Account
    unit: Unit | None
    posts: tuple[Post, ...]

    def since(self, days: int) -> datetime:
        return self.now - timedelta(days=days)

    @property
    def is_closed(self) -> bool:
        return _is_closed(self.account, self.now)

    @property
    def is_active(self) -> bool:
        return not self.is_closed and self.account.status != "suspended"


def _is_closed(account: Account, now: datetime) -> bool:
    return account.status == "closed" if account.closed_at is None else account.closed_at <= now


def _yes_or_no(answer: bool | None) -> Outcome:
    return _OPEN if answer is None else _PASS if answer else _FAIL


def _answer(portfolio: Portfolio, question: str, owner_id: str, now: datetime) -> bool | None:
    """Return the latest answer of the year before; one without a role is none."""
    given = [
        each
        for each in portfolio.attestations or ()
        if each.question_id == question
        and owner_id in {each.account_id, each.unit_id}
        and now - timedelta(days=365) < each.answered_at <= now
        and each.answered_as in _ROLES
    ]
    return max(given, key=lambda each: (each.answered_at, each.id)).answer if given else None


def _is_bound(unit: Unit | None) -> bool:
    if unit is None or unit.kind is None:
        return True
    if unit.kind == "institution":
        return unit.has_administrative_functions is not False
    return unit.kind not in {"party_body", "other"}


def _silence(days: int, *, publishers_only: bool) -> Callable[[_Of], Outcome]:
    def judge(of: _Of) -> Outcome:
        is_service = of.account.platform in {"app", "mini_program"}
        if not of.is_active or (publishers_only and is_service and not of.posts):
            return _NONE
        opened_at = of.account.opened_at
        if not of.posts and opened_at is None:
            return _OPEN
        if not of.posts and opened_at is not None and opened_at > of.since(days):
            return _NONE
        is_updated = any(
            post.published_at is not None and post.published_at > of.since(days)
            for post in of.posts
        )
        return _PASS if is_updated else _FAIL

    return judge


def _name_concise(of: _Of) -> Outcome:
    if of.is_closed:
        return _NONE
    if of.account.name is None:
        return _OPEN
    return _FAIL if of.account.name == _NAMELESS else _PASS


def _filed(of: _Of, *matters: str) -> Outcome:
    if of.account.filings is None:
        return _OPEN
    made = {
        each.what for each in of.account.filings if each.filed_at is None or each.filed_at <= of.now
    }
    return _PASS if made & {*matters} else _FAIL


def _opening_filed(of: _Of) -> Outcome:
    return _NONE if of.is_closed else _filed(of, "opening")


def _closing_filed(of: _Of) -> Outcome:
    if not of.is_closed:
        return _NONE
    if of.account.closed_at is None:
        return _OPEN
    if of.account.closed_at < _OPINION_BINDS_AT:
        return _NONE
    return _filed(of, "closing", "deregistration")


def _functions_moved(of: _Of) -> Outcome:
    if of.account.successor_id is None:
        return _NONE
    return _PASS if of.is_closed else _FAIL


def _no_interaction(of: _Of) -> Outcome:
    if not of.is_active:
        return _NONE
    features = of.account.interaction_features
    return _OPEN if features is None else _PASS if features else _FAIL


def _harmful_content(of: _Of, post: Post) -> Outcome:
    if of.is_closed:
        return _NONE
    if post.labels is None:
        return _OPEN
    return _FAIL if "harmful_content" in post.labels else _PASS


def _taken_down(of: _Of, post: Post) -> Outcome:
    is_labelled = "harmful_content" in (post.labels or ())
    if of.is_closed or (post.harm_detected_at is None and not is_labelled):
        return _NONE
    if post.harm_detected_at is None:
        return _OPEN
    return _PASS if post.harm_detected_at > of.since(1) else _FAIL


def _is_old_or_closed(of: _Of, at: datetime | None) -> bool:
    return of.is_closed or (at is not None and at < _OPINION_BINDS_AT)


def _reviewed_first(of: _Of, post: Post) -> Outcome:
    if _is_old_or_closed(of, post.published_at):
        return _NONE
    reviewed_at = None if post.review is None else post.review.reviewed_at
    if reviewed_at is None or post.published_at is None:
        return _OPEN
    return _PASS if reviewed_at <= post.published_at else _FAIL


def _approved_source(of: _Of, post: Post) -> Outcome:
    if _is_old_or_closed(of, post.published_at) or post.kind != "repost":
        return _NONE
    if post.source in _APPROVED:
        return _PASS
    question = "opinion-2018/reposts-from-designated-sources"
    answer = _answer(of.portfolio, question, of.account.id, of.now)
    return _OPEN if post.source is None and answer is False else _yes_or_no(answer)


def _replied_at(of: _Of, message: Message) -> datetime | None:
    at = message.replied_at
    return at if at is not None and at <= of.now else None


def _answered_in_time(of: _Of, message: Message) -> Outcome:
    if _is_old_or_closed(of, message.received_at) or message.needs_reply is False:
        return _NONE
    if message.needs_reply is None or message.received_at is None:
        return _OPEN
    limit = message.received_at + timedelta(days=15)
    replied_at = _replied_at(of, message)
    return _PASS if of.now < limit or (replied_at and replied_at <= limit) else _FAIL


def _not_evasive(of: _Of, message: Message) -> Outcome:
    if _is_old_or_closed(of, message.received_at) or _replied_at(of, message) is None:
        return _NONE
    if message.reply_labels is None:
        return _OPEN
    return _FAIL if message.reply_labels & {"evasive", "perfunctory", "hostile"} else _PASS


def _roster_kept(portfolio: Portfolio, unit: Unit, now: datetime) -> Outcome:
    has_open_account = any(
        account.unit_id == unit.id and not _is_closed(account, now)
        for account in _existing(portfolio, now)
    )
    if not has_open_account:
        return _NONE
    return _yes_or_no(_answer(portfolio, "opinion-2018/duty-roster-kept", unit.id, now))


_OF_ACCOUNTS: Final[Mapping[str, Callable[[_Of], Outcome]]] = {
    "inspection-2019/no-update-in-two-weeks": _silence(14, publishers_only=False),
    "inspection-2019/no-interaction": _no_interaction,
    "opinion-2018/timely-updates": _silence(14, publishers_only=True),
    "opinion-2018/silent-accounts-closed": _silence(90, publishers_only=True),
    "opinion-2018/name-concise": _name_concise,
    "opinion-2018/opening-filed": _opening_filed,
    "opinion-2018/closing-filed": _closing_filed,
    "opinion-2018/functions-moved": _functions_moved,
}
_OF_POSTS: Final[Mapping[str, Callable[[_Of, Post], Outcome]]] = {
    "inspection-2019/harmful-content": _harmful_content,
    "opinion-2018/harmful-content-taken-down": _taken_down,
    "opinion-2018/reviewed-before-publication": _reviewed_first,
    "opinion-2018/reposts-from-approved-sources": _approved_source,
}
_OF_MESSAGES: Final[Mapping[str, Callable[[_Of, Message], Outcome]]] = {
    "opinion-2018/messages-answered-in-time": _answered_in_time,
    "opinion-2018/replies-not-evasive": _not_evasive,
}
_ROSTER: Final = "opinion-2018/duty-roster-kept"
_MAY_BE_WAIVED: Final = "opinion-2018/reposts-from-approved-sources"

EXPECTED_RULES: Final = (*_OF_ACCOUNTS, *_OF_POSTS, *_OF_MESSAGES, _ROSTER)
"""The rules whose outcomes are worked out here."""

_Judged: TypeAlias = Iterator[tuple[Key, Outcome, _Of | None]]
"""What is judged, what it comes to, and the account that is looked at, if it is not a unit."""


def _existing(portfolio: Portfolio, now: datetime) -> list[Account]:
    return [
        account
        for account in portfolio.accounts
        if account.opened_at is None or account.opened_at <= now
    ]


def _is_up(post: Post, now: datetime) -> bool:
    is_out = post.published_at is None or post.published_at <= now
    return is_out and (post.deleted_at is None or post.deleted_at > now)


def _judged(portfolio: Portfolio, now: datetime) -> _Judged:
    units = {unit.id: unit for unit in portfolio.units or ()}
    for account in _existing(portfolio, now):
        unit = units.get(account.unit_id or "")
        posts = tuple(
            post
            for post in portfolio.posts or ()
            if post.account_id == account.id and _is_up(post, now)
        )
        of = _Of(portfolio, now, account, unit, posts)
        for rule_id, judge in _OF_ACCOUNTS.items():
            yield Key(rule_id, Subject.ACCOUNT, account.id), judge(of), of
        for post in posts:
            for rule_id, judge_post in _OF_POSTS.items():
                yield Key(rule_id, Subject.POST, post.id), judge_post(of, post), of
        for message in portfolio.messages or ():
            if message.account_id == account.id:
                for rule_id, judge_message in _OF_MESSAGES.items():
                    key = Key(rule_id, Subject.MESSAGE, message.id)
                    yield key, judge_message(of, message), of
    for unit in units.values():
        if _is_bound(unit):
            yield Key(_ROSTER, Subject.UNIT, unit.id), _roster_kept(portfolio, unit, now), None


def _binds(rule_id: str, of: _Of | None, now: datetime) -> bool:
    is_of_opinion = rule_id.startswith("opinion-2018/")
    since = _OPINION_BINDS_AT if is_of_opinion else _INSPECTION_BINDS_AT
    return now >= since and (of is None or _is_bound(of.unit))


def _all(portfolio: Portfolio, now: datetime) -> _Judged:
    for key, outcome, of in _judged(portfolio, now):
        yield key, outcome if _binds(key.rule_id, of, now) else _NONE, of


def expected_outcomes(portfolio: Portfolio, now: datetime) -> dict[Key, Outcome]:
    """Return what every rule comes to for every account, unit, post and message there is."""
    return {key: outcome for key, outcome, _ in _all(portfolio, now)}


def expected_findings(portfolio: Portfolio, now: datetime) -> dict[Key, Stated]:
    """Return what a report has to say: failures one by one, open questions by account."""
    stated: dict[Key, Stated] = {}
    still_open: Counter[Key] = Counter()
    for key, outcome, of in _all(portfolio, now):
        if outcome is _FAIL:
            stated[key] = Stated(_FAIL, _is_waived(key.rule_id, of))
        elif outcome is _OPEN:
            is_row = of is not None and key.kind in {Subject.POST, Subject.MESSAGE}
            about = Key(key.rule_id, Subject.ACCOUNT, of.account.id) if of and is_row else key
            still_open[about] += 1
    stated.update({key: Stated(_OPEN, rows=rows) for key, rows in still_open.items()})
    return stated


def _is_waived(rule_id: str, of: _Of | None) -> bool:
    """Return whether a waiver excuses a failure: from its first moment on, before its last."""
    return (
        rule_id == _MAY_BE_WAIVED
        and of is not None
        and any(
            waiver.rule_id == rule_id
            and waiver.valid_from_at <= of.now
            and (waiver.expires_at is None or of.now < waiver.expires_at)
            and (
                waiver.account_id == of.account.id
                if waiver.account_id is not None
                else waiver.unit_id == of.account.unit_id
            )
            for waiver in of.portfolio.waivers or ()
        )
    )
