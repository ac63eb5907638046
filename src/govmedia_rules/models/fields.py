"""
How model fields are read and refused.

Converters accept what callers naturally write (ISO text for moments, plain
strings for closed vocabularies, any iterable for tags) and leave what they
cannot read as it is; the validators then refuse it, naming the object, the
field, the value and what was expected.

Annotations here are objects, not text, because attrs copies those of a converter to the
``__init__`` of each model, where the names in them mean nothing.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar, cast

from attrs import Attribute
from pendulum import DateTime

from govmedia_rules.errors import InvalidValueError, nearest
from govmedia_rules.moments import MomentError, day, moment

__all__ = [
    "MAX_COUNT",
    "MAX_ITEMS",
    "MAX_TEXT",
]

MAX_TEXT = 65_536
"""The longest text a field holds, in characters."""

MAX_COUNT = 2**63 - 1
"""The largest count a field holds: what columns of other engines hold too."""

MAX_ITEMS = 10_000
"""The most members a set or list field holds."""

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


def refuse(
    instance: object, attribute: "Attribute[Any]", value: Any, expected: str
) -> InvalidValueError:
    """Return the error that says why *value* cannot stand in *attribute* of *instance*."""
    owner_id = getattr(instance, "id", None)
    return InvalidValueError(
        owner=type(instance).__name__,
        owner_id=owner_id if isinstance(owner_id, str) else None,
        field=attribute.name,
        value=value,
        expected=expected,
    )


def _text_fault(value: Any) -> str | None:
    if not isinstance(value, str):
        return "text"
    if len(value) > MAX_TEXT:
        return f"text of at most {MAX_TEXT:,} characters (this one has {len(value):,})"
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            return "text without lone surrogates (this one cannot be written as UTF-8)"
    return None


def check_id(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """Refuse anything but non-blank text."""
    fault = _text_fault(value)
    if fault is None and not cast("str", value).strip():
        fault = "a name that is not blank"
    if fault is not None:
        raise refuse(instance, attribute, value, fault)


def check_optional_id(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """Refuse anything but non-blank text or None."""
    if value is not None:
        check_id(instance, attribute, value)


def check_text(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """Refuse anything but text or None."""
    if value is not None and (fault := _text_fault(value)) is not None:
        raise refuse(instance, attribute, value, f"{fault}, or None when nobody looked")


def check_flag(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """Refuse anything but True, False or None."""
    if value is not None and value is not True and value is not False:
        raise refuse(instance, attribute, value, "true, false, or None when nobody looked")


def check_count(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """Refuse anything but a whole number from 0 to 2⁶³ − 1, or None."""
    if value is not None and (type(value) is not int or not 0 <= value <= MAX_COUNT):
        raise refuse(
            instance,
            attribute,
            value,
            "a whole number from 0 to 2^63-1, or None when nobody looked",
        )


def as_moment(value: str | datetime | None) -> DateTime | None:
    """Read a moment; leave the unreadable for :func:`check_moment`."""
    if value is None:
        return None
    try:
        return moment(value)
    except MomentError:
        return cast("DateTime", value)


def as_moment_required(value: str | datetime) -> DateTime:
    """Read a moment that has to be there; leave the unreadable for :func:`check_moment_required`."""
    return cast("DateTime", as_moment(value))


def check_moment_required(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """Refuse what :func:`as_moment_required` could not read, saying why."""
    try:
        # Asked even of a pendulum value, which may be naive or out of range.
        moment(value)
    except MomentError as error:
        raise refuse(instance, attribute, value, error.expected) from None


def check_moment(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """Refuse what :func:`as_moment` could not read, saying why."""
    if value is not None:
        check_moment_required(instance, attribute, value)


def as_day(value: str | date | None) -> date | None:
    """Read a day; leave the unreadable for :func:`check_day`."""
    if value is None:
        return None
    try:
        return day(value)
    except MomentError:
        return cast("date", value)


def check_day(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """Refuse what :func:`as_day` could not read, saying why."""
    if value is not None and type(value) is not date:
        try:
            day(cast("date", value))
        except MomentError as error:
            raise refuse(instance, attribute, value, error.expected) from None


def read_member(vocabulary: type[E], value: E | str | None) -> E | None:
    """Return the member of *vocabulary* that *value* names, or *value* where it names none."""
    if not isinstance(value, str) or type(value) is vocabulary:
        # Looking up anything else would print it, however deep it is nested.
        return value
    try:
        return vocabulary(value)
    except ValueError:
        return cast("E", value)


def check_member(
    vocabulary: type[E], instance: object, attribute: "Attribute[Any]", value: Any
) -> None:
    """Refuse what is no member of *vocabulary* and not None, suggesting the near one."""
    if value is None or type(value) is vocabulary:
        return
    known = [member.value for member in vocabulary]
    expected = f"one of {', '.join(known)}"
    near = nearest(value, known) if isinstance(value, str) else None
    if near is not None:
        expected += f" (did you mean {near!r}?)"
    raise refuse(instance, attribute, value, expected)


def _is_listing(value: object) -> bool:
    """Return whether *value* lists members; a text or a mapping was meant as something else."""
    return isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping))


def as_tags(value: Iterable[str] | None) -> frozenset[str] | None:
    """Read a set of tags; leave a bare string and the unreadable for :func:`check_tags`."""
    if value is None or type(value) is frozenset:
        return cast("frozenset[str] | None", value)
    if _is_listing(value):
        try:
            return frozenset(value)
        except TypeError:
            pass  # a member is unhashable
    return cast("frozenset[str]", value)


def check_tags(instance: object, attribute: "Attribute[Any]", value: Any) -> None:
    """Refuse anything but a set of non-blank texts, or None."""
    if value is None or (type(value) is frozenset and not value):
        return
    if type(value) is not frozenset:
        raise refuse(
            instance,
            attribute,
            value,
            "a list of texts, [] when there are none, or None when nobody looked",
        )
    if len(value) > MAX_ITEMS:
        raise refuse(instance, attribute, value, f"at most {MAX_ITEMS:,} members")
    for member in value:
        fault = _text_fault(member)
        if fault is not None or not member.strip():
            raise refuse(instance, attribute, member, fault or "members that are not blank")


def as_items(value: Iterable[T] | None) -> tuple[T, ...] | None:
    """Read a list as a tuple; leave the unreadable for :func:`check_items`."""
    if value is None or type(value) is tuple:
        return value
    return tuple(value) if _is_listing(value) else cast("tuple[T, ...]", value)


def check_items(
    kind: type[object], instance: object, attribute: "Attribute[Any]", value: Any
) -> None:
    """Refuse anything but a tuple of *kind*, or None."""
    if value is None:
        return
    expected = f"a list of {kind.__name__}, [] when there are none, or None when nobody looked"
    if not isinstance(value, tuple):
        raise refuse(instance, attribute, value, expected)
    if len(value) > MAX_ITEMS:
        raise refuse(instance, attribute, value, f"at most {MAX_ITEMS:,} members")
    for member in value:
        if not isinstance(member, kind):
            raise refuse(instance, attribute, member, expected)
