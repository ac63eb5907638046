"""What evidence says of a leaf whatever the subject: made once, filled in for each finding."""

from __future__ import annotations

import math
from typing import cast

from attrs import frozen
from pendulum import DateTime

from govmedia_rules.conditions.expressions import Aggregate, Field
from govmedia_rules.conditions.interpreter import Measure, Reading
from govmedia_rules.conditions.logic import Interval
from govmedia_rules.conditions.operands import Expression
from govmedia_rules.conditions.predicates import (
    Comparison,
    Condition,
    Has,
    IsEmpty,
    IsMissing,
    Membership,
    Mentions,
    Overlaps,
    Within,
)
from govmedia_rules.conditions.words import describe, sentence
from govmedia_rules.evaluation.plans import RulePlan
from govmedia_rules.findings import EvidenceValue, Range
from govmedia_rules.moments import Window
from govmedia_rules.text import Text

__all__ = ["LeafPlan", "as_evidence"]


@frozen(eq=False)
class LeafPlan:
    """
    One leaf of a rule.

    Parameters:
        leaf: the leaf.

        what: what it looks at, in words.

        code: the leaf as code.

        operator: how it compares.

        slot: the position of the operand it looks at, or None when it looks at nothing.

        threshold: what it compares with, where that is written into the rule.

        threshold_slot: the position of the operand it compares with, where that has to
            be read.

        counted: the count it looks at, or None.

        window: the stretch of time it looks at, or None.

        required: the words for a leaf that should have held.

        forbidden: the words for a leaf that should not have held.
    """

    leaf: Condition
    what: Text
    code: str
    operator: str
    slot: int | None
    threshold: EvidenceValue
    threshold_slot: int | None
    counted: Aggregate | None
    window: Window | None
    required: Text
    forbidden: Text

    @classmethod
    def of(cls, leaf: Condition, plan: RulePlan, as_of: DateTime) -> LeafPlan:
        """Return the plan of one leaf of a rule, as of a moment."""
        value, operator, threshold = _parts_of(leaf)
        days = leaf.days if isinstance(leaf, Within) else None
        if isinstance(value, Aggregate):
            days = value.rows.days
        is_count = isinstance(value, Aggregate) and value.function.is_count
        words = sentence(leaf)
        return cls(
            leaf=leaf,
            what=words if value is None else describe(value),
            code=repr(leaf),
            operator=operator,
            slot=None if value is None else plan.slots[id(value)],
            threshold=None if threshold is None else threshold.plain,
            threshold_slot=None if threshold is None else plan.slots.get(id(threshold)),
            counted=cast("Aggregate", value) if is_count else None,
            window=None if days is None else Window.up_to(as_of, cast("int", days.plain)),
            required=Text(zh=f"应满足：{words.zh}；实际：", en=f"required: {words.en}; found: "),
            forbidden=Text(zh=f"不得：{words.zh}；实际：", en=f"forbidden: {words.en}; found: "),
        )


def _parts_of(leaf: Condition) -> tuple[Expression | None, str, Expression | None]:
    match leaf:
        case Comparison():
            return leaf.left, leaf.operator.value, leaf.right
        case Membership():
            return leaf.item, "is_in", leaf.options
        case Has():
            return leaf.tags, "has", leaf.tag
        case Overlaps():
            return leaf.tags, "overlaps", leaf.others
        case Mentions():
            return leaf.text, "mentions", leaf.words
        case IsEmpty():
            return leaf.tags, "is_empty", None
        case IsMissing():
            return leaf.of, "is_missing", None
        case Within():
            return leaf.moment, "within", leaf.days
        case Field():
            return leaf, "is_true", None
        case _:
            return None, "is", None


def as_evidence(reading: Reading) -> EvidenceValue:
    """Return a reading as evidence shows it."""
    if reading is None or type(reading) in {int, bool, float}:
        return cast("EvidenceValue", reading)
    match reading:
        case Interval():
            if reading.low == reading.high:
                return int(reading.low)
            high = None if reading.high == math.inf else int(reading.high)
            return Range(int(reading.low), high)
        case Measure():
            return reading.value
        case frozenset():
            return tuple(sorted(reading))
        case tuple():
            return cast("tuple[str, ...]", reading)  # in the order on record
        case DateTime():
            return reading
        case _:
            # A member of a closed vocabulary is told by its word.
            return str(reading)
