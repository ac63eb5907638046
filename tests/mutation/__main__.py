"""
Mutation testing: which small changes of the code no test would notice.

    PYTHONPATH=tests python -m mutation run      draws mutants and runs the tests against them
    PYTHONPATH=tests python -m mutation again    runs them against those that survived
    PYTHONPATH=tests python -m mutation show     prints the score, and who survived

What is changed, and by which tests it is judged, stands in pyproject.toml. Results are a
session of cosmic-ray's, which cr-report, cr-html and cr-rate read; an interrupted run
goes on where it stopped.
"""

from __future__ import annotations

import argparse
import os
import random
import time
import tomllib
from collections.abc import Iterable
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from cosmic_ray.work_db import WorkDB, use_db  # pyright: ignore[reportMissingImports]  # of the group mutation
from cosmic_ray.work_item import TestOutcome, WorkerOutcome, WorkResult  # pyright: ignore[reportMissingImports]  # of the group mutation

from mutation.mutants import Mutant, all_mutants, drawn, store
from mutation.reaching import Reach, measured
from mutation.running import Killers, forked
from mutation.scoring import shown

FOLDER: Final = Path(".mutation")
REACH: Final = FOLDER / "reach.json"
CHECKED: Final = FOLDER / "checked"
SESSION: Final = FOLDER / "session.sqlite"


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="mutation", description=__doc__)
    parser.add_argument("what", choices=("run", "again", "show"))
    parser.add_argument("--share", type=float, help="of each module's mutants, from 0 to 1")
    parser.add_argument("--seed", type=int, help="of the draw")
    parser.add_argument("--only", default="", help="modules whose path begins so")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="after which to stop")
    parser.add_argument(
        "--seconds",
        type=float,
        default=float("inf"),
        help="of tests for each mutant, the likeliest first; without end, all that reach it;"
        " as measured, where each test compiles anew, which is some five times what it takes later",
    )
    given = parser.parse_args()
    os.environ["HYPOTHESIS_PROFILE"] = "mutation"
    with Path("pyproject.toml").open("rb") as file:
        settings: dict[str, Any] = tomllib.load(file)["tool"]["mutation"]
    if given.what == "run" and not SESSION.exists():
        FOLDER.mkdir(exist_ok=True)
        share = settings["share"] if given.share is None else given.share
        seed = settings["seed"] if given.seed is None else given.seed
        paths = [path for each in settings["paths"] for path in _modules(Path(each))]
        paths = [path for path in paths if path.as_posix().startswith(given.only)]
        mutants = all_mutants(paths, FOLDER / "all.sqlite")
        sample = drawn(mutants, share, seed)
        print(f"{len(mutants)} mutants, {len(sample)} of them drawn with seed {seed}", flush=True)
        store(sample, SESSION)
    if given.what == "again":
        _forget_survivors()
    if given.what != "show":
        _run(settings["tests"], time.monotonic() + 60 * given.minutes, given.seconds)
    print(shown(SESSION))


def _modules(path: Path) -> list[Path]:
    return sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _forget_survivors() -> None:
    with use_db(str(SESSION), WorkDB.Mode.open) as kept:
        survivors = [
            item
            for item, result in kept.completed_work_items
            if result.test_outcome is TestOutcome.SURVIVED
        ]
        for item in survivors:
            kept.set_result(item.job_id, WorkResult(worker_outcome=WorkerOutcome.NO_TEST))


def _run(tests: dict[str, list[str]], ends: float, seconds: float) -> None:
    """Run the tests against what has no result yet, in an order that the draw's seed settles."""
    if not REACH.exists():
        _measured_apart(sorted({path for paths in tests.values() for path in paths}))
    reach = Reach.load(REACH)
    killers = Killers()
    with use_db(str(SESSION), WorkDB.Mode.open) as kept:
        done: set[str] = set()
        for item, result in kept.completed_work_items:
            if result.worker_outcome is not WorkerOutcome.NO_TEST:
                done.add(item.job_id)
            by = result.output or ""
            if result.test_outcome is TestOutcome.KILLED and "::" in by:
                killers.add(item.mutations[0].module_path.as_posix(), by)
        waiting = sorted(
            (item for item in kept.work_items if item.job_id not in done),
            key=lambda item: item.job_id,
        )
        random.Random(0).shuffle(waiting)  # noqa: S311 -- so that any beginning is a sample too
        if waiting:
            _check_unchanged(reach, killers, tests)
        for number, item in enumerate(waiting, start=1):
            if time.monotonic() > ends:
                break
            mutant = Mutant(item.mutations[0])
            begun = time.monotonic()
            fit = max((path for path in tests if mutant.module.startswith(path)), key=len)
            wanted = _within(_reaching(reach, mutant), tests[fit])
            files = _in_order(_within(reach.seconds, tests[fit]), mutant, wanted, killers)
            if seconds < float("inf"):
                wanted = _likeliest(wanted, files, seconds, mutant, reach, killers)
            result = forked(mutant, files, wanted, reach, killers)
            if result.outcome == "killed":
                killers.add(mutant.module, result.by)
            kept.set_result(
                item.job_id,
                WorkResult(
                    worker_outcome=WorkerOutcome.NORMAL,
                    test_outcome=TestOutcome(result.outcome),
                    output=result.by,
                ),
            )
            took = time.monotonic() - begun
            print(
                f"{number}/{len(waiting)} {took:.1f}s {result.outcome} {item.job_id} {result.by}",
                flush=True,
            )


def _reaching(reach: Reach, mutant: Mutant) -> frozenset[str]:
    """Return the tests that may notice *mutant*."""
    original = Path(mutant.module).read_text(encoding="utf-8")
    return reach.tests(mutant.module, mutant.lines(original))


def _within(tests: Iterable[str], paths: list[str]) -> frozenset[str]:
    """Return those of *tests* that stand under one of *paths*."""
    return frozenset(test for test in tests if test.startswith(tuple(paths)))


def _in_order(
    tests: frozenset[str], mutant: Mutant, wanted: frozenset[str], killers: Killers
) -> list[str]:
    """Return the files of *tests*, the likeliest first; those without a wanted one last, for new tests."""
    reached = {test.partition("::")[0] for test in wanted}
    return sorted(
        {test.partition("::")[0] for test in tests},
        key=lambda file: (file not in reached, *killers.file_rank(mutant.module, file), file),
    )


def _likeliest(
    wanted: frozenset[str],
    files: list[str],
    seconds: float,
    mutant: Mutant,
    reach: Reach,
    killers: Killers,
) -> frozenset[str]:
    """Return so many of the tests, file by file, as *seconds* suffice for."""
    places = {file: place for place, file in enumerate(files)}
    ordered = sorted(
        wanted,
        key=lambda test: (
            places[test.partition("::")[0]],
            killers.test_rank(mutant.module, test, reach.seconds[test]),
        ),
    )
    spent = accumulate(reach.seconds[test] for test in ordered)
    return frozenset(test for test, until in zip(ordered, spent, strict=True) if until <= seconds)


def _measured_apart(tests: list[str]) -> None:
    """Measure the reach in a process of its own, so that this one never imports what is changed."""
    child = os.fork()
    if child == 0:
        try:
            measured(tests, Path("src/govmedia_rules")).dump(REACH)
        finally:
            os._exit(not REACH.exists())
    _, status = os.waitpid(child, 0)
    if status:
        raise SystemExit("The tests could not be measured.")


def _check_unchanged(reach: Reach, killers: Killers, tests: dict[str, list[str]]) -> None:
    """Refuse to go on where the code as it is does not survive."""
    code = sorted([*Path("src").rglob("*.py"), *Path("tests").rglob("*.py")])
    digest = sha256(b"".join(path.read_bytes() for path in code)).hexdigest()
    if CHECKED.exists() and CHECKED.read_text() == digest:
        return
    wanted = _within(reach.seconds, [path for paths in tests.values() for path in paths])
    files = sorted({test.partition("::")[0] for test in wanted})
    result = forked(None, files, wanted, reach, killers)
    if result.outcome != "survived":
        raise SystemExit(f"The code as it is does not survive: {result.by}")
    CHECKED.write_text(digest)


if __name__ == "__main__":
    main()
