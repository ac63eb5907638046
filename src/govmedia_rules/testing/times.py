"""When a rule is judged: a moment at which it is in force."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from pendulum import DateTime

from govmedia_rules.moments import day_of, midnight, moment
from govmedia_rules.rules import Rule
from govmedia_rules.testing.factories import AS_OF

__all__ = ["moment_in_force"]

_ON_THE_FIRST_DAYS: Final = 180


def moment_in_force(rule: Rule, as_of: str | datetime | None = None) -> DateTime:
    """
    Return the moment at which a rule is to be judged.

    Parameters:
        rule: the rule.

        as_of: the moment, where the caller has one; else June 2019 for a rule in force
            then, or half a year after its provisions came into force, or their last day.
    """
    if as_of is not None:
        return moment(as_of)
    if rule.is_in_force_on(day_of(AS_OF)):
        return AS_OF
    for cite in rule.cites:
        later = cite.in_force_on + timedelta(days=_ON_THE_FIRST_DAYS)
        last = cite.repealed_on and cite.repealed_on - timedelta(days=1)
        on: date = later if last is None else min(later, last)
        if rule.is_in_force_on(on):
            return midnight(on)
    return AS_OF
