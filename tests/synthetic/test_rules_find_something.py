"""What the rules ask about occurs: most of them pass, fail and stay undetermined somewhere."""

from __future__ import annotations

from asking import request_asking
from govmedia_rules import audit
from govmedia_rules.findings import Verdict
from govmedia_rules.rulesets import INSPECTION_2019, OPINION_2018
from govmedia_rules.synthetic import generate_portfolio

RULES = INSPECTION_2019 | OPINION_2018
# So rare, or so much a matter of what nobody recorded, that 2,000 accounts may show only
# one or two of the three outcomes.
RARE = 14


def test_most_rules_pass_fail_and_stay_undetermined_in_2000_accounts() -> None:
    request = request_asking(RULES, 2000, seed=1)

    report = audit(generate_portfolio(request), RULES, as_of=request.as_of)

    outcomes = {run.rule_id: (run.passed, run.failed, run.undetermined) for run in report.rules}
    assert all(sum(counts) > 0 for counts in outcomes.values())
    assert sum(0 in counts for counts in outcomes.values()) <= RARE
    assert sum(run.errors for run in report.rules) == 0
    assert sum(run.not_applicable > 0 for run in report.rules) > len(RULES) / 2
    assert any(finding.suppression is not None for finding in report.findings)
    assert set(report.verdicts.values()) == set(Verdict) - {Verdict.NOT_INSPECTED}
    assert report.not_inspected
    assert report.exclusions
    assert report.accounts_without_unit > 0
    failing = sum(verdict is Verdict.FAILS for verdict in report.verdicts.values())
    assert 0.05 < failing / len(report.inspected) < 0.5
