"""
Fuzzes one loader or all, one after the other, guided by coverage, until libFuzzer's options say stop.

    PYTHONPATH=tests python -m fuzzing.fuzz portfolio-json -max_total_time=120
    PYTHONPATH=tests python -m fuzzing.fuzz all -runs=300 -seed=1

What stands behind the loader's name goes to libFuzzer. Inputs that break a promise are kept
as ``crash-…`` in the working directory, for ``fuzzing.replay``. Needs the dependency group
``fuzzing``.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

import atheris  # pyright: ignore[reportMissingImports]  # only where it is fuzzed

with atheris.instrument_imports(  # pyright: ignore[reportAttributeAccessIssue]  # its stub leaves it out
    include=["govmedia_rules"]
):
    from fuzzing.all_loaders import LOADERS
    from fuzzing.loader import Loader

_LIMITS: Final = (
    "-timeout=10",
    "-rss_limit_mb=2048",
    "-max_len=65536",
    "-print_final_stats=1",
)
_NATIVE: Final = 0.25
_TOLD_LINES: Final = 40


def _fuzz(loader: Loader[Any], options: Sequence[str], folder: Path) -> None:
    """Fuzz until libFuzzer ends the process."""

    def changed(data: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)  # noqa: S311 -- the same changes in every run
        if random.random() < _NATIVE:
            return bytes(atheris.Mutate(data, most))
        # What is too long is no input; cut off it would hardly be a document.
        mutated = loader.mutated(data, random)
        return mutated if len(mutated) <= most else data

    def tried(data: bytes) -> None:
        loader.accepts(data)

    # The temporary files of this process are its parent's to remove.
    tempfile.tempdir = str(folder)
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(loader.seeds()):
        if not loader.accepts(seed):
            raise SystemExit(f"{loader.name} refuses its own seed {number}")
        (corpus / str(number)).write_bytes(seed)
    arguments = [sys.argv[0], *_LIMITS, f"-artifact_prefix={loader.name}-", *options, str(corpus)]
    atheris.Setup(arguments, tried, custom_mutator=changed)
    atheris.Fuzz()


def _status(loader: Loader[Any], options: Sequence[str], folder: Path, log: Path | None) -> int:
    """Fuzz in a process of its own, since libFuzzer ends it, and return its exit status."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if log is not None:
        descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(descriptor, 1)
        os.dup2(descriptor, 2)
    _fuzz(loader, options, folder)
    raise AssertionError("libFuzzer ends the process")


def _last(pattern: str, text: str) -> str:
    found = re.findall(pattern, text)
    return found[-1] if found else "?"


def _all(options: Sequence[str], folder: Path) -> int:
    """Fuzz every loader, tell what it came to in a line each, and return the worst exit status."""
    worst = 0
    for loader in LOADERS.values():
        home, log = folder / loader.name, folder / f"{loader.name}.log"
        home.mkdir()
        status = _status(loader, options, home, log)
        text = log.read_text("utf-8", "replace")
        runs = _last(r"stat::number_of_executed_units: *(\d+)", text)
        edges, inputs = _last(r"cov: (\d+)", text), _last(r"corp: (\d+)", text)
        memory = _last(r"stat::peak_rss_mb: *(\d+)", text)
        print(
            f"{loader.name:18} {runs:>8} inputs, {edges:>6} edges, {inputs:>5} kept,"
            f" {memory:>5} MB{'' if status == 0 else f', ended with {status}'}",
            flush=True,
        )
        if status:
            print("\n".join(text.splitlines()[-_TOLD_LINES:]), flush=True)
        worst = max(worst, abs(status))
    return worst


def _main(name: str, options: Sequence[str]) -> int:
    folder, parent = Path(tempfile.mkdtemp(prefix="fuzzing-")), os.getpid()
    try:
        if name == "all":
            return _all(options, folder)
        return _status(LOADERS[name], options, folder, None)
    finally:
        if os.getpid() == parent:
            shutil.rmtree(folder)


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in {"all", *LOADERS}:
        raise SystemExit(f"which loader? all, {', '.join(LOADERS)}")
    raise SystemExit(_main(sys.argv[1], sys.argv[2:]))
