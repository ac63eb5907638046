"""What is wrong with an input file: one problem per bad field, each with its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from attrs import define, evolve, field, frozen

from govmedia_rules.errors import GovmediaRulesError, ascii_surrogates, nearest, shown

__all__ = [
    "ABSENT",
    "KEPT_PROBLEMS",
    "PRINTED_PROBLEMS",
    "Fault",
    "LoadError",
    "Place",
    "Problem",
    "ProblemLog",
]

KEPT_PROBLEMS: Final = 10_000
"""How many problems are kept; the rest are only counted, so that a bad file of millions fits."""

PRINTED_PROBLEMS: Final = 20
"""How many problems the message of a LoadError prints."""

_SHOWN_ID = 80

ABSENT: Final = object()
"""Stands for the value of a field that is not there."""


@frozen(kw_only=True)
class Problem:
    """
    One thing that is wrong with an input file.

    Parameters:
        file: the file's name, or what the text was called.

        table: the table, such as ``"posts"``; None when the problem is not in a record.

        number: the record's position in its table's list, counted from 1; in NDJSON its line.

        record_id: the record's id where it can be read, cut to 80 characters.

        field: where in the record, such as ``"review.reviewed_at"`` or ``"filings[2].what"``;
            list positions count from 0, as JSON paths do.

        value: the refused value as text, cut; None when there is none.

        expected: what should have been there, in words.

        line: the line, in NDJSON and where the text is not JSON at all.

        column: the column in that line, where it is known.
    """

    file: str
    table: str | None = None
    number: int | None = None
    record_id: str | None = None
    field: str | None = None
    value: str | None = None
    expected: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Return the problem in one line: where, what is there, what was expected."""
        where = [self.file]
        if self.line is not None:
            where.append(f"line {self.line}")
        if self.column is not None:
            where.append(f"column {self.column}")
        if self.table is not None:
            where.append(self.table)
        if self.number is not None and self.line is None:
            where.append(f"record {self.number}")
        if self.record_id is not None:
            where.append(shown(self.record_id))
        what = ""
        if self.value is not None:
            what = f"{self.field or 'it'} is {self.value}; "
        elif self.field is not None:
            what = f"{self.field} is missing; "
        return f"{', '.join(where)}: {what}expected {self.expected}."


class LoadError(GovmediaRulesError):
    """
    A file could not be loaded, and nothing of it was.

    Attributes:
        problems: what is wrong, in the order of the files; at most 10,000 are kept.

        total: how many problems there are in all.
    """

    def __init__(self, problems: Iterable[Problem], total: int | None = None) -> None:
        self.problems = tuple(problems)
        self.total = len(self.problems) if total is None else total
        printed = self.problems[:PRINTED_PROBLEMS]
        lines = [
            f"{self.total:,} problem{'s' if self.total != 1 else ''}; nothing was loaded.",
            *(f"  {problem}" for problem in printed),
        ]
        if self.total > len(printed):
            lines.append(f"  … and {self.total - len(printed):,} more.")
        super().__init__("\n".join(lines))


@frozen(kw_only=True)
class Place:
    """
    Where a record or a text stands.

    Parameters:
        file, table, number, line, column: as in :class:`Problem`.
    """

    file: str
    table: str | None = None
    number: int | None = None
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Return the place as a message points to it."""
        if self.line is not None:
            return f"line {self.line} of {self.file}"
        return f"record {self.number} of {self.table} in {self.file}"


@frozen
class Fault:
    """
    One refused value, before anybody has put it into words.

    Words are costly, and only the first 10,000 faults are given any.

    Parameters:
        path: the way from the record to the value: field names and list positions.

        value: the refused value, or :data:`ABSENT`.

        expected: what should have been there.

        typo: a name that is not known, for which the nearest known one is suggested.

        known: the names that are.
    """

    path: tuple[str | int, ...]
    value: object
    expected: str
    typo: str | None = None
    known: tuple[str, ...] = ()


def _shown_json(value: object) -> str:
    """Return *value* in the words of JSON, cut; lists and objects by their size alone."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, list):
        return f"a list of {len(value):,}"
    if isinstance(value, dict):
        return f"an object of {len(value):,}"
    return shown(value)


def _shown_path(path: tuple[str | int, ...]) -> str:
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            # A key may be anything, ten megabytes of it; a field name is plain.
            text += ("." if text else "") + (step if step.isidentifier() else shown(step))
    return text if len(text) <= 2 * _SHOWN_ID else text[: 2 * _SHOWN_ID - 1] + "…"


@define
class ProblemLog:
    """Collects problems: keeps the first 10,000, counts all."""

    total: int = 0
    problems: list[Problem] = field(factory=list)

    def add(self, place: Place, fault: Fault, record_id: object = None) -> None:
        """Count *fault* and, while there is room, put it into words."""
        self.total += 1
        if len(self.problems) >= KEPT_PROBLEMS:
            return
        expected = fault.expected
        near = None if fault.typo is None else nearest(fault.typo, fault.known)
        if near is not None:
            expected += f" (did you mean {near!r}?)"
        self.problems.append(
            Problem(
                file=place.file,
                table=place.table,
                number=place.number,
                record_id=(
                    ascii_surrogates(record_id[:_SHOWN_ID]) if isinstance(record_id, str) else None
                ),
                field=_shown_path(fault.path) if fault.path else None,
                value=None if fault.value is ABSENT else _shown_json(fault.value),
                expected=expected,
                line=place.line,
                column=place.column,
            )
        )

    def add_text(
        self, place: Place, expected: str, *, line: int | None = None, column: int | None = None
    ) -> None:
        """Count a fault of a whole text: of a file, or of a line that cannot be read."""
        self.add(evolve(place, line=line, column=column), Fault((), ABSENT, expected))

    def as_error(self) -> LoadError:
        """Return the error that tells of everything collected."""
        return LoadError(self.problems, self.total)
