"""What people of one city signed: answers to the questions of rules, and exceptions from them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pyarrow as pa

from govmedia_rules.models import Subject
from govmedia_rules.synthetic.accounts import AccountBatch
from govmedia_rules.synthetic.columns import DAY, table_of
from govmedia_rules.synthetic.contract import SCHEMAS
from govmedia_rules.synthetic.draws import Draws
from govmedia_rules.synthetic.lives import ACCOUNTS_PER_CITY
from govmedia_rules.synthetic.name_parts import GIVEN_NAMES, SURNAMES
from govmedia_rules.synthetic.requests import SyntheticQuestion, SyntheticRequest
from govmedia_rules.synthetic.shares import RATES

__all__ = ["attestation_table", "waiver_table"]

_MINUTE: Final = 60_000_000


def attestation_table(request: SyntheticRequest, accounts: AccountBatch, count: int) -> pa.Table:
    """Return the answers of the city's units, and about the first *count* of its accounts."""
    rows: list[dict[str, Any]] = []
    for turn, question in enumerate(request.questions):
        # A stream for each question, so that asking more changes no earlier answer.
        draws = Draws.of(request.seed, "attestations", accounts.city.number * 1000 + turn)
        rows.extend(_answers(request, accounts, question, count, draws))
    schema = SCHEMAS["attestations"]
    return table_of(schema, {name: [row[name] for row in rows] for name in schema.names})


def _answers(
    request: SyntheticRequest,
    accounts: AccountBatch,
    question: SyntheticQuestion,
    count: int,
    draws: Draws,
) -> Iterator[dict[str, Any]]:
    is_unit = question.subject is Subject.UNIT
    subjects = [unit.id for unit in accounts.city.units] if is_unit else accounts.ids
    size = len(subjects)
    came = draws.flags(RATES["forms that came back"], size)
    no = draws.flags(RATES["answers of no"], size)
    unsure = draws.flags(RATES["people who could not say"], size)
    surname, given = draws.below(len(SURNAMES), size), draws.below(len(GIVEN_NAMES), size)
    role = draws.below(len(question.roles), size)
    # A few answers are too old to count.
    ages = draws.uniform(0.0, 400.0, size)
    answered = request.as_of_us // _MINUTE * _MINUTE - (ages * 1440).astype(np.int64) * _MINUTE
    wanted = size if is_unit else count
    for place in np.flatnonzero(came[:wanted]):
        subject = subjects[place]
        yield {
            "id": f"{question.question_id}@{subject}",
            "question_id": question.question_id,
            "unit_id": subject if is_unit else None,
            "account_id": None if is_unit else subject,
            "answer": None if unsure[place] else not no[place],
            "answered_by": SURNAMES[surname[place]] + GIVEN_NAMES[given[place]],
            "answered_as": question.roles[role[place]].value,
            "answered_at": int(answered[place]),
            "remarks": None,
        }


def waiver_table(request: SyntheticRequest, accounts: AccountBatch, count: int) -> pa.Table:
    """Return the exceptions granted to the first *count* accounts of the city or their sponsors."""
    size = ACCOUNTS_PER_CITY
    draws = Draws.of(request.seed, "waivers", accounts.city.number)
    granted = draws.flags(RATES["accounts with a waiver"] * bool(request.waivable_rules), size)
    which = draws.below(len(request.waivable_rules), size)
    begun = (draws.uniform(10.0, 300.0, size) * 1440).astype(np.int64) * _MINUTE
    term = draws.below(4, size)
    units = accounts.city.units
    rows: list[dict[str, Any]] = []
    for place in np.flatnonzero(granted[:count]):
        sponsor = units[accounts.traits.unit[place]]
        valid_from = int(request.as_of_us // _MINUTE * _MINUTE - begun[place])
        rows.append(
            {
                "id": f"waiver:{accounts.ids[place]}",
                "rule_id": request.waivable_rules[which[place]],
                # By turns for the whole unit and for one account of it.
                "unit_id": None if place % 2 else sponsor.id,
                "account_id": accounts.ids[place] if place % 2 else None,
                "authority": sponsor.parent_id or sponsor.id,
                "document": f"{sponsor.region}政办函〔{request.as_of.year}〕{place + 1}号",
                "reason": "机构改革过渡期",
                "valid_from_at": valid_from,
                # Three in four last half a year, the others have no end.
                "expires_at": valid_from + 180 * DAY if term[place] else None,
            }
        )
    schema = SCHEMAS["waivers"]
    return table_of(schema, {name: [row[name] for row in rows] for name in schema.names})
