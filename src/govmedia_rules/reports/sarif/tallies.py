"""What an audit looked at, as the properties of a run tell it."""

from __future__ import annotations

from collections import Counter

from govmedia_rules.findings import Report, Verdict
from govmedia_rules.reports.sarif.messages import Plain, plain_text

__all__ = ["what_was_looked_at"]


def what_was_looked_at(report: Report, baseline: Report | None) -> Plain:
    """
    Return the rules run, the rows read, the verdicts, and what nobody recorded.

    Passes and what does not apply are counted here, whether or not the log has
    results for them.
    """
    verdicts = Counter(report.verdicts.values())
    verdicts[Verdict.NOT_INSPECTED] = len(report.not_inspected)
    properties: Plain = {
        "asOf": report.as_of.isoformat(),
        "rulesetId": report.ruleset_id,
        "rulesetFingerprint": report.ruleset_fingerprint,
        "rules": [
            {
                "ruleId": run.rule_id,
                "isInForce": run.is_in_force,
                "passed": run.passed,
                "failed": run.failed,
                "undetermined": run.undetermined,
                "notApplicable": run.not_applicable,
                "errors": run.errors,
            }
            for run in report.rules
        ],
        "tables": [
            {
                "table": table.table,
                "isSupplied": table.is_supplied,
                "rows": table.rows,
                "read": table.read,
            }
            for table in report.tables
        ],
        "verdicts": {verdict.value: verdicts[verdict] for verdict in Verdict},
        "missing": dict(report.missing),
        "accountsWithoutUnit": report.accounts_without_unit,
        "exclusions": [
            {
                "scopeId": exclusion.scope_id,
                "title": plain_text(exclusion.title),
                "clauses": [str(citation) for citation in exclusion.citations],
                "rules": exclusion.rules,
                "units": len(exclusion.units),
                "accounts": len(exclusion.accounts),
            }
            for exclusion in report.exclusions
        ],
    }
    if baseline is not None:
        properties["baseline"] = {
            "asOf": baseline.as_of.isoformat(),
            "rulesetId": baseline.ruleset_id,
            "rulesetFingerprint": baseline.ruleset_fingerprint,
        }
    return properties
