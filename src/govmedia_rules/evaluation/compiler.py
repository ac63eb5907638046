"""
Rule sets compiled to one fused Python function per kind of subject.

As attrs does for ``__init__``, the functions are generated as source text and
compiled once. One pass over an account's posts feeds every aggregate of every rule
and judges every rule about posts; aggregates that several rules ask for are kept
once. The functions only tell passes from the rest: whatever did not certainly pass
is handed on, with what was read, to be decided exactly.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

from attrs import define, field, frozen
from pendulum import DateTime

from govmedia_rules.conditions.expressions import Aggregate, Function
from govmedia_rules.conditions.fields import FieldSpec, Kind, Table
from govmedia_rules.conditions.interpreter import Situation
from govmedia_rules.conditions.nodes import Expression
from govmedia_rules.conditions.predicates import Condition
from govmedia_rules.evaluation.expressions import Rails, gate_of
from govmedia_rules.evaluation.plans import RulePlan
from govmedia_rules.law import Severity
from govmedia_rules.models import Subject
from govmedia_rules.moments import cut_off

__all__ = ["Group", "Judged", "Program", "asks_row_by_row", "compile_program"]

JudgeFunction: TypeAlias = Callable[[Situation], "Judged"]

_SITUATION = (
    "_, unit, account, _, _, _, posts, posts_ok, messages, messages_ok, accounts, accounts_ok = s"
)


class Judged(NamedTuple):
    """
    What a generated function has to say about one account or unit.

    Parameters:
        hits: for rules about the subject that did not certainly pass, the rule's
            position and what was read for it.

        row_hits: for rules about its posts or messages, the rule's position, the rows
            that failed and the rows that neither passed nor failed for certain.

        closed_groups: the groups whose scope does not certainly hold.

        posts_gone, messages_gone: rows after the moment or deleted before it.

        vetoes: how many veto rules were judged at all.
    """

    hits: list[tuple[int, tuple[Any, ...]]]
    row_hits: list[tuple[int, list[Any], list[Any]]]
    closed_groups: list[int]
    posts_gone: int
    messages_gone: int
    vetoes: int


@frozen(eq=False)
class Group:
    """
    Rules about one kind of subject that have the same scope.

    Parameters:
        number: its position among the groups of the program.

        subject: what its rules judge.

        applies: their scope, or None where it is asked row by row or binds everybody.

        plans: the positions of its rules and their plans.
    """

    number: int
    subject: Subject
    applies: Condition | None
    plans: tuple[tuple[int, RulePlan], ...]

    @property
    def vetoes(self) -> int:
        """How many of its rules are vetoes."""
        return sum(plan.rule.severity is Severity.VETO for _, plan in self.plans)


@frozen(eq=False)
class Program:
    """
    A compiled rule set.

    Parameters:
        source: the generated source text, for those who want to read it.

        factory: the compiled code; called with the constants it returns the functions.

        constants: the values that the source names.

        days: the lengths of the windows that the source names.

        groups: the groups of rules.
    """

    source: str
    factory: Callable[..., tuple[JudgeFunction, JudgeFunction]]
    constants: tuple[object, ...]
    days: tuple[int, ...]
    groups: tuple[Group, ...]

    def at(self, as_of: DateTime) -> tuple[JudgeFunction, JudgeFunction]:
        """Return the functions that judge an account and a unit as of a moment."""
        cut_offs = (cut_off(as_of, days) for days in self.days)
        return self.factory(as_of, math.inf, Judged, *self.constants, *cut_offs)


def compile_program(plans: Sequence[RulePlan | None]) -> Program:
    """
    Return the program for the rules that have a plan; positions without one are left out.

    Rules that a function decides are not compiled; give None for them.
    """
    groups = _grouped(plans)
    account = _FunctionWriter(
        "judge_account", [group for group in groups if group.subject is not Subject.UNIT]
    )
    unit = _FunctionWriter("judge_unit", [group for group in groups if group.subject is Subject.UNIT])
    unit.share_names_with(account)
    lines = [*account.write(), *unit.write()]
    names = [f"k{i}" for i in range(len(account.rails.constants))]
    days = tuple(sorted(account.rails.days))
    header = ", ".join(["as_of", "INF", "Judged", *names, *(f"w{length}" for length in days)])
    source = "\n".join(
        [f"def make({header}):", *lines, " return judge_account, judge_unit", ""]
    )
    namespace: dict[str, Any] = {}
    # The source holds names and operators only; see the module's opening words.
    exec(compile(source, "<govmedia_rules program>", "exec"), namespace)  # noqa: S102
    return Program(source, namespace["make"], tuple(account.rails.constants), days, tuple(groups))


_ROW_ROOT = {Subject.POST: "post", Subject.MESSAGE: "message"}


def _grouped(plans: Sequence[RulePlan | None]) -> list[Group]:
    members: dict[object, list[tuple[int, RulePlan]]] = {}
    scopes: dict[object, tuple[Subject, Condition | None]] = {}
    for position, plan in enumerate(plans):
        if plan is None:
            continue
        subject, applies = plan.rule.subject, plan.rule.applies
        root = _ROW_ROOT.get(subject)
        if root is not None and plan.depends_on_rows(applies, root):
            applies = None
        key = (subject, None if applies is None else applies.key(by_value=True))
        members.setdefault(key, []).append((position, plan))
        scopes.setdefault(key, (subject, applies))
    return [
        Group(number, *scopes[key], tuple(found)) for number, (key, found) in enumerate(members.items())
    ]


@define(eq=False)
class _FunctionWriter:
    """Writes the source of one function."""

    name: str
    groups: list[Group]
    rails: Rails = field(init=False)
    _outer: dict[str, str] = field(factory=dict)
    _rows: dict[Table, dict[str, str]] = field(factory=dict)
    _tallies: dict[object, str] = field(factory=dict)
    _aggregates: dict[Table, list[tuple[str, Aggregate]]] = field(factory=dict)
    _loads: list[str] = field(factory=list)
    _row_loads: dict[Table, list[str]] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.rails = Rails(self._local, self._tally, _complete)

    def share_names_with(self, other: _FunctionWriter) -> None:
        """Take constants and windows from the same store as *other*."""
        self.rails.constants = other.rails.constants
        self.rails._constant_names = other.rails._constant_names  # noqa: SLF001 -- own class
        self.rails.days = other.rails.days

    def write(self) -> list[str]:
        """Return the lines of the function, indented by one."""
        opening: list[str] = []
        closing: list[str] = []
        in_rows: dict[Table, list[str]] = {Table.POSTS: [], Table.MESSAGES: []}
        for group in self.groups:
            if group.subject in _ROW_ROOT:
                table = Table.POSTS if group.subject is Subject.POST else Table.MESSAGES
                self._write_row_group(group, table, opening, in_rows[table], closing)
            else:
                closing.extend(self._subject_group(group))
        loops = [
            line for table in Table for line in self._row_loop(table, in_rows.get(table, []))
        ]
        sums = [
            f"  n{name} = u{name} = a{name} = 0"
            for tallies in self._aggregates.values()
            for name, _ in tallies
        ]
        return [
            f" def {self.name}(s):",
            f"  {_SITUATION}",
            "  hits = []; row_hits = []; closed = []; posts_gone = messages_gone = vetoes = 0",
            *self._loads,
            *sums,
            *opening,
            *loops,
            *closing,
            "  return Judged(hits, row_hits, closed, posts_gone, messages_gone, vetoes)",
        ]

    def _subject_group(self, group: Group) -> list[str]:
        lines: list[str] = []
        margin = "  "
        if group.applies is not None:
            lines.append(f"  if {self.rails.certain(group.applies)}:")
            margin = "   "
        if group.vetoes:
            lines.append(f"{margin}vetoes += {group.vetoes}")
        for position, plan in group.plans:
            slots = ", ".join(self._slot(operand) for operand in _demanded(plan))
            lines.append(
                f"{margin}if not {self._passes(plan)}: hits.append(({position}, ({slots}{',' if slots else ''})))"
            )
        if group.applies is not None:
            lines.append(f"  else: closed.append({group.number})")
        return lines

    def _passes(self, plan: RulePlan) -> str:
        rule, demand = plan.rule, plan.demand
        assert demand is not None  # noqa: S101 -- functions are not compiled
        kept = (
            self.rails.certain(demand)
            if rule.forbids is None
            else f"(not {self.rails.possible(demand)})"
        )
        if rule.unless is not None:
            kept = f"({kept} and not {self.rails.possible(rule.unless)})"
        return kept

    def _fails(self, plan: RulePlan) -> str:
        rule, demand = plan.rule, plan.demand
        assert demand is not None  # noqa: S101 -- functions are not compiled
        if rule.forbids is None:
            return f"not {self.rails.possible(demand)}"
        return self.rails.certain(demand)

    def _write_row_group(
        self,
        group: Group,
        table: Table,
        opening: list[str],
        in_rows: list[str],
        closing: list[str],
    ) -> None:
        guard = f"g{group.number}"
        margin = "   "
        if group.applies is not None:
            opening.append(f"  {guard} = {self.rails.certain(group.applies)}")
            in_rows.append(f"   if {guard}:")
            margin += " "
        by_gate: dict[str, list[tuple[int, RulePlan]]] = {}
        for position, plan in group.plans:
            gate = None
            if not asks_row_by_row(plan):
                gate = gate_of(self._row_rails(table), plan.rule.forbids)
            by_gate.setdefault(gate or "", []).append((position, plan))
        for gate, plans in by_gate.items():
            inner = margin
            if gate:
                in_rows.append(f"{margin}if {gate}:")
                inner += " "
            in_rows.extend(
                line for position, plan in plans for line in self._row_rule(position, plan, inner)
            )
        opening.extend(f"  x{position} = []; y{position} = []" for position, _ in group.plans)
        margin = "  "
        if group.applies is not None:
            closing.append(f"  if {guard}:")
            margin += " "
        gone = f"{table.value}_gone"
        if group.vetoes:
            closing.append(
                f"{margin}if len({table.value}) > {gone} or not {table.value}_ok: vetoes += {group.vetoes}"
            )
        closing.extend(
            f"{margin}if x{p} or y{p} or not {table.value}_ok: row_hits.append(({p}, x{p}, y{p}))"
            for p, _ in group.plans
        )
        if group.applies is not None:
            closing.append(f"  else: closed.append({group.number})")

    def _row_rails(self, table: Table) -> Rails:
        self._rows.setdefault(table, {})
        return self.rails

    def _row_rule(self, position: int, plan: RulePlan, margin: str) -> list[str]:
        if asks_row_by_row(plan):
            rule = plan.rule
            passes = self._passes(plan)
            if rule.applies is not None:
                passes = f"({passes} and {self.rails.certain(rule.applies)})"
            return [f"{margin}if not {passes}: y{position}.append(r)"]
        return [
            f"{margin}if not {self._passes(plan)}: (x{position} if {self._fails(plan)} else y{position}).append(r)"
        ]

    def _row_loop(self, table: Table, rules: list[str]) -> list[str]:
        body = [*self._aggregate_lines(table), *rules]
        if not body and table is Table.ACCOUNTS:
            return []
        moment = f"r.{table.moment}"
        lines = [f"  for r in {table.value}:", f"   t = {moment}"]
        gone = f"{table.value}_gone += 1; " if table is not Table.ACCOUNTS else ""
        lines.append(f"   if t is not None and t > as_of: {gone}continue")
        if table is Table.POSTS:
            lines.append("   d = r.deleted_at")
            lines.append(f"   if d is not None and d <= as_of: {gone}continue")
        return [*lines, *self._row_loads.get(table, []), *body]

    def _aggregate_lines(self, table: Table) -> list[str]:
        lines: list[str] = []
        by_window: dict[int | None, list[tuple[str, Aggregate]]] = {}
        for name, aggregate in self._aggregates.get(table, []):
            days = aggregate.rows.days
            length = None if days is None else days.plain
            by_window.setdefault(length, []).append((name, aggregate))  # type: ignore[arg-type]  # days are ints
        margin = "   "
        for length in sorted(by_window, key=lambda days: -(days or math.inf)):
            if length is not None:
                # Shorter windows lie inside longer ones, so they are asked there.
                self.rails.days.add(length)
                lines.append(f"{margin}if t is None or t > w{length}:")
                margin += " "
            by_gate: dict[str, list[tuple[str, Aggregate]]] = {}
            for name, aggregate in by_window[length]:
                gate = gate_of(self.rails, aggregate.rows.condition)
                by_gate.setdefault(gate or "", []).append((name, aggregate))
            for gate, members in by_gate.items():
                inner = margin
                if gate:
                    lines.append(f"{margin}if {gate}:")
                    inner += " "
                for name, aggregate in members:
                    lines.extend(self._aggregate_step(name, aggregate, inner))
        return lines

    def _aggregate_step(self, name: str, aggregate: Aggregate, margin: str) -> list[str]:
        lines: list[str] = []
        certain = ["t is not None"] if aggregate.rows.days is not None else []
        if aggregate.rows.condition is not None:
            lines.append(f"{margin}if {self.rails.possible(aggregate.rows.condition)}:")
            margin += " "
            rest = self.rails.certain_once_possible(aggregate.rows.condition)
            certain.extend([rest] if rest else [])
        known = " and ".join(certain)
        match aggregate.function:
            case Function.COUNT:
                if known:
                    return [*lines, f"{margin}if {known}: n{name} += 1", f"{margin}else: u{name} += 1"]
                return [*lines, f"{margin}n{name} += 1"]
            case Function.SHARE:
                of = aggregate.of
                assert isinstance(of, Condition)  # noqa: S101 -- checked when it was built
                if known:
                    lines.append(f"{margin}if not ({known}): u{name} += 1")
                    lines.append(f"{margin}elif {self.rails.certain(of)}: n{name} += 1; a{name} += 1")
                else:
                    lines.append(f"{margin}if {self.rails.certain(of)}: n{name} += 1; a{name} += 1")
                lines.append(f"{margin}elif {self.rails.possible(of)}: u{name} += 1")
                return [*lines, f"{margin}else: n{name} += 1"]
            case _:
                return [*lines, *self._number_step(name, aggregate, margin, known)]

    def _number_step(self, name: str, aggregate: Aggregate, margin: str, known: str) -> list[str]:
        assert isinstance(aggregate.of, Expression)  # noqa: S101 -- checked when it was built
        spec = aggregate.of.field_spec
        assert spec is not None  # noqa: S101 -- checked when it was built
        value = self._local(spec)
        has_value = f"{value} is not None" + (f" and {known}" if known else "")
        match aggregate.function:
            case Function.MEAN:
                step = f"n{name} += 1; a{name} += {value}"
            case Function.MIN:
                step = f"a{name} = {value} if not n{name} or {value} < a{name} else a{name}; n{name} += 1"
            case _:
                step = f"a{name} = {value} if not n{name} or {value} > a{name} else a{name}; n{name} += 1"
        return [f"{margin}if {has_value}: {step}", f"{margin}else: u{name} += 1"]

    def _slot(self, operand: Expression) -> str:
        if isinstance(operand, Aggregate):
            name = self._tally(operand)
            if operand.function is Function.COUNT:
                return f"n{name}, u{name}"
            return f"n{name}, u{name}, a{name}"
        spec = operand.field_spec
        assert spec is not None  # noqa: S101 -- operands are fields and aggregates
        return self._local(spec)

    def _tally(self, aggregate: Aggregate) -> str:
        key = aggregate.key(by_value=True)
        name = self._tallies.get(key)
        if name is None:
            name = self._tallies[key] = str(len(self._tallies))
            self._aggregates.setdefault(aggregate.rows.table, []).append((name, aggregate))
        return name

    def _local(self, spec: FieldSpec) -> str:
        table = next((table for table in Table if table.row_root == spec.root), None)
        if table is None:
            names, loads, margin, owner = self._outer, self._loads, "  ", spec.root
        else:
            names = self._rows.setdefault(table, {})
            loads, margin, owner = self._row_loads.setdefault(table, []), "   ", "r"
        name = names.get(spec.name)
        if name is None:
            name = names[spec.name] = f"{_PREFIX[spec.root]}{len(names)}"
            loads.extend(f"{margin}{line}" for line in _load(name, owner, spec))
        return name


_PREFIX = {"post": "p", "message": "m", "peer": "q", "account": "f", "unit": "v"}


def _complete(aggregate: Aggregate) -> str:
    return f"{aggregate.rows.table.value}_ok"


def asks_row_by_row(plan: RulePlan) -> bool:
    """Return whether a rule about rows can come to not applicable for single rows."""
    root = _ROW_ROOT[plan.rule.subject]
    return plan.rule.unless is not None or plan.depends_on_rows(plan.rule.applies, root)


def _demanded(plan: RulePlan) -> tuple[Expression, ...]:
    """Return the operands of the demand and the exception, which a plan lists first."""
    return plan.operands[: plan.demanded]


def _load(name: str, owner: str, spec: FieldSpec) -> list[str]:
    """Return the lines that read a field into a local variable."""
    if spec.as_of_method is not None:
        read = f"{owner}.{spec.as_of_method}(as_of)"
    else:
        read = f"{owner}.{spec.path[0]}"
    guard = f" if {owner} is not None else None" if owner == "unit" else ""
    lines = [f"{name} = {read}{guard}"]
    lines.extend(f"if {name} is not None: {name} = {name}.{part}" for part in spec.path[1:])
    if spec.kind is Kind.MOMENT:
        lines.append(f"if {name} is not None and {name} > as_of: {name} = None")
    return lines
