"""The audit of PySpark frames gives the report of the audit of objects, and so do its edges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govmedia_rules.evaluation import audit
from govmedia_rules.findings import Report
from govmedia_rules.frames import audit_frames
from govmedia_rules.models import Portfolio
from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets import BUILT_IN
from merged_portfolios import merged
from portfolio_frames import frames_of
from spark_sessions import NO_SPARK, as_spark, local_session
from tree_strategies import AS_OF, portfolios, rulesets

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(NO_SPARK is not None, reason=str(NO_SPARK)),
]

# One query of Spark's takes longer than a whole audit of a small portfolio by Polars: hence
# many portfolios in one, and few such.
FEW = settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
MANY_PORTFOLIOS = st.lists(portfolios(), min_size=1, max_size=8).map(merged)


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    with local_session() as session:
        yield session


def of_frames(portfolio: Portfolio, ruleset: RuleSet, session: SparkSession) -> Report:
    frames = {table: as_spark(session, frame) for table, frame in frames_of(portfolio).items()}
    accounts, posts = frames.pop("accounts"), frames.pop("posts", None)
    return audit_frames(accounts, posts, ruleset=ruleset, as_of=AS_OF, **frames).to_report()


@FEW
@given(portfolio=MANY_PORTFOLIOS, ruleset=rulesets(max_rules=8))
def test_random_rules(spark: SparkSession, portfolio: Portfolio, ruleset: RuleSet) -> None:
    assert of_frames(portfolio, ruleset, spark) == audit(portfolio, ruleset, as_of=AS_OF)
