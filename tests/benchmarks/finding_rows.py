"""
Findings of the 2019 indicators as one flat row each, for opponents that never make objects.

A row says whom and what by id and name, every value that the evidence shows, which facts are missing on how
many rows, and the newest of the rows behind it. A count is two columns, its least and its most
(null without an upper end); what a finding does not show is null in all its columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from govmedia_rules.findings import Evidence, Finding, Range

__all__ = ["COLUMNS", "MISSING", "Row", "ordered", "rows_of"]

Row: TypeAlias = dict[str, Any]

MISSING: Final = (
    "account.status",
    "account.opened_at",
    "account.labels",
    "account.interaction_features",
    "account.app.is_downloadable",
    "account.app.is_usable",
    "posts",
    "post.published_at",
    "post.labels",
)
"""The facts whose want leaves one of the rules undecided."""

_VALUES: Final = {
    "account.platform": "platform",
    "account.opened_at": "opened_at",
    "account.app.is_downloadable": "is_downloadable",
    "account.app.is_usable": "is_usable",
    "account.interaction_features": "interaction_features",
    "account.labels": "account_labels",
    "post.labels": "post_labels",
}
_COUNTS: Final = {
    "posts.count()": "posts",
    "posts.within": "recent_posts",
    "posts.where": "forced_likes",
}

COLUMNS: Final = (
    *("rule_id", "outcome", "account_id", "unit_id", "account_name"),
    *("subject_id", "subject_name", "count"),
    *_VALUES.values(),
    *(f"{name}_{end}" for name in _COUNTS.values() for end in ("low", "high")),
    *(f"missing_{fact.replace('.', '_')}" for fact in MISSING),
    *("ids", "ids_total"),
)
"""The columns, in order."""


def rows_of(findings: Iterable[Finding]) -> list[Row]:
    """Return the row of each of *findings*."""
    return [_row_of(finding) for finding in findings]


def ordered(rows: Iterable[Row]) -> list[Row]:
    """Return *rows* by rule, account and subject, which no two of them share."""
    return sorted(rows, key=lambda row: (row["rule_id"], row["account_id"], row["subject_id"]))


def _row_of(finding: Finding) -> Row:
    row: Row = dict.fromkeys(COLUMNS)
    row |= {
        "rule_id": finding.rule_id,
        "outcome": str(finding.outcome),
        "account_id": finding.subject.account_id,
        "unit_id": finding.subject.unit_id,
        "account_name": finding.subject.account_name,
        "subject_id": finding.subject.id,
        "subject_name": finding.subject.name,
        "count": finding.count,
        "ids": [],
        "ids_total": 0,
    }
    for evidence in finding.evidence:
        row |= _read(evidence)
        if evidence.ids_total:
            assert not row["ids"], finding
            row |= {"ids": list(evidence.ids), "ids_total": evidence.ids_total}
    for missing in finding.missing:
        row[f"missing_{missing.fact.replace('.', '_')}"] = missing.count
    assert len(row) == len(COLUMNS), finding
    return row


def _read(evidence: Evidence) -> Row:
    """Return what a leaf read, under the name of what it looks at."""
    value: Any = evidence.value
    for opening, name in _COUNTS.items():
        if evidence.condition.startswith(opening):
            low, high = (
                (value.at_least, value.at_most) if isinstance(value, Range) else (value, value)
            )
            return {f"{name}_low": low, f"{name}_high": high}
    if evidence.condition.startswith("account.status "):
        # Shown only where it is unknown, which the missing facts say.
        assert value is None, evidence
        return {}
    name = next(
        name
        for opening, name in _VALUES.items()
        if evidence.condition.startswith(f"{opening}.")
        or evidence.condition.startswith(f"{opening} ")
        or evidence.condition == opening
    )
    if isinstance(value, tuple):
        value = list(value)
    elif isinstance(value, datetime):
        value = datetime.fromtimestamp(value.timestamp(), UTC)
    return {name: value}
