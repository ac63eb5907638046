"""Accounts drilled into: objects out of frames say of an account what the whole portfolio says."""

from __future__ import annotations

import pytest
from hypothesis import given

from edge_portfolios import EDGES, RULES
from frame_kinds import KINDS, AsKind
from govmedia_rules.errors import UnknownNameError
from govmedia_rules.evaluation import deadlines, explain
from govmedia_rules.findings import Deadline
from govmedia_rules.frames import deadlines_of_frames, drilling, portfolio_of_frames
from govmedia_rules.models import Account, Portfolio
from govmedia_rules.rules import RuleSet
from portfolio_frames import frames_of
from situations import AS_OF, ago
from tree_strategies import portfolios, rulesets


def _drilled(portfolio: Portfolio, account_id: str, as_kind: AsKind) -> Portfolio:
    frames = {table: as_kind(frame) for table, frame in frames_of(portfolio).items()}
    return portfolio_of_frames(
        frames.pop("accounts"), frames.pop("posts", None), of=[account_id], **frames
    )


def _in_frames(portfolio: Portfolio, ruleset: RuleSet, as_kind: AsKind) -> list[Deadline]:
    frames = {table: as_kind(frame) for table, frame in frames_of(portfolio).items()}
    frames.pop("waivers", None)
    return [
        *deadlines_of_frames(
            frames.pop("accounts"),
            frames.pop("posts", None),
            ruleset=ruleset,
            as_of=AS_OF,
            **frames,
        )
    ]


def _of_accounts(portfolio: Portfolio, ruleset: RuleSet) -> list[Deadline]:
    found = deadlines(portfolio, ruleset, as_of=AS_OF)
    return [each for each in found if each.subject.account_id is not None]


@given(portfolio=portfolios(), ruleset=rulesets())
def test_random_accounts_are_explained_as_in_the_whole_portfolio(
    portfolio: Portfolio, ruleset: RuleSet
) -> None:
    for account in portfolio.accounts:
        if account.opened_at is not None and account.opened_at > AS_OF:
            continue
        drilled = _drilled(portfolio, account.id, KINDS["polars lazy"])
        told = explain(drilled, ruleset, account.id, as_of=AS_OF)
        assert told == explain(portfolio, ruleset, account.id, as_of=AS_OF)


@given(portfolio=portfolios(), ruleset=rulesets())
def test_random_deadlines(portfolio: Portfolio, ruleset: RuleSet) -> None:
    found = _in_frames(portfolio, ruleset, KINDS["polars lazy"])
    assert found == _of_accounts(portfolio, ruleset)


@pytest.mark.parametrize("as_kind", KINDS.values(), ids=KINDS)
def test_deadlines_on_every_kind_of_frame(as_kind: AsKind) -> None:
    portfolio = EDGES["more rows than evidence lists"]
    expected = _of_accounts(portfolio, RULES)
    assert expected
    assert _in_frames(portfolio, RULES, as_kind) == expected


def test_batches_change_nothing_and_tell_their_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drilling, "_AT_ONCE", 7)
    portfolio = EDGES["peers of one large unit"]
    frames = frames_of(portfolio)
    told: list[int] = []
    found = deadlines_of_frames(
        frames["accounts"],
        units=frames["units"],
        ruleset=RULES,
        as_of=AS_OF,
        until=ago(days=-30),
        progress=told.append,
    )
    expected = deadlines(portfolio, RULES, as_of=AS_OF, until=ago(days=-30))
    key = lambda each: (each.rule_id, each.subject.id)  # noqa: E731 -- one key, used twice
    assert sorted(found, key=key) == sorted(
        (each for each in expected if each.subject.account_id is not None), key=key
    )
    assert told == [7, 14, 21, 28, 35, 40]


def test_an_account_that_is_not_there_is_told_with_the_near_one() -> None:
    accounts = frames_of(Portfolio(accounts=[Account(id="wechat:甲", platform="wechat")]))
    with pytest.raises(UnknownNameError) as refused:
        portfolio_of_frames(accounts["accounts"], of=["wechat:乙"])
    assert refused.value.name == "wechat:乙"
