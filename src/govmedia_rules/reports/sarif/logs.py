"""The log: one run of the rules, written piece by piece."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import metadata
from typing import Any, Final
from urllib.parse import quote

from attrs import define, field

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.findings import Finding, Outcome, Report
from govmedia_rules.reports.sarif.baselines import Baseline
from govmedia_rules.reports.sarif.descriptors import (
    NOTICE,
    notification_descriptors,
    notification_reference,
    rule_descriptor,
)
from govmedia_rules.reports.sarif.messages import Plain, both
from govmedia_rules.reports.sarif.places import Places, in_path
from govmedia_rules.reports.sarif.results import ResultWriter
from govmedia_rules.reports.sarif.tallies import what_was_looked_at
from govmedia_rules.reports.text_streams import TextStream
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.text import Text

__all__ = ["sarif_log", "write_sarif"]

_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LANGUAGE: Final = "zh-CN"
_TOOL: Final = "govmedia-rules"
_EVERY: Final = 1_000

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")

# What may stand in the path of a URI reference unescaped, and % so that escapes stay.
_URI_SAFE: Final = "/:?#@!$&'()*+,;=%~"
_NO_ESCAPE: Final = re.compile("%(?![0-9A-Fa-f]{2})")


def write_sarif(
    report: Report,
    stream: TextStream,
    *,
    ruleset: RuleSet,
    baseline: Report | None = None,
    explained: Iterable[Finding] = (),
    artifact_uri: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> None:
    """
    Write *report* as a SARIF 2.1.0 log, result by result.

    What it holds in memory grows with the accounts and units, and with the baseline,
    not with the findings.

    Parameters:
        report: the report.

        stream: where the text goes; a file is opened with ``encoding="utf-8"``.

        ruleset: the rules that were run, or a set that holds them among others: what
            the log says of them a report does not know.

        baseline: an earlier report; each result then says whether it is new, unchanged
            or updated, and what is gone is listed as absent.

        explained: findings besides, as :func:`~govmedia_rules.evaluation.explain_all`
            gives them, for the results that the report knows by number only. Passes and
            what does not apply are written; the others, which the report has, are not.

        artifact_uri: the file that the results are to be shown beside, as a URI
            reference, for scanners that know results in files only.

        progress: called now and then, and at the end, with the number of results written.

    Raises:
        InvalidValueError: when *ruleset* does not hold the rules that the report is of,
            the baseline is later than the report, or *artifact_uri* cannot be one.
    """
    log = _Log.of(report, ruleset, baseline, artifact_uri)
    for piece in log.pieces(explained, progress):
        stream.write(piece)


def sarif_log(
    report: Report,
    *,
    ruleset: RuleSet,
    baseline: Report | None = None,
    explained: Iterable[Finding] = (),
    artifact_uri: str | None = None,
) -> dict[str, Any]:
    """
    Return *report* as a SARIF 2.1.0 log in plain data: what :func:`write_sarif` writes.

    For reports that are small enough to be held twice.

    Parameters:
        report, ruleset, baseline, explained, artifact_uri: as for :func:`write_sarif`.

    Raises:
        InvalidValueError: as :func:`write_sarif` does.
    """
    log = _Log.of(report, ruleset, baseline, artifact_uri)
    plain: dict[str, Any] = json.loads("".join(log.pieces(explained, None)))
    return plain


@define(eq=False)
class _Log:
    report: Report
    rules: tuple[Rule, ...]
    baseline: Report | None
    places: Places
    results: ResultWriter = field(init=False)

    def __attrs_post_init__(self) -> None:
        positions = {rule.id: position for position, rule in enumerate(self.rules)}
        earlier = None if self.baseline is None else Baseline(self.baseline)
        self.results = ResultWriter(positions, self.places, earlier)

    @classmethod
    def of(
        cls, report: Report, ruleset: RuleSet, baseline: Report | None, artifact_uri: str | None
    ) -> _Log:
        if baseline is not None and baseline.as_of > report.as_of:
            raise InvalidValueError(
                owner="Report",
                owner_id=baseline.ruleset_id,
                field="as_of",
                value=baseline.as_of.isoformat(),
                expected=f"a baseline no later than the report, {report.as_of.isoformat()}",
            )
        places = Places(None if artifact_uri is None else _as_uri(artifact_uri))
        return cls(report, _rules_run(report, ruleset), baseline, places)

    def pieces(
        self, explained: Iterable[Finding], progress: Callable[[int], None] | None
    ) -> Iterator[str]:
        """Yield the text of the log."""
        yield f'{{"$schema":{_json(_SCHEMA)},"version":"2.1.0","runs":[{{\n'
        yield f'"tool":{_json(self._tool())},\n"language":{_json(_LANGUAGE)},\n'
        yield f'"automationDetails":{_json(self._automation())},\n'
        if self.places.artifact_uri is not None:
            artifact = {"location": {"uri": self.places.artifact_uri}, "roles": ["analysisTarget"]}
            yield f'"artifacts":{_json([artifact])},\n'
        yield from _array("results", _counted(self._results(explained), progress))
        yield ',\n"invocations":[{\n'
        yield from self._invocation()
        yield "}],\n"
        # Last of all, when every place has been met.
        yield from _array("logicalLocations", self.places.rows())
        yield f',\n"properties":{_json(what_was_looked_at(self.report, self.baseline))}\n}}]}}\n'

    def _tool(self) -> Plain:
        about = Text(zh="政务新媒体检查规则", en="Rules for government new media")
        return {
            "driver": {
                "name": _TOOL,
                "version": metadata.version(_TOOL),
                "language": _LANGUAGE,
                "shortDescription": {"text": str(about)},
                "rules": [rule_descriptor(rule) for rule in self.rules],
                "notifications": notification_descriptors(),
            }
        }

    def _automation(self) -> Plain:
        report = self.report
        at = report.as_of.in_timezone("UTC").format("YYYYMMDD[T]HHmmss[Z]")
        return {
            # Up to the last slash the category, in which runs follow one another.
            "id": f"{_TOOL}/{in_path(report.ruleset_id)}/{at}",
            "description": both(
                Text(
                    zh=f"规则集{report.ruleset_id}，监测时间点{report.as_of.isoformat()}",
                    en=f"Rule set {report.ruleset_id}, as of {report.as_of.isoformat()}",
                )
            ),
            "properties": {
                "rulesetId": report.ruleset_id,
                "rulesetFingerprint": report.ruleset_fingerprint,
            },
        }

    def _results(self, explained: Iterable[Finding]) -> Iterator[Plain]:
        writer = self.results
        for finding in self.report.findings:
            yield writer.result(finding)
        for finding in explained:
            if finding.outcome in {Outcome.PASS, Outcome.NOT_APPLICABLE}:
                yield writer.result(finding)
        yield from writer.absent()

    def _invocation(self) -> Iterator[str]:
        report, writer = self.report, self.results
        yield f'"executionSuccessful":{_json(not report.has_errors)},\n'
        yield f'"properties":{_json({"asOf": report.as_of.isoformat()})},\n'
        crashes = (each for each in report.findings if each.outcome is Outcome.ERROR)
        yield from _array("toolExecutionNotifications", map(writer.crash, crashes))
        yield ",\n"
        notices = (
            {"descriptor": notification_reference(NOTICE), "level": "note", "message": both(notice)}
            for notice in report.notices
        )
        yield from _array("toolConfigurationNotifications", notices)
        yield ",\n"
        idle = (
            {
                "descriptor": writer.reference(run.rule_id),
                "configuration": {"enabled": False},
            }
            for run in report.rules
            if not run.is_in_force
        )
        yield from _array("ruleConfigurationOverrides", idle)


def _as_uri(reference: str) -> str:
    """Return a reference that people wrote as one of ASCII characters alone."""
    try:
        # Names of files that are no UTF-8 come with their bytes as surrogates.
        quoted = quote(reference, safe=_URI_SAFE, errors="surrogateescape")
    except UnicodeEncodeError as error:
        raise InvalidValueError(
            owner="SARIF log",
            owner_id=None,
            field="artifact_uri",
            value=reference,
            expected="a URI reference, such as 'data/portfolio.json'",
        ) from error
    return _NO_ESCAPE.sub("%25", quoted)


def _rules_run(report: Report, ruleset: RuleSet) -> tuple[Rule, ...]:
    """Return the rules that the report is of, found by their ids and proven by the fingerprint."""
    by_id: Mapping[str, Rule] = {rule.id: rule for rule in ruleset}
    rules = tuple(by_id[run.rule_id] for run in report.rules if run.rule_id in by_id)
    if RuleSet(report.ruleset_id, rules).fingerprint != report.ruleset_fingerprint:
        raise InvalidValueError(
            owner="Report",
            owner_id=report.ruleset_id,
            field="ruleset_fingerprint",
            value=report.ruleset_fingerprint,
            expected=f"that of the rules given, {ruleset.fingerprint}; give the rule set that"
            " was run, with the same overrides",
        )
    return rules


def _counted(results: Iterator[Plain], progress: Callable[[int], None] | None) -> Iterator[Plain]:
    count = 0
    for count, result in enumerate(results, start=1):
        yield result
        if progress is not None and count % _EVERY == 0:
            progress(count)
    if progress is not None and (count % _EVERY or not count):
        progress(count)


def _array(name: str, rows: Iterable[Plain]) -> Iterator[str]:
    """Yield one property that is a list, a line for each of its members."""
    yield f"{_json(name)}:["
    separator = "\n"
    for row in rows:
        yield f"{separator}{_json(row)}"
        separator = ",\n"
    yield "]"


def _json(plain: object) -> str:
    text = _ENCODER.encode(plain)
    # No file can hold a lone surrogate; the visible text of its escape stands for it.
    return _LONE_SURROGATE.sub(lambda found: f"\\\\u{ord(found[0]):04x}", text)
