"""Rules find what proposals mend, so both go by the same numbers."""

from __future__ import annotations

import pytest

from govmedia_rules.consolidation import Action, Thresholds, propose
from govmedia_rules.models import Account, Portfolio, Unit, Waiver
from govmedia_rules.rulesets import OPINION_2018
from situations import AS_OF, ago


@pytest.mark.parametrize(
    ("threshold", "rule_id", "param"),
    [
        ("few_followers", "alike-accounts-merged", "followers"),
        ("little_read", "alike-accounts-merged", "reads"),
        ("little_read", "little-read", "reads"),
        ("use_days", "alike-accounts-merged", "days"),
        ("use_days", "little-read", "days"),
        ("silent_days", "silent-accounts-closed", "days"),
    ],
)
def test_a_threshold_is_the_parameter_of_the_rule(threshold: str, rule_id: str, param: str) -> None:
    params = {each.name: each.value for each in OPINION_2018.rule(f"opinion-2018/{rule_id}").params}

    assert params[param] == Thresholds().number(threshold)


def test_a_waiver_of_the_opinions_rule_lets_an_account_stay() -> None:
    accounts = [
        Account(id=id_, platform="weibo", unit_id="u", status="active", is_main=id_ == "a")
        for id_ in ("a", "b")
    ]
    waiver = Waiver(
        id="w",
        rule_id="opinion-2018/one-account-per-platform",
        account_id="b",
        authority="甲市人民政府办公室",
        document="甲政办函〔2019〕1号",
        reason="方言广播",
        valid_from_at=ago(days=30),
    )
    given = Portfolio(units=[Unit(id="u", status="active")], accounts=accounts)

    def action(*waivers: Waiver) -> Action:
        waived = Portfolio(units=given.units, accounts=given.accounts, waivers=waivers)
        found = {each.account.id: each for each in propose(waived, as_of=AS_OF)}
        return found["b"].action

    assert action() is Action.MERGE
    assert action(waiver) is not Action.MERGE
