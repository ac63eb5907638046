"""Columns hold the same in many types: what they hold decides, not the type that holds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC
from typing import Any, Final

import duckdb
import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl
import pytest

from edge_portfolios import EDGES, RULES
from frame_kinds import KINDS, AsKind, audit_of
from govmedia_rules.frames import TABLES, Holds
from govmedia_rules.models import Account, Portfolio, Post
from portfolio_frames import frames_of
from situations import AS_OF, ago, audited

PORTFOLIO: Final = Portfolio(
    accounts=[
        Account(id="a", platform="wechat", status="active", opened_at=ago(days=400), followers=7),
        Account(id="b", platform="wechat", is_main=True),
    ],
    posts=[
        Post(id="p0", account_id="a", published_at=ago(days=7), reads=5, kind="original"),
        Post(id="p1", account_id="a", published_at=ago(days=7, seconds=-1), title="题"),
        Post(id="p2", account_id="a", published_at=AS_OF, labels=["off_topic"], title="题"),
        Post(id="p3", account_id="a", published_at=None, reads=0, labels=[]),
        Post(id="p4", account_id="b", published_at=ago(days=-1), reads=9, kind="repost"),
    ],
)
"""To the second, so that every precision holds it."""

Frames = dict[str, pl.DataFrame]


def _in_type(holds: Holds, dtype: Any) -> Callable[[Frames], Frames]:
    def changed(frames: Frames) -> Frames:
        return {
            table: frame.with_columns(
                pl.col(name).cast(dtype)
                for name, column in TABLES[table].items()
                if column.holds is holds
            )
            for table, frame in frames.items()
        }

    return changed


def _zones_mixed(frames: Frames) -> Frames:
    zones = ("Asia/Shanghai", "UTC", "America/New_York", "Asia/Urumqi")
    return {
        table: frame.with_columns(
            pl.col(name).dt.convert_time_zone(zones[number % len(zones)])
            for number, name in enumerate(
                name for name, column in TABLES[table].items() if column.holds is Holds.MOMENT
            )
        )
        for table, frame in frames.items()
    }


def _columns_without_values_dropped(frames: Frames) -> Frames:
    return {
        table: frame.select(
            series.name
            for series in frame
            if series.null_count() < len(series) or TABLES[table][series.name].is_key
        )
        for table, frame in frames.items()
    }


def _columns_without_values_untyped(frames: Frames) -> Frames:
    return {
        table: frame.with_columns(
            pl.lit(None).alias(series.name)
            for series in frame
            if series.null_count() == len(series)
        )
        for table, frame in frames.items()
    }


def _columns_backwards(frames: Frames) -> Frames:
    return {table: frame.select(reversed(frame.columns)) for table, frame in frames.items()}


def _columns_besides(frames: Frames) -> Frames:
    return {
        table: frame.with_columns(
            pl.lit("x").alias("remarks_of_the_clerk"), pl.lit(1.5).alias("权重")
        )
        for table, frame in frames.items()
    }


def _rows_shuffled(frames: Frames) -> Frames:
    return {
        table: frame.sample(fraction=1, shuffle=True, seed=3) for table, frame in frames.items()
    }


def _lists_with_words_twice(frames: Frames) -> Frames:
    labels = pl.concat_list(pl.col("labels"), pl.col("labels"))
    return {**frames, "posts": frames["posts"].with_columns(labels.alias("labels"))}


def _gaps_as_no_number(frames: Frames) -> Frames:
    reads = pl.col("reads").cast(pl.Float64).fill_null(float("nan"))
    return {**frames, "posts": frames["posts"].with_columns(reads)}


def _gaps_of_both_kinds(frames: Frames) -> Frames:
    gaps = pl.when(pl.col("id") == "p1").then(pl.lit(float("nan")))
    reads = pl.col("reads").cast(pl.Float64)
    return {
        **frames,
        "posts": frames["posts"].with_columns(pl.coalesce(reads, gaps).alias("reads")),
    }


def _kinds_as_enumeration(frames: Frames) -> Frames:
    kinds = pl.Enum(["notice", "original", "repost"])
    return {**frames, "posts": frames["posts"].with_columns(pl.col("kind").cast(kinds))}


CHANGES: Final[Mapping[str, Callable[[Frames], Frames]]] = {
    "milliseconds": _in_type(Holds.MOMENT, pl.Datetime("ms", "UTC")),
    "nanoseconds": _in_type(Holds.MOMENT, pl.Datetime("ns", "UTC")),
    "Shanghai": _in_type(Holds.MOMENT, pl.Datetime("us", "Asia/Shanghai")),
    "zones mixed": _zones_mixed,
    "small whole numbers": _in_type(Holds.COUNT, pl.UInt16),
    "unsigned numbers": _in_type(Holds.COUNT, pl.UInt64),
    "floats": _in_type(Holds.COUNT, pl.Float64),
    "gaps as no number": _gaps_as_no_number,
    "gaps of both kinds": _gaps_of_both_kinds,
    "categories": _in_type(Holds.WORD, pl.Categorical),
    "an enumeration": _kinds_as_enumeration,
    "columns without values dropped": _columns_without_values_dropped,
    "columns without values untyped": _columns_without_values_untyped,
    "columns backwards": _columns_backwards,
    "columns besides": _columns_besides,
    "rows shuffled": _rows_shuffled,
    "words twice in a list": _lists_with_words_twice,
}


@pytest.mark.parametrize("as_kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_type_of_a_column_does_not_matter(
    change: Callable[[Frames], Frames], as_kind: AsKind
) -> None:
    frames = change(frames_of(PORTFOLIO))
    report = audit_of(frames, RULES, AS_OF, as_kind).to_report()
    assert report == audited(PORTFOLIO, RULES)


def test_pandas_with_its_own_types() -> None:
    """Numbers with gaps are floats there, texts and flags are objects or its own strings."""
    names = ("id", "account_id", "published_at", "reads", "title", "kind")
    accounts = pd.DataFrame(
        [
            {"id": each.id, "platform": each.platform, "followers": each.followers}
            for each in PORTFOLIO.accounts
        ]
    ).astype({"id": "string", "platform": "category"})
    posts = pd.DataFrame(
        [{name: getattr(each, name) for name in names} for each in PORTFOLIO.posts or ()]
    ).astype(dict.fromkeys(("id", "account_id", "title", "kind"), "string"))
    posts["published_at"] = pd.to_datetime(
        [
            None if each.published_at is None else each.published_at.astimezone(UTC)
            for each in PORTFOLIO.posts or ()
        ],
        utc=True,
    )
    bare = Portfolio(
        accounts=[
            Account(id=each.id, platform=each.platform, followers=each.followers)
            for each in PORTFOLIO.accounts
        ],
        posts=[
            Post(**{name: getattr(each, name) for name in names}) for each in PORTFOLIO.posts or ()
        ],
    )
    report = audit_of({"accounts": accounts, "posts": posts}, RULES, AS_OF).to_report()
    assert report == audited(bare, RULES)


@pytest.mark.parametrize("seconds", [-1, 0, 1])
def test_nanoseconds_within_a_microsecond_count_as_that_microsecond(seconds: int) -> None:
    """Models hold microseconds, so whatever is finer is cut off, not rounded."""
    edge = ago(days=7, seconds=-seconds)
    portfolio = Portfolio(
        accounts=[Account(id="a", platform="wechat")],
        posts=[Post(id="p", account_id="a", published_at=edge)],
    )
    frames = frames_of(portfolio)
    finer = pl.col("published_at").cast(pl.Datetime("ns", "UTC")) + pl.duration(nanoseconds=999)
    frames["posts"] = frames["posts"].with_columns(finer)
    for as_kind in KINDS.values():
        report = audit_of(frames, RULES, AS_OF, as_kind).to_report()
        assert report == audited(portfolio, RULES)


TYPES: Final = {
    "polars eager": pl.DataFrame,
    "polars lazy": pl.LazyFrame,
    "duckdb": duckdb.DuckDBPyRelation,
    "pandas": pd.DataFrame,
}
TABLES_HANDED_OUT: Final = ("findings", "evidence", "missing", "verdicts", "rules")


@pytest.mark.parametrize("table", TABLES_HANDED_OUT)
@pytest.mark.parametrize("kind", KINDS)
def test_tables_come_in_the_kind_that_the_posts_came_in(kind: str, table: str) -> None:
    audit = audit_of(frames_of(PORTFOLIO), RULES, AS_OF, KINDS[kind])
    given = KINDS[kind](pl.DataFrame({"id": ["a"]}))
    returned = getattr(audit, table)
    assert type(returned) is type(given)
    assert isinstance(returned, TYPES.get(kind, type(given)))


@pytest.mark.parametrize("table", TABLES_HANDED_OUT)
def test_tables_say_the_same_in_every_kind(table: str) -> None:
    edge = EDGES["waivers of all sorts"]
    tables = []
    for as_kind in KINDS.values():
        frame: Any = nw.from_native(getattr(audit_of(frames_of(edge), RULES, AS_OF, as_kind), table))
        if isinstance(frame, nw.LazyFrame):
            frame = frame.collect(backend="polars")
        rows = frame.to_polars()
        keys = [
            name
            for name in ("rule_id", "subject_kind", "subject_id", "account_id", "order", "fact")
            if name in rows.columns
        ]
        plain = rows.with_columns(
            pl.col(pl.Datetime).dt.convert_time_zone("UTC").cast(pl.Datetime("us", "UTC"))
        )
        tables.append(plain.sort(keys).to_dicts())
    assert tables[0]
    assert all(other == tables[0] for other in tables[1:])


def test_tables_come_in_the_kind_of_the_accounts_where_there_are_no_posts() -> None:
    frames = frames_of(Portfolio(accounts=[Account(id="a", platform="wechat")]))
    assert isinstance(audit_of(frames, RULES, AS_OF, pl.DataFrame.lazy).findings, pl.LazyFrame)
