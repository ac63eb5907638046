"""Which tests run which lines, and how long each takes: so that a mutant meets the right ones, quickly."""

from __future__ import annotations

import functools
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from attrs import define, field, frozen
from coverage import Coverage

__all__ = ["ARGUMENTS", "Reach", "forget_kept", "measured"]

ARGUMENTS: Final = (
    "--quiet",
    "--exitfirst",
    "--tb=line",
    "--assert=plain",
    "--no-header",
    "-pno:randomly",
    "-pno:xdist",
    "-pno:benchmark",
    "-pno:cacheprovider",
)
"""How pytest is called: in one process, in our order, up to the first failure."""

_CACHED: Final = type(functools.cache(len))


@frozen
class Reach:
    """
    What is known of the tests.

    Parameters:
        seconds: how long each test takes, by its id, in the order in which they run.
        lines: for each file and line the tests that run it; None where it also runs before
            any test, when modules are imported and tests collected, so that each may depend on it.
    """

    seconds: dict[str, float]
    lines: dict[str, dict[int, frozenset[str] | None]]

    def tests(self, module: str, lines: range) -> frozenset[str]:
        """Return the tests that may notice a change of these lines."""
        known = self.lines.get(module, {})
        found: set[str] = set()
        for line in lines:
            tests = known.get(line, frozenset())
            if tests is None:
                return frozenset(self.seconds)
            found |= tests
        return frozenset(found)

    def dump(self, path: Path) -> None:
        """Write it to a file."""
        numbers = {test: number for number, test in enumerate(self.seconds)}
        lines = {
            module: {
                line: None if tests is None else sorted(numbers[test] for test in tests)
                for line, tests in by_line.items()
            }
            for module, by_line in self.lines.items()
        }
        path.write_text(json.dumps({"seconds": self.seconds, "lines": lines}), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Reach:
        """Read it from a file."""
        plain = json.loads(path.read_text(encoding="utf-8"))
        names = list(plain["seconds"])
        lines = {
            module: {
                int(line): None if tests is None else frozenset(names[number] for number in tests)
                for line, tests in by_line.items()
            }
            for module, by_line in plain["lines"].items()
        }
        return cls(plain["seconds"], lines)


@define
class _Watch:
    """A plugin of pytest that tells coverage which test runs, and takes its time."""

    coverage: Coverage
    seconds: dict[str, float] = field(factory=dict)

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Name what is recorded after the test, while it runs; it finds nothing kept by others."""
        forget_kept("govmedia_rules")
        self.coverage.switch_context(item.nodeid)
        begun = time.perf_counter()
        yield
        self.seconds[item.nodeid] = time.perf_counter() - begun
        self.coverage.switch_context("")


def forget_kept(package: str) -> None:
    """
    Empty the caches of the functions of *package*.

    What one test leaves there would spare the others the lines that they rest on, and a
    mutant of a program compiled once would meet a single test.
    """
    for name, module in list(sys.modules.items()):
        if name == package or name.startswith(f"{package}."):
            for value in list(vars(module).values()):
                if isinstance(value, _CACHED):
                    value.cache_clear()


def measured(tests: list[str], source: Path) -> Reach:
    """
    Run *tests* once, on the code as it is, and return what they reach under *source*.

    Raises:
        SystemExit: a test failed, so that nothing could be learnt from a mutant.
    """
    coverage = Coverage(data_file=None, source=[str(source)], branch=False, config_file=False)
    watch = _Watch(coverage)
    coverage.start()
    status = pytest.main([*ARGUMENTS, *tests], plugins=[watch])
    coverage.stop()
    if status:
        raise SystemExit("The tests have to pass on the code as it is.")
    data = coverage.get_data()
    root = Path.cwd()
    lines: dict[str, dict[int, frozenset[str] | None]] = {}
    for file in sorted(data.measured_files()):
        module = Path(file).relative_to(root).as_posix()
        lines[module] = {
            line: None if "" in contexts else frozenset(contexts)
            for line, contexts in sorted(data.contexts_by_lineno(file).items())
        }
    return Reach(watch.seconds, lines)
