"""The tables that an audit of frames hands out, in words instead of numbers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import polars as pl

from govmedia_rules.conditions.fields import Table
from govmedia_rules.conditions.vocabulary import all_fields, recorded_words
from govmedia_rules.conditions.words import describe_table
from govmedia_rules.evaluation.answers import questions_asked
from govmedia_rules.evaluation.leaves import LeafPlan
from govmedia_rules.findings import EvidenceValue, Outcome, RuleRun
from govmedia_rules.frames.judging import FAIL
from govmedia_rules.frames.rails import micros
from govmedia_rules.frames.runs import FramesRun
from govmedia_rules.frames.tidy import EVIDENCE
from govmedia_rules.rules import RuleSet
from govmedia_rules.text import Text

__all__ = [
    "evidence_table",
    "findings_table",
    "leaves_table",
    "missing_table",
    "rules_table",
    "words_of_facts",
]


def _by_position(name: str, values: Iterable[str], positions: pl.Series) -> pl.Series:
    """Return a text for each rule, by its position: looked up by place, which is fast."""
    return pl.Series(name, list(values), dtype=pl.String).gather(positions)


def _rule_ids(ruleset: RuleSet, positions: pl.Series) -> pl.Series:
    return _by_position("rule_id", [rule.id for rule in ruleset], positions)


# Tables are put together column by column: a query would copy their many parts into one first.


def findings_table(findings: pl.DataFrame, ruleset: RuleSet) -> pl.DataFrame:
    """Return findings with rule, outcome, force and severity in words."""
    positions = findings["position"]
    outcomes = pl.Series("outcome", [str(Outcome.UNDETERMINED), str(Outcome.FAIL)])
    return pl.DataFrame(
        [
            _rule_ids(ruleset, positions),
            findings["subject_kind"],
            findings["subject_id"],
            outcomes.gather((findings["code"] == FAIL).cast(pl.UInt32)),
            _by_position("severity", [str(rule.severity) for rule in ruleset], positions),
            _by_position("force", [str(rule.force) for rule in ruleset], positions),
            findings["name"].alias("subject_name"),
            *findings[["account_id", "account_name", "unit_id", "count", "waiver_id"]],
        ]
    )


def evidence_table(evidence: pl.DataFrame, ruleset: RuleSet) -> pl.DataFrame:
    """Return evidence, moments as moments; what its leaves look at stands in a table of its own."""
    values = [name for name in EVIDENCE if name.startswith(("value_", "threshold_"))]
    shown = ["subject_kind", "subject_id", "order", "leaf", "truth", *values]
    return pl.DataFrame(
        [
            _rule_ids(ruleset, evidence["position"]),
            *(
                column.cast(_MOMENT) if column.name.endswith("_moment") else column
                for column in evidence[[*shown, "known", "total", "ids"]]
            ),
            evidence["rows_total"].alias("ids_total"),
        ]
    )


def leaves_table(run: FramesRun) -> pl.DataFrame:
    """Return what the leaves of each rule look at, in words and as code, and their thresholds."""
    leaves = pl.DataFrame(
        [
            {
                "position": position,
                "leaf": number,
                "what_zh": leaf.what.zh,
                "what_en": leaf.what.en,
                "condition": leaf.code,
                "operator": leaf.operator,
                "window_after": None if leaf.window is None else micros(leaf.window.after),
                "window_until": None if leaf.window is None else micros(leaf.window.until),
                **_typed(leaf),
            }
            for position, some in run.tidy.leaves.items()
            for number, leaf in some.items()
        ],
        schema=_LEAVES,
    )
    moments = [
        pl.col(name).cast(_MOMENT) for name in ("window_after", "window_until", "threshold_moment")
    ]
    rule_id = _rule_ids(run.ruleset, leaves["position"])
    return leaves.with_columns(*moments, rule_id).select(
        "rule_id", pl.exclude("rule_id", "position")
    )


_MOMENT: Final = pl.Datetime("us", "UTC")
_FIXED: dict[str, Any] = {
    "flag": pl.Boolean(),
    "whole": pl.Int64(),
    "number": pl.Float64(),
    "text": pl.String(),
    "moment": pl.Int64(),
    "words": pl.List(pl.String()),
}
_LEAVES: dict[str, Any] = {
    "position": pl.Int32(),
    "leaf": pl.Int32(),
    "what_zh": pl.String(),
    "what_en": pl.String(),
    "condition": pl.String(),
    "operator": pl.String(),
    "window_after": pl.Int64(),
    "window_until": pl.Int64(),
    **{f"threshold_{name}": dtype for name, dtype in _FIXED.items()},
}


def _typed(leaf: LeafPlan) -> dict[str, object]:
    """Return the threshold that is written into a leaf, in the column for its kind."""
    value: EvidenceValue = leaf.threshold
    found: dict[str, object] = {f"threshold_{name}": None for name in _FIXED}
    match value:
        case None:
            pass
        case bool():
            found["threshold_flag"] = value
        case int():
            found["threshold_whole"] = value
        case float():
            found["threshold_number"] = value
        case str():
            found["threshold_text"] = value
        case tuple():
            found["threshold_words"] = list(value)
        case _:
            found["threshold_moment"] = micros(value)  # type: ignore[arg-type]  # a range is no threshold
    return found


def words_of_facts(run: FramesRun) -> dict[str, Text]:
    """Return what people call the facts that can be missing, by name."""
    words = {table.value: describe_table(table) for table in Table}
    for spec in all_fields():
        words.setdefault(spec.record_name, recorded_words(spec))
    for answer in questions_asked(run.ruleset):
        words.setdefault(answer.spec.record_name, recorded_words(answer.spec))
    return words


def missing_table(missing: pl.DataFrame, run: FramesRun) -> pl.DataFrame:
    """Return missing facts with what people call them."""
    words, fact = words_of_facts(run), missing["fact"]
    return pl.DataFrame(
        [
            _rule_ids(run.ruleset, missing["position"]),
            *missing[["subject_kind", "subject_id", "order", "fact"]],
            fact.replace({name: text.zh for name, text in words.items()}).alias("what_zh"),
            fact.replace({name: text.en for name, text in words.items()}).alias("what_en"),
            missing["count"],
        ]
    )


def rules_table(runs: Iterable[RuleRun]) -> pl.DataFrame:
    """Return how each rule fared, one row each."""
    names = ("passed", "failed", "undetermined", "not_applicable", "errors")
    rows = [
        {
            "rule_id": run.rule_id,
            "title_zh": run.title.zh,
            "title_en": run.title.en,
            "severity": str(run.severity),
            "subject": str(run.subject),
            "is_in_force": run.is_in_force,
            **{name: getattr(run, name) for name in names},
        }
        for run in runs
    ]
    texts = ("rule_id", "title_zh", "title_en", "severity", "subject")
    schema: dict[str, Any] = {
        **dict.fromkeys(texts, pl.String()),
        "is_in_force": pl.Boolean(),
        **dict.fromkeys(names, pl.Int64()),
    }
    return pl.DataFrame(rows, schema=schema)
