"""Random trees come back the same from plain data and from their own code."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from govmedia_rules import conditions as vocabulary
from govmedia_rules.conditions import Condition
from govmedia_rules.conditions.plain import condition_from_plain, condition_to_plain
from govmedia_rules.models import Subject
from govmedia_rules.moments import moment
from govmedia_rules.text import Text
from tree_strategies import conditions

any_condition = st.sampled_from(tuple(Subject)).flatmap(conditions)


@given(condition=any_condition)
def test_a_tree_comes_back_from_json(condition: Condition) -> None:
    text = json.dumps(condition_to_plain(condition))

    assert condition_from_plain(json.loads(text)).key() == condition.key()


@given(condition=any_condition)
def test_the_repr_is_the_code_that_builds_the_tree(condition: Condition) -> None:
    rebuilt = eval(repr(condition), {**vars(vocabulary), "Text": Text, "moment": moment})  # noqa: S307 -- our own repr

    assert rebuilt.key() == condition.key()
