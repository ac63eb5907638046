"""What holds for the proposals of any portfolio."""

from __future__ import annotations

import json
from typing import Any

from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from consolidating import ago, check_targets, grounds
from govmedia_rules.consolidation import (
    Action,
    Ground,
    Proposal,
    Thresholds,
    dumps_proposals,
    proposals_to_plain,
    propose,
)
from govmedia_rules.models import Account, Portfolio, Post, Unit
from tree_strategies import AS_OF, maybe

# Few and small, so that both sides of each are met.
THRESHOLDS = Thresholds().override(few_followers=2, little_read=2, use_days=7, silent_days=7)


def mostly(usual: Any, *others: Any) -> st.SearchStrategy[Any]:
    """Draw *usual* in most cases."""
    return st.sampled_from([usual] * 3 * len(others) + list(others))


@st.composite
def situations(draw: st.DrawFn) -> Portfolio:
    """Draw a portfolio whose accounts and units have much to do with each other."""
    ids = [f"a{number}" for number in range(draw(st.integers(1, 7)))]
    tags = st.frozensets(st.sampled_from("ab"), min_size=1)
    accounts = st.builds(
        Account,
        id=st.just("-"),
        platform=mostly("wechat", "weibo", "other"),
        name=st.sampled_from((None, "a", "b")),
        unit_id=mostly("u1", "u2", "u3", None),
        opened_at=mostly(ago(1_000), None, ago(1), ago(-1)),
        status=mostly("active", "suspended", "closed", None),
        closed_at=mostly(None, ago(1), ago(-1)),
        closing_announced_at=mostly(None, ago(1)),
        followers=st.sampled_from((0, 1, 2, 3, None)),
        functions=maybe(tags) | tags,
        is_main=st.sampled_from((None, True, False, False)),
        successor_id=mostly(None, *ids, "elsewhere"),
        verified_body=st.sampled_from((None, "a", "b")),
        has_all_posts=mostly(True, False, None),
    )
    posts = st.builds(
        Post,
        id=st.just("-"),
        account_id=st.sampled_from(ids),
        published_at=mostly(ago(1), ago(7), ago(8), None),
        reads=st.sampled_from((0, 1, 2, 3, None)),
        deleted_at=mostly(None, ago(0)),
    )
    units = st.builds(
        Unit,
        id=st.just("-"),
        name=st.sampled_from((None, "a", "b")),
        region=maybe(st.just("r")),
        kind=mostly("department", "internal_office", "party_body", None),
        status=mostly("active", "merged", "abolished", "renamed", None),
        status_changed_on=mostly(None, "2020-01-01"),
        parent_id=st.sampled_from((None, "u1", "u2", "u8")),
        successor_id=mostly("u1", "u2", "u8", None),
    )
    records = [evolve(draw(units), id=unit_id) for unit_id in ("u1", "u2", "u3")]
    drawn = draw(st.lists(posts, max_size=12))
    return Portfolio(
        accounts=[evolve(draw(accounts), id=account_id) for account_id in ids],
        units=draw(mostly(records, None)),
        posts=[evolve(each, id=f"p{number}") for number, each in enumerate(drawn)],
    )


def found_in(portfolio: Portfolio, **options: Any) -> tuple[Proposal, ...]:
    return propose(portfolio, as_of=AS_OF, thresholds=THRESHOLDS, **options)


@given(situations())
def test_every_account_there_is_gets_exactly_one_proposal(portfolio: Portfolio) -> None:
    found = [proposal.account.id for proposal in found_in(portfolio)]
    there = {
        account.id
        for account in portfolio.accounts
        if account.opened_at is None or account.opened_at <= AS_OF
    }
    assert len(found) == len(set(found))
    assert set(found) == there


@given(situations())
def test_what_is_to_be_merged_goes_into_an_open_account_that_is_kept(portfolio: Portfolio) -> None:
    found = {proposal.account.id: proposal for proposal in found_in(portfolio)}
    check_targets(found)
    for proposal in found.values():
        assert proposal.into != proposal.account.id
        if proposal.into is not None and not proposal.is_done:
            assert proposal.into in found


@given(situations())
def test_only_closed_accounts_are_done(portfolio: Portfolio) -> None:
    accounts = {account.id: account for account in portfolio.accounts}
    for proposal in found_in(portfolio):
        assert proposal.is_done == (accounts[proposal.account.id].status_at(AS_OF) == "closed")


@given(situations(), st.randoms(use_true_random=False), st.booleans())
def test_the_order_of_rows_plays_no_part(
    portfolio: Portfolio, random: Any, is_regional: bool
) -> None:
    def shuffled(rows: Any) -> Any:
        return None if rows is None else random.sample(rows, len(rows))

    other = evolve(
        portfolio,
        accounts=shuffled(portfolio.accounts),
        units=shuffled(portfolio.units),
        posts=shuffled(portfolio.posts),
    )
    options: dict[str, Any] = {}
    if is_regional and any(unit.region == "r" for unit in portfolio.units or ()):
        options["region"] = "r"
    assert found_in(portfolio, **options) == found_in(other, **options)


@given(situations())
def test_a_unit_asked_for_alone_gets_the_proposals_it_gets_among_all(portfolio: Portfolio) -> None:
    everything = {each.account.id: each for each in found_in(portfolio)}
    for unit in portfolio.units or ():
        for proposal in found_in(portfolio, unit_id=unit.id):
            assert proposal == everything[proposal.account.id]


@given(situations())
def test_closing_rests_on_a_record(portfolio: Portfolio) -> None:
    for proposal in found_in(portfolio):
        if proposal.action is Action.CLOSE and not proposal.is_done:
            assert {Ground.SILENT, Ground.CLOSING_ANNOUNCED} & set(grounds(proposal))
            assert not proposal.missing


@given(situations())
def test_nothing_known_merges_and_closes_nothing(portfolio: Portfolio) -> None:
    bare = evolve(
        portfolio,
        accounts=[
            evolve(
                account,
                status="active",
                closed_at=None,
                unit_id=None,
                successor_id=None,
                closing_announced_at=None,
                has_all_posts=None,
            )
            for account in portfolio.accounts
        ],
        posts=None,
    )
    assert {proposal.action for proposal in found_in(bare)} <= {Action.UNDECIDED}


@given(situations())
def test_an_undecided_account_says_what_is_missing(portfolio: Portfolio) -> None:
    for proposal in found_in(portfolio):
        if proposal.action is Action.UNDECIDED:
            assert proposal.missing
            assert grounds(proposal)[-1] is Ground.UNKNOWN


@given(situations())
def test_every_other_first_reason_cites_the_opinion(portfolio: Portfolio) -> None:
    for proposal in found_in(portfolio):
        if proposal.action is not Action.UNDECIDED:
            assert proposal.reasons[0].citations
            assert {cite.instrument for cite in proposal.reasons[0].citations} == {"opinion-2018"}


@given(situations())
def test_proposals_are_plain_json(portfolio: Portfolio) -> None:
    found = found_in(portfolio)
    plain = proposals_to_plain(found, as_of=AS_OF, thresholds=THRESHOLDS)
    assert json.loads(dumps_proposals(found, as_of=AS_OF, thresholds=THRESHOLDS)) == plain
    assert [each["account"]["id"] for each in plain["proposals"]] == [
        each.account.id for each in found
    ]
