"""SARIF logs as tests look at them: valid by the official schema, and in parts."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any, Final

from jsonschema import Draft4Validator

from govmedia_rules.findings import Report
from govmedia_rules.reports.sarif import sarif_log, write_sarif
from govmedia_rules.rules import RuleSet

SCHEMA: Final = Path(__file__).parent / "data" / "sarif" / "sarif-schema-2.1.0.json"
VALIDATOR: Final = Draft4Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def faults(log: dict[str, Any]) -> list[str]:
    """Return what the official schema finds wrong with a log."""
    return [f"{fault.json_path}: {fault.message}" for fault in VALIDATOR.iter_errors(log)]


def written(report: Report, ruleset: RuleSet, **options: Any) -> str:
    """Return the text of a log, once it can be encoded and holds what the plain data do."""
    stream = StringIO()
    write_sarif(report, stream, ruleset=ruleset, **options)
    text = stream.getvalue()
    assert json.loads(text.encode()) == sarif_log(report, ruleset=ruleset, **options)
    return text


def run_of_log(report: Report, ruleset: RuleSet, **options: Any) -> dict[str, Any]:
    """Return the one run of a log, once the log was found valid."""
    log = sarif_log(report, ruleset=ruleset, **options)
    assert faults(log) == []
    [run] = log["runs"]
    assert isinstance(run, dict)
    return run


def result_of_log(report: Report, ruleset: RuleSet, **options: Any) -> dict[str, Any]:
    """Return the one result of a log, once the log was found valid."""
    [result] = run_of_log(report, ruleset, **options)["results"]
    assert isinstance(result, dict)
    return result
