"""The numbers behind the charts, and the charts."""

from __future__ import annotations

import html
import re

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules.cases import JIANGSU_2019_AS_OF, jiangsu_2019
from govmedia_rules.evaluation import audit
from govmedia_rules.findings import Outcome, Report, Suppression
from govmedia_rules.models import Account, Portfolio, Post, Unit
from govmedia_rules.reports.html.charts import drawn
from govmedia_rules.reports.html.directory import Directory
from govmedia_rules.reports.html.figures import Bar, Figure, Series, figures_of, percent
from govmedia_rules.reports.html.unseen import shown
from govmedia_rules.rulesets import INSPECTION_2019
from govmedia_rules.text import Language, Text
from situations import AS_OF, ago


def judged(portfolio: Portfolio) -> tuple[Report, Directory]:
    return audit(portfolio, INSPECTION_2019, as_of=AS_OF), Directory.of(portfolio, AS_OF)


def figure(portfolio: Portfolio, name: str) -> Figure:
    return next(each for each in figures_of(*judged(portfolio)) if each.id == name)


def counts(of: Figure) -> dict[str, tuple[int, ...]]:
    return {bar.label.en: bar.counts for bar in of.bars}


def account(id_: str, **facts: object) -> Account:
    """An account that passes every veto, given a recent post."""
    given = {
        "platform": "wechat",
        "status": "active",
        "opened_at": "2015-01-01T00:00:00+08:00",
        "interaction_features": ["comments"],
        "labels": [],
        **facts,
    }
    return Account(id=id_, **given)  # type: ignore[arg-type]  # each test names its facts


def post(id_: str, **facts: object) -> Post:
    return Post(id=id_, account_id=id_, labels=[], **facts)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [
        (0, 0, "–"),
        (0, 3, "0.0%"),
        (3, 3, "100.0%"),
        (1, 3, "33.3%"),
        (2, 3, "66.7%"),
        (1, 2_000, "0.1%"),  # 0.05 % is half way, and goes up
        (1, 2_001, "0.0%"),
        (1_999, 2_000, "100.0%"),
        (259, 314, "82.5%"),
    ],
)
def test_a_rate_is_rounded_half_up(part: int, whole: int, said: str) -> None:
    assert percent(part, whole) == said


def test_verdicts_are_counted_by_platform_and_level() -> None:
    portfolio = Portfolio(
        units=[Unit(id="county", level="county"), Unit(id="nobody-knows")],
        accounts=[
            account("passes", unit_id="county"),
            account("fails", unit_id="nobody-knows"),
            account("open", unit_id="county", labels=None),
            account("weibo", platform="weibo", unit_id="gone"),
            account("closed", status="closed"),
        ],
        posts=[post(each, published_at=ago(days=1)) for each in ("passes", "open", "weibo")],
        messages=[],
    )
    assert counts(figure(portfolio, "by-platform")) == {
        "WeChat official account": (1, 1, 1),
        "Weibo": (1, 0, 0),
    }
    assert counts(figure(portfolio, "by-level")) == {"county": (1, 0, 1), "unknown": (1, 1, 0)}


def test_the_smallest_platforms_are_added_up() -> None:
    accounts = [
        account(f"{name}-{n}", platform=f"p{name}") for name in range(14) for n in range(20 - name)
    ]
    found = counts(figure(Portfolio(accounts=accounts), "by-platform"))
    assert len(found) == 13
    assert found["p0"] == (0, 0, 20)
    assert found["2 others"] == (0, 0, 8 + 7)


def test_one_platform_too_many_has_its_own_bar() -> None:
    accounts = [account(f"{name}", platform=f"p{name}") for name in range(13)]
    found = counts(figure(Portfolio(accounts=accounts), "by-platform"))
    assert sorted(found) == sorted(f"p{name}" for name in range(13))


@pytest.mark.parametrize(
    ("facts", "stretch"),
    [
        ({"published_at": ago()}, "under 7 days"),
        ({"published_at": ago(days=6, hours=23)}, "under 7 days"),
        ({"published_at": ago(days=7)}, "7 to under 14 days"),
        ({"published_at": ago(days=14, microseconds=-1)}, "7 to under 14 days"),
        ({"published_at": ago(days=14)}, "14 to under 30 days"),
        ({"published_at": ago(days=180, microseconds=-1)}, "90 to under 180 days"),
        ({"published_at": ago(days=180)}, "180 days or more"),
        ({"published_at": ago(microseconds=-1)}, "never published"),
        ({"published_at": ago(days=2), "deleted_at": ago(days=1)}, "never published"),
        ({"published_at": ago(days=2), "deleted_at": ago(days=-1)}, "under 7 days"),
        ({}, "never published"),
    ],
)
def test_silent_days_run_from_the_latest_post_that_is_out(
    facts: dict[str, object], stretch: str
) -> None:
    portfolio = Portfolio(accounts=[account("a")], posts=[post("a", **facts)])
    found = counts(figure(portfolio, "silent-days"))
    assert {label for label, (count,) in found.items() if count} == {stretch}


@pytest.mark.parametrize(
    ("posts", "has_all_posts", "stretch"),
    [
        (None, None, "unknown"),
        (None, True, "never published"),
        ([], None, "never published"),
        ([], False, "unknown"),
    ],
)
def test_no_posts_on_record_are_silence_only_where_all_were_supplied(
    posts: list[Post] | None, has_all_posts: bool | None, stretch: str
) -> None:
    portfolio = Portfolio(accounts=[account("a", has_all_posts=has_all_posts)], posts=posts)
    found = counts(figure(portfolio, "silent-days"))
    assert {label for label, (count,) in found.items() if count} == {stretch}


def test_findings_are_counted_under_each_clause_less_those_that_are_waived() -> None:
    report = audit(jiangsu_2019(), INSPECTION_2019, as_of=JIANGSU_2019_AS_OF)
    failure = next(each for each in report.findings if each.outcome is Outcome.FAIL)
    both = evolve(failure, citations=(*failure.citations, *INSPECTION_2019.rules[0].cites))
    waived = evolve(
        failure,
        suppression=Suppression(waiver_id="w", authority="甲", document="乙", reason="丙"),
    )
    undecided = evolve(both, outcome=Outcome.UNDETERMINED)
    directory = Directory.of(jiangsu_2019(), report.as_of)
    changed = evolve(report, findings=(failure, both, waived, undecided))
    [found] = [each for each in figures_of(changed, directory) if each.id == "by-clause"]
    assert counts(found) == {
        str(failure.citations[0]): (2, 1),
        str(INSPECTION_2019.rules[0].cites[0]): (1, 1),
    }


def one(label: str, **changes: object) -> Figure:
    given = {
        "id": "f",
        "title": Text(zh="题", en="title"),
        "note": Text(zh="注", en="note"),
        "heading": Text(zh="头", en="head"),
        "total": Text(zh="合计", en="in all"),
        "series": (
            Series(label=Text(zh="合格", en="passes"), colour="pass"),
            Series(label=Text(zh="不合格", en="fails"), colour="fail"),
        ),
        "bars": (Bar(label=Text(zh=label, en="english"), counts=(1, 2)),),
        **changes,
    }
    return Figure(**given)  # type: ignore[arg-type]  # each test names its changes


def words_in(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", svg)


def test_text_in_a_drawing_stays_text_in_the_language_asked_for() -> None:
    assert words_in(drawn(one("微信公众号"), Language.ZH)) == ["微信公众号", "3"]
    assert words_in(drawn(one("微信公众号"), Language.EN)) == ["english", "3"]


def test_a_drawing_of_shares_ends_in_the_rate() -> None:
    shares = one("甲", rate=Text(zh="合格率", en="pass rate"))
    assert words_in(drawn(shares, Language.ZH)) == ["甲", "33.3%"]


def test_bars_of_one_label_stay_two_bars() -> None:
    bars = tuple(Bar(label=Text(zh="其他", en=en), counts=(1, 2)) for en in ("other", "其他"))
    svg = drawn(one("甲", bars=bars), Language.ZH)
    assert words_in(svg) == ["其他", "其他", "3", "3"]
    assert svg.count('fill="var(--fail)"') == 2


def test_a_drawing_takes_its_colours_from_the_page_and_styles_nothing_itself() -> None:
    svg = drawn(one("甲"), Language.ZH)
    assert set(re.findall(r'fill="([^"]+)"', svg)) == {
        "none",
        "currentColor",
        "var(--pass)",
        "var(--fail)",
    }
    assert re.search(r"style=|<style|href|<image|<script", svg) is None
    assert svg.startswith(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 440 30" aria-hidden="true"'
    )


def test_a_label_that_is_markup_is_drawn_as_text() -> None:
    svg = drawn(one("</text><script>&"), Language.ZH)
    assert words_in(svg)[0] == "&lt;/text&gt;&lt;script&gt;&amp;"
    assert "<script" not in svg


def test_a_long_figure_is_drawn_in_part() -> None:
    bars = tuple(Bar(label=Text(zh=f"{n}", en=f"{n}"), counts=(1, 2)) for n in range(40))
    assert len(words_in(drawn(one("甲", bars=bars), Language.ZH))) == 2 * 15


# Words that are blank stand in quotation marks before they become a label.
@given(st.text(min_size=1, max_size=60).filter(lambda label: bool(label.strip())))
def test_any_label_can_be_drawn(label: str) -> None:
    [said, end] = words_in(drawn(one(shown(label) or "甲"), Language.ZH))
    assert end == "3"
    assert html.unescape(said).removesuffix("…") in shown(label)


@pytest.mark.parametrize(
    ("label", "seen"),
    [
        ("微信公众号", "微信公众号"),
        ("甲" * 12, "甲" * 12),
        ("甲" * 13, "甲" * 11 + "…"),
        ("\U0001f600" * 13, "\U0001f600" * 11 + "…"),
        ("WeChat official account", "WeChat official account"),
    ],
)
def test_a_label_is_cut_to_its_room(label: str, seen: str) -> None:
    assert words_in(drawn(one(label), Language.ZH))[0] == seen
