"""A report as tables for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from attrs import frozen
from rich import box
from rich.cells import cell_len
from rich.console import Console, JustifyMethod
from rich.rule import Rule as Line
from rich.table import Table
from rich.text import Text as Styled

from govmedia_rules.cli.evidence import Entry, entries_of, needs_action, rows_lacking
from govmedia_rules.cli.labels import OUTCOMES, SEVERITIES, TABLES
from govmedia_rules.cli.untrusted import MAX_ID, MAX_NAME, visible
from govmedia_rules.cli.wrapping import wrapped
from govmedia_rules.conditions.words import in_words
from govmedia_rules.errors import UnknownNameError
from govmedia_rules.findings import Finding, Outcome, Report, Verdict
from govmedia_rules.models import Subject
from govmedia_rules.text import Language, Text

__all__ = ["counts_of_verdicts", "print_report", "summary_line"]

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
_GAP: Final = 2


def counts_of_verdicts(report: Report) -> dict[Verdict, int]:
    """Return how many accounts came to each verdict, gravest first."""
    counts = Counter(report.verdicts.values())
    counts[Verdict.NOT_INSPECTED] = len(report.not_inspected)
    order = (Verdict.FAILS, Verdict.UNDETERMINED, Verdict.PASSES, Verdict.NOT_INSPECTED)
    return {verdict: counts[verdict] for verdict in order}


def summary_line(report: Report, language: Language) -> str:
    """Return the verdicts and the number of findings in one line."""
    verdicts = " · ".join(
        f"{verdict.label.in_language(language)} {count:,}"
        for verdict, count in counts_of_verdicts(report).items()
    )
    failures = sum(
        finding.outcome is Outcome.FAIL and not finding.is_suppressed for finding in report.findings
    )
    waived = sum(finding.is_suppressed for finding in report.findings)
    crashes = sum(finding.outcome is Outcome.ERROR for finding in report.findings)
    open_ones = sum(finding.outcome is Outcome.UNDETERMINED for finding in report.findings)
    zh = f"不符合 {failures:,} 项，未能判定 {open_ones:,} 项"
    en = f"{failures:,} failed, {open_ones:,} undetermined"
    if waived:
        zh, en = f"{zh}，已豁免 {waived:,} 项", f"{en}, {waived:,} waived"
    if crashes:
        zh, en = f"{zh}，规则出错 {crashes:,} 次", f"{en}, {crashes:,} crashed"
    return Text(zh=f"{verdicts}。{zh}。", en=f"{verdicts}. Findings: {en}.").in_language(language)


def print_report(console: Console, report: Report, language: Language) -> None:
    """Print *report* on *console*: verdicts, findings by account, gaps, and what was looked at."""
    _Printer(console, report, language).print_all()


@frozen
class _Printer:
    console: Console
    report: Report
    language: Language

    def print_all(self) -> None:
        self._verdicts()
        self._findings()
        self._gaps()
        self._rules()
        self._tables()

    def _say(self, text: Text) -> str:
        return text.in_language(self.language)

    def _heading(self, text: Text, *, is_first: bool = False) -> None:
        if not is_first:
            self.console.print()
        self.console.print(Line(Styled(self._say(text), "bold"), align="left", style="dim"))

    def _sentence(self, text: Text, style: str = "") -> None:
        self.console.print(Styled(self._say(text), style))

    def _grid(self, *headings: Text, numbers_from: int) -> Table:
        table = Table(
            box=box.SIMPLE_HEAD, show_edge=False, padding=(0, _GAP - 1, 0, 0), header_style="bold"
        )
        for position, heading in enumerate(headings):
            justify: JustifyMethod = "left" if position < numbers_from else "right"
            table.add_column(Styled(self._say(heading)), justify=justify, overflow="fold")
        return table

    def _verdicts(self) -> None:
        report = self.report
        as_of = in_words(report.as_of)
        rules = len(report.rules)
        self._heading(Text(zh="检查结果", en="Inspection result"), is_first=True)
        self._sentence(
            Text(
                zh=f"监测时间点 {as_of.zh}；规则集 {visible(report.ruleset_id)}，共{rules}条规则。",
                en=f"As of {as_of.en}; rule set {visible(report.ruleset_id)}, {rules} rules.",
            )
        )
        table = self._grid(
            Text(zh="结论", en="Verdict"),
            Text(zh="账号数", en="Accounts"),
            Text(zh="含义", en="Meaning"),
            numbers_from=3,
        )
        table.columns[1].justify = "right"
        for verdict, count in counts_of_verdicts(report).items():
            table.add_row(
                Styled(self._say(verdict.label), _VERDICT_STYLES[verdict] if count else "dim"),
                f"{count:,}",
                Styled(self._say(_VERDICT_MEANINGS[verdict]), "dim"),
            )
        self.console.print(table)
        if not report.inspected:
            self._sentence(
                Text(zh="没有账号纳入检查。", en="No account was inspected."), "bold yellow"
            )

    def _findings(self) -> None:
        groups: dict[tuple[str | None, str], list[Finding]] = {}
        for finding in self.report.findings:
            account_id = finding.subject.account_id
            key = (account_id, account_id or finding.subject.id)
            groups.setdefault(key, []).append(finding)
        failing = [found for found in groups.values() if any(map(needs_action, found))]
        others = [found for found in groups.values() if not any(map(needs_action, found))]
        for heading, chosen in (
            (Text(zh="须整改的账号", en="What has to be put right"), failing),
            (Text(zh="还不能下结论的账号", en="What cannot be decided yet"), others),
        ):
            if chosen:
                self._heading(heading)
            for position, found in enumerate(chosen):
                self._about(found, shows_header=position == 0)
        if not groups:
            self._heading(Text(zh="没有发现问题", en="Nothing to report"))

    def _about(self, findings: Sequence[Finding], *, shows_header: bool) -> None:
        self.console.print()
        self.console.print(self._subject_line(findings))
        entries = entries_of(findings, self.language)
        self.console.print(self._entry_table(entries, shows_header=shows_header))

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
            line.append(self._say(verdict.label), _VERDICT_STYLES[verdict])
        return line

    def _columns(self) -> list[tuple[Text, int]]:
        """Return the columns of findings with their widths."""
        width = self.console.width
        is_wide = width >= _WIDE_FROM
        rule = (
            Text(zh="规则", en="Rule") if is_wide else Text(zh="规则和条款", en="Rule and clause")
        )
        outcome = cell_len(self._say(OUTCOMES[Outcome.UNDETERMINED]))
        columns = [
            (rule, _RULE if is_wide else _RULE_WHERE_NARROW),
            (Text(zh="结果", en="Outcome"), outcome),
            (Text(zh="依据和处理", en="Evidence, and what to do"), 0),
        ]
        if is_wide:
            columns.append((Text(zh="条款", en="Clause"), _CLAUSE))
        taken = sum(cells for _, cells in columns) + _GAP * (len(columns) - 1)
        columns[2] = (columns[2][0], max(width - taken, 10))
        return columns

    def _entry_table(self, entries: Sequence[Entry], *, shows_header: bool) -> Table:
        table = Table(
            box=box.HORIZONTALS,
            show_header=shows_header,
            show_lines=True,
            show_edge=False,
            header_style="bold",
            border_style="dim",
            padding=(0, _GAP - 1, 0, 0),
            pad_edge=False,
        )
        columns = self._columns()
        for heading, cells in columns:
            table.add_column(Styled(self._say(heading)), width=cells, overflow="fold")
        for entry in entries:
            table.add_row(*self._cells(entry, [cells for _, cells in columns]))
        return table

    def _cells(self, entry: Entry, widths: Sequence[int]) -> list[Styled]:
        # What fails is shown with the id under which it is explained; the ids of all
        # rules stand in the table of rules.
        rules = Styled()
        for position, (rule_id, title) in enumerate(entry.rules):
            rules.append("\n" if position else "")
            rules.append(wrapped(title, widths[0]))
            if entry.is_failure:
                rules.append(f"\n{rule_id}", "dim")
        evidence = Styled(wrapped("\n".join(entry.lines), widths[2]))
        if entry.remedy is not None:
            to_do = self._say(Text(zh="处理：", en="To do: "))
            evidence.append("\n")
            evidence.append(wrapped(f"{to_do}{entry.remedy}", widths[2]), "italic")
        style = "bold red" if entry.is_failure else "yellow"
        outcome = Styled(wrapped(entry.outcome, widths[1]), style)
        if len(widths) == 3:
            rules.append("\n")
            rules.append(wrapped("\n".join(entry.clauses), widths[0]), "dim")
            return [rules, outcome, evidence]
        return [rules, outcome, evidence, Styled(wrapped("\n".join(entry.clauses), widths[3]))]

    def _gaps(self) -> None:
        report = self.report
        if not report.missing and not report.accounts_without_unit:
            return
        self._heading(Text(zh="还没有人看过的", en="What nobody has looked at yet"))
        if report.missing:
            self._sentence(
                Text(
                    zh="缺少下列数据，相关规则未能判定；缺少不等于不符合。补上后重新检查即可。",
                    en="These facts are missing, so rules stayed undetermined; missing is not"
                    " failing. Supply them and run again.",
                )
            )
            words = {
                fact.fact: fact.what for finding in report.findings for fact in finding.missing
            }
            table = self._grid(
                Text(zh="缺少的数据", en="Missing fact"),
                Text(zh="字段", en="Field"),
                Text(zh="缺少的数量", en="Missing on"),
                numbers_from=2,
            )
            for name, count in report.missing.items():
                table.add_row(
                    Styled(self._say(words[name])),
                    Styled(name),
                    self._say(rows_lacking(name, count)),
                )
            self.console.print(table)
        if report.accounts_without_unit:
            orphans = f"{report.accounts_without_unit:,}"
            self._sentence(
                Text(
                    zh=f"{orphans}个账号没有主办单位的记录，不计入任何单位。",
                    en=f"{orphans} account(s) have no sponsor on record and count for no unit.",
                )
            )

    def _rules(self) -> None:
        self._heading(Text(zh="运行的规则", en="Rules that were run"))
        table = self._grid(
            Text(zh="规则", en="Rule"),
            Text(zh="严重程度", en="Severity"),
            *(OUTCOMES[outcome] for outcome in Outcome if outcome is not Outcome.ERROR),
            numbers_from=2,
        )
        has_errors = any(run.errors for run in self.report.rules)
        if has_errors:
            heading = Styled(self._say(OUTCOMES[Outcome.ERROR]))
            table.add_column(heading, justify="right", overflow="fold")
        for run in self.report.rules:
            title = Styled(visible(self._say(run.title)))
            title.append(f"\n{visible(run.rule_id)}", "dim")
            if not run.is_in_force:
                note = Text(zh=" (该日未生效)", en=" (not in force on that day)")
                title.append(self._say(note), "yellow")
            counts = [run.passed, run.failed, run.undetermined, run.not_applicable]
            if has_errors:
                counts.append(run.errors)
            severity = Styled(self._say(SEVERITIES[run.severity]))
            table.add_row(title, severity, *(f"{number:,}" for number in counts))
        self.console.print(table)

    def _tables(self) -> None:
        self._heading(Text(zh="读取的数据", en="What was read"))
        table = self._grid(
            Text(zh="数据表", en="Table"),
            Text(zh="行数", en="Rows"),
            Text(zh="读取", en="Read"),
            numbers_from=1,
        )
        for read in self.report.tables:
            label = TABLES.get(read.table) or Text(zh=read.table, en=read.table)
            if read.is_supplied:
                table.add_row(Styled(self._say(label)), f"{read.rows:,}", f"{read.read:,}")
            else:
                absent = Styled(self._say(Text(zh="未提供", en="not supplied")), "yellow")
                table.add_row(Styled(self._say(label)), absent, "–")
        self.console.print(table)
