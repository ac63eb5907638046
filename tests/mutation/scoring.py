"""The score of a session, and who survived and why."""

from __future__ import annotations

import difflib
import math
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from attrs import field, frozen
from cosmic_ray.work_db import WorkDB, use_db  # pyright: ignore[reportMissingImports]  # of the group mutation
from cosmic_ray.work_item import TestOutcome, WorkItem  # pyright: ignore[reportMissingImports]  # of the group mutation

from mutation.mutants import Mutant

__all__ = ["changed_lines", "interval", "shown"]

REASONS: Final = Path(__file__).with_name("survivors.toml")
"""Why survivors survive: looked into one by one, found again by what was changed into what."""

_EQUIVALENT: Final = frozenset({"equivalent", "speed"})
_Z: Final = 1.96


@frozen
class Reason:
    """
    Why nothing notices a mutant.

    Parameters:
        kind: `equivalent` (nobody could notice), `speed` (only a clock could), or what is
            true of it otherwise.
        reason: the sentence for the documentation.
    """

    kind: str
    reason: str


@frozen
class Survivor:
    """
    A mutant that no test noticed.

    Parameters:
        module: its file, below the package.
        line: where.
        was: the lines before, without their indentation.
        now: the lines after.
        reason: why it survived, where somebody looked.
    """

    module: str
    line: int
    was: str
    now: str
    reason: Reason | None


@frozen
class Count:
    """How the mutants of one package fared."""

    killed: int = 0
    survived: int = 0
    equivalent: int = 0
    incompetent: int = 0
    waiting: int = 0

    @property
    def judged(self) -> int:
        """How many were tried: those that could be imported."""
        return self.killed + self.survived

    @property
    def could_be_noticed(self) -> int:
        """How many of them are not proven equivalent."""
        return self.judged - self.equivalent


@frozen
class _Tallies:
    counts: dict[str, Counter[str]] = field(factory=lambda: defaultdict(Counter))

    def count(self, package: str) -> Count:
        """Return how one package fared."""
        return Count(**self.counts[package])


def shown(session: Path) -> str:
    """Return the score of *session* by package and its survivors, as Markdown."""
    with use_db(str(session), WorkDB.Mode.open) as kept:
        results = {item.job_id: result for item, result in kept.completed_work_items}
        items = sorted(kept.work_items, key=_key)
    reasons = _reasons()
    tallies = _Tallies()
    survivors: list[Survivor] = []
    for item in items:
        mutant = Mutant(item.mutations[0])
        result = results.get(item.job_id)
        word = (
            "waiting"
            if result is None or result.test_outcome is None
            else result.test_outcome.value
        )
        for package in (_package(mutant.module), "all"):
            tallies.counts[package][word] += 1
        if result is not None and result.test_outcome is TestOutcome.SURVIVED:
            survivor = _survivor(mutant, reasons)
            survivors.append(survivor)
            if survivor.reason is not None and survivor.reason.kind in _EQUIVALENT:
                for package in (_package(mutant.module), "all"):
                    tallies.counts[package]["equivalent"] += 1
    return "\n".join([*_table(tallies), "", *_listed(survivors)])


def _key(item: WorkItem) -> tuple[object, ...]:
    return Mutant(item.mutations[0]).key


def _package(module: str) -> str:
    parts = Path(module).with_suffix("").parts[2:]
    return parts[0] if parts[0] != "rulesets" else "/".join(parts[:2])


def _table(tallies: _Tallies) -> Iterator[str]:
    yield "| Package | Tried | Killed | Survived | Score | Equivalent | Score without | 95 % | Not importable | Waiting |"
    yield "| --- | --: | --: | --: | --: | --: | --: | --- | --: | --: |"
    for package in sorted(tallies.counts, key=lambda name: (name == "all", name)):
        count = tallies.count(package)
        low, high = interval(count.killed, count.could_be_noticed)
        cells = (
            package,
            count.judged,
            count.killed,
            count.survived,
            _percent(count.killed, count.judged),
            count.equivalent,
            _percent(count.killed, count.could_be_noticed),
            f"{100 * low:.1f} to {100 * high:.1f}",
            count.incompetent,
            count.waiting,
        )
        yield f"| {' | '.join(map(str, cells))} |"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def interval(part: int, whole: int) -> tuple[float, float]:
    """Return Wilson's interval for a share, which holds near one too."""
    if not whole:
        return 0.0, 1.0
    share, square = part / whole, _Z * _Z
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    half = _Z * math.sqrt(share * (1 - share) / whole + square / (4 * whole * whole))
    half /= 1 + square / whole
    return max(0.0, middle - half), min(1.0, middle + half)


def _survivor(mutant: Mutant, reasons: dict[tuple[str, str, str], Reason]) -> Survivor:
    original = Path(mutant.module).read_text(encoding="utf-8")
    was, now = changed_lines(original, mutant.source(original) or "")
    module = mutant.module.removeprefix("src/govmedia_rules/")
    return Survivor(module, mutant.spec.start_pos[0], was, now, reasons.get((module, was, now)))


def changed_lines(original: str, changed: str) -> tuple[str, str]:
    """Return the lines that differ, before and after, each as one line."""
    lines = list(difflib.ndiff(original.splitlines(), changed.splitlines()))
    was, now = (
        " ".join(line[2:].strip() for line in lines if line.startswith(sign)) for sign in "-+"
    )
    return was, now


def _reasons() -> dict[tuple[str, str, str], Reason]:
    if not REASONS.exists():
        return {}
    with REASONS.open("rb") as file:
        entries = tomllib.load(file)["survivor"]
    return {
        (each["module"], each["was"], each["now"]): Reason(each["kind"], each["reason"])
        for each in entries
    }


def _listed(survivors: Iterable[Survivor]) -> Iterator[str]:
    module = ""
    for each in survivors:
        if each.module != module:
            module = each.module
            yield f"\n`{module}`\n"
        reason = (
            "nobody has looked yet"
            if each.reason is None
            else f"*{each.reason.kind}*: {each.reason.reason}"
        )
        yield f"* line {each.line}: `{each.was}` → `{each.now}`: {reason}"
