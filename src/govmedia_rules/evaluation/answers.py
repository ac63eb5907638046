"""Answers in one audit: which of people's attestations counted for nothing, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Sequence

from pendulum import DateTime

from govmedia_rules.conditions.fields import AskedQuestion
from govmedia_rules.conditions.questions import Answer
from govmedia_rules.models import Attestation
from govmedia_rules.moments import cut_off
from govmedia_rules.rules import Rule
from govmedia_rules.text import Text

__all__ = [
    "COULD_NOT_SAY",
    "EXPIRED",
    "FUTURE",
    "MOST_NAMED",
    "NOBODY",
    "NOT_ASKED",
    "NO_ROLE",
    "OTHER_SUBJECT",
    "WRONG_ROLE",
    "answer_fault",
    "answer_notices",
    "idle_notice",
    "questions_asked",
]

MOST_NAMED = 5
"""How many of the answers that counted for nothing a notice names."""


def questions_asked(rules: Iterable[Rule]) -> tuple[Answer, ...]:
    """Return the questions that *rules* ask, each once per subject, in reading order."""
    found: dict[str, Answer] = {}
    for rule in rules:
        for condition in rule.conditions:
            for node in condition.walk():
                if isinstance(node, Answer):
                    found.setdefault(node.spec.name, node)
    return tuple(found.values())


def answer_notices(
    attestations: Sequence[Attestation],
    accounts: Container[str | None],
    units: Container[str | None],
    rules: Iterable[Rule],
    as_of: DateTime,
) -> tuple[Text, ...]:
    """
    Return what the reader should know of attestations that no rule could go by, in order of id.

    An answer that a later valid one replaced needs no notice.

    Parameters:
        attestations: the answers.

        accounts: the ids of all accounts.

        units: the ids of all units.

        rules: the rules that are run.

        as_of: the monitoring moment.
    """
    asked: defaultdict[str, list[Answer]] = defaultdict(list)
    for answer in questions_asked(rules):
        asked[answer.question.id].append(answer)
    idle: dict[Text, list[str]] = {}
    for given in attestations:
        faults = [
            answer_fault(given, answer.spec.root, answer.question.asked, as_of)
            for answer in asked.get(given.question_id, ())
        ]
        if not faults:
            idle.setdefault(NOT_ASKED, []).append(given.id)
        elif None not in faults:
            idle.setdefault(next(filter(None, faults)), []).append(given.id)
        elif not (given.account_id in accounts or given.unit_id in units):
            idle.setdefault(NOBODY, []).append(given.id)
    return tuple(
        idle_notice(why, len(ids), sorted(ids)[:MOST_NAMED])
        for why, ids in sorted(idle.items(), key=lambda item: min(item[1]))
    )


NOT_ASKED = Text(zh="所运行的规则没有问这个问题", en="no rule that was run asks the question")
NOBODY = Text(zh="名单中没有所答的单位或账号", en="the unit or account is not in the portfolio")
FUTURE = Text(zh="答复时间在监测时间点之后", en="given after the monitoring moment")
EXPIRED = Text(zh="答复已过有效期", en="the answer no longer holds")
NO_ROLE = Text(zh="未注明以何种身份答复", en="nobody noted in which role it was given")
WRONG_ROLE = Text(zh="答复人的身份不能答复该问题", en="given in a role that may not answer")
OTHER_SUBJECT = Text(
    zh="问题针对单位而答复针对账号，或者相反",
    en="the question is about a unit and the answer about an account, or the other way round",
)
"""Why an answer counts for nothing; the first of these that is so is told."""

COULD_NOT_SAY = Text(zh="答复人说不清楚", en="the person could not say")
"""Why an answer that counts may leave its question open all the same."""


def answer_fault(
    given: Attestation, root: str, asked: AskedQuestion, as_of: DateTime
) -> Text | None:
    """Return why an answer does not count for a question, or None when it does."""
    if (given.account_id if root == "account" else given.unit_id) is None:
        return OTHER_SUBJECT
    if given.answered_as is None:
        return NO_ROLE
    if given.answered_as not in asked.roles:
        return WRONG_ROLE
    if given.answered_at > as_of:
        return FUTURE
    if given.answered_at <= cut_off(as_of, asked.days):
        return EXPIRED
    return None


def idle_notice(why: Text, count: int, named: Sequence[str]) -> Text:
    """
    Return what the reader is told of answers that counted for nothing.

    Parameters:
        why: the reason, one and the same for all of them.

        count: how many they are.

        named: the ids of the first few.
    """
    more = count - len(named)
    return Text(
        zh=f"{count}份答复未采用：{why.zh}({'、'.join(named)}{'等' if more else ''})。",
        en=f"{count} attestation(s) did not count: {why.en} ({', '.join(named)}"
        f"{f' and {more} more' if more else ''}).",
    )
