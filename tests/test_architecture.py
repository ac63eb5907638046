"""
The house: imports point down only, modules stay small, and say what is theirs.

Imports are read from the source, wherever they stand: those under ``if TYPE_CHECKING``
count like any other, those inside functions are counted and refused, and so is
``import_module`` of a name spelt out. That importing ``a.b.c`` runs ``a`` and ``a.b``
first is no import of theirs here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

import pytest
from attrs import frozen

ROOT: Final = "govmedia_rules"
SOURCE: Final = Path(__file__).parents[1] / "src" / ROOT
MOST_LINES: Final = 400
LEFTOVERS: Final = frozenset({"utils", "util", "helpers", "helper", "common", "misc"})

# The rooms of the house, lowest floor first: what stands on one floor may import what
# stands below, and nothing beside or above. The design puts errors, text and moments on
# one floor; text and moments raise errors, so errors is its cellar. frames judges by the
# plans of evaluation and writes findings in its words, so it stands upon it. testing, cases and
# synthetic stand beside the house, plugins too, which knows rule sets and screeners of
# others; all of them below the command. __main__ is the doorstep of cli.
FLOORS: Final[tuple[frozenset[str], ...]] = (
    frozenset({"errors"}),
    frozenset({"text", "moments", "lazy_faces", "problems", "spreadsheets", "toml_nesting"}),
    frozenset({"law", "models", "calendars"}),
    frozenset({"conditions"}),
    frozenset({"rules", "findings"}),
    frozenset({"evaluation", "sampling"}),
    frozenset({"frames"}),
    frozenset({"rulesets"}),
    frozenset({"serialization", "reports", "rulefile", "screening", "consolidation"}),
    frozenset({"cases", "synthetic", "plugins"}),
    frozenset({"testing"}),
    frozenset({"cli"}),
    frozenset({"__main__"}),
)


@frozen
class Import:
    """One import of a module of ours, and where it stands."""

    target: str
    line: int
    is_inside_function: bool


class _Reader(ast.NodeVisitor):
    """Collects the imports of modules of ours from one module."""

    def __init__(self, name: str, *, is_package: bool, known: Iterable[str]) -> None:
        self.package = name if is_package else name.rpartition(".")[0]
        self.known = frozenset(known)
        self.found: list[Import] = []
        self.depth = 0

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self._visit_inside(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self._visit_inside(node)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        self._visit_inside(node)

    def _visit_inside(self, node: ast.AST) -> None:
        self.depth += 1
        self.generic_visit(node)
        self.depth -= 1

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._add(alias.name, node.lineno)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        base = node.module or ""
        if node.level:
            above = self.package.split(".")[: len(self.package.split(".")) - node.level + 1]
            base = ".".join([*above, *([node.module] if node.module else [])])
        for alias in node.names:
            module = f"{base}.{alias.name}"
            self._add(module if module in self.known and base != ROOT else base, node.lineno)

    def visit_Call(self, node: ast.Call) -> None:
        called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func
        name = called.id if isinstance(called, ast.Name) else called
        if name in {"import_module", "__import__"} and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                self._add(first.value, node.lineno, is_inside_function=True)
        self.generic_visit(node)

    def _add(self, target: str, line: int, *, is_inside_function: bool = False) -> None:
        if target == ROOT or target.startswith(f"{ROOT}."):
            inside = is_inside_function or self.depth > 0
            self.found.append(Import(target, line, inside))


def read_modules(folder: Path) -> dict[str, str]:
    """Return the source of every module under *folder*, by name; packages end in a dot."""
    modules: dict[str, str] = {}
    for path in sorted(folder.rglob("*.py")):
        parts = (ROOT, *path.relative_to(folder).with_suffix("").parts)
        is_package = parts[-1] == "__init__"
        name = ".".join(parts[:-1]) + "." if is_package else ".".join(parts)
        modules[name] = path.read_text(encoding="utf-8")
    return modules


def imports_in(sources: Mapping[str, str]) -> dict[str, list[Import]]:
    """Return the imports of modules of ours, by the module that makes them."""
    known = {name.rstrip(".") for name in sources}
    imports: dict[str, list[Import]] = {}
    for name, source in sources.items():
        reader = _Reader(name.rstrip("."), is_package=name.endswith("."), known=known)
        reader.visit(ast.parse(source))
        imports[name.rstrip(".")] = reader.found
    return imports


def _room_of(module: str) -> str:
    return module.split(".")[1]


def _floor_of(room: str) -> int | None:
    return next((floor for floor, rooms in enumerate(FLOORS) if room in rooms), None)


def direction_faults(sources: Mapping[str, str]) -> Iterator[str]:
    """Yield every import that does not point down, and every one inside a function."""
    for module, imports in imports_in(sources).items():
        for each in imports:
            where = f"{module}:{each.line} imports {each.target}"
            if each.is_inside_function:
                yield f"{where} inside a function"
            if each.target == ROOT:
                yield f"{where}, the package root"
            elif module != ROOT:
                # The root stands above all and may import anything.
                yield from _floor_faults(_room_of(module), _room_of(each.target), where)


def _floor_faults(room: str, other: str, where: str) -> Iterator[str]:
    here, there = _floor_of(room), _floor_of(other)
    if here is None or there is None:
        yield f"{where}: no floor is known for {room if here is None else other}"
    elif room != other and here == there:
        yield f"{where}, a sibling"
    elif here < there:
        yield f"{where}, which is above"


def cycle_in(sources: Mapping[str, str]) -> list[str] | None:
    """Return the modules of one circle of imports, or None when there is none."""
    graph = {
        module: {each.target for each in imports} - {ROOT}
        for module, imports in imports_in(sources).items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return sorted(set(error.args[1]))
    return None


def shape_faults(sources: Mapping[str, str]) -> Iterator[str]:
    """Yield every module that is too long, is a drawer of leftovers, or does not say what it has."""
    for name, source in sources.items():
        module = name.rstrip(".")
        if (lines := len(source.splitlines())) > MOST_LINES:
            yield f"{module} has {lines} lines"
        if module.rpartition(".")[2].strip("_") in LEFTOVERS:
            yield f"{module} is named for what it is not about"
        tree = ast.parse(source)
        if not ast.get_docstring(tree):
            yield f"{module} has no docstring"
        if any(part.startswith("_") and part != "__main__" for part in module.split(".")):
            continue
        exported = _exported(tree)
        if exported is None:
            yield f"{module} has no __all__"
        else:
            yield from (f"{module} has no {lost}" for lost in exported if lost not in _bound(tree))


def _exported(tree: ast.Module) -> list[str] | None:
    for node in tree.body:
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and node.targets[0].id == "__all__"
        ):
            return list(ast.literal_eval(node.value))
    return None


def _bound(tree: ast.Module) -> set[str]:
    """Return the names that a module binds outside functions and classes."""
    names: set[str] = set()
    stack: list[ast.stmt] = list(tree.body)
    while stack:
        node = stack.pop()
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                names.add(node.name)
            case ast.Import() | ast.ImportFrom():
                names.update(alias.asname or alias.name for alias in node.names)
            case _:
                names.update(
                    each.id
                    for each in ast.walk(node)
                    if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
                )
                stack.extend(each for each in ast.walk(node) if isinstance(each, _DEFINITIONS))
    return names


_DEFINITIONS = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Import,
    ast.ImportFrom,
)

SOURCES: Final = read_modules(SOURCE)


def test_imports_point_down_only() -> None:
    assert list(direction_faults(SOURCES)) == []


def test_no_modules_import_one_another_in_a_circle() -> None:
    assert cycle_in(SOURCES) is None


def test_modules_are_short_named_for_something_and_say_what_they_have() -> None:
    assert list(shape_faults(SOURCES)) == []


def test_the_source_read_is_the_package() -> None:
    assert {f"{ROOT}.", f"{ROOT}.errors", f"{ROOT}.models.", f"{ROOT}.models.posts"} <= set(SOURCES)
    assert len({_floor_of(_room_of(name)) for name in SOURCES if name != f"{ROOT}."}) > 8


@pytest.mark.parametrize(
    ("module", "source", "fault"),
    [
        (
            "errors",
            "from govmedia_rules.text import Text",
            "govmedia_rules.errors:1 imports govmedia_rules.text, which is above",
        ),
        (
            "text",
            "import govmedia_rules.moments",
            "govmedia_rules.text:1 imports govmedia_rules.moments, a sibling",
        ),
        (
            "models.posts",
            "\nfrom govmedia_rules.law import Force",
            "govmedia_rules.models.posts:2 imports govmedia_rules.law, a sibling",
        ),
        (
            "models.posts",
            "from ..conditions import post",
            "govmedia_rules.models.posts:1 imports govmedia_rules.conditions, which is above",
        ),
        (
            "models.",
            "from ..law import Force",
            "govmedia_rules.models:1 imports govmedia_rules.law, a sibling",
        ),
        (
            "rules.rule",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from govmedia_rules.cli import run",
            "govmedia_rules.rules.rule:3 imports govmedia_rules.cli, which is above",
        ),
        (
            "cli.app",
            "def run():\n    from govmedia_rules.errors import shown",
            "govmedia_rules.cli.app:2 imports govmedia_rules.errors inside a function",
        ),
        (
            "cli.app",
            "class C:\n    async def m(self):\n        import govmedia_rules.errors",
            "govmedia_rules.cli.app:3 imports govmedia_rules.errors inside a function",
        ),
        (
            "cli.app",
            "import importlib\nimportlib.import_module('govmedia_rules.errors')",
            "govmedia_rules.cli.app:2 imports govmedia_rules.errors inside a function",
        ),
        (
            "cli.app",
            "f = lambda: __import__('govmedia_rules.errors')",
            "govmedia_rules.cli.app:1 imports govmedia_rules.errors inside a function",
        ),
        (
            "cli.app",
            "from govmedia_rules import Post",
            "govmedia_rules.cli.app:1 imports govmedia_rules, the package root",
        ),
        (
            "cli.app",
            "from govmedia_rules import errors",
            "govmedia_rules.cli.app:1 imports govmedia_rules, the package root",
        ),
        (
            "cli.app",
            "from .. import errors",
            "govmedia_rules.cli.app:1 imports govmedia_rules, the package root",
        ),
        (
            "cli.app",
            "import govmedia_rules as g",
            "govmedia_rules.cli.app:1 imports govmedia_rules, the package root",
        ),
        (
            "cases.jiangsu",
            "from govmedia_rules.testing import factories",
            "govmedia_rules.cases.jiangsu:1 imports govmedia_rules.testing, which is above",
        ),
        (
            "cellar",
            "from govmedia_rules.errors import shown",
            "govmedia_rules.cellar:1 imports govmedia_rules.errors: no floor is known for cellar",
        ),
        (
            "cli.app",
            "from govmedia_rules.attic import box",
            "govmedia_rules.cli.app:1 imports govmedia_rules.attic: no floor is known for attic",
        ),
    ],
)
def test_the_checker_catches_an_import_that_does_not_point_down(
    module: str, source: str, fault: str
) -> None:
    sources = {f"{ROOT}.errors": "", f"{ROOT}.{module}": source}

    assert list(direction_faults(sources)) == [fault]


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("text", "from govmedia_rules.errors import shown"),
        ("models.posts", "from govmedia_rules.models.fields import check_id"),
        ("models.posts", "from .fields import check_id"),
        ("models.posts", "import datetime\nfrom pendulum import DateTime"),
        ("cli.app", "from govmedia_rules.cases import jiangsu\nimport govmedia_rules.testing"),
        ("__main__", "from govmedia_rules.cli import run"),
        ("", "from govmedia_rules.cli import run\nfrom govmedia_rules.text import Text"),
        ("cli.app", "def run():\n    import json\n    from govmedia_rulesets import other"),
        ("cli.app", "import importlib\nimportlib.import_module('json')"),
    ],
)
def test_the_checker_lets_imports_that_point_down_pass(module: str, source: str) -> None:
    assert list(direction_faults({f"{ROOT}.{module}": source})) == []


@pytest.mark.parametrize(
    ("sources", "circle"),
    [
        ({"models.a": "from govmedia_rules.models.b import x", "models.b": ""}, None),
        (
            {
                "models.a": "from govmedia_rules.models.b import x",
                "models.b": "from govmedia_rules.models.c import x",
                "models.c": "from .a import x",
                "models.d": "from .a import x",
            },
            ["models.a", "models.b", "models.c"],
        ),
        (
            # A module that imports from the face of its own room.
            {
                "models.": "from govmedia_rules.models.a import x",
                "models.a": "from govmedia_rules.models import y",
            },
            ["models", "models.a"],
        ),
        (
            # The face again, but only to get at a module beside.
            {
                "models.": "from govmedia_rules.models.a import x",
                "models.a": "from govmedia_rules.models import b",
                "models.b": "",
            },
            None,
        ),
    ],
)
def test_the_checker_catches_a_circle(sources: dict[str, str], circle: list[str] | None) -> None:
    found = cycle_in({f"{ROOT}.{name}": source for name, source in sources.items()})

    assert found == (None if circle is None else [f"{ROOT}.{name}" for name in circle])


def _module(lines: int) -> str:
    return '"""Doc."""\n__all__ = ["x"]\nx = 1\n' + "#\n" * (lines - 3)


@pytest.mark.parametrize(
    ("module", "source", "faults"),
    [
        ("models.posts", _module(400), []),
        ("models.posts", _module(401), ["govmedia_rules.models.posts has 401 lines"]),
        (
            "models.utils",
            _module(3),
            ["govmedia_rules.models.utils is named for what it is not about"],
        ),
        (
            "models._helpers",
            '"""Doc."""',
            ["govmedia_rules.models._helpers is named for what it is not about"],
        ),
        (
            "misc.",
            _module(3),
            ["govmedia_rules.misc is named for what it is not about"],
        ),
        ("models.posts", "__all__ = []", ["govmedia_rules.models.posts has no docstring"]),
        ("models.posts", '"""Doc."""', ["govmedia_rules.models.posts has no __all__"]),
        ("models.", '"""Doc."""', ["govmedia_rules.models has no __all__"]),
        ("__main__", '"""Doc."""', ["govmedia_rules.__main__ has no __all__"]),
        ("models._rows", '"""Doc."""', []),
        (
            "models.posts",
            '"""Doc."""\n__all__ = ["Post", "lost"]\ndef f():\n    lost = 1\nclass Post: ...',
            ["govmedia_rules.models.posts has no lost"],
        ),
        (
            "models.posts",
            '"""Doc."""\n__all__ = ["a", "b", "c"]\nif a:\n    from x import a, y as b\n    c: int = 1',
            [],
        ),
        (
            "models.posts",
            '"""Doc."""\n__all__ = ["d"]\ntry:\n    def d(): ...\nexcept E: ...',
            [],
        ),
    ],
)
def test_the_checker_catches_a_module_out_of_shape(
    module: str, source: str, faults: list[str]
) -> None:
    assert list(shape_faults({f"{ROOT}.{module}": source})) == faults
