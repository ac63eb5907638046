"""People's answers in columns: which count for a question, and which counted for nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import polars as pl
from attrs import frozen
from pendulum import DateTime

from govmedia_rules.conditions.fields import AskedQuestion
from govmedia_rules.conditions.questions import Answer
from govmedia_rules.evaluation.answers import (
    EXPIRED,
    FUTURE,
    MOST_NAMED,
    NO_ROLE,
    NOBODY,
    NOT_ASKED,
    OTHER_SUBJECT,
    WRONG_ROLE,
    idle_notice,
    questions_asked,
)
from govmedia_rules.frames.rails import micros
from govmedia_rules.moments import cut_off
from govmedia_rules.rules import Rule
from govmedia_rules.text import Text

__all__ = ["Answers"]

_SUBJECT_IDS: Final = {"account": "account_id", "unit": "unit_id"}
_FAULTS: Final = (OTHER_SUBJECT, NO_ROLE, WRONG_ROLE, FUTURE, EXPIRED, NOBODY, NOT_ASKED)


@frozen(eq=False)
class Answers:
    """
    The answers on record, in columns: a nation has a million of them.

    Parameters:
        table: the attestations, with the columns of the contract.

        as_of: the monitoring moment.
    """

    table: pl.DataFrame
    as_of: DateTime

    def column(self, ids: pl.Series, asked: AskedQuestion, root: str) -> pl.Series:
        """
        Return the latest valid answer to a question about each subject.

        It is null where there is none, and where the person could not say.

        Parameters:
            ids: the ids of the subjects.

            asked: the question.

            root: what they are, ``account`` or ``unit``.
        """
        if root not in _SUBJECT_IDS:
            return pl.repeat(None, len(ids), dtype=pl.Boolean, eager=True)
        subject = pl.col(_SUBJECT_IDS[root])
        valid = (
            self.table.lazy()
            .filter(
                pl.col("question_id") == asked.question_id,
                subject.is_not_null(),
                pl.col("answered_at") <= micros(self.as_of),
                pl.col("answered_at") > micros(cut_off(self.as_of, asked.days)),
                pl.col("answered_as").is_in([str(role) for role in asked.roles]),
            )
            .sort("answered_at", "id")
            .unique(_SUBJECT_IDS[root], keep="last", maintain_order=True)
            .select(subject.alias("id"), "answer")
        )
        asked_of = ids.to_frame("id").lazy()
        joined = asked_of.join(valid, on="id", how="left", maintain_order="left")
        return joined.collect()["answer"]

    def notices(
        self, accounts: pl.Series, units: pl.Series, rules: Iterable[Rule]
    ) -> tuple[Text, ...]:
        """
        Return what :func:`~govmedia_rules.evaluation.answers.answer_notices` does.

        Parameters:
            accounts: the ids of all accounts.

            units: the ids of all units.

            rules: the rules that are run.
        """
        if not len(self.table):
            return ()
        asked: defaultdict[str, list[Answer]] = defaultdict(list)
        for answer in questions_asked(rules):
            asked[answer.question.id].append(answer)
        is_known = pl.col("account_id").is_in(accounts.implode()).fill_null(value=False) | pl.col(
            "unit_id"
        ).is_in(units.implode()).fill_null(value=False)
        given = self.table.lazy()
        parts = [
            given.filter(~pl.col("question_id").is_in(list(asked))).select(
                "id", why=_number(NOT_ASKED)
            )
        ]
        for question_id, answers in asked.items():
            faults = [self._fault(each.spec.root, each.question.asked) for each in answers]
            counts = pl.any_horizontal(fault.is_null() for fault in faults)
            nobody = pl.when(~is_known).then(_number(NOBODY))
            parts.append(
                given.filter(pl.col("question_id") == question_id).select(
                    "id", why=pl.when(counts).then(nobody).otherwise(faults[0])
                )
            )
        idle = (
            pl.concat(parts)
            .drop_nulls("why")
            .group_by("why")
            .agg(
                pl.len().alias("count"),
                pl.col("id").min().alias("first"),
                pl.col("id").sort().head(MOST_NAMED).alias("named"),
            )
            .sort("first")
            .collect()
        )
        return tuple(
            idle_notice(_FAULTS[why], count, named)
            for why, count, named in idle.select("why", "count", "named").iter_rows()
        )

    def _fault(self, root: str, asked: AskedQuestion) -> pl.Expr:
        """Return why an answer does not count for a question, null where it does."""
        expired_at = micros(cut_off(self.as_of, asked.days))
        return (
            pl.when(pl.col(_SUBJECT_IDS[root]).is_null())
            .then(_number(OTHER_SUBJECT))
            .when(pl.col("answered_as").is_null())
            .then(_number(NO_ROLE))
            .when(~pl.col("answered_as").is_in([str(role) for role in asked.roles]))
            .then(_number(WRONG_ROLE))
            .when(pl.col("answered_at") > micros(self.as_of))
            .then(_number(FUTURE))
            .when(pl.col("answered_at") <= expired_at)
            .then(_number(EXPIRED))
        )


def _number(fault: Text) -> pl.Expr:
    return pl.lit(_FAULTS.index(fault), dtype=pl.Int8)
