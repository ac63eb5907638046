"""The report in the system's Chromium, as somebody reads it: by mouse, by keyboard, on a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Final

import pytest
from attrs import Factory, define
from playwright.sync_api import Browser, Locator, Page, Route, expect, sync_playwright

from govmedia_rules.cases import JIANGSU_2019_AS_OF, jiangsu_2019
from govmedia_rules.evaluation import audit
from govmedia_rules.models import Account, Portfolio
from govmedia_rules.reports.html import write_html
from govmedia_rules.rulesets import INSPECTION_2019, OPINION_2018

pytestmark = pytest.mark.browser

RULES: Final = OPINION_2018 | INSPECTION_2019

FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# axe-playwright-python carries axe-core; its own class is not typed, and is not needed.
AXE: Final = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


@define
class Opened:
    """A page with what it asked for and complained of since it was opened."""

    page: Page
    requests: list[str] = Factory(list)
    complaints: list[str] = Factory(list)

    def found(self) -> list[str]:
        """Return the outcomes of the rows that the table shows."""
        return self.page.locator("#found-rows .badge").all_inner_texts()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path is not None, "there is no chromium on the path; Debian's package has that name"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on the cases of 2019."""
    report = audit(jiangsu_2019(), RULES, as_of=JIANGSU_2019_AS_OF)
    path = tmp_path_factory.mktemp("report") / "demo.html"
    with path.open("w", encoding="utf-8") as stream:
        write_html(report, stream, ruleset=RULES, portfolio=jiangsu_2019())
    return path


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of five thousand findings and more."""
    portfolio = Portfolio(
        accounts=[
            Account(id=f"wechat:{number}", platform="wechat", name=f"第{number}号发布")
            for number in range(101)
        ]
    )
    report = audit(portfolio, RULES, as_of=JIANGSU_2019_AS_OF)
    assert len(report.findings) == 5_050
    path = tmp_path_factory.mktemp("report") / "large.html"
    with path.open("w", encoding="utf-8") as stream:
        write_html(report, stream, ruleset=RULES, portfolio=portfolio)
    return path


def open_page(
    browser: Browser, path: Path, *, width: int = 1280, height: int = 900, is_dark: bool = False
) -> Opened:
    """Open the file *path*; every request but that for itself is recorded and refused."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme="dark" if is_dark else "light"
    )
    opened = Opened(context.new_page())
    address = path.as_uri()

    def decide(route: Route) -> None:
        if route.request.url == address:
            route.continue_()
        else:
            opened.requests.append(route.request.url)
            route.abort()

    context.route("**/*", decide)
    opened.page.on("console", lambda each: opened.complaints.append(f"{each.type}: {each.text}"))
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    opened.page.goto(address)
    return opened


@pytest.fixture
def desktop(browser: Browser, demo: Path) -> Iterator[Opened]:
    """The report on a desktop; whatever a test does, nothing may be asked for or complained of."""
    opened = open_page(browser, demo)
    yield opened
    assert opened.requests == []
    assert opened.complaints == []
    opened.page.context.close()


@pytest.fixture
def phone(browser: Browser, demo: Path) -> Iterator[Opened]:
    """The same on a phone."""
    opened = open_page(browser, demo, width=390, height=844)
    yield opened
    assert opened.requests == []
    assert opened.complaints == []
    opened.page.context.close()


def test_the_probe_sees_a_request_and_a_complaint(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "bad.html"
    path.write_text('<img src="http://example.invalid/x.png"><script>lost()</script>', "utf-8")
    opened = open_page(browser, path)
    assert opened.requests == ["http://example.invalid/x.png"]
    assert any("lost is not defined" in complaint for complaint in opened.complaints)
    opened.page.context.close()


def test_the_policy_of_the_page_stops_what_is_planted_in_it(
    browser: Browser, demo: Path, tmp_path: Path
) -> None:
    planted = '<img src="http://example.invalid/x.png"><script>document.title = "taken"</script>'
    path = tmp_path / "planted.html"
    path.write_text(demo.read_text("utf-8").replace("<main", f"{planted}<main", 1), "utf-8")
    opened = open_page(browser, path)
    assert opened.requests == []
    assert opened.page.title() == "政务新媒体检查报告"
    assert len([each for each in opened.complaints if "Content Security Policy" in each]) == 2
    opened.page.context.close()


def test_the_filter_narrows_the_table(desktop: Opened) -> None:
    page = desktop.page
    found = page.get_by_role("status")
    expect(found).to_have_text("找到 699 个，共 699 个")
    page.get_by_label("查找：账号、规则、条款、问题").fill("旧铺")
    expect(found).to_have_text("找到 28 个，共 699 个")
    page.get_by_label("结果").select_option(label="不符合 (50)")
    expect(found).to_have_text("找到 6 个，共 699 个")
    assert desktop.found() == ["不符合"] * 6
    page.get_by_label("查找：账号、规则、条款、问题").fill("旧铺 2.1")
    expect(found).to_have_text("找到 1 个，共 699 个")
    expect(page.locator("#found-rows td").nth(3)).to_have_text("监测时间点前14天内没有更新。")
    page.get_by_label("查找：账号、规则、条款、问题").fill("没有这个账号")
    expect(found).to_have_text("没有符合条件的问题")
    expect(page.locator("#table")).to_be_hidden()
    page.get_by_role("button", name="清除条件").click()
    expect(found).to_have_text("找到 699 个，共 699 个")
    expect(page.locator("#table")).to_be_visible()


def test_a_row_leads_to_its_finding_folded_or_not(desktop: Opened) -> None:
    page = desktop.page
    page.get_by_label("结果").select_option(label="未能判定 (649)")
    link = page.locator("#found-rows a").first
    target = page.locator(str(link.get_attribute("href")))
    expect(target).to_be_hidden()
    link.click()
    expect(target).to_be_visible()
    expect(target).to_be_in_viewport()


def test_pages_are_turned(desktop: Opened) -> None:
    page = desktop.page
    rows = page.locator("#found-rows tr")
    back = page.get_by_role("button", name="上一页")
    expect(rows).to_have_count(50)
    expect(back).to_be_disabled()
    first = rows.first.inner_text()
    page.get_by_role("button", name="下一页").click()
    expect(page.locator("#page-now")).to_have_text("第 2 页，共 14 页")
    assert rows.first.inner_text() != first
    back.click()
    assert rows.first.inner_text() == first


def test_the_language_is_switched_everywhere(desktop: Opened) -> None:
    page = desktop.page
    html = page.locator("html")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("政务新媒体检查报告", use_inner_text=True)
    expect(page).to_have_title("政务新媒体检查报告")
    page.get_by_role("button", name="English").click()
    expect(heading).to_have_text("Government new media: audit report", use_inner_text=True)
    expect(page).to_have_title("Government new media: audit report")
    expect(html).to_have_attribute("lang", "en")
    expect(page.get_by_role("status")).to_have_text("699 of 699 findings")
    assert set(desktop.found()) == {"fail"}
    expect(page.get_by_label("Outcome").locator("option").first).to_have_text("all")
    assert page.locator('[lang="zh"]:visible').count() == 0
    assert page.locator("#by-platform").inner_text() == "Pass rate by platform"
    expect(page.locator('.drawing[lang="en"]').first).to_be_visible()
    page.get_by_role("button", name="中文").click()
    expect(html).to_have_attribute("lang", "zh")
    assert page.locator('[lang="en"]:visible').count() == 0
    expect(page.get_by_role("status")).to_have_text("找到 699 个，共 699 个")


def focused(page: Page) -> Locator:
    return page.locator(":focus")


def test_everything_is_reached_by_keyboard(desktop: Opened) -> None:
    page = desktop.page
    page.keyboard.press("Tab")
    expect(focused(page)).to_have_attribute("href", "#main")
    expect(focused(page)).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(focused(page)).to_have_attribute("id", "main")
    page.keyboard.press("Tab")
    expect(focused(page)).to_have_text("数据表：各平台合格率", use_inner_text=True)
    page.keyboard.press("Enter")
    expect(page.locator("figure table").first).to_be_visible()
    page.locator("#filter-text").focus()
    page.keyboard.type("旧铺")
    expect(page.get_by_role("status")).to_have_text("找到 28 个，共 699 个")
    page.keyboard.press("Tab")
    expect(focused(page)).to_have_attribute("id", "filter-outcome")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("status")).to_have_text("找到 6 个，共 699 个")
    page.locator("#found-rows a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("li:target")).to_be_in_viewport()


def test_sections_are_opened_and_closed_together(desktop: Opened) -> None:
    page = desktop.page
    folded = page.locator(".subject details")
    opened = page.locator(".subject details[open]")
    expect(opened).to_have_count(0)
    page.get_by_role("button", name="全部展开").click()
    expect(opened).to_have_count(folded.count())
    page.get_by_role("button", name="全部折叠").click()
    expect(opened).to_have_count(0)


def test_nothing_is_wider_than_a_phone(phone: Opened) -> None:
    page = phone.page
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_label("查找：账号、规则、条款、问题").fill("旧铺")
    expect(page.get_by_role("status")).to_have_text("找到 28 个，共 699 个")
    page.get_by_role("button", name="全部展开").click()
    page.get_by_role("button", name="English").click()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_table_of_five_thousand_findings_is_searched(browser: Browser, large: Path) -> None:
    opened = open_page(browser, large)
    found = opened.page.get_by_role("status")
    opened.page.locator("#filter-text").press_sequentially("第77号")
    expect(found).to_have_text("找到 50 个，共 5,050 个")
    expect(opened.page.locator("#found-rows tr").first).to_contain_text("第77号发布")
    assert opened.complaints == []
    opened.page.context.close()


def test_print_leaves_out_what_paper_cannot_do(desktop: Opened) -> None:
    page = desktop.page
    page.emulate_media(media="print", color_scheme="dark")
    for name in ("#filters", "#table", ".switch", ".ways", "#tools"):
        expect(page.locator(name)).to_be_hidden()
    expect(page.locator("#finding-0")).to_have_count(1)
    expect(page.locator(".subject h3").first).to_be_visible()
    # Paper is white, whatever the screen was.
    assert page.evaluate("getComputedStyle(document.documentElement).color") == "rgb(27, 36, 48)"


@pytest.mark.parametrize(
    ("width", "is_dark", "language"),
    [(1280, False, "中文"), (1280, True, "English"), (390, False, "English"), (390, True, "中文")],
    ids=["desktop", "desktop, dark", "phone", "phone, dark"],
)
def test_the_accessibility_checker_finds_nothing(
    browser: Browser, demo: Path, width: int, is_dark: bool, language: str
) -> None:
    opened = open_page(browser, demo, width=width, is_dark=is_dark)
    page = opened.page
    page.get_by_role("button", name=language).click()
    # What is folded is not looked at. A few sections and rows stand for all, which take minutes.
    page.evaluate(
        """() => {
            const rest = (selector, kept) => [...document.querySelectorAll(selector)].slice(kept);
            for (const each of rest(".subject", 2)) each.remove();
            for (const each of rest(".undecided > li", 5)) each.remove();
            for (const each of rest(".rules tbody tr", 5)) each.remove();
            for (const each of rest("#missing-title ~ .wide tbody tr", 5)) each.remove();
            for (const each of rest("#found-rows tr", 5)) each.remove();
            for (const each of rest("details", 0)) each.open = true;
        }"""
    )
    page.evaluate(AXE)
    result = page.evaluate("axe.run()")
    told = [
        (each["id"], node["html"], node["failureSummary"])
        for each in result["violations"]
        for node in each["nodes"]
    ]
    assert told == []
    assert {"color-contrast", "heading-order", "label", "duplicate-id-aria", "region"} <= {
        each["id"] for each in result["passes"]
    }
    page.context.close()


def test_the_accessibility_checker_sees_a_fault(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "bad.html"
    path.write_text(
        "<!doctype html><html lang=zh><title>题</title><main><h1>题</h1><input>", "utf-8"
    )
    opened = open_page(browser, path)
    opened.page.evaluate(AXE)
    result = opened.page.evaluate("axe.run()")
    assert [each["id"] for each in result["violations"]] == ["label"]
    opened.page.context.close()


def test_without_a_script_the_page_is_whole_in_its_first_language(
    browser: Browser, demo: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(demo.as_uri())
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "政务新媒体检查报告", use_inner_text=True
    )
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.locator(".subject h3").first).to_be_visible()
    context.close()
