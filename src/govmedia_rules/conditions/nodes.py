"""
The ground of the condition tree.

A condition is data: small frozen values that say what is read, how it is
compared and how comparisons are joined. Everything is checked when it is built,
so that a condition that exists has a meaning. Nodes carry no way to run
themselves; the interpreter, the compiler and the writers of text do that.

``==`` and ``!=`` on an expression build a comparison. Nodes therefore have no
equality of their own and no hash: :meth:`Node.key` compares structure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, ClassVar, Final, TypeAlias, cast

from attrs import evolve, fields, frozen

from govmedia_rules.errors import ConditionError, shown

__all__ = ["MAX_DEPTH", "Key", "Node", "check_depth", "shown_node"]

MAX_DEPTH: Final = 60
"""How deep a condition may nest; no rule that a person can read comes near it."""

Key: TypeAlias = tuple[object, ...]
"""The structure of a tree as nested tuples of plain values."""

_NAMES: dict[type[Any], tuple[str, ...]] = {}


def _names_of(kind: type[Any]) -> tuple[str, ...]:
    """Return the names of a node class's fields; looked up often, so kept."""
    names = _NAMES.get(kind)
    if names is None:
        names = _NAMES[kind] = tuple(attribute.name for attribute in fields(kind))
    return names


@frozen(eq=False, repr=False)
class Node:
    """Base of everything in a condition tree."""

    def children(self) -> tuple[Node, ...]:
        """Return the nodes directly beneath this one, in reading order."""
        return self._children

    @cached_property
    def _children(self) -> tuple[Node, ...]:
        # Kept: a tree is walked again by whatever compiles, explains and checks it.
        found: list[Node] = []
        for name in _names_of(type(self)):
            value: object = getattr(self, name)
            if isinstance(value, Node):
                found.append(value)
            elif isinstance(value, tuple):
                parts = cast("tuple[object, ...]", value)
                found.extend(part for part in parts if isinstance(part, Node))
        return tuple(found)

    is_operand: ClassVar[bool] = False
    """Whether it stands for a value that has to be read."""

    @cached_property
    def operands(self) -> tuple[Node, ...]:
        """
        What is read of the subject itself, in reading order.

        Fields and aggregates, but not what an aggregate reads of each row.
        """
        if self.is_operand:
            return (self,)
        return tuple([operand for child in self._children for operand in child.operands])

    def walk(self) -> Iterator[Node]:
        """Yield this node and all beneath it, in reading order."""
        stack: list[Node] = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children()))

    def key(self, *, by_value: bool = False) -> Key:
        """
        Return the structure as nested tuples of plain values.

        Two nodes say the same thing in the same way exactly when their keys are equal.

        Parameters:
            by_value: let a parameter count as the value it has, so that the same reading
                asked for by two rules is recognised.
        """
        return (
            type(self).__name__,
            *[_key_of(getattr(self, name), by_value) for name in _names_of(type(self))],
        )

    @cached_property
    def value_key(self) -> Key:
        """The structure by value, kept: compiling asks for that of each part many times."""
        return self.key(by_value=True)

    def replacing(self, params: Mapping[str, Node]) -> Node:
        """Return the same tree with each parameter that *params* names replaced."""
        changes: dict[str, object] = {}
        for name in _names_of(type(self)):
            value: object = getattr(self, name)
            changed = _replaced(value, params)
            if changed is not value:
                changes[name] = changed
        return evolve(self, **changes) if changes else self

    def __eq__(self, other: object) -> Any:
        raise ConditionError(
            f"{shown_node(self)} == {shown_node(other)} means nothing here; to compare the"
            " structure of two conditions, compare their key()"
        )

    def __ne__(self, other: object) -> Any:
        return self.__eq__(other)

    # What == builds or refuses is no equality, so nodes are no dict keys.
    __hash__: ClassVar[None]  # type: ignore[assignment]

    def __bool__(self) -> bool:
        raise ConditionError(
            f"{shown_node(self)} has no truth value until it is judged. Join conditions with"
            " & | ~ instead of and, or, not; put each comparison in parentheses; and write"
            " a < b < c as two comparisons."
        )

    def __iter__(self) -> Iterator[Node]:
        raise ConditionError(f"{shown_node(self)} is one node of a condition, not a collection.")


def _replaced(value: object, params: Mapping[str, Node]) -> object:
    if isinstance(value, Node):
        return value.replacing(params)
    if isinstance(value, tuple):
        parts = cast("tuple[object, ...]", value)
        changed = tuple([_replaced(part, params) for part in parts])
        return changed if any(a is not b for a, b in zip(parts, changed, strict=True)) else value
    return value


def _key_of(value: object, by_value: bool) -> object:
    if isinstance(value, Node):
        return value.key(by_value=by_value)
    if isinstance(value, tuple):
        return tuple([_key_of(part, by_value) for part in cast("tuple[object, ...]", value)])
    # True == 1 == 1.0, and yet they say different things.
    return (type(value).__name__, value)


def shown_node(node: object) -> str:
    """Return *node* as a message may show it: its code, cut to 120 characters."""
    if not isinstance(node, Node):
        return shown(node)
    text = repr(node)
    return text if len(text) <= 120 else text[:119] + "…"


def check_depth(node: Node) -> None:
    """
    Refuse a tree that nests too deep to be walked safely.

    Raises:
        ConditionError: when it nests deeper than :data:`MAX_DEPTH`.
    """
    level: tuple[Node, ...] = (node,)
    depth = 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise ConditionError(f"a condition nests at most {MAX_DEPTH} levels deep")
        level = tuple(child for parent in level for child in parent.children())
