"""The fourteen Jiangsu cases under the 2019 inspection: whole outcomes, and four cases' findings whole."""

from collections.abc import Iterator
from typing import Any, Final

import pytest
from pendulum import DateTime

from govmedia_rules.cases import (
    JIANGSU_2019_AS_OF,
    AccountExpectation,
    CaseExpectation,
    Situation,
    jiangsu_2019,
    jiangsu_2019_expectations,
)
from govmedia_rules.findings import (
    Evidence,
    EvidenceValue,
    Finding,
    MissingFact,
    Outcome,
    Range,
    Report,
    SubjectRef,
)
from govmedia_rules.law import INSPECTION_2019 as INSTRUMENT
from govmedia_rules.law import Force, Severity
from govmedia_rules.models import Subject
from govmedia_rules.moments import Window, moment
from govmedia_rules.rulesets import INSPECTION_2019
from govmedia_rules.text import Text
from situations import audited

PORTFOLIO: Final = jiangsu_2019()
CASES: Final = jiangsu_2019_expectations()

# Of several outcomes of one rule for one account, the expectations keep the gravest.
GRAVEST_FIRST = (Outcome.FAIL, Outcome.ERROR, Outcome.UNDETERMINED)

_reports: dict[DateTime, Report] = {}


def report_at(as_of: DateTime) -> Report:
    """Return the report on all cases at a moment; made once for each moment."""
    if as_of not in _reports:
        _reports[as_of] = audited(PORTFOLIO, INSPECTION_2019, as_of=as_of)
    return _reports[as_of]


def _expected_accounts() -> Iterator[Any]:
    for case in CASES:
        for situation in case.situations:
            for expected in situation.expected:
                name = f"{case.case} {expected.account_id} {situation.as_of.isoformat()}"
                yield pytest.param(situation, expected, id=name)


EXPECTED: Final = tuple(_expected_accounts())


class TestEveryCase:
    @pytest.mark.parametrize(("situation", "expected"), EXPECTED)
    def test_comes_to_the_expected_verdict(
        self, situation: Situation, expected: AccountExpectation
    ) -> None:
        verdict = report_at(situation.as_of).verdict(expected.account_id)

        assert verdict is expected.verdict

    @pytest.mark.parametrize(("situation", "expected"), EXPECTED)
    def test_has_the_expected_findings_and_no_others(
        self, situation: Situation, expected: AccountExpectation
    ) -> None:
        found: dict[str, list[Outcome]] = {}
        for finding in report_at(situation.as_of).findings_of(expected.account_id):
            found.setdefault(finding.rule_id, []).append(finding.outcome)

        gravest = [
            (rule_id, min(outcomes, key=GRAVEST_FIRST.index)) for rule_id, outcomes in found.items()
        ]

        assert gravest == [(entry.rule_id, entry.outcome) for entry in expected.findings]

    @pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.case))
    def test_leaves_no_finding_that_speaks_of_no_account(self, case: CaseExpectation) -> None:
        for situation in case.situations:
            ids = {account.id for account in PORTFOLIO.accounts}
            for finding in report_at(situation.as_of).findings:
                assert finding.subject.account_id in ids

    def test_fails_only_what_the_cases_say_at_the_reports_moment(self) -> None:
        failed = {
            (finding.subject.account_id, finding.rule_id)
            for finding in report_at(JIANGSU_2019_AS_OF).findings
            if finding.outcome is Outcome.FAIL
        }

        assert failed == {
            ("wechat:旧铺发布", "inspection-2019/no-update-in-two-weeks"),
            ("weibo:某被盗账号/不雅视频", "inspection-2019/harmful-content"),
        }

    def test_reads_every_record_at_the_reports_moment(self) -> None:
        report = report_at(JIANGSU_2019_AS_OF)

        assert [(table.table, table.rows, table.read) for table in report.tables] == [
            ("units", len(PORTFOLIO.units or ()), len(PORTFOLIO.units or ())),
            ("accounts", len(PORTFOLIO.accounts), len(PORTFOLIO.accounts)),
            ("posts", len(PORTFOLIO.posts or ()), len(PORTFOLIO.posts or ())),
            ("messages", len(PORTFOLIO.messages or ()), len(PORTFOLIO.messages or ())),
        ]


CONTENT_LABELS: Final = {
    "inspection-2019/serious-misstatement": "serious_misstatement",
    "inspection-2019/state-secret": "state_secret",
    "inspection-2019/harmful-content": "harmful_content",
    "inspection-2019/negative-public-opinion": "negative_opinion",
}

PROVISIONS: Final = {
    "inspection-2019/serious-misstatement": "1.1",
    "inspection-2019/state-secret": "1.2",
    "inspection-2019/harmful-content": "1.3",
    "inspection-2019/negative-public-opinion": "1.4",
    "inspection-2019/no-update-in-two-weeks": "2.1",
    "inspection-2019/no-interaction": "3.1",
    "inspection-2019/fabricated-popularity": "3.2",
}

LABELS: Final = MissingFact(fact="post.labels", what=Text(zh="内容筛查标签", en="content labels"))
POSTS: Final = MissingFact(fact="posts", what=Text(zh="发布的信息", en="posts"))


def undetermined_message(zh: str, en: str) -> Text:
    return Text(zh=f"未能判定，缺少：{zh}。", en=f"Undetermined; nobody recorded: {en}.")


def finding_on(
    rule_id: str,
    subject: SubjectRef,
    outcome: Outcome,
    message: Text,
    evidence: tuple[Evidence, ...],
    *,
    missing: tuple[MissingFact, ...] = (),
    count: int = 1,
) -> Finding:
    """Return a finding with what the rule's own catalogue entry says of it."""
    rule = INSPECTION_2019.rule(rule_id)
    is_demand = rule_id.endswith(("no-update-in-two-weeks", "no-interaction"))
    return Finding(
        rule_id=rule_id,
        title=rule.title,
        outcome=outcome,
        force=Force.OBLIGATION if is_demand else Force.PROHIBITION,
        severity=Severity.VETO,
        subject=subject,
        message=message,
        evidence=evidence,
        missing=missing,
        citations=(INSTRUMENT.provision(PROVISIONS[rule_id]).citation,),
        remedy=rule.remedy,
        count=count,
    )


def open_content(
    rule_id: str,
    account: SubjectRef,
    message: Text,
    missing: tuple[MissingFact, ...],
    ids: tuple[str, ...] = (),
) -> Finding:
    """Return the finding for the posts of an account that nobody screened."""
    label = CONTENT_LABELS[rule_id]
    return finding_on(
        rule_id,
        account,
        Outcome.UNDETERMINED,
        message,
        (
            Evidence(
                what=Text(zh="内容筛查标签", en="content labels"),
                condition=f"post.labels.has({label!r})",
                truth=None,
                value=None,
                operator="has",
                threshold=label,
                ids=ids,
                ids_total=len(ids),
            ),
        ),
        missing=missing,
        count=len(ids),
    )


def update_evidence(
    truth: bool | None, value: EvidenceValue, after: str, until: str, ids: tuple[str, ...] = ()
) -> Evidence:
    return Evidence(
        what=Text(zh="近14天内发布的信息的数量", en="number of posts in the last 14 days"),
        condition=(
            "posts.within(days=Param('days', 14, unit='day', origin='text', minimum=1)).count()"
            " >= 1"
        ),
        truth=truth,
        value=value,
        operator=">=",
        threshold=1,
        window=Window(after=moment(after), until=moment(until)),
        ids=ids,
        ids_total=len(ids),
    )


def no_update(account: SubjectRef, after: str, until: str) -> Finding:
    return finding_on(
        "inspection-2019/no-update-in-two-weeks",
        account,
        Outcome.FAIL,
        Text(
            zh="监测时间点前14天内没有更新。",
            en="No update in the 14 days before the monitoring moment.",
        ),
        (update_evidence(False, 0, after, until),),
    )


def open_interaction(account: SubjectRef) -> Finding:
    return finding_on(
        "inspection-2019/no-interaction",
        account,
        Outcome.UNDETERMINED,
        undetermined_message("互动功能", "interaction features"),
        (
            Evidence(
                what=Text(zh="互动功能", en="interaction features"),
                condition="account.interaction_features.is_empty()",
                truth=None,
                value=None,
                operator="is_empty",
            ),
        ),
        missing=(
            MissingFact(
                fact="account.interaction_features",
                what=Text(zh="互动功能", en="interaction features"),
            ),
        ),
    )


def open_popularity(
    account: SubjectRef,
    message: Text,
    missing: tuple[MissingFact, ...],
    value: EvidenceValue,
    ids: tuple[str, ...] = (),
) -> Finding:
    return finding_on(
        "inspection-2019/fabricated-popularity",
        account,
        Outcome.UNDETERMINED,
        message,
        (
            *(
                Evidence(
                    what=Text(zh="账号筛查标签", en="account labels"),
                    condition=f"account.labels.has({label!r})",
                    truth=None,
                    value=None,
                    operator="has",
                    threshold=label,
                )
                for label in ("bought_followers", "forced_likes", "fabricated_figures")
            ),
            Evidence(
                what=Text(
                    zh="发布的信息(限于内容筛查标签含“强制点赞”)的数量",
                    en="number of posts where content labels include forced likes",
                ),
                condition="posts.where(post.labels.has('forced_likes')).count() > 0",
                truth=None,
                value=value,
                operator=">",
                threshold=0,
                ids=ids,
                ids_total=len(ids),
            ),
        ),
        missing=(
            MissingFact(fact="account.labels", what=Text(zh="账号筛查标签", en="account labels")),
            *missing,
        ),
    )


class TestWholeFindings:
    """Every finding of an account, compared whole."""

    def test_of_case_1_one_old_post_nobody_screened(self) -> None:
        account = SubjectRef(
            kind=Subject.ACCOUNT,
            id="wechat:浦口卫生",
            name="浦口卫生",
            account_id="wechat:浦口卫生",
            unit_id="unit:浦口区卫健委",
        )
        ids = ("浦口卫生/1",)

        assert report_at(moment("2019-05-01T00:00:00+08:00")).findings_of(account.id) == (
            *(
                open_content(
                    rule_id,
                    account,
                    undetermined_message("内容筛查标签", "content labels"),
                    (LABELS,),
                    ids,
                )
                for rule_id in CONTENT_LABELS
            ),
            no_update(account, "2019-04-17T00:00:00+08:00", "2019-05-01T00:00:00+08:00"),
            open_interaction(account),
            open_popularity(
                account,
                undetermined_message(
                    "账号筛查标签、内容筛查标签", "account labels, content labels"
                ),
                (LABELS,),
                Range(at_least=0, at_most=1),
                ids,
            ),
        )

    def test_of_case_3_one_known_post_that_has_left_the_window(self) -> None:
        account = SubjectRef(
            kind=Subject.ACCOUNT,
            id="wechat:马坝农业",
            name="马坝农业",
            account_id="wechat:马坝农业",
            unit_id="unit:马坝镇人民政府",
        )
        ids = ("马坝农业/1",)

        assert report_at(moment("2019-05-23T00:00:00+08:00")).findings_of(account.id) == (
            *(
                open_content(
                    rule_id,
                    account,
                    undetermined_message("内容筛查标签、发布的信息", "content labels, posts"),
                    (LABELS, POSTS),
                    ids,
                )
                for rule_id in CONTENT_LABELS
            ),
            finding_on(
                "inspection-2019/no-update-in-two-weeks",
                account,
                Outcome.UNDETERMINED,
                undetermined_message("发布的信息", "posts"),
                (
                    update_evidence(
                        None,
                        Range(at_least=0, at_most=None),
                        "2019-05-09T00:00:00+08:00",
                        "2019-05-23T00:00:00+08:00",
                    ),
                ),
                missing=(POSTS,),
            ),
            open_interaction(account),
            open_popularity(
                account,
                undetermined_message(
                    "账号筛查标签、发布的信息、内容筛查标签",
                    "account labels, posts, content labels",
                ),
                (POSTS, LABELS),
                Range(at_least=0, at_most=None),
                ids,
            ),
        )

    def test_of_case_3_an_account_of_which_no_post_is_known(self) -> None:
        account = SubjectRef(
            kind=Subject.ACCOUNT,
            id="wechat:马坝镇某账号/1",
            account_id="wechat:马坝镇某账号/1",
            unit_id="unit:马坝镇人民政府",
        )

        assert report_at(moment("2019-05-20T00:00:00+08:00")).findings_of(account.id) == (
            *(
                open_content(
                    rule_id, account, undetermined_message("发布的信息", "posts"), (POSTS,)
                )
                for rule_id in CONTENT_LABELS
            ),
            finding_on(
                "inspection-2019/no-update-in-two-weeks",
                account,
                Outcome.UNDETERMINED,
                undetermined_message("开设时间、发布的信息", "opening, posts"),
                (
                    Evidence(
                        what=Text(zh="开设时间", en="opening"),
                        condition=(
                            "account.opened_at.within(days=Param('days', 14, unit='day',"
                            " origin='text', minimum=1))"
                        ),
                        truth=None,
                        value=None,
                        operator="within",
                        threshold=14,
                        window=Window(
                            after=moment("2019-05-06T00:00:00+08:00"),
                            until=moment("2019-05-20T00:00:00+08:00"),
                        ),
                    ),
                    Evidence(
                        what=Text(zh="发布的信息的数量", en="number of posts"),
                        condition="posts.count() == 0",
                        truth=None,
                        value=Range(at_least=0, at_most=None),
                        operator="==",
                        threshold=0,
                    ),
                    update_evidence(
                        None,
                        Range(at_least=0, at_most=None),
                        "2019-05-06T00:00:00+08:00",
                        "2019-05-20T00:00:00+08:00",
                    ),
                ),
                missing=(
                    MissingFact(fact="account.opened_at", what=Text(zh="开设时间", en="opening")),
                    POSTS,
                ),
            ),
            open_interaction(account),
            open_popularity(
                account,
                undetermined_message("账号筛查标签、发布的信息", "account labels, posts"),
                (POSTS,),
                Range(at_least=0, at_most=None),
            ),
        )

    def test_of_case_5_three_old_posts_newest_first(self) -> None:
        account = SubjectRef(
            kind=Subject.ACCOUNT,
            id="wechat:旧铺发布",
            name="旧铺发布",
            account_id="wechat:旧铺发布",
            unit_id="unit:旧铺镇",
        )
        ids = ("旧铺发布/3", "旧铺发布/2", "旧铺发布/1")
        labels = MissingFact(fact=LABELS.fact, what=LABELS.what, count=3)

        assert report_at(JIANGSU_2019_AS_OF).findings_of(account.id) == (
            *(
                open_content(
                    rule_id,
                    account,
                    undetermined_message("内容筛查标签(3条)", "content labels (3 rows)"),
                    (labels,),
                    ids,
                )
                for rule_id in CONTENT_LABELS
            ),
            no_update(account, "2019-05-22T00:00:00+08:00", "2019-06-05T00:00:00+08:00"),
            open_interaction(account),
            open_popularity(
                account,
                undetermined_message(
                    "账号筛查标签、内容筛查标签(3条)", "account labels, content labels (3 rows)"
                ),
                (labels,),
                Range(at_least=0, at_most=3),
                ids,
            ),
        )

    @pytest.mark.parametrize(
        ("name", "labels"),
        [
            ("卖鞋", ("commercial_ad", "hijacked")),
            ("不雅视频", ("harmful_content", "hijacked")),
        ],
    )
    def test_of_case_13_a_labelled_post_of_some_weeks_ago(
        self, name: str, labels: tuple[str, ...]
    ) -> None:
        account = SubjectRef(
            kind=Subject.ACCOUNT,
            id=f"weibo:某被盗账号/{name}",
            account_id=f"weibo:某被盗账号/{name}",
        )
        post_id = f"某被盗账号/{name}/1"
        content = {
            rule_id: [
                open_content(
                    rule_id, account, undetermined_message("发布的信息", "posts"), (POSTS,)
                )
            ]
            for rule_id in CONTENT_LABELS
        }
        if "harmful_content" in labels:
            failure = finding_on(
                "inspection-2019/harmful-content",
                SubjectRef(kind=Subject.POST, id=post_id, account_id=account.id),
                Outcome.FAIL,
                Text(
                    zh="发布或链接了反动、暴力、色情等有害内容。",
                    en="A post holds or links to reactionary, violent or pornographic content.",
                ),
                (
                    Evidence(
                        what=Text(zh="内容筛查标签", en="content labels"),
                        condition="post.labels.has('harmful_content')",
                        truth=True,
                        value=labels,
                        operator="has",
                        threshold="harmful_content",
                    ),
                ),
            )
            content["inspection-2019/harmful-content"].insert(0, failure)

        assert report_at(JIANGSU_2019_AS_OF).findings_of(account.id) == (
            *(finding for findings in content.values() for finding in findings),
            finding_on(
                "inspection-2019/no-update-in-two-weeks",
                account,
                Outcome.UNDETERMINED,
                undetermined_message("发布的信息", "posts"),
                (
                    update_evidence(
                        None,
                        Range(at_least=0, at_most=None),
                        "2019-05-22T00:00:00+08:00",
                        "2019-06-05T00:00:00+08:00",
                    ),
                ),
                missing=(POSTS,),
            ),
            open_interaction(account),
            open_popularity(
                account,
                undetermined_message("账号筛查标签、发布的信息", "account labels, posts"),
                (POSTS,),
                Range(at_least=0, at_most=None),
            ),
        )
