"""The eight vetoes of the 2019 inspection, at every boundary and with every kind of missing fact."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from govmedia_rules.evaluation import check_post
from govmedia_rules.findings import (
    Evidence,
    Finding,
    MissingFact,
    Outcome,
    Range,
    Report,
    SubjectRef,
    Verdict,
)
from govmedia_rules.law import INSPECTION_2019 as INSTRUMENT
from govmedia_rules.law import Force, Severity
from govmedia_rules.models import AppFacts, Portfolio, Post, Subject, UnitKind
from govmedia_rules.moments import Window, moment
from govmedia_rules.rulesets import INSPECTION_2019
from govmedia_rules.rulesets.scopes import GOVERNMENT_NEW_MEDIA
from govmedia_rules.text import Text
from situations import (
    ACCOUNT_ID,
    AS_OF,
    UNIT_ID,
    account_with,
    ago,
    audited,
    findings_by,
    outcome_of,
    outcomes_of,
    post_with,
    run_of,
    unit_with,
)

NO_UPDATE = "inspection-2019/no-update-in-two-weeks"
APP = "inspection-2019/app-unusable"
INTERACTION = "inspection-2019/no-interaction"
POPULARITY = "inspection-2019/fabricated-popularity"

CONTENT = {
    "inspection-2019/serious-misstatement": "serious_misstatement",
    "inspection-2019/state-secret": "state_secret",
    "inspection-2019/harmful-content": "harmful_content",
    "inspection-2019/negative-public-opinion": "negative_opinion",
}

PROVISIONS = {
    "inspection-2019/serious-misstatement": "1.1",
    "inspection-2019/state-secret": "1.2",
    "inspection-2019/harmful-content": "1.3",
    "inspection-2019/negative-public-opinion": "1.4",
    NO_UPDATE: "2.1",
    APP: "2.2",
    INTERACTION: "3.1",
    POPULARITY: "3.2",
}

PASS = Outcome.PASS
FAIL = Outcome.FAIL
OPEN = Outcome.UNDETERMINED
NOT_APPLICABLE = Outcome.NOT_APPLICABLE


def report_on(
    posts: tuple[Post, ...] | None,
    *,
    as_of: str = AS_OF.isoformat(),
    unit: Mapping[str, Any] | None = None,
    **facts: Any,
) -> Report:
    """Return the report on one account with these facts, its posts, and its sponsor if given."""
    if unit is not None:
        facts.setdefault("unit_id", UNIT_ID)
    portfolio = Portfolio(
        accounts=(account_with(**facts),),
        posts=posts,
        units=None if unit is None else (unit_with(**unit),),
    )
    return audited(portfolio, INSPECTION_2019, as_of=as_of)


def updated(posts: tuple[Post, ...] | None, **facts: Any) -> Outcome:
    """Return the outcome of the two-week rule."""
    return outcome_of(report_on(posts, **facts), NO_UPDATE)


def screened(*labels: str, **facts: Any) -> Post:
    return post_with(**{"published_at": ago(days=1), "labels": frozenset(labels), **facts})


class TestTheTwoWeekWindow:
    """``(as_of − 14 × 24 h, as_of]``, on instants."""

    @pytest.mark.parametrize(
        ("published_at", "outcome"),
        [
            pytest.param(ago(days=14, seconds=1), FAIL, id="one second before it opens"),
            pytest.param(ago(days=14, microseconds=1), FAIL, id="one microsecond before it opens"),
            pytest.param(ago(days=14), FAIL, id="exactly 14 times 24 hours ago"),
            pytest.param(ago(days=14, microseconds=-1), PASS, id="one microsecond inside"),
            pytest.param(ago(days=14, seconds=-1), PASS, id="one second inside"),
            pytest.param(ago(days=7), PASS, id="in the middle"),
            pytest.param(ago(seconds=1), PASS, id="one second before the moment"),
            pytest.param(ago(microseconds=1), PASS, id="one microsecond before the moment"),
            pytest.param(AS_OF, PASS, id="at the moment"),
            pytest.param(ago(microseconds=-1), FAIL, id="one microsecond after the moment"),
            pytest.param(ago(seconds=-1), FAIL, id="one second after the moment"),
        ],
    )
    def test_holds_a_post_or_not_by_the_microsecond(
        self, published_at: Any, outcome: Outcome
    ) -> None:
        assert updated((post_with(published_at=published_at),)) is outcome

    @pytest.mark.parametrize(
        ("published_at", "outcome"),
        [
            ("2019-05-21T16:00:00+00:00", FAIL),
            ("2019-05-21T16:00:01+00:00", PASS),
            ("2019-05-22T00:00:00+08:00", FAIL),
            ("2019-05-22T00:00:01+08:00", PASS),
            ("2019-05-21T09:00:00-07:00", FAIL),
            ("2019-05-21T09:00:01-07:00", PASS),
        ],
    )
    @pytest.mark.parametrize(
        "as_of",
        ["2019-06-05T00:00:00+08:00", "2019-06-04T16:00:00+00:00", "2019-06-04T16:00:00Z"],
    )
    def test_lies_at_the_same_instants_whatever_the_zones(
        self, published_at: str, outcome: Outcome, as_of: str
    ) -> None:
        assert updated((post_with(published_at=published_at),), as_of=as_of) is outcome

    def test_gives_the_same_report_for_the_same_instant_in_another_zone(self) -> None:
        posts = (post_with(published_at=ago(days=14)),)

        there = report_on(posts, as_of="2019-06-04T16:00:00+00:00")

        assert there == report_on(posts, as_of="2019-06-05T00:00:00+08:00")
        assert there.as_of == AS_OF

    def test_is_moved_by_an_override(self) -> None:
        portfolio = Portfolio(
            accounts=(account_with(),), posts=(post_with(published_at=ago(days=9)),)
        )

        for days, outcome in ((9, FAIL), (10, PASS)):
            stricter = INSPECTION_2019.override(NO_UPDATE, days=days)
            assert outcome_of(audited(portfolio, stricter), NO_UPDATE) is outcome

    @pytest.mark.parametrize("kind", ["original", "repost", "notice", None])
    def test_counts_every_kind_of_post_as_an_update(self, kind: str | None) -> None:
        assert updated((post_with(published_at=ago(days=1), kind=kind),)) is PASS

    @pytest.mark.parametrize(
        "labels",
        [None, frozenset(), frozenset({"off_topic"}), frozenset({"harmful_content"})],
    )
    def test_counts_posts_whatever_screening_says(self, labels: frozenset[str] | None) -> None:
        assert updated((post_with(published_at=ago(days=1), labels=labels),)) is PASS

    @pytest.mark.parametrize(
        ("deleted_at", "outcome"),
        [
            pytest.param(ago(hours=12), FAIL, id="before the moment"),
            pytest.param(ago(seconds=1), FAIL, id="one second before the moment"),
            pytest.param(AS_OF, FAIL, id="at the moment"),
            pytest.param(ago(microseconds=-1), PASS, id="one microsecond after the moment"),
            pytest.param(ago(seconds=-1), PASS, id="one second after the moment"),
        ],
    )
    def test_forgets_a_post_once_it_is_deleted(self, deleted_at: Any, outcome: Outcome) -> None:
        posts = (post_with(published_at=ago(days=1), deleted_at=deleted_at),)

        assert updated(posts) is outcome

    def test_is_kept_by_one_standing_post_among_deleted_old_and_future_ones(self) -> None:
        gone = post_with("gone", published_at=ago(days=1), deleted_at=ago(hours=1))
        old = post_with("old", published_at=ago(days=400))
        future = post_with("future", published_at=ago(days=-1))
        standing = post_with("standing", published_at=ago(days=13))

        assert updated((gone, old, future)) is FAIL
        assert updated((gone, old, future, standing)) is PASS


class TestWhatIsKnownOfThePosts:
    def test_posts_not_supplied_leave_it_open(self) -> None:
        assert updated(None) is OPEN

    def test_posts_supplied_and_empty_fail(self) -> None:
        assert updated(()) is FAIL

    def test_only_future_posts_fail(self) -> None:
        assert updated((post_with(published_at=ago(seconds=-1)),)) is FAIL

    def test_only_deleted_posts_fail(self) -> None:
        assert updated((post_with(published_at=ago(days=1), deleted_at=AS_OF),)) is FAIL

    def test_no_known_post_of_an_incomplete_account_leaves_it_open(self) -> None:
        assert updated((), has_all_posts=False) is OPEN
        assert updated(None, has_all_posts=False) is OPEN

    def test_one_known_post_in_the_window_decides_an_incomplete_account(self) -> None:
        assert updated((post_with(published_at=ago(days=1)),), has_all_posts=False) is PASS

    def test_old_posts_alone_leave_an_incomplete_account_open(self) -> None:
        assert updated((post_with(published_at=ago(days=14)),), has_all_posts=False) is OPEN

    def test_an_account_declared_complete_has_no_posts_even_when_none_were_supplied(self) -> None:
        assert updated(None, has_all_posts=True) is FAIL

    def test_a_post_whose_moment_nobody_noted_leaves_it_open(self) -> None:
        assert updated((post_with(published_at=None),)) is OPEN

    def test_a_deleted_post_whose_moment_nobody_noted_is_no_update(self) -> None:
        assert updated((post_with(published_at=None, deleted_at=ago(days=1)),)) is FAIL

    def test_a_post_without_a_moment_beside_one_in_the_window_changes_nothing(self) -> None:
        posts = (post_with("a", published_at=None), post_with("b", published_at=ago(days=1)))

        assert updated(posts) is PASS


class TestYoungAccounts:
    """Not yet judged while it is younger than the window and still empty."""

    YOUNG = pytest.mark.parametrize(
        ("opened_at", "empty"),
        [
            pytest.param(AS_OF, NOT_APPLICABLE, id="at the moment"),
            pytest.param(ago(days=1), NOT_APPLICABLE, id="yesterday"),
            pytest.param(
                ago(days=13, hours=23, minutes=59, seconds=59), NOT_APPLICABLE, id="13d 23:59:59"
            ),
            pytest.param(
                ago(days=14, microseconds=-1), NOT_APPLICABLE, id="a microsecond under 14 d"
            ),
            pytest.param(ago(days=14), FAIL, id="exactly 14 d"),
            pytest.param(ago(days=14, seconds=1), FAIL, id="14 d and a second"),
        ],
    )

    @YOUNG
    def test_that_are_empty_are_not_yet_judged(self, opened_at: Any, empty: Outcome) -> None:
        assert updated((), opened_at=opened_at) is empty

    @YOUNG
    def test_with_deleted_posts_only_are_empty(self, opened_at: Any, empty: Outcome) -> None:
        posts = (post_with(published_at=opened_at, deleted_at=AS_OF),)

        assert updated(posts, opened_at=opened_at) is empty

    @YOUNG
    def test_with_future_posts_only_are_empty(self, opened_at: Any, empty: Outcome) -> None:
        posts = (post_with(published_at=ago(seconds=-1)),)

        assert updated(posts, opened_at=opened_at) is empty

    def test_with_a_post_pass(self) -> None:
        posts = (post_with(published_at=ago(days=2)),)

        assert updated(posts, opened_at=ago(days=3)) is PASS

    def test_that_hold_only_older_posts_fail(self) -> None:
        # Imported from an earlier account, say: it is not empty, and nothing is new.
        posts = (post_with(published_at=ago(days=30)),)

        assert updated(posts, opened_at=ago(days=3)) is FAIL

    def test_whose_posts_were_not_supplied_stay_open(self) -> None:
        assert updated(None, opened_at=ago(days=3)) is OPEN
        assert updated((), opened_at=ago(days=3), has_all_posts=False) is OPEN

    def test_whose_age_is_unknown_stay_open_while_empty(self) -> None:
        assert updated((), opened_at=None) is OPEN

    def test_whose_age_is_unknown_are_judged_by_their_posts(self) -> None:
        assert updated((post_with(published_at=ago(days=1)),), opened_at=None) is PASS
        assert updated((post_with(published_at=ago(days=15)),), opened_at=None) is FAIL

    def test_opened_after_the_moment_do_not_exist(self) -> None:
        report = report_on((), opened_at=ago(seconds=-1))

        assert outcomes_of(report, NO_UPDATE) == {}
        assert report.findings == ()
        assert (report.inspected, report.not_inspected) == ((), ())


class TestWhetherTheAccountRuns:
    @pytest.mark.parametrize("status", ["closed", "active", "suspended", None])
    @pytest.mark.parametrize(
        ("closed_at", "is_closed"),
        [
            pytest.param(ago(seconds=1), True, id="a second before"),
            pytest.param(AS_OF, True, id="at the moment"),
            pytest.param(ago(seconds=-1), False, id="a second after"),
        ],
    )
    def test_a_closing_counts_from_its_moment_on(
        self, status: str | None, closed_at: Any, is_closed: bool
    ) -> None:
        before = {"closed": FAIL, "active": FAIL, "suspended": NOT_APPLICABLE, None: OPEN}[status]
        expected = NOT_APPLICABLE if is_closed else before

        assert updated((), status=status, closed_at=closed_at) is expected

    def test_a_suspended_account_is_not_asked_for_updates(self) -> None:
        assert updated((), status="suspended") is NOT_APPLICABLE
        assert updated(None, status="suspended") is NOT_APPLICABLE

    def test_a_closed_account_without_a_moment_is_not_asked_for_updates(self) -> None:
        assert updated((), status="closed") is NOT_APPLICABLE

    def test_an_account_whose_status_is_unknown_stays_open_whatever_it_published(self) -> None:
        assert updated((), status=None) is OPEN
        assert updated((post_with(published_at=ago(days=1)),), status=None) is OPEN

    def test_a_closed_account_is_bound_by_none_of_the_vetoes(self) -> None:
        report = report_on(
            (screened("harmful_content", "forced_likes"),),
            closed_at=AS_OF,
            labels={"bought_followers"},
            interaction_features=[],
            platform="app",
            app=AppFacts(is_usable=False),
        )

        assert [outcomes_of(report, rule.id) for rule in INSPECTION_2019] == [
            {NOT_APPLICABLE: 1}
        ] * 8
        assert report.verdict(ACCOUNT_ID) is Verdict.NOT_INSPECTED

    def test_a_suspended_account_is_still_bound_by_content_and_popularity(self) -> None:
        report = report_on(
            (screened("harmful_content"),), status="suspended", labels={"bought_followers"}
        )

        assert {
            rule.id
            for rule in INSPECTION_2019
            if outcomes_of(report, rule.id) != {NOT_APPLICABLE: 1}
        } == {
            *CONTENT,
            POPULARITY,
        }
        assert outcome_of(report, "inspection-2019/harmful-content") is FAIL
        assert outcome_of(report, POPULARITY) is FAIL

    def test_an_account_whose_status_is_unknown_is_open_under_every_veto_for_its_platform(
        self,
    ) -> None:
        report = report_on((screened(),), status=None, interaction_features=["comments"], labels=[])

        assert {rule.id: outcome_of(report, rule.id) for rule in INSPECTION_2019} == {
            **dict.fromkeys(CONTENT, OPEN),
            NO_UPDATE: OPEN,
            APP: NOT_APPLICABLE,
            INTERACTION: OPEN,
            POPULARITY: OPEN,
        }
        assert report.verdict(ACCOUNT_ID) is Verdict.UNDETERMINED


class TestContent:
    @pytest.mark.parametrize(("rule_id", "label"), CONTENT.items())
    def test_a_label_fails_its_own_rule_and_no_other(self, rule_id: str, label: str) -> None:
        report = report_on((screened(label),))

        assert {rule: outcome_of(report, rule) for rule in CONTENT} == {
            **dict.fromkeys(CONTENT, PASS),
            rule_id: FAIL,
        }
        assert report.verdict(ACCOUNT_ID) is Verdict.FAILS

    @pytest.mark.parametrize("rule_id", CONTENT)
    @pytest.mark.parametrize(
        ("labels", "outcome"),
        [
            pytest.param(None, OPEN, id="never screened"),
            pytest.param(frozenset(), PASS, id="screened and clean"),
            pytest.param(frozenset({"commercial_ad"}), PASS, id="another label"),
            pytest.param(frozenset({"mycity:harmful"}), PASS, id="a label of somebody's own"),
        ],
    )
    def test_unknown_is_not_clean(
        self, rule_id: str, labels: frozenset[str] | None, outcome: Outcome
    ) -> None:
        report = report_on((post_with(published_at=ago(days=1), labels=labels),))

        assert outcome_of(report, rule_id) is outcome

    def test_several_labels_fail_several_rules(self) -> None:
        report = report_on((screened("harmful_content", "state_secret"),))

        assert {rule for rule in CONTENT if outcome_of(report, rule) is FAIL} == {
            "inspection-2019/harmful-content",
            "inspection-2019/state-secret",
        }

    def test_age_does_not_excuse_a_post(self) -> None:
        report = report_on((screened("harmful_content", published_at=ago(days=900)),))

        assert outcome_of(report, "inspection-2019/harmful-content") is FAIL

    def test_a_post_without_a_moment_is_judged_as_published(self) -> None:
        report = report_on((screened("harmful_content", published_at=None),))

        assert outcome_of(report, "inspection-2019/harmful-content") is FAIL

    @pytest.mark.parametrize(
        "post",
        [
            screened("harmful_content", published_at=ago(seconds=-1)),
            screened("harmful_content", deleted_at=AS_OF),
        ],
    )
    def test_a_post_to_come_or_taken_down_is_not_judged(self, post: Post) -> None:
        report = report_on((post,))

        assert outcomes_of(report, "inspection-2019/harmful-content") == {}
        assert findings_by(report, "inspection-2019/harmful-content") == ()

    def test_a_post_at_the_moment_or_taken_down_after_it_is_judged(self) -> None:
        post = screened("harmful_content", published_at=AS_OF, deleted_at=ago(seconds=-1))

        assert outcome_of(report_on((post,)), "inspection-2019/harmful-content") is FAIL

    def test_one_bad_post_fails_the_account_although_others_were_never_screened(self) -> None:
        unseen = post_with("unseen", published_at=ago(days=1))
        report = report_on((unseen, screened("harmful_content")))

        assert outcomes_of(report, "inspection-2019/harmful-content") == {FAIL: 1, OPEN: 1}
        assert report.verdict(ACCOUNT_ID) is Verdict.FAILS

    def test_posts_not_supplied_leave_content_open(self) -> None:
        report = report_on(None)

        for rule_id in CONTENT:
            (finding,) = findings_by(report, rule_id)
            assert finding.outcome is OPEN
            assert [fact.fact for fact in finding.missing] == ["posts"]
            assert outcomes_of(report, rule_id) == {}

    def test_an_account_that_published_nothing_has_no_content_to_judge(self) -> None:
        report = report_on(())

        assert [outcomes_of(report, rule) for rule in CONTENT] == [{}] * len(CONTENT)
        assert [findings_by(report, rule) for rule in CONTENT] == [()] * len(CONTENT)


class TestApps:
    @pytest.mark.parametrize(
        ("is_downloadable", "is_usable", "outcome"),
        [
            (True, True, PASS),
            (True, False, FAIL),
            (True, None, OPEN),
            (False, True, FAIL),
            (False, False, FAIL),
            (False, None, FAIL),
            (None, True, OPEN),
            (None, False, FAIL),
            (None, None, OPEN),
        ],
    )
    def test_have_to_be_downloadable_and_usable(
        self, is_downloadable: bool | None, is_usable: bool | None, outcome: Outcome
    ) -> None:
        report = report_on(
            (),
            platform="app",
            app=AppFacts(is_downloadable=is_downloadable, is_usable=is_usable),
        )

        assert outcome_of(report, APP) is outcome

    def test_that_nobody_tried_stay_open(self) -> None:
        assert outcome_of(report_on((), platform="app", app=None), APP) is OPEN

    @pytest.mark.parametrize("platform", ["wechat", "weibo", "mini_program", "百家号"])
    def test_are_the_only_accounts_asked(self, platform: str) -> None:
        report = report_on((), platform=platform, app=AppFacts(is_usable=False))

        assert outcome_of(report, APP) is NOT_APPLICABLE

    def test_that_do_not_run_are_not_asked(self) -> None:
        situations: tuple[dict[str, Any], ...] = ({"status": "suspended"}, {"closed_at": AS_OF})
        for facts in situations:
            report = report_on((), platform="app", app=AppFacts(is_usable=False), **facts)
            assert outcome_of(report, APP) is NOT_APPLICABLE


class TestInteraction:
    @pytest.mark.parametrize(
        ("features", "outcome"),
        [
            pytest.param(None, OPEN, id="nobody looked"),
            pytest.param(frozenset(), FAIL, id="none found"),
            pytest.param(frozenset({"comments"}), PASS, id="one found"),
            pytest.param(frozenset({"comments", "messages"}), PASS, id="two found"),
        ],
    )
    def test_needs_one_feature(self, features: frozenset[str] | None, outcome: Outcome) -> None:
        assert outcome_of(report_on((), interaction_features=features), INTERACTION) is outcome

    @pytest.mark.parametrize(
        ("status", "outcome"),
        [("suspended", NOT_APPLICABLE), ("closed", NOT_APPLICABLE), (None, OPEN)],
    )
    def test_is_asked_of_running_accounts(self, status: str | None, outcome: Outcome) -> None:
        report = report_on((), interaction_features=[], status=status)

        assert outcome_of(report, INTERACTION) is outcome


class TestPopularity:
    CLEAN = screened()
    FORCED = screened("forced_likes")
    UNSCREENED = post_with(published_at=ago(days=1))

    @pytest.mark.parametrize("label", ["bought_followers", "forced_likes", "fabricated_figures"])
    @pytest.mark.parametrize("posts", [None, (), (CLEAN,), (UNSCREENED,), (FORCED,)])
    def test_each_account_label_fails_whatever_the_posts_say(
        self, label: str, posts: tuple[Post, ...] | None
    ) -> None:
        assert outcome_of(report_on(posts, labels={label}), POPULARITY) is FAIL

    @pytest.mark.parametrize(
        ("labels", "posts", "outcome"),
        [
            pytest.param([], (CLEAN,), PASS, id="both screened and clean"),
            pytest.param([], (), PASS, id="no posts"),
            pytest.param(["mycity:odd"], (CLEAN,), PASS, id="another label"),
            pytest.param([], (UNSCREENED,), OPEN, id="posts never screened"),
            pytest.param([], None, OPEN, id="posts not supplied"),
            pytest.param(None, (CLEAN,), OPEN, id="account never screened"),
            pytest.param(None, (UNSCREENED,), OPEN, id="neither screened"),
            pytest.param(None, None, OPEN, id="nothing known"),
            pytest.param([], (FORCED,), FAIL, id="a post with forced likes"),
            pytest.param(None, (FORCED,), FAIL, id="a post with forced likes, account unscreened"),
        ],
    )
    def test_passes_only_when_both_were_screened(
        self, labels: list[str] | None, posts: tuple[Post, ...] | None, outcome: Outcome
    ) -> None:
        assert outcome_of(report_on(posts, labels=labels), POPULARITY) is outcome

    def test_one_post_with_forced_likes_decides_although_not_all_posts_are_known(self) -> None:
        report = report_on((self.FORCED,), labels=None, has_all_posts=False)

        assert outcome_of(report, POPULARITY) is FAIL

    def test_a_deleted_or_future_post_with_forced_likes_does_not_count(self) -> None:
        gone = screened("forced_likes", id="gone", deleted_at=AS_OF)
        future = screened("forced_likes", id="future", published_at=ago(seconds=-1))

        assert outcome_of(report_on((gone, future), labels=[]), POPULARITY) is PASS


class TestWhomTheIndicatorsBind:
    @pytest.mark.parametrize("kind", list(UnitKind))
    def test_administrative_organs_only(self, kind: UnitKind) -> None:
        report = report_on(
            (screened("harmful_content"),), unit={"kind": kind}, interaction_features=[], labels=[]
        )
        is_bound = kind not in {UnitKind.PARTY_BODY, UnitKind.OTHER}

        assert {rule.id: outcome_of(report, rule.id) for rule in INSPECTION_2019} == (
            {
                **dict.fromkeys(CONTENT, PASS),
                "inspection-2019/harmful-content": FAIL,
                NO_UPDATE: PASS,
                APP: NOT_APPLICABLE,
                INTERACTION: FAIL,
                POPULARITY: PASS,
            }
            if is_bound
            else dict.fromkeys(PROVISIONS, NOT_APPLICABLE)
        )
        assert report.verdict(ACCOUNT_ID) is (Verdict.FAILS if is_bound else Verdict.NOT_INSPECTED)

    @pytest.mark.parametrize(
        "sponsor",
        [
            pytest.param({"unit_id": None}, id="no sponsor named"),
            pytest.param(
                {"unit_id": "unit:elsewhere"}, id="a sponsor that is not in the portfolio"
            ),
            pytest.param({"unit": {"kind": None}}, id="a sponsor whose kind is unknown"),
        ],
    )
    def test_an_account_is_judged_while_nobody_knows_its_sponsor_to_be_something_else(
        self, sponsor: Mapping[str, Any]
    ) -> None:
        report = report_on((screened("harmful_content"),), **sponsor)

        assert outcome_of(report, "inspection-2019/harmful-content") is FAIL
        assert outcome_of(report, NO_UPDATE) is PASS

    def test_a_party_body_is_out_of_scope_even_where_nothing_else_is_known(self) -> None:
        report = report_on(None, unit={"kind": "party_body"}, status=None)

        assert report.findings == ()
        assert report.not_inspected == (ACCOUNT_ID,)


class TestWhenTheIndicatorsBind:
    @pytest.mark.parametrize(
        ("as_of", "is_in_force"),
        [
            ("2019-03-31T23:59:59.999999+08:00", False),
            ("2019-03-31T23:59:59+08:00", False),
            ("2019-03-31T15:59:59Z", False),
            ("2019-03-31T16:00:00Z", True),
            ("2019-04-01T00:00:00+08:00", True),
            ("2019-04-02T00:00:00+08:00", True),
            ("2099-12-31T00:00:00+08:00", True),
        ],
    )
    def test_from_midnight_in_shanghai_on(self, as_of: str, is_in_force: bool) -> None:
        report = report_on((), as_of=as_of, interaction_features=[], labels=[])

        assert [run.is_in_force for run in report.rules] == [is_in_force] * 8
        assert outcome_of(report, NO_UPDATE) is (FAIL if is_in_force else NOT_APPLICABLE)
        assert report.verdict(ACCOUNT_ID) is (
            Verdict.FAILS if is_in_force else Verdict.NOT_INSPECTED
        )
        assert bool(report.findings) is is_in_force

    def test_before_that_every_subject_counts_as_not_applicable(self) -> None:
        posts = (screened("harmful_content", published_at="2019-01-01T00:00:00+08:00"),)
        report = report_on(posts, as_of="2019-03-31T23:59:59+08:00")

        assert [outcomes_of(report, rule.id) for rule in INSPECTION_2019] == [
            {NOT_APPLICABLE: 1}
        ] * 8


class TestVerdicts:
    GOOD: Mapping[str, Any] = {"interaction_features": ["comments"], "labels": []}

    def test_an_account_passes_when_everything_was_looked_at_and_nothing_found(self) -> None:
        report = report_on((screened(),), **self.GOOD)

        assert report.findings == ()
        assert dict(report.verdicts) == {ACCOUNT_ID: Verdict.PASSES}

    @pytest.mark.parametrize(
        "facts",
        [
            pytest.param({"interaction_features": None}, id="interaction"),
            pytest.param({"labels": None}, id="popularity"),
            pytest.param({"has_all_posts": False}, id="posts"),
        ],
    )
    def test_one_indicator_that_nobody_looked_at_leaves_it_undetermined(
        self, facts: Mapping[str, Any]
    ) -> None:
        report = report_on((screened(),), **{**self.GOOD, **facts})

        assert report.verdict(ACCOUNT_ID) is Verdict.UNDETERMINED

    @pytest.mark.parametrize(
        ("posts", "facts"),
        [
            pytest.param((screened("state_secret"),), {}, id="content"),
            pytest.param((), {}, id="no update"),
            pytest.param(
                (screened(),), {"platform": "app", "app": AppFacts(is_usable=False)}, id="app"
            ),
            pytest.param((screened(),), {"interaction_features": []}, id="interaction"),
            pytest.param((screened(),), {"labels": ["bought_followers"]}, id="popularity"),
        ],
    )
    def test_any_one_veto_fails_it(self, posts: tuple[Post, ...], facts: Mapping[str, Any]) -> None:
        report = report_on(posts, **{**self.GOOD, **facts})

        assert report.verdict(ACCOUNT_ID) is Verdict.FAILS
        assert len(report.findings) == 1

    def test_a_failure_outweighs_what_nobody_looked_at(self) -> None:
        report = report_on((), interaction_features=None, labels=None)

        assert report.verdict(ACCOUNT_ID) is Verdict.FAILS

    def test_a_young_empty_account_that_is_otherwise_clean_passes(self) -> None:
        report = report_on((), opened_at=ago(days=3), **self.GOOD)

        assert report.verdict(ACCOUNT_ID) is Verdict.PASSES

    def test_one_account_does_not_speak_for_another(self) -> None:
        other = account_with(id="weibo:乙县", platform="weibo", **self.GOOD)
        mine = account_with(**self.GOOD)
        portfolio = Portfolio(
            accounts=(other, mine),
            posts=(screened(), screened("harmful_content", id="p2", account_id="weibo:乙县")),
        )

        assert dict(audited(portfolio, INSPECTION_2019).verdicts) == {
            ACCOUNT_ID: Verdict.PASSES,
            "weibo:乙县": Verdict.FAILS,
        }


class TestWholeFindings:
    ACCOUNT = SubjectRef(
        kind=Subject.ACCOUNT, id=ACCOUNT_ID, name="甲县发布", account_id=ACCOUNT_ID
    )

    def test_of_an_account_without_update(self) -> None:
        old = post_with("old", published_at=ago(days=14))

        (finding,) = findings_by(report_on((old,)), NO_UPDATE)

        assert finding == Finding(
            rule_id=NO_UPDATE,
            title=Text(
                zh="监测时间点前两周内须有更新",
                en="An update in the two weeks before the monitoring moment",
            ),
            outcome=FAIL,
            force=Force.OBLIGATION,
            severity=Severity.VETO,
            subject=self.ACCOUNT,
            message=Text(
                zh="监测时间点前14天内没有更新。",
                en="No update in the 14 days before the monitoring moment.",
            ),
            evidence=(
                Evidence(
                    what=Text(
                        zh="近14天内发布的信息的数量", en="number of posts in the last 14 days"
                    ),
                    condition=(
                        "posts.within(days=Param('days', 14, unit='day', origin='text',"
                        " minimum=1)).count() >= 1"
                    ),
                    truth=False,
                    value=0,
                    operator=">=",
                    threshold=1,
                    window=Window(
                        after=moment("2019-05-22T00:00:00+08:00"),
                        until=moment("2019-06-05T00:00:00+08:00"),
                    ),
                ),
            ),
            citations=(INSTRUMENT.provision("2.1").citation,),
            remedy=Text(
                zh="恢复更新；确实无力维护的，按程序关停并公告。",
                en=(
                    "Publish again; where the account cannot be maintained, close it by the"
                    " procedure and tell the public."
                ),
            ),
        )

    def test_of_an_account_whose_posts_were_not_supplied(self) -> None:
        (finding,) = findings_by(report_on(None), NO_UPDATE)

        assert finding.outcome is OPEN
        assert finding.missing == (
            MissingFact(fact="posts", what=Text(zh="发布的信息", en="posts")),
        )
        assert finding.message == Text(
            zh="未能判定，缺少：发布的信息。", en="Undetermined; nobody recorded: posts."
        )
        assert [(piece.truth, piece.value) for piece in finding.evidence] == [
            (None, Range(at_least=0, at_most=None))
        ]

    def test_of_an_empty_account_whose_age_nobody_knows(self) -> None:
        (finding,) = findings_by(report_on((), opened_at=None), NO_UPDATE)

        assert finding.missing == (
            MissingFact(fact="account.opened_at", what=Text(zh="开设时间", en="opening")),
        )

    def test_of_a_post_with_a_label(self) -> None:
        post = screened("harmful_content", "off_topic", title="标题")

        (finding,) = findings_by(report_on((post,), unit={}), "inspection-2019/harmful-content")

        assert finding == Finding(
            rule_id="inspection-2019/harmful-content",
            title=Text(
                zh="不得发布或链接反动、暴力、色情等内容",
                en="No reactionary, violent or pornographic content",
            ),
            outcome=FAIL,
            force=Force.PROHIBITION,
            severity=Severity.VETO,
            subject=SubjectRef(
                kind=Subject.POST,
                id="p1",
                name="标题",
                account_id=ACCOUNT_ID,
                account_name="甲县发布",
                unit_id=UNIT_ID,
            ),
            message=Text(
                zh="发布或链接了反动、暴力、色情等有害内容。",
                en="A post holds or links to reactionary, violent or pornographic content.",
            ),
            evidence=(
                Evidence(
                    what=Text(zh="内容筛查标签", en="content labels"),
                    condition="post.labels.has('harmful_content')",
                    truth=True,
                    value=("harmful_content", "off_topic"),
                    operator="has",
                    threshold="harmful_content",
                ),
            ),
            citations=(INSTRUMENT.provision("1.3").citation,),
            remedy=Text(
                zh="立即删除并固定证据，追查审核环节，书面说明情况。",
                en=(
                    "Take the post down at once, keep the evidence, find out how it passed"
                    " review, and report."
                ),
            ),
        )

    def test_of_an_unusable_app(self) -> None:
        report = report_on((), platform="app", app=AppFacts(is_downloadable=True, is_usable=False))

        (finding,) = findings_by(report, APP)

        assert finding == Finding(
            rule_id=APP,
            title=Text(zh="移动客户端须可下载、可使用", en="The app can be downloaded and used"),
            outcome=FAIL,
            force=Force.OBLIGATION,
            severity=Severity.VETO,
            subject=self.ACCOUNT,
            message=Text(
                zh="应满足：应用可使用；实际：否。", en="required: the app can be used; found: no."
            ),
            evidence=(
                Evidence(
                    what=Text(zh="应用可下载", en="the app can be downloaded"),
                    condition="account.app.is_downloadable",
                    truth=True,
                    value=True,
                    operator="is_true",
                ),
                Evidence(
                    what=Text(zh="应用可使用", en="the app can be used"),
                    condition="account.app.is_usable",
                    truth=False,
                    value=False,
                    operator="is_true",
                ),
            ),
            citations=(INSTRUMENT.provision("2.2").citation,),
            remedy=Text(
                zh="修复并重新上架；不再使用的，按程序关停并公告。",
                en=(
                    "Mend the app and offer it again; where it is no longer needed, close it by"
                    " the procedure and tell the public."
                ),
            ),
        )


class TestTheCatalogue:
    def test_is_the_designs_list_in_the_order_of_the_indicators(self) -> None:
        assert [rule.id for rule in INSPECTION_2019] == list(PROVISIONS)

    def test_ids_are_unique_and_well_formed(self) -> None:
        ids = [rule.id for rule in INSPECTION_2019]

        assert len(set(ids)) == len(ids) == 8
        assert all(re.fullmatch(r"inspection-2019/[a-z]+(-[a-z]+)*", id_) for id_ in ids)

    def test_cites_for_each_rule_its_own_provision_and_no_other(self) -> None:
        assert {rule.id: rule.cites for rule in INSPECTION_2019} == {
            rule_id: (INSTRUMENT.provision(number).citation,)
            for rule_id, number in PROVISIONS.items()
        }

    def test_covers_every_provision_once(self) -> None:
        cited = [cite.provision for rule in INSPECTION_2019 for cite in rule.cites]

        assert cited == [provision.number for provision in INSTRUMENT.provisions]

    def test_every_rule_has_the_force_of_its_provision_and_is_a_veto(self) -> None:
        for rule in INSPECTION_2019:
            assert rule.force is INSTRUMENT.provision(PROVISIONS[rule.id]).force
            assert rule.severity is Severity.VETO

    def test_every_rule_binds_government_new_media_and_nobody_else(self) -> None:
        assert {rule.scope for rule in INSPECTION_2019} == {GOVERNMENT_NEW_MEDIA}

    def test_content_rules_judge_posts_and_the_others_accounts(self) -> None:
        assert {rule.id for rule in INSPECTION_2019 if rule.subject is Subject.POST} == set(CONTENT)
        assert {rule.subject for rule in INSPECTION_2019} == {Subject.POST, Subject.ACCOUNT}

    def test_every_text_is_in_both_languages(self) -> None:
        for rule in INSPECTION_2019:
            texts = [rule.title, rule.remedy, rule.message, rule.explanation, rule.statement]
            for words in texts:
                if words is not None:
                    assert re.search("[一-鿿]", words.zh), rule.id
                    assert words.en.isascii(), rule.id
            assert rule.remedy is not None

    def test_states_the_two_weeks_once_as_a_parameter_from_the_text(self) -> None:
        params = {rule.id: rule.params for rule in INSPECTION_2019}

        (days,) = params.pop(NO_UPDATE)
        assert (days.name, days.value, days.unit, days.origin, days.minimum) == (
            "days",
            14,
            "day",
            "text",
            1,
        )
        assert set(params.values()) == {()}

    @pytest.mark.parametrize("rule_id", PROVISIONS)
    def test_every_rule_can_pass_and_fail(self, rule_id: str) -> None:
        good = report_on(
            (screened(),),
            platform="app",
            app=AppFacts(is_downloadable=True, is_usable=True),
            interaction_features=["comments"],
            labels=[],
        )
        bad = report_on(
            (screened(*CONTENT.values(), published_at=ago(days=20)),),
            platform="app",
            app=AppFacts(is_downloadable=False, is_usable=False),
            interaction_features=[],
            labels=["bought_followers"],
        )

        assert outcome_of(good, rule_id) is PASS
        assert outcome_of(bad, rule_id) is FAIL

    def test_a_publishing_system_needs_no_register_of_units(self) -> None:
        report = check_post(screened(), account_with(), INSPECTION_2019, as_of=AS_OF)

        assert report.findings == ()
        assert {run.rule_id: run.passed for run in report.rules} == dict.fromkeys(CONTENT, 1)

    def test_runs_are_told_in_the_sets_order(self) -> None:
        report = report_on(())

        assert [run.rule_id for run in report.rules] == list(PROVISIONS)
        assert run_of(report, NO_UPDATE).title == INSPECTION_2019.rule(NO_UPDATE).title
