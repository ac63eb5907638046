"""One post checked before or after it goes out, as a publishing system does."""

from typing import Any

import pytest

from govmedia_rules.conditions import account, never, post, posts, unit
from govmedia_rules.errors import InvalidValueError
from govmedia_rules.evaluation import check_post
from govmedia_rules.findings import (
    Evidence,
    Finding,
    MissingFact,
    Outcome,
    Report,
    SubjectRef,
    TableRead,
    Verdict,
)
from govmedia_rules.law import INSPECTION_2019 as INSTRUMENT
from govmedia_rules.law import Force, Severity
from govmedia_rules.models import Post, Review, Subject, Unit
from govmedia_rules.moments import MomentError
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets import INSPECTION_2019
from govmedia_rules.text import Text
from situations import (
    ACCOUNT_ID,
    AS_OF,
    UNIT_ID,
    account_with,
    ago,
    outcome_of,
    outcomes_of,
    post_with,
    provision_with,
    rule_with,
    run_of,
    text,
    unit_with,
)

CONTENT = (
    "inspection-2019/serious-misstatement",
    "inspection-2019/state-secret",
    "inspection-2019/harmful-content",
    "inspection-2019/negative-public-opinion",
)
DRAFT = post_with(title="标题", labels=frozenset())


def checked(
    subject: Post = DRAFT,
    rules: RuleSet | Rule = INSPECTION_2019,
    *,
    sponsor: Unit | None = None,
    as_of: Any = AS_OF,
    **facts: Any,
) -> Report:
    ruleset = rules if isinstance(rules, RuleSet) else RuleSet("test", (rules,))
    return check_post(subject, account_with(**facts), ruleset, as_of=as_of, unit=sponsor)


class TestAPost:
    def test_that_is_clean_may_go_out(self) -> None:
        report = checked()

        assert report.findings == ()
        assert {run.rule_id: run.passed for run in report.rules} == dict.fromkeys(CONTENT, 1)
        assert dict(report.verdicts) == {ACCOUNT_ID: Verdict.PASSES}

    def test_with_a_label_fails_with_a_whole_finding(self) -> None:
        report = checked(post_with(title="标题", labels={"state_secret"}))

        assert report.findings == (
            Finding(
                rule_id="inspection-2019/state-secret",
                title=Text(zh="不得泄露国家秘密", en="No state secrets"),
                outcome=Outcome.FAIL,
                force=Force.PROHIBITION,
                severity=Severity.VETO,
                subject=SubjectRef(
                    kind=Subject.POST,
                    id="p1",
                    name="标题",
                    account_id=ACCOUNT_ID,
                    account_name="甲县发布",
                ),
                message=Text(zh="发布的信息泄露国家秘密。", en="A post gives away a state secret."),
                evidence=(
                    Evidence(
                        what=Text(zh="内容筛查标签", en="content labels"),
                        condition="post.labels.has('state_secret')",
                        truth=True,
                        value=("state_secret",),
                        operator="has",
                        threshold="state_secret",
                    ),
                ),
                citations=(INSTRUMENT.provision("1.2").citation,),
                remedy=Text(
                    zh="立即删除，按保密规定报告并处置。",
                    en="Take the post down at once; report and act as the secrecy rules demand.",
                ),
            ),
        )

    def test_that_nobody_screened_is_undetermined_with_a_whole_finding(self) -> None:
        rule = rule_with(subject=Subject.POST, forbids=post.labels.has("state_secret"))

        assert checked(post_with(), rule).findings == (
            Finding(
                rule_id=rule.id,
                title=text("测试规则"),
                outcome=Outcome.UNDETERMINED,
                force=Force.OBLIGATION,
                severity=Severity.ERROR,
                subject=SubjectRef(
                    kind=Subject.ACCOUNT, id=ACCOUNT_ID, name="甲县发布", account_id=ACCOUNT_ID
                ),
                message=Text(
                    zh="未能判定，缺少：内容筛查标签。",
                    en="Undetermined; nobody recorded: content labels.",
                ),
                evidence=(
                    Evidence(
                        what=Text(zh="内容筛查标签", en="content labels"),
                        condition="post.labels.has('state_secret')",
                        truth=None,
                        value=None,
                        operator="has",
                        threshold="state_secret",
                        ids=("p1",),
                        ids_total=1,
                    ),
                ),
                missing=(
                    MissingFact(
                        fact="post.labels", what=Text(zh="内容筛查标签", en="content labels")
                    ),
                ),
                citations=rule.cites,
                count=1,
            ),
        )

    def test_that_nobody_screened_is_no_pass_under_any_content_veto(self) -> None:
        report = checked(post_with())

        assert {rule: outcome_of(report, rule) for rule in CONTENT} == dict.fromkeys(
            CONTENT, Outcome.UNDETERMINED
        )

    def test_of_another_account_is_refused(self) -> None:
        with pytest.raises(InvalidValueError) as caught:
            checked(post_with(account_id="weibo:乙县"))

        assert str(caught.value) == (
            "Post 'p1': account_id is 'weibo:乙县'; expected the id of the account it is checked"
            f" for, '{ACCOUNT_ID}'."
        )

    def test_is_not_checked_as_of_a_naive_moment(self) -> None:
        with pytest.raises(MomentError):
            checked(as_of="2019-06-05T00:00:00")

    def test_that_was_taken_down_has_nothing_left_to_judge(self) -> None:
        report = checked(
            post_with(published_at=ago(days=1), deleted_at=ago(hours=1), labels={"state_secret"})
        )

        assert report.findings == ()
        assert run_of(report, "inspection-2019/state-secret").passed == 0


class TestTheMoment:
    @pytest.mark.parametrize(
        ("published_at", "as_of"),
        [
            (None, AS_OF),
            (ago(days=3), AS_OF),
            (AS_OF, AS_OF),
            (ago(microseconds=-1), ago(microseconds=-1)),
            (ago(days=-3), ago(days=-3)),
        ],
    )
    def test_is_the_publication_where_that_is_still_to_come(
        self, published_at: Any, as_of: Any
    ) -> None:
        report = checked(post_with(published_at=published_at, labels={"state_secret"}))

        assert report.as_of == as_of
        assert outcome_of(report, "inspection-2019/state-secret") is Outcome.FAIL

    def test_decides_whether_a_rule_is_in_force(self) -> None:
        rule = rule_with(
            subject=Subject.POST, requires=never, cites=[provision_with(binds_from_on="2019-06-06")]
        )

        today = post_with(published_at="2019-06-05T23:59:59+08:00")
        tomorrow = post_with(published_at="2019-06-06T00:00:00+08:00")

        assert outcome_of(checked(today, rule), rule.id) is Outcome.NOT_APPLICABLE
        assert outcome_of(checked(tomorrow, rule), rule.id) is Outcome.FAIL

    def test_decides_whether_the_account_still_runs(self) -> None:
        bad: dict[str, Any] = {"labels": {"state_secret"}}
        before = post_with(published_at=ago(days=-1), **bad)
        after = post_with(published_at=ago(days=-2), **bad)

        for subject, outcome in ((before, Outcome.FAIL), (after, Outcome.NOT_APPLICABLE)):
            report = checked(subject, closed_at=ago(days=-2))
            assert outcome_of(report, "inspection-2019/state-secret") is outcome


class TestTheAccount:
    def test_may_be_one_that_nobody_has_registered_or_listed_posts_of(self) -> None:
        situations: tuple[dict[str, Any], ...] = (
            {"has_all_posts": False},
            {"has_all_posts": None},
            {"opened_at": ago(days=-9)},
            {"opened_at": None},
            {"unit_id": UNIT_ID},
        )
        for facts in situations:
            assert checked(**facts).findings == ()

    def test_whose_status_nobody_knows_leaves_the_post_undetermined(self) -> None:
        (finding, *rest) = checked(status=None).findings

        assert [fact.fact for fact in finding.missing] == ["account.status"]
        assert len(rest) == 3

    def test_lends_its_facts_to_rules_about_posts(self) -> None:
        rule = rule_with(
            subject=Subject.POST,
            requires=account.opened_at.within(days=30) | (account.platform == "weibo"),
        )

        assert outcome_of(checked(rules=rule, opened_at=ago(days=3)), rule.id) is Outcome.PASS
        assert outcome_of(checked(rules=rule, opened_at=ago(days=31)), rule.id) is Outcome.FAIL

    def test_keeps_its_sponsor_in_the_finding(self) -> None:
        report = checked(post_with(labels={"state_secret"}), unit_id=UNIT_ID)

        assert report.findings[0].subject.unit_id == UNIT_ID


class TestTheSponsor:
    def test_lends_its_facts_to_rules_about_posts(self) -> None:
        rule = rule_with(subject=Subject.POST, requires=unit.level == "county")

        assert outcome_of(checked(rules=rule, sponsor=unit_with(level="county")), rule.id) is (
            Outcome.PASS
        )
        assert outcome_of(checked(rules=rule, sponsor=unit_with(level="township")), rule.id) is (
            Outcome.FAIL
        )
        assert outcome_of(checked(rules=rule), rule.id) is Outcome.UNDETERMINED

    def test_that_is_a_party_body_takes_the_post_out_of_scope(self) -> None:
        report = checked(
            post_with(labels={"state_secret"}),
            sponsor=unit_with(kind="party_body"),
            unit_id=UNIT_ID,
        )

        assert {rule: outcomes_of(report, rule) for rule in CONTENT} == {
            rule: {Outcome.NOT_APPLICABLE: 1} for rule in CONTENT
        }
        assert report.findings == ()

    def test_stands_in_the_finding(self) -> None:
        report = checked(post_with(labels={"state_secret"}), sponsor=unit_with(), unit_id=UNIT_ID)

        assert report.findings[0].subject == SubjectRef(
            kind=Subject.POST,
            id="p1",
            account_id=ACCOUNT_ID,
            account_name="甲县发布",
            unit_id=UNIT_ID,
        )


class TestTheRules:
    def test_about_accounts_units_and_messages_are_left_out(self) -> None:
        of_post = rule_with(id="test-2019/post", subject=Subject.POST, requires=never)
        others = [
            rule_with(id=f"test-2019/{subject.value}", subject=subject, requires=never)
            for subject in (Subject.ACCOUNT, Subject.UNIT, Subject.MESSAGE)
        ]

        report = checked(rules=RuleSet("test", (*others, of_post)), sponsor=unit_with())

        assert [run.rule_id for run in report.rules] == ["test-2019/post"]
        assert [finding.rule_id for finding in report.findings] == ["test-2019/post"]

    def test_may_be_none(self) -> None:
        report = checked(rules=rule_with(requires=posts.count() > 1))

        assert (report.rules, report.findings) == ((), ())

    def test_run_are_told_by_their_own_fingerprint(self) -> None:
        content = INSPECTION_2019.select(*CONTENT)

        assert checked().ruleset_fingerprint == content.fingerprint
        assert checked() == checked(rules=content)


def test_the_report_tells_what_was_looked_at() -> None:
    report = checked(sponsor=unit_with())

    assert report.tables == (
        TableRead(table="units", is_supplied=True, rows=1, read=1),
        TableRead(table="accounts", is_supplied=True, rows=1, read=1),
        TableRead(table="posts", is_supplied=True, rows=1, read=1),
        TableRead(table="messages", is_supplied=False),
    )
    assert checked().tables[0] == TableRead(table="units", is_supplied=False)


def test_a_draft_without_a_moment_is_judged_as_if_it_went_out_now() -> None:
    rule = rule_with(
        subject="post",
        requires=post.review.reviewed_at <= post.published_at,
        applies=post.published_at >= AS_OF.subtract(days=1),
    )
    reviewed = Review(reviewed_at=AS_OF.subtract(hours=1))

    def outcome(review: Review | None) -> Outcome:
        draft = post_with(review=review)
        report = check_post(draft, account_with(), RuleSet("test", (rule,)), as_of=AS_OF)
        return outcome_of(report, rule.id)

    assert outcome(reviewed) is Outcome.PASS
    assert outcome(None) is Outcome.UNDETERMINED
