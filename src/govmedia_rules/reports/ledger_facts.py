"""What a ledger says of the report that it was made from: what was looked at, and what was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from govmedia_rules.findings import Outcome, Report
from govmedia_rules.reports.labels import OUTCOMES, TABLES
from govmedia_rules.reports.ledger import LedgerFact
from govmedia_rules.text import Text

__all__ = ["facts_of"]


def facts_of(
    report: Report, rectification_days: int | None, *, includes_undetermined: bool
) -> tuple[LedgerFact, ...]:
    """
    Return what a reader of a ledger should know of the report behind it.

    Parameters:
        report: the report.

        rectification_days: the period for rectification that the caller gave.

        includes_undetermined: whether undetermined findings have rows of their own.
    """
    return (
        *_identity(report),
        *_period(rectification_days),
        *_scope(report),
        *_outcomes(report, includes_undetermined=includes_undetermined),
        *_tables(report),
        *(LedgerFact(Text(zh="说明", en="notice"), notice) for notice in report.notices),
    )


def _fact(zh: str, en: str, value: object) -> LedgerFact:
    text = f"{value:,}" if isinstance(value, int) else str(value)
    return LedgerFact(Text(zh=zh, en=en), Text(zh=text or "-", en=text or "-"))


def _identity(report: Report) -> Iterator[LedgerFact]:
    at = f"{report.as_of:%Y-%m-%d %H:%M:%S} +08:00"
    yield _fact("监测时间点", "monitoring moment", at)
    yield _fact("规则集", "rule set", report.ruleset_id)
    yield _fact("规则集指纹", "fingerprint of the rule set", report.ruleset_fingerprint)


def _period(days: int | None) -> Iterator[LedgerFact]:
    name = Text(zh="整改期限", en="period for rectification")
    if days is None:
        value = Text(
            zh="未给定；检查指标和意见未规定天数",
            en="none given; neither the inspection indicators nor the Opinion name one",
        )
    else:
        value = Text(
            zh=f"{days}天，由导出者给定；检查指标和意见未规定天数",
            en=(
                f"{days} days, given by who made the ledger; neither the inspection"
                " indicators nor the Opinion name a period"
            ),
        )
    yield LedgerFact(name, value)


def _scope(report: Report) -> Iterator[LedgerFact]:
    in_force = sum(run.is_in_force for run in report.rules)
    yield _fact("运行的规则", "rules run", len(report.rules))
    yield _fact("其中未生效", "of these not in force", len(report.rules) - in_force)
    yield _fact("纳入检查的账号", "accounts inspected", len(report.inspected))
    yield _fact("未纳入检查的账号", "accounts not inspected", len(report.not_inspected))
    yield _fact(
        "无主办单位信息的账号", "accounts without a known sponsor", report.accounts_without_unit
    )


def _outcomes(report: Report, *, includes_undetermined: bool) -> Iterator[LedgerFact]:
    counts = Counter(finding.outcome for finding in report.findings)
    waived = sum(finding.is_suppressed for finding in report.findings)
    for outcome in (Outcome.FAIL, Outcome.UNDETERMINED, Outcome.ERROR):
        label = OUTCOMES[outcome]
        yield _fact(f"报告中{label.zh}", f"findings in the report: {label.en}", counts[outcome])
    yield _fact("报告中已豁免", "findings in the report: waived", waived)
    rows = Text(zh="本台账列入不符合的问题", en="failures have rows here")
    if includes_undetermined:
        rows = Text(
            zh="本台账列入不符合、未能判定和规则出错的问题",
            en="failures, undetermined findings and crashed rules have rows here",
        )
    yield LedgerFact(Text(zh="列入范围", en="what has rows"), rows)


def _tables(report: Report) -> Iterator[LedgerFact]:
    for table in report.tables:
        label = TABLES.get(table.table, Text(zh=table.table, en=table.table))
        name = Text(zh=f"数据：{label.zh}", en=f"data: {label.en}")
        value = Text(zh="未提供", en="not supplied")
        if table.is_supplied:
            value = Text(
                zh=f"共{table.rows:,}条，审查{table.read:,}条",
                en=f"{table.rows:,} rows, {table.read:,} judged or counted",
            )
        yield LedgerFact(name, value)
