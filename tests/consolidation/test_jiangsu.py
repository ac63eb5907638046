"""The Jiangsu cases: what is proposed beforehand, compared with what the report says was done."""

from __future__ import annotations

import pytest
from attrs import evolve

from consolidating import check_targets, grounds, lacking
from govmedia_rules.cases import JIANGSU_2019_AS_OF, jiangsu_2019
from govmedia_rules.consolidation import Action, Ground, Proposal, propose
from govmedia_rules.models import Portfolio

BEFORE = "2019-05-20T00:00:00+08:00"
STATIONS = [f"weibo:海安某派出所/{number:02}" for number in range(1, 23)]
POLICE = "weibo:海安市公安局"


def without_successors() -> Portfolio:
    """Return the cases without what the records say about who took over from whom."""
    portfolio = jiangsu_2019()
    accounts = [evolve(account, successor_id=None) for account in portfolio.accounts]
    return evolve(portfolio, accounts=accounts)


def by_id(portfolio: Portfolio, as_of: object) -> dict[str, Proposal]:
    found = {each.account.id: each for each in propose(portfolio, as_of=str(as_of))}
    check_targets(found)
    assert set(found) == {account.id for account in portfolio.accounts}
    return found


@pytest.fixture(name="before", scope="module", params=["recorded", "without successors"])
def _before(request: pytest.FixtureRequest) -> dict[str, Proposal]:
    is_recorded = request.param == "recorded"
    return by_id(jiangsu_2019() if is_recorded else without_successors(), BEFORE)


@pytest.fixture(name="after", scope="module")
def _after() -> dict[str, Proposal]:
    return by_id(jiangsu_2019(), JIANGSU_2019_AS_OF.isoformat())


class TestBeforeTheClosings:
    def test_the_police_stations_go_into_the_bureaus_weibo(
        self, before: dict[str, Proposal]
    ) -> None:
        assert {before[station].into for station in STATIONS} == {POLICE}
        for station in STATIONS:
            assert Ground.ONE_PER_PLATFORM in grounds(before[station])

    @pytest.mark.parametrize("main", [POLICE, "wechat:海安公安微警务", "app:掌心长兴"])
    def test_the_main_ones_stay(self, before: dict[str, Proposal], main: str) -> None:
        assert before[main].action is Action.KEEP_MAIN

    @pytest.mark.parametrize("number", [1, 2])
    def test_the_grass_roots_stations_go_into_the_county_bureaus(
        self, before: dict[str, Proposal], number: int
    ) -> None:
        assert before[f"weibo:某基层派出所/{number}"].into == "weibo:某县公安局"

    def test_three_of_a_town_become_one_and_which_is_provisional(
        self, before: dict[str, Proposal]
    ) -> None:
        mine = [each for each in before.values() if each.account.unit_id == "unit:马坝镇人民政府"]
        assert [each.action for each in mine].count(Action.KEEP_MAIN) == 1
        assert {each.into for each in mine} == {None, "wechat:马坝农业"}
        assert all({"account.is_main", "account.followers"} <= lacking(each) for each in mine)
        assert all("暂定" in each.reasons[0].text.zh for each in mine)

    def test_two_years_of_silence_close(self, before: dict[str, Proposal]) -> None:
        found = before["wechat:浦口卫生"]
        assert found.action is Action.CLOSE
        assert grounds(found) == [Ground.SILENT]
        assert "2017-08-21" in found.reasons[0].text.en

    def test_the_account_of_a_merged_town_closes(self, before: dict[str, Proposal]) -> None:
        found = before["wechat:旧铺发布"]
        assert found.action is Action.CLOSE
        assert grounds(found) == [Ground.SPONSOR_GONE, Ground.SILENT]

    def test_moved_functions_need_their_record(self) -> None:
        found = by_id(jiangsu_2019(), BEFORE)
        assert found["wechat:靖江行政审批局"].into == "other:靖政通"
        assert found["other:靖政通"].action is Action.KEEP
        unrecorded = by_id(without_successors(), BEFORE)
        assert unrecorded["wechat:靖江行政审批局"].action is Action.KEEP_MAIN

    @pytest.mark.parametrize(
        "closed",
        [
            "wechat:金湖县商务局",
            "wechat:江苏海安高新区",
            "wechat:涟水县行政审批局",
            "wechat:盐城市公路管理处",
        ],
    )
    def test_what_the_reports_facts_do_not_support_is_kept(
        self, before: dict[str, Proposal], closed: str
    ) -> None:
        assert before[closed].action is Action.KEEP_MAIN

    @pytest.mark.parametrize("notice", ["wechat:金湖县商务局", "wechat:江苏海安高新区"])
    def test_until_the_closing_is_announced(self, notice: str) -> None:
        found = by_id(jiangsu_2019(), "2019-05-29T00:00:00+08:00")[notice]
        assert found.action is Action.CLOSE
        assert not found.is_done

    def test_a_party_body_is_left_alone(self, before: dict[str, Proposal]) -> None:
        assert grounds(before["weibo:古宣发布"]) == [Ground.OUT_OF_SCOPE]


class TestAfterwards:
    def test_what_was_merged_is_done(self, after: dict[str, Proposal]) -> None:
        expected = {
            **dict.fromkeys(STATIONS, POLICE),
            "weibo:某基层派出所/1": "weibo:某县公安局",
            "weibo:某基层派出所/2": "weibo:某县公安局",
            "wechat:靖江行政审批局": "other:靖政通",
            "other:长兴县某乡镇/1": "app:掌心长兴",
            "other:长兴县某乡镇/2": "app:掌心长兴",
        }
        done = {key: each.into for key, each in after.items() if each.is_done and each.into}
        assert done == expected

    def test_every_merger_proposed_by_record_was_done(self, after: dict[str, Proposal]) -> None:
        before = by_id(jiangsu_2019(), BEFORE)
        for key, proposal in before.items():
            if Ground.FUNCTIONS_MOVED in grounds(proposal):
                assert (after[key].is_done, after[key].into) == (True, proposal.into)

    def test_the_takers_over_are_kept(self, after: dict[str, Proposal]) -> None:
        for target in (POLICE, "weibo:某县公安局", "app:掌心长兴"):
            assert after[target].action is Action.KEEP_MAIN
            assert Ground.TAKING_OVER in grounds(after[target])
        assert after["other:靖政通"].action is Action.KEEP

    def test_the_account_of_the_merged_town_is_still_to_be_closed(
        self, after: dict[str, Proposal]
    ) -> None:
        found = after["wechat:旧铺发布"]
        assert (found.action, found.is_done) == (Action.CLOSE, False)
