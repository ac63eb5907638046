"""How a report becomes plain values, and plain values a report: cattrs with strict hooks."""

from __future__ import annotations

import math
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Final

import attrs
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override
from pendulum import DateTime

from govmedia_rules.errors import nearest
from govmedia_rules.findings import EvidenceValue, Range, plain_value
from govmedia_rules.moments import SHANGHAI, MomentError, Window, day, moment, shifted
from govmedia_rules.serialization.structuring import (
    Refusal,
    StructureHook,
    is_tuple_of_one_kind,
    only_from_objects,
    tuple_hook,
)

__all__ = ["structuring", "unstructuring"]

_EARLY = date(2000, 1, 1)


def _text(raw: Any, _: Any) -> str:
    if type(raw) is not str:
        raise Refusal(raw, "text")
    try:
        raw.encode()
    except UnicodeEncodeError:
        raise Refusal(raw, "text without lone surrogates") from None
    return raw


def _whole_number(raw: Any, _: Any) -> int:
    if type(raw) is not int:
        raise Refusal(raw, "a whole number")
    return raw


def _flag(raw: Any, _: Any) -> bool:
    if type(raw) is not bool:
        raise Refusal(raw, "true or false")
    return raw


def _moment(raw: Any, _: Any) -> DateTime:
    try:
        return moment(_text(raw, str))
    except MomentError as error:
        raise Refusal(raw, error.expected) from None


def _day(raw: Any, _: Any) -> date:
    try:
        return day(_text(raw, str))
    except MomentError as error:
        raise Refusal(raw, error.expected) from None


def _end_of_window(raw: Any, _: Any) -> DateTime:
    """
    Read a moment that may lie outside the accepted years.

    A window of ten thousand days begins before them. Out there its ends are made by
    counting days on the clock, and are read back the same way.
    """
    try:
        return moment(_text(raw, str))
    except MomentError as error:
        refusal = Refusal(raw, error.expected)
    try:
        wall = datetime.fromisoformat(raw)
        if wall.utcoffset() is None:
            raise refusal
        at_that_hour = wall.replace(
            year=_EARLY.year, month=_EARLY.month, day=_EARLY.day, tzinfo=SHANGHAI
        )
        return shifted(moment(at_that_hour), (wall.date() - _EARLY).days)
    except ValueError:
        raise refusal from None


@cache
def _members(kind: type[StrEnum]) -> dict[str, StrEnum]:
    return {member.value: member for member in kind}


def _member(raw: Any, kind: Any) -> StrEnum:
    members = _members(kind)
    if type(raw) is str and raw in members:
        return members[raw]
    near = nearest(raw, members) if isinstance(raw, str) else None
    hint = "" if near is None else f" (did you mean {near!r}?)"
    raise Refusal(raw, f"one of {', '.join(members)}{hint}")


_VALUES: Final = (
    'true, false, a number, text, a list of texts, {"at": moment},'
    ' {"at_least": number, "at_most": number or null}, or null'
)


def _evidence_hook(converter: Converter) -> StructureHook:
    texts = converter.get_structure_hook(tuple[str, ...])
    range_ = converter.get_structure_hook(Range)

    def structure_value(raw: Any, _: Any) -> Any:
        match raw:
            case None | bool() | int():
                return raw
            case float() if math.isfinite(raw):
                return raw
            case str():
                return _text(raw, str)
            case list():
                return texts(raw, tuple[str, ...])
            case {"at": at} if len(raw) == 1:
                return _moment(at, DateTime)
            case {"at_least": _}:
                return range_(raw, Range)
            case _:
                raise Refusal(raw, _VALUES)

    return structure_value


def _object_hook(kind: Any, converter: Converter) -> StructureHook:
    overrides: dict[str, Any] = {}
    if kind is Window:
        overrides = dict.fromkeys(("after", "until"), override(struct_hook=_end_of_window))
    return only_from_objects(
        make_dict_structure_fn(kind, converter, **overrides),
        explains=converter.detailed_validation,
    )


@cache
def structuring(*, explains: bool) -> Converter:
    """
    Return the converter that makes reports of plain values.

    Parameters:
        explains: whether it is the slow one, whose errors tell of everything.
    """
    converter = Converter(detailed_validation=explains, forbid_extra_keys=True)
    converter.register_structure_hook(str, _text)
    # By class too, because predicates come after classes, and a member of a vocabulary is a str.
    converter.register_structure_hook(StrEnum, _member)
    converter.register_structure_hook(int, _whole_number)
    converter.register_structure_hook(bool, _flag)
    converter.register_structure_hook(DateTime, _moment)
    converter.register_structure_hook(date, _day)
    converter.register_structure_hook_factory(is_tuple_of_one_kind, tuple_hook)
    converter.register_structure_hook_factory(attrs.has, _object_hook)
    converter.register_structure_hook(EvidenceValue, _evidence_hook(converter))
    return converter


@cache
def unstructuring() -> Converter:
    """Return the converter that makes plain values of reports: every field, in the order of the models."""
    converter = Converter(unstruct_collection_overrides={tuple: list})
    converter.register_unstructure_hook(DateTime, DateTime.isoformat)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(StrEnum, str)
    converter.register_unstructure_hook(EvidenceValue, plain_value)
    return converter
