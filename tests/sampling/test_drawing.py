"""Draws of a register: reproducible, told in full, and repeatable with other software."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules.errors import InvalidValueError, UnknownNameError
from govmedia_rules.evaluation import audit
from govmedia_rules.models import Account, Attestation, Message, Portfolio, Post, Unit, Waiver
from govmedia_rules.moments import moment
from govmedia_rules.rulesets import INSPECTION_2019
from govmedia_rules.sampling import (
    ALGORITHM,
    Draw,
    DrawnAccount,
    RegisterCount,
    Stratum,
    StratumField,
    fresh_seed,
    recently_inspected,
    sample,
    sampled,
)

AT = "2024-07-01T00:00:00+08:00"
LEVELS = ("municipal", "county", None)
REGIONS = ("甲县", "乙县", None)


def _register(size: int = 30) -> Portfolio:
    units = [
        Unit(id=f"unit:{level}/{region}", level=level, region=region)
        for level in LEVELS
        for region in REGIONS
    ]
    return Portfolio(
        units=units,
        accounts=[
            Account(
                id=f"a{number}",
                platform=("wechat", "weibo", "百家号")[number % 3],
                unit_id=units[number % len(units)].id,
                status="active",
            )
            for number in range(size)
        ],
    )


REGISTER = _register()


def _ids(draw: Draw) -> list[str]:
    return [account.id for account in draw.accounts]


def _refusal(**asked: Any) -> InvalidValueError:
    with pytest.raises(InvalidValueError) as caught:
        sample(REGISTER, **{"as_of": AT, "seed": "s", **asked})
    return caught.value


def test_a_draw_tells_all_it_takes_to_repeat_it() -> None:
    unit = Unit(id="u", name="甲县人民政府", level="county", region="甲县")
    register = Portfolio(
        units=[unit],
        accounts=[
            Account(id="b", platform="weibo", unit_id="u", name="乙", status="active"),
            Account(id="a", platform="wechat", unit_id="gone"),
            Account(id="c", platform="wechat", status="closed"),
        ],
    )
    draw = sample(register, as_of=AT, seed="s", count=2, by=["region", "platform"], minimum=1)
    assert draw == Draw(
        algorithm=ALGORITHM,
        seed="s",
        as_of=moment(AT),
        by=(StratumField.PLATFORM, StratumField.REGION),
        count=2,
        ratio=None,
        minimum=1,
        registered=3,
        running=2,
        status_unknown=1,
        left_out=(),
        strata=(
            Stratum(values=("wechat", ""), size=1, allocated=1),
            Stratum(values=("weibo", "甲县"), size=1, allocated=1),
        ),
        accounts=(
            DrawnAccount(
                id="a",
                name=None,
                platform="wechat",
                unit_id="gone",
                unit_name=None,
                level=None,
                region=None,
                digest=hashlib.sha256(b"s\na").hexdigest(),
            ),
            DrawnAccount(
                id="b",
                name="乙",
                platform="weibo",
                unit_id="u",
                unit_name="甲县人民政府",
                level="county",  # type: ignore[arg-type]  # equal to the member of the vocabulary
                region="甲县",
                digest=hashlib.sha256(b"s\nb").hexdigest(),
            ),
        ),
    )


def test_a_known_draw_stays_what_it_is() -> None:
    draw = sample(REGISTER, as_of=AT, seed="2024-Q3", count=6, by=["platform"])
    # Worked out with the command sha256sum; another result needs another ALGORITHM.
    assert _ids(draw) == ["a6", "a18", "a22", "a4", "a29", "a8"]


@given(st.randoms(use_true_random=False), st.text("abc", min_size=1), st.integers(0, 30))
def test_the_order_of_the_register_does_not_matter(random: Any, seed: str, count: int) -> None:
    accounts, units = list(REGISTER.accounts), list(REGISTER.units or ())
    random.shuffle(accounts)
    random.shuffle(units)
    shuffled = Portfolio(accounts=accounts, units=units)
    asked: dict[str, Any] = {
        "as_of": AT,
        "seed": seed,
        "count": count,
        "by": ["platform", "level"],
        "minimum": 1,
    }
    assert sample(shuffled, **asked) == sample(REGISTER, **asked)


@given(
    st.sets(st.sampled_from(list(StratumField))),
    st.integers(0, 29),
    st.integers(0, 3),
    st.text("abc", min_size=1),
)
def test_a_larger_sample_contains_the_smaller(
    by: set[StratumField], count: int, minimum: int, seed: str
) -> None:
    small, large = (
        sample(REGISTER, as_of=AT, seed=seed, count=number, by=by, minimum=minimum)
        for number in (count, count + 1)
    )
    assert set(_ids(small)) < set(_ids(large))


@given(st.sets(st.sampled_from([f"a{number}" for number in range(30)])), st.data())
def test_whoever_is_left_out_is_never_drawn(left_out: set[str], data: st.DataObject) -> None:
    count = data.draw(st.integers(0, 30 - len(left_out)))
    draw = sample(REGISTER, as_of=AT, seed="s", count=count, leave_out=left_out, by=["region"])
    assert not left_out & set(_ids(draw))
    assert draw.left_out == tuple(sorted(left_out))
    assert (draw.running, len(draw.accounts)) == (30, count)


def test_every_account_is_drawn_about_as_often_as_another() -> None:
    times = dict.fromkeys((account.id for account in REGISTER.accounts), 0)
    for seed in range(600):
        for account_id in _ids(sample(REGISTER, as_of=AT, seed=str(seed), count=10)):
            times[account_id] += 1
    # Each is drawn 200 times on average, with a standard deviation of about 12; the seeds are fixed.
    assert sum(times.values()) == 6_000
    assert 150 < min(times.values()) <= max(times.values()) < 250


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [
        ("0.3", 9),
        ("30%", 9),
        ("30.1%", 10),
        (0.1, 3),
        (Decimal("0.1"), 3),
        (Fraction(1, 3), 10),
        ("0", 0),
        (0, 0),
        ("100%", 30),
        (1, 30),
        ("0.000001", 1),
    ],
)
def test_a_ratio_is_taken_as_written_and_rounded_up(ratio: Any, expected: int) -> None:
    draw = sample(REGISTER, as_of=AT, seed="s", ratio=ratio)
    assert (len(draw.accounts), draw.ratio, draw.count) == (expected, str(ratio), None)


def test_a_ratio_is_of_the_running_accounts_whoever_is_left_out() -> None:
    draw = sample(REGISTER, as_of=AT, seed="s", ratio="50%", leave_out={"a1", "a2"})
    assert len(draw.accounts) == 15


def test_only_accounts_that_run_at_the_moment_are_drawn() -> None:
    accounts = [
        Account(id="active", platform="x", status="active"),
        Account(id="unknown", platform="x"),
        Account(id="suspended", platform="x", status="suspended"),
        Account(id="closed", platform="x", status="closed"),
        Account(id="closed then", platform="x", closed_at=AT),
        Account(id="closed a second later", platform="x", closed_at="2024-07-01T00:00:01+08:00"),
        Account(id="opened then", platform="x", opened_at=AT),
        Account(id="opened later", platform="x", opened_at="2024-07-01T00:00:01+08:00"),
    ]
    draw = sample(Portfolio(accounts=accounts), as_of=AT, seed="s", ratio=1)
    assert set(_ids(draw)) == {"active", "unknown", "closed a second later", "opened then"}
    assert (draw.registered, draw.running, draw.status_unknown) == (7, 4, 3)


def test_a_blank_region_is_none() -> None:
    units = [Unit(id="none"), Unit(id="blank", region=" "), Unit(id="some", region=" 甲县")]
    accounts = [Account(id=unit.id, platform="x", unit_id=unit.id) for unit in units]
    register = Portfolio(accounts=accounts, units=units)
    draw = sample(register, as_of=AT, seed="s", ratio=1, by=["region"])
    assert [(stratum.values, stratum.size) for stratum in draw.strata] == [
        (("",), 2),
        ((" 甲县",), 1),
    ]


def test_a_minimum_that_the_total_cannot_serve_is_told() -> None:
    short = sample(REGISTER, as_of=AT, seed="s", count=2, by=["platform"], minimum=1)
    enough = sample(REGISTER, as_of=AT, seed="s", count=3, by=["platform"], minimum=1)
    assert (short.is_minimum_met, enough.is_minimum_met) == (False, True)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({}, "count"),
        ({"count": 1, "ratio": "0.1"}, "count"),
        ({"count": 31}, "count"),
        ({"count": -1}, "count"),
        ({"count": True}, "count"),
        ({"ratio": "1.01"}, "ratio"),
        ({"ratio": "101%"}, "ratio"),
        ({"ratio": "a third"}, "ratio"),
        ({"ratio": "1e-2"}, "ratio"),
        ({"ratio": float("nan")}, "ratio"),
        ({"ratio": -0.5}, "ratio"),
        ({"ratio": True}, "ratio"),
        ({"ratio": Fraction(3, 2)}, "ratio"),
        ({"ratio": "100%", "leave_out": {"a1"}}, "ratio"),
        ({"count": 1, "seed": ""}, "seed"),
        ({"count": 1, "seed": " "}, "seed"),
        ({"count": 1, "seed": "a\nb"}, "seed"),
        ({"count": 1, "seed": "\ud800"}, "seed"),
        ({"count": 1, "seed": "x" * 201}, "seed"),
        ({"count": 1, "seed": 7}, "seed"),
        ({"count": 1, "minimum": -1}, "minimum"),
    ],
)
def test_what_cannot_be_drawn_is_refused(asked: dict[str, Any], field: str) -> None:
    assert _refusal(**asked).field == field


def test_the_longest_seed_is_accepted() -> None:
    assert sample(REGISTER, as_of=AT, seed="x" * 200, count=1).seed == "x" * 200


def test_a_field_that_does_not_divide_registers_is_refused_with_the_near_one() -> None:
    with pytest.raises(UnknownNameError) as caught:
        sample(REGISTER, as_of=AT, seed="s", count=1, by=["regoin"])
    assert caught.value.suggestion == "region"


def test_fresh_seeds_can_be_used_and_differ() -> None:
    first, second = fresh_seed(), fresh_seed()
    assert first != second
    assert sample(REGISTER, as_of=AT, seed=first, count=1).seed == first


@given(st.text(min_size=1, max_size=20).filter(str.strip))
def test_any_id_a_portfolio_holds_can_be_drawn(name: str) -> None:
    account = Account(id=name, platform=name, name=name, unit_id=name)
    draw = sample(Portfolio(accounts=[account]), as_of=AT, seed="s", count=1, by=["platform"])
    assert draw.accounts[0].digest == hashlib.sha256(f"s\n{name}".encode()).hexdigest()


@pytest.mark.parametrize(
    ("as_of", "counts"),
    [
        ("2024-06-30T00:00:00+08:00", True),
        (AT, True),
        ("2024-06-01T00:00:01+08:00", True),
        ("2024-06-01T00:00:00+08:00", False),
        ("2024-07-01T00:00:01+08:00", False),
    ],
)
def test_an_earlier_report_counts_by_its_moment(as_of: str, counts: bool) -> None:
    report = audit(_register(3), INSPECTION_2019, as_of=as_of)
    found = recently_inspected([report], as_of=AT, days=30)
    assert found == (frozenset({"a0", "a1", "a2"}) if counts else frozenset())


def test_the_sampled_portfolio_is_what_is_known_of_the_drawn() -> None:
    def signed(name: str, **owner: Any) -> tuple[Attestation, Waiver]:
        return (
            Attestation(id=name, question_id="q", answered_by="甲", answered_at=AT, **owner),
            Waiver(
                id=name,
                rule_id="r",
                authority="甲",
                document="乙",
                reason="丙",
                valid_from_at=AT,
                **owner,
            ),
        )

    owners: dict[str, dict[str, Any]] = {
        "drawn": {"account_id": "a"},
        "other": {"account_id": "b"},
        "sponsor": {"unit_id": "u"},
        "elsewhere": {"unit_id": "w"},
    }
    papers = {name: signed(name, **owner) for name, owner in owners.items()}
    register = Portfolio(
        units=[
            Unit(id="u", parent_id="top", successor_id="v"),
            Unit(id="v", parent_id="u"),
            Unit(id="w"),
            Unit(id="top"),
        ],
        accounts=[
            Account(id="a", platform="x", unit_id="u", status="active"),
            Account(id="b", platform="x", unit_id="w", status="closed"),
        ],
        posts=[Post(id=name, account_id=name, published_at=AT) for name in "ab"],
        messages=[Message(id=name, account_id=name, received_at=AT) for name in "ab"],
        attestations=[paper for paper, _ in papers.values()],
        waivers=[paper for _, paper in papers.values()],
    )
    part = sampled(register, sample(register, as_of=AT, seed="s", count=1))
    kept = {
        table: [row.id for row in getattr(part, table)]
        for table in ("accounts", "units", "posts", "messages", "attestations", "waivers")
    }
    assert kept == {
        "accounts": ["a"],
        "units": ["u", "v", "top"],
        "posts": ["a"],
        "messages": ["a"],
        "attestations": ["drawn", "sponsor"],
        "waivers": ["drawn", "sponsor"],
    }


def test_tables_that_were_not_supplied_stay_so() -> None:
    bare = Portfolio(accounts=REGISTER.accounts)
    part = sampled(bare, sample(bare, as_of=AT, seed="s", count=1))
    assert (part.units, part.posts, part.messages, part.attestations, part.waivers) == ((None,) * 5)


def test_an_account_that_is_gone_from_the_portfolio_is_refused() -> None:
    draw = sample(REGISTER, as_of=AT, seed="s", ratio=1)
    with pytest.raises(UnknownNameError, match="'a7'"):
        sampled(
            evolve(REGISTER, accounts=[each for each in REGISTER.accounts if each.id != "a7"]), draw
        )


def test_a_verdict_of_the_sampled_portfolio_is_that_of_the_whole() -> None:
    draw = sample(REGISTER, as_of=AT, seed="s", count=5)
    part = audit(sampled(REGISTER, draw), INSPECTION_2019, as_of=AT)
    whole = audit(REGISTER, INSPECTION_2019, as_of=AT)
    assert dict(part.verdicts) == {each: whole.verdict(each) for each in _ids(draw)}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"accounts": ()}, "accounts"),
        ({"running": 31}, "strata"),
        ({"registered": 29}, "running"),
        ({"strata": ()}, "strata"),
        ({"strata": (Stratum(values=(), size=30, allocated=31),)}, "strata"),
        (
            {
                "strata": (
                    Stratum(values=("a",), size=15, allocated=-1),
                    Stratum(values=("b",), size=15, allocated=4),
                )
            },
            "strata",
        ),
    ],
)
def test_a_draw_whose_numbers_disagree_is_refused(changes: dict[str, Any], field: str) -> None:
    draw = sample(REGISTER, as_of=AT, seed="s", count=3)
    with pytest.raises(InvalidValueError) as caught:
        evolve(draw, **changes)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("registered", "running", "unknown"), [(1, 2, 0), (2, 1, 2), (-1, -1, -1), (1, True, 0)]
)
def test_a_count_whose_part_exceeds_the_whole_is_refused(
    registered: int, running: int, unknown: int
) -> None:
    with pytest.raises(InvalidValueError):
        RegisterCount(registered=registered, running=running, status_unknown=unknown)
