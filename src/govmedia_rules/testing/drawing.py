"""What values are drawn with, and fields that are recorded together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from attrs import frozen
from pendulum import DateTime

from govmedia_rules.conditions import FieldSpec, Kind
from govmedia_rules.testing.choosing import Choices
from govmedia_rules.testing.measures import moment_at
from govmedia_rules.testing.values import members, texts, truths, wholes
from govmedia_rules.testing.wishes import Missing, Tags, Texts, Whole, Wish

__all__ = ["Cluster", "Drawing", "Facts", "Propose"]

Facts: TypeAlias = dict[str, Any]
"""What is recorded: keyword arguments of a model."""


@frozen(eq=False)
class Drawing:
    """
    What values are drawn with.

    Parameters:
        choices: who chooses.

        as_of: the monitoring moment.

        at_edge: whether values keep to the ends of what is wished.
    """

    choices: Choices
    as_of: DateTime
    at_edge: bool = False

    def values(self, spec: FieldSpec, wish: Wish | None) -> Iterator[object]:
        """Yield a few values for *wish*, as they are recorded; None where it is to be missing."""
        if wish is None or isinstance(wish, Missing):
            yield None
            return
        match wish:
            case Whole():
                for value in wholes(spec, wish, self.choices, at_edge=self.at_edge):
                    yield moment_at(value, self.as_of) if spec.kind is Kind.MOMENT else value
            case Texts():
                yield from texts(spec, wish, self.choices)
            case Tags():
                yield from members(spec, wish, self.choices)
            case _:
                yield from truths(wish, self.choices)


Propose: TypeAlias = Callable[[Mapping[str, Wish], Drawing], Iterator[Facts]]
"""Yields facts that may be recorded, given what the fields are wished to hold."""


@frozen(eq=False)
class Cluster:
    """
    Fields that are recorded together.

    Parameters:
        fields: the fields, by their path within the object.

        propose: yields facts that may be recorded for wishes.

        read: gives what the fields read, from the facts on record.
    """

    fields: Mapping[str, FieldSpec]
    propose: Propose
    read: Callable[[Facts, DateTime], Mapping[str, object]]
