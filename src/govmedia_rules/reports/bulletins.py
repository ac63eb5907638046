"""Bulletins (通报): the summary of an inspection that offices publish, as counts and names."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from attrs import Attribute, field, frozen
from pendulum import DateTime

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.findings import Verdict
from govmedia_rules.law import Citation
from govmedia_rules.models import Level
from govmedia_rules.reports.rates import (
    DECIMALS,
    check_decimals,
    percentage,
    percentage_points,
)
from govmedia_rules.sampling import RegisterCount
from govmedia_rules.text import Text

__all__ = [
    "Bulletin",
    "Comparison",
    "DividedGroup",
    "FailingAccount",
    "Group",
    "Reason",
    "RuleTally",
    "Tally",
]


@frozen(kw_only=True)
class Tally:
    """
    How many accounts were inspected, and what came of it.

    Parameters:
        inspected: how many were inspected: at least one veto applied to them.

        failing: how many of those fail (不合格).

        unexamined: how many of the others have an indicator that nobody has looked at:
            no veto was found, and none can be excluded either.

    Raises:
        InvalidValueError: when the parts exceed the whole.
    """

    inspected: int = 0
    failing: int = 0
    unexamined: int = 0

    def __attrs_post_init__(self) -> None:
        parts = (self.inspected, self.failing, self.unexamined)
        if min(parts) < 0 or self.failing + self.unexamined > self.inspected:
            raise InvalidValueError(
                owner=type(self).__name__,
                owner_id=None,
                field="inspected",
                value=self.inspected,
                expected=f"at least failing + unexamined ({self.failing} + {self.unexamined}),"
                " none of them negative",
            )

    @classmethod
    def of(cls, verdicts: Iterable[Verdict]) -> Tally:
        """Return the tally of the verdicts of accounts; those not inspected do not count."""
        counts = dict.fromkeys(Verdict, 0)
        for verdict in verdicts:
            counts[verdict] += 1
        return cls(
            inspected=sum(counts.values()) - counts[Verdict.NOT_INSPECTED],
            failing=counts[Verdict.FAILS],
            unexamined=counts[Verdict.UNDETERMINED],
        )

    @property
    def passing(self) -> int:
        """How many pass (合格) as offices count, which is all that do not fail."""
        return self.inspected - self.failing

    def counted(self, *, leave_out_unexamined: bool = False) -> int:
        """Return of how many accounts the pass rate speaks."""
        return self.inspected - (self.unexamined if leave_out_unexamined else 0)

    def pass_rate(
        self, decimals: int = DECIMALS, *, leave_out_unexamined: bool = False
    ) -> Decimal | None:
        """
        Return the pass rate (合格率) in per cent; None when nothing is counted.

        Parameters:
            decimals: how many decimals it has, see :func:`percentage`.

            leave_out_unexamined: count only accounts that fail, or whose every indicator
                was looked at.

        Raises:
            InvalidValueError: when *decimals* is no number of decimals.
        """
        counted = self.counted(leave_out_unexamined=leave_out_unexamined)
        return percentage(counted - self.failing, counted, decimals)


@frozen(kw_only=True)
class Group:
    """
    The accounts that have something in common, such as the platform.

    Parameters:
        key: the common value; None where nobody recorded it.

        tally: what came of their inspection.
    """

    key: str | None
    tally: Tally


@frozen(kw_only=True)
class DividedGroup(Group):
    """
    A group whose accounts are divided further.

    Parameters:
        key: the common value; None where nobody recorded it.

        tally: what came of their inspection.

        parts: the same accounts, divided.
    """

    parts: tuple[Group, ...]


@frozen(kw_only=True)
class RuleTally:
    """
    How many inspected accounts fail one veto.

    An account may fail several; these numbers do not add up to that of failing accounts.

    Parameters:
        rule_id: the rule.

        title: its title.

        failing: how many accounts fail it.

        unexamined: of how many it is not known whether they fail it.
    """

    rule_id: str
    title: Text
    failing: int
    unexamined: int


@frozen(kw_only=True)
class Reason:
    """
    One veto that makes an account fail.

    Parameters:
        rule_id: the rule.

        message: what was found.

        citations: the provisions it rests on.

        count: how often: for rules about posts or messages, in how many of them.
    """

    rule_id: str
    message: Text
    citations: tuple[Citation, ...]
    count: int = 1


@frozen(kw_only=True)
class FailingAccount:
    """
    One account that fails (不合格), and why.

    Parameters:
        id: its id.

        name: its public name, where known.

        platform: where it lives.

        unit_id: the id of its sponsor, where known.

        sponsor: the sponsor's name, where known.

        level: the sponsor's administrative level, where known.

        region: the sponsor's region, where known.

        reasons: the vetoes it fails, as the rule set lists them.
    """

    id: str
    name: str | None
    platform: str
    unit_id: str | None
    sponsor: str | None
    level: Level | None
    region: str | None
    reasons: tuple[Reason, ...]


@frozen(kw_only=True)
class Comparison:
    """
    An earlier inspection beside this one.

    Parameters:
        as_of: its monitoring moment.

        tally: what came of it.

        has_same_rules: whether it went by the same rules; where not, some of the
            difference may come from them.

        still_failing: the ids of accounts that failed then and fail now.

        newly_failing: the ids of accounts that fail now and did not then, or were not
            inspected then.

        rectified: the ids of accounts that failed then, were inspected now, and do not
            fail.

        not_inspected_again: the ids of accounts that failed then and were not inspected
            now.
    """

    as_of: DateTime
    tally: Tally
    has_same_rules: bool
    still_failing: tuple[str, ...] = ()
    newly_failing: tuple[str, ...] = ()
    rectified: tuple[str, ...] = ()
    not_inspected_again: tuple[str, ...] = ()


def _check_groups(instance: Bulletin, attribute: Attribute[Any], groups: tuple[Group, ...]) -> None:
    """Refuse groups that are not the whole, divided."""
    for whole, parts in (
        (instance.tally, groups),
        *((group.tally, group.parts) for group in groups if isinstance(group, DividedGroup)),
    ):
        total = Tally(
            inspected=sum(part.tally.inspected for part in parts),
            failing=sum(part.tally.failing for part in parts),
            unexamined=sum(part.tally.unexamined for part in parts),
        )
        if total != whole:
            raise InvalidValueError(
                owner="Bulletin",
                owner_id=None,
                field=attribute.name,
                value=total,
                expected=f"groups that add up to {whole}",
            )


@frozen(kw_only=True)
class Bulletin:
    """
    The summary of an inspection that offices publish (通报).

    It holds counts; rates are worked out of them, so that the parts always agree with the
    whole. Shares that would have to add up to 100 % it has none.

    Parameters:
        as_of: the monitoring moment.

        ruleset_id: the rule set's id.

        ruleset_fingerprint: the hash of the rule set's content.

        register: how many accounts are registered and running.

        drawn: how many accounts were drawn for inspection; None where all were to be.

        seed: the seed they were drawn by; None where none were drawn.

        tally: what came of the inspection.

        inspected_running: how many of the inspected accounts were running. The sampling
            ratio is this number over that of the running accounts.

        by_platform: the same by platform, and within a platform by level.

        by_level: the same by the sponsor's administrative level.

        by_region: the same by the sponsor's region.

        by_rule: how many accounts fail each veto, as the rule set lists them.

        failing: the accounts that fail.

        rectify_by: the day by which to rectify, where one is set.

        comparison: an earlier inspection beside this one, where there is one.

        decimals: how many decimals its rates have.

        leaves_out_unexamined: whether its pass rates leave out accounts with indicators
            that nobody has looked at. Where not, they count as passing, as offices count.

    Raises:
        InvalidValueError: when the parts do not agree with the whole.
    """

    as_of: DateTime
    ruleset_id: str
    ruleset_fingerprint: str
    register: RegisterCount
    drawn: int | None = None
    seed: str | None = None
    tally: Tally
    inspected_running: int
    by_platform: tuple[DividedGroup, ...] = field(validator=_check_groups)
    by_level: tuple[Group, ...] = field(validator=_check_groups)
    by_region: tuple[Group, ...] = field(validator=_check_groups)
    by_rule: tuple[RuleTally, ...]
    failing: tuple[FailingAccount, ...]
    rectify_by: date | None = None
    comparison: Comparison | None = None
    decimals: int = DECIMALS
    leaves_out_unexamined: bool = False

    def __attrs_post_init__(self) -> None:
        check_decimals(self.decimals)
        most = min(self.tally.inspected, self.register.running)
        for name, value, is_right, expected in (
            (
                "inspected_running",
                self.inspected_running,
                0 <= self.inspected_running <= most,
                f"at most {most}, the accounts that were inspected, and that run",
            ),
            (
                "failing",
                len(self.failing),
                len(self.failing) == self.tally.failing,
                f"a list of {self.tally.failing}, the accounts that fail",
            ),
        ):
            if not is_right:
                raise InvalidValueError(
                    owner="Bulletin", owner_id=None, field=name, value=value, expected=expected
                )

    def rate_of(self, tally: Tally) -> Decimal | None:
        """Return the pass rate of *tally* as this bulletin counts and rounds; None of nothing."""
        return tally.pass_rate(self.decimals, leave_out_unexamined=self.leaves_out_unexamined)

    @property
    def pass_rate(self) -> Decimal | None:
        """The pass rate (合格率) in per cent."""
        return self.rate_of(self.tally)

    @property
    def sampling_ratio(self) -> Decimal | None:
        """The part of the running accounts that was inspected (抽查比例), in per cent."""
        return percentage(self.inspected_running, self.register.running, self.decimals)

    @property
    def change(self) -> Decimal | None:
        """By how many percentage points the pass rate differs from the earlier one."""
        if self.comparison is None:
            return None
        return percentage_points(self.pass_rate, self.rate_of(self.comparison.tally))
