"""Case files: what fills itself in, what offsets mean, and what a bad file is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, get_args

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pendulum import DateTime

from govmedia_rules.cases import CaseError, RuleCase, Side, load_rule_cases
from govmedia_rules.cases.offsets import OffsetError, day_at, moment_at
from govmedia_rules.conditions import account, message, peer, post, posts, unit
from govmedia_rules.evaluation import audit, interpret_audit
from govmedia_rules.findings import Outcome
from govmedia_rules.law import Force
from govmedia_rules.models import (
    Account,
    AppFacts,
    Attestation,
    Filing,
    Incident,
    Message,
    Post,
    Review,
    Subject,
    Unit,
    Waiver,
)
from govmedia_rules.rules import Rule
from govmedia_rules.serialization import LoadError
from situations import AS_OF, ago, rule_with

HEAD = """
[[case]]
rule = "test-2019/a-rule"
title = {zh = "一例", en = "A case"}
expect = "pass"
"""
AS_OF_LINE = 'as_of = "2019-06-05T00:00:00+08:00"\n'

Load = Callable[[str], tuple[RuleCase, ...]]


@pytest.fixture
def load(tmp_path: Path) -> Load:
    """Return what loads cases from a text."""

    def load_text(text: str) -> tuple[RuleCase, ...]:
        path = tmp_path / "x.toml"
        path.write_text(text, encoding="utf-8")
        return load_rule_cases(path)

    return load_text


@pytest.fixture
def one(load: Load) -> Callable[..., RuleCase]:
    """Return what loads one case that says these facts, after these defaults."""

    def load_one(facts: str, defaults: str = AS_OF_LINE) -> RuleCase:
        (case,) = load(f"[defaults]\n{defaults}{HEAD}{facts}")
        return case

    return load_one


@pytest.fixture
def problems(load: Load) -> Callable[[str], list[str]]:
    """Return what tells the problems of a text, without the file's name."""

    def refuse(text: str) -> list[str]:
        with pytest.raises(LoadError) as caught:
            load(text)
        return [re.sub(r"^.*x\.toml(, |: )", "", str(each)) for each in caught.value.problems]

    return refuse


class TestWhatACaseSays:
    def test_is_all_there(self, one: Callable[..., RuleCase]) -> None:
        case = one('account = {}\nboundary = "days"\nside = "at"\nsubject = "account"')

        assert case.rule_id == "test-2019/a-rule"
        assert case.title.zh == "一例"
        assert case.expect is Outcome.PASS
        assert case.as_of == AS_OF
        assert (case.boundary, case.side, case.subject_id) == ("days", Side.AT, "account")
        assert case.place.endswith("x.toml:4")

    def test_says_nothing_of_what_it_leaves_out(self, one: Callable[..., RuleCase]) -> None:
        portfolio = one("account = {}").portfolio

        assert portfolio.accounts == (Account(id="account", platform="wechat"),)
        assert portfolio.units is None
        assert portfolio.posts is None
        assert portfolio.messages is None
        assert portfolio.attestations is None
        assert portfolio.waivers is None

    def test_tells_empty_tables_from_those_not_supplied(self, one: Callable[..., RuleCase]) -> None:
        assert one("account = {}\nposts = []").portfolio.posts == ()

    def test_needs_no_account(self, one: Callable[..., RuleCase]) -> None:
        portfolio = one('unit = {kind = "government"}').portfolio

        assert portfolio.accounts == ()
        assert portfolio.units == (Unit(id="unit", kind="government"),)

    def test_takes_moments_that_toml_has_of_its_own(self, one: Callable[..., RuleCase]) -> None:
        case = one(
            "account = {opened_at = 2019-06-01T00:00:00Z}\nunit = {status_changed_on = 2019-01-01}",
            "as_of = 2019-06-04T16:00:00Z\n",
        )

        assert case.as_of == AS_OF
        assert case.portfolio.accounts[0].opened_at is not None
        assert case.portfolio.units == (Unit(id="unit", status_changed_on=date(2019, 1, 1)),)


class TestDefaults:
    def test_are_joined_field_by_field(self, one: Callable[..., RuleCase]) -> None:
        defaults = f"{AS_OF_LINE}account = {{status = 'active', followers = 3}}\nposts = [{{}}]\n"
        case = one("account = {followers = 4}", defaults)

        assert case.portfolio.accounts[0].status == "active"
        assert case.portfolio.accounts[0].followers == 4
        assert case.portfolio.posts == (Post(id="post/1", account_id="account"),)

    def test_fill_rows_that_say_nothing_else(self, one: Callable[..., RuleCase]) -> None:
        defaults = f"{AS_OF_LINE}account = {{}}\npost = {{reads = 1, labels = []}}\n"
        case = one("posts = [{}, {reads = 2}]", defaults)

        assert [post.reads for post in case.portfolio.posts or ()] == [1, 2]

    def test_may_leave_to_the_case_what_a_row_must_have(self, one: Callable[..., RuleCase]) -> None:
        defaults = (
            f"{AS_OF_LINE}waiver = {{authority = 'a', document = 'd', reason = 'r'}}\n"
            "attestation = {answered_by = '张三'}\n"
        )
        case = one('account = {}\nwaivers = [{valid_from_at = "-1d"}]', defaults)

        assert [waiver.authority for waiver in case.portfolio.waivers or ()] == ["a"]

    def test_can_be_left_out(self, one: Callable[..., RuleCase]) -> None:
        defaults = (
            f"{AS_OF_LINE}account = {{status = 'active'}}\nunit = {{}}\n"
            "posts = [{}]\nmessages = [{}]\nmessage = {needs_reply = true}\n"
        )
        case = one('without = ["account.status", "unit", "posts", "message.needs_reply"]', defaults)

        assert case.portfolio.accounts == (Account(id="account", platform="wechat"),)
        assert (case.portfolio.units, case.portfolio.posts) == (None, None)
        assert case.portfolio.messages == (Message(id="message/1", account_id="account"),)

    def test_give_way_to_the_cases_own_moment(self, one: Callable[..., RuleCase]) -> None:
        case = one('as_of = "2020-01-01T00:00:00+08:00"\naccount = {opened_at = "as_of"}')

        assert case.portfolio.accounts[0].opened_at == case.as_of
        assert case.as_of.year == 2020


class TestIdsAndOwners:
    def test_fill_themselves_in(self, one: Callable[..., RuleCase]) -> None:
        portfolio = one(
            """
            unit = {parent_id = "unit/2"}
            account = {}
            units = [{level = "county"}]
            accounts = [{platform = "weibo"}, {unit_id = "unit/2"}]
            posts = [{}, {account_id = "account/2"}]
            messages = [{}]
            attestations = [{question_id = "q", answered_by = "张三", answered_at = "-1d"}]
            waivers = [{authority = "a", document = "d", reason = "r", valid_from_at = "-1d"}]
            """
        ).portfolio

        assert [(each.id, each.parent_id) for each in portfolio.units or ()] == [
            ("unit", "unit/2"),
            ("unit/2", None),
        ]
        assert [(each.id, each.platform, each.unit_id) for each in portfolio.accounts] == [
            ("account", "wechat", "unit"),
            ("account/2", "weibo", "unit"),
            ("account/3", "wechat", "unit/2"),
        ]
        assert [(each.id, each.account_id) for each in portfolio.posts or ()] == [
            ("post/1", "account"),
            ("post/2", "account/2"),
        ]
        assert [each.account_id for each in portfolio.messages or ()] == ["account"]
        assert [each.account_id for each in portfolio.attestations or ()] == ["account"]
        assert [(each.account_id, each.rule_id) for each in portfolio.waivers or ()] == [
            ("account", "test-2019/a-rule")
        ]

    def test_speak_for_the_unit_where_there_is_no_account(
        self, one: Callable[..., RuleCase]
    ) -> None:
        answer = 'question_id = "q", answered_by = "张三", answered_at = "-1d"'
        portfolio = one(f"unit = {{}}\nattestations = [{{{answer}}}]").portfolio

        assert [(each.account_id, each.unit_id) for each in portfolio.attestations or ()] == [
            (None, "unit")
        ]

    def test_follow_ids_that_are_given(self, one: Callable[..., RuleCase]) -> None:
        portfolio = one(
            'unit = {id = "u"}\naccount = {id = "a"}\nposts = [{id = "p"}, {}]'
        ).portfolio

        assert portfolio.accounts[0].unit_id == "u"
        assert [(each.id, each.account_id) for each in portfolio.posts or ()] == [
            ("p", "a"),
            ("post/2", "a"),
        ]

    def test_number_rows_that_stand_there_many_times(self, one: Callable[..., RuleCase]) -> None:
        portfolio = one("account = {}\nposts = [{times = 3, reads = 1}, {}]").portfolio

        assert [(each.id, each.reads) for each in portfolio.posts or ()] == [
            ("post/1", 1),
            ("post/2", 1),
            ("post/3", 1),
            ("post/4", None),
        ]


class TestOffsets:
    @pytest.mark.parametrize(
        ("offset", "expected"),
        [
            ("as_of", AS_OF),
            ("+0s", AS_OF),
            ("-14d", ago(days=14)),
            ("-14d+1s", ago(days=14, seconds=-1)),
            ("-14d-1s", ago(days=14, seconds=1)),
            ("-13d23h59m59s", ago(days=14, seconds=-1)),
            ("+1s", ago(seconds=-1)),
            ("-1h+90m", ago(minutes=-30)),
            ("-24h", ago(days=1)),
        ],
    )
    def test_name_moments(self, offset: str, expected: DateTime) -> None:
        assert moment_at(AS_OF, offset) == expected
        assert moment_at(AS_OF, offset).tzinfo is AS_OF.tzinfo

    @pytest.mark.parametrize(
        "offset",
        [
            *("14d", "-14", "-", "+", "", "-14D", "-14d1s2h", "-1d1d", "- 14d", "-14d ", "-1.5d"),
            *("-14d+", "-14d+s", "-1w", "-1234567d", "-999999d", "+999999d999999h", "-一d"),
            "-1d" * 30,
        ],
    )
    def test_that_cannot_be_read_are_refused(self, offset: str) -> None:
        with pytest.raises(OffsetError) as caught:
            moment_at(AS_OF, offset)
        assert caught.value.value == offset

    def test_name_days(self) -> None:
        assert day_at(AS_OF, "-30d") == "2019-05-06"
        assert day_at(AS_OF, "as_of") == "2019-06-05"
        for offset in ("-30d+1s", "-1h", "-d", "+999999d999999d", "+9999999d"):
            with pytest.raises(OffsetError):
                day_at(AS_OF, offset)
        with pytest.raises(OffsetError, match="a year"):
            day_at(AS_OF, "-999999d")

    @given(st.integers(-10_000, 10_000), st.integers(0, 86_399))
    def test_add_up(self, days: int, seconds: int) -> None:
        sign = "-" if days < 0 else "+"

        there = moment_at(AS_OF, f"{sign}{abs(days)}d+{seconds}s")

        assert there == AS_OF.add(days=days, seconds=seconds)

    @given(st.text(max_size=80))
    def test_are_read_or_refused_whatever_the_text(self, text: str) -> None:
        for read in (moment_at, day_at):
            with suppress(OffsetError):
                read(AS_OF, text)

    def test_are_taken_wherever_a_moment_stands(self, one: Callable[..., RuleCase]) -> None:
        case = one(
            'unit = {status_changed_on = "-30d"}\n'
            'account = {filings = [{what = "opening", filed_at = "-5d"}]}\n'
            'posts = [{published_at = "-1d", review = {reviewed_at = "-1d-1h"}}]'
        )

        assert case.portfolio.accounts[0].filings == (Filing(what="opening", filed_at=ago(days=5)),)
        assert [post.review for post in case.portfolio.posts or ()] == [
            Review(reviewed_at=ago(days=1, hours=1))
        ]
        assert [each.status_changed_on for each in case.portfolio.units or ()] == [date(2019, 5, 6)]

    @pytest.mark.parametrize(
        "kind",
        [
            *(Account, AppFacts, Attestation, Filing, Incident),
            *(Message, Post, Review, Unit, Waiver),
        ],
    )
    def test_are_known_by_the_names_of_the_fields(self, kind: type[Any]) -> None:
        attrs.resolve_types(kind)
        for attribute in attrs.fields(kind):
            types = {attribute.type, *get_args(attribute.type)}
            assert (DateTime in types) == attribute.name.endswith("_at"), attribute.name
            assert (date in types) == attribute.name.endswith("_on"), attribute.name


class TestWhatABadFileIsTold:
    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("", "case is a list of 0; expected cases, each under [[case]]."),
            ("[case]", "case is an object of 0; expected cases, each under [[case]]."),
            ("case = [3]", "case, record 1: it is 3; expected a table, [[case]]."),
            ("a = = 1", "line 1, column 5: expected TOML (invalid value)."),
            ("a = '\x01'", "line 1, column 6: expected TOML (found invalid character '\\x01')."),
            ("x = 1\n[[case]]", "x is 1; expected no such key."),
            ("defaults = 1\n[[case]]", "defaults is 1; expected a table, [defaults]."),
            ("[defaults]\nrule = 'x'\n[[case]]", "defaults: rule is 'x'; expected no such key."),
            (
                "[defaults]\nacount = {}\n[[case]]",
                "defaults: acount is an object of 0; expected no such key (did you mean 'account'?).",
            ),
            (
                f"[defaults]\n{AS_OF_LINE}post = {{redes = 1}}\n[[case]]",
                "defaults: post.redes is 1; expected no such field (did you mean 'reads'?).",
            ),
            (
                "[defaults]\nas_of = '2019-06-05'\n[[case]]",
                (
                    "defaults: as_of is '2019-06-05'; expected a moment with its offset from UTC, such"
                    " as 2019-06-05T00:00:00+08:00 (this one is naive)."
                ),
            ),
            (
                f"[defaults]\n{AS_OF_LINE}post = {{published_at = '-x'}}\n[[case]]",
                (
                    "defaults: post.published_at is '-x'; expected an offset from as_of such as"
                    " -14d, -14d+1s or -13d23h59m59s (days, hours, minutes, seconds), as_of, or a"
                    " moment with its offset from UTC."
                ),
            ),
            (
                "[defaults]\naccount = 3\n[[case]]",
                'defaults: account is 3; expected a table, such as {status = "active"}.',
            ),
        ],
    )
    def test_is_where_the_whole_is_wrong(
        self, problems: Callable[[str], list[str]], text: str, told: str
    ) -> None:
        assert told in problems(text)

    @pytest.mark.parametrize(
        ("facts", "told"),
        [
            ("account = 3", "account is 3; expected an object."),
            ("posts = {}", "posts is an object of 0; expected a list of posts, [] when there are"),
            ("account = {}\nposts = [1]", "posts[0] is 1; expected an object."),
            (
                "account = {}\nposts = [{}, {read = 1}]",
                "posts[1].read is 1; expected no such field",
            ),
            ("account = {status = 'runing'}", "account.status is 'runing'; expected one of"),
            ("account = {opened_at = '-14x'}", "account.opened_at is '-14x'; expected an offset"),
            ("account = {opened_at = '14d'}", "account.opened_at is '14d'; expected ISO 8601"),
            ("account = {opened_at = 2019-01-01T00:00:00}", "account.opened_at is datetime"),
            (
                "unit = {status_changed_on = '-1h'}",
                "unit.status_changed_on is '-1h'; expected whole",
            ),
            ("account = {}\nposts = [{times = 0}]", "posts[0].times is 0; expected how often"),
            ("account = {}\nposts = [{times = true}]", "posts[0].times is true; expected how"),
            ("posts = [{}]", "posts[0].account_id is missing; expected a value."),
            (
                "account = {}\nposts = [{account_id = 'b'}]",
                "posts[0].account_id is 'b'; expected the id of an account in the portfolio.",
            ),
            (
                "account = {}\nposts = [{id = 'p'}, {id = 'p'}]",
                "posts[1].id is 'p'; expected an id of its own",
            ),
            ("calendar = 'china'", "calendar is 'china'; expected one of weekdays."),
            ("boundary = 'days'", "side is missing; expected boundary and side together"),
            ("side = 'at'", "boundary is missing; expected boundary and side together"),
            ("boundary = 'days'\nside = 'left'", "side is 'left'; expected one of below, at,"),
            ("without = ['account']", "without[0] is 'account'; expected the name of a default"),
            ("without = [3]", "without[0] is 3; expected the name of a default"),
            ("without = 'unit'", "without is 'unit'; expected a list of defaults"),
            ("subject = ''", "subject is ''; expected a name that is not blank."),
            (
                "acount = {}",
                "acount is an object of 0; expected no such key (did you mean 'account'?)",
            ),
            ("as_of = 'now'", "as_of is 'now'; expected ISO 8601"),
        ],
    )
    def test_is_where_a_case_is_wrong(
        self, problems: Callable[[str], list[str]], facts: str, told: str
    ) -> None:
        found = problems(f"[defaults]\n{AS_OF_LINE}{HEAD}{facts}")

        assert len(found) == 1, found
        assert found[0].startswith(f"line 4, case, '一例': {told}")

    def test_names_every_bad_case(self, problems: Callable[[str], list[str]]) -> None:
        text = f"""
            [defaults]
            {AS_OF_LINE}
            [[case]]
            rule = "a/b"
            title = {{zh = "好", en = "good"}}
            expect = "pass"
            [[case]]
            expect = "perhaps"
            title = {{zh = "坏"}}
            [[case]]
            rule = 3
            title = {{zh = "差", en = " "}}
            expect = "error"
            account = {{platform = 3, reads = 4}}
        """

        assert problems(text) == [
            "line 9, case, '坏': rule is missing; expected a name that is not blank.",
            """line 9, case, '坏': title is an object of 1; expected {zh = "…", en = "…"}.""",
            (
                "line 9, case, '坏': expect is 'perhaps'; expected one of pass, fail, undetermined,"
                " not_applicable."
            ),
            "line 12, case, '差': rule is 3; expected a name that is not blank.",
            "line 12, case, '差': title.en is ' '; expected words; a text needs both languages.",
            (
                "line 12, case, '差': expect is 'error'; expected one of pass, fail, undetermined,"
                " not_applicable."
            ),
            "line 12, case, '差': account.platform is 3; expected text.",
            "line 12, case, '差': account.reads is 4; expected no such field.",
        ]

    def test_names_a_default_that_a_case_misspells(
        self, problems: Callable[[str], list[str]]
    ) -> None:
        defaults = f"{AS_OF_LINE}account = {{status = 'active'}}\n"

        (told,) = problems(f"[defaults]\n{defaults}{HEAD}without = ['account.statsu']")

        assert told.endswith("does without (did you mean 'account.status'?).")

    def test_names_a_title_that_occurs_twice(self, problems: Callable[[str], list[str]]) -> None:
        (told,) = problems(f"[defaults]\n{AS_OF_LINE}{HEAD}account = {{}}{HEAD}account = {{}}")

        assert "title.zh is '一例'; expected a title of its own; the case at" in told

    def test_says_where_no_moment_is_given(self, problems: Callable[[str], list[str]]) -> None:
        assert problems(HEAD) == [
            (
                "line 2, case, '一例': as_of is missing; expected the monitoring moment, here or under"
                " [defaults]."
            )
        ]

    @pytest.mark.parametrize(
        "text",
        [
            "a = " + "[" * 100_000,
            "a" + ".a" * 300_000 + " = 1",
            "a." * 2_000 + "b = 1\n[[case]]",
            HEAD + AS_OF_LINE + "account = " + "{a = " * 200 + "1" + "}" * 200,
            HEAD + AS_OF_LINE + "account." + "a." * 1_000 + "b = 1",
            HEAD + AS_OF_LINE + "account = {followers = " + "9" * 5_000 + "}",
            HEAD + AS_OF_LINE + f"account = {{opened_at = '-{'9' * 100_000}d'}}",
            HEAD + AS_OF_LINE + f"account = {{opened_at = '{'-1d' * 100_000}'}}",
            HEAD + AS_OF_LINE + "account = {followers = nan}",
            HEAD + AS_OF_LINE + "account = {}\nposts = [{times = 1000000000}]",
            HEAD + AS_OF_LINE + 'account = {"\\u0000" = 1}',
        ],
    )
    def test_is_told_of_files_meant_to_harm(
        self, problems: Callable[[str], list[str]], text: str
    ) -> None:
        found = problems(text)

        assert found
        assert all(len(each) < 1_000 for each in found)

    @pytest.mark.parametrize("data", [b"\xff\xfe", b"a = '\xe4'", b"\x00"])
    def test_is_told_of_bytes_that_are_no_text(self, tmp_path: Path, data: bytes) -> None:
        path = tmp_path / "x.toml"
        path.write_bytes(data)

        with pytest.raises(LoadError):
            load_rule_cases(path)

    def test_is_told_of_a_file_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(LoadError, match="a file that can be read"):
            load_rule_cases(tmp_path / "nothing.toml")

    def test_covers_the_lines_only_where_they_are_plain(
        self, problems: Callable[[str], list[str]]
    ) -> None:
        hidden = f'{HEAD}account = {{name = """\n[[case]]\n""", x = 1}}\n{AS_OF_LINE}'

        assert problems(hidden) == [
            "case, record 1, '一例': account.x is 1; expected no such field."
        ]


class TestOutcomes:
    """Pass and not applicable told apart for every kind of subject, whoever else is there."""

    def outcome(self, case: RuleCase, rule: Rule) -> Outcome:
        outcome = case.outcome(rule)
        assert case.outcome(rule, run=interpret_audit) is outcome
        assert case.outcome(rule, run=audit) is outcome
        return outcome

    def test_in_working_days_goes_by_the_calendar_of_the_case(
        self, one: Callable[..., RuleCase]
    ) -> None:
        # The fifth of June 2019 is a Wednesday; four working days lie after Thursday the 30th.
        rule = rule_with(requires=account.opening_filing_days <= 4)
        facts = 'account = {status = "active", opened_at = "-6d", filings = []}'

        assert one(facts).outcome(rule) is Outcome.UNDETERMINED
        assert one(f'{facts}\ncalendar = "weekdays"').outcome(rule) is Outcome.PASS

    def test_of_an_account_beside_others_of_its_unit(self, one: Callable[..., RuleCase]) -> None:
        rule = rule_with(applies=account.is_active, requires=account.followers > 3)
        facts = 'unit = {{}}\naccount = {}\naccounts = [{{status = "{}", followers = {}}}]'

        def beside(own: str, status: str, followers: int) -> Outcome:
            return self.outcome(one(facts.format(own, status, followers)), rule)

        for status in ("active", "closed"):
            for followers in (1, 9):
                other = (status, followers)
                assert beside('{status = "active", followers = 9}', *other) is Outcome.PASS
                assert beside('{status = "active", followers = 1}', *other) is Outcome.FAIL
                assert beside('{status = "active"}', *other) is Outcome.UNDETERMINED
                assert beside('{status = "closed"}', *other) is Outcome.NOT_APPLICABLE

    def test_of_an_account_that_is_named(self, one: Callable[..., RuleCase]) -> None:
        rule = rule_with(requires=account.followers > 3)
        case = one("account = {followers = 1}\naccounts = [{followers = 9}]\nsubject = 'account/2'")

        assert self.outcome(case, rule) is Outcome.PASS

    def test_of_a_unit_beside_the_one_above(self, one: Callable[..., RuleCase]) -> None:
        rule = rule_with(
            subject=Subject.UNIT,
            applies=unit.kind == "government",
            requires=unit.accounts.where(peer.is_active).count() <= 1,
        )
        active = '{status = "active"}'

        def of(kind: str, above: str, accounts: str) -> Outcome:
            facts = f"unit = {{kind = '{kind}'}}\nunits = [{{kind = '{above}'}}]\naccounts = [{accounts}]"
            return self.outcome(one(facts), rule)

        for above in ("government", "other"):
            assert of("government", above, active) is Outcome.PASS
            assert of("government", above, f"{active}, {active}") is Outcome.FAIL
            assert of("government", above, "{}, {}") is Outcome.UNDETERMINED
            assert of("other", above, active) is Outcome.NOT_APPLICABLE

    def test_of_one_post_among_several(self, one: Callable[..., RuleCase]) -> None:
        rule = rule_with(
            subject=Subject.POST,
            force=Force.PROHIBITION,
            applies=~account.is_closed,
            forbids=post.labels.has("off_topic"),
        )
        facts = (
            'account = {{status = "{}"}}\nsubject = "{}"\n'
            'posts = [{{labels = ["off_topic"]}}, {{}}, {{labels = []}}]'
        )
        outcomes = {"post/1": Outcome.FAIL, "post/2": Outcome.UNDETERMINED, "post/3": Outcome.PASS}

        for subject, outcome in outcomes.items():
            assert self.outcome(one(facts.format("active", subject)), rule) is outcome
            closed = one(facts.format("closed", subject))
            assert self.outcome(closed, rule) is Outcome.NOT_APPLICABLE

    def test_of_posts_that_nobody_supplied(self, one: Callable[..., RuleCase]) -> None:
        rule = rule_with(subject=Subject.POST, forbids=post.labels.has("off_topic"))

        assert self.outcome(one("account = {}"), rule) is Outcome.UNDETERMINED
        with pytest.raises(CaseError, match="there is no post that test-2019/a-rule could judge"):
            one("account = {}\nposts = []").outcome(rule)

    def test_of_a_message(self, one: Callable[..., RuleCase]) -> None:
        rule = rule_with(
            subject=Subject.MESSAGE,
            applies=message.needs_reply,
            requires=~message.replied_at.is_missing(),
        )

        def of(fields: str) -> Outcome:
            return self.outcome(one(f"account = {{}}\nmessages = [{{{fields}}}]"), rule)

        assert of('needs_reply = true, replied_at = "-1d"') is Outcome.PASS
        assert of("needs_reply = true") is Outcome.FAIL
        assert of("needs_reply = false") is Outcome.NOT_APPLICABLE
        assert of("") is Outcome.UNDETERMINED

    @pytest.mark.parametrize(
        ("facts", "rule"),
        [
            ('account = {opened_at = "+1s"}', rule_with(requires=posts.count() >= 1)),
            (
                'account = {}\nposts = [{published_at = "+1s"}]',
                rule_with(subject=Subject.POST, requires=account.is_active),
            ),
            ("account = {}", rule_with(subject=Subject.UNIT, requires=unit.level == "county")),
            ("unit = {}", rule_with(requires=account.is_active)),
            ("account = {}\nsubject = 'post/1'", rule_with(requires=account.is_active)),
        ],
    )
    def test_of_nobody_is_an_error(
        self, one: Callable[..., RuleCase], facts: str, rule: Rule
    ) -> None:
        for run in (audit, interpret_audit):
            with pytest.raises(CaseError, match=r"x\.toml:4, case '一例': there is no "):
                one(facts).outcome(rule, run=run)


def test_the_file_shown_in_the_guide_loads(load: Load) -> None:
    page = Path(__file__).parents[2] / "docs" / "how-to" / "extend-the-rule-cases.md"
    (text,) = re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)

    assert [case.expect for case in load(text)] == [Outcome.FAIL, Outcome.UNDETERMINED]
