"""Rules for people and programs: the list of them, and one explained in full."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from rich.console import Console
from rich.text import Text as Styled

from govmedia_rules.cli.grids import Cell, Column, grid, plain_cell
from govmedia_rules.cli.untrusted import visible
from govmedia_rules.cli.wrapping import wrapped
from govmedia_rules.conditions import Condition, Origin, Param
from govmedia_rules.conditions.words import in_words, sentence
from govmedia_rules.law import INSTRUMENTS, Citation, Provision
from govmedia_rules.reports.labels import (
    CONFIDENCES,
    FORCES,
    ORIGINS,
    SEVERITIES,
    SUBJECTS,
    unit_label,
)
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.text import Language, Text

__all__ = ["param_lines", "plain_rule", "plain_text", "print_explanation", "print_rules"]

_WIDE_FROM: Final = 100

_PARTS: Final = {
    "applies": Text(zh="适用于", en="Binds where"),
    "requires": Text(zh="要求", en="Requires that"),
    "forbids": Text(zh="禁止", en="Forbids that"),
    "unless": Text(zh="例外", en="Unless"),
}


def print_rules(console: Console, ruleset: RuleSet, language: Language) -> None:
    """Print a table of the rules."""
    is_wide = console.width >= _WIDE_FROM
    headings = (
        Text(zh="规则", en="Rule") if is_wide else Text(zh="规则和条款", en="Rule and clause"),
        Text(zh="对象", en="Subject"),
        Text(zh="效力", en="Force"),
        Text(zh="严重程度", en="Severity"),
        *((Text(zh="条款", en="Clause"),) if is_wide else ()),
    )
    columns = [
        Column(heading=heading.in_language(language), is_flexible=position == 0)
        for position, heading in enumerate(headings)
    ]
    rows: list[list[Cell]] = []
    for rule in ruleset:
        demand = [(visible(rule.title.in_language(language)), ""), (rule.id, "cyan")]
        clauses = [(visible(str(cite)), "") for cite in rule.cites]
        facts = (SUBJECTS[rule.subject], FORCES[rule.force], SEVERITIES[rule.severity])
        row: list[Cell] = [demand, *(plain_cell(fact.in_language(language)) for fact in facts)]
        if is_wide:
            row.append(clauses)
        else:
            demand.extend(clauses)
        rows.append(row)
    console.print(grid(columns, rows, console.width))


def _provision_of(citation: Citation) -> Provision | None:
    """Return the provision that *citation* points to, where the library holds its instrument."""
    instrument = INSTRUMENTS.get(citation.instrument)
    if instrument is None or citation.provision is None:
        return None
    return next((each for each in instrument.provisions if each.number == citation.provision), None)


def _conditions_of(rule: Rule) -> Iterator[tuple[str, Condition]]:
    for name in _PARTS:
        condition: Condition | None = getattr(rule, name)
        if condition is not None:
            yield name, condition


def plain_text(text: Text | None) -> dict[str, str] | None:
    """Return *text* as what JSON is made of."""
    return None if text is None else {"zh": text.zh, "en": text.en}


def _plain_citation(citation: Citation) -> dict[str, Any]:
    provision = _provision_of(citation)
    return {
        "instrument": citation.instrument,
        "number": citation.number,
        "title": plain_text(citation.title),
        "provision": citation.provision,
        "heading": plain_text(citation.heading),
        "in_force_on": citation.in_force_on.isoformat(),
        "repealed_on": None if citation.repealed_on is None else citation.repealed_on.isoformat(),
        "confidence": citation.confidence.value,
        "paraphrase": None if provision is None else plain_text(provision.paraphrase),
    }


def plain_rule(rule: Rule) -> dict[str, Any]:
    """Return everything there is to say about *rule* as what JSON is made of."""
    return {
        "id": rule.id,
        "title": plain_text(rule.title),
        "subject": rule.subject.value,
        "force": rule.force.value,
        "severity": rule.severity.value,
        "statement": plain_text(rule.statement),
        "conditions": {
            name: {**(plain_text(sentence(condition)) or {}), "code": repr(condition)}
            for name, condition in _conditions_of(rule)
        },
        "params": [
            {
                "name": param.name,
                "value": list(param.value) if isinstance(param.value, tuple) else param.value,
                "unit": param.unit,
                "origin": str(param.origin),
                "source": param.source,
                "minimum": param.minimum,
            }
            for param in rule.params
        ],
        "citations": [_plain_citation(citation) for citation in rule.cites],
        "remedy": plain_text(rule.remedy),
        "explanation": plain_text(rule.explanation),
    }


def print_explanation(console: Console, rule: Rule, language: Language) -> None:
    """Print everything there is to say about *rule*."""

    def say(text: Text) -> str:
        return visible(text.in_language(language))

    def section(heading: Text, paragraphs: Iterable[str]) -> None:
        console.print()
        console.print(Styled(heading.in_language(language), "bold"))
        for paragraph in paragraphs:
            lines = wrapped(paragraph, console.width - 2).split("\n")
            console.print(Styled("\n".join(f"  {line}" for line in lines)), overflow="fold")

    console.print(Styled.assemble((say(rule.title), "bold"), "  ", (rule.id, "cyan")))
    facts = (SUBJECTS[rule.subject], FORCES[rule.force], SEVERITIES[rule.severity])
    console.print(Styled(" · ".join(say(fact) for fact in facts)))
    section(Text(zh="规则内容", en="The rule in words"), [say(rule.statement)])
    conditions = [
        f"{say(_PARTS[name])}  {visible(repr(condition))}"
        for name, condition in _conditions_of(rule)
    ]
    if conditions:
        section(Text(zh="判定条件(代码)", en="The conditions as code"), conditions)
    if rule.params:
        lines = [line for param in rule.params for line in param_lines(param)]
        section(Text(zh="参数", en="Parameters"), map(say, lines))
    lines = [line for citation in rule.cites for line in _citation_lines(citation)]
    section(Text(zh="依据", en="Citations"), map(say, lines))
    if rule.remedy is not None:
        section(Text(zh="不符合时怎么办", en="What to do about a failure"), [say(rule.remedy)])
    if rule.explanation is not None:
        section(Text(zh="说明", en="What else to know"), [say(rule.explanation)])


def param_lines(param: Param) -> Iterator[Text]:
    """Yield the value of *param* with its origin, and the source of that."""
    value, origin = in_words(param.value), ORIGINS[Origin(param.origin)]
    zh, en = value.zh, value.en
    if param.unit is not None:
        unit = unit_label(param.unit)
        zh, en = f"{zh}{unit.zh}", f"{en} {unit.en}"
    yield Text(
        zh=f"{param.name} = {zh}(来源：{origin.zh})", en=f"{param.name} = {en} ({origin.en})"
    )
    if param.source is not None:
        yield Text(zh=f"　{param.source}", en=f"  {param.source}")


def _citation_lines(citation: Citation) -> Iterator[Text]:
    title, on = citation.title, citation.in_force_on.isoformat()
    confidence = CONFIDENCES[citation.confidence]
    yield Text(zh=f"{citation}《{title.zh}》", en=f"{citation}, {title.en}")
    if citation.heading is not None:
        yield citation.heading
    provision = _provision_of(citation)
    if provision is not None:
        yield Text(
            zh=f"大意：{provision.paraphrase.zh}", en=f"In our words: {provision.paraphrase.en}"
        )
    yield Text(zh=f"自{on}起施行；{confidence.zh}", en=f"in force since {on}; {confidence.en}")
    if citation.repealed_on is not None:
        until = citation.repealed_on.isoformat()
        yield Text(zh=f"自{until}起废止", en=f"no longer binding from {until}")
