"""An earlier report to compare with: what is new, what persists, what changed, what is gone."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import define, field

from govmedia_rules.findings import Finding, Report

__all__ = ["Baseline"]


@define(eq=False)
class Baseline:
    """
    The findings of an earlier report, by fingerprint.

    Parameters:
        report: the earlier report.
    """

    report: Report
    _unseen: dict[str, Finding] = field(init=False)
    _known: dict[str, tuple[object, ...]] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._unseen = {finding.fingerprint: finding for finding in self.report.findings}
        self._known = {key: _significant(finding) for key, finding in self._unseen.items()}

    def state(self, finding: Finding) -> str:
        """
        Return how a finding of the later report stands to the earlier one.

        *updated* when its outcome, severity, waiver, or the facts that it lacks are
        others than before. Values and dates, which every day changes, do not count.
        """
        key = finding.fingerprint
        self._unseen.pop(key, None)
        before = self._known.get(key)
        if before is None:
            return "new"
        return "unchanged" if before == _significant(finding) else "updated"

    def absent(self) -> Iterator[Finding]:
        """Yield the earlier findings that no later one asked about has come back to."""
        return iter(self._unseen.values())


def _significant(finding: Finding) -> tuple[object, ...]:
    waiver = finding.suppression
    return (
        finding.outcome,
        finding.severity,
        None if waiver is None else waiver.waiver_id,
        frozenset(fact.fact for fact in finding.missing),
    )
