"""Draws as JSON that reads back equal, and as a table that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules.models import Account, Portfolio, Unit
from govmedia_rules.sampling import Draw, sample
from govmedia_rules.serialization import (
    LoadError,
    draw_to_plain,
    dump_draw,
    dumps_draw,
    dumps_draw_table,
    load_draw,
)
from govmedia_rules.spreadsheets import from_cell
from govmedia_rules.text import Language

AT = "2024-07-01T00:00:00+08:00"


def _draw(name: str = "甲", **asked: Any) -> Draw:
    register = Portfolio(
        units=[Unit(id="u", name=name, level="county", region=name)],
        accounts=[
            Account(id=name, platform=name, name=name, unit_id="u", status="active"),
            Account(id=f"{name} 2", platform="weibo"),
        ],
    )
    usual: dict[str, Any] = {"count": 1, "by": ["platform", "level"], "leave_out": {f"{name} 2"}}
    return sample(register, as_of=AT, seed="s", **{**usual, **asked})


names = st.one_of(
    st.text(min_size=1, max_size=20).filter(str.strip),
    st.sampled_from(
        [
            '=HYPERLINK("x")',
            "<script>",
            "\u202eabc",
            "a\r\nb",
            "x" * 10_000,
            "👩\u200d👧",
            "@x",
            "+1",
        ]
    ),
)


@given(names)
def test_a_draw_reads_back_equal(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    draw = _draw(name)
    path = tmp_path_factory.getbasetemp() / "draw.json"
    dump_draw(draw, path)
    assert load_draw(path) == draw
    assert path.read_text("utf-8") == dumps_draw(draw)


def test_a_ratio_reads_back_equal(tmp_path: Path) -> None:
    draw = _draw(count=None, ratio="50%", by=(), leave_out=())
    dump_draw(draw, tmp_path / "draw.json")
    assert load_draw(tmp_path / "draw.json") == draw


def test_the_plain_form_has_every_field() -> None:
    draw = _draw()
    assert draw_to_plain(draw) == {
        "schema_version": 1,
        "algorithm": "stratified-sha256/1",
        "seed": "s",
        "as_of": AT,
        "by": ["platform", "level"],
        "count": 1,
        "ratio": None,
        "minimum": 0,
        "registered": 2,
        "running": 2,
        "status_unknown": 1,
        "left_out": ["甲 2"],
        "strata": [{"values": ["甲", "county"], "size": 1, "allocated": 1}],
        "accounts": [
            {
                "id": "甲",
                "name": "甲",
                "platform": "甲",
                "unit_id": "u",
                "unit_name": "甲",
                "level": "county",
                "region": "甲",
                "digest": draw.accounts[0].digest,
            }
        ],
    }


@given(names)
def test_no_cell_of_the_table_is_a_formula_and_each_says_what_it_held(name: str) -> None:
    draw = _draw(name)
    text = dumps_draw_table(draw)
    assert text.startswith("\ufeff")
    heading, row = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    assert heading[:4] == ["序号", "账号标识", "账号", "平台"]
    assert row[0] == "1"
    for cell in row:
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert from_cell(row[1]) == name
    assert [row[4], from_cell(row[5]), row[6]] == ["county", name, "u"]
    assert row[8:] == [draw.accounts[0].digest, "s", "stratified-sha256/1"]


def test_the_table_has_english_headings_too() -> None:
    heading = dumps_draw_table(_draw(), language=Language.EN).splitlines()[0]
    assert heading.startswith("\ufeffno.,account id,account,platform")


def _with(**changes: Any) -> str:
    return json.dumps({**draw_to_plain(_draw()), **changes}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "JSON"),
        ("[]", "an object with the fields of a draw"),
        (_with(schema_version=2), "the only version"),
        (_with(seed=7), "seed is 7; expected text"),
        (_with(by=["regoin"]), "did you mean 'region'?"),
        (_with(as_of="soon"), "as_of"),
        (_with(surprise=1), "no such field"),
        (_with(count=1.5), "count"),
        (_with(running=5), "a number that agrees"),
        (_with(accounts=[]), "a number that agrees"),
        ('{"seed": "a", ' + _with().removeprefix("{"), "each key once"),
        (_with().replace('"count": 1', '"count": NaN'), "draw.json"),
    ],
)
def test_a_file_that_holds_no_draw_is_refused_with_the_place(
    tmp_path: Path, text: str, complaint: str
) -> None:
    path = tmp_path / "draw.json"
    path.write_text(text, "utf-8")
    with pytest.raises(LoadError) as caught:
        load_draw(path)
    assert complaint in str(caught.value)
    assert "draw.json" in str(caught.value)


def test_a_file_that_is_not_there_or_not_utf8_or_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LoadError):
        load_draw(tmp_path / "nothing.json")
    path = tmp_path / "draw.json"
    path.write_bytes(b'{"seed": "\xff"}')
    with pytest.raises(LoadError, match="UTF-8"):
        load_draw(path)
    dump_draw(_draw(), path)
    with pytest.raises(LoadError, match="at most 10 bytes"):
        load_draw(path, max_bytes=10)
