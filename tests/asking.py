"""The request for a made-up portfolio in which people were asked what rules ask."""

from __future__ import annotations

from collections.abc import Iterable

from govmedia_rules.evaluation.answers import questions_asked
from govmedia_rules.law import Force
from govmedia_rules.models import Subject
from govmedia_rules.rules import Rule
from govmedia_rules.synthetic import SyntheticQuestion, SyntheticRequest

__all__ = ["request_asking"]


def request_asking(
    rules: Iterable[Rule], accounts: int, *, posts: int = 30, messages: int = 2, seed: int = 0
) -> SyntheticRequest:
    """Return a request as of 5 June 2019 with the questions and defeasible rules among *rules*."""
    chosen = list(rules)
    return SyntheticRequest(
        accounts=accounts,
        as_of="2019-06-05T00:00:00+08:00",
        posts_per_account=posts,
        messages_per_account=messages,
        seed=seed,
        questions=[
            SyntheticQuestion(
                question_id=answer.question.id,
                subject=Subject(answer.spec.root),
                roles=answer.question.answerable_by,
            )
            for answer in questions_asked(chosen)
        ],
        waivable_rules=[rule.id for rule in chosen if rule.force is Force.DEFEASIBLE],
    )
