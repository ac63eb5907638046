"""Factories, data and strategies: valid, controllable, and told apart by what they need."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, Final

import pytest
from attrs import fields
from hypothesis import find, given, settings
from hypothesis import strategies as st

from govmedia_rules import testing
from govmedia_rules.cases import jiangsu_2019 as the_cases
from govmedia_rules.errors import InvalidValueError, UnknownNameError
from govmedia_rules.evaluation import audit, interpret_audit
from govmedia_rules.models import Account, Message, Portfolio, Post, Unit
from govmedia_rules.rulesets import BUILT_IN
from govmedia_rules.serialization import loads_portfolio
from govmedia_rules.testing import (
    AS_OF,
    accounts,
    attestations,
    jiangsu_2019_expected_json,
    jiangsu_2019_json,
    make_account,
    make_message,
    make_portfolio,
    make_post,
    make_rule,
    make_unit,
    messages,
    portfolios,
    posts,
    units,
)

WITHOUT_THE_EXTRA: Final = """
import sys
sys.modules["hypothesis"] = None
from govmedia_rules import testing
print(testing.make_account().id)
try:
    testing.accounts
except ImportError as error:
    print(error)
"""


def test_factories_need_no_extra_and_strategies_say_which() -> None:
    done = subprocess.run(  # noqa: S603 -- our own code
        [sys.executable, "-P", "-c", WITHOUT_THE_EXTRA],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )

    how = "pip install 'govmedia-rules[testing]'"
    assert done.stdout.splitlines() == [
        "wechat:海安公安",
        f"govmedia_rules.testing.accounts needs the extra 'testing': {how}",
    ]


@pytest.mark.parametrize("name", testing.__all__)
def test_every_name_of_the_face_is_there(name: str) -> None:
    assert getattr(testing, name) is not None
    assert name in dir(testing)


def test_the_face_has_no_other_names() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'unit'"):
        getattr(testing, "unit")  # noqa: B009 -- no name that a type checker would let pass


def test_factories_make_rows_that_fit_together() -> None:
    rows = (make_unit(), make_account(), make_post(), make_message())

    portfolio = make_portfolio(*rows)

    assert portfolio == Portfolio(
        units=[rows[0]], accounts=[rows[1]], posts=[rows[2]], messages=[rows[3]]
    )
    assert make_portfolio(make_post()).accounts == (make_account(),)
    assert make_portfolio(supplied=()) == Portfolio(accounts=())


def test_a_factory_takes_any_field_and_refuses_what_it_cannot_hold() -> None:
    assert make_account(platform="weibo", name=None).name is None
    with pytest.raises(InvalidValueError):
        make_post(reads=-1)
    assert make_rule(requires=None, check=bool).id == "example-2019/a-rule"


def test_the_cases_are_json_that_anybody_can_read() -> None:
    assert loads_portfolio(jiangsu_2019_json()) == the_cases()
    assert len(json.loads(jiangsu_2019_expected_json())["cases"]) == 14


STRATEGIES: Final[dict[str, tuple[type[Any], Any]]] = {
    "units": (Unit, units),
    "accounts": (Account, accounts),
    "posts": (Post, posts),
    "messages": (Message, messages),
}


@pytest.mark.parametrize("name", STRATEGIES)
@given(data=st.data(), unknown=st.sampled_from((0.0, 0.3, 1.0)))
def test_rows_are_unknown_at_the_rate_set(name: str, data: st.DataObject, unknown: float) -> None:
    model, strategy = STRATEGIES[name]

    row = data.draw(strategy(unknown=unknown))

    assert isinstance(row, model)
    if unknown == 1:
        optional = [a.name for a in fields(model) if a.default is None]
        assert {getattr(row, field) for field in optional} == {None}
    if unknown == 0:
        assert (row.name if hasattr(row, "name") else row.id) is not None


@pytest.mark.parametrize("name", STRATEGIES)
@given(data=st.data())
def test_every_field_can_be_given_as_a_value_or_a_strategy(name: str, data: st.DataObject) -> None:
    model, strategy = STRATEGIES[name]
    given_row = data.draw(strategy(unknown=0.5))
    values = {a.name: getattr(given_row, a.name) for a in fields(model)}

    assert data.draw(strategy(**values)) == given_row
    assert data.draw(strategy(**{k: st.just(v) for k, v in values.items()})) == given_row


@pytest.mark.parametrize("strategy", [units, accounts, posts, messages, attestations])
def test_a_field_that_is_none_is_refused_before_anything_is_drawn(strategy: Any) -> None:
    with pytest.raises(UnknownNameError):
        strategy(nmae="甲")
    with pytest.raises(InvalidValueError):
        strategy(unknown=1.5)
    with pytest.raises(UnknownNameError):
        portfolios(post_fields={"raeds": 1})


@settings(max_examples=20)
@given(portfolio=portfolios(unknown=0.4))
def test_portfolios_are_whole_and_can_be_audited(portfolio: Portfolio) -> None:
    for ruleset in BUILT_IN.values():
        assert audit(portfolio, ruleset, as_of=AS_OF) == interpret_audit(
            portfolio, ruleset, as_of=AS_OF
        )


@given(portfolio=portfolios(size=3, per_account=2, account_fields={"platform": "weibo"}))
def test_sizes_and_fields_of_a_portfolio_are_the_callers(portfolio: Portfolio) -> None:
    assert [account.platform for account in portfolio.accounts] == ["weibo"] * 3
    assert len(portfolio.posts or ()) == len(portfolio.messages or ()) == 6


def test_a_row_shrinks_to_what_matters() -> None:
    row = find(posts(), lambda post: post.reads is not None and post.reads >= 100)

    assert row.reads == 100
    assert (row.id, row.account_id) == ("post-1", "account-1")
