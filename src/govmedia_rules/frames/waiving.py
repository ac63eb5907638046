"""Which failures a waiver excuses, among findings in a table."""

from __future__ import annotations

from typing import Final

import polars as pl

from govmedia_rules.evaluation.waivers import WaiverBook
from govmedia_rules.frames.judging import FAIL
from govmedia_rules.rules import RuleSet

__all__ = ["with_waivers"]

_SCHEMA: Final = {
    "position": pl.Int32,
    "account_id": pl.String,
    "unit_id": pl.String,
    "rank": pl.Int64,
    "waiver_id": pl.String,
}


def with_waivers(findings: pl.DataFrame, book: WaiverBook, ruleset: RuleSet) -> pl.DataFrame:
    """Return findings, each failure with the id of the first waiver that excuses it."""
    if book.is_empty:
        return findings.with_columns(waiver_id=pl.lit(None, dtype=pl.String))
    positions = {rule.id: position for position, rule in enumerate(ruleset)}
    granted = [
        (
            positions[rule_id],
            waiver.account_id,
            # A waiver that names an account is for that account alone.
            waiver.unit_id if waiver.account_id is None else None,
            rank,
            waiver.id,
        )
        for rule_id, waivers in book.valid.items()
        for rank, waiver in enumerate(waivers)
    ]
    waivers = pl.DataFrame(granted, schema=_SCHEMA, orient="row")
    for owner in ("account_id", "unit_id"):
        first = (
            waivers.drop_nulls(owner)
            .sort("rank")
            .unique(["position", owner], keep="first")
            .select("position", owner, rank_of=pl.col("rank"), waiver_of=pl.col("waiver_id"))
            .rename({"rank_of": f"rank_{owner}", "waiver_of": f"waiver_{owner}"})
        )
        findings = findings.join(first, on=["position", owner], how="left", maintain_order="left")
    by_account = pl.col("rank_account_id") < pl.col("rank_unit_id")
    chosen = (
        pl.when(by_account | pl.col("rank_unit_id").is_null())
        .then("waiver_account_id")
        .otherwise("waiver_unit_id")
    )
    return findings.with_columns(waiver_id=pl.when(pl.col("code") == FAIL).then(chosen)).drop(
        "rank_account_id", "rank_unit_id", "waiver_account_id", "waiver_unit_id"
    )
