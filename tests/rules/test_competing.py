"""Rules that make one demand: which is the stricter, what the report says, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules.conditions import (
    Condition,
    Origin,
    Param,
    Question,
    account,
    peer,
    post,
    posts,
    unit,
)
from govmedia_rules.errors import RuleError
from govmedia_rules.evaluation import audit, contests, interpret_audit
from govmedia_rules.findings import Outcome
from govmedia_rules.law import Force
from govmedia_rules.models import Portfolio
from govmedia_rules.rules import Rule, RuleSet, competing_rules
from govmedia_rules.rules.strictness import is_stricter
from govmedia_rules.rulesets import INSPECTION_2019, LOCAL, OPINION_2018
from situations import AS_OF, account_with, ago, outcome_of, post_with, rule_with, text

NATIONAL = "inspection-2019/no-update-in-two-weeks"


def asking(requires: Condition, **facts: Any) -> Rule:
    return rule_with(**{"id": "test-2019/asking", "requires": requires, **facts})


def forbidding(forbids: Condition, **facts: Any) -> Rule:
    return rule_with(**{"id": "test-2019/forbidding", "forbids": forbids, **facts})


def roster(days: Param) -> Question:
    return Question("roster", text("有名册"), answerable_by=("sponsor",), days=days)


def stricter(rule: Rule, other: Rule) -> bool | None:
    """Return whether *rule* is the stricter, having asked both ways."""
    forth, back = is_stricter(rule, other), is_stricter(other, rule)
    assert {forth, back} in ({True, False}, {False}, {None})
    return forth


class TestWhichIsStricter:
    @pytest.mark.parametrize(
        ("strict", "lax"),
        [
            (posts.within(days=7).count() >= 1, posts.within(days=14).count() >= 1),
            (posts.within(days=7).count() >= 3, posts.within(days=7).count() >= 1),
            (posts.within(days=7).count() >= 3, posts.within(days=14).count() >= 1),
            (~(posts.within(days=7).count() < 1), ~(posts.within(days=14).count() < 1)),
            (account.opening_filing_days <= 2, account.opening_filing_days <= 5),
            (account.closing_notice_days > 15, account.closing_notice_days > 10),
            (account.opened_at.within(days=3), account.opened_at.within(days=4)),
            (
                posts.where(post.reads >= 200).count() >= 1,
                posts.where(post.reads >= 100).count() >= 1,
            ),
            (
                (account.followers >= 10) & (posts.count() >= 2),
                (account.followers >= 10) & (posts.count() >= 1),
            ),
        ],
    )
    def test_a_requirement_that_is_harder_to_keep(self, strict: Condition, lax: Condition) -> None:
        assert stricter(asking(strict), asking(lax)) is True
        assert stricter(asking(lax), asking(strict)) is False
        assert stricter(forbidding(strict), forbidding(lax)) is False
        assert stricter(forbidding(lax), forbidding(strict)) is True

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            # The numbers point to different sides.
            (posts.within(days=7).count() >= 1, posts.within(days=14).count() >= 2),
            # Another demand.
            (posts.within(days=7).count() >= 1, posts.within(days=7).count() > 1),
            (account.followers >= 1, posts.count() >= 1),
            (account.labels.has("a"), account.labels.has("b")),
            # Neither more nor less is harder.
            (posts.count() == 1, posts.count() == 2),
            (
                posts.within(days=7).mean(post.reads) >= 1,
                posts.within(days=8).mean(post.reads) >= 1,
            ),
        ],
    )
    def test_where_it_cannot_be_told_nothing_is_said(
        self, one: Condition, other: Condition
    ) -> None:
        assert stricter(asking(one), asking(other)) is None

    def test_a_requirement_and_a_prohibition_are_not_compared(self) -> None:
        demand = posts.count() >= 1

        assert stricter(asking(demand), forbidding(demand)) is None

    def test_what_a_function_decides_is_not_compared(self) -> None:
        rule = rule_with(requires=None, check=lambda _: True)

        assert is_stricter(rule, rule) is None

    def test_between_equal_numbers_the_greater_force_is_stricter(self) -> None:
        demand = unit.accounts.where(~peer.is_closed).count() <= 1
        in_principle = asking(demand, force="defeasible", subject="unit")
        always = asking(demand, force="obligation", subject="unit")

        assert stricter(always, in_principle) is True
        assert stricter(always, always) is False

    @pytest.mark.parametrize(
        ("force", "lesser"),
        [
            (Force.OBLIGATION, {Force.DEFEASIBLE, Force.RECOMMENDATION, Force.CONTEXT}),
            (Force.PROHIBITION, {Force.DEFEASIBLE, Force.RECOMMENDATION, Force.CONTEXT}),
            (Force.DEFEASIBLE, {Force.RECOMMENDATION, Force.CONTEXT}),
            (Force.RECOMMENDATION, {Force.CONTEXT}),
            (Force.CONTEXT, set()),
        ],
    )
    def test_must_and_must_not_are_alike_and_the_other_forces_follow_in_turn(
        self, force: Force, lesser: set[Force]
    ) -> None:
        demand = posts.count() >= 1

        assert lesser == {
            other
            for other in Force
            if stricter(asking(demand, force=force), asking(demand, force=other))
        }

    @pytest.mark.parametrize(
        ("demand", "value", "other"),
        [
            (account.platform.is_in, ("wechat", "weibo"), ("wechat", "douyin")),
            (account.functions.has, "news", "service"),
            (account.name.mentions, ("发布",), ("政务",)),
            (lambda days: account.answers(roster(days)), 365, 30),
        ],
    )
    def test_what_parameters_hold_counts_and_not_their_names(
        self, demand: Callable[[Param], Condition], value: Any, other: Any
    ) -> None:
        def asking_for(name: str, held: Any) -> Rule:
            return asking(demand(Param(name, held, origin=Origin.TEXT)))

        assert stricter(asking_for("one", value), asking_for("another", value)) is False
        assert stricter(asking_for("one", value), asking_for("one", other)) is None

    def test_a_harder_number_of_lesser_force_is_not_the_stricter(self) -> None:
        week, fortnight = (posts.within(days=days).count() >= 1 for days in (7, 14))

        assert stricter(asking(week, force="recommendation"), asking(fortnight)) is None
        assert stricter(asking(fortnight, force="recommendation"), asking(week)) is False

    @given(
        days=st.tuples(st.integers(1, 9), st.integers(1, 9)),
        counts=st.tuples(st.integers(0, 4), st.integers(0, 4)),
        ages=st.lists(st.integers(0, 9), max_size=5),
    )
    def test_whoever_keeps_the_stricter_keeps_the_laxer(
        self, days: tuple[int, int], counts: tuple[int, int], ages: list[int]
    ) -> None:
        rules = [
            asking(posts.within(days=days[n]).count() >= counts[n], id=f"test-2019/asking-{n}")
            for n in (0, 1)
        ]
        facts = Portfolio(
            accounts=[account_with()],
            posts=[post_with(f"p{n}", published_at=ago(days=age)) for n, age in enumerate(ages)],
        )
        report = audit(facts, RuleSet("test-2019", rules), as_of=AS_OF)

        if is_stricter(*rules):
            kept = [outcome_of(report, rule.id) is Outcome.PASS for rule in rules]
            assert kept in ([True, True], [False, True], [False, False])


class TestRefines:
    def test_names_other_rules_by_their_ids(self) -> None:
        for wrong in ("Test", "test-2019/asking"):
            with pytest.raises(RuleError, match="refines takes the ids of other rules"):
                asking(posts.count() >= 1, refines=[wrong])

    def test_may_be_given_as_any_collection_of_ids(self) -> None:
        ids = ["test-2018/asking", "test-2017/asking"]

        for given_ in (ids, tuple(ids), iter(ids)):
            assert asking(posts.count() >= 1, refines=given_).refines == tuple(ids)

    def test_belongs_to_the_content_of_a_rule_and_is_left_out_where_there_is_none(self) -> None:
        plain = asking(posts.count() >= 1)
        refining = evolve(plain, refines=["test-2018/asking"])

        assert "refines" not in plain.to_plain()
        assert refining.to_plain()["refines"] == ["test-2018/asking"]
        assert plain != refining

    def test_of_every_rule_in_the_box_are_rules_in_the_box(self) -> None:
        national = {rule.id for rule in OPINION_2018 | INSPECTION_2019}

        refined = {each for rules in LOCAL.values() for rule in rules for each in rule.refines}

        assert refined <= national
        assert NATIONAL in refined

    def test_rules_that_refine_one_rule_compete_only_beside_it(self) -> None:
        pair = LOCAL["xiayi-2022"] | LOCAL["yingkou-zhanqian-2022"]
        competitions = competing_rules(pair | INSPECTION_2019)

        assert competing_rules(pair) == ()
        assert [[rule.id for rule in each.rules] for each in competitions] == [
            [
                "xiayi-2022/three-updates-a-week",
                "yingkou-zhanqian-2022/post-every-week",
                NATIONAL,
            ]
        ]

    def test_who_asks_the_same_does_not_compete(self) -> None:
        both = OPINION_2018.select("*/must-open-an-account") | LOCAL["guangdong-2019"].select(
            "*/governments-have-an-account"
        )

        assert competing_rules(both) == ()


# 《甲》 4.1 and so on are cited by rule_with; what matters here are the numbers and the last words.
class TestTheReport:
    FACTS = Portfolio(accounts=[account_with()], posts=[post_with(published_at=ago(days=12))])

    def rules(self, local: str) -> RuleSet:
        return INSPECTION_2019.select("*/no-update-*") | LOCAL[local]

    @pytest.mark.parametrize("run", [audit, interpret_audit])
    def test_says_who_demands_what_and_that_the_stricter_binds(self, run: Any) -> None:
        report = run(self.FACTS, self.rules("xiayi-2022"), as_of="2023-06-05T00:00:00+08:00")

        (notice,) = report.notices
        assert notice.zh == (
            "同一要求有2条规则。国办秘函〔2019〕19号 2.1：近14天内发布的信息的数量不少于1(应当)；"
            "《夏邑县2022年关于政务新媒体更新的要求》 更新间隔：近7天内发布的信息的数量不少于3(应当)。"
            "从严执行《夏邑县2022年关于政务新媒体更新的要求》 更新间隔，较宽的不减轻它。"
        )
        assert notice.en.endswith(
            " The stricter binds, which is 《夏邑县2022年关于政务新媒体更新的要求》 更新间隔; the"
            " others do not ease it."
        )

    def test_of_a_laxer_local_number_says_that_the_national_one_binds(self) -> None:
        rules = self.rules("guizhou-2025")

        report = audit(self.FACTS, rules, as_of="2026-06-05T00:00:00+08:00")

        (notice,) = report.notices
        assert "从严执行国办秘函〔2019〕19号 2.1，" in notice.zh
        (competition,) = competing_rules(rules)
        assert [rule.id for rule in competition.binding] == [NATIONAL]

    def test_of_numbers_that_cannot_be_compared_says_so(self) -> None:
        one = asking(posts.within(days=7).count() >= 1)
        other = asking(posts.within(days=14).count() >= 2, id="test-2019/other", refines=[one.id])
        (competition,) = competing_rules([one, other])

        assert not competition.is_ordered
        assert competition.binding == (one, other)
        assert "宽严不能全部比出，各自判定" in competition.notice.zh
        assert "Not all can be compared, and each is judged" in competition.notice.en

    def test_says_nothing_of_a_rule_that_does_not_bind_at_the_moment(self) -> None:
        report = audit(self.FACTS, self.rules("xiayi-2022"), as_of="2022-12-30T00:00:00+08:00")

        assert report.notices == ()

    def test_a_prohibition_and_a_function_are_put_in_words(self) -> None:
        one = forbidding(posts.count() >= 2)
        other = rule_with(
            id="test-2019/function",
            title=text("甲"),
            requires=None,
            check=lambda _: True,
            refines=[one.id],
        )
        (competition,) = competing_rules([one, other])

        assert "不得有：发布的信息的数量不少于2" in competition.notice.zh
        assert "：甲(" in competition.notice.zh

    def test_tells_subject_by_subject_what_each_rule_came_to(self) -> None:
        rules = self.rules("minhou-2024")
        facts = evolve(self.FACTS, posts=[post_with(published_at="2024-05-24T00:00:00+08:00")])

        report = audit(facts, rules, as_of="2024-06-05T00:00:00+08:00")

        (contest,) = contests(report, rules)
        assert [rule.id for rule in contest.competition.rules] == [
            NATIONAL,
            "minhou-2024/update-every-ten-days",
        ]
        assert [finding and finding.outcome for finding in contest.findings] == [
            None,
            Outcome.FAIL,
        ]
        assert report.verdict(contest.subject.id).value == "passes"


class TestNationProvinceCity:
    RULES = OPINION_2018 | INSPECTION_2019 | LOCAL["henan-2019"] | LOCAL["xiayi-2022"]

    def test_an_account_has_one_verdict_with_every_citation(self) -> None:
        facts = Portfolio(accounts=[account_with()], posts=[])

        report = audit(facts, self.RULES, as_of="2023-06-05T00:00:00+08:00")

        (account_id,) = report.verdicts
        assert report.verdicts[account_id].value == "fails"
        silent = [
            str(cite)
            for finding in report.findings_of(account_id)
            if finding.outcome is Outcome.FAIL
            and finding.rule_id
            in {
                NATIONAL,
                "opinion-2018/timely-updates",
                "xiayi-2022/three-updates-a-week",
            }
            for cite in finding.citations
        ]
        assert silent == [
            "国办发〔2018〕123号 4.2.8",
            "国办秘函〔2019〕19号 2.1",
            "《夏邑县2022年关于政务新媒体更新的要求》 更新间隔",
        ]

    def test_both_ways_of_running_agree(self) -> None:
        facts = Portfolio(accounts=[account_with()], posts=[])
        as_of = "2023-06-05T00:00:00+08:00"

        assert audit(facts, self.RULES, as_of=as_of) == interpret_audit(
            facts, self.RULES, as_of=as_of
        )
