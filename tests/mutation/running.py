"""
Running the tests against one mutant, in a process forked for it.

The work tree is never touched: the child imports the changed source in place of the
file's. What is not ours is imported once, in the parent; ours is imported in each child,
because rules are made when their modules are imported.
"""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import os
import resource
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile
from types import CodeType, ModuleType
from typing import Final

import pytest
from attrs import define, field, frozen

from mutation.mutants import Mutant
from mutation.reaching import ARGUMENTS, Reach

__all__ = ["Killers", "Result", "forked"]

_OTHERS: Final = ("cattrs", "hypothesis.strategies", "narwhals", "pendulum")
_OURS: Final = (
    "govmedia_rules.evaluation",
    "govmedia_rules.rulesets.opinion_2018",
    "govmedia_rules.rulesets.inspection_2019",
)
_MEMORY: Final = 3 * 1024**3
_FIRST_FILES: Final = 3
_PATIENCE: Final = 1.5


@frozen
class Result:
    """
    What became of a mutant.

    Parameters:
        outcome: `killed`, `survived` or, for what cannot even be imported, `incompetent`.
        by: the test that failed, or why no test did.
    """

    outcome: str
    by: str


@define
class Killers:
    """Which tests have killed mutants so far, so that they are asked first."""

    tests: Counter[tuple[str, str]] = field(factory=Counter)
    files: Counter[tuple[str, str]] = field(factory=Counter)

    def add(self, module: str, test: str) -> None:
        """Remember that *test* killed a mutant of *module*."""
        for place in (module, ""):
            self.tests[place, test] += 1
            self.files[place, test.partition("::")[0]] += 1

    def file_rank(self, module: str, file: str) -> tuple[bool, int, int]:
        """Return what sorts *file* before others: the room's own tests, then the best killers."""
        own = module.removeprefix("src/govmedia_rules/").split("/")[0]
        kills = self.files[module, file]
        return (kills == 0 and f"tests/{own}/" not in file, -kills, -self.files["", file])

    def test_rank(self, module: str, test: str, seconds: float) -> tuple[int, bool, float]:
        """Return what sorts *test* before others of its file: kills, the theme, the time it takes."""
        return (-self.tests[module, test], Path(module).stem not in test, seconds)


@frozen(eq=False)
class _Chosen:
    """A plugin of pytest that runs the tests chosen, in our order, and notes what fails."""

    mutant: Mutant | None
    wanted: frozenset[str]
    reach: Reach
    killers: Killers
    failed: list[str] = field(factory=list)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out what does not reach the mutant; tests newer than the measurement stay."""
        seconds = self.reach.seconds
        module = self.mutant.module if self.mutant is not None else ""
        items[:] = sorted(
            (item for item in items if item.nodeid in self.wanted or item.nodeid not in seconds),
            key=lambda item: self.killers.test_rank(
                module, item.nodeid, seconds.get(item.nodeid, 0)
            ),
        )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note a test that failed."""
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Note a file whose tests cannot be collected."""
        if report.failed:
            self.failed.append(report.nodeid)


def forked(
    mutant: Mutant | None,
    files: Sequence[str],
    wanted: frozenset[str],
    reach: Reach,
    killers: Killers,
) -> Result:
    """
    Return what the tests in *files* say to *mutant*; None is the code as it is.

    Only the *wanted* tests run, and those that *reach* does not know yet. A mutant that
    takes much more time of the processor than they took under measurement, or three
    gigabytes, is killed by that.
    """
    for name in _OTHERS:
        importlib.import_module(name)
    source = None
    if mutant is not None:
        source = mutant.source(Path(mutant.module).read_text(encoding="utf-8"))
        if source is None:
            return Result("incompetent", "It says the same, or nothing.")
    read, write = os.pipe()
    limit = 10 + _PATIENCE * sum(reach.seconds[test] for test in wanted)
    child = os.fork()
    if child == 0:
        os.close(read)
        signal.setitimer(signal.ITIMER_PROF, limit)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        with TemporaryFile() as output, os.fdopen(write, "w") as told:
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
            try:
                if mutant is not None and source is not None:
                    sys.meta_path.insert(0, _InPlaceOf(Path(mutant.module), source))
                result = _tested(mutant, files, wanted, reach, killers)
            except BaseException as error:  # noqa: BLE001 -- whatever it is, the mutant did it
                result = Result("killed", f"pytest itself: {type(error).__name__}")
            told.write(json.dumps([result.outcome, result.by]))
            told.flush()
            os._exit(0)
    os.close(write)
    with os.fdopen(read) as heard:
        told_us = heard.read()
    _, status = os.waitpid(child, 0)
    if told_us:
        return Result(*json.loads(told_us))
    return Result("killed", f"the end of its process, with status {status}")


def _tested(
    mutant: Mutant | None,
    files: Sequence[str],
    wanted: frozenset[str],
    reach: Reach,
    killers: Killers,
) -> Result:
    try:
        for module in _OURS:
            importlib.import_module(module)
    except Exception as error:  # noqa: BLE001 -- any error on import is the answer
        return Result("incompetent", f"Not importable: {type(error).__name__}: {error}"[:300])
    chosen = _Chosen(mutant, wanted, reach, killers)
    for stage in (files[:1], files[1:_FIRST_FILES], files[_FIRST_FILES:]):
        if stage:
            status = pytest.main([*ARGUMENTS, *stage], plugins=[chosen])
            if chosen.failed:
                return Result("killed", chosen.failed[0])
            if status not in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}:
                return Result("killed", f"pytest itself: {status!r}")
    return Result("survived", f"{len(wanted)} tests")


class _InPlaceOf(importlib.abc.MetaPathFinder):
    """Finds one module, and gives it another source than its file's."""

    def __init__(self, path: Path, source: str) -> None:
        self._path, self._source = path, source
        self._name = ".".join(path.with_suffix("").parts[1:]).removesuffix(".__init__")

    def find_spec(
        self,
        fullname: str,
        path: Sequence[str] | None,
        target: ModuleType | None = None,
    ) -> importlib.machinery.ModuleSpec | None:
        """Return how to load the module, if it is the one."""
        del path, target
        if fullname != self._name:
            return None
        loader = _Loader(fullname, str(self._path.resolve()), self._source)
        folder = [str(self._path.parent.resolve())] if self._path.stem == "__init__" else None
        return importlib.util.spec_from_file_location(
            fullname, loader.path, loader=loader, submodule_search_locations=folder
        )


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads a module's file, but for what it says."""

    def __init__(self, fullname: str, path: str, source: str) -> None:
        super().__init__(fullname, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        """Return the code of the other source."""
        del fullname
        return compile(self._source, self.path, "exec", dont_inherit=True)
