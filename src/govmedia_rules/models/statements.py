"""What people signed: answers to questions that data cannot answer, and documented exceptions."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from attrs import Attribute, field, frozen
from pendulum import DateTime

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.models.fields import (
    as_moment,
    as_moment_required,
    check_flag,
    check_id,
    check_member,
    check_moment,
    check_moment_required,
    check_optional_id,
    check_text,
    read_member,
)

__all__ = ["Attestation", "Role", "Waiver"]


class Role(StrEnum):
    """
    In which role a person answers a question about a unit or an account.

    *sponsor* (主办单位): for the unit that runs the account. *supervisor* (主管单位): for
    the unit that supervises it. *inspector* (检查人员): as the one who inspected it.
    """

    SPONSOR = "sponsor"
    SUPERVISOR = "supervisor"
    INSPECTOR = "inspector"


def _as_role(value: Role | str | None) -> Role | None:
    return read_member(Role, value)


def _check_role(instance: object, attribute: Attribute[Role | None], value: Any) -> None:
    check_member(Role, instance, attribute, value)


@frozen(kw_only=True)
class Attestation:
    """
    A person's dated, signed answer to a question that data cannot answer.

    Parameters:
        id: the caller's key for it.

        question_id: the id of the question answered.

        unit_id: the unit it speaks for, where it speaks for a unit.

        account_id: the account it speaks for, where it speaks for one account.

        answer: yes or no; None when the person could not say.

        answered_by: who signed.

        answered_as: in which role the person answered; None when nobody noted it, in
            which case the answer counts for no question.

        answered_at: when.

        remarks: what else the person wrote.

    Raises:
        InvalidValueError: when a field cannot hold what it was given, or when it
            speaks for neither a unit nor an account.
    """

    id: str = field(validator=check_id)
    question_id: str = field(validator=check_id)
    unit_id: str | None = field(default=None, validator=check_optional_id)
    account_id: str | None = field(default=None, validator=check_optional_id)
    answer: bool | None = field(default=None, validator=check_flag)
    answered_by: str = field(validator=check_id)
    answered_as: Role | None = field(default=None, converter=_as_role, validator=_check_role)
    answered_at: DateTime = field(converter=as_moment_required, validator=check_moment_required)
    remarks: str | None = field(default=None, validator=check_text)

    def __attrs_post_init__(self) -> None:
        _check_owner(self, "a unit_id or an account_id that the answer speaks for")


@frozen(kw_only=True)
class Waiver:
    """
    A documented exception to a defeasible rule (原则上).

    Parameters:
        id: the caller's key for it.

        rule_id: the rule it excepts from.

        unit_id: the unit it is granted to, where it is granted to a unit.

        account_id: the account it is granted to, where it is granted to one account.

        authority: who granted it.

        document: the paper that grants it.

        reason: why.

        valid_from_at: the first moment at which it holds.

        expires_at: the first moment at which it no longer holds; None for one that
            was granted without end.

    Raises:
        InvalidValueError: when a field cannot hold what it was given, or when it is
            granted to neither a unit nor an account.
    """

    id: str = field(validator=check_id)
    rule_id: str = field(validator=check_id)
    unit_id: str | None = field(default=None, validator=check_optional_id)
    account_id: str | None = field(default=None, validator=check_optional_id)
    authority: str = field(validator=check_id)
    document: str = field(validator=check_id)
    reason: str = field(validator=check_id)
    valid_from_at: DateTime = field(converter=as_moment_required, validator=check_moment_required)
    expires_at: DateTime | None = field(default=None, converter=as_moment, validator=check_moment)

    def __attrs_post_init__(self) -> None:
        _check_owner(self, "a unit_id or an account_id that the waiver is granted to")

    def is_valid_at(self, as_of: DateTime) -> bool:
        """Return whether it holds at *as_of*: from its first moment on, and before it expires."""
        return self.valid_from_at <= as_of and (self.expires_at is None or as_of < self.expires_at)


def _check_owner(statement: Attestation | Waiver, expected: str) -> None:
    if statement.unit_id is None and statement.account_id is None:
        raise InvalidValueError(
            owner=type(statement).__name__,
            owner_id=statement.id,
            field="account_id",
            value=None,
            expected=expected,
        )
