"""Portfolios, attestations and waivers: what they hold, and what does not fit together."""

from __future__ import annotations

from typing import Any

import pytest

from field_kinds import (
    FLAG,
    IDENTIFIER,
    MOMENT,
    OPTIONAL_IDENTIFIER,
    REQUIRED_MOMENT,
    TEXT,
    FieldKind,
    Refused,
    expected_refusal,
    field_names,
    held_cases,
    member_of,
    refusal,
    refused_cases,
)
from govmedia_rules.errors import InvalidValueError
from govmedia_rules.models import (
    Account,
    Attestation,
    Message,
    Portfolio,
    PortfolioError,
    Post,
    Role,
    Unit,
    Waiver,
)

ATTESTATION: dict[str, FieldKind] = {
    "id": IDENTIFIER,
    "question_id": IDENTIFIER,
    "unit_id": OPTIONAL_IDENTIFIER,
    "account_id": OPTIONAL_IDENTIFIER,
    "answer": FLAG,
    "answered_by": IDENTIFIER,
    "answered_as": member_of(Role, "sponser", "sponsor"),
    "answered_at": REQUIRED_MOMENT,
    "remarks": TEXT,
}
WAIVER: dict[str, FieldKind] = {
    "id": IDENTIFIER,
    "rule_id": IDENTIFIER,
    "unit_id": OPTIONAL_IDENTIFIER,
    "account_id": OPTIONAL_IDENTIFIER,
    "authority": IDENTIFIER,
    "document": IDENTIFIER,
    "reason": IDENTIFIER,
    "valid_from_at": REQUIRED_MOMENT,
    "expires_at": MOMENT,
}

UNIT = Unit(id="u1")
ACCOUNT = Account(id="a1", platform="wechat")
POST = Post(id="p1", account_id="a1")
MESSAGE = Message(id="m1", account_id="a1")


def build_attestation(**given: Any) -> Attestation:
    facts = {
        "id": "t1",
        "question_id": "q1",
        "unit_id": "u1",
        "account_id": "a1",
        "answered_by": "someone",
        "answered_at": "2019-06-05T00:00:00+08:00",
    }
    return Attestation(**{**facts, **given})


def build_waiver(**given: Any) -> Waiver:
    facts = {
        "id": "w1",
        "rule_id": "a/b",
        # The other of the two, for when one is tested with None.
        "unit_id": "u1",
        "account_id": "a1",
        "authority": "the office",
        "document": "paper 1",
        "reason": "migration",
        "valid_from_at": "2019-06-05T00:00:00+08:00",
    }
    return Waiver(**{**facts, **given})


def test_every_field_is_tested_here() -> None:
    tested = [list(fields) for fields in (ATTESTATION, WAIVER)]

    assert tested == [field_names(kind) for kind in (Attestation, Waiver)]


def test_an_attestation_speaks_for_a_unit_or_an_account() -> None:
    with pytest.raises(InvalidValueError, match="a unit_id or an account_id"):
        build_attestation(unit_id=None, account_id=None)


@pytest.mark.parametrize(("name", "given", "held"), held_cases(ATTESTATION))
def test_a_field_of_an_attestation_holds(name: str, given: Any, held: Any) -> None:
    value = getattr(build_attestation(**{name: given}), name)

    assert value == held
    assert type(value) is type(held)


@pytest.mark.parametrize(("name", "case"), refused_cases(ATTESTATION))
def test_a_field_of_an_attestation_refuses(name: str, case: Refused) -> None:
    with pytest.raises(InvalidValueError) as caught:
        build_attestation(**{name: case.given})

    assert refusal(caught.value) == expected_refusal("Attestation", "t1", name, case)


@pytest.mark.parametrize(("name", "given", "held"), held_cases(WAIVER))
def test_a_field_of_a_waiver_holds(name: str, given: Any, held: Any) -> None:
    value = getattr(build_waiver(**{name: given}), name)

    assert value == held
    assert type(value) is type(held)


@pytest.mark.parametrize(("name", "case"), refused_cases(WAIVER))
def test_a_field_of_a_waiver_refuses(name: str, case: Refused) -> None:
    with pytest.raises(InvalidValueError) as caught:
        build_waiver(**{name: case.given})

    assert refusal(caught.value) == expected_refusal("Waiver", "w1", name, case)


def test_a_waiver_is_granted_to_a_unit_or_to_an_account_or_refused() -> None:
    assert build_waiver(account_id=None).unit_id == "u1"
    assert build_waiver(unit_id=None).account_id == "a1"
    with pytest.raises(InvalidValueError) as caught:
        build_waiver(unit_id=None, account_id=None)

    assert str(caught.value) == (
        "Waiver 'w1': account_id is None; expected a unit_id or an account_id that the waiver"
        " is granted to."
    )


TABLES: dict[str, tuple[object, ...]] = {
    "units": (UNIT,),
    "accounts": (ACCOUNT,),
    "posts": (POST,),
    "messages": (MESSAGE,),
    "attestations": (build_attestation(),),
    "waivers": (build_waiver(),),
}


def build(**tables: Any) -> Portfolio:
    return Portfolio(**{"accounts": (ACCOUNT,), **tables})


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_read_from_any_iterable(table: str) -> None:
    rows = TABLES[table]

    for given in (list(rows), rows, set(rows), iter(rows), dict.fromkeys(rows).keys()):
        assert getattr(build(**{table: given}), table) == rows


@pytest.mark.parametrize("table", ["units", "posts", "messages", "attestations", "waivers"])
def test_a_table_not_supplied_is_not_an_empty_one(table: str) -> None:
    assert getattr(build(), table) is None
    assert getattr(build(**{table: []}), table) == ()
    assert build(**{table: []}) != build()


def test_a_portfolio_may_have_no_accounts_but_has_to_say_so() -> None:
    assert Portfolio(accounts=[]).accounts == ()
    with pytest.raises(InvalidValueError) as caught:
        build(accounts=None)

    assert refusal(caught.value) == expected_refusal(
        "Portfolio", None, "accounts", Refused(None, "a list of accounts")
    )


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("value", [5, "", "a1", b"a1", {}, {"id": "a1"}, ACCOUNT, True])
def test_a_table_that_is_no_list_is_refused(table: str, value: object) -> None:
    with pytest.raises(InvalidValueError) as caught:
        build(**{table: value})

    assert refusal(caught.value) == expected_refusal(
        "Portfolio", None, table, Refused(value, f"a list of {table}")
    )


@pytest.mark.parametrize(
    ("table", "kind"),
    [
        ("units", "Unit"),
        ("accounts", "Account"),
        ("posts", "Post"),
        ("messages", "Message"),
        ("attestations", "Attestation"),
        ("waivers", "Waiver"),
    ],
)
def test_a_row_of_another_kind_is_refused(table: str, kind: str) -> None:
    for stranger in (None, {"id": "a1"}, "a1", UNIT if table != "units" else ACCOUNT):
        with pytest.raises(InvalidValueError) as caught:
            build(**{table: [*TABLES[table], stranger]})

        assert refusal(caught.value) == expected_refusal(
            "Portfolio", None, table, Refused(stranger, f"a list of {kind}")
        )


def test_everything_that_does_not_fit_together_is_listed() -> None:
    with pytest.raises(PortfolioError) as caught:
        Portfolio(
            units=[UNIT, UNIT],
            accounts=[ACCOUNT, Account(id="a2", platform="weibo"), ACCOUNT, ACCOUNT],
            posts=[
                POST,
                Post(id="p2", account_id="a3"),
                Post(id="p1", account_id="A1"),
                Post(id="p3", account_id="a2"),
            ],
            messages=[MESSAGE, MESSAGE, Message(id="m2", account_id="u1")],
            attestations=[build_attestation(), build_attestation(answer=False)],
            waivers=[build_waiver(), build_waiver(), build_waiver(id="w2")],
        )

    assert caught.value.problems == (
        "units: the id 'u1' occurs more than once; ids are keys.",
        "accounts: the id 'a1' occurs more than once; ids are keys.",
        "posts: the id 'p1' occurs more than once; ids are keys.",
        "messages: the id 'm1' occurs more than once; ids are keys.",
        "attestations: the id 't1' occurs more than once; ids are keys.",
        "waivers: the id 'w1' occurs more than once; ids are keys.",
        "posts: 'p2' belongs to the account 'a3', which is not in the portfolio.",
        "posts: 'p1' belongs to the account 'A1', which is not in the portfolio.",
        "messages: 'm2' belongs to the account 'u1', which is not in the portfolio.",
    )
    assert str(caught.value) == "the portfolio has 9 problem(s):\n  " + "\n  ".join(
        caught.value.problems
    )


def test_the_message_prints_twenty_problems_and_counts_the_rest() -> None:
    def error_of(count: int) -> str:
        posts = [Post(id=f"p{number}", account_id="?") for number in range(count)]
        with pytest.raises(PortfolioError) as caught:
            build(posts=posts)
        assert len(caught.value.problems) == count
        return str(caught.value)

    assert error_of(20).count("\n") == 20
    assert "more" not in error_of(20)
    assert error_of(21).endswith("\n  … and 1 more")
    assert error_of(21).count("\n") == 21


def test_one_id_may_stand_in_several_tables() -> None:
    portfolio = Portfolio(
        units=[Unit(id="x")],
        accounts=[Account(id="x", platform="wechat")],
        posts=[Post(id="x", account_id="x")],
        messages=[Message(id="x", account_id="x")],
    )

    assert portfolio.posts == (Post(id="x", account_id="x"),)


def test_accounts_waivers_and_attestations_may_name_what_the_portfolio_does_not_hold() -> None:
    portfolio = Portfolio(
        accounts=[Account(id="a1", platform="wechat", unit_id="u9", successor_id="a9")],
        attestations=[build_attestation(unit_id="u9", account_id="a9")],
        waivers=[build_waiver(unit_id="u9", account_id="a9")],
    )

    assert portfolio.units is None


def test_a_portfolio_prints_its_sizes_and_not_its_rows() -> None:
    posts = [Post(id=f"p{number}", account_id="a1") for number in range(1_000)]

    assert repr(build(posts=posts, units=[])) == (
        "<Portfolio units=0, accounts=1, posts=1,000, messages=not supplied,"
        " attestations=not supplied, waivers=not supplied>"
    )
