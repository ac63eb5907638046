"""Rules as SARIF describes them: what each demands, where it stands, what to do about a failure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from govmedia_rules.conditions import Origin, Param
from govmedia_rules.conditions.words import in_words
from govmedia_rules.law import (
    INSPECTION_2019,
    OPINION_2018,
    Citation,
    Instrument,
    Severity,
)
from govmedia_rules.reports.labels import CONFIDENCES, ORIGINS, unit_label
from govmedia_rules.reports.sarif.messages import Plain, as_markdown, as_text, both, plain_text
from govmedia_rules.rules import Rule
from govmedia_rules.text import Text

__all__ = [
    "CRASH",
    "LEVELS",
    "NOTICE",
    "notification_descriptors",
    "notification_reference",
    "rule_descriptor",
]

LEVELS: Final[Mapping[Severity, str]] = {
    Severity.VETO: "error",
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.NOTE: "note",
}
"""The level of a failure. A veto is told from an error by its tag and its property."""

CRASH: Final = "rule-crashed"
"""The id of notifications about rules that crashed."""

NOTICE: Final = "audit-notice"
"""The id of notifications about what else an audit has to say, such as of an idle waiver."""

_NOTIFICATIONS: Final = (
    (
        CRASH,
        "error",
        Text(zh="规则出错", en="A rule crashed"),
        Text(
            zh="规则在该对象上出错，没有得出结论，须由编写规则的人修正后重新核查。",
            en="The rule crashed over this subject and decided nothing. Whoever wrote it has to"
            " mend it; then audit again.",
        ),
    ),
    (
        NOTICE,
        "note",
        Text(zh="核查说明", en="What else the reader should know"),
        Text(
            zh="与个别问题无关、但读者应当知道的事项，例如未起作用的豁免。",
            en="What belongs to no single finding and should be known all the same, such as a"
            " waiver that did nothing.",
        ),
    ),
)

_INSTRUMENTS: Final[Mapping[str, Instrument]] = {
    instrument.id: instrument for instrument in (OPINION_2018, INSPECTION_2019)
}


def notification_descriptors() -> list[Plain]:
    """Return what describes the notifications of a log."""
    return [
        {
            "id": notification_id,
            "name": _pascal_case(notification_id),
            "shortDescription": {"text": str(title)},
            "fullDescription": both(meaning),
            "help": both(meaning),
            "defaultConfiguration": {"level": level},
        }
        for notification_id, level, title, meaning in _NOTIFICATIONS
    ]


def notification_reference(notification_id: str) -> Plain:
    """Return a reference to what describes notifications of one id."""
    ids = [known for known, *_ in _NOTIFICATIONS]
    return {"id": notification_id, "index": ids.index(notification_id)}


def rule_descriptor(rule: Rule) -> Plain:
    """Return what describes *rule*."""
    configuration: Plain = {"level": LEVELS[rule.severity]}
    if rule.params:
        configuration["parameters"] = {param.name: _value(param) for param in rule.params}
    return {
        "id": rule.id,
        "name": _pascal_case(rule.id.partition("/")[2]),
        "shortDescription": {"text": as_text(str(rule.title))},
        "fullDescription": both(rule.statement),
        "help": _help(rule),
        "defaultConfiguration": configuration,
        "properties": _properties(rule),
    }


def _pascal_case(words: str) -> str:
    return "".join(word.capitalize() for word in words.replace("/", "-").split("-"))


def _help(rule: Rule) -> Plain:
    plain: list[str] = []
    marked: list[str] = []
    for heading, statements in _sections(rule):
        plain.append(as_text(str(heading)))
        marked.append(f"### {as_markdown(str(heading))}")
        for statement in statements:
            for wording in dict.fromkeys((statement.zh, statement.en)):
                plain.append(f"  {as_text(wording)}")
                marked.append(as_markdown(wording))
    return {"text": "\n".join(plain), "markdown": "\n\n".join(marked)}


def _sections(rule: Rule) -> Iterator[tuple[Text, list[Text]]]:
    yield Text(zh="规则内容", en="The rule in words"), [rule.statement]
    cited = [statement for cite in rule.cites for statement in _cited(cite)]
    yield Text(zh="依据", en="Citations"), cited
    if rule.remedy is not None:
        yield Text(zh="不符合时怎么办", en="What to do about a failure"), [rule.remedy]
    if rule.params:
        yield Text(zh="参数", en="Parameters"), [_explained(param) for param in rule.params]
    if rule.explanation is not None:
        yield Text(zh="说明", en="What else to know"), [rule.explanation]


def _cited(cite: Citation) -> Iterator[Text]:
    zh, en = f"{cite}《{cite.title.zh}》", f"{cite}, {cite.title.en}"
    if cite.heading is not None:
        zh, en = f"{zh}，{cite.heading.zh}", f"{en}, {cite.heading.en}"
    sure = CONFIDENCES[cite.confidence]
    zh, en = f"{zh}；自{cite.in_force_on}起施行", f"{en}; in force since {cite.in_force_on}"
    if cite.repealed_on is not None:
        zh, en = f"{zh}，自{cite.repealed_on}起废止", f"{en}, repealed on {cite.repealed_on}"
    yield Text(zh=f"{zh}；{sure.zh}", en=f"{en}; {sure.en}")
    instrument = _INSTRUMENTS.get(cite.instrument)
    for provision in () if instrument is None else instrument.provisions:
        if provision.number == cite.provision:
            meant = provision.paraphrase
            yield Text(zh=f"大意：{meant.zh}", en=f"In our words: {meant.en}")


def _explained(param: Param) -> Text:
    value, origin = in_words(param.value), ORIGINS[Origin(param.origin)]
    zh, en = value.zh, value.en
    if param.unit is not None:
        unit = unit_label(param.unit)
        zh, en = f"{zh}{unit.zh}", f"{en} {unit.en}"
    source = "" if param.source is None else f": {param.source}"
    return Text(
        zh=f"{param.name} = {zh}({origin.zh}{source})",
        en=f"{param.name} = {en} ({origin.en}{source})",
    )


def _value(param: Param) -> Any:
    return list(param.value) if isinstance(param.value, tuple) else param.value


def _properties(rule: Rule) -> Plain:
    tags = (
        *(cite.instrument for cite in rule.cites),
        rule.subject.value,
        rule.force.value,
        rule.severity.value,
    )
    properties: Plain = {
        "tags": list(dict.fromkeys(tags)),
        "force": rule.force.value,
        "severity": rule.severity.value,
        "subject": rule.subject.value,
        "citations": [
            {
                "instrument": cite.instrument,
                "number": cite.number,
                "title": plain_text(cite.title),
                "provision": cite.provision,
                "heading": None if cite.heading is None else plain_text(cite.heading),
                "inForceOn": cite.in_force_on.isoformat(),
                "repealedOn": None if cite.repealed_on is None else cite.repealed_on.isoformat(),
                "confidence": cite.confidence.value,
            }
            for cite in rule.cites
        ],
    }
    if rule.params:
        properties["parameters"] = [
            {
                "name": param.name,
                "value": _value(param),
                "unit": param.unit,
                "origin": str(param.origin),
                "source": param.source,
            }
            for param in rule.params
        ]
    if rule.remedy is not None:
        properties["remedy"] = plain_text(rule.remedy)
    return properties
