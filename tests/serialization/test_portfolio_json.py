"""Portfolios as JSON documents."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given

from govmedia_rules.errors import UnknownNameError
from govmedia_rules.models import (
    Account,
    AppFacts,
    Attestation,
    Filing,
    Level,
    Message,
    Portfolio,
    Post,
    PostKind,
    Review,
    Unit,
    UnitStatus,
    Waiver,
)
from govmedia_rules.serialization import (
    LoadError,
    Problem,
    dump_portfolio,
    dumps_portfolio,
    load_portfolio,
    loads_portfolio,
)
from serialization_strategies import portfolios

ONE_OF_EACH = """
{
  "schema_version": 1,
  "about": {"zh": "样例", "en": "a sample"},
  "illustrative": {"posts/p1": ["reads"]},
  "units": [
    {
      "id": "unit:a", "name": "甲局", "level": "county", "status": "renamed",
      "status_changed_on": "2018-07-01", "aliases": ["乙", "丙"], "duty_keywords": []
    }
  ],
  "accounts": [
    {
      "id": "wechat:a", "platform": "wechat", "unit_id": "unit:a", "followers": 0,
      "opened_at": "2017-01-01T00:00:00Z", "is_main": false, "functions": null,
      "filings": [{"what": "opening", "filed_at": "2017-01-02T00:00:00+08:00"}],
      "incidents": [], "app": {"is_usable": true}
    }
  ],
  "posts": [
    {
      "id": "p1", "account_id": "wechat:a", "published_at": "2019-05-08T09:12:00.000001+08:00",
      "kind": "repost", "reads": 1, "labels": [],
      "review": {"reviewers": ["赵", "钱"], "gates": ["facts"]}
    }
  ],
  "messages": [{"id": "m1", "account_id": "wechat:a", "needs_reply": true}],
  "attestations": [
    {
      "id": "a1", "question_id": "q1", "unit_id": "unit:a", "answer": false,
      "answered_by": "孙", "answered_at": "2019-06-01T00:00:00+08:00"
    }
  ],
  "waivers": [
    {
      "id": "w1", "rule_id": "r/1", "account_id": "wechat:a", "authority": "办",
      "document": "1号", "reason": "迁移", "valid_from_at": "2019-06-01T00:00:00+08:00"
    }
  ]
}
"""

ONE_OF_EACH_LOADED = Portfolio(
    units=[
        Unit(
            id="unit:a",
            name="甲局",
            level=Level.COUNTY,
            status=UnitStatus.RENAMED,
            status_changed_on="2018-07-01",
            aliases=["丙", "乙"],
            duty_keywords=[],
        )
    ],
    accounts=[
        Account(
            id="wechat:a",
            platform="wechat",
            unit_id="unit:a",
            followers=0,
            opened_at="2017-01-01T08:00:00+08:00",
            is_main=False,
            filings=[Filing(what="opening", filed_at="2017-01-02T00:00:00+08:00")],
            incidents=[],
            app=AppFacts(is_usable=True),
        )
    ],
    posts=[
        Post(
            id="p1",
            account_id="wechat:a",
            published_at="2019-05-08T09:12:00.000001+08:00",
            kind=PostKind.REPOST,
            reads=1,
            labels=[],
            review=Review(reviewers=["赵", "钱"], gates=["facts"]),
        )
    ],
    messages=[Message(id="m1", account_id="wechat:a", needs_reply=True)],
    attestations=[
        Attestation(
            id="a1",
            question_id="q1",
            unit_id="unit:a",
            answer=False,
            answered_by="孙",
            answered_at="2019-06-01T00:00:00+08:00",
        )
    ],
    waivers=[
        Waiver(
            id="w1",
            rule_id="r/1",
            account_id="wechat:a",
            authority="办",
            document="1号",
            reason="迁移",
            valid_from_at="2019-06-01T00:00:00+08:00",
        )
    ],
)


def test_every_table_and_nested_object_loads() -> None:
    assert loads_portfolio(ONE_OF_EACH) == ONE_OF_EACH_LOADED


def test_a_document_may_be_bytes_with_a_byte_order_mark() -> None:
    assert loads_portfolio(b"\xef\xbb\xbf" + ONE_OF_EACH.encode()) == ONE_OF_EACH_LOADED


def test_a_document_may_be_text_with_a_byte_order_mark() -> None:
    assert loads_portfolio("\ufeff" + ONE_OF_EACH) == ONE_OF_EACH_LOADED


def test_a_file_loads_by_its_path_as_text_or_as_a_path(tmp_path: Path) -> None:
    path = tmp_path / "portfolio.JSON"
    path.write_text(ONE_OF_EACH, encoding="utf-8")

    assert load_portfolio(path) == load_portfolio(str(path)) == ONE_OF_EACH_LOADED


@pytest.mark.parametrize("text", ['{"accounts": []}', '{"accounts": [], "posts": null}'])
def test_a_table_that_is_absent_or_null_is_not_supplied(text: str) -> None:
    assert loads_portfolio(text) == Portfolio(accounts=(), posts=None)


def test_an_empty_list_is_a_table_supplied_and_empty() -> None:
    assert loads_portfolio('{"accounts": [], "posts": []}') == Portfolio(accounts=(), posts=())


def test_every_moment_comes_out_in_the_one_shared_time_zone() -> None:
    portfolio = loads_portfolio(
        '{"accounts": [{"id": "a", "platform": "wechat", "opened_at": "2019-01-01T00:00:00-05:00"}]}'
    )

    opened_at = portfolio.accounts[0].opened_at
    assert opened_at is not None
    assert opened_at.isoformat() == "2019-01-01T13:00:00+08:00"


def test_several_files_make_one_portfolio(tmp_path: Path) -> None:
    first, second = tmp_path / "accounts.json", tmp_path / "posts.json"
    first.write_text('{"accounts": [{"id": "a", "platform": "wechat"}]}')
    second.write_text(
        '{"accounts": [{"id": "b", "platform": "weibo"}], "posts": [{"id": "p", "account_id": "a"}]}'
    )

    assert load_portfolio(first, second) == Portfolio(
        accounts=[Account(id="a", platform="wechat"), Account(id="b", platform="weibo")],
        posts=[Post(id="p", account_id="a")],
    )


def test_accounts_have_to_be_there_in_some_file(tmp_path: Path) -> None:
    path = tmp_path / "posts.json"
    path.write_text('{"posts": [{"id": "p", "account_id": "a"}]}')

    with pytest.raises(LoadError) as caught:
        load_portfolio(path)

    assert caught.value.problems == (
        Problem(
            file=str(path), field="accounts", expected="a list of accounts, [] when there are none"
        ),
    )
    assert str(caught.value) == (
        "1 problem; nothing was loaded.\n"
        f"  {path}: accounts is missing; expected a list of accounts, [] when there are none."
    )


def test_unknown_fields_are_errors_with_the_near_name() -> None:
    text = """{
        "accounts": [{"id": "a", "platform": "wechat", "app": {"is_useable": true}}],
        "posts": [{"id": "p", "account_id": "a", "read": 5}],
        "mesages": []
    }"""

    with pytest.raises(LoadError) as caught:
        loads_portfolio(text, source="x.json")

    assert [str(problem) for problem in caught.value.problems] == [
        "x.json: mesages is a list of 0; expected no such key (did you mean 'messages'?).",
        "x.json, accounts, record 1, 'a': app.is_useable is true; expected no such field (did you mean 'is_usable'?).",
        "x.json, posts, record 1, 'p': read is 5; expected no such field (did you mean 'reads'?).",
    ]


def test_unknown_fields_are_passed_over_when_the_caller_says_so() -> None:
    text = """{
        "accounts": [{"id": "a", "platform": "wechat", "app": {"is_useable": true}}],
        "posts": [{"id": "p", "account_id": "a", "read": 5}],
        "mesages": []
    }"""

    assert loads_portfolio(text, unknown_fields="ignore") == Portfolio(
        accounts=[Account(id="a", platform="wechat", app=AppFacts())],
        posts=[Post(id="p", account_id="a")],
    )


def test_any_other_way_to_treat_unknown_fields_is_refused() -> None:
    with pytest.raises(UnknownNameError, match="'eror'; did you mean 'error'"):
        loads_portfolio('{"accounts": []}', unknown_fields="eror")  # type: ignore[arg-type]


def test_a_dump_has_one_record_per_line_leaves_out_none_and_sorts_sets() -> None:
    portfolio = Portfolio(
        accounts=[Account(id="a", platform="微信", is_main=False)],
        posts=[
            Post(id="p", account_id="a", labels=["乙", "b", "甲"], reads=0),
            Post(id="q", account_id="a", published_at="2019-01-01T00:00:00Z", kind="original"),
        ],
        messages=[],
    )

    assert dumps_portfolio(portfolio) == (
        '{"schema_version":1,\n'
        '"accounts":[\n'
        '{"id":"a","platform":"微信","is_main":false}\n'
        "],\n"
        '"posts":[\n'
        '{"id":"p","account_id":"a","reads":0,"labels":["b","乙","甲"]},\n'
        '{"id":"q","account_id":"a","published_at":"2019-01-01T08:00:00+08:00",'
        '"kind":"original"}\n'
        "],\n"
        '"messages":[]\n'
        "}\n"
    )


def test_a_dump_to_a_file_of_unknown_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "portfolio.xml"

    with pytest.raises(UnknownNameError, match=r"'\.xml'; known: \.json, \.ndjson, \.jsonl"):
        dump_portfolio(Portfolio(accounts=()), path)

    assert not path.exists()


def test_progress_is_told_in_bytes_over_all_files(tmp_path: Path) -> None:
    accounts = [{"id": f"a{number}", "platform": "wechat"} for number in range(5_000)]
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    first.write_text(json.dumps({"accounts": accounts}))
    second.write_text('{"posts": []}')
    told: list[int] = []

    load_portfolio(first, second, progress=told.append)

    size = first.stat().st_size
    assert told == [
        size * 2_048 // 5_000,
        size * 4_096 // 5_000,
        size,
        size + second.stat().st_size,
    ]


@given(portfolios())
def test_what_is_dumped_loads_equal_and_dumps_the_same(portfolio: Portfolio) -> None:
    text = dumps_portfolio(portfolio)

    loaded = loads_portfolio(text)

    assert loaded == portfolio
    assert dumps_portfolio(loaded) == text
