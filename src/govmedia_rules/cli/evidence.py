"""Findings in words: what was found, what is missing, where it stands, what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from attrs import frozen

from govmedia_rules.cli.untrusted import MAX_ID, MAX_NAME, MAX_SENTENCE, visible
from govmedia_rules.conditions.words import in_words
from govmedia_rules.findings import Evidence, Finding, MissingFact, Outcome
from govmedia_rules.law import Severity
from govmedia_rules.models import Subject
from govmedia_rules.reports.labels import outcome_label
from govmedia_rules.reports.wording import (
    clauses,
    counted_words,
    evidence_words,
    missing_words,
)
from govmedia_rules.text import Language, Text

__all__ = ["Entry", "entries_of", "needs_action"]

_ROWS: Final = {Subject.POST, Subject.MESSAGE}

_MOST_OF_A_RULE: Final = 3
"""How many posts or messages of an account that fail one rule have rows of their own."""

_MOST_IDS: Final = 40
"""How many ids of the others are listed; the JSON report has all."""


@frozen(kw_only=True)
class Entry:
    """
    One row of an account's table: one finding, or several that say the same.

    Parameters:
        rules: id and title of each rule, in order.

        outcome: the outcome in words.

        is_failure: whether it is a failure that no waiver excuses, or a crash.

        severity: how grave the failure is; None for what is no failure.

        lines: what was found, one statement each.

        remedy: what to do, or None.

        clauses: where it stands.
    """

    rules: tuple[tuple[str, str], ...]
    outcome: str
    is_failure: bool
    severity: Severity | None
    lines: tuple[str, ...]
    remedy: str | None
    clauses: tuple[str, ...]


def _said(text: Text, language: Language) -> str:
    return visible(text.in_language(language), MAX_SENTENCE)


def _rows(evidence: Evidence) -> Text | None:
    """Return the rows behind a piece of evidence."""
    if not evidence.ids_total:
        return None
    if not evidence.ids:
        count = f"{evidence.ids_total:,}"
        return Text(zh=f"涉及{count}条", en=f"{count} rows")
    ids = [visible(row_id, MAX_ID) for row_id in evidence.ids]
    zh, en = "、".join(ids), ", ".join(ids)
    if evidence.ids_total > len(ids):
        zh += f" 等{evidence.ids_total:,}条"
        en += f" … {evidence.ids_total:,} in all"
    return Text(zh=f"涉及：{zh}", en=f"rows: {en}")


def _told(finding: Finding, language: Language) -> tuple[str, ...]:
    """Return what the evidence of a finding says that is worth a line."""
    if finding.outcome is Outcome.UNDETERMINED and finding.missing:
        told = [piece for piece in finding.evidence if piece.truth is None and piece.known]
    else:
        told = [piece for piece in finding.evidence if _tells_something(finding, piece)]
    return tuple(_said(evidence_words(piece), language) for piece in told)


def _lines(finding: Finding, language: Language) -> tuple[str, ...]:
    lines: list[str] = []
    subject = finding.subject
    if subject.kind in _ROWS:
        name = f"《{visible(subject.name, MAX_NAME)}》" if subject.name else ""
        label = (
            Text(zh="信息", en="post")
            if subject.kind is Subject.POST
            else Text(zh="留言", en="message")
        )
        colon = "：" if language is Language.ZH else ": "
        lines.append(f"{label.in_language(language)}{colon}{visible(subject.id, MAX_ID)}{name}")
    if finding.outcome is Outcome.UNDETERMINED and finding.missing:
        lines.append(_said(missing_words(finding.missing), language))
    else:
        lines.append(_said(finding.message, language))
    lines.extend(_told(finding, language))
    lines.extend(
        rows.in_language(language)
        for piece in finding.evidence
        if (rows := _rows(piece)) is not None
    )
    if finding.suppression is not None:
        waiver = finding.suppression
        by = Text(
            zh=f"豁免：{waiver.authority}，{waiver.document}，{waiver.reason}",
            en=f"waived by {waiver.authority}, {waiver.document}: {waiver.reason}",
        )
        lines.append(_said(by, language))
        if waiver.expires_at is not None:
            at = in_words(waiver.expires_at)
            lines.append(_said(Text(zh=f"有效期至：{at.zh}", en=f"until {at.en}"), language))
    return tuple(dict.fromkeys(lines))


def _tells_something(finding: Finding, piece: Evidence) -> bool:
    # A leaf about a fact that is not there says nothing of why a rule failed.
    is_about_a_gap = piece.operator == "is_missing" or piece.truth is None
    return finding.outcome is not Outcome.ERROR and not is_about_a_gap


def needs_action(finding: Finding) -> bool:
    """Return whether *finding* is a failure that no waiver excuses, or a crash."""
    return finding.outcome is not Outcome.UNDETERMINED and not finding.is_suppressed


def entries_of(findings: Sequence[Finding], language: Language) -> list[Entry]:
    """
    Return the rows for the findings about one account or unit, failures first.

    Open questions that lack the same facts share a row, and so do those that wait for
    nothing but people's answers. Of posts or messages that one rule fails, the first few
    have rows of their own and the others share one.
    """
    alike: dict[object, list[Finding]] = {}
    failed: Counter[str] = Counter()
    for position, finding in enumerate(findings):
        key: object = position
        if finding.outcome is Outcome.UNDETERMINED:
            key = _openness(finding, language)
        elif (
            finding.subject.kind in _ROWS
            and finding.outcome is Outcome.FAIL
            and needs_action(finding)
        ):
            failed[finding.rule_id] += 1
            if failed[finding.rule_id] > _MOST_OF_A_RULE:
                key = finding.rule_id
        alike.setdefault(key, []).append(finding)
    entries = [_entry(group, language) for group in alike.values()]
    entries.sort(key=lambda entry: not entry.is_failure)
    return entries


def _entry(group: Sequence[Finding], language: Language) -> Entry:
    first = group[0]
    is_failure = needs_action(first)
    remedy = None
    if first.outcome is Outcome.FAIL and first.remedy is not None and is_failure:
        remedy = _said(first.remedy, language)
    rules = dict.fromkeys((visible(each.rule_id), _said(each.title, language)) for each in group)
    return Entry(
        rules=tuple(rules),
        outcome=outcome_label(first).in_language(language),
        is_failure=is_failure,
        severity=first.severity if is_failure else None,
        lines=_shared_lines(group, language),
        remedy=remedy,
        clauses=clauses([cite for each in group for cite in each.citations]),
    )


def _openness(finding: Finding, language: Language) -> object:
    """Return what open findings of one account or unit have in common that share a row."""
    if finding.missing and all(_is_question(fact) for fact in finding.missing):
        return "answers"
    facts = frozenset((fact.fact, fact.count) for fact in finding.missing)
    return facts, _told(finding, language)


def _is_question(fact: MissingFact) -> bool:
    return ".answers(" in fact.fact


def _shared_lines(group: Sequence[Finding], language: Language) -> tuple[str, ...]:
    first = group[0]
    if len(group) == 1:
        return _lines(first, language)
    if first.outcome is Outcome.FAIL:
        return (_others(group).in_language(language),)
    lines = list(_lines(first, language))
    questions = {fact.fact for each in group for fact in each.missing}
    if all(_is_question(fact) for each in group for fact in each.missing) and len(questions) > 1:
        count = len(questions)
        lines[0] = Text(
            zh=f"缺少：{count}个问题的答复(用 govmedia-rules questionnaire 列出)",
            en=f"nobody answered {count} questions (govmedia-rules questionnaire lists them)",
        ).in_language(language)
    rest = [line for each in group[1:] for line in _lines(each, language)[1:]]
    return tuple(dict.fromkeys([*lines, *rest]))


def _others(group: Sequence[Finding]) -> Text:
    """Return which posts or messages fail a rule besides those that have their own rows."""
    ids = [visible(each.subject.id, MAX_ID) for each in group[:_MOST_IDS]]
    zh_rest = en_rest = ""
    if len(group) > len(ids):
        zh_rest, en_rest = " 等", " …"
    counted = counted_words(group[0].subject.kind.value)
    count = f"{len(group):,}"
    return Text(
        zh=f"另有{count}{counted.zh}同样不符合：{'、'.join(ids)}{zh_rest}",
        en=f"{count} more {counted.en} fail it too: {', '.join(ids)}{en_rest}",
    )
