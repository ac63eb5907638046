"""Names from data are shown in the page, never obeyed."""

from __future__ import annotations

import re
import unicodedata
from io import StringIO
from typing import Final

import pytest
from attrs import evolve
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from govmedia_rules.evaluation import audit
from govmedia_rules.findings import Report
from govmedia_rules.models import Account, Portfolio, Post, Unit
from govmedia_rules.reports.html import write_html
from govmedia_rules.reports.html.unseen import MOST_OF_A_NAME, MOST_OF_A_SENTENCE, shown
from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets import INSPECTION_2019, OPINION_2018
from html_reading import Page

AS_OF: Final = "2019-06-05T00:00:00+08:00"

RULES: Final = RuleSet(
    "few",
    (
        OPINION_2018.rule("opinion-2018/sponsor-named"),
        INSPECTION_2019.rule("inspection-2019/no-update-in-two-weeks"),
        INSPECTION_2019.rule("inspection-2019/harmful-content"),
    ),
)

HOSTILE: Final = (
    '=HYPERLINK("http://example.invalid","甲")',
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--",
    "--><img src=x onerror=alert(1)>",
    "<!--<script>",
    "]]>",
    "' onmouseover='alert(1)",
    '" autofocus onfocus="alert(1)',
    "&lt;b&gt;&amp;",
    "{{ 7 * 7 }}{% raw %}",
    "\u202e布发县甲\u202c",
    "\u2066a\u2069\u200f\u061c",
    "甲\n乙\r\n丙\u2028丁",
    "甲" * 10_000,
    "\U0001f468\u200d\U0001f469\u200d\U0001f467 \U0001f3f4\U000e0067\U000e007f",
    "甲\x00\x1b[31m\x7f\x85",
    "\ufeff甲\ufffe\ufdd0\U0001ffff",
    "e\u0301" * 300,
)


def about(name: str) -> tuple[Report, Portfolio]:
    """Return a report on a portfolio in which everything that has a name has that one."""
    unit = Unit(
        id=f"u:{name}",
        name=name,
        level="county",
        kind="government",
        status="merged",
        status_changed_on="2018-01-01",
        region=name,
    )
    account = Account(
        id=f"a:{name}", platform=f"p:{name}", name=name, status="active", unit_id=unit.id
    )
    post = Post(
        id=f"p:{name}",
        account_id=account.id,
        published_at="2019-01-01T00:00:00+08:00",
        title=name,
        labels=["harmful_content"],
    )
    portfolio = Portfolio(units=[unit], accounts=[account], posts=[post], messages=[])
    return audit(portfolio, RULES, as_of=AS_OF), portfolio


def page_about(name: str) -> str:
    given_report, portfolio = about(name)
    stream = StringIO()
    write_html(given_report, stream, ruleset=RULES, portfolio=portfolio)
    return stream.getvalue()


PLAIN: Final = page_about("甲县发布")


def check(name: str) -> None:
    text = page_about(name)
    page, plain = Page.read(text), Page.read(PLAIN)
    # Whatever the name is, the markup is the same, element by element.
    assert page.tags == plain.tags
    assert [each.attributes for each in page.root.walk()] == [
        each.attributes for each in plain.root.walk()
    ]
    # The name is there, and so are the ids made of it, each apart from the words around it.
    isolated = {each.text for each in page.root.all("bdi")}
    assert shown(name, MOST_OF_A_NAME) in isolated
    assert shown(f"a:{name}", MOST_OF_A_NAME) in isolated
    [subject] = page.rows["subjects"]
    assert subject["name"] == shown(name, MOST_OF_A_NAME)
    assert subject["platform"] == [shown(f"p:{name}", MOST_OF_A_NAME)] * 2
    # What the script reads holds nothing that could end it.
    assert re.search(r"[<>&]", page.by_id("rows").text) is None
    assert page.by_id("rows").text.isascii()
    text.encode("utf-8")


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
def test_a_name_that_tries_something_is_shown_as_it_is(name: str) -> None:
    check(name)


# A page takes a second to write, so that shrinking a failure would take many minutes; the
# laws of the parts, below and beside, shrink quickly.
@settings(max_examples=15, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.text(min_size=1, max_size=60).filter(lambda name: name.strip()))
def test_any_name_is_shown_as_it_is(name: str) -> None:
    check(name)


def test_a_long_name_is_cut() -> None:
    page = Page.read(page_about("甲" * 10_000))
    assert max(len(each.text) for each in page.root.all("bdi")) == MOST_OF_A_NAME
    assert max(len(each.text) for each in page.root.all("dd")) <= 2 * MOST_OF_A_SENTENCE
    [subject] = page.rows["subjects"]
    assert subject["name"] == "甲" * (MOST_OF_A_NAME - 1) + "…"


def test_texts_of_a_report_that_was_not_made_here_are_shown_as_they_are() -> None:
    given_report, portfolio = about("甲县发布")
    finding = evolve(given_report.findings[0], rule_id="x/<b>\u202e", error="</script>\ud800")
    stream = StringIO()
    write_html(
        evolve(given_report, findings=(finding,), ruleset_id="<i>\u202e"),
        stream,
        ruleset=RULES,
        portfolio=portfolio,
    )
    page = Page.read(stream.getvalue())
    assert "b" not in page.tags
    assert "i" not in page.tags
    assert [each.text for each in page.by_id("finding-0").all("bdi")][-1] == r"x/<b>\u202e"
    assert r"</script>\ud800" in page.by_id("finding-0").text
    stream.getvalue().encode("utf-8")


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("甲县发布", "甲县发布"),
        ("", ""),
        ("甲　乙", "甲　乙"),
        ("甲\n乙", r"甲\x0a乙"),
        ("\u202e乙", r"\u202e乙"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
        ("\ufdd0\ufffe\U0010ffff", r"\ufdd0\ufffe\U0010ffff"),
        ("\U0001f468\u200d\U0001f469", "\U0001f468\u200d\U0001f469"),
    ],
)
def test_what_cannot_be_seen_is_shown_as_its_escape(text: str, seen: str) -> None:
    assert shown(text) == seen


@pytest.mark.parametrize(("length", "seen"), [(3, "甲甲甲"), (4, "甲甲甲甲"), (5, "甲甲甲…")])
def test_a_text_is_cut_to_its_characters(length: int, seen: str) -> None:
    assert shown("甲" * length, 4) == seen


@given(st.text(alphabet=st.characters(), max_size=50))
def test_nothing_unseen_is_left_but_joiners(text: str) -> None:
    unseen = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    left = {each for each in shown(text) if unicodedata.category(each) in unseen}
    assert left <= {"\u200c", "\u200d"}
