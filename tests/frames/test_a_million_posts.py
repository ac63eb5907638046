"""One account with a million posts: it falls to one group, one thread and one list of evidence."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from frame_kinds import KINDS, audit_of
from govmedia_rules import audit
from govmedia_rules.findings import Outcome
from govmedia_rules.models import Account, Portfolio, Post, Unit
from govmedia_rules.rulesets import INSPECTION_2019
from portfolio_frames import frames_of
from situations import AS_OF

MANY = 1_000_000


def the_posts() -> pl.DataFrame:
    """A post a minute, the newest at the moment itself; every seventh was never screened."""
    number = pl.lit(pl.int_range(MANY, eager=True))
    labels = (
        pl.when(number % 250_000 == 2)
        .then(pl.lit(["state_secret"]))
        .when(number % 7 > 0)
        .then(pl.lit([], dtype=pl.List(pl.String)))
    )
    return pl.select(
        id=pl.format("p{}", number),
        account_id=pl.lit("wechat:busy"),
        published_at=pl.lit(AS_OF).dt.convert_time_zone("UTC") - pl.duration(minutes=number),
        labels=labels,
    )


def as_objects(posts: pl.DataFrame) -> list[Post]:
    return [
        Post(
            id=post_id,
            account_id="wechat:busy",
            published_at=AS_OF - timedelta(minutes=number),
            labels=labels,
        )
        for number, (post_id, labels) in enumerate(posts.select("id", "labels").iter_rows())
    ]


def test_a_million_posts_of_one_account_give_the_report_of_the_objects() -> None:
    units = [Unit(id="u", name="海安市公安局", kind="government")]
    accounts = [
        Account(id=f"wechat:{name}", platform="wechat", unit_id="u", status="active")
        for name in ("busy", "idle")
    ]
    posts = the_posts()
    whole = Portfolio(units=units, accounts=accounts, posts=as_objects(posts))
    report = audit(whole, INSPECTION_2019, as_of=AS_OF)
    frames = {**frames_of(Portfolio(units=units, accounts=accounts)), "posts": posts}
    for kind in ("polars lazy", "duckdb"):
        assert audit_of(frames, INSPECTION_2019, AS_OF, KINDS[kind]).to_report() == report
    shown = [evidence for finding in report.findings for evidence in finding.evidence]
    never_screened = {
        (each.ids[0], len(each.ids), each.ids_total) for each in shown if each.ids_total > 100_000
    }
    assert never_screened == {("p0", 10, len(range(0, MANY, 7)))}
    assert sum(finding.outcome is Outcome.FAIL for finding in report.findings) == 4
