"""
The form that a questionnaire becomes: its columns and its words.

In CSV the headings are Chinese or English; JSON has the keys.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from attrs import frozen

from govmedia_rules.models import Role, Subject
from govmedia_rules.text import Text

__all__ = [
    "ANSWERS",
    "COLUMNS",
    "FILLED_IN",
    "KINDS_OF_SUBJECT",
    "ROLES",
    "Column",
    "answer_word",
    "column_headed",
    "kind_word",
]


@frozen
class Column:
    """
    One column of the form.

    Parameters:
        key: what JSON calls it.

        name: what people call it.

        hint: what may be written in it; stands in parentheses behind its name.

        is_needed: a form without it cannot be read back.
    """

    key: str
    name: Text
    hint: Text | None = None
    is_needed: bool = False

    @property
    def heading(self) -> Text:
        """What stands above it."""
        if self.hint is None:
            return self.name
        return Text(
            zh=f"{self.name.zh}({self.hint.zh})",
            en=f"{self.name.en} ({self.hint.en})",
        )

    def name_in(self, heading: str) -> str:
        """Return its name in the language of *heading*."""
        return self.name.zh if self.name.zh in heading else self.name.en


_ANSWER_WORDS: Final[Mapping[bool | None, Text]] = {
    True: Text(zh="是", en="yes"),
    False: Text(zh="否", en="no"),
    None: Text(zh="不清楚", en="unknown"),
}

ANSWERS: Final[Mapping[str, bool | None]] = MappingProxyType(
    {
        **{word.zh: answer for answer, word in _ANSWER_WORDS.items()},
        **{word.en: answer for answer, word in _ANSWER_WORDS.items()},
    }
)
"""What may be written as an answer, and what it says; None for someone who could not say."""

ROLES: Final[Mapping[Role, Text]] = MappingProxyType(
    {
        Role.SPONSOR: Text(zh="主办单位", en="sponsor"),
        Role.SUPERVISOR: Text(zh="主管单位", en="supervisor"),
        Role.INSPECTOR: Text(zh="检查人员", en="inspector"),
    }
)
"""What the roles are called in which people answer."""

_KIND_WORDS: Final[Mapping[Subject, Text]] = {
    Subject.UNIT: Text(zh="单位", en="unit"),
    Subject.ACCOUNT: Text(zh="账号", en="account"),
}

KINDS_OF_SUBJECT: Final[Mapping[str, Subject]] = MappingProxyType(
    {
        **{word.zh: kind for kind, word in _KIND_WORDS.items()},
        **{word.en: kind for kind, word in _KIND_WORDS.items()},
    }
)
"""What a question is about, by what a form calls it."""

FILLED_IN: Final = ("answer", "answered_by", "answered_as", "answered_at", "remarks")
"""The columns that people fill in."""


COLUMNS: Final = (
    Column("question_id", Text(zh="问题编号", en="question id"), is_needed=True),
    Column("question_zh", Text(zh="问题", en="question in Chinese")),
    Column("question_en", Text(zh="问题英文", en="question")),
    Column("answerable_by_zh", Text(zh="可由谁答复", en="who may answer in Chinese")),
    Column("answerable_by_en", Text(zh="可由谁答复英文", en="who may answer")),
    Column("rules", Text(zh="规则", en="rules")),
    Column("clauses", Text(zh="条款", en="clauses")),
    Column("subject_kind", Text(zh="对象", en="subject"), is_needed=True),
    Column("subject_id", Text(zh="对象标识", en="subject id"), is_needed=True),
    Column("subject_name", Text(zh="对象名称", en="subject name")),
    Column("sponsor_id", Text(zh="主办单位标识", en="sponsor id")),
    Column("sponsor_name", Text(zh="主办单位", en="sponsor")),
    Column("last_answer", Text(zh="上次答复", en="last answer")),
    Column("last_answered_by", Text(zh="上次答复人", en="last answered by")),
    Column("last_answered_at", Text(zh="上次答复时间", en="last answered at")),
    Column("last_answer_fault", Text(zh="上次答复未采用的原因", en="why it does not count")),
    Column(
        "answer",
        Text(zh="答复", en="answer"),
        Text(zh="是、否、不清楚", en="yes, no, unknown"),
        is_needed=True,
    ),
    Column("answered_by", Text(zh="答复人", en="answered by"), is_needed=True),
    Column(
        "answered_as",
        Text(zh="答复身份", en="answered as"),
        Text(zh="主办单位、主管单位、检查人员", en="sponsor, supervisor, inspector"),
        is_needed=True,
    ),
    Column(
        "answered_at",
        Text(zh="答复时间", en="answered at"),
        Text(zh="如2019-06-05", en="such as 2019-06-05"),
        is_needed=True,
    ),
    Column("remarks", Text(zh="备注", en="remarks")),
)
"""The columns, in order."""

_BY_NAME: Final = {
    name: column for column in COLUMNS for name in (column.key, column.name.zh, column.name.en)
}
_HINT: Final = re.compile(r"\s*[(（].*", re.DOTALL)


def column_headed(heading: str) -> Column | None:
    """Return the column of a form that has this *heading*, whatever stands in parentheses."""
    return _BY_NAME.get(_HINT.sub("", heading).strip().casefold())


def answer_word(answer: bool | None) -> Text:
    """Return what an answer is called."""
    return _ANSWER_WORDS[answer]


def kind_word(kind: Subject) -> Text:
    """Return what a unit or an account is called."""
    return _KIND_WORDS[kind]
