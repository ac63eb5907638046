"""
The columns of a portfolio: what each table's file holds, by the names of the models' fields.

Structs within a record are flattened (``app_is_usable``, ``review_gates``), sets and
lists are lists of texts, and null means that nobody looked.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import pyarrow as pa

__all__ = ["SCHEMAS"]

_TEXT: Final = pa.string()
_COUNT: Final = pa.int64()
_FLAG: Final = pa.bool_()
_DAY: Final = pa.date32()
_MOMENT: Final = pa.timestamp("us", tz="UTC")
_TEXTS: Final = pa.list_(pa.string())
_FILINGS: Final = pa.list_(
    pa.struct([("what", _TEXT), ("filed_at", _MOMENT), ("filed_with", _TEXT)])
)
_INCIDENTS: Final = pa.list_(
    pa.struct([("kind", _TEXT), ("occurred_at", _MOMENT), ("resolved_at", _MOMENT)])
)


def _schema(columns: Mapping[str, pa.DataType]) -> pa.Schema:
    return pa.schema([pa.field(name, kind) for name, kind in columns.items()])


SCHEMAS: Final[Mapping[str, pa.Schema]] = MappingProxyType(
    {
        "units": _schema(
            {
                "id": _TEXT,
                "name": _TEXT,
                "level": _TEXT,
                "kind": _TEXT,
                "region": _TEXT,
                "parent_id": _TEXT,
                "status": _TEXT,
                "status_changed_on": _DAY,
                "successor_id": _TEXT,
                "aliases": _TEXTS,
                "duty_keywords": _TEXTS,
                "has_administrative_functions": _FLAG,
                "supervises_accounts": _FLAG,
                "inspected_at": _MOMENT,
                "inspected_accounts": _COUNT,
                "supervised_accounts": _COUNT,
                "is_secret": _FLAG,
                "has_public_functions": _FLAG,
            }
        ),
        "accounts": _schema(
            {
                "id": _TEXT,
                "platform": _TEXT,
                "name": _TEXT,
                "unit_id": _TEXT,
                "verified_body": _TEXT,
                "opened_at": _MOMENT,
                "status": _TEXT,
                "closed_at": _MOMENT,
                "closing_announced_at": _MOMENT,
                "closing_notice_ended_at": _MOMENT,
                "filings": _FILINGS,
                "followers": _COUNT,
                "functions": _TEXTS,
                "interaction_features": _TEXTS,
                "service_features": _TEXTS,
                "licences": _TEXTS,
                "is_main": _FLAG,
                "is_in_personal_name": _FLAG,
                "is_for_campaign": _FLAG,
                "successor_id": _TEXT,
                "operator": _TEXT,
                "app_is_downloadable": _FLAG,
                "app_is_usable": _FLAG,
                "app_supports_ipv6": _FLAG,
                "app_runs_on_terminals": _TEXTS,
                "incidents": _INCIDENTS,
                "labels": _TEXTS,
                "has_all_posts": _FLAG,
                "has_all_messages": _FLAG,
            }
        ),
        "posts": _schema(
            {
                "id": _TEXT,
                "account_id": _TEXT,
                "published_at": _MOMENT,
                "title": _TEXT,
                "kind": _TEXT,
                "format": _TEXT,
                "source": _TEXT,
                "reads": _COUNT,
                "likes": _COUNT,
                "deleted_at": _MOMENT,
                "harm_detected_at": _MOMENT,
                "review_reviewed_at": _MOMENT,
                "review_reviewers": _TEXTS,
                "review_gates": _TEXTS,
                "labels": _TEXTS,
            }
        ),
        "messages": _schema(
            {
                "id": _TEXT,
                "account_id": _TEXT,
                "received_at": _MOMENT,
                "needs_reply": _FLAG,
                "replied_at": _MOMENT,
                "reply_labels": _TEXTS,
            }
        ),
        "attestations": _schema(
            {
                "id": _TEXT,
                "question_id": _TEXT,
                "unit_id": _TEXT,
                "account_id": _TEXT,
                "answer": _FLAG,
                "answered_by": _TEXT,
                "answered_as": _TEXT,
                "answered_at": _MOMENT,
                "remarks": _TEXT,
            }
        ),
        "waivers": _schema(
            {
                "id": _TEXT,
                "rule_id": _TEXT,
                "unit_id": _TEXT,
                "account_id": _TEXT,
                "authority": _TEXT,
                "document": _TEXT,
                "reason": _TEXT,
                "valid_from_at": _MOMENT,
                "expires_at": _MOMENT,
            }
        ),
    }
)
"""The columns of each table, in order."""
