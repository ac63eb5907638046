"""How fields are grouped by whose they are, and found by attribute."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from govmedia_rules.conditions.expressions import (
    Field,
    MomentField,
    NumberField,
    TagsField,
    TextField,
    TruthField,
    field_of,
)
from govmedia_rules.conditions.fields import FieldSpec, Kind
from govmedia_rules.errors import UnknownNameError
from govmedia_rules.text import Text

__all__ = ["Derived", "FieldGroup", "UnknownFieldError", "worked_out_from"]


class UnknownFieldError(UnknownNameError, AttributeError):  # type: ignore[misc]  # both have a name: str
    """A condition names a field that there is not."""


F = TypeVar("F", bound=Field)


class Derived(NamedTuple):
    """How a field that is worked out comes about: see :class:`FieldSpec`."""

    as_of_method: str | None
    record: str | None
    turns_at: tuple[tuple[str, ...], ...] = ()
    uses_calendar: bool = False


def worked_out_from(record: str) -> Derived:
    """Return how a field comes about that is worked out of what is on record, at any moment."""
    return Derived(None, record)


class FieldGroup:
    """Fields of one kind of row, as attributes."""

    def __init__(self, *path: str) -> None:
        self._path = path
        self._specs: dict[str, FieldSpec] = {}

    def _add(
        self,
        kind: type[F],
        name: str,
        zh: str,
        en: str,
        vocabulary: tuple[str, ...] = (),
        *,
        members: type[StrEnum] | None = None,
        derived: Derived | None = None,
    ) -> F:
        if self._path[0] == "superior":
            zh, en = f"上级的{zh}", f"{en} (the unit above)"
        spec = FieldSpec(
            root=self._path[0],
            path=(*self._path[1:], name),
            kind=_KINDS[kind],
            words=Text(zh=zh, en=en),
            vocabulary=vocabulary if members is None else tuple(str(word) for word in members),
            members=members,
            as_of_method=None if derived is None else derived.as_of_method,
            record=None if derived is None or derived.record is None else (derived.record,),
            turns_at=() if derived is None else derived.turns_at,
            uses_calendar=derived is not None and derived.uses_calendar,
        )
        self._specs[name] = spec
        node = field_of(spec)
        assert isinstance(node, kind)  # noqa: S101 -- narrows; _KINDS and field_of are inverse
        return node

    @property
    def specs(self) -> tuple[FieldSpec, ...]:
        """The fields, without those of the groups inside this one."""
        return tuple(self._specs.values())

    def __repr__(self) -> str:
        return ".".join(self._path)

    if not TYPE_CHECKING:
        # Hidden from type checkers, so that they report unknown fields themselves.
        def __getattr__(self, name: str) -> object:
            if name.startswith("_"):
                raise AttributeError(name)
            known = [key for key in dir(self) if not key.startswith("_")]
            raise UnknownFieldError("field", f"{self!r}.{name}", [f"{self!r}.{k}" for k in known])


_KINDS: dict[type[Field], Kind] = {
    NumberField: Kind.NUMBER,
    TextField: Kind.TEXT,
    MomentField: Kind.MOMENT,
    TagsField: Kind.TAGS,
    TruthField: Kind.TRUTH,
}
