"""
What the leaves of a condition can be at the same time.

Leaves that look at the same thing depend on each other: a number that is above 5 is above
3, a word is one word. They are put into a group, and each group is a list of cases, one for
every way in which the world can look there; leaves of different groups are taken to be
independent. So the cases are at least all that can occur, and may be more.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import Final, TypeAlias, cast

from attrs import define, field
from pendulum import DateTime

from govmedia_rules.conditions import (
    Aggregate,
    Comparison,
    Condition,
    Expression,
    Function,
    Has,
    IsEmpty,
    Kind,
    Membership,
    Operator,
    Overlaps,
    Within,
)
from govmedia_rules.conditions.logic import compare
from govmedia_rules.conditions.nodes import Key

__all__ = ["Case", "Group", "groups_of"]

Case: TypeAlias = dict[Key, bool]
"""For every leaf of a group, by its key, whether it holds."""

_MOST_TAGS: Final = 8  # words of one set that are told apart; beyond that its leaves stand alone


@define
class Group:
    """
    Leaves that look at the same thing.

    Parameters:
        leaves: the leaves, by key.

        cases: every way in which they can be at the same time.
    """

    leaves: dict[Key, Condition] = field(factory=dict)
    cases: list[Case] = field(factory=list)


def groups_of(leaves: Iterable[Condition], is_never: Callable[[Condition], bool]) -> list[Group]:
    """
    Return *leaves* by what they look at, with the cases that can occur.

    Parameters:
        leaves: comparisons, questions and the like.

        is_never: tells whether a condition on rows can hold for no row.
    """
    by_subject: dict[Key, dict[Key, Condition]] = {}
    for leaf in leaves:
        by_subject.setdefault(_subject_of(leaf), {})[leaf.value_key] = leaf
    groups: list[Group] = []
    for subject, members in by_subject.items():
        if subject[0] == "tags" and len(_all_words(members.values())) > _MOST_TAGS:
            groups.extend(Group({key: leaf}) for key, leaf in members.items())
        else:
            groups.append(Group(members))
    for group in groups:
        # Values that no leaf tells apart make one case.
        seen: set[tuple[bool, ...]] = set()
        for case in _cases(list(group.leaves.values()), is_never):
            signature = tuple(case[key] for key in group.leaves)
            if signature not in seen:
                seen.add(signature)
                group.cases.append(case)
    return groups


def _subject_of(leaf: Condition) -> Key:
    """Return what *leaf* looks at; leaves with the same answer depend on each other."""
    match leaf:
        case Comparison():
            if leaf.right.plain is not None:
                return ("value", leaf.left.value_key)
            sides = sorted((leaf.left.value_key, leaf.right.value_key), key=repr)
            return ("pair", *sides)
        case Membership():
            return ("value", leaf.item.value_key)
        case Within():
            # How old a moment is says nothing of its date, which as_of is not known for.
            return ("age", leaf.moment.value_key)
        case Has() | IsEmpty() | Overlaps() if _is_about_words(leaf):
            return ("tags", leaf.tags.value_key)
        case _:
            return ("alone", leaf.value_key)


def _is_about_words(leaf: Has | IsEmpty | Overlaps) -> bool:
    return not isinstance(leaf, Overlaps) or leaf.others.plain is not None


def _cases(leaves: list[Condition], is_never: Callable[[Condition], bool]) -> Iterator[Case]:
    match leaves[0]:
        case Comparison() as first if first.right.plain is None:
            yield from _pair_cases(cast("list[Comparison]", leaves))
        case Comparison() as first if first.left.kind is Kind.NUMBER:
            yield from _number_cases(cast("list[Comparison]", leaves), first.left, is_never)
        case Comparison() as first if first.left.kind is Kind.MOMENT:
            yield from _moment_cases(cast("list[Comparison]", leaves))
        case Comparison() | Membership():
            yield from _word_cases(cast("list[Comparison | Membership]", leaves))
        case Within():
            yield from _age_cases(cast("list[Within]", leaves))
        case Has() | IsEmpty() | Overlaps() if _subject_of(leaves[0])[0] == "tags":
            yield from _tag_cases(cast("list[Has | IsEmpty | Overlaps]", leaves))
        case _:
            for answer in (True, False):
                yield {leaf.value_key: answer for leaf in leaves}


def _pair_cases(leaves: list[Comparison]) -> Iterator[Case]:
    """Yield the ways in which two things that are both read can stand to each other."""
    first = leaves[0].left.value_key
    signs = (-1, 0, 1) if leaves[0].left.kind is not Kind.TEXT else (0, 1)
    is_same = leaves[0].left.value_key == leaves[0].right.value_key
    for sign in (0,) if is_same else signs:
        yield {
            leaf.value_key: bool(
                compare(leaf.operator, sign if leaf.left.value_key == first else -sign, 0)
            )
            for leaf in leaves
        }


def _number_cases(
    leaves: list[Comparison], operand: Expression, is_never: Callable[[Condition], bool]
) -> Iterator[Case]:
    marks = sorted({cast("float", leaf.right.plain) for leaf in leaves})
    for value in _values_of(operand, marks, is_never):
        yield {
            leaf.value_key: bool(compare(leaf.operator, value, leaf.right.plain)) for leaf in leaves
        }


def _values_of(
    operand: Expression, marks: list[float], is_never: Callable[[Condition], bool]
) -> Iterator[float]:
    """Yield values that *operand* can have: at each of *marks*, beside them and between."""
    least, most, is_whole = float("-inf"), float("inf"), False
    if isinstance(operand, Aggregate):
        condition = operand.rows.condition
        is_empty = condition is not None and is_never(condition)
        if operand.function.is_count:
            least, most, is_whole = 0, 0 if is_empty else most, True
        elif operand.function is Function.SHARE:
            least, most = 0, 1
    ends = [end for end in (least, most) if math.isfinite(end)]
    for value in _around(sorted({*marks, *ends}), is_whole=is_whole):
        if least <= value <= most:
            yield value


def _around(marks: list[float], *, is_whole: bool) -> Iterator[float]:
    if is_whole:
        # Floor and one above are whole numbers on both sides of every mark.
        wholes = {int(mark // 1) + step for mark in marks for step in (-1, 0, 1)}
        yield from sorted(wholes)
        return
    yield marks[0] - max(1, abs(marks[0]))
    for position, mark in enumerate(marks):
        yield mark
        if position + 1 < len(marks):
            yield mark + (marks[position + 1] - mark) / 2
    yield marks[-1] + max(1, abs(marks[-1]))


def _moment_cases(leaves: list[Comparison]) -> Iterator[Case]:
    marks = sorted({cast("DateTime", leaf.right.plain) for leaf in leaves})
    ranks = {mark.timestamp(): 2 * number for number, mark in enumerate(marks)}
    for rank in range(-1, 2 * len(marks)):
        yield {
            leaf.value_key: bool(
                compare(leaf.operator, rank, ranks[cast("DateTime", leaf.right.plain).timestamp()])
            )
            for leaf in leaves
        }


def _age_cases(leaves: list[Within]) -> Iterator[Case]:
    lengths = sorted({cast("int", leaf.days.plain) for leaf in leaves})
    for shortest in range(len(lengths) + 1):
        inside = set(lengths[shortest:])
        yield {leaf.value_key: leaf.days.plain in inside for leaf in leaves}


def _word_cases(leaves: list[Comparison | Membership]) -> Iterator[Case]:
    words = {word for leaf in leaves for word in _words_of(leaf)}
    item = leaves[0].left if isinstance(leaves[0], Comparison) else leaves[0].item
    spec = item.field_spec
    candidates: list[str | None] = [*sorted(words)]
    if spec is None or not spec.is_closed:
        candidates.append(None)  # any word that none of the leaves names
    else:
        candidates.extend(word for word in spec.vocabulary if word not in words)
    for candidate in candidates:
        yield {
            leaf.value_key: (candidate in _words_of(leaf))
            != (isinstance(leaf, Comparison) and leaf.operator is Operator.NE)
            for leaf in leaves
        }


def _words_of(leaf: Comparison | Membership) -> tuple[str, ...]:
    plain = leaf.right.plain if isinstance(leaf, Comparison) else leaf.options.plain
    return (plain,) if isinstance(plain, str) else cast("tuple[str, ...]", plain)


def _tags_of(leaf: Has | IsEmpty | Overlaps) -> tuple[str, ...]:
    match leaf:
        case Has():
            return (cast("str", leaf.tag.plain),)
        case Overlaps():
            return cast("tuple[str, ...]", leaf.others.plain)
        case _:
            return ()


def _all_words(leaves: Iterable[Condition]) -> set[str]:
    return {word for leaf in leaves for word in _tags_of(cast("Has", leaf))}


def _tag_cases(leaves: list[Has | IsEmpty | Overlaps]) -> Iterator[Case]:
    words = sorted(_all_words(leaves))
    for size in range(len(words) + 1):
        for chosen in combinations(words, size):
            held = set(chosen)
            answers = {leaf.value_key: not held.isdisjoint(_tags_of(leaf)) for leaf in leaves}
            for is_empty in (False, True) if not held else (False,):
                yield {
                    leaf.value_key: is_empty
                    if isinstance(leaf, IsEmpty)
                    else answers[leaf.value_key]
                    for leaf in leaves
                }
