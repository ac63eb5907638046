"""What a report says it looked at, and in which order and measure it tells what it found."""

import random
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs
import pytest

from govmedia_rules.conditions import (
    Condition,
    account,
    always,
    message,
    never,
    peer,
    post,
    posts,
    unit,
)
from govmedia_rules.evaluation import audit, explain, explain_all, interpret_audit
from govmedia_rules.findings import (
    Evidence,
    Finding,
    MissingFact,
    Outcome,
    Range,
    Report,
    RuleRun,
    SubjectRef,
    TableRead,
)
from govmedia_rules.law import Force, Severity
from govmedia_rules.models import Account, Message, Portfolio, Post, Subject, Unit
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets import INSPECTION_2019
from govmedia_rules.text import Text
from situations import (
    ACCOUNT_ID,
    AS_OF,
    UNIT_ID,
    account_with,
    ago,
    audited,
    findings_by,
    message_with,
    outcomes_of,
    post_with,
    provision_with,
    rule_with,
    run_of,
    text,
    unit_with,
)

NEVER = {
    subject: rule_with(id=f"test-2019/never-{subject.value}", subject=subject, requires=never)
    for subject in Subject
}


def portfolio_with(
    *,
    posts: tuple[Post, ...] | None = None,
    messages: tuple[Message, ...] | None = None,
    units: tuple[Unit, ...] | None = None,
    **facts: Any,
) -> Portfolio:
    return Portfolio(accounts=(account_with(**facts),), posts=posts, messages=messages, units=units)


class TestTablesRead:
    def test_tell_not_supplied_from_empty(self) -> None:
        accounts = TableRead(table="accounts", is_supplied=True, rows=1, read=1)

        assert audited(portfolio_with(), INSPECTION_2019).tables == (
            TableRead(table="units", is_supplied=False),
            accounts,
            TableRead(table="posts", is_supplied=False),
            TableRead(table="messages", is_supplied=False),
        )
        assert audited(portfolio_with(posts=(), messages=(), units=()), INSPECTION_2019).tables == (
            TableRead(table="units", is_supplied=True),
            accounts,
            TableRead(table="posts", is_supplied=True),
            TableRead(table="messages", is_supplied=True),
        )

    def test_count_rows_to_come_and_deleted_ones_as_given_but_not_read(self) -> None:
        posts_ = (
            post_with("standing", published_at=ago(days=1)),
            post_with("old", published_at=ago(days=900)),
            post_with("at the moment", published_at=AS_OF),
            post_with("undated"),
            post_with("deleted later", published_at=ago(days=1), deleted_at=ago(seconds=-1)),
            post_with("to come", published_at=ago(microseconds=-1)),
            post_with("deleted", published_at=ago(days=1), deleted_at=AS_OF),
            post_with("deleted and to come", published_at=ago(days=-1), deleted_at=AS_OF),
        )
        messages_ = (
            message_with("m1", received_at=ago(days=1)),
            message_with("m2", received_at=None),
            message_with("m3", received_at=ago(microseconds=-1)),
        )
        report = audited(portfolio_with(posts=posts_, messages=messages_), INSPECTION_2019)

        assert report.tables[2:] == (
            TableRead(table="posts", is_supplied=True, rows=8, read=5),
            TableRead(table="messages", is_supplied=True, rows=3, read=2),
        )

    def test_leave_out_accounts_that_were_opened_later_and_their_rows(self) -> None:
        young = account_with(id="weibo:新", opened_at=ago(microseconds=-1))
        portfolio = Portfolio(
            accounts=(account_with(), young, account_with(id="weibo:今", opened_at=AS_OF)),
            posts=(
                post_with("p1", published_at=ago(days=1)),
                post_with("p2", published_at=ago(days=1), account_id="weibo:新"),
            ),
        )
        report = audited(portfolio, INSPECTION_2019)

        assert report.tables[1:3] == (
            TableRead(table="accounts", is_supplied=True, rows=3, read=2),
            TableRead(table="posts", is_supplied=True, rows=2, read=1),
        )
        assert "weibo:新" not in {*report.inspected, *report.not_inspected}
        assert report.findings_of("weibo:新") == ()

    def test_count_units_although_no_account_names_them(self) -> None:
        report = audited(
            portfolio_with(units=(unit_with(), unit_with(id="unit:2"))), INSPECTION_2019
        )

        assert report.tables[0] == TableRead(table="units", is_supplied=True, rows=2, read=2)

    def test_of_a_portfolio_of_nothing_are_nothing(self) -> None:
        report = audited(Portfolio(accounts=()), INSPECTION_2019)

        assert report.findings == ()
        assert report.tables[1] == TableRead(table="accounts", is_supplied=True)
        assert [outcomes_of(report, rule.id) for rule in INSPECTION_2019] == [{}] * 8


class TestRulesRun:
    def test_say_how_each_rule_fared(self) -> None:
        rule = rule_with(applies=account.is_active, requires=account.is_main)
        accounts = (
            account_with(id="a", is_main=True),
            account_with(id="b", is_main=False),
            account_with(id="c", is_main=None),
            account_with(id="d", status="closed"),
            account_with(id="e", status=None),
            account_with(id="f", is_main=True),
        )

        assert audited(Portfolio(accounts=accounts), rule).rules == (
            RuleRun(
                rule_id=rule.id,
                title=text("测试规则"),
                severity=Severity.ERROR,
                subject=Subject.ACCOUNT,
                is_in_force=True,
                passed=2,
                failed=1,
                undetermined=2,
                not_applicable=1,
                fingerprint=rule.fingerprint,
            ),
        )

    def test_add_up_to_the_number_of_subjects(self) -> None:
        def row_facts(number: int) -> Mapping[str, Any]:
            return {
                "published_at": [ago(days=number), None, ago(days=-1)][number % 3],
                "labels": [None, frozenset(), frozenset({"harmful_content"})][number % 3],
                "deleted_at": [None, AS_OF][number % 2],
            }

        accounts = tuple(
            account_with(
                id=f"wechat:{number}",
                status=["active", "closed", "suspended", None][number % 4],
                unit_id=[None, UNIT_ID, "unit:elsewhere"][number % 3],
                interaction_features=[None, [], ["comments"]][number % 3],
                labels=[None, [], ["bought_followers"]][number % 3],
                has_all_posts=[None, True, False][number % 3],
            )
            for number in range(24)
        )
        posts_ = tuple(
            post_with(f"p{number}", account_id=f"wechat:{number % 24}", **row_facts(number))
            for number in range(120)
        )
        rules = INSPECTION_2019 | RuleSet("never", NEVER.values())
        report = audited(
            Portfolio(
                accounts=accounts,
                posts=posts_,
                units=(unit_with(),),
                messages=(message_with(account_id="wechat:0"),),
            ),
            rules,
        )
        subjects = {
            Subject.UNIT: report.tables[0].read,
            Subject.ACCOUNT: report.tables[1].read,
            Subject.POST: report.tables[2].read,
            Subject.MESSAGE: report.tables[3].read,
        }

        assert [sum(outcomes_of(report, run.rule_id).values()) for run in report.rules] == [
            subjects[run.subject] for run in report.rules
        ]
        assert min(min(outcomes_of(report, run.rule_id).values()) for run in report.rules) > 0

    def test_count_every_subject_of_a_rule_that_is_not_in_force_as_not_applicable(self) -> None:
        later = provision_with(binds_from_on="2019-06-06")
        rules = RuleSet("test", (attrs.evolve(rule, cites=(later,)) for rule in NEVER.values()))
        report = audited(
            portfolio_with(
                posts=(post_with("p1"), post_with("p2", deleted_at=AS_OF)),
                messages=(message_with("m1"), message_with("m2")),
                units=(unit_with(),),
            ),
            rules,
        )

        assert [run.is_in_force for run in report.rules] == [False] * 4
        assert {run.subject: run.not_applicable for run in report.rules} == {
            Subject.UNIT: 1,
            Subject.ACCOUNT: 1,
            Subject.POST: 1,
            Subject.MESSAGE: 2,
        }
        assert report.findings == ()

    def test_are_told_in_the_sets_order(self) -> None:
        rules = RuleSet("test", reversed(NEVER.values()))

        assert [run.rule_id for run in audited(portfolio_with(), rules).rules] == [
            rule.id for rule in rules
        ]


class TestWhoWasInspected:
    def test_are_the_accounts_that_a_veto_bound(self) -> None:
        veto = rule_with(
            id="test-2019/veto", severity=Severity.VETO, applies=account.is_active, requires=never
        )
        plain = rule_with(id="test-2019/plain", requires=never)
        accounts = (
            account_with(id="c", status="closed"),
            account_with(id="b"),
            account_with(id="a", status=None),
        )
        report = audited(Portfolio(accounts=accounts), RuleSet("test", (plain, veto)))

        assert (report.inspected, report.not_inspected) == (("a", "b"), ("c",))

    @pytest.mark.parametrize(
        ("kinds", "has_all_posts", "is_inspected"),
        [
            (["original"], True, True),
            (["notice", "original"], True, True),
            (["notice", None], True, True),
            (["notice"], True, False),
            (["notice"], False, True),
            ([], True, False),
            ([], False, True),
        ],
    )
    @pytest.mark.parametrize(
        ("of_account", "status", "may_bind"),
        [
            (always, "closed", True),
            (account.is_active, "active", True),
            (account.is_active, None, True),
            (account.is_active, "closed", False),
        ],
    )
    def test_are_those_with_a_post_that_a_veto_binds_or_may_bind(
        self,
        kinds: list[str | None],
        has_all_posts: bool,
        is_inspected: bool,
        of_account: Condition,
        status: str | None,
        may_bind: bool,
    ) -> None:
        veto = rule_with(
            subject=Subject.POST,
            severity=Severity.VETO,
            applies=of_account & (post.kind == "original"),
            forbids=post.labels.has("off_topic"),
        )
        rows = tuple(post_with(f"p{n}", kind=kind, labels=[]) for n, kind in enumerate(kinds))

        report = audited(
            portfolio_with(posts=rows, has_all_posts=has_all_posts, status=status), veto
        )

        assert bool(report.inspected) is (is_inspected and may_bind)
        assert (*report.inspected, *report.not_inspected) == (ACCOUNT_ID,)

    def test_are_none_without_a_veto(self) -> None:
        report = audited(portfolio_with(), NEVER[Subject.ACCOUNT])

        assert (report.inspected, report.not_inspected) == ((), (ACCOUNT_ID,))
        assert dict(report.verdicts) == {}

    def test_that_have_no_sponsor_are_counted(self) -> None:
        accounts = (
            account_with(id="none", unit_id=None),
            account_with(id="elsewhere", unit_id="unit:elsewhere"),
            account_with(id="here", unit_id=UNIT_ID),
            account_with(id="later", unit_id=None, opened_at=ago(seconds=-1)),
        )

        for units, count in (((unit_with(),), 2), ((), 3), (None, 3)):
            report = audited(Portfolio(accounts=accounts, units=units), INSPECTION_2019)
            assert report.accounts_without_unit == count

    def test_that_have_no_sponsor_are_undetermined_under_rules_about_units(self) -> None:
        rule = rule_with(requires=unit.accounts.count() <= 1)
        accounts = (account_with(id="none"), account_with(id="here", unit_id=UNIT_ID))
        report = audited(Portfolio(accounts=accounts, units=(unit_with(),)), rule)

        assert outcomes_of(report, rule.id) == {Outcome.PASS: 1, Outcome.UNDETERMINED: 1}
        assert report.findings[0].subject.id == "none"


FEW = rule_with(
    id="test-2019/few-ads",
    forbids=posts.where(post.labels.has("commercial_ad")).count() > 0,
)


def ads(
    count: int, *, labels: frozenset[str] | None = frozenset({"commercial_ad"})
) -> tuple[Post, ...]:
    """Return so many posts, a higher number for an older one."""
    return tuple(
        post_with(f"ad{number:03}", published_at=ago(hours=number + 1), labels=labels)
        for number in range(count)
    )


class TestEvidence:
    def test_lists_the_newest_rows_first_cut_to_the_limit_with_their_total(self) -> None:
        rows = [*ads(12), post_with("undated", labels={"commercial_ad"})]
        random.Random(2).shuffle(rows)  # noqa: S311 -- an order, not a secret

        (finding,) = audited(portfolio_with(posts=tuple(rows)), FEW, evidence_limit=3).findings

        assert finding == Finding(
            rule_id=FEW.id,
            title=text("测试规则"),
            outcome=Outcome.FAIL,
            force=Force.OBLIGATION,
            severity=Severity.ERROR,
            subject=SubjectRef(
                kind=Subject.ACCOUNT, id=ACCOUNT_ID, name="甲县发布", account_id=ACCOUNT_ID
            ),
            message=Text(
                zh="不得：发布的信息(限于内容筛查标签含“商业广告”)的数量多于0；实际：13。",
                en=(
                    "forbidden: number of posts where content labels include commercial"
                    " advertising is more than 0; found: 13."
                ),
            ),
            evidence=(
                Evidence(
                    what=Text(
                        zh="发布的信息(限于内容筛查标签含“商业广告”)的数量",
                        en="number of posts where content labels include commercial advertising",
                    ),
                    condition="posts.where(post.labels.has('commercial_ad')).count() > 0",
                    truth=True,
                    value=13,
                    operator=">",
                    threshold=0,
                    ids=("ad000", "ad001", "ad002"),
                    ids_total=13,
                ),
            ),
            citations=FEW.cites,
        )

    @pytest.mark.parametrize(("limit", "listed"), [(0, 0), (1, 1), (11, 11), (12, 12), (13, 12)])
    def test_lists_no_more_than_the_limit(self, limit: int, listed: int) -> None:
        report = audited(portfolio_with(posts=ads(12)), FEW, evidence_limit=limit)

        (piece,) = report.findings[0].evidence
        assert (len(piece.ids), piece.ids_total) == (listed, 12)

    @pytest.mark.parametrize(
        "told",
        [
            lambda facts, rules: audit(facts, rules, as_of=AS_OF).findings,
            lambda facts, rules: interpret_audit(facts, rules, as_of=AS_OF).findings,
            lambda facts, rules: explain(facts, rules, ACCOUNT_ID, as_of=AS_OF),
            lambda facts, rules: explain_all(facts, rules, as_of=AS_OF),
        ],
        ids=["audit", "interpret_audit", "explain", "explain_all"],
    )
    @pytest.mark.parametrize(("rows", "listed"), [(9, 9), (10, 10), (11, 10)])
    def test_lists_ten_rows_unless_told_otherwise(
        self, told: Callable[[Portfolio, RuleSet], Iterable[Finding]], rows: int, listed: int
    ) -> None:
        (finding,) = told(portfolio_with(posts=ads(rows)), RuleSet("test", (FEW,)))

        (piece,) = finding.evidence
        assert (len(piece.ids), piece.ids_total) == (listed, rows)

    def test_lists_the_rows_of_each_account_with_that_account(self) -> None:
        ours, theirs = ads(1), (attrs.evolve(ads(1)[0], id="elsewhere", account_id="weibo:乙"),)
        portfolio = Portfolio(
            accounts=(account_with(), account_with(id="weibo:乙")), posts=(*ours, *theirs)
        )

        assert [
            (finding.subject.id, [piece.ids for piece in finding.evidence])
            for finding in audited(portfolio, FEW).findings
        ] == [(ACCOUNT_ID, [("ad000",)]), ("weibo:乙", [("elsewhere",)])]

    def test_shows_what_was_read_of_each_account_whatever_an_idle_exception_read(self) -> None:
        rule = rule_with(unless=account.is_main, requires=account.followers >= 100)
        accounts = tuple(
            account_with(id=f"a{followers}", followers=followers, is_main=False)
            for followers in (1, 2)
        )

        assert [
            (finding.subject.id, [piece.value for piece in finding.evidence])
            for finding in audited(Portfolio(accounts=accounts), rule).findings
        ] == [("a1", [1]), ("a2", [2])]

    def test_lists_undated_rows_last_and_ties_by_id(self) -> None:
        rows = (
            post_with("z", published_at=None, labels={"commercial_ad"}),
            post_with("c", published_at=ago(days=1), labels={"commercial_ad"}),
            post_with("b", published_at=ago(days=1), labels={"commercial_ad"}),
            post_with("a", published_at=ago(days=2), labels={"commercial_ad"}),
            post_with("y", published_at=None, labels={"commercial_ad"}),
        )

        (piece,) = audited(portfolio_with(posts=rows), FEW).findings[0].evidence
        assert piece.ids == ("b", "c", "a", "y", "z")

    def test_lists_what_stayed_undecided_where_the_count_is_unknown(self) -> None:
        rows = (*ads(2, labels=None), post_with("clean", labels=frozenset()))

        (finding,) = audited(portfolio_with(posts=rows), FEW).findings

        assert finding.outcome is Outcome.UNDETERMINED
        assert [(piece.value, piece.ids, piece.ids_total) for piece in finding.evidence] == [
            (Range(at_least=0, at_most=2), ("ad000", "ad001"), 2)
        ]
        assert finding.missing == (
            MissingFact(
                fact="post.labels", what=Text(zh="内容筛查标签", en="content labels"), count=2
            ),
        )

    def test_tells_of_how_many_rows_a_mean_is_known(self) -> None:
        rule = rule_with(requires=posts.mean(post.reads, coverage=0.9) >= 100)
        rows = tuple(
            post_with(f"p{number}", reads=10 if number < 9 else None) for number in range(10)
        )

        (finding,) = audited(portfolio_with(posts=rows), rule).findings

        assert [
            (piece.value, piece.threshold, piece.known, piece.total) for piece in finding.evidence
        ] == [(10.0, 100, 9, 10)]


class TestFolding:
    RULE = NEVER[Subject.POST]
    SCREENED = rule_with(
        id="test-2019/no-ads", subject=Subject.POST, forbids=post.labels.has("commercial_ad")
    )

    def test_puts_the_undetermined_posts_of_an_account_into_one_finding(self) -> None:
        report = audited(
            portfolio_with(posts=ads(12, labels=None)), self.SCREENED, evidence_limit=2
        )

        assert report.findings == (
            Finding(
                rule_id=self.SCREENED.id,
                title=text("测试规则"),
                outcome=Outcome.UNDETERMINED,
                force=Force.OBLIGATION,
                severity=Severity.ERROR,
                subject=SubjectRef(
                    kind=Subject.ACCOUNT, id=ACCOUNT_ID, name="甲县发布", account_id=ACCOUNT_ID
                ),
                message=Text(
                    zh="未能判定，缺少：内容筛查标签(12条)。",
                    en="Undetermined; nobody recorded: content labels (12 rows).",
                ),
                evidence=(
                    Evidence(
                        what=Text(zh="内容筛查标签", en="content labels"),
                        condition="post.labels.has('commercial_ad')",
                        truth=None,
                        value=None,
                        operator="has",
                        threshold="commercial_ad",
                        ids=("ad000", "ad001"),
                        ids_total=12,
                    ),
                ),
                missing=(
                    MissingFact(
                        fact="post.labels",
                        what=Text(zh="内容筛查标签", en="content labels"),
                        count=12,
                    ),
                ),
                citations=self.SCREENED.cites,
                count=12,
            ),
        )
        assert run_of(report, self.SCREENED.id).undetermined == 12

    def test_keeps_each_failure_a_finding_of_its_own(self) -> None:
        rows = (*ads(3), *(attrs.evolve(row, id=f"x{row.id}", labels=None) for row in ads(2)))
        report = audited(portfolio_with(posts=rows), self.SCREENED)

        assert [(f.subject.id, f.outcome, f.count) for f in report.findings] == [
            ("ad000", Outcome.FAIL, 1),
            ("ad001", Outcome.FAIL, 1),
            ("ad002", Outcome.FAIL, 1),
            (ACCOUNT_ID, Outcome.UNDETERMINED, 2),
        ]

    def test_is_done_account_by_account_and_rule_by_rule(self) -> None:
        other = rule_with(
            id="test-2019/no-hijack", subject=Subject.POST, forbids=post.labels.has("hijacked")
        )
        rows = (
            *ads(2, labels=None),
            post_with("elsewhere", account_id="weibo:乙", labels=None),
        )
        portfolio = Portfolio(accounts=(account_with(), account_with(id="weibo:乙")), posts=rows)
        report = audited(portfolio, RuleSet("test", (self.SCREENED, other)))

        assert [(f.subject.id, f.rule_id, f.count) for f in report.findings] == [
            (ACCOUNT_ID, self.SCREENED.id, 2),
            (ACCOUNT_ID, other.id, 2),
            ("weibo:乙", self.SCREENED.id, 1),
            ("weibo:乙", other.id, 1),
        ]

    def test_tells_what_the_posts_lack_that_a_rule_binds(self) -> None:
        rule = attrs.evolve(self.SCREENED, applies=post.kind == "original")
        rows = (
            post_with("p1", kind="original", labels=None),
            post_with("p2", kind="original", labels=[]),
            post_with("p3", kind="notice", labels=None),
        )

        (finding,) = audited(portfolio_with(posts=rows), rule).findings

        assert [(fact.fact, fact.count) for fact in finding.missing] == [("post.labels", 1)]
        assert [piece.ids for piece in finding.evidence] == [("p1",)]

    def test_tells_of_posts_that_nobody_supplied(self) -> None:
        (finding,) = audited(
            portfolio_with(posts=ads(1, labels=frozenset()), has_all_posts=False), self.SCREENED
        ).findings

        assert finding.missing == (
            MissingFact(fact="posts", what=Text(zh="发布的信息", en="posts")),
        )
        assert finding.count == 0
        assert finding.message == Text(
            zh="未能判定，缺少：发布的信息。", en="Undetermined; nobody recorded: posts."
        )

    @pytest.mark.parametrize(
        ("applies", "is_told"),
        [
            (~account.is_closed, False),
            (~account.is_closed & (post.reads > 0), False),
            (~account.is_closed & ~post.reads.is_missing(), False),
            ((post.reads > 0) | ~account.is_closed, True),
            (account.is_closed & (post.reads > 0), True),
            (account.is_closed & ~post.reads.is_missing(), True),
        ],
        ids=repr,
    )
    def test_tells_of_posts_nobody_supplied_only_where_one_could_be_bound(
        self, applies: Condition, is_told: bool
    ) -> None:
        rule = rule_with(
            subject=Subject.POST, applies=applies, forbids=post.labels.has("commercial_ad")
        )
        portfolio = portfolio_with(posts=(), has_all_posts=False, status="closed")

        findings = audited(portfolio, rule).findings

        assert [(f.outcome, f.count) for f in findings] == [(Outcome.UNDETERMINED, 0)] * is_told

    @pytest.mark.parametrize(
        ("unless", "is_told"),
        [
            (account.is_closed, False),
            (account.is_closed | (post.reads > 0), False),
            (account.is_closed & (post.reads > 0), True),
            (account.is_closed & post.reads.is_missing(), True),
        ],
        ids=repr,
    )
    def test_tells_of_no_posts_nobody_supplied_that_are_all_excepted(
        self, unless: Condition, is_told: bool
    ) -> None:
        rule = rule_with(
            subject=Subject.POST, unless=unless, forbids=post.labels.has("commercial_ad")
        )
        portfolio = portfolio_with(posts=(), has_all_posts=False, status="closed")

        findings = audited(portfolio, rule).findings

        assert [(f.outcome, f.count) for f in findings] == [(Outcome.UNDETERMINED, 0)] * is_told

    def test_is_done_for_messages_too(self) -> None:
        rule = rule_with(
            subject=Subject.MESSAGE,
            applies=message.needs_reply,
            forbids=message.reply_labels.has("hostile"),
        )
        rows = (
            message_with("m1", needs_reply=True),
            message_with("m2", needs_reply=False),
            message_with("m3", needs_reply=None, reply_labels=[]),
            message_with("m4", needs_reply=True, reply_labels=["hostile"]),
        )
        report = audited(portfolio_with(messages=rows), rule)

        assert [(f.subject.kind, f.subject.id, f.outcome, f.count) for f in report.findings] == [
            (Subject.MESSAGE, "m4", Outcome.FAIL, 1),
            (Subject.ACCOUNT, ACCOUNT_ID, Outcome.UNDETERMINED, 2),
        ]
        assert outcomes_of(report, rule.id) == {
            Outcome.FAIL: 1,
            Outcome.UNDETERMINED: 2,
            Outcome.NOT_APPLICABLE: 1,
        }
        assert dict(report.missing) == {"message.needs_reply": 1, "message.reply_labels": 1}


class TestOrder:
    RULES = RuleSet(
        "test",
        (
            NEVER[Subject.UNIT],
            NEVER[Subject.POST],
            TestFolding.SCREENED,
            NEVER[Subject.ACCOUNT],
            FEW,
            rule_with(id="test-2019/one", requires=unit.accounts.where(peer.is_main).count() == 1),
            NEVER[Subject.MESSAGE],
        ),
    )

    @staticmethod
    def portfolio(seed: int | None) -> Portfolio:
        """Return one and the same portfolio, with its rows in another order."""
        units = [unit_with(id=f"unit:{number}") for number in range(3)]
        accounts: list[Account] = [
            account_with(
                id=f"wechat:{number}",
                unit_id=f"unit:{number % 3}",
                is_main=[True, None, False][number % 3],
            )
            for number in range(7)
        ]
        labels = [None, frozenset[str](), frozenset({"commercial_ad"})]
        posts_ = [
            post_with(
                f"p{number}",
                account_id=f"wechat:{number % 6}",
                labels=labels[number % 3 - number % 2],
                published_at=[ago(days=1), None, ago(hours=number)][number % 3],
            )
            for number in range(40)
        ]
        messages_ = [
            message_with(f"m{number}", account_id=f"wechat:{number % 2}") for number in range(5)
        ]
        if seed is not None:
            for rows in (units, accounts, posts_, messages_):
                random.Random(seed).shuffle(rows)  # noqa: S311 -- an order, not a secret
        return Portfolio(units=units, accounts=accounts, posts=posts_, messages=messages_)

    @pytest.mark.parametrize("seed", range(5))
    def test_of_findings_does_not_depend_on_the_order_of_the_rows(self, seed: int) -> None:
        straight = audited(self.portfolio(None), self.RULES, evidence_limit=2)

        assert audited(self.portfolio(seed), self.RULES, evidence_limit=2) == straight

    def test_is_by_account_then_by_rule_then_by_subject_and_units_come_last(self) -> None:
        report = audited(self.portfolio(3), self.RULES)
        positions = {rule.id: position for position, rule in enumerate(self.RULES)}
        told = [
            (
                finding.subject.kind is Subject.UNIT,
                finding.subject.account_id or finding.subject.id,
                positions[finding.rule_id],
                finding.subject.kind is Subject.ACCOUNT,
                finding.subject.id,
            )
            for finding in report.findings
        ]

        assert told == sorted(told)
        assert len(set(told)) == len(told)

    def test_of_the_rules_is_the_order_of_their_findings(self) -> None:
        backwards = RuleSet("test", reversed(self.RULES.rules))
        report, reverse = (
            audited(self.portfolio(None), rules) for rules in (self.RULES, backwards)
        )

        assert set(reverse.findings) == set(report.findings)
        assert reverse.findings != report.findings


class TestMissingFacts:
    def test_are_counted_once_for_a_row_that_several_rules_ask_about(self) -> None:
        report = audited(
            portfolio_with(posts=ads(3, labels=None), interaction_features=None), INSPECTION_2019
        )

        assert dict(report.missing) == {
            "post.labels": 3,
            "account.interaction_features": 1,
            "account.labels": 1,
        }
        assert next(iter(report.missing)) == "post.labels"

    @pytest.mark.parametrize(
        ("unknown", "zh", "en"), [(1, "阅读数", "reads"), (2, "阅读数(2条)", "reads (2 rows)")]
    )
    @pytest.mark.parametrize(
        "demand",
        [
            posts.mean(post.reads) >= 5,
            posts.max(post.reads) < 5,
            posts.share(post.reads > 5) >= 0.5,
            posts.where(post.reads > 5).count() == 3,
        ],
        ids=repr,
    )
    def test_of_rows_are_counted_row_by_row(
        self, demand: Condition, unknown: int, zh: str, en: str
    ) -> None:
        rows = tuple(
            post_with(f"p{number}", reads=None if number < unknown else 9) for number in range(3)
        )

        (finding,) = audited(portfolio_with(posts=rows), rule_with(requires=demand)).findings

        assert finding.missing == (
            MissingFact(fact="post.reads", what=Text(zh="阅读数", en="reads"), count=unknown),
        )
        assert finding.message == Text(
            zh=f"未能判定，缺少：{zh}。", en=f"Undetermined; nobody recorded: {en}."
        )

    @pytest.mark.parametrize(
        ("is_main", "is_for_campaign", "open_facts"),
        [
            (None, False, ["account.is_main"]),
            (None, True, ["account.is_main"]),
            (None, None, ["account.is_main", "account.is_for_campaign"]),
            (False, None, ["account.is_for_campaign"]),
        ],
    )
    def test_are_those_of_an_exception_that_may_lift_the_rule_and_of_an_open_demand(
        self, is_main: bool | None, is_for_campaign: bool | None, open_facts: list[str]
    ) -> None:
        rule = rule_with(unless=account.is_main, forbids=account.is_for_campaign)
        facts = portfolio_with(is_main=is_main, is_for_campaign=is_for_campaign)

        (finding,) = audited(facts, rule).findings

        assert finding.outcome is Outcome.UNDETERMINED
        assert [fact.fact for fact in finding.missing] == open_facts
        assert [piece.condition for piece in finding.evidence] == open_facts

    def test_are_those_of_each_account_where_they_leave_open_whom_a_rule_binds(self) -> None:
        rule = rule_with(
            applies=account.is_main & ~account.is_for_campaign, requires=account.followers > 5
        )
        accounts = (
            account_with(id="a", is_main=None, is_for_campaign=False),
            account_with(id="b", is_main=True, is_for_campaign=None),
            account_with(id="c", is_main=None, is_for_campaign=None),
        )

        findings = audited(Portfolio(accounts=accounts), rule).findings

        assert [[fact.fact for fact in finding.missing] for finding in findings] == [
            ["account.is_main"],
            ["account.is_for_campaign"],
            ["account.is_main", "account.is_for_campaign"],
        ]

    def test_are_none_where_everything_is_known(self) -> None:
        report = audited(
            portfolio_with(
                posts=ads(3, labels=frozenset()), interaction_features=["comments"], labels=[]
            ),
            INSPECTION_2019,
        )

        assert report.findings == ()
        assert dict(report.missing) == {}


def test_a_report_knows_whether_anything_failed() -> None:
    def report_of(rule: Rule) -> Report:
        return audited(portfolio_with(), rule)

    assert report_of(NEVER[Subject.ACCOUNT]).has_failures
    assert not report_of(rule_with(requires=account.is_main)).has_failures
    assert not report_of(rule_with(requires=account.is_active)).has_failures


def test_a_finding_says_whom_or_what_it_is_about_by_every_name_on_record() -> None:
    account_facts = {"account_id": ACCOUNT_ID, "unit_id": UNIT_ID}
    row_facts = {"account_name": "甲县发布", **account_facts}

    report = audited(
        portfolio_with(
            unit_id=UNIT_ID,
            units=(unit_with(name="甲县人民政府"),),
            posts=(post_with("p1", title="标题"),),
            messages=(message_with("m1"),),
        ),
        RuleSet("test", NEVER.values()),
    )

    assert {finding.rule_id: finding.subject for finding in report.findings} == {
        NEVER[kind].id: SubjectRef(kind=kind, **facts)
        for kind, facts in {
            Subject.UNIT: {"id": UNIT_ID, "name": "甲县人民政府", "unit_id": UNIT_ID},
            Subject.ACCOUNT: {"id": ACCOUNT_ID, "name": "甲县发布", **account_facts},
            Subject.POST: {"id": "p1", "name": "标题", **row_facts},
            Subject.MESSAGE: {"id": "m1", **row_facts},
        }.items()
    }


def test_findings_by_rule_and_by_subject_agree() -> None:
    report = audited(TestOrder.portfolio(None), TestOrder.RULES)

    by_rule = [f for rule in TestOrder.RULES for f in findings_by(report, rule.id)]
    assert sorted(map(repr, by_rule)) == sorted(map(repr, report.findings))


@pytest.mark.parametrize(
    ("accounts", "expected"), [(0, [0]), (511, [511]), (512, [512, 512]), (1025, [512, 1024, 1025])]
)
def test_progress_tells_how_many_accounts_are_judged(accounts: int, expected: list[int]) -> None:
    portfolio = Portfolio(accounts=[account_with(id=f"a{number}") for number in range(accounts)])
    told: list[int] = []

    report = audit(portfolio, INSPECTION_2019, as_of=AS_OF, progress=told.append)

    assert told == expected
    assert report == audit(portfolio, INSPECTION_2019, as_of=AS_OF)


@pytest.mark.parametrize(
    ("condition", "operator"),
    [
        (account.is_main, "is_true"),
        (account.followers >= 5, ">="),
        (account.opened_at.within(days=3), "within"),
        (account.opened_at.is_missing(), "is_missing"),
        (account.platform.is_in("weibo", "douyin"), "is_in"),
        (account.functions.has("service"), "has"),
        (account.functions.has_any("service", "interaction"), "has"),
        (account.functions.overlaps("service", "interaction"), "overlaps"),
        (account.name.mentions("乙县"), "mentions"),
        (account.functions.is_empty(), "is_empty"),
    ],
    ids=repr,
)
def test_evidence_says_in_a_word_how_something_was_asked(
    condition: Condition, operator: str
) -> None:
    facts = portfolio_with(
        is_main=False, followers=1, opened_at=ago(days=9), functions=["news"], platform="wechat"
    )

    (finding,) = audited(facts, rule_with(requires=condition)).findings

    assert {piece.operator for piece in finding.evidence} == {operator}


def test_an_account_whose_every_post_is_lifted_by_an_exception_is_not_inspected() -> None:
    rule = rule_with(
        subject=Subject.POST,
        severity=Severity.VETO,
        forbids=post.labels.has("off_topic"),
        unless=post.kind == "notice",
    )
    lifted = post_with("p1", published_at=ago(days=1), kind="notice", labels=["off_topic"])
    bound = post_with("p2", published_at=ago(days=1), kind="original", labels=[])

    report = audited(portfolio_with(posts=(lifted,)), rule)
    assert (report.inspected, report.not_inspected) == ((), (ACCOUNT_ID,))
    report = audited(portfolio_with(posts=(lifted, bound)), rule)
    assert (report.inspected, report.not_inspected) == ((ACCOUNT_ID,), ())


def test_what_has_no_value_although_nothing_is_missing_is_named() -> None:
    rule = rule_with(requires=posts.mean(post.reads) >= 5)

    (finding,) = audited(portfolio_with(posts=()), rule).findings

    assert finding.message == Text(
        zh="未能判定：发布的信息的平均阅读数没有数值。",
        en="Undetermined: mean reads of posts has no value.",
    )
