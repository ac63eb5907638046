"""Tables in files: which file holds which, what cells say, and what is refused where."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given

from govmedia_rules.errors import UnknownNameError
from govmedia_rules.frames import (
    MOST_PROBLEMS,
    TABLES,
    FileProblem,
    TableFileError,
    frames_of,
    open_tables,
    polars_reading,
    with_attestations,
    write_frames,
)
from govmedia_rules.frames.csv_shape import MAX_RECORD_BYTES
from govmedia_rules.frames.objects import frame_of
from govmedia_rules.frames.table_names import table_in
from govmedia_rules.models import Attestation, Portfolio
from tree_strategies import portfolios

HEAD = b"id,platform,name\n"


def accounts_in(folder: Path, content: bytes, name: str = "accounts.csv") -> pl.DataFrame:
    (folder / name).write_bytes(content)
    return open_tables(folder / name)["accounts"].collect()


def problems_in(folder: Path, content: bytes) -> tuple[FileProblem, ...]:
    with pytest.raises(TableFileError) as refused:
        accounts_in(folder, content)
    return refused.value.problems


@pytest.mark.parametrize("suffix", [".parquet", ".csv"])
@given(portfolio=portfolios())
def test_tables_come_back_as_they_were_written(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, portfolio: Portfolio
) -> None:
    folder = tmp_path_factory.mktemp("tables")
    frames = frames_of(portfolio)
    if suffix == ".csv":
        # An empty text cannot be told from a missing one there.
        blank = pl.when(pl.col(pl.String) != "").then(pl.col(pl.String))
        frames = {name: frame.with_columns(blank) for name, frame in frames.items()}

    write_frames(frames, folder, suffix)
    found = {name: frame.collect() for name, frame in open_tables(folder).items()}

    assert found.keys() == frames.keys()
    assert all(found[name].equals(frames[name]) for name in frames)


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("accounts", "accounts"),
        ("posts-2019Q2", "posts"),
        ("江苏_Units_2019", "units"),
        ("2019messages", "messages"),
        ("posts_of_accounts", None),
        ("repost", None),
        ("", None),
    ],
)
def test_the_words_of_a_name_say_the_table(name: str, table: str | None) -> None:
    assert table_in(name) == table


def test_every_file_that_engines_leave_in_folders_is_found(tmp_path: Path) -> None:
    accounts = pl.DataFrame({"id": ["a"], "platform": ["app"]})
    posts = pl.DataFrame({"id": ["p"], "account_id": ["a"]})
    for path in ("posts.parquet/year=2019/part-0.parquet", "posts.parquet/year=2020/x.parquet"):
        (tmp_path / path).parent.mkdir(parents=True)
        posts.write_parquet(tmp_path / path)
    (tmp_path / "posts.parquet" / "_SUCCESS").touch()
    (tmp_path / "posts.parquet" / ".x.crc").touch()
    (tmp_path / "README.md").touch()
    accounts.write_csv(tmp_path / "accounts.csv")

    found = open_tables(tmp_path, tmp_path / "accounts.csv")

    assert {name: len(frame.collect()) for name, frame in found.items()} == {
        "accounts": 1,
        "posts": 2,
    }
    assert found["posts"].collect_schema().names() == ["id", "account_id"]


def test_parts_with_other_columns_and_types_become_one_table(tmp_path: Path) -> None:
    (tmp_path / "accounts-1.csv").write_bytes(b"id,platform,opened_at\na,app,2019-01-01T00:00Z\n")
    at = datetime(2019, 1, 1, tzinfo=UTC)
    pl.DataFrame({"id": ["b"], "platform": ["app"], "followers": [3], "opened_at": [at]}).select(
        pl.col("followers").cast(pl.UInt8),
        pl.col("opened_at").dt.convert_time_zone("Asia/Shanghai").dt.cast_time_unit("ms"),
        "id",
        "platform",
    ).write_parquet(tmp_path / "accounts-2.parquet")

    frame = open_tables(tmp_path)["accounts"].collect()

    assert frame.select("id", "followers", "opened_at").rows() == [("a", None, at), ("b", 3, at)]


def test_parts_whose_types_differ_are_refused(tmp_path: Path) -> None:
    keys = {"id": ["a"], "platform": ["app"]}
    pl.DataFrame({**keys, "name": ["x"]}).write_parquet(tmp_path / "accounts-1.parquet")
    pl.DataFrame({**keys, "name": [1]}).write_parquet(tmp_path / "accounts-2.parquet")

    with pytest.raises(TableFileError, match="name is 'Int64'; expected String as in"):
        open_tables(tmp_path)


def test_every_kind_of_cell_is_read(tmp_path: Path) -> None:
    content = (
        "\ufeffid,platform,name,opened_at,followers,is_main,functions,filings\r\n"
        'a,app,"甲\n""乙""",2019-06-05T08:00:00.5+08:00,+12,TRUE,"[""x""]",'
        '"[{""what"":""opening"",""filed_at"":""2019-06-05T08:00:00+08:00""}]"\r\n'
        "b,app,'=1,2019-06-05 00:00Z,0,false,[],[]\r\n"
        ',,,,,,,\r\n\r\nc,app,"",,,,,\r\n'
    )

    frame = accounts_in(tmp_path, content.encode())

    at = datetime(2019, 6, 5, tzinfo=UTC)
    filing = {"what": "opening", "filed_at": at, "filed_with": None}
    assert frame.rows() == [
        ("a", "app", '甲\n"乙"', at.replace(microsecond=500_000), 12, True, ["x"], [filing]),
        ("b", "app", "=1", at, 0, False, [], []),
        ("c", "app", *[None] * 6),
    ]


@pytest.mark.parametrize(
    ("column", "good", "bad"),
    [
        ("followers", "9223372036854775807", "9223372036854775808"),
        ("followers", "0", "1.0"),
        ("is_main", "True", "yes"),
        ("status", "active", "Active"),
        ("opened_at", "1992-01-01T00:00:00+08:00", "1991-12-31T23:59:59+08:00"),
        ("opened_at", "2199-12-31T23:59:59+08:00", "2200-01-01T00:00:00+08:00"),
        ("opened_at", "2020-02-29T23:59+0800", "2019-02-29T23:59+0800"),
        ("opened_at", "2019-06-05T23:59:59Z", "2019-06-05T23:59:60Z"),
        ("opened_at", "2019-06-05T00:00Z", "2019-06-05"),
        ("labels", "[]", "null"),
        ("labels", '"[""a""]"', '"[""a"",1]"'),
        ("labels", '"[""\\u7532""]"', '"[""\\ud800""]"'),
        ("labels", "[]", "[" * 100_000),
        ("filings", '"[{""what"":""opening""}]"', '"[{""filed_with"":""u""}]"'),
        ("incidents", '"[{""kind"":""hijacked""}]"', '"[{""kind"":""hijacked"",""at"":""x""}]"'),
        ("incidents", "[]", "{}"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_with_its_line_and_column(
    tmp_path: Path, column: str, good: str, bad: str
) -> None:
    head = f"id,platform,{column}\n"
    rows = f'a,"two\nlines",{good}\n'

    assert len(accounts_in(tmp_path, (head + rows).encode())) == 1
    [problem] = problems_in(tmp_path, f"{head}{rows}b,app,{bad}\n".encode())

    assert problem.column == column
    assert problem.line == 4
    assert problem.value == bad.strip('"').replace('""', '"')


def test_days_are_read_as_days(tmp_path: Path) -> None:
    (tmp_path / "units.csv").write_bytes(b"id,status_changed_on\nu,2018-12-07\n")
    (tmp_path / "accounts.csv").write_bytes(b"id,platform\n")

    units = open_tables(tmp_path)["units"].collect()

    assert units["status_changed_on"].to_list() == [date(2018, 12, 7)]


@pytest.mark.parametrize(
    ("content", "line", "told"),
    [
        (b"", 1, "the file is empty"),
        (b"id,id,platform\n", 1, "each column once"),
        (b"id,platform,\n", 1, "a name for column 3"),
        (b"id\n", 1, "a column of text"),
        (HEAD + b"a,app\n", 2, "3 cells as in the first line, not 2"),
        (HEAD + b"a,app,x,y\n", 2, "3 cells as in the first line, not 4"),
        (HEAD + b'a,app,"x,y\nb,app,z\n', 2, "a closing quotation mark"),
        (HEAD + b'a,app,x"y"\n', 2, "quotation marks around a whole cell"),
        (HEAD + b'a,app,"x"y"\n"\n', 2, "quotation marks around a whole cell"),
        (HEAD + b"a,app,\xb8\xf8\n", 2, "text in UTF-8"),
        (b"\xff\xfei\x00d\x00", 1, "text in UTF-8"),
        (HEAD + b"a,app,x\n" + b"x" * (MAX_RECORD_BYTES + 1), 3, "a record of at most"),
        (HEAD + b'a,app,"' + b"x\n" * (MAX_RECORD_BYTES // 2), 2, "a record of at most"),
        (HEAD + b",app,x\n", 2, "text"),
    ],
)
def test_a_file_that_is_not_in_shape_is_told_with_the_line(
    tmp_path: Path, content: bytes, line: int, told: str
) -> None:
    [problem] = problems_in(tmp_path, content)

    assert problem.file == str(tmp_path / "accounts.csv")
    assert problem.line == line
    assert told in problem.expected


def test_problems_are_looked_for_up_to_a_number(tmp_path: Path) -> None:
    bad = b"a,app,x\n" * (MOST_PROBLEMS + 5)

    of_shape = problems_in(tmp_path, b"id,platform\n" + bad)
    of_cells = problems_in(tmp_path, b"id,platform,followers\n" + bad)

    assert [problem.line for problem in of_shape] == [*range(2, MOST_PROBLEMS + 2)]
    assert [problem.line for problem in of_cells] == [*range(2, MOST_PROBLEMS + 2)]


def test_an_error_tells_twenty_problems_and_counts_all(tmp_path: Path) -> None:
    (tmp_path / "accounts.csv").write_bytes(b"id,platform,followers\n" + b"a,app,x\n" * 30)

    with pytest.raises(TableFileError) as refused:
        open_tables(tmp_path)

    lines = str(refused.value).splitlines()
    assert lines[0] == "30 problems; nothing was judged."
    assert len(lines) == 22
    assert lines[1].endswith(
        "accounts.csv, line 2: followers is 'x'; expected a whole number such as 1200, without separators."
    )
    assert lines[-1] == "  … and 10 more."


def test_progress_counts_the_bytes_of_all_files(tmp_path: Path) -> None:
    content = b"id,platform\n" + b"a,app\n" * 45_000
    for name in ("accounts-1.csv", "accounts-2.csv"):
        (tmp_path / name).write_bytes(content)
    told: list[int] = []

    open_tables(tmp_path, progress=told.append)

    assert told == sorted(told)
    assert len(content) < told[-1] <= 2 * len(content)


def test_only_two_ways_with_unknown_columns_are_known(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="'drop'"):
        open_tables(tmp_path, unknown_columns="drop")  # type: ignore[arg-type]  # the situation


def test_an_unknown_format_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UnknownNameError, match="xlsx"):
        write_frames({"accounts": pl.DataFrame({"id": ["a"]})}, tmp_path, ".xlsx")

    assert list(tmp_path.iterdir()) == []


def test_a_frame_has_every_column_of_its_table() -> None:
    for table, columns in TABLES.items():
        assert frame_of(table, ()).columns == list(columns)
    with pytest.raises(UnknownNameError, match="post"):
        frame_of("post", ())


def test_an_answer_that_is_there_is_not_added_again() -> None:
    answers = [
        Attestation(
            id=name,
            question_id="q",
            account_id="a",
            answered_by="甲",
            answered_as="inspector",
            answered_at="2019-06-01T00:00:00+08:00",
            answer=True,
        )
        for name in ("1", "2", "3")
    ]
    held = frame_of("attestations", answers[:2]).lazy()

    assert with_attestations(held, answers[1:]).collect()["id"].to_list() == ["1", "2", "3"]
    assert with_attestations(None, answers).collect()["id"].to_list() == ["1", "2", "3"]


def test_a_parquet_file_with_any_byte_damaged_is_read_or_told_of(tmp_path: Path) -> None:
    # For some of them Polars panics, which is no Exception to Python.
    path = tmp_path / "accounts.parquet"
    rows = {"id": ["a", "b"], "platform": ["wechat", "weibo"], "followers": [1, 2]}
    pl.DataFrame(rows).write_parquet(path, compression="uncompressed")
    whole = path.read_bytes()
    read = told = 0

    for position in range(len(whole)):
        path.write_bytes(whole[:position] + bytes([whole[position] ^ 0xFF]) + whole[position + 1 :])
        try:
            with polars_reading(path):
                open_tables(path)["accounts"].collect()
            read += 1
        except TableFileError as error:
            assert {problem.file for problem in error.problems} == {str(path)}  # noqa: PT017
            told += 1

    assert read
    assert told


def test_a_panic_while_polars_reads_is_told_of_by_the_files_that_were_read() -> None:
    with pytest.raises(TableFileError) as refused, polars_reading("posts.parquet", "more.csv"):
        raise pl.exceptions.PanicException("index out of bounds\nstack")

    assert refused.value.problems == (
        FileProblem(
            file="posts.parquet, more.csv",
            expected="data that Polars can read; it says: index out of bounds",
        ),
    )
