"""How the provisions of an instrument are treated, for people and for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from attrs import frozen
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text as Styled

from govmedia_rules.cli.coverage_words import (
    reason_of,
    summary_of,
    takes_in_words,
    tally_in_words,
)
from govmedia_rules.cli.grids import GAP, Cell, Column, grid
from govmedia_rules.cli.rule_pages import param_lines, plain_rule, plain_text
from govmedia_rules.cli.untrusted import visible
from govmedia_rules.cli.wrapping import wrapped
from govmedia_rules.conditions.words import in_words
from govmedia_rules.evaluation import (
    AuditedProvision,
    JudgedRule,
    Means,
    RuleCoverage,
    Tally,
    Treatment,
    rules_without_clause,
)
from govmedia_rules.findings import Report
from govmedia_rules.law import CheckKind, Instrument
from govmedia_rules.reports.labels import (
    CONFIDENCES,
    FORCES,
    MEANS,
    SEVERITIES,
    SUBJECTS,
    TREATMENTS,
)
from govmedia_rules.rules import RuleSet
from govmedia_rules.text import Language, Text

__all__ = [
    "COVERAGE_SCHEMA_VERSION",
    "CoverageView",
    "plain_coverage",
    "print_clauses",
    "print_coverage",
]

COVERAGE_SCHEMA_VERSION: Final = 1
"""The version of the form that ``coverage --format json`` writes."""

_STYLES: Final = {
    Treatment.CHECKED: "green",
    Treatment.PARTLY_CHECKED: "yellow",
    Treatment.SCOPE: "green",
    Treatment.UNCHECKED: "dim",
    Treatment.GAP: "bold red",
}

_NOT_IN_FORCE: Final = Text(zh="监测时间点尚未施行或已废止", en="not in force at that moment")


@frozen(kw_only=True)
class CoverageView:
    """
    What is shown of the coverage of an instrument.

    Parameters:
        instrument: the instrument.

        ruleset: the rules.

        rows: the provisions that were asked for; without an audit nothing was judged.

        report: the audit, if there was one.
    """

    instrument: Instrument
    ruleset: RuleSet
    rows: tuple[AuditedProvision, ...]
    report: Report | None = None


def print_coverage(console: Console, view: CoverageView, language: Language) -> None:
    """Print a table of the provisions: how each is treated, by which rules, or why by none."""
    _Printer(console, view, language).table()


def print_clauses(console: Console, view: CoverageView, language: Language) -> None:
    """Print everything there is to say about each of the provisions."""
    printer = _Printer(console, view, language)
    for position, row in enumerate(view.rows):
        if position:
            console.print()
            console.print(Styled("─" * console.width, "dim"))
            console.print()
        printer.clause(row)


@frozen
class _Printer:
    console: Console
    view: CoverageView
    language: Language

    def _say(self, text: Text) -> str:
        return visible(text.in_language(self.language))

    def _sentence(self, text: Text, style: str = "") -> None:
        self.console.print(Styled(wrapped(self._say(text), self.console.width), style))

    def _section(self, heading: Text, paragraphs: Iterable[tuple[str, str]]) -> None:
        self.console.print()
        self.console.print(Styled(self._say(heading), "bold"))
        for text, style in paragraphs:
            lines = wrapped(text, self.console.width - 2).split("\n")
            joined = "\n".join(f"  {line}" for line in lines)
            self.console.print(Styled(joined, style), overflow="fold")

    def table(self) -> None:
        view = self.view
        document, count = view.instrument.document, len(view.ruleset)
        number = document.number or document.id
        self._sentence(
            Text(zh=f"{number}《{document.title.zh}》", en=f"{number}, {document.title.en}"), "bold"
        )
        self._sentence(
            Text(
                zh=f"规则集 {view.ruleset.id}，共{count}条规则。",
                en=f"Rule set {view.ruleset.id}, {count} rules.",
            )
        )
        if view.report is not None:
            as_of = in_words(view.report.as_of)
            self._sentence(
                Text(
                    zh=f"监测时间点 {as_of.zh}。下列数目是判定次数：几条规则判定同一对象，计几次。",
                    en=f"As of {as_of.en}. What is counted are judgements: a subject that several"
                    " rules judge counts once under each.",
                )
            )
        treated = [row.coverage for row in view.rows]
        self._sentence(
            summary_of(treated), "bold red" if any(each.is_gap for each in treated) else ""
        )
        self.console.print()
        self.console.print(self._grid())
        loose = rules_without_clause(view.instrument, view.ruleset)
        if loose:
            heading = Text(
                zh="引用该文件、但不引用上列任何条款的规则",
                en="Rules that cite the instrument, but none of the clauses above",
            )
            lines = [(f"{self._say(rule.title)}  {visible(rule.id)}", "") for rule in loose]
            self._section(heading, lines)

    def _grid(self) -> Any:
        labels = [self._say(label) for label in (*TREATMENTS.values(), *MEANS.values())]
        headings = [
            self._say(heading)
            for heading in (
                Text(zh="条款", en="Clause"),
                Text(zh="处理", en="Treatment"),
                Text(
                    zh="大意；由哪些规则检查，或为什么不检查",
                    en="In our words; by which rules, or why not",
                ),
            )
        ]
        numbers = [row.coverage.provision.number for row in self.view.rows]
        first = max(map(cell_len, [headings[0], *numbers]))
        second = max(map(cell_len, [headings[1], *labels]))
        columns = [
            Column(heading=headings[0], width=first),
            Column(heading=headings[1], width=second),
            Column(heading=headings[2], width=self.console.width - first - second - 2 * GAP),
        ]
        rows: list[list[Cell]] = []
        heading: Text | None = None
        for row in self.view.rows:
            provision = row.coverage.provision
            rows.append(
                [
                    [(provision.number, "bold")],
                    self._treatment(row),
                    self._account_of(row, shows_heading=provision.heading != heading),
                ]
            )
            heading = provision.heading
        return grid(columns, rows, self.console.width, shows_lines=True)

    def _treatment(self, row: AuditedProvision) -> Cell:
        treated = row.coverage
        label = (self._say(TREATMENTS[treated.treatment]), _STYLES[treated.treatment])
        return [label, *((self._say(MEANS[means]), "dim") for means in treated.means)]

    def _account_of(self, row: AuditedProvision, *, shows_heading: bool) -> Cell:
        treated, provision = row.coverage, row.coverage.provision
        lines: list[tuple[str, str]] = []
        if shows_heading:
            lines.append((self._say(provision.heading), "bold"))
        lines.append((self._say(provision.paraphrase), "dim"))
        lines.extend(
            (f"• {self._say(each.rule.title)}  {visible(each.rule.id)}", "cyan")
            for each in treated.rules
        )
        reason = reason_of(treated, counts_rules=False)
        if reason is not None:
            lines.append((self._say(reason), _STYLES[treated.treatment]))
        lines.extend(map(self._tally, row.totals))
        return lines

    def _tally(self, tally: Tally) -> tuple[str, str]:
        is_bad = tally.failed > tally.suppressed or tally.errors
        return self._say(tally_in_words(tally)), "red" if is_bad else ""

    def clause(self, row: AuditedProvision) -> None:
        treated, provision = row.coverage, row.coverage.provision
        citation, heading = provision.citation, provision.heading
        label = TREATMENTS[treated.treatment]
        self._sentence(Text(zh=f"{citation}　{heading.zh}", en=f"{citation}  {heading.en}"), "bold")
        force, confidence = FORCES[provision.force], CONFIDENCES[provision.confidence]
        self._sentence(
            Text(
                zh=f"{label.zh} · {force.zh} · {confidence.zh}",
                en=f"{label.en} · {force.en} · {confidence.en}",
            ),
            _STYLES[treated.treatment],
        )
        self._section(Text(zh="大意", en="In our words"), [(self._say(provision.paraphrase), "")])
        lines: list[tuple[str, str]] = []
        reason, takes = reason_of(treated), takes_in_words(provision)
        if reason is not None:
            lines.append((self._say(reason), ""))
        if takes is not None:
            before = Text(zh="判定这一条须靠：", en="What it takes to decide it: ")
            lines.append((self._say(before) + self._say(takes), "dim"))
        self._section(Text(zh="怎样处理，为什么", en="How it is treated, and why"), lines)
        for scope in treated.scopes:
            self._section(
                Text(zh="适用这一范围的规则", en="Rules of this scope"),
                [(visible(rule_id), "cyan") for rule_id in scope.rules],
            )
        for position, each in enumerate(treated.rules):
            judged = row.judged[position] if row.judged else None
            self._section(
                Text(zh=f"规则：{each.rule.title.zh}", en=f"Rule: {each.rule.title.en}"),
                self._rule(each, judged),
            )

    def _rule(self, each: RuleCoverage, judged: JudgedRule | None) -> list[tuple[str, str]]:
        rule, means = each.rule, (MEANS[one] for one in each.means)
        facts = (SUBJECTS[rule.subject], FORCES[rule.force], SEVERITIES[rule.severity], *means)
        lines = [
            (visible(rule.id), "cyan"),
            (" · ".join(map(self._say, facts)), "dim"),
            (self._say(rule.statement), ""),
        ]
        lines.extend((self._say(line), "") for param in rule.params for line in param_lines(param))
        for label, text in (
            (Text(zh="说明：", en="What else to know: "), rule.explanation),
            (Text(zh="整改：", en="To do: "), rule.remedy),
        ):
            if text is not None:
                lines.append((self._say(label) + self._say(text), "italic"))
        if judged is not None:
            lines.append(self._tally(judged.tally))
            if not judged.run.is_in_force:
                lines.append((self._say(_NOT_IN_FORCE), "yellow"))
        return lines


def plain_coverage(view: CoverageView) -> dict[str, Any]:
    """Return *view* as what JSON is made of; the reference page documents its keys."""
    document, report = view.instrument.document, view.report
    return {
        "schema_version": COVERAGE_SCHEMA_VERSION,
        "instrument": {
            "id": document.id,
            "number": document.number,
            "title": plain_text(document.title),
            "in_force_on": document.in_force_on.isoformat(),
        },
        "ruleset_id": view.ruleset.id,
        "ruleset_fingerprint": view.ruleset.fingerprint,
        "as_of": None if report is None else report.as_of.isoformat(),
        "provisions": [_plain_row(row, is_audited=report is not None) for row in view.rows],
        "rules_without_clause": [
            rule.id for rule in rules_without_clause(view.instrument, view.ruleset)
        ],
    }


def _plain_row(row: AuditedProvision, *, is_audited: bool) -> dict[str, Any]:
    treated, provision = row.coverage, row.coverage.provision
    judged: Sequence[JudgedRule | None] = row.judged or [None] * len(treated.rules)
    return {
        "number": provision.number,
        "heading": plain_text(provision.heading),
        "paraphrase": plain_text(provision.paraphrase),
        "force": provision.force.value,
        "checks": [kind.value for kind in CheckKind if kind in provision.checks],
        "confidence": provision.confidence.value,
        "unchecked_because": plain_text(provision.unchecked_because),
        "treatment": treated.treatment.value,
        "reason": plain_text(reason_of(treated)),
        "means": _words(treated.means),
        "missing": [kind.value for kind in treated.missing],
        "scopes": [
            {"id": each.scope.id, "title": plain_text(each.scope.title), "rules": list(each.rules)}
            for each in treated.scopes
        ],
        "rules": [
            {
                **plain_rule(each.rule),
                "means": _words(each.means),
                "counts": None if found is None else _plain_judged(found),
            }
            for each, found in zip(treated.rules, judged, strict=True)
        ],
        "totals": [_plain_tally(tally) for tally in row.totals] if is_audited else None,
    }


def _words(means: Iterable[Means]) -> list[str]:
    return [each.value for each in means]


def _plain_judged(judged: JudgedRule) -> dict[str, Any]:
    return {"is_in_force": judged.run.is_in_force, **_plain_tally(judged.tally)}


def _plain_tally(tally: Tally) -> dict[str, Any]:
    return {
        "subject": tally.subject.value,
        "passed": tally.passed,
        "failed": tally.failed,
        "undetermined": tally.undetermined,
        "not_applicable": tally.not_applicable,
        "errors": tally.errors,
        "suppressed": tally.suppressed,
    }
