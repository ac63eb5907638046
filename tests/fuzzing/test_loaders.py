"""What is fuzzed accepts its seeds and keeps its promise for some changes of them."""

from __future__ import annotations

from random import Random

import pytest

from fuzzing.all_loaders import LOADERS
from fuzzing.loader import BrokenPromiseError, Loader
from govmedia_rules.errors import GovmediaRulesError, InvalidValueError


@pytest.mark.parametrize("name", LOADERS)
def test_a_loader_accepts_its_seeds(name: str) -> None:
    seeds = LOADERS[name].seeds()

    assert seeds
    assert [LOADERS[name].accepts(seed) for seed in seeds] == [True] * len(seeds)


@pytest.mark.parametrize("name", LOADERS)
def test_a_loader_keeps_its_promise_for_changed_seeds(name: str) -> None:
    loader, random = LOADERS[name], Random(name)
    seeds = loader.seeds()

    for _ in range(40):
        loader.accepts(loader.mutated(random.choice(seeds), random))
