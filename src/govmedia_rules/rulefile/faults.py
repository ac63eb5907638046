"""What is wrong with condition text and with rule files, each fault with its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from attrs import frozen

from govmedia_rules.errors import ConditionError, GovmediaRulesError, shown

__all__ = ["PRINTED_FAULTS", "ConditionTextError", "RuleFileError", "RuleFileFault"]

PRINTED_FAULTS: Final = 50
"""How many faults the message of a RuleFileError prints; all of them are on the error."""


class ConditionTextError(ConditionError):
    """
    A condition written as text has no meaning.

    Attributes:
        line: the line of the text, counted from 1.

        column: the column in that line, in characters, counted from 1.

        offset: the position in the text, in characters, counted from 0.

        word: the word at fault, as written; empty at the end of the text.

        reason: what is wrong, and what to do.
    """

    def __init__(self, text: str, offset: int, word: str, reason: str) -> None:
        before = text[:offset]
        self.line = before.count("\n") + 1
        self.column = offset - (before.rfind("\n") + 1) + 1
        self.offset = offset
        self.word = word
        self.reason = reason
        at = shown(word) if word else "the end"
        super().__init__(f"line {self.line}, column {self.column}, at {at}: {reason}")


@frozen(kw_only=True)
class RuleFileFault:
    """
    One thing that is wrong with a rule file.

    Parameters:
        file: the file, or what the text was called.

        line: the line, counted from 1; None where no line is to blame.

        column: the column in that line, in characters, counted from 1.

        path: where in the file, such as ``rules[0].requires``; list positions count from 0.

        word: the word at fault, as written, or None.

        reason: what is wrong, and what to do.
    """

    file: str
    line: int | None = None
    column: int | None = None
    path: str | None = None
    word: str | None = None
    reason: str

    def __str__(self) -> str:
        """Return the fault in one line: where, at which word, what is wrong."""
        where = [self.file]
        if self.line is not None:
            where.append(f"line {self.line}")
        if self.column is not None:
            where.append(f"column {self.column}")
        if self.path:
            where.append(self.path)
        if self.word:
            where.append(f"at {shown(self.word)}")
        return f"{', '.join(where)}: {self.reason}"


class RuleFileError(GovmediaRulesError):
    """
    A rule file could not be read or written, and nothing of it was.

    Attributes:
        faults: everything that is wrong, in the order of the file.
    """

    def __init__(self, faults: Iterable[RuleFileFault]) -> None:
        self.faults = tuple(faults)
        printed = self.faults[:PRINTED_FAULTS]
        total = len(self.faults)
        lines = [
            f"{total:,} fault{'s' if total != 1 else ''}; no rule set was made.",
            *(f"  {fault}" for fault in printed),
        ]
        if total > len(printed):
            lines.append(f"  … and {total - len(printed):,} more.")
        super().__init__("\n".join(lines))
