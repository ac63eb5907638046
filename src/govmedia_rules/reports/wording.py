"""Findings in words, for whatever shows them: evidence, missing facts, the clauses cited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pendulum import DateTime

from govmedia_rules.conditions import Operator
from govmedia_rules.conditions.words import in_words, operator_words
from govmedia_rules.findings import Evidence, EvidenceValue, MissingFact, Range
from govmedia_rules.law import Citation
from govmedia_rules.moments import Window
from govmedia_rules.text import Text

__all__ = ["clauses", "counted_words", "evidence_words", "missing_words", "rows_lacking"]

_MOMENT_OPERATORS: Final = {
    Operator.LT: Text(zh="早于", en="before"),
    Operator.LE: Text(zh="不晚于", en="not after"),
    Operator.GT: Text(zh="晚于", en="after"),
    Operator.GE: Text(zh="不早于", en="not before"),
}

_OPERATORS: Final = frozenset(operator.value for operator in Operator)

_COUNTED: Final = {
    "post": Text(zh="条信息", en="post(s)"),
    "message": Text(zh="条留言", en="message(s)"),
    "unit": Text(zh="个对象", en="subject(s)"),
}
_COUNTED_ACCOUNTS: Final = Text(zh="个账号", en="account(s)")

_ANSWERS: Final = {
    True: Text(zh="是", en="yes"),
    False: Text(zh="否", en="no"),
    None: Text(zh="未知", en="unknown"),
}


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
        case "overlaps" | "mentions":
            return Text(zh=f"含“{threshold.zh}”之一", en=f"include one of {threshold.en}")
        case "within":
            return Text(zh=f"在近{threshold.zh}天内", en=f"in the last {threshold.en} days")
        case _:
            if evidence.operator not in _OPERATORS:
                # Nothing of ours; a report that was loaded may hold any word.
                unknown = f"{evidence.operator} "
                return Text(zh=f"{unknown}{threshold.zh}", en=f"{unknown}{threshold.en}")
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


def counted_words(root: str) -> Text:
    """Return what is counted where a number of posts, messages, units or accounts stands."""
    return _COUNTED.get(root, _COUNTED_ACCOUNTS)


def rows_lacking(fact: str, count: int) -> Text:
    """Return *count* with what is counted: rows that lack a field, or accounts that lack a table."""
    counted = counted_words(fact.partition(".")[0])
    return Text(zh=f"{count:,}{counted.zh}", en=f"{count:,} {counted.en}")


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
