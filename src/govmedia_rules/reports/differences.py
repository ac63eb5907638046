"""Differences between reports in words: what changed, what of it the rules did, what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from govmedia_rules.findings import (
    Cause,
    Change,
    Difference,
    Fate,
    Finding,
    ReportDiff,
    RuleChange,
)
from govmedia_rules.reports.labels import outcome_label
from govmedia_rules.text import Text

__all__ = [
    "CAUSES",
    "CHANGES",
    "FATES",
    "RULE_CHANGES",
    "cause_words",
    "diff_summary",
    "difference_words",
    "outcome_words",
]

CHANGES: Final[Mapping[Change, Text]] = {
    Change.NEW: Text(zh="新增", en="new"),
    Change.CHANGED: Text(zh="变化", en="changed"),
    Change.PERSISTING: Text(zh="延续", en="persisting"),
    Change.RESOLVED: Text(zh="已解决", en="resolved"),
    Change.LAPSED: Text(zh="不再列出", en="lapsed"),
}
"""What a change is called, in the order in which people want to read of them."""

CAUSES: Final[Mapping[Cause, Text]] = {
    Cause.FACTS: Text(zh="事实不同", en="the facts differ"),
    Cause.SUBJECT_ADDED: Text(zh="账号新列入", en="the account is new in the data"),
    Cause.SUBJECT_GONE: Text(zh="对象不在本次数据中", en="the subject is not in the data any more"),
    Cause.RULE_ADDED: Text(zh="规则新增", en="the rule was added"),
    Cause.RULE_REMOVED: Text(zh="本次未运行该规则", en="the rule was not run any more"),
    Cause.RULE_CHANGED: Text(
        zh="规则内容已修改", en="the rule was changed, perhaps the facts besides"
    ),
    Cause.INTO_FORCE: Text(zh="规则开始施行", en="the rule came into force"),
    Cause.OUT_OF_FORCE: Text(zh="规则不再施行", en="the rule went out of force"),
    Cause.UNKNOWN: Text(
        zh="规则集不同，较早版本的报告未载明哪些规则不同",
        en="the rule sets differ, and the older report does not say in which rules",
    ),
}
"""Where a difference comes from, in words."""

FATES: Final[Mapping[Fate, Text]] = {
    Fate.PASSES: Text(zh="现已符合", en="passes now"),
    Fate.FAILS: Text(zh="现已逐条判为不符合", en="fails now, told row by row"),
    Fate.UNDETERMINED: Text(zh="现在未能判定", en="undetermined now"),
    Fate.NOT_APPLICABLE: Text(
        zh="规则现在不适用，不等于已整改",
        en="the rule does not apply now; that is no rectification",
    ),
    Fate.DELETED: Text(zh="信息已记录为删除", en="the post is on record as deleted"),
    Fate.ABSENT: Text(
        zh="本次数据中没有该对象，不等于已整改",
        en="the subject is not in the data; that is no rectification",
    ),
    Fate.NOT_RUN: Text(zh="本次未运行该规则", en="the rule was not run"),
    Fate.NOT_IN_FORCE: Text(zh="规则现在不施行", en="the rule is not in force now"),
    Fate.UNVERIFIED: Text(
        zh="两份报告不足以说明是否已整改；检查时用 --baseline 指定较早的报告即可查明",
        en="the two reports do not say whether it was put right; check with --baseline and the"
        " earlier report to know",
    ),
}
"""What became of a finding that is none any more, in words."""

RULE_CHANGES: Final[Mapping[RuleChange, Text]] = {
    RuleChange.ADDED: Text(zh="新增", en="added"),
    RuleChange.REMOVED: Text(zh="未再运行", en="not run any more"),
    RuleChange.CHANGED: Text(zh="内容修改", en="changed"),
    RuleChange.INTO_FORCE: Text(zh="开始施行", en="came into force"),
    RuleChange.OUT_OF_FORCE: Text(zh="不再施行", en="went out of force"),
    RuleChange.UNKNOWN: Text(zh="是否修改不详", en="perhaps changed"),
}
"""How the two audits differ in a rule, in words."""

_NONE: Final = Text(zh="无", en="none")


def outcome_words(difference: Difference) -> Text:
    """Return the outcomes of the two reports, such as ``不符合 → 未能判定``; one where they agree."""
    before, now = _outcome(difference.earlier), _outcome(difference.later)
    if difference.later is None:
        now = outcome_label(difference.now) if difference.now is not None else _NONE
    if before == now:
        return now
    return Text(zh=f"{before.zh} → {now.zh}", en=f"{before.en} → {now.en}")


def _outcome(finding: Finding | None) -> Text:
    return _NONE if finding is None else outcome_label(finding)


def cause_words(difference: Difference) -> Text | None:
    """Return where the difference comes from; None where there is none, or it is not known."""
    return None if difference.cause is None else CAUSES[difference.cause]


def difference_words(difference: Difference) -> Text:
    """Return what there is to say now of the finding: its message, or what became of it."""
    if difference.later is not None:
        return difference.later.message
    assert difference.fate is not None  # noqa: S101 -- what is gone has a fate
    fate = FATES[difference.fate]
    if difference.now is None:
        return Text(zh=f"{fate.zh}。", en=f"{fate.en[0].upper()}{fate.en[1:]}.")
    now = difference.now.message
    return Text(zh=f"{fate.zh}。{now.zh}", en=f"{fate.en[0].upper()}{fate.en[1:]}. {now.en}")


def diff_summary(diff: ReportDiff) -> Text:
    """Return how many differences of each kind there are, in one sentence."""
    counts = {change: len(diff.of(change)) for change in CHANGES}
    zh = "，".join(f"{CHANGES[change].zh}{count:,}项" for change, count in counts.items())
    en = ", ".join(f"{count:,} {CHANGES[change].en}" for change, count in counts.items())
    return Text(
        zh=f"{zh}。新的不符合{len(diff.new_failures):,}项，整改{len(diff.rectified):,}项。",
        en=f"Findings: {en}; {len(diff.new_failures):,} new failures,"
        f" {len(diff.rectified):,} rectified.",
    )
