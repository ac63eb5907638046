"""
The catalogue of the rules: every rule with its clause, parameters, facts and cases, in two languages.

A page under ``docs/reference/rules/`` has a line such as ``<!-- catalogue: inspection-2019/vetoes -->``;
what follows it is written from the rules and from the case file of that name, whose cases
are run while it is written. ``python docs/catalogue.py`` writes the pages; a test compares them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from govmedia_rules.cases import RuleCase, rule_cases
from govmedia_rules.conditions import Field, Origin, Param, Rows, field_named
from govmedia_rules.conditions.words import describe_table, in_words, sentence
from govmedia_rules.evaluation import explain
from govmedia_rules.findings import Outcome
from govmedia_rules.law import INSTRUMENTS, Citation, Provision
from govmedia_rules.models import Subject
from govmedia_rules.reports.labels import (
    CONFIDENCES,
    FORCES,
    ORIGINS,
    OUTCOMES,
    SEVERITIES,
    SUBJECTS,
    unit_label,
)
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets import IN_THE_BOX
from govmedia_rules.text import Text

__all__ = ["PAGES", "page_of", "places", "rules_by_theme", "written_pages"]

PAGES: Final = Path(__file__).parent / "reference" / "rules"
"""Where the pages are."""

_MARK: Final = re.compile(r"^<!-- catalogue: (\S+) -->\n", re.MULTILINE)
_NOTE: Final = (
    "<!-- From here on written by docs/catalogue.py; change the rules or their cases instead. -->"
)
_TABLE_OF_ROOT: Final = {"unit": "units", "superior": "units"}
_TABLE_WORDS: Final[Mapping[str, Text]] = {
    "units": Text(zh="单位", en="units"),
    "posts": Text(zh="发布的信息", en="posts"),
    "messages": Text(zh="收到的留言", en="messages received"),
}
_PARTS: Final = {
    "applies": Text(zh="适用", en="Binds where"),
    "unless": Text(zh="例外", en="Unless"),
    "requires": Text(zh="要求", en="Requires that"),
    "forbids": Text(zh="禁止", en="Forbids that"),
}
_BESIDE_FACTS: Final = re.compile(r"^(rule|title|expect|boundary|side)\s*=")


@cache
def rules_by_theme() -> dict[str, tuple[Rule, ...]]:
    """
    Return the rules of each theme, in the order of the rule sets.

    A theme is a case file, such as ``inspection-2019/vetoes``; a rule belongs to the one
    that holds its first case. A rule without cases belongs to none, and the tests say so.
    """
    themes: dict[str, list[Rule]] = {}
    for ruleset in IN_THE_BOX.values():
        theme_of: dict[str, str] = {}
        for case in rule_cases(ruleset):
            themes.setdefault(_theme(case), [])
            theme_of.setdefault(case.rule_id, _theme(case))
        for rule in ruleset:
            if rule.id in theme_of:
                themes[theme_of[rule.id]].append(rule)
    return {theme: tuple(rules) for theme, rules in themes.items() if rules}


def written_pages() -> dict[Path, str]:
    """
    Return what each page of the catalogue should hold: what people wrote above, the rest anew.

    A theme without a page gets one.

    Raises:
        ValueError: when a page asks for a theme that there is not, or one that another has.
    """
    written: dict[Path, str] = {}
    for theme, path in _page_of_theme().items():
        head = f"# {theme}\n\n<!-- catalogue: {theme} -->\n"
        if path.exists():
            text = path.read_text(encoding="utf-8")
            head = next(text[: mark.end()] for mark in _MARK.finditer(text))
        written[path] = head + page_of(theme)
    return written


def places() -> dict[str, str]:
    """Return where each rule stands, by its id: page and anchor, such as ``names.md#the-rule``."""
    pages, themes = _page_of_theme(), rules_by_theme()
    return {
        rule.id: f"{pages[theme].name}#{_slug(rule.title.zh)}"
        for theme, rules in themes.items()
        for rule in rules
    }


def _page_of_theme() -> dict[str, Path]:
    pages: dict[str, Path] = {}
    for path in sorted(PAGES.glob("*.md")):
        mark = _MARK.search(path.read_text(encoding="utf-8"))
        if mark is None:
            continue
        theme = mark[1]
        if theme not in rules_by_theme():
            raise ValueError(f"{path.name}: there is no theme {theme}")
        if theme in pages:
            raise ValueError(f"{path.name}: {pages[theme].name} has the theme {theme} already")
        pages[theme] = path
    for theme in rules_by_theme():
        pages.setdefault(theme, PAGES / f"{theme.replace('/', '-')}.md")
    return pages


def page_of(theme: str) -> str:
    """
    Return the rules of one theme as Markdown.

    Raises:
        ValueError: when a case does not come out as it says.
    """
    return "\n".join([_NOTE, "", *_page(theme)]).rstrip("\n") + "\n"


def _theme(case: RuleCase) -> str:
    return case.place.partition(".toml:")[0]


def _case_text(theme: str) -> str:
    file = files("govmedia_rules.cases") / "rules" / f"{theme}.toml"
    return file.read_text(encoding="utf-8")


def _page(theme: str) -> Iterator[str]:
    rules = rules_by_theme()[theme]
    yield from _table(
        ("条款 Clause", "规则", "Rule", "对象 Judges", "严重程度 Severity"),
        (
            (
                "、".join(cite.provision or "" for cite in rule.cites),
                f"[{rule.title.zh}](#{_slug(rule.title.zh)})",
                rule.title.en,
                _both(SUBJECTS[rule.subject]),
                _both(SEVERITIES[rule.severity]),
            )
            for rule in rules
        ),
    )
    defaults = _defaults(_case_text(theme))
    if defaults:
        yield "判例另有说明的除外，都以这些事实为前提。"
        yield "Unless they say otherwise, the cases on this page share these facts."
        yield ""
        yield from _block("toml", defaults)
    for rule in rules:
        yield f"## {rule.title.zh}"
        yield ""
        yield f"**{rule.title.en}** · `{rule.id}`"
        yield ""
        yield from _rule(rule)
        yield from _cases(rule, [case for case in rule_cases(_only(rule)) if _theme(case) == theme])


def _rule(rule: Rule) -> Iterator[str]:
    yield from _table(("", "中文", "English"), _statements(rule))
    if rule.params:
        yield from _table(
            ("参数 Parameter", "值 Value", "来源 Origin", "出处 Source"),
            (_param(param) for param in rule.params),
        )
    yield "需要的事实 Facts needed:"
    yield ""
    yield from (
        f"* {words.zh} {words.en} (`{name}`)" for name, words in sorted(_facts(rule).items())
    )
    yield ""
    conditions = [
        f"{name} = {condition!r}"
        for name in _PARTS
        if (condition := getattr(rule, name)) is not None
    ]
    if conditions:
        yield from _block("text", conditions)


def _statements(rule: Rule) -> Iterator[tuple[str, str, str]]:
    yield _row(Text(zh="对象", en="Judges"), SUBJECTS[rule.subject])
    yield _row(Text(zh="效力", en="Force"), FORCES[rule.force])
    yield _row(Text(zh="严重程度", en="Severity"), SEVERITIES[rule.severity])
    if rule.scope is not None:
        yield _row(Text(zh="范围", en="Scope"), rule.scope.title)
    for name, label in _PARTS.items():
        condition = getattr(rule, name)
        if condition is not None:
            yield _row(label, sentence(condition))
    if rule.check is not None:
        yield _row(
            Text(zh="要求", en="Requires"), Text(zh="由函数判定", en="decided by a function")
        )
    for citation in rule.cites:
        yield from _citation(citation)
    if rule.refines:
        ids = Text(zh="、".join(rule.refines), en=", ".join(rule.refines))
        yield _row(Text(zh="同一要求", en="Same demand as"), ids)
    if rule.explanation is not None:
        yield _row(Text(zh="说明", en="Note"), rule.explanation)
    if rule.remedy is not None:
        yield _row(Text(zh="整改", en="Remedy"), rule.remedy)


def _row(label: Text, words: Text) -> tuple[str, str, str]:
    return f"{label.zh} {label.en}", words.zh, words.en


def _citation(citation: Citation) -> Iterator[tuple[str, str, str]]:
    heading = citation.heading or citation.title
    yield _row(
        Text(zh="依据", en="Clause"),
        Text(zh=f"{citation} {heading.zh}", en=f"{citation} {heading.en}"),
    )
    provision = _provision(citation)
    if provision is not None:
        yield _row(Text(zh="大意", en="In our words"), provision.paraphrase)
    confidence, since = CONFIDENCES[citation.confidence], citation.in_force_on.isoformat()
    zh, en = f"自{since}起施行", f"in force since {since}"
    if citation.repealed_on is not None:
        zh, en = f"{zh}，至{citation.repealed_on}止", f"{en} until {citation.repealed_on}"
    yield _row(
        Text(zh="施行和核对", en="In force; confidence"),
        Text(zh=f"{zh}；{confidence.zh}", en=f"{en}; {confidence.en}"),
    )


def _provision(citation: Citation) -> Provision | None:
    instrument = INSTRUMENTS.get(citation.instrument)
    if instrument is None or citation.provision is None:
        return None
    return instrument.provision(citation.provision)


def _param(param: Param) -> tuple[str, str, str, str]:
    value = in_words(param.value)
    if param.unit is not None:
        unit = unit_label(param.unit)
        value = Text(zh=f"{value.zh}{unit.zh}", en=f"{value.en} {unit.en}")
    return (
        f"`{param.name}`",
        value.zh if value.zh == value.en else _both(value),
        _both(ORIGINS[Origin(param.origin)]),
        param.source or "",
    )


def _facts(rule: Rule) -> dict[str, Text]:
    """Return the tables and fields that a rule reads, by the names that code and data have for them."""
    facts: dict[str, Text] = {}
    own = {Subject.UNIT: "units", Subject.POST: "posts", Subject.MESSAGE: "messages"}
    tables = {own[rule.subject]} if rule.subject in own else set[str]()
    for condition in rule.conditions:
        for node in condition.walk():
            if isinstance(node, Field):
                facts[node.spec.name] = node.spec.words
                if node.spec.root in _TABLE_OF_ROOT:
                    tables.add(_TABLE_OF_ROOT[node.spec.root])
            elif isinstance(node, Rows):
                facts[node.table.value] = describe_table(node.table)
                if node.days is not None:
                    spec = field_named(f"{node.table.row_root}.{node.table.moment}").spec
                    facts[spec.name] = spec.words
    for table in tables:
        facts.setdefault(table, _TABLE_WORDS[table])
    return facts


def _cases(rule: Rule, cases: list[RuleCase]) -> Iterator[str]:
    for case in cases:
        if (found := case.outcome(rule)) is not case.expect:
            raise ValueError(f"{case.place}: {found}, not {case.expect}")
    for outcome in (Outcome.PASS, Outcome.FAIL):
        for case in [case for case in cases if case.expect is outcome][:1]:
            yield from _example(case, rule)
    yield from _table(
        ("判例 (均经运行)", "Case (all of them run)", "临界值 Boundary", "结果 Outcome"),
        (
            (
                case.title.zh,
                case.title.en,
                "" if case.boundary is None else f"`{case.boundary}` {case.side}",
                _both(OUTCOMES[case.expect]),
            )
            for case in cases
        ),
    )


def _example(case: RuleCase, rule: Rule) -> Iterator[str]:
    yield f"**例：{_both(OUTCOMES[case.expect])}** {case.title.zh}。{case.title.en}."
    yield ""
    facts = _facts_said(case)
    if facts:
        yield from _block("toml", facts)
    said = _said(case, rule)
    if said is not None:
        yield f"> {said.zh}"
        yield f"> {said.en}"
        yield ""


def _said(case: RuleCase, rule: Rule) -> Text | None:
    """Return what an audit says of the case, or of a pass what an explanation says."""
    finding = case.finding(rule)
    if finding is None and rule.subject is not Subject.UNIT:
        about = case.subject_id
        accounts = [account.id for account in case.portfolio.accounts]
        explained = [
            found
            for account in accounts
            for found in explain(
                case.portfolio, _only(rule), account, as_of=case.as_of, calendar=case.calendar
            )
            if about in {None, found.subject.id} and found.outcome is case.expect
        ]
        finding = explained[0] if explained else None
    return None if finding is None else finding.message


def _facts_said(case: RuleCase) -> list[str]:
    """Return the lines of a case in its file that say its facts."""
    theme, _, line = case.place.partition(".toml:")
    lines: list[str] = []
    header, *rest = _case_text(theme).splitlines()[int(line) - 1 :]
    if header.strip() != "[[case]]":
        raise ValueError(f"{case.place}: expected [[case]] there, alone on its line")
    for text in rest:
        if text.startswith(("[", "#")):
            break
        if text.strip() and not _BESIDE_FACTS.match(text):
            lines.append(text)
    return lines


def _defaults(text: str) -> list[str]:
    if "defaults" not in tomllib.loads(text):
        return []
    rest = re.split(r"^\[defaults\].*\n", text, maxsplit=1, flags=re.MULTILINE)[-1]
    return re.split(r"^[\[#]", rest, maxsplit=1, flags=re.MULTILINE)[0].strip().splitlines()


def _only(rule: Rule) -> RuleSet:
    return RuleSet(rule.id, (rule,))


def _both(text: Text) -> str:
    return f"{text.zh} {text.en}"


def _slug(heading: str) -> str:
    """Return the anchor that GitHub and MyST give a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower().replace(" ", "-"))


def _block(language: str, lines: Iterable[str]) -> Iterator[str]:
    yield f"```{language}"
    yield from lines
    yield "```"
    yield ""


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
