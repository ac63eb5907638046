"""Proposals as tables for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

from attrs import evolve
from pendulum import DateTime
from rich.console import Console
from rich.rule import Rule as Line
from rich.text import Text as Styled

from govmedia_rules.cli.grids import GAP, Cell, Column, grid, plain_cell
from govmedia_rules.cli.untrusted import MAX_ID, MAX_NAME, MAX_SENTENCE, visible
from govmedia_rules.cli.wrapping import wrapped
from govmedia_rules.conditions import Origin
from govmedia_rules.conditions.words import in_words
from govmedia_rules.consolidation import (
    DISCLAIMER,
    Action,
    Proposal,
    Reason,
    Thresholds,
    UnknownFact,
)
from govmedia_rules.law import Citation
from govmedia_rules.reports.labels import ORIGINS, unit_label
from govmedia_rules.text import Language, Text

__all__ = ["counts_line", "print_proposals"]

_ACCOUNT: Final = 28
_ACTION: Final = 22
_MOST_ACCOUNTS: Final = 8

_STYLES: Final = {
    Action.KEEP_MAIN: "green",
    Action.KEEP: "green",
    Action.MERGE: "bold yellow",
    Action.CLOSE: "bold red",
    Action.CHANGE_SPONSOR: "bold yellow",
    Action.UNDECIDED: "cyan",
}

_Alike: TypeAlias = tuple[Action, str | None, str | None, bool, tuple[Text, ...], tuple[str, ...]]


def counts_line(proposals: Sequence[Proposal], language: Language) -> str:
    """Return how many accounts each action is proposed for, in one line."""
    counts = Counter((proposal.is_done, proposal.action) for proposal in proposals)
    parts = [
        f"{_label(action, is_done=is_done).in_language(language)} {counts[is_done, action]:,}"
        for is_done in (False, True)
        for action in Action
        if counts[is_done, action]
    ]
    return " · ".join(parts) or Text(zh="没有账号", en="no accounts").in_language(language)


def _label(action: Action, *, is_done: bool) -> Text:
    label = action.label
    return Text(zh=f"已{label.zh}", en=f"done: {label.en}") if is_done else label


def print_proposals(
    console: Console,
    proposals: Sequence[Proposal],
    as_of: DateTime,
    thresholds: Thresholds,
    language: Language,
) -> None:
    """Print *proposals* on *console*: what they are, then each with its reasons, then the numbers."""

    def say(text: Text) -> str:
        return text.in_language(language)

    def heading(text: Text) -> None:
        console.print(Line(Styled(say(text), "bold"), align="left", style="dim"))

    heading(Text(zh="清理整合建议", en="Proposals for consolidation"))
    at = in_words(as_of)
    lines = [
        say(DISCLAIMER),
        say(Text(zh=f"监测时间点 {at.zh}。", en=f"As of {at.en}.")),
        counts_line(proposals, language),
    ]
    for line in lines:
        console.print(Styled(wrapped(line, console.width)))
    console.print()
    if proposals:
        columns = [
            Column(heading=say(Text(zh="账号", en="Account")), width=_ACCOUNT),
            Column(heading=say(Text(zh="建议", en="Proposal")), width=_ACTION),
            Column(
                heading=say(Text(zh="理由和依据", en="Reasons and clauses")),
                width=console.width - _ACCOUNT - _ACTION - 2 * GAP,
            ),
        ]
        rows = [_cells(alike, language) for alike in _folded(proposals)]
        console.print(grid(columns, rows, console.width, shows_lines=True))
        console.print()
    heading(Text(zh="所用门槛", en="The thresholds"))
    _print_thresholds(console, thresholds, language)


def _folded(proposals: Sequence[Proposal]) -> Iterator[list[Proposal]]:
    """Yield proposals that differ in nothing but the account together, in order of the first."""
    found: dict[_Alike, list[Proposal]] = {}
    for proposal in proposals:
        key: _Alike = (
            proposal.action,
            proposal.into,
            proposal.sponsor_id,
            proposal.is_done,
            tuple(reason.text for reason in proposal.reasons),
            tuple(fact.fact for fact in proposal.missing),
        )
        found.setdefault(key, []).append(proposal)
    yield from found.values()


def _cells(alike: Sequence[Proposal], language: Language) -> list[Cell]:
    first = alike[0]
    accounts: list[tuple[str, str]] = []
    for proposal in alike[:_MOST_ACCOUNTS]:
        if proposal.account.name is not None:
            accounts.append((visible(proposal.account.name, MAX_NAME), "bold"))
        accounts.append((visible(proposal.account.id, MAX_ID), "cyan"))
    if len(alike) > _MOST_ACCOUNTS:
        rest = Text(
            zh=f"…… 共{len(alike):,}个账号", en=f"… {len(alike):,} accounts in all"
        ).in_language(language)
        accounts.append((rest, "dim"))
    style = "dim" if first.is_done else _STYLES[first.action]
    action = [(_label(first.action, is_done=first.is_done).in_language(language), style)]
    targets = [target for target in (first.into, first.sponsor_id) if target is not None]
    action.extend((visible(target, MAX_ID), "cyan") for target in targets)
    reasons = [line for reason in first.reasons for line in _reason_lines(reason, language)]
    if first.missing:
        reasons.append((_missing_line(first.missing, len(alike), language), "italic"))
    return [accounts, action, reasons or plain_cell("")]


def _reason_lines(reason: Reason, language: Language) -> Iterator[tuple[str, str]]:
    yield visible(reason.text.in_language(language), MAX_SENTENCE), ""
    if reason.citations:
        yield _clauses(reason.citations), "dim"


def _clauses(citations: Sequence[Citation]) -> str:
    """Return the citations in one line, each document named once."""
    numbers: dict[str, list[str]] = {}
    for citation in citations:
        name = str(evolve(citation, provision=None))
        numbers.setdefault(name, []).append(citation.provision or "")
    return "; ".join(f"{name} {', '.join(found)}".rstrip() for name, found in numbers.items())


def _missing_line(missing: Sequence[UnknownFact], accounts: int, language: Language) -> str:
    """Return what nobody recorded; how often, where it is not once for each account."""
    parts = []
    for fact in missing:
        count = f" ×{fact.ids_total:,}" if fact.ids_total > 1 and accounts == 1 else ""
        parts.append(f"{fact.what.in_language(language)} ({fact.fact}){count}")
    told = Text(zh="没有人记录：", en="Nobody recorded: ").in_language(language)
    return told + Text(zh="、", en=", ").in_language(language).join(parts)


def _print_thresholds(console: Console, thresholds: Thresholds, language: Language) -> None:
    columns = (
        Column(heading=Text(zh="门槛", en="Threshold").in_language(language)),
        Column(heading=Text(zh="数值", en="Value").in_language(language)),
        Column(heading=Text(zh="来源", en="Source").in_language(language), is_flexible=True),
    )
    rows: list[list[Cell]] = []
    for param in thresholds:
        unit = "" if param.unit is None else unit_label(param.unit).in_language(language)
        origin = ORIGINS[Origin(param.origin)].in_language(language)
        rows.append(
            [
                plain_cell(param.name),
                plain_cell(f"{in_words(param.value).zh} {unit}".rstrip()),
                [(origin, ""), (param.source or "", "dim")],
            ]
        )
    console.print(grid(columns, rows, console.width))
