"""Accounts and what hangs on them: what each field holds and refuses, the status at a moment."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError

from field_kinds import (
    COUNT,
    FLAG,
    IDENTIFIER,
    MOMENT,
    OPTIONAL_IDENTIFIER,
    TAGS,
    TEXT,
    FieldKind,
    Refused,
    expected_refusal,
    field_names,
    held_cases,
    list_of,
    member_of,
    one_of,
    refusal,
    refused_cases,
)
from govmedia_rules.errors import InvalidValueError
from govmedia_rules.models import (
    KNOWN_ACCOUNT_LABELS,
    KNOWN_PLATFORMS,
    Account,
    AccountStatus,
    AppFacts,
    Filing,
    Incident,
)
from govmedia_rules.moments import moment

ACCOUNT: dict[str, FieldKind] = {
    "id": IDENTIFIER,
    "platform": IDENTIFIER,
    "name": TEXT,
    "unit_id": OPTIONAL_IDENTIFIER,
    "verified_body": TEXT,
    "opened_at": MOMENT,
    "status": member_of(AccountStatus, "suspend", "suspended"),
    "closed_at": MOMENT,
    "closing_announced_at": MOMENT,
    "closing_notice_ended_at": MOMENT,
    "filings": list_of(Filing, Filing(what="opening")),
    "followers": COUNT,
    "functions": TAGS,
    "interaction_features": TAGS,
    "service_features": TAGS,
    "licences": TAGS,
    "is_main": FLAG,
    "is_in_personal_name": FLAG,
    "is_for_campaign": FLAG,
    "successor_id": OPTIONAL_IDENTIFIER,
    "operator": TEXT,
    "app": one_of(AppFacts, "AppFacts", AppFacts(is_usable=True)),
    "incidents": list_of(Incident, Incident(kind="hijacking")),
    "labels": TAGS,
    "has_all_posts": FLAG,
    "has_all_messages": FLAG,
}
FILING: dict[str, FieldKind] = {
    "what": IDENTIFIER,
    "filed_at": MOMENT,
    "filed_with": OPTIONAL_IDENTIFIER,
}
INCIDENT: dict[str, FieldKind] = {
    "kind": IDENTIFIER,
    "occurred_at": MOMENT,
    "resolved_at": MOMENT,
}
APP: dict[str, FieldKind] = {
    "is_downloadable": FLAG,
    "is_usable": FLAG,
    "supports_ipv6": FLAG,
    "runs_on_terminals": TAGS,
}


def build_account(**given: Any) -> Account:
    return Account(**{"id": "a1", "platform": "wechat", **given})


def build_filing(**given: Any) -> Filing:
    return Filing(**{"what": "opening", **given})


def build_incident(**given: Any) -> Incident:
    return Incident(**{"kind": "hijacking", **given})


def test_every_field_is_tested_here() -> None:
    tested = [list(fields) for fields in (ACCOUNT, FILING, INCIDENT, APP)]

    assert tested == [field_names(kind) for kind in (Account, Filing, Incident, AppFacts)]


@pytest.mark.parametrize(("name", "given", "held"), held_cases(ACCOUNT))
def test_a_field_of_an_account_holds(name: str, given: Any, held: Any) -> None:
    value = getattr(build_account(**{name: given}), name)

    assert value == held
    assert type(value) is type(held)


@pytest.mark.parametrize(("name", "case"), refused_cases(ACCOUNT))
def test_a_field_of_an_account_refuses(name: str, case: Refused) -> None:
    with pytest.raises(InvalidValueError) as caught:
        build_account(**{name: case.given})

    assert refusal(caught.value) == expected_refusal("Account", "a1", name, case)
    assert len(str(caught.value)) < 500


@pytest.mark.parametrize(("name", "given", "held"), held_cases(FILING))
def test_a_field_of_a_filing_holds(name: str, given: Any, held: Any) -> None:
    assert getattr(build_filing(**{name: given}), name) == held


@pytest.mark.parametrize(("name", "case"), refused_cases(FILING))
def test_a_field_of_a_filing_refuses(name: str, case: Refused) -> None:
    with pytest.raises(InvalidValueError) as caught:
        build_filing(**{name: case.given})

    assert refusal(caught.value) == expected_refusal("Filing", None, name, case)


@pytest.mark.parametrize(("name", "given", "held"), held_cases(INCIDENT))
def test_a_field_of_an_incident_holds(name: str, given: Any, held: Any) -> None:
    assert getattr(build_incident(**{name: given}), name) == held


@pytest.mark.parametrize(("name", "case"), refused_cases(INCIDENT))
def test_a_field_of_an_incident_refuses(name: str, case: Refused) -> None:
    with pytest.raises(InvalidValueError) as caught:
        build_incident(**{name: case.given})

    assert refusal(caught.value) == expected_refusal("Incident", None, name, case)


@pytest.mark.parametrize(("name", "given", "held"), held_cases(APP))
def test_a_fact_about_an_app_holds(name: str, given: Any, held: Any) -> None:
    assert getattr(AppFacts(**{name: given}), name) == held


@pytest.mark.parametrize(("name", "case"), refused_cases(APP))
def test_a_fact_about_an_app_refuses(name: str, case: Refused) -> None:
    with pytest.raises(InvalidValueError) as caught:
        AppFacts(**{name: case.given})

    assert refusal(caught.value) == expected_refusal("AppFacts", None, name, case)


def test_an_account_of_which_only_id_and_platform_are_known_has_none_everywhere_else() -> None:
    account = Account(id="a1", platform="wechat")

    assert {name: getattr(account, name) for name in ACCOUNT} == {
        **dict.fromkeys(ACCOUNT),
        "id": "a1",
        "platform": "wechat",
    }


@pytest.mark.parametrize(
    "name", ["filings", "functions", "interaction_features", "incidents", "labels"]
)
def test_none_found_is_not_nobody_looked(name: str) -> None:
    nothing, unknown = build_account(**{name: []}), build_account()

    assert getattr(nothing, name) is not None
    assert getattr(unknown, name) is None
    assert nothing != unknown


def test_an_iterator_is_read_once_and_kept() -> None:
    account = Account(
        id="a1",
        platform="wechat",
        labels=(label for label in ("forced_likes", "forced_likes")),
        filings=(Filing(what=what) for what in ("opening", "change")),
    )

    assert account.labels == frozenset({"forced_likes"})
    assert account.filings == (Filing(what="opening"), Filing(what="change"))


def test_an_account_cannot_be_changed_and_a_changed_copy_is_checked() -> None:
    account = build_account(followers=1)

    with pytest.raises(FrozenInstanceError):
        account.followers = 2  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    assert evolve(account, followers=2) == build_account(followers=2)
    with pytest.raises(InvalidValueError):
        evolve(account, followers=-2)


def test_equal_accounts_are_one_in_a_set() -> None:
    assert len({build_account(labels=["x", "y"]), build_account(labels=("y", "x"))}) == 1


@pytest.mark.parametrize("platform", [*KNOWN_PLATFORMS, "a-platform-of-tomorrow"])
def test_any_platform_may_be_named(platform: str) -> None:
    assert build_account(platform=platform).platform == platform


@pytest.mark.parametrize("label", [*KNOWN_ACCOUNT_LABELS, "a_label_of_tomorrow"])
def test_any_label_may_be_given(label: str) -> None:
    assert build_account(labels=[label]).labels == frozenset({label})


CLOSING = "2019-05-22T00:00:00+08:00"
JUST_BEFORE = "2019-05-21T23:59:59.999999+08:00"
JUST_AFTER = "2019-05-22T00:00:00.000001+08:00"


@pytest.mark.parametrize(
    ("status", "before"),
    [
        (AccountStatus.ACTIVE, AccountStatus.ACTIVE),
        (AccountStatus.SUSPENDED, AccountStatus.SUSPENDED),
        (AccountStatus.CLOSED, AccountStatus.ACTIVE),
        (None, None),
    ],
)
def test_an_account_is_closed_from_its_closing_moment_on_and_not_before(
    status: AccountStatus | None, before: AccountStatus | None
) -> None:
    account = build_account(status=status, closed_at=CLOSING)

    assert account.status_at(moment(JUST_BEFORE)) is before
    assert account.status_at(moment(CLOSING)) is AccountStatus.CLOSED
    assert account.status_at(moment("2019-05-21T16:00:00Z")) is AccountStatus.CLOSED
    assert account.status_at(moment(JUST_AFTER)) is AccountStatus.CLOSED


@pytest.mark.parametrize("status", [*AccountStatus, None])
@pytest.mark.parametrize("as_of", [JUST_BEFORE, CLOSING, JUST_AFTER])
def test_without_a_closing_moment_the_recorded_status_holds_at_any_moment(
    status: AccountStatus | None, as_of: str
) -> None:
    assert build_account(status=status).status_at(moment(as_of)) is status
