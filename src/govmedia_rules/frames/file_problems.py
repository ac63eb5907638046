"""What is wrong with the files of tables: each problem with its file, line and column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from attrs import frozen

from govmedia_rules.errors import GovmediaRulesError, shown

__all__ = ["FileProblem", "TableFileError"]

_PRINTED: Final = 20


@frozen(kw_only=True)
class FileProblem:
    """
    One thing that is wrong with a file of a table.

    Parameters:
        file: the file.

        line: the line on which the record begins, counted from 1; None when it is the
            whole file.

        column: the column, when it is a cell.

        value: the refused text, cut; None where there is none.

        expected: what should have been there, in words.
    """

    file: str
    line: int | None = None
    column: str | None = None
    value: str | None = None
    expected: str

    def __str__(self) -> str:
        """Return the problem in one line: where, what is there, what was expected."""
        where = self.file if self.line is None else f"{self.file}, line {self.line:,}"
        what = "" if self.column is None else f"{self.column} "
        if self.value is not None:
            what = f"{what or 'it '}is {shown(self.value)}; "
        elif what:
            what = f"{what}is missing; "
        return f"{where}: {what}expected {self.expected}."


class TableFileError(GovmediaRulesError, ValueError):
    """
    Files of tables cannot be read, and nothing was judged.

    Attributes:
        problems: what is wrong, in the order of the files. Of each file at most a hundred
            problems are looked for.
    """

    def __init__(self, problems: Iterable[FileProblem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        lines = [f"{count:,} problem{'s' if count != 1 else ''}; nothing was judged."]
        lines += [f"  {problem}" for problem in self.problems[:_PRINTED]]
        if count > _PRINTED:
            lines.append(f"  … and {count - _PRINTED:,} more.")
        super().__init__("\n".join(lines))
