"""What is audited: units, accounts, posts, messages, attestations, waivers, portfolios."""

from govmedia_rules.models.accounts import (
    KNOWN_ACCOUNT_LABELS,
    KNOWN_PLATFORMS,
    Account,
    AccountStatus,
    AppFacts,
    Filing,
    Incident,
)
from govmedia_rules.models.portfolios import (
    Attestation,
    Portfolio,
    PortfolioError,
    Subject,
    Waiver,
)
from govmedia_rules.models.posts import (
    KNOWN_POST_LABELS,
    KNOWN_REPLY_LABELS,
    Message,
    Post,
    PostKind,
    Review,
)
from govmedia_rules.models.units import Level, Unit, UnitKind, UnitStatus

__all__ = [
    "KNOWN_ACCOUNT_LABELS",
    "KNOWN_PLATFORMS",
    "KNOWN_POST_LABELS",
    "KNOWN_REPLY_LABELS",
    "Account",
    "AccountStatus",
    "AppFacts",
    "Attestation",
    "Filing",
    "Incident",
    "Level",
    "Message",
    "Portfolio",
    "PortfolioError",
    "Post",
    "PostKind",
    "Review",
    "Subject",
    "Unit",
    "UnitKind",
    "UnitStatus",
    "Waiver",
]
