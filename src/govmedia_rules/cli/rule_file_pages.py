"""Rule files in words: what linting found, and what differs between two rule sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from govmedia_rules.cli.rule_pages import plain_text
from govmedia_rules.cli.untrusted import visible
from govmedia_rules.conditions import Condition, Param
from govmedia_rules.conditions.words import in_words, sentence
from govmedia_rules.law import Citation, Force, Severity
from govmedia_rules.models import Subject
from govmedia_rules.reports.labels import FORCES, SEVERITIES, SUBJECTS, unit_label
from govmedia_rules.rulefile import (
    Change,
    Lint,
    LintKind,
    ParamChange,
    RuleChange,
    RuleSetDiff,
)
from govmedia_rules.rules import Rule, Scope
from govmedia_rules.text import Language, Text

__all__ = ["diff_lines", "lint_lines", "plain_diff", "plain_lint"]

_KINDS: Final[Mapping[LintKind, Text]] = {
    LintKind.CONTRADICTION: Text(zh="自相矛盾", en="contradiction"),
    LintKind.SHADOWED_OVERRIDE: Text(zh="覆盖了先前的改动", en="shadowed override"),
    LintKind.IDLE_OVERRIDE: Text(zh="无作用的改动", en="idle override"),
    LintKind.MISSING_TRANSLATION: Text(zh="缺少译文", en="missing translation"),
    LintKind.DEAD_PROVISION: Text(zh="无规则引用的条款", en="dead provision"),
    LintKind.UNUSED_NAME: Text(zh="未使用的名称", en="unused name"),
}

_PARTS: Final[Mapping[str, Text]] = {
    "title": Text(zh="标题", en="title"),
    "subject": Text(zh="对象", en="subject"),
    "force": Text(zh="效力", en="force"),
    "severity": Text(zh="严重程度", en="severity"),
    "scope": Text(zh="范围", en="scope"),
    "applies": Text(zh="适用于", en="applies"),
    "requires": Text(zh="要求", en="requires"),
    "forbids": Text(zh="禁止", en="forbids"),
    "unless": Text(zh="例外", en="unless"),
    "cites": Text(zh="依据", en="citations"),
    "remedy": Text(zh="整改措施", en="remedy"),
    "message": Text(zh="提示语", en="message"),
    "explanation": Text(zh="说明", en="explanation"),
    "check": Text(zh="判定函数", en="function"),
}


def lint_lines(name: str, lints: tuple[Lint, ...], language: Language) -> Iterator[str]:
    """Yield a line for each lint: where, what it is, what to do."""
    for lint in lints:
        place = "".join(f":{each}" for each in (lint.line, lint.column) if each is not None)
        about = "" if lint.rule_id is None else f" {lint.rule_id}:"
        kind = _KINDS[lint.kind].in_language(language)
        yield visible(f"{name}{place}: [{kind}]{about} {lint.message.in_language(language)}")


def plain_lint(name: str, lints: tuple[Lint, ...]) -> dict[str, Any]:
    """Return what linting found as what JSON is made of."""
    return {
        "file": name,
        "lints": [
            {
                "kind": lint.kind.value,
                "is_fault": lint.kind.is_fault,
                "rule_id": lint.rule_id,
                "path": lint.path,
                "line": lint.line,
                "column": lint.column,
                "message": plain_text(lint.message),
            }
            for lint in lints
        ],
    }


def diff_lines(diff: RuleSetDiff, language: Language) -> Iterator[str]:
    """Yield what differs, in words, a line for each rule and below it one for each part."""

    def say(text: Text) -> str:
        return visible(text.in_language(language))

    if diff.is_empty:
        yield say(Text(zh="两个规则集没有不同。", en="The two rule sets say the same."))
        return
    for rule in diff.removed:
        yield say(_about(Text(zh="去掉规则", en="Removed"), rule))
    for rule in diff.added:
        yield say(_about(Text(zh="增加规则", en="Added"), rule))
        yield f"  {say(rule.statement)}"
    for change in diff.changed:
        yield say(_about(Text(zh="改动规则", en="Changed"), change.new))
        for line in _of_rule(change):
            yield f"  {say(line)}"
    if diff.is_reordered:
        yield say(Text(zh="规则的次序不同。", en="The rules stand in another order."))


def _about(what: Text, rule: Rule) -> Text:
    return Text(
        zh=f"{what.zh}：{rule.title.zh}（{rule.id}）", en=f"{what.en}: {rule.title.en} ({rule.id})"
    )


def _of_rule(change: RuleChange) -> Iterator[Text]:
    for param in change.params:
        yield from _of_param(param)
    for each in change.changes:
        yield from _of_part(each)


def _of_param(change: ParamChange) -> Iterator[Text]:
    old, new = _value(change.old), _value(change.new)
    name = change.name
    if change.old is None:
        yield Text(zh=f"增加参数 {name}：{new.zh}", en=f"parameter {name} added: {new.en}")
    elif change.new is None:
        yield Text(zh=f"去掉参数 {name}：{old.zh}", en=f"parameter {name} removed: {old.en}")
    elif old == new:
        yield Text(
            zh=f"参数 {name} 仍为{new.zh}，来源或限度不同",
            en=f"parameter {name} is still {new.en}, with another source or limit",
        )
    else:
        yield Text(
            zh=f"参数 {name} 由{old.zh}改为{new.zh}",
            en=f"parameter {name} changes from {old.en} to {new.en}",
        )
    source = None if change.new is None else change.new.source
    if source is not None and (change.old is None or change.old.source != source):
        yield Text(zh=f"　来源：{source}", en=f"  source: {source}")


def _value(param: Param | None) -> Text:
    if param is None:
        return Text(zh="无", en="none")
    value = in_words(param.value)
    if param.unit is None:
        return Text(zh=f" {value.zh} ", en=value.en)
    unit = unit_label(param.unit)
    return Text(zh=f" {value.zh} {unit.zh}", en=f"{value.en} {unit.en}")


def _of_part(change: Change) -> Iterator[Text]:
    part = _PARTS[change.part]
    if change.part == "check":
        yield Text(zh="判定函数或其版本不同", en="the function or its version differs")
    elif change.part == "cites":
        yield from _of_citations(change)
    else:
        old, new = _words(change.old), _words(change.new)
        yield Text(
            zh=f"{part.zh}由“{old.zh}”改为“{new.zh}”",
            en=f"{part.en} changes from “{old.en}” to “{new.en}”",
        )


def _of_citations(change: Change) -> Iterator[Text]:
    old = change.old if isinstance(change.old, tuple) else ()
    new = change.new if isinstance(change.new, tuple) else ()
    for words, cites in (
        (Text(zh="不再引用", en="no longer cites"), [cite for cite in old if cite not in new]),
        (Text(zh="增加引用", en="also cites"), [cite for cite in new if cite not in old]),
    ):
        for cite in cites:
            yield Text(zh=f"{words.zh} {cite}", en=f"{words.en} {cite}")
    if set(old) == set(new):
        yield Text(zh="依据的次序不同", en="the citations stand in another order")


def _words(value: object) -> Text:
    match value:
        case Condition():
            return sentence(value)
        case Force():
            return FORCES[value]
        case Severity():
            return SEVERITIES[value]
        case Subject():
            return SUBJECTS[value]
        case Text():
            return value
        case Scope():
            return value.title
        case _:
            return Text(zh="无", en="none")


def plain_diff(diff: RuleSetDiff) -> dict[str, Any]:
    """Return what differs as what JSON is made of."""
    return {
        "old": diff.old.id,
        "new": diff.new.id,
        "added": [rule.id for rule in diff.added],
        "removed": [rule.id for rule in diff.removed],
        "is_reordered": diff.is_reordered,
        "changed": [
            {
                "id": change.new.id,
                "params": [
                    {
                        "name": param.name,
                        "old": _plain_value(param.old),
                        "new": _plain_value(param.new),
                        "source": None if param.new is None else param.new.source,
                    }
                    for param in change.params
                ],
                "parts": [
                    {"part": part.part, "old": _plain(part.old), "new": _plain(part.new)}
                    for part in change.changes
                ],
            }
            for change in diff.changed
        ],
    }


def _plain_value(param: Param | None) -> object:
    if param is None:
        return None
    return list(param.value) if isinstance(param.value, tuple) else param.value


def _plain(value: object) -> object:
    match value:
        case Condition():
            return {**(plain_text(sentence(value)) or {}), "code": repr(value)}
        case Text():
            return plain_text(value)
        case Scope():
            return value.id
        case tuple():
            return [str(cite) for cite in value if isinstance(cite, Citation)]
        case None:
            return None
        case _:
            return str(value)
