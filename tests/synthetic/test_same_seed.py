"""The same request gives the same portfolio, and a larger one begins with the smaller."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from attrs import evolve

from govmedia_rules.models import Subject
from govmedia_rules.synthetic import (
    SyntheticQuestion,
    SyntheticRequest,
    files,
    generate_files,
)
from govmedia_rules.synthetic.accounts import account_batch
from govmedia_rules.synthetic.posts import accounts_per_batch, post_table
from govmedia_rules.synthetic.tables import parts

REQUEST = SyntheticRequest(
    accounts=500,
    as_of="2019-06-05T00:00:00+08:00",
    posts_per_account=20,
    seed=7,
    questions=[
        SyntheticQuestion(question_id="of/units", subject=Subject.UNIT),
        SyntheticQuestion(question_id="of/accounts", subject=Subject.ACCOUNT),
    ],
    waivable_rules=["a/rule", "another/rule"],
)


def tables(request: SyntheticRequest) -> dict[str, pa.Table]:
    found: defaultdict[str, list[pa.Table]] = defaultdict(list)
    for name, table, _ in parts(request):
        found[name].append(table)
    return {name: pa.concat_tables(each) for name, each in found.items()}


SMALL = tables(REQUEST)


def test_the_same_request_gives_the_same_tables() -> None:
    assert tables(REQUEST) == SMALL


@pytest.mark.parametrize("table", ["units", "accounts", "posts", "messages", "attestations"])
def test_another_seed_gives_other_tables(table: str) -> None:
    assert tables(evolve(REQUEST, seed=8))[table] != SMALL[table]


@pytest.mark.parametrize("accounts", [501, 720, 1100])
def test_a_larger_portfolio_begins_with_the_smaller(accounts: int) -> None:
    larger = tables(evolve(REQUEST, accounts=accounts))

    for name in ("units", "accounts", "waivers"):
        assert larger[name].slice(0, SMALL[name].num_rows) == SMALL[name]
    ids = SMALL["accounts"].column("id")
    for name in ("posts", "messages"):
        of_those = pc.is_in(larger[name].column("account_id"), ids.combine_chunks())
        assert larger[name].filter(of_those) == SMALL[name]
    answers = set(larger["attestations"].column("id").to_pylist())
    assert set(SMALL["attestations"].column("id").to_pylist()) <= answers


def test_more_posts_and_messages_leave_the_accounts_as_they_are() -> None:
    busy = tables(evolve(REQUEST, posts_per_account=400, messages_per_account=30))

    assert busy["posts"].num_rows > 10 * SMALL["posts"].num_rows
    assert busy["messages"].num_rows > 5 * SMALL["messages"].num_rows
    for name in ("units", "accounts", "attestations", "waivers"):
        assert busy[name] == SMALL[name]


@pytest.mark.parametrize("mean", [20, 400])
def test_any_part_can_be_made_alone(mean: int) -> None:
    request = evolve(REQUEST, posts_per_account=mean)
    step = accounts_per_batch(mean)

    alone = post_table(request, account_batch(request, 1), first=0)

    whole = tables(evolve(request, accounts=720))
    ids = whole["accounts"].column("id").slice(360, step).combine_chunks()
    assert alone == whole["posts"].filter(pc.is_in(whole["posts"].column("account_id"), ids))


def test_what_is_in_the_files_does_not_depend_on_how_they_are_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    generate_files(REQUEST, tmp_path / "whole")
    monkeypatch.setattr(files, "ROWS_PER_GROUP", 1000)
    generate_files(REQUEST, tmp_path / "cut", posts_per_part=3000)

    for name, table in SMALL.items():
        cut = tmp_path / "cut" / ("posts" if name == "posts" else f"{name}.parquet")
        assert pq.read_table(tmp_path / "whole" / f"{name}.parquet") == table
        assert pq.read_table(cut) == table


def test_the_same_request_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (
        generate_files(REQUEST, tmp_path / name).paths.values() for name in ("first", "second")
    )

    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
