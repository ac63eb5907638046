"""
Generated source: the names it uses, how fields are read into them, and loops over rows.

One scope is one generated function. It hands out names for fields and running
numbers, and remembers which loads and loops they need.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, cast

from attrs import define, field

from govmedia_rules.conditions.expressions import Aggregate, Field, Function
from govmedia_rules.conditions.fields import FieldSpec, Table
from govmedia_rules.conditions.operands import Expression
from govmedia_rules.conditions.predicates import Condition
from govmedia_rules.evaluation.expressions import Names, Rails, field_loads, gate_of

__all__ = ["SITUATION", "SourceScope", "slots_of"]

SITUATION: Final = (
    "_, unit, account, post, message, _, posts, posts_ok, messages, messages_ok,"
    " accounts, accounts_ok, _, _ = s"
)
"""The first line of every generated function: a situation, taken apart."""

_PREFIX: Final = {
    "post": "p",
    "message": "m",
    "peer": "q",
    "account": "f",
    "unit": "v",
    "superior": "o",
    "removed": "gone",  # x and y are the rows that a rule about rows finds fault with
}
_SUPERIOR: Final = "  superior = superior_of(unit)"
_ROW_TABLES: Final = {table.row_root: table for table in Table}


@define(eq=False)
class SourceScope:
    """
    The names of one generated function.

    Parameters:
        names: the names of constants and windows, shared by all functions of a program.
    """

    names: Names
    rails: Rails = field(init=False)
    loads: list[str] = field(factory=list, init=False)
    _row_loads: dict[Table, list[str]] = field(factory=dict, init=False)
    _locals: dict[str, str] = field(factory=dict, init=False)
    _tallies: dict[object, str] = field(factory=dict, init=False)
    _gates: dict[Table, dict[str | None, list[str]]] = field(factory=dict, init=False)
    _names_by_id: dict[int, str] = field(factory=dict, init=False)
    _aggregates: dict[Table, list[tuple[str, Aggregate]]] = field(factory=dict, init=False)
    _behind: dict[tuple[Table, str], str] = field(factory=dict, init=False)
    _rows_of: dict[str, object] = field(factory=dict, init=False)
    _counts: dict[object, str] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.rails = Rails(self.names, self.local, self.tally)

    def local(self, spec: FieldSpec) -> str:
        """Return the name of the variable that holds a field's value."""
        name = self._locals.get(spec.name)
        if name is None:
            name = self._locals[spec.name] = f"{_PREFIX[spec.root]}{len(self._locals)}"
            table = _ROW_TABLES.get(spec.root)
            if table is None:
                if spec.root == "superior" and _SUPERIOR not in self.loads:
                    self.loads.append(_SUPERIOR)
                lines = (
                    self._answer(name, spec)
                    if spec.question
                    else field_loads(name, spec.root, spec)
                )
                self.loads.extend(f"  {line}" for line in lines)
            else:
                loads = self._row_loads.setdefault(table, [])
                loads.extend(f"   {line}" for line in field_loads(name, "r", spec))
        return name

    def _answer(self, name: str, spec: FieldSpec) -> list[str]:
        asked, root = self.names.constant(spec.question), self.names.constant(spec.root)
        read = f"answer({asked}, {root}, {spec.root}.id, as_of)"
        return [f"{name} = None if {spec.root} is None else {read}"]

    def tally(self, aggregate: Aggregate) -> str:
        """Return the name under which an aggregate's running numbers are kept."""
        name = self._names_by_id.get(id(aggregate))
        if name is None:
            key = aggregate.value_key
            name = self._tallies.get(key)
            if name is None:
                name = self._tallies[key] = str(len(self._tallies))
                self._aggregates.setdefault(aggregate.rows.table, []).append((name, aggregate))
                rows = self._rows_of[name] = aggregate.rows.value_key
                if aggregate.function is Function.COUNT:
                    self._counts[rows] = name
            self._names_by_id[id(aggregate)] = name
        return name

    def beginnings(self) -> list[str]:
        """Return the lines that set the running numbers to zero and begin the lists of rows."""
        lists = [f"  {name} = []" for name in self._behind.values()]
        if not self._tallies:
            return lists
        kept = [pair for tallies in self._aggregates.values() for pair in tallies]
        names = [f"{part}{name}" for name, aggregate in kept for part in numbers_of(aggregate)]
        sets = [
            f"  {part}{name} = set()"
            for name, aggregate in kept
            for part in _SETS.get(aggregate.function, "")
        ]
        parts = [f"  a{name} = []" for name, aggregate in kept if _adds_parts(aggregate)]
        return [*lists, f"  {' = '.join(names)} = 0", *sets, *parts]

    def loop(self, table: Table) -> list[str]:
        """Return the loop over the rows of *table* that exist."""
        counts_gone = table in {Table.POSTS, Table.MESSAGES}
        gone = f"{table.value}_gone += 1; continue" if counts_gone else "continue"
        steps, counts, has_windows = self._aggregate_lines(table, gone)
        if not steps and not counts_gone:
            return []
        source = "posts" if table is Table.REMOVED_POSTS else table.value
        lines = [f"  for r in {source}:", f"   t = r.{table.moment}"]
        if table is Table.REMOVED_POSTS:
            lines.append("   d = r.deleted_at")
            lines.append(f"   if d is None or d > as_of: {gone}")
        if table is Table.POSTS:
            lines.append("   d = r.deleted_at")
            lines.append(f"   if d is not None and d <= as_of: {gone}")
        if not has_windows:
            lines.append(f"   if t is not None and t > as_of: {gone}")
        return [*lines, *self._row_loads.get(table, []), *steps, *counts]

    def _aggregate_lines(self, table: Table, gone: str) -> tuple[list[str], list[str], bool]:
        """Return the lines that each row takes, those that follow the loop, and whether windows are asked."""
        counts = self._differences(table)
        by_window: dict[int, list[tuple[str, Aggregate]]] = {}
        for name, aggregate in self._aggregates.get(table, []):
            rows = aggregate.rows
            if aggregate.function is Function.DISTINCT:
                counts.append(f"  d{name} = len(a{name})")
            elif aggregate.function is Function.REPEATS:
                most = f"n{name} + u{name} - max(len(b{name}), 1 if n{name} + u{name} else 0)"
                counts.append(f"  d{name} = n{name} - len(a{name}); e{name} = {most}")
            elif _adds_parts(aggregate):
                # Rounded once, so that it does not matter in which order rows come.
                counts.append(f"  a{name} = fsum(a{name})")
            if rows.days is not None:
                length = cast("int", rows.days.plain)
                by_window.setdefault(length, []).append((name, aggregate))
            elif table in {Table.POSTS, Table.MESSAGES} and _counts_all(aggregate):
                counts.insert(0, f"  n{name} = len({table.value}) - {table.value}_gone")
            else:
                gate = gate_of(self.rails, rows.condition)
                self.gated(table, gate).extend(
                    self._step(name, aggregate, "   " if gate is None else "    ")
                )
        steps: list[str] = []
        if by_window:
            loads = self._row_loads.setdefault(table, [])
            before = len(loads)
            undated, dated = self._windowed_lines(by_window, gone)
            # What only windows ask about is read only inside them.
            inner = [f" {line}" for line in loads[before:]]
            del loads[before:]
            steps.extend(["   if t is None:", *inner, *undated, dated[0], *inner, *dated[1:]])
        for gate, lines in self._gates.get(table, {}).items():
            steps.extend(lines if gate is None else [f"   if {gate}:", *lines])
        return steps, counts, bool(by_window)

    def _differences(self, table: Table) -> list[str]:
        """
        Return the lines that tell how many rows numbers are certain on, without counting them.

        Where the same rows are counted anyway, a mean or a share is certain on those that it
        is not uncertain on.
        """
        return [
            f"  n{name} = n{counted} + u{counted} - u{name}"
            for name, aggregate in self._aggregates.get(table, [])
            if (counted := self._counted_rows(name, aggregate)) is not None
        ]

    def _counted_rows(self, name: str, aggregate: Aggregate) -> str | None:
        """Return the name under which the rows of a mean or a share are counted, if they are."""
        if aggregate.function not in {Function.MEAN, Function.SHARE} or _adds_parts(aggregate):
            return None
        return self._counts.get(self._rows_of[name])

    def gated(self, table: Table, gate: str | None) -> list[str]:
        """
        Return the lines that each row of *table* takes behind *gate*, for more to be added.

        They stand one deeper than the loop's own where there is a gate.
        """
        return self._gates.setdefault(table, {}).setdefault(gate, [])

    def rows_behind(self, table: Table, gate: str) -> str:
        """Return the name of the list of those rows of *table* that pass *gate*."""
        name = self._behind.get((table, gate))
        if name is None:
            name = self._behind[table, gate] = f"z{len(self._behind)}"
            self.gated(table, gate).append(f"    {name}.append(r)")
        return name

    def reads(self, table: Table, operands: Iterable[Expression]) -> list[str]:
        """Return the lines that read those of *operands* that are a row's, for a loop apart."""
        named = {
            self.local(operand.spec): operand.spec
            for operand in operands
            if isinstance(operand, Field) and operand.spec.root == table.row_root
        }
        return [line for name, spec in named.items() for line in field_loads(name, "r", spec)]

    def _windowed_lines(
        self, by_window: dict[int, list[tuple[str, Aggregate]]], gone: str
    ) -> tuple[list[str], list[str]]:
        """
        Return what a row takes whose moment nobody knows, and what one takes that is dated.

        Shorter windows lie inside longer ones and are asked there, before anything is
        counted: so a row after the moment is noticed in the shortest window, and older rows
        need not be compared with the moment at all.
        """
        undated: list[str] = []
        for members in by_window.values():
            for name, aggregate in members:
                condition = aggregate.rows.condition
                test = "" if condition is None else f"if {self.rails.possible(condition)}: "
                word = ""
                if aggregate.function is Function.REPEATS:
                    value = self._word(aggregate)
                    word = f"; {value} is None or b{name}.add({value})"
                undated.append(f"    {test}u{name} += 1{word}")
        lengths = sorted(by_window, reverse=True)
        dated = [
            f"{' ' * (3 + depth)}{'if' if depth else 'elif'} t > {self.names.window(length)}:"
            for depth, length in enumerate(lengths)
        ]
        dated.append(f"{' ' * (3 + len(lengths))}if t > as_of: {gone}")
        for depth in range(len(lengths), 0, -1):
            dated.extend(self._gated_steps(by_window[lengths[depth - 1]], " " * (3 + depth)))
        return undated, dated

    def _gated_steps(self, members: list[tuple[str, Aggregate]], margin: str) -> list[str]:
        by_gate: dict[str | None, list[tuple[str, Aggregate]]] = {}
        for name, aggregate in members:
            gate = gate_of(self.rails, aggregate.rows.condition)
            by_gate.setdefault(gate, []).append((name, aggregate))
        lines: list[str] = []
        for gate, gated in by_gate.items():
            inner = margin
            if gate is not None:
                lines.append(f"{margin}if {gate}:")
                inner = f"{margin} "
            for name, aggregate in gated:
                lines.extend(self._step(name, aggregate, inner))
        return lines

    def membership(self, aggregate: Aggregate) -> tuple[str | None, str]:
        """
        Return the tests that a row inside the window possibly and certainly belongs.

        The second holds once the first does; it is empty when nothing more is needed.
        """
        condition = aggregate.rows.condition
        if condition is None:
            return None, ""
        return self.rails.possible(condition), self.rails.certain_once_possible(condition)

    def _word(self, aggregate: Aggregate) -> str:
        """Return the name of the variable that holds the word an aggregate takes of each row."""
        return self.local(cast("FieldSpec", cast("Expression", aggregate.of).field_spec))

    def _step(self, name: str, aggregate: Aggregate, margin: str) -> list[str]:
        possibly, certainly = self.membership(aggregate)
        lines: list[str] = []
        if possibly is not None:
            lines.append(f"{margin}if {possibly}:")
            margin += " "
        count, unknown = f"n{name} += 1", f"u{name} += 1"
        match aggregate.function:
            case Function.COUNT if not certainly:
                return [*lines, f"{margin}{count}"]
            case Function.COUNT:
                return [*lines, f"{margin}if {certainly}: {count}", f"{margin}else: {unknown}"]
            case Function.REPEATS:
                value = self._word(aggregate)
                lines.append(f"{margin}if {value} is None: {unknown}")
                if certainly:
                    lines.append(f"{margin}elif not ({certainly}): {unknown}; b{name}.add({value})")
                return [
                    *lines,
                    f"{margin}else: {count}; a{name}.add({value}); b{name}.add({value})",
                ]
            case Function.DISTINCT:
                value = self._word(aggregate)
                added = f"{count}; a{name}.add({value})"
                if certainly:
                    lines.append(f"{margin}if not ({certainly}): {unknown}")
                branch = "elif" if certainly else "if"
                return [
                    *lines,
                    f"{margin}{branch} {value} is None: {count}; {unknown}",
                    f"{margin}else: {added}",
                ]
            case Function.SHARE:
                of = cast("Condition", aggregate.of)
                holds, rest = f"{count}; a{name} += 1", [f"{margin}else: {count}"]
                if self._counted_rows(name, aggregate) is not None:
                    holds, rest = f"a{name} += 1", []
                branch = "if"
                if certainly:
                    lines.append(f"{margin}if not ({certainly}): {unknown}")
                    branch = "elif"
                return [
                    *lines,
                    f"{margin}{branch} {self.rails.certain(of)}: {holds}",
                    f"{margin}elif {self.rails.possible(of)}: {unknown}",
                    *rest,
                ]
            case _:
                return [*lines, *self._number_steps(name, aggregate, margin, certainly)]

    def _number_steps(
        self, name: str, aggregate: Aggregate, margin: str, certainly: str
    ) -> list[str]:
        """Return the lines in which a row's number is added, or compared with the extreme."""
        value = self.local(cast("FieldSpec", cast("Expression", aggregate.of).field_spec))
        known = f"{value} is not None" + (f" and {certainly}" if certainly else "")
        step = _number_step(aggregate.function, f"n{name}", f"a{name}", value)
        if _adds_parts(aggregate):
            step = f"n{name} += 1; a{name}.append({value})"
        elif self._counted_rows(name, aggregate) is not None:
            step = f"a{name} += {value}"
        return [f"{margin}if {known}: {step}", f"{margin}else: u{name} += 1"]


# The sets of words kept: those of certain rows, and those of all rows.
_SETS: Final = {Function.DISTINCT: "a", Function.REPEATS: "ab"}


def _adds_parts(aggregate: Aggregate) -> bool:
    """Return whether it is the mean of numbers with parts, which sums would round each time."""
    of = aggregate.of
    return aggregate.function is Function.MEAN and isinstance(of, Field) and of.spec.is_fractional


def _counts_all(aggregate: Aggregate) -> bool:
    return aggregate.function is Function.COUNT and aggregate.rows.condition is None


def _number_step(function: Function, count: str, kept: str, value: str) -> str:
    match function:
        case Function.MIN:
            return f"{kept} = {value} if not {count} or {value} < {kept} else {kept}; {count} += 1"
        case Function.MAX:
            return f"{kept} = {value} if not {count} or {value} > {kept} else {kept}; {count} += 1"
        case _:
            return f"{count} += 1; {kept} += {value}"


def numbers_of(aggregate: Aggregate) -> str:
    """Return the letters of the numbers kept: certain rows, undecided rows, what they add up to."""
    return "nu" if aggregate.function.is_count else "nua"


def slots_of(scope: SourceScope, operands: tuple[Expression, ...]) -> list[str]:
    """Return the names that hold what *operands* read, in order."""
    names: list[str] = []
    for operand in operands:
        if isinstance(operand, Aggregate):
            name = scope.tally(operand)
            if operand.function is Function.DISTINCT:
                names.extend((f"d{name}", f"n{name}", f"u{name}"))
                continue
            if operand.function is Function.REPEATS:
                names.extend((f"d{name}", f"e{name}"))
                continue
            names.extend(f"{part}{name}" for part in numbers_of(operand))
        else:
            names.append(scope.local(cast("FieldSpec", operand.field_spec)))
    return names
