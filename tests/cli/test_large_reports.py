"""Large reports in every form: the memory for writing does not grow as the findings do."""

from __future__ import annotations

import io
import tracemalloc
from typing import Any, BinaryIO, Final, cast

import pytest

from govmedia_rules.cli.report_forms import FORMS, Audited, writer_of
from govmedia_rules.conditions import account
from govmedia_rules.evaluation import audit
from govmedia_rules.models import Portfolio, Unit
from govmedia_rules.rules import RuleSet
from govmedia_rules.serialization import dumps_report
from govmedia_rules.text import Language
from situations import AS_OF, account_with, rule_with

RULES: Final = RuleSet(
    "test",
    tuple(
        rule_with(id=f"test/rule-{number}", severity="veto", requires=account.is_main)
        for number in range(4)
    ),
)


class Nowhere(io.RawIOBase):
    """A stream that keeps nothing of what is written to it."""

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        return len(data)


def audited(findings: int, told: list[int]) -> Audited:
    """Return an audit of that many findings, four about each account."""
    accounts = findings // len(RULES)
    portfolio = Portfolio(
        units=[Unit(id=f"unit:{number}", name=f"单位{number}") for number in range(10)],
        accounts=[
            account_with(
                id=f"wechat:{number}",
                name=f"账号{number}",
                unit_id=f"unit:{number % 10}",
                is_main=False,
            )
            for number in range(accounts)
        ],
    )
    report = audit(portfolio, RULES, as_of=AS_OF)
    assert len(report.findings) == findings
    return Audited(
        report=report,
        portfolio=portfolio,
        ruleset=RULES,
        baseline=None,
        ledger=None,
        rectification_days=30,
        has_undetermined=False,
        has_passes=False,
        language=Language.ZH,
        is_language_given=False,
        evidence_limit=10,
        progress=told.append,
    )


def peak_of(form: str, what: Audited) -> int:
    write = writer_of(form, None)
    assert write is not None
    tracemalloc.start()
    try:
        write(what, cast("BinaryIO", Nowhere()))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("form", FORMS)
def test_a_finding_more_takes_less_memory_than_its_text(form: str) -> None:
    few, many = 400, 2_400
    told: list[int] = []
    peak_of(form, audited(8, []))  # what is made once and kept
    small, large = audited(few, []), audited(many, told)

    growth = (peak_of(form, large) - peak_of(form, small)) / (many - few)

    # What may grow is what is known by its id: accounts, and that a finding was listed.
    assert growth < len(dumps_report(large.report)) / many
    assert told[-1] == many
    assert told == sorted(told)
