"""Condition trees as plain data: dicts, lists, strings and numbers that JSON and TOML hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import cache
from typing import Any, cast

from attrs import fields
from cattrs import Converter
from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, override
from pendulum import DateTime

from govmedia_rules.conditions.expressions import Aggregate, Field, Rows
from govmedia_rules.conditions.nodes import MAX_DEPTH, Node, shown_node
from govmedia_rules.conditions.operands import Constant, Expression, Param
from govmedia_rules.conditions.predicates import (
    And,
    Comparison,
    Condition,
    Has,
    IsEmpty,
    IsMissing,
    Membership,
    Mentions,
    Not,
    Or,
    Overlaps,
    Truth,
    Within,
)
from govmedia_rules.conditions.questions import Answer, Question
from govmedia_rules.conditions.vocabulary import field_named
from govmedia_rules.errors import ConditionError, UnknownNameError, nearest, shown
from govmedia_rules.moments import moment
from govmedia_rules.text import Text

__all__ = ["condition_from_plain", "condition_to_plain"]

# The name by which data says what node it is. A field is just {"field": "post.reads"}.
_TAGS: dict[str, type[Node]] = {
    "and": And,
    "or": Or,
    "not": Not,
    "truth": Truth,
    "compare": Comparison,
    "is_in": Membership,
    "has": Has,
    "overlaps": Overlaps,
    "mentions": Mentions,
    "is_empty": IsEmpty,
    "is_missing": IsMissing,
    "within": Within,
    "rows": Rows,
    "aggregate": Aggregate,
    "constant": Constant,
    "param": Param,
    "answer": Answer,
    "question": Question,
}
_NAMES = {node: name for name, node in _TAGS.items()}


def _unstructure(node: Node) -> dict[str, Any]:
    if isinstance(node, Answer):
        question = _converter().unstructure(node.question)
        return {"node": "answer", "root": node.spec.root, "question": question}
    if isinstance(node, Field):
        return {"field": node.spec.name}
    plain: dict[str, Any] = {"node": _NAMES[type(node)]}
    for attribute in fields(type(node)):
        value = getattr(node, attribute.name)
        if isinstance(value, Enum):
            plain[attribute.name] = value.value
        elif isinstance(value, DateTime):
            plain[attribute.name] = {"moment": value.isoformat()}
        elif value is not None:
            plain[attribute.name] = _converter().unstructure(value)
    return plain


def _structure(plain: Any, wanted: type[Node]) -> Node:
    if not isinstance(plain, Mapping):
        raise ConditionError(f"{shown(plain)} is no part of a condition; expected an object")
    data = dict(cast("Mapping[str, Any]", plain))
    if not all(isinstance(cast("object", key), str) for key in data):
        raise ConditionError(f"{shown(plain)}: the keys of an object are text")
    if "field" in data and "node" not in data:
        node: Node = _structure_field(data)
    else:
        name = data.pop("node", None)
        kind = _TAGS.get(name) if isinstance(name, str) else None
        if kind is None:
            near = nearest(name, _TAGS) if isinstance(name, str) else None
            hint = f"did you mean {near!r}?" if near else f"known: {', '.join(_TAGS)}."
            raise ConditionError(f"a condition has no node {shown(name)}; {hint}")
        node = _structure_answer(data) if kind is Answer else _structure_of(str(name))(data, kind)
    if not isinstance(node, wanted):
        raise ConditionError(f"{shown_node(node)} cannot stand where a {wanted.__name__} belongs")
    return node


def _structure_field(data: dict[str, Any]) -> Field:
    name = data.pop("field")
    if data or not isinstance(name, str):
        raise ConditionError('a field is written {"field": "post.reads"} and nothing else')
    return field_named(name)


def _structure_answer(data: dict[str, Any]) -> Answer:
    if data.keys() != {"root", "question"} or not isinstance(data["root"], str):
        raise ConditionError('an answer is written with its "root" and its "question"')
    return Answer.of(data["root"], cast("Question", _structure(data["question"], Question)))


def _structure_text(plain: Any, _: object) -> Text:
    words = cast("Mapping[str, Any]", plain) if isinstance(plain, Mapping) else {}
    if set(words) != {"zh", "en"}:
        raise ConditionError(f"{shown(plain)} is no wording; expected its zh and its en")
    return Text(zh=words["zh"], en=words["en"])


def _structure_word(plain: Any, _: object) -> str | None:
    if plain is not None and not isinstance(plain, str):
        raise ConditionError(f"{shown(plain)} stands where text belongs")
    return plain


def _structure_value(plain: Any, _: object) -> Any:
    if isinstance(plain, Mapping):
        given = cast("Mapping[str, Any]", plain)
        if set(given) != {"moment"} or not isinstance(given["moment"], str):
            raise ConditionError('a moment is written {"moment": "2018-12-07T00:00:00+08:00"}')
        return moment(given["moment"])
    return tuple(plain) if isinstance(plain, list) else plain


def _unstructure_tuple(value: tuple[Any, ...]) -> list[Any]:
    return [_converter().unstructure(part) for part in value]


# Made when first needed: most programs never turn a condition into data.
@cache
def _converter() -> Converter:
    converter = Converter(detailed_validation=False)
    converter.register_unstructure_hook_func(lambda kind: kind is tuple, _unstructure_tuple)
    converter.register_structure_hook(Text, _structure_text)
    for kind in (Node, Expression, Condition, *_TAGS.values(), *Field.__subclasses__()):
        converter.register_unstructure_hook(kind, _unstructure)
        converter.register_structure_hook(kind, _structure)
    return converter


@cache
def _structure_of(name: str) -> Callable[[dict[str, Any], type[Node]], Node]:
    kind = _TAGS[name]
    # Plain values keep their type: cattrs would turn the text "14" into a number where it can,
    # and anything into text.
    as_given, as_word = (
        override(struct_hook=_structure_value),
        override(struct_hook=_structure_word),
    )
    function: Callable[[dict[str, Any], type[Node]], Node] = cast("Any", make_dict_structure_fn)(
        kind,
        _converter(),
        _cattrs_forbid_extra_keys=True,
        _cattrs_detailed_validation=False,
        **({"value": as_given} if kind in {Constant, Truth} else {}),
        **({"value": as_given, "minimum": as_given} if kind is Param else {}),
        **(dict.fromkeys(("name", "unit", "source"), as_word) if kind is Param else {}),
        **({"id": as_word, "answerable_by": as_given} if kind is Question else {}),
    )
    return function


def condition_to_plain(condition: Condition) -> dict[str, Any]:
    """Return *condition* as plain data; :func:`condition_from_plain` reads it back."""
    return cast("dict[str, Any]", _converter().unstructure(condition))


# What cattrs and the node classes raise for data of the wrong shape.
_REFUSALS = (
    BaseValidationError,
    ForbiddenExtraKeysError,
    AttributeError,
    KeyError,
    TypeError,
    ValueError,
)


def condition_from_plain(plain: object) -> Condition:
    """
    Return the condition that *plain* describes, checked as if it had been written in code.

    Raises:
        ConditionError: when it describes none; hostile depth and types included.
        UnknownFieldError: when it names a field that there is not.
    """
    _check_depth(plain)
    try:
        return cast("Condition", _structure(plain, Condition))
    except (ConditionError, UnknownNameError):
        raise
    except _REFUSALS as error:
        raise ConditionError(f"this is no condition: {shown(str(error))}") from error


# More than any rule has, and few enough to look at: one object may be referred to twice
# at every level, so that a small input means a huge tree.
_MOST_PARTS = 10_000


def _check_depth(plain: object) -> None:
    # Each node may nest an object and a list, hence twice the depth of a tree.
    level = [plain]
    for _ in range(2 * MAX_DEPTH):
        level = [part for value in level for part in _parts_of(value)]
        if not level:
            return
        if len(level) > _MOST_PARTS:
            raise ConditionError(f"a condition has at most {_MOST_PARTS:,} parts")
    raise ConditionError(f"a condition nests at most {MAX_DEPTH} levels deep")


def _parts_of(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return cast("Mapping[object, object]", value).values()
    return cast("Iterable[object]", value) if isinstance(value, (list, tuple)) else ()
