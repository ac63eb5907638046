"""
Questions that people answer, where data cannot.

A question is part of the condition that asks it, so that a rule set's questionnaire is
read off its rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, cast

from attrs import field, frozen

from govmedia_rules.conditions.expressions import TruthField
from govmedia_rules.conditions.fields import AskedQuestion, FieldSpec, Kind
from govmedia_rules.conditions.nodes import Key, Node
from govmedia_rules.conditions.operands import Expression, Param, as_days, check_days
from govmedia_rules.errors import ConditionError, shown
from govmedia_rules.models import Role
from govmedia_rules.text import Text

__all__ = ["Answer", "Question"]

_ASKED_OF: Final = ("account", "unit")


def _as_roles(roles: Iterable[Role | str]) -> tuple[Role, ...]:
    if isinstance(roles, str):
        raise ConditionError(f"answerable_by lists roles, such as ({roles!r},)")
    try:
        given = {Role(role) for role in roles}
    except ValueError as error:
        known = ", ".join(Role)
        raise ConditionError(f"answerable_by: {error}; known roles: {known}") from error
    return tuple(role for role in Role if role in given)


def _as_days(days: int | Param) -> Expression:
    return as_days(days)


@frozen(eq=False)
class Question(Node):
    """
    A question about a unit or an account that a person answers with yes or no.

    Parameters:
        id: its id, by which answers refer to it; never reused for another question.

        wording: what is asked; yes has to mean that all is well.

        answerable_by: in which roles people may answer it.

        days: for how many days of 24 hours an answer holds.

    Raises:
        ConditionError: when a part is not of its kind, or nobody may answer.
    """

    id: str
    wording: Text
    answerable_by: tuple[Role, ...] = field(converter=_as_roles, kw_only=True)
    days: Expression = field(converter=_as_days, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if not isinstance(cast("object", self.id), str) or not self.id.strip():
            raise ConditionError(f"a question has an id that is text, not {shown(self.id)}")
        if not isinstance(cast("object", self.wording), Text):
            raise ConditionError(
                f"question {shown(self.id)}: its wording is a Text in both languages"
            )
        if not self.answerable_by:
            raise ConditionError(
                f"question {shown(self.id)}: somebody has to be allowed to answer it"
            )
        check_days(self.days)

    @property
    def asked(self) -> AskedQuestion:
        """What it takes to find its answer."""
        return AskedQuestion(self.id, frozenset(self.answerable_by), cast("int", self.days.plain))

    def __repr__(self) -> str:
        roles = ", ".join(repr(str(role)) for role in self.answerable_by)
        comma = "," if len(self.answerable_by) == 1 else ""
        return (
            f"Question({self.id!r}, {self.wording!r}, answerable_by=({roles}{comma}),"
            f" days={self.days!r})"
        )


@frozen(eq=False)
class Answer(TruthField):
    """
    The latest valid answer to a question: a condition by itself, unknown without one.

    An answer is valid when it was given at or before as_of, less than the question's
    days ago, and in a role that may answer.
    """

    question: Question

    @classmethod
    def of(cls, root: str, question: Question) -> Answer:
        """
        Return the answer to *question* about the subject called *root*.

        Raises:
            ConditionError: unless *root* is ``account`` or ``unit``.
        """
        if root not in _ASKED_OF:
            raise ConditionError(
                f"questions are asked about {' or '.join(_ASKED_OF)}, not {shown(root)}"
            )
        if not isinstance(cast("object", question), Question):
            raise ConditionError(f"{root}.answers takes a Question, not {shown(question)}")
        asked = question.asked
        roles = ",".join(sorted(asked.roles))
        spec = FieldSpec(
            root=root,
            path=(f"answers({asked.question_id!r}, days={asked.days}, by={roles})",),
            kind=Kind.TRUTH,
            words=question.wording,
            record=(f"answers({asked.question_id!r})",),
            question=asked,
        )
        return cls(spec, question)

    def children(self) -> tuple[Node, ...]:
        """Return the question."""
        return (self.question,)

    def key(self, *, by_value: bool = False) -> Key:
        """Return its structure: the subject and the question."""
        return (type(self).__name__, self.spec.root, self.question.key(by_value=by_value))

    def replacing(self, params: Mapping[str, Node]) -> Node:
        """Return the answer to the question with each parameter that *params* names replaced."""
        question = self.question.replacing(params)
        return (
            self
            if question is self.question
            else Answer.of(self.spec.root, cast("Question", question))
        )

    def __repr__(self) -> str:
        return f"{self.spec.root}.answers({self.question!r})"
