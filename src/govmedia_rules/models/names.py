"""
Names: when two spellings are one name, and under which names a unit is known.

Clauses 4.1.8 to 4.1.10 of the Opinion ask that an account's name be tied to its sponsor's
duties, that its verification state the sponsor, and that a sponsor's accounts bear one
name. What is decided here is only what is certain from the letters; the rest is for a
person. Every function takes any text, however long or broken, and needs time in
proportion to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TypeAlias

from govmedia_rules.models.name_keys import name_key
from govmedia_rules.models.name_places import place_forms, split_at_places
from govmedia_rules.models.name_words import (
    DEPARTMENTS,
    EMPTY_ENDINGS,
    EMPTY_WORDS,
    ORGANS,
    SEATS,
    SUPERIORS,
)

__all__ = [
    "key_forms",
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


_SEATS_BY_LAST: Final = {
    last: tuple(
        (ending, kept, endings)
        for kept, endings in SEATS
        for ending in endings
        if ending[-1] == last
    )
    for last in {ending[-1] for _, endings in SEATS for ending in endings}
}
_ENDINGS_BY_SEAT: Final = dict(SEATS)

Titles: TypeAlias = tuple[str, ...]
"""What a department is called after its place: 公安局."""

Duties: TypeAlias = tuple[str, ...]
"""What its duty is called after its place: 公安."""

_DEPARTMENT_BY_STEM: Final = {stem: row for row in DEPARTMENTS for stem in row[0]}
_STEMS_BY_LAST: Final = {
    last: sorted((stem for stem in _DEPARTMENT_BY_STEM if stem[-1] == last), key=len, reverse=True)
    for last in {stem[-1] for stem in _DEPARTMENT_BY_STEM}
}


def _departments_with(organs: Iterable[str]) -> dict[str, list[tuple[str, Titles, Duties]]]:
    """Return by last character the stems, the longest first, with titles and duties of each."""
    titles = {
        stems: tuple(stem + organ for stem in stems for organ in organs) for stems, _ in DEPARTMENTS
    }
    return {
        last: [
            (stem, titles[_DEPARTMENT_BY_STEM[stem][0]], _DEPARTMENT_BY_STEM[stem][1])
            for stem in stems
        ]
        for last, stems in _STEMS_BY_LAST.items()
    }


_ORGANS_BY_LAST: Final = {
    last: tuple(
        (form, _departments_with(forms)) for forms in ORGANS for form in forms if form[-1] == last
    )
    for last in {form[-1] for forms in ORGANS for form in forms}
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
    known = [*(() if name is None else (name,)), *(() if aliases is None else aliases)]
    if not known:
        return None, None
    forms = [key_forms(name_key(each)) for each in known]
    bodies = frozenset([key for found, _ in forms for key in found])
    return bodies.union(*(others for _, others in forms)), bodies


def unit_duty_keys(keywords: Iterable[str] | None) -> frozenset[str] | None:
    """
    Return the keys of words that a unit's duties are known by, or None when nobody looked.

    A word of one character is left out: 水 is in 涟水县 too.

    Parameters:
        keywords: the words.
    """
    if keywords is None:
        return None
    return frozenset([key for key in map(name_key, keywords) if len(key) > 1])


Forms: TypeAlias = tuple[list[str], list[str]]
"""Keys that name a body, and those that name its place or its duty."""


def key_forms(key: str) -> Forms:
    """
    Return the keys under which a unit of one name is known: as a body, and otherwise.

    Together they are what :func:`unit_name_keys` says of the name, the former what
    :func:`unit_body_keys` does; some may be there twice.

    Parameters:
        key: the name as :func:`name_key` returns it.
    """
    if len(key) < 2:
        return [], []
    if len(key) > _LONGEST_NAME:
        return [key], []
    core = key
    if core.startswith(SUPERIORS):
        for superior in SUPERIORS:
            core = core.removeprefix(superior) or core
    bodies, others = _government_forms(core) or _department_forms(core) or _other_forms(core)
    (others if core in others else bodies).append(key)
    return bodies, others


def _government_forms(core: str) -> Forms | None:
    for ending, kept, endings in _SEATS_BY_LAST.get(core[-1], ()):
        # The whole of 人民政府 is no place 人民 with a 政府.
        if core.endswith(ending) and core not in endings:
            place = core.removesuffix(ending)
            if len(place) > len(kept) and place.endswith(kept):
                return _seat_forms(*split_at_places(place), endings)
    return None


def _seat_forms(inner: str, rest: str, endings: Iterable[str]) -> Forms:
    """Return the forms of a government, and its place where a place is certain to be named."""
    places = _with_rest(inner, rest)
    return [form + ending for form in places for ending in endings], places if inner else []


def _department_forms(core: str) -> Forms | None:
    found = _department(core) or _branch(core)
    if found is None:
        return None
    place, titles, duties = found
    bodies: list[str] = []
    for committee in ("委员会", "委"):
        if place.endswith(committee):
            seat = place.removesuffix(committee)
            inner, rest = split_at_places(seat)
            if inner and not rest:
                # A department of a Party committee: 古城区委宣传部, 古城宣传部.
                bodies = [f"{inner}委{title}" for title in titles]
                place = seat
                break
    if within := _department(place):
        # A part of a department: 海安市公安局交警大队, 海安交警.
        place = within[0]
    places = _with_rest(*split_at_places(place))
    bodies += [form + title for form in places for title in titles]
    return bodies, [form + duty for form in places for duty in duties if form]


Department: TypeAlias = tuple[str, Titles, Duties]
"""What stands before a department, and its forms and duties."""


def _department(core: str) -> Department | None:
    for organ, departments in _ORGANS_BY_LAST.get(core[-1:], ()):
        end = len(core) - len(organ)
        if end > 0 and core.endswith(organ):
            for stem, titles, duties in departments.get(core[end - 1], ()):
                if core.endswith(stem, 0, end):
                    return core[: end - len(stem)], titles, duties
    return None


def _branch(core: str) -> Department | None:
    """Return the department of which 南京市公安局浦口分局 is a branch, in the branch's place."""
    if core.endswith("分局"):
        head = core.removesuffix("分局")
        for stem, (stems, duties) in _DEPARTMENT_BY_STEM.items():
            _, found, place = head.partition(f"{stem}局")
            if found and place:
                return place, tuple(f"{each}分局" for each in stems), duties
    return None


def _other_forms(core: str) -> Forms:
    inner, rest = split_at_places(core)
    if inner and (not rest or rest.endswith("区")):
        kept = "区" if rest else "街道" if inner.endswith("街道") else ""
        bodies, places = _seat_forms(inner, rest, _ENDINGS_BY_SEAT[kept])
        return bodies, [core, *places]
    if inner and len(rest) > 1:
        return _with_rest(inner, rest), []
    return ([core] if len(core) > 1 else []), []


def _with_rest(inner: str, rest: str) -> list[str]:
    """Return the innermost place with and without 市 and so on before what follows the places."""
    return [form + rest for form in place_forms(inner)] or [rest]
