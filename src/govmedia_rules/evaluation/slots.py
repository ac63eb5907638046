"""From the values that a generated function read back to readings."""

from __future__ import annotations

import math
from typing import Any, cast

from govmedia_rules.conditions.expressions import Aggregate, Function
from govmedia_rules.conditions.interpreter import Measure, Reading, Situation, has_all
from govmedia_rules.conditions.logic import Interval
from govmedia_rules.evaluation.plans import RulePlan

__all__ = ["readings_of"]


def readings_of(plan: RulePlan, slots: tuple[Any, ...], situation: Situation) -> list[Reading]:
    """Return the readings of a rule's demand and exception from what a generated function read."""
    readings: list[Reading] = []
    position = 0
    for operand in plan.operands[: plan.demanded]:
        if not isinstance(operand, Aggregate):
            readings.append(slots[position])
            position += 1
            continue
        is_complete = has_all(situation, operand.rows.table)
        if operand.function is Function.DISTINCT:
            different, certain, undecided = slots[position : position + 3]
            high = different + undecided if is_complete else math.inf
            readings.append(Interval(different or min(1, certain), high))
            position += 3
        elif operand.function is Function.REPEATS:
            low, high = slots[position : position + 2]
            readings.append(Interval(low, high if is_complete else math.inf))
            position += 2
        elif operand.function is Function.COUNT:
            low, undecided = slots[position : position + 2]
            readings.append(Interval(low, low + undecided if is_complete else math.inf))
            position += 2
        else:
            known, unknown, total = slots[position : position + 3]
            readings.append(_measure(operand, known, unknown, total, is_complete))
            position += 3
    return readings


def _measure(
    aggregate: Aggregate, known: int, unknown: int, total: float, is_complete: bool
) -> Measure:
    wanted = 1 if aggregate.coverage is None else cast("float", aggregate.coverage.plain)
    if not known or not is_complete or known / (known + unknown) < wanted:
        return Measure(None, known, known + unknown)
    is_extreme = aggregate.function in {Function.MIN, Function.MAX}
    return Measure(total if is_extreme else total / known, known, known + unknown)
