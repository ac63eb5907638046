"""
Posts as columns, a batch of accounts at a time.

A batch is a number of neighbours in one city that depends on the mean number of posts
only; what their posts are depends on the seed and the batch.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
from attrs import frozen

from govmedia_rules.models import KNOWN_GATES
from govmedia_rules.synthetic.accounts import AccountBatch
from govmedia_rules.synthetic.columns import (
    DAY,
    Column,
    from_instants,
    known,
    numbered,
    picked,
    pool,
    table_of,
    texts,
)
from govmedia_rules.synthetic.contract import SCHEMAS
from govmedia_rules.synthetic.draws import Draws, Flags, Reals, Wholes
from govmedia_rules.synthetic.lives import ACCOUNTS_PER_CITY, Traits
from govmedia_rules.synthetic.name_parts import (
    GIVEN_NAMES,
    OTHER_SOURCES,
    SOURCES,
    SURNAMES,
    TITLE_MATTERS,
    TITLE_OPENINGS,
    TITLE_SUBJECTS,
)
from govmedia_rules.synthetic.requests import SyntheticRequest
from govmedia_rules.synthetic.shares import (
    LIVES,
    MISSING,
    POST_FORMATS,
    POST_KINDS,
    POST_LABELS,
    RATES,
    SPREADS,
)

__all__ = ["accounts_per_batch", "post_table"]

_MOMENT: Final = pa.timestamp("us", tz="UTC")
_MOST_TIMES_THE_MEAN: Final = 20
# New accounts have next to no posts yet, so the others have a little more than the mean.
_FULL_SHARE: Final = 1 - LIVES["new_and_empty"] - 0.92 * LIVES["new"]
_READS_SHOWN: Final = 100_001  # WeChat shows 10万+ from there on

_BAD: Final = tuple(POST_LABELS)
_LABELS: Final = texts(
    [[], ["off_topic"], *([label] for label in _BAD), *([label, "off_topic"] for label in _BAD)]
)
_GATES: Final = texts(
    [KNOWN_GATES, *(KNOWN_GATES[:skip] + KNOWN_GATES[skip + 1 :] for skip in range(5)), ()]
)
_PEOPLE: Final = tuple(surname + given for surname in SURNAMES for given in GIVEN_NAMES)
_REVIEWERS: Final = texts(
    [
        (),
        *(
            tuple(_PEOPLE[(turn * 37 + step * 101) % len(_PEOPLE)] for step in range(2 + turn % 2))
            for turn in range(255)
        ),
    ]
)
_TITLES: Final = pool(
    [
        opening + subject + matter
        for opening in TITLE_OPENINGS[2:]
        for subject in TITLE_SUBJECTS
        for matter in TITLE_MATTERS
    ]
)
_KINDS: Final = pool(list(POST_KINDS))
_FORMATS: Final = pool(list(POST_FORMATS))
# What people do from 8 to 22 o'clock, mostly in the morning and the late afternoon.
_HOURS: Final = {
    str(hour): weight for hour, weight in enumerate((1, *(0,) * 5, 1, 3, 8, 10, 10, 7))
}
_HOURS_AFTER_NOON: Final = (4, 4, 6, 8, 10, 9, 6, 4, 3, 2, 1, 1)


@frozen
class _Rows:
    """The posts of one batch as they are put together: whose each is, and when it came out."""

    account: Wholes
    traits: Traits
    published_us: Wholes
    unknown_time: Flags
    serial: Wholes
    as_of_us: int

    @property
    def size(self) -> int:
        return len(self.account)

    def of(self, trait: Reals) -> Reals:
        """Return a trait of each post's account."""
        return trait[self.account]


def accounts_per_batch(mean: int) -> int:
    """Return how many accounts share a batch; a divisor of those of a city."""
    fitting = (count for count in (360, 120, 40, 20, 10, 5) if count * mean <= 60_000)
    return next(fitting, 1)


def post_table(request: SyntheticRequest, accounts: AccountBatch, first: int) -> pa.Table:
    """Return the posts of the batch of accounts that begins with place *first* of the city."""
    count = accounts_per_batch(request.posts_per_account)
    number = accounts.city.number * ACCOUNTS_PER_CITY + first
    draws = Draws.of(request.seed, "posts", number)
    rows = _rows(request, accounts.traits, first, count, draws)
    ids = pool(accounts.ids)
    account_id = picked(ids, rows.account)
    kind, kinds = _kind(rows, draws)
    deleted, harmed, labels = _blame(rows, draws)
    reads, likes = _popularity(rows, draws)
    return table_of(
        SCHEMAS["posts"],
        {
            "id": numbered(account_id, "-", rows.serial),
            "account_id": account_id,
            "published_at": known(from_instants(rows.published_us), rows.unknown_time, _MOMENT),
            "title": _any_of(_TITLES, "post.title", rows, draws),
            "kind": kinds,
            "format": picked(
                _FORMATS, draws.codes(POST_FORMATS, rows.size), _lost("post.format", rows, draws)
            ),
            "source": _sources(accounts, rows, kind, draws),
            "reads": reads,
            "likes": likes,
            "deleted_at": deleted,
            "harm_detected_at": harmed,
            **_reviews(rows, draws),
            "labels": labels,
        },
    )


def _lost(name: str, rows: _Rows, draws: Draws) -> Flags:
    return draws.flags(MISSING[name], rows.size)


def _any_of(values: Column, name: str, rows: _Rows, draws: Draws) -> Column:
    return picked(values, draws.below(len(values), rows.size), _lost(name, rows, draws))


def _rows(request: SyntheticRequest, traits: Traits, first: int, count: int, draws: Draws) -> _Rows:
    mean = request.posts_per_account
    counts = draws.counts(
        mean / _FULL_SHARE, SPREADS["posts per account"], max(1, mean * _MOST_TIMES_THE_MEAN), count
    )
    places = np.arange(first, first + count)
    # A new account has had less than the quarter that the mean is about.
    days = (traits.ends_us - traits.opened_us)[places] / DAY
    counts = np.ceil(counts * np.minimum(1.0, days / 90)).astype(np.int64)
    counts[traits.is_living("new_and_empty")[places]] = 0
    account = np.repeat(places, counts)
    size = len(account)
    start = np.repeat(np.cumsum(counts) - counts, counts)
    turn = np.arange(size) - start
    # Accounts publish at a steady pace: the n-th post falls into the n-th part of the time.
    place_in_time = (turn + draws.generator.random(size)) / np.repeat(counts, counts)
    published = _published(request.as_of_us, traits, account, place_in_time, draws)
    # Posts of one push share its time.
    push = traits.push[account]
    published = published[start + turn // push * push]
    published = published[np.lexsort((published, account))]
    unknown = draws.flags(MISSING["post.published_at"], size)
    return _Rows(account, traits, published, unknown, turn + 1, request.as_of_us)


def _published(
    as_of: int, traits: Traits, account: Wholes, place_in_time: Reals, draws: Draws
) -> Wholes:
    size = len(account)
    ends, opened = traits.ends_us[account], traits.opened_us[account]
    old = draws.flags(RATES["posts older than a quarter"], size)
    reach = np.where(old, 365.0, 90.0) * DAY * place_in_time
    at = ends - reach.astype(np.int64)
    # The hour of the day, in Beijing, and the second within it.
    weights = {**_HOURS, **{str(12 + i): w for i, w in enumerate(_HOURS_AFTER_NOON)}}
    hour = draws.codes(weights, size)
    second = draws.below(3600, size)
    day = (at + DAY // 3) // DAY * DAY - DAY // 3
    at = day + (hour * 3600 + second) * 1_000_000
    at = np.where(at > ends, at - DAY, at)
    early = at < opened
    within = opened + (draws.generator.random(size) * (ends - opened)).astype(np.int64)
    at = np.where(early, within // 1_000_000 * 1_000_000, at)
    later = draws.flags(RATES["posts after the monitoring moment"], size)
    later &= traits.is_living("running", "new")[account]
    ahead = as_of + (draws.uniform(0.001, 3.0, size) * 86_400).astype(np.int64) * 1_000_000
    return np.where(later, ahead, at)


def _kind(rows: _Rows, draws: Draws) -> tuple[Wholes, Column]:
    roll = draws.generator.random(rows.size)
    original = rows.of(rows.traits.original) * (1 - POST_KINDS["notice"])
    original = np.where(rows.traits.copies_superior[rows.account], 0.1, original)
    notice = original + POST_KINDS["notice"]
    kind = np.where(roll < original, 0, np.where(roll < notice, 2, 1)).astype(np.int64)
    return kind, picked(_KINDS, kind, _lost("post.kind", rows, draws))


def _sources(accounts: AccountBatch, rows: _Rows, kind: Wholes, draws: Draws) -> Column:
    """Return what reposts say they come from: known media, the superior, somebody else."""
    units = {unit.id: place for place, unit in enumerate(accounts.city.units)}
    names = accounts.city.names
    values = pool([*SOURCES, *OTHER_SOURCES, *names])
    first_name = len(SOURCES) + len(OTHER_SOURCES)
    # A unit whose superior sits in another city of the province reposts known media instead.
    above = np.array([units.get(unit.parent_id or "", -1) for unit in accounts.city.units])
    superior = above[rows.traits.unit[rows.account]]
    roll = draws.generator.random(rows.size)
    copies = np.where(rows.traits.copies_superior[rows.account], 0.9, 0.2)
    code = draws.below(len(SOURCES), rows.size)
    other = len(SOURCES) + draws.below(len(OTHER_SOURCES), rows.size)
    code = np.where(roll > 0.95, other, code)
    code = np.where((roll < copies) & (superior >= 0), first_name + superior, code)
    return picked(values, code, (kind != 1) | _lost("post.source", rows, draws))


def _popularity(rows: _Rows, draws: Draws) -> tuple[Column, Column]:
    typical = rows.of(rows.traits.reach) + draws.normal(SPREADS["reads, post"], rows.size)
    reads = np.minimum(np.exp(typical), _READS_SHOWN).astype(np.int64)
    liking = RATES["likes per read"] * np.exp(draws.normal(0.8, rows.size))
    likes = (reads * np.minimum(liking, 1.0)).astype(np.int64)
    return (
        known(reads, _lost("post.reads", rows, draws), pa.int64()),
        known(likes, _lost("post.likes", rows, draws), pa.int64()),
    )


def _blame(rows: _Rows, draws: Draws) -> tuple[Column, Column, Column]:
    """Return when posts were deleted, when harm was noticed, and what screening found."""
    size = rows.size
    bad = draws.flags(rows.of(rows.traits.bad), size)
    strays = draws.flags(rows.of(rows.traits.off_topic), size)
    which = draws.codes(POST_LABELS, size)
    code = np.where(bad, 2 + which + np.where(strays, len(_BAD), 0), np.where(strays, 1, 0))
    unseen = ~draws.flags(rows.of(rows.traits.screened), size)
    noticed = bad & draws.flags(0.5, size)
    noticed_us = (
        rows.published_us + (draws.uniform(0.1, 20.0, size) * 86_400).astype(np.int64) * 1_000_000
    )
    after = (draws.generator.exponential(1.5, size) * 86_400).astype(np.int64) * 1_000_000
    deleted = (noticed & draws.flags(0.6, size)) | draws.flags(RATES["posts deleted"], size)
    deleted_us = np.where(noticed, noticed_us, rows.published_us) + after
    noticed &= noticed_us <= rows.as_of_us
    deleted &= deleted_us <= rows.as_of_us + DAY
    return (
        known(from_instants(deleted_us), ~deleted, _MOMENT),
        known(from_instants(noticed_us), ~noticed, _MOMENT),
        picked(_LABELS, code, unseen),
    )


def _reviews(rows: _Rows, draws: Draws) -> dict[str, Column]:
    size = rows.size
    none = ~rows.traits.keeps_reviews[rows.account]
    before = (draws.uniform(10.0, 2880.0, size)).astype(np.int64) * 60_000_000
    late = draws.flags(RATES["reviews after publication"], size)
    reviewed = rows.published_us + np.where(late, before, -before)
    team = 1 + (rows.account * 7 + draws.below(2, size)) % (len(_REVIEWERS) - 1)
    team = np.where(draws.flags(RATES["reviews without a reviewer"], size), 0, team)
    skips = draws.flags(RATES["reviews that skip a gate"], size)
    gates = np.where(skips, 1 + draws.below(6, size), 0)
    return {
        "review_reviewed_at": known(
            from_instants(reviewed), none | _lost("post.review_reviewed_at", rows, draws), _MOMENT
        ),
        "review_reviewers": picked(
            _REVIEWERS, team, none | _lost("post.review_reviewers", rows, draws)
        ),
        "review_gates": picked(_GATES, gates, none | _lost("post.review_gates", rows, draws)),
    }
