"""What became of the findings of an earlier report, as the audit that followed them up saw it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from attrs import frozen
from pendulum import DateTime

from govmedia_rules.findings.finding import Finding

__all__ = ["Fate", "FollowUp", "FollowedUp"]


class Fate(StrEnum):
    """
    What became of an earlier finding that is none any more.

    Only *passes* says that a matter was put right. *fails* and *undetermined* are said
    of posts and messages that had been told in one finding and now are told in another.
    *deleted*: the post is on record as deleted. *absent*: the subject is not in the
    data, whether it has gone or merely was not supplied. *unverified*: the two reports
    do not say, because the later audit was not given the earlier report.
    """

    PASSES = "passes"
    FAILS = "fails"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"
    DELETED = "deleted"
    ABSENT = "absent"
    NOT_RUN = "not_run"
    NOT_IN_FORCE = "not_in_force"
    UNVERIFIED = "unverified"


@frozen(kw_only=True)
class FollowedUp:
    """
    What became of one earlier finding.

    Parameters:
        fingerprint: the finding's fingerprint.

        fate: what became of it.

        now: what the rule comes to for the subject now, with its evidence; None where
            it was not asked, or was asked about several posts or messages at once.
    """

    fingerprint: str
    fate: Fate
    now: Finding | None = None


@frozen(kw_only=True)
class FollowUp:
    """
    What an audit has to say about the findings of an earlier report that it did not find again.

    Parameters:
        report_fingerprint: the earlier report's fingerprint.

        as_of: the earlier report's moment.

        items: what became of each, in the earlier report's order.
    """

    report_fingerprint: str
    as_of: DateTime
    items: tuple[FollowedUp, ...] = ()

    @cached_property
    def by_fingerprint(self) -> Mapping[str, FollowedUp]:
        """What became of each finding, by its fingerprint."""
        return MappingProxyType({item.fingerprint: item for item in self.items})
