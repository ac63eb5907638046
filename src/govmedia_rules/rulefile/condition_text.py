"""
Conditions from text, in the words that people write in Python.

The text is parsed by the standard library's ``ast``, never evaluated: its nodes are walked,
and each that is known is built by the very operators and methods that code would use, so
that text and code give the same tree. Whatever is not known is refused with its place.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

from pendulum import DateTime

from govmedia_rules.conditions import (
    Condition,
    Expression,
    Node,
    Param,
    Question,
    all_of,
    any_of,
)
from govmedia_rules.conditions.field_groups import FieldGroup
from govmedia_rules.errors import GovmediaRulesError, nearest, shown
from govmedia_rules.rulefile.calls import (
    FUNCTIONS,
    WORDS,
    Call,
    function_named,
    members_of,
    method_of,
)
from govmedia_rules.rulefile.faults import ConditionTextError
from govmedia_rules.rulefile.tokens import check_tokens

__all__ = ["parse_condition"]

_NOTHING: Final[Mapping[str, Param | Question | DateTime]] = MappingProxyType({})

_COMPARISONS: Final[dict[type[ast.cmpop], Callable[[Any, Any], Any]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_JOINTS: Final[dict[type[ast.operator], Callable[..., Condition]]] = {
    ast.BitAnd: all_of,
    ast.BitOr: any_of,
}

# What the builders raise for values of the wrong kind.
_REFUSALS: Final = (GovmediaRulesError, TypeError, ValueError, OverflowError)


def parse_condition(
    text: str, names: Mapping[str, Param | Question | DateTime] = _NOTHING
) -> Condition:
    """
    Return the condition that *text* writes, such as ``"posts.within(days=7).count() >= 1"``.

    The repr of every condition is such a text, and gives the same condition back.

    Parameters:
        text: the text, of one line or several.

        names: parameters, questions and moments that the text may call by name.

    Raises:
        ConditionTextError: pointing at the word that has no meaning; nothing else is
            raised, whatever the text.
    """
    check_tokens(text)
    try:
        # Within parentheses a condition may take several lines.
        tree = ast.parse(f"({text}\n)", mode="eval")
        value = _Builder(text, names).built(tree.body)
    except SyntaxError as error:
        raise _not_understood(text, error) from None
    except (RecursionError, MemoryError):
        raise ConditionTextError(
            text, 0, text[:20], "the condition nests too deep to be read; split the rule"
        ) from None
    if not isinstance(value, Condition):
        raise ConditionTextError(
            text, 0, text[:60].split("\n", maxsplit=1)[0], _no_condition(value)
        )
    return value


def _not_understood(text: str, error: SyntaxError) -> ConditionTextError:
    lines = text.split("\n")
    row = (error.lineno or 1) - 1
    if row >= len(lines) or not text.isascii():
        # The parser's columns count bytes or characters, whichever release it is.
        row = min(row, len(lines) - 1)
        column = 0 if row < len(lines) - 1 or not text.isascii() else len(lines[row])
    else:
        column = max((error.offset or 1) - 1 - (row == 0), 0)
    column = min(column, len(lines[row]))
    at = sum(len(line) + 1 for line in lines[:row]) + column
    word = lines[row][column:].split(" ")[0]
    return ConditionTextError(
        text,
        at,
        word[:40],
        "this is not how a condition goes on; look for a missing comma, operator or parenthesis",
    )


def _no_condition(value: object) -> str:
    return (
        f"{_named(value)} is no condition yet; compare it with something, as in posts.count() >= 1"
    )


def _named(value: object) -> str:
    """Return *value* as a message may show it."""
    if isinstance(value, (Node, FieldGroup)):
        text = repr(value)
        return text if len(text) <= 120 else text[:119] + "…"
    return shown(value)


class _Builder:
    """Builds what the nodes of one text say, from the leaves up."""

    def __init__(self, text: str, names: Mapping[str, Param | Question | DateTime]) -> None:
        self._text = text
        self._names = names
        # Python counts columns in bytes, after the parenthesis that was put in front.
        self._lines = [line.encode() for line in f"({text}\n)".split("\n")]
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line.decode()) + 1)

    def built(self, node: ast.expr) -> object:
        match node:
            case ast.Constant():
                return self._constant(node)
            case ast.Name():
                return self._name(node)
            case ast.Attribute():
                return self._attribute(node)
            case ast.Call():
                return self._call(node)
            case ast.Compare():
                return self._comparison(node)
            case ast.BinOp():
                return self._joined(node)
            case ast.UnaryOp():
                return self._signed(node)
            case ast.Tuple():
                return self._words(node)
            case _:
                raise self._fault(node, "this has no meaning in a condition")

    def _at(self, line: int, column: int) -> int:
        """Return the position in the text, in characters, of a place in bytes."""
        within = len(self._lines[line - 1][:column].decode(errors="ignore"))
        return min(max(self._starts[line - 1] + within - 1, 0), len(self._text))

    def _written(self, node: ast.expr) -> str:
        """Return *node* as the text writes it, on one line and not too long."""
        end = self._at(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)
        text = " ".join(self._text[self._at(node.lineno, node.col_offset) : end].split())
        return text if len(text) <= 80 else text[:79] + "…"

    def _fault(self, node: ast.expr, reason: str) -> ConditionTextError:
        """Return the error that points at *node*; of what follows a dot, at the last word."""
        end = self._at(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)
        match node:
            case ast.Attribute():
                at = end - len(node.attr)
            case ast.Call(func=ast.Attribute() as method):
                at = self._at(
                    method.end_lineno or method.lineno, method.end_col_offset or method.col_offset
                ) - len(method.attr)
                end = at + len(method.attr)
            case _:
                at = self._at(node.lineno, node.col_offset)
        word = self._text[at:end].split("\n")[0]
        return ConditionTextError(
            self._text, at, word if len(word) <= 60 else word[:59] + "…", reason
        )

    def _made(self, node: ast.expr, make: Callable[[], object]) -> object:
        """Return what *make* builds; what it refuses is told at the word that it names."""
        try:
            return make()
        except ConditionTextError:
            raise
        except _REFUSALS as error:
            raise self._fault(_culprit(node, str(error)), str(error)) from error

    def _constant(self, node: ast.Constant) -> object:
        if isinstance(node.value, (str, int, float)) and not isinstance(node.value, bool):
            return node.value
        raise self._fault(node, "a condition holds numbers and words in quotation marks")

    def _name(self, node: ast.Name) -> object:
        if node.id in WORDS:
            return WORDS[node.id]
        if node.id in self._names:
            return self._names[node.id]
        if node.id in FUNCTIONS:
            raise self._fault(node, f"{node.id} is to be called, as in {node.id}(…)")
        raise self._fault(node, self._unknown_name(node.id, (*WORDS, *self._names)))

    @staticmethod
    def _unknown_name(name: str, known: tuple[str, ...]) -> str:
        near = nearest(name, known)
        hint = f"did you mean {near!r}?" if near else f"known: {', '.join(known)}."
        return f"there is no word {name!r}; {hint}"

    def _attribute(self, node: ast.Attribute) -> object:
        owner = self.built(node.value)
        if node.attr in members_of(owner):
            if method_of(owner, node.attr) is not None:
                written = self._written(node)
                raise self._fault(node, f"{node.attr} is to be called, as in {written}(…)")
            return getattr(owner, node.attr)
        raise self._unknown_member(node, owner)

    def _unknown_member(self, node: ast.Attribute, owner: object) -> ConditionTextError:
        known, written = members_of(owner), self._written(node.value)
        if not known:
            return self._fault(node, f"nothing follows {written} after a dot")
        near = nearest(node.attr, known)
        hint = f"did you mean {near!r}?" if near else f"known: {', '.join(known)}."
        return self._fault(node, f"{written} has no {node.attr!r}; {hint}")

    def _call(self, node: ast.Call) -> object:
        function, call, name = self._called(node)
        given = [self.built(part) for part in node.args]
        options: dict[str, object] = {}
        for keyword in node.keywords:
            if keyword.arg is None or keyword.arg in options:
                raise self._fault(keyword.value, f"{name}(…) takes each name=value once")
            options[keyword.arg] = self.built(keyword.value)
        refusal = call.refusal(name, len(given), tuple(options))
        if refusal is not None:
            raise self._fault(node, refusal)
        return self._made(node, lambda: function(*given, **options))

    def _called(self, node: ast.Call) -> tuple[Callable[..., object], Call, str]:
        if isinstance(node.func, ast.Name):
            found = function_named(node.func.id)
            if found is not None:
                return *found, node.func.id
            known = (*WORDS, *self._names)
            if node.func.id in known:
                raise self._fault(node.func, f"{node.func.id} cannot be called")
            raise self._fault(node.func, self._unknown_name(node.func.id, (*FUNCTIONS, *known)))
        if not isinstance(node.func, ast.Attribute):
            raise self._fault(node, "this cannot be called")
        owner, name = self.built(node.func.value), node.func.attr
        call = method_of(owner, name)
        if call is None:
            if name in members_of(owner):
                written = self._written(node.func)
                raise self._fault(node.func, f"{written} is a field; write no (…)")
            raise self._unknown_member(node.func, owner)
        return cast("Callable[..., object]", getattr(owner, name)), call, name

    def _comparison(self, node: ast.Compare) -> object:
        if len(node.ops) > 1:
            raise self._fault(
                node.comparators[-1], "write a < b < c as two comparisons: (a < b) & (b < c)"
            )
        sign = _COMPARISONS.get(type(node.ops[0]))
        if sign is None:
            raise self._fault(node, "a condition compares with == != < <= > >=")
        left, right = self.built(node.left), self.built(node.comparators[0])
        for side, value in ((node.left, left), (node.comparators[0], right)):
            if isinstance(value, (FieldGroup, Question)) or (
                isinstance(value, Node) and not isinstance(value, Expression)
            ):
                raise self._fault(side, f"{_named(value)} cannot be compared; name a field of it")
        if not isinstance(left, Expression) and not isinstance(right, Expression):
            raise self._fault(
                node, f"{_named(left)} and {_named(right)}: one of them has to be read of a field"
            )
        return self._made(node, lambda: sign(left, right))

    def _joined(self, node: ast.BinOp) -> object:
        # A long chain leans to the left; it is walked down and built up, not descended into.
        right: list[tuple[ast.operator, ast.expr]] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp):
            right.append((left.op, left.right))
            left = left.left
        # Parts joined by one sign are put together at once, which takes time by their number.
        parts, join = [self._part(left)], all_of
        for sign, part in reversed(right):
            joint = _JOINTS.get(type(sign))
            if joint is None:
                raise self._fault(part, "a condition does not calculate")
            if joint is not join:
                parts, join = [join(*parts)], joint
            parts.append(self._part(part))
        return self._made(node, lambda: join(*parts))

    def _part(self, node: ast.expr) -> Condition:
        """Return a condition that & | ~ can join."""
        value = self.built(node)
        if not isinstance(value, Condition):
            raise self._fault(
                node,
                f"& | ~ take conditions, and {_named(value)} is none; because they bind tighter"
                " than comparisons, put each comparison in parentheses",
            )
        return value

    def _signed(self, node: ast.UnaryOp) -> object:
        if isinstance(node.op, ast.Invert):
            part = self._part(node.operand)
            return self._made(node, lambda: ~part)
        value = self.built(node.operand)
        if not isinstance(node.op, ast.USub) or not isinstance(value, (int, float)):
            raise self._fault(node, "a sign stands in front of a number only")
        return -value

    def _words(self, node: ast.Tuple) -> tuple[object, ...]:
        values = tuple([self.built(part) for part in node.elts])
        for part, value in zip(node.elts, values, strict=True):
            if not isinstance(value, str):
                raise self._fault(part, "a list holds words in quotation marks")
        return values


def _culprit(node: ast.expr, message: str) -> ast.expr:
    """Return the part of *node* that *message* shows as the mistaken value, or *node* itself."""
    parts: list[ast.expr] = []
    if isinstance(node, ast.Call):
        parts = [*node.args, *(keyword.value for keyword in node.keywords)]
    elif isinstance(node, ast.Compare):
        parts = [*node.comparators, node.left]
    for part in parts:
        if isinstance(part, ast.Constant) and f" {shown(part.value)}" in message:
            return part
    return node
