"""Records and models: how one JSON object becomes a unit, an account, a post, and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any, Final, Literal, TypeAlias, get_args, get_origin

import attrs
from attrs import Attribute, frozen
from cattrs import Converter
from cattrs.errors import IterableValidationError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from pendulum import DateTime

from govmedia_rules.errors import InvalidValueError, UnknownNameError
from govmedia_rules.models.fields import MAX_ITEMS
from govmedia_rules.models.portfolios import ROW_KINDS
from govmedia_rules.serialization.structuring import (
    Refusal,
    StructureHook,
    gathered,
    is_tuple_of_one_kind,
    noted_item,
    only_from_objects,
    tuple_hook,
)

__all__ = [
    "TABLE_OF_TYPE",
    "RecordReader",
    "UnknownFields",
    "converter_of",
    "plain_record",
    "readers",
]

UnknownFields: TypeAlias = Literal["error", "ignore"]
"""What to do with a field that the models do not have."""

TABLE_OF_TYPE: Final[Mapping[str, str]] = MappingProxyType(
    {kind.__name__.lower(): table for table, kind in ROW_KINDS.items()}
)
"""The table that a line of NDJSON with this ``type`` belongs to."""


def _as_is(raw: Any, _: Any) -> Any:
    return raw


def _holds_records(type_: Any) -> bool:
    """Return whether a field of *type_* holds other attrs objects, alone or in a list."""
    return attrs.has(type_) or any(_holds_records(part) for part in get_args(type_))


def _holds_texts(type_: Any) -> bool:
    """Return whether a field of *type_* holds a set or a list of texts."""
    return any(
        get_origin(part) in {frozenset, tuple} and get_args(part)[0] is str
        for part in (type_, *get_args(type_))
    )


def _checked(attribute: Attribute[Any], structure: StructureHook) -> StructureHook:
    """
    Return a hook that runs the model's own converter and validator for one field.

    They run again when the object is made; but there the first bad field ends it.
    """
    converter, validator = attribute.converter, attribute.validator

    def check(raw: Any, type_: Any) -> Any:
        value = structure(raw, type_)
        if callable(converter):
            value = converter(value)
        if validator is not None:
            try:
                validator(None, attribute, value)
            except InvalidValueError as error:
                # A set that is refused as a whole is, in the file, the list it came from.
                refused = raw if error.value is value else error.value
                raise Refusal(refused, error.expected) from None
        return value

    return check


def _checked_members(attribute: Attribute[Any], structure: StructureHook) -> StructureHook:
    """Return what :func:`_checked` returns, but for a list of texts: it says which member is bad."""
    check = _checked(attribute, structure)

    def check_members(raw: Any, type_: Any) -> Any:
        try:
            return check(raw, type_)
        except Refusal:
            if not isinstance(raw, list) or len(raw) > MAX_ITEMS:
                raise
            errors: list[Exception] = []
            for index, member in enumerate(raw):
                try:
                    check([member], type_)
                except Refusal as error:
                    errors.append(noted_item(Refusal(member, error.expected), index))
            if not errors:
                raise
            raise gathered(IterableValidationError, errors, type_) from None

    return check_members


def _record_hook(kind: Any, converter: Converter) -> StructureHook:
    attrs.resolve_types(kind)
    explains = converter.detailed_validation
    overrides: dict[str, Any] = {}
    for attribute in attrs.fields(kind):
        structure: StructureHook = _as_is
        if _holds_records(attribute.type):
            structure = converter.get_structure_hook(attribute.type)
        elif not explains and attribute.converter is not None:
            # The model reads it by itself.
            continue
        if explains:
            checked = _checked_members if _holds_texts(attribute.type) else _checked
            structure = checked(attribute, structure)
        overrides[attribute.name] = override(struct_hook=structure)
    return only_from_objects(
        make_dict_structure_fn(kind, converter, _cattrs_prefer_attrib_converters=True, **overrides),
        explains=explains,
    )


def converter_of(unknown_fields: UnknownFields, *, explains: bool) -> Converter:
    """
    Return the converter that makes models of plain records.

    Parameters:
        unknown_fields: what to do with fields that the models do not have.

        explains: whether it is the slow one, whose errors tell of everything.
    """
    converter = Converter(detailed_validation=explains, forbid_extra_keys=unknown_fields == "error")
    converter.register_structure_hook_factory(is_tuple_of_one_kind, tuple_hook)
    converter.register_structure_hook_factory(attrs.has, _record_hook)
    return converter


@frozen
class RecordReader:
    """
    Makes the objects of one table.

    Parameters:
        kind: the model.

        read: makes one from a plain record, fast; raises one of
            :data:`~govmedia_rules.serialization.structuring.REFUSALS` without a reason.

        explain: makes one slowly; raises an error that tells of every bad field.
    """

    kind: type[Any]
    read: StructureHook
    explain: StructureHook


@cache
def readers(unknown_fields: UnknownFields) -> Mapping[str, RecordReader]:
    """
    Return the reader of every table.

    Raises:
        UnknownNameError: when *unknown_fields* is neither ``"error"`` nor ``"ignore"``.
    """
    if unknown_fields not in get_args(UnknownFields):
        raise UnknownNameError(
            "way to treat unknown fields", unknown_fields, get_args(UnknownFields)
        )
    fast = converter_of(unknown_fields, explains=False)
    slow = converter_of(unknown_fields, explains=True)
    return MappingProxyType(
        {
            table: RecordReader(kind, fast.get_structure_hook(kind), slow.get_structure_hook(kind))
            for table, kind in ROW_KINDS.items()
        }
    )


def _is_frozenset(type_: Any) -> bool:
    return type_ is frozenset or get_origin(type_) is frozenset


def _plain_set(members: frozenset[str]) -> list[str]:
    return sorted(members)


def _unstructure_hook(kind: Any, converter: Converter) -> Any:
    attrs.resolve_types(kind)
    # None is what an absent field is read as, so it need not be written.
    return make_dict_unstructure_fn(kind, converter, _cattrs_omit_if_default=True)


@cache
def _unstructuring() -> Converter:
    converter = Converter(detailed_validation=False)
    converter.register_unstructure_hook(DateTime, DateTime.isoformat)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(StrEnum, str)
    converter.register_unstructure_hook_func(_is_frozenset, _plain_set)
    converter.register_unstructure_hook_factory(attrs.has, _unstructure_hook)
    return converter


def plain_record(row: object) -> dict[str, Any]:
    """Return a unit, an account, a post … as a JSON object; fields that are None are left out."""
    plain: dict[str, Any] = _unstructuring().unstructure(row)
    return plain
