"""
What is fuzzed accepts its seeds, keeps its promise for some changes of them, and is all there is.

The fuzzer itself is not needed here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from random import Random
from typing import Final

import pytest

import govmedia_rules
from fuzzing.all_loaders import LOADERS
from fuzzing.loader import BrokenPromiseError, Loader
from govmedia_rules.errors import GovmediaRulesError

_CHANGES: Final = 20

# What reads something from outside is called like this.
_READS: Final = re.compile(r"(load|loads|parse|read)_\w+|open_tables|\w+_from_plain|moment|day")

# Modules that are faces without being packages.
_FACES: Final = frozenset(
    {
        "govmedia_rules.moments",
        "govmedia_rules.reports.ledger_csv",
        "govmedia_rules.reports.ledger_workbooks",
        "govmedia_rules.screening.in_the_box",
    }
)

# Read by another loader on the way, or the same from a text in place of a file.
_ON_THE_WAY: Final = frozenset({"load_ruleset", "parse_rule_file", "report_from_plain"})


@pytest.mark.parametrize("name", LOADERS)
def test_a_loader_accepts_its_seeds(name: str) -> None:
    seeds = LOADERS[name].seeds()

    assert seeds
    assert [LOADERS[name].accepts(seed) for seed in seeds] == [True] * len(seeds)


@pytest.mark.parametrize("name", LOADERS)
def test_a_loader_keeps_its_promise_for_changed_seeds(name: str) -> None:
    loader = LOADERS[name]
    random = Random(name)  # noqa: S311 -- the same changes in every run
    seeds = loader.seeds()
    changed = [loader.mutated(random.choice(seeds), random) for _ in range(_CHANGES)]

    assert set(changed) - set(seeds)
    for data in changed:
        loader.accepts(data)


@pytest.mark.parametrize("name", LOADERS)
def test_the_same_seed_of_randomness_makes_the_same_change(name: str) -> None:
    seed = LOADERS[name].seeds()[0]

    one, other = (LOADERS[name].mutated(seed, Random(7)) for _ in range(2))  # noqa: S311

    assert one == other


def test_every_function_of_a_face_that_reads_from_outside_is_fuzzed() -> None:
    public = {
        name
        for module in walk_packages(govmedia_rules.__path__, "govmedia_rules.")
        if module.ispkg or module.name in _FACES
        for name in import_module(module.name).__all__
        if _READS.fullmatch(name)
    }
    imported = {
        alias.name
        for file in Path(__file__).parent.glob("*_loaders.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }

    assert public >= _ON_THE_WAY
    assert public - imported == _ON_THE_WAY


class _RefusedError(GovmediaRulesError):
    pass


def _numbers(reads: Callable[[bytes], int], again: Callable[[int], int] = int) -> Loader[int]:
    return Loader(
        name="n", reads=reads, again=again, seeds=lambda: (b"1",), refusals=(_RefusedError,)
    )


def _refuses(message: str) -> Callable[[bytes], int]:
    def refuse(data: bytes) -> int:
        raise _RefusedError(message)

    return refuse


def test_what_comes_back_equal_is_accepted_and_what_is_refused_in_words_is_not() -> None:
    assert _numbers(int).accepts(b"12")
    assert not _numbers(_refuses("no number")).accepts(b"x")


def test_an_error_that_is_no_refusal_ends_the_fuzzing() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        _numbers(int).accepts(b"x")


@pytest.mark.parametrize("message", ["", "x" * 50_001])
def test_a_refusal_without_words_or_without_end_is_a_broken_promise(message: str) -> None:
    with pytest.raises(BrokenPromiseError, match="empty or endless"):
        _numbers(_refuses(message)).accepts(b"x")


def test_what_comes_back_otherwise_or_not_at_all_is_a_broken_promise() -> None:
    def lost(number: int) -> int:
        raise _RefusedError(f"{number} cannot be written")

    with pytest.raises(BrokenPromiseError, match="12 came back as 13"):
        _numbers(int, lambda number: number + 1).accepts(b"12")
    with pytest.raises(BrokenPromiseError, match="cannot be loaded again"):
        _numbers(int, lost).accepts(b"12")
