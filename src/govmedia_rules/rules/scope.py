"""
Whom an instrument binds at all: a scope that many rules share, with the clause that sets it.

Annotations here are objects, not text, because attrs copies those of a converter to where
the names in them mean nothing.
"""

from collections.abc import Iterable
from typing import cast

from attrs import field, frozen
from pendulum import DateTime

from govmedia_rules.conditions.expressions import Field, Rows
from govmedia_rules.conditions.interpreter import Situation, truth_in
from govmedia_rules.conditions.logic import Truth3
from govmedia_rules.conditions.nodes import Key
from govmedia_rules.conditions.plain import condition_to_plain
from govmedia_rules.conditions.predicates import Condition, check_condition
from govmedia_rules.conditions.register import NOTHING_REGISTERED, Register
from govmedia_rules.errors import RuleError
from govmedia_rules.law import Citation, Provision
from govmedia_rules.models import Unit
from govmedia_rules.text import Text

__all__ = ["Scope", "as_citations"]


def _key(condition: Condition) -> Key:
    return condition.key()


def as_citations(cites: Iterable[Citation | Provision]) -> tuple[Citation, ...]:
    """Return citations, of which some may be given as the provisions they point to."""
    return tuple(cite.citation if isinstance(cite, Provision) else cite for cite in cites)


@frozen(kw_only=True)
class Scope:
    """
    Whom the rules of an instrument bind, by what their unit is.

    A report names the units and accounts that it leaves out, and cites the clause.

    Parameters:
        id: its id, such as ``opinion-2018/government-new-media``.

        title: whom it binds, in a few words.

        binds: the condition on the unit; where it is false, no rule of this scope applies.

        cites: the provisions that set the scope, at least one.

    Raises:
        RuleError: when it cites nothing or asks about anything but the unit.
    """

    id: str
    title: Text
    binds: Condition = field(eq=_key)
    cites: tuple[Citation, ...] = field(converter=as_citations)

    def __attrs_post_init__(self) -> None:
        check_condition(self.binds, f"scope {self.id}")
        if not self.cites:
            raise RuleError("a scope cites at least one provision", rule_id=self.id)
        for node in self.binds.walk():
            if isinstance(node, Rows) or (isinstance(node, Field) and node.spec.root != "unit"):
                raise RuleError(f"a scope asks about the unit alone, not {node!r}", rule_id=self.id)

    def binds_unit(
        self, unit: Unit, as_of: DateTime, register: Register = NOTHING_REGISTERED
    ) -> Truth3:
        """Return whether it binds *unit* as of a moment; None where that is not known."""
        return truth_in(self.binds, Situation(as_of=as_of, unit=unit, register=register))

    def to_plain(self) -> dict[str, object]:
        """Return its content as plain data."""
        return {
            "id": self.id,
            "title": {"zh": self.title.zh, "en": self.title.en},
            "binds": condition_to_plain(self.binds),
            "cites": [[cite.instrument, cast("object", cite.provision)] for cite in self.cites],
        }
