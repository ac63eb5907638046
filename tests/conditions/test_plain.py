"""Conditions as plain data: round trips, and refusals of whatever describes none."""

import json
from enum import StrEnum
from typing import Any

import pytest

from condition_code import CONDITIONS, built
from govmedia_rules.conditions import Function, Operator, Origin, Table, UnknownFieldError
from govmedia_rules.conditions.expressions import Rows
from govmedia_rules.conditions.nodes import MAX_DEPTH
from govmedia_rules.conditions.plain import condition_from_plain, condition_to_plain
from govmedia_rules.errors import ConditionError

FIELD: dict[str, Any] = {"field": "account.is_main"}
READS: dict[str, Any] = {"field": "post.reads"}
FIVE: dict[str, Any] = {"node": "constant", "value": 5}
POSTS: dict[str, Any] = {"node": "rows", "table": "posts"}
COUNT: dict[str, Any] = {"node": "aggregate", "function": "count", "rows": POSTS}


def refusal(plain: object, error: type[Exception] = ConditionError) -> str:
    with pytest.raises(error) as caught:
        condition_from_plain(plain)
    assert type(caught.value) is error
    return str(caught.value)


_WORDS = ("id", "name", "unit", "source")


def _asked(**changed: object) -> dict[str, object]:
    days = {"node": "param", "name": "days", "value": 30, "unit": "day", "source": "chosen"}
    question: dict[str, object] = {
        "node": "question",
        "id": "q",
        "wording": {"zh": "是否？", "en": "Is it?"},
        "answerable_by": ["sponsor"],
        "days": {**days, **{key: value for key, value in changed.items() if key != "id"}},
    }
    question.update({key: value for key, value in changed.items() if key == "id"})
    return {"node": "answer", "root": "unit", "question": question}


class TestRoundTrips:
    @pytest.mark.parametrize("code", CONDITIONS)
    def test_give_the_same_condition(self, code: str) -> None:
        condition = built(code)

        again = condition_from_plain(condition_to_plain(condition))

        assert again.key() == condition.key()
        assert type(again) is type(condition)

    @pytest.mark.parametrize("code", CONDITIONS)
    def test_survive_json(self, code: str) -> None:
        condition = built(code)

        text = json.dumps(condition_to_plain(condition), allow_nan=False)

        assert condition_from_plain(json.loads(text)).key() == condition.key()
        assert json.loads(text) == condition_to_plain(condition)

    @pytest.mark.parametrize("code", CONDITIONS)
    def test_give_the_same_data(self, code: str) -> None:
        plain = condition_to_plain(built(code))

        assert condition_to_plain(condition_from_plain(plain)) == plain

    def test_tell_a_whole_number_from_a_fraction_and_from_text(self) -> None:
        for code in ("post.reads == 14", "post.reads == 14.0", "account.name == '14'"):
            plain = json.loads(json.dumps(condition_to_plain(built(code))))
            assert condition_from_plain(plain).key() == built(code).key()

    def test_survive_json_where_a_member_of_a_vocabulary_was_given(self) -> None:
        condition = built("account.status == AccountStatus.ACTIVE")
        plain = json.loads(json.dumps(condition_to_plain(condition)))

        assert condition_from_plain(plain).key() == condition.key()

    def test_leave_the_data_alone(self) -> None:
        plain = condition_to_plain(built(CONDITIONS[-1]))
        before = json.dumps(plain)

        condition_from_plain(plain)

        assert json.dumps(plain) == before

    def test_reach_the_depth_limit(self) -> None:
        condition = built("account.is_main")
        for level in range(MAX_DEPTH - 1):
            condition = condition & built("always") if level % 2 else condition | built("always")

        assert condition_from_plain(condition_to_plain(condition)).key() == condition.key()

    def test_write_what_people_can_read(self) -> None:
        code = "posts.within(days=7).where(post.kind == 'original').count() >= 1"

        assert condition_to_plain(built(code)) == {
            "node": "compare",
            "operator": ">=",
            "left": {
                "node": "aggregate",
                "function": "count",
                "rows": {
                    "node": "rows",
                    "table": "posts",
                    "days": {"node": "constant", "value": 7},
                    "condition": {
                        "node": "compare",
                        "operator": "==",
                        "left": {"field": "post.kind"},
                        "right": {"node": "constant", "value": "original"},
                    },
                },
            },
            "right": {"node": "constant", "value": 1},
        }


class TestNames:
    """Files that others wrote say them, so they stay what they are."""

    @pytest.mark.parametrize(
        ("code", "name"),
        [
            ("account.is_main & account.is_active", "and"),
            ("account.is_main | account.is_active", "or"),
            ("~account.is_active", "not"),
            ("always", "truth"),
            ("post.reads > 5", "compare"),
            ("account.platform.is_in('wechat', 'weibo')", "is_in"),
            ("account.functions.has('service')", "has"),
            ("account.app.runs_on_terminals.overlaps('ios')", "overlaps"),
            ("account.name.mentions('发布')", "mentions"),
            ("account.functions.is_empty()", "is_empty"),
            ("account.operator.is_missing()", "is_missing"),
            ("account.opened_at.within(days=7)", "within"),
        ],
    )
    def test_of_conditions_in_data(self, code: str, name: str) -> None:
        assert condition_to_plain(built(code))["node"] == name

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (Table, ["posts", "messages", "accounts", "removed_posts"]),
            (Function, ["count", "distinct", "repeats", "share", "mean", "min", "max"]),
            (Operator, ["<", "<=", ">", ">=", "==", "!="]),
            (Origin, ["text", "operational", "override"]),
        ],
    )
    def test_of_tables_functions_comparisons_and_origins(
        self, words: type[StrEnum], said: list[str]
    ) -> None:
        assert sorted(words) == sorted(said)

    def test_of_a_table_may_stand_for_it(self) -> None:
        assert Rows("posts").table is Table.POSTS
        with pytest.raises(ValueError, match="'pots' is not a valid Table"):
            Rows("pots")

    def test_of_answers_and_what_they_are_asked_by(self) -> None:
        asked = _asked(origin="operational")

        assert condition_to_plain(condition_from_plain(asked)) == asked


class TestRefusals:
    @pytest.mark.parametrize("plain", [None, True, 5, 0.5, "always", [], [FIELD], (), {1, 2}, b"x"])
    def test_of_what_is_no_object(self, plain: object) -> None:
        assert refusal(plain).endswith("is no part of a condition; expected an object")

    @pytest.mark.parametrize(
        ("plain", "message"),
        [
            ({}, "a condition has no node None; known: and, or, not, "),
            ({"node": "nad"}, "a condition has no node 'nad'; did you mean 'and'?"),
            ({"node": "xyzxyz"}, "a condition has no node 'xyzxyz'; known: and, or, not, "),
            ({"node": 5}, "a condition has no node 5; known: "),
            ({"node": None}, "a condition has no node None; known: "),
            ({"node": ["and"]}, "a condition has no node ['and']; known: "),
            ({"node": "field", "field": "post.reads"}, "a condition has no node 'field'; "),
        ],
    )
    def test_of_a_node_that_there_is_not(self, plain: object, message: str) -> None:
        assert refusal(plain).startswith(message)

    @pytest.mark.parametrize(
        "plain",
        [
            {**FIELD, "extra": 1},
            {"field": 5},
            {"field": None},
            {"field": ["post.reads"]},
            {"field": {"field": "post.reads"}},
        ],
    )
    def test_of_a_field_with_anything_else(self, plain: object) -> None:
        assert refusal(plain) == 'a field is written {"field": "post.reads"} and nothing else'

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            (
                "account.is_mian",
                "there is no field 'account.is_mian'; did you mean 'account.is_main'?",
            ),
            ("", "there is no field ''."),
            ("__class__", "there is no field '__class__'."),
        ],
    )
    def test_of_a_field_that_there_is_not(self, name: str, message: str) -> None:
        assert refusal({"field": name}, UnknownFieldError) == message
        assert refusal({"node": "not", "part": {"field": name}}, UnknownFieldError) == message

    @pytest.mark.parametrize(
        ("plain", "message"),
        [
            (
                {"node": "mentions", "text": READS, "words": {"node": "constant", "value": ["x"]}},
                "mentions asks about a field that holds a text, not post.reads",
            ),
            (
                {
                    "node": "overlaps",
                    "tags": {"field": "account.name"},
                    "others": {"node": "constant", "value": ["x"]},
                },
                "overlaps asks about a field that holds a set of words, not account.name",
            ),
            (
                {"node": "has", "tags": READS, "tag": {"node": "constant", "value": "x"}},
                "has asks about a field that holds a set of words, not post.reads",
            ),
            (
                {"node": "is_empty", "tags": {"field": "account.name"}},
                "is_empty asks about a field that holds a set of words, not account.name",
            ),
        ],
    )
    def test_of_a_question_that_a_field_of_its_kind_cannot_be_asked(
        self, plain: object, message: str
    ) -> None:
        assert refusal(plain) == message

    @pytest.mark.parametrize(
        "plain",
        [
            pytest.param({"node": "not", "part": FIELD, "extra": 1}, id="not"),
            pytest.param({"node": "truth", "value": True, "extra": 1}, id="truth"),
            pytest.param({"node": "and", "parts": [FIELD, FIELD], "part": FIELD}, id="and"),
            pytest.param(
                {"node": "compare", "operator": ">", "left": COUNT, "right": {**FIVE, "extra": 1}},
                id="constant",
            ),
            pytest.param(
                {
                    "node": "compare",
                    "operator": ">",
                    "left": {**COUNT, "rows": {**POSTS, "where": FIELD}},
                    "right": FIVE,
                },
                id="rows",
            ),
        ],
    )
    def test_of_a_key_too_many(self, plain: object) -> None:
        assert "this is no condition" in refusal(plain)

    @pytest.mark.parametrize(
        "plain",
        [
            {"node": "not"},
            {"node": "and"},
            {"node": "truth"},
            {"node": "has", "tags": {"field": "post.labels"}},
            {"node": "within", "moment": {"field": "account.opened_at"}},
            {"node": "compare", "operator": ">", "left": COUNT},
            {"node": "compare", "left": COUNT, "right": FIVE},
            {"node": "compare", "operator": ">", "left": {"node": "rows"}, "right": FIVE},
            {"node": "compare", "operator": ">", "left": COUNT, "right": {"node": "constant"}},
            {
                "node": "compare",
                "operator": ">",
                "left": COUNT,
                "right": {"node": "param", "name": "n"},
            },
        ],
    )
    def test_of_a_key_too_few(self, plain: object) -> None:
        refusal(plain)

    @pytest.mark.parametrize(
        "plain",
        [
            *(pytest.param(_asked(**{name: 5}), id=f"a number as {name}") for name in _WORDS),
            *(pytest.param(_asked(**{name: []}), id=f"a list as {name}") for name in _WORDS),
            pytest.param(_asked(id=None), id="nothing as the id of a question"),
            pytest.param(FIVE, id="a constant is no condition"),
            pytest.param(READS, id="a number is no condition"),
            pytest.param(POSTS, id="rows are no condition"),
            pytest.param(COUNT, id="a count is no condition"),
            pytest.param({"node": "not", "part": READS}, id="not of a number"),
            pytest.param({"node": "not", "part": None}, id="not of nothing"),
            pytest.param({"node": "not", "part": [FIELD]}, id="not of a list"),
            pytest.param({"node": "and", "parts": FIELD}, id="and of one"),
            pytest.param({"node": "and", "parts": []}, id="and of none"),
            pytest.param({"node": "and", "parts": [FIELD]}, id="and of a list of one"),
            pytest.param({"node": "and", "parts": "abc"}, id="and of text"),
            pytest.param({"node": "and", "parts": 5}, id="and of a number"),
            pytest.param({"node": "or", "parts": [FIELD, 5]}, id="or with a number"),
            pytest.param({"node": "truth", "value": 1}, id="a truth that is a number"),
            pytest.param({"node": "truth", "value": "true"}, id="a truth that is text"),
            pytest.param({"node": "truth", "value": []}, id="a truth that is a list"),
            pytest.param({"node": "is_missing", "of": COUNT}, id="is_missing of a count"),
            pytest.param({"node": "is_empty", "tags": READS}, id="is_empty of a number"),
            pytest.param(
                {"node": "compare", "operator": "<>", "left": READS, "right": FIVE}, id="no sign"
            ),
            pytest.param(
                {"node": "compare", "operator": [], "left": READS, "right": FIVE},
                id="a list as sign",
            ),
            pytest.param(
                {"node": "compare", "operator": ">", "left": FIVE, "right": READS},
                id="turned round",
            ),
            pytest.param(
                {"node": "compare", "operator": ">", "left": FIELD, "right": FIVE},
                id="unlike types",
            ),
            pytest.param(
                {
                    "node": "compare",
                    "operator": ">",
                    "left": READS,
                    "right": {"node": "constant", "value": "5"},
                },
                id="a number as text",
            ),
            pytest.param(
                {
                    "node": "within",
                    "moment": {"field": "account.opened_at"},
                    "days": {"node": "constant", "value": "14"},
                },
                id="days as text",
            ),
            pytest.param(
                {
                    "node": "within",
                    "moment": {"field": "account.opened_at"},
                    "days": {"node": "constant", "value": True},
                },
                id="days as a truth value",
            ),
            pytest.param(
                {
                    "node": "compare",
                    "operator": ">",
                    "left": {"node": "aggregate", "function": "sum", "rows": POSTS},
                    "right": FIVE,
                },
                id="no function",
            ),
            pytest.param(
                {
                    "node": "compare",
                    "operator": ">",
                    "left": {**COUNT, "rows": {"node": "rows", "table": "likes"}},
                    "right": FIVE,
                },
                id="no table",
            ),
        ],
    )
    def test_of_parts_of_the_wrong_kind(self, plain: object) -> None:
        refusal(plain)

    @pytest.mark.parametrize(
        "value",
        [
            None,
            float("nan"),
            float("inf"),
            2**63,
            pytest.param(10**5000, id="5001 digits"),
            {},
            [1],
            ["a", 1],
            [["a"]],
            {"a": 1},
        ],
    )
    def test_of_values_that_cannot_stand_in_a_condition(self, value: object) -> None:
        plain = {
            "node": "compare",
            "operator": ">",
            "left": READS,
            "right": {"node": "constant", "value": value},
        }

        assert len(refusal(plain)) < 1000

    @pytest.mark.parametrize(
        "change",
        [
            {"name": 5},
            {"name": "two words"},
            {"value": True},
            {"value": None},
            {"value": {"a": 1}},
            {"origin": "somewhere"},
            {"origin": None},
            {"source": None, "origin": "operational"},
            {"minimum": 6},
            {"minimum": "5"},
        ],
    )
    def test_of_parameters_that_are_none(self, change: dict[str, Any]) -> None:
        param = {"node": "param", "name": "n", "value": 5, "origin": "text", **change}

        refusal({"node": "compare", "operator": ">", "left": READS, "right": param})


SHARE: dict[str, Any] = {"node": "aggregate", "function": "share", "rows": POSTS, "of": FIELD}


class TestRefusalsInside:
    """What is wrong with a part is said of the part, wherever it stands."""

    @pytest.mark.parametrize(
        ("part", "error", "message"),
        [
            (
                {"field": "account.is_mian"},
                UnknownFieldError,
                "there is no field 'account.is_mian'; did you mean 'account.is_main'?",
            ),
            (
                {"node": "nad"},
                ConditionError,
                "a condition has no node 'nad'; did you mean 'and'?",
            ),
            (5, ConditionError, "5 is no part of a condition; expected an object"),
        ],
    )
    @pytest.mark.parametrize(
        "around",
        [
            pytest.param(lambda part: part, id="nowhere"),
            pytest.param(lambda part: {"node": "not", "part": part}, id="not"),
            pytest.param(lambda part: {"node": "and", "parts": [FIELD, part]}, id="and"),
            pytest.param(lambda part: {"node": "or", "parts": [part, FIELD]}, id="or"),
            pytest.param(
                lambda part: {"node": "compare", "operator": ">", "left": part, "right": FIVE},
                id="left",
            ),
            pytest.param(
                lambda part: {"node": "compare", "operator": ">", "left": COUNT, "right": part},
                id="right",
            ),
            pytest.param(
                lambda part: {
                    "node": "compare",
                    "operator": ">",
                    "left": {**COUNT, "rows": {**POSTS, "condition": part}},
                    "right": FIVE,
                },
                id="where",
            ),
            pytest.param(
                lambda part: {
                    "node": "compare",
                    "operator": ">",
                    "left": {**SHARE, "of": part},
                    "right": FIVE,
                },
                id="share",
            ),
            pytest.param(
                lambda part: {
                    "node": "not",
                    "part": {
                        "node": "or",
                        "parts": [FIELD, {"node": "and", "parts": [part, FIELD]}],
                    },
                },
                id="deep",
            ),
        ],
    )
    def test_are_those_of_the_part(
        self, around: Any, part: object, error: type[Exception], message: str
    ) -> None:
        assert refusal(around(part), error) == message

    @pytest.mark.parametrize(
        "wording",
        [
            {"zh": "是否？"},
            {"en": "Is it?"},
            {"zh": "是否？", "en": "Is it?", "fr": "Est-ce ?"},
            {},
            "是否？",
            None,
            ["是否？", "Is it?"],
        ],
    )
    def test_of_a_question_in_other_than_both_languages(self, wording: object) -> None:
        asked: dict[str, Any] = _asked(origin="operational")
        asked["question"] = {**asked["question"], "wording": wording}

        assert refusal(asked).endswith(" is no wording; expected its zh and its en")


class TestHostileData:
    @pytest.mark.parametrize("wrap", ["not", "and", "list", "junk"])
    def test_nested_a_hundred_thousand_deep_is_refused(self, wrap: str) -> None:
        plain: Any = FIELD
        for _ in range(100_000):
            plain = {
                "not": {"node": "not", "part": plain},
                "and": {"node": "and", "parts": [plain, FIELD]},
                "list": [plain],
                "junk": {"anything": plain},
            }[wrap]

        assert refusal(plain) == f"a condition nests at most {MAX_DEPTH} levels deep"

    def test_that_holds_itself_is_refused(self) -> None:
        plain: dict[str, Any] = {"node": "not"}
        plain["part"] = plain

        assert refusal(plain) == f"a condition nests at most {MAX_DEPTH} levels deep"

    def test_one_level_too_deep_is_refused(self) -> None:
        plain: Any = FIELD
        for _ in range(MAX_DEPTH - 1):
            plain = {"node": "not", "part": plain}
        condition_from_plain(plain)

        assert refusal({"node": "not", "part": plain}) == (
            f"a condition nests at most {MAX_DEPTH} levels deep"
        )

    def test_in_a_huge_list_is_refused_where_a_condition_belongs(self) -> None:
        assert len(refusal([FIELD] * 1_000_000)) < 300
        assert len(refusal({"node": "not", "part": [FIELD] * 1_000_000})) < 300

    def test_of_one_part_too_many_is_refused(self) -> None:
        condition_from_plain({"node": "and", "parts": [FIELD] * 10_000})

        assert refusal({"node": "and", "parts": [FIELD] * 10_001}) == (
            "a condition has at most 10,000 parts"
        )

    def test_in_a_huge_list_with_one_fault_is_refused(self) -> None:
        refusal({"node": "and", "parts": [*[FIELD] * 50_000, 5]})

    def test_of_huge_texts_is_refused_in_few_words(self) -> None:
        huge = "x" * 10_000_000

        assert len(refusal({"node": huge})) < 500
        assert len(refusal({"field": huge}, UnknownFieldError)) < 500
        assert len(refusal({"node": "truth", "value": huge})) < 500
        assert len(refusal({"node": "not", "part": FIELD, huge: 1})) < 500

    def test_of_a_huge_constant_in_a_conditions_place_is_refused_in_few_words(self) -> None:
        huge = ["x" * 100] * 100_000

        assert len(refusal({"node": "not", "part": {"node": "constant", "value": huge}})) < 500

    def test_of_keys_that_are_no_text_is_refused(self) -> None:
        refusal({5: "node"})
        refusal({"node": "not", "part": FIELD, 5: 6})
        refusal({"node": "not", "part": FIELD, None: 6})

    def test_with_lone_surrogates_is_refused_in_words_that_can_be_written(self) -> None:
        message = refusal({"field": "post.\udc80"}, UnknownFieldError)

        assert message.encode()
