"""The name rules (4.1.8 to 4.1.10) on realistic names: no false failure, the undecidable left open."""

from __future__ import annotations

import pytest

from govmedia_rules.cases import jiangsu_2019
from govmedia_rules.findings import Outcome
from govmedia_rules.models import Account, Portfolio, Unit
from govmedia_rules.models.name_keys import name_key
from govmedia_rules.rulesets import OPINION_2018
from realistic_names import ALIASED, NAMES, NO, ONE_SPONSORS_NAMES, VERIFICATIONS, YES
from situations import AS_OF, audited, outcome_of

CONCISE = OPINION_2018.rule("opinion-2018/name-concise")
TIED = OPINION_2018.rule("opinion-2018/name-tied-to-duties")
VERIFIED = OPINION_2018.rule("opinion-2018/verification-names-sponsor")
SAME = OPINION_2018.rule("opinion-2018/same-name-on-platforms")
NAME_RULES = OPINION_2018.select(CONCISE.id, TIED.id, VERIFIED.id, SAME.id)


def portfolio(unit: Unit, *accounts: Account) -> Portfolio:
    return Portfolio(units=[unit], accounts=accounts)


def account(id_: str = "a", platform: str = "wechat", **facts: str | None) -> Account:
    return Account(id=id_, platform=platform, unit_id="u", status="active", **facts)  # type: ignore[arg-type]  # the names of text fields


def test_there_are_enough_names() -> None:
    assert len({name for name, *_ in (*NAMES, *ALIASED)}) >= 60


@pytest.mark.parametrize(("name", "sponsor", "expected"), NAMES)
def test_a_name_passes_where_it_says_whose_it_is_and_goes_to_a_person_elsewhere(
    name: str, sponsor: str, expected: bool | None
) -> None:
    found = audited(portfolio(Unit(id="u", name=sponsor), account(name=name)), TIED, as_of=AS_OF)

    assert outcome_of(found, TIED.id) is (Outcome.PASS if expected is YES else Outcome.UNDETERMINED)


@pytest.mark.parametrize(("name", "sponsor", "expected"), NAMES)
def test_only_a_name_without_any_letter_fails_to_be_concise(
    name: str, sponsor: str, expected: bool | None
) -> None:
    found = audited(portfolio(Unit(id="u", name=sponsor), account(name=name)), CONCISE, as_of=AS_OF)

    if not name_key(name):
        wanted = Outcome.FAIL
    else:
        wanted = Outcome.UNDETERMINED if expected is NO else Outcome.PASS
    assert outcome_of(found, CONCISE.id) is wanted


@pytest.mark.parametrize(("name", "sponsor", "aliases", "duties", "expected"), ALIASED)
def test_aliases_and_duty_words_count_too(
    name: str,
    sponsor: str | None,
    aliases: list[str] | None,
    duties: list[str] | None,
    expected: bool | None,
) -> None:
    unit = Unit(id="u", name=sponsor, aliases=aliases, duty_keywords=duties)

    found = audited(portfolio(unit, account(name=name)), TIED, as_of=AS_OF)

    assert outcome_of(found, TIED.id) is (Outcome.PASS if expected is YES else Outcome.UNDETERMINED)


@pytest.mark.parametrize(("body", "sponsor", "expected"), VERIFICATIONS)
def test_a_verification_fails_only_where_it_certainly_states_somebody_else(
    body: str, sponsor: str, expected: bool | None
) -> None:
    facts = portfolio(Unit(id="u", name=sponsor), account(verified_body=body))
    outcomes = {YES: Outcome.PASS, NO: Outcome.FAIL}

    found = audited(facts, VERIFIED, as_of=AS_OF)

    wanted = Outcome.UNDETERMINED if expected is None else outcomes[expected]
    assert outcome_of(found, VERIFIED.id) is wanted


@pytest.mark.parametrize(("names", "keys", "stems"), ONE_SPONSORS_NAMES)
def test_names_on_different_platforms_fail_only_when_three_of_them_differ(
    names: list[str], keys: int, stems: int
) -> None:
    accounts = [
        account(f"a{number}", platform, name=name)
        for number, (name, platform) in enumerate(
            zip(names, ("wechat", "weibo", "douyin", "toutiao"), strict=False)
        )
    ]

    found = audited(portfolio(Unit(id="u"), *accounts), SAME, as_of=AS_OF)

    wanted = Outcome.PASS if keys == 1 else Outcome.UNDETERMINED if stems <= 2 else Outcome.FAIL
    assert outcome_of(found, SAME.id) is wanted


@pytest.mark.parametrize("day", ["2018-12-07", "2019-05-20", "2019-05-29", "2019-06-05"])
def test_no_name_of_the_jiangsu_cases_fails(day: str) -> None:
    report = audited(jiangsu_2019(), NAME_RULES, as_of=f"{day}T00:00:00+08:00")

    assert [each for each in report.findings if each.outcome is Outcome.FAIL] == []
