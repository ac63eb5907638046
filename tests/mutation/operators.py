"""
Operators for what rules are made of, beside those that cosmic-ray has.

A rule is data: what goes wrong in one is a forgotten exception, a wrong word, a step
left out. cosmic-ray takes operators from anything that has these four methods.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, TypeAlias, cast

from parso.python.tree import Name, PythonNode, String  # pyright: ignore[reportMissingImports]  # of the group mutation
from parso.tree import BaseNode, Leaf, NodeOrLeaf  # pyright: ignore[reportMissingImports]  # of the group mutation

__all__ = ["OWN_OPERATORS", "LeaveOutArgument", "LeaveOutCall", "OwnOperators", "ReplaceWord"]

Span: TypeAlias = tuple[tuple[int, int], tuple[int, int]]

WORDING: Final = frozenset(
    {"description", "en", "explanation", "message", "note", "remedy", "source", "title", "zh"}
)
"""Arguments that are said to people and decide nothing."""

CONSTRUCTION: Final = frozenset({"init", "kw_only", "repr"})
"""Arguments by which a class says how it is called and shown; typing and tests of reprs hold those."""

_WORD: Final = re.compile(r"(['\"])[a-z][a-z0-9_-]*\1")


class _Operator:
    """What cosmic-ray asks of an operator beside its mutants."""

    @classmethod
    def arguments(cls) -> tuple[()]:
        """Return nothing: the operator has no settings."""
        return ()

    @classmethod
    def examples(cls) -> tuple[()]:
        """Return nothing: this one's are in its first line."""
        return ()


class LeaveOutArgument(_Operator):
    """Leave out one keyword argument of a call: `unless=…`, `scope=…`, `minimum=…`."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[Span]:
        """Yield the places of the keyword arguments that *node* holds."""
        for argument in _keyword_arguments(node):
            yield argument.start_pos, argument.end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        """Return the arguments without the one at *index*, and without its comma."""
        argument = _keyword_arguments(node)[index]
        children = cast("BaseNode", node).children
        at = children.index(argument)
        beside = [i for i in (at + 1, at - 1) if 0 <= i < len(children)]
        comma = next((i for i in beside if getattr(children[i], "value", None) == ","), None)
        for i in sorted({at} if comma is None else {at, comma}, reverse=True):
            del children[i]
        return node


class ReplaceWord(_Operator):
    """Replace a word that machines read, `"commercial_ad"`, by one that nothing knows."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[Span]:
        """Yield the place of *node*, if it is such a word."""
        if isinstance(node, String) and _WORD.fullmatch(node.value):
            yield node.start_pos, node.end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        """Return the word with two letters more."""
        del index
        word = cast("String", node)
        word.value = f"{word.value[:-1]}xx{word.value[-1]}"
        return word


class LeaveOutCall(_Operator):
    """Leave out a statement that is a call: something recorded, checked or handed on."""

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[Span]:
        """Yield the place of *node*, if it is the call of such a statement."""
        if (
            isinstance(node, PythonNode)
            and node.type in {"atom_expr", "power"}
            and node.parent is not None
            and node.parent.type == "simple_stmt"
            and getattr(node.children[-1], "children", [None])[0] == "("
        ):
            yield node.start_pos, node.end_pos

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        """Return the statement that does nothing."""
        del index
        first = node
        while isinstance(first, BaseNode):
            first = first.children[0]
        return Name("pass", node.start_pos, cast("Leaf", first).prefix)


def _keyword_arguments(node: NodeOrLeaf) -> list[PythonNode]:
    """Return the keyword arguments right inside *node*, but for wording and construction."""
    if not isinstance(node, PythonNode) or node.type not in {"arglist", "trailer"}:
        return []
    return [
        child
        for child in node.children
        if isinstance(child, PythonNode)
        and child.type == "argument"
        and getattr(child.children[1], "value", None) == "="
        and getattr(child.children[0], "value", None) not in WORDING | CONSTRUCTION
    ]


OWN_OPERATORS: Final = {
    operator.__name__: operator for operator in (LeaveOutArgument, LeaveOutCall, ReplaceWord)
}


class OwnOperators:
    """What cosmic-ray calls a provider: operators by name."""

    def __iter__(self) -> Iterator[str]:
        """Yield their names."""
        return iter(OWN_OPERATORS)

    def __getitem__(self, name: str) -> type[LeaveOutArgument | LeaveOutCall | ReplaceWord]:
        """Return the operator of that name."""
        return OWN_OPERATORS[name]
