"""
Rule sets compiled to one fused Python function per kind of subject.

As attrs does for ``__init__``, the functions are generated as source text and
compiled once. One pass over an account's posts feeds every aggregate of every rule
and judges every rule about posts; aggregates that several rules ask for are kept
once. The fused functions only tell passes from the rest: whatever did not certainly
pass is handed on, with what was read, to be decided exactly. What that needs is
generated when it is first needed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any, NamedTuple, TypeAlias, cast

from attrs import define, field, frozen
from pendulum import DateTime

from govmedia_rules.conditions.expressions import Aggregate
from govmedia_rules.conditions.fields import Table
from govmedia_rules.conditions.interpreter import Row, RowsRead, Situation, has_all
from govmedia_rules.conditions.logic import Truth3
from govmedia_rules.conditions.predicates import Condition
from govmedia_rules.conditions.register import Register
from govmedia_rules.evaluation.expressions import Names
from govmedia_rules.evaluation.fusing import FusedFunction, Group, grouped
from govmedia_rules.evaluation.plans import RulePlan
from govmedia_rules.evaluation.source import SITUATION, SourceScope, slots_of
from govmedia_rules.models import Subject
from govmedia_rules.moments import cut_off

__all__ = ["Judged", "Program", "RunningProgram", "compile_program"]


class Judged(NamedTuple):
    """
    What a generated function has to say about one account or unit.

    Parameters:
        situation: the account or unit, with what belongs to it.

        hits: in the order of the rules, the position of each rule that did not certainly
            pass, and what was read for it. For a rule about its posts or messages these
            are lists, which may all be empty: the rows that failed, the rows that
            neither passed nor failed for certain and, for a rule that asks each row
            whether it binds it, the rows for which nobody knows that.

        open_groups: the groups of which nobody knows whether they apply.

        posts_gone, messages_gone: rows after the moment or deleted before it.
    """

    situation: Situation
    hits: list[tuple[int, tuple[Any, ...]]]
    open_groups: tuple[int, ...]
    posts_gone: int
    messages_gone: int


JudgeFunction: TypeAlias = Callable[[Iterable[Situation], list[int], bool], Iterator[Judged]]
"""
Judges accounts or units one after the other, and yields those with something to say.

It is also given a list, to which it adds for each subject how many veto rules were judged,
and whether to yield every subject.
"""

TruthsFunction: TypeAlias = Callable[[Situation, tuple[Any, ...]], tuple[Truth3, ...]]
StatesFunction: TypeAlias = Callable[
    [Situation, Sequence[Row]], list[tuple[tuple[Truth3, ...], tuple[Any, ...]]]
]
RowsFunction: TypeAlias = Callable[[Situation], tuple[list[Row], list[Row]]]


@frozen(eq=False)
class Program:
    """
    A compiled rule set.

    Parameters:
        source: the generated source text, for those who want to read it.

        groups: the groups of rules.

        names: the constants and windows that the source names.
    """

    source: str
    groups: tuple[Group, ...]
    names: Names
    _code: Any = field(repr=False)
    _truths: dict[int, Any] = field(factory=dict, init=False, repr=False)
    _rows: dict[object, Any] = field(factory=dict, init=False, repr=False)
    _states: dict[int, Any] = field(factory=dict, init=False, repr=False)

    def at(self, as_of: DateTime, register: Register) -> RunningProgram:
        """Return the program as of a moment and for a portfolio's register, ready to run."""
        return RunningProgram(self, as_of, register)

    def truths_code(self, position: int, plan: RulePlan) -> Any:
        """Return the code that tells, from what was read, which leaves of a demand hold."""
        code = self._truths.get(position)
        if code is None:
            scope = SourceScope(self.names)
            slots = slots_of(scope, plan.operands[: plan.demanded])
            count = len({*plan.leaves_by_part["demand"], *plan.leaves_by_part.get("exception", ())})
            tests = [_three_valued(scope, leaf) for leaf in plan.leaves[:count]]
            lines = ["def truths(s, slots):", f" {SITUATION}"]
            lines.extend([f" {', '.join(slots)}, = slots"] if slots else [])
            lines.append(f" return ({', '.join(tests)},)")
            code = self._truths[position] = _compiled(lines)
        return code

    def states_code(self, plan: RulePlan) -> Any:
        """Return the code that tells of rows whether a rule's leaves hold, and what it reads."""
        code = self._states.get(id(plan))
        if code is None:
            scope = SourceScope(self.names)
            slots = slots_of(scope, plan.operands)
            tests = [_three_valued(scope, leaf) for leaf in plan.leaves]
            table = cast("Table", plan.table)
            lines = [
                "def states(s, rows):",
                f"  {SITUATION}",
                *scope.loads,
                "  found = []",
                "  for r in rows:",
                *(f"   {line}" for line in scope.reads(table, plan.operands)),
                f"   found.append((({_tuple(tests)}), ({_tuple(slots)})))",
                "  return found",
            ]
            code = self._states[id(plan)] = _compiled(lines)
        return code

    def rows_code(self, aggregate: Aggregate) -> Any:
        """Return the code that collects the rows behind an aggregate."""
        key = aggregate.rows.value_key
        code = self._rows.get(key)
        if code is None:
            code = self._rows[key] = _compiled(_rows_source(self.names, aggregate))
        return code


def _three_valued(scope: SourceScope, leaf: Condition) -> str:
    certain, possible = scope.rails.certain(leaf), scope.rails.possible(leaf)
    return f"True if {certain} else None if {possible} else False"


def _tuple(parts: Sequence[str]) -> str:
    return "".join(f"{part}, " for part in parts)


def _rows_source(names: Names, aggregate: Aggregate) -> list[str]:
    scope = SourceScope(names)
    table, days = aggregate.rows.table, aggregate.rows.days
    possibly, certainly = scope.membership(aggregate)
    asked = [] if days is None else [f"(t is None or t > {names.window(days.plain)})"]
    asked.extend([possibly] if possibly is not None else [])
    if days is not None:
        certainly = " and ".join(["t is not None", *([certainly] if certainly else [])])
    chosen = f"(certain if {certainly} else undecided)" if certainly else "certain"
    body = f"{chosen}.append(r)"
    scope.gated(table, None).append(
        f"   if {' and '.join(asked)}: {body}" if asked else f"   {body}"
    )
    loop = scope.loop(table)
    return [
        "def rows(s):",
        f"  {SITUATION}",
        "  certain = []; undecided = []; posts_gone = messages_gone = 0",
        *scope.loads,
        *loop,
        "  return certain, undecided",
    ]


def _compiled(lines: list[str]) -> Any:
    return compile("\n".join([*lines, ""]), "<govmedia_rules program>", "exec")


@define(eq=False)
class RunningProgram:
    """
    A program as of a moment, for one audit.

    Parameters:
        program: the program.

        as_of: the moment.

        register: the units and answers of the portfolio, and the calendar.

    Attributes:
        out_of_scope: how many subjects each group turned out not to apply to.

        rows_read: how many rows of each table existed, counted when all were judged.

        judge_accounts, judge_units: the functions that judge accounts and units.
    """

    program: Program
    as_of: DateTime
    register: Register
    out_of_scope: list[int] = field(init=False)
    rows_read: dict[str, int] = field(init=False)
    judge_accounts: JudgeFunction = field(init=False)
    judge_units: JudgeFunction = field(init=False)
    _truths: dict[int, TruthsFunction] = field(factory=dict, init=False)
    _rows: dict[int, RowsFunction] = field(factory=dict, init=False)
    _states: dict[int, StatesFunction] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self.out_of_scope = [0] * len(self.program.groups)
        self.rows_read = {"posts": 0, "messages": 0}
        namespace = self._run(self.program._code)  # noqa: SLF001 -- same module
        self.judge_accounts = namespace["judge_accounts"]
        self.judge_units = namespace["judge_units"]

    def _run(self, code: Any) -> dict[str, Any]:
        names = self.program.names
        namespace: dict[str, Any] = {
            "as_of": self.as_of,
            "INF": math.inf,
            "fsum": math.fsum,
            # Faster than `Judged._make`, which asks for the length of what it made.
            "judged": partial(tuple.__new__, Judged),
            "out_of_scope": self.out_of_scope,
            "answer": self.register.answer,
            "superior_of": self.register.superior,
            "calendar": self.register.calendar,
            "rows_read": self.rows_read,
        }
        for number, value in enumerate(names.constants):
            namespace[f"k{number}"] = value
        for days in names.days:
            namespace[names.window(days)] = cut_off(self.as_of, days)
        # The source holds names and operators only; see the opening words of `expressions`.
        exec(code, namespace)  # noqa: S102
        return namespace

    def truths(
        self, position: int, plan: RulePlan, situation: Situation, slots: tuple[Any, ...]
    ) -> tuple[Truth3, ...]:
        """Return which leaves of a rule's demand and exception hold."""
        function = self._truths.get(position)
        if function is None:
            function = self._run(self.program.truths_code(position, plan))["truths"]
            self._truths[position] = function
        return function(situation, slots)

    def states(
        self, plan: RulePlan, situation: Situation, rows: Sequence[Row]
    ) -> list[tuple[tuple[Truth3, ...], tuple[Any, ...]]]:
        """Return, for each row, whether a rule's leaves hold and what its operands read."""
        function = self._states.get(id(plan))
        if function is None:
            function = self._run(self.program.states_code(plan))["states"]
            self._states[id(plan)] = function
        return function(situation, rows)

    def rows(self, aggregate: Aggregate, situation: Situation) -> RowsRead:
        """Return the rows behind an aggregate."""
        function = self._rows.get(id(aggregate))
        if function is None:
            function = self._run(self.program.rows_code(aggregate))["rows"]
            self._rows[id(aggregate)] = function
        certain, undecided = function(situation)
        return RowsRead(certain, undecided, has_all(situation, aggregate.rows.table))


def compile_program(plans: Sequence[RulePlan | None]) -> Program:
    """
    Return the program for the rules that have a plan; positions without one are left out.

    Rules that a function decides are not compiled; give None for them.
    """
    groups = grouped(plans)
    names = Names()
    of_accounts = [group for group in groups if group.subject is not Subject.UNIT]
    of_units = [group for group in groups if group.subject is Subject.UNIT]
    lines = [
        *FusedFunction("judge_accounts", of_accounts, SourceScope(names)).write(),
        *FusedFunction("judge_units", of_units, SourceScope(names)).write(),
    ]
    return Program("\n".join(lines), groups, names, _compiled(lines))
