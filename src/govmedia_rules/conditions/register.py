"""What conditions look up beside rows: units and people's answers, by key, and the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from attrs import field, frozen
from pendulum import DateTime

from govmedia_rules.conditions.fields import AskedQuestion
from govmedia_rules.models import Attestation, Unit
from govmedia_rules.moments import Calendar, cut_off

__all__ = ["NOTHING_REGISTERED", "Register"]

_Key: TypeAlias = tuple[str, str, str]


@frozen(eq=False)
class Register:
    """
    The units and answers of one portfolio, and the calendar that an audit goes by.

    Parameters:
        units: the units, by id.

        answers: by what they speak for (``account`` or ``unit``), its id and the
            question's id, the answers on record, earliest first.

        calendar: which days are worked; None when nobody gave one.
    """

    units: Mapping[str, Unit] = field(factory=dict)
    answers: Mapping[_Key, tuple[Attestation, ...]] = field(factory=dict)
    calendar: Calendar | None = None

    @classmethod
    def of(
        cls,
        units: Mapping[str, Unit],
        attestations: Iterable[Attestation],
        calendar: Calendar | None = None,
    ) -> Register:
        """Return the register of *units* and *attestations*, with a *calendar* if there is one."""
        found: dict[_Key, list[Attestation]] = {}
        for given in sorted(attestations, key=lambda each: (each.answered_at, each.id)):
            for root, subject_id in (("account", given.account_id), ("unit", given.unit_id)):
                if subject_id is not None:
                    found.setdefault((root, subject_id, given.question_id), []).append(given)
        return cls(units, {key: tuple(rows) for key, rows in found.items()}, calendar)

    def superior(self, unit: Unit | None) -> Unit | None:
        """Return the unit above *unit*, or None when it is not known."""
        if unit is None or unit.parent_id is None:
            return None
        return self.units.get(unit.parent_id)

    def answers_to(
        self, asked: AskedQuestion, root: str, subject_id: str
    ) -> tuple[Attestation, ...]:
        """Return all answers to a question about one subject, valid or not, earliest first."""
        return self.answers.get((root, subject_id, asked.question_id), ())

    def valid_answer(
        self, asked: AskedQuestion, root: str, subject_id: str, as_of: DateTime
    ) -> Attestation | None:
        """Return the latest answer that is valid at *as_of*, or None."""
        given = self.answers_to(asked, root, subject_id)
        if not given:
            return None
        expired_at = cut_off(as_of, asked.days)
        for each in reversed(given):
            if each.answered_at <= expired_at:
                return None
            if each.answered_at <= as_of and each.answered_as in asked.roles:
                return each
        return None

    def answer(
        self, asked: AskedQuestion, root: str, subject_id: str, as_of: DateTime
    ) -> bool | None:
        """Return yes, no, or None when no valid answer is on record or the person could not say."""
        given = self.valid_answer(asked, root, subject_id, as_of)
        return None if given is None else given.answer


NOTHING_REGISTERED: Final = Register(MappingProxyType({}), MappingProxyType({}))
"""The register of a portfolio without units and answers."""
