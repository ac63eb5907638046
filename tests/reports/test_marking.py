"""Markdown and plain text: words from the data stay words, whatever they try."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from govmedia_rules.errors import UnknownNameError
from govmedia_rules.evaluation import audit
from govmedia_rules.models import Account, Portfolio, Unit
from govmedia_rules.reports import (
    LONGEST_NAME,
    Heading,
    Paragraph,
    Table,
    bulletin_blocks,
    draw_blocks,
    make_bulletin,
    markdown_escaped,
    write_bulletin,
    write_markdown,
    write_plain_text,
)
from govmedia_rules.reports.unseen import seen
from govmedia_rules.rulesets import INSPECTION_2019
from govmedia_rules.sampling import sample
from govmedia_rules.text import Language

AT = "2019-09-30T00:00:00+08:00"
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

HOSTILE = (
    '=HYPERLINK("http://evil.example")',
    "<script>alert(1)</script>",
    "<!-- -->",
    "<script src=x",
    "<div",
    "<?php",
    "&lt;b&gt; &#60; &copy;",
    "[a](javascript:alert(1))",
    "![a](http://evil.example/x.png)",
    "<http://evil.example>",
    "http://evil.example www.evil.example WWW.evil.example",
    "a|b|c",
    "`code` ``",
    "**b** __b__ *i* _i_ ~~s~~",
    "# h",
    "- item",
    "+ item",
    "1. item",
    "1) item",
    "> quote",
    "---",
    "===",
    "[^1]",
    "$x$ :smile: {role}`x` @user",
    "back\\slash \\| \\",
    "new\nline\r\n\n# h",
    "\u202edlrow\u2066\u2069",
    "\x1b[31mred",
    "👩\u200d👩\u200d👧 😀",
    "    code",
    "\tcode",
    "x" * 10_000,
)
names = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=40),
    st.text("\\`*_{}[]()<>#+-.!|&~$@:=^'\"/ \n1aw甲", max_size=30),
)


def _markdown(*blocks: Heading | Paragraph | Table) -> str:
    stream = io.StringIO()
    write_markdown(blocks, stream)
    return stream.getvalue()


def _inline(tokens: list[Token]) -> Iterator[list[Token]]:
    for token in tokens:
        if token.type == "inline":
            yield token.children or []


def _words(text: str) -> list[str]:
    """Return what a reader of Markdown shows in each cell, heading, paragraph of *text*."""
    shown = []
    for children in _inline(READER.parse(text)):
        assert {child.type for child in children} <= {"text"}
        shown.append("".join(child.content for child in children))
    return shown


@given(names, names)
@example("-", "1.")
@example("\\", "|")
def test_a_table_shows_its_cells_and_nothing_else(first: str, second: str) -> None:
    text = _markdown(Table(("甲", "乙"), ((first, second), ("last", "row"))))
    expected = [seen(first).strip(), seen(second).strip()]
    # An empty cell has no words in it.
    assert _words(text) == ["甲", "乙", *expected, "last", "row"]
    assert [token.type for token in READER.parse(text) if token.level == 0] == [
        "table_open",
        "table_close",
    ]


@given(names.filter(lambda name: bool(seen(name).strip())))
@example("<script src=x")
@example("<?php")
def test_a_heading_and_a_paragraph_show_their_words_and_nothing_else(name: str) -> None:
    text = _markdown(Heading(name, 3), Paragraph(name))
    assert _words(text) == [seen(name).strip()] * 2
    assert [
        token.tag for token in READER.parse(text) if token.level == 0 and token.nesting == 1
    ] == [
        "h3",
        "p",
    ]


@given(names)
def test_no_line_is_added_and_nothing_unseen_is_left(name: str) -> None:
    escaped = markdown_escaped(name)
    assert not {unicodedata.category(each) for each in escaped} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        (
            "某县发布 82.48% 2019-06-05 00:00:00 (甲, 乙)",
            "某县发布 82.48% 2019-06-05 00:00:00 (甲, 乙)",
        ),
        ("wechat:甲", "wechat\\:甲"),
        ("http://a.b", "http\\://a.b"),
        (":100:", "\\:100\\:"),
        ("www.a", "www\\.a"),
        ("- a", "\\- a"),
        ("12. a", "12\\. a"),
        ("a\nb", "a\\\\x0ab"),
    ],
)
def test_only_what_would_mark_something_up_is_escaped(text: str, escaped: str) -> None:
    assert markdown_escaped(text) == escaped


def test_a_document_is_written_as_markdown() -> None:
    text = _markdown(
        Heading("通报", 1),
        Paragraph("甲。"),
        Table(("平台", "数"), (("微信", "1"),), frozenset({1})),
    )
    assert text == "# 通报\n\n甲。\n\n| 平台 | 数 |\n| --- | ---: |\n| 微信 | 1 |\n"


def test_a_document_is_written_as_plain_text() -> None:
    stream = io.StringIO()
    write_plain_text(
        [
            Heading("通报", 1),
            Paragraph("甲。"),
            Table(("平台", "检查", "率"), (("微信", "1", "—"),)),
        ],
        stream,
    )
    assert stream.getvalue() == "通报\n甲。\n· 微信 · 检查 1 · 率 —\n"


def _hostile_portfolio(name: str) -> Portfolio:
    return Portfolio(
        units=[Unit(id=name, name=name, region=name, level="county")],
        accounts=[
            Account(id=name, platform=name, name=name, unit_id=name, interaction_features=[])
        ],
    )


account_names = names.filter(lambda name: bool(name.strip()))


@given(account_names, st.sampled_from(list(Language)))
def test_a_bulletin_and_a_draw_show_hostile_names_and_do_nothing_else(
    name: str, language: Language
) -> None:
    portfolio = _hostile_portfolio(name)
    report = audit(portfolio, INSPECTION_2019, as_of=AT)
    draw = sample(portfolio, as_of=AT, seed="s", count=1, by=["platform", "region"])
    shown = io.StringIO()
    write_bulletin(report, portfolio, shown, language)
    for blocks in (
        bulletin_blocks(make_bulletin(report, portfolio), language),
        draw_blocks(draw, language),
    ):
        markdown, plain = io.StringIO(), io.StringIO()
        write_markdown(blocks, markdown)
        write_plain_text(blocks, plain)
        lines = sum(len(each.rows) if isinstance(each, Table) else 1 for each in blocks)
        assert len(plain.getvalue().splitlines()) == lines
        expected = [
            words
            for block in blocks
            for words in (
                [*block.headings, *(cell for row in block.rows for cell in row)]
                if isinstance(block, Table)
                else [block.words]
            )
        ]
        assert _words(markdown.getvalue()) == [seen(words).strip() for words in expected]
    assert _words(shown.getvalue()) == _words(
        _markdown(*bulletin_blocks(make_bulletin(report, portfolio), language))
    )


def test_a_very_long_name_is_cut() -> None:
    portfolio = _hostile_portfolio("x" * 10_000)
    report = audit(portfolio, INSPECTION_2019, as_of=AT)
    blocks = bulletin_blocks(make_bulletin(report, portfolio))
    cells = [
        cell for each in blocks if isinstance(each, Table) for row in each.rows for cell in row
    ]
    cut = "x" * (LONGEST_NAME - 1) + "…"
    assert cut in cells
    assert max(map(len, cells)) < 4 * LONGEST_NAME


def test_a_language_that_the_library_does_not_speak_is_refused() -> None:
    portfolio = _hostile_portfolio("a")
    report = audit(portfolio, INSPECTION_2019, as_of=AT)
    with pytest.raises(UnknownNameError):
        bulletin_blocks(make_bulletin(report, portfolio), "fr")
    with pytest.raises(UnknownNameError):
        write_bulletin(report, portfolio, io.StringIO(), "fr")
    with pytest.raises(UnknownNameError):
        draw_blocks(sample(portfolio, as_of=AT, seed="s", count=1), "fr")
