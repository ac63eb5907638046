"""The numbers behind the charts: pass rates, silent days, findings by clause."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Final

from attrs import frozen

from govmedia_rules.conditions.lexicon import word
from govmedia_rules.findings import Outcome, Report, Verdict
from govmedia_rules.models import Level
from govmedia_rules.reports.html.directory import NOBODY_KNOWS, Directory
from govmedia_rules.reports.html.unseen import MOST_OF_A_NAME, shown
from govmedia_rules.reports.labels import OUTCOMES
from govmedia_rules.text import Text

__all__ = ["Bar", "Figure", "Series", "figures_of", "percent"]

_MOST_BARS: Final = 12
"""How many bars a chart has; the smallest of the rest are added up in the last one."""

_EDGES: Final = (7, 14, 30, 90, 180)
"""Where the stretches of silent days begin; each holds its beginning and not its end."""


@frozen(kw_only=True)
class Series:
    """
    One kind of thing that bars count.

    Parameters:
        label: what it is called.

        colour: the name of its colour in the page's style sheet.
    """

    label: Text
    colour: str


@frozen(kw_only=True)
class Bar:
    """
    One bar: what it stands for, and its count of each series.

    Parameters:
        label: what it is called.

        counts: how many there are of each series, in the figure's order.
    """

    label: Text
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many there are of all series together."""
        return sum(self.counts)


@frozen(kw_only=True)
class Figure:
    """
    What one chart draws and the table beside it says.

    Parameters:
        id: its key in the page.

        title: what it shows.

        note: how to read it.

        heading: what its bars stand for.

        total: what all series together count.

        series: what its bars count.

        bars: the bars, in order.

        rate: what the share of the first series in a bar's total is called; bars are then
            drawn as shares. None where counts are drawn.

        label_width: how much of a drawing's width its labels take.
    """

    id: str
    title: Text
    note: Text
    heading: Text
    total: Text
    series: tuple[Series, ...]
    bars: tuple[Bar, ...]
    rate: Text | None = None
    label_width: int = 180


_VERDICTS: Final = (Verdict.PASSES, Verdict.FAILS, Verdict.UNDETERMINED)

_VERDICT_SERIES: Final = (
    Series(label=Verdict.PASSES.label, colour="pass"),
    Series(label=Verdict.FAILS.label, colour="fail"),
    Series(label=Verdict.UNDETERMINED.label, colour="open"),
)
_ACCOUNTS: Final = Text(zh="检查的账号", en="accounts inspected")
_PASS_RATE: Final = Text(zh="合格率", en="pass rate")
_RATE_NOTE: Final = Text(
    zh="合格率 = 合格的账号数 ÷ 检查的账号数；未能判定的账号不算合格，也不算不合格。",
    en="Pass rate = accounts that pass ÷ accounts inspected; an undetermined account neither"
    " passes nor fails.",
)


def percent(part: int, whole: int) -> str:
    """Return *part* of *whole* in percent with one decimal, rounded half up; a dash of nothing."""
    if not whole:
        return "–"
    # In whole numbers, because binary fractions round some halves down.
    thousandths = (2_000 * part + whole) // (2 * whole)
    return f"{thousandths // 10}.{thousandths % 10}%"


def figures_of(report: Report, directory: Directory) -> tuple[Figure, ...]:
    """Return what the page draws of *report*."""
    return (
        _by_platform(report, directory),
        _by_level(report, directory),
        _silent_days(report, directory),
        _by_clause(report),
    )


def _label(text: Text) -> Text:
    # Platforms are an open vocabulary: a label may be whatever somebody typed.
    return Text(zh=shown(text.zh, MOST_OF_A_NAME), en=shown(text.en, MOST_OF_A_NAME))


def _bars(counts: Mapping[Text, Iterable[int]]) -> tuple[Bar, ...]:
    """Return a bar for each count, longest first, and the rest of them in one."""
    bars = [Bar(label=_label(label), counts=tuple(each)) for label, each in counts.items()]
    bars.sort(key=lambda bar: -bar.total)
    kept, rest = bars[:_MOST_BARS], bars[_MOST_BARS:]
    if len(rest) == 1:
        return tuple(bars)
    if rest:
        others = Text(zh=f"其余{len(rest):,}项", en=f"{len(rest):,} others")
        columns = zip(*(bar.counts for bar in rest), strict=True)
        kept.append(Bar(label=others, counts=tuple(map(sum, columns))))
    return tuple(kept)


def _verdicts_by(report: Report, labels: Mapping[str, Text]) -> dict[Text, list[int]]:
    counts: dict[Text, list[int]] = {}
    for account_id, verdict in report.verdicts.items():
        if verdict in _VERDICTS:
            row = counts.setdefault(labels[account_id], [0] * len(_VERDICTS))
            row[_VERDICTS.index(verdict)] += 1
    return counts


def _by_platform(report: Report, directory: Directory) -> Figure:
    labels = {account_id: directory.platform(account_id) for account_id in report.verdicts}
    return Figure(
        id="by-platform",
        title=Text(zh="各平台合格率", en="Pass rate by platform"),
        note=_RATE_NOTE,
        heading=Text(zh="平台", en="Platform"),
        total=_ACCOUNTS,
        series=_VERDICT_SERIES,
        bars=_bars(_verdicts_by(report, labels)),
        rate=_PASS_RATE,
    )


def _by_level(report: Report, directory: Directory) -> Figure:
    labels = {account_id: directory.level(account_id) for account_id in report.verdicts}
    counts = _verdicts_by(report, labels)
    order = [*(word(level) for level in Level), NOBODY_KNOWS]
    return Figure(
        id="by-level",
        title=Text(zh="各层级合格率", en="Pass rate by level"),
        note=_RATE_NOTE,
        heading=Text(zh="主办单位层级", en="Level of the sponsor"),
        total=_ACCOUNTS,
        series=_VERDICT_SERIES,
        bars=tuple(
            Bar(label=label, counts=tuple(counts[label])) for label in order if label in counts
        ),
        rate=_PASS_RATE,
    )


def _stretches() -> tuple[Text, ...]:
    first = Text(zh=f"不满{_EDGES[0]}天", en=f"under {_EDGES[0]} days")
    between = (
        Text(zh=f"{start}天至不满{end}天", en=f"{start} to under {end} days")
        for start, end in pairwise(_EDGES)
    )
    last = Text(zh=f"{_EDGES[-1]}天以上", en=f"{_EDGES[-1]} days or more")
    return (first, *between, last)


def _silent_days(report: Report, directory: Directory) -> Figure:
    stretches = _stretches()
    never = Text(zh="没有发布过", en="never published")
    counts: dict[Text, int] = dict.fromkeys((*stretches, never, NOBODY_KNOWS), 0)
    for account_id in report.inspected:
        days = directory.silent_days(account_id)
        if days is not None:
            counts[stretches[bisect_right(_EDGES, days)]] += 1
        else:
            counts[never if directory.is_known_silent(account_id) else NOBODY_KNOWS] += 1
    return Figure(
        id="silent-days",
        title=Text(zh="距最近一次发布的天数", en="Days since the latest post"),
        note=Text(
            zh="按已提供的信息计算：监测时间点以后发布的和已删除的不算；未提供信息的账号为“未知”。",
            en="By the posts supplied: those after the monitoring moment and deleted ones do not"
            " count; accounts whose posts were not supplied are unknown.",
        ),
        heading=Text(zh="未发布的天数", en="Days of silence"),
        total=_ACCOUNTS,
        series=(Series(label=_ACCOUNTS, colour="plain"),),
        bars=tuple(Bar(label=label, counts=(count,)) for label, count in counts.items()),
    )


def _by_clause(report: Report) -> Figure:
    failed: Counter[str] = Counter()
    undecided: Counter[str] = Counter()
    for finding in report.findings:
        if finding.is_suppressed:
            continue
        cited = {str(citation) for citation in finding.citations}
        if finding.outcome is Outcome.FAIL:
            failed.update(cited)
        else:
            undecided.update(cited)
    clauses = sorted(
        {*failed, *undecided}, key=lambda each: (-failed[each], -undecided[each], each)
    )
    bars = [
        Bar(label=_label(Text(zh=clause, en=clause)), counts=(failed[clause], undecided[clause]))
        for clause in clauses
    ]
    return Figure(
        id="by-clause",
        title=Text(zh="各条款发现的问题", en="Findings by clause"),
        note=Text(
            zh="一个问题依据几个条款的，在每个条款下各计一次；已豁免的不计。",
            en="A finding that rests on several clauses counts under each; waived ones do not count.",
        ),
        heading=Text(zh="条款", en="Clause"),
        total=Text(zh="合计", en="in all"),
        series=(
            Series(label=OUTCOMES[Outcome.FAIL], colour="fail"),
            Series(label=OUTCOMES[Outcome.UNDETERMINED], colour="open"),
        ),
        bars=tuple(bars),
        label_width=205,  # document numbers are long
    )
