"""Made-up portfolios have the shares that the documentation states."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from govmedia_rules.synthetic import SyntheticRequest
from govmedia_rules.synthetic.accounts import account_batch
from govmedia_rules.synthetic.lives import LIFE, PLATFORM
from govmedia_rules.synthetic.shares import (
    LEVELS,
    LIVES,
    MISSING,
    PLATFORMS,
    RATES,
    SCREENING,
    SPREADS,
)
from govmedia_rules.synthetic.tables import parts

REQUEST = SyntheticRequest(
    accounts=20_000, as_of="2019-06-05T00:00:00+08:00", posts_per_account=20, seed=11
)
MOMENT = pa.timestamp("us", tz="UTC")
ROWS: dict[str, pa.Table] = {}


@pytest.fixture
def rows() -> dict[str, pa.Table]:
    """The tables, made once in each process that runs these tests."""
    if not ROWS:
        found: dict[str, list[pa.Table]] = {}
        for name, table, _ in parts(REQUEST):
            found.setdefault(name, []).append(table)
        ROWS.update({name: pa.concat_tables(each) for name, each in found.items()})
    return ROWS


def shares_of(column: Any) -> dict[str, float]:
    counts = Counter(column.to_pylist())
    return {value: count / len(column) for value, count in counts.items()}


def test_platforms_are_those_of_the_field(rows: dict[str, pa.Table]) -> None:
    assert shares_of(rows["accounts"].column("platform")) == pytest.approx(PLATFORMS, abs=0.01)


def test_levels_of_sponsors_are_those_of_the_field(rows: dict[str, pa.Table]) -> None:
    sponsors = (
        rows["accounts"]
        .select(["unit_id"])
        .join(rows["units"].select(["id", "level"]), "unit_id", "id", join_type="inner")
    )
    found = shares_of(sponsors.column("level").drop_null())
    below = found.pop("township")
    found["county"] += below

    assert found == pytest.approx(LEVELS, abs=0.015)
    assert below > 0.1


def test_posts_per_account_have_the_mean_asked_for_and_a_heavy_tail(
    rows: dict[str, pa.Table],
) -> None:
    counts = np.array(list(Counter(rows["posts"].column("account_id").to_pylist()).values()))
    counts = np.concatenate([counts, np.zeros(20_000 - len(counts), dtype=counts.dtype)])

    assert counts.mean() == pytest.approx(20, rel=0.06)
    assert np.median(counts) < 0.75 * counts.mean()
    assert counts.max() > 8 * counts.mean()
    assert counts.max() <= 400
    busiest = np.sort(counts)[-2000:].sum() / counts.sum()
    assert 0.25 < busiest < 0.55


def test_reads_are_heavy_tailed(rows: dict[str, pa.Table]) -> None:
    reads = rows["posts"].column("reads").drop_null().to_numpy()
    logs = np.log(reads[reads > 0])

    assert reads.mean() > 2.5 * np.median(reads)
    assert 50 < np.median(reads) < 1000
    both = np.hypot(SPREADS["reads, account"], SPREADS["reads, post"])
    assert logs.std() == pytest.approx(both, rel=0.15)
    assert reads.max() == 100_001


def test_accounts_lead_the_lives_that_are_documented() -> None:
    life = np.concatenate(
        [account_batch(REQUEST, number).traits.life for number in range(20_000 // 360)]
    )
    found = {name: float(np.mean(life == code)) for name, code in LIFE.items()}

    assert found == pytest.approx(LIVES, abs=0.01)
    assert list(PLATFORM) == list(PLATFORMS)


def test_silent_and_fading_accounts_have_no_recent_posts(rows: dict[str, pa.Table]) -> None:
    fortnight = pa.scalar(REQUEST.as_of.subtract(days=14), MOMENT)
    recent = rows["posts"].filter(pc.greater(rows["posts"].column("published_at"), fortnight))
    busy = set(recent.column("account_id").to_pylist())
    accounts = rows["accounts"]
    active = accounts.filter(pc.equal(accounts.column("status"), pa.scalar("active"))).column("id")
    stale = sum(each not in busy for each in active.to_pylist()) / len(active)

    # Besides those that fell silent, accounts with hardly a post a month.
    assert LIVES["fading"] + LIVES["silent"] < stale < 0.35


def test_some_posts_lie_ahead_and_some_were_deleted(rows: dict[str, pa.Table]) -> None:
    posts = rows["posts"]
    later = posts.filter(pc.greater(posts.column("published_at"), pa.scalar(REQUEST.as_of, MOMENT)))
    ahead = len(later) / len(posts)
    deleted = 1 - posts.column("deleted_at").null_count / len(posts)

    assert ahead == pytest.approx(RATES["posts after the monitoring moment"], rel=0.3)
    assert 0.8 * RATES["posts deleted"] < deleted < 1.5 * RATES["posts deleted"]


def test_many_posts_share_their_moment_with_others_of_their_account(
    rows: dict[str, pa.Table],
) -> None:
    posts = rows["posts"].select(["account_id", "published_at"])
    distinct = posts.group_by(["account_id", "published_at"]).aggregate([]).num_rows

    assert 0.4 < distinct / len(posts) < 0.8


def test_labels_are_missing_by_account_or_here_and_there(rows: dict[str, pa.Table]) -> None:
    posts = rows["posts"]
    unseen = pc.is_null(posts.column("labels"))
    by_account = (
        pa.table(
            [posts.column("account_id"), pc.cast(unseen, pa.float64())], names=["id", "unseen"]
        )
        .group_by("id")
        .aggregate([("unseen", "mean"), ("unseen", "count")])
    )
    busy = by_account.filter(pc.greater(by_account.column("unseen_count"), pa.scalar(9)))
    share = busy.column("unseen_mean").to_numpy()

    assert np.mean(share == 0) == pytest.approx(SCREENING["all"], abs=0.02)
    assert np.mean(share == 1) == pytest.approx(SCREENING["none"], abs=0.02)
    bad = [label for labels in posts.column("labels").to_pylist() for label in labels or ()]
    assert 0.000_3 < len([each for each in bad if each != "off_topic"]) / len(posts) < 0.003


@pytest.mark.parametrize(
    "name",
    sorted(
        name
        for name in MISSING
        # These stand only where they apply, which hides how often they are missing.
        if name.partition(".")[2]
        not in {
            *("status_changed_on", "has_administrative_functions", "closed_at", "source"),
            *("app_is_downloadable", "app_is_usable", "app_supports_ipv6"),
            *("app_runs_on_terminals", "reply_labels"),
            *("review_reviewed_at", "review_reviewers", "review_gates"),
        }
    ),
)
def test_facts_are_missing_as_often_as_stated(rows: dict[str, pa.Table], name: str) -> None:
    root, _, column = name.partition(".")
    values = rows[f"{root}s"].column(column)

    assert values.null_count / len(values) == pytest.approx(MISSING[name], rel=0.25, abs=0.0015)


def test_facts_that_stand_only_where_they_apply_are_missing_there(
    rows: dict[str, pa.Table],
) -> None:
    posts = rows["posts"]
    reposts = posts.filter(pc.equal(posts.column("kind"), pa.scalar("repost"))).column("source")
    kept = posts.filter(pc.is_valid(posts.column("review_gates")))
    accounts = rows["accounts"]
    apps = accounts.filter(pc.equal(accounts.column("platform"), pa.scalar("app")))

    assert reposts.null_count / len(reposts) == pytest.approx(MISSING["post.source"], rel=0.2)
    assert len(kept) / len(posts) == pytest.approx(
        RATES["accounts that keep review records"], abs=0.05
    )
    assert apps.column("app_is_usable").null_count / len(apps) == pytest.approx(
        MISSING["account.app_is_usable"], abs=0.08
    )
    others = accounts.filter(pc.not_equal(accounts.column("platform"), pa.scalar("app")))
    assert others.column("app_is_usable").null_count == len(others)
