"""What frames work out of an account or unit by themselves is what the model says."""

from __future__ import annotations

from datetime import datetime, timedelta

import polars as pl
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules.conditions import account, unit
from govmedia_rules.conditions.expressions import Field
from govmedia_rules.errors import InvalidValueError
from govmedia_rules.frames import frames_of
from govmedia_rules.frames.worked_out import words_column, worked_out
from govmedia_rules.models import Account, Filing, Incident, Portfolio, Unit
from realistic_names import NAMES
from situations import AS_OF

JUST = timedelta(microseconds=1)
WORDS = st.none() | st.frozensets(st.sampled_from(["政务", "a", "", "海安公安局"]))


def read(portfolio: Portfolio, field: Field) -> list[object]:
    table = f"{field.spec.root}s"
    frame = frames_of(portfolio)[table]
    return worked_out(frame, table, field.spec, AS_OF)[field.spec.path[-1]].to_list()


@given(st.lists(WORDS))
def test_a_column_of_words_holds_each_row_in_order(rows: list[frozenset[str] | None]) -> None:
    made = words_column(rows)
    assert made.dtype == pl.List(pl.String)
    assert made.to_list() == [None if row is None else sorted(row) for row in rows]


@pytest.mark.parametrize("name", [None, "🈶", "ＨＡＩＡＮ发布", *(name for name, *_ in NAMES[:20])])
def test_names_come_to_what_the_account_says(name: str | None) -> None:
    made = Account(id="a", platform="wechat", name=name, verified_body=name)
    portfolio = Portfolio(accounts=[made, evolve(made, id="b")])
    for field, expected in (
        (account.name_key, made.name_key),
        (account.name_length, made.name_length),
        (account.verified_key, made.verified_key),
    ):
        assert read(portfolio, field) == [expected, expected]


@pytest.mark.parametrize(
    "name", [None, "海安市公安局", "南京市浦口区卫生健康委员会", "马坝镇人民政府"]
)
@pytest.mark.parametrize("aliases", [None, [], ["旧名"]])
def test_the_keys_of_a_unit_are_those_it_gives(name: str | None, aliases: list[str] | None) -> None:
    made = Unit(id="u", name=name, aliases=aliases, duty_keywords=["水", "公安"])
    portfolio = Portfolio(accounts=[], units=[made])
    for field, expected in (
        (unit.name_keys, made.name_keys),
        (unit.body_keys, made.body_keys),
        (unit.duty_keys, made.duty_keys),
    ):
        assert read(portfolio, field) == [None if expected is None else sorted(expected)]


@pytest.mark.parametrize(
    ("filed_at", "is_filed"),
    [(AS_OF - JUST, True), (AS_OF, True), (AS_OF + JUST, False), (None, True)],
)
def test_what_was_filed_by_the_moment_counts(filed_at: datetime | None, is_filed: bool) -> None:
    filings = [Filing(what="opening", filed_at=filed_at), Filing(what="change", filed_at=AS_OF)]
    made = Account(id="a", platform="wechat", filings=filings)
    expected = ["change", "opening"] if is_filed else ["change"]
    assert read(Portfolio(accounts=[made]), account.filed) == [expected]
    assert sorted(made.filed_at(AS_OF) or ()) == expected


@pytest.mark.parametrize(
    ("resolved_at", "is_open"),
    [(AS_OF - JUST, False), (AS_OF, False), (AS_OF + JUST, True), (None, True)],
)
@pytest.mark.parametrize("occurred_at", [AS_OF - timedelta(days=1), None])
def test_an_incident_is_open_until_the_moment_it_is_over(
    occurred_at: datetime | None, resolved_at: datetime | None, is_open: bool
) -> None:
    incident = Incident(kind="hacked", occurred_at=occurred_at, resolved_at=resolved_at)
    made = Account(id="a", platform="wechat", incidents=[incident])
    expected = ["hacked"] if is_open else []
    assert read(Portfolio(accounts=[made]), account.open_incidents) == [expected]
    assert sorted(made.open_incidents_at(AS_OF) or ()) == expected


def test_records_that_nobody_looked_for_stay_unknown_and_none_are_none() -> None:
    accounts = [
        Account(id=name, platform="wechat", filings=filings)
        for name, filings in (("a", None), ("b", []), ("c", [Filing(what="opening")]))
    ]
    assert read(Portfolio(accounts=accounts), account.filed) == [None, [], ["opening"]]


MOMENTS = st.sampled_from([None, AS_OF - JUST, AS_OF, AS_OF + JUST])
KINDS = st.sampled_from(["opening", "closing", "b", "a"])


@given(
    st.lists(st.none() | st.lists(st.builds(Filing, what=KINDS, filed_at=MOMENTS), max_size=4)),
)
def test_filings_of_many_accounts_are_what_each_account_says(
    filings: list[list[Filing] | None],
) -> None:
    accounts = [
        Account(id=str(number), platform="wechat", filings=each)
        for number, each in enumerate(filings)
    ]
    said = [each.filed_at(AS_OF) for each in accounts]
    expected = [None if words is None else sorted(words) for words in said]
    assert read(Portfolio(accounts=accounts), account.filed) == expected


@given(
    st.lists(
        st.none()
        | st.lists(
            st.builds(Incident, kind=KINDS, occurred_at=MOMENTS, resolved_at=MOMENTS), max_size=4
        )
    ),
)
def test_incidents_of_many_accounts_are_what_each_account_says(
    incidents: list[list[Incident] | None],
) -> None:
    accounts = [
        Account(id=str(number), platform="wechat", incidents=each)
        for number, each in enumerate(incidents)
    ]
    said = [each.open_incidents_at(AS_OF) for each in accounts]
    expected = [None if words is None else sorted(words) for words in said]
    assert read(Portfolio(accounts=accounts), account.open_incidents) == expected


def test_records_without_a_column_of_moments_are_read_by_the_model() -> None:
    records = [[{"kind": "hacked"}, {"kind": "defaced"}], None, [], [{"kind": "hacked"}], []]
    frame = pl.DataFrame(
        {"incidents": records}, schema={"incidents": pl.List(pl.Struct({"kind": pl.String}))}
    )
    found = worked_out(frame, "accounts", account.open_incidents.spec, AS_OF)["open_incidents"]
    assert found.to_list() == [["defaced", "hacked"], None, [], ["hacked"], []]


def test_a_record_that_no_model_holds_is_refused_by_the_model() -> None:
    frame = pl.DataFrame(
        {"filings": [[{"what": None, "filed_at": AS_OF}]]},
        schema={
            "filings": pl.List(pl.Struct({"what": pl.String, "filed_at": pl.Datetime("us", "UTC")}))
        },
    )
    with pytest.raises(InvalidValueError, match="what"):
        worked_out(frame, "accounts", account.filed.spec, AS_OF)
