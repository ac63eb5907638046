"""How a leaf about fields becomes true, false or unknown: wishes for the fields it reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, cast

from pendulum import DateTime

from govmedia_rules.conditions import (
    Comparison,
    Condition,
    Expression,
    Field,
    FieldSpec,
    Has,
    IsEmpty,
    IsMissing,
    Kind,
    Membership,
    Mentions,
    Operator,
    Overlaps,
    Truth,
    Within,
)
from govmedia_rules.conditions.logic import Truth3
from govmedia_rules.conditions.questions import Answer
from govmedia_rules.testing.measures import (
    DAY,
    NEGATED,
    anything,
    compared_with,
    micros_of,
    scale_of,
)
from govmedia_rules.testing.stores import FieldWish, Option
from govmedia_rules.testing.wishes import MISSING, Tags, Texts, Truths, Whole, Wish

__all__ = ["IDENTICAL", "field_options", "known", "unknown"]

IDENTICAL: Final = (
    frozenset({"unit.id", "account.unit_id", "peer.unit_id"}),
    frozenset({"superior.id", "unit.parent_id"}),
)
"""Fields that hold one and the same where they are known: what leads to an object, and its id."""


def known(spec: FieldSpec, wish: Wish | None = None) -> Option:
    """Return the option that a field is known, and holds what is wished."""
    return Option(
        fields=(FieldWish(spec, anything(spec)), *([] if wish is None else [FieldWish(spec, wish)]))
    )


def unknown(spec: FieldSpec) -> Option:
    """Return the option that a field is missing."""
    return Option(fields=(FieldWish(spec, MISSING),))


def _spec(expression: Expression) -> FieldSpec:
    return cast("FieldSpec", expression.field_spec)


def field_options(leaf: Condition, truth: Truth3, as_of: DateTime) -> Iterator[Option]:
    """
    Yield the ways in which *leaf*, which reads no rows, comes to *truth*, the plainest first.

    Parameters:
        leaf: the leaf.

        truth: True, False, or None for unknown.

        as_of: the monitoring moment.
    """
    match leaf:
        case Truth():
            if leaf.value is truth:
                yield Option()
        case Answer():
            yield Option(answer=(leaf, truth), is_threshold=True)
        case IsMissing():
            if truth is not None:
                yield from _of_record(leaf, missing=truth)
        case _ if truth is None:
            for spec in dict.fromkeys(_specs_read(leaf)):
                yield unknown(spec)
        case _:
            yield from _decided(leaf, truth, as_of)


def _of_record(leaf: IsMissing, *, missing: bool) -> Iterator[Option]:
    of = leaf.of
    if isinstance(of, Answer):
        if missing:
            yield Option(answer=(of, None))
        else:
            yield from (Option(answer=(of, given)) for given in (True, False))
    else:
        yield unknown(_spec(of)) if missing else known(_spec(of))


def _specs_read(leaf: Condition) -> list[FieldSpec]:
    """Return the fields that a leaf reads itself."""
    if isinstance(leaf, Field):
        return [leaf.spec]
    return [child.spec for child in leaf.children() if isinstance(child, Field)]


def _decided(leaf: Condition, truth: bool, as_of: DateTime) -> Iterator[Option]:
    specs = _specs_read(leaf)
    if len(specs) > 1:
        yield from _related(leaf, truth, specs)
        return
    wish = _single(leaf, truth, as_of)
    option = known(specs[0], wish)
    is_threshold = isinstance(leaf, Within) or (
        isinstance(leaf, Comparison) and specs[0].kind in {Kind.NUMBER, Kind.MOMENT}
    )
    yield Option(fields=option.fields, is_threshold=is_threshold)


def _single(leaf: Condition, truth: bool, as_of: DateTime) -> Wish:
    """Return what the one field of a leaf has to hold for it to be true or false."""
    match leaf:
        case Comparison():
            return _compared(leaf, truth, as_of)
        case Membership():
            words = frozenset(cast("tuple[str, ...]", leaf.options.plain))
            return Texts(words) if truth else Texts(forbidden=words)
        case Has():
            word = frozenset({cast("str", leaf.tag.plain)})
            return Tags(required=word) if truth else Tags(forbidden=word)
        case Overlaps():
            words = frozenset(cast("tuple[str, ...]", leaf.others.plain))
            return Tags(any_of=(words,)) if truth else Tags(forbidden=words)
        case Mentions():
            words = frozenset(cast("tuple[str, ...]", leaf.words.plain))
            return Texts(mentions=(words,)) if truth else Texts(avoids=words)
        case IsEmpty():
            return Tags(is_empty=truth)
        case Within():
            edge = -cast("int", leaf.days.plain) * DAY
            return Whole(edge + 1, 0) if truth else Whole(-(10**30), edge)
        case _:
            return Truths(truth)


def _compared(leaf: Comparison, truth: bool, as_of: DateTime) -> Wish:
    sign = leaf.operator if truth else NEGATED[leaf.operator]
    value, spec = leaf.right.plain, _spec(leaf.left)
    if spec.kind is Kind.TEXT:
        word = frozenset({cast("str", value)})
        return Texts(word) if sign is Operator.EQ else Texts(forbidden=word)
    if isinstance(value, DateTime):
        return compared_with(sign, micros_of(value, as_of))
    return compared_with(sign, cast("float", value), scale_of(spec))


def _related(leaf: Condition, truth: bool, specs: list[FieldSpec]) -> Iterator[Option]:
    both = [FieldWish(spec, anything(spec)) for spec in dict.fromkeys(specs)]
    names = frozenset(spec.name for spec in specs)
    if len(names) == 1 or any(names <= same for same in IDENTICAL):
        holds = _holds_of_itself(leaf)
        if holds is truth:
            yield Option(fields=tuple(both))
        elif holds is None:
            # A set overlaps itself unless it is empty.
            yield Option(fields=(*both, FieldWish(specs[0], Tags(is_empty=not truth))))
        return
    if isinstance(leaf, (Overlaps, Mentions)) and truth:
        both.extend(
            FieldWish(spec, Tags(is_empty=False)) for spec in specs if spec.kind is Kind.TAGS
        )
    is_threshold = isinstance(leaf, Comparison) and specs[0].kind is not Kind.TEXT
    yield Option(fields=tuple(both), relation=(leaf, truth), is_threshold=is_threshold)


def _holds_of_itself(leaf: Condition) -> bool | None:
    if isinstance(leaf, Comparison):
        return leaf.operator in {Operator.EQ, Operator.LE, Operator.GE}
    return None
