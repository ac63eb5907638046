"""Files that are broken, strange or meant to harm: a clear error, and nothing half loaded."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules.errors import GovmediaRulesError
from govmedia_rules.models import Account, Portfolio, PortfolioError
from govmedia_rules.serialization import (
    LoadError,
    Problem,
    load_portfolio,
    loads_portfolio,
    tables,
)

COUNT = "a whole number from 0 to 2^63-1, or None when nobody looked"
AN_ACCOUNT = '{"id": "a", "platform": "wechat"}'


def error_of(text: str | bytes) -> LoadError:
    with pytest.raises(LoadError) as caught:
        loads_portfolio(text, source="x.json")
    return caught.value


def problems_of(text: str | bytes) -> list[str]:
    return [str(problem).removeprefix("x.json") for problem in error_of(text).problems]


def refusal_of(load: Callable[[], object]) -> LoadError | None:
    """Return why *load* refuses, None when it does not; any other exception passes through."""
    try:
        load()
    except LoadError as error:
        return error
    return None


def says_why(refusal: LoadError | None) -> bool:
    """Whether a refusal, if there is one, names a problem in words that can be written."""
    return refusal is None or (refusal.total >= 1 and bool(str(refusal).encode()))


def with_post(**fields: Any) -> str:
    post = {"id": "p", "account_id": "a", **fields}
    return json.dumps({"accounts": [{"id": "a", "platform": "wechat"}], "posts": [post]})


def with_post_text(fields: str) -> str:
    post = f'{{"id": "p", "account_id": "a", {fields}}}'
    return f'{{"accounts": [{AN_ACCOUNT}], "posts": [{post}]}}'


# -- Every bad field of every bad record ------------------------------------------------


def test_every_bad_field_of_every_bad_record_is_reported() -> None:
    text = """{
        "units": [{"level": "contry"}, {"id": "u", "status_changed_on": "2019-02-30"}],
        "accounts": [
            {"id": "a", "platform": "wechat"},
            {
                "id": "b", "platform": " ", "followers": "12", "is_main": 1, "functions": "none",
                "filings": [{"what": "opening"}, 7, {"filed_at": "2019-06-05", "wat": 1}],
                "app": ["usable"], "labels": ["x", "", 3, ["y"]]
            }
        ],
        "posts": [
            {
                "id": "p", "account_id": "a", "published_at": "2019-06-05T00:00:00",
                "kind": "orignal", "reads": true, "likes": 1.0,
                "review": {"reviewed_at": 1559664000, "reviewers": ["赵", null], "gates": {}}
            }
        ],
        "waivers": [
            {
                "id": "w", "rule_id": "r", "authority": "x", "document": "y", "reason": "z",
                "valid_from_at": "2019-06-01T00:00:00Z"
            }
        ]
    }"""

    assert problems_of(text) == [
        ", units, record 1: id is missing; expected a value.",
        ", units, record 1: level is 'contry'; expected one of national, provincial, municipal, county, township (did you mean 'county'?).",
        ", units, record 2, 'u': status_changed_on is '2019-02-30'; expected a day such as 2018-12-07.",
        ", accounts, record 2, 'b': platform is ' '; expected a name that is not blank.",
        ", accounts, record 2, 'b': filings[1] is 7; expected an object.",
        ", accounts, record 2, 'b': filings[2].what is missing; expected a value.",
        ", accounts, record 2, 'b': filings[2].filed_at is '2019-06-05'; expected a moment with its offset from UTC, such as 2019-06-05T00:00:00+08:00 (this one is naive).",
        ", accounts, record 2, 'b': filings[2].wat is 1; expected no such field (did you mean 'what'?).",
        f", accounts, record 2, 'b': followers is '12'; expected {COUNT}.",
        ", accounts, record 2, 'b': functions is 'none'; expected a list of texts, [] when there are none, or None when nobody looked.",
        ", accounts, record 2, 'b': is_main is 1; expected true, false, or None when nobody looked.",
        ", accounts, record 2, 'b': app is a list of 1; expected an object.",
        ", accounts, record 2, 'b': labels[1] is ''; expected members that are not blank.",
        ", accounts, record 2, 'b': labels[2] is 3; expected text.",
        ", accounts, record 2, 'b': labels[3] is a list of 1; expected a list of texts, [] when there are none, or None when nobody looked.",
        ", posts, record 1, 'p': published_at is '2019-06-05T00:00:00'; expected a moment with its offset from UTC, such as 2019-06-05T00:00:00+08:00 (this one is naive).",
        ", posts, record 1, 'p': kind is 'orignal'; expected one of original, repost, notice (did you mean 'original'?).",
        f", posts, record 1, 'p': reads is true; expected {COUNT}.",
        f", posts, record 1, 'p': likes is 1.0; expected {COUNT}.",
        ", posts, record 1, 'p': review.reviewed_at is 1559664000; expected a moment with a time zone, such as 2019-06-05T00:00:00+08:00.",
        ", posts, record 1, 'p': review.reviewers[1] is null; expected a list of str, [] when there are none, or None when nobody looked.",
        ", posts, record 1, 'p': review.gates is an object of 0; expected a list of texts, [] when there are none, or None when nobody looked.",
        ", waivers, record 1, 'w': account_id is null; expected a unit_id or an account_id that the waiver is granted to.",
    ]


def test_a_problem_carries_its_place_as_data() -> None:
    error = error_of(with_post(review={"reviewed_at": "yesterday"}))

    assert error.problems == (
        Problem(
            file="x.json",
            table="posts",
            number=1,
            record_id="p",
            field="review.reviewed_at",
            value="'yesterday'",
            expected="ISO 8601 text with an offset, such as 2019-06-05T00:00:00+08:00",
        ),
    )


def test_ten_thousand_problems_are_kept_twenty_printed_and_all_counted() -> None:
    posts = [{"id": f"p{number}", "account_id": "a", "reads": -1} for number in range(12_000)]
    text = json.dumps({"accounts": [{"id": "a", "platform": "wechat"}], "posts": posts})

    error = error_of(text)

    assert (error.total, len(error.problems)) == (12_000, 10_000)
    lines = str(error).splitlines()
    assert lines[0] == "12,000 problems; nothing was loaded."
    assert lines[20] == f"  x.json, posts, record 20, 'p19': reads is -1; expected {COUNT}."
    assert lines[21:] == ["  … and 11,980 more."]


# -- Ids --------------------------------------------------------------------------------


def test_an_id_that_occurs_twice_is_reported_with_both_places() -> None:
    text = '{"accounts": [{"id": "a", "platform": "x"}, {"id": "b", "platform": "x"}, {"id": "a", "platform": "y"}]}'

    assert problems_of(text) == [
        ", accounts, record 3, 'a': id is 'a'; expected an id of its own; record 1 of accounts in x.json has it too."
    ]


def test_an_id_that_occurs_in_two_files_is_reported_with_both_files(tmp_path: Path) -> None:
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    first.write_text(f'{{"accounts": [{AN_ACCOUNT}]}}')
    second.write_text(f'{{"accounts": [{AN_ACCOUNT}]}}')

    with pytest.raises(LoadError) as caught:
        load_portfolio(first, second)

    assert [str(problem) for problem in caught.value.problems] == [
        f"{second}, accounts, record 1, 'a': id is 'a'; expected an id of its own; record 1 of accounts in {first} has it too."
    ]


def test_a_post_of_an_unknown_account_is_reported() -> None:
    text = f'{{"accounts": [{AN_ACCOUNT}], "messages": [{{"id": "m", "account_id": "b"}}]}}'

    assert problems_of(text) == [
        ", messages, record 1, 'm': account_id is 'b'; expected the id of an account in the portfolio."
    ]


def test_bad_records_take_part_in_the_checks_across_records() -> None:
    text = """{
        "accounts": [{"id": "a", "platform": 1}, {"id": "a", "platform": "wechat"}],
        "posts": [
            {"id": "p", "account_id": "a"},
            {"id": "q", "account_id": "b", "reads": -1},
            {"id": "q", "account_id": 5}
        ]
    }"""

    assert problems_of(text) == [
        ", accounts, record 1, 'a': platform is 1; expected text.",
        f", posts, record 2, 'q': reads is -1; expected {COUNT}.",
        ", posts, record 3, 'q': account_id is 5; expected text.",
        ", accounts, record 1, 'a': id is 'a'; expected an id of its own; record 2 of accounts in x.json has it too.",
        ", posts, record 3, 'q': id is 'q'; expected an id of its own; record 2 of posts in x.json has it too.",
        ", posts, record 2, 'q': account_id is 'b'; expected the id of an account in the portfolio.",
    ]


def test_posts_are_not_called_orphans_when_their_account_may_be_one_that_cannot_be_read() -> None:
    text = (
        '{"accounts": [{"id": 1, "platform": "wechat"}], "posts": [{"id": "p", "account_id": "a"}]}'
    )

    assert problems_of(text) == [", accounts, record 1: id is 1; expected text."]


def test_a_check_that_only_the_portfolio_makes_ends_in_a_load_error_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(**_: object) -> Portfolio:
        raise PortfolioError(["units: the unit 'u' supervises itself."])

    monkeypatch.setattr(tables, "Portfolio", refuse)

    assert problems_of('{"accounts": []}') == [
        ": expected another portfolio: units: the unit 'u' supervises itself."
    ]


# -- Shapes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[]", ": it is a list of 0; expected an object with the tables units, accounts, posts, messages, attestations, waivers."),
        ("null", ": it is null; expected an object with the tables units, accounts, posts, messages, attestations, waivers."),
        ('{"accounts": {}}', ": accounts is an object of 0; expected a list of accounts, or null when they are not supplied."),
        ('{"accounts": ["a"]}', ", accounts, record 1: it is 'a'; expected an object."),
        ('{"accounts": [null]}', ", accounts, record 1: it is null; expected an object."),
        ('{"accounts": [["id", "platform"]]}', ", accounts, record 1: it is a list of 2; expected an object."),
        ('{"accounts": [], "posts": "none"}', ": posts is 'none'; expected a list of posts, or null when they are not supplied."),
    ],
)  # fmt: skip
def test_wrong_shapes_are_named(text: str, problem: str) -> None:
    assert problems_of(text) == [problem]


@pytest.mark.parametrize("version", ["2", "0", '"1"', "true", "1.0"])
def test_nothing_is_read_of_a_document_of_an_unknown_version(version: str) -> None:
    shown = version.replace('"', "'")

    assert problems_of(f'{{"schema_version": {version}, "tweets": [], "accounts": 5}}') == [
        f": schema_version is {shown}; expected 1, the only version that this release of the library reads."
    ]


@pytest.mark.parametrize("field", ["review", "app", "filings", "incidents"])
@pytest.mark.parametrize("value", ["text", "[]", '""', "{}", "[[]]", "0", "false", "[{}]"])
def test_nothing_but_objects_and_lists_of_them_is_read_as_one(field: str, value: str) -> None:
    value = '"text"' if value == "text" else value
    text = (
        with_post_text(f'"{field}": {value}')
        if field == "review"
        else f'{{"accounts": [{{"id": "a", "platform": "x", "{field}": {value}}}]}}'
    )
    is_right = value == "[]" if field in {"filings", "incidents"} else value == "{}"

    strict = refusal_of(lambda: loads_portfolio(text))
    lenient = refusal_of(lambda: loads_portfolio(text, unknown_fields="ignore"))

    assert (strict is None, lenient is None) == (is_right, is_right)


# -- JSON that is none, or strange --------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", ": expected JSON, not an empty text."),
        (" \n\t", ": expected JSON, not an empty text."),
        ('{"accounts": []', ", line 1, column 16: expected JSON (expecting ',' delimiter)."),
        ('\n\n {"accounts": [] 5}', ", line 3, column 18: expected JSON (expecting ',' delimiter)."),
        ('{"accounts": []}\n{}', ", line 2, column 1: expected JSON (extra data)."),
        ("{'accounts': []}", ", line 1, column 2: expected JSON (expecting property name enclosed in double quotes)."),
        ("\0", ", line 1, column 1: expected JSON (expecting value)."),
        ('{"accounts": [{"id": "\0"}]}', ", line 1, column 23: expected JSON (invalid control character at)."),
    ],
)  # fmt: skip
def test_what_is_not_json_is_refused_with_line_and_column(text: str, problem: str) -> None:
    assert problems_of(text) == [problem]


def test_what_is_not_utf_8_is_refused_with_line_and_column() -> None:
    assert problems_of('{"about":\n "江苏"}'.encode("gbk")) == [
        ", line 2, column 3: expected UTF-8 (the byte 0xbd is not; save the file as UTF-8)."
    ]


def test_a_byte_that_is_not_utf_8_is_counted_behind_a_byte_order_mark() -> None:
    assert problems_of(b"\xef\xbb\xbf{\xff}") == [
        ", line 1, column 2: expected UTF-8 (the byte 0xff is not; save the file as UTF-8)."
    ]


@pytest.mark.parametrize("opening", ["[", '{"a":', '{"accounts":[{"id":'])
def test_deep_nesting_is_refused(opening: str) -> None:
    assert problems_of(opening * 200_000) == [": expected JSON that is nested less deeply."]


@pytest.mark.parametrize(
    "field", ["title", "kind", "labels", "review", "reads", "id_", "deleted_at"]
)
def test_nesting_that_json_can_just_read_is_no_trouble_to_what_follows(field: str) -> None:
    # Python's limit of a thousand calls lies somewhere in here, less those under way.
    for depth in range(800, 1_000):
        deep = "[" * depth + "]" * depth

        assert error_of(with_post_text(f'"{field}": {deep}')).total == 1


def test_numbers_of_many_digits_are_refused_at_once() -> None:
    assert problems_of(with_post_text(f'"reads": 1{"0" * 5_000_000}')) == [
        f", posts, record 1, 'p': reads is <a number of 5,000,001 digits>; expected {COUNT}."
    ]


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("9223372036854775808", "9223372036854775808"),
        ("-1", "-1"),
        ("1e3", "1000.0"),
        ("1e400", "inf"),
        ("NaN", "NaN"),
        ("Infinity", "Infinity"),
        ("-Infinity", "-Infinity"),
    ],
)
def test_numbers_that_count_nothing_are_refused(number: str, shown: str) -> None:
    assert problems_of(with_post_text(f'"reads": {number}')) == [
        f", posts, record 1, 'p': reads is {shown}; expected {COUNT}."
    ]


def test_what_is_no_json_number_is_refused_even_where_nobody_reads() -> None:
    assert problems_of('{"about": [NaN, Infinity], "accounts": []}') == [
        ": expected numbers that JSON has and people use, not NaN."
    ]


def test_keys_that_occur_twice_are_refused() -> None:
    text = """{
        "accounts": [{"id": "a", "platform": "x", "app": {"is_usable": true, "is_usable": null}}],
        "posts": [{"id": "p", "account_id": "a", "id": "q", "reads": -1, "x": 1, "x": 2}],
        "posts": [{"id": "p", "account_id": "a", "id": "q", "reads": -1, "x": 1, "x": 2}]
    }"""

    assert problems_of(text) == [
        ": posts is a list of 1; expected each key once in its object; this one is there more than once.",
        ", accounts, record 1, 'a': app.is_usable is null; expected each key once in its object; this one is there more than once.",
        ", posts, record 1, 'q': id is 'q'; expected each key once in its object; this one is there more than once.",
        ", posts, record 1, 'q': x is 2; expected each key once in its object; this one is there more than once.",
        f", posts, record 1, 'q': reads is -1; expected {COUNT}.",
        ", posts, record 1, 'q': x is 2; expected no such field.",
    ]


def test_keys_that_occur_twice_are_refused_even_where_nobody_reads() -> None:
    assert problems_of('{"about": {"源": 1, "源": 1}, "accounts": []}') == [
        ": expected each key once in an object; '源' is there more than once."
    ]


def test_keys_that_occur_twice_are_refused_even_when_unknown_fields_are_ignored() -> None:
    with pytest.raises(LoadError):
        loads_portfolio('{"accounts": [{"id": "a", "platform": "x", "y": 1, "y": 1}]}', unknown_fields="ignore")  # fmt: skip


def test_lone_surrogates_are_refused_and_the_message_can_be_written() -> None:
    text = (
        '{"accounts": [{"id": "\\ud800", "platform": "x", "\\udfff": 1, "labels": ["\\ud83d"]}],'
        ' "\\udead": 1}'
    )

    error = error_of(text)

    assert problems_of(text) == [
        ": '\\udead' is 1; expected no such key.",
        ", accounts, record 1, '\\\\ud800': id is '\\ud800'; expected text without lone surrogates (this one cannot be written as UTF-8).",
        ", accounts, record 1, '\\\\ud800': labels[0] is '\\ud83d'; expected text without lone surrogates (this one cannot be written as UTF-8).",
        ", accounts, record 1, '\\\\ud800': '\\udfff' is 1; expected no such field.",
    ]
    assert str(error).encode()


def test_text_that_holds_a_lone_surrogate_itself_is_refused() -> None:
    assert error_of('{"accounts": [{"id": "\ud800", "platform": "x"}]}').total == 1


def test_names_of_ten_megabytes_are_refused_in_few_words() -> None:
    long = "长" * 10_000_000
    text = json.dumps(
        {long: 1, "accounts": [{"id": long, "platform": "x", "name": long, long: long}]},
        ensure_ascii=False,
    )

    error = error_of(text)

    assert error.total == 4
    assert len(str(error)) < 2_000
    assert error.problems[2].expected == (
        "text of at most 65,536 characters (this one has 10,000,000), or None when nobody looked"
    )


def test_a_hundred_thousand_unknown_fields_are_counted() -> None:
    fields = ",".join(f'"x{number}":0' for number in range(100_000))

    assert error_of(with_post_text(fields)).total == 100_000


def test_long_lists_are_refused_as_a_whole() -> None:
    assert problems_of(with_post(labels=[f"x{number}" for number in range(1_000_000)])) == [
        ", posts, record 1, 'p': labels is a list of 1,000,000; expected at most 10,000 members."
    ]


# -- Files ------------------------------------------------------------------------------


def problem_of_file(path: str | Path, **options: Any) -> str:
    with pytest.raises(LoadError) as caught:
        load_portfolio(path, **options)
    (problem,) = caught.value.problems
    return str(problem).removeprefix(str(path))


@pytest.mark.parametrize("suffix", [".json", ".ndjson"])
def test_a_file_that_does_not_exist_is_named(tmp_path: Path, suffix: str) -> None:
    assert problem_of_file(tmp_path / f"nowhere{suffix}") == (
        ": expected a file that can be read (no such file or directory)."
    )


@pytest.mark.parametrize("suffix", [".json", ".ndjson"])
def test_a_directory_is_named(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"folder{suffix}"
    path.mkdir()

    assert problem_of_file(path) == ": expected a file that can be read (is a directory)."


@pytest.mark.parametrize("suffix", [".json", ".ndjson"])
def test_a_file_that_cannot_be_opened_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    # A socket by a relative name, because the names of sockets are limited.
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(f"socket{suffix}")

        assert problem_of_file(f"socket{suffix}") == (
            ": expected a file that can be read (no such device or address)."
        )


@pytest.mark.parametrize("suffix", [".json", ".ndjson"])
def test_a_path_that_no_file_can_have_is_named(suffix: str) -> None:
    assert problem_of_file(f"a\0b{suffix}") == (
        ": expected a file that can be read (embedded null byte)."
    )


def test_a_file_name_that_is_not_utf_8_can_be_printed(tmp_path: Path) -> None:
    with pytest.raises(LoadError) as caught:
        load_portfolio(tmp_path / "\udcff.json")

    assert caught.value.problems[0].file == str(tmp_path / "\\udcff.json")


def test_files_of_unknown_kind_are_refused_with_the_known_ones(tmp_path: Path) -> None:
    assert problem_of_file(tmp_path / "portfolio.xlsx") == (
        ": expected a file whose name ends in .json, .ndjson, .jsonl."
    )


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "empty.json"
    path.touch()

    assert problem_of_file(path) == ": expected JSON, not an empty text."


def test_a_document_over_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "portfolio.json"
    path.write_text('{"accounts": []}')

    assert problem_of_file(path, max_bytes=15) == (
        ": expected at most 15 bytes, the limit that max_bytes sets."
    )
    assert load_portfolio(path, max_bytes=16) == Portfolio(accounts=())


def test_an_endless_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "zeros.json"
    path.symlink_to("/dev/zero")

    assert problem_of_file(path, max_bytes=2**22) == (
        ": expected at most 4,194,304 bytes, the limit that max_bytes sets."
    )


def test_every_file_is_looked_at_and_nothing_is_called_missing_that_a_bad_file_may_hold(
    tmp_path: Path,
) -> None:
    posts = tmp_path / "posts.ndjson"
    posts.write_text('{"type": "post", "id": "p", "account_id": "a", "likes": -1}\n')

    with pytest.raises(LoadError) as caught:
        load_portfolio(tmp_path / "accounts.json", posts, tmp_path / "units.csv")

    assert [str(problem).removeprefix(f"{tmp_path}/") for problem in caught.value.problems] == [
        "accounts.json: expected a file that can be read (no such file or directory).",
        f"posts.ndjson, line 1, posts, 'p': likes is -1; expected {COUNT}.",
        "units.csv: expected a file whose name ends in .json, .ndjson, .jsonl.",
    ]


# -- Anything at all ----------------------------------------------------------------------

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)  # fmt: skip
RECORDS = st.dictionaries(
    st.sampled_from(["id", "account_id", "platform", "published_at", "labels", "review", "app", "filings", "kind", "reads", "is_main"]),
    JSON_VALUES,
)  # fmt: skip
TABLES = st.dictionaries(
    st.sampled_from(["units", "accounts", "posts", "messages", "attestations", "waivers"]),
    st.lists(RECORDS | JSON_VALUES, max_size=3) | JSON_VALUES,
)


@given(TABLES | JSON_VALUES, st.sampled_from(["error", "ignore"]))
def test_any_json_either_loads_or_ends_in_a_load_error(document: Any, unknown_fields: Any) -> None:
    text = json.dumps(document)

    assert says_why(refusal_of(lambda: loads_portfolio(text, unknown_fields=unknown_fields)))


@given(st.binary() | st.text())
def test_anything_either_loads_or_ends_in_a_load_error(text: str | bytes) -> None:
    assert says_why(refusal_of(lambda: loads_portfolio(text)))


def test_a_load_error_is_one_of_the_librarys_errors() -> None:
    assert isinstance(error_of("[]"), GovmediaRulesError)
    assert loads_portfolio(f'{{"accounts": [{AN_ACCOUNT}]}}').accounts == (
        Account(id="a", platform="wechat"),
    )
