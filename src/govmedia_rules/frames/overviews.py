"""The outcome of a large audit at a glance: counts, and the first of what has to be put right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl
from attrs import frozen

from govmedia_rules.findings import Outcome, Report, Verdict
from govmedia_rules.frames.judging import FAIL
from govmedia_rules.law import Severity
from govmedia_rules.rules import RuleSet

__all__ = ["MOST_OF_A_RULE", "AuditOverview", "first_to_mend", "outcome_counts", "verdict_counts"]

MOST_OF_A_RULE: Final = 3
"""Of how many posts the findings of one rule are shown for one account."""

_ORDER: Final = (Verdict.FAILS, Verdict.UNDETERMINED, Verdict.PASSES, Verdict.NOT_INSPECTED)


@frozen(kw_only=True)
class AuditOverview:
    """
    What an audit of frames came to, without all of its findings.

    Parameters:
        verdicts: how many accounts came to each verdict, gravest first.

        outcomes: how many findings have each outcome; failures that a waiver excuses are
            not among the failures.

        waived: how many failures a waiver excuses.

        to_mend: how many accounts and units have a failure that no waiver excuses.

        first: a report that holds a few findings of the first of those alone, and no
            verdicts but theirs; what it says of rules and tables is whole.
    """

    verdicts: Mapping[Verdict, int]
    outcomes: Mapping[Outcome, int]
    waived: int
    to_mend: int
    first: Report

    @property
    def has_failures(self) -> bool:
        """Whether any rule failed without a waiver."""
        return self.outcomes[Outcome.FAIL] > 0

    @property
    def findings(self) -> int:
        """How many findings there are."""
        return sum(self.outcomes.values()) + self.waived


def verdict_counts(verdicts: pl.DataFrame) -> Mapping[Verdict, int]:
    """Return how many accounts came to each verdict, gravest first."""
    counts = dict(verdicts["verdict"].value_counts().iter_rows())
    return {verdict: int(counts.get(str(verdict), 0)) for verdict in _ORDER}


def outcome_counts(findings: pl.DataFrame) -> tuple[Mapping[Outcome, int], int]:
    """Return how many findings have each outcome, and how many failures are waived."""
    failed = pl.col("code") == FAIL
    counts = findings.select(
        failed=(failed & pl.col("waiver_id").is_null()).sum(),
        waived=(failed & pl.col("waiver_id").is_not_null()).sum(),
        undetermined=(~failed).sum(),
    )
    failures, waived, undetermined = map(int, counts.row(0))
    return {Outcome.FAIL: failures, Outcome.UNDETERMINED: undetermined}, waived


def first_to_mend(findings: pl.DataFrame, ruleset: RuleSet, most: int) -> tuple[pl.DataFrame, int]:
    """
    Return the findings of the subjects that have most to put right, and how many have any.

    Vetoes count before other failures; where two are alike, the smaller id comes first.
    Of one subject and rule there are at most :data:`MOST_OF_A_RULE`.

    Parameters:
        findings: the findings, with codes and waivers.

        ruleset: the rules.

        most: of how many accounts and units.
    """
    vetoes = [position for position, rule in enumerate(ruleset) if rule.severity is Severity.VETO]
    keyed = findings.with_columns(subject_is_unit=pl.col("subject_kind") == "unit")
    fails = keyed.filter((pl.col("code") == FAIL) & pl.col("waiver_id").is_null())
    ranked = fails.group_by("subject_is_unit", "owner").agg(
        vetoes=pl.col("position").filter(pl.col("position").is_in(vetoes)).n_unique(),
        rules=pl.col("position").n_unique(),
    )
    order = ["vetoes", "rules", "subject_is_unit", "owner"]
    chosen = ranked.sort(order, descending=[True, True, False, False]).head(most)
    subject = ["subject_is_unit", "owner"]
    shown = (
        keyed.join(chosen.select(*subject, rank=pl.int_range(pl.len())), on=subject)
        .sort("rank", "position", pl.col("code") > FAIL, "subject_id")
        .filter(pl.int_range(pl.len()).over("rank", "position") < MOST_OF_A_RULE)
    )
    return shown.drop("subject_is_unit", "rank"), len(ranked)
