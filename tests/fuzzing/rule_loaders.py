"""Rules from outside: rule files, conditions as text and as data, rule cases, word lists, moments."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Final

from attrs import evolve

from fuzzing.loader import Loader, in_a_file
from fuzzing.mutations import mutated_json, mutated_tokens
from govmedia_rules.cases import RuleCase, load_rule_cases
from govmedia_rules.conditions import Condition, condition_from_plain, condition_to_plain
from govmedia_rules.errors import ConditionError, UnknownNameError
from govmedia_rules.moments import MomentError, day, moment
from govmedia_rules.problems import LoadError
from govmedia_rules.rulefile import (
    ConditionTextError,
    RuleFileError,
    dumps_ruleset,
    lint_rule_file,
    loads_ruleset,
    parse_condition,
    read_rule_file,
    rule_file_template,
)
from govmedia_rules.rules import RuleSet
from govmedia_rules.rulesets import IN_THE_BOX, INSPECTION_2019, OPINION_2018
from govmedia_rules.screening import ScreeningError, screen_text
from govmedia_rules.screening.in_the_box import SCREENERS, WordList, load_word_list

__all__ = ["RULE_LOADERS"]

_FEW: Final = 12
_TEXT: Final = (
    "限时抢购，点击下载APP；本账号即日起停止更新。身份证号11010519491231002X，"
    "手机13800138000，关注有礼！"
)


def _conditions() -> tuple[Condition, ...]:
    """Return conditions of the rules in the box, the shorter first."""
    found = {
        repr(condition): condition
        for rule in OPINION_2018 | INSPECTION_2019
        for condition in (rule.applies, rule.unless, rule.requires, rule.forbids)
        if condition is not None
    }
    return tuple(found[text] for text in sorted(found, key=len))


def _same_condition(one: Condition, other: Condition) -> bool:
    return one.key() == other.key()


def _condition_again(condition: Condition) -> Condition:
    return condition_from_plain(condition_to_plain(parse_condition(repr(condition))))


def _plain_condition(data: bytes) -> Condition:
    try:
        plain = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ConditionError("no JSON") from error
    return condition_from_plain(plain)


def _rule_file_seeds() -> tuple[bytes, ...]:
    few = RuleSet("few-2024", tuple(INSPECTION_2019)[:3])
    return tuple(each.encode() for each in (rule_file_template(), dumps_ruleset(few), _EXTENDING))


_EXTENDING: Final = """\
format = 1
id = "my-2024"
title.zh = "某市"
title.en = "A city"
extends = ["inspection-2019"]
without = ["inspection-2019/app-unusable"]

[overrides."inspection-2019/no-update-in-two-weeks"]
params.days = 10
cites = ["inspection-2019 2.1"]
"""


def _rule_file(data: bytes) -> RuleSet:
    file = in_a_file(data, "rules.toml", read_rule_file)
    lint_rule_file(file)
    return file.ruleset


def _same_rules(one: RuleSet, other: RuleSet) -> bool:
    # A rule file does not say what the rules were composed of.
    return tuple(one) == tuple(other)


def _cases_again(cases: tuple[RuleCase, ...]) -> tuple[RuleCase, ...]:
    for case in cases:
        ruleset = IN_THE_BOX.get(case.rule_id.partition("/")[0])
        if ruleset is not None and case.rule_id in {rule.id for rule in ruleset}:
            case.report(ruleset)
    return cases


def _case_seeds() -> tuple[bytes, ...]:
    text = (files("govmedia_rules.cases") / "rules/inspection-2019/vetoes.toml").read_text("utf-8")
    head, *cases = text.split("[[case]]")
    return tuple(
        "[[case]]".join([head, *cases[start : start + _FEW]]).encode() for start in (0, _FEW)
    )


def _word_list(data: bytes) -> WordList:
    return in_a_file(data, "words.toml", load_word_list)


def _word_list_again(words: WordList) -> WordList:
    screen_text("p", _TEXT, words)
    # The patterns are made anew; nothing of the first list is kept.
    return evolve(words, patterns=[evolve(each) for each in words.patterns])


def _word_list_seeds() -> tuple[bytes, ...]:
    folder = files("govmedia_rules.screening") / "words"
    return tuple((folder / f"{name}.toml").read_bytes() for name in ("closing", "forced"))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _screened(text: str) -> str:
    for screener in SCREENERS.values():
        for hit in screen_text("p", text, screener).hits:
            # What a hit shows may be masked, and stands where it says.
            assert 0 <= hit.start < hit.end <= len(text), hit
    return text


RULE_LOADERS: Final = (
    Loader(
        name="rule-file",
        reads=_rule_file,
        again=lambda ruleset: loads_ruleset(dumps_ruleset(ruleset)),
        same=_same_rules,
        seeds=_rule_file_seeds,
        mutated=mutated_tokens,
        refusals=(RuleFileError,),
    ),
    Loader(
        name="condition-text",
        reads=lambda data: parse_condition(data.decode("utf-8", "surrogateescape")),
        again=_condition_again,
        same=_same_condition,
        seeds=lambda: tuple(repr(each).encode() for each in _conditions()),
        mutated=mutated_tokens,
        refusals=(ConditionTextError,),
    ),
    Loader(
        name="condition-data",
        reads=_plain_condition,
        again=_condition_again,
        same=_same_condition,
        seeds=lambda: tuple(
            json.dumps(condition_to_plain(each), ensure_ascii=False).encode()
            for each in _conditions()
        ),
        mutated=mutated_json,
        refusals=(ConditionError, UnknownNameError),
    ),
    Loader(
        name="rule-cases",
        reads=lambda data: in_a_file(data, "cases.toml", load_rule_cases),
        again=_cases_again,
        seeds=_case_seeds,
        mutated=mutated_tokens,
        refusals=(LoadError,),
    ),
    Loader(
        name="word-list",
        reads=_word_list,
        again=_word_list_again,
        seeds=_word_list_seeds,
        mutated=mutated_tokens,
        refusals=(ScreeningError,),
    ),
    Loader(
        name="screened-text",
        reads=_text,
        again=_screened,
        seeds=lambda: (_TEXT.encode(), "6222021234567890128，2019年6月5日 14:00".encode()),
        mutated=mutated_tokens,
        refusals=(ScreeningError,),
    ),
    Loader(
        name="moment",
        reads=lambda data: moment(_text(data)),
        again=lambda at: moment(at.isoformat()),
        seeds=lambda: (b"2019-06-05T00:00:00+08:00", b"1992-01-01T00:00Z", b"20190605T08+01:30"),
        mutated=mutated_tokens,
        refusals=(MomentError,),
    ),
    Loader(
        name="day",
        reads=lambda data: day(_text(data)),
        again=lambda on: day(on.isoformat()),
        seeds=lambda: (b"2019-06-05", b"2019-W23-3", b"20190605"),
        mutated=mutated_tokens,
        refusals=(MomentError,),
    ),
)
"""Rule files, conditions, rule cases, word lists, texts, moments and days."""
