"""
Which mutants there are: cosmic-ray's and our own, less those that could not tell anything.

Left out by rule, never by hand: what stands in annotations, in the words said to people,
and in what only serves speed; and operators whose mutants die of a TypeError at the first
touch (a condition divided by a condition), because they would only flatter the score.
"""

from __future__ import annotations

import ast
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from attrs import frozen
from cosmic_ray.commands.init import init  # pyright: ignore[reportMissingImports]  # of the group mutation
from cosmic_ray.mutating import mutate_code  # pyright: ignore[reportMissingImports]  # of the group mutation
from cosmic_ray.plugins import OPERATOR_PROVIDERS, get_operator  # pyright: ignore[reportMissingImports]  # of the group mutation
from cosmic_ray.work_db import WorkDB, use_db  # pyright: ignore[reportMissingImports]  # of the group mutation
from cosmic_ray.work_item import MutationSpec, WorkItem  # pyright: ignore[reportMissingImports]  # of the group mutation

from mutation.operators import CONSTRUCTION, WORDING, OwnOperators

__all__ = ["Mutant", "all_mutants", "drawn", "mutants_of", "store"]

OPERATOR_PROVIDERS["own"] = OwnOperators()

_COMPARISONS: Final = {
    "Eq": ("NotEq",),
    "NotEq": ("Eq",),
    "Lt": ("LtE", "GtE"),
    "LtE": ("Lt", "Gt"),
    "Gt": ("GtE", "LtE"),
    "GtE": ("Gt", "Lt"),
    "Is": ("IsNot",),
    "IsNot": ("Is",),
    "In": ("NotIn",),
    "NotIn": ("In",),
}
_BINARY: Final = {
    "BitOr": "BitAnd",
    "BitAnd": "BitOr",
    "Add": "Sub",
    "Sub": "Add",
    "Mul": "Div",
    "Div": "Mul",
    "FloorDiv": "Mul",
    "Mod": "Mul",
}
OPERATORS: Final = frozenset(
    {f"core/ReplaceComparisonOperator_{a}_{b}" for a, bs in _COMPARISONS.items() for b in bs}
    | {f"core/ReplaceBinaryOperator_{a}_{b}" for a, b in _BINARY.items()}
    | {f"core/ReplaceUnaryOperator_Delete_{a}" for a in ("Not", "Invert", "USub")}
    | {
        f"core/{name}"
        for name in (
            "AddNot",
            "ExceptionReplacer",
            "NumberReplacer",
            "RemoveDecorator",
            "ReplaceAndWithOr",
            "ReplaceBreakWithContinue",
            "ReplaceContinueWithBreak",
            "ReplaceFalseWithTrue",
            "ReplaceOrWithAnd",
            "ReplaceTrueWithFalse",
            "ZeroIterationForLoop",
        )
    }
    | {f"own/{name}" for name in OwnOperators()}
)
"""A comparison is turned round and moved by one, `|` becomes `&`; cosmic-ray's other swaps crash."""

_SPEED: Final = frozenset({"cache", "lru_cache"})
_KIND: Final = frozenset(
    {
        "cached_property",
        "classmethod",
        "contextmanager",
        "define",
        "frozen",
        "overload",
        "property",
        "staticmethod",
        "unique",
    }
)
"""Decorators without which a thing is another kind of thing, and dies at the first touch."""


@frozen
class Mutant:
    """
    One change of one module.

    Parameters:
        spec: the change, in cosmic-ray's terms.
    """

    spec: MutationSpec

    @property
    def module(self) -> str:
        """The file, from the repository's root."""
        path: Path = self.spec.module_path
        return path.as_posix()

    @property
    def key(self) -> tuple[str, tuple[int, int], str, int]:
        """What tells it from others, and puts them in order."""
        spec = self.spec
        return self.module, spec.start_pos, spec.operator_name, spec.occurrence

    def lines(self, original: str) -> range:
        """Return the lines of the statement that it changes; of `if` and the like, of the head."""
        first, last = self.spec.start_pos[0], self.spec.end_pos[0]
        around = range(first, last + 1)
        for node in ast.walk(ast.parse(original)):  # from the outside in
            if isinstance(node, ast.stmt) and node.lineno <= first:
                body = getattr(node, "body", None)
                ends = (node.end_lineno or first) if not body else body[0].lineno - 1
                if last <= max(ends, node.lineno):
                    around = range(node.lineno, max(ends, last) + 1)
        return around

    def source(self, original: str) -> str | None:
        """Return the changed source, or None where it says the same or nothing at all."""
        operator = get_operator(self.spec.operator_name)(**self.spec.operator_args)
        changed: str | None = mutate_code(original, operator, self.spec.occurrence)
        if changed is None:
            return None
        try:
            before, after = ast.parse(original), ast.parse(changed)
        except SyntaxError:
            return None
        if "BinaryOperator" in self.spec.operator_name and _signs(before) == _signs(after):
            return None  # the star of a call or a signature, which multiplies nothing
        return None if ast.dump(before) == ast.dump(after) else changed


def all_mutants(paths: Iterable[Path], database: Path) -> list[Mutant]:
    """Return every mutant that can tell something, in order; *database* is for cosmic-ray's own list."""
    with use_db(str(database), WorkDB.Mode.create) as kept:
        init(sorted(paths), kept, {})
        specs = [item.mutations[0] for item in kept.work_items]
    by_module: defaultdict[Path, list[MutationSpec]] = defaultdict(list)
    for spec in specs:
        if spec.operator_name in OPERATORS:
            by_module[spec.module_path].append(spec)
    mutants = [
        Mutant(spec)
        for path, found in by_module.items()
        for spec in _telling(found, path.read_text(encoding="utf-8"))
    ]
    return sorted(mutants, key=lambda mutant: mutant.key)


def drawn(mutants: Iterable[Mutant], share: float, seed: int) -> list[Mutant]:
    """Return *share* of the mutants of each module, at least one, drawn with *seed*."""
    chosen: list[Mutant] = []
    for module, found in sorted(mutants_of(mutants).items()):
        dice = random.Random(f"{seed} {module}")  # noqa: S311 -- a sample, not a secret
        size = max(1, round(share * len(found)))
        chosen.extend(dice.sample(found, size))
    return sorted(chosen, key=lambda mutant: mutant.key)


def mutants_of(mutants: Iterable[Mutant]) -> dict[str, list[Mutant]]:
    """Return the mutants by module."""
    by_module: defaultdict[str, list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        by_module[mutant.module].append(mutant)
    return dict(by_module)


def store(mutants: Iterable[Mutant], session: Path) -> None:
    """Write a session of cosmic-ray's with these mutants and no results yet."""
    with use_db(str(session), WorkDB.Mode.create) as kept:
        kept.clear()
        kept.add_work_items(
            WorkItem.single(" ".join(map(str, mutant.key)), mutant.spec) for mutant in mutants
        )


def _signs(tree: ast.Module) -> list[type[ast.operator]]:
    """Return the signs between operands, in order."""
    return [type(node.op) for node in ast.walk(tree) if isinstance(node, ast.BinOp)]


def _telling(specs: Iterable[MutationSpec], source: str) -> Iterator[MutationSpec]:
    """Yield those that do not stand where nothing is decided."""
    silent = list(_silent(ast.parse(source)))
    for spec in specs:
        begins, ends = spec.start_pos, spec.end_pos
        if not any(first <= begins and ends <= last for first, last in silent):
            yield spec


def _silent(tree: ast.Module) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Yield where annotations, wording and what only serves speed stand."""
    for node in ast.walk(tree):
        for quiet in _quiet_parts(node):
            yield (
                (quiet.lineno, quiet.col_offset),
                (quiet.end_lineno or quiet.lineno, quiet.end_col_offset or 0),
            )
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            for decorator in node.decorator_list:
                if _name(decorator) in _SPEED | _KIND:
                    # As cosmic-ray counts: from the @ to the end of the line.
                    yield (
                        (decorator.lineno, 0),
                        ((decorator.end_lineno or decorator.lineno) + 1, 0),
                    )


def _quiet_parts(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """Yield what of *node* decides nothing."""
    match node:
        case ast.FunctionDef(returns=returns):
            if returns is not None:
                yield returns
            if any(_name(decorator) == "overload" for decorator in node.decorator_list):
                yield node
        case ast.arg(annotation=ast.expr() as annotation):
            yield annotation
        case ast.AnnAssign(annotation=annotation, value=value):
            yield annotation
            if value is not None and _name(annotation) == "TypeAlias":
                yield value
        case ast.Assign(targets=[ast.Name(id="__all__")]):
            yield node
        case ast.Raise(exc=ast.expr() as error):
            yield error  # what an error says; whether it is raised is decided before
        case ast.Call():
            yield from _quiet_arguments(node)
        case _:
            pass


def _quiet_arguments(call: ast.Call) -> Iterator[ast.expr]:
    """Yield types, which a swapped operator turns into a TypeError, and wording."""
    match _name(call.func):
        case "Text":
            yield call
        case "cast":
            yield call.args[0]
        case "isinstance" | "issubclass":
            yield call.args[1]
        case _:
            pass
    for keyword in call.keywords:
        if keyword.arg in WORDING | CONSTRUCTION:
            yield keyword.value


def _name(node: ast.expr) -> str:
    """Return the last name of what is called or mentioned."""
    match node:
        case ast.Call(func=function):
            return _name(function)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""
