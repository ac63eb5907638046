"""Attestations made so that questions are answered, or left open, as wished."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import Final

from govmedia_rules.conditions.fields import AskedQuestion
from govmedia_rules.conditions.logic import Truth3
from govmedia_rules.conditions.questions import Answer
from govmedia_rules.conditions.register import Register
from govmedia_rules.models import Attestation, Role
from govmedia_rules.testing.choosing import ordered
from govmedia_rules.testing.drawing import Drawing
from govmedia_rules.testing.measures import DAY, moment_at

__all__ = ["answers_given"]

_MOST_TRIED: Final = 200


def answers_given(
    wished: Sequence[tuple[Answer, Truth3]], ids: dict[str, str], drawing: Drawing
) -> tuple[Attestation, ...] | None:
    """
    Return attestations by which every question reads as wished, or None when none were found.

    Parameters:
        wished: the answers, and what they are to be.

        ids: for ``account`` and ``unit``, the id of the one that is asked about; none
            where that is not known, so that nothing can be answered for it.

        drawing: what values are drawn with.
    """
    given: list[Attestation] = []
    for root, question_id in dict.fromkeys(
        (answer.spec.root, answer.question.id) for answer, _ in wished
    ):
        asked = [
            (answer.question.asked, truth)
            for answer, truth in wished
            if (answer.spec.root, answer.question.id) == (root, question_id)
        ]
        if root not in ids:
            if any(truth is not None for _, truth in asked):
                return None
            continue
        found = _for_one(asked, root, ids[root], len(given), drawing)
        if found is None:
            return None
        given.extend(found)
    return tuple(given)


def _for_one(
    asked: Sequence[tuple[AskedQuestion, Truth3]],
    root: str,
    subject_id: str,
    first: int,
    drawing: Drawing,
) -> list[Attestation] | None:
    """Return attestations for one question, which rules may ask of different roles and spans."""
    ways = [list(_ways(question, truth, drawing)) for question, truth in asked]
    for combination in islice(product(*ways), _MOST_TRIED):
        given = [
            _attestation(
                f"answer-{first + number}", question.question_id, root, subject_id, way, drawing
            )
            for number, ((question, _), way) in enumerate(zip(asked, combination, strict=True))
            if way is not None
        ]
        register = Register.of({}, given)
        if all(
            register.answer(question, root, subject_id, drawing.as_of) is truth
            for question, truth in asked
        ):
            return given
    return None


_Way = tuple[bool | None, Role | None, int]
"""What is answered, in which role, and how many microseconds before the monitoring moment."""


def _ways(question: AskedQuestion, truth: Truth3, drawing: Drawing) -> Iterator[_Way | None]:
    right = [role for role in Role if role in question.roles]
    wrong = [None, *(role for role in Role if role not in question.roles)]
    edge = question.days * DAY
    inside = [0, edge - 1] if drawing.at_edge else [min(7 * DAY, edge - 1), edge // 2, 0]
    options: list[_Way | None]
    if truth is None:
        options = [
            None,
            (True, right[0], edge),  # it has just run out
            (None, right[0], inside[0]),
            (True, wrong[0], inside[0]),
            (True, wrong[-1], inside[0]),
            (False, right[0], edge + DAY),
        ]
        if drawing.at_edge:
            options = options[1:]
    else:
        options = [(truth, role, ago) for role in right for ago in inside]
    yield from ordered(drawing.choices, options)


def _attestation(
    id_: str, question_id: str, root: str, subject_id: str, way: _Way, drawing: Drawing
) -> Attestation:
    answer, role, ago = way
    return Attestation(
        id=id_,
        question_id=question_id,
        account_id=subject_id if root == "account" else None,
        unit_id=subject_id if root == "unit" else None,
        answer=answer,
        answered_by="王五",
        answered_as=role,
        answered_at=moment_at(-ago, drawing.as_of),
    )
