"""
Fuzzes one loader, guided by coverage, until libFuzzer's options say stop.

    PYTHONPATH=tests python -m fuzzing.fuzz portfolio-json -max_total_time=120

What stands behind the loader's name goes to libFuzzer. Needs the dependency group fuzzing.
"""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import atheris

with atheris.instrument_imports(include=["govmedia_rules"]):
    from fuzzing.all_loaders import LOADERS
    from fuzzing.loader import Loader

_LIMITS = ("-timeout=10", "-rss_limit_mb=2048", "-max_len=65536", "-print_final_stats=1")


def _fuzz(loader: Loader[Any], options: list[str]) -> None:
    def changed(data: bytes, most: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < 0.25:
            return bytes(atheris.Mutate(data, most))
        # What is too long is no input; cut off it would hardly be a document.
        mutated = loader.mutated(data, random)
        return mutated if len(mutated) <= most else data

    with TemporaryDirectory(prefix="seeds-") as folder:
        for number, seed in enumerate(loader.seeds()):
            if not loader.accepts(seed):
                raise SystemExit(f"{loader.name} refuses its own seed {number}")
            (Path(folder) / str(number)).write_bytes(seed)
        atheris.Setup(
            [sys.argv[0], *_LIMITS, *options, folder], loader.accepts, custom_mutator=changed
        )
        atheris.Fuzz()


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in LOADERS:
        raise SystemExit(f"which loader? {', '.join(LOADERS)}")
    _fuzz(LOADERS[sys.argv[1]], sys.argv[2:])
