"""Hostile names through every form of a report: nothing is run, nothing is hidden, nothing is lost."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from govmedia_rules.cli.form_writers import csv_form, json_form, markdown_form, sarif_form
from govmedia_rules.cli.report_forms import FORMS, Audited
from govmedia_rules.cli.web_pages import html_form
from govmedia_rules.cli.workbooks import xlsx_form
from govmedia_rules.conditions import account, post
from govmedia_rules.evaluation import audit
from govmedia_rules.models import Portfolio, Post, Subject, Unit, Waiver
from govmedia_rules.reports.ledger_csv import load_ledger_csv
from govmedia_rules.reports.ledger_workbooks import load_ledger_xlsx
from govmedia_rules.rules import RuleSet
from govmedia_rules.serialization import loads_report
from govmedia_rules.text import Language
from sarif_checking import faults
from situations import AS_OF, UNIT_ID, account_with, ago, rule_with

HOSTILE: Final = (
    '=HYPERLINK("http://evil.example","点我")',
    "＝cmd|'/c calc'!A1",
    "@SUM(1+1)*cmd",
    "<script>alert(1)</script>",
    "</script></style><img src=x onerror=alert(1)>",
    "\u202eexe.fdp\u202c\u200f\u2066",
    "一\n=二\r\n\t三\u2028四\x0b\x1b[31m",
    "长" * 10_000,
    "👨\u200d👩\u200d👧 🇨🇳 𠮷 e\u0301",
    "[点我](javascript:alert(1)) ![x](http://evil.example/x.png)",
    "| a | b |\n|---|---|\n# h\n```\ncode",
    "{{ 7*7 }} {% raw %} ${x} {0} %s",
    "_x0041_ \\u0041 '=1",
    "12345678901234567890",
)
NAMES: Final = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30),
).filter(lambda name: bool(name.strip()))

RULES: Final = RuleSet(
    "test",
    (
        rule_with(id="test/account", severity="veto", requires=account.is_main),
        rule_with(id="test/post", subject="post", forbids=post.labels.has("commercial_ad")),
        rule_with(id="test/waived", force="defeasible", requires=account.is_main),
        rule_with(id="test/name", requires=account.name == "一个别的名称"),
    ),
)


def audited(name: str) -> Audited:
    """Return an audit in which everything that has a name has this one."""
    portfolio = Portfolio(
        units=[Unit(id=UNIT_ID, name=name, region=name, level="county")],
        accounts=[account_with(id=f"x{name}", name=name, unit_id=UNIT_ID, is_main=False)],
        posts=[
            Post(
                id=f"p{name}",
                account_id=f"x{name}",
                title=name,
                published_at=ago(days=1),
                labels={"commercial_ad"},
            )
        ],
        waivers=[
            Waiver(
                id=name,
                rule_id="test/waived",
                account_id=f"x{name}",
                authority=name,
                document=name,
                reason=name,
                valid_from_at=ago(days=9),
            )
        ],
    )
    report = audit(portfolio, RULES, as_of=AS_OF)
    assert len(report.findings) == 4
    return Audited(
        report=report,
        portfolio=portfolio,
        ruleset=RULES,
        baseline=None,
        ledger=None,
        rectification_days=30,
        has_undetermined=False,
        has_passes=False,
        language=Language.ZH,
        is_language_given=False,
        evidence_limit=10,
        progress=lambda _: None,
    )


def written(form: Any, what: Audited) -> bytes:
    stream = io.BytesIO()
    form(what, stream)
    return stream.getvalue()


every_name = pytest.mark.parametrize("name", HOSTILE)


def test_every_form_is_tested_here() -> None:
    assert list(FORMS) == ["json", "sarif", "csv", "xlsx", "markdown", "html"]


# -- JSON and SARIF ---------------------------------------------------------------------------


@given(NAMES)
def test_json_gives_the_name_back(name: str) -> None:
    what = audited(name)

    assert loads_report(written(json_form, what)) == what.report


@given(NAMES)
@settings(max_examples=15)  # the official schema is large
def test_sarif_is_valid_and_gives_the_name_back(name: str) -> None:
    log = json.loads(written(sarif_form, audited(name)))

    assert faults(log) == []
    places = [
        place
        for result in log["runs"][0]["results"]
        for place in result["locations"][0]["logicalLocations"]
    ]
    assert {place.get("name", name) for place in places} == {name}


# -- Ledgers ----------------------------------------------------------------------------------

FORMULA: Final = tuple("=+-@＝＋－＠\t\r")
MOST: Final = 32_000  # what a cell holds, less what escapes take


def ledgers(name: str, tmp_path: Path) -> Iterator[tuple[Any, list[list[Any]]]]:
    """Yield the ledger in both kinds of file: as it is read back, and cell by cell."""
    what = audited(name)
    paths = tmp_path / "ledger.csv", tmp_path / "ledger.xlsx"
    for path, form in zip(paths, (csv_form, xlsx_form), strict=True):
        path.write_bytes(written(form, what))

    with paths[0].open(encoding="utf-8-sig", newline="") as file:
        yield load_ledger_csv(paths[0]), list(csv.reader(file))
    sheet = load_workbook(paths[1])["整改台账"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert not any(cell.hyperlink for row in sheet.iter_rows() for cell in row)
    yield load_ledger_xlsx(paths[1]), [[cell.value for cell in row] for row in sheet.iter_rows()]


@given(name=NAMES)
@settings(max_examples=20)
def test_ledgers_give_the_name_back_and_no_cell_begins_a_formula(
    name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    for ledger, cells in ledgers(name, tmp_path_factory.mktemp("ledger")):
        rows = list(ledger.rows)
        assert {row.account_name for row in rows} == {name}
        assert {row.subject_name for row in rows if row.subject_kind is Subject.POST} == {name}
        assert {row.sponsor_name for row in rows} == {name}
        texts = [cell for row in cells for cell in row if isinstance(cell, str)]
        assert [text for text in texts if text.lstrip(" ").startswith(FORMULA)] == []


# -- Markdown ---------------------------------------------------------------------------------

READER: Final = MarkdownIt("gfm-like")
UNSEEN: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})


@given(NAMES)
def test_markdown_holds_words_and_no_markup_of_the_name(name: str) -> None:
    plain = kinds("甲县发布")

    assert kinds(name) == plain


def kinds(name: str) -> set[str]:
    text = written(markdown_form, audited(name)).decode()
    assert not any(
        unicodedata.category(character) in UNSEEN and character != "\n" for character in text
    )
    tokens = READER.parse(text)
    inline = [child for token in tokens for child in token.children or ()]
    return {token.type for token in (*tokens, *inline)}


# -- HTML -------------------------------------------------------------------------------------


class Page(HTMLParser):
    """The elements of a page, and the texts between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.scripts = 0
        self.links: list[str] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.scripts += tag == "script"
        self.attributes.update(name for name, _ in attrs)
        self.links.extend(
            value or "" for name, value in attrs if name in {"href", "src", "action", "formaction"}
        )

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


PLAIN_PAGE: Final = Page(written(html_form, audited("甲县发布")).decode())


@given(NAMES)
@settings(max_examples=10)
def test_a_page_holds_no_element_attribute_or_link_of_the_name(name: str) -> None:
    page = Page(written(html_form, audited(name)).decode())

    # A name of ten thousand characters is cut, and may bring what says so.
    assert page.tags <= PLAIN_PAGE.tags
    assert page.attributes <= PLAIN_PAGE.attributes | {"title"}
    assert page.scripts == PLAIN_PAGE.scripts
    assert all(link.startswith("#") for link in page.links)


@every_name
def test_a_page_shows_the_name_as_words(name: str) -> None:
    page = Page(written(html_form, audited(name)).decode())

    head = name.split("\n", maxsplit=1)[0][:20].replace("\x0b", "").replace("\t", "")
    if head.isprintable():
        assert any(head in text for text in page.texts)
    assert not any("\u202e" in text or "\u2066" in text or "\x1b" in text for text in page.texts)
