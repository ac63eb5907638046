"""Names from data are shown, never obeyed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve
from click.testing import Result
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from govmedia_rules.cli.untrusted import visible
from govmedia_rules.cli.wrapping import wrapped
from govmedia_rules.models import Account, Portfolio, Post

DAY = ("--as-of", "2019-06-05")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("[bold red]甲[/]", "[bold red]甲[/]"),
        (":smile:", ":smile:"),
        ("\x1b[31m红\x1b[0m", r"\x1b[31m红\x1b[0m"),
        ("\x9b31m", r"\x9b31m"),
        ("\u202e布发县甲\u202c", r"\u202e布发县甲\u202c"),
        ("\u2066a\u2069", r"\u2066a\u2069"),
        ("甲\n■ 乙  合格", r"甲\x0a■ 乙  合格"),
        ("甲\r乙", r"甲\x0d乙"),
        ("甲\u2028乙", r"甲\u2028乙"),
        ("甲\u200b乙", r"甲\u200b乙"),
        ("甲\U000e0041乙", r"甲\U000e0041乙"),
    ],
)
def test_a_name_that_tries_something_is_shown_as_it_is(
    invoke: Callable[..., Result],
    portfolio: Portfolio,
    account: Account,
    save: Callable[..., Path],
    name: str,
    shown: str,
) -> None:
    named = evolve(account, name=name)
    path = save(evolve(portfolio, accounts=(named,), posts=()))
    lines = invoke("check", path, *DAY).stdout.splitlines()
    assert f"■ {shown}  wechat:a  不合格" in lines


def test_a_very_long_name_is_cut(
    invoke: Callable[..., Result], portfolio: Portfolio, account: Account, save: Callable[..., Path]
) -> None:
    named = evolve(account, name="很长" * 400)
    path = save(evolve(portfolio, accounts=(named,), posts=()))
    lines = invoke("check", path, *DAY).stdout.splitlines()
    assert f"■ {'很长' * 11}很…  wechat:a  不合格" in lines


def test_ids_and_titles_of_posts_are_shown_as_they_are(
    invoke: Callable[..., Result], portfolio: Portfolio, post: Post, save: Callable[..., Path]
) -> None:
    bad = evolve(
        post, id="p\x1b[1m", title="[red]题\n目[/red]", labels=frozenset({"harmful_content"})
    )
    text = invoke("check", save(evolve(portfolio, posts=(bad,))), *DAY).stdout
    assert r"信息：p\x1b[1m《[red]题\x0a目[/red]》" in text


def test_no_line_is_wider_than_the_table(
    invoke: Callable[..., Result], portfolio: Portfolio, post: Post, save: Callable[..., Path]
) -> None:
    posts = tuple(
        evolve(post, id=f"{'长' * 30}-{number}", title="题" * 200, labels=None)
        for number in range(9)
    )
    for width in (60, 80, 109, 110, 200):
        text = invoke(
            "check", save(evolve(portfolio, posts=posts)), *DAY, COLUMNS=str(width)
        ).stdout
        assert max(map(cell_len, text.splitlines())) <= width


@given(st.text())
def test_nothing_unseen_is_left(text: str) -> None:
    shown = visible(text)
    unseen = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert all(unicodedata.category(character) not in unseen for character in shown)
    assert not set(shown) & set("\n\r\t\x1b\u202a\u202e\u2066\u2069")


@given(st.text(max_size=300), st.integers(min_value=2, max_value=40))
def test_a_text_is_cut_to_its_cells(text: str, cells: int) -> None:
    shown = visible(text, cells)
    assert cell_len(shown) <= cells
    assert shown == visible(text) or shown.endswith("…")


def test_ten_megabytes_of_accents_are_cut() -> None:
    assert len(visible("a" + "\u0301" * 10_000_000, 40)) <= 161


@given(
    st.text(alphabet="甲乙，。“”(（abc-/ 1.:》", max_size=80),
    st.integers(min_value=4, max_value=30),
)
def test_broken_lines_fit_and_keep_every_character(text: str, cells: int) -> None:
    broken = wrapped(text, cells)
    assert all(cell_len(line) <= cells for line in broken.split("\n"))
    assert "".join(broken.split()) == "".join(text.split())


def test_no_line_begins_with_a_comma() -> None:
    assert wrapped("甲乙丙丁，戊己", 8) == "甲乙丙\n丁，戊己"


def test_a_word_stays_whole_where_it_can() -> None:
    assert wrapped("see post.labels here", 12) == "see\npost.labels\nhere"


def test_an_id_too_long_for_a_line_is_broken_after_a_hyphen() -> None:
    assert wrapped("inspection-2019/no-update-in-two-weeks", 26) == (
        "inspection-2019/no-update-\nin-two-weeks"
    )


def test_a_file_name_with_bytes_that_are_no_text_is_shown(
    invoke: Callable[..., Result], tmp_path: Path
) -> None:
    result = invoke("check", f"{tmp_path}/\udcff.json", *DAY)
    assert result.exit_code == 2
    assert r"\udcff.json" in result.stderr
