"""
Conditions as Python source text, in two rails.

Three-valued logic is compiled without ever holding a third value: each condition
becomes two ordinary boolean expressions, one that is true when the condition
*certainly* holds and one that is true when it *possibly* does. Negation swaps the
rails, so Kleene's tables follow from ``and``, ``or`` and ``not``.

Only names and operators are written into the source. Every constant is passed in
by reference under a name of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from attrs import define, field

from govmedia_rules.conditions.expressions import Aggregate, Field, Function
from govmedia_rules.conditions.fields import FieldSpec, Kind, Table
from govmedia_rules.conditions.operands import Expression
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
    Operator,
    Or,
    Overlaps,
    Truth,
    Within,
)
from govmedia_rules.errors import ConditionError, shown

__all__ = ["Names", "Rails", "field_loads", "gate_of"]


@define(eq=False)
class Names:
    """The names that generated source gives to constants and to the beginnings of windows."""

    constants: list[object] = field(factory=list, init=False)
    days: set[int] = field(factory=set, init=False)
    _by_value: dict[object, str] = field(factory=dict, init=False)

    def constant(self, value: object) -> str:
        """Return the name under which *value* is passed in."""
        key = (type(value), value)
        name = self._by_value.get(key)
        if name is None:
            name = self._by_value[key] = f"k{len(self.constants)}"
            self.constants.append(value)
        return name

    def bound(self) -> list[str]:
        """Return the names given so far."""
        constants = [f"k{number}" for number in range(len(self.constants))]
        return [*constants, *map(self.window, sorted(self.days))]

    def window(self, days: object) -> str:
        """Return the name of the instant at which a window of *days* days begins."""
        length = cast("int", days)
        self.days.add(length)
        return f"w{length}"


@define(eq=False)
class Rails:
    """
    Writes conditions as source text.

    Parameters:
        names: the names of constants and windows.

        local: gives the name of the variable that holds a field's value.

        tally: gives the name under which an aggregate's running numbers are kept.
    """

    names: Names
    local: Callable[[FieldSpec], str]
    tally: Callable[[Aggregate], str]

    def certain(self, condition: Condition) -> str:
        """Return an expression that is true when *condition* certainly holds."""
        match condition:
            case And():
                return f"({' and '.join(map(self.certain, condition.parts))})"
            case Or():
                return f"({' or '.join(map(self.certain, condition.parts))})"
            case Not():
                return f"(not {self.possible(condition.part)})"
            case _:
                return self._leaf(condition, certain=True)

    def possible(self, condition: Condition) -> str:
        """Return an expression that is true when *condition* holds or may hold."""
        match condition:
            case And():
                return f"({' and '.join(map(self.possible, condition.parts))})"
            case Or():
                return f"({' or '.join(map(self.possible, condition.parts))})"
            case Not():
                return f"(not {self.certain(condition.part)})"
            case _:
                return self._leaf(condition, certain=False)

    def certain_once_possible(self, condition: Condition) -> str:
        """
        Return an expression for *certain* where *possible* is known to be true.

        Empty when possible already means certain. It spares the comparisons that were
        just made: a leaf that is possible is certain once its field is known.
        """
        match condition:
            case And():
                parts = [self.certain_once_possible(part) for part in condition.parts]
                return " and ".join(dict.fromkeys(part for part in parts if part))
            case Or():
                return self.certain(condition)
            case Not() if isinstance(condition.part, (And, Or, Not)):
                return self.certain(condition)
            case Not():
                return self.certain_once_possible(condition.part)
            case IsMissing() | Truth():
                return ""
            case _:
                fields = [node for node in condition.walk() if isinstance(node, Field)]
                known = [f"{self.local(node.spec)} is not None" for node in fields]
                return " and ".join(dict.fromkeys(known))

    def _leaf(self, leaf: Condition, *, certain: bool) -> str:
        match leaf:
            case Comparison():
                return self._comparison(leaf, certain=certain)
            case Membership():
                return self._asked(
                    leaf.item, f"in {self.names.constant(leaf.options.plain)}", certain=certain
                )
            case Has():
                name = self.local(cast("Field", leaf.tags).spec)
                test = f"{self.names.constant(leaf.tag.plain)} in {name}"
                return _known(name, test) if certain else _unknown_or(name, test)
            case Overlaps():
                tags, others = self._ends(leaf.tags), self._ends(leaf.others)
                # Some are kept in order, such as reviewers, and are no sets.
                test = f"any([x in {others.low} for x in {tags.low}])"
                return _both(tags, others, test, certain)
            case Mentions():
                text, words = self._ends(leaf.text), self._ends(leaf.words)
                test = f"any([x in {text.low} for x in {words.low}])"
                return _both(text, words, test, certain)
            case IsEmpty():
                name = self.local(cast("Field", leaf.tags).spec)
                return _known(name, f"not {name}") if certain else f"(not {name})"
            case IsMissing():
                return f"({self.local(cast('Field', leaf.of).spec)} is None)"
            case Within():
                return self._asked(
                    leaf.moment, f"> {self.names.window(leaf.days.plain)}", certain=certain
                )
            case Truth():
                return str(leaf.value)
            case Field():
                name = self.local(leaf.spec)
                return name if certain else f"({name} is not False)"
            case _:
                raise ConditionError(f"{shown(leaf)} cannot be compiled")

    def _asked(self, expression: Expression, test: str, *, certain: bool) -> str:
        name = self.local(cast("Field", expression).spec)
        test = f"{name} {test}"
        return _known(name, test) if certain else _unknown_or(name, test)

    def _comparison(self, leaf: Comparison, *, certain: bool) -> str:
        if leaf.operator is Operator.NE:
            return f"(not {self._compared(leaf, Operator.EQ, certain=not certain)})"
        return self._compared(leaf, leaf.operator, certain=certain)

    def _compared(self, leaf: Comparison, sign: Operator, *, certain: bool) -> str:
        left, right = self._ends(leaf.left), self._ends(leaf.right)
        spec, word = leaf.left.field_spec, leaf.right.plain
        if spec is not None and spec.members is not None and isinstance(word, str):
            # Models hold the members themselves, which are told apart by identity.
            member = self.names.constant(spec.members(word))
            test = f"{left.low} is {member}"
            return f"({test})" if certain else f"({left.low} is None or {test})"
        if sign is Operator.EQ and certain and not right.known and left.is_point:
            # What is unknown is None, and None equals no constant.
            known = [] if left.known.endswith(" is not None") else [left.known]
            return f"({' and '.join([*known, f'{left.low} == {right.low}'])})"
        known = [end.known for end in (left, right) if end.known]
        if leaf.left.kind is Kind.NUMBER and not (left.is_point and right.is_point):
            test = _interval_test(sign, left, right, certain=certain)
        else:
            test = f"{left.low} {sign.value} {right.low}"
        if certain:
            return f"({' and '.join([*known, test])})"
        unknown = [_negated(part) for part in known]
        return f"({' or '.join([*unknown, test])})"

    def _ends(self, expression: Expression) -> _Ends:
        if isinstance(expression, Field):
            name = self.local(expression.spec)
            return _Ends(f"{name} is not None", name, name)
        if isinstance(expression, Aggregate):
            return self._aggregate_ends(expression)
        name = self.names.constant(expression.plain)
        return _Ends("", name, name)

    def _aggregate_ends(self, aggregate: Aggregate) -> _Ends:
        table = aggregate.rows.table
        supplied = Table.POSTS if table is Table.REMOVED_POSTS else table
        name, complete = self.tally(aggregate), f"{supplied.value}_ok"
        if aggregate.function is Function.REPEATS:
            return _Ends("", f"d{name}", f"(e{name} if {complete} else INF)")
        if aggregate.function is Function.DISTINCT:
            low = f"(d{name} or (1 if n{name} else 0))"
            return _Ends("", low, f"(d{name} + u{name} if {complete} else INF)")
        if aggregate.function is Function.COUNT:
            return _Ends("", f"n{name}", f"(n{name} + u{name} if {complete} else INF)")
        if aggregate.coverage is None:
            enough = f"{complete} and n{name} and not u{name}"
        else:
            wanted = self.names.constant(aggregate.coverage.plain)
            enough = f"{complete} and n{name} and n{name} / (n{name} + u{name}) >= {wanted}"
        if aggregate.function in {Function.MIN, Function.MAX}:
            return _Ends(enough, f"a{name}", f"a{name}")
        return _Ends(enough, f"(a{name} / n{name})", f"(a{name} / n{name})")


@define
class _Ends:
    """Source text for a number: when it is known, and its two ends."""

    known: str
    low: str
    high: str

    @property
    def is_point(self) -> bool:
        return self.low == self.high


def _negated(known: str) -> str:
    """Return the negation of a test that something is known."""
    name, is_field, rest = known.partition(" is not None")
    return f"{name} is None" if is_field and not rest else f"not ({known})"


def _both(left: _Ends, right: _Ends, test: str, certain: bool) -> str:
    """Return *test*, which asks two values that may be unknown."""
    known = [end.known for end in (left, right) if end.known]
    if certain:
        return f"({' and '.join([*known, test])})"
    return f"({' or '.join([*map(_negated, known), test])})"


def _known(name: str, test: str) -> str:
    return f"({name} is not None and {test})"


def _unknown_or(name: str, test: str) -> str:
    return f"({name} is None or {test})"


def _interval_test(sign: Operator, left: _Ends, right: _Ends, *, certain: bool) -> str:
    match sign:
        case Operator.LT | Operator.LE:
            if certain:
                return f"{left.high} {sign.value} {right.low}"
            return f"{left.low} {sign.value} {right.high}"
        case Operator.GT | Operator.GE:
            if certain:
                return f"{left.low} {sign.value} {right.high}"
            return f"{left.high} {sign.value} {right.low}"
        case _:
            if certain:
                return f"{left.low} == {left.high} == {right.low} == {right.high}"
            return f"({left.low} <= {right.high} and {right.low} <= {left.high})"


def gate_of(rails: Rails, condition: Condition | None) -> str | None:
    """
    Return a cheap test that has to be true for *condition* to be possible, or None.

    Most posts carry no label: a set that is known and empty settles all questions of
    what it holds at once.
    """
    match condition:
        case Has():
            name = rails.local(cast("Field", condition.tags).spec)
            return f"{name} is None or {name}"
        case And():
            return next((gate for part in condition.parts if (gate := gate_of(rails, part))), None)
        case Or():
            gates = {gate_of(rails, part) for part in condition.parts}
            return gates.pop() if len(gates) == 1 else None
        case _:
            return None


def field_loads(name: str, owner: str, spec: FieldSpec) -> list[str]:
    """Return the lines that read a field into a local variable."""
    if spec.name == "account.status":
        # The common case of `Account.status_at`: no closing is on record.
        read = f"{owner}.status if {owner}.closed_at is None else {owner}.status_at(as_of)"
    elif spec.as_of_method is not None:
        given = "as_of, calendar" if spec.uses_calendar else "as_of"
        read = f"{owner}.{spec.as_of_method}({given})"
    else:
        read = f"{owner}.{spec.path[0]}"
    guard = f" if {owner} is not None else None" if owner in {"unit", "superior"} else ""
    lines = [f"{name} = {read}{guard}"]
    lines.extend(f"if {name} is not None: {name} = {name}.{part}" for part in spec.path[1:])
    if spec.kind is Kind.MOMENT:
        lines.append(f"if {name} is not None and {name} > as_of: {name} = None")
    return lines
