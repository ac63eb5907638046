"""Words in conditions, held against the vocabulary of the field that they stand beside."""

from __future__ import annotations

from govmedia_rules.conditions.operands import Expression
from govmedia_rules.errors import ConditionError, nearest, shown

__all__ = ["check_word"]


def check_word(beside: Expression, word: object) -> None:
    """
    Refuse a word that a field's vocabulary cannot hold, or that looks mistyped.

    A closed vocabulary refuses every other word. An open one takes new words, except
    those so close to a known word that they are probably a slip; a word with a
    prefix, such as ``"mycity:gambling"``, is always taken.

    Raises:
        ConditionError: naming the field, the word and the near one.
    """
    spec = beside.field_spec
    if spec is None or not spec.vocabulary or not isinstance(word, str) or word in spec.vocabulary:
        return
    near = nearest(word, spec.vocabulary)
    if spec.is_closed:
        hint = f"did you mean {near!r}?" if near else f"known: {', '.join(spec.vocabulary)}."
        raise ConditionError(f"{spec.name} is never {shown(word)}; {hint}")
    if near is not None and ":" not in word and _is_slip(word, near):
        raise ConditionError(
            f"{spec.name} is not known to hold {shown(word)}; did you mean {near!r}? A word of"
            " your own that comes this close takes a prefix, such as 'mycity:…'."
        )


def _is_slip(word: str, near: str) -> bool:
    """Return whether one typing slip, or another case or separator, makes *word* of *near*."""
    plain = word.casefold().replace("-", "_").replace(" ", "_")
    if plain == near:
        return True
    start = 0
    while start < min(len(plain), len(near)) and plain[start] == near[start]:
        start += 1
    rest, near_rest = plain[start:], near[start:]
    return (
        rest[1:] == near_rest[1:]  # one letter replaced
        or rest[1:] == near_rest  # one letter too many
        or rest == near_rest[1:]  # one letter too few
        or (rest[:2] == near_rest[1::-1] and rest[2:] == near_rest[2:])  # two swapped
    )
