"""Strict structuring with cattrs: nothing is coerced, and every refusal says where and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias, get_args, get_origin

import attrs
from cattrs import Converter
from cattrs.errors import (
    AttributeValidationNote,
    BaseValidationError,
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.problems import ABSENT, Fault
from govmedia_rules.serialization.decoding import RepeatedKeys

__all__ = [
    "ONCE",
    "REFUSALS",
    "Refusal",
    "StructureHook",
    "faults_of",
    "gathered",
    "is_tuple_of_one_kind",
    "noted_item",
    "only_from_objects",
    "tuple_hook",
]

StructureHook: TypeAlias = Callable[[Any, Any], Any]
"""What cattrs calls to make a value of a type from a plain value."""


class Refusal(Exception):  # noqa: N818 -- never leaves this package; a Problem tells of it
    """
    A plain value that a hook cannot take.

    Attributes:
        value: the value.

        expected: what it should have been, in words.
    """

    def __init__(self, value: object, expected: str) -> None:
        super().__init__(expected)
        self.value = value
        self.expected = expected


ONCE: Final = "each key once in its object; this one is there more than once"
"""What is expected of keys, in words."""

REFUSALS: Final = (
    AttributeError,
    InvalidValueError,
    LookupError,
    Refusal,
    TypeError,
    ForbiddenExtraKeysError,
)
"""
What the fast way may raise over a record that is not as it should be.

It takes records at their word (``record["id"]``) and so meets whatever Python says
when one is no object at all. Only the slow way gives the reason.
"""


def noted_item(error: Exception, index: int) -> Exception:
    """Return *error* with a note of the list position at which it happened."""
    error.add_note(IterableValidationNote(f"at position {index}", index, None))
    return error


def gathered(
    group: type[BaseValidationError], errors: list[Exception], kind: Any
) -> BaseValidationError:
    """Return *errors* as one, as cattrs gathers those of a class or of a list."""
    # cattrs types the third argument on __new__, and pyright looks at __init__.
    return group("bad values", errors, kind)  # pyright: ignore[reportCallIssue]


def only_from_objects(structure: StructureHook, *, explains: bool) -> StructureHook:
    """
    Return a hook that refuses anything but JSON objects.

    cattrs takes any mapping-like value, and a class without mandatory fields would
    come out of an empty list or a text.

    Parameters:
        structure: what structures objects.

        explains: whether to refuse repeated keys too, beside whatever else is wrong.
    """

    def structure_object(raw: Any, kind: Any) -> Any:
        if not isinstance(raw, dict):
            raise Refusal(raw, "an object")
        return structure(raw, kind)

    def explain_object(raw: Any, kind: Any) -> Any:
        if not isinstance(raw, RepeatedKeys):
            return structure_object(raw, kind)
        errors: list[Exception] = []
        for key in raw.repeated:
            # What was taken out before (a line's type) is told by whoever took it.
            if key in raw:
                refusal = Refusal(raw[key], ONCE)
                refusal.add_note(AttributeValidationNote(f"key {key}", key, None))
                errors.append(refusal)
        try:
            value = structure(raw, kind)
        except ClassValidationError as error:
            errors.extend(error.exceptions)
            raise gathered(ClassValidationError, errors, kind) from None
        if errors:
            raise gathered(ClassValidationError, errors, kind)
        return value

    return explain_object if explains else structure_object


def is_tuple_of_one_kind(type_: Any) -> bool:
    """Return whether *type_* is ``tuple[X, ...]``."""
    return get_origin(type_) is tuple and get_args(type_)[1:] == (...,)


def tuple_hook(type_: Any, converter: Converter) -> StructureHook:
    """
    Return a hook for ``tuple[X, ...]`` that takes JSON lists only.

    The one that cattrs makes takes any iterable, so that a text becomes a tuple of
    its characters.
    """
    item = get_args(type_)[0]
    structure = converter.get_structure_hook(item)

    def structure_list(raw: Any, _: Any) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            raise Refusal(raw, "a list")
        return tuple([structure(member, item) for member in raw])

    def explain_list(raw: Any, kind: Any) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            raise Refusal(raw, "a list")
        members: list[Any] = []
        errors: list[Exception] = []
        for index, member in enumerate(raw):
            try:
                members.append(structure(member, item))
            except (Refusal, ClassValidationError, IterableValidationError) as error:
                errors.append(noted_item(error, index))
        if errors:
            raise gathered(IterableValidationError, errors, kind)
        return tuple(members)

    return explain_list if converter.detailed_validation else structure_list


def faults_of(error: Exception, raw: Any, path: tuple[str | int, ...] = ()) -> Iterator[Fault]:
    """
    Yield the faults that *error*, raised by a detailed converter, tells of.

    Parameters:
        error: what structuring raised.

        raw: the plain value that was structured.

        path: the way to it.

    Raises:
        Exception: *error* itself, or a part of it, when it is none that a bad value
            causes: that is a mistake in this library, and must not look like one in
            the file.
    """
    match error:
        case Refusal():
            yield Fault(path, error.value, error.expected)
        case InvalidValueError():
            # From a class as a whole, about fields that are fine each by itself.
            yield Fault((*path, error.field), error.value, error.expected)
        case ForbiddenExtraKeysError():
            known = tuple(field.name for field in attrs.fields(error.cl))
            for name in (name for name in raw if name in error.extra_fields):
                yield Fault((*path, name), raw[name], "no such field", name, known)
        case ClassValidationError():
            noted, others = error.group_exceptions()
            for cause, note in noted:
                yield from _faults_of_field(cause, raw, note.name, path)
            for cause in others:
                yield from faults_of(cause, raw, path)
        case IterableValidationError():
            for cause, item_note in error.group_exceptions()[0]:
                index = int(item_note.index)
                yield from faults_of(cause, raw[index], (*path, index))
        case _:
            raise error


def _faults_of_field(
    error: Exception, raw: dict[str, Any], name: str, path: tuple[str | int, ...]
) -> Iterator[Fault]:
    if isinstance(error, KeyError):
        yield Fault((*path, name), ABSENT, "a value")
    else:
        yield from faults_of(error, raw.get(name), (*path, name))
