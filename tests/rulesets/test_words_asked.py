"""The words that rules ask for are words that data hold: a misspelt one would ask for nothing, in silence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest

from govmedia_rules.conditions import account, message, post
from govmedia_rules.conditions.expressions import Field
from govmedia_rules.conditions.nodes import Node
from govmedia_rules.conditions.operands import Expression
from govmedia_rules.rules import Rule
from govmedia_rules.rulesets import IN_THE_BOX

RULES = {rule.id: rule for rules in IN_THE_BOX.values() for rule in rules}


def words_asked(rule: Rule) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield each word that *rule* asks of a field, with the field and the words that it is known to hold."""
    for condition in rule.conditions:
        for node in condition.walk():
            yield from _words_beside_a_field(node)


def _words_beside_a_field(node: Node) -> Iterator[tuple[str, tuple[str, ...], str]]:
    operands = [part for part in node.children() if isinstance(part, Expression)]
    for spec in (part.field_spec for part in operands):
        if spec is None or not spec.vocabulary:
            continue
        for plain in (part.plain for part in operands):
            words = plain if isinstance(plain, tuple) else (plain,)
            for word in cast("tuple[object, ...]", words):
                if isinstance(word, str):
                    yield spec.name, spec.vocabulary, word


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_asks_for_words_that_its_fields_are_known_to_hold(rule: Rule) -> None:
    assert {
        (name, word) for name, vocabulary, word in words_asked(rule) if word not in vocabulary
    } == set()


@pytest.mark.parametrize(
    "field",
    [
        account.filed,
        account.labels,
        account.licences,
        message.reply_labels,
        post.labels,
        post.review.gates,
    ],
    ids=repr,
)
def test_every_word_that_a_field_is_known_to_hold_is_asked_for_by_some_rule(field: Field) -> None:
    asked = {
        word
        for rule in RULES.values()
        for name, _, word in words_asked(rule)
        if name == field.spec.name
    }

    assert asked == set(field.spec.vocabulary)
