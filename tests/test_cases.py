"""The Jiangsu cases: the data loads, says what is ours in it, and covers all fourteen cases."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

import attrs
import pytest

from govmedia_rules.cases import (
    JIANGSU_2019_AS_OF,
    AccountExpectation,
    CaseExpectation,
    ClauseExpectation,
    ExpectedFinding,
    Situation,
    jiangsu_2019,
    jiangsu_2019_expectations,
)
from govmedia_rules.errors import InvalidValueError
from govmedia_rules.findings import Outcome, Verdict
from govmedia_rules.law import INSPECTION_2019, OPINION_2018
from govmedia_rules.models import AccountStatus, Portfolio, PostKind
from govmedia_rules.moments import day_of
from govmedia_rules.text import Text

TABLES = ("units", "accounts", "posts", "messages")

# Every name that the report gives to an account.
REPORTED_NAMES = {
    "浦口卫生",
    "金湖县商务局",
    "马坝农业",
    "靖江行政审批局",
    "靖政通",
    "旧铺发布",
    "海安市公安局",
    "海安公安微警务",
    "江苏海安高新区",
    "涟水县行政审批局",
    "盐城市公路管理处",
    "永州市文明办",
    "古宣发布",
    "掌心长兴",
}

# The marker of a descriptive id: "a certain".
UNNAMED = "某"

# No report gives an exact moment, a post's title, or a complete list of posts.
NEVER_REPORTED = {
    "accounts": {"opened_at", "closed_at", "closing_announced_at", "filings"},
    "posts": {"published_at", "title", "review"},
    "messages": {"received_at", "replied_at"},
    "units": {"status_changed_on"},
}

VETOES = {
    "inspection-2019/serious-misstatement",
    "inspection-2019/state-secret",
    "inspection-2019/harmful-content",
    "inspection-2019/negative-public-opinion",
    "inspection-2019/no-update-in-two-weeks",
    "inspection-2019/app-unusable",
    "inspection-2019/no-interaction",
    "inspection-2019/fabricated-popularity",
}


@pytest.fixture(name="data", scope="module")
def _data() -> Mapping[str, Any]:
    text = files("govmedia_rules.cases").joinpath("jiangsu-2019.json").read_text("utf-8")
    data: Mapping[str, Any] = json.loads(text)
    return data


@pytest.fixture(name="portfolio", scope="module")
def _portfolio() -> Portfolio:
    return jiangsu_2019()


@pytest.fixture(name="cases", scope="module")
def _cases() -> tuple[CaseExpectation, ...]:
    return jiangsu_2019_expectations()


def records(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for table in TABLES:
        for record in data[table]:
            yield table, record


class TestTheData:
    def test_loads_with_every_record(self, data: Mapping[str, Any], portfolio: Portfolio) -> None:
        loaded = {
            "units": portfolio.units,
            "accounts": portfolio.accounts,
            "posts": portfolio.posts,
            "messages": portfolio.messages,
        }

        for table in TABLES:
            rows = loaded[table]
            assert rows is not None
            assert [row.id for row in rows] == [record["id"] for record in data[table]]

        assert portfolio.attestations is None
        assert portfolio.waivers is None

    def test_writes_no_field_that_says_nothing(self, data: Mapping[str, Any]) -> None:
        for table, record in records(data):
            assert None not in record.values(), f"{table}/{record['id']}"

    def test_has_every_id_once(self, data: Mapping[str, Any]) -> None:
        for table in TABLES:
            counts = Counter(record["id"] for record in data[table])
            assert set(counts.values()) == {1}, table

    def test_writes_each_account_id_as_platform_and_name(self, portfolio: Portfolio) -> None:
        for account in portfolio.accounts:
            platform, _, name = account.id.partition(":")
            assert platform == account.platform
            assert name
            assert account.name in {None, name}

    def test_refers_only_to_what_it_holds(self, portfolio: Portfolio) -> None:
        units = {unit.id: unit for unit in portfolio.units or ()}
        accounts = {account.id for account in portfolio.accounts}

        for unit in units.values():
            assert {unit.parent_id, unit.successor_id} - {None} <= units.keys()
        for account in portfolio.accounts:
            assert {account.unit_id} - {None} <= units.keys()
            assert {account.successor_id} - {None} <= accounts

    def test_says_of_every_account_whether_its_posts_and_messages_are_all_here(
        self, portfolio: Portfolio
    ) -> None:
        for account in portfolio.accounts:
            assert account.has_all_posts is not None, account.id
            assert account.has_all_messages is not None, account.id

    def test_says_what_it_is_in_both_languages(self, data: Mapping[str, Any]) -> None:
        about = Text(**data["about"])

        assert data["schema_version"] == 1
        assert "澎湃新闻" in about.zh
        assert "illustrative" in about.zh
        assert "The Paper" in about.en
        assert "illustrative" in about.en


class TestWhatIsIllustrative:
    def test_names_records_and_fields_that_are_there_and_filled(
        self, data: Mapping[str, Any]
    ) -> None:
        filled = {
            f"{table}/{record['id']}": record.keys() - {"id"} for table, record in records(data)
        }

        for name, fields in data["illustrative"].items():
            assert name in filled
            assert fields, name
            assert len(set(fields)) == len(fields), name
            assert set(fields) <= filled[name], name

    def test_covers_what_nobody_reported(self, data: Mapping[str, Any]) -> None:
        for table, record in records(data):
            ours = set(data["illustrative"].get(f"{table}/{record['id']}", ()))
            assert NEVER_REPORTED[table] & record.keys() <= ours, record["id"]

    def test_covers_every_claim_to_hold_all_posts(self, data: Mapping[str, Any]) -> None:
        for account in data["accounts"]:
            ours = data["illustrative"].get(f"accounts/{account['id']}", ())
            assert not account["has_all_posts"] or "has_all_posts" in ours, account["id"]

    def test_covers_every_read_count_but_the_reported_one(self, data: Mapping[str, Any]) -> None:
        reported = {
            post["id"]: post["reads"]
            for post in data["posts"]
            if "reads" in post
            and "reads" not in data["illustrative"].get(f"posts/{post['id']}", ())
        }

        assert reported == {"马坝农业/1": 1}

    def test_covers_every_label_but_the_reported_ones(self, data: Mapping[str, Any]) -> None:
        reported = {
            post["id"]: set(post["labels"])
            for post in data["posts"]
            if "labels" in post
            and "labels" not in data["illustrative"].get(f"posts/{post['id']}", ())
        }

        assert reported == {
            "金湖县商务局/3": {"off_topic"},
            "金湖县商务局/4": {"off_topic"},
            "永州市文明办/1": {"personal_opinion"},
            "某被盗账号/卖鞋/1": {"commercial_ad", "hijacked"},
            "某被盗账号/不雅视频/1": {"harmful_content", "hijacked"},
        }

    def test_leaves_the_unnamed_without_a_name(self, portfolio: Portfolio) -> None:
        named = {account.name for account in portfolio.accounts if account.name is not None}
        unnamed = {account.id for account in portfolio.accounts if account.name is None}

        assert named == REPORTED_NAMES
        assert {id_ for id_ in unnamed if UNNAMED not in id_} == set()
        assert {unit.name for unit in portfolio.units or () if UNNAMED in unit.id} == {None}


class TestTheCases:
    def test_are_fourteen_in_order(self, cases: tuple[CaseExpectation, ...]) -> None:
        assert [case.case for case in cases] == list(range(1, 15))

    def test_share_out_the_accounts_of_the_portfolio(
        self, cases: tuple[CaseExpectation, ...], portfolio: Portfolio
    ) -> None:
        shared_out = [account for case in cases for account in case.accounts]

        assert sorted(shared_out) == sorted(account.id for account in portfolio.accounts)

    def test_share_out_the_units_of_the_portfolio(
        self, cases: tuple[CaseExpectation, ...], portfolio: Portfolio
    ) -> None:
        shared_out = [unit for case in cases for unit in case.units]

        assert sorted(shared_out) == sorted(unit.id for unit in portfolio.units or ())

    def test_each_have_the_reports_moment_once(self, cases: tuple[CaseExpectation, ...]) -> None:
        for case in cases:
            moments = [situation.as_of for situation in case.situations]
            assert moments.count(JIANGSU_2019_AS_OF) == 1, case.case
            assert len(set(moments)) == len(moments), case.case

    def test_expect_nothing_before_the_indicators_are_in_force(
        self, cases: tuple[CaseExpectation, ...]
    ) -> None:
        early = [
            (case.case, expectation.verdict)
            for case in cases
            for situation in case.situations
            if not INSPECTION_2019.citation.is_in_force_on(day_of(situation.as_of))
            for expectation in situation.expected
        ]

        assert early == [
            (1, Verdict.NOT_INSPECTED),
            (5, Verdict.NOT_INSPECTED),
            (11, Verdict.NOT_INSPECTED),
        ]

    def test_expect_nothing_of_closed_accounts(
        self, cases: tuple[CaseExpectation, ...], portfolio: Portfolio
    ) -> None:
        accounts = {account.id: account for account in portfolio.accounts}

        for case in cases:
            for situation in case.situations:
                for expected in situation.expected:
                    status = accounts[expected.account_id].status_at(situation.as_of)
                    if status is AccountStatus.CLOSED:
                        assert expected.verdict is Verdict.NOT_INSPECTED

    def test_fail_just_where_the_facts_decide(self, cases: tuple[CaseExpectation, ...]) -> None:
        failures = [
            (case.case, situation.as_of.to_date_string(), finding.rule_id)
            for case in cases
            for situation in case.situations
            for expected in situation.expected
            for finding in expected.findings
            if finding.outcome is Outcome.FAIL
        ]

        assert failures == [
            (1, "2019-05-01", "inspection-2019/no-update-in-two-weeks"),
            (2, "2019-05-01", "inspection-2019/no-update-in-two-weeks"),
            (5, "2019-06-05", "inspection-2019/no-update-in-two-weeks"),
            (5, "2019-04-01", "inspection-2019/no-update-in-two-weeks"),
            (13, "2019-06-05", "inspection-2019/harmful-content"),
        ]

    def test_name_only_vetoes_of_the_inspection(self, cases: tuple[CaseExpectation, ...]) -> None:
        named = {
            finding.rule_id
            for case in cases
            for situation in case.situations
            for expected in situation.expected
            for finding in expected.findings
        }

        assert named == VETOES

    def test_name_only_clauses_of_the_opinion(self, cases: tuple[CaseExpectation, ...]) -> None:
        named = {
            entry.clause
            for case in cases
            for situation in case.opinion
            for entry in situation.clauses
        }

        assert named
        assert named <= {provision.number for provision in OPINION_2018.provisions}


class TestTheReportedFacts:
    """The figures of the report, read back from the data."""

    def test_the_health_account_was_silent_from_august_2017_to_its_notice(
        self, portfolio: Portfolio
    ) -> None:
        first, last = posts_of(portfolio, "wechat:浦口卫生")

        assert first.published_at is not None
        assert (first.published_at.year, first.published_at.month) == (2017, 8)
        assert last.kind is PostKind.NOTICE

    def test_two_of_five_pushes_of_the_commerce_bureau_are_off_topic(
        self, portfolio: Portfolio
    ) -> None:
        pushes = posts_of(portfolio, "wechat:金湖县商务局")

        assert len(pushes) == 5
        assert sum("off_topic" in (push.labels or ()) for push in pushes) == 2
        assert [push.kind for push in pushes].count(PostKind.NOTICE) == 1

    def test_one_township_government_has_several_accounts(self, portfolio: Portfolio) -> None:
        township = accounts_of(portfolio, "unit:马坝镇人民政府")

        assert len(township) > 1
        assert {account.platform for account in township} == {"wechat"}
        assert {account.verified_body for account in township} == {"马坝镇人民政府"}

    def test_the_old_towns_account_outlived_the_town(self, portfolio: Portfolio) -> None:
        town = next(unit for unit in portfolio.units or () if unit.id == "unit:旧铺镇")

        assert town.successor_id == "unit:黄花塘镇"
        assert town.status_changed_on is not None
        assert (town.status_changed_on.year, town.status_changed_on.month) == (2018, 7)

    def test_more_than_twenty_police_accounts_were_merged(self, portfolio: Portfolio) -> None:
        merged = [
            account
            for account in accounts_of(portfolio, "unit:海安市公安局")
            if account.successor_id == "weibo:海安市公安局"
        ]

        assert len(merged) > 20
        assert {account.status for account in merged} == {AccountStatus.CLOSED}

    def test_the_transport_bureau_reviews_after_publication_and_is_little_read(
        self, portfolio: Portfolio
    ) -> None:
        posts = posts_of(portfolio, "wechat:苏北某县交通局")

        for post in posts:
            assert post.review is not None
            assert post.review.reviewed_at is not None
            assert post.published_at is not None
            assert post.published_at < post.review.reviewed_at <= JIANGSU_2019_AS_OF
        weeks = Counter(post.published_at.isocalendar().week for post in posts if post.published_at)
        assert set(weeks.values()) == {2, 3}
        assert 50 <= mean_reads(portfolio, "wechat:苏北某县交通局") <= 60

    def test_the_district_account_is_read_more_than_five_thousand_times_a_day(
        self, portfolio: Portfolio
    ) -> None:
        days = [
            post.published_at.to_date_string()
            for post in posts_of(portfolio, "wechat:苏南某区")
            if post.published_at
        ]

        assert len(days) == len(set(days)) == 30
        assert mean_reads(portfolio, "wechat:苏南某区") > 5000

    def test_the_stations_mostly_repost(self, portfolio: Portfolio) -> None:
        for station in ("weibo:某基层派出所/1", "weibo:某基层派出所/2"):
            kinds = Counter(post.kind for post in posts_of(portfolio, station))
            assert kinds == {PostKind.REPOST: 8, PostKind.ORIGINAL: 2}

    def test_two_accounts_were_hijacked_at_times_nobody_noted(self, portfolio: Portfolio) -> None:
        hijacked = [account for account in portfolio.accounts if account.incidents]

        assert len(hijacked) == 2
        for account in hijacked:
            assert account.incidents is not None
            (incident,) = account.incidents
            assert (incident.kind, incident.occurred_at, incident.resolved_at) == (
                "hijacked",
                None,
                None,
            )


def posts_of(portfolio: Portfolio, account_id: str) -> list[Any]:
    return [post for post in portfolio.posts or () if post.account_id == account_id]


def accounts_of(portfolio: Portfolio, unit_id: str) -> list[Any]:
    return [account for account in portfolio.accounts if account.unit_id == unit_id]


def mean_reads(portfolio: Portfolio, account_id: str) -> float:
    reads = [post.reads for post in posts_of(portfolio, account_id)]
    return float(sum(reads) / len(reads))


class TestExpectations:
    def test_are_values(self, cases: tuple[CaseExpectation, ...]) -> None:
        assert cases == jiangsu_2019_expectations()
        assert hash(cases) == hash(jiangsu_2019_expectations())

    @pytest.mark.parametrize(
        ("outcomes", "possible"),
        [
            ((), {Verdict.PASSES, Verdict.NOT_INSPECTED}),
            ((Outcome.UNDETERMINED,), {Verdict.UNDETERMINED}),
            ((Outcome.UNDETERMINED, Outcome.FAIL), {Verdict.FAILS}),
        ],
    )
    @pytest.mark.parametrize("verdict", list(Verdict))
    def test_refuse_a_verdict_that_contradicts_the_findings(
        self, outcomes: tuple[Outcome, ...], possible: set[Verdict], verdict: Verdict
    ) -> None:
        findings = tuple(ExpectedFinding("a/rule", outcome) for outcome in outcomes)

        if verdict in possible:
            expectation = AccountExpectation(
                account_id="an:account", verdict=verdict, findings=findings
            )
            assert expectation.verdict is verdict
        else:
            with pytest.raises(InvalidValueError, match="by its findings") as caught:
                AccountExpectation(account_id="an:account", verdict=verdict, findings=findings)
            assert caught.value.owner_id == "an:account"
            assert caught.value.field == "verdict"

    @pytest.mark.parametrize("outcome", [Outcome.PASS, Outcome.NOT_APPLICABLE, Outcome.ERROR])
    def test_refuse_a_finding_that_no_report_would_hold(self, outcome: Outcome) -> None:
        with pytest.raises(InvalidValueError, match="fail or undetermined"):
            ExpectedFinding("a/rule", outcome)

    def test_refuse_a_situation_that_forgets_an_account(self) -> None:
        situation = Situation(
            as_of=JIANGSU_2019_AS_OF,
            expected=(
                AccountExpectation(account_id="an:account", verdict=Verdict.PASSES, findings=()),
            ),
            why=Text(zh="一个账号。", en="One account."),
        )
        case = CaseExpectation(
            case=1,
            title=Text(zh="一例", en="A case"),
            accounts=("an:account",),
            units=(),
            situations=(situation,),
            opinion=(),
        )

        with pytest.raises(InvalidValueError, match="each account of the case"):
            attrs.evolve(case, accounts=("an:account", "another:account"))

    def test_under_the_opinion_speak_of_every_account_and_unit(
        self, cases: tuple[CaseExpectation, ...]
    ) -> None:
        with pytest.raises(InvalidValueError, match="each account and unit of the case"):
            attrs.evolve(cases[0], units=("another:unit",))

    def test_leave_subjects_out_of_scope_only_as_not_applicable(self) -> None:
        with pytest.raises(InvalidValueError, match="not_applicable where no rule is named"):
            ClauseExpectation(
                clause="2.1",
                rule_id=None,
                subjects=("an:account",),
                outcome=Outcome.PASS,
                expectation=Text(zh="在范围内", en="Within the scope"),
            )
