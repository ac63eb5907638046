"""Which columns conditions read: fields, aggregates, and tests of two columns at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, Protocol, cast

from attrs import define, field

from govmedia_rules.conditions.expressions import Aggregate, Field
from govmedia_rules.conditions.fields import FieldSpec, Table
from govmedia_rules.conditions.nodes import Key
from govmedia_rules.conditions.operands import Expression
from govmedia_rules.conditions.predicates import Mentions, Overlaps
from govmedia_rules.errors import ConditionError
from govmedia_rules.frames.aggregates import AggregateFacts
from govmedia_rules.frames.engines import WordsTest
from govmedia_rules.frames.rails import Bounds, Column, Words
from govmedia_rules.frames.values import column_of

__all__ = ["COMPLETE", "Reader"]

COMPLETE: Final[Mapping[Table, str]] = {
    Table.POSTS: "posts_complete",
    Table.REMOVED_POSTS: "posts_complete",
    Table.MESSAGES: "messages_complete",
    Table.ACCOUNTS: "accounts_complete",
}
"""The column that says of an account or unit whether all rows of a table are known."""


class ColumnWords(Words, Protocol):
    """The same, with the word that names a column."""

    def col(self, name: str, /) -> Column:
        """Return the column of that name."""
        ...


def _no_facts(aggregate: Aggregate) -> AggregateFacts:
    raise ConditionError(f"{aggregate!r}: a condition on each row cannot count rows itself")


@define(eq=False)
class Reader:
    """
    Gives the columns that conditions read, and keeps which those are.

    Parameters:
        words: in whose words columns are said.

        facts: gives the columns of an aggregate.

    Attributes:
        specs: the fields that were asked for, by name.

        tests: the tests of two columns at once that were asked for.
    """

    words: ColumnWords
    facts: Callable[[Aggregate], AggregateFacts] = _no_facts
    specs: dict[str, FieldSpec] = field(factory=dict, init=False)
    tests: dict[Key, WordsTest] = field(factory=dict, init=False)

    def column(self, spec: FieldSpec) -> Column:
        """Return the column of a field, null where unknown."""
        self.specs.setdefault(spec.name, spec)
        return self.words.col(column_of(spec))

    def value(self, operand: Field | Aggregate) -> Column | Bounds:
        """Return the column of an operand, null where unknown; for a count its bounds."""
        if isinstance(operand, Field):
            return self.column(operand.spec)
        return self.facts(operand).value(COMPLETE[operand.rows.table])

    def pair(self, leaf: Overlaps | Mentions) -> Column:
        """Return whether two columns of words meet, null where either is unknown."""
        key = leaf.value_key
        test = self.tests.get(key)
        if test is None:
            sides: tuple[Expression, Expression] = (
                (leaf.tags, leaf.others) if isinstance(leaf, Overlaps) else (leaf.text, leaf.words)
            )
            left, right = (cast("Field", side).spec for side in sides)
            for spec in (left, right):
                self.column(spec)
            kind = "overlaps" if isinstance(leaf, Overlaps) else "mentions"
            # Fields have no parameters, so that their names say all.
            name = f"{kind}__{column_of(left)}__{column_of(right)}"
            test = self.tests[key] = WordsTest(name, kind, column_of(left), column_of(right))
        return self.words.col(test.name)
