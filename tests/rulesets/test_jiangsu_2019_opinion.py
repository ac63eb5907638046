"""The fourteen Jiangsu cases under the 2018 Opinion: what fails, what stays open, and whole findings."""

from collections.abc import Iterator
from typing import Any, Final

import attrs
import pytest
from pendulum import DateTime

from govmedia_rules.cases import (
    JIANGSU_2019_AS_OF,
    ClauseExpectation,
    SubjectExpectation,
    jiangsu_2019,
    jiangsu_2019_expectations,
)
from govmedia_rules.evaluation import explain
from govmedia_rules.findings import (
    Evidence,
    Exclusion,
    Finding,
    MissingFact,
    Outcome,
    Report,
    SubjectRef,
)
from govmedia_rules.law import OPINION_2018 as INSTRUMENT
from govmedia_rules.law import Citation, Force, Severity
from govmedia_rules.models import Subject
from govmedia_rules.moments import Window, moment
from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets import OPINION_2018
from govmedia_rules.text import Text
from situations import audited, outcomes_of

PORTFOLIO: Final = jiangsu_2019()
CASES: Final = jiangsu_2019_expectations()
UNITS: Final = {unit.id: unit for unit in PORTFOLIO.units or ()}
ACCOUNTS: Final = {account.id for account in PORTFOLIO.accounts}
OWNERS: Final = {post.id: post.account_id for post in PORTFOLIO.posts or ()} | {
    message.id: message.account_id for message in PORTFOLIO.messages or ()
}

# Of several outcomes of one rule for one account, the expectations keep the gravest.
GRAVEST_FIRST: Final = (
    Outcome.FAIL,
    Outcome.ERROR,
    Outcome.UNDETERMINED,
    Outcome.PASS,
    Outcome.NOT_APPLICABLE,
)

BEFORE: Final = moment("2019-05-20T00:00:00+08:00")
ANNOUNCED: Final = moment("2019-05-29T00:00:00+08:00")

_reports: dict[DateTime, Report] = {}


def report_at(as_of: DateTime) -> Report:
    """Return the report on all cases at a moment; made once for each moment, in both ways."""
    if as_of not in _reports:
        _reports[as_of] = audited(PORTFOLIO, OPINION_2018, as_of=as_of)
    return _reports[as_of]


def gravest(outcomes: Iterator[Outcome]) -> Outcome:
    return min(outcomes, key=GRAVEST_FIRST.index, default=Outcome.NOT_APPLICABLE)


def outcome_at(as_of: DateTime, rule_id: str, subject_id: str) -> Outcome:
    """Return what a rule comes to for an account with its rows, a unit, a post or a message."""
    rule = OPINION_2018.rule(rule_id)
    unit = UNITS.get(subject_id)
    if unit is not None:
        alone = audited(attrs.evolve(PORTFOLIO, units=(unit,)), rule, as_of=as_of)
        return gravest(iter(outcomes_of(alone, rule_id)))
    owner = subject_id if subject_id in ACCOUNTS else OWNERS[subject_id]
    explained = explain(PORTFOLIO, RuleSet("one", (rule,)), owner, as_of=as_of)
    if subject_id != owner:
        return gravest(each.outcome for each in explained if each.subject.id == subject_id)
    found = [each for each in report_at(as_of).findings_of(owner) if each.rule_id == rule_id]
    return gravest(each.outcome for each in (*explained, *found))


def _expected_subjects() -> Iterator[Any]:
    for case in CASES:
        for situation in case.opinion:
            for as_of in situation.moments:
                for expected in situation.expected:
                    name = f"{case.case} {expected.subject_id} {as_of.to_date_string()}"
                    yield pytest.param(as_of, expected, id=name)


def _clauses() -> Iterator[Any]:
    for case in CASES:
        for situation in case.opinion:
            for as_of in situation.moments:
                for clause in situation.clauses:
                    name = f"{case.case} {clause.clause} {clause.rule_id} {as_of.to_date_string()}"
                    yield pytest.param(as_of, clause, id=name)


MOMENTS: Final = sorted({m for case in CASES for each in case.opinion for m in each.moments})


class TestEveryCase:
    @pytest.mark.parametrize(("as_of", "expected"), tuple(_expected_subjects()))
    def test_has_the_expected_findings_and_no_others(
        self, as_of: DateTime, expected: SubjectExpectation
    ) -> None:
        found: dict[str, set[Outcome]] = {}
        for finding in report_at(as_of).findings_of(expected.subject_id):
            found.setdefault(finding.rule_id, set()).add(finding.outcome)

        outcomes = {rule_id: gravest(iter(each)) for rule_id, each in found.items()}

        assert outcomes == {each.rule_id: each.outcome for each in expected.findings}

    @pytest.mark.parametrize(("as_of", "clause"), tuple(_clauses()))
    def test_shows_what_the_table_of_cases_says(
        self, as_of: DateTime, clause: ClauseExpectation
    ) -> None:
        if clause.rule_id is None:
            (exclusion,) = report_at(as_of).exclusions
            assert [cite.provision for cite in exclusion.citations] == [clause.clause]
            assert set(clause.subjects) <= {*exclusion.accounts, *exclusion.units}
            return

        cites = OPINION_2018.rule(clause.rule_id).cites
        outcomes = {
            subject: outcome_at(as_of, clause.rule_id, subject) for subject in clause.subjects
        }

        assert clause.clause in {cite.provision for cite in cites}
        assert outcomes == dict.fromkeys(clause.subjects, clause.outcome)

    def test_lists_every_failure_among_its_clauses(self) -> None:
        for case in CASES:
            for situation in case.opinion:
                listed = {
                    (OWNERS.get(subject, subject), clause.rule_id)
                    for clause in situation.clauses
                    if clause.outcome is Outcome.FAIL
                    for subject in clause.subjects
                }
                failing = {
                    (each.subject_id, rule_id)
                    for each in situation.expected
                    for rule_id in each.fails
                }
                assert listed == failing, case.case

    @pytest.mark.parametrize("as_of", MOMENTS, ids=str)
    def test_fails_nowhere_else_in_the_whole_portfolio(self, as_of: DateTime) -> None:
        failed = {
            (finding.subject.account_id or finding.subject.id, finding.rule_id)
            for finding in report_at(as_of).findings
            if finding.outcome is Outcome.FAIL
        }

        assert failed == {
            (each.subject_id, rule_id)
            for case in CASES
            for situation in case.opinion
            if as_of in situation.moments
            for each in situation.expected
            for rule_id in each.fails
        }

    def test_is_looked_at_before_after_and_between(self) -> None:
        for case in CASES:
            moments = [as_of for situation in case.opinion for as_of in situation.moments]
            assert {BEFORE, ANNOUNCED, JIANGSU_2019_AS_OF} <= set(moments), case.case
            assert len(set(moments)) == len(moments), case.case

    def test_crashes_nowhere(self) -> None:
        assert [as_of for as_of in MOMENTS if report_at(as_of).has_errors] == []

    def test_of_2017_finds_nothing_at_all(self) -> None:
        report = report_at(moment("2017-12-01T00:00:00+08:00"))

        assert report.findings == ()
        assert report.exclusions == ()
        assert {run.is_in_force for run in report.rules} == {False}

    @pytest.mark.parametrize("as_of", [BEFORE, ANNOUNCED, JIANGSU_2019_AS_OF], ids=str)
    def test_finds_nothing_about_the_party_body_but_says_that_it_is_out_of_scope(
        self, as_of: DateTime
    ) -> None:
        report = report_at(as_of)

        assert report.findings_of("weibo:古宣发布") == ()
        assert report.findings_of("unit:丽江市古城区委宣传部") == ()
        assert report.exclusions == (
            Exclusion(
                scope_id="opinion-2018/government-new-media",
                title=Text(
                    zh="行政机关、承担行政职能的事业单位及其内设机构开设的政务新媒体",
                    en="new media opened by administrative organs, public institutions with"
                    " administrative functions, and their internal offices",
                ),
                citations=(INSTRUMENT.provision("2.1").citation,),
                rules=len(OPINION_2018),
                units=("unit:丽江市古城区委宣传部",),
                accounts=("weibo:古宣发布",),
            ),
        )

    def test_closed_with_a_notice_leaves_nothing_but_what_nobody_filed_or_recorded(self) -> None:
        for account_id in ("wechat:浦口卫生", "wechat:涟水县行政审批局", "wechat:马坝农业"):
            findings = report_at(JIANGSU_2019_AS_OF).findings_of(account_id)
            assert [(each.rule_id, each.outcome) for each in findings] == [
                ("opinion-2018/closing-filed", Outcome.UNDETERMINED),
                ("opinion-2018/public-told-of-change", Outcome.UNDETERMINED),
            ]


def cited(*numbers: str) -> tuple[Citation, ...]:
    return tuple(INSTRUMENT.provision(number).citation for number in numbers)


def the_finding(as_of: DateTime, rule_id: str, subject_id: str) -> Finding:
    """Return the one finding of a rule of the Opinion about just this subject."""
    (finding,) = (
        each
        for each in report_at(as_of).findings
        if each.rule_id == f"opinion-2018/{rule_id}" and each.subject.id == subject_id
    )
    return finding


def account_ref(platform: str, name: str, unit_id: str | None, *, named: bool = True) -> SubjectRef:
    key = f"{platform}:{name}"
    return SubjectRef(
        kind=Subject.ACCOUNT,
        id=key,
        name=name if named else None,
        account_id=key,
        unit_id=unit_id,
    )


OPEN_ACCOUNTS: Final = Text(
    zh="本单位的账号(限于并非“运行状态为“已关停””，且并非“平台为“移动客户端、小程序、其他”之一”)"
    "中平台与别的重复的数量",
    en="number of accounts of the unit where it is not so that status is closed and it is not so"
    " that platform is one of app, mini program, other that repeat another's platform",
)

SEVERITIES: Final = {
    Force.OBLIGATION: Severity.ERROR,
    Force.PROHIBITION: Severity.ERROR,
    Force.DEFEASIBLE: Severity.WARNING,
    Force.RECOMMENDATION: Severity.NOTE,
}


def failure(
    name: str,
    force: Force,
    subject: SubjectRef,
    message: Text,
    *evidence: Evidence,
    citations: tuple[Citation, ...],
    remedy: Text,
) -> Finding:
    return Finding(
        rule_id=f"opinion-2018/{name}",
        title=OPINION_2018.rule(f"opinion-2018/{name}").title,
        outcome=Outcome.FAIL,
        force=force,
        severity=SEVERITIES[force],
        subject=subject,
        message=message,
        evidence=evidence,
        missing=(),
        citations=citations,
        remedy=remedy,
    )


def demanded(name: str) -> str:
    """Return what a rule requires or forbids, as the code that builds it."""
    rule = OPINION_2018.rule(f"opinion-2018/{name}")
    return repr(rule.requires if rule.requires is not None else rule.forbids)


def window(days: int, until: DateTime) -> Window:
    return Window(after=until.subtract(days=days), until=until)


class TestWholeFindings:
    """One failing finding of each case that has any, compared whole."""

    def test_of_case_1_silent_for_longer_than_a_quarter(self) -> None:
        account = account_ref("wechat", "浦口卫生", "unit:浦口区卫健委")

        assert the_finding(BEFORE, "silent-accounts-closed", account.id) == failure(
            "silent-accounts-closed",
            Force.OBLIGATION,
            account,
            Text(zh="连续90天没有更新，也没有关停。", en="No update in 90 days, and not closed."),
            Evidence(
                what=Text(zh="近90天内发布的信息的数量", en="number of posts in the last 90 days"),
                condition=demanded("silent-accounts-closed"),
                truth=False,
                value=0,
                operator=">=",
                threshold=1,
                window=window(90, BEFORE),
            ),
            citations=cited("4.1.12"),
            remedy=Text(
                zh="关停注销，按规定备案并公告；要保留的，恢复更新并落实人员。",
                en="Close and deregister it, file it and tell the public; to keep it, publish"
                " again and assign people to it.",
            ),
        )

    def test_of_case_2_two_of_five_pushes_are_off_topic(self) -> None:
        account = account_ref("wechat", "金湖县商务局", "unit:金湖县商务局")

        assert the_finding(ANNOUNCED, "posts-keep-to-duties", account.id) == failure(
            "posts-keep-to-duties",
            Force.RECOMMENDATION,
            account,
            Text(
                zh="近365天发布的信息中，与职责无关的占0.4，超过0.2。",
                en="Of the posts in the last 365 days, those unrelated to the unit's duties are"
                " 0.4, more than 0.2.",
            ),
            Evidence(
                what=Text(
                    zh="近365天内发布的信息(限于发布时间不早于2018-12-07 00:00:00 +08:00)中符合"
                    "“内容筛查标签含“与职责无关””的占比",
                    en="share of posts in the last 365 days where publication is not before"
                    " 2018-12-07 00:00:00 +08:00 where content labels include unrelated to its"
                    " duties",
                ),
                condition=demanded("posts-keep-to-duties"),
                truth=False,
                value=0.4,
                operator="<=",
                threshold=0.2,
                window=window(365, ANNOUNCED),
                known=5,
                total=5,
            ),
            citations=cited("4.1.8", "4.2.8"),
            remedy=Text(
                zh="发布与本单位职责有关的信息；确实没有内容可发的，关停或并入其他账号。",
                en="Publish what belongs to the unit's duties; where there is nothing to publish,"
                " close the account or merge it into another.",
            ),
        )

    @pytest.mark.parametrize(
        ("unit_id", "accounts", "platforms", "first"),
        [
            (
                "unit:马坝镇人民政府",
                3,
                1,
                ("wechat:马坝农业", "wechat:马坝镇某账号/1", "wechat:马坝镇某账号/2"),
            ),
            (
                "unit:海安市公安局",
                24,
                2,
                (
                    "wechat:海安公安微警务",
                    "weibo:海安市公安局",
                    *(f"weibo:海安某派出所/{number:02}" for number in range(1, 9)),
                ),
            ),
        ],
        ids=["case 3", "case 6"],
    )
    def test_of_cases_3_and_6_several_accounts_of_one_unit_on_one_platform(
        self, unit_id: str, accounts: int, platforms: int, first: tuple[str, ...]
    ) -> None:
        unit = SubjectRef(kind=Subject.UNIT, id=unit_id, name=UNITS[unit_id].name, unit_id=unit_id)

        assert the_finding(BEFORE, "one-account-per-platform", unit_id) == failure(
            "one-account-per-platform",
            Force.DEFEASIBLE,
            unit,
            Text(
                zh=f"同一平台上有不止一个未关停的账号，多出{accounts - platforms}个。",
                en="More than one account on a platform that is not closed; accounts too many:"
                f" {accounts - platforms}.",
            ),
            Evidence(
                what=OPEN_ACCOUNTS,
                condition=demanded("one-account-per-platform"),
                truth=False,
                value=accounts - platforms,
                operator="==",
                threshold=0,
                ids=first,
                ids_total=accounts,
            ),
            citations=cited("4.1.3"),
            remedy=Text(
                zh="每个平台保留一个账号，其余的合并或关停；确需保留的，按程序取得同意并记录。",
                en="Keep one account on each platform and merge or close the others; where one has"
                " to stay, obtain and record the consent to it.",
            ),
        )

    def test_of_case_3_few_reads_are_open_while_the_other_posts_are_unknown(self) -> None:
        finding = the_finding(BEFORE, "little-read", "wechat:马坝农业")

        assert finding.outcome is Outcome.UNDETERMINED
        assert finding.missing == (
            MissingFact(fact="posts", what=Text(zh="发布的信息", en="posts")),
        )
        assert finding.citations == cited("4.1.11")

    def test_of_case_4_still_open_although_its_functions_moved(self) -> None:
        account = account_ref("wechat", "靖江行政审批局", "unit:靖江行政审批局")

        assert the_finding(BEFORE, "functions-moved", account.id) == failure(
            "functions-moved",
            Force.RECOMMENDATION,
            account,
            Text(
                zh="功能已移交另一账号，本账号仍未关停。",
                en="Its functions moved to another account, and it is not closed.",
            ),
            Evidence(
                what=Text(zh="运行状态", en="status"),
                condition=demanded("functions-moved"),
                truth=False,
                value="active",
                operator="==",
                threshold="closed",
            ),
            citations=cited("4.1.11"),
            remedy=Text(
                zh="公告后关停，并引导关注者转到承接账号。",
                en="Announce and close it, and lead its followers to the successor.",
            ),
        )

    def test_of_case_5_the_town_is_gone_and_the_account_is_not(self) -> None:
        account = account_ref("wechat", "旧铺发布", "unit:旧铺镇")
        demand = OPINION_2018.rule("opinion-2018/account-of-gone-sponsor-deregistered").requires
        assert demand is not None
        *_, changed_lately = demand.children()
        filings = Evidence(
            what=Text(zh="已备案事项", en="matters filed"),
            condition="account.filed.has('change')",
            truth=False,
            value=("opening",),
            operator="has",
            threshold="change",
        )

        assert the_finding(
            JIANGSU_2019_AS_OF, "account-of-gone-sponsor-deregistered", account.id
        ) == failure(
            "account-of-gone-sponsor-deregistered",
            Force.OBLIGATION,
            account,
            Text(
                zh="主办单位合并或撤销已满30天，账号没有关停，也没有变更或注销的备案。",
                en="The sponsor was merged or abolished 30 days ago or more; the account is not"
                " closed, and neither a change nor a deregistration is filed.",
            ),
            filings,
            attrs.evolve(
                filings,
                condition="account.filed.has('deregistration')",
                threshold="deregistration",
            ),
            Evidence(
                what=Text(zh="单位变动的日期", en="the day the unit's status changed"),
                condition=repr(changed_lately),
                truth=False,
                value=moment("2018-07-16T00:00:00+08:00"),
                operator="within",
                threshold=30,
                window=window(30, JIANGSU_2019_AS_OF),
            ),
            citations=cited("4.1.14"),
            remedy=Text(
                zh="由承接单位办理变更；不再需要的，关停注销。均须备案并公告。",
                en="Have the unit that took over change the account's data, or close and"
                " deregister it; file it and tell the public.",
            ),
        )

    def test_of_case_6_two_names_after_the_merger_are_for_a_person_to_judge(self) -> None:
        finding = the_finding(JIANGSU_2019_AS_OF, "same-name-on-platforms", "unit:海安市公安局")

        assert finding.outcome is Outcome.UNDETERMINED
        assert [fact.fact for fact in finding.missing] == [
            "unit.answers('opinion-2018/accounts-bear-one-name')"
        ]
        assert finding.evidence[0].value == 2
        assert finding.evidence[0].ids == ("wechat:海安公安微警务", "weibo:海安市公安局")

    def test_of_case_8_little_read(self) -> None:
        account = account_ref("wechat", "苏北某县交通局", "unit:苏北某县交通局", named=False)

        assert the_finding(JIANGSU_2019_AS_OF, "little-read", account.id) == failure(
            "little-read",
            Force.RECOMMENDATION,
            account,
            Text(
                zh="近90天篇均阅读55.2903次，不足100次。",
                en="Mean reads of the last 90 days: 55.2903; wanted are at least 100.",
            ),
            Evidence(
                what=Text(
                    zh="近90天内发布的信息的平均阅读数",
                    en="mean reads of posts in the last 90 days",
                ),
                condition=demanded("little-read"),
                truth=False,
                value=1714 / 31,
                operator=">=",
                threshold=100,
                window=window(90, JIANGSU_2019_AS_OF),
                known=31,
                total=31,
            ),
            citations=cited("4.1.11"),
            remedy=Text(
                zh="改进内容和推送；长期无人看的，考虑合并或关停。",
                en="Improve what is published and how; where it stays unread, consider merging or"
                " closing.",
            ),
        )

    def test_of_case_8_reviewed_on_the_morning_after_publication(self) -> None:
        subject = SubjectRef(
            kind=Subject.POST,
            id="苏北某县交通局/01",
            account_id="wechat:苏北某县交通局",
            unit_id="unit:苏北某县交通局",
        )

        assert the_finding(
            JIANGSU_2019_AS_OF, "reviewed-before-publication", subject.id
        ) == failure(
            "reviewed-before-publication",
            Force.OBLIGATION,
            subject,
            Text(
                zh="审核完成于发布之后。", en="The review was finished only after the publication."
            ),
            Evidence(
                what=Text(zh="审核时间", en="review"),
                condition="post.review.reviewed_at <= post.published_at",
                truth=False,
                value=moment("2019-03-05T09:00:00+08:00"),
                operator="<=",
                threshold=moment("2019-03-04T16:00:00+08:00"),
            ),
            citations=cited("4.2.1"),
            remedy=Text(
                zh="改为先审后发：审核没有完成的信息，系统不得放行；发布后改动的，重新审核。",
                en="Review first: let nothing out whose review is unfinished, and review anew what"
                " is changed later.",
            ),
        )

    @pytest.mark.parametrize("number", [1, 2])
    def test_of_case_10_two_originals_among_eight(self, number: int) -> None:
        name = f"某基层派出所/{number}"
        account = account_ref("weibo", name, f"unit:{name}", named=False)

        assert the_finding(BEFORE, "originals-encouraged", account.id) == failure(
            "originals-encouraged",
            Force.RECOMMENDATION,
            account,
            Text(
                zh="近90天发布的原创和转载中，原创占0.25，不到0.3。",
                en="Of the originals and reposts in the last 90 days originals are 0.25, less than"
                " 0.3.",
            ),
            Evidence(
                what=Text(
                    zh="近90天内发布的信息(限于发布时间不早于2018-12-07 00:00:00 +08:00，且信息类型"
                    "不为“公告”)中符合“信息类型为“原创””的占比",
                    en="share of posts in the last 90 days where publication is not before"
                    " 2018-12-07 00:00:00 +08:00 and kind of post is not notice where kind of post"
                    " is original",
                ),
                condition=demanded("originals-encouraged"),
                truth=False,
                value=0.25,
                operator=">=",
                threshold=0.3,
                window=window(90, BEFORE),
                known=8,
                total=8,
            ),
            citations=cited("4.2.6"),
            remedy=Text(
                zh="结合本单位职责多采写原创信息，减少单纯转载。",
                en="Write more of what the unit itself does, and repost less.",
            ),
        )

    def test_of_case_13_a_shoe_advertisement(self) -> None:
        subject = SubjectRef(
            kind=Subject.POST, id="某被盗账号/卖鞋/1", account_id="weibo:某被盗账号/卖鞋"
        )

        assert the_finding(JIANGSU_2019_AS_OF, "no-commercial-advertising", subject.id) == failure(
            "no-commercial-advertising",
            Force.PROHIBITION,
            subject,
            Text(
                zh="信息刊登或链接了商业广告。",
                en="The post holds or links to commercial advertising.",
            ),
            Evidence(
                what=Text(zh="内容筛查标签", en="content labels"),
                condition="post.labels.has('commercial_ad')",
                truth=True,
                value=("commercial_ad", "hijacked"),
                operator="has",
                threshold="commercial_ad",
            ),
            citations=cited("4.2.5"),
            remedy=Text(
                zh="删除广告或链接；账号被盗用的，先收回账号。",
                en="Remove the advertising or the link; where somebody took over the account, win"
                " it back first.",
            ),
        )

    @pytest.mark.parametrize("name", ["卖鞋", "不雅视频"])
    def test_of_case_13_hijacked_and_not_resolved(self, name: str) -> None:
        account = account_ref("weibo", f"某被盗账号/{name}", None, named=False)

        assert the_finding(JIANGSU_2019_AS_OF, "no-open-security-incident", account.id) == failure(
            "no-open-security-incident",
            Force.OBLIGATION,
            account,
            Text(
                zh="账号有尚未处置完毕的安全事件。",
                en="A security incident of the account is unresolved.",
            ),
            Evidence(
                what=Text(zh="未解决的安全事件", en="open security incidents"),
                condition="account.open_incidents.is_empty()",
                truth=False,
                value=("hijacked",),
                operator="is_empty",
            ),
            citations=cited("4.3.2"),
            remedy=Text(
                zh="收回账号，更换密码，核对有权登录的人员，清除异常信息，处置完毕后登记。",
                en="Take the account back, change its passwords, check who may log in, remove what"
                " should not be there, and record when it was over.",
            ),
        )
