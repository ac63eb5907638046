"""The plugin gives its fixtures, and loads nothing for those who do not ask."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from pendulum import DateTime

from govmedia_rules.cases import JIANGSU_2019_AS_OF
from govmedia_rules.cases import jiangsu_2019 as the_cases
from govmedia_rules.models import Portfolio

USES_FIXTURES: Final = """
from govmedia_rules import audit
from govmedia_rules.rulesets import INSPECTION_2019
from govmedia_rules.testing import assert_findings

def test_cases(jiangsu_2019, audit_as_of):
    assert audit(jiangsu_2019, INSPECTION_2019, as_of=audit_as_of).has_failures

def test_nothing(empty_portfolio, audit_as_of):
    assert_findings(audit(empty_portfolio, INSPECTION_2019, as_of=audit_as_of), [])
"""
USES_NOTHING: Final = """
import sys

def test_nothing_was_loaded():
    heavy = {"attrs", "attr", "pendulum", "cattrs", "hypothesis", "govmedia_rules.models"}
    assert not heavy & set(sys.modules)
"""


def run_pytest(folder: Path, source: str) -> subprocess.CompletedProcess[str]:
    """Run *source* as the only test file of a suite of its own, warnings as errors."""
    (folder / "test_it.py").write_text(source, encoding="utf-8")
    # Other plugins that happen to be installed load what they like.
    others = ("hypothesispytest", "randomly", "xdist", "benchmark", "sybil")
    where = ["--rootdir", str(folder), "-p", "no:cacheprovider", str(folder)]
    off = [option for name in others for option in ("-p", f"no:{name}")]
    return subprocess.run(  # noqa: S603 -- our own code
        [sys.executable, "-m", "pytest", "-q", "-W", "error", *off, "-c", "/dev/null", *where],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=folder,
    )


@pytest.mark.parametrize(("source", "passed"), [(USES_FIXTURES, 2), (USES_NOTHING, 1)])
def test_a_suite_of_somebody_else_runs(tmp_path: Path, source: str, passed: int) -> None:
    done = run_pytest(tmp_path, source)

    assert (done.returncode, f"{passed} passed" in done.stdout) == (0, True), done.stdout


def test_the_fixtures_are_those_of_the_cases(
    jiangsu_2019: Portfolio, empty_portfolio: Portfolio, audit_as_of: DateTime
) -> None:
    assert jiangsu_2019 == the_cases()
    assert empty_portfolio == Portfolio(accounts=(), units=(), posts=(), messages=())
    assert audit_as_of == JIANGSU_2019_AS_OF
