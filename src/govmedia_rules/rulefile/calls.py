"""The words that condition text may use: names, and what may be called with what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from attrs import frozen

from govmedia_rules.conditions import (
    Condition,
    Param,
    Question,
    Rows,
    account,
    all_of,
    always,
    any_of,
    message,
    messages,
    never,
    peer,
    post,
    posts,
    removed,
    removed_posts,
    superior,
    unit,
)
from govmedia_rules.conditions.expressions import Field, MomentField, TagsField, TextField
from govmedia_rules.conditions.groups import AccountFields, FieldGroup, SponsorFields
from govmedia_rules.errors import nearest
from govmedia_rules.moments import moment
from govmedia_rules.text import Text

__all__ = ["FUNCTIONS", "WORDS", "Call", "function_named", "members_of", "method_of"]

WORDS: Final[Mapping[str, object]] = MappingProxyType(
    {
        "account": account,
        "unit": unit,
        "superior": superior,
        "post": post,
        "posts": posts,
        "message": message,
        "messages": messages,
        "removed": removed,
        "removed_posts": removed_posts,
        "peer": peer,
        "always": always,
        "never": never,
    }
)
"""The names that condition text begins with."""


@frozen
class Call:
    """
    What something that can be called takes.

    Parameters:
        least: how many values it takes at least.

        most: how many at most; None for any number.

        options: the names of those that are given as ``name=value``.

        needed: which of these have to be given.
    """

    least: int
    most: int | None
    options: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()

    def refusal(self, name: str, given: int, options: tuple[str, ...]) -> str | None:
        """Return what is wrong with a call of *name*, or None."""
        for option in options:
            if option not in self.options:
                near = nearest(option, self.options)
                known = ", ".join(f"{each}=…" for each in self.options)
                hint = f"did you mean {near}=…?" if near else f"it takes {known or 'none'}"
                return f"{name}(…) has no {option}=…; {hint}"
        lost = [option for option in self.needed if option not in options]
        if lost:
            return f"{name}(…) needs {', '.join(f'{option}=…' for option in lost)}"
        if given < self.least or (self.most is not None and given > self.most):
            takes = (
                "nothing"
                if self.most == 0
                else f"at least {self.least}"
                if self.most is None
                else f"{self.least}"
            )
            hint = f" in front of {', '.join(self.needed)}=…" if self.needed else ""
            return f"{name}(…) takes {takes}{hint}, not {given}"
        return None


_WINDOW: Final = Call(0, 0, ("days",), ("days",))
_SHARE: Final = Call(1, 1, ("coverage",))

FUNCTIONS: Final[Mapping[str, tuple[Callable[..., Any], Call]]] = MappingProxyType(
    {
        "Param": (Param, Call(2, 2, ("unit", "origin", "source", "minimum"))),
        "Question": (
            Question,
            Call(2, 2, ("answerable_by", "days"), ("answerable_by", "days")),
        ),
        "Text": (Text, Call(0, 0, ("zh", "en"), ("zh", "en"))),
        "moment": (moment, Call(1, 1)),
        "all_of": (all_of, Call(1, None)),
        "any_of": (any_of, Call(1, None)),
    }
)
"""What may be called by its name alone."""

_METHODS: Final[tuple[tuple[type[object], Mapping[str, Call]], ...]] = (
    (TextField, {"is_in": Call(1, None), "mentions": Call(1, None)}),
    (MomentField, {"within": _WINDOW}),
    (
        TagsField,
        {
            "has": Call(1, 1),
            "has_any": Call(1, None),
            "overlaps": Call(1, None),
            "is_empty": Call(0, 0),
        },
    ),
    (Field, {"is_missing": Call(0, 0)}),
    (
        Rows,
        {
            "within": _WINDOW,
            "where": Call(1, 1),
            "count": Call(0, 0),
            "distinct": Call(1, 1),
            "repeats": Call(1, 1),
            "share": _SHARE,
            "mean": _SHARE,
            "min": _SHARE,
            "max": _SHARE,
        },
    ),
    (AccountFields, {"answers": Call(1, 1)}),
    (SponsorFields, {"answers": Call(1, 1)}),
)


def method_of(value: object, name: str) -> Call | None:
    """Return what the method *name* of *value* takes, or None where it has none."""
    for kind, methods in _METHODS:
        if isinstance(value, kind) and name in methods:
            return methods[name]
    return None


def function_named(name: str) -> tuple[Callable[..., Any], Call] | None:
    """Return what may be called as *name*, and what it takes."""
    return FUNCTIONS.get(name)


def members_of(value: object) -> tuple[str, ...]:
    """Return the names that may follow a dot after *value*: fields, groups of them, methods."""
    methods = [name for kind, known in _METHODS if isinstance(value, kind) for name in known]
    return (*_fields_of(value), *methods) if isinstance(value, FieldGroup) else tuple(methods)


@cache
def _fields_of(group: FieldGroup) -> tuple[str, ...]:
    # Kept: there are a dozen groups, and every word of a text asks one of them.
    return tuple(
        name
        for name in dir(group)
        if not name.startswith("_")
        and isinstance(getattr(group, name), (Field, FieldGroup, Rows, Condition))
    )
