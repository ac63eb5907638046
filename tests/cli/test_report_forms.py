"""The forms of a report: what ``check --format`` writes, where, and what it refuses beforehand."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch
from zipfile import ZipFile

import pytest
from click.testing import Result

from govmedia_rules.cli.report_forms import FORMS
from govmedia_rules.reports.ledger import Recheck
from govmedia_rules.reports.ledger_csv import load_ledger_csv
from govmedia_rules.reports.ledger_workbooks import load_ledger_xlsx
from govmedia_rules.serialization import load_report

DAY = ("--as-of", "2019-06-05")

Invoke = Callable[..., Result]

# What each form begins with.
BEGINNINGS = {
    "json": b'{\n"schema_version":2,',
    "sarif": b"{",
    "csv": "\ufeff序号".encode(),
    "xlsx": b"PK\x03\x04",
    "markdown": "# 政务新媒体检查情况通报".encode(),
    "html": b"<!doctype html>",
}


def test_every_form_is_tested() -> None:
    assert list(FORMS) == list(BEGINNINGS)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_goes_to_a_file_whole(
    invoke: Invoke, failing: Path, tmp_path: Path, form: str
) -> None:
    output = tmp_path / "report.out"

    result = invoke("check", failing, *DAY, "--format", form, "--output", output)

    assert (result.exit_code, result.stdout) == (1, "")
    assert output.read_bytes().lower().startswith(BEGINNINGS[form].lower())
    assert result.stderr.endswith(f"已写入 {output}\n")
    assert [path.name for path in tmp_path.iterdir()].count(".report.out") == 0


@pytest.mark.parametrize("form", FORMS)
def test_a_form_goes_to_stdout_with_nothing_else(
    start: Callable[..., object], failing: Path, tmp_path: Path, form: str
) -> None:
    output = tmp_path / "report.out"
    options = ("check", failing, *DAY, "--format", form)
    start(*options, "--output", output)

    done = start(*options)

    written = done.stdout  # type: ignore[attr-defined]  # what a process printed
    if form == "xlsx":
        # A pipe cannot be wound back, so that the archive is laid out otherwise.
        assert sheets_of(io.BytesIO(written)) == sheets_of(output)
    else:
        assert written == output.read_bytes()


def sheets_of(workbook: Path | io.BytesIO) -> dict[str, bytes]:
    with ZipFile(workbook) as archive:
        names = archive.namelist()
        return {name: archive.read(name) for name in names if name != "docProps/core.xml"}


@pytest.mark.parametrize("form", [name for name, form in FORMS.items() if form.is_binary])
def test_a_binary_form_is_not_written_to_a_terminal(
    invoke: Invoke, failing: Path, form: str
) -> None:
    with patch("govmedia_rules.cli.report_forms.is_terminal", return_value=True):
        result = invoke("check", failing, *DAY, "--format", form)

    assert (result.exit_code, result.stdout) == (2, "")
    assert f"a terminal cannot show {form}; give --output a file" in result.stderr
    assert "As of" not in result.stderr  # nobody waited for an audit


@pytest.mark.parametrize(
    ("package", "options", "what"),
    [
        ("xlsxwriter", ("--format", "xlsx"), "writing a ledger as XLSX"),
        ("altair", ("--format", "html"), "the HTML report"),
        (
            "openpyxl",
            ("--format", "csv", "--ledger", "old.xlsx"),
            "reading a ledger from XLSX",
        ),
    ],
)
def test_a_missing_extra_is_told_in_one_sentence_before_any_work(
    failing: Path, package: str, options: tuple[str, ...], what: str
) -> None:
    code = (
        f"import sys\nsys.modules[{package!r}] = None\n"
        f"sys.argv[1:] = {['check', str(failing), *DAY, *options]!r}\n"
        "from govmedia_rules.cli import run\nsys.exit(run())\n"
    )

    done = subprocess.run(  # noqa: S603 -- our own code
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (
        2,
        "",
        f"Error: {what} needs the extra 'report': pip install 'govmedia-rules[report]'\n",
    )


@pytest.mark.parametrize(
    ("form", "option", "message"),
    [
        ("json", ("--ledger", "x.csv"), "--ledger goes with --format csv, xlsx only, not with json."),
        ("table", ("--rectify-within", "30"), "--rectify-within goes with --format csv, xlsx only"),
        ("csv", ("--with-passes",), "--with-passes goes with --format sarif only, not with csv."),
    ],
)  # fmt: skip
def test_an_option_that_means_nothing_to_the_form_is_refused(
    invoke: Invoke, failing: Path, form: str, option: tuple[str, ...], message: str
) -> None:
    result = invoke("check", failing, *DAY, "--format", form, *option)

    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


@pytest.mark.parametrize(("form", "load"), [("csv", load_ledger_csv), ("xlsx", load_ledger_xlsx)])
def test_a_ledger_is_carried_over(
    invoke: Invoke, failing: Path, passing: Path, tmp_path: Path, form: str, load: Callable[..., object]
) -> None:  # fmt: skip
    first, second = tmp_path / f"first.{form}", tmp_path / f"second.{form}"
    report = tmp_path / "report.json"
    invoke("check", failing, "--as-of", "2019-06-05", "--format", "json", "--output", report)
    common = ("--format", form, "--rectify-within", "30", "--output")
    invoke("check", failing, "--as-of", "2019-06-05", *common, first)

    result = invoke(
        "check", passing, "--as-of", "2019-06-06", *common, second,
        "--ledger", first, "--baseline", report,
    )  # fmt: skip

    assert result.exit_code == 0, result.stderr
    rows = list(load(second).rows)  # type: ignore[attr-defined]  # a ledger of either kind
    assert [(row.recheck, row.recheck_note, str(row.due_on)) for row in rows] == [
        (Recheck.GONE, "本次检查符合", "2019-07-05")
    ]


@pytest.mark.parametrize("name", ["ledger.txt", "ledger"])
def test_a_ledger_of_a_kind_nobody_knows_is_refused(
    invoke: Invoke, failing: Path, name: str
) -> None:
    result = invoke("check", failing, *DAY, "--format", "csv", "--ledger", name)

    assert result.exit_code == 2
    assert f"'{name}' ends neither in .csv nor in .xlsx" in result.stderr


def test_a_ledger_lists_what_is_undetermined_when_asked(
    invoke: Invoke, undetermined: Path, tmp_path: Path
) -> None:
    def rows(*options: str) -> int:
        path = tmp_path / "ledger.csv"
        invoke("check", undetermined, *DAY, "--format", "csv", "--output", path, *options)
        return len(load_ledger_csv(path).rows)

    assert rows() == 0
    assert rows("--with-undetermined") > 0


def test_sarif_tells_what_passes_when_asked(invoke: Invoke, passing: Path) -> None:
    def kinds(*options: str) -> set[str]:
        result = invoke("check", passing, *DAY, "--format", "sarif", *options)
        return {each.get("kind") for each in json.loads(result.stdout)["runs"][0]["results"]}

    assert kinds() == set()
    assert kinds("--with-passes") == {"pass", "notApplicable"}


def test_sarif_with_a_baseline_tells_what_is_new(
    invoke: Invoke, failing: Path, passing: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    invoke("check", passing, *DAY, "--format", "json", "--output", report)

    result = invoke("check", failing, *DAY, "--format", "sarif", "--baseline", report)

    states = [each["baselineState"] for each in json.loads(result.stdout)["runs"][0]["results"]]
    assert states == ["new"]


def test_json_with_a_baseline_holds_the_follow_up(
    invoke: Invoke, failing: Path, passing: Path, tmp_path: Path
) -> None:
    old, new = tmp_path / "old.json", tmp_path / "new.json"
    invoke("check", failing, *DAY, "--format", "json", "--output", old)

    invoke("check", passing, *DAY, "--format", "json", "--baseline", old, "--output", new)

    follow_up = load_report(new).follow_up
    assert follow_up is not None
    assert [str(item.fate) for item in follow_up.items] == ["passes"]


def test_a_reader_that_goes_away_changes_no_status(failing: Path) -> None:
    command = [sys.executable, "-m", "govmedia_rules", "check", str(failing), *DAY]
    with subprocess.Popen(  # noqa: S603 -- our own interpreter
        [*command, "--format", "sarif"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        complaints = process.stderr.read().decode()

    assert process.returncode == 1
    assert "Traceback" not in complaints
