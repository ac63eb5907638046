"""The demo under both rule sets: what fails, by which clause, on what evidence, what to do, what is open."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import pytest
from click.testing import Result
from rich.cells import cell_len

BOTH: Final = ("--rules", "opinion-2018", "--rules", "inspection-2019")
RULES_TO: Final = 26
EVIDENCE_FROM: Final = 42

BEFORE: Final = ("--as-of", "2019-05-20T00:00:00+08:00")


@pytest.fixture(name="demo")
def _demo(invoke: Callable[..., Result]) -> Callable[..., str]:
    """Return what the demo prints, whole."""

    def run(*arguments: str, columns: int) -> str:
        result = invoke("demo", *BOTH, *arguments, COLUMNS=str(columns))
        assert result.exit_code == 1, result.output
        return result.stdout

    return run


def section(page: str, subject: str) -> str:
    """Return the part of the page about one account or unit, without its line breaks."""
    lines = page.splitlines()
    start = next(place for place, line in enumerate(lines) if subject in line and line[0] == "■")
    end = next(
        place
        for place, line in enumerate(lines[start:], start)
        if place > start and not line and lines[place - 1]
    )
    return "\n".join(lines[start:end])


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def columns_of(line: str) -> tuple[str, str]:
    """Return what stands in the columns of rules and of evidence of an English page, 80 wide."""
    rules = evidence = ""
    at = 0
    for character in line:
        if at < RULES_TO:
            rules += character
        elif at >= EVIDENCE_FROM:
            evidence += character
        at += cell_len(character)
    return rules, evidence


def assert_tells(part: str, *statements: str) -> None:
    """Hold that one of the two columns tells each statement, however its lines break."""
    columns = [columns_of(line) for line in part.splitlines()]
    told = [squeezed("".join(column)) for column in zip(*columns, strict=True)]
    for statement in statements:
        assert any(squeezed(statement) in column for column in told), statement


WIDTHS: Final = pytest.mark.parametrize("columns", [130, 80])


class TestInChinese:
    @WIDTHS
    def test_no_line_is_wider_than_the_terminal(
        self, demo: Callable[..., str], columns: int
    ) -> None:
        page = demo(columns=columns)

        assert max(map(cell_len, page.splitlines())) <= columns

    def test_tells_of_the_gone_towns_account(self, demo: Callable[..., str]) -> None:
        part = section(demo(columns=130), "wechat:旧铺发布")

        for statement in (
            "■ 旧铺发布  wechat:旧铺发布  不合格",
            "opinion-2018/account-of-gone-sponsor-",
            "主办单位合并或撤销已满30天，账号没有关停，也没有变更或注",
            "已备案事项：开设(含“注销”：否)",
            "4.1.14",
            "处理：由承接单位办理变更；不再需要的，关停注销。均须备案",
            "opinion-2018/silent-accounts-closed",
            "近90天内发布的信息的数量：0(不少于1：否；2019-03-07",
            "4.1.12",
            "inspection-2019/no-update-in-two-weeks",
            "国办秘函〔2019〕19号",
            "缺少：运维方(account.operator)",
            "缺少：互动功能(account.interaction_features)",
        ):
            assert statement in part

    def test_shows_the_first_late_reviews_and_lists_the_others(
        self, demo: Callable[..., str]
    ) -> None:
        part = section(demo(columns=130), "wechat:苏北某县交通局")

        assert part.count("审核完成于发布之后。") == 3
        assert part.count("先审后发  ") == 4
        assert "另有30条信息同样不符合：苏北某县交通局/04、" in part
        assert "苏北某县交通局/33" in squeezed(part)
        assert "近90天篇均阅读55.2903次，不足100次。" in part

    def test_tells_which_unit_has_too_many_accounts(self, demo: Callable[..., str]) -> None:
        part = section(demo(*BEFORE, columns=130), "unit:马坝镇人民政府")

        for statement in (
            "■ 马坝镇人民政府  unit:马坝镇人民政府",
            "opinion-2018/one-account-per-platform",
            "同一平台上有不止一个未关停的账号，多出2个。",
            "4.1.3",
            "涉及：wechat:马坝农业、wechat:马坝镇某账号/1、",
            "处理：每个平台保留一个账号，其余的合并或关停；",
            "缺少：12个问题的答复(用 govmedia-rules questionnaire",
            "缺少：是政务新媒体主管单位(unit.supervises_accounts)",
        ):
            assert statement in part
        assert part.count("unit.answers") == 0

    def test_names_the_party_body_as_out_of_scope(self, demo: Callable[..., str]) -> None:
        page = demo(columns=130)

        assert "国办发〔2018〕123号 2.1)，因此不适用于：\n· weibo:古宣发布\n" in page
        assert "■ 古宣发布" not in page

    @WIDTHS
    def test_accounts_that_say_the_same_share_a_table(
        self, demo: Callable[..., str], columns: int
    ) -> None:
        lines = demo(columns=columns).splitlines()
        first = lines.index("■ weibo:海安某派出所/01  未纳入检查")

        assert [line.split()[1] for line in lines[first : first + 22]] == [
            f"weibo:海安某派出所/{number:02}" for number in range(1, 23)
        ]
        assert "关停" in lines[first + 22]


class TestInEnglish:
    def test_tells_of_the_gone_towns_account(self, demo: Callable[..., str]) -> None:
        part = section(demo("--lang", "en", columns=80), "wechat:旧铺发布")

        assert part.startswith("■ 旧铺发布  wechat:旧铺发布  fails")
        assert_tells(
            part,
            "opinion-2018/account-of-gone-sponsor-deregistered 国办发〔2018〕123号 4.1.14",
            "The sponsor was merged or abolished 30 days ago or more; the account is not closed,"
            " and neither a change nor a deregistration is filed.",
            "matters filed: opening (include deregistration: no)",
            "To do: Have the unit that took over change the account's data, or close and"
            " deregister it; file it and tell the public.",
            "No update in 90 days, and not closed.",
            "nobody recorded: operator (account.operator)",
        )

    def test_tells_of_a_hijacked_account(self, demo: Callable[..., str]) -> None:
        part = section(demo("--lang", "en", columns=80), "weibo:某被盗账号/卖鞋")

        assert_tells(
            part,
            "opinion-2018/no-commercial-advertising 国办发〔2018〕123号 4.2.5",
            "post: 某被盗账号/卖鞋/1",
            "The post holds or links to commercial advertising.",
            "opinion-2018/no-open-security-incident 国办发〔2018〕123号 4.3.2",
            "To do: Take the account back, change its passwords, check who may log in, remove what"
            " should not be there, and record when it was over.",
            "nobody recorded: the unit's status (unit.status)",
        )

    def test_tells_which_unit_has_too_many_accounts(self, demo: Callable[..., str]) -> None:
        part = section(demo("--lang", "en", *BEFORE, columns=80), "unit:海安市公安局")

        assert part.startswith("■ 海安市公安局  unit:海安市公安局\n")
        assert_tells(
            part,
            "opinion-2018/one-account-per-platform 国办发〔2018〕123号 4.1.3",
            "More than one account on a platform that is not closed; accounts too many: 22.",
            "To do: Keep one account on each platform and merge or close the others; where one has"
            " to stay, obtain and record the consent to it.",
            "nobody answered 12 questions (govmedia-rules questionnaire lists them)",
        )

    def test_ends_with_what_nobody_looked_at(self, demo: Callable[..., str]) -> None:
        page = demo("--lang", "en", columns=130)

        gaps = page.partition("What nobody has looked at yet")[2].partition("Rules that were run")[
            0
        ]
        for fact in ("post.labels", "unit.status", "unit.answers('opinion-2018/staff-trained')"):
            assert re.search(rf"{re.escape(fact)}\s+\d+", gaps), fact
