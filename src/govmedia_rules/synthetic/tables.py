"""The tables of a portfolio, part by part, in the order in which they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from govmedia_rules.synthetic.accounts import account_batch
from govmedia_rules.synthetic.lives import ACCOUNTS_PER_CITY
from govmedia_rules.synthetic.messages import message_table
from govmedia_rules.synthetic.posts import accounts_per_batch, post_table
from govmedia_rules.synthetic.requests import SyntheticRequest
from govmedia_rules.synthetic.statements import attestation_table, waiver_table

__all__ = ["TABLES", "parts", "tables_of"]

TABLES: Final = ("units", "accounts", "posts", "messages", "attestations", "waivers")
"""The tables that may be generated."""


def tables_of(request: SyntheticRequest) -> tuple[str, ...]:
    """Return the tables that a portfolio has; answers and exceptions only where any were asked for."""
    return (
        *TABLES[:4],
        *(("attestations",) if request.questions else ()),
        *(("waivers",) if request.waivable_rules else ()),
    )


def parts(request: SyntheticRequest) -> Iterator[tuple[str, pa.Table, int]]:
    """
    Yield the tables part by part: which, some rows of it, and how many accounts are done.

    The parts of one table come in order; those of different tables take turns. No part
    holds more than the posts of one batch of accounts.
    """
    wanted = tables_of(request)
    for number in range(-(-request.accounts // ACCOUNTS_PER_CITY)):
        before = number * ACCOUNTS_PER_CITY
        count = min(ACCOUNTS_PER_CITY, request.accounts - before)
        batch = account_batch(request, number)
        yield "units", batch.city.table, before
        yield "accounts", batch.table.slice(0, count), before
        if "attestations" in wanted:
            yield "attestations", attestation_table(request, batch, count), before
        if "waivers" in wanted:
            yield "waivers", waiver_table(request, batch, count), before
        for name, make, mean in (
            ("posts", post_table, request.posts_per_account),
            ("messages", message_table, request.messages_per_account),
        ):
            step = accounts_per_batch(mean)
            for first in range(0, count, step):
                table = make(request, batch, first)
                if first + step > count:
                    table = _of_the_first(table, batch.ids[:count])
                done = min(first + step, count) if name == "posts" else count
                yield name, table, before + done


def _of_the_first(table: pa.Table, ids: Sequence[str]) -> pa.Table:
    """Return the rows of *table* that belong to the accounts with one of *ids*."""
    return table.filter(pc.is_in(table.column("account_id"), value_set=pa.array(ids)))
