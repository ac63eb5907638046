"""The audit of frames and the audit of objects give the same report, whole, on every engine."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings

from govmedia_rules.evaluation import audit
from govmedia_rules.findings import Report
from govmedia_rules.frames import audit_frames
from govmedia_rules.models import Portfolio
from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets import BUILT_IN
from portfolio_frames import frames_of
from tree_strategies import AS_OF, portfolios, rulesets


def _as_lazy(frame: pl.DataFrame) -> pl.LazyFrame:
    return frame.lazy()


def _as_relation(frame: pl.DataFrame) -> duckdb.DuckDBPyRelation:
    return CONNECTION.from_arrow(frame.to_arrow())


CONNECTION = duckdb.connect()
ENGINES = [
    pytest.param(_as_lazy, id="polars"),
    pytest.param(_as_relation, id="duckdb"),
]


def of_frames(portfolio: Portfolio, ruleset: RuleSet, as_kind: Callable[[Any], Any]) -> Report:
    frames = {table: as_kind(frame) for table, frame in frames_of(portfolio).items()}
    return audit_frames(
        frames.pop("accounts"), frames.pop("posts", None), ruleset=ruleset, as_of=AS_OF, **frames
    ).to_report()


@pytest.mark.parametrize("as_kind", ENGINES)
@given(portfolio=portfolios(), ruleset=rulesets())
def test_random_rules(
    as_kind: Callable[[Any], Any], portfolio: Portfolio, ruleset: RuleSet
) -> None:
    assert of_frames(portfolio, ruleset, as_kind) == audit(portfolio, ruleset, as_of=AS_OF)


@pytest.mark.parametrize("as_kind", ENGINES)
@pytest.mark.parametrize("ruleset", BUILT_IN.values(), ids=BUILT_IN)
# Sixty rules take seconds to be put to an engine, however small the portfolio is.
@settings(max_examples=6)
@given(portfolio=portfolios())
def test_the_rules_in_the_box(
    as_kind: Callable[[Any], Any], ruleset: RuleSet, portfolio: Portfolio
) -> None:
    assert of_frames(portfolio, ruleset, as_kind) == audit(portfolio, ruleset, as_of=AS_OF)
