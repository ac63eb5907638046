"""
How fast the compiled audit is, beside the same rules written by hand and the interpreter.

Ratios are what counts; the seconds are those of the machine. Nothing here fails for being
slow. Run with ``pytest tests/benchmarks -m benchmark -s -p no:randomly``.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from time import process_time

import pytest
from attrs import evolve
from bench_portfolio import AS_OF, RULES, make_portfolio
from hand_written import hand_written_audit
from pytest_benchmark.fixture import BenchmarkFixture

from govmedia_rules.conditions.register import NOTHING_REGISTERED
from govmedia_rules.evaluation import audit, interpret_audit
from govmedia_rules.evaluation.audits import compile_ruleset
from govmedia_rules.findings import Finding
from govmedia_rules.models import Portfolio
from govmedia_rules.rules import RuleSet

pytestmark = pytest.mark.benchmark

GROUP = "10,000 accounts × 30 posts"

Way = Callable[[Portfolio], tuple[Finding, ...]]


def compiled(portfolio: Portfolio) -> tuple[Finding, ...]:
    return audit(portfolio, RULES, as_of=AS_OF).findings


def hand_written(portfolio: Portfolio) -> tuple[Finding, ...]:
    return hand_written_audit(portfolio, AS_OF)


def interpreted(portfolio: Portfolio) -> tuple[Finding, ...]:
    return interpret_audit(portfolio, RULES, as_of=AS_OF).findings


@pytest.fixture(scope="module")
def portfolio() -> Iterator[Portfolio]:
    made = make_portfolio(10_000, 30)
    # Neither way is to pay for the garbage collector walking over the portfolio.
    gc.collect()
    gc.freeze()
    yield made
    gc.unfreeze()


def _measure(benchmark: BenchmarkFixture, way: Way, portfolio: Portfolio, *, rounds: int) -> None:
    pedantic: Callable[..., object] = benchmark.pedantic
    pedantic(way, args=(portfolio,), rounds=rounds, warmup_rounds=min(1, rounds - 1))


def _seconds(call: Callable[[], object]) -> float:
    """Return the processor time of one call; unlike the clock's it leaves out other programs."""
    gc.collect()
    start = process_time()
    result = call()
    taken = process_time() - start
    del result
    return taken


def _tell(capsys: pytest.CaptureFixture[str], *lines: str) -> None:
    with capsys.disabled():
        sys.stdout.write("\n" + "\n".join(lines) + "\n")


@pytest.mark.parametrize("seed", [20190605, 1, 2, 3])
def test_the_three_ways_give_equal_findings(seed: int) -> None:
    small = make_portfolio(1_000, 30, seed)
    findings = compiled(small)
    assert hand_written(small) == findings
    assert interpreted(small) == findings


def test_the_two_fast_ways_give_equal_findings_at_full_size(portfolio: Portfolio) -> None:
    assert compiled(portfolio) == hand_written(portfolio)


@pytest.mark.benchmark(group=GROUP)
@pytest.mark.parametrize("way", [hand_written, compiled])
def test_a_fast_way(benchmark: BenchmarkFixture, portfolio: Portfolio, way: Way) -> None:
    _measure(benchmark, way, portfolio, rounds=5)


@pytest.mark.benchmark(group=GROUP)
def test_the_interpreter(benchmark: BenchmarkFixture, portfolio: Portfolio) -> None:
    _measure(benchmark, interpreted, portfolio, rounds=1)


def test_ratios_to_the_hand_written_pass(
    portfolio: Portfolio, capsys: pytest.CaptureFixture[str]
) -> None:
    compiled(portfolio)  # compiles, and keeps what it compiled
    by_hand, by_program = [], []
    for _ in range(9):
        by_hand.append(_seconds(lambda: hand_written(portfolio)))
        by_program.append(_seconds(lambda: compiled(portfolio)))
    by_interpreter = _seconds(lambda: interpreted(portfolio))
    least = min(by_hand)
    _tell(
        capsys,
        f"{GROUP}, {len(RULES)} rules, least processor time of {len(by_hand)} alternating rounds:",
        f"  hand-written {least * 1000:8.1f} ms",
        f"  compiled     {min(by_program) * 1000:8.1f} ms  {min(by_program) / least:6.2f} ×",
        f"  interpreter  {by_interpreter * 1000:8.1f} ms  {by_interpreter / least:6.2f} ×  (one round)",
    )


def test_time_to_compile_sixty_rules(capsys: pytest.CaptureFixture[str]) -> None:
    sixty = RuleSet(
        "sixty",
        [
            evolve(rule, id=f"{rule.id}-{number}")
            for number, rule in enumerate(islice(cycle(RULES), 60))
        ],
    )
    assert len(sixty) == 60
    least = min(
        _seconds(lambda: compile_ruleset(sixty).at(AS_OF, NOTHING_REGISTERED)) for _ in range(20)
    )
    _tell(capsys, f"compiling 60 rules: {least * 1000:.2f} ms, the least of 20 rounds")
