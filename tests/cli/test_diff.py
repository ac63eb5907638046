"""``govmedia-rules diff``, and ``check --baseline``, which makes it certain."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import Result

from govmedia_rules.models import Account, Portfolio
from govmedia_rules.serialization import dump_report, dumps_diff, load_report

OLD_DAY = ("--as-of", "2019-03-05")
DAY = ("--as-of", "2019-06-05")

Invoke = Callable[..., Result]


@pytest.fixture
def report(invoke: Invoke, tmp_path: Path) -> Callable[..., Path]:
    """Check a file and return the report's path."""

    def made(portfolio: Path, *options: str | Path, name: str = "report.json") -> Path:
        path = tmp_path / name
        result = invoke("check", portfolio, "--format", "json", "--output", path, *options)
        assert result.exit_code in {0, 1}, result.stderr
        return path

    return made


@pytest.fixture
def silent(portfolio: Portfolio, save: Callable[..., Path]) -> Path:
    """A file in which an account had posted nothing before the spring."""
    return save(evolve(portfolio, posts=()), "silent.json")


def test_what_fails_now_and_did_not_is_a_new_failure(
    invoke: Invoke, report: Callable[..., Path], passing: Path, silent: Path, tmp_path: Path
) -> None:
    old = report(passing, *DAY, name="old.json")
    new = report(silent, *DAY, name="new.json")

    result = invoke("diff", old, new)

    assert result.exit_code == 1
    assert result.stderr == (
        "新增1项，变化0项，延续0项，已解决0项，不再列出0项。新的不符合1项，整改0项。\n"
    )
    assert "无 → 不符合" in result.stdout
    assert "原因：事实不同" in result.stdout
    assert sorted(path.name for path in tmp_path.glob("*.json")) == [
        "new.json",
        "old.json",
        "passing.json",
        "silent.json",
    ]


def test_what_was_put_right_is_told_when_the_later_check_followed_up(
    invoke: Invoke, report: Callable[..., Path], passing: Path, silent: Path
) -> None:
    old = report(silent, *DAY, name="old.json")
    new = report(passing, *DAY, "--baseline", old, name="new.json")

    result = invoke("diff", old, new, "--lang", "en")

    assert result.exit_code == 0
    assert "1 resolved, 0 lapsed; 0 new failures, 1 rectified." in result.stderr
    assert "Passes now." in result.stdout
    assert "did not follow" not in result.stdout


def test_reports_that_do_not_say_what_became_of_a_finding_say_so(
    invoke: Invoke,
    report: Callable[..., Path],
    portfolio: Portfolio,
    account: Account,
    save: Callable[..., Path],
    silent: Path,
) -> None:
    closed = evolve(account, id="wechat:closed", status="closed")
    both = save(evolve(portfolio, accounts=(account, closed)), "both.json")
    old, new = report(silent, *DAY, name="old.json"), report(both, *DAY, name="new.json")

    result = invoke("diff", old, new)

    assert result.exit_code == 0
    assert "已解决0项，不再列出1项" in result.stderr
    assert "较晚的检查没有跟踪较早的报告" in result.stdout
    assert "两份报告不足以说明是否已整改" in result.stdout


def test_check_with_a_baseline_tells_what_changed(
    invoke: Invoke, report: Callable[..., Path], passing: Path, silent: Path
) -> None:
    old = report(silent, *DAY, name="old.json")

    result = invoke("check", passing, *DAY, "--baseline", old)

    assert result.exit_code == 0
    assert "与较早的报告相比：新增0项，变化0项，延续0项，已解决1项" in result.stderr


def test_json_is_what_the_library_writes(
    invoke: Invoke, report: Callable[..., Path], passing: Path, silent: Path
) -> None:
    old = report(passing, *DAY, name="old.json")
    new = report(silent, *DAY, name="new.json")

    result = invoke("diff", old, new, "--format", "json")

    assert result.stdout == dumps_diff(load_report(new).diff(load_report(old)))
    assert [each["change"] for each in json.loads(result.stdout)["differences"]] == ["new"]


@pytest.mark.parametrize("form", ["json", "table"])
def test_the_output_may_go_to_a_file(
    invoke: Invoke, report: Callable[..., Path], passing: Path, silent: Path, form: str
) -> None:
    old = report(passing, *DAY, name="old.json")
    new = report(silent, *DAY, name="new.json")
    output = old.with_name("diff.out")

    told = invoke("diff", old, new, "--format", form)
    result = invoke("diff", old, new, "--format", form, "--output", output)

    assert (result.exit_code, result.stdout) == (1, "")
    assert output.read_text(encoding="utf-8") == told.stdout
    assert result.stderr.endswith(f"已写入 {output}\n")


def test_reports_in_the_wrong_order_are_refused(
    invoke: Invoke, report: Callable[..., Path], silent: Path
) -> None:
    old = report(silent, *OLD_DAY, name="old.json")
    new = report(silent, *DAY, name="new.json")

    result = invoke("diff", new, old)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "compare them the other way round" in result.stderr


def test_a_baseline_that_is_later_than_the_moment_is_refused(
    invoke: Invoke, report: Callable[..., Path], silent: Path, tmp_path: Path
) -> None:
    later = report(silent, *DAY, name="later.json")
    output = tmp_path / "out.txt"

    result = invoke("check", silent, *OLD_DAY, "--baseline", later, "--output", output)

    assert (result.exit_code, output.exists()) == (2, False)
    assert "compare them the other way round" in result.stderr


@pytest.mark.parametrize("content", ["{", "[]", '{"schema_version": 9}'])
def test_what_is_no_report_is_refused_with_its_place(
    invoke: Invoke, report: Callable[..., Path], silent: Path, content: str, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text(content)

    results = [
        invoke("diff", bad, report(silent, *DAY)),
        invoke("check", silent, *DAY, "--baseline", bad),
    ]

    assert [result.exit_code for result in results] == [2, 2]
    assert all(f"{bad}" in result.stderr for result in results)
    assert all(result.stdout == "" for result in results)


def test_names_in_a_report_do_not_move_the_cursor(
    invoke: Invoke, report: Callable[..., Path], silent: Path, tmp_path: Path
) -> None:
    loaded = load_report(report(silent, *DAY))
    subject = evolve(loaded.findings[0].subject, name="\x1b[2J\u202eevil\n不符合")
    hostile = evolve(loaded, findings=(evolve(loaded.findings[0], subject=subject),))
    old, new = tmp_path / "none.json", tmp_path / "hostile.json"
    dump_report(evolve(hostile, findings=()), old)
    dump_report(hostile, new)

    result = invoke("diff", old, new)

    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout
    assert "\\x1b[2J\\u202eevil\\x0a不符" in result.stdout.replace("\n", "").replace(" ", "")
