"""The catalogue of the rules: its pages say what the rules and their cases say, and leave none out."""

from __future__ import annotations

import re
from pathlib import Path

import catalogue
import pytest
from attrs import evolve
from catalogue import page_of, rules_by_theme, written_pages

from govmedia_rules.cases import RuleCase, rule_cases
from govmedia_rules.findings import Outcome
from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets import IN_THE_BOX


def test_the_pages_say_what_the_rules_say() -> None:
    stale = [
        path.name
        for path, text in written_pages().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]

    assert stale == [], "python docs/catalogue.py writes them anew"


def test_every_rule_in_the_box_has_its_place() -> None:
    shown = {rule.id for rules in rules_by_theme().values() for rule in rules}
    with_cases = [rules for rules in IN_THE_BOX.values() if rule_cases(rules)]

    assert [rule.id for rules in with_cases for rule in rules if rule.id not in shown] == []


@pytest.mark.parametrize("theme", rules_by_theme())
def test_a_page_tells_the_rules_apart(theme: str) -> None:
    headings = [rule.title.zh for rule in rules_by_theme()[theme]]
    page = page_of(theme)

    assert len(set(headings)) == len(headings)
    for heading in headings:
        assert page.count(f"\n## {heading}\n") == 1


@pytest.mark.parametrize("theme", rules_by_theme())
def test_a_page_links_to_its_own_headings(theme: str) -> None:
    page = page_of(theme)
    headings = re.findall(r"^## (.+)$", page, re.MULTILINE)
    links = re.findall(r"\(#([^)]+)\)", page)

    # As MyST and GitHub make them: lower case, hyphens for spaces, no punctuation.
    assert links == [re.sub(r"[^\w\- ]", "", each.lower().replace(" ", "-")) for each in headings]


def test_a_parameter_without_a_unit_is_shown_by_its_words() -> None:
    row = "| `android` | android、Android、安卓 android, Android, 安卓 |"

    assert row in page_of("opinion-2018/opening")


def test_a_case_that_comes_out_otherwise_stops_the_writing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def wrong(rules: RuleSet) -> tuple[RuleCase, ...]:
        return tuple(
            evolve(case, expect=Outcome.PASS) if case.expect is Outcome.FAIL else case
            for case in rule_cases(rules)
        )

    monkeypatch.setattr(catalogue, "rule_cases", wrong)

    with pytest.raises(ValueError, match=r"vetoes\.toml:\d+: fail, not pass"):
        page_of("inspection-2019/vetoes")


class TestThePages:
    @pytest.fixture
    def pages(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setattr(catalogue, "PAGES", tmp_path)
        return tmp_path

    def test_keep_what_people_wrote_above(self, pages: Path) -> None:
        page = pages / "mine.md"
        page.write_text(
            "# 我的\n\n<!-- catalogue: inspection-2019/vetoes -->\nold", encoding="utf-8"
        )

        text = written_pages()[page]

        assert text.startswith("# 我的\n\n<!-- catalogue: inspection-2019/vetoes -->\n")
        assert text.endswith(page_of("inspection-2019/vetoes"))

    def test_begin_by_themselves(self, pages: Path) -> None:
        (pages / "other.md").write_text("no catalogue\n", encoding="utf-8")

        written = written_pages()

        assert len(written) == len(rules_by_theme())
        assert pages / "inspection-2019-vetoes.md" in written

    def test_refuse_a_theme_that_there_is_not(self, pages: Path) -> None:
        (pages / "mine.md").write_text("<!-- catalogue: x/y -->\n", encoding="utf-8")

        with pytest.raises(ValueError, match=r"mine\.md: there is no theme x/y"):
            written_pages()

    def test_refuse_a_theme_that_another_has(self, pages: Path) -> None:
        for name in ("a.md", "b.md"):
            text = "<!-- catalogue: inspection-2019/vetoes -->\n"
            (pages / name).write_text(text, encoding="utf-8")

        with pytest.raises(ValueError, match=r"b\.md: a\.md has the theme"):
            written_pages()
