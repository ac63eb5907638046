"""What holds for every log: it is valid, and no name in it is anything but a name."""

from __future__ import annotations

import html
import json
import re
from typing import Any, Final

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from govmedia_rules.conditions import account
from govmedia_rules.evaluation import audit
from govmedia_rules.findings import Finding, Report
from govmedia_rules.models import Portfolio, Post, Subject, Unit
from govmedia_rules.reports.sarif.messages import as_markdown, as_text, both
from govmedia_rules.reports.unseen import seen
from govmedia_rules.rules import RuleSet
from govmedia_rules.text import Text
from sarif_checking import faults, run_of_log, written
from serialization_strategies import findings, reports
from situations import AS_OF, UNIT_ID, account_with, rule_with, text

HOSTILE: Final = (
    '=HYPERLINK("http://evil.example","x")',
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "\u202eexe.txt\u202c\u200f",
    "一\n二\r\n\t三\u2028四\x00\x1b[31m",
    "长" * 10_000,
    "👨\u200d👩\u200d👧 🇨🇳 𠮷",
    "[请点](javascript:alert(1)) ![x](http://evil.example/x.png)",
    "{0} {1} {{2}} %s \\u0041",
    "| a | b |\n|---|---|\n# h\n- x\n1. y\n> q\n```\ncode\n```",
    "    indented &lt; &amp; www.evil.example a@b.example :smile: $x$ ~~y~~ **z** _w_",
    '"quoted" \\ back / slash',
)
RULES: Final = RuleSet(
    "test",
    (
        rule_with(id="test/account", requires=account.is_main),
        rule_with(id="test/post", subject="post", forbids=account.is_main.is_missing()),
    ),
)
WORDS: Final = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))
# Everything that a page may turn on that shows Markdown.
MARKDOWN: Final = MarkdownIt("gfm-like")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_survives_in_the_data_and_does_nothing_in_the_words(name: str) -> None:
    portfolio = Portfolio(
        units=[Unit(id=UNIT_ID, name=name)],
        accounts=[account_with(id=f"x{name}", name=name, unit_id=UNIT_ID)],
        posts=[Post(id=f"p{name}", account_id=f"x{name}", title=name)],
    )
    report = audit(portfolio, RULES, as_of=AS_OF)

    run = run_of_log(report, RULES)

    assert json.loads(written(report, RULES))["runs"] == [run]
    assert [result["kind"] for result in run["results"]] == ["open", "fail"]
    places = [*run["logicalLocations"], *_places(run)]
    assert {place.get("name", name) for place in places} == {name}
    assert {place["kind"] for place in places} == {"unit", "account", "post"}
    for result in run["results"]:
        assert_harmless(result["message"])


def _places(run: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        place for result in run["results"] for place in result["locations"][0]["logicalLocations"]
    ]


def assert_harmless(message: dict[str, str]) -> None:
    """Hold that a message begins with our words, and is words and nothing else."""
    assert re.match("账号|信息|单位|留言", message["text"])
    assert not re.search(r"(?<!\\)\[[^\]]*(?<!\\)\]\(", message["text"])
    rendered = MARKDOWN.render(message["markdown"])
    assert set(re.findall(r"</?(\w+)", rendered)) <= {"p", "ul", "li", "strong", "br"}
    assert " href" not in re.sub(r"&quot;.*?&quot;", "", rendered)


@given(WORDS)
def test_markdown_shows_words_as_they_are(words: str) -> None:
    shown = seen(words).strip()
    assume(shown)

    rendered = MARKDOWN.render(as_markdown(words))

    assert html.unescape(rendered) == f"<p>{shown}</p>\n"
    assert rendered.count("<") == 2


@given(WORDS)
def test_what_is_shown_has_one_line_that_reads_from_left_to_right_and_can_be_encoded(
    words: str,
) -> None:
    shown = as_text(words)

    assert len(shown.splitlines()) <= 1
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b-\u200f\x00-\x1f\ud800-\udfff]", shown)


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("[a]", "[a]"),
        ("[a](b)", "\\[a\\](b)"),
        ("\\[a](b)", "\\\\\\[a\\](b)"),
        ("{0}", "{{0}}"),
        ("{a}", "{a}"),
        ("a\nb\ud800\u202e", "a\\x0ab\\ud800\\u202e"),
        ("全　角", "全　角"),
    ],
)
def test_plain_text_holds_no_link_and_no_placeholder_of_sarif(words: str, plain: str) -> None:
    assert as_text(words) == plain


def test_details_stand_under_their_headings_in_markdown_alone() -> None:
    message = both(
        Text(zh="甲", en="a"), [(Text(zh="乙", en="b"), [Text(zh="丙", en="c"), text("丁")])]
    )

    assert message["text"] == "甲\na"
    assert MARKDOWN.render(message["markdown"]) == (
        "<p>甲</p>\n<p>a</p>\n<p><strong>乙 / b</strong></p>\n"
        "<ul>\n<li>丙<br />\nc</li>\n<li>丁</li>\n</ul>\n"
    )


@settings(max_examples=25)
@given(reports(), st.data())
def test_every_report_makes_a_valid_log_that_can_be_written(
    report: Report, data: st.DataObject
) -> None:
    # The strategies' reports name no rules that exist; the log's are other people's business.
    empty = RuleSet("empty", ())
    report = evolve(report, rules=(), ruleset_fingerprint=empty.fingerprint)
    earlier = data.draw(st.none() | st.lists(findings, max_size=2).map(tuple))
    baseline = None if earlier is None else evolve(report, findings=earlier)
    beside = data.draw(st.lists(findings, max_size=2))
    uri = data.draw(st.none() | st.text(st.characters(exclude_categories=["Cs"]), min_size=1))

    log = json.loads(written(report, empty, baseline=baseline, explained=beside, artifact_uri=uri))

    assert faults(log) == []
    for result in log["runs"][0]["results"]:
        assert (result["level"] == "none") is (result["kind"] != "fail")
        assert ("baselineState" in result) is (baseline is not None)
        assert_harmless(result["message"])


@given(findings, WORDS, WORDS)
def test_names_that_cannot_be_encoded_are_written_as_their_escapes(
    finding: Finding, name: str, more: str
) -> None:
    empty = RuleSet("empty", ())
    report = audit(Portfolio(accounts=[]), empty, as_of=AS_OF)
    subject = evolve(finding.subject, name=f"{name}\ud800{more}", kind=Subject.UNIT)
    report = evolve(report, findings=(evolve(finding, subject=subject),))

    run = json.loads(written(report, empty).encode())["runs"][0]

    assert run["logicalLocations"][0]["name"] == f"{name}\\ud800{more}"
