"""Values that satisfy wishes, as people would write them down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from govmedia_rules.conditions import FieldSpec, Kind
from govmedia_rules.testing.choosing import Choices, ordered
from govmedia_rules.testing.measures import DAY, anything, scale_of
from govmedia_rules.testing.names_pool import WORDS_OF
from govmedia_rules.testing.wishes import Tags, Texts, Truths, Whole

__all__ = ["members", "texts", "truths", "wholes", "words_for"]

_USUAL_COUNT: Final = 120
_FAR: Final = 10_000


def words_for(spec: FieldSpec) -> Sequence[str]:
    """Return words that occur in a field."""
    return spec.vocabulary or WORDS_OF.get(spec.path[-1], ("其他一", "其他二"))


def wholes(spec: FieldSpec, wish: Whole, choices: Choices, *, at_edge: bool) -> Iterator[int]:
    """
    Yield a few numbers that *wish* admits, a usual one first; at the edge, those at its ends.

    Parameters:
        spec: the field, which says what is usual.

        wish: what is wished.

        choices: who chooses.

        at_edge: whether to keep to the ends.
    """
    is_time = spec.kind is Kind.MOMENT or scale_of(spec) > 1
    if at_edge and (edges := _edges(spec, wish)):
        yield from ordered(choices, edges)
        return
    ends = [wish.near(wish.low), wish.near(wish.high)]
    if spec.kind is Kind.MOMENT:
        ends.reverse()  # the latest is what people would look at first
    far = _FAR * (DAY // 100 if is_time else 1)
    low, high = max(wish.low, wish.high - far), min(wish.high, wish.low + far)
    if is_time and spec.kind is Kind.MOMENT:
        low, high = max(wish.low, wish.high - far), wish.high
        usual = wish.near(-(-(low + high) // 2 // DAY) * DAY)
    elif is_time:
        low, high = (
            max(wish.low, min(0, wish.high - DAY)),
            min(wish.high, max(wish.low, 0) + 10 * DAY),
        )
        usual = wish.near(min(max(low, DAY // 2), high))
    else:
        low, high = wish.low, min(wish.high, wish.low + far)
        usual = wish.near(min(_USUAL_COUNT, high))
    for kind in ordered(choices, ("usual", "first", "last", "between")):
        match kind:
            case "usual":
                yield usual
            case "first":
                yield ends[0]
            case "last" if spec.kind is Kind.MOMENT or wish.high <= _FAR * _FAR:
                yield wish.near(low)
            case "between":
                yield wish.near(choices.between(low, high))
            case _:
                yield wish.near(wish.low)


def _edges(spec: FieldSpec, wish: Whole) -> list[int]:
    """Return the numbers at the ends of a wish, and those beside them; no end is where all end."""
    whole = anything(spec)
    natural = (
        (whole.low, None if spec.kind is Kind.MOMENT else whole.high)
        if isinstance(whole, Whole)
        else ()
    )
    found: list[int] = []
    if wish.high not in natural:
        found += [wish.near(wish.high), wish.near(wish.high - 1)]
    if wish.low not in natural:
        found += [wish.near(wish.low), wish.near(wish.low + 1)]
    return list(dict.fromkeys(found))


def texts(spec: FieldSpec, wish: Texts, choices: Choices) -> Iterator[str]:
    """Yield a few texts that *wish* admits."""
    if wish.allowed is not None:
        yield from ordered(choices, sorted(wish.allowed, key=lambda word: (len(word), word)))
        return
    pool = [word for word in words_for(spec) if wish.admits(word)]
    yield from ordered(choices, pool)
    needed = [next(ordered(choices, sorted(words))) for words in wish.mentions]
    for rest in ("", "发布", "在线", "甲", "乙", "其他一", "其他二"):
        text = "".join((*needed, rest))
        if text and wish.admits(text):
            yield text


def members(spec: FieldSpec, wish: Tags, choices: Choices) -> Iterator[frozenset[str]]:
    """Yield a few sets of words that *wish* admits, without more than it asks for first."""
    chosen = set(wish.required)
    for words in wish.any_of:
        if not words & chosen:
            chosen.add(next(ordered(choices, sorted(words))))
    others = [word for word in (*words_for(spec), "其他一") if word not in wish.forbidden | chosen]
    plain = frozenset(chosen)
    options = [plain, *(plain | {word} for word in others[:4])]
    if wish.is_empty is None and not chosen:
        # What is merely known is better known to be something.
        options = [*options[1:2], plain, *options[2:]]
    yield from (option for option in ordered(choices, options) if wish.admits(option))


def truths(wish: Truths, choices: Choices) -> Iterator[bool]:
    """Yield yes, no or both."""
    if wish.value is not None:
        yield wish.value
    else:
        yield from ordered(choices, (True, False))
