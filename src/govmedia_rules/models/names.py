"""
Names: when two spellings are one name, and under which names a unit is known.

Clauses 4.1.8 to 4.1.10 of the Opinion ask that an account's name be tied to its sponsor's
duties, that its verification state the sponsor, and that a sponsor's accounts bear one
name. What is decided here is only what is certain from the letters; the rest is for a
person. Every function takes any text, however long or broken, and needs time in
proportion to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from govmedia_rules.models.name_keys import name_key
from govmedia_rules.models.name_words import (
    DEPARTMENTS,
    EMPTY_ENDINGS,
    EMPTY_WORDS,
    ORGANS,
    PEOPLES,
    PLACE_ENDINGS,
    SEATS,
    SUPERIORS,
    WORDS_BEGUN_BY_A_PLACE_ENDING,
    ZONE_WORDS,
)

__all__ = [
    "name_stem",
    "unit_body_keys",
    "unit_duty_keys",
    "unit_keys",
    "unit_name_keys",
]

_STARTS: Final = {
    first: tuple(word for word in EMPTY_WORDS if word[0] == first)
    for first in {word[0] for word in EMPTY_WORDS}
}
_ENDS: Final = {
    last: tuple(word for word in EMPTY_ENDINGS if word[-1] == last)
    for last in {word[-1] for word in EMPTY_ENDINGS}
}


def name_stem(key: str) -> str:
    """
    Return a key without the words around it that only say platform, status or format.

    官方, 微博, 公众号, 客户端 and their like go, at the beginning and at the end; words that are a
    name's own, such as 发布, 微警务 and 在线, stay. A key of nothing but such words is returned as
    it is. Different stems are different names; equal stems are names to look at.

    Parameters:
        key: a name as :func:`name_key` returns it.
    """
    start, end = 0, len(key)
    while start < end:
        if word := _word_at_start(key, start, end):
            start += len(word)
        elif word := _word_at_end(key, start, end):
            end -= len(word)
        else:
            return key[start:end]
    return key


def _word_at_start(key: str, start: int, end: int) -> str:
    for word in _STARTS.get(key[start], ()):
        after = start + len(word)
        if key.startswith(word, start, end) and (
            after == end or not _is_one_word(word[-1], key[after])
        ):
            return word
    return ""


def _word_at_end(key: str, start: int, end: int) -> str:
    for word in _ENDS.get(key[end - 1], ()):
        before = end - len(word) - 1
        if key.endswith(word, start, end) and (
            before < start or not _is_one_word(key[before], word[0])
        ):
            return word
    return ""


def _is_one_word(left: str, right: str) -> bool:
    """Return whether two characters side by side are of one word, as those of "apple" are."""
    return left.isascii() and right.isascii()


_DEPARTMENT_BY_STEM: Final = {stem: row for row in DEPARTMENTS for stem in row[0]}
_LONGEST_STEM: Final = max(map(len, _DEPARTMENT_BY_STEM))

_ORGANS_BY_LAST: Final = {
    last: tuple((form, forms) for forms in ORGANS for form in forms if form[-1] == last)
    for last in {form[-1] for forms in ORGANS for form in forms}
}

_LONGEST_PLACE: Final = 24
_LAST_OF_PLACES: Final = re.compile(f"[{''.join({ending[-1] for ending in PLACE_ENDINGS})}]")
_PLACE_ENDINGS_BY_LAST: Final = {
    last: tuple(ending for ending in PLACE_ENDINGS if ending[-1] == last)
    for last in {ending[-1] for ending in PLACE_ENDINGS}
}
_LONGEST_NAME: Final = 100
"""No unit has a longer name; nothing is looked for in one."""


def unit_name_keys(name: str | None, aliases: Iterable[str] | None) -> frozenset[str] | None:
    """
    Return the keys under which a unit is known, or None when no name of it is known.

    They are its full name, its aliases, and the short forms that follow by rule: the
    innermost place with or without 市, 县, 镇 and so on, before what the department is called
    in full or in short (海安公安局, 浦口卫健委), or before its duty (海安公安, 浦口卫生); for a
    government, the place itself (马坝镇, 马坝).

    The rule of thumb: an account of the unit whose name contains such a key names the
    unit, or its place and its duty. So a department without its place (公安局) is none:
    南通市公安局 contains it too. Nor is anything of one character.

    Parameters:
        name: the official name.

        aliases: other names in use, taken to be as good as the official one.
    """
    return unit_keys(name, aliases)[0]


def unit_body_keys(name: str | None, aliases: Iterable[str] | None) -> frozenset[str] | None:
    """
    Return the keys that name the unit as a body, or None when no name of it is known.

    They are those of :func:`unit_name_keys` that end as a body does, such as 海安公安局. A
    mere place or duty is none: a verification of 马坝中学 does not state 马坝镇人民政府, and
    one of 浦口卫生学校 not 浦口区卫健委.

    Parameters:
        name: the official name.

        aliases: other names in use, taken to be as good as the official one.
    """
    return unit_keys(name, aliases)[1]


def unit_keys(
    name: str | None, aliases: Iterable[str] | None
) -> tuple[frozenset[str], frozenset[str]] | tuple[None, None]:
    """
    Return what :func:`unit_name_keys` and :func:`unit_body_keys` do, worked out together.

    Parameters:
        name: the official name.

        aliases: other names in use, taken to be as good as the official one.
    """
    forms = _forms_of(name, aliases)
    if forms is None:
        return None, None
    return _long_enough(key for pair in forms for key in pair), _long_enough(forms[0])


def unit_duty_keys(keywords: Iterable[str] | None) -> frozenset[str] | None:
    """
    Return the keys of words that a unit's duties are known by, or None when nobody looked.

    A word of one character is left out: 水 is in 涟水县 too.

    Parameters:
        keywords: the words.
    """
    return None if keywords is None else _long_enough(map(name_key, keywords))


Forms = tuple[set[str], set[str]]
"""Keys that name a body, and those that name its place or its duty."""


def _forms_of(name: str | None, aliases: Iterable[str] | None) -> Forms | None:
    known = [*(() if name is None else (name,)), *(() if aliases is None else aliases)]
    if not known:
        return None
    bodies: set[str] = set()
    others: set[str] = set()
    for each in known:
        found = _forms(name_key(each))
        bodies |= found[0]
        others |= found[1]
    return bodies, others


def _long_enough(keys: Iterable[str]) -> frozenset[str]:
    return frozenset({key for key in keys if len(key) > 1})


def _forms(key: str) -> Forms:
    if len(key) > _LONGEST_NAME:
        return {key}, set()
    core = key
    for superior in SUPERIORS:
        core = core.removeprefix(superior) or core
    bodies, others = _government_forms(core) or _department_forms(core) or _other_forms(core)
    (others if core in others else bodies).add(key)
    return bodies, others


def _government_forms(core: str) -> Forms | None:
    for kept, endings in SEATS:
        # The whole of 人民政府 is no place 人民 with a 政府.
        for ending in endings if core not in endings else ():
            place = core.removesuffix(ending)
            if place != core and len(place) > len(kept) and place.endswith(kept):
                return _seat_forms(place, endings)
    return None


def _seat_forms(place: str, endings: Iterable[str]) -> Forms:
    """Return the forms of a government, and its place where a place is certain to be named."""
    places = _place_forms(place)
    return {form + ending for form in places for ending in endings}, (
        places if _split(place)[0] else set()
    )


def _department_forms(core: str) -> Forms | None:
    found = _department(core) or _branch(core)
    if found is None:
        return None
    place, (stems, duties), organs = found
    titles = [stem + organ for stem in stems for organ in organs]
    bodies: set[str] = set()
    for committee in ("委员会", "委"):
        seat = place.removesuffix(committee)
        inner, rest = _split(seat)
        if seat != place and inner and not rest:
            # A department of a Party committee: 古城区委宣传部, 古城宣传部.
            bodies |= {f"{inner}委{title}" for title in titles}
            place = seat
            break
    if within := _department(place):
        # A part of a department: 海安市公安局交警大队, 海安交警.
        place = within[0]
    places = _place_forms(place)
    bodies |= {form + title for form in places for title in titles}
    return bodies, {form + duty for form in places for duty in duties if form}


Department = tuple[str, tuple[tuple[str, ...], tuple[str, ...]], tuple[str, ...]]
"""What stands before a department, its forms and duties, and the forms of its last word."""


def _department(core: str) -> Department | None:
    for organ, organs in _ORGANS_BY_LAST.get(core[-1:], ()):
        head = core.removesuffix(organ)
        if head == core:
            continue
        for length in range(min(_LONGEST_STEM, len(head)), 1, -1):
            row = _DEPARTMENT_BY_STEM.get(head[-length:])
            if row is not None:
                return head[:-length], row, organs
    return None


def _branch(core: str) -> Department | None:
    """Return the department of which 南京市公安局浦口分局 is a branch, in the branch's place."""
    head = core.removesuffix("分局")
    if head != core:
        for stem, row in _DEPARTMENT_BY_STEM.items():
            _, found, place = head.partition(f"{stem}局")
            if found and place:
                return place, row, ("分局",)
    return None


def _other_forms(core: str) -> Forms:
    inner, rest = _split(core)
    if inner and (not rest or rest.endswith("区")):
        kept = "区" if rest else "街道" if inner.endswith("街道") else ""
        bodies, places = _seat_forms(core, dict(SEATS)[kept])
        return bodies, {core, *places}
    return (_place_forms(core) if inner and len(rest) > 1 else {core}), set()


def _place_forms(text: str) -> set[str]:
    """Return a text that begins with places from the innermost on, with and without 市 and so on."""
    inner, rest = _split(text)
    return {each + rest for each in (inner, _bare(inner)) if each} or {rest}


@lru_cache(maxsize=16_384)
def _split(text: str) -> tuple[str, str]:
    """Return the innermost of the places that a text begins with, and what follows them."""
    start = end = 0
    while after := _place_end(text, end):
        start, end = end, after
    return text[start:end], text[end:]


def _place_end(text: str, start: int) -> int:
    """Return where the place that begins at *start* ends, 0 when none does."""
    for last in _LAST_OF_PLACES.finditer(text, start + 1, start + _LONGEST_PLACE):
        end = last.end()
        if _is_place(text[start:end]) and not (
            text.startswith(WORDS_BEGUN_BY_A_PLACE_ENDING, end - 1)
            # 景德镇 goes on to 景德镇市.
            or (
                text.startswith(("市", "县", "区"), end)
                and not text.startswith(WORDS_BEGUN_BY_A_PLACE_ENDING, end)
            )
        ):
            return end
    return 0


def _place_ending(text: str) -> str:
    """Return 市, 自治县 and so on where a text ends so, otherwise nothing."""
    # Hardly any character ends a place, and a nation has hundreds of thousands of names.
    for ending in _PLACE_ENDINGS_BY_LAST.get(text[-1:], ()):
        if text.endswith(ending):
            return ending
    return ""


def _is_place(text: str) -> bool:
    ending = _place_ending(text)
    if not ending:
        return False
    own = text.removesuffix(ending)
    if ending == "区" and own.endswith("新"):
        return len(own) > 2  # 浦东新区 is a place, 高新区 is in one
    # Only counties have names of one character: 沛县, but 城市, 城乡, 社区.
    return len(own) > (ending != "县") and not (ending == "区" and own.endswith(ZONE_WORDS))


def _bare(place: str) -> str:
    """Return a place without 市, 自治县 and so on, empty when too little would be left."""
    ending = _place_ending(place)
    own = place.removesuffix(ending)
    if ending == "区" and own.endswith("新"):
        return ""
    if ending.startswith("自治") or ending.endswith("乡"):
        while people := next((each for each in PEOPLES if own.endswith(each)), ""):
            if len(own) - len(people) < 2:
                break
            own = own.removesuffix(people)
    return own if len(own) > 1 else ""
