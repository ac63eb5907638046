"""Mutation testing, judged itself: what is changed, what is left out, what is drawn, what is counted."""

from __future__ import annotations

import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path
from textwrap import dedent
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("cosmic_ray", reason="of the group mutation, which is not in dev")

from mutation.mutants import Mutant, all_mutants, drawn, mutants_of
from mutation.reaching import Reach, forget_kept
from mutation.scoring import changed_lines, interval


def mutants_in(source: str, folder: Path, name: str = "module.py") -> list[Mutant]:
    path = folder / name
    path.write_text(dedent(source), encoding="utf-8")
    return all_mutants([path], folder / "all.sqlite")


def told(source: str, folder: Path) -> set[tuple[str, str]]:
    """Return every mutant of *source* by the lines before and after."""
    plain = dedent(source)
    return {
        changed_lines(plain, mutated)
        for mutant in mutants_in(source, folder)
        if (mutated := mutant.source(plain)) is not None
    }


class TestMutants:
    def test_turn_comparisons_round_and_move_them_by_one(self, tmp_path: Path) -> None:
        assert told("def f(a, b):\n    return a < b\n", tmp_path) == {
            ("return a < b", "return a <= b"),
            ("return a < b", "return a >= b"),
        }

    @pytest.mark.parametrize(
        ("was", "now"),
        [
            ("rule(a, unless=b)", {"rule(a)"}),
            ("rule(unless=b, scope=c)", {"rule( scope=c)", "rule(unless=b)"}),
            ("has('commercial_ad')", {"has('commercial_adxx')"}),
            ("has('Commercial ad')", set[str]()),
            ("a and b", {"a or b"}),
            ("a | b", {"a & b"}),
        ],
    )
    def test_forget_arguments_and_change_words_and_connectives(
        self, was: str, now: set[str], tmp_path: Path
    ) -> None:
        assert told(f"x = {was}\n", tmp_path) == {(f"x = {was}", f"x = {each}") for each in now}

    def test_leave_out_what_is_done_and_not_kept(self, tmp_path: Path) -> None:
        assert told("def f(a):\n    check(a)\n    return read(a)\n", tmp_path) == {
            ("check(a)", "pass")
        }

    @pytest.mark.parametrize(
        "source",
        [
            "def f(a: int | None) -> dict[str, int | str]: ...\n",
            "Name: TypeAlias = str | int\n",
            "__all__ = ['name']\n",
            "x = Text(zh='zh', en='known')\n",
            "x = rule(title='known', remedy=1, message=2)\n",
            "x = cast('name', y)\n",
            "x = isinstance(y, int | str)\n",
            "def f(a):\n    raise Wrong('known', at=1)\n",
            "@cache\ndef f(a): ...\n",
            "class A:\n    @property\n    def f(self): ...\n",
            "@overload\ndef f(a=1): ...\n",
            "def f(*a, **b): return g(*a, **b)\n",
        ],
    )
    def test_leave_alone_what_could_tell_nothing(self, source: str, tmp_path: Path) -> None:
        assert told(source, tmp_path) == set()

    def test_reach_as_far_as_the_statement_they_change(self, tmp_path: Path) -> None:
        source = """\
            if (
                a
                < b
            ):
                x = rule(
                    a,
                    unless=b,
                )
            """
        lines = {
            (mutant.spec.operator_name, mutant.lines(dedent(source)))
            for mutant in mutants_in(source, tmp_path)
        }

        assert lines == {
            ("core/AddNot", range(1, 5)),
            ("core/ReplaceComparisonOperator_Lt_GtE", range(1, 5)),
            ("core/ReplaceComparisonOperator_Lt_LtE", range(1, 5)),
            ("own/LeaveOutArgument", range(5, 9)),
        }


class TestTheDraw:
    @pytest.fixture
    def mutants(self, tmp_path: Path) -> list[Mutant]:
        for name, count in (("large.py", 40), ("small.py", 2)):
            lines = "".join(f"    x{number} = a < b\n" for number in range(count))
            (tmp_path / name).write_text(f"def f(a, b):\n{lines}", encoding="utf-8")
        paths = [tmp_path / name for name in ("large.py", "small.py")]
        return all_mutants(paths, tmp_path / "all.sqlite")

    @pytest.mark.parametrize(
        ("share", "large", "small"), [(0.0, 1, 1), (0.1, 8, 1), (0.5, 40, 2), (1.0, 80, 4)]
    )
    def test_takes_a_share_of_each_module_and_one_at_least(
        self, mutants: list[Mutant], share: float, large: int, small: int
    ) -> None:
        sample = drawn(mutants, share, seed=1)

        assert Counter(Path(each.module).name for each in sample) == {
            "large.py": large,
            "small.py": small,
        }
        assert len({each.key for each in sample}) == len(sample)
        assert {each.key for each in sample} <= {each.key for each in mutants}

    def test_is_settled_by_its_seed(self, mutants: list[Mutant]) -> None:
        keys = [each.key for each in drawn(mutants, 0.5, seed=1)]

        assert [each.key for each in drawn(mutants, 0.5, seed=1)] == keys
        assert [each.key for each in drawn(mutants, 0.5, seed=2)] != keys

    def test_takes_from_a_module_what_it_took_before_when_another_module_grows(
        self, mutants: list[Mutant]
    ) -> None:
        (large,) = (path for path in mutants_of(mutants) if path.endswith("large.py"))
        alone = [each for each in mutants if each.module == large]

        taken = [each.key for each in drawn(mutants, 0.5, seed=1) if each.module == large]

        assert [each.key for each in drawn(alone, 0.5, seed=1)] == taken


class TestReach:
    REACH = Reach(
        seconds={"a": 1.0, "b": 2.0, "c": 3.0},
        lines={"m.py": {1: None, 5: frozenset({"a"}), 6: frozenset({"a", "b"}), 7: frozenset()}},
    )

    @pytest.mark.parametrize(
        ("module", "lines", "tests"),
        [
            ("m.py", range(5, 6), {"a"}),
            ("m.py", range(5, 8), {"a", "b"}),
            ("m.py", range(7, 9), set[str]()),
            ("m.py", range(1, 2), {"a", "b", "c"}),
            ("other.py", range(5, 6), set[str]()),
        ],
    )
    def test_is_of_the_tests_that_run_a_line_and_of_all_where_it_runs_on_import(
        self, module: str, lines: range, tests: set[str]
    ) -> None:
        assert self.REACH.tests(module, lines) == tests

    def test_comes_back_from_its_file(self, tmp_path: Path) -> None:
        self.REACH.dump(tmp_path / "reach.json")

        assert Reach.load(tmp_path / "reach.json") == self.REACH


def test_what_functions_of_the_package_keep_is_forgotten_between_tests(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[int] = []
    kept = lru_cache(maxsize=8)(calls.append)
    for name, function in (("ours.inner", kept), ("ours_too", lru_cache(calls.append))):
        module = ModuleType(name)
        module.function = function  # type: ignore[attr-defined]  # what a module holds
        monkeypatch.setitem(sys.modules, name, module)
    theirs = sys.modules["ours_too"].function

    for _ in range(2):
        kept(1)
        kept(1)
        theirs(2)
        forget_kept("ours")

    assert calls == [1, 2, 1]


class TestTheInterval:
    @pytest.mark.parametrize(
        ("part", "whole", "low", "high"),
        [(0, 10, 0.0, 0.2775), (5, 10, 0.2366, 0.7634), (90, 100, 0.8256, 0.9448)],
    )
    def test_is_wilsons(self, part: int, whole: int, low: float, high: float) -> None:
        assert interval(part, whole) == pytest.approx((low, high), abs=5e-5)

    def test_of_nothing_is_everything(self) -> None:
        assert interval(0, 0) == (0.0, 1.0)

    @given(whole=st.integers(1, 5000), data=st.data())
    def test_holds_the_share_and_is_the_same_from_the_other_end(
        self, whole: int, data: st.DataObject
    ) -> None:
        part = data.draw(st.integers(0, whole))
        low, high = interval(part, whole)

        assert 0 <= low <= part / whole + 1e-12
        assert part / whole - 1e-12 <= high <= 1
        assert interval(whole - part, whole) == pytest.approx((1 - high, 1 - low))
