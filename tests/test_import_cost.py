"""The face: importing it loads no extra, and it shows exactly what it says it has."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Final

import pytest

import govmedia_rules

# What the run-time dependencies (attrs, pendulum, cattrs) are imported as, with what
# they need themselves.
RUN_TIME: Final = frozenset(
    {
        "attr",
        "attrs",
        "cattr",
        "cattrs",
        "dateutil",
        "pendulum",
        "six",
        "typing_extensions",
        "tzdata",
    }
)

OURS_AND_RUN_TIME: Final = RUN_TIME | {"govmedia_rules"}

NOTHING = "pass"
THE_FACE = "import govmedia_rules"
EVERY_NAME = "from govmedia_rules import *"
AN_AUDIT = """
from govmedia_rules import Account, Portfolio, audit
from govmedia_rules.rulesets import INSPECTION_2019
audit(
    Portfolio(accounts=[Account(id="a", platform="wechat")]),
    INSPECTION_2019,
    as_of="2019-06-05T00:00:00+08:00",
).verdicts
"""


def in_fresh_process(code: str) -> object:
    """Return what *code* prints as JSON in a Python process of its own."""
    # -P keeps the folder that the tests run in off the path.
    done = subprocess.run(  # noqa: S603 -- our own code
        [sys.executable, "-P", "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    return json.loads(done.stdout)


def modules_loaded_by(code: str) -> set[str]:
    """Return the names of the modules that *code* loads."""
    found = in_fresh_process(
        f"import sys\nbefore = set(sys.modules)\n{code}\nimport json\n"
        "print(json.dumps(sorted(set(sys.modules) - before)))"
    )
    assert isinstance(found, list)
    return set(found)


def packages_loaded_by(code: str) -> set[str]:
    """Return the packages outside the standard library that *code* loads."""
    found = {name.partition(".")[0] for name in modules_loaded_by(code)}
    # The module that tells how Python was built bears the name of the platform.
    built = {name for name in found if name.startswith("_sysconfigdata")}
    return found - sys.stdlib_module_names - built


@pytest.mark.parametrize(
    "code", [THE_FACE, EVERY_NAME, AN_AUDIT], ids=["the face", "every name", "an audit"]
)
def test_nothing_but_the_run_time_dependencies_is_loaded_by(code: str) -> None:
    loaded = packages_loaded_by(code)

    assert "govmedia_rules" in loaded
    assert loaded - {"govmedia_rules"} <= RUN_TIME


# Packages that are there wherever these tests run, because running them takes them.
@pytest.mark.parametrize("package", ["attrs", "hypothesis", "pytest"])
def test_the_probe_sees_a_package_that_is_loaded(package: str) -> None:
    assert packages_loaded_by(NOTHING) & {package} == set()
    assert packages_loaded_by(f"import {package}") & {package} == {package}


def test_the_face_alone_loads_none_of_its_rooms_and_nothing_that_they_need() -> None:
    # Why importing it costs next to nothing; how little is told in docs/explanation/performance.md.
    loaded = modules_loaded_by(THE_FACE)

    assert {name for name in loaded if name.partition(".")[0] in OURS_AND_RUN_TIME} == {
        "govmedia_rules"
    }


def test_a_name_of_the_face_loads_its_room_when_it_is_asked_for() -> None:
    loaded = modules_loaded_by(f"{THE_FACE}\ngovmedia_rules.Text")

    assert {"govmedia_rules.text", "attrs"} <= loaded
    assert "govmedia_rules.evaluation" not in loaded


def test_a_star_import_brings_exactly_what_the_face_lists() -> None:
    brought: dict[str, object] = {}
    exec("from govmedia_rules import *", brought)  # noqa: S102 -- a star import stands in no function

    assert set(brought) - {"__builtins__"} == set(govmedia_rules.__all__)


def test_the_face_lists_each_name_once_in_order() -> None:
    assert govmedia_rules.__all__ == sorted(set(govmedia_rules.__all__))


def test_dir_lists_every_public_name_before_any_is_asked_for() -> None:
    listed = in_fresh_process("import json, govmedia_rules; print(json.dumps(dir(govmedia_rules)))")

    assert isinstance(listed, list)
    assert set(govmedia_rules.__all__) <= set(listed)
    assert listed == sorted(set(listed))


def imports_of_the_face() -> Iterator[tuple[str, str]]:
    """Yield each public name that the face imports, for readers or at run time, with its home."""
    tree = ast.parse(Path(govmedia_rules.__file__).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("govmedia_rules."):
            for alias in node.names:
                yield alias.asname or alias.name, node.module or ""


def test_what_type_checkers_see_is_what_the_face_lists() -> None:
    assert sorted(name for name, _ in imports_of_the_face()) == govmedia_rules.__all__


@pytest.mark.parametrize(("name", "home"), list(imports_of_the_face()))
def test_a_name_of_the_face_is_the_object_of_its_home(name: str, home: str) -> None:
    assert getattr(govmedia_rules, name) is getattr(import_module(home), name)
    assert name in import_module(home).__all__


def test_a_name_is_the_same_object_every_time() -> None:
    assert all(
        getattr(govmedia_rules, name) is getattr(govmedia_rules, name)
        for name in govmedia_rules.__all__
    )


@pytest.mark.parametrize("name", ["Posts", "evaluate", "_nothing", "__path_of_gold__"])
def test_a_name_that_the_face_does_not_have_is_an_attribute_error(name: str) -> None:
    with pytest.raises(
        AttributeError, match=f"^module 'govmedia_rules' has no attribute '{name}'$"
    ):
        getattr(govmedia_rules, name)

    assert not hasattr(govmedia_rules, name)
    with pytest.raises(ImportError, match=f"^cannot import name '{name}'"):
        exec(f"from govmedia_rules import {name}", {})  # noqa: S102 -- a name chosen above
