"""What people call the library's words: outcomes, severities, forces, means, treatments, headings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from govmedia_rules.conditions import Origin
from govmedia_rules.evaluation import Means, Treatment
from govmedia_rules.findings import Finding, Outcome
from govmedia_rules.law import Confidence, Force, Severity
from govmedia_rules.models import Subject
from govmedia_rules.text import Text

__all__ = [
    "CONFIDENCES",
    "FORCES",
    "MEANS",
    "ORIGINS",
    "OUTCOMES",
    "SEVERITIES",
    "SUBJECTS",
    "TABLES",
    "TREATMENTS",
    "outcome_label",
    "unit_label",
]

OUTCOMES: Final[Mapping[Outcome, Text]] = {
    Outcome.PASS: Text(zh="符合", en="pass"),
    Outcome.FAIL: Text(zh="不符合", en="fail"),
    Outcome.UNDETERMINED: Text(zh="未能判定", en="undetermined"),
    Outcome.NOT_APPLICABLE: Text(zh="不适用", en="not applicable"),
    Outcome.ERROR: Text(zh="规则出错", en="rule crashed"),
}
"""What an outcome is called."""

_SUPPRESSED: Final = Text(zh="已豁免", en="waived")

SEVERITIES: Final[Mapping[Severity, Text]] = {
    Severity.VETO: Text(zh="单项否决", en="veto"),
    Severity.ERROR: Text(zh="错误", en="error"),
    Severity.WARNING: Text(zh="警告", en="warning"),
    Severity.NOTE: Text(zh="提示", en="note"),
}
"""What a severity is called."""

FORCES: Final[Mapping[Force, Text]] = {
    Force.OBLIGATION: Text(zh="应当", en="obligation"),
    Force.PROHIBITION: Text(zh="不得", en="prohibition"),
    Force.DEFEASIBLE: Text(zh="原则上", en="defeasible"),
    Force.RECOMMENDATION: Text(zh="鼓励", en="recommendation"),
    Force.CONTEXT: Text(zh="说明", en="context"),
}
"""What a force is called."""

SUBJECTS: Final[Mapping[Subject, Text]] = {
    Subject.UNIT: Text(zh="单位", en="unit"),
    Subject.ACCOUNT: Text(zh="账号", en="account"),
    Subject.POST: Text(zh="信息", en="post"),
    Subject.MESSAGE: Text(zh="留言", en="message"),
}
"""What a subject is called."""

ORIGINS: Final[Mapping[Origin, Text]] = {
    Origin.TEXT: Text(zh="条文所定", en="stated by the text"),
    Origin.OPERATIONAL: Text(
        zh="操作性默认值，条文未定", en="an operational default, not in the text"
    ),
    Origin.OVERRIDE: Text(zh="规则集改定", en="overridden by a rule set"),
}
"""Where a parameter's value comes from."""

CONFIDENCES: Final[Mapping[Confidence, Text]] = {
    Confidence.TEXT: Text(zh="已据公开文本核对", en="confirmed in public reprints"),
    Confidence.REPORT: Text(zh="已据新闻报道核对", en="confirmed in the press report"),
    Confidence.PARAPHRASE: Text(zh="大意可靠，未见原文", en="known content, wording not at hand"),
}
"""How sure the library is of a provision."""

TABLES: Final[Mapping[str, Text]] = {
    "units": Text(zh="单位", en="units"),
    "accounts": Text(zh="账号", en="accounts"),
    "posts": Text(zh="信息", en="posts"),
    "messages": Text(zh="留言", en="messages"),
}
"""What a table of the portfolio is called."""

MEANS: Final[Mapping[str, Text]] = {
    Means.DATA: Text(zh="数据", en="data"),
    Means.SCREEN: Text(zh="筛查", en="screening"),
    Means.ATTEST: Text(zh="书面确认", en="attestation"),
    Means.FUNCTION: Text(zh="函数", en="a function"),
}
"""What a means of deciding is called, whether a rule has it or a clause takes it."""

TREATMENTS: Final[Mapping[Treatment, Text]] = {
    Treatment.CHECKED: Text(zh="已检查", en="checked"),
    Treatment.PARTLY_CHECKED: Text(zh="部分检查", en="partly checked"),
    Treatment.SCOPE: Text(zh="划定范围", en="sets the scope"),
    Treatment.UNCHECKED: Text(zh="不检查", en="not checked"),
    Treatment.GAP: Text(zh="缺口", en="GAP"),
}
"""What the treatment of a provision is called."""

_UNITS: Final[Mapping[str, Text]] = {
    "day": Text(zh="天", en="days"),
    "working day": Text(zh="个工作日", en="working days"),
    "post": Text(zh="条信息", en="posts"),
    "message": Text(zh="条留言", en="messages"),
    "account": Text(zh="个账号", en="accounts"),
    "read": Text(zh="次阅读", en="reads"),
    "follower": Text(zh="个粉丝", en="followers"),
    "platform": Text(zh="个平台", en="platforms"),
    "app": Text(zh="个移动客户端", en="apps"),
    "letter": Text(zh="个字", en="letters"),
    "name": Text(zh="个名称", en="names"),
    "share": Text(zh="(占比)", en="(share)"),
}


def outcome_label(finding: Finding) -> Text:
    """Return what the outcome of *finding* is called; a waived failure says so."""
    return _SUPPRESSED if finding.is_suppressed else OUTCOMES[finding.outcome]


def unit_label(unit: str) -> Text:
    """Return what a parameter's unit is called; one that nobody knows stands for itself."""
    return _UNITS.get(unit) or Text(zh=unit, en=unit)
