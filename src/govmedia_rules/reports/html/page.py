"""The page: a template filled in piece by piece, so that a long report is never in memory twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.findings import Report, Verdict
from govmedia_rules.models import Portfolio
from govmedia_rules.reports.html.directory import Directory
from govmedia_rules.reports.html.figures import figures_of
from govmedia_rules.reports.html.rows import MOST_ROWS, chosen_rows, json_pieces
from govmedia_rules.reports.html.sections import contents_of
from govmedia_rules.reports.html.templating import page_template
from govmedia_rules.reports.text_streams import TextStream
from govmedia_rules.rules import RuleSet
from govmedia_rules.text import Language

__all__ = ["write_html"]

_PIECE: Final = 1 << 16
_MOST_LISTED: Final = 2_000
"""How many accounts without findings, or that the rules do not bind, are named."""


def write_html(
    report: Report,
    stream: TextStream,
    *,
    ruleset: RuleSet,
    portfolio: Portfolio,
    language: Language | None = None,
    most_rows: int = MOST_ROWS,
    progress: Callable[[int], None] | None = None,
) -> None:
    """
    Write *report* as one web page that needs no network and no other file.

    Every finding has its place in the section of its account or unit. The table that can
    be searched holds the gravest of them, and says so where it does not hold all.

    Parameters:
        report: the report.

        stream: what the page is written to; a file is best opened as UTF-8.

        ruleset: the rules that were run, for their texts.

        portfolio: what was audited, for names, platforms, levels and moments.

        language: the language of the page; None for both, Chinese first, with a switch.

        most_rows: how many findings the table that can be searched holds at most.

        progress: called now and then with the number of findings written so far.

    Raises:
        InvalidValueError: when *ruleset* is not the one that gave the report.
    """
    if ruleset.fingerprint != report.ruleset_fingerprint:
        raise InvalidValueError(
            owner="RuleSet",
            owner_id=ruleset.id,
            field="fingerprint",
            value=ruleset.fingerprint,
            expected=f"{report.ruleset_fingerprint}, the rule set that gave the report",
        )
    languages = tuple(Language) if language is None else (language,)
    pieces = page_template(languages).generate(
        _facts(report, ruleset, portfolio, languages, most_rows, progress or _nothing)
    )
    for piece in _gathered(pieces):
        stream.write(piece)


def _nothing(_done: int) -> None:
    """Tell nobody."""


def _gathered(pieces: Iterator[str]) -> Iterator[str]:
    """Yield *pieces* in larger ones: a template gives a few characters at a time."""
    waiting: list[str] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= _PIECE:
            yield "".join(waiting)
            waiting, length = [], 0
    yield "".join(waiting)


def _facts(
    report: Report,
    ruleset: RuleSet,
    portfolio: Portfolio,
    languages: tuple[Language, ...],
    most_rows: int,
    progress: Callable[[int], None],
) -> dict[str, object]:
    directory = Directory.of(portfolio, report.as_of)
    contents = contents_of(report, directory, progress)
    rows = chosen_rows(report, most_rows)
    return {
        "report": report,
        "directory": directory,
        "contents": contents,
        "figures": figures_of(report, directory),
        "findings": _counted(report),
        "verdicts": _verdicts(report),
        "words_missing": {
            fact.fact: fact.what for finding in report.findings for fact in finding.missing
        },
        "rules": {rule.id: rule for rule in ruleset},
        "rule_numbers": {run.rule_id: number for number, run in enumerate(report.rules, start=1)},
        "rows": len(rows),
        "is_cut": len(rows) < len(report.findings),
        "row_pieces": json_pieces(rows, report, directory, contents.anchors, languages),
        "most_listed": _MOST_LISTED,
    }


def _verdicts(report: Report) -> dict[Verdict, int]:
    counts = dict.fromkeys(
        (Verdict.FAILS, Verdict.UNDETERMINED, Verdict.PASSES, Verdict.NOT_INSPECTED), 0
    )
    for verdict in report.verdicts.values():
        counts[verdict] += 1
    counts[Verdict.NOT_INSPECTED] += len(report.not_inspected)
    return counts


def _counted(report: Report) -> Counter[str]:
    """Return how many findings came to each outcome; waived ones are counted apart."""
    return Counter(
        "waived" if finding.is_suppressed else finding.outcome.value for finding in report.findings
    )
