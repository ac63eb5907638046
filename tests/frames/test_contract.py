"""Frames that do not keep the column contract are refused: every fault of every table at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import polars as pl
import pytest

from edge_portfolios import RULES
from frame_kinds import KINDS, AsKind, audit_of
from govmedia_rules.errors import RuleError
from govmedia_rules.frames import FrameError, audit_frames
from govmedia_rules.moments import MomentError
from govmedia_rules.rules import RuleSet
from situations import AS_OF, rule_with

ACCOUNTS: Final = pl.DataFrame({"id": ["a", "b"], "platform": ["wechat", "app"]})
POSTS: Final = pl.DataFrame({"id": ["p", "q"], "account_id": ["a", "b"]})
AT: Final = datetime(2019, 6, 1, tzinfo=UTC)


def _problems(frames: Mapping[str, Any], as_kind: AsKind, **options: Any) -> tuple[str, ...]:
    with pytest.raises(FrameError) as refused:
        audit_of({"accounts": ACCOUNTS, **frames}, RULES, AS_OF, as_kind, **options)
    problems = refused.value.problems
    told = "".join(f"\n  {problem}" for problem in problems)
    assert str(refused.value) == f"the frames do not keep the column contract:{told}"
    return problems


def _posts(**columns: Any) -> pl.DataFrame:
    return POSTS.with_columns(**columns)


SHAPES: Final[Mapping[str, tuple[dict[str, Any], tuple[str, ...]]]] = {
    "a key column missing": (
        {"accounts": ACCOUNTS.drop("platform"), "posts": POSTS.drop("account_id")},
        (
            "accounts.platform: the column is missing; it holds text",
            "posts.account_id: the column is missing; it holds text",
        ),
    ),
    "a key column without type": (
        {"posts": _posts(id=pl.lit(None))},
        ("posts.id: the column is missing; it holds text",),
    ),
    "wrong types": (
        {
            "posts": _posts(
                title=pl.lit(1),
                reads=pl.lit("many"),
                published_at=pl.lit("2019-06-01"),
                labels=pl.lit("off_topic"),
            ),
            "messages": POSTS.with_columns(needs_reply=pl.lit(1)),
            "units": pl.DataFrame({"id": ["u"], "status_changed_on": [AT]}),
        },
        (
            "units.status_changed_on is Datetime(time_unit='us', time_zone='UTC'); expected a day",
            "posts.title is Int32; expected text",
            "posts.reads is String; expected a whole number",
            "posts.published_at is String; expected a moment with its zone",
            "posts.labels is String; expected a list of texts",
            "messages.needs_reply is Int32; expected true or false",
        ),
    ),
    "lists and records of the wrong kind": (
        {
            "accounts": ACCOUNTS.with_columns(
                labels=pl.lit([1]), filings=pl.lit(["x"]), incidents=pl.lit("x")
            )
        },
        (
            "accounts.labels is List(Int64); expected a list of texts",
            "accounts.filings is List(String); expected a list of records",
            "accounts.incidents is String; expected a list of records",
        ),
    ),
    "a name nearly right": (
        {"posts": _posts(publishd_at=pl.lit(AT), read=pl.lit(1))},
        (
            "posts.publishd_at: there is no such column; did you mean 'published_at'?",
            "posts.read: there is no such column; did you mean 'reads'?",
        ),
    ),
}
"""Faults that the schema of a frame shows, with every problem that is told."""


@pytest.mark.parametrize("as_kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize(("frames", "problems"), SHAPES.values(), ids=SHAPES)
def test_what_a_schema_shows_is_told_of_every_table(
    frames: dict[str, Any], problems: tuple[str, ...], as_kind: AsKind
) -> None:
    # Engines may call a type by another name; where it stands and what is wanted is the same.
    def bare(problem: str) -> str:
        where, _, wanted = problem.partition(" is ")
        return f"{where} {wanted.partition(';')[2]}"

    told = _problems(frames, as_kind)
    assert [*map(bare, told)] == [*map(bare, problems)]
    if as_kind is KINDS["polars lazy"]:
        assert told == problems


@pytest.mark.parametrize("kind", KINDS)
def test_a_moment_without_zone_is_refused_with_the_way_out(kind: str) -> None:
    frames = {"posts": _posts(published_at=pl.lit(AT.replace(tzinfo=None)))}
    (problem,) = _problems(frames, KINDS[kind])
    assert problem.startswith("posts.published_at is Datetime(time_unit='us', time_zone=None); ")
    assert problem.endswith(
        "expected a moment with its time zone: one without may be eight hours off; name the zone,"
        " as in dt.replace_time_zone('Asia/Shanghai')"
    )


@pytest.mark.parametrize("frame", [[{"id": "a"}], "accounts.parquet", {"id": ["a"]}, 3])
def test_what_is_no_data_frame_is_refused(frame: Any) -> None:
    with pytest.raises(FrameError) as refused:
        audit_frames(frame, ruleset=RULES, as_of=AS_OF)
    assert refused.value.problems == (
        (
            f"accounts: '{type(frame).__name__}' is no data frame; give a frame of Polars, DuckDB,"
            " PySpark, pandas or PyArrow"
        ),
    )


CONTENTS: Final[Mapping[str, tuple[dict[str, Any], tuple[str, ...]]]] = {
    "keys without value": (
        {"accounts": pl.DataFrame({"id": ["a", None], "platform": [None, "app"]})},
        ("accounts.id: 1 rows have none", "accounts.platform: 1 rows have none"),
    ),
    "keys twice": (
        {
            "units": pl.DataFrame({"id": [*"uuvvwwxx", "y"]}),
            "accounts": pl.DataFrame({"id": ["a", "a"], "platform": ["app", "app"]}),
        },
        (
            "units.id: 'u', 'v', 'w' and 1 more stand for more than one row",
            "accounts.id: 'a' stand for more than one row",
        ),
    ),
    "words that no vocabulary has": (
        {"units": pl.DataFrame({"id": ["u"], "level": ["village"], "kind": ["department"]})},
        (
            (
                "units.level: 'village'; expected one of national, provincial, municipal, county,"
                " township"
            ),
        ),
    ),
}
"""Faults of the small tables that their rows show, with every problem that is told."""


@pytest.mark.parametrize("as_kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize(("frames", "problems"), CONTENTS.values(), ids=CONTENTS)
def test_what_the_rows_of_small_tables_show_is_told_whole(
    frames: dict[str, Any], problems: tuple[str, ...], as_kind: AsKind
) -> None:
    assert _problems(frames, as_kind) == problems


ROWS: Final[Mapping[str, tuple[dict[str, Any], tuple[str, ...]]]] = {
    "of accounts that are not there": (
        {"posts": pl.DataFrame({"id": [*"pqr"], "account_id": [*"xyx"]})},
        (
            (
                "posts.account_id: 3 rows belong to 2 accounts that are not among the accounts,"
                " such as 'x'"
            ),
        ),
    ),
    "of no account, and without id": (
        {"posts": pl.DataFrame({"id": ["p", None], "account_id": [None, "a"]})},
        ("posts.id: 1 rows have none", "posts.account_id: 1 rows have none"),
    ),
    "of both tables": (
        {
            "posts": pl.DataFrame({"id": ["p"], "account_id": ["x"]}),
            "messages": pl.DataFrame({"id": ["m"], "account_id": ["y"]}),
        },
        (
            (
                "posts.account_id: 1 rows belong to 1 accounts that are not among the accounts,"
                " such as 'x'"
            ),
            (
                "messages.account_id: 1 rows belong to 1 accounts that are not among the accounts,"
                " such as 'y'"
            ),
        ),
    ),
    "of a kind that there is not": (
        {"posts": _posts(kind=pl.Series(["original", "advert"]))},
        ("posts.kind: 1 rows hold another word; expected one of original, repost, notice",),
    ),
    "with counts below nothing": (
        {"posts": _posts(reads=pl.Series([3, -1]), likes=pl.Series([-2, -1]))},
        (
            "posts.reads: 1 rows are below 0; expected a whole number from 0 on",
            "posts.likes: 2 rows are below 0; expected a whole number from 0 on",
        ),
    ),
}
"""Faults of posts and messages that the pass over them shows."""


@pytest.mark.parametrize("as_kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize(("frames", "problems"), ROWS.values(), ids=ROWS)
def test_what_the_rows_of_large_tables_show_is_told_whole(
    frames: dict[str, Any], problems: tuple[str, ...], as_kind: AsKind
) -> None:
    assert _problems(frames, as_kind) == problems


REPEATED: Final = {
    "posts": pl.DataFrame({"id": [*"ppqqrrss", "t"], "account_id": ["a"] * 9}),
    "messages": pl.DataFrame({"id": ["m", "m"], "account_id": ["a", "b"]}),
}


@pytest.mark.parametrize("as_kind", KINDS.values(), ids=KINDS)
def test_ids_of_rows_that_stand_for_two_are_told_when_asked_for(as_kind: AsKind) -> None:
    assert _problems(REPEATED, as_kind, verify_ids=True) == (
        "posts.id: 'p', 'q', 'r' and 1 more stand for more than one row",
        "messages.id: 'm' stand for more than one row",
    )


@pytest.mark.parametrize("as_kind", KINDS.values(), ids=KINDS)
def test_ids_that_are_good_or_missing_are_no_repetition(as_kind: AsKind) -> None:
    frames = {"accounts": ACCOUNTS, "posts": POSTS}
    asked = audit_of(frames, RULES, AS_OF, as_kind, verify_ids=True).to_report()
    assert asked == audit_of(frames, RULES, AS_OF, as_kind).to_report()
    nameless = {"posts": pl.DataFrame({"id": [None, None, "p"], "account_id": ["a"] * 3})}
    assert _problems(nameless, as_kind, verify_ids=True) == ("posts.id: 2 rows have none",)


def test_faults_of_schemas_come_before_those_of_rows() -> None:
    frames = {"posts": _posts(reads=pl.lit("x")), "units": pl.DataFrame({"id": ["u", "u"]})}
    assert _problems(frames, KINDS["polars lazy"]) == (
        "posts.reads is String; expected a whole number",
    )


@pytest.mark.parametrize("as_kind", KINDS.values(), ids=KINDS)
def test_a_statement_that_nobody_can_have_made_is_refused(as_kind: AsKind) -> None:
    frames = {
        "attestations": pl.DataFrame(
            {"id": ["t"], "question_id": ["q"], "answered_by": ["某人"], "answered_at": [AT]}
        )
    }
    (problem,) = _problems(frames, as_kind)
    assert problem.startswith("attestations: Attestation 't': ")


def test_a_rule_that_a_function_decides_is_refused_before_any_frame_is_looked_at() -> None:
    def decide(*_: object) -> bool:
        raise AssertionError

    rule = rule_with(id="test-2019/by-hand", check=decide)
    with pytest.raises(RuleError, match="test-2019/by-hand") as refused:
        audit_frames("no frame", ruleset=RuleSet("test", (rule,)), as_of=AS_OF)
    assert refused.value.rule_id == "test-2019/by-hand"
    assert "without('test-2019/by-hand')" in str(refused.value)


@pytest.mark.parametrize("as_of", ["2019-06-05T00:00:00", datetime(2019, 6, 5)])  # noqa: DTZ001 -- naive on purpose
def test_a_monitoring_moment_without_zone_is_refused(as_of: str | datetime) -> None:
    with pytest.raises(MomentError):
        audit_frames(ACCOUNTS, ruleset=RULES, as_of=as_of)
