"""Proposals: what to do with an account, why, and what would have to be known to be surer."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from attrs import field, frozen

from govmedia_rules.errors import InvalidValueError
from govmedia_rules.findings import EvidenceValue, SubjectRef
from govmedia_rules.law import Citation
from govmedia_rules.text import Text

__all__ = ["MOST_IDS", "Action", "Fact", "Ground", "Proposal", "Reason", "UnknownFact"]

MOST_IDS: Final = 5
"""How many ids of rows that lack a fact are listed; their total is always given."""


class Action(StrEnum):
    """What is proposed for an account."""

    KEEP_MAIN = "keep_main"
    KEEP = "keep"
    MERGE = "merge"
    CLOSE = "close"
    CHANGE_SPONSOR = "change_sponsor"
    UNDECIDED = "undecided"

    @property
    def label(self) -> Text:
        """The action as people write it."""
        return _LABELS[self]


_LABELS: Final = {
    Action.KEEP_MAIN: Text(zh="保留为主账号", en="keep as the main account"),
    Action.KEEP: Text(zh="保留", en="keep"),
    Action.MERGE: Text(zh="并入", en="merge into"),
    Action.CLOSE: Text(zh="关停注销", en="close and deregister"),
    Action.CHANGE_SPONSOR: Text(
        zh="变更主办单位（登记资料）", en="change the sponsor (registered data)"
    ),
    Action.UNDECIDED: Text(zh="暂不能定", en="undecided"),
}


class Ground(StrEnum):
    """
    Why an account gets its proposal: the step that decided, or another that bears on it.

    *closed*: it is closed already. *not_in_force*, *out_of_scope*: the Opinion does not
    bind yet, or not this sponsor. *closing_announced*: the sponsor has told the public.
    *sponsor_gone*, *sponsor_renamed*: the sponsor was merged or abolished, or bears another
    name. *functions_moved*: another account took over. *one_per_platform*: the unit has
    several accounts on the platform. *excepted*: a waiver allows it beside another.
    *alike*: alike in function, little followed, little used. *little_used*: that alone.
    *silent*: silent for long.
    *taking_over*: other accounts are to be merged into it. *kept*: none of these.
    *unknown*: a fact is missing.
    """

    CLOSED = "closed"
    NOT_IN_FORCE = "not_in_force"
    OUT_OF_SCOPE = "out_of_scope"
    CLOSING_ANNOUNCED = "closing_announced"
    SPONSOR_GONE = "sponsor_gone"
    SPONSOR_RENAMED = "sponsor_renamed"
    FUNCTIONS_MOVED = "functions_moved"
    ONE_PER_PLATFORM = "one_per_platform"
    EXCEPTED = "excepted"
    ALIKE = "alike"
    LITTLE_USED = "little_used"
    SILENT = "silent"
    TAKING_OVER = "taking_over"
    KEPT = "kept"
    UNKNOWN = "unknown"


@frozen(kw_only=True)
class Fact:
    """
    One fact that a reason rests on.

    Parameters:
        of: the id of the account or unit it is about.

        name: the field, such as ``"account.followers"``, or what was counted.

        what: the same in words.

        value: what was found.
    """

    of: str
    name: str
    what: Text
    value: EvidenceValue


def _as_facts(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(facts)


@frozen(kw_only=True)
class Reason:
    """
    One reason for a proposal.

    Parameters:
        ground: what kind of reason it is.

        text: one sentence with the values found.

        citations: the provisions it rests on.

        facts: the facts it rests on.
    """

    ground: Ground
    text: Text
    citations: tuple[Citation, ...]
    facts: tuple[Fact, ...] = field(default=(), converter=_as_facts)


@frozen(kw_only=True)
class UnknownFact:
    """
    A fact that was asked for and that nobody recorded.

    Parameters:
        fact: the field, such as ``"account.followers"``, or the table, such as ``"posts"``.

        what: the same in words.

        ids: the accounts or units that lack it, in order, cut to :data:`MOST_IDS`.

        ids_total: how many lack it.
    """

    fact: str
    what: Text
    ids: tuple[str, ...]
    ids_total: int


@frozen(kw_only=True)
class Proposal:
    """
    What is proposed for one account. A recommendation to people, never a decision.

    Parameters:
        account: the account.

        platform: where it lives.

        unit_name: the name of its sponsor, where known.

        action: what is proposed, or for a closed account what was done.

        into: for a merger, the id of the account that takes over; else None. Where it is
            only proposed, that account is open and is not itself to be merged or closed.

        sponsor_id: for a change of sponsor, the id of the unit to register it under.

        reasons: why, the deciding reason first.

        missing: the facts that were asked for and that nobody recorded.

        is_done: the account is closed already, and the action is what the records say.

    Raises:
        InvalidValueError: when an account is to be merged into itself or into nothing.
    """

    account: SubjectRef
    platform: str
    unit_name: str | None
    action: Action
    into: str | None = None
    sponsor_id: str | None = None
    reasons: tuple[Reason, ...]
    missing: tuple[UnknownFact, ...] = ()
    is_done: bool = False

    def __attrs_post_init__(self) -> None:
        if (self.action is Action.MERGE) != (self.into is not None) or self.into == self.account.id:
            raise InvalidValueError(
                owner="Proposal",
                owner_id=self.account.id,
                field="into",
                value=self.into,
                expected="another account for a merger, and None for every other action",
            )

    @property
    def summary(self) -> Text:
        """What is proposed, in a few words; for a closed account, what was done."""
        label = self.action.label
        zh, en = label.zh, label.en
        if self.into is not None:
            zh, en = f"{zh}{self.into}", f"{en} {self.into}"
        if self.sponsor_id is not None:
            zh, en = f"{zh}：{self.sponsor_id}", f"{en} to {self.sponsor_id}"
        return Text(zh=f"已{zh}", en=f"done: {en}") if self.is_done else Text(zh=zh, en=en)
