"""Rows read back from the files are valid records, and are the portfolio of objects."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.models import Account, AppFacts, Filing, Post, Review, Subject
from govmedia_rules.moments import moment
from govmedia_rules.synthetic import (
    SCHEMAS,
    SyntheticQuestion,
    SyntheticRequest,
    generate_files,
    generate_portfolio,
    records_of,
)

TABLES = ("units", "accounts", "posts", "messages", "attestations", "waivers")


@pytest.mark.parametrize("posts_per_account", [0, 1, 25])
def test_the_files_say_what_the_portfolio_of_objects_says(
    tmp_path: Path, posts_per_account: int
) -> None:
    request = SyntheticRequest(
        accounts=700,
        as_of="2019-06-05T00:00:00+08:00",
        posts_per_account=posts_per_account,
        messages_per_account=posts_per_account // 5,
        seed=3,
        questions=[SyntheticQuestion(question_id="q", subject=Subject.ACCOUNT)],
        waivable_rules=["a/rule"],
    )
    portfolio = generate_portfolio(request)

    paths = generate_files(request, tmp_path).paths

    assert tuple(paths) == TABLES
    for name in TABLES:
        read = tuple(records_of(name, pq.read_table(paths[name])))
        assert read == getattr(portfolio, name)
    assert len(portfolio.accounts) == 700
    assert bool(portfolio.posts) is (posts_per_account > 0)


def test_without_questions_and_waivable_rules_there_are_no_such_tables() -> None:
    portfolio = generate_portfolio(SyntheticRequest(accounts=1, as_of="2019-06-05T00:00:00+08:00"))

    assert len(portfolio.accounts) == 1
    assert portfolio.attestations is None
    assert portfolio.waivers is None


def test_every_account_names_a_unit_that_is_there_and_every_unit_a_parent() -> None:
    portfolio = generate_portfolio(
        SyntheticRequest(accounts=6000, as_of="2019-06-05T00:00:00+08:00", posts_per_account=0)
    )

    units = {unit.id for unit in portfolio.units or ()}
    assert {account.unit_id for account in portfolio.accounts} - units == {None}
    assert {unit.parent_id for unit in portfolio.units or ()} - units == {None}
    assert [unit.id for unit in portfolio.units or () if unit.parent_id is None] == [
        "unit:00000-000",
        "unit:00016-000",
    ]


def test_flattened_structs_become_what_they_were() -> None:
    at = moment("2019-06-01T00:00:00+08:00")
    posts = pa.table(
        {
            "id": ["p", "q"],
            "account_id": ["a", "a"],
            "review_reviewed_at": pa.array([None, at], SCHEMAS["posts"].field(2).type),
            "review_reviewers": pa.array([[], None], pa.list_(pa.string())),
            "review_gates": pa.array([None, None], pa.list_(pa.string())),
        }
    )
    accounts = pa.table(
        {
            "id": ["a", "b"],
            "platform": ["app", "app"],
            "app_is_usable": [False, None],
            "app_runs_on_terminals": pa.array([["ios"], None], pa.list_(pa.string())),
            "filings": pa.array(
                [[{"what": "opening", "filed_at": at, "filed_with": None}], None],
                SCHEMAS["accounts"].field("filings").type,
            ),
        }
    )

    assert list(records_of("posts", posts)) == [
        Post(id="p", account_id="a", review=Review(reviewers=())),
        Post(id="q", account_id="a", review=Review(reviewed_at=at)),
    ]
    assert list(records_of("accounts", accounts)) == [
        Account(
            id="a",
            platform="app",
            app=AppFacts(is_usable=False, runs_on_terminals=["ios"]),
            filings=[Filing(what="opening", filed_at=at)],
        ),
        Account(id="b", platform="app"),
    ]


def test_a_row_that_no_record_can_hold_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="reads"):
        list(records_of("posts", pa.table({"id": ["p"], "account_id": ["a"], "reads": [-1]})))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("accounts", 0),
        ("accounts", 10_000_001),
        ("accounts", 2.0),
        ("accounts", True),
        ("posts_per_account", -1),
        ("posts_per_account", 20_001),
        ("messages_per_account", -1),
        ("seed", -1),
        ("seed", 2**63),
        ("seed", "7"),
        ("as_of", "2019-06-05"),
    ],
)
def test_a_request_that_cannot_be_met_is_refused(field: str, value: object) -> None:
    facts: dict[str, object] = {"accounts": 1, "as_of": "2019-06-05T00:00:00+08:00", field: value}

    with pytest.raises(InvalidValueError) as refused:
        SyntheticRequest(**facts)  # type: ignore[arg-type]  # that is the point

    assert refused.value.field == field


@pytest.mark.parametrize(
    ("field", "value"),
    [("accounts", 10_000_000), ("posts_per_account", 20_000), ("seed", 2**63 - 1)],
)
def test_a_request_may_go_to_the_limits(field: str, value: int) -> None:
    facts: dict[str, object] = {"accounts": 1, "as_of": "2019-06-05T00:00:00+08:00", field: value}

    assert getattr(SyntheticRequest(**facts), field) == value  # type: ignore[arg-type]  # as above
