"""Rules: what makes one complete, what it may read, its parameters, and functions as rules."""

import re
from datetime import date
from typing import Any

import attrs
import pytest

from govmedia_rules.conditions import (
    Condition,
    Origin,
    Param,
    account,
    always,
    message,
    messages,
    never,
    peer,
    post,
    posts,
    unit,
)
from govmedia_rules.conditions.interpreter import Situation
from govmedia_rules.errors import ConditionError, RuleError, UnknownNameError
from govmedia_rules.evaluation import audit, check_post
from govmedia_rules.findings import Finding, Outcome, Report, SubjectRef
from govmedia_rules.law import Force, Severity
from govmedia_rules.models import AppFacts, Portfolio, Subject
from govmedia_rules.rules import CheckFunction, Rule, RuleSet, Scope, check
from govmedia_rules.rules.rule import content_fingerprint
from govmedia_rules.text import Text
from situations import (
    ACCOUNT_ID,
    AS_OF,
    CITATION,
    UNIT_ID,
    account_with,
    ago,
    audited,
    message_with,
    outcome_of,
    outcomes_of,
    post_with,
    provision_with,
    rule_with,
    text,
    unit_with,
)

DAYS = Param("days", 14, unit="day", origin=Origin.TEXT, minimum=1)
READS = Param("reads", 100, unit="read", source="a city's practice")

EVERYBODY = Scope(id="test/all", title=text("全部"), binds=always, cites=(provision_with("0.1"),))

UPDATED = rule_with(
    id="test-2019/updated",
    applies=account.opened_at.within(days=DAYS),
    requires=posts.within(days=DAYS).where(post.reads >= READS).count() >= 1,
)


def refused(**parts: Any) -> str:
    """Return the message with which a rule of these parts is refused."""
    with pytest.raises(RuleError) as caught:
        rule_with(**parts)
    return str(caught.value)


class TestCompleteness:
    def test_a_rule_demands_something(self) -> None:
        assert refused() == (
            "rule 'test-2019/a-rule': give exactly one of requires, forbids and check"
        )

    @pytest.mark.parametrize(
        "demands",
        [
            {"requires": always, "forbids": never},
            {"requires": always, "check": bool},
            {"forbids": never, "check": bool},
            {"requires": always, "forbids": never, "check": bool},
        ],
    )
    def test_a_rule_demands_one_thing(self, demands: dict[str, Any]) -> None:
        assert "give exactly one of requires, forbids and check" in refused(**demands)

    @pytest.mark.parametrize("demand", [{"requires": always}, {"forbids": never}, {"check": bool}])
    def test_each_demand_alone_is_enough(self, demand: dict[str, Any]) -> None:
        assert rule_with(**demand).id == "test-2019/a-rule"

    def test_a_rule_rests_on_a_provision(self) -> None:
        assert refused(cites=(), requires=always) == (
            "rule 'test-2019/a-rule': a rule cites at least one provision"
        )

    def test_a_provision_stands_for_its_citation(self) -> None:
        provision = provision_with()

        rule = rule_with(cites=[provision], requires=always)

        assert rule == rule_with(cites=(provision.citation,), requires=always)

    @pytest.mark.parametrize("id_", ["test-2019/a-rule", "a/b", "a/b/c", "0/9", "jiangsu-2019/x-1"])
    def test_an_id_has_a_namespace(self, id_: str) -> None:
        assert rule_with(id=id_, requires=always).id == id_

    @pytest.mark.parametrize(
        "id_",
        [
            "",
            "alone",
            "/a",
            "a/",
            "a//b",
            "A/b",
            "a/B",
            "a/b_c",
            "a/b c",
            "a/-b",
            "a/b-",
            "a/b--c",
            "甲/乙",
            "a/b\n",
            None,
            5,
        ],
    )
    def test_an_id_of_another_shape_is_refused(self, id_: Any) -> None:
        assert "an id is written namespace/what-it-demands" in refused(id=id_, requires=always)

    def test_the_error_names_the_rule(self) -> None:
        with pytest.raises(RuleError) as caught:
            rule_with(id="test-2019/broken")

        assert caught.value.rule_id == "test-2019/broken"

    @pytest.mark.parametrize("part", ["applies", "requires", "forbids", "unless"])
    @pytest.mark.parametrize("value", [5, "account.is_main", post.reads, posts, False])
    def test_every_part_is_a_condition(self, part: str, value: object) -> None:
        parts: dict[str, object] = {"requires": always} if part in {"applies", "unless"} else {}

        assert "takes a condition, not" in refused(**{**parts, part: value})

    def test_a_rule_is_a_value(self) -> None:
        def made() -> Rule:
            return rule_with(applies=account.is_active, requires=posts.count() > 1)

        assert made() == made()
        assert hash(made()) == hash(made())
        assert made() != attrs.evolve(made(), requires=posts.count() > 2)

    def test_a_rule_cannot_be_changed(self) -> None:
        rule = rule_with(requires=always)

        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            rule.id = "test-2019/other"  # type: ignore[misc]

    def test_conditions_are_told_in_the_order_in_which_they_are_asked(self) -> None:
        rule = rule_with(
            requires=posts.count() > 1, applies=account.is_active, unless=account.is_main
        )

        assert [repr(condition) for condition in rule.conditions] == [
            "account.status == 'active'",
            "account.is_main",
            "posts.count() > 1",
        ]


class TestSeverity:
    @pytest.mark.parametrize(
        ("force", "severity"),
        [
            (Force.OBLIGATION, Severity.ERROR),
            (Force.PROHIBITION, Severity.ERROR),
            (Force.DEFEASIBLE, Severity.WARNING),
            (Force.RECOMMENDATION, Severity.NOTE),
            (Force.CONTEXT, Severity.NOTE),
        ],
    )
    def test_follows_from_the_force(self, force: Force, severity: Severity) -> None:
        assert rule_with(force=force, requires=always).severity is severity
        assert check(id="a/b", title=text("题"), cites=[CITATION], force=force)(bool).severity is (
            severity
        )

    @pytest.mark.parametrize("severity", list(Severity))
    def test_can_be_said_otherwise(self, severity: Severity) -> None:
        rule = rule_with(force=Force.RECOMMENDATION, severity=severity, requires=always)

        assert rule.severity is severity

    def test_words_stand_for_members(self) -> None:
        rule = rule_with(force="defeasible", severity="veto", subject="post", requires=always)

        assert (rule.force, rule.severity, rule.subject) == (
            Force.DEFEASIBLE,
            Severity.VETO,
            Subject.POST,
        )


class TestScope:
    """A rule reads what its subject has."""

    @pytest.mark.parametrize(
        ("subject", "condition"),
        [
            (Subject.POST, post.reads > 1),
            (Subject.POST, account.is_active),
            (Subject.POST, unit.level == "county"),
            (Subject.MESSAGE, message.needs_reply),
            (Subject.MESSAGE, account.is_active),
            (Subject.MESSAGE, unit.kind == "department"),
            (Subject.ACCOUNT, account.followers > 1),
            (Subject.ACCOUNT, unit.level == "county"),
            (Subject.ACCOUNT, posts.count() > 1),
            (Subject.ACCOUNT, messages.count() > 1),
            (Subject.ACCOUNT, unit.accounts.count() > 1),
            (Subject.ACCOUNT, posts.where(post.reads > 1).count() > 1),
            (Subject.ACCOUNT, posts.where(post.reads > account.followers).count() > 1),
            (Subject.ACCOUNT, posts.share(post.kind == "original") > 0.5),
            (Subject.ACCOUNT, posts.mean(post.reads) > 1),
            (Subject.ACCOUNT, messages.where(message.needs_reply).count() > 1),
            (Subject.ACCOUNT, unit.accounts.where(peer.platform == account.platform).count() == 1),
            (Subject.ACCOUNT, unit.accounts.mean(peer.followers) > 1),
            (Subject.UNIT, unit.level == "county"),
            (Subject.UNIT, unit.accounts.count() > 1),
            (Subject.UNIT, unit.accounts.where(peer.platform == "wechat").count() == 1),
            (Subject.UNIT, unit.accounts.share(peer.is_main) > 0.5),
        ],
    )
    def test_its_own_fields_and_rows_are_in_scope(
        self, subject: Subject, condition: Condition
    ) -> None:
        assert rule_with(subject=subject, requires=condition).requires is condition

    @pytest.mark.parametrize(
        ("subject", "condition", "complaint"),
        [
            (Subject.POST, posts.count() > 1, "posts: a rule about post has none"),
            (Subject.POST, messages.count() > 1, "messages: a rule about post has none"),
            (
                Subject.POST,
                unit.accounts.count() > 1,
                "unit.accounts: a rule about post has none",
            ),
            (
                Subject.POST,
                message.needs_reply,
                "message.needs_reply: a rule about post has no message",
            ),
            (Subject.POST, peer.is_main, "peer.is_main: a rule about post has no peer"),
            (Subject.MESSAGE, posts.count() > 1, "posts: a rule about message has none"),
            (Subject.MESSAGE, post.reads > 1, "post.reads: a rule about message has no post"),
            (
                Subject.ACCOUNT,
                post.reads > 1,
                (
                    "post.reads: a rule about account has no post; count rows instead, as in"
                    " posts.where(post.reads …).count()"
                ),
            ),
            (
                Subject.ACCOUNT,
                message.needs_reply,
                (
                    "message.needs_reply: a rule about account has no message; count rows instead,"
                    " as in messages.where(message.needs_reply …).count()"
                ),
            ),
            (
                Subject.ACCOUNT,
                peer.is_main,
                (
                    "peer.is_main: a rule about account has no peer; count rows instead, as in"
                    " unit.accounts.where(peer.is_main …).count()"
                ),
            ),
            (
                Subject.ACCOUNT,
                post.reads > posts.mean(post.reads),
                "post.reads: a rule about account has no post",
            ),
            (
                Subject.UNIT,
                account.is_main,
                "account.is_main: a rule about unit has no account",
            ),
            (Subject.UNIT, posts.count() > 1, "posts: a rule about unit has none"),
            (
                Subject.UNIT,
                unit.accounts.where(peer.platform == account.platform).count() == 1,
                "account.platform: a rule about unit has no account",
            ),
            (
                Subject.UNIT,
                peer.is_main,
                (
                    "peer.is_main: a rule about unit has no peer; count rows instead, as in"
                    " unit.accounts.where(peer.is_main …).count()"
                ),
            ),
        ],
    )
    @pytest.mark.parametrize("part", ["applies", "requires", "forbids", "unless"])
    def test_anything_else_is_refused_in_every_part(
        self, subject: Subject, condition: Condition, complaint: str, part: str
    ) -> None:
        demand: dict[str, object] = {"requires": always} if part in {"applies", "unless"} else {}

        said = refused(**{"subject": subject, **demand, part: condition})

        without_article = re.sub(r"about an? ", "about ", said)
        assert without_article.startswith(f"rule 'test-2019/a-rule': {complaint}")


class TestParams:
    def test_are_those_that_the_conditions_mention_said_once_in_reading_order(self) -> None:
        assert [param.key() for param in UPDATED.params] == [DAYS.key(), READS.key()]

    def test_of_a_rule_without_any_are_none(self) -> None:
        assert rule_with(requires=always).params == ()

    @pytest.mark.parametrize(
        "other",
        [
            Param("days", 15, unit="day", origin=Origin.TEXT, minimum=1),
            Param("days", 14, unit="week", origin=Origin.TEXT, minimum=1),
            Param("days", 14, unit="day", source="somebody's choice", minimum=1),
            Param("days", 14, unit="day", origin=Origin.TEXT, minimum=2),
        ],
    )
    def test_with_one_name_have_one_definition(self, other: Param) -> None:
        assert (
            refused(
                applies=account.opened_at.within(days=DAYS),
                requires=posts.within(days=other).count() > 1,
            )
            == "rule 'test-2019/a-rule': parameter days has two definitions"
        )


class TestMessages:
    def test_may_mention_the_value_the_threshold_and_each_parameter(self) -> None:
        message = text("{value} {threshold} {days} {reads}")

        assert attrs.evolve(UPDATED, message=message).message == message

    @pytest.mark.parametrize("wording", ["{day}", "{ days }", "{}", "{0}", "{days.x}", "{days!r}"])
    @pytest.mark.parametrize("language", ["zh", "en"])
    def test_mention_nothing_else(self, wording: str, language: str) -> None:
        words = Text(**{"zh": "没有更新。", "en": "No update.", language: f"No {wording}."})

        with pytest.raises(RuleError) as caught:
            attrs.evolve(UPDATED, message=words)

        assert str(caught.value) == (
            f"rule 'test-2019/updated': message: {wording} stands for nothing;"
            " known: days, reads, threshold, value"
        )

    def test_are_filled_in_one_pass_with_what_was_found(self) -> None:
        word = Param("word", "{days}", source="a test")
        rule = rule_with(
            requires=posts.where(post.title == word).within(days=DAYS).count() >= 1,
            message=text("{word} {days} {value} {threshold}"),
        )

        (finding,) = audited(Portfolio(accounts=(account_with(),), posts=()), rule).findings

        assert finding.message == text("{days} 14 0 1")

    @pytest.mark.parametrize(
        ("wording", "said"),
        [("{value}", "0"), ("{threshold}", "1"), ("{value}/{threshold}", "0/1")],
    )
    def test_say_for_each_account_what_was_found_there(self, wording: str, said: str) -> None:
        rule = rule_with(requires=posts.count() >= account.followers, message=text(wording))
        accounts = (account_with(followers=1), account_with(id="b", followers=2))

        first, second = audited(Portfolio(accounts=accounts, posts=()), rule).findings

        assert {finding.message.en for finding in (first, second)} == {said, said.replace("1", "2")}

    def test_show_other_braces_as_they_are(self) -> None:
        rule = rule_with(requires=never, message=text("a } b {{"))

        (finding,) = audited(Portfolio(accounts=(account_with(),)), rule).findings

        assert finding.message == text("a } b {{")


class TestOverride:
    def test_replaces_the_value_wherever_the_rule_mentions_it(self) -> None:
        changed = UPDATED.override(days=7)

        new = Param(
            "days",
            7,
            unit="day",
            origin=Origin.OVERRIDE,
            source="overrides 14 (stated by the text)",
            minimum=1,
        )
        assert changed == attrs.evolve(
            UPDATED,
            applies=account.opened_at.within(days=new),
            requires=posts.within(days=new).where(post.reads >= READS).count() >= 1,
        )

    def test_says_which_source_it_replaces(self) -> None:
        (_, reads) = UPDATED.override(reads=50).params

        assert (reads.value, reads.origin, reads.source) == (
            50,
            Origin.OVERRIDE,
            "overrides 100 (a city's practice)",
        )

    def test_leaves_the_rule_itself_alone(self) -> None:
        before = UPDATED.to_plain()

        UPDATED.override(days=7, reads=1)

        assert UPDATED.to_plain() == before

    def test_of_nothing_changes_nothing(self) -> None:
        assert UPDATED.override() == UPDATED

    def test_of_several_is_each_in_turn(self) -> None:
        both = UPDATED.override(days=7, reads=50)

        assert both == UPDATED.override(days=7).override(reads=50)
        assert both == UPDATED.override(reads=50).override(days=7)

    def test_refuses_a_parameter_that_the_rule_does_not_have(self) -> None:
        with pytest.raises(UnknownNameError) as caught:
            UPDATED.override(day=7)

        assert str(caught.value) == (
            "there is no parameter 'day' in rule test-2019/updated; did you mean 'days'?"
        )

    def test_takes_the_minimum_and_nothing_below_it(self) -> None:
        assert UPDATED.override(days=1).params[0].value == 1

        with pytest.raises(RuleError) as caught:
            UPDATED.override(days=0)
        assert str(caught.value) == (
            "rule 'test-2019/updated': parameter days is 0; expected at least 1"
        )

    @pytest.mark.parametrize(
        ("value", "kind"),
        [("100", "'100'"), (("a", "b"), "('a', 'b')")],
    )
    def test_refuses_a_value_of_another_kind(self, value: Any, kind: str) -> None:
        with pytest.raises(RuleError) as caught:
            UPDATED.override(reads=value)

        assert str(caught.value) == (
            f"rule 'test-2019/updated': parameter reads takes a number, not {kind}"
        )

    @pytest.mark.parametrize("value", [True, None, float("nan"), 2**63, [1]])
    def test_refuses_a_value_that_is_no_value(self, value: Any) -> None:
        with pytest.raises(RuleError, match="test-2019/updated"):
            UPDATED.override(reads=value)

    @pytest.mark.parametrize("days", [1.5, 36_501])
    def test_refuses_a_window_that_is_none(self, days: Any) -> None:
        with pytest.raises(RuleError, match="whole number of days"):
            UPDATED.override(days=days)

    @pytest.mark.parametrize("coverage", [0, 1.5])
    def test_refuses_a_coverage_that_is_none(self, coverage: Any) -> None:
        needed = Param("needed", 0.9, source="a test")
        rule = rule_with(requires=posts.mean(post.reads, coverage=needed) > 5)

        with pytest.raises(RuleError, match="expected a share above 0"):
            rule.override(needed=coverage)

    def test_refuses_a_word_that_the_field_cannot_hold(self) -> None:
        status = Param("status", "active", source="a test")
        rule = rule_with(requires=account.status == status)

        with pytest.raises(RuleError, match="did you mean 'suspended'"):
            rule.override(status="suspend")

    def test_reaches_lists_of_words(self) -> None:
        platforms = Param("platforms", ("wechat",), source="a test")
        rule = rule_with(requires=account.platform.is_in(platforms))

        changed = rule.override(platforms=("weibo", "app"))

        assert changed.params[0].value == ("weibo", "app")

    def test_takes_effect(self) -> None:
        rule = rule_with(requires=posts.where(post.reads >= READS).count() >= 1)
        portfolio = Portfolio(
            accounts=(account_with(),), posts=(post_with(published_at=ago(days=1), reads=60),)
        )

        assert outcome_of(audited(portfolio, rule), rule.id) is Outcome.FAIL
        assert outcome_of(audited(portfolio, rule.override(reads=60)), rule.id) is Outcome.PASS


class TestWhenItBinds:
    @pytest.mark.parametrize(
        ("on", "binds"),
        [
            (date(2019, 3, 31), False),
            (date(2019, 4, 1), True),
            (date(2019, 4, 2), True),
            (date(2020, 12, 30), True),
            (date(2020, 12, 31), True),
            (date(2021, 1, 1), False),
            (date(2021, 1, 2), False),
        ],
    )
    def test_from_its_first_day_until_the_day_it_is_repealed(self, on: date, binds: bool) -> None:
        provision = provision_with(binds_from_on=date(2019, 4, 1), repealed_on=date(2021, 1, 1))

        assert rule_with(cites=[provision], requires=always).is_in_force_on(on) is binds

    def test_while_any_of_its_provisions_does(self) -> None:
        first = provision_with("1", binds_from_on=date(2019, 2, 1), repealed_on=date(2019, 3, 1))
        second = provision_with("2", binds_from_on=date(2019, 4, 1))
        rule = rule_with(cites=[first, second], requires=always)

        days = [date(2019, month, 15) for month in (1, 2, 3, 4)]

        assert [rule.is_in_force_on(day) for day in days] == [False, True, False, True]


class TestOutcomes:
    """Scope, exception and demand, each true, false or unknown."""

    YES, NO, UNKNOWN = account.is_main, account.app.is_usable, account.app.supports_ipv6
    T, F, U = Outcome.PASS, Outcome.FAIL, Outcome.UNDETERMINED
    NA = Outcome.NOT_APPLICABLE

    @pytest.mark.parametrize(
        ("applies", "unless", "requires", "outcome"),
        [
            (YES, NO, YES, T),
            (YES, NO, NO, F),
            (YES, NO, UNKNOWN, U),
            (YES, YES, YES, NA),
            (YES, YES, NO, NA),
            (YES, YES, UNKNOWN, NA),
            (YES, UNKNOWN, YES, U),
            (YES, UNKNOWN, NO, U),
            (YES, UNKNOWN, UNKNOWN, U),
            (NO, NO, NO, NA),
            (NO, YES, NO, NA),
            (NO, UNKNOWN, UNKNOWN, NA),
            (UNKNOWN, NO, YES, U),
            (UNKNOWN, NO, NO, U),
            (UNKNOWN, YES, NO, U),
            (UNKNOWN, UNKNOWN, UNKNOWN, U),
            (None, None, YES, T),
            (None, None, NO, F),
            (None, None, UNKNOWN, U),
            (None, YES, NO, NA),
        ],
    )
    def test_follow_the_table(
        self,
        applies: Condition | None,
        unless: Condition | None,
        requires: Condition,
        outcome: Outcome,
    ) -> None:
        portfolio = Portfolio(accounts=(account_with(is_main=True, app=AppFacts(is_usable=False)),))
        required = rule_with(applies=applies, unless=unless, requires=requires)
        forbidden = rule_with(applies=applies, unless=unless, forbids=~requires)

        for rule in (required, forbidden):
            assert outcome_of(audited(portfolio, rule), rule.id) is outcome


def checked(function: CheckFunction, **parts: Any) -> Rule:
    return check(
        **{
            "id": "test-2019/checked",
            "title": text("由函数判定"),
            "cites": (CITATION,),
            "force": Force.OBLIGATION,
            **parts,
        }
    )(function)


def answering(answer: Any) -> CheckFunction:
    def function(situation: Situation) -> Any:
        return answer

    return function


PORTFOLIO = Portfolio(
    accounts=(account_with(), account_with(id="weibo:乙县", platform="weibo", name=None)),
    posts=(post_with(published_at=ago(days=1)),),
)


def crash_on_weibo(situation: Situation) -> bool:
    assert situation.account is not None
    if situation.account.platform == "weibo":
        raise ValueError("no such platform")
    return True


def report_of(rule: Rule, *others: Rule) -> Report:
    return audit(PORTFOLIO, RuleSet("test", (rule, *others)), as_of=AS_OF)


class TestFunctionsAsRules:
    def test_become_rules_with_the_parts_they_are_given(self) -> None:
        def is_fine(situation: Situation) -> bool | None:
            return True

        rule = check(
            id="test-2019/checked",
            title=text("题"),
            cites=[provision_with()],
            force=Force.DEFEASIBLE,
            subject=Subject.POST,
            severity=Severity.VETO,
            scope=EVERYBODY,
            applies=account.is_active,
            unless=account.is_main,
            version="3",
            remedy=text("改"),
            explanation=text("释"),
        )(is_fine)

        assert rule == Rule(
            id="test-2019/checked",
            title=text("题"),
            cites=(CITATION,),
            force=Force.DEFEASIBLE,
            subject=Subject.POST,
            severity=Severity.VETO,
            scope=EVERYBODY,
            applies=account.is_active,
            unless=account.is_main,
            check=is_fine,
            check_version="3",
            remedy=text("改"),
            explanation=text("释"),
        )

    @pytest.mark.parametrize(
        ("answer", "outcome"),
        [(True, Outcome.PASS), (False, Outcome.FAIL), (None, Outcome.UNDETERMINED)],
    )
    def test_answer_kept_broken_or_cannot_be_told(
        self, answer: bool | None, outcome: Outcome
    ) -> None:
        rule = checked(answering(answer))

        assert outcomes_of(audited(PORTFOLIO, rule), rule.id) == {outcome: 2}

    def test_write_a_whole_finding_for_a_failure(self) -> None:
        rule = checked(
            lambda situation: situation.account != PORTFOLIO.accounts[0], remedy=text("改")
        )

        assert audited(PORTFOLIO, rule).findings == (
            Finding(
                rule_id="test-2019/checked",
                title=text("由函数判定"),
                outcome=Outcome.FAIL,
                force=Force.OBLIGATION,
                severity=Severity.ERROR,
                subject=SubjectRef(
                    kind=Subject.ACCOUNT, id=ACCOUNT_ID, name="甲县发布", account_id=ACCOUNT_ID
                ),
                message=Text(zh="未满足：由函数判定。", en="Not met: 由函数判定."),
                citations=(CITATION,),
                remedy=text("改"),
            ),
        )

    def test_get_the_situation_of_their_subject(self) -> None:
        seen: list[Situation] = []

        def look(situation: Situation) -> bool:
            seen.append(situation)
            return True

        sponsor = unit_with()
        portfolio = Portfolio(
            accounts=(account_with(unit_id=UNIT_ID),),
            units=(sponsor,),
            posts=(post_with(published_at=ago(days=1)),),
            messages=(message_with(received_at=ago(days=1)),),
        )
        for subject in (Subject.ACCOUNT, Subject.POST, Subject.MESSAGE, Subject.UNIT):
            audit(portfolio, RuleSet("test", (checked(look, subject=subject),)), as_of=AS_OF)

        of_account, of_post, of_message, of_unit = seen
        assert portfolio.posts is not None
        assert portfolio.messages is not None
        assert (of_account.account, of_account.unit) == (portfolio.accounts[0], sponsor)
        assert list(of_account.posts) == list(portfolio.posts)
        assert (of_post.post, of_post.account) == (portfolio.posts[0], portfolio.accounts[0])
        assert of_message.message == portfolio.messages[0]
        assert (of_unit.unit, of_unit.account) == (sponsor, None)
        assert list(of_unit.accounts) == list(portfolio.accounts)

    def test_may_look_at_the_other_accounts_of_the_unit(self) -> None:
        def has_a_sibling(situation: Situation) -> bool:
            return len(situation.accounts) > 1

        rule = checked(has_a_sibling)
        accounts = [
            account_with(id=id_, unit_id=unit_id)
            for id_, unit_id in (("a", UNIT_ID), ("b", UNIT_ID), ("c", "unit:乙县"), ("d", None))
        ]

        report = audited(Portfolio(accounts=accounts), rule)

        assert [finding.subject.id for finding in report.findings] == ["c", "d"]

    @pytest.mark.parametrize("part", [{"applies": never}, {"unless": always}])
    def test_are_not_asked_about_what_the_rule_does_not_bind(self, part: dict[str, Any]) -> None:
        rule = checked(crash_on_weibo, **part)

        assert outcomes_of(audited(PORTFOLIO, rule), rule.id) == {Outcome.NOT_APPLICABLE: 2}

    @pytest.mark.parametrize("part", [{"applies": account.is_main}, {"unless": account.is_main}])
    def test_are_not_asked_while_nobody_knows_whether_the_rule_binds(
        self, part: dict[str, Any]
    ) -> None:
        rule = checked(crash_on_weibo, **part)

        assert outcomes_of(audited(PORTFOLIO, rule), rule.id) == {Outcome.UNDETERMINED: 2}

    def test_that_crash_come_to_an_error_and_the_audit_goes_on(self) -> None:
        kept = rule_with(id="test-2019/kept", requires=always)
        broken = rule_with(id="test-2019/broken", requires=never)
        report = report_of(kept, checked(crash_on_weibo), broken)

        assert outcomes_of(report, "test-2019/checked") == {Outcome.PASS: 1, Outcome.ERROR: 1}
        assert outcomes_of(report, "test-2019/kept") == {Outcome.PASS: 2}
        assert outcomes_of(report, "test-2019/broken") == {Outcome.FAIL: 2}
        assert [(finding.subject.id, finding.rule_id) for finding in report.findings] == [
            (ACCOUNT_ID, "test-2019/broken"),
            ("weibo:乙县", "test-2019/checked"),
            ("weibo:乙县", "test-2019/broken"),
        ]
        assert report.has_errors

    def test_that_crash_write_a_whole_finding(self) -> None:
        (finding,) = report_of(checked(crash_on_weibo)).findings

        assert finding == Finding(
            rule_id="test-2019/checked",
            title=text("由函数判定"),
            outcome=Outcome.ERROR,
            force=Force.OBLIGATION,
            severity=Severity.ERROR,
            subject=SubjectRef(kind=Subject.ACCOUNT, id="weibo:乙县", account_id="weibo:乙县"),
            message=Text(
                zh="规则自身出错：ValueError: no such platform",
                en="The rule itself crashed: ValueError: no such platform",
            ),
            citations=(CITATION,),
            error="ValueError: no such platform",
        )

    def test_that_crash_as_a_veto_leave_the_verdict_undetermined(self) -> None:
        report = report_of(checked(crash_on_weibo, severity=Severity.VETO))

        assert dict(report.verdicts) == {ACCOUNT_ID: "passes", "weibo:乙县": "undetermined"}

    def test_that_crash_do_so_openly_when_strict(self) -> None:
        ruleset = RuleSet("test", (checked(crash_on_weibo),))

        with pytest.raises(ValueError, match="no such platform"):
            audit(PORTFOLIO, ruleset, as_of=AS_OF, strict=True)

    def test_that_crash_on_one_post_do_so_openly_when_strict(self) -> None:
        def crash(situation: Situation) -> bool:
            raise KeyError(situation.post)

        ruleset = RuleSet("test", (checked(crash, subject=Subject.POST),))
        post = post_with(published_at=ago(days=1))

        assert check_post(post, account_with(), ruleset, as_of=AS_OF).has_errors
        with pytest.raises(KeyError):
            check_post(post, account_with(), ruleset, as_of=AS_OF, strict=True)

    @pytest.mark.parametrize("answer", ["yes", "", 2, [], object(), 0.5])
    def test_that_answer_something_else_come_to_an_error(self, answer: Any) -> None:
        report = report_of(checked(answering(answer)))

        assert outcomes_of(report, "test-2019/checked") == {Outcome.ERROR: 2}
        assert report.findings[0].error == (
            f"TypeError: a check returns True, False or None, not {answer!r}"
        )

    @pytest.mark.parametrize("answer", [0, 1, 0.0, 1.0])
    def test_that_answer_a_number_come_to_an_error_even_where_it_equals_a_truth(
        self, answer: Any
    ) -> None:
        report = report_of(checked(answering(answer)))

        assert outcomes_of(report, "test-2019/checked") == {Outcome.ERROR: 2}

    def test_that_answer_something_else_do_so_openly_when_strict(self) -> None:
        with pytest.raises(TypeError, match="a check returns True, False or None, not 'yes'"):
            audit(
                PORTFOLIO, RuleSet("test", (checked(answering("yes")),)), as_of=AS_OF, strict=True
            )

    def test_that_crash_wordily_are_cut_short(self) -> None:
        def crash(situation: Situation) -> bool:
            raise ValueError("x" * 10_000_000)

        error = report_of(checked(crash)).findings[0].error

        assert error is not None
        assert len(error) == 500

    def test_judge_posts_one_by_one_and_fold_what_cannot_be_told(self) -> None:
        def judge(situation: Situation) -> bool | None:
            assert situation.post is not None
            return {"bad": False, "good": True}.get(situation.post.id)

        posts_ = tuple(
            post_with(id_, published_at=ago(days=1)) for id_ in ("bad", "good", "odd", "odder")
        )
        portfolio = Portfolio(accounts=(account_with(),), posts=posts_)
        rule = checked(judge, subject=Subject.POST)

        report = audited(portfolio, rule)

        assert outcomes_of(report, rule.id) == {
            Outcome.PASS: 1,
            Outcome.FAIL: 1,
            Outcome.UNDETERMINED: 2,
        }
        assert [(finding.subject.id, finding.count) for finding in report.findings] == [
            ("bad", 1),
            (ACCOUNT_ID, 2),
        ]

    def test_are_not_asked_before_the_rule_is_in_force(self) -> None:
        rule = checked(crash_on_weibo, cites=[provision_with(binds_from_on=date(2019, 6, 6))])

        assert outcomes_of(audited(PORTFOLIO, rule), rule.id) == {Outcome.NOT_APPLICABLE: 2}


class TestStatement:
    def test_says_whom_it_binds_what_it_demands_and_unless_what(self) -> None:
        rule = rule_with(
            applies=account.is_active, requires=posts.count() > 1, unless=account.is_main
        )

        assert rule.statement == Text(
            zh="适用于：运行状态为“正常运行”；要求：发布的信息的数量多于1；例外：是主账号。",
            en=(
                "Binds where status is active; Requires that number of posts is more than 1;"
                " Unless it is the unit's main account."
            ),
        )

    def test_says_what_is_forbidden(self) -> None:
        rule = rule_with(subject=Subject.POST, forbids=post.labels.has("commercial_ad"))

        assert rule.statement == Text(
            zh="禁止：内容筛查标签含“商业广告”。",
            en="Forbids that content labels include commercial advertising.",
        )

    def test_says_that_a_function_decides(self) -> None:
        assert checked(bool).statement == Text(zh="由函数判定。", en="Decided by a function.")


def test_a_condition_that_cannot_be_built_is_a_rule_error_with_its_cause() -> None:
    with pytest.raises(RuleError) as caught:
        rule_with(requires=post.reads > 1)

    assert isinstance(caught.value.__cause__, ConditionError)


class TestContent:
    """Fingerprints are made of it, in reports of years ago too: it changes for no other reason."""

    def test_is_what_the_rule_says(self) -> None:
        condition = {
            "node": "compare",
            "operator": ">=",
            "left": {
                "node": "aggregate",
                "function": "count",
                "rows": {"node": "rows", "table": "posts"},
            },
            "right": {"node": "constant", "value": 1},
        }
        rule = rule_with(
            subject=Subject.ACCOUNT,
            force=Force.DEFEASIBLE,
            severity=Severity.VETO,
            scope=EVERYBODY,
            refines=("test-2018/asking",),
            applies=account.is_active,
            unless=account.is_main,
            requires=posts.count() >= 1,
            title=Text(zh="题", en="title"),
            remedy=Text(zh="改", en="remedy"),
            message=Text(zh="报", en="message"),
            explanation=Text(zh="释", en="explanation"),
        )
        status = {"field": "account.status"}

        assert rule.to_plain() == {
            "id": "test-2019/a-rule",
            "subject": "account",
            "force": "defeasible",
            "severity": "veto",
            "cites": [
                [
                    "test-2019",
                    "测〔2019〕1号",
                    "测试办法",
                    "测试办法",
                    "1.1",
                    "总则",
                    "总则",
                    "2019-01-01",
                    "None",
                    "text",
                ]
            ],
            "title": {"zh": "题", "en": "title"},
            "remedy": {"zh": "改", "en": "remedy"},
            "message": {"zh": "报", "en": "message"},
            "explanation": {"zh": "释", "en": "explanation"},
            "scope": {
                "id": "test/all",
                "title": {"zh": "全部", "en": "全部"},
                "binds": {"node": "truth", "value": True},
                "cites": [["test-2019", "0.1"]],
            },
            "refines": ["test-2018/asking"],
            "applies": {
                "node": "compare",
                "operator": "==",
                "left": status,
                "right": {"node": "constant", "value": "active"},
            },
            "requires": condition,
            "unless": {"field": "account.is_main"},
        }

    def test_of_a_function_is_where_it_is_written_and_its_version(self) -> None:
        rule = rule_with(check=refused, check_version="2")

        assert rule.to_plain()["check"] == [refused.__module__, "refused", "2"]


class TestFingerprint:
    def test_is_that_of_the_content(self) -> None:
        rule = rule_with(requires=posts.count() >= 1)

        assert rule.fingerprint == rule_with(requires=posts.count() >= 1).fingerprint
        assert rule.fingerprint != rule_with(requires=posts.count() >= 2).fingerprint
        assert rule.fingerprint != attrs.evolve(rule, remedy=Text(zh="改", en="mend")).fingerprint
        assert set(rule.fingerprint) <= set("0123456789abcdef")
        assert len(rule.fingerprint) == 16

    def test_of_the_same_content_is_the_same_in_every_version_of_the_library(self) -> None:
        """Reports of years ago are compared with those of today by it."""
        plain = {"zh": "改", "n": [1, 1.0, True, None]}

        # sha256sum says so of {"n":[1,1.0,true,null],"zh":"\\u6539"}
        assert content_fingerprint(plain) == "7de388214fcb113d"

    def test_of_a_function_is_told_by_its_version(self) -> None:
        def kept(_: object) -> bool:
            return True

        one, other = (rule_with(check=kept, check_version=version) for version in "12")

        assert one.fingerprint != other.fingerprint
