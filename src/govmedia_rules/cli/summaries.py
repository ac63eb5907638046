"""What an audit came to in one line: verdicts, and findings by outcome."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from attrs import frozen

from govmedia_rules.findings import Outcome, Report, Verdict
from govmedia_rules.text import Language, Text

__all__ = ["Counts", "counts_of", "summary_line"]

_ORDER: Final = (Verdict.FAILS, Verdict.UNDETERMINED, Verdict.PASSES, Verdict.NOT_INSPECTED)


@frozen
class Counts:
    """
    How many accounts came to each verdict, and how many findings to each outcome.

    Parameters:
        verdicts: the accounts of each verdict, gravest first.

        failed: failures that no waiver excuses.

        undetermined: open questions.

        waived: failures that a waiver excuses.

        crashed: rules that crashed.
    """

    verdicts: Mapping[Verdict, int]
    failed: int
    undetermined: int
    waived: int = 0
    crashed: int = 0


def counts_of(report: Report) -> Counts:
    """Return the counts of a report."""
    verdicts = Counter(report.verdicts.values())
    verdicts[Verdict.NOT_INSPECTED] = len(report.not_inspected)
    outcomes = Counter(finding.outcome for finding in report.findings if not finding.is_suppressed)
    return Counts(
        verdicts={verdict: verdicts[verdict] for verdict in _ORDER},
        failed=outcomes[Outcome.FAIL],
        undetermined=outcomes[Outcome.UNDETERMINED],
        waived=sum(finding.is_suppressed for finding in report.findings),
        crashed=outcomes[Outcome.ERROR],
    )


def summary_line(counts: Counts, language: Language) -> str:
    """Return the verdicts and the number of findings in one line."""
    verdicts = " · ".join(
        f"{verdict.label.in_language(language)} {count:,}"
        for verdict, count in counts.verdicts.items()
    )
    zh = f"不符合 {counts.failed:,} 项，未能判定 {counts.undetermined:,} 项"
    en = f"{counts.failed:,} failed, {counts.undetermined:,} undetermined"
    if counts.waived:
        zh, en = f"{zh}，已豁免 {counts.waived:,} 项", f"{en}, {counts.waived:,} waived"
    if counts.crashed:
        zh, en = f"{zh}，规则出错 {counts.crashed:,} 次", f"{en}, {counts.crashed:,} crashed"
    return Text(zh=f"{verdicts}。{zh}。", en=f"{verdicts}. Findings: {en}.").in_language(language)
