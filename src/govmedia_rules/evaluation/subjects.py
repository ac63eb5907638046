"""References to what findings are about."""

from __future__ import annotations

from typing import cast

from govmedia_rules.conditions.interpreter import Situation
from govmedia_rules.evaluation.makers import maker_of
from govmedia_rules.findings import SubjectRef
from govmedia_rules.models import Account, Message, Post, Subject, Unit

__all__ = ["account_ref", "subject_of"]


def account_ref(account: Account) -> SubjectRef:
    """Return the reference to an account."""
    account_id = account.id
    return _make_ref(
        kind=Subject.ACCOUNT,
        id=account_id,
        name=account.name,
        account_id=account_id,
        unit_id=account.unit_id,
    )


def subject_of(kind: Subject, situation: Situation) -> SubjectRef:
    """Return the reference to what a rule about *kind* judges in *situation*."""
    if kind is Subject.UNIT:
        unit = cast("Unit", situation.unit)
        return _make_ref(kind=kind, id=unit.id, name=unit.name, unit_id=unit.id)
    account = cast("Account", situation.account)
    if kind is Subject.ACCOUNT:
        return account_ref(account)
    row = cast("Post | Message", situation.post if kind is Subject.POST else situation.message)
    return _make_ref(
        kind=kind,
        id=row.id,
        name=row.title if isinstance(row, Post) else None,
        account_id=account.id,
        account_name=account.name,
        unit_id=account.unit_id,
    )


_make_ref = maker_of(SubjectRef)
