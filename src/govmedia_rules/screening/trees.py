"""
Conditions that read labels, rewritten: to tell *open* from *absent*, and to trust a screener.

A post's set of labels says of every word whether the post has it. Screening says less: it
settles some labels and leaves others open. An open label is put into the set as a word of
its own, ``open:…``, and the conditions are rewritten to take that word for unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, Final, TypeAlias, cast

from attrs import evolve

from govmedia_rules.conditions import (
    Condition,
    Question,
    account,
    condition_from_plain,
    condition_to_plain,
)
from govmedia_rules.errors import UnknownNameError
from govmedia_rules.models import Role
from govmedia_rules.rules import Rule, RuleSet
from govmedia_rules.screening.results import ScreeningError
from govmedia_rules.text import Text

__all__ = ["OPEN", "REVIEW", "labels_read", "open_aware", "trusting"]

OPEN: Final = "open:"
"""What the word for an open label begins with."""

REVIEW: Final = "screening/"
"""What the ids of the questions begin with that stand for a review by a person."""

Plain: TypeAlias = Mapping[str, Any]
_Rewrite: TypeAlias = Callable[[Plain, str], list[Plain]]
"""Takes a condition that a set has a word, and the word; returns what one of has to hold."""

_LABELS: Final = frozenset({"post.labels", "removed.labels"})
_CONDITIONS: Final = ("applies", "requires", "forbids", "unless")


def labels_read(ruleset: RuleSet) -> frozenset[str]:
    """Return the labels on posts that the conditions of a rule set ask for."""
    return frozenset(
        word
        for rule in ruleset
        for _, condition in _conditions(rule)
        for word in _words_in(condition_to_plain(condition))
    )


def open_aware(ruleset: RuleSet) -> RuleSet:
    """
    Return the rule set with the words for open labels taken for unknown.

    Raises:
        ScreeningError: naming a rule that cannot be rewritten, because it is a function, or
            asks something else of the labels than whether a word is among them.
    """
    return RuleSet(ruleset.id, _open_aware_rules(ruleset))


@lru_cache(maxsize=64)
def _open_aware_rules(ruleset: RuleSet) -> tuple[Rule, ...]:
    return tuple(map(_open_aware, ruleset))


def _open_aware(rule: Rule) -> Rule:
    if rule.check is not None:
        raise ScreeningError(
            f"rule {rule.id} is a function, which cannot be told that a label is open; take it"
            " away with without(…) and run it by itself"
        )
    read = sorted(
        {
            word
            for _, condition in _conditions(rule)
            for word in _words_in(condition_to_plain(condition))
        }
    )
    # Whether anybody screened is asked of the labels that the rule reads.
    is_open = [_has("post.labels", f"{OPEN}{word}") for word in read]

    def unknown_where_open(has: Plain, word: str) -> list[Plain]:
        marked = _has(_field_of(has), f"{OPEN}{word}")
        return [has, _joined("and", [marked, _unknown(word)])]

    return _rewritten(rule, unknown_where_open, is_open)


def trusting(ruleset: RuleSet, screener_id: str, *labels: str, silence: bool = False) -> RuleSet:
    """
    Return a rule set that takes a screener's word for some labels, until a person decides.

    What a screener alone says is a label with its id behind, such as
    ``commercial_ad@commercial-words``. A rule set trusts the screener by asking for that label;
    this function puts it beside, or in place of, the label that a person gives.

    Parameters:
        ruleset: the rules.

        screener_id: the screener.

        labels: the labels for which it is trusted.

        silence: whether its silence is trusted too. Otherwise its hit counts as the label,
            and where it found nothing a person still has to look.

    Raises:
        UnknownNameError: when no rule reads one of the labels.
        ScreeningError: when no label is given.
    """
    if not labels:
        raise ScreeningError("say for which labels it is trusted", screener_id=screener_id)
    known = labels_read(ruleset)
    for label in labels:
        if label not in known:
            raise UnknownNameError("label", label, sorted(known), where=f"in {ruleset.id}")

    def on_its_word(has: Plain, word: str) -> list[Plain]:
        if word not in labels:
            return [has]
        said = _has(_field_of(has), f"{word}@{screener_id}")
        return [said] if silence else [said, has]

    return RuleSet(
        ruleset.id,
        (rule if rule.check is not None else _rewritten(rule, on_its_word, []) for rule in ruleset),
    )


def _conditions(rule: Rule) -> Iterator[tuple[str, Condition]]:
    for name in _CONDITIONS:
        condition = getattr(rule, name)
        if condition is not None:
            yield name, condition


def _rewritten(rule: Rule, rewrite: _Rewrite, is_open: list[Plain]) -> Rule:
    changes: dict[str, Condition] = {}
    for name, condition in _conditions(rule):
        plain = condition_to_plain(condition)
        if any(_mentions_labels(part) for part in _parts(plain)):
            try:
                changes[name] = condition_from_plain(_mapped(plain, rewrite, is_open))
            except ScreeningError as error:
                raise ScreeningError(f"rule {rule.id}: {error}") from error
    return cast("Rule", evolve(cast("Any", rule), **changes)) if changes else rule


def _mapped(plain: Any, rewrite: _Rewrite, is_open: list[Plain]) -> Any:
    if isinstance(plain, list):
        return [_mapped(part, rewrite, is_open) for part in plain]
    if not isinstance(plain, dict):
        return plain
    node = cast("dict[str, Any]", plain)
    match node.get("node"):
        case "has" if _mentions_labels(node["tags"]):
            return _joined("or", rewrite(node, node["tag"]["value"]))
        case "overlaps" if _mentions_labels(node["tags"]) and "value" in node["others"]:
            words = cast("list[str]", node["others"]["value"])
            field = node["tags"]["field"]
            return _joined(
                "or", [part for word in words for part in rewrite(_has(field, word), word)]
            )
        case "is_missing" if _mentions_labels(node["of"]):
            field = node["of"]["field"]
            return _joined("or", [node, *(_has(field, _word_of(each)) for each in is_open)])
        case "and" | "or" as name:
            return _joined(name, [_mapped(part, rewrite, is_open) for part in node["parts"]])
        case _ if _mentions_labels(node):
            raise ScreeningError(
                "of labels that are partly open it can only be asked whether a word is among them"
            )
        case _:
            return {key: _mapped(value, rewrite, is_open) for key, value in node.items()}


def _joined(name: str, parts: list[Plain]) -> Plain:
    flat = [
        inner
        for part in parts
        for inner in (part["parts"] if part.get("node") == name else (part,))
    ]
    return flat[0] if len(flat) == 1 else {"node": name, "parts": flat}


def _mentions_labels(plain: Any) -> bool:
    return isinstance(plain, dict) and cast("Plain", plain).get("field") in _LABELS


def _field_of(has: Plain) -> str:
    return str(has["tags"]["field"])


def _word_of(has: Plain) -> str:
    return str(has["tag"]["value"])


def _has(field: str, word: str) -> Plain:
    return {
        "node": "has",
        "tags": {"field": field},
        "tag": {"node": "constant", "value": word},
    }


def _parts(plain: Any) -> Iterator[Any]:
    """Yield everything within *plain*, itself included; conditions nest only so deep."""
    yield plain
    inner = plain.values() if isinstance(plain, dict) else plain if isinstance(plain, list) else ()
    for part in cast("Iterator[Any]", inner):
        yield from _parts(part)


def _words_in(plain: Any) -> Iterator[str]:
    for part in _parts(plain):
        if not isinstance(part, dict):
            continue
        node = cast("dict[str, Any]", part)
        if not _mentions_labels(node.get("tags")):
            continue
        if node.get("node") == "has":
            yield _word_of(node)
        elif node.get("node") == "overlaps" and isinstance(node["others"].get("value"), list):
            yield from cast("list[str]", node["others"]["value"])


@cache
def _unknown(label: str) -> Plain:
    """
    Return a condition that is unknown: the answer to a question that nobody is asked.

    Its wording is what a finding then names as the missing fact.
    """
    question = Question(
        f"{REVIEW}{label}",
        Text(
            zh=f"信息经人工复核，不应加标签“{label}”",
            en=f"A person reviewed the post and it does not deserve the label {label!r}",
        ),
        answerable_by=tuple(Role),
        days=1,
    )
    return condition_to_plain(account.answers(question))
