"""A portfolio that grows while time passes: findings appear and are resolved when they should be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import pytest
from attrs import evolve
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from govmedia_rules.conditions import Field
from govmedia_rules.evaluation import audit, check_post, deadlines, explain, interpret_audit
from govmedia_rules.findings import Change, Deadline, Fate, Finding, Outcome, Report
from govmedia_rules.models import (
    Account,
    Attestation,
    Filing,
    Message,
    Post,
    Review,
    Subject,
    Unit,
    Waiver,
)
from govmedia_rules.moments import moment
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets import INSPECTION_2019, OPINION_2018
from govmedia_rules.serialization import (
    dumps_portfolio,
    dumps_report,
    loads_portfolio,
    loads_report,
)
from growing_world import END, GrowingWorld
from plain_expectations import (
    EXPECTED_RULES,
    Key,
    Stated,
    expected_findings,
    expected_outcomes,
)

WAIVABLE: Final = "opinion-2018/reposts-from-approved-sources"
OTHER_WAIVABLE: Final = "opinion-2018/one-account-per-platform"
EVERY_RULE: Final = OPINION_2018 | INSPECTION_2019
FOLLOWED: Final = EVERY_RULE.select(*EXPECTED_RULES, OTHER_WAIVABLE, "*/public-told-of-change")
"""The rules that are run after each event; all are at the end, since they take their time."""

EXPECTED: Final = frozenset(EXPECTED_RULES)
NOT_WAIVABLE: Final = "opinion-2018/messages-answered-in-time"
TICK: Final = timedelta(microseconds=1)

LABELS: Final = st.sampled_from([None, (), ("harmful_content",), ("commercial_ad",)])
REPLY_LABELS: Final = st.sampled_from([None, (), ("evasive",)])
SOURCES: Final = ("新华社区报", "新华社区报", "新华社", "https://www.gov.cn/zhengce/", None)
MAYBE: Final = st.sampled_from([True, False, None])
NAMES: Final = st.sampled_from(["海安发布", "平安海安", "🎉🎉", None])


def key_of(finding: Finding | Deadline) -> Key:
    return Key(finding.rule_id, finding.subject.kind, finding.subject.id)


def asks(judged: Rule) -> bool:
    """Return whether people's answers play a part, which a post alone has not."""
    return any(
        isinstance(node, Field) and node.spec.question is not None
        for condition in judged.conditions
        for node in condition.walk()
    )


class PortfolioOverTime(RuleBasedStateMachine):
    """
    What happens to government new media, and what has to hold after each event.

    Attributes:
        ruleset: the rules.
    """

    ruleset: RuleSet = FOLLOWED

    units = Bundle("units")
    accounts = Bundle("accounts")
    posts = Bundle("posts")
    messages = Bundle("messages")

    def __init__(self) -> None:
        super().__init__()
        self.world = GrowingWorld()
        self.last: tuple[int, datetime, Report] | None = None
        self.report = self.audited()
        self.followed = {finding.fingerprint: finding for finding in self.report.findings}
        self.looks: dict[datetime, tuple[Finding, ...]] = {}
        self.about_posts_alone = {
            each.id for each in self.ruleset if each.subject is Subject.POST and not asks(each)
        }

    def audit(self, at: datetime, earlier: Report | None = None) -> Report:
        """Return the report as of a moment; the mistaken ones below do this another way."""
        return audit(self.world.portfolio, self.ruleset, as_of=at, earlier=earlier)

    def audited(self) -> Report:
        """Return the report as of now, which several laws look at."""
        if self.last is None or self.last[:2] != (self.world.revision, self.world.now):
            self.last = (self.world.revision, self.world.now, self.audit(self.world.now))
        return self.last[2]

    def undated(self) -> None:
        """Forget the earlier looks: what happens now is put on record without its moment."""
        self.looks.clear()

    # What happens

    @initialize(
        target=accounts,
        begins_on=st.sampled_from(["2018-12-05", "2019-03-25", "2019-06-01"]),
        platforms=st.sampled_from([("wechat", "app"), ("wechat", "wechat"), ("weibo",)]),
        answer=MAYBE,
    )
    def begin(
        self,
        begins_on: str,
        platforms: tuple[str, ...],
        answer: bool | None,
    ) -> MultipleResults[str]:
        self.world.now = datetime.fromisoformat(f"{begins_on}T09:00:00+08:00")
        self.world.add("units", Unit(id="unit", name="海安市人民政府", kind="government"))
        self.attest_the_duty_roster("unit", answer, "supervisor")
        ids = [f"first-{number}" for number in range(len(platforms))]
        for account_id, platform in zip(ids, platforms, strict=True):
            account = Account(
                id=account_id,
                platform=platform,
                name="海安发布",
                unit_id="unit",
                status="active",
                opened_at=self.world.now,
                filings=(),
            )
            self.world.add("accounts", account)
            self.attest_where_reposts_come_from(account_id, answer, "inspector")
        return multiple(*ids)

    @rule(
        target=units,
        kind=st.sampled_from(["government", "institution", "party_body", None]),
        has_functions=MAYBE,
    )
    def register_a_unit(self, kind: str | None, has_functions: bool | None) -> str:
        self.undated()
        unit_id = self.world.new_id("unit")
        unit = Unit(
            id=unit_id, name="海安市人民政府", kind=kind, has_administrative_functions=has_functions
        )
        self.world.add("units", unit)
        return unit_id

    @rule(
        target=accounts,
        unit_id=units,
        platform=st.sampled_from(["wechat", "weibo", "app"]),
        name=NAMES,
        features=st.sampled_from([None, (), ("comments",)]),
        opened=st.sampled_from([None, 0, 13, 400]),
        filings=st.sampled_from([None, (), ("opening",)]),
    )
    def register_an_account(
        self,
        unit_id: str,
        platform: str,
        name: str | None,
        features: tuple[str, ...] | None,
        opened: int | None,
        filings: tuple[str, ...] | None,
    ) -> str:
        if opened != 0:
            self.undated()
        account_id = self.world.new_id("account")
        account = Account(
            id=account_id,
            platform=platform,
            name=name,
            unit_id=unit_id,
            status="active",
            interaction_features=features,
            opened_at=None if opened is None else self.world.now - timedelta(days=opened),
            filings=None if filings is None else [Filing(what=what) for what in filings],
        )
        self.world.add("accounts", account)
        return account_id

    @rule(
        target=posts,
        account_id=accounts,
        kind=st.sampled_from(["repost", "original"]),
        source=st.sampled_from(SOURCES),
        labels=LABELS,
        reviewed_before=st.sampled_from([None, 0, 3]),
    )
    def publish_a_post(
        self,
        account_id: str,
        kind: str,
        source: str | None,
        labels: tuple[str, ...] | None,
        reviewed_before: int | None,
    ) -> str:
        """What a check before publication says is what an audit says once the post is out."""
        now, post_id = self.world.now, self.world.new_id("post")
        reviewed_at = None if reviewed_before is None else now - timedelta(days=reviewed_before)
        post = Post(
            id=post_id,
            account_id=account_id,
            published_at=now,
            kind=kind,
            source=source,
            labels=labels,
            review=None if reviewed_at is None else Review(reviewed_at=reviewed_at),
        )
        account: Account = self.world.row("accounts", account_id)
        unit = self.world.row("units", str(account.unit_id))
        checked = check_post(post, account, self.ruleset, as_of=now, unit=unit)

        self.world.add("posts", post)

        found = {finding.rule_id: finding.outcome for finding in checked.findings}
        of_check = {
            run.rule_id: found.get(
                run.rule_id, Outcome.PASS if run.passed else Outcome.NOT_APPLICABLE
            )
            for run in checked.rules
            if run.is_in_force and run.rule_id in self.about_posts_alone
        }
        of_audit = {
            each.rule_id: each.outcome
            for each in explain(self.world.portfolio, self.ruleset, account_id, as_of=now)
            if each.subject.id == post_id and each.rule_id in self.about_posts_alone
        }
        assert of_check == of_audit
        assert [
            finding
            for finding in checked.findings
            if finding.outcome is Outcome.FAIL and finding.rule_id in self.about_posts_alone
        ] == [
            finding
            for finding in self.audited().findings
            if finding.subject.id == post_id and finding.rule_id in self.about_posts_alone
        ]
        return post_id

    @rule(post_id=posts)
    def delete_a_post(self, post_id: str) -> None:
        if self.world.row("posts", post_id).deleted_at is None:
            self.world.change("posts", post_id, deleted_at=self.world.now)

    @rule(post_id=posts, labels=LABELS)
    def screen_a_post(self, post_id: str, labels: tuple[str, ...] | None) -> None:
        self.undated()
        self.world.change("posts", post_id, labels=labels)

    @rule(post_id=posts)
    def review_a_post(self, post_id: str) -> None:
        """The record of a review holds the last one alone."""
        self.undated()
        self.world.change("posts", post_id, review=Review(reviewed_at=self.world.now))

    @rule(post_id=posts)
    def notice_harm(self, post_id: str) -> None:
        if self.world.row("posts", post_id).harm_detected_at is None:
            self.world.change("posts", post_id, harm_detected_at=self.world.now)

    @rule(target=messages, account_id=accounts, needs_reply=MAYBE)
    def receive_a_message(self, account_id: str, needs_reply: bool | None) -> str:
        message_id = self.world.new_id("message")
        message = Message(
            id=message_id,
            account_id=account_id,
            received_at=self.world.now,
            needs_reply=needs_reply,
        )
        self.world.add("messages", message)
        return message_id

    @rule(message_id=messages, labels=REPLY_LABELS)
    def answer_a_message(self, message_id: str, labels: tuple[str, ...] | None) -> None:
        if self.world.row("messages", message_id).replied_at is None:
            self.world.change(
                "messages", message_id, replied_at=self.world.now, reply_labels=labels
            )

    @rule(account_id=accounts, status=st.sampled_from(["suspended", "active"]))
    def suspend_or_resume_an_account(self, account_id: str, status: str) -> None:
        self.undated()
        if self.world.row("accounts", account_id).status != "closed":
            self.world.change("accounts", account_id, status=status)

    @rule(account_id=accounts)
    def announce_a_closing(self, account_id: str) -> None:
        if self.world.row("accounts", account_id).closing_announced_at is None:
            self.world.change("accounts", account_id, closing_announced_at=self.world.now)

    @rule(account_id=accounts, in_days=st.sampled_from([0, 0, 10, None]))
    def close_an_account(self, account_id: str, in_days: int | None) -> None:
        """Close what was announced now, at a moment to come, or at one that nobody noted."""
        account: Account = self.world.row("accounts", account_id)
        if account.closing_announced_at is None or account.status == "closed":
            return
        if in_days is None:
            self.undated()
            self.world.change("accounts", account_id, status="closed")
            return
        if account.status == "suspended":
            self.undated()  # that it was suspended before is not on record any more
        closed_at = self.world.now + timedelta(days=in_days)
        self.world.change("accounts", account_id, status="closed", closed_at=closed_at)

    @rule(account_id=accounts, successor_id=accounts)
    def move_the_functions(self, account_id: str, successor_id: str) -> None:
        self.undated()
        if account_id != successor_id:
            self.world.change("accounts", account_id, successor_id=successor_id)

    @rule(account_id=accounts, name=NAMES)
    def rename_an_account(self, account_id: str, name: str | None) -> None:
        self.undated()
        self.world.change("accounts", account_id, name=name)

    @rule(account_id=accounts)
    def open_an_interaction(self, account_id: str) -> None:
        self.undated()
        self.world.change("accounts", account_id, interaction_features=("messages",))

    @rule(account_id=accounts, what=st.sampled_from(["opening", "closing", "deregistration"]))
    def file_something(self, account_id: str, what: str) -> None:
        made = self.world.row("accounts", account_id).filings
        if made is None:
            self.undated()  # that nobody had looked is not on record any more
        filing = Filing(what=what, filed_at=self.world.now)
        self.world.change("accounts", account_id, filings=(*(made or ()), filing))

    @rule(
        account_id=accounts,
        rule_id=st.sampled_from([WAIVABLE, WAIVABLE, OTHER_WAIVABLE, NOT_WAIVABLE]),
        is_for_unit=st.booleans(),
        days=st.sampled_from([None, 10, 30]),
    )
    def grant_a_waiver(
        self,
        account_id: str,
        rule_id: str,
        is_for_unit: bool,
        days: int | None,
    ) -> None:
        unit_id = self.world.row("accounts", account_id).unit_id
        waiver = Waiver(
            id=self.world.new_id("waiver"),
            rule_id=rule_id,
            authority="市政府办公室",
            document="海政办函〔2019〕1号",
            reason="特殊需要",
            valid_from_at=self.world.now,
            expires_at=None if days is None else self.world.now + timedelta(days=days),
            **({"unit_id": unit_id} if is_for_unit else {"account_id": account_id}),
        )
        self.world.add("waivers", waiver)

    @rule(account_id=accounts, answer=MAYBE, role=st.sampled_from(["sponsor", "inspector", None]))
    def attest_where_reposts_come_from(
        self,
        account_id: str,
        answer: bool | None,
        role: str | None,
    ) -> None:
        self.attest("reposts-from-designated-sources", answer, role, account_id=account_id)

    @rule(unit_id=units, answer=MAYBE, role=st.sampled_from(["supervisor", None]))
    def attest_the_duty_roster(
        self,
        unit_id: str,
        answer: bool | None,
        role: str | None,
    ) -> None:
        self.attest("duty-roster-kept", answer, role, unit_id=unit_id)

    def attest(
        self,
        question: str,
        answer: bool | None,
        role: str | None,
        **about: str,
    ) -> None:
        attestation = Attestation(
            id=self.world.new_id("answer"),
            question_id=f"opinion-2018/{question}",
            answer=answer,
            answered_by="王五",
            answered_as=role,
            answered_at=self.world.now,
            **about,
        )
        self.world.add("attestations", attestation)

    # Time

    @rule(hours=st.sampled_from([1, 24, 13 * 24, 14 * 24, 91 * 24]))
    def wait(self, hours: int) -> None:
        self.let_pass(self.world.now + timedelta(hours=hours))

    @rule(which=st.integers(0, 40))
    def wait_for_the_edge_of_a_window(self, which: int) -> None:
        moments = self.world.turning_points()
        if moments:
            self.let_pass(moments[which % len(moments)])

    def let_pass(self, then: datetime) -> None:
        """Whatever comes to fail while nothing happens had a deadline by then."""
        if then > END:
            return
        had = {
            key_of(each)
            for each in deadlines(
                self.world.portfolio, self.ruleset, as_of=self.world.now, until=then
            )
        }
        before, after = self.failing(self.world.now), self.failing(then)
        assert {key for key in after - before if key.rule_id in EXPECTED} <= had
        self.world.now = then

    @rule(which=st.integers(0, 5))
    def wait_for_a_deadline(self, which: int) -> None:
        """The instant before a deadline the rule does not fail; at the deadline it does."""
        announced = deadlines(
            self.world.portfolio, self.ruleset, as_of=self.world.now, until=END - TICK
        )
        if not announced:
            return
        deadline = announced[which % len(announced)]
        fails_at = datetime.fromisoformat(deadline.fails_at.isoformat())
        assert fails_at > self.world.now
        assert key_of(deadline) not in self.failing(fails_at - TICK)
        assert key_of(deadline) in self.failing(fails_at)
        self.world.now = fails_at

    def failing(self, at: datetime) -> set[Key]:
        return {
            key_of(finding)
            for finding in self.audit(at).findings
            if finding.outcome is Outcome.FAIL
        }

    # What has to hold

    @rule(which=st.integers(0, 20))
    def look_back(self, which: int) -> None:
        """Of an earlier moment the records of today say what was said then."""
        if not self.looks:
            return
        at, findings = list(self.looks.items())[which % len(self.looks)]
        assert self.audit(at).findings == findings

    @invariant()
    def findings_are_those_expected(self) -> None:
        portfolio, now = self.world.portfolio, self.world.now
        found = {
            key_of(finding): Stated(finding.outcome, finding.is_suppressed, finding.count)
            for finding in self.audited().findings
            if finding.rule_id in EXPECTED
        }
        assert found == expected_findings(portfolio, now)

    @invariant()
    def grown_is_as_from_scratch(self) -> None:
        self.hold_grown_is_as_from_scratch(self.ruleset)

    def teardown(self) -> None:
        self.hold_grown_is_as_from_scratch(EVERY_RULE)

    def hold_grown_is_as_from_scratch(self, ruleset: RuleSet) -> None:
        """Rows added one by one, and the same from a file and in another order, judged otherwise."""
        now = self.world.now
        report = audit(self.world.portfolio, ruleset, as_of=now)
        again = loads_portfolio(dumps_portfolio(self.world.from_scratch()))
        assert audit(again, ruleset, as_of=now) == report
        assert interpret_audit(again, ruleset, as_of=now) == report

    @invariant()
    def differences_lead_from_each_report_to_the_next(self) -> None:
        report = self.audit(self.world.now, self.report)
        diff = report.diff(self.report)
        outcomes = expected_outcomes(self.world.portfolio, self.world.now)
        for each in diff.differences:
            finding = each.finding
            assert (each.earlier is None) is (each.change is Change.NEW)
            assert (each.later is None) is (each.change in {Change.RESOLVED, Change.LAPSED})
            if each.earlier is not None:
                assert self.followed.pop(finding.fingerprint) == each.earlier
            if each.later is not None:
                self.followed[finding.fingerprint] = each.later
            elif (outcome := outcomes.get(key_of(finding))) is not None:
                # Resolved is what is seen to pass, and nothing else.
                assert (each.change is Change.RESOLVED) is (outcome is Outcome.PASS)
            if each.change is Change.RESOLVED:
                assert each.fate is Fate.PASSES
                self.passes(finding)
        assert {**self.followed} == {each.fingerprint: each for each in report.findings}
        assert evolve(report, follow_up=None) == self.audited()
        # The next audit follows up what was kept in a file.
        self.report = loads_report(dumps_report(report))
        self.looks[self.world.now] = report.findings

    def passes(self, finding: Finding) -> None:
        """Hold that a rule passes for what had been found, whatever of it was folded together."""
        account_id = finding.subject.account_id
        if account_id is None:
            return
        outcomes = {
            each.outcome
            for each in explain(
                self.world.portfolio, self.ruleset, account_id, as_of=self.world.now
            )
            if each.rule_id == finding.rule_id
            # Open posts and messages were folded into one finding about their account.
            and finding.subject.id in {each.subject.id, each.subject.account_id}
        }
        assert Outcome.PASS in outcomes
        assert outcomes <= {Outcome.PASS, Outcome.NOT_APPLICABLE}


STEPS: Final = 35


def test_findings_come_and_go_as_the_facts_and_the_time_demand() -> None:
    run_state_machine_as_test(
        PortfolioOverTime, settings=settings(stateful_step_count=STEPS, database=None)
    )


class EarlyByAMicrosecond(PortfolioOverTime):
    """Lets every window end a microsecond too early."""

    def audit(self, at: datetime, earlier: Report | None = None) -> Report:
        return evolve(super().audit(at + TICK, earlier), as_of=moment(at))


class WithoutWaivers(PortfolioOverTime):
    """Reads no waiver."""

    def audit(self, at: datetime, earlier: Report | None = None) -> Report:
        portfolio = evolve(self.world.portfolio, waivers=())
        return audit(portfolio, self.ruleset, as_of=at, earlier=earlier)


class WithShorterWindow(PortfolioOverTime):
    """Asks for an update in thirteen days."""

    ruleset = FOLLOWED.override("inspection-2019/no-update-in-two-weeks", days=13)


class WithLongerLimit(PortfolioOverTime):
    """Allows sixteen days for an answer."""

    ruleset = FOLLOWED.override("opinion-2018/messages-answered-in-time", days=16)


def a_message_is_left_alone(state: PortfolioOverTime) -> None:
    state.begin("2019-06-01", ("weibo",), answer=False)
    state.receive_a_message("first-0", needs_reply=True)
    state.let_pass(state.world.now + timedelta(days=15))


def nothing_is_published_for_two_weeks(state: PortfolioOverTime) -> None:
    state.begin("2019-06-01", ("weibo",), answer=False)
    state.publish_a_post("first-0", "original", None, (), 0)
    state.let_pass(state.world.now + timedelta(days=14) - TICK)


def a_repost_is_excused(state: PortfolioOverTime) -> None:
    state.begin("2019-06-01", ("weibo",), answer=False)
    state.publish_a_post("first-0", "repost", "新华社区报", (), 0)
    state.grant_a_waiver("first-0", WAIVABLE, is_for_unit=False, days=10)


def live_through(state: PortfolioOverTime, history: Callable[[PortfolioOverTime], None]) -> None:
    history(state)
    state.findings_are_those_expected()
    state.grown_is_as_from_scratch()
    state.differences_lead_from_each_report_to_the_next()
    state.teardown()


PLANTED: Final = [
    (EarlyByAMicrosecond, nothing_is_published_for_two_weeks),
    (WithShorterWindow, nothing_is_published_for_two_weeks),
    (WithLongerLimit, a_message_is_left_alone),
    (WithoutWaivers, a_repost_is_excused),
]


@pytest.mark.parametrize(("mistaken", "history"), PLANTED)
def test_a_planted_mistake_is_noticed(
    mistaken: type[PortfolioOverTime], history: Callable[[PortfolioOverTime], None]
) -> None:
    right, wrong = PortfolioOverTime(), mistaken()

    live_through(right, history)

    with pytest.raises(AssertionError):
        live_through(wrong, history)
