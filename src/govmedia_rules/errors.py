"""The errors of this library: one base, data on attributes.

A violation of a rule is never an exception; it is a finding. Exceptions mean
that the library was misused or that its input cannot be trusted.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Sized
from typing import Any, cast

__all__ = [
    "ConditionError",
    "GovmediaRulesError",
    "InvalidValueError",
    "MissingExtraError",
    "RuleError",
    "UnknownNameError",
    "nearest",
    "shown",
]

_SHOWN_CHARACTERS = 80
_SIMILAR_ENOUGH = 0.6
_BRACKETS: dict[type[object], tuple[str, str]] = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    set: ("{", "}"),
    frozenset: ("frozenset({", "})"),
}


def shown(value: object) -> str:
    """
    Return *value* as a message may show it: its repr, cut to 80 characters.

    Never fails and never prints ten megabytes, whatever was put in.
    """
    try:
        text = ""
        for piece in _pieces(value):
            text += ascii_surrogates(piece[: _SHOWN_CHARACTERS + 1])
            if len(text) > _SHOWN_CHARACTERS:
                break
    except Exception:  # noqa: BLE001 -- a repr may raise anything, and a message is due
        text = f"<a {type(value).__name__}>"
    return text if len(text) <= _SHOWN_CHARACTERS else text[: _SHOWN_CHARACTERS - 1] + "…"


def _pieces(value: object) -> Iterator[str]:
    """
    Yield the repr of *value* piece by piece, so that whoever has read enough can stop.

    Every level of nesting begins with a piece, so depth costs no more than length. The
    reprlib of the standard library cuts each level, not the whole.
    """
    kind = type(value)
    if isinstance(value, (str, bytes, bytearray)):
        yield repr(value[: _SHOWN_CHARACTERS + 1])
    elif isinstance(value, int) and value.bit_length() > 256:
        # Printing a huge int is quadratic, and CPython refuses it past 4,300 digits.
        yield f"<an int of {value.bit_length():,} bits>"
    elif kind is dict and value:
        yield from _members_of_dict(cast("dict[object, object]", value))
    elif kind in _BRACKETS and value:
        members = cast("Collection[object]", value)
        left, right = _BRACKETS[kind]
        yield left
        for position, member in enumerate(members):
            yield ", " if position else ""
            yield from _pieces(member)
        yield ",)" if kind is tuple and len(members) == 1 else right
    elif isinstance(value, Sized) and len(value) > 1000:
        yield f"<a {kind.__name__} of {len(value):,}>"
    else:
        yield repr(value)


def _members_of_dict(value: dict[object, object]) -> Iterator[str]:
    yield "{"
    for position, (key, member) in enumerate(value.items()):
        yield ", " if position else ""
        yield from _pieces(key)
        yield ": "
        yield from _pieces(member)
    yield "}"


def ascii_surrogates(text: str) -> str:
    r"""Return *text* with lone surrogates written as ``\\udXXX``, so that it can be encoded."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """
    Return the one of *known* that *name* was probably meant to be, or None.

    The comparison ignores case. Names longer than 200 characters are nobody's typo.
    """
    if len(name) > 200:
        return None
    by_folded = {candidate.casefold(): candidate for candidate in known}
    close = difflib.get_close_matches(name.casefold(), by_folded, n=1, cutoff=_SIMILAR_ENOUGH)
    return by_folded[close[0]] if close else None


def _restored(kind: type[GovmediaRulesError], args: tuple[Any, ...]) -> GovmediaRulesError:
    error = kind.__new__(kind)
    error.args = args
    return error


class GovmediaRulesError(Exception):
    """Base of everything this library raises on purpose."""

    def __reduce__(self) -> tuple[Any, ...]:
        # Python would call __init__ with the message alone, which is not what ours take;
        # then an error raised in a worker process could not come home.
        return _restored, (type(self), self.args), self.__dict__


class InvalidValueError(GovmediaRulesError, ValueError):
    """
    A field was given a value it cannot hold.

    Attributes:
        owner: the kind of object, such as ``"Post"``.

        owner_id: the object's id where it has a usable one, else None.

        field: the field's name.

        value: the refused value.

        expected: what the field holds, in words.
    """

    def __init__(
        self, *, owner: str, owner_id: str | None, field: str, value: object, expected: str
    ) -> None:
        self.owner = owner
        self.owner_id = owner_id
        self.field = field
        self.value = value
        self.expected = expected
        who = owner if owner_id is None else f"{owner} {shown(owner_id)}"
        super().__init__(f"{who}: {field} is {shown(value)}; expected {expected}.")


class UnknownNameError(GovmediaRulesError, LookupError):
    """
    Something was asked for by a name that nothing bears.

    Attributes:
        kind: what was looked for, such as ``"rule"``.

        name: the name given.

        suggestion: the known name that comes nearest, or None.
    """

    def __init__(self, kind: str, name: str, known: Iterable[str], *, where: str = "") -> None:
        names = tuple(known)
        self.kind = kind
        self.name = name
        self.suggestion = nearest(name, names)
        message = f"there is no {kind} {shown(name)}{' ' + where if where else ''}"
        if self.suggestion is not None:
            message += f"; did you mean {self.suggestion!r}?"
        elif names and len(names) <= 12 and sum(map(len, names)) <= 600:
            message += f"; known: {', '.join(names)}."
        else:
            message += "."
        super().__init__(message)

    def __reduce__(self) -> tuple[Any, ...]:
        # Where a subclass is an AttributeError too, Python keeps the name elsewhere.
        restored, arguments, state = super().__reduce__()
        return restored, arguments, {**state, "name": self.name}


class ConditionError(GovmediaRulesError, TypeError):
    """A condition was put together in a way that has no meaning."""


class RuleError(GovmediaRulesError, ValueError):
    """
    A rule or a rule set is not well formed.

    Attributes:
        rule_id: the id of the rule at fault, or None when it is the set.
    """

    def __init__(self, message: str, *, rule_id: str | None = None) -> None:
        self.rule_id = rule_id
        super().__init__(message if rule_id is None else f"rule {shown(rule_id)}: {message}")


class MissingExtraError(GovmediaRulesError, ImportError):
    """
    A part of the library needs a package that is not installed.

    Attributes:
        extra: the extra to install.
    """

    def __init__(self, extra: str, what: str) -> None:
        self.extra = extra
        super().__init__(f"{what} needs the extra {extra!r}: pip install 'govmedia-rules[{extra}]'")
