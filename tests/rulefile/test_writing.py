"""Rule sets written as rule files: read back, they are equal."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from condition_code import CONDITIONS, built
from govmedia_rules.conditions import Condition, Param, Question, account, post, posts, unit
from govmedia_rules.law import INSPECTION_2019 as INSTRUMENT
from govmedia_rules.law import OPINION_2018 as OPINION
from govmedia_rules.law import Citation, Confidence, Force
from govmedia_rules.rulefile import (
    RuleFileError,
    dump_ruleset,
    dumps_ruleset,
    load_ruleset,
    loads_ruleset,
    parse_rule_file,
)
from govmedia_rules.rules import Rule, RuleSet, Scope, check
from govmedia_rules.rulesets import BUILT_IN, INSPECTION_2019
from govmedia_rules.rulesets.scopes import GOVERNMENT_NEW_MEDIA
from govmedia_rules.text import Text
from tree_strategies import rulesets

TITLE = Text(zh="标题", en="title")


def _rule(name: str = "test/rule", **parts: Any) -> Rule:
    return Rule(
        **{
            "id": name,
            "title": TITLE,
            "cites": (INSTRUMENT.provision("2.1"),),
            "force": Force.OBLIGATION,
            **({} if "forbids" in parts else {"requires": account.is_main}),
            **parts,
        }
    )


def _comes_back(ruleset: RuleSet) -> str:
    text = dumps_ruleset(ruleset)
    back = loads_ruleset(text)
    assert back == ruleset
    assert (back.id, back.fingerprint) == (ruleset.id, ruleset.fingerprint)
    assert dumps_ruleset(back) == text
    return text


@pytest.mark.parametrize("name", BUILT_IN)
def test_the_rule_sets_in_the_box_come_back_equal(name: str) -> None:
    _comes_back(BUILT_IN[name])


def test_a_composed_and_overridden_set_comes_back_equal() -> None:
    joined = BUILT_IN["opinion-2018"] | INSPECTION_2019.override(
        "inspection-2019/no-update-in-two-weeks", "方案", days=10
    )
    assert "overrides 14" in _comes_back(joined)


@given(ruleset=rulesets())
def test_random_rule_sets_come_back_equal(ruleset: RuleSet) -> None:
    _comes_back(ruleset)


_words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(
    lambda text: bool(text.strip())
)
_texts = st.builds(Text, zh=_words, en=_words)
_days = st.dates()


@st.composite
def _citations(draw: st.DrawFn) -> Citation:
    if draw(st.booleans()):
        law = draw(st.sampled_from((INSTRUMENT, OPINION)))
        return draw(st.sampled_from((law.citation, *(p.citation for p in law.provisions))))
    return Citation(
        instrument=draw(_words | st.just("opinion-2018")),
        number=draw(st.none() | _words),
        title=draw(_texts),
        provision=draw(st.none() | _words),
        heading=draw(st.none() | _texts),
        in_force_on=draw(_days),
        repealed_on=draw(st.none() | _days),
        confidence=draw(st.sampled_from(tuple(Confidence))),
    )


@given(
    ruleset=rulesets(max_rules=2),
    set_id=_words,
    title=_texts,
    cites=st.lists(_citations(), min_size=1, max_size=3),
    prose=st.none() | _texts,
    scope=st.none() | st.just(GOVERNMENT_NEW_MEDIA) | st.builds(
        Scope, id=_words, title=_texts, binds=st.just(unit.kind == "department"),
        cites=st.lists(_citations(), min_size=1, max_size=2),
    ),
)  # fmt: skip
def test_whatever_words_dates_and_citations_it_has_a_set_comes_back_equal(
    ruleset: RuleSet,
    set_id: str,
    title: Text,
    cites: list[Citation],
    prose: Text | None,
    scope: Scope | None,
) -> None:
    changed = RuleSet(
        set_id,
        [
            evolve(rule, title=title, cites=cites, remedy=prose, explanation=prose, scope=scope)
            for rule in ruleset
        ],
    )
    _comes_back(changed)
    assert parse_rule_file(dumps_ruleset(changed, title=title)).title == title


@given(
    value=st.integers(-(2**63) + 1, 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
)
def test_every_number_a_parameter_can_have_comes_back_as_it_was(value: float) -> None:
    param = Param("n", value, source="甲\n\"乙\" 'c' \\ \x7f")
    back = loads_ruleset(dumps_ruleset(RuleSet("x", [_rule(requires=account.followers >= param)])))
    (found,) = back.rules[0].params
    assert found.key() == param.key()


@pytest.mark.parametrize("code", [code for code in CONDITIONS if "peer" not in code.split(".")[0]])
def test_one_condition_of_every_kind_comes_back_equal(code: str) -> None:
    condition: Condition = built(code)
    subject = next(
        (s for s in ("post", "message") if f"{s}." in code and not code.startswith(f"{s}s")),
        "account",
    )
    if "where" in code or "share" in code or "mean" in code or "min(" in code:
        subject = "account"
    try:
        rule = _rule(subject=subject, requires=condition)
    except ValueError:
        return  # a condition that no single subject can be asked
    _comes_back(RuleSet("x", [rule]))


def test_parameters_and_questions_get_names_of_their_own() -> None:
    days = Param("days", 7, unit="day", origin="text")
    question = Question("mycity/on-duty?", TITLE, answerable_by=("sponsor",), days=30)
    other = evolve(question, id="mycity on duty")
    text = _comes_back(
        RuleSet(
            "x",
            [
                _rule(
                    requires=(posts.within(days=days).count() >= 1)
                    & unit.answers(question)
                    & unit.answers(other)
                )
            ],
        )
    )
    assert tomllib.loads(text)["rules"][0]["requires"] == (
        "(posts.within(days=days).count() >= 1) & unit.answers(mycity_on_duty)"
        " & unit.answers(mycity_on_duty_2)"
    )


@pytest.mark.parametrize("name", ["posts", "Param", "class", "a__b", "ﬁ", "天数"])
def test_a_parameter_of_any_name_comes_back(name: str) -> None:
    param = Param(name, 3, origin="text")
    _comes_back(RuleSet("x", [_rule(requires=account.followers > param)]))


def test_a_text_that_looks_like_a_parameters_code_is_left_alone() -> None:
    param = Param("n", 3, origin="text")
    _comes_back(
        RuleSet(
            "x",
            [
                _rule(
                    subject="post",
                    requires=(post.reads > param) & (post.title != f"{param!r}"),
                )
            ],
        )
    )


def test_a_question_that_lasts_for_a_parameter_comes_back() -> None:
    days = Param("answer_days", 30, unit="day", origin="text")
    question = Question("q", TITLE, answerable_by=("sponsor", "inspector"), days=days)
    _comes_back(RuleSet("x", [_rule(requires=unit.answers(question))]))


def test_a_rule_that_a_function_decides_cannot_be_written() -> None:
    decided = check(id="x/y", title=TITLE, cites=(INSTRUMENT.citation,), force=Force.CONTEXT)(
        lambda _: True
    )
    with pytest.raises(RuleFileError, match="x/y: a rule file holds conditions"):
        dumps_ruleset(RuleSet("x", [decided]))


def test_two_scopes_of_one_id_cannot_be_written() -> None:
    one = Scope(id="s", title=TITLE, binds=unit.kind == "department", cites=(OPINION.citation,))
    two = evolve(one, binds=unit.kind == "institution")
    with pytest.raises(RuleFileError, match="two scopes of the set have the id 's'"):
        dumps_ruleset(RuleSet("x", [_rule("x/a", scope=one), _rule("x/b", scope=two)]))


def test_half_a_character_cannot_be_written() -> None:
    with pytest.raises(RuleFileError, match="half a character"):
        dumps_ruleset(RuleSet("x", [_rule(title=Text(zh="\ud800", en="a"))]))


def test_a_set_is_written_to_a_file_and_read_from_it(tmp_path: Path) -> None:
    path = tmp_path / "inspection.toml"
    dump_ruleset(INSPECTION_2019, path)
    assert load_ruleset(path) == INSPECTION_2019
    assert b"\r" not in path.read_bytes()
