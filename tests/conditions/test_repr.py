"""The repr of a condition is the code that builds it."""

from typing import Any

import pytest

from condition_code import CONDITIONS, built
from govmedia_rules.conditions import Condition, Node, all_fields, post, posts
from govmedia_rules.conditions.nodes import shown_node
from govmedia_rules.conditions.operands import Constant
from govmedia_rules.conditions.predicates import (
    And,
    Comparison,
    Has,
    IsEmpty,
    IsMissing,
    Membership,
    Not,
    Or,
    Truth,
    Within,
)
from govmedia_rules.rulesets import INSPECTION_2019


class TestConditions:
    @pytest.mark.parametrize("code", CONDITIONS)
    def test_show_the_code_that_built_them(self, code: str) -> None:
        assert repr(built(code)) == code

    @pytest.mark.parametrize("code", CONDITIONS)
    def test_are_built_again_by_their_repr(self, code: str) -> None:
        condition = built(code)

        assert built(repr(condition)).key() == condition.key()

    @pytest.mark.parametrize("outer", ["~({})", "({}) & account.is_main", "account.is_main | ({})"])
    @pytest.mark.parametrize("code", CONDITIONS)
    def test_keep_their_meaning_inside_others(self, outer: str, code: str) -> None:
        condition = built(outer.format(code))

        assert built(repr(condition)).key() == condition.key()

    @pytest.mark.parametrize("rows", ["posts", "messages", "unit.accounts"])
    @pytest.mark.parametrize(
        "code", ["always", "account.is_main & always", "~(account.followers > 5)", "always | never"]
    )
    def test_keep_their_meaning_inside_rows(self, rows: str, code: str) -> None:
        for text in (
            f"{rows}.where({code}).count() > 1",
            f"{rows}.share({code}) > 0.5",
            f"{rows}.within(days=7).where({code}).share(never, coverage=0.5) > 0.5",
        ):
            assert repr(built(text)) == text
            assert built(repr(built(text))).key() == built(text).key()

    def test_are_of_every_kind_here(self) -> None:
        def kinds(condition: Condition) -> set[type[Node]]:
            return {type(node) for node in condition.walk()}

        found: set[type[Any]] = set().union(*(kinds(built(code)) for code in CONDITIONS))

        for kind in (
            And,
            Or,
            Not,
            Truth,
            Comparison,
            Membership,
            Has,
            IsEmpty,
            IsMissing,
            Within,
        ):
            assert kind in found

    @pytest.mark.parametrize("member", ["AccountStatus.ACTIVE", "UnitKind.DEPARTMENT"])
    def test_made_with_a_member_of_a_vocabulary_show_its_word(self, member: str) -> None:
        field = "account.status" if "Account" in member else "unit.kind"
        condition = built(f"{field} == {member}")

        assert built(repr(condition)).key() == condition.key()

    @pytest.mark.parametrize("rule", INSPECTION_2019, ids=lambda rule: rule.id)
    def test_of_the_rules_in_the_box_are_built_again(self, rule: Any) -> None:
        for condition in rule.conditions:
            assert built(repr(condition)).key() == condition.key()


class TestOtherNodes:
    @pytest.mark.parametrize("spec", all_fields(), ids=lambda spec: spec.name)
    def test_fields_show_their_name(self, spec: Any) -> None:
        assert repr(built(spec.name)) == spec.name

    @pytest.mark.parametrize(
        "code",
        [
            "Param('n', 5, origin='text')",
            "Param('n', 0.5, unit='share', origin='operational', source='a test', minimum=0.1)",
            "Param('n', ('a', 'b'), origin='override', source='a test')",
            "Param('n', (), origin='text')",
            "Param('n', 'it\\'s', origin='text')",
            "posts",
            "unit.accounts",
            "posts.within(days=7)",
            "messages.within(days=7).where(message.needs_reply)",
            "posts.count()",
            "posts.mean(post.reads, coverage=0.9)",
        ],
    )
    def test_are_built_again_by_their_repr(self, code: str) -> None:
        assert built(repr(built(code))).key() == built(code).key()

    def test_a_condition_given_twice_shows_as_one(self) -> None:
        twice = posts.where(post.reads > 1).where(post.likes > 2)

        assert repr(twice) == "posts.where((post.reads > 1) & (post.likes > 2))"

    @pytest.mark.parametrize(
        ("letters", "shown"),
        [
            (118, f"'{'x' * 118}'"),
            (119, f"'{'x' * 118}…"),
            (500, f"'{'x' * 118}…"),
        ],
    )
    def test_of_more_than_120_characters_is_cut_in_messages(self, letters: int, shown: str) -> None:
        assert shown_node(Constant("x" * letters)) == shown
