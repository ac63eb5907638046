"""Each step of a proposal, on both sides of its conditions."""

from __future__ import annotations

from typing import Any

import pytest

from consolidating import (
    AS_OF,
    account,
    ago,
    clauses,
    grounds,
    lacking,
    portfolio,
    post,
    proposals,
    unit,
)
from govmedia_rules.conditions.interpreter import Situation, truth_in
from govmedia_rules.consolidation import Action, Ground, Thresholds, propose
from govmedia_rules.errors import InvalidValueError, UnknownNameError
from govmedia_rules.models import Portfolio, UnitKind, Waiver
from govmedia_rules.moments import MomentError, moment
from govmedia_rules.rulesets.scopes import GOVERNMENT_NEW_MEDIA


class TestClosed:
    def test_a_closed_account_was_merged_into_its_successor(self) -> None:
        closed = account("a", status="closed", closed_at=ago(3), successor_id="b")
        found = proposals(portfolio(closed, account("b", platform="weibo")))
        assert (found["a"].action, found["a"].into, found["a"].is_done) == (
            Action.MERGE,
            "b",
            True,
        )
        assert grounds(found["a"]) == [Ground.CLOSED]
        assert found["a"].summary.zh == "已并入b"
        assert Ground.TAKING_OVER in grounds(found["b"])

    @pytest.mark.parametrize("successor", [None, "a"])
    def test_without_another_successor_it_was_closed(self, successor: str | None) -> None:
        closed = account("a", status="closed", successor_id=successor)
        found = proposals(portfolio(closed))["a"]
        assert (found.action, found.into, found.is_done) == (Action.CLOSE, None, True)

    @pytest.mark.parametrize(("closed_at", "is_done"), [(ago(0), True), (ago(-1), False)])
    def test_it_is_read_as_of_the_moment(self, closed_at: Any, is_done: bool) -> None:
        found = proposals(portfolio(account("a", status="closed", closed_at=closed_at)))
        assert found["a"].is_done is is_done

    def test_nobody_is_merged_into_it(self) -> None:
        found = proposals(
            portfolio(
                account("a", successor_id="b"),
                account("b", platform="weibo", status="closed", successor_id="c"),
                account("c", platform="douyin"),
            )
        )
        assert (found["a"].action, found["a"].into) == (Action.MERGE, "c")
        assert "记录的是b" in found["a"].reasons[0].text.zh

    def test_a_successor_that_is_closed_for_good_is_not_followed(self) -> None:
        found = proposals(
            portfolio(
                account("a", successor_id="b"), account("b", platform="weibo", status="closed")
            )
        )
        assert found["a"].action is Action.KEEP
        assert grounds(found["a"]) == [Ground.KEPT, Ground.FUNCTIONS_MOVED]


class TestScope:
    def test_before_the_opinion_binds_nothing_is_proposed(self) -> None:
        given = portfolio(account("a", opened_at=None), account("b", opened_at=None), fresh=False)
        before = proposals(given, as_of="2018-12-06T23:59:59+08:00")
        assert {each.action for each in before.values()} == {Action.KEEP}
        assert grounds(before["a"]) == [Ground.NOT_IN_FORCE]
        after = proposals(given, as_of="2018-12-07T00:00:00+08:00")
        assert Ground.NOT_IN_FORCE not in grounds(after["a"])

    @pytest.mark.parametrize("kind", ["party_body", "other"])
    def test_a_body_that_is_no_administrative_organ_is_left_alone(self, kind: str) -> None:
        given = portfolio(account("a"), account("b"), units=[unit(kind=kind)], fresh=False)
        found = proposals(given)
        assert {each.action for each in found.values()} == {Action.KEEP}
        assert clauses(found["a"]) == ["2.1"]

    @pytest.mark.parametrize("has_functions", [True, False, None])
    @pytest.mark.parametrize("kind", [*UnitKind, None])
    def test_it_leaves_alone_whom_the_rules_leave_alone(
        self, kind: UnitKind | None, has_functions: bool | None
    ) -> None:
        sponsor = unit(kind=kind, has_administrative_functions=has_functions)
        found = proposals(portfolio(account("a"), units=[sponsor], fresh=False))["a"]
        is_left_alone = Ground.OUT_OF_SCOPE in grounds(found)
        binds = truth_in(GOVERNMENT_NEW_MEDIA.binds, Situation(moment(AS_OF), unit=sponsor))
        assert is_left_alone is (binds is False)

    def test_traditional_characters_name_the_same_unit(self) -> None:
        given = portfolio(
            account("a", name="馬壩鎮人民政府"),
            account("b", name="马坝在线", followers=9_000),
            units=[unit(name="马坝镇人民政府")],
        )
        assert proposals(given)["b"].into == "a"

    def test_a_government_body_that_a_party_body_succeeded_is_bound(self) -> None:
        units = [
            unit("old", status="merged", successor_id="party"),
            unit("party", kind="party_body"),
        ]
        found = proposals(portfolio(account("a", unit_id="old"), units=units))["a"]
        assert found.sponsor_id == "party"

    def test_an_account_not_yet_opened_gets_no_proposal(self) -> None:
        assert proposals(portfolio(account("a", opened_at=ago(-1)))) == {}

    def test_an_account_of_unknown_status_is_undecided(self) -> None:
        found = proposals(portfolio(account("a", status=None), account("b"), fresh=False))
        assert found["a"].action is Action.UNDECIDED
        assert lacking(found["a"]) == {"account.status"}
        assert found["b"].action is Action.CLOSE

    def test_that_it_may_run_is_told_beside_it(self) -> None:
        found = proposals(portfolio(account("a", status=None), account("b")))
        assert found["b"].action is Action.KEEP
        assert lacking(found["b"]) == {"account.status"}
        assert found["b"].missing[0].ids == ("a",)

    def test_an_account_without_a_sponsor_is_undecided(self) -> None:
        found = proposals(portfolio(account("a", unit_id=None)))["a"]
        assert found.action is Action.UNDECIDED
        assert lacking(found) == {"account.unit_id"}

    def test_but_closed_when_it_is_silent(self) -> None:
        found = proposals(portfolio(account("a", unit_id=None), fresh=False))["a"]
        assert found.action is Action.CLOSE

    def test_and_kept_when_another_goes_into_it(self) -> None:
        found = proposals(
            portfolio(account("a", successor_id="b"), account("b", unit_id=None, platform="app"))
        )
        assert found["a"].into == "b"
        assert found["b"].action is Action.KEEP
        assert lacking(found["b"]) == {"account.unit_id"}


class TestAnnounced:
    def test_an_announced_closing_is_a_closing(self) -> None:
        found = proposals(portfolio(account("a", closing_announced_at=ago(0))))["a"]
        assert found.action is Action.CLOSE
        assert grounds(found)[0] is Ground.CLOSING_ANNOUNCED
        assert clauses(found) == ["4.1.12", "4.1.13"]

    def test_one_announced_later_is_not(self) -> None:
        found = proposals(portfolio(account("a", closing_announced_at=ago(-1))))["a"]
        assert found.action is Action.KEEP

    def test_nobody_goes_into_it(self) -> None:
        given = portfolio(account("a", is_main=True, closing_announced_at=ago(1)), account("b"))
        found = proposals(given)
        assert found["a"].into == "b"
        assert grounds(found["a"]) == [Ground.ONE_PER_PLATFORM, Ground.CLOSING_ANNOUNCED]
        assert found["b"].action is Action.KEEP_MAIN


class TestSponsorGone:
    OLD = unit("old", status="merged", status_changed_on="2019-01-01", successor_id="u")

    @pytest.mark.parametrize("status", ["merged", "abolished"])
    def test_a_living_account_changes_to_the_successor(self, status: str) -> None:
        old = unit("old", status=status, successor_id="u")
        found = proposals(portfolio(account("a", unit_id="old"), units=[old]))["a"]
        assert (found.action, found.sponsor_id) == (Action.CHANGE_SPONSOR, "u")
        assert grounds(found) == [Ground.SPONSOR_GONE]
        assert clauses(found) == ["4.1.14"]

    def test_one_on_a_platform_where_the_successor_is_goes_into_that(self) -> None:
        given = portfolio(account("a", unit_id="old"), account("b"), units=[self.OLD])
        found = proposals(given)
        assert (found["a"].action, found["a"].into) == (Action.MERGE, "b")
        assert grounds(found["a"]) == [Ground.SPONSOR_GONE, Ground.ONE_PER_PLATFORM]

    def test_the_successors_other_platforms_do_not_matter(self) -> None:
        given = portfolio(
            account("a", unit_id="old"), account("b", platform="weibo"), units=[self.OLD]
        )
        assert proposals(given)["a"].action is Action.CHANGE_SPONSOR

    def test_a_silent_one_is_closed(self) -> None:
        given = portfolio(account("a", unit_id="old"), units=[self.OLD], fresh=False)
        found = proposals(given)["a"]
        assert found.action is Action.CLOSE
        assert grounds(found) == [Ground.SPONSOR_GONE, Ground.SILENT]

    def test_of_several_the_livelier_changes_and_the_others_go_into_it(self) -> None:
        units = [self.OLD, unit("older", status="abolished", successor_id="u")]
        given = portfolio(
            account("a", unit_id="old", followers=10),
            account("b", unit_id="older", followers=20),
            units=units,
        )
        found = proposals(given)
        assert (found["b"].action, found["b"].sponsor_id) == (Action.CHANGE_SPONSOR, "u")
        assert found["a"].into == "b"

    def test_before_the_day_nothing_changes(self) -> None:
        given = portfolio(account("a", unit_id="old"), units=[self.OLD])
        given_at = "2018-12-31T23:59:59+08:00"
        assert proposals(given, as_of=given_at)["a"].action is Action.CLOSE  # silent by then
        posts = [post("a", 160)]
        early = portfolio(account("a", unit_id="old"), units=[self.OLD], posts=posts)
        assert proposals(early, as_of=given_at)["a"].action is Action.KEEP

    @pytest.mark.parametrize("successor", [None, "old"])
    def test_without_a_successor_on_record_it_is_undecided(self, successor: str | None) -> None:
        old = unit("old", status="abolished", successor_id=successor)
        found = proposals(portfolio(account("a", unit_id="old"), units=[old]))["a"]
        assert found.action is Action.UNDECIDED
        assert lacking(found) == {"unit.successor_id"}

    def test_when_nobody_knows_whether_it_lives_it_is_undecided(self) -> None:
        given = portfolio(
            account("a", unit_id="old", has_all_posts=False), units=[self.OLD], fresh=False
        )
        found = proposals(given)["a"]
        assert found.action is Action.UNDECIDED
        assert lacking(found) == {"posts"}

    def test_when_its_successor_account_is_not_on_record_it_is_undecided(self) -> None:
        given = portfolio(account("a", unit_id="old", successor_id="z"), units=[self.OLD])
        found = proposals(given)["a"]
        assert found.action is Action.UNDECIDED
        assert lacking(found) == {"account"}

    def test_successors_are_followed_to_the_last(self) -> None:
        units = [
            unit("old", status="merged", successor_id="mid"),
            unit("mid", status="abolished", successor_id="u"),
        ]
        found = proposals(portfolio(account("a", unit_id="old"), units=units))["a"]
        assert found.sponsor_id == "u"

    def test_units_that_succeed_each_other_in_a_circle_lead_nowhere(self) -> None:
        units = [
            unit("x", status="merged", successor_id="y"),
            unit("y", status="merged", successor_id="x"),
        ]
        found = proposals(portfolio(account("a", unit_id="x"), units=units))["a"]
        assert found.action is Action.UNDECIDED


class TestSponsorRenamed:
    RENAMED = unit("u", status="renamed", name="新局")

    def test_an_account_verified_for_the_old_name_changes_its_data(self) -> None:
        given = portfolio(account("a", verified_body="旧局"), units=[self.RENAMED])
        found = proposals(given)["a"]
        assert (found.action, found.sponsor_id) == (Action.CHANGE_SPONSOR, "u")
        assert grounds(found)[0] is Ground.SPONSOR_RENAMED

    def test_one_verified_for_the_new_name_is_kept(self) -> None:
        given = portfolio(account("a", verified_body="新局"), units=[self.RENAMED])
        assert proposals(given)["a"].action is Action.KEEP

    def test_one_verified_for_nobody_knows_whom_is_kept_with_a_note(self) -> None:
        found = proposals(portfolio(account("a"), units=[self.RENAMED]))["a"]
        assert found.action is Action.KEEP
        assert lacking(found) == {"account.verified_body"}

    def test_the_new_name_may_be_another_records(self) -> None:
        old = unit("old", status="renamed", name="旧局", successor_id="u")
        given = portfolio(account("a", unit_id="old", verified_body="旧局"), units=[old])
        assert proposals(given)["a"].sponsor_id == "u"


class TestFunctionsMoved:
    def test_an_account_goes_into_the_one_that_took_over(self) -> None:
        found = proposals(portfolio(account("a", successor_id="b"), account("b", platform="app")))
        assert (found["a"].action, found["a"].into) == (Action.MERGE, "b")
        assert grounds(found["a"]) == [Ground.FUNCTIONS_MOVED]
        assert clauses(found["a"]) == ["4.1.11"]
        assert Ground.TAKING_OVER in grounds(found["b"])

    def test_a_silent_successor_is_not_followed(self) -> None:
        given = portfolio(
            account("a", successor_id="b"), account("b", platform="app"), posts=[post("a")]
        )
        found = proposals(given)
        assert found["a"].action is Action.KEEP
        assert Ground.FUNCTIONS_MOVED in grounds(found["a"])

    @pytest.mark.parametrize(
        ("other", "fact"),
        [
            (account("z", platform="app"), "account"),
            (account("b", platform="app", status=None), "account.status"),
            (account("b", platform="app", opened_at=ago(-1)), "account"),
        ],
    )
    def test_one_of_which_too_little_is_known_leaves_it_undecided(
        self, other: Any, fact: str
    ) -> None:
        found = proposals(portfolio(account("a", successor_id="b"), other))["a"]
        assert found.action is Action.UNDECIDED
        assert lacking(found) == {fact}
        assert found.missing[0].ids == ("b",)

    def test_a_circle_leads_nowhere(self) -> None:
        found = proposals(
            portfolio(
                account("a", successor_id="b"),
                account("b", successor_id="c", platform="weibo"),
                account("c", successor_id="a", platform="app"),
            )
        )
        assert {each.action for each in found.values()} == {Action.KEEP}

    def test_what_leads_into_a_circle_stops_at_its_edge(self) -> None:
        found = proposals(
            portfolio(
                account("d", successor_id="a", platform="douyin"),
                account("a", successor_id="b"),
                account("b", successor_id="a", platform="weibo"),
            )
        )
        assert found["d"].into == "a"

    def test_a_into_b_into_c_is_a_into_c(self) -> None:
        found = proposals(
            portfolio(
                account("a", successor_id="b"),
                account("b", successor_id="c", platform="weibo"),
                account("c", platform="app"),
            )
        )
        assert (found["a"].into, found["b"].into) == ("c", "c")
        assert found["a"].reasons[-1].text.zh.startswith("b自身也将并入他处")

    def test_ten_thousand_moves_are_followed(self) -> None:
        ids = [f"{number:05}" for number in range(10_000)]
        accounts = [
            account(own, successor_id=after, unit_id=None)
            for own, after in zip(ids, [*ids[1:], None], strict=True)
        ]
        found = proposals(Portfolio(accounts=accounts, posts=[post(each) for each in ids]))
        assert found["00000"].into == "09999"

    def test_into_an_undecided_account_nothing_can_be_proposed(self) -> None:
        old = unit("old", status="abolished")
        given = portfolio(
            account("a", successor_id="b"),
            account("b", unit_id="old", platform="app"),
            units=[old],
        )
        found = proposals(given)
        assert found["a"].action is Action.UNDECIDED
        assert lacking(found["a"]) == {"unit.successor_id"}


class TestOnePerPlatform:
    @pytest.mark.parametrize(
        ("main", "other"),
        [
            ({"is_main": True}, {"name": "单位u", "followers": 9_000}),
            ({"name": "单位u"}, {"followers": 9_000}),
            ({"name": "单 位Ｕ"}, {"followers": 9_000}),
            ({"followers": 5_001}, {}),
            ({"is_main": None}, {"followers": 9_000}),
        ],
    )
    def test_the_main_one_stays(self, main: dict[str, Any], other: dict[str, Any]) -> None:
        found = proposals(portfolio(account("b", **main), account("a", **other)))
        assert found["b"].action is Action.KEEP_MAIN
        assert (found["a"].action, found["a"].into) == (Action.MERGE, "b")
        assert clauses(found["a"])[:2] == ["4.1.3", "4.1.7"]

    def test_then_the_one_with_more_posts_then_more_reads_then_the_first(self) -> None:
        accounts = account("a"), account("b")
        more_posts = portfolio(*accounts, posts=[post("a"), post("b"), post("b", 2)])
        assert proposals(more_posts)["a"].into == "b"
        more_reads = portfolio(*accounts, posts=[post("a"), post("b", reads=501)])
        assert proposals(more_reads)["a"].into == "b"
        assert proposals(portfolio(*accounts))["b"].into == "a"

    def test_internal_offices_count_as_the_unit(self) -> None:
        office = unit("office", kind="internal_office", parent_id="u")
        given = portfolio(account("a", unit_id="office"), account("b"), units=[office])
        assert proposals(given)["a"].into == "b"

    @pytest.mark.parametrize("kind", ["department", "institution"])
    def test_units_below_it_do_not(self, kind: str) -> None:
        below = unit("below", kind=kind, parent_id="u")
        found = proposals(portfolio(account("a", unit_id="below"), account("b"), units=[below]))
        assert {each.action for each in found.values()} == {Action.KEEP}

    def test_a_unit_of_unknown_kind_is_no_office_and_a_note_says_so(self) -> None:
        below = unit("below", kind=None, parent_id="u")
        found = proposals(portfolio(account("a", unit_id="below"), account("b"), units=[below]))
        assert found["a"].action is Action.KEEP
        assert lacking(found["a"]) == {"unit.kind"}

    def test_each_platform_is_its_own(self) -> None:
        found = proposals(portfolio(account("a", is_main=None), account("b", platform="weibo")))
        assert found["a"].action is Action.KEEP_MAIN

    def test_what_is_called_other_may_be_several_platforms(self) -> None:
        given = portfolio(account("a", platform="other"), account("b", platform="other"))
        found = proposals(given)
        assert found["a"].action is Action.KEEP
        assert lacking(found["a"]) == {"account.platform"}

    def test_of_apps_another_clause_speaks(self) -> None:
        found = proposals(portfolio(account("a", platform="app"), account("b", platform="app")))
        assert clauses(found["b"]) == ["4.1.5", "4.1.7"]

    def test_a_silent_main_one_goes_into_a_living_one(self) -> None:
        given = portfolio(account("a", is_main=True), account("b"), posts=[post("b")])
        found = proposals(given)
        assert found["a"].into == "b"
        assert grounds(found["a"]) == [Ground.ONE_PER_PLATFORM, Ground.SILENT]

    def test_where_all_are_silent_all_are_closed(self) -> None:
        found = proposals(portfolio(account("a"), account("b"), fresh=False))
        assert {each.action for each in found.values()} == {Action.CLOSE}

    def test_a_choice_without_facts_is_made_and_says_what_is_missing(self) -> None:
        bare: dict[str, Any] = {"name": None, "is_main": None, "followers": None}
        given = portfolio(*(account(each, has_all_posts=False, **bare) for each in "cab"))
        found = proposals(given)
        assert {each: found[each].into for each in "abc"} == {"a": None, "b": "a", "c": "a"}
        for proposal in found.values():
            assert {
                "account.is_main",
                "account.name",
                "account.followers",
                "posts",
            } <= lacking(proposal)
        assert "暂定" in found["b"].reasons[0].text.zh
        assert found["b"].missing[0].ids == ("a", "b", "c")

    def test_a_choice_by_name_is_not_provisional(self) -> None:
        given = portfolio(
            account("a", is_main=None, followers=None, name="单位u"),
            account("b", is_main=None, followers=None),
        )
        found = proposals(given)["b"]
        assert "暂定" not in found.reasons[0].text.zh
        assert lacking(found) == {"account.is_main"}

    def test_a_waiver_lets_one_stay_until_it_expires(self) -> None:
        waiver = Waiver(
            id="w",
            rule_id="city/one-account",
            account_id="a",
            authority="市政府办公室",
            document="文〔2019〕1号",
            reason="服务号",
            valid_from_at=ago(10),
            expires_at=ago(-10),
        )
        given = portfolio(account("a"), account("b", is_main=True), waivers=[waiver])
        rules = ["city/one-account"]
        found = proposals(given, one_account_rules=rules)["a"]
        assert found.action is Action.KEEP
        assert grounds(found)[0] is Ground.EXCEPTED
        assert proposals(given)["a"].action is Action.MERGE
        later = propose(given, as_of=ago(-10), one_account_rules=rules)
        assert next(each for each in later if each.account.id == "a").action is Action.MERGE


class TestAlike:
    def pair(self, **weak: Any) -> Portfolio:
        facts: dict[str, Any] = {"followers": 999, "functions": {"news", "help"}, **weak}
        reads = facts.pop("reads", 99)
        return portfolio(
            account("a", **facts),
            account("b", platform="weibo", functions={"news", "more"}),
            posts=[post("a", reads=reads), post("b")],
        )

    def test_a_weak_account_goes_into_a_stronger_one_alike_to_it(self) -> None:
        found = proposals(self.pair())
        assert (found["a"].action, found["a"].into) == (Action.MERGE, "b")
        assert grounds(found["a"]) == [Ground.ALIKE]
        assert "999" in found["a"].reasons[0].text.zh
        assert "操作性默认值" in found["a"].reasons[0].text.zh

    @pytest.mark.parametrize(
        "weak",
        [
            {"followers": 1_000},
            {"reads": 100},
            {"functions": {"news", "help", "tips"}},
            {"functions": frozenset()},
            {"is_main": True},
        ],
    )
    def test_one_step_on_the_other_side_and_it_is_kept(self, weak: dict[str, Any]) -> None:
        assert proposals(self.pair(**weak))["a"].action in {Action.KEEP, Action.KEEP_MAIN}

    @pytest.mark.parametrize(
        ("weak", "fact"),
        [
            ({"followers": None}, "account.followers"),
            ({"functions": None}, "account.functions"),
            ({"reads": None}, "post.reads"),
            ({"has_all_posts": False}, "posts"),
        ],
    )
    def test_what_nobody_recorded_merges_nothing(self, weak: dict[str, Any], fact: str) -> None:
        found = proposals(self.pair(**weak))["a"]
        assert found.action is Action.KEEP
        assert lacking(found) == {fact}

    def test_an_account_alone_asks_for_nothing_to_compare(self) -> None:
        alone = account("a", followers=None, functions=None)
        found = proposals(portfolio(alone, posts=[post("a", reads=None)]))["a"]
        assert not found.missing

    @pytest.mark.parametrize(
        ("weak", "action"),
        [
            ({"successor_id": "z"}, Action.UNDECIDED),
            ({"closing_announced_at": ago(1)}, Action.CLOSE),
        ],
    )
    def test_one_that_is_spoken_for_is_not_compared(
        self, weak: dict[str, Any], action: Action
    ) -> None:
        assert proposals(self.pair(**weak))["a"].action is action

    def test_nor_is_one_that_a_waiver_lets_stay(self) -> None:
        waiver = Waiver(
            id="w",
            rule_id="r",
            unit_id="u",
            authority="市政府办公室",
            document="文〔2019〕1号",
            reason="服务号",
            valid_from_at=ago(10),
        )
        given = portfolio(
            account("a", followers=10, functions={"news"}),
            account("b", functions={"news"}),
            posts=[post("a", reads=1), post("b")],
            waivers=[waiver],
        )
        assert proposals(given, one_account_rules=["r"])["a"].action is Action.KEEP

    def test_what_is_known_settles_it_whatever_else_is_missing(self) -> None:
        found = proposals(self.pair(followers=None, reads=100))["a"]
        assert not found.missing

    def test_a_stronger_one_of_which_too_little_is_known_is_told(self) -> None:
        given = portfolio(
            account("a", followers=10, functions={"news"}),
            account("b", platform="weibo", functions=None),
            posts=[post("a", reads=1), post("b")],
        )
        found = proposals(given)["a"]
        assert found.action is Action.KEEP
        assert lacking(found) == {"account.functions"}
        assert found.missing[0].ids == ("b",)
        assert Ground.LITTLE_USED in grounds(found)

    def test_a_silent_one_goes_rather_than_closes(self) -> None:
        given = portfolio(
            account("a", followers=10, functions={"news"}),
            account("b", platform="weibo", functions={"news"}),
            posts=[post("b")],
        )
        assert proposals(given)["a"].into == "b"

    def test_units_of_a_region_are_compared_when_it_is_asked_for(self) -> None:
        units = [unit("u", region="甲县"), unit("v", region="甲县"), unit("w", region="乙县")]
        given = portfolio(
            account("a", followers=10, functions={"news"}),
            account("b", unit_id="v", functions={"news"}),
            account("c", unit_id="w", functions={"news"}, followers=9_000),
            units=units,
            posts=[post("a", reads=1), post("b"), post("c")],
        )
        assert proposals(given)["a"].action is Action.KEEP
        in_region = proposals(given, region="甲县")
        assert set(in_region) == {"a", "b"}
        assert in_region["a"].into == "b"

    def test_the_same_platform_comes_first(self) -> None:
        units = [unit("u", region="甲县"), unit("v", region="甲县")]
        given = portfolio(
            account("a", followers=10, functions={"news"}),
            account("b", platform="weibo", functions={"news"}, followers=9_000),
            account("c", unit_id="v", functions={"news"}, followers=20),
            units=units,
            posts=[post("a", reads=1), post("b"), post("c")],
        )
        assert proposals(given, region="甲县")["a"].into == "c"
        assert proposals(given)["a"].into == "b"


class TestSilent:
    @pytest.mark.parametrize(
        ("published", "action"),
        [(ago(90), Action.CLOSE), (ago(90, seconds=1), Action.KEEP), (ago(91), Action.CLOSE)],
    )
    def test_ninety_days_to_the_second(self, published: Any, action: Action) -> None:
        given = portfolio(account("a"), posts=[post("a", published_at=published)])
        found = proposals(given)["a"]
        assert found.action is action
        if action is Action.CLOSE:
            assert clauses(found) == ["4.1.12"]

    @pytest.mark.parametrize(
        ("opened", "action"), [(ago(90), Action.CLOSE), (ago(90, seconds=1), Action.KEEP)]
    )
    def test_an_account_that_is_new_is_not_silent(self, opened: Any, action: Action) -> None:
        given = portfolio(account("a", opened_at=opened), fresh=False)
        assert proposals(given)["a"].action is action

    @pytest.mark.parametrize(
        ("facts", "posts", "fact"),
        [
            ({"has_all_posts": False}, [], "posts"),
            ({"has_all_posts": False}, [post("a", 100)], "posts"),
            ({"has_all_posts": False, "opened_at": None}, [], "posts"),
            ({}, [post("a", published_at=None)], "post.published_at"),
            ({"opened_at": None}, [], "account.opened_at"),
        ],
    )
    def test_silence_that_nobody_knows_of_closes_nothing(
        self, facts: dict[str, Any], posts: Any, fact: str
    ) -> None:
        found = proposals(portfolio(account("a", **facts), posts=posts))["a"]
        assert found.action is Action.KEEP
        assert lacking(found) == {fact}

    def test_posts_that_were_not_supplied_are_unknown(self) -> None:
        given = Portfolio(accounts=[account("a", has_all_posts=None)], units=[unit()])
        assert lacking(proposals(given)["a"]) == {"posts"}

    @pytest.mark.parametrize(
        ("deleted_at", "action"), [(ago(1), Action.CLOSE), (ago(-1), Action.KEEP)]
    )
    def test_deleted_posts_do_not_count(self, deleted_at: Any, action: Action) -> None:
        given = portfolio(account("a"), posts=[post("a", 2, deleted_at=deleted_at)])
        assert proposals(given)["a"].action is action

    def test_a_deleted_old_post_shows_that_the_account_was_there(self) -> None:
        old = post("a", 200, deleted_at=ago(100))
        given = portfolio(account("a", opened_at=None), posts=[old])
        assert proposals(given)["a"].action is Action.CLOSE

    def test_the_days_can_be_overridden(self) -> None:
        given = portfolio(account("a"), posts=[post("a", 100)])
        patient = Thresholds().override(silent_days=180)
        assert proposals(given)["a"].action is Action.CLOSE
        assert proposals(given, thresholds=patient)["a"].action is Action.KEEP


class TestKept:
    @pytest.mark.parametrize(
        ("is_main", "action"),
        [(True, Action.KEEP_MAIN), (None, Action.KEEP_MAIN), (False, Action.KEEP)],
    )
    def test_the_only_one_is_the_main_one_unless_it_is_known_not_to_be(
        self, is_main: bool | None, action: Action
    ) -> None:
        found = proposals(portfolio(account("a", is_main=is_main)))["a"]
        assert found.action is action
        assert not found.missing

    def test_a_unit_of_which_nothing_is_on_record_is_told(self) -> None:
        found = proposals(portfolio(account("a", unit_id="nobody")))["a"]
        assert found.action is Action.KEEP
        assert lacking(found) == {"unit"}

    def test_little_use_alone_is_told(self) -> None:
        found = proposals(portfolio(account("a"), posts=[post("a", reads=99)]))["a"]
        assert grounds(found) == [Ground.KEPT, Ground.LITTLE_USED]


class TestWhatIsAskedFor:
    GIVEN = portfolio(
        account("a"),
        account("b", unit_id="office", platform="weibo"),
        account("c", unit_id="old", platform="douyin"),
        account("d", unit_id="below"),
        account("e", unit_id=None),
        units=[
            unit("u", region="甲县"),
            unit("office", kind="internal_office", parent_id="u"),
            unit("old", status="merged", successor_id="u", region="乙县"),
            unit("below", parent_id="u"),
        ],
    )

    def test_a_unit_with_its_offices_and_predecessors(self) -> None:
        assert set(proposals(self.GIVEN, unit_id="u")) == {"a", "b", "c"}
        assert set(proposals(self.GIVEN, unit_id="office")) == {"b"}

    def test_a_region(self) -> None:
        assert set(proposals(self.GIVEN, region="甲县")) == {"a", "b", "c"}
        assert set(proposals(self.GIVEN, region="乙县")) == {"c"}

    def test_everything_by_sponsor_platform_and_account(self) -> None:
        ids = [each.account.id for each in propose(self.GIVEN, as_of=AS_OF)]
        assert ids == ["d", "b", "c", "a", "e"]

    def test_a_name_that_nobody_bears_is_an_error(self) -> None:
        with pytest.raises(UnknownNameError, match=r"no unit 'offic'.*did you mean 'office'"):
            propose(self.GIVEN, as_of=AS_OF, unit_id="offic")
        with pytest.raises(UnknownNameError, match="no region"):
            propose(self.GIVEN, as_of=AS_OF, region="丙县")

    def test_both_at_once_are_an_error(self) -> None:
        with pytest.raises(InvalidValueError, match="a unit or for a region"):
            propose(self.GIVEN, as_of=AS_OF, unit_id="u", region="甲县")

    def test_a_naive_moment_is_an_error(self) -> None:
        with pytest.raises(MomentError):
            propose(self.GIVEN, as_of="2019-06-05T00:00:00")
