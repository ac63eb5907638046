"""A report as tables for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from attrs import frozen
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text as Styled

from govmedia_rules.cli.evidence import Entry, entries_of, needs_action
from govmedia_rules.cli.grids import GAP, Cell, Column, grid, plain_cell
from govmedia_rules.cli.pages import Page
from govmedia_rules.cli.summaries import Counts, counts_of
from govmedia_rules.cli.untrusted import MAX_ID, MAX_NAME, visible
from govmedia_rules.conditions.words import in_words
from govmedia_rules.errors import UnknownNameError
from govmedia_rules.findings import Finding, Outcome, Report, Verdict
from govmedia_rules.law import Severity
from govmedia_rules.models import Subject
from govmedia_rules.reports.labels import OUTCOMES, SEVERITIES, TABLES
from govmedia_rules.reports.wording import rows_lacking
from govmedia_rules.text import Language, Text

__all__ = ["print_overview", "print_report"]

_VERDICT_STYLES: Final = {
    Verdict.FAILS: "bold red",
    Verdict.UNDETERMINED: "yellow",
    Verdict.PASSES: "green",
    Verdict.NOT_INSPECTED: "dim",
}

_VERDICT_MEANINGS: Final = {
    Verdict.FAILS: Text(zh="至少一项单项否决不符合", en="at least one veto (单项否决) failed"),
    Verdict.UNDETERMINED: Text(
        zh="没有不符合的，但有指标缺少数据", en="no veto failed, but facts are missing"
    ),
    Verdict.PASSES: Text(zh="适用的单项否决全部符合", en="every veto that applies passed"),
    Verdict.NOT_INSPECTED: Text(
        zh="已关停、暂停等，没有单项否决适用", en="closed, suspended …: no veto applies"
    ),
}

# The columns of findings, in terminal cells; evidence takes what is left. Where the
# terminal is narrow the clause stands under its rule.
_RULE: Final = 39
_RULE_WHERE_NARROW: Final = 26
_CLAUSE: Final = 20
_WIDE_FROM: Final = 110

_MOST_EXCLUDED: Final = 20

_FAILURE_STYLES: Final[Mapping[Severity | None, str]] = {
    Severity.VETO: "bold red",
    Severity.ERROR: "bold red",
    Severity.WARNING: "red",
    Severity.NOTE: "",
}


def print_report(console: Console, report: Report, language: Language) -> None:
    """Print *report* on *console*: verdicts, findings by account, gaps, and what was looked at."""
    _Printer(console, language, report, counts_of(report)).print_all()


def print_overview(
    console: Console, report: Report, counts: Counts, to_mend: int, language: Language
) -> None:
    """
    Print what a large audit came to: verdicts, the first of what has to be put right, rules.

    Parameters:
        console: where to.

        report: what is whole of rules and tables, and holds the findings that are shown.

        counts: how many verdicts and findings there are.

        to_mend: how many accounts and units have something to be put right.

        language: the language.
    """
    _Printer(console, language, report, counts, to_mend).print_overview()


@frozen
class _Printer(Page):
    report: Report
    counts: Counts
    to_mend: int | None = None

    def print_all(self) -> None:
        self._verdicts()
        self._findings()
        self._exclusions()
        self._gaps()
        self._rules()
        self._tables()

    def print_overview(self) -> None:
        self._verdicts()
        if self.report.findings:
            self._findings()
        else:
            self.heading(Text(zh="没有不符合的", en="Nothing failed"))
        self._exclusions()
        self._rules()
        self._tables()

    def _verdicts(self) -> None:
        report = self.report
        as_of = in_words(report.as_of)
        rules = len(report.rules)
        self.heading(Text(zh="检查结果", en="Inspection result"), is_first=True)
        self.sentence(
            Text(
                zh=f"监测时间点 {as_of.zh}；规则集 {visible(report.ruleset_id)}，共{rules}条规则。",
                en=f"As of {as_of.en}; rule set {visible(report.ruleset_id)}, {rules} rules.",
            )
        )
        columns = (
            Column(heading=self.say(Text(zh="结论", en="Verdict"))),
            Column(heading=self.say(Text(zh="账号数", en="Accounts")), is_number=True),
            Column(heading=self.say(Text(zh="含义", en="Meaning")), is_flexible=True),
        )
        rows = [
            (
                plain_cell(self.say(verdict.label), _VERDICT_STYLES[verdict] if count else "dim"),
                plain_cell(f"{count:,}"),
                plain_cell(self.say(_VERDICT_MEANINGS[verdict]), "dim"),
            )
            for verdict, count in self.counts.verdicts.items()
        ]
        self.console.print(grid(columns, rows, self.console.width))
        inspected = sum(self.counts.verdicts.values()) - self.counts.verdicts[Verdict.NOT_INSPECTED]
        if not inspected:
            self.sentence(
                Text(zh="没有账号纳入检查。", en="No account was inspected."), "bold yellow"
            )

    def _findings(self) -> None:
        groups: dict[tuple[str | None, str], list[Finding]] = {}
        for finding in self.report.findings:
            account_id = finding.subject.account_id
            key = (account_id, account_id or finding.subject.id)
            groups.setdefault(key, []).append(finding)
        failing: list[list[Finding]] = []
        open_ones: list[list[Finding]] = []
        waived: list[list[Finding]] = []
        for found in groups.values():
            if any(map(needs_action, found)):
                failing.append(found)
            elif all(finding.is_suppressed for finding in found):
                waived.append(found)
            else:
                open_ones.append(found)
        for heading, chosen in (
            (Text(zh="须整改的账号和单位", en="What has to be put right"), failing),
            (Text(zh="还不能下结论的账号和单位", en="What cannot be decided yet"), open_ones),
            (Text(zh="不符合但已豁免的账号和单位", en="What failed but was waived"), waived),
        ):
            if chosen:
                self.heading(heading)
                self._first_of(len(chosen))
            # Whole rows of accounts that nobody looked at say the same.
            tables: dict[tuple[Entry, ...], list[list[Finding]]] = {}
            for found in chosen:
                entries = tuple(entries_of(found, self.language))
                tables.setdefault(entries, []).append(found)
            for position, (entries, subjects) in enumerate(tables.items()):
                self._about(subjects, entries, shows_header=position == 0)
        if not groups:
            was_judged = any(run.passed for run in self.report.rules)
            self.heading(
                Text(zh="没有不符合的，也没有未能判定的", en="Nothing failed, nothing is open")
                if was_judged
                else Text(zh="什么也没有判定", en="Nothing was judged")
            )

    def _first_of(self, shown: int) -> None:
        if self.to_mend is not None:
            self.sentence(
                Text(
                    zh=f"共{self.to_mend:,}个，只显示否决项和不符合项最多的{shown:,}个，每条规则最多几项。",
                    en=f"{self.to_mend:,} in all; shown are the {shown:,} with the most vetoes and"
                    " failures, of each rule a few.",
                )
            )

    def _about(
        self,
        subjects: Sequence[Sequence[Finding]],
        entries: Sequence[Entry],
        *,
        shows_header: bool,
    ) -> None:
        self.console.print()
        for findings in subjects:
            self.console.print(self._subject_line(findings))
        columns = self._columns()
        rows = [self._cells(entry, len(columns)) for entry in entries]
        self.console.print(
            grid(columns, rows, self.console.width, shows_header=shows_header, shows_lines=True)
        )

    def _subject_line(self, findings: Sequence[Finding]) -> Styled:
        subject = findings[0].subject
        key = subject.account_id or subject.id
        name = next(
            (
                each.subject.name
                for each in findings
                if each.subject.kind in {Subject.ACCOUNT, Subject.UNIT} and each.subject.name
            ),
            None,
        )
        line = Styled("■ ", "bold")
        if name is not None:
            line.append(visible(name, MAX_NAME), "bold")
            line.append("  ")
        line.append(visible(key, MAX_ID), "cyan")
        if subject.account_id is not None:
            try:
                verdict = self.report.verdict(subject.account_id)
            except UnknownNameError:
                return line
            line.append("  ")
            line.append(self.say(verdict.label), _VERDICT_STYLES[verdict])
        return line

    def _columns(self) -> list[Column]:
        """Return the columns of findings; their widths are the same for all accounts."""
        is_wide = self.console.width >= _WIDE_FROM
        rule = (
            Text(zh="规则", en="Rule") if is_wide else Text(zh="规则和条款", en="Rule and clause")
        )
        fixed = (
            _RULE if is_wide else _RULE_WHERE_NARROW,
            cell_len(self.say(OUTCOMES[Outcome.UNDETERMINED])),
            *((_CLAUSE,) if is_wide else ()),
        )
        columns = [
            Column(heading=self.say(rule), width=fixed[0]),
            Column(heading=self.say(Text(zh="结果", en="Outcome")), width=fixed[1]),
            Column(
                heading=self.say(Text(zh="依据和处理", en="Evidence, and what to do")),
                width=self.console.width - sum(fixed) - GAP * len(fixed),
            ),
        ]
        if is_wide:
            columns.append(Column(heading=self.say(Text(zh="条款", en="Clause")), width=_CLAUSE))
        return columns

    def _cells(self, entry: Entry, columns: int) -> list[Cell]:
        # What fails is shown with the id under which it is explained; the ids of all
        # rules stand in the table of rules.
        rules: list[tuple[str, str]] = []
        for rule_id, title in entry.rules:
            rules.append((title, ""))
            if entry.is_failure:
                rules.append((rule_id, "dim"))
        outcome = [(entry.outcome, _FAILURE_STYLES.get(entry.severity, "yellow"))]
        if entry.severity is not None:
            outcome.append((self.say(SEVERITIES[entry.severity]), "dim"))
        evidence = [(line, "") for line in entry.lines]
        if entry.remedy is not None:
            to_do = self.say(Text(zh="处理：", en="To do: "))
            evidence.append((f"{to_do}{entry.remedy}", "italic"))
        if columns == len(("rule", "outcome", "evidence")):
            return [[*rules, *((clause, "dim") for clause in entry.clauses)], outcome, evidence]
        return [rules, outcome, evidence, [(clause, "") for clause in entry.clauses]]

    def _exclusions(self) -> None:
        if not self.report.exclusions:
            return
        self.heading(Text(zh="不受这些规则约束的", en="Whom these rules do not bind"))
        for each in self.report.exclusions:
            cited = ", ".join(map(str, each.citations))
            self.sentence(
                Text(
                    zh=f"{each.rules}条规则只约束{each.title.zh}({cited})，因此不适用于：",
                    en=f"{each.rules} rule(s) bind {each.title.en} only ({cited}), so they do not"
                    " apply to:",
                )
            )
            # A unit's own line would say nothing that its accounts do not.
            ids = each.accounts or each.units
            shown = [f"· {visible(subject_id, MAX_ID)}" for subject_id in ids[:_MOST_EXCLUDED]]
            for line in shown:
                self.console.print(Styled(line, "cyan"))
            if len(ids) > len(shown):
                rest = f"{len(ids) - len(shown):,}"
                self.sentence(Text(zh=f"等，另有{rest}个", en=f"and {rest} more"))

    def _gaps(self) -> None:
        report = self.report
        if not report.missing and not report.accounts_without_unit:
            return
        self.heading(Text(zh="还没有人看过的", en="What nobody has looked at yet"))
        if report.missing:
            self.sentence(
                Text(
                    zh="缺少下列数据，相关规则未能判定；缺少不等于不符合。补上后重新检查即可。",
                    en="These facts are missing, so rules stayed undetermined; missing is not"
                    " failing. Supply them and run again.",
                )
            )
            words = {
                fact.fact: fact.what for finding in report.findings for fact in finding.missing
            }
            columns = (
                Column(
                    heading=self.say(Text(zh="缺少的数据", en="Missing fact")), is_flexible=True
                ),
                Column(heading=self.say(Text(zh="字段", en="Field"))),
                Column(heading=self.say(Text(zh="缺少的数量", en="Missing on")), is_number=True),
            )
            rows = [
                (
                    plain_cell(self.say(words[name])),
                    plain_cell(name),
                    plain_cell(self.say(rows_lacking(name, count))),
                )
                for name, count in report.missing.items()
            ]
            self.console.print(grid(columns, rows, self.console.width))
        if report.accounts_without_unit:
            orphans = f"{report.accounts_without_unit:,}"
            self.sentence(
                Text(
                    zh=f"{orphans}个账号没有主办单位的记录，不计入任何单位。",
                    en=f"{orphans} account(s) have no sponsor on record and count for no unit.",
                )
            )

    def _rules(self) -> None:
        self.heading(Text(zh="运行的规则", en="Rules that were run"))
        told: list[Outcome] = [each for each in Outcome if each is not Outcome.ERROR]
        if any(run.errors for run in self.report.rules):
            told.append(Outcome.ERROR)
        columns = [
            Column(heading=self.say(Text(zh="规则", en="Rule")), is_flexible=True),
            Column(heading=self.say(Text(zh="严重程度", en="Severity"))),
            *(Column(heading=self.say(OUTCOMES[each]), is_number=True) for each in told),
        ]
        rows: list[list[Cell]] = []
        for run in self.report.rules:
            rule = [(visible(self.say(run.title)), ""), (visible(run.rule_id), "dim")]
            if not run.is_in_force:
                note = Text(zh="监测时间点尚未施行或已废止", en="not in force at that moment")
                rule.append((self.say(note), "yellow"))
            counts = {
                Outcome.PASS: run.passed,
                Outcome.FAIL: run.failed,
                Outcome.UNDETERMINED: run.undetermined,
                Outcome.NOT_APPLICABLE: run.not_applicable,
                Outcome.ERROR: run.errors,
            }
            severity = plain_cell(self.say(SEVERITIES[run.severity]))
            rows.append([rule, severity, *(plain_cell(f"{counts[each]:,}") for each in told)])
        self.console.print(grid(columns, rows, self.console.width))

    def _tables(self) -> None:
        self.heading(Text(zh="读取的数据", en="What was read"))
        columns = (
            Column(heading=self.say(Text(zh="数据表", en="Table"))),
            Column(heading=self.say(Text(zh="行数", en="Rows")), is_number=True),
            Column(heading=self.say(Text(zh="读取", en="Read")), is_number=True),
        )
        rows: list[list[Cell]] = []
        for read in self.report.tables:
            label = TABLES.get(read.table) or Text(zh=read.table, en=read.table)
            counts = [plain_cell(f"{read.rows:,}"), plain_cell(f"{read.read:,}")]
            if not read.is_supplied:
                absent = self.say(Text(zh="未提供", en="not supplied"))
                counts = [plain_cell(absent, "yellow"), plain_cell("–")]
            rows.append([plain_cell(self.say(label)), *counts])
        self.console.print(grid(columns, rows, self.console.width))
