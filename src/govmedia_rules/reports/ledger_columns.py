"""The columns of a ledger: their headings, in which order they stand, what goes into their cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Final, TypeAlias, TypeVar

from attrs import frozen

from govmedia_rules.models import Subject
from govmedia_rules.reports.labels import SUBJECTS
from govmedia_rules.reports.ledger import Ledger, LedgerRow, LedgerState, Recheck
from govmedia_rules.text import Language, Text

__all__ = [
    "COLUMNS",
    "KINDS_OF_SUBJECT",
    "RECHECKS",
    "SHEET",
    "STATES",
    "Cell",
    "Column",
    "Content",
    "cells_of",
    "column_headed",
    "headings",
    "layout",
]

SHEET: Final = Text(zh="整改台账", en="Ledger")
"""What the sheet with the ledger is called."""

Cell: TypeAlias = str | int | date | None
"""What stands in a cell; None in a blank one."""


E = TypeVar("E", bound=StrEnum)


class Content(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    DAY = "day"
    TEXT = "text"
    ID = "id"
    SUBJECT = "subject"
    RECHECK = "recheck"
    STATE = "state"


@frozen
class Column:
    """
    One column of the ledger.

    Parameters:
        key: the field of :class:`~govmedia_rules.reports.ledger.LedgerRow` that it holds.

        name: what stands above it.

        width: how wide it is, in characters of a spreadsheet.

        content: what it holds.

        is_for_people: whether it is printed; the others, by which the next export goes,
            stand to the right.
    """

    key: str
    name: Text
    width: int
    content: Content = Content.TEXT
    is_for_people: bool = True

    def heading(self, language: Language, separator: str = " / ") -> str:
        """Return both names, that in *language* first."""
        names = (self.name.zh, self.name.en)
        return separator.join(names if language is Language.ZH else reversed(names))


COLUMNS: Final = (
    Column("number", Text(zh="序号", en="No."), 6, Content.NUMBER),
    Column("sponsor_name", Text(zh="主办单位", en="sponsor"), 15),
    Column("account_name", Text(zh="账号", en="account"), 15),
    Column("platform", Text(zh="平台", en="platform"), 11),
    Column("subject_name", Text(zh="信息或留言", en="post or message"), 16),
    Column("problem", Text(zh="存在问题", en="problem"), 32),
    Column("clauses", Text(zh="依据条款", en="clause"), 16),
    Column("evidence", Text(zh="证据", en="evidence"), 32),
    Column("remedy", Text(zh="整改要求", en="remedy"), 24),
    Column("outcome", Text(zh="检查结果", en="outcome"), 10),
    Column("severity", Text(zh="严重程度", en="severity"), 10),
    Column("first_found_on", Text(zh="首次发现", en="first found on"), 11, Content.DAY),
    Column("last_found_on", Text(zh="最近发现", en="last found on"), 11, Content.DAY),
    Column("recheck", Text(zh="复查结果", en="recheck"), 13, Content.RECHECK),
    Column("due_on", Text(zh="整改期限", en="due on"), 11, Content.DAY),
    Column("state", Text(zh="整改状态", en="state"), 14, Content.STATE),
    Column("remarks", Text(zh="备注", en="remarks"), 18),
    Column(
        "rechecked_on",
        Text(zh="最近复查", en="last rechecked on"),
        11,
        Content.DAY,
        is_for_people=False,
    ),
    Column("recheck_note", Text(zh="复查说明", en="note on the recheck"), 24, is_for_people=False),
    Column(
        "sponsor_id", Text(zh="主办单位标识", en="sponsor id"), 18, Content.ID, is_for_people=False
    ),
    Column("account_id", Text(zh="账号标识", en="account id"), 18, Content.ID, is_for_people=False),
    Column("subject_kind", Text(zh="对象", en="subject"), 9, Content.SUBJECT, is_for_people=False),
    Column("subject_id", Text(zh="对象标识", en="subject id"), 18, Content.ID, is_for_people=False),
    Column("rule_id", Text(zh="规则标识", en="rule id"), 30, Content.ID, is_for_people=False),
    Column("fingerprint", Text(zh="指纹", en="fingerprint"), 19, Content.ID, is_for_people=False),
)
"""The columns, in order; those that people added stand between the two kinds."""

_FOR_PEOPLE: Final = tuple(column for column in COLUMNS if column.is_for_people)
_FOR_THE_NEXT_EXPORT: Final = tuple(column for column in COLUMNS if not column.is_for_people)

_BY_NAME: Final = {
    name.casefold(): column
    for column in COLUMNS
    for name in (column.key, column.name.zh, column.name.en)
}
_BETWEEN_NAMES: Final = re.compile(r"\s*[/／\n]\s*")


def _by_word(labels: Iterable[tuple[E, Text]]) -> dict[str, E]:
    return {
        word.casefold(): value
        for value, label in labels
        for word in (value.value, label.zh, label.en)
    }


STATES: Final[Mapping[str, LedgerState]] = _by_word((state, state.label) for state in LedgerState)
"""The states that are known, by what they are called."""

RECHECKS: Final[Mapping[str, Recheck]] = _by_word((each, each.label) for each in Recheck)
"""The results of a recheck, by what they are called."""

KINDS_OF_SUBJECT: Final[Mapping[str, Subject]] = _by_word(SUBJECTS.items())
"""The kinds of subjects, by what they are called."""


def column_headed(heading: str) -> Column | None:
    """Return the column that stands under *heading*: a name of it, or both; None for another's."""
    names = [name.strip().casefold() for name in _BETWEEN_NAMES.split(heading.strip())]
    columns = [_BY_NAME.get(name) for name in names]
    return columns[0] if all(column is columns[0] for column in columns) else None


def layout(ledger: Ledger) -> tuple[Column | int, ...]:
    """Return the columns of *ledger* from left to right; those that people added by position."""
    extras = range(len(ledger.extra_headings))
    return (*_FOR_PEOPLE, *extras, *_FOR_THE_NEXT_EXPORT)


def headings(ledger: Ledger, separator: str = " / ") -> tuple[str, ...]:
    """Return what stands above the columns of *ledger*, from left to right."""
    return tuple(
        ledger.extra_headings[column]
        if isinstance(column, int)
        else column.heading(ledger.language, separator)
        for column in layout(ledger)
    )


def cells_of(
    row: LedgerRow, columns: tuple[Column | int, ...], language: Language
) -> Iterator[Cell]:
    """Yield what stands in the cells of *row*, from left to right."""
    for column in columns:
        if isinstance(column, int):
            yield row.extras[column] if column < len(row.extras) else None
            continue
        value: Cell = getattr(row, column.key)
        match value:
            case LedgerState() | Recheck():
                yield value.label.in_language(language)
            case Subject():
                yield SUBJECTS[value].in_language(language)
            case _:
                yield value if value != "" else None
