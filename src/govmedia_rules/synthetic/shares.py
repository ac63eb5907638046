"""
The shares, rates and spreads that portfolios are drawn by.

Where they come from is told in ``docs/reference/synthetic-portfolios.md``, which takes
the numbers from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = [
    "LEVELS",
    "LIVES",
    "MISSING",
    "PLATFORMS",
    "POST_FORMATS",
    "POST_KINDS",
    "POST_LABELS",
    "RATES",
    "SCREENING",
    "SPREADS",
    "UNIT_STATUSES",
]

PLATFORMS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "wechat": 0.629,
        "weibo": 0.132,
        "douyin": 0.060,
        "wechat_channels": 0.025,
        "kuaishou": 0.022,
        "app": 0.009,
        "toutiao": 0.055,
        "mini_program": 0.030,
        "xiaohongshu": 0.010,
        "bilibili": 0.008,
        "other": 0.020,
    }
)
"""Platforms of accounts."""

LEVELS: Final[Mapping[str, float]] = MappingProxyType(
    {"provincial": 0.048, "municipal": 0.244, "county": 0.708}
)
"""Levels of sponsors; ``county`` stands for counties and below, townships among them."""

LIVES: Final[Mapping[str, float]] = MappingProxyType(
    {
        "running": 0.805,
        "fading": 0.060,
        "silent": 0.040,
        "new": 0.015,
        "new_and_empty": 0.010,
        "suspended": 0.015,
        "closed": 0.050,
        "closing": 0.005,
    }
)
"""
What has become of accounts. A fading account published last 14 to 90 days before the
monitoring moment, a silent one up to two years before; a closing one has a closing date
that lies ahead.
"""

UNIT_STATUSES: Final[Mapping[str, float]] = MappingProxyType(
    {"active": 0.955, "merged": 0.018, "abolished": 0.007, "renamed": 0.020}
)
"""What has become of units."""

POST_KINDS: Final[Mapping[str, float]] = MappingProxyType(
    {"original": 0.52, "repost": 0.38, "notice": 0.10}
)
"""Kinds of posts, on average; each account has a leaning of its own."""

POST_FORMATS: Final[Mapping[str, float]] = MappingProxyType(
    {"image_text": 0.72, "text": 0.08, "video": 0.15, "live": 0.01, "audio": 0.04}
)
"""Formats of posts."""

SCREENING: Final[Mapping[str, float]] = MappingProxyType({"all": 0.72, "some": 0.13, "none": 0.15})
"""Accounts whose posts were all screened, half of them, or none."""

POST_LABELS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "commercial_ad": 0.24,
        "serious_misstatement": 0.14,
        "personal_opinion": 0.12,
        "privacy_leak": 0.10,
        "forced_likes": 0.07,
        "forced_forward": 0.07,
        "harmful_content": 0.06,
        "negative_opinion": 0.05,
        "harmful_to_users": 0.05,
        "business_secret": 0.03,
        "hijacked": 0.03,
        "state_secret": 0.02,
        "forced_download": 0.01,
        "forced_follow": 0.01,
    }
)
"""What the label of a post that has a bad one is; off_topic is drawn by itself."""

RATES: Final[Mapping[str, float]] = MappingProxyType(
    {
        "careless accounts": 0.05,
        "bad labels, careless account": 0.03,
        "bad labels, other account": 0.000_02,
        "accounts off their duties": 0.04,
        "off-topic posts of those": 0.40,
        "off-topic posts of others": 0.005,
        "posts deleted": 0.006,
        "posts after the monitoring moment": 0.003,
        "posts older than a quarter": 0.08,
        "likes per read": 0.01,
        "accounts that keep review records": 0.70,
        "reviews after publication": 0.004,
        "reviews without a reviewer": 0.003,
        "reviews that skip a gate": 0.006,
        "accounts that repost their superior most": 0.03,
        "accounts without interaction": 0.05,
        "accounts without services": 0.30,
        "accounts not filed when opened": 0.05,
        "accounts with an open incident": 0.01,
        "accounts run by a contractor": 0.15,
        "accounts with odd names": 0.06,
        "accounts not verified as their sponsor": 0.04,
        "accounts with a bad label": 0.008,
        "apps that cannot be downloaded": 0.06,
        "apps that cannot be used": 0.05,
        "apps without IPv6": 0.30,
        "messages that need a reply": 0.72,
        "messages answered, of those that need it": 0.88,
        "messages answered, of the others": 0.30,
        "evasive, perfunctory or hostile replies": 0.02,
        "forms that came back": 0.35,
        "answers of no": 0.06,
        "people who could not say": 0.02,
        "accounts with a waiver": 0.02,
        "units that supervise accounts": 0.05,
        "supervisors that inspected lately": 0.75,
    }
)
"""Everything else that happens to some of many."""

SPREADS: Final[Mapping[str, float]] = MappingProxyType(
    {
        "posts per account": 1.0,
        "messages per account": 1.2,
        "reads, account": 1.3,
        "reads, post": 0.8,
        "followers": 1.6,
    }
)
"""Standard deviations of the logarithms of what is log-normal."""

MISSING: Final[Mapping[str, float]] = MappingProxyType(
    {
        "unit.kind": 0.010,
        "unit.level": 0.010,
        "unit.region": 0.020,
        "unit.status": 0.020,
        "unit.status_changed_on": 0.150,
        "unit.aliases": 0.500,
        "unit.duty_keywords": 0.300,
        "unit.has_administrative_functions": 0.150,
        "unit.supervises_accounts": 0.050,
        "account.name": 0.002,
        "account.unit_id": 0.010,
        "account.verified_body": 0.060,
        "account.opened_at": 0.040,
        "account.status": 0.010,
        "account.closed_at": 0.150,
        "account.filings": 0.080,
        "account.followers": 0.060,
        "account.functions": 0.100,
        "account.interaction_features": 0.020,
        "account.service_features": 0.050,
        "account.licences": 0.300,
        "account.is_main": 0.150,
        "account.operator": 0.100,
        "account.app_is_downloadable": 0.080,
        "account.app_is_usable": 0.100,
        "account.app_supports_ipv6": 0.350,
        "account.app_runs_on_terminals": 0.250,
        "account.incidents": 0.050,
        "account.labels": 0.120,
        "post.published_at": 0.000_2,
        "post.title": 0.005,
        "post.kind": 0.010,
        "post.format": 0.020,
        "post.source": 0.030,
        "post.reads": 0.020,
        "post.likes": 0.030,
        "post.review_reviewed_at": 0.010,
        "post.review_reviewers": 0.010,
        "post.review_gates": 0.020,
        "message.received_at": 0.001,
        "message.needs_reply": 0.050,
        "message.reply_labels": 0.250,
    }
)
"""How often nobody looked, by field; a field that is not here is always known where it applies."""
