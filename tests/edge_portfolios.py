"""Portfolios at the edges of what frames hold, and rules that ask about every edge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from pendulum import DateTime

from govmedia_rules.conditions import (
    Condition,
    Question,
    account,
    any_of,
    message,
    messages,
    peer,
    post,
    posts,
    removed,
    removed_posts,
    superior,
    unit,
)
from govmedia_rules.law import Force, Severity
from govmedia_rules.models import (
    Account,
    Attestation,
    Incident,
    Message,
    Portfolio,
    Post,
    Review,
    Role,
    Subject,
    Unit,
    Waiver,
)
from govmedia_rules.rules import Rule, RuleSet
from situations import AS_OF, CITATION, ago, text

__all__ = ["EDGES", "RULES"]

_LARGEST: Final = 2**63 - 1
_EXACT: Final = 2**53
"""The largest of the numbers up to which floats hold every whole one."""
_QUESTION: Final = Question("q", text("有人值守吗"), answerable_by={Role.SPONSOR}, days=7)


def _rules() -> list[Rule]:
    recent = posts.within(days=7)
    liked = post.likes >= 1
    of_accounts: Mapping[str, Condition] = {
        "recent": recent.count() >= 1,
        "one-or-followed": any_of(
            posts.where(post.labels.has("off_topic")).count() >= 5, account.followers > 5
        ),
        "few": recent.count() <= 2,
        "many": posts.count() >= 1e20,
        "not-too-many": posts.count() < 2**63 - 1,
        "mean": posts.mean(post.reads) >= _EXACT,
        "mean-covered": posts.mean(post.reads, coverage=0.5) < 2.5,
        "least": posts.min(post.reads) > _EXACT,
        "greatest": posts.max(post.reads) < _LARGEST,
        "above-mean": posts.max(post.reads) > posts.mean(post.reads),
        "liked": posts.share(liked) >= 0.5,
        "liked-covered": posts.share(liked, coverage=0.5) >= 0.5,
        "labelled": posts.where(post.labels.has("off_topic")).count() == 0,
        "unlabelled": posts.where(post.labels.is_empty()).count() == 0,
        "never-looked": posts.where(post.labels.is_missing()).count() == 0,
        "original": posts.where(post.kind == "original").count() <= 2,
        "titles": posts.distinct(post.title) >= 2,
        "repeats": posts.repeats(post.title) == 0,
        "removed": removed_posts.where(removed.harm_detected_at.within(days=7)).count() == 0,
        "replied": messages.where(message.needs_reply).mean(message.reply_days) <= 2,
        "followed": account.followers <= _LARGEST - 1,
        "peers": unit.accounts.where(peer.status == "active").count() <= 2,
        "peers-followed": unit.accounts.max(peer.followers) > 5,
        "above": superior.level == "municipal",
        "answered": account.answers(_QUESTION),
        "functions": account.functions.has("service"),
        "incidents": ~account.open_incidents.has("hacked"),
    }
    of_rows: Mapping[str, tuple[Subject, Condition]] = {
        "label": (Subject.POST, post.labels.has("off_topic")),
        "reads": (Subject.POST, post.reads == _LARGEST),
        "reads-apart": (Subject.POST, post.reads > 2.5),
        "just-out": (Subject.POST, post.published_at.within(days=7)),
        "reviewers": (Subject.POST, post.review.reviewers.is_empty()),
        "late": (Subject.MESSAGE, message.reply_days > 5),
    }
    of_units: Mapping[str, Condition] = {
        "accounts": unit.accounts.count() >= 1,
        "main": unit.accounts.where(peer.is_main).count() <= 1,
        "answers": unit.answers(_QUESTION),
        "superior": superior.name.mentions("市"),
    }
    parts: dict[str, Any] = {
        "title": text("规则"),
        "cites": (CITATION,),
        "force": Force.DEFEASIBLE,
        "severity": Severity.VETO,
    }
    return [
        *(Rule(id=f"edge/{name}", requires=asked, **parts) for name, asked in of_accounts.items()),
        *(
            Rule(
                id=f"edge/{subject}-{name}",
                subject=subject,
                forbids=asked,
                applies=account.status != "closed",
                **parts,
            )
            for name, (subject, asked) in of_rows.items()
        ),
        Rule(
            id="edge/scoped",
            requires=recent.count() >= 1,
            applies=account.followers > 5,
            unless=account.is_main,
            **parts,
        ),
        *(
            Rule(id=f"edge/unit-{name}", subject=Subject.UNIT, requires=asked, **parts)
            for name, asked in of_units.items()
        ),
    ]


RULES: Final = RuleSet("edge", _rules())
"""Rules of all kinds, each about something that an edge may get wrong."""

_ACCOUNT: Final = Account(id="a", platform="wechat", name="甲县发布", unit_id="u", status="active")
_UNIT: Final = Unit(id="u", name="甲县人民政府", level="county", parent_id="v")
_ABOVE: Final = Unit(id="v", name="甲市人民政府", level="municipal")


def _posts(*facts: Mapping[str, Any]) -> list[Post]:
    return [
        Post(**{"id": f"p{number:03}", "account_id": "a", **each})
        for number, each in enumerate(facts)
    ]


def _of_posts(*facts: Mapping[str, Any]) -> Portfolio:
    return Portfolio(units=[_UNIT, _ABOVE], accounts=[_ACCOUNT], posts=_posts(*facts))


def _reads(*numbers: int | None) -> Portfolio:
    return _of_posts(*({"reads": number, "published_at": AS_OF} for number in numbers))


_EDGE_OF_WINDOW: Final = ago(days=7)
_MICROSECOND: Final = timedelta(microseconds=1)


def _around(at: DateTime) -> list[DateTime]:
    return [at - _MICROSECOND, at, at + _MICROSECOND]


def _answer(id_: str, **facts: Any) -> Attestation:
    return Attestation(
        **{
            "id": id_,
            "question_id": "q",
            "answer": True,
            "answered_by": "某人",
            "answered_as": Role.SPONSOR,
            "answered_at": ago(days=1),
            **facts,
        }
    )


def _waiver(id_: str, rule: str, **facts: Any) -> Waiver:
    return Waiver(
        **{
            "id": id_,
            "rule_id": f"edge/{rule}",
            "authority": "甲市政府办公室",
            "document": "甲政办函〔2019〕1号",
            "reason": "机构改革",
            "valid_from_at": ago(days=30),
            **facts,
        }
    )


EDGES: Final[Mapping[str, Portfolio]] = {
    "nothing at all": Portfolio(accounts=[]),
    "only empty tables": Portfolio(
        accounts=[], posts=[], messages=[], units=[], attestations=[], waivers=[]
    ),
    "accounts alone": Portfolio(accounts=[_ACCOUNT]),
    "an account beside empty tables": Portfolio(
        accounts=[_ACCOUNT], posts=[], messages=[], units=[], attestations=[], waivers=[]
    ),
    "units alone": Portfolio(accounts=[], units=[_UNIT, _ABOVE]),
    "one row in each table": Portfolio(
        accounts=[_ACCOUNT],
        units=[_UNIT],
        posts=_posts({"published_at": ago(days=1), "reads": 1, "labels": ["off_topic"]}),
        messages=[Message(id="m", account_id="a", received_at=ago(days=9), replied_at=AS_OF)],
        attestations=[_answer("t", account_id="a")],
        waivers=[_waiver("w", "mean", account_id="a")],
    ),
    "rows of which nothing is known": Portfolio(
        accounts=[Account(id="a", platform="app"), Account(id="b", platform="app")],
        units=[Unit(id="u")],
        posts=_posts({}, {}),
        messages=[Message(id="m", account_id="a")],
    ),
    "labels null against empty": _of_posts(
        {"labels": None}, {"labels": []}, {"labels": ["off_topic"]}, {"labels": ["hijacked"]}
    ),
    "empty lists alone": _of_posts({"labels": []}, {"labels": [], "review": Review(reviewers=[])}),
    "reviewers twice and in order": _of_posts(
        {"review": Review(reviewers=["乙", "甲", "乙"])}, {"review": Review()}, {}
    ),
    "reads as large as they come": _reads(_LARGEST, _LARGEST, _LARGEST),
    "the largest beside the least": _reads(_LARGEST, 0, None),
    "one below the largest": _reads(_LARGEST - 1),
    "numbers that floats round down": _reads(_EXACT + 1, _EXACT + 1),
    "numbers apart by less than floats tell": _reads(_EXACT, _EXACT + 1),
    "halves that carry over": _reads(2**32 - 1, 2**32 - 1, 2**32, 2**40 + 3),
    "reads known of half": _reads(1, None, 4, None),
    "reads known of less than half": _reads(1, None, None),
    "ties in time": _of_posts(
        *({"id": id_, "published_at": ago(days=1)} for id_ in ("p10", "p9", "P9", "é", "乙", "甲"))
    ),
    "moments unknown among ties": _of_posts(
        *(
            {"id": id_, "published_at": at}
            for id_, at in zip("edcba", (None, AS_OF, None, AS_OF, ago(days=1)), strict=True)
        )
    ),
    "the edge of a window, to the microsecond": _of_posts(
        *({"published_at": at, "deleted_at": None} for at in _around(_EDGE_OF_WINDOW))
    ),
    "one post at the edge of a window": _of_posts({"published_at": _EDGE_OF_WINDOW}),
    "one post just within a window": _of_posts({"published_at": _EDGE_OF_WINDOW + _MICROSECOND}),
    "the moment itself, to the microsecond": _of_posts(
        *({"published_at": at} for at in _around(AS_OF))
    ),
    "deleted just before, at and after": _of_posts(
        *(
            {"published_at": ago(days=1), "deleted_at": at, "harm_detected_at": ago(days=2)}
            for at in (*_around(AS_OF), None)
        )
    ),
    "deleted before it went out": _of_posts(
        {"published_at": ago(days=-1), "deleted_at": ago(days=1)}, {"deleted_at": ago(days=1)}
    ),
    "the first and the last moments that models hold": _of_posts(
        {"published_at": "1992-01-01T00:00:00+08:00"},
        {"published_at": "2199-12-31T23:59:59.999999+08:00"},
    ),
    "posts of accounts opened after the moment": Portfolio(
        accounts=[
            Account(id=f"a{number}", platform="wechat", opened_at=at, unit_id="u")
            for number, at in enumerate(_around(AS_OF))
        ],
        units=[_UNIT],
        posts=[
            Post(id=f"p{number}", account_id=f"a{number}", published_at=ago(days=1), reads=5)
            for number in range(3)
        ],
    ),
    "every word on whether all posts are there": Portfolio(
        accounts=[
            Account(id=f"{known}", platform="wechat", has_all_posts=known, has_all_messages=known)
            for known in (True, False, None)
        ],
        posts=[
            Post(id=f"p{known}", account_id=f"{known}", published_at=ago(days=1))
            for known in (True, False, None)
        ],
        messages=[],
    ),
    "every word on it, and no posts": Portfolio(
        accounts=[
            Account(id=f"{known}", platform="wechat", has_all_posts=known)
            for known in (True, False, None)
        ]
    ),
    "units without accounts, accounts without units": Portfolio(
        accounts=[
            Account(id="a", platform="wechat", unit_id="nowhere"),
            Account(id="b", platform="wechat"),
            Account(id="c", platform="wechat", unit_id="u"),
        ],
        units=[_UNIT, Unit(id="w", parent_id="nowhere")],
    ),
    "units above themselves": Portfolio(
        accounts=[Account(id="a", platform="wechat", unit_id="u")],
        units=[
            Unit(id="u", name="甲市", level="municipal", parent_id="u"),
            Unit(id="v", name="乙县", parent_id="w"),
            Unit(id="w", name="丙市", parent_id="v"),
        ],
    ),
    "peers of one large unit": Portfolio(
        accounts=[
            Account(
                id=f"a{number:03}",
                platform="wechat",
                unit_id="u",
                status="active" if number % 3 else None,
                followers=number if number % 5 else None,
                is_main=number < 2,
            )
            for number in range(40)
        ],
        units=[_UNIT, _ABOVE],
    ),
    "answers of all sorts": Portfolio(
        accounts=[Account(id=id_, platform="wechat", unit_id="u") for id_ in "abcdefg"],
        units=[_UNIT, _ABOVE],
        attestations=[
            _answer("yes", account_id="a"),
            _answer("no", account_id="b", answer=False),
            _answer("expired", account_id="c", answered_at=ago(days=7)),
            _answer("just in time", account_id="d", answered_at=ago(days=7, microseconds=-1)),
            _answer("wrong role", account_id="e", answered_as=Role.INSPECTOR),
            _answer("yet to come", account_id="f", answered_at=ago(days=-1)),
            _answer("without answer", account_id="g", answer=None),
            _answer("changed", account_id="a", answer=False, answered_at=ago(hours=1)),
            _answer("of the unit", unit_id="u"),
            _answer("of nobody known", account_id="nowhere"),
        ],
    ),
    "waivers of all sorts": Portfolio(
        accounts=[
            Account(id=id_, platform="wechat", unit_id="u", has_all_posts=True) for id_ in "abcd"
        ],
        units=[_UNIT],
        posts=[Post(id="p", account_id="a", labels=["off_topic"], reads=3)],
        waivers=[
            _waiver("for a post", "post-label", account_id="a"),
            _waiver("expired", "recent", account_id="a", expires_at=AS_OF),
            _waiver("about to", "recent", account_id="b", expires_at=ago(microseconds=-1)),
            _waiver("of the unit", "recent", unit_id="u"),
            _waiver("for c alone", "recent", account_id="c", unit_id="u"),
            _waiver("not yet", "titles", account_id="a", valid_from_at=ago(microseconds=-1)),
            _waiver("for a unit", "unit-superior", unit_id="u"),
            _waiver("of no rule", "nothing", unit_id="u"),
            _waiver("of nobody", "recent", account_id="nowhere"),
        ],
    ),
    "an exception that holds, does not, or nobody knows": Portfolio(
        accounts=[
            Account(id=f"{is_main}", platform="wechat", followers=9, is_main=is_main)
            for is_main in (True, False, None)
        ],
        posts=[],
    ),
    "incidents within lists": Portfolio(
        accounts=[
            Account(id="a", platform="app", incidents=[]),
            Account(
                id="b",
                platform="app",
                incidents=[
                    Incident(kind="hacked", occurred_at=ago(days=1), resolved_at=AS_OF),
                    Incident(kind="hacked", occurred_at=ago(days=1)),
                ],
            ),
        ]
    ),
    "more rows than evidence lists": _of_posts(
        *(
            {"published_at": ago(hours=number % 7), "labels": ["off_topic"], "title": "题"}
            for number in range(25)
        )
    ),
}
"""Portfolios by what their edge is."""
