"""The page as a file: whole, self-contained, with a place for every finding."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from io import StringIO

import pytest
from attrs import evolve

from govmedia_rules.cases import JIANGSU_2019_AS_OF, jiangsu_2019
from govmedia_rules.errors import InvalidValueError
from govmedia_rules.evaluation import audit
from govmedia_rules.findings import Finding, Outcome, Report, Suppression, Verdict
from govmedia_rules.models import Account, Portfolio, Unit
from govmedia_rules.moments import moment
from govmedia_rules.reports.html import MOST_ROWS, write_html
from govmedia_rules.rulesets import INSPECTION_2019, OPINION_2018
from govmedia_rules.text import Language, Text
from html_reading import Element, Page

RULES = OPINION_2018 | INSPECTION_2019


@cache
def report() -> Report:
    return audit(jiangsu_2019(), RULES, as_of=JIANGSU_2019_AS_OF)


def written(
    of: Report,
    language: Language | None = None,
    portfolio: Portfolio | None = None,
    most_rows: int = MOST_ROWS,
) -> str:
    stream = StringIO()
    write_html(
        of,
        stream,
        ruleset=RULES,
        portfolio=portfolio or jiangsu_2019(),
        language=language,
        most_rows=most_rows,
    )
    return stream.getvalue()


@cache
def demo(language: Language | None = None) -> Page:
    return Page.read(written(report(), language))


def with_findings(*findings: Finding) -> Report:
    return evolve(report(), findings=findings)


def first(outcome: Outcome) -> Finding:
    return next(each for each in report().findings if each.outcome is outcome)


def test_ids_are_unique_and_every_link_leads_to_one_of_them() -> None:
    page = demo()
    links = [each.attributes["href"] for each in page.root.walk() if "href" in each.attributes]
    assert len(page.ids) == len(set(page.ids))
    assert links
    assert [link for link in links if not link.startswith("#")] == []
    assert {link[1:] for link in links} <= set(page.ids)


def test_labels_and_references_name_ids_of_the_page() -> None:
    page = demo()
    named = [
        each.attributes[attribute]
        for each in page.root.walk()
        for attribute in ("for", "aria-labelledby")
        if attribute in each.attributes
    ]
    assert named
    assert set(named) <= set(page.ids)


def test_every_finding_has_its_place_in_the_section_of_its_account_or_unit() -> None:
    page = demo()
    sections = {each.attributes["id"]: each for each in page.of_class("subject")}
    subjects = page.rows["subjects"]
    anchors = {subject["id"]: subject["anchor"] for subject in subjects}
    assert len(anchors) == len(subjects) == len(sections)
    for number, finding in enumerate(report().findings):
        subject = finding.subject
        section = sections[anchors[subject.account_id or subject.id]]
        [place] = [
            each for each in section.walk() if each.attributes.get("id") == f"finding-{number}"
        ]
        assert finding.title.zh in place.text
        assert finding.title.en in place.text
        assert all(str(each.provision) in place.text for each in finding.citations)
    assert len(report().findings) == sum(each.startswith("finding-") for each in page.ids)


def test_a_failure_is_told_with_its_evidence_clause_and_remedy() -> None:
    [finding] = [
        each
        for each in report().findings
        if each.rule_id == "inspection-2019/no-update-in-two-weeks" and each.outcome is Outcome.FAIL
    ]
    place = demo(Language.ZH).by_id(f"finding-{report().findings.index(finding)}")
    assert [each.own_text for each in place.all("dd")] == [
        "近14天内发布的信息的数量：0(不少于1：否；2019-05-22 00:00:00之后至2019-06-05 00:00:00)",
        "国办秘函〔2019〕19号 2.1 内容不更新",
        "恢复更新；确实无力维护的，按程序关停并公告。",
        "inspection-2019/no-update-in-two-weeks",
    ]
    assert place.all("h4")[0].own_text == "不符合 单项否决 监测时间点前两周内须有更新"
    assert place.all("p")[0].own_text == "监测时间点前14天内没有更新。"


def test_accounts_stand_under_their_verdict_the_gravest_first() -> None:
    headings = [each.own_text for each in demo(Language.EN).root.all("h2")]
    assert headings[3:7] == [
        "Accounts: fails 2",
        "Accounts: undetermined 9",
        "Accounts: not inspected 35",
        "Units 17",
    ]
    assert headings[7] == "Accounts without findings 1"


def test_the_summary_counts_accounts_and_findings() -> None:
    summary = demo(Language.EN).by_id("summary")
    numbers = {
        each.all("dt")[0].own_text: each.all("dd")[0].own_text.split()[0]
        for each in summary.all("div")
    }
    assert numbers == {
        "fails": "2",
        "undetermined": "9",
        "passes": "0",
        "not inspected": "36",
        "Failures": "50",
        "Undetermined": "649",
        "Waived": "0",
        "Rule crashes": "0",
        "Rules run": "72",
    }
    assert summary.all("p")[0].own_text == "11 accounts inspected; pass rate 0.0%."


def test_every_rule_that_was_run_is_listed_with_what_came_of_it() -> None:
    table = demo(Language.EN).by_id("rules").all("tbody")[0]
    rows = [
        (row.all("code")[-1].own_text, *(each.own_text for each in row.all("td")[2:]))
        for row in table.all("tr")
    ]
    assert rows == [
        (
            run.rule_id,
            *(
                f"{count:,}"
                for count in (run.passed, run.failed, run.undetermined, run.not_applicable)
            ),
        )
        for run in report().rules
    ]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"is_in_force": False}, "not in force"),
        ({"errors": 1, "failed": 1}, "crashed"),
        ({"failed": 1, "undetermined": 1, "passed": 1}, "has failures"),
        ({"undetermined": 1, "passed": 1}, "partly undetermined"),
        ({"undetermined": 1}, "undetermined"),
        ({"passed": 1}, "all pass"),
        ({"not_applicable": 1}, "applies to nobody"),
    ],
)
def test_the_status_of_a_rule_says_the_gravest_of_what_came_of_it(
    changes: dict[str, int], status: str
) -> None:
    nothing = dict.fromkeys(("passed", "failed", "undetermined", "not_applicable", "errors"), 0)
    run = evolve(report().rules[0], **{**nothing, **changes})  # type: ignore[arg-type]  # counts, and one flag
    page = Page.read(written(evolve(report(), rules=(run,)), Language.EN))
    assert page.by_id("rule-1").all("td")[0].own_text == status


def test_missing_facts_and_tables_are_told() -> None:
    section = demo(Language.EN).by_id("read")
    tables, missing = section.all("tbody")
    assert [[each.own_text for each in row.all("td")] for row in tables.all("tr")] == [
        ["yes", f"{table.rows:,}", f"{table.read:,}"] for table in report().tables
    ]
    assert {
        row.all("code")[0].own_text: int(row.all("td")[-1].own_text.split()[0].replace(",", ""))
        for row in missing.all("tr")
    } == dict(report().missing)


def test_a_table_that_was_not_supplied_is_called_so() -> None:
    portfolio = Portfolio(accounts=[Account(id="a", platform="wechat")])
    given = audit(portfolio, RULES, as_of=JIANGSU_2019_AS_OF)
    page = Page.read(written(given, Language.EN, portfolio))
    rows = page.by_id("read").all("tbody")[0].all("tr")
    cells = [[each.own_text for each in row.contents if isinstance(each, Element)] for row in rows]
    assert cells == [
        ["units units", "not supplied", "–", "–"],
        ["accounts accounts", "yes", "1", "1"],
        ["posts posts", "not supplied", "–", "–"],
        ["messages messages", "not supplied", "–", "–"],
    ]


def test_nothing_in_the_page_is_fetched_or_runs_but_its_own_script() -> None:
    page = demo()
    for each in page.root.walk():
        assert not each.attributes.keys() & {"src", "srcset", "style", "action", "xlink:href"}
        assert not [name for name in each.attributes if name.startswith("on")]
    assert "link" not in page.tags
    assert re.findall(r"url\(|@import", page.root.all("style")[0].text) == []
    assert (
        re.findall(
            r"fetch|XMLHttp|WebSocket|import\(|eval|innerHTML", page.root.all("script")[1].text
        )
        == []
    )


def test_the_policy_allows_this_style_and_this_script_and_nothing_else() -> None:
    page = demo()
    [policy] = [
        each.attributes["content"]
        for each in page.root.all("meta")
        if each.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    data, script = page.root.all("script")
    [style] = page.root.all("style")
    assert data.attributes["type"] == "application/json"
    assert policy == (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)};"
        " base-uri 'none'; form-action 'none'"
    )


def _hash(element: Element) -> str:
    digest = hashlib.sha256(element.text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


@pytest.mark.parametrize("language", list(Language))
def test_a_page_in_one_language_has_no_switch_and_says_nothing_in_the_other(
    language: Language,
) -> None:
    page = demo(language)
    html = page.root.all("html")[0]
    assert html.attributes == {"lang": language.value, "data-shows": language.value}
    marked = {each.attributes["lang"] for each in page.root.walk() if "lang" in each.attributes}
    assert marked == {language.value}
    assert page.of_class("switch") == []
    finding = report().findings[0]
    assert (finding.title.zh in page.root.text) is (language is Language.ZH)
    assert (finding.title.en in page.root.text) is (language is Language.EN)


def test_a_page_in_both_languages_shows_chinese_first_and_says_everything_twice() -> None:
    page = demo()
    assert page.root.all("html")[0].attributes == {"lang": "zh", "data-shows": "zh"}
    spans = [each.attributes["lang"] for each in page.root.all("span") if "lang" in each.attributes]
    assert spans.count("zh") == spans.count("en") > 1_000
    assert len(page.of_class("drawing")) == 8


def test_a_table_cut_short_keeps_the_gravest_and_says_so() -> None:
    page = Page.read(written(report(), most_rows=3))
    rows = page.rows
    rules = [rows["rules"][row[1]]["severity"] for row in rows["rows"]]
    assert rules == [["单项否决", "veto"], ["单项否决", "veto"], ["错误", "error"]]
    warning = page.by_id("search").all("p")[0].own_text
    assert "本表只列最严重的3个问题，全部共699个。" in warning
    assert "This table holds the 3 gravest of 699 findings." in warning
    assert sum(each.startswith("finding-") for each in page.ids) == 699


def test_a_table_that_holds_all_says_nothing_of_a_cut() -> None:
    page = demo()
    assert len(page.rows["rows"]) == 699
    assert "warning" not in [
        each.attributes.get("class")
        for each in page.by_id("search").contents
        if isinstance(each, Element)
    ]


def test_a_waived_failure_shows_its_waiver_and_does_not_count_as_one() -> None:
    waiver = Suppression(
        waiver_id="w",
        authority="某县人民政府办公室",
        document="某政办函〔2019〕5号",
        reason="服务号与订阅号分开运行",
        expires_at=moment("2020-01-01T00:00:00+08:00"),
    )
    page = Page.read(
        written(with_findings(evolve(first(Outcome.FAIL), suppression=waiver)), Language.ZH)
    )
    place = page.by_id("finding-0")
    assert "已豁免" in place.all("h4")[0].text
    assert place.all("dd")[-2].own_text == (
        "某县人民政府办公室 · 某政办函〔2019〕5号 · 服务号与订阅号分开运行"
        " · 有效期至 2020-01-01 00:00:00 +08:00"
    )
    counts = [each.own_text for each in page.of_class("tallies")[0].all("dd")]
    assert counts[:4] == ["0", "0", "1", "0"]
    assert page.rows["outcomes"] == [{"kind": "waived", "label": ["已豁免"]}]


def test_a_crash_says_what_the_rule_said() -> None:
    crash = evolve(
        first(Outcome.FAIL), outcome=Outcome.ERROR, error="ZeroDivisionError: division by zero"
    )
    page = Page.read(written(with_findings(crash), Language.EN))
    assert "ZeroDivisionError: division by zero" in [
        each.own_text for each in page.by_id("finding-0").all("dd")
    ]


def test_a_report_without_findings_says_so_and_has_no_search() -> None:
    page = Page.read(written(with_findings(), Language.EN))
    assert "Nothing failed, nothing is open." in page.by_id("summary").text
    assert "search" not in page.ids
    assert page.rows["rows"] == []


def test_an_audit_of_nothing_is_a_page_too() -> None:
    portfolio = Portfolio(accounts=[])
    given = audit(portfolio, RULES, as_of=JIANGSU_2019_AS_OF)
    page = Page.read(written(given, Language.EN, portfolio))
    assert "No account was inspected." in page.by_id("summary").text
    assert [each.own_text for each in page.of_class("note")[:2]] == [
        "There is nothing to show."
    ] * 2


def test_rules_that_are_not_in_force_are_said_to_have_judged_nothing() -> None:
    given = audit(jiangsu_2019(), RULES, as_of="2015-01-01T00:00:00+08:00")
    page = Page.read(written(given, Language.EN))
    assert (
        "No rule is in force at the monitoring moment, so nothing was judged."
        in page.by_id("summary").text
    )


def test_notices_are_shown() -> None:
    notice = Text(zh="豁免 w 没有起作用。", en="Waiver w did nothing.")
    page = Page.read(written(evolve(report(), notices=(notice,)), Language.EN))
    assert [each.own_text for each in page.of_class("notices")] == ["Waiver w did nothing."]


def test_a_unit_and_an_account_of_the_same_id_have_two_sections() -> None:
    portfolio = Portfolio(
        units=[Unit(id="same", name="某县", kind="government", level="county")],
        accounts=[Account(id="same", platform="wechat", unit_id="same")],
    )
    given = audit(portfolio, RULES, as_of=JIANGSU_2019_AS_OF)
    page = Page.read(written(given, Language.EN, portfolio))
    assert [subject["anchor"] for subject in page.rows["subjects"]] == ["account-1", "unit-2"]
    assert {"account-1", "unit-2"} <= set(page.ids)
    assert given.verdict("same") is Verdict.UNDETERMINED


def test_another_rule_set_than_the_reports_is_refused() -> None:
    with pytest.raises(InvalidValueError, match="the rule set that gave the report"):
        write_html(report(), StringIO(), ruleset=INSPECTION_2019, portfolio=jiangsu_2019())


class Watched(StringIO):
    """A stream that remembers what it was given and how much there was."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[int] = []

    def write(self, text: str, /) -> int:
        self.pieces.append(len(text))
        return super().write(text)


def test_the_page_is_written_in_small_pieces_while_findings_are_told() -> None:
    stream = Watched()
    told: list[tuple[int, int]] = []
    write_html(
        report(),
        stream,
        ruleset=RULES,
        portfolio=jiangsu_2019(),
        progress=lambda done: told.append((done, sum(stream.pieces))),
    )
    done = [number for number, _ in told]
    assert done == sorted(done)
    assert done[-1] == len(report().findings)
    # The script and the style sheet are pieces of their own; nothing is longer by far.
    assert max(stream.pieces) < 150_000
    # Sections are made while earlier ones are written already.
    assert len({written for _, written in told}) >= 5
    assert told[-1][1] < sum(stream.pieces)
