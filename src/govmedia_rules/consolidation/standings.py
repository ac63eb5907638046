"""How an account stands as of a moment: its sponsor, its silence, its use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import field, frozen
from pendulum import DateTime

from govmedia_rules.conditions import Table
from govmedia_rules.conditions.interpreter import exists
from govmedia_rules.conditions.logic import Truth3
from govmedia_rules.consolidation.gaps import Gaps
from govmedia_rules.consolidation.thresholds import Thresholds
from govmedia_rules.models import (
    Account,
    AccountStatus,
    Post,
    Unit,
    UnitKind,
    UnitStatus,
)
from govmedia_rules.moments import cut_off
from govmedia_rules.rulesets.scopes import GOVERNMENT_NEW_MEDIA

__all__ = ["Lineage", "Publishing", "Standing", "lineage_of", "publishing_of"]

_GONE = frozenset({UnitStatus.MERGED, UnitStatus.ABOLISHED})


@frozen(kw_only=True)
class Lineage:
    """
    From the unit that opened an account to the one that answers for it now.

    An internal office leads to the unit it belongs to; a unit that was merged, abolished
    or renamed leads to its successor.

    Parameters:
        path: the ids of the units on the way, the sponsor first.

        units: those of them that the portfolio holds.

        body_id: the unit that answers for the account now; None where a unit on the way
            is gone and nobody recorded its successor.

        gone: the first unit on the way that was merged or abolished, or None.

        renamed: the first unit on the way that bears another name now, or None.

        is_outside: a sponsor is known to be none of those that the Opinion binds (2.1).

        gaps: what nobody recorded about the units on the way.
    """

    path: tuple[str, ...]
    units: tuple[Unit, ...]
    body_id: str | None
    gone: Unit | None
    renamed: Unit | None
    is_outside: bool
    gaps: Gaps = field(eq=False)

    @property
    def body(self) -> Unit | None:
        """The unit that answers for the account now, where the portfolio holds it."""
        return next((unit for unit in self.units if unit.id == self.body_id), None)

    @property
    def is_office(self) -> bool:
        """Whether the sponsor is an internal office of another unit."""
        return self.units[:1] != () and self.units[0].kind is UnitKind.INTERNAL_OFFICE

    def lies_in(self, region: str) -> bool:
        """Return whether one of the units is known to lie in *region*."""
        return any(unit.region == region for unit in self.units)


def lineage_of(unit_id: str, units: Mapping[str, Unit], as_of: DateTime) -> Lineage:
    """Return the lineage of the unit *unit_id* as of *as_of*."""
    path, found = [unit_id], list[Unit]()
    body_id: str | None = unit_id
    gone: Unit | None = None
    renamed: Unit | None = None
    gaps = Gaps()
    while True:
        unit = units.get(path[-1])
        if unit is None:
            gaps.add("unit", path[-1])
            break
        found.append(unit)
        status = unit.status_at(as_of)
        if status is None:
            gaps.add("unit.status", unit.id)
        next_id: str | None = None
        if status in _GONE:
            gone = gone or unit
            next_id = unit.successor_id
            if next_id is None or next_id in path:
                gaps.add("unit.successor_id", unit.id)
                body_id = None
                break
        elif status is UnitStatus.RENAMED:
            renamed = renamed or unit
            next_id = unit.successor_id
        if next_id is None and unit.kind is UnitKind.INTERNAL_OFFICE:
            next_id = unit.parent_id
            if next_id is None:
                gaps.add("unit.parent_id", unit.id)
        elif next_id is None and unit.kind is None and unit.parent_id is not None:
            gaps.add("unit.kind", unit.id)
        if next_id is None or next_id in path:
            break
        path.append(next_id)
        body_id = next_id
    # Whoever took over from a sponsor that is gone did not open the account.
    sponsors = found if gone is None else found[: found.index(gone) + 1]
    return Lineage(
        path=tuple(path),
        units=tuple(found),
        body_id=body_id,
        gone=gone,
        renamed=renamed,
        is_outside=any(GOVERNMENT_NEW_MEDIA.binds_unit(unit, as_of) is False for unit in sponsors),
        gaps=gaps,
    )


@frozen(kw_only=True)
class Publishing:
    """
    What an account published up to a moment.

    Parameters:
        last_published_at: its newest post of which the moment is known, or None.

        is_silent: nothing in the days that count as long silence; None when unknown.

        posts_in_use: how many posts are known in the days over which use is measured.

        has_all_in_use: whether these are all there were.

        mean_reads: their average reads; None when unknown or when there are none.

        is_little_used: few reads, or no posts at all; None when unknown.

        silence_gaps: why silence is unknown.

        use_gaps: why use is unknown.
    """

    last_published_at: DateTime | None
    is_silent: Truth3
    posts_in_use: int
    has_all_in_use: bool
    mean_reads: float | None
    is_little_used: Truth3
    silence_gaps: Gaps = field(eq=False)
    use_gaps: Gaps = field(eq=False)


def publishing_of(
    account: Account,
    posts: Sequence[Post],
    *,
    has_all: bool,
    as_of: DateTime,
    thresholds: Thresholds,
) -> Publishing:
    """Return what *account* published up to *as_of*, given its known *posts*."""
    visible = [post for post in posts if exists(Table.POSTS, post, as_of)]
    dated = [post.published_at for post in visible if post.published_at is not None]
    undated = len(dated) < len(visible)
    silent, silence_gaps = _quiet(
        account, posts, dated, cut_off(as_of, thresholds.days("silent_days")), undated, has_all
    )
    start = cut_off(as_of, thresholds.days("use_days"))
    in_use = [post for post in visible if post.published_at and post.published_at > start]
    reads = [post.reads for post in in_use if post.reads is not None]
    mean: float | None = None
    gaps = Gaps()
    if not in_use:
        little, gaps = _quiet(account, posts, dated, start, undated, has_all)
    else:
        if not has_all:
            gaps.add("posts", account.id)
        if undated:
            gaps.add("post.published_at", account.id)
        if len(reads) < len(in_use):
            gaps.add("post.reads", account.id)
        mean = None if gaps else sum(reads) / len(reads)
        little = None if mean is None else mean < thresholds.number("little_read")
    return Publishing(
        last_published_at=max(dated, default=None),
        is_silent=silent,
        posts_in_use=len(in_use),
        has_all_in_use=has_all and not undated,
        mean_reads=mean,
        is_little_used=little,
        silence_gaps=silence_gaps,
        use_gaps=gaps,
    )


def _quiet(
    account: Account,
    posts: Sequence[Post],
    dated: Sequence[DateTime],
    start: DateTime,
    undated: bool,
    has_all: bool,
) -> tuple[Truth3, Gaps]:
    """Return whether nothing was published after *start* by an account that was there by then."""
    if any(published > start for published in dated):
        return False, Gaps()
    if account.opened_at is not None and account.opened_at > start:
        return False, Gaps()
    gaps = Gaps()
    if not has_all:
        gaps.add("posts", account.id)
    if undated:
        gaps.add("post.published_at", account.id)
    # A post that was taken down since still shows that the account was there.
    was_there = account.opened_at is not None or any(
        post.published_at is not None and post.published_at <= start for post in posts
    )
    if not was_there and not gaps:
        gaps.add("account.opened_at", account.id)
    return (None, gaps) if gaps else (True, gaps)


@frozen(kw_only=True, eq=False)
class Standing:
    """
    One account as of a moment.

    Parameters:
        account: the account.

        status: whether it runs; None when nobody looked.

        lineage: its sponsor and who answers for it now; None when nobody recorded one.

        publishing: what it published.

        is_announced: the public has been told that it will be closed.

        is_in_force: the Opinion binds at the moment.
    """

    account: Account
    status: AccountStatus | None
    lineage: Lineage | None
    publishing: Publishing
    is_announced: bool
    is_in_force: bool

    @property
    def id(self) -> str:
        """The account's id."""
        return self.account.id

    @property
    def is_closed(self) -> bool:
        """Whether it is closed."""
        return self.status is AccountStatus.CLOSED

    @property
    def is_judged(self) -> bool:
        """Whether there is something to decide: it is known to run, and the Opinion binds it."""
        return self.is_running and self.is_in_force and not self.is_outside

    @property
    def is_running(self) -> bool:
        """Whether it is known to be open, even if suspended."""
        return self.status in {AccountStatus.ACTIVE, AccountStatus.SUSPENDED}

    @property
    def is_outside(self) -> bool:
        """Whether its sponsor is known to be none of those that the Opinion binds."""
        return self.lineage is not None and self.lineage.is_outside

    @property
    def can_take_over(self) -> bool:
        """Whether others may be merged into it: open, to stay open, not known to be silent."""
        return self.is_running and not self.is_announced and self.publishing.is_silent is not True

    @property
    def is_sponsored(self) -> bool:
        """Whether a unit that still exists, as far as is known, answers for it."""
        return self.lineage is not None and self.lineage.gone is None

    @property
    def shelf(self) -> tuple[str, str] | None:
        """
        The unit that answers for it and its platform; None where one of them is unknown.

        What stands under ``other`` may stand on different platforms.
        """
        if self.lineage is None or self.lineage.body_id is None or self.account.platform == "other":
            return None
        return self.lineage.body_id, self.account.platform
