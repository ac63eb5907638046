"""
What the themes of the Opinion's rule set share: its first day, platforms, answers.

The Opinion states hardly a number. Every number here is an operational default of this
library and says where it comes from; a rule set may override each of them.
"""

from __future__ import annotations

from typing import Final

from govmedia_rules.conditions import (
    Condition,
    Param,
    Question,
    account,
    all_of,
    message,
    peer,
    post,
    posts,
    unit,
)
from govmedia_rules.law import OPINION_2018
from govmedia_rules.models import Role, Subject
from govmedia_rules.moments import midnight
from govmedia_rules.rules import Rule
from govmedia_rules.rulesets.opinion_2018.sponsors import IS_NOT_KNOWN_GONE
from govmedia_rules.rulesets.scopes import GOVERNMENT_NEW_MEDIA
from govmedia_rules.text import Text

__all__ = [
    "ANSWER_DAYS",
    "FIRST_INSTANT",
    "INSTRUMENT",
    "IS_JUDGED_POST",
    "IS_OPEN_ACCOUNT_OF_UNIT",
    "IS_SPONSOR",
    "PUBLISHED_UNDER_THE_OPINION",
    "PUBLISHES",
    "RECEIVED_UNDER_THE_OPINION",
    "SCOPE",
    "SCREENED",
    "USE_DAYS",
    "about_each_post",
    "attested",
    "question",
]

INSTRUMENT: Final = OPINION_2018

SCOPE: Final = GOVERNMENT_NEW_MEDIA

FIRST_INSTANT: Final = midnight(INSTRUMENT.document.in_force_on)
"""The instant from which the Opinion binds."""

PUBLISHED_UNDER_THE_OPINION: Final = post.published_at >= FIRST_INSTANT
"""The Opinion does not reach back to posts from before its first day."""

IS_JUDGED_POST: Final = ~account.is_closed & PUBLISHED_UNDER_THE_OPINION
"""A post of the Opinion's days, of an account that is not closed."""

SCREENED: Final = Text(
    zh="依据人工或分类器给信息加注的标签判定；从未筛查的信息为“未能判定”，不视为符合。"
    "2018年12月7日之前发布的信息不适用。",
    en="Judged by the label that a person or a classifier gave the post; a post that was never"
    " screened is undetermined, not a pass. Posts from before 7 December 2018 are not judged.",
)
"""How far a rule goes that asks for a label of screening."""

# An app or a mini program may live on its services alone; it is bound to publish once it has.
PUBLISHES: Final = ~account.platform.is_in("app", "mini_program") | (posts.count() >= 1)
"""The account is one that publishes."""

RECEIVED_UNDER_THE_OPINION: Final = message.received_at >= FIRST_INSTANT
"""Nor to messages from before it."""

# Mini programs and apps are counted under clauses of their own; "other" lumps platforms together.
IS_OPEN_ACCOUNT_OF_UNIT: Final = ~peer.is_closed & ~peer.platform.is_in(
    "app", "mini_program", "other"
)
"""One of a unit's accounts that is not closed, on a platform where accounts are opened."""

IS_SPONSOR: Final = unit.accounts.where(~peer.is_closed).count() >= 1
"""The unit has an account that is not closed; the duties of openers bind no others."""

USE_DAYS: Final = Param(
    "days",
    90,
    unit="day",
    source="文件没有规定期限；按季度抽查的周期，取90天。 / The text states no period; a quarter,"
    " which is how often offices inspect.",
    minimum=1,
)
"""How far back it is asked how much an account is used."""

ANSWER_DAYS: Final = Param(
    "answer_days",
    365,
    unit="day",
    source="文件没有规定答复的有效期；按年度考核的周期，取一年。 / The text does not say how long"
    " an answer holds; a year, as for the yearly performance assessment.",
    minimum=1,
)
"""For how long a person's answer holds."""


def question(
    name: str,
    wording: Text,
    answerable_by: tuple[Role, ...] = (Role.SPONSOR, Role.SUPERVISOR, Role.INSPECTOR),
) -> Question:
    """Return a question of the Opinion; yes has to mean that all is well."""
    return Question(f"opinion-2018/{name}", wording, answerable_by=answerable_by, days=ANSWER_DAYS)


def attested(
    name: str,
    provision: str,
    subject: Subject,
    *questions: Question,
    title: Text,
    remedy: Text,
    applies: Condition | None = None,
    explanation: Text | None = None,
) -> Rule:
    """
    Return a rule that passes when each of *questions* about its subject is answered yes.

    Parameters:
        name: the second half of its id.

        provision: the number of the clause, from which its force follows.

        subject: a unit or an account.

        questions: what is asked, at least one question.

        title, remedy, explanation: as for :class:`~govmedia_rules.rules.Rule`.

        applies: whom it binds; units that have an open account and are not known to be
            gone, or accounts that are not closed, unless said otherwise.
    """
    clause = INSTRUMENT.provision(provision)
    answers = unit.answers if subject is Subject.UNIT else account.answers
    default = IS_SPONSOR & IS_NOT_KNOWN_GONE if subject is Subject.UNIT else ~account.is_closed
    return Rule(
        id=f"opinion-2018/{name}",
        title=title,
        cites=(clause,),
        force=clause.force,
        subject=subject,
        scope=SCOPE,
        applies=default if applies is None else applies,
        requires=all_of(*map(answers, questions)),
        remedy=remedy,
        explanation=explanation,
    )


def about_each_post(  # noqa: PLR0913 -- a rule has as many parts as it has
    name: str,
    provision: str,
    *,
    title: Text,
    message: Text,
    remedy: Text,
    explanation: Text,
    requires: Condition | None = None,
    forbids: Condition | None = None,
    also: Condition | None = None,
) -> Rule:
    """Return a rule on each post of the Opinion's days, those for which *also* holds if given."""
    clause = INSTRUMENT.provision(provision)
    return Rule(
        id=f"opinion-2018/{name}",
        title=title,
        cites=(clause,),
        force=clause.force,
        subject=Subject.POST,
        scope=SCOPE,
        applies=IS_JUDGED_POST if also is None else IS_JUDGED_POST & also,
        requires=requires,
        forbids=forbids,
        message=message,
        remedy=remedy,
        explanation=explanation,
    )
