"""
Consolidation (清理整合): what to do with each account, proposed and explained.

A proposal is a recommendation with the provisions and facts it rests on, for people to
decide on. It is no verdict, and nothing acts on it.
"""

from govmedia_rules.consolidation.plain import (
    DISCLAIMER,
    PROPOSALS_SCHEMA_VERSION,
    dumps_proposals,
    proposals_to_plain,
)
from govmedia_rules.consolidation.proposals import (
    MOST_IDS,
    Action,
    Fact,
    Ground,
    Proposal,
    Reason,
    UnknownFact,
)
from govmedia_rules.consolidation.proposing import propose
from govmedia_rules.consolidation.thresholds import Thresholds

__all__ = [
    "DISCLAIMER",
    "MOST_IDS",
    "PROPOSALS_SCHEMA_VERSION",
    "Action",
    "Fact",
    "Ground",
    "Proposal",
    "Reason",
    "Thresholds",
    "UnknownFact",
    "dumps_proposals",
    "proposals_to_plain",
    "propose",
]
