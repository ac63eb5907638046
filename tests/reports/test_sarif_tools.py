"""Logs as others take them: a SARIF tool reads them, and large ones are written in little memory."""

from __future__ import annotations

import json
import tracemalloc
from collections import Counter
from pathlib import Path

from attrs import evolve
from sarif.loader import load_sarif_file, load_sarif_files
from sarif.operations.csv_op import generate_csv
from sarif.operations.summary_op import generate_summary

from govmedia_rules.cases import jiangsu_2019
from govmedia_rules.conditions import account
from govmedia_rules.evaluation import audit, explain_all
from govmedia_rules.findings import Outcome, Report, SubjectRef
from govmedia_rules.law import Severity
from govmedia_rules.models import Portfolio, Subject
from govmedia_rules.reports.sarif import write_sarif
from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets import INSPECTION_2019, OPINION_2018
from sarif_checking import run_of_log
from situations import AS_OF, account_with, rule_with


def saved(folder: Path, report: Report, ruleset: RuleSet) -> str:
    path = folder / "report.sarif"
    with path.open("w", encoding="utf-8") as stream:
        write_sarif(report, stream, ruleset=ruleset)
    return str(path)


def test_sarif_tools_counts_the_results_of_the_jiangsu_cases_as_we_do(tmp_path: Path) -> None:
    ruleset = OPINION_2018 | INSPECTION_2019
    report = audit(jiangsu_2019(), ruleset, as_of=AS_OF)
    path = saved(tmp_path, report, ruleset)
    summary = tmp_path / "summary.txt"

    generate_summary(load_sarif_files(path), str(summary), output_multiple_files=False)

    failures = Counter(
        finding.severity for finding in report.findings if finding.outcome is Outcome.FAIL
    )
    lines = summary.read_text(encoding="utf-8").splitlines()
    counts = dict(line.split(": ") for line in lines if line and not line.startswith(" "))
    assert counts == {
        "error": str(failures[Severity.VETO] + failures[Severity.ERROR]),
        "warning": str(failures[Severity.WARNING]),
        "note": str(failures[Severity.NOTE]),
        "none": str(len(report.findings) - failures.total()),
    }
    assert failures[Severity.ERROR] > 5
    assert failures[Severity.NOTE] > 0


def test_sarif_tools_lists_each_result_with_its_rule_and_place(tmp_path: Path) -> None:
    ruleset = RuleSet("test", (rule_with(requires=account.is_main),))
    report = audit(Portfolio(accounts=[account_with(is_main=False)]), ruleset, as_of=AS_OF)

    [run] = load_sarif_file(saved(tmp_path, report, ruleset)).runs

    [record] = run.get_records()
    description = record.pop("Description")
    assert record == {
        "Tool": "govmedia-rules",
        "Location": "account/wechat:甲县发布",
        "Line": "1",
        "Severity": "error",
        "Code": "test-2019/a-rule",
    }
    assert description.startswith("账号“甲县发布”(wechat:甲县发布)：")


def test_a_table_made_of_a_log_holds_no_formula(tmp_path: Path) -> None:
    ruleset = RuleSet("test", (rule_with(requires=account.is_main),))
    named = account_with(id="=1+1", name='=HYPERLINK("x")', is_main=False)
    path = saved(tmp_path, audit(Portfolio(accounts=[named]), ruleset, as_of=AS_OF), ruleset)
    table = tmp_path / "table.csv"

    generate_csv(load_sarif_files(path), str(table), output_multiple_files=False)

    cells = [cell.strip('"') for cell in table.read_text(encoding="utf-8").split(",")]
    assert any("=HYPERLINK" in cell for cell in cells)
    assert not any(cell.startswith("=") for cell in cells)


def test_passes_told_on_request_are_as_many_as_the_report_counts() -> None:
    portfolio = jiangsu_2019()
    report = audit(portfolio, INSPECTION_2019, as_of=AS_OF)
    explained = explain_all(portfolio, INSPECTION_2019, as_of=AS_OF)

    results = run_of_log(report, INSPECTION_2019, explained=explained)["results"]

    told = Counter((result["ruleId"], result["kind"]) for result in results)
    for run in report.rules:
        assert told[run.rule_id, "pass"] == run.passed
        assert told[run.rule_id, "notApplicable"] == run.not_applicable
    assert sum(run.passed for run in report.rules) > 5


class Nowhere:
    """A stream that forgets."""

    def __init__(self) -> None:
        self.results = 0

    def write(self, text: str) -> None:
        self.results += text.startswith(('\n{"ruleId"', ',\n{"ruleId"'))


def peak_of_writing(report: Report, ruleset: RuleSet) -> tuple[int, int]:
    stream = Nowhere()
    tracemalloc.start()
    try:
        write_sarif(report, stream, ruleset=ruleset)
        return stream.results, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_ten_times_the_findings_take_no_more_memory() -> None:
    ruleset = RuleSet("test", (rule_with(requires=account.is_main),))
    report = audit(Portfolio(accounts=[account_with(is_main=False)]), ruleset, as_of=AS_OF)
    [finding] = report.findings

    def of(count: int) -> Report:
        return evolve(
            report,
            findings=tuple(
                evolve(
                    finding,
                    subject=SubjectRef(kind=Subject.POST, id=f"p{number}", account_id="a"),
                )
                for number in range(count)
            ),
        )

    few, many = of(300), of(3_000)
    peak_of_writing(few, ruleset)  # what is cached once, is cached now
    few_written, few_peak = peak_of_writing(few, ruleset)
    many_written, many_peak = peak_of_writing(many, ruleset)

    assert (few_written, many_written) == (300, 3_000)
    assert many_peak < 1.5 * few_peak
    assert many_peak < len(json.dumps(run_of_log(few, ruleset)))
