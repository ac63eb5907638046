"""Portfolios as NDJSON: one record per line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from govmedia_rules.models import Account, Attestation, Message, Portfolio, Post, Unit, Waiver
from govmedia_rules.serialization import (
    MAX_LINE_BYTES,
    LoadError,
    Problem,
    dump_portfolio,
    load_portfolio,
)
from serialization_strategies import portfolios


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    return tmp_path / "portfolio.ndjson"


def problems_of(path: Path) -> list[str]:
    with pytest.raises(LoadError) as caught:
        load_portfolio(path)
    return [str(problem).removeprefix(f"{path}, ") for problem in caught.value.problems]


def test_the_type_of_a_line_says_its_table(path: Path) -> None:
    path.write_text(
        '{"type": "post", "id": "p", "account_id": "a"}\n'
        "\n"
        '{"type": "account", "id": "a", "platform": "wechat"}\r\n'
        '{"type": "message", "id": "m", "account_id": "a"}\n'
        '{"type": "unit", "id": "u"}\n'
        '{"type": "attestation", "id": "t", "question_id": "q", "unit_id": "u", "answered_by": "x",'
        ' "answered_at": "2019-06-01T00:00:00Z"}\n'
        '{"type": "waiver", "id": "w", "rule_id": "r", "unit_id": "u", "authority": "x",'
        ' "document": "y", "reason": "z", "valid_from_at": "2019-06-01T00:00:00Z"}'
    )

    assert load_portfolio(path) == Portfolio(
        units=[Unit(id="u")],
        accounts=[Account(id="a", platform="wechat")],
        posts=[Post(id="p", account_id="a")],
        messages=[Message(id="m", account_id="a")],
        attestations=[
            Attestation(
                id="t",
                question_id="q",
                unit_id="u",
                answered_by="x",
                answered_at="2019-06-01T00:00:00Z",
            )
        ],
        waivers=[
            Waiver(
                id="w",
                rule_id="r",
                unit_id="u",
                authority="x",
                document="y",
                reason="z",
                valid_from_at="2019-06-01T00:00:00Z",
            )
        ],
    )


def test_a_table_of_which_no_record_occurs_is_not_supplied(path: Path) -> None:
    path.write_text('{"type": "account", "id": "a", "platform": "wechat"}\n')

    assert load_portfolio(path) == Portfolio(
        accounts=[Account(id="a", platform="wechat")], posts=None
    )


def test_a_header_names_tables_that_are_supplied_even_if_empty(path: Path) -> None:
    path.write_text(
        '{"type": "portfolio", "schema_version": 1, "tables": ["posts", "accounts"],'
        ' "about": "x", "illustrative": {}}\n'
    )

    assert load_portfolio(path) == Portfolio(accounts=(), posts=())


def test_a_header_need_not_name_tables(path: Path) -> None:
    path.write_text(
        '\ufeff{"type": "portfolio"}\n{"type": "account", "id": "a", "platform": "wechat"}\n',
        encoding="utf-8",
    )

    assert load_portfolio(path) == Portfolio(accounts=[Account(id="a", platform="wechat")])


def test_json_and_ndjson_files_add_up(path: Path, tmp_path: Path) -> None:
    document = tmp_path / "accounts.json"
    document.write_text('{"accounts": [{"id": "a", "platform": "wechat"}], "posts": []}')
    path.write_text('{"type": "post", "id": "p", "account_id": "a"}\n')

    assert load_portfolio(path, document) == Portfolio(
        accounts=[Account(id="a", platform="wechat")], posts=[Post(id="p", account_id="a")]
    )


def test_every_bad_line_is_reported_with_its_number(path: Path) -> None:
    path.write_bytes(
        b'{"type": "account", "id": "a", "platform": 5}\n'
        b"\n"
        b'{"type": "psot", "id": "p"}\n'
        b'{"id": "p"}\n'
        b'["type"]\n'
        b'{"type": "post", "id": "p" "account_id": "a"}\n'
        b'{"type": "post", "id": "\xff"}\n'
        b'{"type": "portfolio"}\n'
        b'{"type": {}}\n'
        b'{"type": "post", "id": "p", "account_id": "b", "reads": NaN, "likes": -1}\n'
    )

    assert problems_of(path) == [
        "line 1, accounts, 'a': platform is 5; expected text.",
        "line 3: type is 'psot'; expected one of unit, account, post, message, attestation, waiver (did you mean 'post'?).",
        "line 4: type is missing; expected one of unit, account, post, message, attestation, waiver.",
        "line 5: it is a list of 1; expected an object with a type.",
        "line 6, column 28: expected JSON (expecting ',' delimiter).",
        "line 7, column 25: expected UTF-8 (the byte 0xff is not; save the file as UTF-8).",
        "line 8: type is 'portfolio'; expected a record; only the first line can be a header.",
        "line 9: type is an object of 0; expected one of unit, account, post, message, attestation, waiver.",
        "line 10, posts, 'p': reads is NaN; expected a whole number from 0 to 2^63-1, or None when nobody looked.",
        "line 10, posts, 'p': likes is -1; expected a whole number from 0 to 2^63-1, or None when nobody looked.",
    ]


def test_a_type_that_is_there_twice_is_refused(path: Path) -> None:
    path.write_text('{"type": "unit", "type": "account", "id": "a", "platform": "wechat"}\n')

    assert problems_of(path) == [
        "line 1: expected each key once in an object; 'type' is there more than once."
    ]


def test_a_problem_of_a_line_carries_its_place_as_data(path: Path) -> None:
    path.write_text(
        '{"type": "account", "id": "a", "platform": "wechat"}\n'
        '{"type": "post", "id": "p", "account_id": "b"}\n'
    )

    with pytest.raises(LoadError) as caught:
        load_portfolio(path)

    assert caught.value.problems == (
        Problem(
            file=str(path),
            table="posts",
            number=2,
            record_id="p",
            field="account_id",
            value="'b'",
            expected="the id of an account in the portfolio",
            line=2,
        ),
    )


def test_an_id_that_occurs_twice_is_reported_with_both_lines(path: Path) -> None:
    path.write_text(
        '{"type": "account", "id": "a", "platform": "wechat"}\n'
        '{"type": "account", "id": "b", "platform": "wechat"}\n'
        '{"type": "account", "id": "a", "platform": "weibo"}\n'
    )

    assert problems_of(path) == [
        f"line 3, accounts, 'a': id is 'a'; expected an id of its own; line 1 of {path} has it too."
    ]


def test_a_bad_header_is_reported_whole(path: Path) -> None:
    path.write_text('{"type": "portfolio", "tables": ["post", "accounts", 5], "tabels": []}\n')

    assert problems_of(path) == [
        "line 1: tabels is a list of 0; expected no such key (did you mean 'tables'?).",
        "line 1: tables[0] is 'post'; expected one of units, accounts, posts, messages, attestations, waivers (did you mean 'posts'?).",
        "line 1: tables[2] is 5; expected one of units, accounts, posts, messages, attestations, waivers.",
    ]


def test_the_tables_of_a_header_are_a_list(path: Path) -> None:
    path.write_text('{"type": "portfolio", "tables": "accounts"}\n')

    assert problems_of(path) == [
        "line 1: tables is 'accounts'; expected a list of names of tables."
    ]


def test_nothing_is_read_after_a_header_of_an_unknown_version(path: Path) -> None:
    path.write_text('{"type": "portfolio", "schema_version": 2}\n{"type": "tweet"}\n')

    assert problems_of(path) == [
        "line 1: schema_version is 2; expected 1, the only version that this release of the library reads."
    ]


def test_a_line_may_be_four_mebibytes_long(path: Path) -> None:
    line = '{"type": "account", "id": "a", "platform": "wechat"}'
    path.write_text(line + " " * (MAX_LINE_BYTES - len(line)) + "\n")

    assert load_portfolio(path) == Portfolio(accounts=[Account(id="a", platform="wechat")])


def test_a_longer_line_is_refused_and_the_next_one_read(path: Path) -> None:
    line = '{"type": "account", "id": "a", "platform": "wechat"}'
    path.write_text(line + " " * (2 * MAX_LINE_BYTES) + "\n" + '{"type": "unit"}\n')

    assert problems_of(path) == [
        "line 1: expected lines of at most 4,194,304 bytes.",
        "line 2, units: id is missing; expected a value.",
    ]


@pytest.mark.parametrize("text", ["", "\n \t\r\n"])
def test_a_file_without_lines_is_refused(path: Path, text: str) -> None:
    path.write_text(text)

    with pytest.raises(LoadError) as caught:
        load_portfolio(path)

    assert caught.value.problems == (Problem(file=str(path), expected="NDJSON, not an empty file"),)


def test_progress_is_told_in_bytes(path: Path) -> None:
    line = '{"type": "account", "id": "%04d", "platform": "wechat"}\n'
    path.write_text("".join(line % number for number in range(3_000)))
    told: list[int] = []

    load_portfolio(path, progress=told.append)

    length = len(line % 0)
    assert told == [2_048 * length, 3_000 * length]


def test_a_dump_has_a_header_and_one_record_per_line(path: Path) -> None:
    portfolio = Portfolio(
        accounts=[Account(id="a", platform="微信")],
        posts=[Post(id="p", account_id="a", labels=["乙", "b"])],
        messages=[],
    )

    dump_portfolio(portfolio, path)

    assert path.read_text(encoding="utf-8") == (
        '{"type":"portfolio","schema_version":1,"tables":["accounts","posts","messages"]}\n'
        '{"type":"account","id":"a","platform":"微信"}\n'
        '{"type":"post","id":"p","account_id":"a","labels":["b","乙"]}\n'
    )


@given(portfolio=portfolios())
def test_what_is_dumped_loads_equal(
    tmp_path_factory: pytest.TempPathFactory, portfolio: Portfolio
) -> None:
    path = tmp_path_factory.mktemp("round_trip") / "portfolio.jsonl"

    dump_portfolio(portfolio, path)

    assert load_portfolio(path) == portfolio
