"""One row of a form that somebody filled in: the answer it gives, or what is wrong with it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any, Final

from attrs import define, field
from cattrs.errors import ClassValidationError
from pendulum import DateTime

from govmedia_rules.models import Attestation, Role, Subject
from govmedia_rules.moments import MomentError, day, midnight, moment
from govmedia_rules.problems import ABSENT, Fault, Place, ProblemLog
from govmedia_rules.serialization.forms import (
    ANSWERS,
    FILLED_IN,
    KINDS_OF_SUBJECT,
    ROLES,
    answer_word,
)
from govmedia_rules.serialization.records import readers
from govmedia_rules.serialization.structuring import Refusal, faults_of

__all__ = ["Row", "RowReader"]

# As spreadsheets write a day once they have understood it as one.
_DAY: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_MOMENT_EXPECTED: Final = (
    "a day such as 2019-06-05, which means 00:00 of that day in Beijing, or a moment with its"
    " offset from UTC, such as 2019-06-05T09:00:00+08:00"
)
_ANY_MOMENT: Final = "2019-06-05T00:00:00+08:00"
_LONGEST_WORD: Final = 64

Row = Mapping[str, Any]
"""The cells of one row, by the key of their column; blank ones are ``None``."""


@define
class RowReader:
    """
    Reads the rows of forms, one after the other, and notes every bad cell.

    Attributes:
        log: what is wrong so far.

        answers: the answers read so far, by id.
    """

    log: ProblemLog
    answers: dict[str, Attestation] = field(factory=dict)
    _places: dict[str, Place] = field(factory=dict)

    def read(self, row: Row, place: Place, names: Mapping[str, str]) -> None:
        """
        Read one row; one in which nobody wrote anything is passed over.

        Parameters:
            row: its cells.

            place: where it stands.

            names: what the form calls its columns, by key, for those who look for a bad cell.
        """
        if all(row.get(key) is None for key in FILLED_IN):
            return
        faults: list[Fault] = []
        record = _record(row, faults)
        try:
            given: Attestation | None = readers("error")["attestations"].explain(
                record, Attestation
            )
        except (Refusal, ClassValidationError) as error:
            given = None
            faults.extend(_fault_of_cell(fault, row) for fault in faults_of(error, record))
        for fault in faults:
            key = str(fault.path[0])
            named = Fault((names.get(key, key), *fault.path[1:]), fault.value, fault.expected)
            self.log.add(place, named, row.get("subject_id"))
        if given is not None and not faults:
            self._keep(given, place, names)

    def _keep(self, given: Attestation, place: Place, names: Mapping[str, str]) -> None:
        known = self.answers.setdefault(given.id, given)
        where = self._places.setdefault(given.id, place)
        if known != given:
            subject_id = given.unit_id if given.account_id is None else given.account_id
            expected = (
                "one answer to a question about one subject by one person in one role at one"
                f" moment; {where} gives another"
            )
            fault = Fault((names.get("answer", "answer"),), answer_word(given.answer).en, expected)
            self.log.add(place, fault, subject_id)


def _record(row: Row, faults: list[Fault]) -> dict[str, Any]:
    """Return a row as the record of an attestation; what is wrong with its words goes to *faults*."""
    kind = _word(row, "subject_kind", KINDS_OF_SUBJECT, faults)
    # In place of what is wrong stands something that is not, so that the rest is looked at.
    at = _moment(row.get("answered_at"), faults)
    record = {
        "question_id": row.get("question_id"),
        "account_id" if kind is Subject.ACCOUNT else "unit_id": row.get("subject_id"),
        "answer": _answer(row, faults),
        "answered_by": row.get("answered_by"),
        "answered_as": _role(row, faults),
        "answered_at": _ANY_MOMENT if at is None else at.isoformat(),
        "remarks": row.get("remarks"),
    }
    for name in ("question_id", "subject_id", "answered_by"):
        if row.get(name) is None:
            faults.append(Fault((name,), ABSENT, _NEEDED[name]))
            record["unit_id" if name == "subject_id" else name] = "?"
    key = [record["question_id"], str(kind), row.get("subject_id"), record["answered_at"]]
    key += [record["answered_by"], str(record["answered_as"])]
    text = "\0".join(map(str, key))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return {"id": f"answer:{digest}", **record}


_NEEDED: Final = {
    "question_id": "the id of the question, as the form had it",
    "subject_id": "the id of the unit or account, as the form had it",
    "answered_by": "who answered",
}


def _fault_of_cell(fault: Fault, row: Row) -> Fault:
    """Return a fault of the record as one of the cell that the value comes from."""
    name = str(fault.path[0])
    key = "subject_id" if name in {"unit_id", "account_id"} else name
    return Fault((key,), row.get(key), fault.expected)


def _word(row: Row, key: str, words: Mapping[str, Any], faults: list[Fault]) -> Any:
    """Return what the word in a cell means, or None after noting that it is none of *words*."""
    value = row.get(key)
    if isinstance(value, str) and len(value) <= _LONGEST_WORD:
        meant = value.strip().casefold()
        if meant in words:
            return words[meant]
    expected = f"one of {', '.join(words)}"
    faults.append(Fault((key,), ABSENT if value is None else value, expected))
    return None


def _answer(row: Row, faults: list[Fault]) -> bool | None:
    value = row.get("answer")
    if isinstance(value, bool):  # as JSON says it
        return value
    answer: bool | None = _word(row, "answer", ANSWERS, faults)
    return answer


_ROLES: Final = {
    **{text.zh: role for role, text in ROLES.items()},
    **{text.en: role for role, text in ROLES.items()},
}


def _role(row: Row, faults: list[Fault]) -> str | None:
    role: Role | None = _word(row, "answered_as", _ROLES, faults)
    return None if role is None else role.value


def _moment(value: object, faults: list[Fault]) -> DateTime | None:
    if isinstance(value, str):
        text = value.strip()
        found = _DAY.fullmatch(text)
        try:
            if found is not None:
                on = day(f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}")
                return moment(midnight(on))
            return moment(text)
        except MomentError:
            pass
    faults.append(Fault(("answered_at",), ABSENT if value is None else value, _MOMENT_EXPECTED))
    return None
