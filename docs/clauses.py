"""
The clauses of each instrument and how the library treats them, in two languages.

A page under ``docs/reference/coverage/`` has a line such as ``<!-- clauses: opinion-2018 -->``;
what follows it is written from the instrument and all rules in the box that are its own or national.
``python docs/clauses.py`` writes the pages; a test compares them.

Anchors and the links to them are HTML, because both GitHub and Sphinx take that as it is.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import groupby
from operator import or_
from pathlib import Path
from typing import Final

sys.path.insert(0, str(Path(__file__).parent))

from catalogue import places

from govmedia_rules.cli.coverage_words import reason_of, summary_of, takes_in_words
from govmedia_rules.cli.rule_pages import param_lines
from govmedia_rules.evaluation import ProvisionCoverage, coverage, rules_without_clause
from govmedia_rules.law import INSTRUMENTS, Instrument, Provision
from govmedia_rules.reports.labels import CONFIDENCES, FORCES, MEANS, SUBJECTS, TREATMENTS
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets import BUILT_IN, IN_THE_BOX
from govmedia_rules.text import Text

__all__ = ["PAGES", "anchors_of", "page_of", "written_pages"]

PAGES: Final = Path(__file__).parent / "reference" / "coverage"
"""Where the pages are."""

_MARK: Final = re.compile(r"^<!-- clauses: (\S+) -->\n", re.MULTILINE)
_NOT_IN_A_WORD: Final = re.compile(r"\W+")
_NOTE: Final = (
    "<!-- From here on written by docs/clauses.py; change the instrument or the rules instead. -->"
)


def written_pages() -> dict[Path, str]:
    """
    Return what each page should hold: what people wrote above, the rest anew.

    Raises:
        ValueError: when an instrument has no page.
    """
    written: dict[Path, str] = {}
    for name, instrument in INSTRUMENTS.items():
        path = PAGES / f"{name}.md"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        mark = _MARK.search(text)
        if mark is None or mark[1] != name:
            raise ValueError(f"{path.name}: write <!-- clauses: {name} --> on a line of its own")
        written[path] = text[: mark.end()] + page_of(instrument)
    return written


def page_of(instrument: Instrument, ruleset: RuleSet | None = None) -> str:
    """Return the clauses of *instrument* as Markdown, as *ruleset*, or the national rules and its own, treat them."""
    beside = {**BUILT_IN, instrument.id: IN_THE_BOX[instrument.id]}
    rules = reduce(or_, beside.values()) if ruleset is None else ruleset
    return "\n".join([_NOTE, "", *_page(instrument, rules)]).rstrip("\n") + "\n"


def anchors_of(provision: Provision) -> tuple[str, ...]:
    """Return the anchors of a clause: ``clause-4-1-3``; of a range, those of its members as well."""
    first, _, last = provision.number.partition("–")
    numbers = [provision.number]
    if last:
        stem, _, begin = first.rpartition(".")
        end = last.rpartition(".")[2]
        numbers += [f"{stem}.{each}" for each in range(int(begin), int(end) + 1)]
    return tuple(f"clause-{_NOT_IN_A_WORD.sub('-', number)}" for number in numbers)


def _page(instrument: Instrument, rules: RuleSet) -> Iterator[str]:
    rows = coverage(instrument, rules)
    summary = summary_of(rows)
    yield f"{len(rows)}条。{summary.zh} {len(rows)} clauses: {summary.en}"
    yield ""
    for _, group in groupby(rows, key=lambda row: row.provision.heading):
        members = list(group)
        links = " · ".join(_link(row.provision) for row in members)
        yield f"* **{_both(members[0].provision.heading)}** {links}"
    yield ""
    yield "## 一览 Overview"
    yield ""
    yield from _table(
        ("条款 Clause", "处理 Treatment", "方式 Means", "规则或原因", "Rules, or why none"),
        (_overview(row) for row in rows),
    )
    for _, group in groupby(rows, key=lambda row: row.provision.heading):
        members = list(group)
        yield f"## {_both(members[0].provision.heading)}"
        yield ""
        for row in members:
            yield from _clause(row)
    loose = rules_without_clause(instrument, rules)
    if loose:
        yield "## 不引用具体条款的规则 Rules that cite no clause"
        yield ""
        yield from (f"* {_rule_link(rule)} {rule.title.en}" for rule in loose)
        yield ""


def _overview(row: ProvisionCoverage) -> tuple[str, ...]:
    treated = TREATMENTS[row.treatment]
    means = _joined(MEANS[each] for each in row.means)
    zh = [_rule_link(each.rule) for each in row.rules]
    en = [each.rule.title.en for each in row.rules]
    reason = reason_of(row, counts_rules=False)
    if reason is not None:
        zh.append(reason.zh)
        en.append(reason.en)
    label = f"**{_both(treated)}**" if row.is_gap else _both(treated)
    return _link(row.provision), label, means, "；".join(zh), "; ".join(en)


def _clause(row: ProvisionCoverage) -> Iterator[str]:
    provision = row.provision
    yield "".join(f'<a id="{anchor}"></a>' for anchor in anchors_of(provision))
    yield ""
    yield f"### {provision.number}"
    yield ""
    lines = (
        ("大意 In our words", provision.paraphrase),
        ("处理 Treatment", TREATMENTS[row.treatment]),
        ("为什么 Why", reason_of(row)),
        ("须靠 What it takes", takes_in_words(provision)),
        ("效力 Force", FORCES[provision.force]),
        ("核对 Confidence", CONFIDENCES[provision.confidence]),
    )
    yield from _table(
        ("", "中文", "English"),
        ((label, text.zh, text.en) for label, text in lines if text is not None),
    )
    for each in row.rules:
        rule = each.rule
        means = _joined(MEANS[one] for one in each.means)
        facts = f"{_both(SUBJECTS[rule.subject])}; {_both(FORCES[rule.force])}; {means}"
        yield f"* {_rule_link(rule)} {rule.title.en} (`{rule.id}`): {facts}"
        for param in rule.params:
            value, *source = param_lines(param)
            # A source is one text for both languages.
            about = f": {source[0].zh.strip()}" if source else ""
            yield f"  * {value.zh} {value.en}{about}"
    if row.rules:
        yield ""


def _link(provision: Provision) -> str:
    return f'<a href="#{anchors_of(provision)[0]}">{provision.number}</a>'


def _rule_link(rule: Rule) -> str:
    place = places().get(rule.id)
    return rule.title.zh if place is None else f"[{rule.title.zh}](../rules/{place})"


def _joined(texts: Iterable[Text]) -> str:
    return "、".join(_both(text) for text in texts)


def _both(text: Text) -> str:
    return f"{text.zh} {text.en}"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    titles = list(head)
    yield f"| {' | '.join(titles)} |"
    yield f"|{' --- |' * len(titles)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"
    yield ""


def main() -> None:
    """Write the pages."""
    for path, text in written_pages().items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
