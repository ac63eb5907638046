"""What a rule file or a rule set should be asked about, though it can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final

from attrs import frozen

from govmedia_rules.conditions import Origin
from govmedia_rules.law import CheckKind
from govmedia_rules.rulefile.contradictions import ContradictionKind, contradictions
from govmedia_rules.rulefile.rule_file import Override, RuleFile
from govmedia_rules.rulefile.toml_places import Path, shown_path
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.text import Text

__all__ = ["Lint", "LintKind", "lint_rule_file", "lint_ruleset"]


class LintKind(StrEnum):
    """What is asked about."""

    CONTRADICTION = "contradiction"
    SHADOWED_OVERRIDE = "shadowed-override"
    IDLE_OVERRIDE = "idle-override"
    MISSING_TRANSLATION = "missing-translation"
    DEAD_PROVISION = "dead-provision"
    UNUSED_NAME = "unused-name"

    @property
    def is_fault(self) -> bool:
        """Whether it has to be mended; a note is only to be known."""
        return self is not LintKind.SHADOWED_OVERRIDE


@frozen(kw_only=True)
class Lint:
    """
    One thing to ask about.

    Parameters:
        kind: what it is.

        message: what was found, and what to do.

        rule_id: the rule it is about, or None.

        path: where in the file, such as ``rules[0].requires``, or None for a rule set.

        line: the line of the file, counted from 1.

        column: the column in it, counted from 1.
    """

    kind: LintKind
    message: Text
    rule_id: str | None = None
    path: str | None = None
    line: int | None = None
    column: int | None = None


_CONTRADICTIONS: Final = {
    ContradictionKind.BINDS_NOBODY: Text(
        zh="适用范围和例外互相抵消，规则对谁都不适用；请检查 applies、scope 和 unless。",
        en="what it applies to and what it excepts cancel out, so it binds nobody; look at"
        " applies, scope and unless.",
    ),
    ContradictionKind.NONE_CAN_PASS: Text(
        zh="要求自相矛盾，凡适用者都不可能符合；请检查判定条件。",
        en="no subject that it binds can pass; look for demands that exclude each other.",
    ),
    ContradictionKind.NONE_CAN_FAIL: Text(
        zh="要求总是成立，凡适用者都不可能不符合；请检查判定条件。",
        en="no subject that it binds can fail; look for a demand that always holds.",
    ),
}

# Han characters; and letters of the alphabet that English is written in.
_HAN: Final = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LATIN: Final = re.compile(r"[A-Za-z]")


def lint_ruleset(ruleset: RuleSet) -> tuple[Lint, ...]:
    """
    Return what to ask about in a rule set: contradictions and missing translations.

    Parameters:
        ruleset: the rules, from wherever they come.
    """
    found = [_contradiction(*each) for each in _contradictory(ruleset)]
    for rule in ruleset:
        found.extend(
            Lint(kind=LintKind.MISSING_TRANSLATION, message=message, rule_id=rule.id)
            for _, message in _untranslated(rule)
        )
    return tuple(found)


def lint_rule_file(file: RuleFile) -> tuple[Lint, ...]:
    """
    Return what to ask about in a rule file, in the order of its lines.

    Contradictions, overrides that change nothing or replace another, wording in one language
    twice, provisions that no rule cites, and names that nothing uses. Of inherited rules only
    contradictions that its overrides made are told.

    Parameters:
        file: the file, read.
    """
    own = {rule.id: number for number, rule in enumerate(_own_rules(file))}
    found: list[tuple[Path, LintKind, Text, str | None]] = []
    for rule_id, kind in _contradictory(file.ruleset):
        if rule_id in own:
            path: Path = ("rules", own[rule_id])
        else:
            path = ("overrides", rule_id)
            if all(override.rule_id != rule_id for override in file.overrides):
                continue
        found.append((path, LintKind.CONTRADICTION, _CONTRADICTIONS[kind], rule_id))
    for rule in _own_rules(file):
        path = ("rules", own[rule.id])
        for name, message in _untranslated(rule):
            found.append(((*path, name), LintKind.MISSING_TRANSLATION, message, rule.id))
        found.extend(_unused_params(file, rule, path))
    for override in file.overrides:
        found.extend(_of_override(file, override))
    found.extend(_dead_provisions(file))
    found.extend(_unused_names(file))
    lints = [_placed(file, *each) for each in found]
    return tuple(sorted(lints, key=lambda lint: (lint.line or 0, lint.column or 0)))


def _own_rules(file: RuleFile) -> tuple[Rule, ...]:
    return file.ruleset.rules[len(file.inherited) :]


def _placed(file: RuleFile, path: Path, kind: LintKind, message: Text, rule_id: str | None) -> Lint:
    place = file.places.of_key(path)
    return Lint(
        kind=kind,
        message=message,
        rule_id=rule_id,
        path=shown_path(path),
        line=place.line,
        column=place.column,
    )


def _contradictory(ruleset: RuleSet) -> Iterator[tuple[str, ContradictionKind]]:
    for each in contradictions(ruleset):
        yield each.rule_id, each.kind


def _contradiction(rule_id: str, kind: ContradictionKind) -> Lint:
    return Lint(kind=LintKind.CONTRADICTION, message=_CONTRADICTIONS[kind], rule_id=rule_id)


def _untranslated(rule: Rule) -> Iterator[tuple[str, Text]]:
    for name in ("title", "remedy", "message", "explanation"):
        text: Text | None = getattr(rule, name)
        if text is not None:
            yield from ((name, message) for message in _one_language(name, text))


def _one_language(name: str, text: Text) -> Iterator[Text]:
    if not _HAN.search(text.zh):
        yield Text(
            zh=f"{name}.zh 里没有汉字；请写上中文。",
            en=f"{name}.zh has no Chinese in it; write the Chinese wording.",
        )
    if not _LATIN.search(text.en):
        yield Text(
            zh=f"{name}.en 里没有英文；请写上英文。",
            en=f"{name}.en has no English in it; write the English wording.",
        )


def _unused_params(
    file: RuleFile, rule: Rule, path: Path
) -> Iterator[tuple[Path, LintKind, Text, str]]:
    used = {param.name for param in rule.params}
    for name in file.params.get(rule.id, {}):
        if name not in used:
            message = Text(
                zh=f"参数 {name} 没有在判定条件中使用；请删去，或在条件中写上它的名字。",
                en=f"parameter {name} is used by no condition; take it away, or name it in one.",
            )
            yield (*path, "params", name), LintKind.UNUSED_NAME, message, rule.id


def _of_override(file: RuleFile, override: Override) -> Iterator[tuple[Path, LintKind, Text, str]]:
    old = file.inherited.rule(override.rule_id)
    path: Path = ("overrides", old.id)
    params = {param.name: param for param in old.params}
    for name, (value, _) in override.params.items():
        param = params[name]
        at = (*path, "params", name)
        if type(value) is type(param.value) and value == param.value:
            yield at, LintKind.IDLE_OVERRIDE, _changes_nothing(name, value), old.id
        elif param.origin is Origin.OVERRIDE:
            message = Text(
                zh=f"{name} 已被所继承的规则集改过({param.source})，这里再改为 {value}。",
                en=f"{name} was overridden before ({param.source}); here it becomes {value}.",
            )
            yield at, LintKind.SHADOWED_OVERRIDE, message, old.id
    for name in ("force", "severity"):
        value = getattr(override, name)
        if value is not None and value is getattr(old, name):
            yield (*path, name), LintKind.IDLE_OVERRIDE, _changes_nothing(name, value), old.id
    if override.cites and set(override.cites) <= set(old.cites):
        message = Text(
            zh="所列条款该规则已经引用，改动没有作用。",
            en="the rule cites these provisions already; this changes nothing.",
        )
        yield (*path, "cites"), LintKind.IDLE_OVERRIDE, message, old.id


def _changes_nothing(name: str, value: object) -> Text:
    return Text(
        zh=f"{name} 本来就是 {value}，改动没有作用；请删去。",
        en=f"{name} is {value} already, so this changes nothing; take it away.",
    )


def _dead_provisions(file: RuleFile) -> Iterator[tuple[Path, LintKind, Text, None]]:
    cited = {
        cite
        for source in (*file.ruleset, *(r.scope for r in file.ruleset if r.scope is not None))
        for cite in source.cites
    }
    for position, instrument in enumerate(file.instruments):
        for number, provision in enumerate(instrument.provisions):
            if provision.citation in cited or CheckKind.NONE in provision.checks:
                continue
            name = f"{instrument.id} {provision.number}"
            message = Text(
                zh=f"没有规则引用 {name}；请写规则，或注明 checks = ['none'] 和 unchecked_because。",
                en=f"no rule cites {name}; write one, or say checks = ['none'] and"
                " unchecked_because.",
            )
            yield (
                ("instruments", position, "provisions", number),
                LintKind.DEAD_PROVISION,
                message,
                None,
            )


def _unused_names(file: RuleFile) -> Iterator[tuple[Path, LintKind, Text, None]]:
    names: list[tuple[str, str | int, str]] = [
        *(("questions", name, name) for name in file.questions),
        *(("moments", name, name) for name in file.moments),
        *(("scopes", number, scope.id) for number, scope in enumerate(file.scopes)),
    ]
    for table, step, name in names:
        if name not in file.mentioned:
            message = Text(
                zh=f"没有规则用到 {table} 中的 {name}；请删去。",
                en=f"no rule uses {name} of {table}; take it away.",
            )
            yield (table, step), LintKind.UNUSED_NAME, message, None
