"""
Runs the Python examples of README.md and of the pages under docs/ with the tests.

A page is one test. Its examples build on each other, so they have to run in order and
in one process, whatever order and however many processes the other tests run in.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import chdir
from doctest import ELLIPSIS
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pytest
from sybil import Sybil
from sybil.example import SybilFailure
from sybil.parsers.myst import PythonCodeBlockParser, SkipParser

from spark_sessions import NO_SPARK

EXAMPLES: Final = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=ELLIPSIS), SkipParser()],
    patterns=["*.md"],
)
"""Examples are ```python blocks; those that begin with >>> show their output too."""


class PageTest(pytest.Item):
    """All the examples of one page, in order, in a folder of their own."""

    def runtest(self) -> None:
        """Run them; the first that fails ends the page."""
        document = EXAMPLES.parse(self.path)
        with TemporaryDirectory() as folder, chdir(folder):
            for example in document.examples():
                example.evaluate()

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None
    ) -> str:
        """Return what the reader of the page would need to know."""
        del style
        if isinstance(excinfo.value, SybilFailure):
            return str(excinfo.value)
        excinfo.traceback = excinfo.traceback.cut(path=self.path)
        return str(excinfo.getrepr(style="short"))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return what the test is called in reports."""
        return self.path, 0, f"the examples of {self.path.name}"


class Page(pytest.File):
    """A page of the documentation."""

    def collect(self) -> Iterator[PageTest]:
        """Yield its test, if it has examples."""
        if any(EXAMPLES.parse(self.path).examples()):
            page = PageTest.from_parent(self, name="examples")
            if self.path.stem.endswith("spark"):
                page.add_marker(pytest.mark.spark)
                page.add_marker(pytest.mark.skipif(NO_SPARK is not None, reason=str(NO_SPARK)))
            yield page


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> Page | None:
    """Take every Markdown page that pytest comes across for a page of examples."""
    if EXAMPLES.should_parse(file_path):
        return Page.from_parent(parent, path=file_path)
    return None
