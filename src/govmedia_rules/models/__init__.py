"""What is audited: units, accounts, posts, messages, attestations, waivers, portfolios."""

from govmedia_rules.models.accounts import (
    KNOWN_ACCOUNT_LABELS,
    KNOWN_FILINGS,
    KNOWN_LICENCES,
    KNOWN_PLATFORMS,
    Account,
    AccountStatus,
    AppFacts,
    Filing,
    Incident,
)
from govmedia_rules.models.portfolios import Portfolio, PortfolioError, Subject
from govmedia_rules.models.posts import (
    KNOWN_GATES,
    KNOWN_POST_LABELS,
    KNOWN_REPLY_LABELS,
    Message,
    Post,
    PostKind,
    Review,
)
from govmedia_rules.models.statements import Attestation, Role, Waiver
from govmedia_rules.models.units import Level, Unit, UnitKind, UnitStatus

__all__ = [
    "KNOWN_ACCOUNT_LABELS",
    "KNOWN_FILINGS",
    "KNOWN_GATES",
    "KNOWN_LICENCES",
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
    "Role",
    "Subject",
    "Unit",
    "UnitKind",
    "UnitStatus",
    "Waiver",
]
