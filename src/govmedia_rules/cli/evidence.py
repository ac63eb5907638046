"""Findings in words: what was found, what is missing, where it stands, what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from attrs import frozen
from pendulum import DateTime

from govmedia_rules.cli.labels import outcome_label
from govmedia_rules.cli.untrusted import MAX_ID, MAX_NAME, MAX_SENTENCE, visible
from govmedia_rules.conditions import Operator
from govmedia_rules.conditions.words import in_words, operator_words
from govmedia_rules.findings import Evidence, EvidenceValue, Finding, MissingFact, Outcome, Range
from govmedia_rules.law import Citation, Severity
from govmedia_rules.models import Subject
from govmedia_rules.moments import Window
from govmedia_rules.text import Language, Text

__all__ = [
    "Entry",
    "clauses",
    "entries_of",
    "evidence_words",
    "missing_words",
    "needs_action",
    "rows_lacking",
]

_MOMENT_OPERATORS: Final = {
    Operator.LT: Text(zh="早于", en="before"),
    Operator.LE: Text(zh="不晚于", en="not after"),
    Operator.GT: Text(zh="晚于", en="after"),
    Operator.GE: Text(zh="不早于", en="not before"),
}

_COUNTED: Final = {
    "post": ("条信息", "post(s)"),
    "message": ("条留言", "message(s)"),
    "unit": ("个对象", "subject(s)"),
}

_ROWS: Final = {Subject.POST, Subject.MESSAGE}

_MOST_OF_A_RULE: Final = 3
"""How many posts or messages of an account that fail one rule have rows of their own."""

_MOST_IDS: Final = 40
"""How many ids of the others are listed; the JSON report has all."""

_ANSWERS: Final = {
    True: Text(zh="是", en="yes"),
    False: Text(zh="否", en="no"),
    None: Text(zh="未知", en="unknown"),
}


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


def _value(value: EvidenceValue) -> Text:
    if isinstance(value, Range):
        if value.at_most is None:
            return Text(zh=f"至少{value.at_least}", en=f"at least {value.at_least}")
        return Text(zh=str(value), en=str(value))
    return in_words(value)


def _comparison(evidence: Evidence) -> Text | None:
    """Return what the value was asked for, where its being there is not all."""
    threshold = in_words(evidence.threshold)
    match evidence.operator:
        case "is_true" | "is_empty" | "is_missing" | "is":
            return None
        case "has":
            return Text(zh=f"含“{threshold.zh}”", en=f"include {threshold.en}")
        case "is_in":
            return Text(zh=f"为“{threshold.zh}”之一", en=f"one of {threshold.en}")
        case "within":
            return Text(zh=f"在近{threshold.zh}天内", en=f"in the last {threshold.en} days")
        case _:
            operator = Operator(evidence.operator)
            words = operator_words(operator)
            if isinstance(evidence.threshold, DateTime):
                words = _MOMENT_OPERATORS.get(operator, words)
            return Text(zh=f"{words.zh}{threshold.zh}", en=f"{words.en} {threshold.en}")


def _window(window: Window) -> Text:
    after, until = (f"{at:%Y-%m-%d %H:%M:%S}" for at in (window.after, window.until))
    return Text(zh=f"{after}之后至{until}", en=f"after {after}, up to {until}")


def evidence_words(evidence: Evidence) -> Text:
    """
    Return one piece of evidence as a statement.

    Such as ``近14天内发布的信息的数量：0(不少于1：否；2019-05-22 00:00:00之后至2019-06-05 00:00:00)``.
    """
    answer = _ANSWERS[evidence.truth]
    value = _value(evidence.value)
    if evidence.operator == "is":
        value = answer
    elif evidence.operator == "is_missing" and evidence.truth:
        value = Text(zh="无记录", en="not on record")
    remarks: list[Text] = []
    comparison = _comparison(evidence)
    if comparison is not None:
        remarks.append(Text(zh=f"{comparison.zh}：{answer.zh}", en=f"{comparison.en}: {answer.en}"))
    if evidence.window is not None:
        remarks.append(_window(evidence.window))
    if evidence.known is not None and evidence.total is not None:
        remarks.append(
            Text(
                zh=f"{evidence.total}条中已知{evidence.known}条",
                en=f"known for {evidence.known} of {evidence.total}",
            )
        )
    zh = f"{evidence.what.zh}：{value.zh}"
    en = f"{evidence.what.en}: {value.en}"
    if remarks:
        zh += f"({'；'.join(remark.zh for remark in remarks)})"
        en += f" ({'; '.join(remark.en for remark in remarks)})"
    return Text(zh=zh, en=en)


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


def rows_lacking(fact: str, count: int) -> Text:
    """Return *count* with what is counted: rows that lack a field, or accounts that lack a table."""
    zh, en = _COUNTED.get(fact.partition(".")[0], ("个账号", "account(s)"))
    return Text(zh=f"{count:,}{zh}", en=f"{count:,} {en}")


def _missing_fact(fact: MissingFact) -> Text:
    # The name that the input formats give it tells where to fill it in.
    zh = en = fact.fact
    if fact.count > 1:
        rows = rows_lacking(fact.fact, fact.count)
        zh, en = f"{zh}，{rows.zh}", f"{en}, {rows.en}"
    return Text(zh=f"{fact.what.zh}({zh})", en=f"{fact.what.en} ({en})")


def missing_words(missing: Sequence[MissingFact]) -> Text:
    """Return the facts that are missing, with the names that the input formats give them."""
    facts = [_missing_fact(fact) for fact in missing]
    zh, en = "、".join(fact.zh for fact in facts), ", ".join(fact.en for fact in facts)
    return Text(zh=f"缺少：{zh}", en=f"nobody recorded: {en}")


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


def clauses(citations: Sequence[Citation]) -> tuple[str, ...]:
    """Return the citations as people write them, the provisions of one instrument together."""
    provisions: dict[str, list[str]] = {}
    for citation in citations:
        whole = str(citation)
        name = whole if citation.provision is None else whole.removesuffix(citation.provision)
        known = provisions.setdefault(name.rstrip(), [])
        if citation.provision is not None and citation.provision not in known:
            known.append(citation.provision)
    return tuple(f"{name} {'、'.join(known)}".rstrip() for name, known in provisions.items())


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
    zh_unit, en_unit = _COUNTED[group[0].subject.kind.value]
    count = f"{len(group):,}"
    return Text(
        zh=f"另有{count}{zh_unit}同样不符合：{'、'.join(ids)}{zh_rest}",
        en=f"{count} more {en_unit} fail it too: {', '.join(ids)}{en_rest}",
    )
