"""Which of several accounts of one unit on one platform remains as the main one."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from attrs import field, frozen

from govmedia_rules.consolidation.gaps import Gaps
from govmedia_rules.consolidation.standings import Standing
from govmedia_rules.models.name_keys import name_key

__all__ = ["Basis", "Election", "elect"]


class Basis(StrEnum):
    """What decided which account remains."""

    ALONE = "alone"
    DECLARED = "declared"
    NAMED_AS_UNIT = "named_as_unit"
    OWN = "own"
    FOLLOWERS = "followers"
    POSTS = "posts"
    READS = "reads"
    ID = "id"


@frozen(kw_only=True, eq=False)
class Election:
    """
    The account that remains of several, and how that was found.

    Parameters:
        main: the account that remains.

        basis: what decided.

        is_provisional: the choice rests on a comparison for which facts are missing, or on
            the order of ids alone.

        gaps: the facts whose lack could have made another one remain.
    """

    main: Standing
    basis: Basis
    is_provisional: bool
    gaps: Gaps = field(factory=Gaps)


def elect(candidates: Sequence[Standing]) -> Election:
    """
    Return which of *candidates*, accounts of one unit on one platform, remains.

    The one declared main; else the one named as the unit is; else one that the unit itself
    opened rather than an office of it; else the one with most followers, most posts, most
    reads; else the first by id.
    """
    left = sorted(candidates, key=lambda candidate: candidate.id)
    if len(left) == 1:
        return Election(main=left[0], basis=Basis.ALONE, is_provisional=False)
    gaps = Gaps()
    open_before = False
    for basis, narrow in (
        (Basis.DECLARED, _declared),
        (Basis.NAMED_AS_UNIT, _named_as_unit),
        (Basis.OWN, _own),
        (Basis.FOLLOWERS, _most_followers),
        (Basis.POSTS, _most_posts),
        (Basis.READS, _most_reads),
    ):
        left, lacking = narrow(left)
        gaps |= lacking
        # Who leads by name or as the unit's own is no guess, whatever else is missing.
        open_before |= bool(lacking) and basis in {Basis.FOLLOWERS, Basis.POSTS, Basis.READS}
        if len(left) == 1:
            return Election(main=left[0], basis=basis, is_provisional=open_before, gaps=gaps)
    return Election(main=left[0], basis=Basis.ID, is_provisional=True, gaps=gaps)


def _declared(left: list[Standing]) -> tuple[list[Standing], Gaps]:
    declared = [each for each in left if each.account.is_main is True]
    if declared:
        return declared, Gaps()
    unknown = [each for each in left if each.account.is_main is None]
    return unknown or left, Gaps({"account.is_main": [each.id for each in unknown]})


def _named_as_unit(left: list[Standing]) -> tuple[list[Standing], Gaps]:
    body = left[0].lineage.body if left[0].lineage is not None else None
    names = [] if body is None else [body.name or "", *(body.aliases or ())]
    keys = {name_key(name) for name in names} - {""}
    named = [each for each in left if each.account.name_key in keys]
    if named:
        return named, Gaps()
    gaps = Gaps({"account.name": [each.id for each in left if each.account.name is None]})
    if body is not None and body.name is None:
        gaps.add("unit.name", body.id)
    if body is not None and body.aliases is None:
        gaps.add("unit.aliases", body.id)
    return left, gaps


def _own(left: list[Standing]) -> tuple[list[Standing], Gaps]:
    own = [each for each in left if each.lineage is not None and not each.lineage.is_office]
    return own or left, Gaps()


def _most_followers(left: list[Standing]) -> tuple[list[Standing], Gaps]:
    most = max((-1 if e.account.followers is None else e.account.followers) for e in left)
    gaps = Gaps({"account.followers": [e.id for e in left if e.account.followers is None]})
    leading = [e for e in left if e.account.followers == most]
    return leading or left, gaps


def _most_posts(left: list[Standing]) -> tuple[list[Standing], Gaps]:
    most = max(each.publishing.posts_in_use for each in left)
    gaps = Gaps({"posts": [each.id for each in left if not each.publishing.has_all_in_use]})
    return [each for each in left if each.publishing.posts_in_use == most], gaps


def _most_reads(left: list[Standing]) -> tuple[list[Standing], Gaps]:
    if not any(each.publishing.posts_in_use for each in left):
        return left, Gaps()
    reads = [-1.0 if e.publishing.mean_reads is None else e.publishing.mean_reads for e in left]
    gaps = Gaps({"post.reads": [e.id for e in left if e.publishing.mean_reads is None]})
    most = max(reads)
    return [each for each, read in zip(left, reads, strict=True) if read == most], gaps
