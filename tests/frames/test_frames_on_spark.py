"""On PySpark the audit of frames gives the report of the audit of objects, at the edges too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from govmedia_rules.conditions import post, posts
from govmedia_rules.evaluation import audit
from govmedia_rules.findings import Report
from govmedia_rules.frames import FrameError, audit_frames
from govmedia_rules.law import INSPECTION_2019, Force
from govmedia_rules.models import Account, Portfolio, Post
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets import INSPECTION_2019 as INSPECTION
from govmedia_rules.rulesets import OPINION_2018
from govmedia_rules.text import Text
from merged_portfolios import merged
from portfolio_frames import frames_of
from spark_sessions import NO_SPARK, as_spark, local_session
from tree_strategies import AS_OF, portfolios, rulesets

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(NO_SPARK is not None, reason=str(NO_SPARK)),
]

# One query of Spark's takes longer than a whole audit of a small portfolio by Polars: hence
# many portfolios in one, few such, and no long search for the smallest that fails.
FEW = settings(
    max_examples=4,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
MANY_PORTFOLIOS = st.lists(portfolios(), min_size=3, max_size=8).map(merged)


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    with local_session() as session:
        yield session


def of_frames(portfolio: Portfolio, ruleset: RuleSet, session: SparkSession) -> Report:
    frames: dict[str, Any] = {
        table: as_spark(session, frame) for table, frame in frames_of(portfolio).items()
    }
    accounts, posts_frame = frames.pop("accounts"), frames.pop("posts", None)
    return audit_frames(accounts, posts_frame, ruleset=ruleset, as_of=AS_OF, **frames).to_report()


@FEW
@given(portfolio=MANY_PORTFOLIOS, ruleset=rulesets(max_rules=5))
def test_random_rules(spark: SparkSession, portfolio: Portfolio, ruleset: RuleSet) -> None:
    assert of_frames(portfolio, ruleset, spark) == audit(portfolio, ruleset, as_of=AS_OF)


@settings(FEW, max_examples=1)
@given(portfolio=st.lists(portfolios(), min_size=6, max_size=8).map(merged))
def test_the_rules_in_the_box(spark: SparkSession, portfolio: Portfolio) -> None:
    ruleset = OPINION_2018 | INSPECTION
    assert of_frames(portfolio, ruleset, spark) == audit(portfolio, ruleset, as_of=AS_OF)


def _rules(*demands: Any) -> RuleSet:
    return RuleSet(
        "test",
        [
            Rule(
                id=f"test/rule-{number}",
                title=Text(zh="标题", en="title"),
                cites=(INSPECTION_2019.provision("2.1"),),
                force=Force.OBLIGATION,
                requires=demand,
            )
            for number, demand in enumerate(demands)
        ],
    )


SINCE = datetime(2019, 5, 21, 16, tzinfo=UTC)
"""Where a window of 14 days begins: what lies here is outside."""


def _posted(*reads: int | None, at: datetime | None = None) -> Portfolio:
    published_at = datetime(2019, 6, 1, tzinfo=UTC) if at is None else at
    return Portfolio(
        accounts=[Account(id="a", platform="wechat", has_all_posts=True)],
        posts=[
            Post(id=f"p{number}", account_id="a", reads=each, published_at=published_at)
            for number, each in enumerate(reads)
        ],
    )


LARGEST = 2**63 - 1


@pytest.mark.parametrize(
    "portfolio",
    [
        pytest.param(_posted(), id="no posts"),
        pytest.param(Portfolio(accounts=[], posts=[], messages=[], units=[]), id="no rows at all"),
        pytest.param(_posted(*[LARGEST] * 5), id="a sum beyond 64 bits"),
        pytest.param(_posted(2**53 + 1, 2**32, 2**32 - 1, 2**32 * 2**21 - 1), id="halves"),
        pytest.param(_posted(None, None), id="reads that nobody looked at"),
        pytest.param(_posted(3, at=SINCE), id="at the edge of a window"),
        pytest.param(_posted(3, at=SINCE + timedelta(microseconds=1)), id="just inside it"),
        pytest.param(
            _posted(3, at=datetime(2019, 6, 5, tzinfo=timezone(timedelta(hours=-11)))),
            id="after the moment, in another zone",
        ),
        pytest.param(_posted(*range(25)), id="many posts of one moment"),
    ],
)
def test_hand_made_edges(spark: SparkSession, portfolio: Portfolio) -> None:
    rules = _rules(
        posts.mean(post.reads) <= 1,
        posts.max(post.reads) <= 1,
        posts.within(days=14).count() == 0,
        posts.distinct(post.title) <= 0,
    )
    assert of_frames(portfolio, rules, spark) == audit(portfolio, rules, as_of=AS_OF)


def test_tables_come_back_as_frames_of_spark(spark: SparkSession) -> None:
    frames = frames_of(_posted(1, 2, None))
    rules = _rules(posts.within(days=7).count() == 0, posts.max(post.reads) <= 1)
    native = {table: as_spark(spark, frame) for table, frame in frames.items()}
    expected = audit_frames(frames["accounts"], frames["posts"], ruleset=rules, as_of=AS_OF)
    found = audit_frames(native["accounts"], native["posts"], ruleset=rules, as_of=AS_OF)

    for table in ("findings", "evidence", "missing", "verdicts"):
        frame = getattr(found, table)
        assert isinstance(frame, type(native["posts"]))
        back = pl.DataFrame(frame.toArrow())
        assert back.to_dicts() == getattr(expected, table).to_dicts()


def _post_column(spark: SparkSession, expression: str, name: str) -> DataFrame:
    return spark.sql(f"SELECT 'p' AS id, 'a' AS account_id, {expression} AS {name}")


def _of_one_account(spark: SparkSession, posts_frame: DataFrame, rules: RuleSet) -> Report:
    accounts = spark.sql("SELECT 'a' AS id, 'wechat' AS platform")
    return audit_frames(accounts, posts_frame, ruleset=rules, as_of=AS_OF).to_report()


@pytest.mark.parametrize(
    ("expression", "name", "problem"),
    [
        (
            "TIMESTAMP_NTZ '2019-06-01 00:00:00'",
            "published_at",
            "a moment with its time zone: one without may be eight hours off",
        ),
        ("CAST(1 AS DECIMAL(10, 0))", "reads", "posts.reads is Decimal"),
        ("'1'", "reads", "posts.reads is String; expected a whole number"),
    ],
)
def test_columns_of_another_type_are_refused(
    spark: SparkSession, expression: str, name: str, problem: str
) -> None:
    with pytest.raises(FrameError) as caught:
        _of_one_account(spark, _post_column(spark, expression, name), _rules(posts.count() == 0))

    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("expression", "reads"),
    [
        ("CAST(7 AS SMALLINT)", 7),
        ("CAST(7 AS DOUBLE)", 7),
        ("CAST('NaN' AS DOUBLE)", None),
        ("NULL", None),
    ],
)
def test_numbers_are_read_whatever_their_width(
    spark: SparkSession, expression: str, reads: int | None
) -> None:
    rules = _rules(posts.max(post.reads) <= 1)
    report = _of_one_account(spark, _post_column(spark, expression, "reads"), rules)
    portfolio = Portfolio(
        accounts=[Account(id="a", platform="wechat")],
        posts=[Post(id="p", account_id="a", reads=reads)],
    )

    assert report.findings == audit(portfolio, rules, as_of=AS_OF).findings


def test_texts_are_compared_byte_by_byte_whatever_their_collation(spark: SparkSession) -> None:
    rules = _rules(posts.where(post.title == "ABC").count() == 0)
    frame = _post_column(spark, "'abc' COLLATE UTF8_LCASE", "title")

    assert [rule.passed for rule in _of_one_account(spark, frame, rules).rules] == [1]


def test_a_moment_is_one_moment_in_whatever_zone_the_session_is(spark: SparkSession) -> None:
    rules = _rules(posts.within(days=1).count() == 0)
    # Both are the beginning of 4 June in Shanghai, which is where the last day begins.
    edge = [
        _post_column(spark, f"TIMESTAMP '{text}'", "published_at")
        for text in ("2019-06-03 16:00:00 UTC", "2019-06-04 00:00:00")
    ]

    for frame in edge:
        assert [rule.passed for rule in _of_one_account(spark, frame, rules).rules] == [1]
