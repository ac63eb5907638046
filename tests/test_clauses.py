"""The pages of clauses: they say what the code says, list every clause, and their links lead somewhere."""

from __future__ import annotations

import re
from functools import reduce
from operator import or_
from pathlib import Path

import clauses
import pytest
from catalogue import places
from clauses import anchors_of, page_of, written_pages

from govmedia_rules.conditions import account
from govmedia_rules.evaluation import coverage
from govmedia_rules.law import INSTRUMENTS, Force, Instrument
from govmedia_rules.law import OPINION_2018 as OPINION
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets import INSPECTION_2019, LOCAL, OPINION_2018
from govmedia_rules.text import Text

ALL_RULES = reduce(or_, LOCAL.values(), OPINION_2018 | INSPECTION_2019)
DOCS = Path(clauses.__file__).parent

each_instrument = pytest.mark.parametrize(
    "instrument", INSTRUMENTS.values(), ids=lambda instrument: instrument.id
)


def test_the_pages_say_what_the_code_says() -> None:
    stale = [
        path.name
        for path, text in written_pages().items()
        if path.read_text(encoding="utf-8") != text
    ]

    assert stale == [], "python docs/clauses.py writes them anew"


@each_instrument
def test_the_index_above_leads_to_every_clause(instrument: Instrument) -> None:
    index = page_of(instrument).partition("\n## ")[0]

    assert re.findall(r'<a href="#([^"]+)">([^<]+)</a>', index) == [
        (anchors_of(provision)[0], provision.number) for provision in instrument.provisions
    ]


@each_instrument
def test_every_link_within_the_page_has_one_anchor(instrument: Instrument) -> None:
    page = page_of(instrument)
    anchors = re.findall(r'<a id="([^"]+)"></a>', page)

    assert len(set(anchors)) == len(anchors)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)


@each_instrument
def test_the_overview_has_a_row_for_every_clause(instrument: Instrument) -> None:
    overview = page_of(instrument).partition("## 一览 Overview")[2].partition("\n## ")[0]
    rows = re.findall(
        r"^\| <a [^>]+>([^<]+)</a> \| \S.*\| \S.* \| \S.* \|$", overview, re.MULTILINE
    )

    assert rows == [provision.number for provision in instrument.provisions]


@each_instrument
def test_a_clause_says_what_it_demands_how_it_is_treated_and_why(instrument: Instrument) -> None:
    page = page_of(instrument)
    for row in coverage(instrument, ALL_RULES):
        section = page.partition(f"\n### {row.provision.number}\n")[2].partition("<a id=")[0]
        assert row.provision.paraphrase.zh in section
        assert "| 处理 Treatment | " in section
        assert "| 为什么 Why | " in section
        for each in row.rules:
            assert f"(`{each.rule.id}`)" in section
            for param in each.rule.params:
                assert f"  * {param.name} = " in section


@each_instrument
def test_links_to_the_catalogue_lead_to_headings_there(instrument: Instrument) -> None:
    links = re.findall(r"\]\(\.\./rules/([^)#]+)#([^)]+)\)", page_of(instrument))
    for name, anchor in set(links):
        text = (DOCS / "reference" / "rules" / name).read_text(encoding="utf-8")
        headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert anchor in {
            re.sub(r"[^\w\- ]", "", each.lower().replace(" ", "-")) for each in headings
        }


def test_every_rule_of_the_inspection_has_a_place_to_link_to() -> None:
    assert {rule.id for rule in INSPECTION_2019} <= places().keys()


def test_a_range_has_the_anchors_of_its_members_too() -> None:
    assert anchors_of(OPINION.provision("1.1–1.3")) == (
        "clause-1-1-1-3",
        "clause-1-1",
        "clause-1-2",
        "clause-1-3",
    )
    assert anchors_of(OPINION.provision("4.1.3")) == ("clause-4-1-3",)


def test_a_gap_and_a_rule_without_clause_or_place_are_shown() -> None:
    rule = Rule(
        id="county/often",
        title=Text(zh="要有粉丝", en="Followers"),
        cites=(OPINION.citation,),
        force=Force.OBLIGATION,
        requires=account.followers >= 100,
    )
    page = page_of(OPINION, RuleSet("county", (rule,)))

    assert "| **缺口 GAP** |" in page
    assert page.endswith(
        "## 不引用具体条款的规则 Rules that cite no clause\n\n* 要有粉丝 Followers\n"
    )


class TestThePages:
    def test_keep_what_people_wrote_above(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(clauses, "PAGES", tmp_path)
        for instrument in INSTRUMENTS.values():
            text = f"# 我的\n\n<!-- clauses: {instrument.id} -->\nold"
            (tmp_path / f"{instrument.id}.md").write_text(text, encoding="utf-8")

        text = written_pages()[tmp_path / "opinion-2018.md"]

        assert text == f"# 我的\n\n<!-- clauses: opinion-2018 -->\n{page_of(OPINION)}"

    def test_have_to_be_there(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(clauses, "PAGES", tmp_path)

        with pytest.raises(ValueError, match=r"opinion-2018\.md: write <!-- clauses: opinion-2018"):
            written_pages()
