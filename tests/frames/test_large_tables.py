"""What is done in another way with large tables, or many sets of rows, comes to the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from frame_kinds import KINDS, audit_of
from govmedia_rules import audit
from govmedia_rules.findings import Report
from govmedia_rules.frames import engines, passes, row_stage
from govmedia_rules.frames.engines import PolarsEngine
from govmedia_rules.frames.passes import newest_ids
from govmedia_rules.models import Portfolio
from govmedia_rules.rulesets import INSPECTION_2019, OPINION_2018
from govmedia_rules.synthetic import SyntheticRequest, generate_portfolio
from portfolio_frames import frames_of
from situations import AS_OF

RULES = INSPECTION_2019 | OPINION_2018


@pytest.fixture(scope="module")
def portfolio() -> Portfolio:
    request = SyntheticRequest(accounts=40, as_of=AS_OF, posts_per_account=25, seed=7)
    return generate_portfolio(request)


@pytest.fixture(scope="module")
def by_objects(portfolio: Portfolio) -> Report:
    return audit(portfolio, RULES, as_of=AS_OF)


WAYS: Mapping[str, list[tuple[Any, str, int | float | None]]] = {
    "everything in one pass": [(row_stage, "_MANY", 1)],
    "one query after the other": [(engines, "_RUN_TOGETHER", 0)],
    "newest rows of all sets in parts": [
        (PolarsEngine, "most_held", 1),
        (PolarsEngine, "most_gathered", 0),
        (engines, "_HELD_AT_ONCE", 50),
    ],
    "newest rows of no set by themselves": [(row_stage, "_LARGE", 1.0)],
    "newest rows of every set by themselves": [
        (row_stage, "_LARGE", -1.0),
        (row_stage, "_SPARSE", 1.0),
    ],
    "newest rows of each set sorted by themselves": [(passes, "_FEW_SETS", 1_000)],
    "newest rows of two sets at once": [(passes, "_FEW_SETS", 0), (passes, "_BITS", 2)],
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_reading_posts_gives_the_report_of_the_objects(
    way: str, portfolio: Portfolio, by_objects: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    for owner, name, value in WAYS[way]:
        monkeypatch.setattr(owner, name, value)

    report = audit_of(frames_of(portfolio), RULES, AS_OF, KINDS["polars lazy"]).to_report()

    assert report == by_objects
    assert any(piece.ids_total > 10 for each in report.findings for piece in each.evidence)


ids = st.text("ab", min_size=1, max_size=4)
rows_shown = st.lists(
    st.tuples(
        st.sampled_from("xyz"),
        ids,
        st.none() | st.integers(0, 3),
        st.lists(st.booleans(), min_size=5, max_size=5),
    ),
    unique_by=lambda row: row[1],
    max_size=20,
)
owners_asked = st.lists(st.lists(st.sampled_from("wxyz"), unique=True), min_size=5, max_size=5)


@given(rows=rows_shown, asked=owners_asked, limit=st.integers(1, 4))
def test_the_newest_of_many_sets_are_those_of_each(
    rows: list[tuple[str, str, int | None, list[bool]]], asked: list[list[str]], limit: int
) -> None:
    marks = [f"mark{number}" for number in range(5)]
    table = pl.DataFrame(
        [(owner, each, came_at, *carried) for owner, each, came_at, carried in rows],
        schema={
            "owner": pl.String,
            "id": pl.String,
            "came_at": pl.Int64,
            **dict.fromkeys(marks, pl.Boolean),
        },
        orient="row",
    )
    owners = {
        mark: pl.DataFrame({"owner": some}, schema={"owner": pl.String})
        for mark, some in zip(marks, asked, strict=True)
    }

    found = {mark: dict(ids.iter_rows()) for mark, ids in newest_ids(table, owners, limit).items()}

    def newest(place: int, owner: str) -> list[str]:
        some = [row for row in rows if row[0] == owner and row[3][place]]
        some.sort(key=lambda row: (row[2] is None, -(row[2] or 0), row[1]))
        return [each for _, each, _, _ in some[:limit]]

    assert found == {
        mark: {owner: ids for owner in asked[place] if (ids := newest(place, owner))}
        for place, mark in enumerate(marks)
    }
