"""Comparisons of two fields: what one of them has to hold once the other is known."""

from __future__ import annotations

from typing import Final, cast

from pendulum import DateTime

from govmedia_rules.conditions import (
    Comparison,
    Condition,
    Field,
    FieldSpec,
    Kind,
    Operator,
    Overlaps,
)
from govmedia_rules.conditions.interpreter import Reading, truth_of
from govmedia_rules.conditions.operands import Expression
from govmedia_rules.testing.measures import (
    DAY,
    NEGATED,
    compared_with,
    micros_of,
    scale_of,
)
from govmedia_rules.testing.wishes import Tags, Texts, Whole, Wish

__all__ = ["holds", "other_side", "sides"]

_MIRRORED: Final = {
    Operator.EQ: Operator.EQ,
    Operator.NE: Operator.NE,
    Operator.LT: Operator.GT,
    Operator.GT: Operator.LT,
    Operator.LE: Operator.GE,
    Operator.GE: Operator.LE,
}
_LONGEST_SEARCHED: Final = 60


def sides(leaf: Condition) -> tuple[FieldSpec, FieldSpec]:
    """Return the two fields that a leaf compares, in reading order."""
    first, second = (cast("Field", child).spec for child in leaf.children())
    return first, second


def holds(leaf: Condition, truth: bool, readings: dict[str, Reading], as_of: DateTime) -> bool:
    """Return whether *leaf* comes to *truth* of two fields that were read."""

    def read(expression: Expression) -> Reading:
        return readings[cast("Field", expression).spec.name]

    return truth_of(leaf, read, as_of) is truth


def other_side(
    leaf: Condition, truth: bool, known: FieldSpec, reading: Reading, as_of: DateTime
) -> Wish:
    """
    Return what the field beside *known* has to hold for *leaf* to come to *truth*.

    Parameters:
        leaf: the comparison.

        truth: whether it is to hold.

        known: the field that was read.

        reading: what it reads; not None.

        as_of: the monitoring moment.
    """
    first, second = sides(leaf)
    is_left = known.name == first.name
    if isinstance(leaf, Comparison):
        # Seen from the other side, the sign is turned round when that is on the left.
        sign = leaf.operator if truth else NEGATED[leaf.operator]
        sign = _MIRRORED[sign] if is_left else sign
        return _beside(sign, second if is_left else first, reading, as_of)
    if isinstance(leaf, Overlaps):
        members = frozenset(cast("frozenset[str]", reading))
        return Tags(any_of=(members,)) if truth else Tags(forbidden=members)
    if is_left:
        parts = _parts(cast("str", reading))
        return Tags(any_of=(parts,)) if truth else Tags(forbidden=parts)
    words = frozenset(cast("frozenset[str]", reading))
    return Texts(mentions=(words,)) if truth else Texts(avoids=words)


def _beside(sign: Operator, spec: FieldSpec, reading: Reading, as_of: DateTime) -> Wish:
    if spec.kind is Kind.TEXT:
        word = frozenset({str(reading)})
        return Texts(word) if sign is Operator.EQ else Texts(forbidden=word)
    if isinstance(reading, DateTime):
        return compared_with(sign, micros_of(reading, as_of))
    wish: Whole = compared_with(sign, cast("float", reading), scale_of(spec))
    if scale_of(spec) == DAY and wish.low > wish.high:
        return Whole(0, -1)
    return wish


def _parts(text: str) -> frozenset[str]:
    """Return every part of a text that could be a word in it."""
    text = text[:_LONGEST_SEARCHED]
    return frozenset(
        text[start:end]
        for start in range(len(text))
        for end in range(start + 1, min(start + 12, len(text)) + 1)
        if text[start:end].strip()
    )
