"""
The fused function: one pass over a subject's rows for all rules about it and them.

Rules with the same scope form a group, whose scope is asked once. Aggregates that
several rules ask for are kept once. The function only tells passes from the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, field, frozen

from govmedia_rules.conditions.expressions import Rows
from govmedia_rules.conditions.fields import Table
from govmedia_rules.conditions.predicates import And, Condition
from govmedia_rules.evaluation.expressions import gate_of
from govmedia_rules.evaluation.plans import RulePlan
from govmedia_rules.evaluation.source import SITUATION, SourceScope, slots_of
from govmedia_rules.law import Severity
from govmedia_rules.models import Subject

__all__ = ["FusedFunction", "Group", "grouped"]


@frozen(eq=False)
class Group:
    """
    Rules about one kind of subject that have the same scope.

    Parameters:
        number: its position among the groups of the program.

        subject: what its rules judge.

        applies: their scope, without what it asks of each row; None where it binds everybody.

        row_scope: what their scope asks of each row, or None.

        plans: the positions of its rules and their plans.

        vetoes: how many of its rules are vetoes.
    """

    number: int
    subject: Subject
    applies: Condition | None
    row_scope: Condition | None
    plans: tuple[tuple[int, RulePlan], ...]
    vetoes: int

    @property
    def table(self) -> Table | None:
        """The table whose rows its rules judge, or None."""
        return self.plans[0][1].table


def grouped(plans: Sequence[RulePlan | None]) -> tuple[Group, ...]:
    """Return the plans by subject and scope, in order; positions without a plan are left out."""
    members: dict[object, list[tuple[int, RulePlan]]] = {}
    scopes: dict[object, tuple[Subject, Condition | None, Condition | None]] = {}
    for position, plan in enumerate(plans):
        if plan is None:
            continue
        subject, applies, row_scope = plan.rule.subject, plan.account_scope, plan.row_scope
        if plan.asks_row_by_row and row_scope is not None:
            applies = row_scope = None
        key = (
            subject,
            *[None if each is None else each.value_key for each in (applies, row_scope)],
        )
        members.setdefault(key, []).append((position, plan))
        scopes.setdefault(key, (subject, applies, row_scope))
    return tuple(
        Group(
            number,
            *scopes[key],
            tuple(found),
            sum(plan.rule.severity is Severity.VETO for _, plan in found),
        )
        for number, (key, found) in enumerate(members.items())
    )


@define(eq=False)
class FusedFunction:
    """Writes the source of one fused function."""

    name: str
    groups: list[Group]
    scope: SourceScope
    _parts: dict[object, str] = field(factory=dict, init=False)
    _shared: list[str] = field(factory=list, init=False)
    _opening: list[str] = field(factory=list, init=False)
    _closing: list[str] = field(factory=list, init=False)

    def write(self) -> list[str]:
        """Return the lines of the function."""
        for group in self.groups:
            if group.table is None:
                self._write_group(group)
            elif group.row_scope is None:
                self._write_row_group(group, group.table)
            else:
                self._write_scoped_rows(group, group.table, group.row_scope)
        loops = [line for table in Table for line in self.scope.loop(table)]
        constants = self.scope.names.bound() if self.groups else []
        bound = [*constants, "as_of", "INF", "judged", "out_of_scope", "rows_read"]
        return [
            # What is asked again and again is found fastest among a function's own names.
            f"def {self.name}(situations, vetoed, tells_all, {', '.join(f'{n}={n}' for n in bound)}):",
            " posts_read = messages_read = 0",
            " for s in situations:",
            f"  {SITUATION}",
            "  hits = []; open_groups = (); posts_gone = messages_gone = vetoes = 0",
            *self.scope.loads,
            *self.scope.beginnings(),
            *self._shared,
            *self._opening,
            *loops,
            *self._closing,
            "  posts_read += len(posts) - posts_gone",
            "  messages_read += len(messages) - messages_gone",
            "  vetoed.append(vetoes)",
            "  if hits or open_groups or tells_all:",
            "   hits.sort()",
            "   yield judged((s, hits, open_groups, posts_gone, messages_gone))",
            " rows_read['posts'] += posts_read",
            " rows_read['messages'] += messages_read",
        ]

    def _write_group(self, group: Group) -> None:
        lines, margin = self._closing, "  "
        if group.applies is not None:
            lines.append(f"  if {self._applies(group.applies)}:")
            margin = "   "
        if group.vetoes:
            lines.append(f"{margin}vetoes += {group.vetoes}")
        for position, plan in group.plans:
            slots = slots_of(self.scope, plan.operands[: plan.demanded])
            read = f"({', '.join(slots)},)" if slots else "()"
            lines.append(f"{margin}if {self._open(plan)}: hits.append(({position}, {read}))")
        if group.applies is not None:
            lines.extend(self._otherwise(group, "1"))

    def _applies(self, scope: Condition) -> str:
        """
        Return the test that a scope certainly holds.

        Most scopes share their parts, such as «is active»; each is asked once.
        """
        parts = scope.parts if isinstance(scope, And) else (scope,)
        names: list[str] = []
        for part in parts:
            if any(isinstance(node, Rows) for node in part.walk()):
                # Not known before the rows were read.
                names.append(self.scope.rails.certain(part))
                continue
            key = part.value_key
            name = self._parts.get(key)
            if name is None:
                name = self._parts[key] = f"c{len(self._parts)}"
                self._shared.append(f"  {name} = {self.scope.rails.certain(part)}")
            names.append(name)
        return " and ".join(names)

    def _otherwise(self, group: Group, subjects: str) -> list[str]:
        """Return what happens where the scope does not certainly hold."""
        assert group.applies is not None  # noqa: S101 -- a group without a scope always applies
        return [
            f"  elif {self.scope.rails.possible(group.applies)}: open_groups += ({group.number},)",
            f"  else: out_of_scope[{group.number}] += {subjects}",
        ]

    def _open(self, plan: RulePlan) -> str:
        """Return the test that a rule in its scope does not certainly pass."""
        rule, rails = plan.rule, self.scope.rails
        demand = plan.parts["demand"]
        is_open = f"not {rails.certain(demand)}" if rule.forbids is None else rails.possible(demand)
        if rule.unless is not None:
            is_open = f"{is_open} or {rails.possible(rule.unless)}"
        return is_open

    def _fails(self, plan: RulePlan) -> str:
        demand = plan.parts["demand"]
        if plan.rule.forbids is None:
            return f"not {self.scope.rails.possible(demand)}"
        # Asked only of what possibly holds, so knowing it is enough.
        return self.scope.rails.certain_once_possible(demand) or "True"

    def _write_row_group(self, group: Group, table: Table) -> None:
        guard, after = "", "  "
        if group.applies is not None:
            guard, after = f"g{group.number}", "   "
            self._opening.append(f"  {guard} = {self._applies(group.applies)}")
            self._closing.append(f"  if {guard}:")
        name = table.value
        if group.vetoes:
            self._closing.append(
                f"{after}if len({name}) > {name}_gone or not {name}_ok: vetoes += {group.vetoes}"
            )
        by_gate: dict[str | None, list[tuple[int, RulePlan]]] = {}
        for position, plan in group.plans:
            is_plain = not plan.asks_row_by_row
            gate = gate_of(self.scope.rails, plan.rule.forbids) if is_plain else None
            by_gate.setdefault(gate, []).append((position, plan))
        for gate, plans in by_gate.items():
            if gate is None:
                self._judge_in_passing(plans, table, guard, after)
            else:
                self._judge_afterwards(plans, table, gate, after)
        if group.applies is not None:
            self._closing.extend(self._otherwise(group, f"len({name}) - {name}_gone"))

    def _write_scoped_rows(self, group: Group, table: Table, row_scope: Condition) -> None:
        """Judge each row by rules that ask it whether they bind it; none of them has an exception."""
        number, name, rails = group.number, table.value, self.scope.rails
        maybe, sure, unsure, out = (
            f"{each}{number}" for each in ("maybe", "sure", "unsure", "out")
        )
        lists = [f"{kind}{position}" for position, _ in group.plans for kind in "xy"]
        certain, possible = rails.certain(row_scope), rails.possible(row_scope)
        lines, margin = self.scope.gated(table, None), "   "
        after = "  "
        if group.applies is not None:
            self._opening.append(f"  {maybe} = {rails.possible(group.applies)}")
            self._opening.append(f"  {sure} = {self._applies(group.applies)}")
            self._closing.append(f"  if {maybe}:")
            lines.append(f"{margin}if {maybe}:")
            margin, after, certain = "    ", "   ", f"{sure} and {certain}"
        self._opening.extend(f"  {each} = []" for each in (*lists, unsure))
        self._opening.append(f"  {out} = 0")
        lines.append(f"{margin}if {certain}:")
        for position, plan in group.plans:
            lines.append(f"{margin} {self._row_rule(plan, f'x{position}', f'y{position}')}")
        lines.append(f"{margin}elif {possible}: {unsure}.append(r)")
        lines.append(f"{margin}else: {out} += 1")
        if group.vetoes:
            bound = f"len({name}) - {name}_gone > {out} or not {name}_ok"
            self._closing.append(f"{after}if {bound}: vetoes += {group.vetoes}")
        entries = ", ".join(f"({p}, (x{p}, y{p}, {unsure}))" for p, _ in group.plans)
        self._closing.append(f"{after}out_of_scope[{number}] += {out}")
        self._closing.append(
            f"{after}if {' or '.join([unsure, *lists])} or not {name}_ok: hits += [{entries}]"
        )
        if group.applies is not None:
            self._closing.append(f"  else: out_of_scope[{number}] += len({name}) - {name}_gone")

    def _judge_in_passing(
        self, plans: list[tuple[int, RulePlan]], table: Table, guard: str, after: str
    ) -> None:
        """Judge each row by *plans* while it is passed."""
        lists = [f"{kind}{position}" for position, _ in plans for kind in "xy"]
        self._opening.extend(f"  {name} = []" for name in lists)
        lines, margin = self.scope.gated(table, None), "   "
        if guard:
            lines.append(f"{margin}if {guard}:")
            margin += " "
        for position, plan in plans:
            lines.append(f"{margin}{self._row_rule(plan, f'x{position}', f'y{position}')}")
        entries = ", ".join(f"({p}, (x{p}, y{p}, ()))" for p, _ in plans)
        self._closing.append(
            f"{after}if {' or '.join(lists)} or not {table.value}_ok: hits += [{entries}]"
        )

    def _judge_afterwards(
        self, plans: list[tuple[int, RulePlan]], table: Table, gate: str, margin: str
    ) -> None:
        """Judge by *plans* the rows behind a gate, which are few or none, after the pass."""
        behind = self.scope.rows_behind(table, gate)
        positions = ", ".join(str(position) for position, _ in plans)
        operands = [operand for _, plan in plans for operand in plan.operands[: plan.demanded]]
        self._closing.extend(
            [
                f"{margin}if {behind} or not {table.value}_ok:",
                f"{margin} found = {{each: ([], [], ()) for each in ({positions},)}}",
                f"{margin} for r in {behind}:",
                *(f"{margin}  {line}" for line in self.scope.reads(table, operands)),
            ]
        )
        for position, plan in plans:
            rule = self._row_rule(plan, f"found[{position}][0]", f"found[{position}][1]")
            self._closing.append(f"{margin}  {rule}")
        self._closing.append(f"{margin} hits += found.items()")

    def _row_rule(self, plan: RulePlan, failed: str, rest: str) -> str:
        """Return the line that puts a row that did not certainly pass into one of two lists."""
        is_open = self._open(plan)
        if not plan.asks_row_by_row:
            return f"if {is_open}: ({failed} if {self._fails(plan)} else {rest}).append(r)"
        applies = plan.rule.bound
        if applies is not None:
            is_open = f"{is_open} or not {self.scope.rails.certain(applies)}"
        return f"if {is_open}: {rest}.append(r)"
