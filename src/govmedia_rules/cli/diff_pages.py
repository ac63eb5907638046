"""The difference of two reports as tables for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from attrs import frozen
from rich.console import Console

from govmedia_rules.cli.grids import Cell, Column, grid, plain_cell
from govmedia_rules.cli.pages import Page
from govmedia_rules.cli.untrusted import MAX_ID, MAX_NAME, MAX_SENTENCE, visible
from govmedia_rules.conditions.words import in_words
from govmedia_rules.findings import Change, Difference, Outcome, ReportDiff
from govmedia_rules.reports.differences import (
    CHANGES,
    RULE_CHANGES,
    cause_words,
    difference_words,
    outcome_words,
)
from govmedia_rules.text import Language, Text

__all__ = ["print_diff"]

_HEADINGS: Final = {
    Change.NEW: Text(zh="新增的", en="New"),
    Change.CHANGED: Text(zh="结果有变化的", en="Changed"),
    Change.PERSISTING: Text(zh="仍未整改的", en="Persisting"),
    Change.RESOLVED: Text(zh="已解决的", en="Resolved"),
    Change.LAPSED: Text(
        zh="不再列出、但不能算整改的", en="Listed no longer, but not put right for all we know"
    ),
}

_SUBJECT: Final = 26
_RULE: Final = 30
_OUTCOME: Final = 12


def print_diff(console: Console, diff: ReportDiff, language: Language) -> None:
    """Print *diff* on *console*: counts, rules that differ, and every difference about a failure."""
    _Printer(console, language, diff).print_all()


def _is_open(difference: Difference) -> bool:
    """Return whether neither report has more to say than that a fact is missing."""
    return all(
        finding is None or finding.outcome is Outcome.UNDETERMINED
        for finding in (difference.earlier, difference.later)
    )


@frozen
class _Printer(Page):
    diff: ReportDiff

    def print_all(self) -> None:
        self._summary()
        self._rules()
        for change, heading in _HEADINGS.items():
            told = [each for each in self.diff.of(change) if not _is_open(each)]
            if told:
                self.heading(heading)
                self._differences(told)

    def _summary(self) -> None:
        diff = self.diff
        before, now = in_words(diff.earlier_as_of), in_words(diff.later_as_of)
        rules = visible(diff.earlier_ruleset_id), visible(diff.later_ruleset_id)
        self.heading(Text(zh="两次检查的比较", en="Two audits compared"), is_first=True)
        self.sentence(
            Text(
                zh=f"较早 {before.zh}，规则集 {rules[0]}；较晚 {now.zh}，规则集 {rules[1]}。",
                en=f"Earlier as of {before.en}, rule set {rules[0]}; later as of {now.en}, rule set"
                f" {rules[1]}.",
            )
        )
        columns = (
            Column(heading=self.say(Text(zh="变化", en="Change"))),
            Column(heading=self.say(Text(zh="不符合或出错", en="Failures")), is_number=True),
            Column(heading=self.say(Text(zh="未能判定", en="Open questions")), is_number=True),
            Column(heading=self.say(Text(zh="其中因规则", en="By the rules")), is_number=True),
        )
        rows: list[list[Cell]] = []
        for change, label in CHANGES.items():
            found = diff.of(change)
            open_ones = sum(map(_is_open, found))
            by_rules = sum(each.cause is not None and each.cause.is_of_rules for each in found)
            counts = (len(found) - open_ones, open_ones, by_rules)
            rows.append([plain_cell(self.say(label)), *(plain_cell(f"{n:,}") for n in counts)])
        self.console.print(grid(columns, rows, self.console.width))
        if not diff.is_followed_up and diff.lapsed:
            self.sentence(
                Text(
                    zh="较晚的检查没有跟踪较早的报告(check --baseline)，因此只有报告本身能证明的才算已解决。",
                    en="The later audit did not follow the earlier report up (check --baseline), so"
                    " only what the reports themselves prove counts as resolved.",
                ),
                "yellow",
            )

    def _rules(self) -> None:
        if not self.diff.rules:
            return
        self.heading(Text(zh="规则的不同", en="Rules that differ"))
        columns = (
            Column(heading=self.say(Text(zh="规则", en="Rule")), is_flexible=True),
            Column(heading=self.say(Text(zh="不同", en="Difference"))),
        )
        rows = [
            (
                [(visible(self.say(each.title)), ""), (visible(each.rule_id), "dim")],
                plain_cell(self.say(RULE_CHANGES[each.change])),
            )
            for each in self.diff.rules
        ]
        self.console.print(grid(columns, rows, self.console.width))

    def _differences(self, told: Sequence[Difference]) -> None:
        columns = (
            Column(heading=self.say(Text(zh="对象", en="Subject")), width=_SUBJECT),
            Column(heading=self.say(Text(zh="规则", en="Rule")), width=_RULE),
            Column(heading=self.say(Text(zh="结果", en="Outcome")), width=_OUTCOME),
            Column(heading=self.say(Text(zh="说明", en="What happened")), is_flexible=True),
        )
        rows = [self._cells(each) for each in told]
        self.console.print(grid(columns, rows, self.console.width, shows_lines=True))

    def _cells(self, difference: Difference) -> list[Cell]:
        finding = difference.finding
        subject = finding.subject
        name = subject.account_name or subject.name
        who = [] if name is None else [(visible(name, MAX_NAME), "bold")]
        who.append((visible(subject.account_id or subject.id, MAX_ID), "cyan"))
        if subject.account_id not in {None, subject.id}:
            who.append((visible(subject.id, MAX_ID), "cyan"))
        style = "bold red" if difference.is_new_failure else ""
        said = [(visible(self.say(difference_words(difference)), MAX_SENTENCE), "")]
        cause = cause_words(difference)
        if cause is not None:
            colon = Text(zh="原因：", en="Cause: ")
            said.append((self.say(colon) + self.say(cause), "dim"))
        return [
            who,
            [(visible(self.say(finding.title)), ""), (visible(finding.rule_id), "dim")],
            [(self.say(outcome_words(difference)), style)],
            said,
        ]
