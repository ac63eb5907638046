"""How a report becomes plain values, and plain values a report: cattrs with strict hooks."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Final

import attrs
from cattrs import Converter
from cattrs.errors import AttributeValidationNote, ClassValidationError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from pendulum import DateTime

from govmedia_rules.errors import nearest
from govmedia_rules.findings import (
    EvidenceValue,
    Finding,
    FollowUp,
    Range,
    Report,
    ReportDiff,
    RuleRun,
    plain_value,
)
from govmedia_rules.moments import SHANGHAI, MomentError, Window, day, moment, shifted
from govmedia_rules.problems import ABSENT
from govmedia_rules.serialization.structuring import (
    Refusal,
    StructureHook,
    gathered,
    is_tuple_of_one_kind,
    only_from_objects,
    tuple_hook,
)

__all__ = [
    "REPORT_SCHEMA_VERSION",
    "REPORT_SCHEMA_VERSIONS",
    "fields_of",
    "structuring",
    "unstructuring",
]

REPORT_SCHEMA_VERSION: Final = 2
"""The version of the report format that is written."""

REPORT_SCHEMA_VERSIONS: Final = (1, 2)
"""The versions of the report format that are read."""

# Since which version a report has a field; the others were there from the first.
_SINCE: Final[Mapping[type, Mapping[str, int]]] = {
    Report: {"follow_up": 2},
    RuleRun: {"fingerprint": 2},
}
_FINGERPRINT_SINCE: Final = 2

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


def fields_of(
    kind: type[Report | ReportDiff | FollowUp], version: int = REPORT_SCHEMA_VERSION
) -> Mapping[str, Any]:
    """Return the fields that reports of a schema version have, in order, with their types."""
    since = _SINCE.get(kind, {})
    return {
        each.name: each.type
        for each in attrs.fields(attrs.resolve_types(kind))
        if since.get(each.name, 1) <= version
    }


def _object_hook(kind: Any, converter: Converter, version: int) -> StructureHook:
    overrides: dict[str, Any] = {
        name: override(omit=True) for name, since in _SINCE.get(kind, {}).items() if since > version
    }
    if kind is Window:
        overrides = dict.fromkeys(("after", "until"), override(struct_hook=_end_of_window))
    structure: StructureHook = make_dict_structure_fn(kind, converter, **overrides)
    if kind is Finding and version >= _FINGERPRINT_SINCE:
        structure = _with_fingerprint(structure, explains=converter.detailed_validation)
    return only_from_objects(structure, explains=converter.detailed_validation)


def _with_fingerprint(structure: StructureHook, *, explains: bool) -> StructureHook:
    """Return a hook that reads findings with their fingerprint, and refuses a wrong one."""

    def structure_finding(raw: Any, kind: Any) -> Finding:
        rest = dict(raw)
        given = rest.pop("fingerprint", None)
        finding: Finding = structure(rest, kind)
        if given != finding.fingerprint:
            raise _wrong_fingerprint(given, finding)
        return finding

    def explain_finding(raw: Any, kind: Any) -> Finding:
        try:
            return structure_finding(raw, kind)
        except Refusal as error:
            error.add_note(AttributeValidationNote("fingerprint", "fingerprint", str))
            raise gathered(ClassValidationError, [error], kind) from None

    return explain_finding if explains else structure_finding


def _wrong_fingerprint(given: object, finding: Finding) -> Refusal:
    return Refusal(
        ABSENT if given is None else given,
        f"{finding.fingerprint!r}, which follows from the finding's rule and subject",
    )


@cache
def structuring(version: int = REPORT_SCHEMA_VERSION, *, explains: bool) -> Converter:
    """
    Return the converter that makes reports of plain values.

    Parameters:
        version: the schema version of the plain values.

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

    def object_hook(kind: Any, converter: Converter) -> StructureHook:
        return _object_hook(kind, converter, version)

    converter.register_structure_hook_factory(attrs.has, object_hook)
    converter.register_structure_hook(EvidenceValue, _evidence_hook(converter))
    return converter


@cache
def unstructuring() -> Converter:
    """
    Return the converter that makes plain values of reports.

    Every field is there, in the order of the models; findings begin with their fingerprint.
    """
    converter = Converter(unstruct_collection_overrides={tuple: list})
    converter.register_unstructure_hook(DateTime, DateTime.isoformat)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(StrEnum, str)
    converter.register_unstructure_hook(EvidenceValue, plain_value)
    fields_of_finding = make_dict_unstructure_fn(Finding, converter)

    def with_fingerprint(finding: Finding) -> dict[str, Any]:
        return {"fingerprint": finding.fingerprint, **fields_of_finding(finding)}

    converter.register_unstructure_hook(Finding, with_fingerprint)
    return converter
