"""Rule sets: their algebra, their in-force dates, their fingerprint."""

from collections.abc import Callable
from datetime import date
from itertools import product
from typing import Any, Final

import attrs
import pytest

from govmedia_rules.conditions import Origin, Param, account, always, never, posts
from govmedia_rules.errors import RuleError, UnknownNameError
from govmedia_rules.findings import Outcome
from govmedia_rules.law import Force, Severity
from govmedia_rules.models import Portfolio, Subject
from govmedia_rules.moments import MomentError
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.rulesets import INSPECTION_2019
from situations import (
    account_with,
    audited,
    outcome_of,
    provision_with,
    rule_with,
    text,
)

DAYS: Final = Param("days", 14, unit="day", origin=Origin.TEXT, minimum=1)

A: Final = rule_with(id="test-2019/a", requires=posts.within(days=DAYS).count() >= 1)
B: Final = rule_with(id="test-2019/b", requires=account.is_active)
C: Final = rule_with(id="other-2020/c", requires=account.is_main)
D: Final = rule_with(id="other-2020/d", forbids=account.is_closed)

EMPTY: Final = RuleSet("empty", ())


def set_of(*rules: Rule, id: str = "some") -> RuleSet:  # noqa: A002 -- the name that RuleSet has
    return RuleSet(id, rules)


# Sets that overlap, contain one another, and are ordered differently.
SETS: Final = (
    EMPTY,
    set_of(A),
    set_of(B),
    set_of(A, B),
    set_of(B, A),
    set_of(B, C),
    set_of(C, D),
    set_of(D, C, B, A),
)

PAIRS: Final = tuple(product(SETS, repeat=2))
TRIPLES: Final = tuple(product(SETS, repeat=3))


class TestWhatItIs:
    def test_rules_in_the_order_given(self) -> None:
        ruleset = RuleSet("some", [C, A, B])

        assert tuple(ruleset) == ruleset.rules == (C, A, B)
        assert len(ruleset) == 3

    def test_any_iterable_will_do(self) -> None:
        assert RuleSet("some", (rule for rule in (A, B))) == set_of(A, B)

    def test_knows_its_rules_by_id(self) -> None:
        ruleset = set_of(A, B)

        assert A.id in ruleset
        assert C.id not in ruleset
        assert ruleset.rule("test-2019/b") is B

    def test_suggests_the_near_rule(self) -> None:
        with pytest.raises(UnknownNameError) as caught:
            INSPECTION_2019.rule("inspection-2019/no-update-in-to-weeks")

        assert caught.value.suggestion == "inspection-2019/no-update-in-two-weeks"
        assert "in inspection-2019" in str(caught.value)

    def test_refuses_an_id_that_occurs_twice(self) -> None:
        other = attrs.evolve(A, title=text("另一条"))

        for rules in ((A, A), (A, B, other)):
            with pytest.raises(RuleError) as caught:
                RuleSet("some", rules)
            assert str(caught.value) == ("rule 'test-2019/a': the id occurs twice in one rule set")
            assert caught.value.rule_id == "test-2019/a"

    def test_cannot_be_changed(self) -> None:
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            set_of(A).rules = (B,)  # type: ignore[misc]

    def test_says_how_large_it_is(self) -> None:
        assert repr(set_of(A, B, id="mine")) == "<RuleSet mine: 2 rules>"

    def test_is_equal_to_a_set_of_equal_rules_in_the_same_order_whatever_its_name(self) -> None:
        assert set_of(A, B, id="one") == set_of(A, B, id="two")
        assert hash(set_of(A, B, id="one")) == hash(set_of(A, B, id="two"))
        assert set_of(A, B) != set_of(B, A)
        assert set_of(A) != set_of(A, B)
        assert set_of(A) != (A,)


class TestUnion:
    @pytest.mark.parametrize("a", SETS)
    def test_with_the_empty_set_changes_nothing(self, a: RuleSet) -> None:
        assert a | EMPTY == a
        assert EMPTY | a == a

    @pytest.mark.parametrize("a", SETS)
    def test_with_itself_changes_nothing(self, a: RuleSet) -> None:
        assert a | a == a
        assert (a | a).id == a.id

    @pytest.mark.parametrize(("a", "b", "c"), TRIPLES)
    def test_is_associative(self, a: RuleSet, b: RuleSet, c: RuleSet) -> None:
        assert (a | b) | c == a | (b | c)

    @pytest.mark.parametrize(("a", "b"), PAIRS)
    def test_holds_the_same_rules_either_way(self, a: RuleSet, b: RuleSet) -> None:
        assert {rule.id for rule in a | b} == {rule.id for rule in b | a}

    @pytest.mark.parametrize(("a", "b"), PAIRS)
    def test_keeps_the_first_sets_order_and_adds_what_is_new_in_the_seconds(
        self, a: RuleSet, b: RuleSet
    ) -> None:
        assert (a | b).rules == (*a, *(rule for rule in b if rule not in a.rules))

    def test_joins_the_names_once(self) -> None:
        one, two, three = set_of(A, id="one"), set_of(B, id="two"), set_of(C, id="three")

        assert (one | two).id == "one+two"
        assert ((one | two) | (two | three)).id == "one+two+three"
        assert ((one | two) | three).id == (one | (two | three)).id

    @pytest.mark.parametrize(
        "other",
        [
            attrs.evolve(A, title=text("另一条")),
            attrs.evolve(A, requires=posts.count() >= 1),
            A.override(days=10),
        ],
    )
    def test_refuses_two_rules_by_one_id(self, other: Rule) -> None:
        with pytest.raises(RuleError) as caught:
            _ = set_of(B, A, id="one") | set_of(other, id="two")

        assert str(caught.value) == (
            "rule 'test-2019/a': one and two mean different rules by this id; take one away with"
            " - or without(…)"
        )

    def test_takes_a_changed_rule_once_the_old_one_is_taken_away(self) -> None:
        changed = set_of(A.override(days=10))

        assert (set_of(A, B) - changed) | changed == set_of(B, A.override(days=10))

    def test_leaves_both_sets_alone(self) -> None:
        one, two = set_of(A), set_of(B)

        _ = one | two

        assert (one.rules, two.rules) == ((A,), (B,))

    @pytest.mark.parametrize("other", [(A,), A, None, "inspection-2019"])
    def test_is_with_another_set_only(self, other: Any) -> None:
        with pytest.raises((TypeError, AttributeError)):
            _ = set_of(A) | other


class TestDifference:
    @pytest.mark.parametrize("a", SETS)
    def test_with_itself_is_empty(self, a: RuleSet) -> None:
        assert a - a == EMPTY

    @pytest.mark.parametrize("a", SETS)
    def test_with_the_empty_set_changes_nothing(self, a: RuleSet) -> None:
        assert a - EMPTY == a
        assert EMPTY - a == EMPTY

    @pytest.mark.parametrize(("a", "b"), PAIRS)
    def test_keeps_the_order_of_what_is_left(self, a: RuleSet, b: RuleSet) -> None:
        assert (a - b).rules == tuple(rule for rule in a if rule.id not in b)
        assert (a - b).id == a.id

    @pytest.mark.parametrize(("a", "b"), PAIRS)
    def test_and_union_come_back_together(self, a: RuleSet, b: RuleSet) -> None:
        assert {rule.id for rule in (a - b) | b} == {rule.id for rule in a | b}

    @pytest.mark.parametrize(("a", "b", "c"), TRIPLES)
    def test_of_a_union_is_the_union_of_differences(
        self, a: RuleSet, b: RuleSet, c: RuleSet
    ) -> None:
        assert (a | b) - c == (a - c) | (b - c)

    def test_goes_by_the_id_alone(self) -> None:
        assert set_of(A, B) - set_of(A.override(days=10)) == set_of(B)


class TestSelection:
    ALL = set_of(A, C, B, D)

    @pytest.mark.parametrize(
        ("patterns", "chosen"),
        [
            (("test-2019/a",), (A,)),
            (("test-2019/*",), (A, B)),
            (("*/c", "*/a"), (A, C)),
            (("test-2019/?",), (A, B)),
            (("*",), (A, C, B, D)),
            (("*", "test-2019/a"), (A, C, B, D)),
            (("other-*", "test-2019/b"), (C, B, D)),
            ((), ()),
        ],
    )
    def test_takes_what_matches_in_the_sets_order_and_without_takes_the_rest(
        self, patterns: tuple[str, ...], chosen: tuple[Rule, ...]
    ) -> None:
        assert self.ALL.select(*patterns).rules == chosen
        assert self.ALL.without(*patterns).rules == tuple(
            rule for rule in self.ALL if rule not in chosen
        )
        assert self.ALL.select(*patterns).id == self.ALL.without(*patterns).id == "some"

    @pytest.mark.parametrize("patterns", [("*/a",), ("test-2019/*",), ("*",)])
    def test_and_its_complement_make_up_the_set(self, patterns: tuple[str, ...]) -> None:
        chosen, rest = self.ALL.select(*patterns), self.ALL.without(*patterns)

        assert {rule.id for rule in chosen | rest} == {rule.id for rule in self.ALL}
        assert {rule.id for rule in chosen} & {rule.id for rule in rest} == set()

    def test_twice_is_once(self) -> None:
        once = self.ALL.select("test-2019/*")

        assert once.select("test-2019/*") == once

    @pytest.mark.parametrize("choose", [RuleSet.select, RuleSet.without, RuleSet.override])
    def test_refuses_a_pattern_that_matches_nothing(self, choose: Callable[..., RuleSet]) -> None:
        with pytest.raises(UnknownNameError) as caught:
            choose(self.ALL, "tset-2019/a")

        assert caught.value.suggestion == "test-2019/a"

    def test_refuses_every_pattern_that_matches_nothing_although_others_match(self) -> None:
        with pytest.raises(UnknownNameError, match="nothing"):
            self.ALL.select("test-2019/a", "nothing/*")

    def test_heeds_case(self) -> None:
        with pytest.raises(UnknownNameError):
            self.ALL.select("TEST-2019/*")


class TestOverride:
    def test_changes_one_rule_in_its_place_and_no_other(self) -> None:
        changed = set_of(B, A, C).override("test-2019/a", days=10)

        assert changed.rules == (B, A.override(days=10), C)
        assert changed.id == "some"

    def test_leaves_the_set_alone(self) -> None:
        ruleset = set_of(A, B)

        ruleset.override("test-2019/a", days=10)

        assert ruleset == set_of(A, B)

    def test_refuses_an_unknown_parameter(self) -> None:
        with pytest.raises(UnknownNameError) as caught:
            INSPECTION_2019.override("inspection-2019/no-update-in-two-weeks", day=10)

        assert str(caught.value) == (
            "there is no parameter 'day' in rule inspection-2019/no-update-in-two-weeks;"
            " did you mean 'days'?"
        )

    def test_refuses_a_parameter_where_the_rule_has_none(self) -> None:
        with pytest.raises(UnknownNameError, match="there is no parameter 'days'"):
            set_of(B).override("test-2019/b", days=10)

    def test_refuses_a_value_below_the_minimum(self) -> None:
        with pytest.raises(RuleError, match="parameter days is 0; expected at least 1"):
            set_of(A).override("test-2019/a", days=0)


class TestInForce:
    PROVISION = provision_with(binds_from_on=date(2019, 4, 1), repealed_on=date(2021, 1, 1))
    DATED = rule_with(id="test-2019/dated", cites=[PROVISION], requires=always)

    @pytest.mark.parametrize(
        ("as_of", "binds"),
        [
            ("2019-03-31T00:00:00+08:00", False),
            ("2019-03-31T23:59:59.999999+08:00", False),
            ("2019-04-01T00:00:00+08:00", True),
            ("2019-04-02T00:00:00+08:00", True),
            ("2019-03-31T15:59:59.999999Z", False),
            ("2019-03-31T16:00:00Z", True),
            ("2019-04-01T00:00:00+14:00", False),
            ("2019-03-31T04:00:00-12:00", True),
            ("2020-12-31T23:59:59.999999+08:00", True),
            ("2021-01-01T00:00:00+08:00", False),
            ("2020-12-31T15:59:59Z", True),
            ("2020-12-31T16:00:00Z", False),
        ],
    )
    def test_goes_by_the_day_in_shanghai(self, as_of: str, binds: bool) -> None:
        ruleset = set_of(B, self.DATED)

        assert ruleset.in_force(as_of) == (ruleset if binds else set_of(B))
        assert outcome_of(
            audited(Portfolio(accounts=(account_with(),)), ruleset, as_of=as_of), self.DATED.id
        ) is (Outcome.PASS if binds else Outcome.NOT_APPLICABLE)

    def test_keeps_name_and_order(self) -> None:
        ruleset = set_of(C, self.DATED, A, id="mine")

        assert ruleset.in_force("2019-03-31T00:00:00+08:00").rules == (C, A)
        assert ruleset.in_force("2019-03-31T00:00:00+08:00").id == "mine"

    @pytest.mark.parametrize("as_of", ["2019-04-01T00:00:00", "2019-04-01"])
    def test_refuses_a_moment_without_an_offset(self, as_of: str) -> None:
        with pytest.raises(MomentError):
            set_of(A).in_force(as_of)


def is_kept(situation: object) -> bool:
    return True


def is_kept_too(situation: object) -> bool:
    return True


class TestFingerprint:
    FULL: Final = rule_with(
        id="test-2019/full",
        applies=account.is_active,
        requires=posts.within(days=DAYS).count() >= 1,
        unless=account.is_main,
        remedy=text("改"),
        message=text("{days}天"),
        explanation=text("释"),
    )
    CHECKED: Final = rule_with(check=is_kept, check_version="1")

    def test_is_sixteen_hex_digits(self) -> None:
        assert len(INSPECTION_2019.fingerprint) == 16
        assert set(INSPECTION_2019.fingerprint) <= set("0123456789abcdef")

    @pytest.mark.parametrize(
        "change",
        [
            {"id": "test-2019/other"},
            {"title": text("另一个题")},
            {"cites": (provision_with("9").citation,)},
            {"cites": (provision_with().citation, provision_with("9").citation)},
            {"cites": (provision_with(binds_from_on=date(2019, 1, 2)).citation,)},
            {"cites": (provision_with(repealed_on=date(2030, 1, 1)).citation,)},
            {"force": Force.DEFEASIBLE},
            {"severity": Severity.VETO},
            {
                "subject": Subject.UNIT,
                "applies": None,
                "unless": None,
                "requires": always,
                "message": None,
            },
            {"applies": None},
            {"applies": account.is_closed},
            {"unless": None},
            {"unless": ~account.is_main},
            {"requires": posts.within(days=DAYS).count() >= 2},
            {"requires": posts.within(days=DAYS).count() > 1},
            {"requires": None, "forbids": posts.within(days=DAYS).count() >= 1},
            {"remedy": None},
            {"remedy": text("另改")},
            {"message": None},
            {"message": text("{days}日")},
            {"explanation": None},
            {"explanation": text("另释")},
        ],
    )
    def test_changes_with_any_part_of_a_rule(self, change: dict[str, Any]) -> None:
        changed = attrs.evolve(self.FULL, **change)

        assert changed != self.FULL
        assert set_of(changed).fingerprint != set_of(self.FULL).fingerprint

    @pytest.mark.parametrize(
        "change",
        [
            {"value": 15},
            {"value": 14.5},
            {"unit": "week"},
            {"unit": None},
            {"origin": Origin.OPERATIONAL, "source": "a test"},
            {"source": "a test"},
            {"minimum": 2},
            {"minimum": None},
        ],
    )
    def test_changes_with_any_part_of_a_parameter(self, change: dict[str, Any]) -> None:
        changed = rule_with(requires=posts.count() >= attrs.evolve(DAYS, **change))
        rule = rule_with(requires=posts.count() >= DAYS)

        assert set_of(changed).fingerprint != set_of(rule).fingerprint

    @pytest.mark.parametrize(
        "change",
        [{"check_version": "2"}, {"check": is_kept_too}, {"check": None, "requires": always}],
    )
    def test_changes_with_a_function_or_its_version(self, change: dict[str, Any]) -> None:
        changed = attrs.evolve(self.CHECKED, **change)

        assert set_of(changed).fingerprint != set_of(self.CHECKED).fingerprint

    @pytest.mark.parametrize(
        "change",
        [
            {"number": "测〔2019〕2号"},
            {"title": text("另一个办法")},
            {"heading": text("附则")},
            {"confidence": "report"},
        ],
    )
    def test_changes_with_anything_a_citation_says(self, change: dict[str, Any]) -> None:
        cite = self.FULL.cites[0]
        changed = attrs.evolve(self.FULL, cites=(attrs.evolve(cite, **change),))

        assert changed != self.FULL
        assert set_of(changed).fingerprint != set_of(self.FULL).fingerprint

    def test_tells_a_number_from_its_float_and_from_text(self) -> None:
        thresholds: tuple[float, ...] = (1, 1.0)
        prints = {
            set_of(rule_with(requires=posts.count() > value)).fingerprint for value in thresholds
        }

        assert len(prints) == 2

    def test_depends_on_the_order(self) -> None:
        assert set_of(A, B).fingerprint != set_of(B, A).fingerprint

    def test_depends_on_every_rule(self) -> None:
        assert len({ruleset.fingerprint for ruleset in SETS}) == len(SETS)

    def test_does_not_depend_on_the_sets_name(self) -> None:
        assert set_of(A, id="one").fingerprint == set_of(A, id="two").fingerprint

    def test_is_the_same_for_equal_sets_however_made(self) -> None:
        again = RuleSet("again", [attrs.evolve(rule) for rule in INSPECTION_2019])

        assert again == INSPECTION_2019
        assert again.fingerprint == INSPECTION_2019.fingerprint
        assert (set_of(A) | set_of(B)).fingerprint == set_of(A, B).fingerprint

    def test_stands_in_every_report(self) -> None:
        portfolio = Portfolio(accounts=(account_with(),))

        report = audited(portfolio, set_of(A, never_kept(), id="mine"))

        assert report.ruleset_id == "mine"
        assert report.ruleset_fingerprint == set_of(A, never_kept()).fingerprint


def never_kept() -> Rule:
    return rule_with(id="test-2019/never", requires=never)


def test_an_override_tells_the_source_it_was_given_and_what_it_replaces() -> None:
    (param,) = set_of(A).override("test-2019/a", "the city's plan, 3.1", days=10).rule(A.id).params
    assert (param.value, param.origin, param.source) == (
        10,
        Origin.OVERRIDE,
        "the city's plan, 3.1; overrides 14 (stated by the text)",
    )


def test_a_revised_rule_is_as_binding_and_as_grave_as_is_said_and_cites_more() -> None:
    clause = provision_with(number="9.9").citation
    revised = set_of(A, B).revise(
        "test-2019/a", force=Force.DEFEASIBLE, severity=Severity.NOTE, cites=(clause, *A.cites)
    )
    expected = attrs.evolve(
        A, force=Force.DEFEASIBLE, severity=Severity.NOTE, cites=(*A.cites, clause)
    )
    assert revised == set_of(expected, B)
    assert revised.fingerprint != set_of(A, B).fingerprint


def test_another_force_alone_leaves_the_severity_and_nothing_revised_changes_nothing() -> None:
    assert A.revise(force=Force.RECOMMENDATION).severity is A.severity
    assert A.revise() == A


def test_a_rule_that_is_not_there_cannot_be_revised() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'test-2019/a'"):
        set_of(A, B).revise("test-2019/aa", force=Force.DEFEASIBLE)
