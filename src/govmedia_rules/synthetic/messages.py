"""Messages to the accounts of one city, and the replies they got, as columns."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from govmedia_rules.models import KNOWN_REPLY_LABELS
from govmedia_rules.synthetic.accounts import AccountBatch
from govmedia_rules.synthetic.columns import (
    DAY,
    from_instants,
    known,
    numbered,
    picked,
    pool,
    table_of,
    texts,
)
from govmedia_rules.synthetic.contract import SCHEMAS
from govmedia_rules.synthetic.draws import Draws
from govmedia_rules.synthetic.lives import ACCOUNTS_PER_CITY
from govmedia_rules.synthetic.posts import accounts_per_batch
from govmedia_rules.synthetic.requests import SyntheticRequest
from govmedia_rules.synthetic.shares import MISSING, RATES, SPREADS

__all__ = ["message_table"]

_MOMENT: Final = pa.timestamp("us", tz="UTC")
_REPLY_LABELS: Final = texts([(), *((label,) for label in KNOWN_REPLY_LABELS)])


def message_table(request: SyntheticRequest, accounts: AccountBatch, first: int) -> pa.Table:
    """Return the messages to the batch of accounts that begins with place *first* of the city."""
    count = accounts_per_batch(request.messages_per_account)
    draws = Draws.of(request.seed, "messages", accounts.city.number * ACCOUNTS_PER_CITY + first)
    mean = request.messages_per_account
    counts = draws.counts(mean, SPREADS["messages per account"], max(1, mean * 20), count)
    account = np.repeat(np.arange(first, first + count), counts)
    size = len(account)
    turn = np.arange(size) - np.repeat(np.cumsum(counts) - counts, counts) + 1
    ends = accounts.traits.ends_us[account]
    opened = accounts.traits.opened_us[account]
    oldest = np.maximum(opened, ends - 180 * DAY)
    share = draws.generator.random(size)
    received = (ends - ((ends - oldest) * share).astype(np.int64)) // 1_000_000 * 1_000_000
    received = received[np.lexsort((received, account))]
    needs = draws.flags(RATES["messages that need a reply"], size)
    answering = np.where(
        needs,
        RATES["messages answered, of those that need it"],
        RATES["messages answered, of the others"],
    )
    # Half of the answers come within a day and a half, one in twenty after a week.
    wait = (draws.generator.exponential(2.2, size) * 86_400).astype(np.int64) * 1_000_000
    replied = received + wait
    answered = draws.flags(answering, size) & (replied <= request.as_of_us)
    labelled = draws.flags(RATES["evasive, perfunctory or hostile replies"], size)
    label = np.where(labelled, 1 + draws.below(len(KNOWN_REPLY_LABELS), size), 0)
    account_id = picked(pool(accounts.ids), account)
    return table_of(
        SCHEMAS["messages"],
        {
            "id": numbered(account_id, "-m", turn),
            "account_id": account_id,
            "received_at": known(
                from_instants(received), draws.flags(MISSING["message.received_at"], size), _MOMENT
            ),
            "needs_reply": known(
                needs, draws.flags(MISSING["message.needs_reply"], size), pa.bool_()
            ),
            "replied_at": known(from_instants(replied), ~answered, _MOMENT),
            "reply_labels": picked(
                _REPLY_LABELS,
                label,
                ~answered | draws.flags(MISSING["message.reply_labels"], size),
            ),
        },
    )
