"""The inspection result of every account, out of findings in a table."""

from __future__ import annotations

import polars as pl

from govmedia_rules.findings import Verdict
from govmedia_rules.frames.judging import FAIL
from govmedia_rules.law import Severity
from govmedia_rules.rules import RuleSet

__all__ = ["verdicts_table"]


def verdicts_table(
    findings: pl.DataFrame, inspected: pl.DataFrame, ruleset: RuleSet
) -> pl.DataFrame:
    """
    Return ``account_id`` and ``verdict`` of every account that existed.

    As reports tell it: a veto that failed without a waiver decides; else one that stayed
    open leaves the verdict undetermined.

    Parameters:
        findings: the findings, with codes and waivers.

        inspected: the accounts, and whether at least one veto applied to each.

        ruleset: the rules.
    """
    vetoes = [position for position, rule in enumerate(ruleset) if rule.severity is Severity.VETO]
    failed = pl.col("code") == FAIL
    told = (
        findings.lazy()
        .filter(pl.col("position").is_in(vetoes) & pl.col("account_id").is_not_null())
        .group_by("account_id")
        .agg(
            fails=(failed & pl.col("waiver_id").is_null()).any(),
            is_open=(~failed).any(),
        )
    )
    verdict = (
        pl.when(pl.col("fails"))
        .then(pl.lit(str(Verdict.FAILS)))
        .when(pl.col("is_open"))
        .then(pl.lit(str(Verdict.UNDETERMINED)))
        .when(pl.col("is_inspected"))
        .then(pl.lit(str(Verdict.PASSES)))
        .otherwise(pl.lit(str(Verdict.NOT_INSPECTED)))
    )
    return (
        inspected.lazy()
        .join(told, on="account_id", how="left", maintain_order="left")
        .select("account_id", verdict=verdict)
        .collect()
    )
